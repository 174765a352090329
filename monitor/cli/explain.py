"""monitor explain: which topics does a text mention, is it new, and why?

Not pure: reads a file, a page or the archive; changes nothing that is kept.
In: a file, an address or an article's id. Out: topics with their reasons, and the verdict with its figures.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from monitor.config.settings import Settings
    from monitor.core.records.articles import Draft
    from monitor.core.records.failures import Failed
    from monitor.core.records.verdicts import Verdict
    from monitor.extract.page import Page
    from monitor.service import Service

_MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without a page around it."""

    title: str
    text: str


@click.command("explain")
@click.argument("what", metavar="FILE|URL|ID")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON document.")
def command(what: str, *, as_json: bool) -> None:
    """Say which topics a text mentions, whether it is new, and why.

    FILE is a text or HTML file; URL is fetched as the service would; ID is an article of the archive. The verdict
    is against the seeds and the archive as they are now.
    """
    from monitor.core import public

    settings, path = environment.settings(quiet=True), Path(what)
    given = _read_file(path) if path.is_file() else what
    draft, verdict = asyncio.run(_explain(settings, given))
    if as_json:
        article = draft.article
        terminal.as_json(
            {
                "title": article.title,
                "language": article.language,
                "outlet": article.outlet or None,
                "basis": article.basis,
                "characters": len(article.text),
                **public.tagged(draft.tagged),
                "verdict": public.verdict(verdict),
            }
        )
    else:
        _print(what, draft, verdict)


def _read_file(path: Path) -> "Page | PlainText":
    """Read what is to be explained: a page, or a plain text."""
    from monitor.config.seeds import read_text
    from monitor.core.errors import MonitorError
    from monitor.core.records.feeds import Entry
    from monitor.extract.page import Page

    if path.stat().st_size > _MAX_BYTES:
        raise MonitorError(f"{path} is over {_MAX_BYTES // 1_000_000} MB; give the article's text alone.")
    if path.suffix.lower() in (".html", ".htm"):
        return Page(path.read_bytes(), "text/html", "", Entry("", "", ""))
    return PlainText("", read_text(path))


async def _explain(settings: "Settings", given: "Page | PlainText | str") -> "tuple[Draft, Verdict]":
    from monitor.core.errors import MonitorError
    from monitor.core.records.failures import Failed
    from monitor.corpus import load_corpus
    from monitor.inspecting.sampling import verdict_on
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    service = Service(settings, SystemClock())
    try:
        draft = await _draft(service, given)
        if isinstance(draft, Failed):
            raise MonitorError(draft.detail)
        neighbours = service.stores.articles.neighbours(draft)
        seeds = load_corpus(settings.seeds_path).seeds
        return draft, verdict_on(draft, neighbours, seeds, own=given if isinstance(given, str) else "")
    finally:
        await service.aclose()


async def _draft(service: "Service", given: "Page | PlainText | str") -> "Draft | Failed":
    from monitor.core.errors import NotFound
    from monitor.extract.page import Page

    if isinstance(given, PlainText):
        return await service.read_text(given.title, given.text)
    if isinstance(given, Page):
        return await service.read_page(given)
    if given.startswith(("http://", "https://")):
        page = await service.fetch_page(given)
        return await service.read_page(page) if isinstance(page, Page) else page
    if given.isdecimal() and len(given) < 19:
        article = service.stores.articles.get(int(given))
        return await service.read_text(article.title, article.text, article.recurring)
    raise NotFound(f"{given!r} is no file, no http address, and no article's id.")


def _print(what: str, draft: "Draft", verdict: "Verdict") -> None:
    article = draft.article
    terminal.heading(article.title or what)
    click.echo(f"{'text':>11}  {len(article.text):,} characters, language {article.language or 'unknown'}")
    click.echo(f"{'verdict':>11}  {verdict.kind}{f' of {verdict.of}' if verdict.of else ''}: {verdict.why}")
    figures = [f"{verdict.in_other:.1%} of it in the other", f"{verdict.of_other:.1%} of the other in it"]
    if verdict.numbers_kept is not None:
        figures.append(f"{verdict.numbers_kept:.0%} of its numbers kept")
    click.echo(f"{'figures':>11}  {', '.join(figures)}")
    for span in verdict.spans[:5]:
        click.echo(f"{'agrees':>11}  {span.start}-{span.end}: {_short(article.text[span.start : span.end])}")
    click.echo(f"{'topics':>11}  {', '.join(draft.tagged.topics) or 'none'}")
    terminal.mentions(draft.tagged.mentions)
    for each in draft.tagged.rejected:
        click.echo(
            f"{'not counted':>11}  {each.topic}: {each.name} · {each.field} {each.start}-{each.end} · {each.why}"
        )


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 100 else one_line[:97] + "..."
