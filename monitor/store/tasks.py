"""How far have long tasks over the archive come?

Not pure: reads and writes task. In: what a task was asked to do, and where it is. Out: where it goes on after a stop.
"""

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

    def begin(self, name: str, wanted: dict[str, object], *, is_fresh: bool = False) -> Progress:
        """Begin a task, or go on where it stopped if just the same was wanted then.

        Args:
            is_fresh: begin at the beginning in any case.
        """
        with self._database.write() as connection:
            row = connection.execute(select(TASK).where(TASK.c.name == name)).mappings().first()
            if row and row["wanted"] == wanted and not is_fresh:
                return Progress(row["cursor"], dict(row["counts"]), row["started_at"])
            connection.execute(delete(TASK).where(TASK.c.name == name))
            begun = Progress(0, {}, self._clock.now())
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
