"""Of which stories does nobody want to hear until they grow?

Not pure: reads and writes snooze, and makes due what was held back in alert. In: stories, and what people want. Out:
Snoozes. The commands, the pages and the API set and end them; outbox.py ends those whose stories have grown when there
is more to tell of them, and duties.py in any case, once a minute.

A snooze is of a story and of all that were merged into the same one, however often. Where several such are snoozed, the
snooze of the one that stands decides for all, or else the last that was made.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, distinct, func, insert, literal_column, select, update

from monitor.core.errors import NotFound
from monitor.core.ports import Clock
from monitor.core.records.alerts import AlertState, Snooze
from monitor.store.engine import Database
from monitor.store.schema.tables import ALERT, ARTICLE, SNOOZE, STORY

# Written out, not bound: only so do both databases use the index over just these rows.
_IS_HELD: ColumnElement[bool] = literal_column("alert.state = 'held'")
_C = SNOOZE.c
_CHUNK = 5_000  # SQLite takes 32,766 values in a statement


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
            if connection.scalar(select(STORY.c.id).where(STORY.c.id == story_id)) is None:
                raise NotFound(f"There is no story {story_id}. `monitor stories` shows the ids.")
            living = ends(connection, [story_id])[story_id]
            now = self._clock.now()
            snooze = Snooze(living, now, _outlets(connection, [living]).get(living, 0), grow_by, by)
            connection.execute(delete(SNOOZE).where(_C.story_id == living))
            values = {"at": now, "outlets": snooze.outlets, "grow_by": grow_by, "by": by}
            connection.execute(insert(SNOOZE).values(story_id=living, **values))
            return snooze

    def end(self, story_id: int) -> bool:
        """Have a story told of again, and now what was held back meanwhile; False where it was not snoozed."""
        with self._database.write() as connection:
            return wake(connection, [story_id], self._clock.now()) > 0

    def wake(self) -> int:
        """End the snoozes of stories that have grown, and make due what no snooze holds back any more; give how much.

        Of the latter may be some whose snooze a person ended just while it was held back. Where another process
        composes messages meanwhile, this does nothing: the next time does it.
        """
        with self._database.read() as connection:
            if not (_grown(connection) or _free(connection)):
                return 0
        now = self._clock.now()
        with self._database.write() as connection:
            if not self._database.may_compose(connection):
                return 0
            _end(connection, _grown(connection), now)
            return _release(connection, now)

    def list(self) -> list[Snooze]:
        """List the snoozes that hold, the last first."""
        with self._database.read() as connection:
            return [*_live(connection)]


def wake(connection: Connection, story_ids: Collection[int], now: datetime) -> int:
    """End the snoozes that hold stories; what was held back for them is due. Give how many snoozes."""
    ended = _end(connection, story_ids, now)
    if ended:
        _release(connection, now)
    return ended


def are_any(connection: Connection) -> bool:
    """Say whether any story is snoozed."""
    return connection.scalar(select(_C.story_id).where(_C.ended_at.is_(None)).limit(1)) is not None


def holding(connection: Connection, story_ids: Collection[int]) -> Mapping[int, Snooze]:
    """Give of each of these stories the snooze that holds it; those that none holds are left out."""
    snoozes = _snoozes(connection)
    last = ends(connection, story_ids) if snoozes else {}
    return {story: snoozes[end] for story, end in last.items() if end in snoozes}


def ends(connection: Connection, story_ids: Collection[int]) -> Mapping[int, int]:
    """Give for each story the one that its articles are in after all merges: itself where it was merged into none."""
    into: dict[int, int] = {}
    left = list(set(story_ids))
    while left:
        some, left = left[:_CHUNK], left[_CHUNK:]
        merged = select(STORY.c.id, STORY.c.merged_into).where(STORY.c.id.in_(some), STORY.c.merged_into.is_not(None))
        found = {story: to for story, to in connection.execute(merged)}  # noqa: C416 - dict() does not type a Row
        into |= found
        left += set(found.values()) - into.keys()
    return {story: _last(story, into) for story in story_ids}


def _last(story: int, into: Mapping[int, int]) -> int:
    while story in into:
        story = into[story]
    return story


# --- snoozes that hold ----------------------------------------------------------------------------


def _live(connection: Connection) -> Sequence[Snooze]:
    rows = connection.execute(select(SNOOZE).where(_C.ended_at.is_(None)).order_by(_C.at.desc(), _C.story_id))
    return [Snooze(row["story_id"], row["at"], row["outlets"], row["grow_by"], row["by"]) for row in rows.mappings()]


def _snoozes(connection: Connection) -> Mapping[int, Snooze]:
    """Give the snoozes that decide, by the story that their own is in after all merges."""
    live = _live(connection)
    last = ends(connection, [each.story_id for each in live])
    weakest_first = sorted(live, key=lambda each: (last[each.story_id] == each.story_id, each.at))
    return {last[each.story_id]: each for each in weakest_first}


def _grown(connection: Connection) -> Collection[int]:
    """Give the snoozed stories that have as many outlets now as they are told again with."""
    snoozes = _snoozes(connection)
    outlets = _outlets(connection, snoozes.keys()) if snoozes else {}
    return [story for story, each in snoozes.items() if outlets.get(story, 0) >= each.outlets + each.grow_by]


def _outlets(connection: Connection, story_ids: Collection[int]) -> Mapping[int, int]:
    c = ARTICLE.c
    counted = select(c.story_id, func.count(distinct(c.outlet))).where(c.story_id.in_(story_ids)).group_by(c.story_id)
    return {story: number for story, number in connection.execute(counted)}  # noqa: C416 - dict() does not type a Row


def _end(connection: Connection, story_ids: Collection[int], now: datetime) -> int:
    snoozed = [each.story_id for each in _live(connection)] if story_ids else []
    if not snoozed:
        return 0
    last = ends(connection, {*story_ids, *snoozed})
    over = {last[story] for story in story_ids}
    mine = _C.story_id.in_([story for story in snoozed if last[story] in over])
    return connection.execute(update(SNOOZE).where(_C.ended_at.is_(None), mine).values(ended_at=now)).rowcount


# --- what they hold back --------------------------------------------------------------------------


def _free(connection: Connection) -> Collection[int]:
    """Give the stories of which alerts are held back though no snooze holds them any more."""
    held = set(connection.scalars(select(ALERT.c.story_id).where(_IS_HELD).distinct()))
    return held - holding(connection, held).keys() if held else held


def _release(connection: Connection, now: datetime) -> int:
    """Make due what no snooze holds back, each story by itself, whatever it was gathered with; give how much."""
    free = list(_free(connection))
    due = update(ALERT).where(_IS_HELD).values(state=AlertState.DUE.value, due_at=now, gather="", why="")
    parts = [free[start : start + _CHUNK] for start in range(0, len(free), _CHUNK)]
    return sum(connection.execute(due.where(ALERT.c.story_id.in_(part))).rowcount for part in parts)
