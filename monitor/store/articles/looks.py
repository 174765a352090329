"""Which articles' pages are looked at again, and what came out?

Not pure: reads and writes look, change and article, and queues alerts. In: claims, and what looks found. Out: articles
whose page is due.
The pipeline looks through it (core.ports.LookStore); archive.py closes a look in the transaction that keeps a version.

A look is claimed newest first: where there are more than can be done, the young ones are worth more.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from monitor.core.records.articles import DueEntry, SeenPage
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.rulings import AnnounceChanges, announce_to_nobody
from monitor.core.records.versions import DueLook, Looked
from monitor.core.urls import site_of
from monitor.store.alerts.queueing import queue
from monitor.store.articles.reading import read_article
from monitor.store.claims import Choice, Leases, until
from monitor.store.engine import Database
from monitor.store.rows import due_entry, spec_from_json
from monitor.store.schema.tables import ARTICLE, CHANGE, ENTRY, FEED, LOOK

_BUDGETED = timedelta(hours=1)
_STALE = timedelta(days=2)  # a look that nobody found time for is given up: later ones would come too late too


class Looks:
    """The looks that are due.

    Args:
        per_site: at most so many articles of one site are looked at in an hour; 0 looks at nothing again.
    """

    def __init__(self, database: Database, leases: Leases, *, per_site: int) -> None:
        self._database = database
        self._leases = leases
        self._per_site = per_site

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueLook]:
        """Take at most ``limit`` articles whose page is due, one a site, of none that is busy or had its share."""
        if not self._per_site:
            return []
        with self._database.write() as connection:
            spent = self._spent(connection)
            rows = self._leases.take(connection, LOOK, limit, [*busy, *spent], choice=Choice(newest_first=True))
            return _due(connection, rows)

    def claim_each(self, article_ids: Sequence[int]) -> Callable[[int, Sequence[str]], list[DueLook]]:
        """Give a claim that takes the look at each of these articles once, due or not: a person asked for it.

        One that no look was planned for, such as one from before there were any, has one from now on, if it has a page.
        """
        left = set(article_ids)
        with self._database.write() as connection:
            self._begin(connection, article_ids)

        def claim(limit: int, busy: Sequence[str]) -> list[DueLook]:
            with self._database.write() as connection:
                among = LOOK.c.article_id.in_(sorted(left))
                taken = _due(connection, self._leases.take(connection, LOOK, limit, busy, choice=Choice(among)))
            left.difference_update(look.article_id for look in taken)
            return taken

        return claim

    def looked(
        self,
        look: DueLook,
        found: Looked,
        seen: SeenPage | None,
        announce_changes: AnnounceChanges = announce_to_nobody,
    ) -> int | None:
        """Record what a look came to where the text did not change, and queue the alerts that this calls for.

        Returns:
            How many alerts were queued; None where the look's lease was lost meanwhile: nothing was recorded then.
        """
        now = self._leases.clock.now()
        with self._database.write() as connection:
            if not is_ours(connection, look):
                return None
            close_look(connection, look, found, seen, now)
            if not found.changes:
                return 0
            alerts = announce_changes(read_article(connection, look.article_id), found.changes)
            return queue(self._database, connection, alerts, now=now, first_seen_at=now)

    def give_up_stale(self) -> int:
        """Leave alone what has been due for two days; give how many."""
        limit = self._leases.clock.now() - _STALE
        is_free = or_(LOOK.c.leased_until.is_(None), LOOK.c.leased_until <= self._leases.clock.now())
        stale = update(LOOK).where(LOOK.c.due_at < limit, is_free).values(due_at=None)
        with self._database.write() as connection:
            return connection.execute(stale).rowcount

    def _begin(self, connection: Connection, article_ids: Sequence[int]) -> None:
        c = ENTRY.c
        first = select(c.article_id, func.min(c.id)).where(c.article_id.in_(article_ids), c.page_at.is_not(None))
        for article_id, entry_id in connection.execute(first.group_by(c.article_id)).all():
            url = connection.scalar(select(c.url).where(c.id == entry_id))
            row = {"article_id": article_id, "entry_id": entry_id, "looks": 0, "misses": 0, "lane": site_of(url or "")}
            self._database.insert_unknown(connection, LOOK, [row])

    def _spent(self, connection: Connection) -> Sequence[str]:
        """Give the sites that had their share of looks within the last hour."""
        since = self._leases.clock.now() - _BUDGETED
        by_site = select(LOOK.c.lane).where(LOOK.c.looked_at > since).group_by(LOOK.c.lane)
        return connection.scalars(by_site.having(func.count() >= self._per_site)).all()


def plan_look(database: Database, connection: Connection, due: DueEntry, article_id: int, due_at: datetime) -> None:
    """Have an article looked at again at a moment; where that is planned already, no later than then."""
    row = {
        "article_id": article_id,
        "entry_id": due.id,
        "looks": 0,
        "misses": 0,
        "due_at": due_at,
        "lane": site_of(due.entry.url) or site_of(due.feed.url),
    }
    if not database.insert_unknown(connection, LOOK, [row]):
        sooner = update(LOOK).where(LOOK.c.article_id == article_id)
        sooner = sooner.where(LOOK.c.due_at.is_(None) | (LOOK.c.due_at > due_at))
        connection.execute(sooner.values(due_at=due_at))


def is_ours(connection: Connection, look: DueLook) -> bool:
    """Take the right to close a look; False where another process has closed it meanwhile."""
    c = LOOK.c
    ours = update(LOOK).where(c.id == look.id, c.looks == look.looks).values(looks=look.looks + 1)
    return connection.execute(ours).rowcount == 1


def close_look(connection: Connection, look: DueLook, found: Looked, seen: SeenPage | None, now: datetime) -> None:
    """Write what a look came to: in the transaction that found it to be ours."""
    values = {"misses": found.misses, **until(found.due_at)} | ({"looked_at": now} if found.was_sent else {})
    connection.execute(update(LOOK).where(LOOK.c.id == look.id).values(values))
    if seen is not None:
        page = {"page_at": seen.at, "page_etag": seen.etag, "page_last_modified": seen.last_modified}
        connection.execute(update(ENTRY).where(ENTRY.c.id == look.due.id).values(page))
    this = ARTICLE.c.id == look.article_id
    version = connection.scalar(select(ARTICLE.c.versions).where(this)) or 0
    record_changes(connection, look.article_id, version, found.changes, now)
    kinds = {change.kind for change in found.changes}
    if ChangeKind.WITHDRAWN in kinds:
        connection.execute(update(ARTICLE).where(this).values(withdrawn_at=now))
    elif ChangeKind.RETURNED in kinds:
        connection.execute(update(ARTICLE).where(this).values(withdrawn_at=None))


def record_changes(
    connection: Connection, article_id: int, version: int, changes: Sequence[Change], now: datetime
) -> None:
    """Write lines of an article's history."""
    rows = [
        {
            "article_id": article_id,
            "at": now,
            "version": version,
            "kind": change.kind.value,
            "topic": change.topic,
            "detail": change.detail,
        }
        for change in changes
    ]
    if rows:
        connection.execute(insert(CHANGE), rows)


