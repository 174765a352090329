"""Which articles are kept, and how are they found again?

Not pure: reads and writes the archive. In: drafts of covered entries; filters. Out: what became of a draft; articles.
The pipeline keeps through it (core.ports.Archive); the command line, the pages and the API read through it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from monitor.core.addresses import identity_key, published
from monitor.core.ports import Clock
from monitor.core.records.articles import Article, ArticleFilter, Covered, Draft, Sighted
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.rulings import Kept, Rulings, Stale
from monitor.core.records.verdicts import Neighbours
from monitor.core.records.versions import ChangeFilter, DueLook, Looked, RecordedChange, Version
from monitor.store import rows
from monitor.store.articles import candidates, reading
from monitor.store.articles.captures import pack
from monitor.store.articles.keeping import Writer, as_read
from monitor.store.articles.looks import close_look, is_ours
from monitor.store.articles.rereading import Reading
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.columns import digest
from monitor.store.schema.tables import ARTICLE, CAPTURE, ENTRY
from monitor.store.stories.placing import surroundings

_AT_ONCE = 5_000


class Articles:
    """The archive: one article an address."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, covered: Covered, rulings: Rulings, *, is_last: bool = False) -> Kept | Stale:
        """Judge and store a draft, its entry, its page and its alerts in one transaction.

        An address that is not known makes an article. A known one with the same text and headline is a sighting, and so
        is less than what is kept (a feed's teaser, where the page was read before), and a page that was fetched before
        the one that is kept: then no ruling is asked for. Any other text is compared with the one that is kept; where
        it brings no version it is a sighting too. A version is judged, without the article itself, and the article
        bears its verdict from then on; what is given back says "version". An edit is announced only where it first
        names a topic, or where less of the article was known before; what readers were told already they are not told
        twice.

        Args:
            is_last: have nothing made anew; else, where the article was read or tagged by other rules and that can be
                mended, Stale is given, and nothing stored.
        """
        page = pack(covered.capture) if covered.capture else None
        key = digest(identity_key(covered.draft.article.canonical_url))
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            writer = Writer(self._database, connection, self._clock.now())
            known = _known(connection, key)
            if known is not None and _is_misled(connection, known, covered, rulings):
                covered, key = _at_its_own_address(covered)
                known = _known(connection, key)
            if known is None:
                judged = rulings.judge(candidates.neighbours(connection, covered.draft))
                around = surroundings(connection, covered.draft, judged.verdict, covered.due.first_seen_at)
                placement = rulings.place(judged.verdict, around)
                article = writer.add(covered, judged, placement, page, key)
                told = replace(as_read(article, covered.draft), added_topics=_added_topics(connection, article))
                queued = writer.queue(covered.due, rulings.announce(told))
                writer.plan_look(covered.due, article.id, rulings.look_at(article, True))  # noqa: FBT003 - see Rulings
                kept = Kept(
                    article.id,
                    judged.verdict,
                    article.topics,
                    queued,
                    story_id=article.story_id,
                    has_opened=placement.story_id is None,
                )
            else:
                again = Reading(connection, writer, known, covered, page)
                if not is_last and (stale := again.stale()):
                    return stale
                kept = again.keep(rulings)
            writer.cover(replace(covered.due, seen=None) if kept.is_doubtful else covered.due, kept.article_id)
        return kept

    def see_again(self, sighted: Sighted) -> Kept:
        """Mark an entry as one more sighting of the article that a page has become, without reading it again."""
        due = sighted.due
        if due.seen is None:
            raise ValueError("an entry that is sighted has its page known")
        with self._database.write() as connection:
            topics = connection.scalar(select(ARTICLE.c.topics).where(ARTICLE.c.id == due.seen.article_id))
            Writer(self._database, connection, self._clock.now()).cover(due, due.seen.article_id)
        return Kept(due.seen.article_id, None, tuple(topics or ()))

    def revise(
        self, look: DueLook, covered: Covered, rulings: Rulings, *, is_last: bool = False
    ) -> Kept | Stale | Failed:
        """Store what a look at an article's page brought, and plan the next, in one transaction.

        As ``keep`` of a known address; but the article is the one that was looked at, even where its page names another
        canonical address now. Where that address is another article's, this one has given way to it: Failed, and
        nothing is stored. Where another process has closed the look meanwhile, it is a sighting.
        """
        page = pack(covered.capture) if covered.capture else None
        key = digest(identity_key(covered.draft.article.canonical_url))
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            now = self._clock.now()
            known = connection.execute(select(ARTICLE).where(ARTICLE.c.id == look.article_id)).mappings().one()
            at_address = _known(connection, key)
            if at_address is not None and at_address["id"] != known["id"]:
                return Failed(Reason.NOT_FOUND, f"Its address leads to article {at_address['id']} now.")
            if _is_misled(connection, known, covered, rulings):
                return Failed(Reason.NOT_FOUND, f"Its address leads to another page now: {covered.draft.article.title}")
            again = Reading(connection, Writer(self._database, connection, now), known, covered, page)
            if not is_last and (stale := again.stale()):
                return stale
            if not is_ours(connection, look):
                return Kept(known["id"], None, tuple(known["topics"]))
            kept = again.keep(rulings)
            due_at = rulings.look_at(reading.read_article(connection, known["id"]), bool(kept.changes))
            found = Looked(rulings.confirm_at or due_at, look.misses + 1) if kept.is_doubtful else Looked(due_at)
            # Else the next look would be told that nothing has changed since what nobody believes yet.
            seen = None if kept.is_doubtful or again.is_walled() else covered.due.seen
            close_look(connection, look, found, seen, now)
        return kept

    def neighbours(self, draft: Draft) -> Neighbours:
        """Give what a draft would be judged against now."""
        with self._database.read() as connection:
            return candidates.neighbours(connection, draft)

    def list(self, wanted: ArticleFilter) -> list[Article]:
        """List articles without text and mentions, the last kept first; with ``since``, the last seen first.

        Topic, outlet, feed, country and ``since`` are found by index. Of a language or a verdict alone, articles are
        read from the newest on until enough are found: for a rare one, all of them. With ``since`` and an outlet or a
        feed, all of that one are sorted.
        """
        with self._database.read() as connection:
            return reading.list_articles(connection, wanted)

    def get(self, article_id: int) -> Article:
        """Give an article with its text, its mentions, its witnesses and its sightings.

        Raises:
            NotFound: there is none with this id.
        """
        with self._database.read() as connection:
            return reading.read_article(connection, article_id)

    def versions(self, article_id: int) -> tuple[Version, ...]:
        """Give what an article said, oldest first; the last is what it says now.

        Raises:
            NotFound: there is no article with this id.
        """
        with self._database.read() as connection:
            return reading.list_versions(connection, article_id)

    def begun_at(self) -> datetime | None:
        """Say when the first article was kept, None without articles."""
        first = select(ARTICLE.c.kept_at).order_by(ARTICLE.c.id).limit(1)
        with self._database.read() as connection:
            return connection.scalar(first)

    def without_backlog(self, article_ids: Iterable[int]) -> set[int]:
        """Leave out the articles that came only with what feeds held before they were first polled."""
        ids, c = list(article_ids), ENTRY.c
        all_old = func.min(case((c.is_backlog, 1), else_=0)) == 1
        left_out: set[int] = set()
        with self._database.read() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                some = c.article_id.in_(ids[start : start + _AT_ONCE])
                old = select(c.article_id).where(some).group_by(c.article_id).having(all_old)
                left_out.update(connection.scalars(old))
        return set(ids) - left_out

    # Not list[...]: in this class that name is the method above.
    def changes(self, wanted: ChangeFilter) -> tuple[RecordedChange, ...]:
        """Give what happened to articles after they were first read, the last first."""
        with self._database.read() as connection:
            return tuple(reading.list_changes(connection, wanted))


