"""monitor articles show: what does the archive have of one article?

Not pure: writes to stdout. In: an article, its versions, its changes, and the articles of its story. Out: its facts,
each beside who says so, and its text.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import terminal
from monitor.cli.carrying import origin
from monitor.core.public import moment
from monitor.core.records.articles import Basis
from monitor.core.records.pages import Claim, Field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from monitor.core.records.articles import Article
    from monitor.core.records.stories import Carried
    from monitor.core.records.versions import RecordedChange, Version

#: A name and what is known of it.
Fact = tuple[str, object]

_SIGHTINGS = 5
_NOT_WHOLE = {
    Basis.TEASER: "This is not the whole article: its page shows a part of it, and wants money or a registration.",
    Basis.LOGIN_WALL: "This is not the whole article: its page wants a login. The text is the feed's own.",
    Basis.BOT_WALL: "This is not the whole article: its page is closed to programs. The text is the feed's own.",
    Basis.SUMMARY: "This may not be the whole article: the text is the feed's own, without the page.",
}
_NOT_KEPT = "(The text was not kept: its feed keeps matching articles only.)"


def show(
    article: "Article",
    versions: "Sequence[Version]",
    changes: "Sequence[RecordedChange]",
    members: "Sequence[Carried]" = (),
    *,
    shows: "Collection[str]" = (),
) -> None:
    """Print one article.

    Args:
        members: the articles of its story.
        shows: "claims" and "dropped", where all of them are wanted.
    """
    terminal.heading(article.title or article.url)
    told = (*facts(article), *origin(article, members), *history(versions, changes))
    for name, value in (*told, *left_out(article, listed="dropped" in shows)):
        terminal.fact(name, value)
    if "claims" in shows:
        for name, value in claims(article):
            terminal.fact(name, value)
    terminal.beside(article.co_mentions)
    terminal.mentions(article.mentions)
    click.echo()
    if article.basis in _NOT_WHOLE:
        click.secho(_NOT_WHOLE[article.basis], bold=True)
        click.echo()
    click.echo(terminal.letters(article.text) or _NOT_KEPT)


def facts(article: "Article") -> "Iterator[Fact]":
    """Give what is known of an article, the dates beside who says so."""
    yield "address", article.url
    yield "outlet", article.outlet
    yield "author", article.author or "-"
    yield "section", article.section or "-"
    yield "language", article.language or "unknown"
    yield "published", _dated(article, Field.PUBLISHED, moment(article.published_at))
    if article.modified_at or _said(article, Field.MODIFIED):
        yield "changed", _dated(article, Field.MODIFIED, moment(article.modified_at))
    yield "first seen", f"{moment(article.first_seen_at)} by us"
    if article.withdrawn_at:
        yield "withdrawn", f"since {moment(article.withdrawn_at)}: its page is not there any more"
    if article.image:
        yield "image", article.image
    yield from _seen_in(article)
    yield "basis", article.basis
    yield "verdict", f"{article.verdict.kind}: {article.verdict.why} (by rules {article.verdict.rules})"
    by = f" (by rules {article.tagged_by})" if article.tagged_by else ""
    yield "topics", f"{', '.join(article.topics) or 'none'}{by}"


def history(versions: "Sequence[Version]", changes: "Sequence[RecordedChange]") -> "Iterator[Fact]":
    """Give an article's versions, where it has more than one, and what happened to it, oldest first."""
    yield "versions", len(versions)
    if len(versions) > 1:
        for version in versions:
            yield (
                f"version {version.n}",
                f"{moment(version.at)} · {version.basis} · {len(version.text):,} characters · {version.title}",
            )
    for each in sorted(changes, key=lambda change: change.id):
        yield "change", f"{moment(each.at)} · version {each.version} · {each.change.kind} · {each.change.detail}"


def left_out(article: "Article", *, listed: bool) -> "Iterator[Fact]":
    """Give what was left out of a text: how much, or each line with its place."""
    if not article.dropped:
        return
    if listed:
        for line in article.dropped:
            yield "left out", f"after line {line.after}: {line.text} ({line.why})"
        return
    lines = "1 line" if len(article.dropped) == 1 else f"{len(article.dropped)} lines"
    why = ", ".join(dict.fromkeys(line.why for line in article.dropped))
    yield "left out", f"{lines}: {why} (--dropped shows what)"


def claims(article: "Article") -> "Iterator[Fact]":
    """Give what every witness says, field by field."""
    for field in Field:
        for claim in _said(article, field):
            chosen = " (chosen)" if claim.is_chosen else ""
            yield field.value, f"{claim.witness}{chosen}: {claim.value}{f' · {claim.note}' if claim.note else ''}"


def _said(article: "Article", field: Field) -> list[Claim]:
    return [claim for claim in article.claims if claim.field is field]


def _dated(article: "Article", field: Field, shown: str | None) -> str:
    """Say a date, who says so, what is to be known of it, and how many say otherwise."""
    said = _said(article, field)
    chosen = next((claim for claim in said if claim.is_chosen), None)
    told = shown or "unknown"
    if chosen:
        told += f" by {chosen.witness}{f', {chosen.note}' if chosen.note else ''}"
    others = sum(claim.value != chosen.value for claim in said) if chosen else len(said)
    if others:
        told += f" ({others} {'says' if others == 1 else 'say'} otherwise: --claims)"
    return told


def _seen_in(article: "Article") -> "Iterator[Fact]":
    if not article.sightings:
        yield "feed", article.feed
    for each in article.sightings[:_SIGHTINGS]:
        yield "seen in", f"{each.feed}, {moment(each.at)}"
    if len(article.sightings) > _SIGHTINGS:
        yield "seen in", f"... and {len(article.sightings) - _SIGHTINGS} entries more"
