"""How are articles, their versions and their changes found?

Not pure: reads article and what hangs on it. In: a connection and a filter or an id. Out: values of core.records.
archive.py offers them to everybody else.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal, select, tuple_

from monitor.core.errors import NotFound
from monitor.core.records.articles import Article, ArticleFilter, Basis, Sighting
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.tags import CoMention, Mention
from monitor.core.records.verdicts import VerdictKind
from monitor.core.records.versions import ChangeFilter, RecordedChange, Version
from monitor.store import rows
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, CHANGE, CO_MENTION, ENTRY, FEED, MENTION, STORY, VERSION

# All that a list shows; what belongs to a text is long, and stays where it is.
_OF_TEXT = ("text", "sketch", "claims", "dropped", "recurring", "credits", "traits")
_SIZE = select(STORY.c.articles).where(STORY.c.id == ARTICLE.c.story_id).scalar_subquery()
_LISTED = (*(column for column in ARTICLE.c if column.name not in _OF_TEXT), _SIZE.label("story_articles"))

_Listing = Select[Any]  # Any: whatever columns tables.py has


def list_articles(connection: Connection, wanted: ArticleFilter) -> list[Article]:
    """List articles without text and mentions; see archive.py."""
    statement = select(*_LISTED).where(*_conditions(wanted)).limit(wanted.limit)
    statement = (_by_number if wanted.since is None else _by_first_sight)(statement, wanted)
    return [rows.article(row) for row in connection.execute(statement).mappings()]


def read_article(connection: Connection, article_id: int) -> Article:
    """Read an article with all that belongs to it.

    Raises:
        NotFound: there is none with this id.
    """
    row = _row(connection, article_id)
    mentions, sightings = mentions_of(connection, article_id), _sightings(connection, article_id)
    return rows.article(row, mentions, sightings, co_mentions=_co_mentions(connection, article_id))


def mentions_of(connection: Connection, article_id: int) -> tuple[Mention, ...]:
    """Read the mentions of an article, in the order of its text."""
    mentions = select(MENTION).where(MENTION.c.article_id == article_id).order_by(MENTION.c.n)
    return tuple(rows.mention(each) for each in connection.execute(mentions).mappings())


def _co_mentions(connection: Connection, article_id: int) -> tuple[CoMention, ...]:
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
    one = select(*ARTICLE.c, _SIZE.label("story_articles")).where(ARTICLE.c.id == article_id)
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


def _by_number(statement: _Listing, wanted: ArticleFilter) -> _Listing:
    number = ARTICLE.c.id
    if wanted.topic is not None:  # by the topic's own index: a rare topic must not cost a walk over all articles
        number = ARTICLE_TOPIC.c.article_id
        statement = statement.join(ARTICLE_TOPIC, number == ARTICLE.c.id)
        statement = statement.where(ARTICLE_TOPIC.c.topic == wanted.topic)
    if wanted.after is not None:
        statement = statement.where(number < wanted.after)
    return statement.order_by(number.desc())


def _by_first_sight(statement: _Listing, wanted: ArticleFilter) -> _Listing:
    c = ARTICLE.c
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
    if wanted.since is not None:
        given.append(c.first_seen_at >= wanted.since)
    if wanted.verdict is VerdictKind.VERSION:  # no article begins as one
        given.append(c.versions > 1)
    elif wanted.verdict is not None:
        given.append(c.verdict == wanted.verdict.value)
    return given