def _added_topics(connection: Connection, article: Article) -> tuple[str, ...]:
    """Give the topics that a copy of an article matches, and that article does not."""
    if not article.verdict.carries_another or not article.verdict.of.isdecimal():
        return ()
    of = connection.scalar(select(ARTICLE.c.topics).where(ARTICLE.c.id == int(article.verdict.of)))
    return tuple(topic for topic in article.topics if topic not in (of or ()))


def _known(connection: Connection, key: str) -> Row | None:
    return connection.execute(select(ARTICLE).where(ARTICLE.c.url_digest == key)).mappings().first()


def _is_misled(connection: Connection, known: Row, covered: Covered, rulings: Rulings) -> bool:
    """Say whether a page at another address than the article's own has come to stand for it by mistake.

    Redirects lead to sections and to other articles, and pages declare each other's addresses.
    """
    if covered.capture is None:
        return False
    read_at = select(CAPTURE.c.url).where(CAPTURE.c.id == known["capture_id"])
    own = {identity_key(url) for url in (known["url"], connection.scalar(read_at) or "")}
    if identity_key(covered.capture.url) in own:
        return False
    return not rulings.is_same(rows.article(known))


def _at_its_own_address(covered: Covered) -> tuple[Covered, str]:
    """Identify an article by the address that it was read at, whatever its page says; give its key too."""
    url = published(covered.capture.url) if covered.capture else covered.draft.article.canonical_url
    draft = replace(covered.draft, article=replace(covered.draft.article, canonical_url=url))
    return replace(covered, draft=draft), digest(identity_key(url))
