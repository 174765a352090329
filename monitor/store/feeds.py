"""Which feeds are watched, and what is remembered of their polls?

Not pure: reads and writes feed, poll and entry. In: the specs of feeds.yaml; how polls ended. Out: feeds that are
due, with their validators. The pipeline polls through it (core.ports.FeedStore); status and metrics count with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection, and_, case, delete, func, insert, literal, null, select, true, update

from monitor.core.errors import NotFound
from monitor.core.records.feeds import DueFeed, Entry, FeedSpec, PollOutcome
from monitor.core.urls import site_of
from monitor.store.claims import Leases
from monitor.store.columns import Moment, digest
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import due_feed
from monitor.store.tables import ENTRY, FEED, POLL
from monitor.store.watchlist import Synced, follow

_POLLS_KEPT = 50
_CHUNK = 5_000  # SQLite takes 32,766 values in a statement


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How many feeds there are, by how their last poll went; ``never`` were not polled yet."""

    ok: int = 0
    failing: int = 0
    never: int = 0
    disabled: int = 0


@dataclass(frozen=True, slots=True)
class FailingFeed:
    """A feed whose last poll failed.

    Args:
        failures: polls that failed in a row.
        due_at: when it is polled next.
    """

    name: str
    failures: int
    reason: str
    due_at: datetime | None
    detail: str


