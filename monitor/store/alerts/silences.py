"""What is not to be announced for a while?

Not pure: reads and writes silence. In: a query and an end. Out: Silences. The commands, the pages and the API set and
end them; waiting.py hands those that held when something came to the function that composes.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from monitor.core.ports import Clock
from monitor.core.records.alerts import Silence
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.tables import SILENCE

_C = SILENCE.c


class Silences:
    """The silences, those that are over among them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def list(self, *, all_of_them: bool = False) -> list[Silence]:
        """List the silences that hold, or all that ever did, the last first."""
        statement = select(SILENCE).order_by(_C.id.desc())
        if not all_of_them:
            statement = statement.where(_hold(self._clock.now()))
        with self._database.read() as connection:
            return [_silence(row) for row in connection.execute(statement).mappings()]

    def add(self, query: str, until: datetime, by: str, comment: str) -> Silence:
        """Keep back what comes in from now until a moment and matches a query. What it kept back is not told later."""
        values = {"query": query, "until": until, "by": by, "comment": comment, "created_at": self._clock.now()}
        with self._database.write() as connection:
            row = connection.execute(insert(SILENCE).values(values).returning(*SILENCE.c)).mappings().one()
            return _silence(row)

    def end(self, silence_id: int) -> bool:
        """End a silence now; False where it did not hold any more, or there is none with this id."""
        now = self._clock.now()
        with self._database.write() as connection:
            ended = update(SILENCE).where(_C.id == silence_id, _hold(now)).values(ended_at=now)
            return connection.execute(ended).rowcount == 1


def between(connection: Connection, first_at: datetime, last_at: datetime) -> tuple[Silence, ...]:
    """Give the silences that held at any time from the one moment to the other, the first first."""
    held = and_(_C.created_at <= last_at, _C.until > first_at, or_(_C.ended_at.is_(None), _C.ended_at > first_at))
    rows = connection.execute(select(SILENCE).where(held).order_by(_C.id))
    return tuple(_silence(row) for row in rows.mappings())


def _hold(now: datetime) -> ColumnElement[bool]:
    return and_(_C.until > now, _C.ended_at.is_(None))


def _silence(row: Row) -> Silence:
    return Silence(**{name: row[name] for name in Silence.__dataclass_fields__})
