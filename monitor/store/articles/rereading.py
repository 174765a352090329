"""What becomes of an article that is known, now that its page was read again?

Not pure: reads and writes inside a transaction of archive.py. In: the article as it is kept, and a draft of it. Out: a
sighting or a version, and what is to be made anew first where the two were made by different rules.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from monitor.core.records.articles import Article, Basis, Covered
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.rulings import Kept, Rulings, Stale
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.store import rows
from monitor.store.articles import candidates, reading
from monitor.store.articles.captures import Packed
from monitor.store.articles.keeping import Writer, as_read, is_lesser, is_news
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE, CAPTURE

_OF_TOPICS = (ChangeKind.MENTION_ADDED, ChangeKind.MENTION_REMOVED)
_BACK = Change(ChangeKind.RETURNED, "The page is there again.")


@dataclass(frozen=True, slots=True)
class Reading:
    """One more reading of an article that is known.

    Args:
        known: its row.
        page: None where the text is the feed's own.
    """

    connection: Connection
    writer: Writer
    known: Row
    covered: Covered
    page: Packed | None

    def stale(self) -> Stale | None:
        """Say what of the article is to be made anew before the two are compared; None where nothing is, or can be."""
        known, is_of_other_names = self.known, self._is_tagged_by_others()
        if self._is_sighting():
            return None
        # Without a text, nothing but its page can be tagged.
        is_to_be_read = self._is_of_other_rules() or (is_of_other_names and not known["text"])
        if is_to_be_read and known["capture_id"] is not None:
            return Stale(known["id"])
        return Stale(known["id"], by_names=True) if is_of_other_names and known["text"] else None

    def is_walled(self) -> bool:
        """Say whether a wall stood before the page."""
        return self.covered.draft.article.basis in (Basis.LOGIN_WALL, Basis.BOT_WALL)

    def keep(self, rulings: Rulings) -> Kept:
        """Store what the reading brings, if anything.

        Where the two were read by different rules all the same, the draft takes the place of what is kept; so it does
        where nothing is stored that could be tagged by its names. Where the two were tagged by different names all the
        same, nothing is recorded of topics, and nothing announced: what differs may be our own doing.
        """
        draft, known = self.covered.draft, self.known
        if self._is_sighting():
            return self._sighting(rulings)
        is_of_other_names = self._is_tagged_by_others()
        if self._is_of_other_rules() or (is_of_other_names and not known["text"]):
            return self._take_over(rulings)
        before = rows.article(known, reading.mentions_of(self.connection, known["id"]))
        revision = rulings.compare(before)
        if not revision.is_version:
            return replace(self._sighting(rulings), is_doubtful=revision.is_doubtful)
        judged = rulings.judge(candidates.neighbours(self.connection, draft, version_of=known["id"]))
        returned = self._returned()  # first, so that the article is announced as one that is there
        article = self.writer.replace(known, self.covered, judged, self.page)
        edits = tuple(each for each in revision.changes if not (is_of_other_names and each.kind in _OF_TOPICS))
        self.writer.record(article, edits)
        return self._told(article, rulings, (*returned, *edits), _as_version(article))

    def _is_sighting(self) -> bool:
        """Say whether it is the same text, or less than is kept, or older."""
        draft, known = self.covered.draft, self.known
        is_same = (known["exact"], known["title"]) == (draft.fingerprint.exact, draft.article.title)
        is_less = is_lesser(draft.article.basis, Basis(known["basis"]))
        return (is_same and not self._was_lesser()) or is_less or self._is_older()

    def _is_of_other_rules(self) -> bool:
        return self.known["extracted_by"] != self.covered.draft.article.rules and not self._was_lesser()

    def _is_tagged_by_others(self) -> bool:
        """Say whether the two name topics by different names: a topic that we added is no edit of the publisher's."""
        return bool(self.known["tagged_by"] != self.covered.draft.tagged.rules) and not self._was_lesser()

    def _was_lesser(self) -> bool:
        return is_lesser(Basis(self.known["basis"]), self.covered.draft.article.basis)

    def _sighting(self, rulings: Rulings) -> Kept:
        article_id, changes = self.known["id"], self._returned()
        queued = 0
        if changes:
            article = reading.read_article(self.connection, article_id)
            queued = self.writer.queue_changes(rulings.announce_changes(article, changes))
        return Kept(article_id, None, tuple(self.known["topics"]), queued, changes)

    def _take_over(self, rulings: Rulings) -> Kept:
        """Give the article the draft's text as if it had always been read so: what differs may be our own doing."""
        judged = rulings.judge(candidates.neighbours(self.connection, self.covered.draft, version_of=self.known["id"]))
        returned = self._returned()
        article = self.writer.take_over(self.known, self.covered, judged, self.page)
        return self._told(article, rulings, returned, None)

    def _told(self, article: Article, rulings: Rulings, changes: tuple[Change, ...], verdict: Verdict | None) -> Kept:
        due, draft = self.covered.due, self.covered.draft
        told, queued = as_read(article, draft), 0
        if not self._is_tagged_by_others():  # else what differs may be our own doing
            if is_news(draft, self.known):
                queued = self.writer.queue(due, rulings.announce(told))
            elif verdict is not None:
                queued = self.writer.queue(due, rulings.announce_edit(replace(told, verdict=verdict)))
        if changes:
            queued += self.writer.queue_changes(rulings.announce_changes(told, changes))
        self.writer.plan_look(due, article.id, rulings.look_at(article, True))  # noqa: FBT003 - see Rulings
        return Kept(article.id, verdict, article.topics, queued, changes)

    def _is_older(self) -> bool:
        """Say whether the page was fetched before the one that the text is from: reads overtake each other."""
        capture, kept = self.covered.capture, self.known["capture_id"]
        if capture is None or kept is None:
            return False
        kept_at = self.connection.scalar(select(CAPTURE.c.at).where(CAPTURE.c.id == kept))
        return kept_at is not None and capture.at < kept_at

    def _returned(self) -> tuple[Change, ...]:
        """Record that a page is there again that was not; a wall tells nothing of what is behind it."""
        if self.known["withdrawn_at"] is None or self.covered.capture is None or self.is_walled():
            return ()
        this = ARTICLE.c.id == self.known["id"]
        back = update(ARTICLE).where(this, ARTICLE.c.withdrawn_at.is_not(None)).values(withdrawn_at=None)
        if not self.connection.execute(back).rowcount:
            return ()
        self.writer.record(rows.article(self.known), (_BACK,))
        return (_BACK,)


def _as_version(article: Article) -> Verdict:
    why = f"The same address was kept before with another text; this is version {article.versions}."
    return Verdict(VerdictKind.VERSION, why, of=str(article.id))
