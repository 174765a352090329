"""Which articles are kept, and how are they found again?

Not pure: reads and writes the archive. In: drafts of covered entries; filters. Out: what became of a draft; articles.
The pipeline keeps through it (core.ports.Archive); the command line, the pages and the API read through it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal, select, tuple_

from monitor.core.errors import NotFound
from monitor.core.ports import Clock
from monitor.core.records.alerts import Announcement
from monitor.core.records.articles import Article, ArticleFilter, Basis, Draft, DueEntry, SeenPage
from monitor.core.records.verdicts import Judged, Kept, Neighbours, Verdict, VerdictKind
from monitor.store import candidates, rows
from monitor.store.columns import digest
from monitor.store.engine import Database
from monitor.store.keeping import Writer, is_lesser, is_news
from monitor.store.rows import Row
from monitor.store.tables import ARTICLE, ARTICLE_TOPIC, MENTION

# All that a list shows; texts are long and stay where they are.
_LISTED = tuple(
    column for column in ARTICLE.c if column.name not in ("text", "sketch", "claims", "dropped", "recurring")
)

_Listing = Select[Any]  # Any: whatever columns tables.py has


class Articles:
    """The archive: one article an address."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(
        self,
        due: DueEntry,
        draft: Draft,
        judge: Callable[[Neighbours], Judged],
        announce: Callable[[Article], Sequence[Announcement]],
    ) -> Kept:
        """Judge and store a draft, its entry and its announcements in one transaction.

        A known address with the same text is a sighting, and so is less than what is kept (a feed's teaser, where
        the page was read before): neither ``judge`` nor ``announce`` is called. With another text it is a version.
        That text is judged too, without the article itself, and the article bears its verdict from then on; what is
        given back says "version". An edit is announced only where it first names a topic, or where less of the
        article was known before; what readers were told already they are not told twice.
        """
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            writer = Writer(self._database, connection, self._clock.now())
            known = _known(connection, draft)
            if known is None:
                judged = judge(candidates.neighbours(connection, draft))
                article = writer.add(due, draft, judged)
                queued = writer.queue(due, article, announce(article))
                kept = Kept(article.id, judged.verdict, article.topics, queued)
            elif known["exact"] == draft.fingerprint.exact or is_lesser(draft.article.basis, Basis(known["basis"])):
                kept = Kept(known["id"], None, tuple(known["topics"]))
            else:
                judged = judge(candidates.neighbours(connection, draft, version_of=known["id"]))
                article = writer.replace(known, draft, judged)
                queued = writer.queue(due, article, announce(article)) if is_news(draft, known) else 0
                kept = Kept(article.id, _as_version(article), article.topics, queued)
            writer.cover(due, kept.article_id)
        return kept

    def see_again(self, due: DueEntry, page: SeenPage) -> Kept:
        """Mark an entry as one more sighting of the article that a page has become, without reading it again."""
        with self._database.write() as connection:
            topics = connection.scalar(select(ARTICLE.c.topics).where(ARTICLE.c.id == page.article_id))
            Writer(self._database, connection, self._clock.now()).cover(due, page.article_id)
        return Kept(page.article_id, None, tuple(topics or ()))

    def neighbours(self, draft: Draft) -> Neighbours:
        """Give what a draft would be judged against now."""
        with self._database.read() as connection:
            return candidates.neighbours(connection, draft)

    def list(self, wanted: ArticleFilter) -> list[Article]:
        """List articles without text and mentions, the last kept first; with ``since``, the last seen first.

        Topic, outlet, feed and ``since`` are found by index. Of a language or a verdict alone, articles are read from
        the newest on until enough are found: for a rare one, all of them. With ``since`` and an outlet or a feed, all
        of that one are sorted.
        """
        statement = select(*_LISTED).where(*_conditions(wanted)).limit(wanted.limit)
        statement = (_by_number if wanted.since is None else _by_first_sight)(statement, wanted)
        with self._database.read() as connection:
            return [rows.article(row) for row in connection.execute(statement).mappings()]

    def get(self, article_id: int) -> Article:
        """Give an article with its text and its mentions.

        Raises:
            NotFound: there is none with this id.
        """
        mentions = select(MENTION).where(MENTION.c.article_id == article_id).order_by(MENTION.c.n)
        with self._database.read() as connection:
            row = connection.execute(select(ARTICLE).where(ARTICLE.c.id == article_id)).mappings().first()
            if row is None:
                raise NotFound(f"There is no article {article_id}. `monitor articles list` shows the ids.")
            found = tuple(rows.mention(each) for each in connection.execute(mentions).mappings())
            return rows.article(row, found)


def _known(connection: Connection, draft: Draft) -> Row | None:
    address = digest(draft.article.canonical_url)
    return connection.execute(select(ARTICLE).where(ARTICLE.c.url_digest == address)).mappings().first()


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


def _as_version(article: Article) -> Verdict:
    why = f"The same address was kept before with another text; this is version {article.versions}."
    return Verdict(VerdictKind.VERSION, why, of=str(article.id))


def _conditions(wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    c = ARTICLE.c
    given: list[ColumnElement[bool]] = [
        column == value
        for column, value in ((c.outlet, wanted.outlet), (c.language, wanted.language), (c.feed, wanted.feed))
        if value is not None
    ]
    if wanted.since is not None:
        given.append(c.first_seen_at >= wanted.since)
    if wanted.verdict is VerdictKind.VERSION:  # no article begins as one
        given.append(c.versions > 1)
    elif wanted.verdict is not None:
        given.append(c.verdict == wanted.verdict.value)
    return given
