"""monitor status: how is the service doing?

Not pure: reads the database. In: nothing. Out: one screen.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from monitor.store.feeds import FailingFeed
    from monitor.store.snapshot import Snapshot


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(*, as_json: bool) -> None:
    """Show the state of the service on one screen: feeds, queues, articles, and the feeds that fail."""
    from monitor.core.public import moment

    with environment.stores(environment.settings(quiet=True)) as stores:
        seen, failing = stores.snapshot(), stores.feeds.failing()
    if as_json:
        terminal.as_json(_facts(seen) | {"failing_feeds": [_failing(feed) for feed in failing]})
        return
    for name, fact in _facts(seen).items():
        shown = ", ".join(f"{number} {what}" for what, number in fact.items()) if isinstance(fact, dict) else fact
        click.echo(f"{name.replace('_', ' '):>20}  {'-' if shown is None else shown}")
    if failing:
        click.echo()
        terminal.table(
            ("FAILING FEED", "TIMES", "REASON", "NEXT POLL", "DETAIL"),
            ((feed.name, feed.failures, feed.reason, moment(feed.due_at), feed.detail) for feed in failing),
        )


def _facts(seen: "Snapshot") -> dict[str, object]:
    from dataclasses import asdict

    from monitor.core.public import moment

    return {
        "feeds": asdict(seen.feeds),
        "entries": asdict(seen.entries),
        "deliveries": asdict(seen.deliveries),
        "articles": seen.articles,
        "last_kept_at": moment(seen.last_kept_at),
        "oldest_due_feed_since": moment(seen.oldest_due_at),
    }


def _failing(feed: "FailingFeed") -> dict[str, object]:
    from monitor.core.public import moment

    return {
        "name": feed.name,
        "failures": feed.failures,
        "reason": feed.reason,
        "detail": feed.detail,
        "next_poll_at": moment(feed.due_at),
    }
