"""Which rows does an article become?

Not pure: writes article and everything that hangs on it. In: a draft, and what was decided. Out: rows, inside the
transaction of archive.py, which knows when which of these is called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, ScalarSelect, delete, insert, select, update

from monitor.core.records.alerts import Alert
from monitor.core.records.articles import Article, Basis, Covered, Draft, DueEntry
from monitor.core.records.changes import Change
from monitor.core.records.stories import Placement
from monitor.core.records.tags import Tagged
from monitor.core.records.verdicts import Judged, Verdict
from monitor.store import rows
from monitor.store.alerts.queueing import queue
from monitor.store.articles.captures import Packed, put
from monitor.store.articles.looks import plan_look, record_changes
from monitor.store.articles.recurring import note
from monitor.store.articles.shingles import put_into_index, take_from_index
from monitor.store.claims import until
from monitor.store.countries import country_of
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import Row
from monitor.store.schema.columns import storable
from monitor.store.schema.tables import (
    ARTICLE,
    ARTICLE_TOPIC,
    CO_MENTION,
    ENTRY,
    FEED,
    MENTION,
    PARAGRAPH,
    STORY,
    VERSION,
)
from monitor.store.stories.placing import join, note_traits

#: The columns that say what an article is, seen against others, and by what others find it.
REJUDGED = ("verdict", "verdict_figures", "exact", "sketch", "fingerprint_version", "traits", "traits_by", "credits")

_OF_TAGS = (ARTICLE_TOPIC, MENTION, CO_MENTION)
_FULLNESS = {Basis.TEASER: 0, Basis.LOGIN_WALL: 1, Basis.BOT_WALL: 1, Basis.SUMMARY: 1, Basis.FULL: 2}


class Writer:
    """Writes articles inside one transaction.

    Args:
        now: the moment at which they are kept; of an article that is read or judged again, when its text was.
    """

    def __init__(self, database: Database, connection: Connection, now: datetime) -> None:
        self._database = database
        self._connection = connection
        self._now = now

    def add(self, covered: Covered, judged: Judged, placement: Placement, page: Packed | None, key: str) -> Article:
        """Insert a new article with all that finds it again, its page and its story; give it as it is stored.

        Args:
            key: digest of its identity key.
        """
        due, draft = covered.due, covered.draft
        article = draft.article
        values = {
            "url": article.canonical_url,
            "url_digest": key,
            "outlet": article.outlet,
            "published_at": article.published_at,
            "first_seen_at": due.first_seen_at,
            "kept_at": self._now,
            "feed": due.feed.name,
            "versions": 1,
            "withdrawn_at": None,
            "changed_at": self._now,
            "story_id": join(self._connection, placement, due.first_seen_at),
            "story_figures": rows.placed_to_json(placement),
            "is_pinned": False,
            **content(draft, judged),
        }
        statement = insert(ARTICLE).values(values).returning(*ARTICLE.c)
        row = self._connection.execute(statement).mappings().one()
        if page and judged.keep_text:
            of_page = {"capture_id": self._put(page, covered, row["id"])}
            self._connection.execute(update(ARTICLE).where(ARTICLE.c.id == row["id"]).values(of_page))
        self._index(row["id"], draft, judged.verdict)
        note_traits(self._connection, row["id"], draft.traits.keys)
        return self._as_stored(row, draft)

    def replace(self, known: Row, covered: Covered, judged: Judged, page: Packed | None) -> Article:
        """Give a known article another text with that text's own verdict, and its page; give it as it is stored.

        The old text becomes a version. Its verdict is gone: the figures and spans of one text say nothing of another.
        """
        article_id, draft = known["id"], covered.draft
        old = {name: known[name] for name in ("title", "text", "exact", "basis", "modified_at", "capture_id")}
        old |= {"article_id": article_id, "n": known["versions"], "kept_at": known["changed_at"]}
        self._connection.execute(insert(VERSION).values(old))
        beside = {
            "versions": known["versions"] + 1,
            "changed_at": self._now,
            "capture_id": self._put(page, covered, article_id) if page and judged.keep_text else None,
            "published_at": known["published_at"] or draft.article.published_at,
        }
        return self.rewrite(article_id, draft, judged, beside)

    def take_over(self, known: Row, covered: Covered, judged: Judged, page: Packed | None) -> Article:
        """Give a known article the text of a draft as if it had always been read so; give it as it is stored."""
        judged = still_kept(judged, known)
        beside = {"capture_id": self._put(page, covered, known["id"])} if page and judged.keep_text else {}
        return self.rewrite(known["id"], covered.draft, judged, beside)

    def rewrite(self, article_id: int, draft: Draft, judged: Judged, beside: Mapping[str, object]) -> Article:
        """Give an article the text of a draft and all that hangs on it; give it as it is stored.

        Args:
            beside: further columns.
        """
        values = {**content(draft, judged), **beside}
        statement = update(ARTICLE).where(ARTICLE.c.id == article_id).values(values).returning(*ARTICLE.c)
        traits = self._connection.scalar(select(ARTICLE.c.traits).where(ARTICLE.c.id == article_id)) or ()
        row = self._connection.execute(statement).mappings().one()
        for table in (*_OF_TAGS, PARAGRAPH):
            self._connection.execute(delete(table).where(table.c.article_id == article_id))
        take_from_index(self._connection, article_id)
        self._index(article_id, draft, judged.verdict)
        note_traits(self._connection, article_id, draft.traits.keys, tuple(traits))
        return self._as_stored(row, draft)

    def rejudge(self, known: Row, draft: Draft, judged: Judged) -> None:
        """Give a known article another verdict, and all that its text is found and grouped by.

        Its text stays as it is, and so do its topics, its versions and its history.
        """
        article_id, given = known["id"], content(draft, judged)
        values = {name: given[name] for name in REJUDGED}
        self._connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(values))
        self._connection.execute(delete(PARAGRAPH).where(PARAGRAPH.c.article_id == article_id))
        take_from_index(self._connection, article_id)
        self._put_into_index(article_id, draft, judged.verdict)
        note_traits(self._connection, article_id, draft.traits.keys, tuple(known["traits"]))

    def retag(self, article_id: int, tagged: Tagged, length: int) -> None:
        """Give a known article other mentions, and all that hangs on them; everything else stays as it is.

        Args:
            length: of its text, in characters.
        """
        values = {"topics": list(tagged.topics), "tagged_by": tagged.rules}
        self._connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(values))
        for table in _OF_TAGS:
            self._connection.execute(delete(table).where(table.c.article_id == article_id))
        self._put_tags(article_id, tagged, length)

    def record(self, article: Article, changes: Sequence[Change]) -> None:
        """Write what changed with the version that an article has now."""
        record_changes(self._connection, article.id, article.versions, changes, self._now)

    def plan_look(self, due: DueEntry, article_id: int, due_at: datetime | None) -> None:
        """Have an article's page looked at again at a moment, sooner than was planned if need be; None for never."""
        if due_at is not None:
            plan_look(self._database, self._connection, due, article_id, due_at)

    def queue(self, due: DueEntry, alerts: Sequence[Alert]) -> int:
        """Queue the alerts that an entry's article calls for; give how many were not queued before."""
        return queue(self._database, self._connection, alerts, now=self._now, first_seen_at=due.first_seen_at)

    def queue_changes(self, alerts: Sequence[Alert]) -> int:
        """Queue the alerts that a change calls for, which is news from now on; give how many were not queued before."""
        return queue(self._database, self._connection, alerts, now=self._now, first_seen_at=self._now)

    def cover(self, due: DueEntry, article_id: int) -> None:
        """Mark an entry as covered by an article; a page that was read for it is known from now on.

        Only such a page ends a row of pages that could not be had: the feed's own text says nothing of them.
        """
        values = {"state": "covered", "article_id": article_id, **said(None), **until(None)}
        if due.seen:
            page = {"page_at": due.seen.at, "page_etag": due.seen.etag, "page_last_modified": due.seen.last_modified}
            values |= page
            some = update(FEED).where(FEED.c.id == _feed_of(due), FEED.c.page_failures > 0)
            self._connection.execute(some.values(page_failures=0))
        self._connection.execute(update(ENTRY).where(ENTRY.c.id == due.id).values(values))

    def _put(self, page: Packed, covered: Covered, article_id: int) -> int:
        return put(self._database, self._connection, page, article_id=article_id, entry_id=covered.due.id)

    def _index(self, article_id: int, draft: Draft, verdict: Verdict) -> None:
        """Insert what hangs on an article."""
        self._put_tags(article_id, draft.tagged, len(draft.article.text))
        self._put_into_index(article_id, draft, verdict)

    def _put_tags(self, article_id: int, tagged: Tagged, length: int) -> None:
        """Have an article found by what it names."""
        for table, values in (
            (ARTICLE_TOPIC, rows.topic_rows(tagged.mentions, length, article_id)),
            (MENTION, rows.mention_rows(tagged.mentions, article_id)),
            (CO_MENTION, rows.co_mention_rows(tagged.co_mentions, article_id)),
        ):
            if values:
                self._connection.execute(insert(table), values)

    def _put_into_index(self, article_id: int, draft: Draft, verdict: Verdict) -> None:
        """Have an article found by its text, and count what recurs at its outlet."""
        put_into_index(self._connection, article_id, draft.fingerprint)
        note(self._connection, article_id, draft, verdict, self._now)

    def _as_stored(self, row: Row, draft: Draft) -> Article:
        story = select(STORY.c.articles).where(STORY.c.id == row["story_id"]).scalar_subquery()
        articles, country = self._connection.execute(select(story, country_of(row["feed"]))).one()
        tagged = draft.tagged
        stored = rows.article(row, tagged.mentions, co_mentions=tagged.co_mentions, story_articles=articles or 1)
        return replace(stored, country=country or "")


