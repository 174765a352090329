"""Which rows does an article become?

Not pure: writes article and everything that hangs on it. In: a draft, and what was decided. Out: rows, inside the
transaction of archive.py, which knows when which of these is called.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from monitor.core.records.alerts import Announcement
from monitor.core.records.articles import Article, Basis, Draft, DueEntry
from monitor.core.records.verdicts import Judged, Verdict, VerdictKind
from monitor.store import rows
from monitor.store.candidates import index_hashes
from monitor.store.claims import until
from monitor.store.columns import digest
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import Row
from monitor.store.tables import (
    ARTICLE,
    ARTICLE_TOPIC,
    DELIVERY,
    ENTRY,
    MENTION,
    PARAGRAPH,
    SHINGLE,
    VERSION,
)

_FULLNESS = {Basis.TEASER: 0, Basis.SUMMARY: 1, Basis.FULL: 2}


class Writer:
    """Writes articles inside one transaction.

    Args:
        now: the moment at which they are kept.
    """

    def __init__(self, database: Database, connection: Connection, now: datetime) -> None:
        self._database = database
        self._connection = connection
        self._now = now

    def add(self, due: DueEntry, draft: Draft, judged: Judged) -> Article:
        """Insert a new article with all that finds it again; give it as it is stored."""
        article, verdict = draft.article, judged.verdict
        values = {
            "url": article.canonical_url,
            "url_digest": digest(article.canonical_url),
            "outlet": article.outlet,
            "published_at": article.published_at,
            "first_seen_at": due.first_seen_at,
            "kept_at": self._now,
            "verdict": verdict.kind.value,
            "verdict_figures": rows.figures(verdict),
            "feed": due.feed.name,
            "versions": 1,
            **_content(draft, self._now, keep_text=judged.keep_text),
        }
        statement = insert(ARTICLE).values(values).returning(*ARTICLE.c)
        row = self._connection.execute(statement).mappings().one()
        self._index(row["id"], draft, is_new=verdict.kind is VerdictKind.NEW)
        return rows.article(row, draft.tagged.mentions, row["text"])

    def replace(self, known: Row, draft: Draft, *, keep_text: bool) -> Verdict:
        """Give a known article another text; the old one becomes a version."""
        article_id = known["id"]
        old = {name: known[name] for name in ("title", "text", "exact", "basis")}
        old |= {"article_id": article_id, "n": known["versions"], "kept_at": known["changed_at"]}
        self._connection.execute(insert(VERSION).values(old))
        values = {"versions": known["versions"] + 1, **_content(draft, self._now, keep_text=keep_text)}
        self._connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(values))
        for table in (ARTICLE_TOPIC, MENTION, SHINGLE, PARAGRAPH):
            self._connection.execute(delete(table).where(table.c.article_id == article_id))
        self._index(article_id, draft, is_new=known["verdict"] == VerdictKind.NEW)
        why = f"The same address was kept before with another text; this is version {known['versions'] + 1}."
        return Verdict(VerdictKind.VERSION, why, of=str(article_id))

    def queue(self, article: Article, announcements: Sequence[Announcement]) -> int:
        """Queue the messages that are due because of an article; give how many are not queued yet."""
        return self._database.insert_unknown(
            self._connection, DELIVERY, [self._delivery(article, each) for each in announcements]
        )

    def cover(self, due: DueEntry, article_id: int) -> None:
        """Mark an entry as covered by an article."""
        values = {"state": "covered", "article_id": article_id, **said(None), **until(None)}
        self._connection.execute(update(ENTRY).where(ENTRY.c.id == due.id).values(values))

    def _index(self, article_id: int, draft: Draft, *, is_new: bool) -> None:
        """Insert what hangs on an article; only new ones tell what recurs at an outlet: copies say it twice."""
        outlet, paragraphs = draft.article.outlet, index_hashes(draft.fingerprint.paragraphs) if is_new else []
        sample = index_hashes(draft.fingerprint.sample)
        for table, values in (
            (ARTICLE_TOPIC, [{"topic": topic, "article_id": article_id} for topic in draft.tagged.topics]),
            (MENTION, rows.mention_rows(draft.tagged.mentions, article_id)),
            (SHINGLE, [{"hash": hash_, "article_id": article_id} for hash_ in sample]),
            (PARAGRAPH, [{"outlet": outlet, "hash": hash_, "article_id": article_id} for hash_ in paragraphs]),
        ):
            if values:
                self._connection.execute(insert(table), values)

    def _delivery(self, article: Article, announcement: Announcement) -> dict[str, object]:
        return {
            "key": announcement.key,
            "article_id": article.id,
            "rule": announcement.rule,
            "payload": announcement.payload,
            "state": "due",
            "attempts": 0,
            "queued_at": self._now,
            "first_seen_at": article.first_seen_at,
            "lane": announcement.channel,
            "due_at": self._now,
            **said(None),
        }


def is_fuller(basis: Basis, known: Row) -> bool:
    """Say whether a text rests on at least as much as the one that is kept."""
    return _FULLNESS[basis] >= _FULLNESS[Basis(known["basis"])]


def _content(draft: Draft, now: datetime, *, keep_text: bool) -> dict[str, object]:
    """Give the columns that change with an article's text."""
    article, fingerprint = draft.article, draft.fingerprint
    return {
        "title": article.title,
        "author": article.author,
        "language": article.language,
        "basis": article.basis.value,
        "text": article.text if keep_text else "",
        "exact": fingerprint.exact,
        "sketch": [] if keep_text else list(fingerprint.sketch),
        "fingerprint_version": fingerprint.version,
        "topics": list(draft.tagged.topics),
        "changed_at": now,
    }
