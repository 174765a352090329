"""How much is kept, how much waits, and since when?

Not pure: reads the database. In: a Database and the moment. Out: Snapshot. /metrics, /readyz and `monitor status`
show it; it is cheap enough to take every few seconds.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Table, func, literal_column, select

from monitor.core.records.polls import HealthKind
from monitor.store.alerts.waiting import IS_DUE
from monitor.store.engine import Database
from monitor.store.feeds.feed_list import count_by_state
from monitor.store.schema.tables import ALERT, ARTICLE, DELIVERY, ENTRY, FEED, LOOK


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait: ``due`` now, ``later`` (another try is planned); ``dead`` were given up."""

    due: int = 0
    later: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the database at one moment.

    Args:
        feeds: how many are in each state: a HealthKind, "paused" or "disabled".
        deliveries: of ``due`` and ``later``, those alerts too that are in no message yet.
        oldest_due_at: since when the feed that waits longest is due; None where none is due yet.
        last_kept_at: when the newest article was kept, None without articles.
    """

    taken_at: datetime
    entries: Queue
    looks: Queue
    deliveries: Queue
    feeds: dict[str, int]
    oldest_due_at: datetime | None
    articles: int
    last_kept_at: datetime | None

    @property
    def troubled(self) -> int:
        """How many feeds a person should look at."""
        return sum(self.feeds.get(kind.value, 0) for kind in HealthKind if kind.is_trouble)


def snapshot(database: Database, now: datetime) -> Snapshot:
    """Count what waits and what is kept."""
    with database.read() as connection:
        newest = select(ARTICLE.c.kept_at).order_by(ARTICLE.c.id.desc()).limit(1)
        return Snapshot(
            taken_at=now,
            entries=_queue(connection, ENTRY, now),
            looks=_waiting(connection, LOOK, now),
            deliveries=_with_alerts(connection, _queue(connection, DELIVERY, now), now),
            feeds=count_by_state(connection),
            oldest_due_at=connection.scalar(select(func.min(FEED.c.due_at)).where(FEED.c.due_at <= now)),
            articles=connection.scalar(select(func.count()).select_from(ARTICLE)) or 0,
            last_kept_at=connection.scalar(newest),
        )


def _queue(connection: Connection, table: Table, now: datetime) -> Queue:
    count = select(func.count()).select_from(table)
    # Written out, not bound: only so do both databases use the index over just these rows.
    dead = count.where(literal_column("state = 'dead'"))
    return replace(_waiting(connection, table, now), dead=connection.scalar(dead) or 0)


def _with_alerts(connection: Connection, messages: Queue, now: datetime) -> Queue:
    """Add the alerts that are in no message yet."""
    count = select(func.count()).select_from(ALERT).where(IS_DUE)
    due = connection.scalar(count.where(ALERT.c.due_at <= now)) or 0
    later = connection.scalar(count.where(ALERT.c.due_at > now)) or 0
    return replace(messages, due=messages.due + due, later=messages.later + later)


def _waiting(connection: Connection, table: Table, now: datetime) -> Queue:
    count = select(func.count()).select_from(table)
    return Queue(
        due=connection.scalar(count.where(table.c.due_at <= now)) or 0,
        later=connection.scalar(count.where(table.c.due_at > now)) or 0,
    )
