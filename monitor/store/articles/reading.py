"""How are articles, their versions and their changes found?

Not pure: reads article and what hangs on it. In: a connection and a filter or an id. Out: values of core.records.
archive.py offers them to everybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)

from monitor.core.errors import NotFound
from monitor.core.records.articles import Article, ArticleFilter, Basis, Sighting
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.tags import CoMention, Mention
from monitor.core.records.verdicts import VerdictKind
from monitor.core.records.versions import ChangeFilter, RecordedChange, Version
from monitor.store import rows
from monitor.store.countries import COUNTRY, feeds_in
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, CHANGE, CO_MENTION, ENTRY, FEED, MENTION, STORY, VERSION

# All that a list shows; what belongs to a text is long, and stays where it is.
_OF_TEXT = ("text", "sketch", "claims", "dropped", "recurring", "credits", "traits")
_FEW_FEEDS = 50  # of a country with more of them, enough articles are soon met among the newest of all
_SIZE = select(STORY.c.articles).where(STORY.c.id == ARTICLE.c.story_id).scalar_subquery()
_LISTED = (*(column for column in ARTICLE.c if column.name not in _OF_TEXT), _SIZE.label("story_articles"), COUNTRY)

_Listing = Select[Any]  # Any: whatever columns tables.py has
_IS_WEAK: ColumnElement[bool] = literal_column("mention.is_weak")  # as the index over these rows has it


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows that name articles: where the article's number stands in them, and which are meant."""

    number: ColumnElement[int]
    are_meant: ColumnElement[bool]


#: Rows by any of which an article is named as it is wanted.
_Named = Sequence[_Rows]


def list_articles(connection: Connection, wanted: ArticleFilter) -> list[Article]:
    """List articles without text and mentions; see archive.py."""
    names = _names(wanted)
    feeds = [] if wanted.country is None else connection.scalars(feeds_in(wanted.country)).all()
    if wanted.country is not None and not feeds:
        return []
    if wanted.since is not None:
        statement = _by_first_sight(wanted, names)
    elif wanted.topic is None and names:
        statement = _by_name(wanted, names)
    elif 0 < len(feeds) <= _FEW_FEEDS and (wanted.topic, wanted.outlet, wanted.feed, wanted.story) == (None,) * 4:
        statement = _by_feeds(wanted, feeds)
    else:
        statement = _by_number(wanted, names)
    return [rows.article(row) for row in connection.execute(statement.limit(wanted.limit)).mappings()]


def read_article(connection: Connection, article_id: int) -> Article:
    """Read an article with all that belongs to it.

    Raises:
        NotFound: there is none with this id.
    """
    row = _row(connection, article_id)
    mentions, sightings = mentions_of(connection, article_id), _sightings(connection, article_id)
    return rows.article(row, mentions, sightings, co_mentions=co_mentions_of(connection, article_id))


def mentions_of(connection: Connection, article_id: int) -> tuple[Mention, ...]:
    """Read the mentions of an article, in the order of its text."""
    mentions = select(MENTION).where(MENTION.c.article_id == article_id).order_by(MENTION.c.n)
    return tuple(rows.mention(each) for each in connection.execute(mentions).mappings())


def co_mentions_of(connection: Connection, article_id: int) -> tuple[CoMention, ...]:
    """Read what an article names beside its topics, the most frequent first."""
    c = CO_MENTION.c
    named = select(CO_MENTION).where(c.article_id == article_id).order_by(c.count.desc(), c.kind, c.name)
    return tuple(rows.co_mention(each) for each in connection.execute(named).mappings())


def list_versions(connection: Connection, article_id: int) -> tuple[Version, ...]:
    """Read what an article said, oldest first; the last is what it says now.

    Raises:
        NotFound: there is no article with this id.
    """
    now = _row(connection, article_id)
    earlier = select(VERSION).where(VERSION.c.article_id == article_id).order_by(VERSION.c.n)
    past = [_version(row, row["n"], row["kept_at"]) for row in connection.execute(earlier).mappings()]
    return (*past, _version(now, now["versions"], now["changed_at"]))


def list_changes(connection: Connection, wanted: ChangeFilter) -> list[RecordedChange]:
    """List what happened to articles, the last first."""
    c = CHANGE.c
    statement = select(CHANGE).order_by(c.id.desc()).limit(wanted.limit)
    for column, value in ((c.article_id, wanted.article_id), (c.kind, wanted.kind)):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(c.at >= wanted.since)
    if wanted.after is not None:
        statement = statement.where(c.id < wanted.after)
    return [_change(row) for row in connection.execute(statement).mappings()]


def _row(connection: Connection, article_id: int) -> Row:
    one = select(*ARTICLE.c, _SIZE.label("story_articles"), COUNTRY).where(ARTICLE.c.id == article_id)
    row = connection.execute(one).mappings().first()
    if row is None:
        raise NotFound(f"There is no article {article_id}. `monitor articles list` shows the ids.")
    return row


def _sightings(connection: Connection, article_id: int) -> tuple[Sighting, ...]:
    c = ENTRY.c
    statement = (
        select(FEED.c.name, c.url, c.title, c.first_seen_at)
        .join(FEED, FEED.c.id == c.feed_id)
        .where(c.article_id == article_id)
        .order_by(c.first_seen_at, c.id)
    )
    return tuple(Sighting(*facts) for facts in connection.execute(statement))


