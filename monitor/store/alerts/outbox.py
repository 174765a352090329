"""Which messages are to be sent, and what became of them?

Not pure: reads and writes alert and delivery. In: claims, successes and failures. Out: messages that are due.
alert/outbox.py sends through it (core.ports.DeliveryStore). queueing.py queues alerts together with their article;
here messages are composed of them, by a pure function inside the transaction that claims.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.core.records.alerts import Composition, DueDelivery, Message, QueuedAlert, StoryState, Waiting
from monitor.core.records.failures import Failed
from monitor.store.alerts.queueing import queued_alert
from monitor.store.claims import Leases, until
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import due_delivery
from monitor.store.schema.tables import ALERT, DELIVERY, STORY

#: Alerts that are given to be composed at once.
_AT_ONCE = 200


class Deliveries:
    """The outbox.

    Args:
        compose: makes messages of the alerts that wait for a channel.
    """

    def __init__(self, database: Database, leases: Leases, compose: Callable[[Waiting], Composition]) -> None:
        self._database = database
        self._leases = leases
        self._compose = compose

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueDelivery]:
        """Take at most ``limit`` due deliveries, one a channel, none of a channel in ``busy``.

        What is due and in no message yet is composed first.
        """
        with self._database.write() as connection:
            self._compose_due(connection, busy)
            return [due_delivery(row) for row in self._leases.take(connection, DELIVERY, limit, busy)]

    def sent(self, delivery: DueDelivery) -> None:
        """Mark it delivered, for good."""
        values = {"state": "sent", "sent_at": self._leases.clock.now(), **said(None), **until(None)}
        with self._database.write() as connection:
            connection.execute(update(DELIVERY).where(DELIVERY.c.id == delivery.id).values(values))

    def fail(self, delivery: DueDelivery, failure: Failed, due_at: datetime | None) -> None:
        """Record a failed try; ``due_at`` is the next, None parks it as dead. What was sent stays sent."""
        unsent = update(DELIVERY).where(DELIVERY.c.id == delivery.id, DELIVERY.c.state != "sent")
        values = {"state": "due" if due_at else "dead", **said(failure), **until(due_at)}
        with self._database.write() as connection:
            connection.execute(unsent.values(attempts=DELIVERY.c.attempts + 1, **values))

    # --- alerts to messages -----------------------------------------------------------------------

    def _compose_due(self, connection: Connection, busy: Sequence[str]) -> None:
        now, c = self._leases.clock.now(), ALERT.c
        due = select(c.channel, c.gather).where(c.state == "due", c.due_at <= now, c.channel.not_in(busy)).distinct()
        for channel, gather in connection.execute(due).all():
            waiting = self._waiting(connection, channel, gather, now)
            self._write(connection, waiting, self._compose(waiting))

    def _waiting(self, connection: Connection, channel: str, gather: str, now: datetime) -> Waiting:
        c = ALERT.c
        mine = select(ALERT).where(c.state == "due", c.due_at <= now, c.channel == channel, c.gather == gather)
        rows = connection.execute(mine.order_by(c.due_at, c.id).limit(_AT_ONCE).with_for_update(skip_locked=True))
        alerts = tuple(map(queued_alert, rows.mappings()))
        stories = {each.alert.story_id for each in alerts if each.alert.story_id}
        return Waiting(channel, gather, now, alerts, stories={s: self._story(connection, channel, s) for s in stories})

    def _story(self, connection: Connection, channel: str, story_id: int) -> StoryState:
        articles = connection.scalar(select(STORY.c.articles).where(STORY.c.id == story_id)) or 1
        c = DELIVERY.c
        told = select(c.key, c.composed_at).where(c.story_id == story_id, c.lane == channel).order_by(c.id)
        rows = connection.execute(told).all()
        if not rows:
            return StoryState(story_id, articles)
        return StoryState(story_id, articles, told_at=rows[-1].composed_at, thread=rows[0].key)

    def _write(self, connection: Connection, waiting: Waiting, composed: Composition) -> None:
        by_id = {queued.id: queued for queued in waiting.alerts}
        for message in composed.messages:
            alerts = [by_id[alert_id] for alert_id in message.alert_ids]
            row = insert(DELIVERY).values(self._delivery(message, alerts, waiting.now)).returning(DELIVERY.c.id)
            values = {"state": "composed", "due_at": None, "delivery_id": connection.execute(row).scalar_one()}
            connection.execute(update(ALERT).where(ALERT.c.id.in_(message.alert_ids)).values(values))

    def _delivery(self, message: Message, alerts: Sequence[QueuedAlert], now: datetime) -> dict[str, object]:
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
            "queued_at": min(queued.queued_at for queued in alerts),
            "composed_at": now,
            "first_seen_at": min(queued.first_seen_at for queued in alerts),
            "lane": message.channel,
            "due_at": now,
            **said(None),
        }
