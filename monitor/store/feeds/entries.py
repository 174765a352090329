"""Which entries still need their article?

Not pure: reads and writes entry. In: claims and failures. Out: entries that are due, with their feed.
The pipeline covers through it (core.ports.EntryStore). feeds.py inserts entries, archive.py marks them covered.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from monitor.core.records.articles import DueEntry, SeenPage
from monitor.core.records.failures import Failed, Reason
from monitor.store.claims import Leases, until
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import due_entry, spec_from_json
from monitor.store.schema.tables import ENTRY, FEED


class Entries:
    """The entries between first sight and article."""

    def __init__(self, database: Database, leases: Leases) -> None:
        self._database = database
        self._leases = leases

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueEntry]:
        """Take at most ``limit`` entries whose article is due, one a lane, none of a lane in ``busy``."""
        with self._database.write() as connection:
            rows = self._leases.take(connection, ENTRY, limit, busy)
            ids = {row["feed_id"] for row in rows}
            feeds = connection.execute(select(FEED.c.id, FEED.c.spec).where(FEED.c.id.in_(ids))) if ids else ()
            specs = {feed_id: spec_from_json(spec) for feed_id, spec in feeds}
            seen = _seen(connection, {row["url_digest"] for row in rows if row["url"]})
        return [due_entry(row, specs[row["feed_id"]], seen.get(row["url_digest"])) for row in rows]

    def fail(self, entry: DueEntry, failure: Failed, due_at: datetime | None) -> None:
        """Record a failed try; ``due_at`` is the next, None gives up. Where nothing was sent (HELD), it was no try.

        An entry that has its article all the same stays covered, with the failure noted.
        """
        this, has_article = ENTRY.c.id == entry.id, ENTRY.c.article_id.is_not(None)
        tries = 0 if failure.reason is Reason.HELD else 1
        with self._database.write() as connection:
            connection.execute(update(ENTRY).where(this).values(attempts=ENTRY.c.attempts + tries, **said(failure)))
            open_ = update(ENTRY).where(this, ~has_article)
            connection.execute(open_.values(state="due" if due_at else "dead", **until(due_at)))
            connection.execute(update(ENTRY).where(this, has_article).values(state="covered", **until(None)))
            feed = select(ENTRY.c.feed_id).where(this).scalar_subquery()
            connection.execute(update(FEED).where(FEED.c.id == feed).values(page_failures=FEED.c.page_failures + tries))


def _seen(connection: Connection, digests: Collection[str]) -> dict[str, SeenPage]:
    """Give the pages that entries led to before, by their address: of each, as it was fetched last."""
    if not digests:
        return {}
    c = ENTRY.c
    rows = (
        select(c.url_digest, c.page_at, c.page_etag, c.page_last_modified, c.article_id, FEED.c.name)
        .join(FEED, FEED.c.id == c.feed_id)
        .where(c.url_digest.in_(digests), c.page_at.is_not(None), c.article_id.is_not(None))
        .order_by(c.page_at)
    )
    return {digest: SeenPage(*facts) for digest, *facts in connection.execute(rows)}
