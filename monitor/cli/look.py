"""monitor look: has an article's page changed?

Not pure: fetches pages and writes what changed. In: ids. Out: a line an article.
"""

import asyncio
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config.settings import Settings
    from monitor.pipeline import LookReport


_NOTHING = "Nothing changed."


@click.command("look")
@click.argument("article_ids", nargs=-1, required=True, metavar="ID...", type=click.IntRange(1, 2**63 - 1))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(article_ids: tuple[int, ...], *, as_json: bool) -> None:
    """Look at the pages of articles again now, and record and say what changed.

    The service does so by itself while an article is young. A page that is not there is taken for withdrawn when a
    second look finds it so ten minutes later, and so does a text of which hardly anything is left. Exit code 4 where a
    page could not be had, a wall before it included.
    """
    ids = tuple(dict.fromkeys(article_ids))
    reports = asyncio.run(_look(environment.settings(quiet=True), ids))
    by_id = {report.article_id: report for report in reports}
    if as_json:
        terminal.as_json({"looks": [_facts(article_id, by_id.get(article_id)) for article_id in ids]})
    else:
        for article_id in ids:
            click.echo(f"{article_id:>8}  {_said(by_id.get(article_id))}")
    if any(article_id not in by_id or by_id[article_id].failure for article_id in ids):
        raise click.exceptions.Exit(4)


async def _look(settings: "Settings", ids: "Sequence[int]") -> "list[LookReport]":
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    service = Service(settings, SystemClock())
    try:
        for article_id in ids:
            service.stores.articles.get(article_id)
        return await service.look_at(ids)
    finally:
        await service.aclose()


def _said(report: "LookReport | None") -> str:
    if report is None:
        return "not looked at: it was not read from a page, or another process has it in hand"
    if report.changes:
        return " ".join(f"{change.kind}: {change.detail}" for change in report.changes)
    if report.is_doubtful:
        return "The page shows far less of the article than before; if it does so in ten minutes, that is a change."
    return report.failure.detail if report.failure else _NOTHING


def _facts(article_id: int, report: "LookReport | None") -> dict[str, object]:
    changes = report.changes if report else ()
    failure = report.failure if report else None
    return {
        "article_id": article_id,
        "looked": report is not None,
        "changes": [{"kind": c.kind, "topic": c.topic or None, "detail": c.detail} for c in changes],
        "reason": failure.reason if failure else None,
        "detail": failure.detail if failure else None,
    }
