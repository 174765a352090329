"""monitor articles: what has come in?

Not pure: reads the archive. In: filters, or an id. Out: rows, JSON lines, or one article with its reasons.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.config.settings import Settings
    from monitor.core.records.articles import Article, ArticleFilter
    from monitor.store.articles.archive import Articles

_PAGE = 200
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _length(text: str) -> timedelta | None:
    """Read a length of time such as 90m or 7d; None where it is none."""
    if not (text[:-1].isdecimal() and text[-1:] in _UNITS):
        return None
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})


class Since(click.ParamType[datetime]):
    """A moment: a day, an ISO 8601 moment, or how long ago (90m, 24h, 7d, 2w)."""

    name = "when"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it; times without an offset are UTC."""
        text = str(value).strip()
        try:
            if (length := _length(text)) is not None:
                now = datetime.now(UTC)  # noqa: TID251 - a person's "since" counts from their own now
                return now - length
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            self.fail(f"{text!r} is no moment: give 2026-01-05, 2026-01-05T12:00Z, or 24h, 7d.", param, ctx)


class Until(click.ParamType["timedelta | datetime"]):
    """A moment to come: a day, an ISO 8601 moment, or how long from now (90m, 24h, 7d, 2w)."""

    name = "when"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta | datetime:
        """Read it; times without an offset are UTC."""
        text = str(value).strip()
        try:
            length = _length(text)
        except OverflowError:
            self.fail(f"{text!r} is longer than the calendar.", param, ctx)
        return Since().convert(value, param, ctx) if length is None else length


def require_topic(settings: "Settings", topic: object, option: str = "--topic") -> None:
    """Refuse a topic that topics.yaml does not have: an empty list would read as no coverage."""
    from monitor.core.known import no_topic

    if topic is None:
        return
    known = environment.topic_ids(settings)
    if topic not in known:
        raise click.BadParameter(_inside(no_topic(str(topic), known)), param_hint=option)


def _companion(name: object) -> str | None:
    """Give the id of a state, a person or a body in small letters; refuse one that cannot be named beside a topic."""
    from monitor.config.lexicon import default_lexicon
    from monitor.core.known import companions, no_companion

    if name is None:
        return None
    wanted, known = str(name).strip().lower(), companions(default_lexicon())
    if wanted not in known:
        raise click.BadParameter(_inside(no_companion(wanted, known)), param_hint="--beside")
    return wanted


def _inside(sentence: str) -> str:
    """Write a sentence as it stands behind a colon."""
    return f"{sentence[0].lower()}{sentence[1:]}"


@click.group("articles")
def command() -> None:
    """List and show the articles of the archive."""


@command.command("list")
@click.option("--topic", help="Only articles that mention this topic, such as csto.")
@click.option("--named", help="Only articles that name this topic, be it by an adjective only, such as kazakhstan.")
@click.option("--beside", help="Only articles that name this state, person or body beside a topic, such as tokayev.")
@click.option("--since", type=Since(), help="Only articles first seen since: 2026-01-05, 2026-01-05T12:00Z, 24h, 7d.")
@click.option("--verdict", type=click.Choice(["new", "exact", "copy", "partial", "version"]))
@click.option("--feed", help="Only articles of this feed.")
@click.option("--country", help="Only articles of the feeds of this country, such as KZ.")
@click.option("--language", help="Only articles in this language, such as ru.")
@click.option("--limit", type=click.IntRange(1), help="At most so many; without it, all.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line.")
def list_articles(*, limit: int | None, jsonl: bool, **wanted: object) -> None:
    """List articles, newest first.

    In a pipe the columns are parted by tabs, without a head: id, first seen, verdict, duplicate of, outlet,
    language, topics, title, address.
    """
    from monitor.core.public import listed
    from monitor.core.records.articles import ArticleFilter
    from monitor.core.records.verdicts import VerdictKind

    verdict = wanted.pop("verdict")
    settings = environment.settings(quiet=True)
    require_topic(settings, wanted["topic"])
    require_topic(settings, wanted["named"], "--named")
    wanted["beside"] = _companion(wanted["beside"])
    wanted["country"] = str(wanted["country"]).upper() if wanted["country"] else None
    asked = ArticleFilter(**wanted, verdict=VerdictKind(verdict) if verdict else None)  # type: ignore[arg-type] # click checked them
    with environment.stores(settings) as stores:
        found = _all(stores.articles, asked, limit)
        if jsonl:
            for article in found:
                terminal.as_json_line(listed(article))
            return
        if terminal.is_terminal():
            _print_table(found)
        else:
            _print_lines(found)


@command.command("show")
@click.argument("article_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.option("--claims", is_flag=True, help="What every witness says of title, author, dates and the rest.")
@click.option("--dropped", is_flag=True, help="The lines that were left out of the text, and why.")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON document.")
def show(article_id: int, *, claims: bool, dropped: bool, as_json: bool) -> None:
    """Show one article with its text, who says what of it, what became of it, and why its verdict is what it is."""
    from monitor.cli import articles_show
    from monitor.core.public import shown
    from monitor.core.records.versions import ChangeFilter

    with environment.stores(environment.settings(quiet=True)) as stores:
        article = stores.articles.get(article_id)
        if as_json:
            terminal.as_json(shown(article))
            return
        versions = stores.articles.versions(article_id)
        changes = stores.articles.changes(ChangeFilter(article_id))
        members = stores.stories.members(article.story_id) if article.story_id else ()
    wanted = [name for name, is_wanted in (("claims", claims), ("dropped", dropped)) if is_wanted]
    articles_show.show(article, versions, changes, members, shows=wanted)


def _all(articles: "Articles", asked: "ArticleFilter", limit: int | None) -> "Iterator[Article]":
    """Give articles page by page; a pipe gets a large archive without its ever being in memory at once."""
    left = limit
    while left is None or left > 0:
        page = articles.list(replace(asked, limit=min(_PAGE, left or _PAGE)))
        yield from page
        if len(page) < _PAGE:
            return
        asked = replace(asked, after=page[-1].id)
        left = None if left is None else left - len(page)


def _print_table(found: "Iterable[Article]") -> None:
    """Print what a person looks for first; the rest is behind `articles show`."""
    terminal.table(
        ("ID", "SEEN (UTC)", "VERDICT", "OUTLET", "LANG", "TOPICS", "TITLE"),
        (
            (
                a.id,
                f"{a.first_seen_at:%m-%d %H:%M}",
                f"{a.verdict.kind} {a.verdict.of}".strip(),
                a.outlet or a.feed,
                a.language,
                a.topics,
                a.title,
            )
            for a in found
        ),
    )


def _print_lines(found: "Iterable[Article]") -> None:
    """Print all of a list's facts, for the next program."""
    from monitor.core.public import moment

    terminal.table(
        (),
        (
            (
                a.id,
                moment(a.first_seen_at),
                a.verdict.kind,
                a.verdict.of or "-",
                a.outlet,
                a.language,
                a.topics,
                a.title,
                a.url,
            )
            for a in found
        ),
    )
