"""Of which stories does nobody want to hear until they grow?

Not pure: reads and writes snooze, and makes due what was held back in alert. In: stories, and what people want. Out:
Snoozes. The commands, the pages and the API set and end them; outbox.py ends those whose stories have grown.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    distinct,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from monitor.core.errors import NotFound
from monitor.core.ports import Clock
from monitor.core.records.alerts import AlertState, Snooze
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.tables import ALERT, ARTICLE, SNOOZE, STORY

# Written out, not bound: only so do both databases use the index over just these rows.
_IS_HELD: ColumnElement[bool] = literal_column("alert.state = 'held'")
_C = SNOOZE.c


class Snoozes:
    """The stories that are snoozed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def put(self, story_id: int, grow_by: int, by: str) -> Snooze:
        """Have nothing told of a story until ``grow_by`` outlets more than now have it; what held before is replaced.

        Of a story that was merged into another, that other one is snoozed.

        Raises:
            NotFound: there is no such story.
        """
        with self._database.write() as connection:
            living = _living(connection, story_id)
            outlets = select(func.count(distinct(ARTICLE.c.outlet))).where(ARTICLE.c.story_id == living)
            now = self._clock.now()
            snooze = Snooze(living, now, connection.scalar(outlets) or 0, grow_by, by)
            connection.execute(delete(SNOOZE).where(_C.story_id == living))
            values = {"at": now, "outlets": snooze.outlets, "grow_by": grow_by, "by": by}
            connection.execute(insert(SNOOZE).values(story_id=living, **values))
            return snooze

    def end(self, story_id: int) -> bool:
        """Have a story told of again, and now what was held back meanwhile; False where it was not snoozed."""
        with self._database.write() as connection:
            return wake(connection, [story_id], self._clock.now()) > 0

    def list(self) -> list[Snooze]:
        """List the snoozes that hold, the last first."""
        with self._database.read() as connection:
            rows = connection.execute(select(SNOOZE).where(_C.ended_at.is_(None)).order_by(_C.at.desc(), _C.story_id))
            return [snooze_of(row) for row in rows.mappings()]


def wake(connection: Connection, story_ids: Collection[int], now: datetime) -> int:
    """End the snoozes of stories, and of those merged into them; what was held back for them is due. Give how many."""
    merged = select(STORY.c.id).where(STORY.c.merged_into.in_(story_ids))
    mine = and_(_C.ended_at.is_(None), or_(_C.story_id.in_(story_ids), _C.story_id.in_(merged)))
    woken = connection.scalars(update(SNOOZE).where(mine).values(ended_at=now).returning(_C.story_id)).all()
    if woken:
        due = {"state": AlertState.DUE.value, "due_at": now, "why": ""}
        connection.execute(update(ALERT).where(_IS_HELD, ALERT.c.story_id.in_({*woken, *story_ids})).values(due))
    return len(woken)


def snooze_of(row: Row) -> Snooze:
    """Read a row of snooze."""
    return Snooze(row["story_id"], row["at"], row["outlets"], row["grow_by"], row["by"])


def _living(connection: Connection, story_id: int) -> int:
    """Give the story that another was merged into, or the story itself.

    Raises:
        NotFound: there is none with this number.
    """
    row = connection.execute(select(STORY.c.id, STORY.c.merged_into).where(STORY.c.id == story_id)).first()
    if row is None:
        raise NotFound(f"There is no story {story_id}. `monitor stories` shows the ids.")
    return _living(connection, row.merged_into) if row.merged_into else row.id