class Feeds:
    """The feeds and their polls."""

    def __init__(self, database: Database, leases: Leases) -> None:
        self._database = database
        self._leases = leases

    def sync(self, specs: Sequence[FeedSpec]) -> Synced:
        """Bring the feeds in line with feeds.yaml; those gone from it are put aside, not deleted."""
        return follow(self._database, specs, self._leases.clock.now())

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueFeed]:
        """Take at most ``limit`` due feeds, one a lane, none of a lane in ``busy``, and lease them."""
        with self._database.write() as connection:
            return [due_feed(row) for row in self._leases.take(connection, FEED, limit, busy)]

    def claim_each(self, names: Sequence[str] = ()) -> Callable[[int, Sequence[str]], list[DueFeed]]:
        """Give a claim that takes each of the named feeds once, due or not; all enabled ones where none is named.

        A feed that is named may be disabled. One that another process has in hand is left to it.

        Raises:
            NotFound: a name is not in feeds.yaml.
        """
        known = self.names(enabled_only=not names)
        missing = [name for name in names if name not in known]
        if missing:
            near = "".join(f" Did you mean {name!r}?" for name in get_close_matches(missing[0], known, n=1))
            raise NotFound(f"No feed is named {missing[0]!r}.{near}")
        left = {known[name] for name in names} if names else set(known.values())

        def claim(limit: int, busy: Sequence[str]) -> list[DueFeed]:
            taken = self._claim_among(sorted(left), limit, busy)
            left.difference_update(feed.id for feed in taken)
            return taken

        return claim

    def _claim_among(self, ids: Sequence[int], limit: int, busy: Sequence[str]) -> list[DueFeed]:
        taken: list[DueFeed] = []
        with self._database.write() as connection:
            for start in range(0, len(ids), _CHUNK):
                full = [*busy, *(site_of(feed.spec.url) for feed in taken)]
                chosen = FEED.c.id.in_(ids[start : start + _CHUNK])
                rows = self._leases.take(connection, FEED, limit - len(taken), full, among=chosen)
                taken += map(due_feed, rows)
                if len(taken) == limit:
                    break
        return taken

    def remember(self, feed: DueFeed, outcome: PollOutcome) -> int:
        """Store a poll, its validators and its unknown entries in one transaction; give the entries' number."""
        with self._database.write() as connection:
            new = self._insert_entries(connection, feed, outcome)
            self._insert_poll(connection, feed, outcome, new)
            # Not where the address was changed meanwhile: the validators would be another feed's.
            asked = and_(FEED.c.id == feed.id, FEED.c.url == feed.spec.url)
            connection.execute(update(FEED).where(asked).values(_after(outcome)))
        return new

    def _insert_entries(self, connection: Connection, feed: DueFeed, outcome: PollOutcome) -> int:
        entries = {digest(entry.key): entry for entry in reversed(outcome.entries)}
        keys, known = list(reversed(entries)), set[str]()
        for start in range(0, len(keys), _CHUNK):
            chunk = ENTRY.c.key_digest.in_(keys[start : start + _CHUNK])
            known.update(connection.scalars(select(ENTRY.c.key_digest).where(ENTRY.c.feed_id == feed.id, chunk)))
        now = self._leases.clock.now()
        rows = [
            _entry_row(entries[key], feed, outcome.started_at) | {"key_digest": key, "due_at": now}
            for key in keys
            if key not in known
        ]
        return self._database.insert_unknown(connection, ENTRY, rows)

    def _insert_poll(self, connection: Connection, feed: DueFeed, outcome: PollOutcome, new: int) -> None:
        row = {
            "feed_id": feed.id,
            "outcome": outcome.outcome,
            "started_at": outcome.started_at,
            "took_s": outcome.took_s,
            "received_bytes": outcome.received_bytes,
            "status": outcome.status,
            "entries": len(outcome.entries),
            "new": new,
            **said(outcome.failure),
        }
        connection.execute(insert(POLL).values(row))
        of_feed = POLL.c.feed_id == feed.id
        last_gone = select(POLL.c.id).where(of_feed).order_by(POLL.c.id.desc()).offset(_POLLS_KEPT).limit(1)
        connection.execute(delete(POLL).where(of_feed, POLL.c.id <= last_gone.scalar_subquery()))

    def hasten(self, names: Sequence[str]) -> None:
        """Make feeds due now."""
        now = self._leases.clock.now()
        with self._database.write() as connection:
            connection.execute(update(FEED).where(FEED.c.name.in_(names), FEED.c.enabled).values(due_at=now))

    def names(self, *, enabled_only: bool = False) -> dict[str, int]:
        """Give the names of the feeds in feeds.yaml, in its order of first sight, and their numbers."""
        chosen = FEED.c.enabled if enabled_only else true()
        with self._database.read() as connection:
            rows = connection.execute(
                select(FEED.c.name, FEED.c.id).where(FEED.c.is_listed, chosen).order_by(FEED.c.id)
            )
            return {name: feed_id for name, feed_id in rows}  # noqa: C416 - dict() does not type a Row

    def failing(self, limit: int = 100) -> list[FailingFeed]:
        """List feeds whose last poll failed, the longest-failing first."""
        c = FEED.c
        rows = (
            select(c.name, c.failures, c.reason, c.due_at, c.detail)
            .where(c.enabled, c.failures > 0)
            .order_by(c.failures.desc(), c.name)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [FailingFeed(**row) for row in connection.execute(rows).mappings()]


def health(connection: Connection) -> FeedHealth:
    """Count the feeds of feeds.yaml by how their last poll went."""
    kind = case(
        (FEED.c.enabled.is_(False), "disabled"),
        (FEED.c.polled_at.is_(None), "never"),
        (FEED.c.failures > 0, "failing"),
        else_="ok",
    ).label("kind")
    rows = connection.execute(select(kind, func.count()).where(FEED.c.is_listed).group_by("kind"))
    return FeedHealth(**{name: number for name, number in rows})  # noqa: C416 - dict() does not type a Row


def _entry_row(entry: Entry, feed: DueFeed, first_seen_at: datetime) -> dict[str, object]:
    return {
        "feed_id": feed.id,
        "key": entry.key,
        "url": entry.url,
        "title": entry.title,
        "summary_html": entry.summary_html,
        "author": entry.author,
        "language": entry.language,
        "published_at": entry.published_at,
        "first_seen_at": first_seen_at,
        "state": "due",
        "attempts": 0,
        "reason": "",
        "detail": "",
        "lane": site_of(entry.url) or site_of(feed.spec.url),
    }


def _after(outcome: PollOutcome) -> dict[str, object]:
    """Give the columns of a feed after a poll."""
    values: dict[str, object] = {
        "polled_at": outcome.started_at,
        # A feed that is disabled was polled by name: it stays never due.
        "due_at": case((FEED.c.enabled, literal(outcome.due_at, Moment)), else_=null()),
        "leased_until": None,
        "leased_by": None,
        **said(outcome.failure),
    }
    if outcome.failure is not None:
        return values | {"failures": FEED.c.failures + 1}
    seen = {"etag": outcome.etag, "last_modified": outcome.last_modified, "body_hash": outcome.body_hash}
    if outcome.outcome == "unchanged":  # a 304 may leave out what has not changed
        seen = {name: value for name, value in seen.items() if value}
    if outcome.feed_title:
        seen["title"] = outcome.feed_title
    return values | seen | {"failures": 0, "succeeded_at": outcome.started_at}
