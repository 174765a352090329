"""monitor alerts: who is told of what, what was told, and what would be?

Not pure: the group of the commands; those with more to do have modules of their own (alerts_*.py). Here: list, show.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import (
    alerts_backtest,
    alerts_deliveries,
    alerts_quiet,
    alerts_rules,
    alerts_test,
    environment,
    terminal,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.records.alerts import Rule


@click.group("alerts")
def command() -> None:
    """Look at rules, channels and messages; try a rule, send again, and keep quiet for a while.

    Rules stand in alerts.yaml (MONITOR_ALERTS), in the database (alerts add), or come with the program: see
    docs/alerts.md.
    """


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_rules(*, as_json: bool) -> None:
    """List the rules, with what they brought in the last seven days, and the channels.

    In a pipe the columns are parted by tabs, without a head: name, on or off, what it is about, urgency, when,
    channels, alerts told, alerts kept back, where it is written, query.
    """
    from datetime import timedelta

    from monitor.cli.alerts_rules import read_setup
    from monitor.core.public_alerts import rule as shown

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        setup = read_setup(settings, stores)
        tallies = stores.alerts.tallies(stores.leases.clock.now() - timedelta(days=7))
    if as_json:
        rules = [{**shown(each), "last_7_days": tallies.get(each.name, {})} for each in setup.rules]
        channels = [{"name": spec.name, "kind": spec.kind, "origin": spec.origin} for spec in setup.specs]
        terminal.as_json({"rules": rules, "channels": channels, "problems": [str(each) for each in setup.problems]})
        return
    names = [spec.name for spec in setup.specs]
    terminal.table(
        ("RULE", "", "ON", "URGENCY", "TOLD", "CHANNELS", "7D", "KEPT BACK", "FROM", "QUERY"),
        (_row(each, names, tallies.get(each.name, {})) for each in setup.rules),
    )
    terminal.note(f"channels: {', '.join(f'{spec.name} ({spec.kind})' for spec in setup.specs)}")
    for problem in setup.problems:
        terminal.note(*str(problem).split("\n"))


def _row(rule: "Rule", channels: list[str], tally: "Mapping[str, int]") -> tuple[object, ...]:
    kept_back = sum(tally.get(state, 0) for state in ("silenced", "held", "backlog"))
    return (
        rule.name,
        "on" if rule.is_enabled else "off",
        rule.on.value,
        rule.urgency.value,
        _when(rule),
        ", ".join(rule.channels or channels),
        tally.get("composed", 0),
        kept_back,
        rule.origin,
        rule.query or "(every article that names a topic)",
    )


def _when(rule: "Rule") -> str:
    if rule.daily_at:
        return f"daily {rule.daily_at} {rule.zone}"
    return f"every {rule.every_min} min" if rule.every_min else "at once"


@click.command("show")
@click.argument("name", metavar="RULE")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def show(*, name: str, as_json: bool) -> None:
    """Show a rule with all its settings, and the alerts that it brought last."""
    from monitor.cli.alerts_rules import find_rule, read_setup
    from monitor.core.public_alerts import alert, rule

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        found = find_rule(read_setup(settings, stores), name)
        alerts = stores.alerts.list(rule=name, limit=20)
    if as_json:
        terminal.as_json({**rule(found), "alerts": [alert(each) for each in alerts]})
        return
    for field, value in rule(found).items():
        terminal.fact(field, value)
    for each in alerts:
        told = f"{each.queued_at:%m-%d %H:%M} {each.alert.channel or '-'} {each.alert.state}"
        terminal.fact("alert", f"{told}: article {each.alert.article_id} {_title(each.alert.facts)} {each.alert.why}")


def _title(facts: "Mapping[str, object]") -> str:
    article = facts.get("article")
    return str(article.get("title", "")) if isinstance(article, dict) else ""


for _each in (
    list_rules,
    show,
    alerts_backtest.command,
    alerts_test.command,
    *alerts_rules.COMMANDS,
    *alerts_deliveries.COMMANDS,
    *alerts_quiet.COMMANDS,
):
    command.add_command(_each)
