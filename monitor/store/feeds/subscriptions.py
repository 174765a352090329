"""Which hubs deliver which feeds?

Not pure: reads and writes subscription, and writes lines of history into event. In: what feeds and hubs said.
Out: subscriptions that are due. websub/ acts through it (core.ports.SubscriptionStore).

A subscription is known by its token: a feed has one at a time, and what is said of an older one changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, delete, insert, literal, null, select, update

from monitor.core.ports import Clock
from monitor.core.records.polls import Event, EventKind
from monitor.core.records.subscriptions import Subscription, SubscriptionState
from monitor.core.urls import host_of
from monitor.store.engine import Database
from monitor.store.feeds.polls import record
from monitor.store.rows import Row
from monitor.store.schema.columns import Moment
from monitor.store.schema.tables import FEED, SUBSCRIPTION

_C = SUBSCRIPTION.c
_ENDED = SubscriptionState.ENDED.value
_HELD = timedelta(minutes=15)  # after which a request that a crash kept from being recorded is due again


class Subscriptions:
    """The subscriptions at WebSub hubs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # --- reading ----------------------------------------------------------------------------------

    def wanted(self) -> list[Subscription]:
        """Give all that have not ended."""
        return self._read(_C.state != _ENDED)

    def find(self, token: str) -> Subscription | None:
        """Give the one whose callback has this token."""
        return next(iter(self._read(_C.token == token)), None)

    def of(self, feed_id: int) -> Subscription | None:
        """Give a feed's."""
        return next(iter(self._read(_C.feed_id == feed_id)), None)

    def _read(self, chosen: ColumnElement[bool]) -> list[Subscription]:
        with self._database.read() as connection:
            return _rows(connection, chosen)

    # --- wanting and not wanting ------------------------------------------------------------------

    def begin(self, feed_id: int, hub: str, topic: str, *, token: str, secret: str) -> None:
        """Want a subscription, in place of the one that the feed had; its hub is to be asked at once."""
        row = {
            "feed_id": feed_id,
            "hub": hub,
            "topic": topic,
            "token": token,
            "secret": secret,
            "state": SubscriptionState.ASKED.value,
            "failures": 0,
            "detail": "",
            "due_at": self._clock.now(),
        }
        with self._database.write() as connection:
            connection.execute(delete(SUBSCRIPTION).where(_C.feed_id == feed_id))
            connection.execute(insert(SUBSCRIPTION).values(row))

    def end(self, feed_id: int, why: str) -> None:
        """Want a feed's subscription no more; its hub is to be told at once."""
        self._end(_C.feed_id == feed_id, why)

    def tidy(self) -> int:
        """End the subscriptions of feeds that are polled no more, and note leases that ran out; give their number.

        A feed that is paused, disabled, gone from feeds.yaml or gone altogether is due never again.
        """
        unpolled = select(FEED.c.id).where(FEED.c.due_at.is_(None))
        ended = self._end(_C.feed_id.in_(unpolled), "The feed is not polled any more.")
        return ended + self._lapse()

    def _end(self, chosen: ColumnElement[bool], why: str) -> int:
        chosen &= _C.state != _ENDED
        if not self._read(chosen):  # tidy() runs often, and a writer stops all others
            return 0
        now = self._clock.now()
        with self._database.write() as connection:
            ending = _rows(connection, chosen)
            values = {"state": _ENDED, "detail": why, "due_at": now, "lease_until": None, "delivered_at": None}
            for each in ending:
                connection.execute(update(SUBSCRIPTION).where(_C.token == each.token).values(values))
                _tell_end(connection, each, now, why)
        return len(ending)

    def _lapse(self) -> int:
        now = self._clock.now()
        chosen = (_C.state != _ENDED) & (_C.lease_until <= now)
        if not self._read(chosen):
            return 0
        with self._database.write() as connection:
            lapsed = _rows(connection, chosen)
            for each in lapsed:
                values = {"lease_until": None, "delivered_at": None}
                connection.execute(update(SUBSCRIPTION).where(_C.token == each.token).values(values))
                _write_end(connection, each, now, "The lease ran out before the hub renewed it.")
        return len(lapsed)

    # --- asking hubs ------------------------------------------------------------------------------

    def claim(self, limit: int) -> list[Subscription]:
        """Take at most ``limit`` whose hub is to be asked now, the longest due first, as they are from then on.

        They are in the state "asked", so that the hub may confirm while it is still being asked; those that have
        ended stay so, and their hub is told once.
        """
        now = self._clock.now()
        with self._database.read() as connection:
            if not connection.execute(select(_C.id).where(_C.due_at <= now).limit(1)).first():
                return []
        is_ended = _C.state == _ENDED
        oldest = select(_C.id).where(_C.due_at <= now).order_by(_C.due_at, _C.id).limit(limit)
        taken = (
            update(SUBSCRIPTION)
            .where(_C.id.in_(oldest.with_for_update(skip_locked=True)), _C.due_at <= now)
            .values(
                state=case((is_ended, _ENDED), else_=SubscriptionState.ASKED.value),
                due_at=case((is_ended, null()), else_=literal(now + _HELD, Moment)),
            )
            .returning(_C.id)
        )
        with self._database.write() as connection:
            ids = connection.scalars(taken).all()
            return _rows(connection, _C.id.in_(ids)) if ids else []

    def unconfirmed(self, asked: Subscription, state: SubscriptionState, detail: str, due_at: datetime) -> None:
        """Note a request that has not led to a confirmation so far, and when to ask again.

        A hub that confirmed meanwhile has the last word.
        """
        still = (_C.token == asked.token) & (_C.state == SubscriptionState.ASKED.value)
        values = {"state": state.value, "detail": detail, "due_at": due_at, "failures": _C.failures + 1}
        with self._database.write() as connection:
            connection.execute(update(SUBSCRIPTION).where(still).values(values))

    # --- what hubs say ----------------------------------------------------------------------------

    def confirm(self, token: str, lease_until: datetime, due_at: datetime) -> None:
        """Note that a hub delivers until ``lease_until``; ``due_at`` is when to renew."""
        now = self._clock.now()
        values = {
            "state": SubscriptionState.ACTIVE.value,
            "failures": 0,
            "detail": "",
            "due_at": due_at,
            "lease_until": lease_until,
        }
        with self._database.write() as connection:
            for each in _rows(connection, (_C.token == token) & (_C.state != _ENDED)):
                connection.execute(update(SUBSCRIPTION).where(_C.token == token).values(values))
                if not each.is_live(now):
                    event = Event(EventKind.SUBSCRIBED, now, f"The hub {host_of(each.hub)} delivers what is new.")
                    record(connection, each.feed_id, [event])

    def deny(self, token: str, detail: str, due_at: datetime) -> None:
        """Note that a hub will not deliver, or deliver no longer; ``due_at`` is when to ask again."""
        now = self._clock.now()
        values = {
            "state": SubscriptionState.REFUSED.value,
            "failures": _C.failures + 1,
            "detail": detail,
            "due_at": due_at,
            "lease_until": None,
            "delivered_at": None,
        }
        with self._database.write() as connection:
            for each in _rows(connection, (_C.token == token) & (_C.state != _ENDED)):
                connection.execute(update(SUBSCRIPTION).where(_C.token == token).values(values))
                _tell_end(connection, each, now, detail)

    def delivered(self, token: str) -> None:
        """Note a delivery that was signed, and could be read."""
        self._set(_C.token == token, {"delivered_at": self._clock.now()})

    def doubt(self, feed_id: int, since: datetime, detail: str) -> bool:
        """Where a hub has delivered nothing since then, trust it no more until it delivers again, and ask it anew.

        Give whether it was trusted.
        """
        now = self._clock.now()
        silent = (_C.feed_id == feed_id) & (_C.state != _ENDED) & (_C.delivered_at < since)
        return self._set(silent, {"delivered_at": None, "due_at": now, "detail": detail}) > 0

    def _set(self, chosen: ColumnElement[bool], values: Mapping[str, object]) -> int:
        with self._database.write() as connection:
            return connection.execute(update(SUBSCRIPTION).where(chosen).values(values)).rowcount


def _rows(connection: Connection, chosen: ColumnElement[bool]) -> list[Subscription]:
    rows = select(SUBSCRIPTION, FEED.c.name).join(FEED, FEED.c.id == _C.feed_id).where(chosen)
    return [_subscription(row) for row in connection.execute(rows.order_by(_C.due_at, _C.id)).mappings()]


def _subscription(row: Row) -> Subscription:
    return Subscription(
        row["feed_id"],
        row["name"],
        row["hub"],
        row["topic"],
        row["token"],
        row["secret"],
        SubscriptionState(row["state"]),
        row["failures"],
        row["detail"],
        row["due_at"],
        row["lease_until"],
        row["delivered_at"],
    )


def _tell_end(connection: Connection, subscription: Subscription, now: datetime, why: str) -> None:
    """Write that deliveries end, where there were any."""
    if subscription.is_live(now):
        _write_end(connection, subscription, now, why)


def _write_end(connection: Connection, subscription: Subscription, now: datetime, why: str) -> None:
    detail = f"The hub {host_of(subscription.hub)} delivers no more. {why}"
    record(connection, subscription.feed_id, [Event(EventKind.UNSUBSCRIBED, now, detail)])
