"""Who works on what, and until when?

Not pure: reads and writes the four columns that feed, entry, look and delivery share (see tables.py).
In: a table, how many rows, which lanes are full. Out: rows that nobody else gets until their lease runs out.
feeds.py, entries.py, looks.py and deliveries.py claim through this one statement; the same on SQLite and PostgreSQL.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Table, and_, func, or_, select, update

from monitor.core.ports import Clock
from monitor.store.engine import Database
from monitor.store.schema.tables import DELIVERY, ENTRY, FEED, LOOK

# Looking at more than these many of the oldest due rows would cost more than a second look.
_WINDOW = 2_000


def is_running(pid: int) -> bool:
    """Say whether a process of this machine is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows may be taken, and in which order; those that are leased never are.

    Args:
        among: in place of those that are due; None for those.
        newest_first: whether what became due last goes first.
    """

    among: ColumnElement[bool] | None = None
    newest_first: bool = False

    def order(self, given: FromClause) -> tuple[ColumnElement[datetime], ColumnElement[int]]:
        """Give what the rows of a table, or of a query over one, are sorted by."""
        c = given.c
        return (c.due_at.desc(), c.id.desc()) if self.newest_first else (c.due_at, c.id)


_DUE = Choice()


@dataclass(frozen=True, slots=True)
class Leases:
    """The right of one process to take rows for a while.

    Args:
        owner: "host/pid/token", the token drawn anew at each start.
        lease_s: after so many seconds a row that was taken and not dealt with is due again.
    """

    clock: Clock
    owner: str
    lease_s: float

    def take(
        self,
        connection: Connection,
        table: Table,
        limit: int,
        busy: Sequence[str],
        *,
        choice: Choice = _DUE,
    ) -> list[RowMapping]:
        """Take at most ``limit`` rows, at most one a lane, none of a lane in ``busy``, oldest due first."""
        taken: list[RowMapping] = []
        while len(taken) < limit:
            full = [*busy, *(row["lane"] for row in taken)]
            more = self._take_once(connection, table, limit - len(taken), full, choice)
            if not more:
                break
            taken += more
        return taken

    def _take_once(
        self, connection: Connection, table: Table, limit: int, busy: Sequence[str], choice: Choice
    ) -> list[RowMapping]:
        """Take from among the oldest; less than there is where one lane fills the window."""
        now, c = self.clock.now(), table.c
        among = c.due_at <= now if choice.among is None else choice.among
        is_free = and_(among, or_(c.leased_until.is_(None), c.leased_until <= now))
        oldest = select(c.id, c.lane, c.due_at).where(is_free).order_by(*choice.order(table)).limit(_WINDOW)
        if busy:
            oldest = oldest.where(c.lane.not_in(busy))
        window = oldest.subquery("oldest")
        place = func.row_number().over(partition_by=window.c.lane, order_by=choice.order(window))
        placed = select(window.c.id, window.c.due_at, place.label("place")).subquery("placed")
        first = select(placed.c.id).where(placed.c.place == 1).order_by(*choice.order(placed)).limit(limit)
        # is_free again at each step: PostgreSQL looks anew at rows that another process changed meanwhile.
        locked = select(c.id).where(c.id.in_(first), is_free).with_for_update(skip_locked=True)
        statement = (
            update(table)
            .where(c.id.in_(locked), is_free)
            .values(leased_until=now + timedelta(seconds=self.lease_s), leased_by=self.owner)
            .returning(*c)
        )
        rows = connection.execute(statement).mappings().all()
        return sorted(rows, key=lambda row: (row["due_at"] or now, row["id"]), reverse=choice.newest_first)

    def release_dead(self, database: Database, is_alive: Callable[[int], bool] = is_running) -> int:
        """Give back what processes of this machine had taken that are no more, so that a crash costs no waiting.

        Our own process number with another token is one of them: numbers come again, in containers at each start.

        Returns:
            How many rows are free again.
        """
        released = 0
        with database.write() as connection:
            for table in (FEED, ENTRY, LOOK, DELIVERY):
                by = table.c.leased_by
                owners = connection.scalars(select(by).where(by.is_not(None)).distinct()).all()
                dead = [owner for owner in owners if self._is_dead(owner, is_alive)]
                if dead:
                    freed = update(table).where(by.in_(dead)).values(leased_until=None, leased_by=None)
                    released += connection.execute(freed).rowcount
        return released

    def _is_dead(self, owner: str, is_alive: Callable[[int], bool]) -> bool:
        host, _, rest = owner.partition("/")
        pid, _, token = rest.partition("/")
        own_host, _, own_rest = self.owner.partition("/")
        own_pid, _, own_token = own_rest.partition("/")
        if host != own_host or not pid.isdigit():
            return False
        return token != own_token if pid == own_pid else not is_alive(int(pid))


def until(moment: datetime | None) -> dict[str, object]:
    """Give the columns that end a lease: due again at ``moment``, None for never."""
    return {"due_at": moment, "leased_until": None, "leased_by": None}
