"""Which articles are kept, and how are they found again?

Not pure: reads and writes the archive. In: drafts of covered entries; filters. Out: what became of a draft; articles.
The pipeline keeps through it (core.ports.Archive); the command line, the pages and the API read through it.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Connection, func, select

from monitor.core.errors import NotFound
from monitor.core.ports import Clock
from monitor.core.records.alerts import Announcement
from monitor.core.records.articles import Article, ArticleFilter, Draft, DueEntry
from monitor.core.records.feeds import Keep
from monitor.core.records.verdicts import Judged, Kept, Neighbours, VerdictKind
from monitor.store import candidates, rows
from monitor.store.columns import digest
from monitor.store.engine import Database
from monitor.store.keeping import Writer, is_fuller
from monitor.store.rows import Row
from monitor.store.tables import ARTICLE, ARTICLE_TOPIC, MENTION

# All that a list shows; texts are long and stay where they are.
_LISTED = tuple(column for column in ARTICLE.c if column.name not in ("text", "sketch"))


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

        A known address with the same text is a sighting; with another text, a version, which is not announced.
        Less than what is kept (a feed's teaser, where the page was read before) is a sighting as well.
        """
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            writer = Writer(self._database, connection, self._clock.now())
            known = _known(connection, draft)
            if known is None:
                judged = judge(candidates.neighbours(connection, draft))
                article = writer.add(due, draft, judged)
                queued = writer.queue(article, announce(article))
                kept = Kept(article.id, judged.verdict, article.topics, queued)
            elif known["exact"] == draft.fingerprint.exact or not is_fuller(draft.article.basis, known):
                kept = Kept(known["id"], None, tuple(known["topics"]))
            else:
                keep_text = due.feed.keep is Keep.ALL or bool(draft.tagged.topics)
                verdict = writer.replace(known, draft, keep_text=keep_text)
                kept = Kept(known["id"], verdict, draft.tagged.topics)
            writer.cover(due, kept.article_id)
        return kept

    def neighbours(self, draft: Draft) -> Neighbours:
        """Give what a draft would be judged against now."""
        with self._database.read() as connection:
            return candidates.neighbours(connection, draft)

    def list(self, wanted: ArticleFilter) -> list[Article]:
        """List articles without text and mentions, the last kept first."""
        number, statement = ARTICLE.c.id, select(*_LISTED).where(*_conditions(wanted)).limit(wanted.limit)
        if wanted.topic is not None:  # by the topic's own index: a rare topic must not cost a walk over all articles
            number = ARTICLE_TOPIC.c.article_id
            statement = statement.join(ARTICLE_TOPIC, number == ARTICLE.c.id)
            statement = statement.where(ARTICLE_TOPIC.c.topic == wanted.topic)
        if wanted.after is not None:
            statement = statement.where(number < wanted.after)
        with self._database.read() as connection:
            return [rows.article(row) for row in connection.execute(statement.order_by(number.desc())).mappings()]

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
            return rows.article(row, found, row["text"])

    def counts(self) -> dict[str, int]:
        """Count the articles by verdict."""
        with self._database.read() as connection:
            found = connection.execute(select(ARTICLE.c.verdict, func.count()).group_by(ARTICLE.c.verdict))
            return {verdict: number for verdict, number in found}  # noqa: C416 - dict() does not type a Row


def _known(connection: Connection, draft: Draft) -> Row | None:
    address = digest(draft.article.canonical_url)
    return connection.execute(select(ARTICLE).where(ARTICLE.c.url_digest == address)).mappings().first()


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
