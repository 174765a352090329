"""Which feeds are watched, and when is each polled?

Not pure: reads and writes feed. In: the specs of feeds.yaml; how polls ended. Out: feeds that are due, with all that is
remembered of them. The pipeline polls through it (core.ports.FeedStore). polls.py writes what a poll brought;
feed_list.py reads feeds for people.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    null,
    or_,
    select,
    true,
    update,
)

from monitor.core.errors import NotFound
from monitor.core.records.failures import Reason
from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.polls import DueFeed, Event, EventKind, PollOutcome
from monitor.core.urls import site_of
from monitor.store.alerts.waiting import IS_DUE
from monitor.store.claims import Choice, Leases, until
from monitor.store.engine import Database
from monitor.store.feeds.polls import record, remember
from monitor.store.feeds.watchlist import Synced, follow
from monitor.store.rows import due_feed
from monitor.store.schema.columns import Moment, digest
from monitor.store.schema.tables import ALERT, DELIVERY, ENTRY, EVENT, FEED, POLL, UNWRAPPED

_POLLS_KEPT = 50
_CHUNK = 5_000  # SQLite takes 32,766 values in a statement
_HISTORY = timedelta(days=180)
_AHEAD = timedelta(seconds=60)  # two machines' clocks may differ a little
# An alert waits for a time of day, and then for the end of quiet hours; a message for a receiver that named a day.
_FURTHEST_ALERT, _FURTHEST_TRY = timedelta(days=2, hours=2), timedelta(days=1, hours=1)


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

    def feed(self, feed_id: int) -> DueFeed | None:
        """Give a feed as a poll would know it, without claiming it; None where nobody wants it polled."""
        c = FEED.c
        wanted = and_(c.id == feed_id, c.enabled, c.paused_at.is_(None))
        with self._database.read() as connection:
            row = connection.execute(select(FEED).where(wanted)).mappings().first()
        return due_feed(row) if row else None

    def claim_each(
        self, names: Sequence[str] = (), *, rest_s: float = 0.0
    ) -> Callable[[int, Sequence[str]], list[DueFeed]]:
        """Give a claim that takes each of the named feeds once, due or not; all enabled ones where none is named.

        A feed that is named may be disabled or paused. One that another process has in hand is left to it; one that was
        polled less than ``rest_s`` ago is left alone, and so is one whose server asked for a rest that is not over.

        Raises:
            NotFound: a name is not in feeds.yaml.
        """
        known = self.names(enabled_only=not names)
        missing(known, names)
        left = {known[name] for name in names} if names else set(known.values())
        left -= self._resting(timedelta(seconds=rest_s))

        def claim(limit: int, busy: Sequence[str]) -> list[DueFeed]:
            taken = self._claim_among(sorted(left), limit, busy)
            left.difference_update(feed.id for feed in taken)
            return taken

        return claim

    def _resting(self, rest: timedelta) -> set[int]:
        now, c = self._leases.clock.now(), FEED.c
        asked_for = and_(c.reason == Reason.THROTTLED.value, c.due_at > now)
        with self._database.read() as connection:
            was_just_polled = and_(c.polled_at > now - rest, c.polled_at <= now)  # later ones: the clock was set back
            return set(connection.scalars(select(c.id).where(or_(was_just_polled, asked_for))))

    def _claim_among(self, ids: Sequence[int], limit: int, busy: Sequence[str]) -> list[DueFeed]:
        taken: list[DueFeed] = []
        with self._database.write() as connection:
            for start in range(0, len(ids), _CHUNK):
                full = [*busy, *(site_of(feed.address) for feed in taken)]
                chosen = FEED.c.id.in_(ids[start : start + _CHUNK])
                rows = self._leases.take(connection, FEED, limit - len(taken), full, choice=Choice(chosen))
                taken += map(due_feed, rows)
                if len(taken) == limit:
                    break
        return taken

    def remember(self, feed: DueFeed, outcome: PollOutcome) -> int:
        """Store a poll, its validators and its unknown entries in one transaction; give the entries' number."""
        with self._database.write() as connection:
            return remember(self._database, connection, feed, outcome)

    def knows_any(self, feed: DueFeed, entries: Sequence[Entry]) -> bool:
        """Say whether a feed had one of these entries before, by its key or its address."""
        keys = {digest(entry.key) for entry in entries}
        urls = {digest(entry.url) for entry in entries if entry.url}
        c = ENTRY.c
        mine = select(c.id).where(c.feed_id == feed.id, or_(c.key_digest.in_(keys), c.url_digest.in_(urls)))
        with self._database.read() as connection:
            return connection.scalar(mine.limit(1)) is not None

    def hasten(self, names: Sequence[str]) -> None:
        """Make feeds due now."""
        now = self._leases.clock.now()
        with self._database.write() as connection:
            connection.execute(update(FEED).where(FEED.c.name.in_(names), FEED.c.enabled).values(due_at=now))

    def names(self, *, enabled_only: bool = False) -> dict[str, int]:
        """Give the names of the feeds in feeds.yaml, in its order of first sight, and their numbers.

        Args:
            enabled_only: without those that are disabled or paused.
        """
        chosen = and_(FEED.c.enabled, FEED.c.paused_at.is_(None)) if enabled_only else true()
        with self._database.read() as connection:
            rows = connection.execute(
                select(FEED.c.name, FEED.c.id).where(FEED.c.is_listed, chosen).order_by(FEED.c.id)
            )
            return {name: feed_id for name, feed_id in rows}  # noqa: C416 - dict() does not type a Row

    def pause(self, name: str) -> None:
        """Poll a feed no more until it is resumed, whatever feeds.yaml says.

        Raises:
            NotFound: no feed of feeds.yaml has the name.
        """
        now = self._leases.clock.now()
        values = {"paused_at": now, "due_at": None}
        self._change(name, values, Event(EventKind.PAUSED, now, "Paused by hand."))

    def resume(self, name: str, *, rest_s: float = 0.0) -> None:
        """Poll a feed again, at once: one that was paused, or one that was taken for gone.

        One that was polled less than ``rest_s`` ago waits for the rest of that time.

        Raises:
            NotFound: no feed of feeds.yaml has the name.
        """
        now, rest = self._leases.clock.now(), timedelta(seconds=rest_s)
        with self._database.read() as connection:
            polled_at = connection.scalar(select(FEED.c.polled_at).where(FEED.c.name == name))
        due_at = max(now, polled_at + rest) if polled_at else now
        values = {"paused_at": None, "due_at": case((FEED.c.enabled, literal(due_at, Moment)), else_=null())}
        self._change(name, values, Event(EventKind.RESUMED, now, "Resumed by hand."))

    def _change(self, name: str, values: Mapping[str, object], event: Event) -> None:
        known = self.names()
        missing(known, [name])
        with self._database.write() as connection:
            connection.execute(update(FEED).where(FEED.c.id == known[name]).values(values))
            record(connection, known[name], [event])

    # --- time that jumped -------------------------------------------------------------------------

    def overdue(self, since: datetime, *, never_polled: bool = False) -> list[tuple[int, str]]:
        """List the feeds that were due before a moment, oldest first, as (number, site).

        Those that were polled before, or those that never were.
        """
        c = FEED.c
        is_new = c.polled_at.is_(None) if never_polled else c.polled_at.is_not(None)
        rows = select(c.id, c.lane).where(c.due_at <= since, is_new).order_by(c.due_at, c.id)
        with self._database.read() as connection:
            return [(feed_id, lane) for feed_id, lane in connection.execute(rows)]

    def put_off(self, until: Mapping[int, datetime]) -> None:
        """Set the due times of feeds that nobody has in hand."""
        is_free = or_(FEED.c.leased_until.is_(None), FEED.c.leased_until <= self._leases.clock.now())
        statement = update(FEED).where(FEED.c.id == bindparam("feed"), is_free)
        values = [{"feed": feed_id, "moment": moment} for feed_id, moment in until.items()]
        if values:
            with self._database.write() as connection:
                connection.execute(statement.values(due_at=bindparam("moment", type_=Moment)), values)

    def follow_clock_back(self) -> int:
        """Where the clock was set back, have nothing wait for a time that is far ahead now; give how many feeds did.

        It is told by what was noted later than now: a poll's start, an entry's or a message's first sight, the day a
        feed was added. What is due counts from now as it counted from then. An alert or a message that was noted before
        and put off further than ever happens was so by the other clock: it is due now.
        """
        now = self._leases.clock.now()
        with self._database.write() as connection:
            moved = self._pull_back(connection, FEED, func.coalesce(FEED.c.polled_at, FEED.c.added_at), now)
            ahead = FEED.c.polled_at > now + _AHEAD
            connection.execute(update(FEED).where(ahead).values(polled_at=now))
            self._pull_back(connection, ENTRY, ENTRY.c.first_seen_at, now)
            self._pull_back(connection, DELIVERY, DELIVERY.c.queued_at, now)
            self._pull_back(connection, ALERT, ALERT.c.queued_at, now, IS_DUE)
            _hasten_messages(connection, now)
        return moved

    def _pull_back(
        self,
        connection: Connection,
        table: Table,
        noted_at: ColumnElement[datetime],
        now: datetime,
        *which: ColumnElement[bool],
    ) -> int:
        """Move the due times of rows that were noted later than now, and end the leases of tables that have any."""
        c = table.c
        noted = noted_at.label("noted_at")
        ahead = select(c.id, c.due_at, noted).where(c.due_at > now, noted > now + _AHEAD, *which)
        rows = connection.execute(ahead).all()
        for row in rows:
            due_at = now + max(row.due_at - row.noted_at, timedelta())
            values = until(due_at) if "leased_until" in c else {"due_at": due_at}
            connection.execute(update(table).where(c.id == row.id).values(values))
        return len(rows)

    def forget_old_polls(self) -> None:
        """Delete all but the last 50 polls of each feed, a few thousand feeds at a time, and what history is old."""
        old_at = self._leases.clock.now() - _HISTORY
        with self._database.write() as connection:
            connection.execute(delete(EVENT).where(EVENT.c.at < old_at))
            connection.execute(delete(UNWRAPPED).where(UNWRAPPED.c.at < old_at))
        place = func.row_number().over(partition_by=POLL.c.feed_id, order_by=POLL.c.id.desc()).label("place")
        with self._database.read() as connection:
            last = connection.scalar(select(func.max(FEED.c.id))) or 0
        for start in range(0, last + 1, _CHUNK):
            some = select(POLL.c.id, place).where(POLL.c.feed_id.between(start, start + _CHUNK - 1)).subquery()
            old = select(some.c.id).where(some.c.place > _POLLS_KEPT)
            with self._database.write() as connection:
                connection.execute(delete(POLL).where(POLL.c.id.in_(old)))


def missing(known: Collection[str], names: Sequence[str]) -> None:
    """Refuse names that no feed has.

    Raises:
        NotFound: naming the first of them, and the nearest that there is.
    """
    for name in names:
        if name not in known:
            near = "".join(f" Did you mean {close!r}?" for close in get_close_matches(name, known, n=1))
            raise NotFound(f"No feed is named {name!r}.{near}")


def _hasten_messages(connection: Connection, now: datetime) -> None:
    """Have alerts and messages due now that wait for a time so far ahead that another clock must have named it."""
    too_far = and_(IS_DUE, ALERT.c.due_at > now + _FURTHEST_ALERT)
    connection.execute(update(ALERT).where(too_far).values(due_at=now))
    c, furthest = DELIVERY.c, now + _FURTHEST_TRY
    connection.execute(update(DELIVERY).where(c.due_at > furthest).values(until(now)))
    leased = and_(c.leased_by.is_not(None), c.leased_until > furthest)
    connection.execute(update(DELIVERY).where(leased).values(leased_until=None, leased_by=None))
