"""monitor alerts add, edit, remove, enable, disable: who is told of what?

Not pure: reads alerts.yaml and the database, writes the database's rules. In: a name and settings as alerts.yaml has
them. Out: a sentence. A rule that stands in alerts.yaml is changed there.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.alerting import Setup
    from monitor.config.settings import Settings
    from monitor.core.records.alerts import Rule
    from monitor.store.opening import Stores

_IN_DATABASE, _DEFAULT = "database", "default"


def read_setup(settings: "Settings", stores: "Stores") -> "Setup":
    """Give the rules and channels as a service would have them that started now."""
    import os

    from monitor.alerting import set_up

    return set_up(settings, os.environ, environment.topic_ids(settings), stores.alert_rules.list())


def find_rule(setup: "Setup", name: str) -> "Rule":
    """Give the rule of a name.

    Raises:
        NotFound: there is none, and the nearest is named; or it cannot be used, and what is wrong is.
    """
    from difflib import get_close_matches

    from monitor.core.errors import NotFound

    by_name = {rule.name: rule for rule in setup.rules}
    if name not in by_name:
        near = "".join(f" Did you mean {close!r}?" for close in get_close_matches(name, by_name, n=1))
        wrong = "".join(f"\n{problem}" for problem in setup.problems if problem.key == name)
        if wrong:
            raise NotFound(f"The rule {name!r} cannot be used.{wrong}")
        raise NotFound(f"No rule is named {name!r}.{near} There are: {', '.join(by_name) or 'none'}.")
    return by_name[name]


def _settings_of_a_rule(command: "click.decorators.FC") -> "click.decorators.FC":
    for option in reversed(
        (
            click.option("--query", help='Which articles: "topic:csto lang:ru,kk". See docs/query.md.'),
            click.option("--channel", "channels", multiple=True, help="By name; may be given again. Without it, all."),
            click.option("--on", type=click.Choice(["article", "change", "spike"]), help="What it is about."),
            click.option("--urgency", type=click.Choice(["low", "normal", "urgent"])),
            click.option("--at", help='When it is told: "once", "every 30 min", "daily 07:30 Asia/Almaty".'),
            click.option("--quiet", help='When only what is urgent is told: "22:00-07:00 Asia/Almaty".'),
            click.option("--per-story", help='Least time between messages about one story: "60 min".'),
            click.option("--ceiling", help='Most messages: "30 an hour".'),
            click.option("--include", multiple=True, type=click.Choice(["copies", "versions"])),
            click.option("--template", help="A template of your own: see docs/alerts.md."),
            click.option("--owner", help="Who answers for it."),
        )
    ):
        command = option(command)
    return command


@click.command("add")
@click.argument("name", metavar="RULE")
@_settings_of_a_rule
def add(*, name: str, **given: object) -> None:
    """Make a rule in the database; a service that runs takes it up within seconds."""
    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        setup = read_setup(settings, stores)
        if any(rule.name == name and rule.origin != _DEFAULT for rule in setup.rules):
            raise click.UsageError(f"There is a rule {name!r} already: change it by alerts edit, or in alerts.yaml.")
        _put(settings, stores, setup, name, _spec(given))
    terminal.note(f"{name} holds now. To see what it would have sent: monitor alerts backtest {name} --since 30d")


@click.command("edit")
@click.argument("name", metavar="RULE")
@_settings_of_a_rule
def edit(*, name: str, **given: object) -> None:
    """Change what is given of a rule in the database; one that comes with the program becomes one of yours."""
    from monitor.config.alerts import spec_of

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        setup = read_setup(settings, stores)
        rule = find_rule(setup, name)
        _refuse_elsewhere(rule)
        _put(settings, stores, setup, name, {**spec_of(rule), **_spec(given)})
    terminal.note(f"{name} is changed.")


@click.command("enable")
@click.argument("name", metavar="RULE")
def enable(*, name: str) -> None:
    """Switch a rule on."""
    _switch(name, is_enabled=True)


@click.command("disable")
@click.argument("name", metavar="RULE")
def disable(*, name: str) -> None:
    """Switch a rule off; what it has brought is told all the same."""
    _switch(name, is_enabled=False)


@click.command("remove")
@click.argument("name", metavar="RULE")
def remove(*, name: str) -> None:
    """Take a rule out of the database; one that comes with the program holds again as it was."""
    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        setup, stored = read_setup(settings, stores), dict(stores.alert_rules.list())
        if name not in stored or any(rule.name == name for rule in setup.rules):  # one that is broken can go too
            _refuse_elsewhere(find_rule(setup, name))
        if not stores.alert_rules.delete(name):
            raise click.UsageError(f"{name!r} comes with the program: switch it off by alerts disable {name}.")
    terminal.note(f"{name} is taken out of the database.")


def _switch(name: str, *, is_enabled: bool) -> None:
    """Leave all else of a rule as it is, be it such that it could not be made any more."""
    from monitor.config.alerts import spec_of

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        setup = read_setup(settings, stores)
        rule = find_rule(setup, name)
        _refuse_elsewhere(rule)
        spec = dict(stores.alert_rules.list()).get(name, spec_of(rule))
        stores.alert_rules.put(name, {**spec, "enabled": is_enabled})
        if is_enabled:
            _tell_notes(setup, replace(rule, is_enabled=True))
    terminal.note(f"{name} is changed.")


def _put(settings: "Settings", stores: "Stores", setup: "Setup", name: str, spec: "Mapping[str, object]") -> None:
    from monitor.config.alerts import rule_of, spec_of

    channels = [*(each.name for each in setup.specs), *setup.broken]  # what it has for these waits, as in a file
    topics = environment.topic_ids(settings)
    made = rule_of(spec, name=name, origin=_IN_DATABASE, topics=topics, channels=channels)
    stores.alert_rules.put(name, spec_of(made))
    _tell_notes(setup, made)


def _tell_notes(setup: "Setup", rule: "Rule") -> None:
    from monitor.config.alerts_hints import notes_on

    for note in notes_on(rule, setup.feeds):
        terminal.note(f"note: {rule.name}: {note}")


def _refuse_elsewhere(rule: "Rule") -> None:
    if rule.origin not in (_IN_DATABASE, _DEFAULT):
        raise click.UsageError(f"The rule {rule.name!r} is written in {rule.origin}: change it there.")


def _spec(given: "Mapping[str, object]") -> dict[str, object]:
    """Give what was said at the command line in the words of alerts.yaml."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in given.items()
        if value not in (None, ())
    }


COMMANDS = (add, edit, enable, disable, remove)
