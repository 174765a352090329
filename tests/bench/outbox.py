"""How many messages does the outbox part with in a second?

Not pure: fills databases in a folder of its own, and on the test server. In: where a row of the table goes. Out: rows,
and on stdout messages per second. Alerts are composed, claimed and marked as sent; nothing is sent. The floor is a
transaction of two statements: no message can be claimed and marked for less than two of those. Run by: make bench
"""

import time
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import insert, select, update

from monitor.alert.message import payload_of
from monitor.core.records.alerts import Alert, Composition, Message, MessageKind, QueuedAlert, Waiting
from monitor.core.records.articles import Covered
from monitor.store.alerts.alerts import Alerts
from monitor.store.alerts.outbox import Deliveries
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, DELIVERY, STORY
from tests.bench.databases import BOTH
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import Room, alert, draft, rulings

_ALERTS = 10_000
_IDLE = 100

Row = Callable[[str, float, float], None]


def run(row: Row) -> None:
    """Measure on both databases, and give the rows of the table."""
    for name, opened in BOTH:
        with opened() as database:
            _measure(name, database, row)


def _measure(name: str, database: Database, row: Row) -> None:
    room = Room(database, FakeClock())
    room.articles.keep(Covered(room.entry(), draft()), rulings())
    alerts = _fill(room)
    floor_s = _floor(database)
    alone, together = (Deliveries(database, room.leases, compose) for compose in (_alone, _together))
    sent, took_s = _drain(alone)
    row(f"{name}: one of {sent:,} messages composed, claimed, sent", took_s / sent, 2 * floor_s)
    print(f"  {sent / took_s:,.0f} messages a second")
    Alerts(database).add([replace(each, key=f"d{each.key}", gather="digest") for each in alerts], NOON)
    messages, took_s = _drain(together)
    row(f"{name}: {_ALERTS:,} alerts composed, claimed, sent as {messages} digest", took_s, 2 * floor_s)
    print(f"  {_ALERTS / took_s:,.0f} alerts a second")
    later = room.clock.now().replace(year=2030)
    Alerts(database).add([replace(each, key=f"l{each.key}", due_at=later) for each in alerts], NOON)
    row(f"{name}: a claim where {_ALERTS:,} alerts wait for later", _idle(alone), floor_s)


def _fill(room: Room) -> list[Alert]:
    """Queue alerts of articles that are each in a story of its own."""
    with room.database.write() as connection:
        first = dict(connection.execute(select(ARTICLE)).mappings().one())
        story = dict(connection.execute(select(STORY)).mappings().one())
        numbers = range(2, _ALERTS + 2)
        connection.execute(insert(STORY), [story | {"id": n} for n in numbers])
        rows = [first | {"id": n, "url_digest": str(n), "url": f"{first['url']}/{n}", "story_id": n} for n in numbers]
        connection.execute(insert(ARTICLE), rows)
    made = alert(room.articles.get(1), "webhook")
    alerts = [replace(made, key=f"{n}", article_id=n, story_id=n) for n in numbers]
    Alerts(room.database).add(alerts, NOON)
    return alerts


def _alone(waiting: Waiting) -> Composition:
    return Composition(tuple(_message(waiting, (each,)) for each in waiting.alerts))


def _together(waiting: Waiting) -> Composition:
    return Composition((_message(waiting, waiting.alerts),))


def _message(waiting: Waiting, alerts: tuple[QueuedAlert, ...]) -> Message:
    first, is_digest = alerts[0].alert, len(alerts) > 1
    kind = MessageKind.DIGEST if is_digest else MessageKind.ARTICLE
    story_id, ids = None if is_digest else first.story_id, tuple(each.id for each in alerts)
    payload = payload_of(first.key, kind, alerts)
    return Message(
        first.key, waiting.channel, kind, first.urgency, (first.rule,), story_id, "", payload, ids, takes_rest=is_digest
    )


def _drain(outbox: Deliveries) -> tuple[int, float]:
    """Send all that is due, one after the other; give how many messages, and the seconds by the clock."""
    began, sent = time.perf_counter(), 0
    while claimed := outbox.claim(4, []):
        for each in claimed:
            outbox.sent(each)
        sent += len(claimed)
    return sent, time.perf_counter() - began


def _idle(outbox: Deliveries) -> float:
    began = time.perf_counter()
    for _ in range(_IDLE):
        outbox.claim(4, [])
    return (time.perf_counter() - began) / _IDLE


def _floor(database: Database) -> float:
    c = DELIVERY.c
    began = time.perf_counter()
    for _ in range(_IDLE):
        with database.write() as connection:
            connection.execute(select(c.id).where(c.id == 0)).first()
            connection.execute(update(DELIVERY).where(c.id == 0).values(attempts=1))
    return (time.perf_counter() - began) / _IDLE