def _version(row: Row, n: int, at: Any) -> Version:  # Any: a moment, of whichever column
    return Version(n, at, row["title"], row["text"], Basis(row["basis"]), row["modified_at"], row["capture_id"])


def _change(row: Row) -> RecordedChange:
    change = Change(ChangeKind(row["kind"]), row["detail"], row["topic"])
    return RecordedChange(row["id"], row["article_id"], row["at"], row["version"], change)


def _names(wanted: ArticleFilter) -> list[_Named]:
    """Give by what articles must be named beside what else is wanted."""
    found: list[_Named] = []
    if wanted.beside is not None:
        found.append([_Rows(CO_MENTION.c.article_id, CO_MENTION.c.name == wanted.beside)])
    if wanted.named is not None:
        is_weak = and_(MENTION.c.topic == wanted.named, _IS_WEAK)
        of_topic = _Rows(ARTICLE_TOPIC.c.article_id, ARTICLE_TOPIC.c.topic == wanted.named)
        found.append([of_topic, _Rows(MENTION.c.article_id, is_weak)])
    return found


def _by_number(wanted: ArticleFilter, names: Sequence[_Named]) -> _Listing:
    statement, number = _listing(wanted, names), ARTICLE.c.id
    if wanted.topic is not None:  # by the topic's own index: a rare topic must not cost a walk over all articles
        number = ARTICLE_TOPIC.c.article_id
        statement = statement.join(ARTICLE_TOPIC, number == ARTICLE.c.id)
        statement = statement.where(ARTICLE_TOPIC.c.topic == wanted.topic)
    if wanted.after is not None:
        statement = statement.where(number < wanted.after)
    return statement.order_by(number.desc())


def _by_name(wanted: ArticleFilter, names: Sequence[_Named]) -> _Listing:
    """List by the index of a name, for the same reason: of those under each of its rows the newest."""
    by, *others = names
    newest = []
    for rows_of_name in by:
        number = rows_of_name.number
        some = select(number.label("id")).distinct().join(ARTICLE, ARTICLE.c.id == number)
        some = some.where(rows_of_name.are_meant, *_conditions(wanted), *map(_has, others))
        if wanted.after is not None:
            some = some.where(number < wanted.after)
        newest.append(select(some.order_by(number.desc()).limit(wanted.limit).subquery().c.id))
    return select(*_LISTED).where(ARTICLE.c.id.in_(union_all(*newest))).order_by(ARTICLE.c.id.desc())


def _by_feeds(wanted: ArticleFilter, feeds: Sequence[str]) -> _Listing:
    """List by the index of feeds, for the same reason: of each the newest."""
    c, newest = ARTICLE.c, []
    for feed in feeds:
        some = select(c.id).where(c.feed == feed, *_conditions(replace(wanted, country=None)))
        if wanted.after is not None:
            some = some.where(c.id < wanted.after)
        newest.append(select(some.order_by(c.id.desc()).limit(wanted.limit).subquery().c.id))
    return select(*_LISTED).where(c.id.in_(union_all(*newest))).order_by(c.id.desc())


def _by_first_sight(wanted: ArticleFilter, names: Sequence[_Named]) -> _Listing:
    c, statement = ARTICLE.c, _listing(wanted, names)
    if wanted.topic is not None:  # asked of each article in turn: a join might gather and sort all of the topic
        of_topic = select(ARTICLE_TOPIC.c.topic).where(
            ARTICLE_TOPIC.c.topic == wanted.topic, ARTICLE_TOPIC.c.article_id == c.id
        )
        statement = statement.where(of_topic.exists())
    if wanted.after is not None:
        last = ARTICLE.alias("last")
        seen = select(last.c.first_seen_at).where(last.c.id == wanted.after).scalar_subquery()
        statement = statement.where(tuple_(c.first_seen_at, c.id) < tuple_(seen, literal(wanted.after)))
    return statement.order_by(c.first_seen_at.desc(), c.id.desc())


def _listing(wanted: ArticleFilter, names: Sequence[_Named]) -> _Listing:
    return select(*_LISTED).where(*_conditions(wanted), *map(_has, names))


def _has(named: _Named) -> ColumnElement[bool]:
    """Say that an article has one of the rows by which it may be named.

    Asked as one: with OR between the two, PostgreSQL would rather read all rows of a name first.
    """
    asked = (select(each.number).where(each.number == ARTICLE.c.id, each.are_meant) for each in named)
    return exists(union_all(*(each.correlate(ARTICLE) for each in asked)))


def _conditions(wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    c = ARTICLE.c
    given: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (c.outlet, wanted.outlet),
            (c.language, wanted.language),
            (c.feed, wanted.feed),
            (c.story_id, wanted.story),
        )
        if value is not None
    ]
    if wanted.country is not None:
        # Asked so that no index of feeds is used, or SQLite sorts all articles of all of them: of 200,000, half of the
        # country, the newest 50 since a moment take 3 ms so, and 89 ms otherwise; PostgreSQL takes 4 ms either way.
        given.append(c.feed.concat("").in_(feeds_in(wanted.country)))
    if wanted.since is not None:
        given.append(c.first_seen_at >= wanted.since)
    if wanted.verdict is VerdictKind.VERSION:  # no article begins as one
        given.append(c.versions > 1)
    elif wanted.verdict is not None:
        given.append(c.verdict == wanted.verdict.value)
    return given
