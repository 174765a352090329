"""What did rules have to tell, and what became of it?

Not pure: reads alert, and queues what belongs to no article that is being kept. In: rules, states, moments. Out:
alerts, and how many there were. The commands, the pages and the watch for spikes ask.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, func, literal_column, select

from monitor.core.records.alerts import Alert, AlertState, QueuedAlert
from monitor.store.alerts.queueing import queue, queued_alert
from monitor.store.engine import Database
from monitor.store.schema.tables import ALERT

_C = ALERT.c
_HOUR = "%Y-%m-%d %H"
# Written out, not bound: only so do both databases use the index over just these rows.
_IS_COUNTED: ColumnElement[bool] = literal_column("alert.state = 'counted'")
_IS_DUE: ColumnElement[bool] = literal_column("alert.state = 'due'")


class Alerts:
    """The alerts, whatever became of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, rule: str | None = None, state: AlertState | None = None, limit: int = 50) -> list[QueuedAlert]:
        """List alerts, the last first."""
        statement = select(ALERT).order_by(_C.id.desc()).limit(limit)
        if rule is not None:
            statement = statement.where(_C.rule == rule)
        if state is not None:
            statement = statement.where(_C.state == AlertState(state).value)
        with self._database.read() as connection:
            return [queued_alert(row) for row in connection.execute(statement).mappings()]

    def add(self, alerts: Sequence[Alert], now: datetime) -> int:
        """Queue alerts that come with no article that is being kept; give how many are to be told that were not."""
        with self._database.write() as connection:
            return queue(self._database, connection, alerts, now=now, first_seen_at=now)

    def hourly(self, rule: str, since: datetime) -> dict[datetime, int]:
        """Count what a rule only counts, by the full hour (UTC) in which it was queued; hours without any are left out.

        Costs no more than there is since then.
        """
        hour = _hour(self._database)
        with self._database.read() as connection:
            mine = (_IS_COUNTED, _C.rule == rule, _C.queued_at >= since)
            rows = connection.execute(select(hour, func.count()).where(*mine).group_by(hour).order_by(hour))
            return {datetime.strptime(text, _HOUR).replace(tzinfo=UTC): number for text, number in rows}

    def tallies(self, since: datetime) -> dict[str, dict[str, int]]:
        """Count, for each rule, what became of its alerts that were queued since."""
        with self._database.read() as connection:
            counted = select(_C.rule, _C.state, func.count()).where(_C.queued_at >= since)
            found: dict[str, dict[str, int]] = {}
            # By state first: by rule, SQLite would go through all of each rule's, however old.
            for rule, state, number in connection.execute(counted.group_by(_C.state, _C.rule)):
                found.setdefault(rule, {})[state] = number
            return found

    def waiting(self, most: int) -> int:
        """Count what no message tells yet, be its time still to come; not further than ``most``."""
        # In the order of the index over just these rows, or SQLite would take one over all.
        some = select(_C.due_at).where(_IS_DUE).order_by(_C.due_at).limit(most).subquery()
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(some)).scalar_one()

    def forget_counted(self, rule: str, before: datetime) -> int:
        """Delete what a rule counted before a moment, which nobody asks for any more; give how much."""
        with self._database.write() as connection:
            mine = (_IS_COUNTED, _C.rule == rule, _C.queued_at < before)
            return connection.execute(delete(ALERT).where(*mine)).rowcount

    def first_counted(self, rule: str, since: datetime) -> QueuedAlert | None:
        """Give the first that a rule counted since a moment, None where it counted none."""
        mine = select(ALERT).where(_IS_COUNTED, _C.rule == rule, _C.queued_at >= since)
        with self._database.read() as connection:
            row = connection.execute(mine.order_by(_C.queued_at, _C.id).limit(1)).mappings().first()
            return queued_alert(row) if row else None


def _hour(database: Database) -> ColumnElement[str]:
    """Give the hour of queueing as both databases can say it."""
    if database.is_sqlite:
        return func.strftime(_HOUR, _C.queued_at)
    return literal_column("to_char(alert.queued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')")
