"""monitor explain: which topics does a text mention, is it new, and why?

Not pure: reads a file, standard input, a page or the archive; changes nothing that is kept.
In: a file, "-", an address or an article's id. Out: topics with their reasons and what does not count with its, and the
verdict with its figures.
"""

import asyncio
import re
import sys
from dataclasses import dataclass, replace
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
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without a page around it."""

    title: str
    text: str


@click.command("explain")
@click.argument("what", metavar="FILE|URL|ID|-")
@click.option("--lang", default="", help="Its language, such as kk, where it would be told wrongly.")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON document.")
def command(what: str, *, lang: str, as_json: bool) -> None:
    """Say which topics a text mentions, what does not count, whether it is new, and why.

    FILE is a text or HTML file, - a text from standard input; URL is fetched as the service would; ID is an article
    of the archive. The verdict is against the seeds and the archive as they are now.
    """
    from monitor.core import public

    if lang and not _TAG.fullmatch(lang):
        raise click.BadParameter(f"{lang!r} is no language; give a code such as kk.", param_hint="--lang")
    settings, language = environment.settings(quiet=True), lang.partition("-")[0].lower()
    draft, verdict = asyncio.run(_explain(settings, _given(what), language))
    if as_json:
        article = draft.article
        terminal.as_json(
            {
                "title": article.title,
                "language": article.language,
                "outlet": article.outlet or None,
                "basis": article.basis,
                "characters": len(article.text),
                **public.explained(draft.tagged, len(article.text)),
                "verdict": public.verdict(verdict),
            }
        )
    else:
        _print(what, draft, verdict)


def _given(what: str) -> "Page | PlainText | str":
    if what == _STANDARD_INPUT:
        return _read_standard_input()
    return _read_file(Path(what)) if Path(what).is_file() else what


def _read_standard_input() -> PlainText:
    from monitor.core.charset import clean, decode
    from monitor.core.errors import MonitorError

    body = sys.stdin.buffer.read(_MAX_BYTES + 1)
    if len(body) > _MAX_BYTES:
        raise MonitorError(f"The text is over {_MAX_BYTES // 1_000_000} MB; give the article's text alone.")
    text = clean(decode(body, ()))
    if not text.strip():
        raise MonitorError("Standard input holds no text.")
    return PlainText("", text)


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


async def _explain(settings: "Settings", given: "Page | PlainText | str", language: str) -> "tuple[Draft, Verdict]":
    from monitor.core.errors import MonitorError
    from monitor.core.records.failures import Failed
    from monitor.corpus import load_corpus
    from monitor.inspecting.sampling import verdict_on
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    service = Service(settings, SystemClock())
    try:
        draft = await _draft(service, given, language)
        if isinstance(draft, Failed):
            raise MonitorError(draft.detail)
        neighbours = service.stores.articles.neighbours(draft)
        seeds = load_corpus(settings.seeds_path).seeds
        return draft, verdict_on(draft, neighbours, seeds, own=given if isinstance(given, str) else "")
    finally:
        await service.aclose()


async def _draft(service: "Service", given: "Page | PlainText | str", language: str) -> "Draft | Failed":
    from monitor.core import public
    from monitor.core.errors import MonitorError, NotFound
    from monitor.extract.page import Page

    if isinstance(given, PlainText):
        return await service.read_text(given.title, given.text, language=language)
    if isinstance(given, Page):
        return await _read_page(service, given, language)
    if given.startswith(("http://", "https://")):
        page = await service.fetch_page(given)
        return await _read_page(service, page, language) if isinstance(page, Page) else page
    if given.isdecimal() and len(given) < 19:
        article = service.stores.articles.get(int(given))
        if not article.text:
            raise MonitorError(public.NOT_KEPT.format(article.id))
        return await service.read_text(article.title, article.text, article.recurring, language or article.language)
    raise NotFound(f"{given!r} is no file, no http address, and no article's id.")


async def _read_page(service: "Service", page: "Page", language: str) -> "Draft | Failed":
    """Read a page; its language is as the user says, if he says."""
    from monitor.core.records.failures import Failed

    draft = await service.read_page(page)
    if isinstance(draft, Failed) or language in ("", draft.article.language):
        return draft
    article = draft.article
    told = await service.read_text(article.title, article.text, article.recurring, language)
    return (
        told
        if isinstance(told, Failed)
        else replace(draft, tagged=told.tagged, article=replace(article, language=language))
    )


def _print(what: str, draft: "Draft", verdict: "Verdict") -> None:
    from monitor.core.prominence import tallies

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
    click.echo(f"{'topics':>11}  {', '.join(draft.tagged.topics) or 'none'} (by rules {draft.tagged.rules})")
    terminal.tallies(tallies(draft.tagged.mentions, len(article.text)))
    terminal.beside(draft.tagged.co_mentions)
    terminal.mentions(draft.tagged.mentions)
    terminal.rejected(draft.tagged.rejected)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 100 else one_line[:97] + "..."
