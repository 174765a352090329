"""monitor status: how is the service doing?

Not pure: reads the database. In: nothing. Out: one screen.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records.ledgers import Lateness
    from monitor.store.feeds.feed_list import FeedLine
    from monitor.store.sizes import Sizes
    from monitor.store.snapshot import Snapshot

_SLOWEST = 5


@click.command("status")
@click.option("--sizes", "with_sizes", is_flag=True, help="Measure too how much room the archive takes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(*, with_sizes: bool, as_json: bool) -> None:
    """Show the state of the service on one screen: feeds, queues, articles, latency, and the feeds in trouble."""
    from monitor.core.latency import WINDOW, lateness
    from monitor.core.public import moment
    from monitor.core.public_latency import lateness as told
    from monitor.store.ledger import ledgers

    with environment.stores(environment.settings(quiet=True)) as stores:
        seen, troubled = stores.snapshot(), stores.feed_list.lines(troubled_only=True)
        dark = {scope: moment(since) for scope, since in stores.feed_list.dark().items()}
        room = _room(stores.sizes()) if with_sizes else {}
        late = lateness(ledgers(stores.database, seen.taken_at - WINDOW))
    facts = _facts(seen) | room
    if as_json:
        lists = {"troubled_feeds": [_troubled(feed) for feed in troubled], "latency": [told(each) for each in late]}
        terminal.as_json(facts | {"blackouts": dark} | lists)
        return
    for name, fact in facts.items():
        shown = ", ".join(f"{number} {what}" for what, number in fact.items()) if isinstance(fact, dict) else fact
        click.echo(f"{name.replace('_', ' '):>20}  {'-' if shown is None else shown}")
    for scope, since in dark.items():
        click.echo(f"{'dark':>20}  {scope}, since {since}: most of its feeds' hosts do not answer, or fell silent")
    if troubled:
        click.echo()
        terminal.table(
            ("FEED IN TROUBLE", "STATE", "SINCE", "NEXT POLL", "WHY"),
            (
                (feed.spec.name, feed.state, moment(feed.health.since), moment(feed.due_at), feed.health.why)
                for feed in troubled
            ),
        )
    _show_latency(late)


def _show_latency(found: "Sequence[Lateness]") -> None:
    """Show how late articles are: of all feeds each stage, and the feeds that are late most, each with its worst."""
    from monitor.core.latency import latest

    shown = [*(each for each in found if not each.feed), *latest(found, _SLOWEST)]
    if shown:
        click.echo()
        terminal.table(
            ("LATENCY OF 7 DAYS", "STAGE", "ARTICLES", "P50", "P95"),
            (
                (each.feed or "all feeds", each.stage, each.articles, f"{each.p50_s:,.1f} s", f"{each.p95_s:,.1f} s")
                for each in shown
            ),
        )


def _facts(seen: "Snapshot") -> dict[str, object]:
    from dataclasses import asdict

    from monitor.core.public import moment

    return {
        "feeds": dict(sorted(seen.feeds.items())),
        "entries": asdict(seen.entries),
        "looks": {name: number for name, number in asdict(seen.looks).items() if name != "dead"},
        "deliveries": asdict(seen.deliveries),
        "articles": seen.articles,
        "last_kept_at": moment(seen.last_kept_at),
        "oldest_due_feed_since": moment(seen.oldest_due_at),
    }


def _room(sizes: "Sizes") -> dict[str, object]:
    parts = ("pages", "texts", "fingerprints", "index")
    return {
        "bytes": {part: getattr(sizes, part) for part in (*parts, "rest")},
        "bytes_per_article": {part: sizes.per_article(getattr(sizes, part)) for part in parts},
    }


def _troubled(feed: "FeedLine") -> dict[str, object]:
    from monitor.core.public import moment

    return {
        "name": feed.spec.name,
        "state": feed.state,
        "since": moment(feed.health.since),
        "why": feed.health.why,
        "advice": feed.health.advice,
        "failures": feed.failures,
        "next_poll_at": moment(feed.due_at),
    }
