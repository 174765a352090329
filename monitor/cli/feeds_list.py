"""monitor feeds list, show: how are the feeds?

Not pure: reads the database. In: filters, or a feed's name. Out: a line a feed, worst first; or one feed in full.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.core.counting import counted
from monitor.core.errors import NotFound
from monitor.core.records.polls import HealthKind

if TYPE_CHECKING:
    from monitor.config.settings import Settings
    from monitor.store.feeds.feed_list import FeedHistory, FeedLine
    from monitor.store.opening import Stores

_STATES = (*(kind.value for kind in HealthKind), "paused", "disabled")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_AGES = ((365 * 86_400, "y"), (86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


@click.command("list")
@click.option(
    "--state", "states", multiple=True, type=click.Choice(_STATES), help="Only feeds in this state; repeatable."
)
@click.option("--group", help="Only feeds of this group.")
@click.option("--country", help="Only feeds of this country, such as KZ.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_feeds(*, states: tuple[str, ...], group: str | None, country: str | None, as_json: bool) -> None:
    """List feeds, worst first; those that are paused or disabled come last.

    In a pipe the columns are parted by tabs, without a head: name, state, since, last news, next poll, why.
    """
    from monitor.cli import feeds_facts

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        lines = stores.feed_list.lines()
    if not lines:
        terminal.note(_unknown_yet(settings))
    chosen = [line for line in _of(lines, group, country) if not states or line.state in states]
    if as_json:
        terminal.as_json([feeds_facts.listed(line) for line in chosen])
        return
    now = _now()
    terminal.table(
        ("FEED", "STATE", "SINCE", "LAST NEWS", "NEXT", "WHY"),
        (
            (
                line.spec.name,
                line.state,
                _age(line.paused_at if line.state == "paused" else line.health.since, now),
                _age(line.learned.rhythm.news_at, now),
                _until(line, now),
                _why(line),
            )
            for line in chosen
        ),
    )
    if lines:
        _print_sum(lines, chosen)


@click.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def show(name: str, *, as_json: bool) -> None:
    """Show one feed in full: how it is and what to do, its interval and what led to it, its last polls, its history."""
    from monitor.cli import feeds_facts

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        require(stores, settings, [name])
        history = stores.feed_list.show(name)
    if as_json:
        terminal.as_json(feeds_facts.shown(history, settings.hint_cap_s, _now()))
    else:
        _print(history, settings.hint_cap_s, _now())


def require(stores: "Stores", settings: "Settings", names: Sequence[str]) -> None:
    """Refuse names of feeds that the database does not know.

    Raises:
        NotFound: naming the nearest that there is; or saying that feeds.yaml has it, and it was not taken up yet.
    """
    from monitor.config.feeds import load_feeds
    from monitor.store.feeds.feeds import missing

    known = stores.feeds.names()
    for name in names:
        if name not in known and any(spec.name == name for spec in load_feeds(settings.feeds_path)[0]):
            raise NotFound(f"{name!r} stands in {settings.feeds_path}, but was not taken up yet. {_TAKEN_UP}")
    missing(known, names)


_TAKEN_UP = "The service takes up the file when it starts; so does: monitor poll"


def _unknown_yet(settings: "Settings") -> str:
    return f"No feed is known yet: {settings.feeds_path} has not been read so far. {_TAKEN_UP}"


def _of(lines: "Sequence[FeedLine]", group: str | None, country: str | None) -> "Sequence[FeedLine]":
    """Choose by group and country; one that no feed has is refused: an empty list would read as no trouble."""
    for option, wanted, name in (("--group", group, "group"), ("--country", country, "country")):
        there = {getattr(line.spec, name) for line in lines} - {""}
        if wanted is not None and lines and wanted.casefold() not in {each.casefold() for each in there}:
            listed = f"there are: {', '.join(sorted(there))}" if there else f"no feed has a {name}"
            raise click.BadParameter(f"no feed has the {name} {wanted!r}; {listed}.", param_hint=option)
    return [
        line
        for line in lines
        if (group is None or line.spec.group.casefold() == group.casefold())
        and (country is None or line.spec.country.casefold() == country.casefold())
    ]


def _print_sum(lines: "Sequence[FeedLine]", chosen: "Sequence[FeedLine]") -> None:
    number = Counter(line.state for line in lines)
    states = ", ".join(f"{number[state]} {state}" for state in reversed(_STATES) if number[state])
    terminal.note(f"{counted(len(lines), 'feed')}: {states}")
    worst = chosen[0] if chosen else None
    if worst and worst.state == worst.health.kind and worst.health.kind.is_trouble:
        terminal.note(f"What to do: monitor feeds show '{worst.spec.name}'")


# --- one feed -------------------------------------------------------------------------------------


def _print(history: "FeedHistory", hint_cap_s: float, now: datetime) -> None:
    from monitor.core.public import moment

    line = history.line
    terminal.heading(line.spec.name)
    for name, fact in _facts(history, hint_cap_s, now):
        terminal.fact(name, fact)
    if history.polls:
        click.echo()
        terminal.table(
            ("LAST POLLS", "OUTCOME", "HTTP", "ENTRIES", "NEW", "BYTES", "MS", "PROBLEM"),
            (
                (
                    moment(poll.started_at),
                    poll.outcome,
                    poll.status or None,
                    poll.entries,
                    poll.new,
                    poll.received_bytes,
                    round(poll.took_s * 1000),
                    poll.detail,
                )
                for poll in history.polls
            ),
            wrap=True,
        )
    if history.events:
        click.echo()
        terminal.table(
            ("HISTORY", "WHAT", "DETAIL"),
            ((moment(event.at), event.kind, event.detail) for event in history.events),
            wrap=True,
        )


def _facts(history: "FeedHistory", hint_cap_s: float, now: datetime) -> list[tuple[str, object]]:
    from monitor.cli import feeds_facts
    from monitor.core.public import moment

    line = history.line
    spec, health = line.spec, line.health
    since = moment(line.paused_at if line.state == "paused" else health.since)
    validators = [name for name, value in (("ETag", line.etag), ("Last-Modified", line.last_modified)) if value]
    facts: list[tuple[str, object]] = [("state", f"{line.state}, since {since}" if since else line.state)]
    if line.state != health.kind:
        facts.append(("health", health.kind))
    facts += [(name, text) for name, text in (("why", health.why), ("what to do", health.advice)) if text]
    facts.append(("address", line.address))
    if line.address != spec.url:
        facts.append(("feeds.yaml", f"{spec.url} (line {spec.line})"))
    facts += [
        ("title", line.title or None),
        ("of", ", ".join(filter(None, (spec.group, spec.country, spec.language, *spec.tags))) or None),
        ("polled", feeds_facts.asked_for(spec)),
        ("as it is", f"{feeds_facts.every(feeds_facts.usual_s(line, hint_cap_s, now))}: {_reasons(line, now)}"),
        ("last read", moment(line.succeeded_at)),
        ("next poll", moment(line.due_at) or "never"),
        ("validators", " and ".join(validators) or "none"),
        ("entries", ", ".join(f"{number} {state}" for state, number in sorted(history.entries.items())) or "none"),
    ]
    if line.failures:
        facts.append(("failures", f"{line.failures} in a row: {line.detail}"))
    if line.page_failures:
        facts.append(("pages", f"{line.page_failures} in a row could not be had or read"))
    return facts


def _reasons(line: "FeedLine", now: datetime) -> str:
    """Say what the interval comes from: the rhythm, the wishes of feed and server, hurry, a hub."""
    from monitor.cli.feeds_facts import every
    from monitor.schedule.durations import spoken

    learned, rhythm, hints = line.learned, line.learned.rhythm, line.learned.hints
    said = ["no rhythm known yet" if rhythm.gap_s is None else f"something new comes {every(rhythm.gap_s)}"]
    if rhythm.news_at:
        said.append(f"the last {spoken((now - rhythm.news_at).total_seconds())} ago")
    wishes = [
        ("its server calls it fresh for", learned.fresh_s),
        ("its ttl is", hints.ttl_s),
        ("it says that it is written every", hints.update_s),
    ]
    said += [f"{what} {spoken(seconds)}" for what, seconds in wishes if seconds]
    if hints.skip_hours:
        said.append(f"not at {', '.join(map(str, hints.skip_hours))} h UTC")
    if hints.skip_days:
        said.append(f"not on {', '.join(_DAYS[day] for day in hints.skip_days if day < len(_DAYS))}")
    if not line.spec.obey_hints and len(said) > 1:
        said.append("its wishes are not kept (obey_hints: false)")
    if learned.hurries:
        said.append(f"{counted(learned.hurries, 'poll')} to come sooner, as entries were lost")
    if learned.is_pushed:
        said.append("a hub pushes what is new")
    if line.succeeded_at and not line.has_validators:
        said.append("without validators each poll takes all of it")
    if line.failures:
        said.append("ever more rarely while it fails")
    return ", ".join(said)


# --- time, as a person reads it -------------------------------------------------------------------


def _now() -> datetime:
    from monitor.observe.clock import SystemClock

    return SystemClock().now()


def _age(at: datetime | None, now: datetime) -> str | None:
    """Say how long ago something was, in a few letters, to a person; to a program, when."""
    from monitor.core.public import moment

    if at is None or not terminal.is_terminal():
        return moment(at)
    return _short((now - at).total_seconds())


def _why(line: "FeedLine") -> str:
    """Say why a feed is as it is; to a person the failure itself comes first, as the line is cut where it must be."""
    return line.detail if terminal.is_terminal() and line.failures and line.detail else line.health.why


def _until(line: "FeedLine", now: datetime) -> str | None:
    from monitor.core.public import moment

    if line.due_at is None:
        return "never" if terminal.is_terminal() and line.health.kind is HealthKind.GONE else None
    if not terminal.is_terminal():
        return moment(line.due_at)
    return "now" if line.due_at <= now else _short((line.due_at - now).total_seconds())


def _short(seconds: float) -> str:
    whole = max(round(seconds), 0)
    size, unit = next(((size, unit) for size, unit in _AGES if whole >= size), _AGES[-1])
    return f"{whole // size}{unit}"
