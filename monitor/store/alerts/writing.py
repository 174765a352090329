"""What is written when messages were composed?

Not pure: writes delivery and alert, inside the transaction that claims messages. In: what waited, and the
Composition that was made of it. Out: messages in the outbox, alerts that are in one or put off. outbox.py claims then.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, case, func, select, update

from monitor.core.records.alerts import AlertKind, AlertState, Composition, Message, PutOff, QueuedAlert, Waiting
from monitor.store.alerts.waiting import are_of
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.schema.tables import ALERT, DELIVERY

_C = ALERT.c
_COMPOSED: Final = {"state": AlertState.COMPOSED.value, "due_at": None}
_THIS = _C.id == bindparam("alert")
_TELL = update(ALERT).where(_THIS).values(**_COMPOSED, delivery_id=bindparam("in_message"))
_PUT_OFF = (
    update(ALERT)
    .where(_THIS)
    .values({name: bindparam(f"new_{name}", type_=_C[name].type) for name in ("state", "due_at", "gather", "why")})
)


def write(database: Database, connection: Connection, waiting: Waiting, composed: Composition) -> None:
    """Put messages into the outbox, and note of each alert in which it is, or until when it is put off."""
    ids = _put_messages(database, connection, waiting, composed.messages)
    told = [
        {"alert": each, "in_message": ids[message.key]} for message in composed.messages for each in message.alert_ids
    ]
    if told:
        connection.execute(_TELL, told)
    if composed.put_off:
        lots = ((each.alert_id, _lot(each, waiting.now)) for each in composed.put_off)
        rows = [{"alert": number, **{f"new_{name}": value for name, value in lot.items()}} for number, lot in lots]
        connection.execute(_PUT_OFF, rows)
    if waiting.more:
        _write_rest(connection, waiting, composed, ids)


# --- messages -------------------------------------------------------------------------------------


def _put_messages(
    database: Database, connection: Connection, waiting: Waiting, messages: Sequence[Message]
) -> Mapping[str, int]:
    """Insert messages whose keys are not known; give the number of each.

    One whose key is known was told already: what it tells is noted as told by that one.
    """
    if not messages:
        return {}
    by_id = {queued.id: queued for queued in waiting.alerts}
    rows = [_row(each, [by_id[alert_id] for alert_id in each.alert_ids], waiting.now) for each in messages]
    database.insert_unknown(connection, DELIVERY, rows)
    c = DELIVERY.c
    found = connection.execute(select(c.key, c.id).where(c.key.in_([each.key for each in messages])))
    return {key: number for key, number in found}  # noqa: C416 - dict() does not type a Row


def _row(message: Message, alerts: Sequence[QueuedAlert], now: datetime) -> dict[str, object]:
    return {
        "key": message.key,
        "article_id": alerts[0].alert.article_id,
        "rule": ", ".join(message.rules),
        "kind": message.kind.value,
        "urgency": message.urgency.value,
        "story_id": message.story_id,
        "alerts": len(alerts),
        "payload": dict(message.payload),
        "state": "due",
        "attempts": 0,
        "queued_at": min(max(queued.queued_at, queued.alert.due_at) for queued in alerts),
        "composed_at": now,
        "first_seen_at": min(queued.first_seen_at for queued in alerts),
        "lane": message.channel,
        "due_at": now,
        **said(None),
    }


# --- those that were not even looked at -----------------------------------------------------------


def _write_rest(connection: Connection, waiting: Waiting, composed: Composition, ids: Mapping[str, int]) -> None:
    """Have a digest that says so take the alerts beyond those that were looked at: in one statement."""
    seen = [queued.id for queued in waiting.alerts]
    rest = update(ALERT).where(are_of(waiting.channel, waiting.gather, waiting.now), _C.id.not_in(seen))
    if message := next((each for each in composed.messages if each.takes_rest), None):
        connection.execute(rest.values(**_COMPOSED, delivery_id=ids[message.key]))
        _count_rest(connection, message, ids[message.key])


def _count_rest(connection: Connection, message: Message, delivery_id: int) -> None:
    """Have a message say how much it tells: "count" of all, "more" beyond those that it names."""
    mine = _C.delivery_id == delivery_id
    facts = select(func.count(), func.min(_C.queued_at), func.min(_C.first_seen_at)).where(mine)
    alerts, queued_at, first_seen_at = connection.execute(facts).one()
    count = connection.scalar(select(func.count()).select_from(_items(mine))) or 0
    items = message.payload.get("items")
    more = count - (len(items) if isinstance(items, list) else 0)
    payload = {**message.payload, "count": count, "more": more}
    values = {"alerts": alerts, "payload": payload, "queued_at": queued_at, "first_seen_at": first_seen_at}
    connection.execute(update(DELIVERY).where(DELIVERY.c.id == delivery_id).values(values))


def _items(mine: ColumnElement[bool]) -> FromClause:
    """Choose what the items of a message are: an article that two rules found is one; see alert/message.py."""
    change = (_C.facts[("change", name)].as_string().label(name) for name in ("kind", "detail"))
    of_a_spike = case((_C.kind == AlertKind.SPIKE.value, _C.rule), else_="").label("spike")
    return (
        select(_C.story_id, _C.article_id, _C.kind.label("about"), *change, of_a_spike)
        .where(mine)
        .distinct()
        .subquery()
    )


def _lot(put_off: PutOff, now: datetime) -> dict[str, object]:
    """Give the columns of an alert that is put off; what stays due without a time is looked at again, not lost."""
    is_due = put_off.state is AlertState.DUE
    due_at = put_off.due_at or now if is_due else None
    return {"state": put_off.state.value, "due_at": due_at, "gather": put_off.gather, "why": put_off.why}
