"""monitor poll: one pass, now.

Not pure: runs the service's parts once. In: names of feeds. Out: counts, in all and per feed.
"""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.core.counting import counted

if TYPE_CHECKING:
    from monitor.config.settings import Settings
    from monitor.service import PassReport


@click.command("poll")
@click.argument("feeds", nargs=-1, metavar="[FEED]...")
@click.option("--all", "all_feeds", is_flag=True, help="Every enabled feed, due or not.")
@click.option("--json", "as_json", is_flag=True, help="The counts as one JSON document.")
def command(feeds: tuple[str, ...], *, all_feeds: bool, as_json: bool) -> None:
    """Poll feeds once, cover what is new, send what is due, and exit.

    Without names, the feeds that are due; with names, those, due or not. What is announced is logged on stderr, a line
    each, unless MONITOR_LOG_LEVEL is warning or error. Exit code 4 where some of it failed,
    1 where every feed failed.
    """
    if feeds and all_feeds:
        raise click.UsageError("Name feeds, or give --all, not both.")
    report = asyncio.run(_once(environment.settings(quiet=True, announces=True), feeds, all_feeds=all_feeds))
    counts = _counts(report)
    if as_json:
        terminal.as_json(counts)
    else:
        _print(report, counts)
    if report.polls and all(poll.outcome == "failed" for poll in report.polls):
        raise click.exceptions.Exit(1)
    if report.failures:
        raise click.exceptions.Exit(4)


async def _once(settings: "Settings", feeds: tuple[str, ...], *, all_feeds: bool) -> "PassReport":
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    service = Service(settings, SystemClock())
    try:
        return await service.once(feeds, all_feeds=all_feeds)
    finally:
        await service.aclose()


def _counts(report: "PassReport") -> dict[str, object]:
    verdicts = Counter(str(c.kept.verdict.kind) for c in report.covers if c.kept and c.kept.verdict)
    return {
        "polled": len(report.polls),
        "left_alone": report.left_alone,
        "failed": sum(poll.outcome == "failed" for poll in report.polls),
        "entries": sum(poll.entries for poll in report.polls),
        "new": sum(poll.new for poll in report.polls),
        "bytes": sum(poll.received_bytes for poll in report.polls),
        "articles": dict(sorted(verdicts.items())),
        "seen_again": sum(c.kept is not None and c.kept.verdict is None for c in report.covers),
        "looks": len(report.looks),
        "changes": dict(sorted(Counter(str(c.kind) for look in report.looks for c in look.changes).items())),
        "pages_failed": sum(c.failure is not None for c in report.covers),
        "alerts_sent": sum(failure is None for failure in report.deliveries),
        "alerts_failed": sum(failure is not None for failure in report.deliveries),
        "feeds": [
            {
                "name": poll.feed,
                "outcome": poll.outcome,
                "entries": poll.entries,
                "new": poll.new,
                "bytes": poll.received_bytes,
                "ms": round(poll.took_s * 1000),
                "reason": poll.failure.reason if poll.failure else None,
                "detail": poll.failure.detail if poll.failure else None,
            }
            for poll in sorted(report.polls, key=lambda poll: poll.feed)
        ],
    }


def _print(report: "PassReport", counts: dict[str, object]) -> None:
    terminal.table(
        ("FEED", "OUTCOME", "ENTRIES", "NEW", "BYTES", "MS", "PROBLEM"),
        (
            (
                poll.feed,
                poll.outcome,
                poll.entries,
                poll.new,
                poll.received_bytes,
                round(poll.took_s * 1000),
                poll.failure.detail if poll.failure else "",
            )
            for poll in sorted(report.polls, key=lambda poll: poll.feed)
        ),
    )
    for cover in report.covers:
        if cover.failure:
            saved = "kept from the feed's own text" if cover.kept else "not kept; `monitor status` counts what waits"
            terminal.note(f"page of {cover.feed}: {cover.failure.detail} ({saved})")
    articles = counts["articles"]
    kept = (
        ", ".join(f"{number} {verdict}" for verdict, number in articles.items()) if isinstance(articles, dict) else ""
    )
    terminal.note(
        f"{counted(len(report.polls), 'feed')} polled, {counts['failed']} failed; "
        f"{counted(sum(poll.new for poll in report.polls), 'new entry', 'new entries')}; "
        f"articles: {kept or 'none'}; alerts: {counts['alerts_sent']} sent, {counts['alerts_failed']} failed"
    )
    if report.looks:
        changes = ", ".join(
            f"article {look.article_id}: {change.kind}" for look in report.looks for change in look.changes
        )
        terminal.note(f"{counted(len(report.looks), 'page')} looked at again; {changes or 'nothing changed'}")
    if report.left_alone:
        terminal.note(
            f"{report.left_alone} left alone: polled less than MONITOR_POLL_FLOOR_S ago, or in another process's hands."
        )
    elif not report.polls:
        terminal.note("No feed was due. Poll them all the same with: monitor poll --all")
