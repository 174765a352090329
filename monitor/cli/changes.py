"""monitor changes: what happened to articles after they were first read?

Not pure: reads the archive. In: filters. Out: rows, or JSON lines, newest first.
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.core.records.changes import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.core.records.versions import ChangeFilter, RecordedChange
    from monitor.store.articles.archive import Articles

_PAGE = 200


@click.command("changes")
@click.option("--article", "article_id", type=click.IntRange(1, 2**63 - 1), help="Only those of this article.")
@click.option("--kind", type=click.Choice([kind.value for kind in ChangeKind]), help="Only those of this kind.")
@click.option("--since", type=Since(), help="Only those noticed since: 2026-01-05, 2026-01-05T12:00Z, 24h, 7d.")
@click.option("--limit", type=click.IntRange(1), help="At most so many; without it, all.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line.")
def command(
    *, article_id: int | None, kind: str | None, since: datetime | None, limit: int | None, jsonl: bool
) -> None:
    """List what happened to articles after they were first read, newest first.

    A text was edited (text), or edited while the page's date of change stayed as it was (stealth_edit); it got another
    headline; a topic is named more or less often; what was known in part is known whole (completed); the page is
    not there any more (withdrawn), or there again (returned). In a pipe the columns are parted by tabs, without a head.
    """
    from monitor.core.public import change
    from monitor.core.records.versions import ChangeFilter

    wanted = ChangeFilter(article_id, ChangeKind(kind) if kind else None, since)
    with environment.stores(environment.settings(quiet=True)) as stores:
        if article_id is not None:
            stores.articles.get(article_id)  # an empty list would read as "nothing happened"
        found = _all(stores.articles, wanted, limit)
        if jsonl:
            for each in found:
                terminal.as_json_line(change(each))
            return
        show(found)


def _all(articles: "Articles", wanted: "ChangeFilter", limit: int | None) -> "Iterator[RecordedChange]":
    """Give changes page by page, so that a long list is never in memory at once."""
    left = limit
    while left is None or left > 0:
        wanted = replace(wanted, limit=min(_PAGE, left or _PAGE))
        page = articles.changes(wanted)
        yield from page
        if len(page) < wanted.limit:
            return
        wanted = replace(wanted, after=page[-1].id)
        left = None if left is None else left - len(page)


def show(found: "Iterable[RecordedChange]") -> None:
    """Print changes: when, to which article, with which version, and what."""
    from monitor.core.public import moment

    at_terminal = terminal.is_terminal()
    terminal.table(
        ("ARTICLE", "NOTICED (UTC)", "VERSION", "KIND", "TOPIC", "WHAT"),
        (
            (
                each.article_id,
                f"{each.at:%m-%d %H:%M}" if at_terminal else moment(each.at),
                each.version,
                each.change.kind,
                each.change.topic or "-",
                each.change.detail,
            )
            for each in found
        ),
        wrap=True,
    )
