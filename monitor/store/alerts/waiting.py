"""Which alerts are due and in no message yet, and what has to be known to make messages of them?

Not pure: reads alert, delivery, story, article, silence and snooze, inside the transaction that claims messages. In: a
channel, a digest and the moment. Out: Waiting. outbox.py gives it to the pure function that composes; writing.py writes
what that gives back.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, distinct, func, literal_column, or_, select

from monitor.core.records.alerts import QueuedAlert, Snooze, StoryState, Urgency, Waiting
from monitor.store.alerts.queueing import queued_alert
from monitor.store.alerts.silences import holding
from monitor.store.alerts.snoozes import snooze_of
from monitor.store.schema.tables import ALERT, ARTICLE, DELIVERY, SNOOZE, STORY

#: Alerts that are given to be composed at once.
AT_ONCE = 200

#: Written out, not bound: only so do both databases use the index over just these rows.
IS_DUE: ColumnElement[bool] = literal_column("alert.state = 'due'")

_TOLD_WITHIN = timedelta(hours=1)
_C = ALERT.c
_RANK = case({urgency.value: n for n, urgency in enumerate(reversed(Urgency))}, value=_C.urgency, else_=len(Urgency))


def due_digests(connection: Connection, now: datetime, busy: Collection[str]) -> Sequence[tuple[str, str]]:
    """Give the channels that alerts are due for, with the digest that those belong to; "" for none.

    What was put off until later costs nothing here: the index begins with the time.
    """
    due = select(_C.channel, _C.gather).where(IS_DUE, _C.due_at <= now).distinct()
    if busy:
        due = due.where(_C.channel.not_in(busy))
    return [(channel, gather) for channel, gather in connection.execute(due)]


def are_of(channel: str, gather: str, now: datetime) -> ColumnElement[bool]:
    """Choose the alerts that are due for a channel and belong to one digest, or to none."""
    return and_(IS_DUE, _C.due_at <= now, _C.channel == channel, _C.gather == gather)


def read(connection: Connection, channel: str, gather: str, now: datetime) -> Waiting:
    """Read what is due for a channel, of one digest or of none: the most urgent first, then the oldest."""
    mine = are_of(channel, gather, now)
    first = select(_C.id).where(mine).order_by(_RANK, _C.id).limit(AT_ONCE)
    rows = connection.execute(select(ALERT).where(_C.id.in_(first)).order_by(_RANK, _C.id)).mappings()
    alerts = tuple(map(queued_alert, rows))
    return Waiting(
        channel,
        gather,
        now,
        alerts,
        more=_more(connection, mine, alerts),
        stories=_stories(connection, channel, {each.alert.story_id for each in alerts if each.alert.story_id}, now),
        told=_told(connection, channel, now) if alerts else {},
        silences=holding(connection, now) if alerts else (),
    )


def _more(connection: Connection, mine: ColumnElement[bool], alerts: Sequence[QueuedAlert]) -> int:
    if len(alerts) < AT_ONCE:
        return 0
    return (connection.scalar(select(func.count()).select_from(ALERT).where(mine)) or 0) - len(alerts)


def _told(connection: Connection, channel: str, now: datetime) -> Mapping[str, int]:
    """Count the messages of each rule that were composed for a channel within the hour before."""
    c = DELIVERY.c
    within = and_(c.composed_at > now - _TOLD_WITHIN, c.composed_at <= now)  # later ones: the clock was set back
    rows = connection.execute(select(c.rule, func.count()).where(within, c.lane == channel).group_by(c.rule))
    told: Counter[str] = Counter()
    for rules, number in rows:
        for rule in rules.split(", "):
            told[rule] += number
    return dict(told)


# --- stories --------------------------------------------------------------------------------------


def _stories(connection: Connection, channel: str, ids: Collection[int], now: datetime) -> Mapping[int, StoryState]:
    if not ids:
        return {}
    c = ARTICLE.c
    counted = select(c.story_id, func.count(), func.count(distinct(c.outlet))).where(c.story_id.in_(ids))
    sizes = {story: sizes for story, *sizes in connection.execute(counted.group_by(c.story_id))}
    threads, snoozes = _threads(connection, channel, ids, now), _snoozes(connection, ids)
    states = {}
    for story_id in ids:
        articles, outlets = sizes.get(story_id, (1, 1))
        told_at, thread = threads.get(story_id, (None, ""))
        states[story_id] = StoryState(story_id, articles, outlets, told_at, thread, snoozes.get(story_id))
    return states


def _threads(
    connection: Connection, channel: str, ids: Collection[int], now: datetime
) -> Mapping[int, tuple[datetime, str]]:
    """Give when each story was last told of over a channel, and the key of the first message; a digest counts too."""
    mine = and_(_C.story_id.in_(ids), _C.channel == channel, _C.delivery_id.is_not(None))
    ends = select(_C.story_id, func.min(_C.delivery_id), func.max(_C.delivery_id)).where(mine).group_by(_C.story_id)
    found = {story: (first, last) for story, first, last in connection.execute(ends)}
    c, named = DELIVERY.c, {each for pair in found.values() for each in pair}
    messages = select(c.id, c.key, c.composed_at).where(c.id.in_(named))
    by_id = {row.id: row for row in connection.execute(messages)} if named else {}
    return {
        story: (min(by_id[last].composed_at, now), by_id[first].key)  # later ones: the clock was set back
        for story, (first, last) in found.items()
    }


def _snoozes(connection: Connection, ids: Collection[int]) -> Mapping[int, Snooze]:
    """Give the snoozes that hold of stories, and of those that were merged into them."""
    into = STORY.c.merged_into
    statement = select(SNOOZE, into).join(STORY, STORY.c.id == SNOOZE.c.story_id)
    statement = statement.where(SNOOZE.c.ended_at.is_(None), or_(SNOOZE.c.story_id.in_(ids), into.in_(ids)))
    found: dict[int, Snooze] = {}
    for row in connection.execute(statement.order_by(into.is_(None), SNOOZE.c.at)).mappings():
        found |= dict.fromkeys((row["story_id"], row["merged_into"] or row["story_id"]), snooze_of(row))
    return found
