"""How is each feed, and does the outbox move?

Not pure: reads feed, event, alert and delivery. In: the moment. Out: Vitals. duties.py shows them on /metrics, where
Prometheus' rules ask; cheap enough for every few seconds, however large the archive is.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, case, func, literal_column, select

from monitor.core.records.ledgers import FeedVitals, Vitals
from monitor.store.engine import Database
from monitor.store.feeds.feed_list import STATE, FeedList
from monitor.store.schema.tables import ALERT, DELIVERY, FEED

#: Of how many alerts, the newest, the states are counted.
_NEWEST = 5_000
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def vitals(database: Database, now: datetime) -> Vitals:
    """Ask how the feeds and the outbox are."""
    dark = FeedList(database).dark()
    with database.read() as connection:
        return Vitals(
            now,
            feeds=_feeds(connection),
            dark=dark,
            messages=_messages(connection, now),
            unsent_since=_unsent_since(connection, now),
            alerts=_alerts(connection),
        )


def _feeds(connection: Connection) -> tuple[FeedVitals, ...]:
    c = FEED.c
    rows = connection.execute(select(c.name, STATE, c.spec, c.succeeded_at).where(c.is_listed))
    return tuple(
        FeedVitals(name, now_is, str(spec.get("country") or ""), str(spec.get("group") or ""), succeeded_at)
        for name, now_is, spec, succeeded_at in rows
    )


def _messages(connection: Connection, now: datetime) -> dict[tuple[str, str], int]:
    c = DELIVERY.c
    state = case((c.due_at <= now, "due"), else_="later")
    waiting = select(c.lane, state, func.count()).where(c.due_at > _LONG_AGO).group_by(c.lane, state)
    # Written out, not bound: only so do both databases use the index over just these rows.
    dead = select(c.lane, func.count()).where(literal_column("state = 'dead'")).group_by(c.lane)
    found = {(channel, kind): number for channel, kind, number in connection.execute(waiting)}
    return found | {(channel, "dead"): number for channel, number in connection.execute(dead)}


def _unsent_since(connection: Connection, now: datetime) -> dict[str, datetime]:
    """Say since when each channel's oldest message has been there, or its oldest alert been due, if it is unsent.

    A message counts from when it was composed: its next try may lie ahead, and it is late all the same.
    """
    a, d = ALERT.c, DELIVERY.c
    composed = select(d.lane, func.min(d.composed_at)).where(d.due_at > _LONG_AGO).group_by(d.lane)
    due = select(a.channel, func.min(a.due_at)).where(literal_column("state = 'due'"), a.due_at <= now)
    rows = [*connection.execute(composed), *connection.execute(due.group_by(a.channel))]
    since: dict[str, datetime] = {}
    for channel, at in rows:
        since[channel] = min(at, since.get(channel, at))
    return since


def _alerts(connection: Connection) -> dict[str, int]:
    newest = select(ALERT.c.state).order_by(ALERT.c.id.desc()).limit(_NEWEST).subquery()
    rows = connection.execute(select(newest.c.state, func.count()).group_by(newest.c.state))
    return {state: number for state, number in rows}  # noqa: C416 - dict() does not type a Row
