"""monitor retag: what do the articles of the archive name by the rules and names of today?

Not pure: reads and writes the archive. In: since when. Out: what is another now, an article a line; what it came to.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.cli.walking import Tour
from monitor.core.counting import counted
from monitor.core.records.rebuilds import Retagged, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.retagging import Report, Swing


@click.command("retag")
@click.option("--since", "asked", default="", help="Only articles first seen since: 2026-01-05, 24h, 7d.")
@click.option("--older-rules", "is_older", is_flag=True, help="Only texts that were tagged by other rules or names.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Keep nothing; only say what would be another.")
@click.option("--restart", "is_fresh", is_flag=True, help="Begin anew, where an earlier run was stopped.")
@click.option("--jsonl", is_flag=True, help="One JSON object for each article that is another.")
def command(*, asked: str, is_fresh: bool, jsonl: bool, **wanted: bool) -> None:
    """Tag the stored texts again by the rules and names of today.

    Each article gets the mentions, the topics and what is named beside them as if it came in now; lists by topic and
    stories follow. Texts, verdicts, stories and history stay, nothing counts as an edit, and nobody is told. Articles
    whose texts are not stored are left as they are: of a feed that keeps matching articles only, those that matched
    nothing. A run that was stopped goes on where it was when it is started again with the same --since; with other
    names, or after an upgrade with other rules, it begins anew.

    Names are read when the program starts: restart the service first, so that it tags by the same.
    """
    from monitor.retagging import report

    wish = Wish(asked.strip(), Since().convert(asked, None, None) if asked else None, **wanted)
    tour = Tour("tagging", lambda service: service.retagging, partial(_tell, jsonl=jsonl), is_fresh)
    counts = asyncio.run(tour.make(environment.settings(quiet=True), wish))
    terminal.note(*_summary(report(counts), is_trial=wish.is_trial))


def _tell(retagged: Retagged, *, jsonl: bool) -> None:
    """Print an article that has other topics or mentions; as JSON, also one of which anything else is another."""
    if jsonl:
        terminal.as_json_line(_facts(retagged))
    elif not {"topics", "mentions"}.isdisjoint(retagged.what):
        click.echo(f"{retagged.article_id:>8}  {', '.join(_changes(retagged))}: {retagged.title}")


def _changes(retagged: Retagged) -> "Iterator[str]":
    yield from (f"+{topic}" for topic in retagged.gained)
    yield from (f"-{topic}" for topic in retagged.lost)
    gained, lost = len(retagged.mentions_gained), len(retagged.mentions_lost)
    if gained or lost:
        yield f"{_signed(gained, lost)} mentions"


def _signed(gained: int, lost: int) -> str:
    return " ".join(f"{sign}{number}" for sign, number in (("+", gained), ("-", lost)) if number) or "0"


def _facts(retagged: Retagged) -> dict[str, object]:
    return {
        "id": retagged.article_id,
        "title": retagged.title,
        "changed": list(retagged.what),
        "topics_gained": list(retagged.gained),
        "topics_lost": list(retagged.lost),
        "mentions_gained": _by_topic(retagged.mentions_gained),
        "mentions_lost": _by_topic(retagged.mentions_lost),
    }


def _by_topic(topics: tuple[str, ...]) -> dict[str, int]:
    from collections import Counter

    return dict(Counter(topics))


def _summary(given: "Report", *, is_trial: bool) -> "Iterator[str]":
    """Say what a run came to: a line, and one for each topic that gained or lost anything."""
    have = "would have" if is_trial else "have"
    yield (
        f"{counted(given.articles, 'article')}: {given.another} {have} other topics or mentions, {given.beside} {have} "
        f"the same mentions with other figures; {given.same} are the same, "
        f"{given.left} left as they were (no text here)"
    )
    if given.failed:
        yield f"  {given.failed} could not be tagged in time, and were left as they were"
    width = max(map(len, given.topics), default=0)
    for topic, swing in given.topics.items():
        yield f"  {topic:<{width}}  {_swing(swing)}"


def _swing(swing: "Swing") -> str:
    articles = _signed(swing.articles_gained, swing.articles_lost)
    return f"{articles} articles, {_signed(swing.mentions_gained, swing.mentions_lost)} mentions"
