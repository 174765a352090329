"""Which articles are kept, and how are they found again?

Not pure: reads and writes the archive. In: drafts of covered entries; filters. Out: what became of a draft; articles.
The pipeline keeps through it (core.ports.Archive); the command line, the pages and the API read through it.
"""

from sqlalchemy import Connection, select

from monitor.core.addresses import identity_key
from monitor.core.ports import Clock
from monitor.core.records.articles import Article, ArticleFilter, Basis, Covered, Draft, Sighted
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.rulings import Kept, Rulings
from monitor.core.records.verdicts import Neighbours, Verdict, VerdictKind
from monitor.core.records.versions import ChangeFilter, DueLook, Looked, RecordedChange, Version
from monitor.store import rows
from monitor.store.articles import candidates, reading
from monitor.store.articles.captures import Packed, pack
from monitor.store.articles.keeping import Writer, is_lesser, is_news
from monitor.store.articles.looks import close_look
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.columns import digest
from monitor.store.schema.tables import ARTICLE


class Articles:
    """The archive: one article an address."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, covered: Covered, rulings: Rulings) -> Kept:
        """Judge and store a draft, its entry, its page and its announcements in one transaction.

        An address that is not known makes an article. A known one with the same text and headline is a sighting, and so
        is less than what is kept (a feed's teaser, where the page was read before): then no ruling is asked for. Any
        other text is compared with the one that is kept; where it brings no version it is a sighting too. A version is
        judged, without the article itself, and the article bears its verdict from then on; what is given back says
        "version". An edit is announced only where it first names a topic, or where less of the article was known
        before; what readers were told already they are not told twice.
        """
        page = pack(covered.capture) if covered.capture else None
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            writer = Writer(self._database, connection, self._clock.now())
            known = _known(connection, covered.draft)
            if known is None:
                judged = rulings.judge(candidates.neighbours(connection, covered.draft))
                article = writer.add(covered, judged, page)
                queued = writer.queue(covered.due, article, rulings.announce(article))
                writer.plan_look(covered.due, article.id, rulings.look_at(article, True))  # noqa: FBT003 - see Rulings
                kept = Kept(article.id, judged.verdict, article.topics, queued)
            else:
                kept = _keep_again(connection, writer, known, covered, rulings, page)
            writer.cover(covered.due, kept.article_id)
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

    def revise(self, look: DueLook, covered: Covered, rulings: Rulings) -> Kept:
        """Store what a look at an article's page brought, and plan the next, in one transaction.

        As ``keep`` of a known address; but the article is the one that was looked at, even where its page names another
        canonical address now. Where that address is another article's, this one has given way to it: withdrawn.
        """
        page = pack(covered.capture) if covered.capture else None
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            now = self._clock.now()
            writer = Writer(self._database, connection, now)
            known = connection.execute(select(ARTICLE).where(ARTICLE.c.id == look.article_id)).mappings().one()
            at_address = _known(connection, covered.draft)
            if at_address is not None and at_address["id"] != known["id"]:
                kept = Kept(known["id"], None, tuple(known["topics"]), changes=_given_way(known, at_address["id"]))
            else:
                kept = _keep_again(connection, writer, known, covered, rulings, page)
                if known["withdrawn_at"] is not None:
                    back = Change(ChangeKind.RETURNED, "The page is there again.")
                    kept = Kept(kept.article_id, kept.verdict, kept.topics, kept.queued, (back, *kept.changes))
            article = reading.read_article(connection, known["id"])
            due_at = rulings.look_at(article, bool(kept.changes))
            beside = tuple(c for c in kept.changes if c.kind in (ChangeKind.RETURNED, ChangeKind.WITHDRAWN))
            close_look(connection, look, Looked(due_at, changes=beside), covered.due.seen, now)
        return kept

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

    # Not list[...]: in this class that name is the method above.
    def changes(self, wanted: ChangeFilter) -> tuple[RecordedChange, ...]:
        """Give what happened to articles after they were first read, the last first."""
        with self._database.read() as connection:
            return tuple(reading.list_changes(connection, wanted))


def _known(connection: Connection, draft: Draft) -> Row | None:
    address = digest(identity_key(draft.article.canonical_url))
    return connection.execute(select(ARTICLE).where(ARTICLE.c.url_digest == address)).mappings().first()


def _keep_again(  # noqa: PLR0913, PLR0917 - the parts of one transaction, handed on
    connection: Connection, writer: Writer, known: Row, covered: Covered, rulings: Rulings, page: Packed | None
) -> Kept:
    """Make a sighting or a version of an article that is known."""
    draft, sighting = covered.draft, Kept(known["id"], None, tuple(known["topics"]))
    is_same = (known["exact"], known["title"]) == (draft.fingerprint.exact, draft.article.title)
    if is_same and not is_lesser(Basis(known["basis"]), draft.article.basis):
        return sighting
    if is_lesser(draft.article.basis, Basis(known["basis"])):
        return sighting
    before = rows.article(known, reading.mentions_of(connection, known["id"]))
    revision = rulings.compare(before)
    if not revision.is_version:
        return sighting
    judged = rulings.judge(candidates.neighbours(connection, draft, version_of=known["id"]))
    article = writer.replace(known, covered, judged, page)
    writer.record(article, revision.changes)
    queued = writer.queue(covered.due, article, rulings.announce(article)) if is_news(draft, known) else 0
    writer.plan_look(covered.due, article.id, rulings.look_at(article, True))  # noqa: FBT003 - see Rulings
    return Kept(article.id, _as_version(article), article.topics, queued, revision.changes)


def _given_way(known: Row, other: int) -> tuple[Change, ...]:
    if known["withdrawn_at"] is not None:
        return ()
    return (Change(ChangeKind.WITHDRAWN, f"Its address leads to article {other} now."),)


def _as_version(article: Article) -> Verdict:
    why = f"The same address was kept before with another text; this is version {article.versions}."
    return Verdict(VerdictKind.VERSION, why, of=str(article.id))