def _feed_of(due: DueEntry) -> ScalarSelect[int]:
    return select(ENTRY.c.feed_id).where(ENTRY.c.id == due.id).scalar_subquery()


def is_lesser(basis: Basis, other: Basis) -> bool:
    """Say whether a text rests on less than another."""
    return _FULLNESS[basis] < _FULLNESS[other]


def as_read(article: Article, draft: Draft) -> Article:
    """Give an article as it is stored, with the text that was just read where that is not kept.

    So it is announced: what rules ask of a text holds whether its feed keeps it or not.
    """
    return article if article.text else replace(article, text=storable(draft.article.text))


def still_kept(judged: Judged, known: Row) -> Judged:
    """Have the text of an article kept that has one: what it matches is another by other names, and may be again."""
    return replace(judged, keep_text=judged.keep_text or bool(known["text"]))


def is_news(draft: Draft, known: Row) -> bool:
    """Say whether another text of a known article may be news for readers, rather than an ordinary edit.

    It is where the old text was less than this one, and where this one matches a topic that the old one did not.
    """
    was_lesser = is_lesser(Basis(known["basis"]), draft.article.basis)
    return was_lesser or not set(known["topics"]).issuperset(draft.tagged.topics)


def content(draft: Draft, judged: Judged) -> dict[str, object]:
    """Give the columns that change with an article's text."""
    article, fingerprint, keep_text = draft.article, draft.fingerprint, judged.keep_text
    return {
        "title": article.title,
        "author": article.author,
        "language": article.language,
        "basis": article.basis.value,
        "text": article.text if keep_text else "",
        "exact": fingerprint.exact,
        "sketch": [] if keep_text else list(fingerprint.sketch),
        "fingerprint_version": fingerprint.version,
        "verdict": judged.verdict.kind.value,
        "verdict_figures": rows.figures(judged.verdict),
        "topics": list(draft.tagged.topics),
        "tagged_by": draft.tagged.rules,
        "extracted_by": article.rules,
        "traits": list(draft.traits.keys),
        "traits_by": draft.traits.rules,
        "credits": rows.credits_to_json(draft.credits),
        **rows.extracted_to_json(article),
    }