def _due(connection: Connection, looks: Sequence[RowMapping]) -> list[DueLook]:
    """Read what belongs to looks that were claimed."""
    if not looks:
        return []
    entries = select(ENTRY, FEED.c.spec).join(FEED, FEED.c.id == ENTRY.c.feed_id)
    entries = entries.where(ENTRY.c.id.in_({row["entry_id"] for row in looks}))
    by_id = {row["id"]: row for row in connection.execute(entries).mappings()}
    c, ids = ARTICLE.c, {row["article_id"] for row in looks}
    facts = select(c.id, c.withdrawn_at, c.topics, c.first_seen_at).where(c.id.in_(ids))
    articles = {row["id"]: row for row in connection.execute(facts).mappings()}
    return [_look(row, by_id[row["entry_id"]], articles[row["article_id"]]) for row in looks]


def _look(row: RowMapping, entry: RowMapping, article: RowMapping) -> DueLook:
    spec = spec_from_json(entry["spec"])
    at = entry["page_at"] or article["first_seen_at"]
    seen = SeenPage(at, entry["page_etag"], entry["page_last_modified"], row["article_id"], spec.name)
    return DueLook(
        row["id"],
        row["article_id"],
        replace(due_entry(entry, spec, seen), is_backlog=False),  # what a look finds was not there before
        row["looks"],
        row["misses"],
        is_withdrawn=article["withdrawn_at"] is not None,
        is_matching=bool(article["topics"]),
        lane=row["lane"],
        looked_at=row["looked_at"],
    )
