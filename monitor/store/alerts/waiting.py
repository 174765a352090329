"""Which alerts are due and in no message yet, and what has to be known to make messages of them?

Not pure: reads alert, delivery, story, article, silence and snooze, inside the transaction that claims messages. In: a
channel, a digest and the moment. Out: Waiting. outbox.py gives it to the pure function that composes; writing.py writes
what that gives back.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, distinct, func, literal_column, or_, select

from monitor.core.alert_limits import BURST, MOST_ITEMS, SIFTED
from monitor.core.records.alerts import MessageKind, StoryState, Urgency, Waiting
from monitor.store.alerts import silences, snoozes
from monitor.store.alerts.queueing import queued_alert
from monitor.store.schema.tables import ALERT, ARTICLE, DELIVERY

#: Written out, not bound: only so do both databases use the index over just these rows.
IS_DUE: ColumnElement[bool] = literal_column("alert.state = 'due'")
_IS_UNSENT: ColumnElement[bool] = literal_column("delivery.state = 'due'")
_IS_SENT: ColumnElement[bool] = literal_column("delivery.state = 'sent'")

_TOLD_WITHIN, _LATELY = timedelta(hours=1), timedelta(minutes=1)
_C = ALERT.c
_RANK = case({urgency.value: urgency.rank for urgency in Urgency}, value=_C.urgency, else_=len(Urgency))


def due_digests(connection: Connection, now: datetime, busy: Collection[str]) -> Sequence[tuple[str, str]]:
    """Give the channels that alerts are due for, with the digest that those belong to; "" for none.

    A channel that is away is left out: what comes in until its next try is told together then. So is one that has
    messages to send yet: of a flood it is given as many as it takes, and the rest becomes a digest. What was put off
    until later costs nothing here: the index begins with the time.
    """
    due = select(_C.channel, _C.gather).where(IS_DUE, _C.due_at <= now).distinct()
    if busy:
        due = due.where(_C.channel.not_in(busy))
    found = [(channel, gather) for channel, gather in connection.execute(due)]
    if not found:
        return ()
    channels, c = {channel for channel, _ in found}, DELIVERY.c
    # One that failed and is due again keeps nothing back: it may be that one alone that fails.
    supplied = select(c.lane).where(_IS_UNSENT, c.lane.in_(channels), c.due_at <= now, c.reason == "").distinct()
    left_out = {*_away(connection, channels, now), *connection.scalars(supplied)}
    return [(channel, gather) for channel, gather in found if channel not in left_out]


def _away(connection: Connection, channels: Collection[str], now: datetime) -> Collection[str]:
    """Choose the channels of which a message failed that waits for its next try, or for one that was not tried yet.

    Where another was sent since that one was composed, it is the message that is bad, not the channel.
    """
    c = DELIVERY.c
    failed_at, is_waiting = func.max(case((c.reason != "", c.composed_at))), case((c.due_at > now, 1), else_=0)
    is_next = func.max(case((c.reason == "", 1), else_=is_waiting))
    unsent = select(c.lane, failed_at, is_next).where(_IS_UNSENT, c.lane.in_(channels)).group_by(c.lane)
    failed = {channel: at for channel, at, has_next in connection.execute(unsent) if at and has_next}
    last = select(func.max(c.sent_at)).where(_IS_SENT)
    last_sent = {each: connection.scalar(last.where(c.lane == each)) for each in failed}
    return [each for each, sent_at in last_sent.items() if sent_at is None or sent_at <= failed[each]]


def are_of(channel: str, gather: str, now: datetime) -> ColumnElement[bool]:
    """Choose the alerts that are due for a channel and belong to one digest, or to none."""
    return and_(IS_DUE, _C.due_at <= now, _C.channel == channel, _C.gather == gather)


def read(connection: Connection, channel: str, gather: str, now: datetime) -> Waiting:
    """Read what is due for a channel, of one digest or of none: the most urgent first, then the oldest."""
    mine = are_of(channel, gather, now)
    first = select(_C.id).where(mine).order_by(_RANK, _C.id).limit(MOST_ITEMS)
    rows = connection.execute(select(ALERT).where(_C.id.in_(first)).order_by(_RANK, _C.id)).mappings()
    alerts = tuple(map(queued_alert, rows))
    if not alerts:
        return Waiting(channel, gather, now, ())
    queued = [each.queued_at for each in alerts]
    number, first_at, last_at = len(alerts), min(queued), max(queued)
    if number == MOST_ITEMS:
        all_of_them = select(func.count(), func.min(_C.queued_at), func.max(_C.queued_at)).where(mine)
        number, first_at, last_at = connection.execute(all_of_them).one()
    more = number - len(alerts)
    return Waiting(
        channel,
        gather,
        now,
        alerts,
        more=more,
        stories=_stories(connection, channel, {each.alert.story_id for each in alerts if each.alert.story_id}, now),
        told=_told(connection, channel, now),
        lately=_lately(connection, channel, now) if not gather else {},
        silences=silences.between(connection, first_at, last_at),
        has_snoozed=more > 0 and _has_snoozed(connection, mine),
    )


def _has_snoozed(connection: Connection, mine: ColumnElement[bool]) -> bool:
    """Say whether any of them is of a story that is snoozed: also of those that are not given."""
    if not snoozes.are_any(connection):
        return False
    stories = connection.scalars(select(_C.story_id).where(mine, _C.story_id.is_not(None)).distinct()).all()
    return bool(snoozes.holding(connection, stories))


def _told(connection: Connection, channel: str, now: datetime) -> Mapping[str, int]:
    """Count the messages of each rule that were composed for a channel within the hour before."""
    c = DELIVERY.c
    mine = _composed(channel, now - _TOLD_WITHIN, now)
    rows = connection.execute(select(c.rule, func.count()).where(mine).group_by(c.rule))
    told: Counter[str] = Counter()
    for rules, number in rows:
        for rule in rules.split(", "):
            told[rule] += number
    return dict(told)


def _lately(connection: Connection, channel: str, now: datetime) -> Mapping[Urgency, int]:
    """Count what was told over a channel within the minute before, without what a rule gathers for its digests."""
    c = DELIVERY.c
    gather = select(_C.gather).where(_C.delivery_id == c.id).limit(1).scalar_subquery()  # all of a digest have the same
    is_single, is_gathered = c.kind != MessageKind.DIGEST.value, gather.in_(("", SIFTED))
    weight = func.sum(case((is_single, 1), (gather == SIFTED, c.alerts), else_=BURST))
    mine = _composed(channel, now - _LATELY, now)
    rows = connection.execute(select(c.urgency, weight).where(mine, or_(is_single, is_gathered)).group_by(c.urgency))
    return {Urgency(urgency): int(number) for urgency, number in rows}


def _composed(channel: str, after: datetime, now: datetime) -> ColumnElement[bool]:
    c = DELIVERY.c
    return and_(c.composed_at > after, c.composed_at <= now, c.lane == channel)  # later ones: the clock was set back


# --- stories --------------------------------------------------------------------------------------


def _stories(connection: Connection, channel: str, ids: Collection[int], now: datetime) -> Mapping[int, StoryState]:
    if not ids:
        return {}
    c, last = ARTICLE.c, snoozes.ends(connection, ids)
    those = c.story_id.in_(set(last.values()))
    counted = select(c.story_id, func.count(), func.count(distinct(c.outlet))).where(those)
    sizes = {story: sizes for story, *sizes in connection.execute(counted.group_by(c.story_id))}
    threads, snoozed = _threads(connection, channel, ids, now), snoozes.holding(connection, ids)
    states = {}
    for story_id in ids:
        articles, outlets = sizes.get(last[story_id], (1, 1))
        told_at, thread = threads.get(story_id, (None, ""))
        states[story_id] = StoryState(story_id, articles, outlets, told_at, thread, snoozed.get(story_id))
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
