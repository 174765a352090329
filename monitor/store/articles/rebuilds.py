"""How are articles made anew from the pages that are stored?

Not pure: reads capture, page and entry; writes article, version and what hangs on them. In: what the stored pages say
by the rules of today. Out: what is another now. rebuilding.py walks the archive through it.

Nothing of it is an event: the publisher changed nothing. Address and history stay as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import zstandard
from sqlalchemy import Connection, Select, func, select, update

from monitor.core.ports import Clock
from monitor.core.records.articles import Draft
from monitor.core.records.feeds import Keep
from monitor.core.records.pages import Capture
from monitor.core.records.rebuilds import Rebuildable, Rebuilt, Reread
from monitor.core.records.tags import Tagged
from monitor.core.records.verdicts import Judged, Neighbours
from monitor.store.articles import candidates
from monitor.store.articles.keeping import Writer, content, still_kept
from monitor.store.articles.reading import co_mentions_of, mentions_of
from monitor.store.engine import Database
from monitor.store.rows import Row, due_entry, spec_from_json
from monitor.store.schema.tables import ARTICLE, CAPTURE, ENTRY, FEED, PAGE, VERSION

_COMPARED = ("title", "text", "language", "author", "published_at", "basis", "topics", "verdict", "claims")


_Judge = Callable[[Draft, Keep, Neighbours], Judged]


class Rebuilds:
    """The articles whose pages are stored."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def count(self, since: datetime | None, after: int = 0) -> int:
        """Say how many there are that were first seen since, with a number above ``after``."""
        with self._database.read() as connection:
            return connection.scalar(_wanted(select(func.count()).select_from(ARTICLE), since, after)) or 0

    def numbers(self, since: datetime | None, after: int, limit: int) -> list[int]:
        """Give the numbers of the next articles."""
        statement = _wanted(select(ARTICLE.c.id), since, after).order_by(ARTICLE.c.id).limit(limit)
        with self._database.read() as connection:
            return list(connection.scalars(statement))

    def one(self, article_id: int) -> Rebuildable | None:
        """Give an article with the pages of all its versions; None where its page is not stored."""
        with self._database.read() as connection:
            statement = select(ARTICLE.c.id, ARTICLE.c.versions, ARTICLE.c.capture_id)
            statement = statement.where(ARTICLE.c.id == article_id, ARTICLE.c.capture_id.is_not(None))
            found = connection.execute(statement).mappings().first()
            return None if found is None else _rebuildable(connection, found)

    def put(self, reread: Reread, judge: _Judge, *, is_trial: bool) -> Rebuilt | None:
        """Give an article and its earlier versions the texts that their pages hold by the rules of today.

        Args:
            judge: gives a draft's verdict, and whether its text is kept.
            is_trial: only say what would be another.

        Returns:
            What is another; None where nothing is, or where the article got another version meanwhile.
        """
        article_id = reread.article.article_id
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            row = connection.execute(select(ARTICLE).where(ARTICLE.c.id == article_id)).mappings().one()
            if row["versions"] != reread.article.versions:
                return None
            what: list[str] = []
            topics: list[str] = row["topics"]
            beside: dict[str, object] = {"published_at": _first_claim(row, reread)}
            for n, draft in reread.drafts:
                if n < row["versions"]:
                    what += ["earlier versions"] * _put_earlier(connection, article_id, n, draft, is_trial=is_trial)
                    continue
                neighbours = candidates.neighbours(connection, draft, version_of=article_id, before=article_id)
                judged = still_kept(judge(draft, reread.article.due.feed.keep, neighbours), row)
                values = content(draft, judged) | beside
                what += [name for name in _COMPARED if values[name] != row[name]]
                what += _tags_beyond(connection, article_id, draft.tagged)
                topics = list(draft.tagged.topics)
                if not is_trial:
                    # By the moment at which its text was kept, as rejudging.py does.
                    Writer(self._database, connection, row["changed_at"]).rewrite(article_id, draft, judged, beside)
        if not what:
            return None
        gained, lost = sorted(set(topics) - set(row["topics"])), sorted(set(row["topics"]) - set(topics))
        return Rebuilt(article_id, row["title"], tuple(dict.fromkeys(what)), tuple(gained), tuple(lost))


def _tags_beyond(connection: Connection, article_id: int, tagged: Tagged) -> Iterator[str]:
    """Say what else of an article's tags than its topics is another."""
    if mentions_of(connection, article_id) != tagged.mentions:
        yield "mentions"
    # As sets: databases sort by other alphabets.
    if set(co_mentions_of(connection, article_id)) != set(tagged.co_mentions):
        yield "co-mentions"


def _first_claim(row: Row, reread: Reread) -> datetime | None:
    """Give when the first page said that the article was published; where that page is not stored, all stays."""
    first = dict(reread.drafts).get(1)
    return first.article.published_at if first else row["published_at"]


def _put_earlier(connection: Connection, article_id: int, n: int, draft: Draft, *, is_trial: bool) -> bool:
    this = (VERSION.c.article_id == article_id, VERSION.c.n == n)
    old = connection.execute(select(VERSION.c.title, VERSION.c.text).where(*this)).one()
    article = draft.article
    values = {
        "title": article.title,
        "text": article.text,
        "exact": draft.fingerprint.exact,
        "basis": article.basis.value,
        "modified_at": article.modified_at,
    }
    if not is_trial:
        connection.execute(update(VERSION).where(*this).values(values))
    return (old.title, old.text) != (article.title, article.text)


def _wanted(statement: Select[Any], since: datetime | None, after: int) -> Select[Any]:  # Any: whatever is selected
    statement = statement.where(ARTICLE.c.capture_id.is_not(None), ARTICLE.c.id > after)
    return statement if since is None else statement.where(ARTICLE.c.first_seen_at >= since)


def _rebuildable(connection: Connection, article: Row) -> Rebuildable:
    earlier = select(VERSION.c.n, VERSION.c.capture_id).where(
        VERSION.c.article_id == article["id"], VERSION.c.capture_id.is_not(None)
    )
    numbers: dict[int, int] = {capture_id: n for n, capture_id in connection.execute(earlier)}
    numbers[article["capture_id"]] = article["versions"]
    captures = connection.execute(
        select(CAPTURE, PAGE.c.body).join(PAGE, PAGE.c.sha256 == CAPTURE.c.sha256).where(CAPTURE.c.id.in_(numbers))
    )
    rows = captures.mappings().all()
    (entry,) = connection.execute(
        select(ENTRY, FEED.c.spec)
        .join(FEED, FEED.c.id == ENTRY.c.feed_id)
        .where(ENTRY.c.id == max(rows, key=lambda row: row["id"])["entry_id"])
    ).mappings()
    pages = sorted((numbers[row["id"]], _capture(row)) for row in rows)
    return Rebuildable(
        article["id"], due_entry(entry, spec_from_json(entry["spec"])), article["versions"], tuple(pages)
    )


def _capture(row: Row) -> Capture:
    headers: Sequence[tuple[str, str]] = [(name, value) for name, value in row["headers"]]
    body = zstandard.ZstdDecompressor().decompress(row["body"])
    return Capture(row["url"], row["at"], row["status"], tuple(headers), body)
