"""monitor evidence: what can be shown to others, so that they can check it?

Not pure: reads the archive, writes and reads files. In: ids or a query, and a file. Out: a pack, and what is wrong with
one.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.progress import progress
from monitor.core.errors import MonitorError
from monitor.core.query.filters import terms_there_are

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from monitor.config.settings import Settings
    from monitor.core.records.articles import ArticleFilter
    from monitor.core.records.versions import Version
    from monitor.evidence.exhibit import Exhibit
    from monitor.evidence.pack import Written
    from monitor.store.articles.archive import Articles
    from monitor.store.opening import Stores

_IDS = re.compile(r"\s*\d+\s*(?:,\s*\d+\s*)*")
_PAGE, _MOST_CHANGES = 200, 1_000_000
_HEAD = re.compile(r"[0-9a-f]{64}")
_HIGHEST_ID = 2**63 - 1


@click.group("evidence")
def command() -> None:
    """Export articles with their pages as evidence, and check such packs."""


@command.command("export", epilog=f"Terms of a QUERY: {terms_there_are()}.")
@click.argument("what", metavar="ID|QUERY")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over FILE where it exists.")
@click.option("--json", "as_json", is_flag=True, help="Say what was written as one JSON document.")
def export(what: str, file: Path, *, force: bool, as_json: bool) -> None:
    """Write a pack of articles with their pages, versions and changes to FILE, a ZIP archive.

    ID may be a list, such as 12,15. QUERY is terms that must all hold; those that there are stand below.

    Keep the head of the chain that is printed, and tell it to whoever gets the pack on another way than the pack:
    `monitor evidence verify FILE --head HEAD` says whether it is still the same.
    """
    from importlib import metadata

    from monitor.evidence.pack import Occasion, free_place, write_pack
    from monitor.observe.clock import SystemClock

    if str(file) == "-":
        raise click.BadParameter("a pack is written to a file, never to stdout; name one.", param_hint="FILE")
    free_place(file, may_replace=force)
    settings, now = environment.settings(quiet=True), SystemClock().now()
    wanted = _wanted(settings, what, now)
    with environment.stores(settings) as stores:
        ids = wanted if isinstance(wanted, list) else _found(stores.articles, wanted)
        if not ids:
            raise MonitorError(
                f"No article is meant by {what!r}; nothing was written. `monitor articles list` lists them."
            )
        occasion = Occasion(what, now, f"monitor {metadata.version('monitor')}")
        with progress("export", len(ids)) as advance:
            exhibits = _exhibits(stores, ids, advance)
            written = write_pack(file, exhibits, stores.captures.body, occasion, may_replace=force)
    _print_written(file, written, as_json=as_json)


@command.command("verify")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--head", default="", help="The head of the chain, as the exporter told it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def verify(file: Path, *, head: str, as_json: bool) -> None:
    """Check that a pack is, to the last byte, as it was exported. Needs no network and no archive.

    Exit code 1 where anything is wrong; each such thing is named. Exit code 2 where FILE is no pack. Without --head, a
    pack that somebody made anew from other contents passes.
    """
    from monitor.evidence.verify import verify as check

    head = head.strip().lower()
    if head and not _HEAD.fullmatch(head):
        raise click.BadParameter("a head is 64 characters, 0 to 9 and a to f.", param_hint="--head")
    checked = check(file, head=head)
    if as_json:
        wrong = [{"member": wrong.member or None, "what": wrong.what} for wrong in checked.wrong]
        facts = {"file": str(file), "fine": not wrong, "head": checked.head or None, "members": checked.members}
        terminal.as_json({**facts, "head_was_given": bool(head), "wrong": wrong, "exported": dict(checked.exported)})
    else:
        for each in checked.wrong:
            click.echo(f"wrong  {each}")
    if checked.wrong:
        terminal.note(f"error: {file} is not as it was exported. Do not rely on it; get it again from who sent it.")
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo(f"fine  {checked.members} members, head {checked.head}")
        if not head:
            terminal.note(
                "It is whole. That it is the one that was exported says its head: compare it, or give --head."
            )


@command.command("show")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def show(file: Path) -> None:
    """List the articles of a pack, and say what it was exported for. It is not checked: `monitor evidence verify` does.

    In a pipe the columns are parted by tabs, without a head: id, first seen, outlet, language, versions, pages, title.
    """
    from monitor.evidence.opened import article_facts, listed, open_pack

    with open_pack(file) as opened:
        said = listed(opened)
        for name in ("asked", "at", "program", "articles", "pages"):
            terminal.note(f"{name:>11}  {said.exported.get(name)}")
        terminal.note(f"{'head':>11}  {said.head}")
        terminal.table(
            ("ID", "SEEN (UTC)", "OUTLET", "LANG", "VERSIONS", "PAGES", "TITLE"),
            (
                (
                    facts.get("id"),
                    facts.get("first_seen_at"),
                    facts.get("outlet"),
                    facts.get("language"),
                    facts.get("versions"),
                    _number(facts.get("captures")),
                    facts.get("title"),
                )
                for facts in article_facts(opened, said)
            ),
        )


# --- what is exported -----------------------------------------------------------------------------


def _wanted(settings: "Settings", what: str, now: "datetime") -> "list[int] | ArticleFilter":
    """Read ids, in their order and each once, or a query."""
    from monitor.config.lexicon import default_lexicon
    from monitor.core.known import companions
    from monitor.core.query.filters import parse_filter

    if not what.strip():
        raise click.BadParameter(
            "name the articles: ids such as 12,15, or a query such as topic:csto.", param_hint="ID|QUERY"
        )
    if _IDS.fullmatch(what):
        ids = sorted({int(each) for each in what.split(",")})
        if not 1 <= ids[0] <= ids[-1] <= _HIGHEST_ID:
            raise click.BadParameter("an id is a number from 1 on.", param_hint="ID|QUERY")
        return ids
    topics = environment.topic_ids(settings)
    return parse_filter(what, now=now, topics=topics, companions=companions(default_lexicon()))


def _found(articles: "Articles", asked: "ArticleFilter") -> list[int]:
    from dataclasses import replace

    ids: list[int] = []
    while page := articles.list(replace(asked, limit=_PAGE, after=ids[-1] if ids else None)):
        ids += [article.id for article in page]
    return sorted(ids)


def _exhibits(stores: "Stores", ids: "Sequence[int]", tick: "Callable[[], None]") -> "Iterator[Exhibit]":
    for article_id in ids:
        yield _exhibit(stores, article_id)
        tick()


def _exhibit(stores: "Stores", article_id: int) -> "Exhibit":
    """Gather an article's evidence; where the service changes it meanwhile, anew, so that all of it agrees."""
    from itertools import pairwise

    from monitor.core.records.versions import ChangeFilter
    from monitor.evidence.exhibit import Exhibit

    article = stores.articles.get(article_id)
    while True:
        versions = stores.articles.versions(article_id)
        diffs = tuple(difference(before, after) for before, after in pairwise(versions))
        changes = stores.articles.changes(ChangeFilter(article_id=article_id, limit=_MOST_CHANGES))
        gathered = Exhibit(article, versions, diffs, changes, stores.captures.of(article_id))
        article = stores.articles.get(article_id)
        if article == gathered.article:
            return gathered


def difference(before: "Version", after: "Version") -> str:
    """Write what changed from one version to the next: the whole text with marks, its headline first."""
    from monitor.cli.marking import marked
    from monitor.core.public import moment
    from monitor.revise.diff import edits

    head = "".join(f"Version {each.n} was read at {moment(each.at)}.\n" for each in (before, after))
    old, new = (f"{each.title}\n\n{each.text}\n" for each in (before, after))
    return f"{head}[-taken out-] {{+put in+}}\n\n{marked(old, new, edits(old, new))}"


# --- what is said ---------------------------------------------------------------------------------


def _print_written(file: Path, written: "Written", *, as_json: bool) -> None:
    if as_json:
        facts = {"articles": written.articles, "pages": written.pages, "bytes": written.size, "head": written.head}
        terminal.as_json({"file": str(file), **facts})
        return
    terminal.fact("file", file)
    terminal.fact("articles", f"{written.articles:,}")
    terminal.fact("pages", f"{written.pages:,}")
    terminal.fact("bytes", f"{written.size:,}")
    terminal.fact("head", written.head)
    terminal.note("Keep the head, apart from the file: by it anyone can tell that the pack is still the same.")


def _number(given: object) -> int | None:
    return len(given) if isinstance(given, list) else None
