"""Which publisher's address stands behind an aggregator's link?

Not pure: reads and writes unwrapped. In: a wrapped link. Out: what was found for it, so that nobody is asked twice.
The pipeline uses it (core.ports.LinkStore).
"""

from datetime import timedelta

from sqlalchemy import delete, select

from monitor.core.ports import Clock
from monitor.store.engine import Database
from monitor.store.schema.columns import digest
from monitor.store.schema.tables import UNWRAPPED

_ASK_AGAIN = timedelta(days=1)  # where nothing could be found


class Links:
    """The addresses behind wrapped links."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def target(self, url: str) -> str | None:
        """Give what was found; "" where nothing could be, None where nobody has asked, or not within a day."""
        c = UNWRAPPED.c
        with self._database.read() as connection:
            row = connection.execute(select(c.target, c.at).where(c.digest == digest(url))).first()
        if row is None or (not row.target and row.at < self._clock.now() - _ASK_AGAIN):
            return None
        return str(row.target)

    def remember(self, url: str, target: str) -> None:
        """Store what was found, "" for nothing."""
        row = {"digest": digest(url), "url": url, "target": target, "at": self._clock.now()}
        with self._database.write() as connection:
            connection.execute(delete(UNWRAPPED).where(UNWRAPPED.c.digest == row["digest"]))
            self._database.insert_unknown(connection, UNWRAPPED, [row])
