"""monitor alerts backtest: what would a rule have sent?

Not pure: reads the archive, and writes nothing. In: a rule, or a query. Out: how many messages, and which.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.cli.progress import progress
from monitor.core.counting import counted

if TYPE_CHECKING:
    from monitor.rehearsing import Rehearsed


@click.command("backtest")
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--query", help="In place of RULE, or in place of its query: what if it asked this?")
@click.option("--since", type=Since(), required=True, help="Over the articles first seen since: 2026-01-05, 24h, 30d.")
@click.option("--show", "shown", type=click.IntRange(0, 10_000), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document with all messages.")
def command(*, name: str | None, query: str | None, since: datetime, shown: int, as_json: bool) -> None:
    """Say how many messages a RULE would have sent, and show them; nothing is sent or written.

    The stored articles are held against the rule in the order in which they came, and what matches is put together,
    put off and held to the rule's ceiling as the service does it; without silences and snoozes, over one channel. What
    its feed held before that was first polled is left out, as it is not announced.
    """
    from monitor.cli.alerts_rules import find_rule, read_setup
    from monitor.rehearsing import facts, note_on, rehearse, span_since, what_if

    if name is None and query is None:
        raise click.UsageError("Name a rule (monitor alerts list), or give --query.")
    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        setup = read_setup(settings, stores)
        rule = find_rule(setup, name) if name else None
        rule = what_if(rule, query, now=stores.leases.clock.now(), topics=environment.topic_ids(settings))
        span = span_since(stores.articles, since)
        with progress("reading", len(span.ids)) as advance:
            played = rehearse(stores.articles, rule, span, each=advance)
    note = note_on(rule, setup.feeds)
    if as_json:
        terminal.as_json(facts(played, note))
    else:
        _show(played, shown, note)


def _show(played: "Rehearsed", shown: int, note: str) -> None:
    rule, found = played.rule, played.found
    terminal.table(
        ("AT (UTC)", "KIND", "ALERTS", "HEADLINES"),
        ((f"{m.at:%Y-%m-%d %H:%M}", m.kind.value, m.alerts, " / ".join(m.titles)) for m in found.messages[:shown]),
    )
    if len(found.messages) > shown:
        terminal.note(f"and {len(found.messages) - shown} more: --show {len(found.messages)}")
    terminal.note(
        f"{rule.name}: of {counted(found.articles, 'article')} it matches {found.matched:,}; "
        f"it would have sent {counted(len(found.messages), 'message')}"
    )
    for remark in filter(None, (note, found.remark)):
        terminal.note(f"  {remark}")
    for why, number in found.held_back.items():
        terminal.note(f"  {number} put off: {why}")
