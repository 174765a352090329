"""How far have long tasks over the archive come?

Not pure: reads and writes task. In: what a task was asked to do, and where it is. Out: where it goes on after a stop.
"""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from monitor.core.ports import Clock
from monitor.core.records.rebuilds import Progress
from monitor.store.engine import Database
from monitor.store.schema.tables import TASK


class Tasks:
    """The long tasks that were begun and have not ended."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, name: str, asked: str, since: datetime | None, *, is_fresh: bool = False) -> Progress:
        """Begin a task, or go on where it stopped if it was asked for in the same words then.

        Args:
            name: of the task.
            asked: in which words its articles were chosen, such as "24h": a day later they mean others.
            since: what the words mean now; what they meant then goes on to hold.
            is_fresh: begin at the beginning in any case.
        """
        with self._database.write() as connection:
            row = connection.execute(select(TASK).where(TASK.c.name == name)).mappings().first()
            if row and row["wanted"]["asked"] == asked and not is_fresh:
                then = row["wanted"]["since"]
                meant = datetime.fromisoformat(then) if then else None
                return Progress(row["cursor"], dict(row["counts"]), row["started_at"], meant)
            connection.execute(delete(TASK).where(TASK.c.name == name))
            begun = Progress(0, {}, self._clock.now(), since)
            wanted = {"asked": asked, "since": since.isoformat() if since else None}
            values = {"name": name, "wanted": wanted, "cursor": 0, "counts": {}, "started_at": begun.started_at}
            connection.execute(insert(TASK).values(values))
            return begun

    def reach(self, name: str, progress: Progress) -> None:
        """Note how far a task has come."""
        values = {"cursor": progress.cursor, "counts": progress.counts}
        with self._database.write() as connection:
            connection.execute(update(TASK).where(TASK.c.name == name).values(values))

    def end(self, name: str) -> None:
        """Note that a task is done."""
        with self._database.write() as connection:
            connection.execute(delete(TASK).where(TASK.c.name == name))
