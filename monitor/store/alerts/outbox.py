"""Which messages are to be sent, and what became of them?

Not pure: reads and writes delivery, and alert. In: claims, successes and failures; what people ask. Out: messages.
alert/outbox.py sends through it (core.ports.DeliveryStore), the commands and pages read and retry through it.
queueing.py queues alerts together with their article; here messages are composed of them (waiting.py, writing.py), by a
pure function inside the transaction that claims.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, literal_column, select, update

from monitor.core.errors import NotFound
from monitor.core.records.alerts import Composition, Delivery, DeliveryFilter, DueDelivery, QueuedAlert, Waiting
from monitor.core.records.failures import Failed
from monitor.store.alerts import waiting, writing
from monitor.store.alerts.queueing import queued_alert
from monitor.store.alerts.snoozes import wake
from monitor.store.claims import Choice, Leases, until
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import delivery, due_delivery
from monitor.store.schema.tables import ALERT, ARTICLE, DELIVERY

_C = DELIVERY.c
# Written out, not bound: only so do both databases use the index over just these rows.
_IS_URGENT: ColumnElement[bool] = literal_column("delivery.urgency = 'urgent'")
_IS_DUE: ColumnElement[bool] = literal_column("delivery.state = 'due'")
_IS_DEAD: ColumnElement[bool] = literal_column("delivery.state = 'dead'")
_UNSENT = {"due": _IS_DUE, "dead": _IS_DEAD}
_LISTED = tuple(column for column in _C if column.name != "payload")
_HEADLINE = (ARTICLE.c.title.label("headline"), ARTICLE.c.language)
_WITH_ITS_ARTICLE = DELIVERY.join(ARTICLE, ARTICLE.c.id == _C.article_id)


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
        """Take at most ``limit`` due deliveries, one a channel, none of a channel in ``busy``; what is urgent first.

        What is due and in no message yet is composed first.
        """
        with self._database.write() as connection:
            self._compose_due(connection, busy)
            urgent = Choice(and_(_IS_URGENT, _C.due_at <= self._leases.clock.now()))
            rows = self._leases.take(connection, DELIVERY, limit, busy, choice=urgent)
            full = [*busy, *(row["lane"] for row in rows)]
            rows += self._leases.take(connection, DELIVERY, limit - len(rows), full)
            return [due_delivery(row) for row in rows]

    def sent(self, delivery: DueDelivery) -> None:
        """Mark it delivered, for good."""
        values = {"state": "sent", "sent_at": self._leases.clock.now(), **said(None), **until(None)}
        with self._database.write() as connection:
            connection.execute(update(DELIVERY).where(_C.id == delivery.id).values(values))

    def fail(
        self,
        delivery: DueDelivery,
        failure: Failed,
        due_at: datetime | None,
        rests_until: datetime | None = None,
        *,
        put_off_since: datetime | None = None,
    ) -> None:
        """Record a failed try; ``due_at`` is the next, None parks it as dead. What was sent stays sent.

        Where the receiver says when to come again, that is not counted as a try, and holds for all that waits for it.

        Args:
            rests_until: when it is to be asked again, of a receiver that has put this message off for too long.
            put_off_since: when its receiver first put it off; None where it did not this time.
        """
        is_put_off = failure.retry_after_s is not None and due_at is not None
        rests_until = due_at if is_put_off else rests_until
        unsent = update(DELIVERY).where(_C.id == delivery.id, _C.state != "sent")
        state = "due" if due_at else "dead"
        values = {"state": state, "put_off_since": put_off_since, **said(failure), **until(due_at)}
        with self._database.write() as connection:
            connection.execute(unsent.values(attempts=_C.attempts + (0 if is_put_off else 1), **values))
            if rests_until is not None:
                others = update(DELIVERY).where(_C.lane == delivery.channel, _C.due_at < rests_until)
                connection.execute(others.values(due_at=rests_until))

    # --- for people -------------------------------------------------------------------------------

    def list(self, wanted: DeliveryFilter) -> list[Delivery]:
        """List messages without their payload, the last composed first."""
        listed = select(*_LISTED, *_HEADLINE).select_from(_WITH_ITS_ARTICLE)
        statement = listed.order_by(_C.id.desc()).limit(wanted.limit)
        if wanted.state is not None:
            statement = statement.where(_UNSENT.get(wanted.state, _C.state == wanted.state))
        if wanted.channel is not None:
            statement = statement.where(_C.lane == wanted.channel)
        if wanted.rule is not None:
            its = select(ALERT.c.id).where(ALERT.c.delivery_id == _C.id, ALERT.c.rule == wanted.rule)
            statement = statement.where(its.exists())
        if wanted.since is not None:
            statement = statement.where(_C.composed_at >= wanted.since)
        if wanted.before is not None:
            statement = statement.where(_C.id < wanted.before)
        with self._database.read() as connection:
            return [delivery(row) for row in connection.execute(statement).mappings()]

    def get(self, delivery_id: int) -> Delivery:
        """Give a message with its payload.

        Raises:
            NotFound: there is none with this id.
        """
        whole = select(DELIVERY, *_HEADLINE).select_from(_WITH_ITS_ARTICLE)
        with self._database.read() as connection:
            row = connection.execute(whole.where(_C.id == delivery_id)).mappings().first()
        if row is None:
            raise NotFound(f"There is no message {delivery_id}. `monitor alerts deliveries` shows the ids.")
        return delivery(row)

    # Not list[...]: in this class that name is the method above.
    def alerts_of(self, delivery_id: int, after: int = 0, limit: int = 200) -> Sequence[QueuedAlert]:
        """Give the alerts that a message tells, those that it only counts among them, the oldest first.

        Args:
            after: id of the last one of the page before.
        """
        c = ALERT.c
        mine = select(ALERT).where(c.delivery_id == delivery_id, c.id > after).order_by(c.id).limit(limit)
        with self._database.read() as connection:
            return [queued_alert(row) for row in connection.execute(mine).mappings()]

    def retry(self, delivery_id: int) -> bool:
        """Have a message that was given up sent again, now and as often as at first; False where it was not."""
        return self._revive(_C.id == delivery_id) == 1

    def retry_all(self, channel: str | None) -> int:
        """Have all messages sent again that were given up, of one channel or of all; give their number."""
        return self._revive() if channel is None else self._revive(_C.lane == channel)

    def _revive(self, *which: ColumnElement[bool]) -> int:
        now = self._leases.clock.now()
        values = {"state": "due", "attempts": 0, "put_off_since": None, **until(now)}
        with self._database.write() as connection:
            return connection.execute(update(DELIVERY).where(_IS_DEAD, *which).values(values)).rowcount

    # --- alerts to messages -----------------------------------------------------------------------

    def _compose_due(self, connection: Connection, busy: Sequence[str]) -> None:
        """Compose what is due, at most so much of each digest; what the ends of snoozes make due meanwhile, too."""
        now, has_woken = self._leases.clock.now(), True
        while has_woken and (due := waiting.due_digests(connection, now, busy)):
            if not self._database.may_compose(connection):
                return
            has_woken = sum(self._compose_digest(connection, *each, now) for each in due) > 0

    def _compose_digest(self, connection: Connection, channel: str, gather: str, now: datetime) -> bool:
        """Compose what waits for a channel; say whether stories woke, which other channels may have held back too."""
        has_woken = False
        while (found := waiting.read(connection, channel, gather, now)).alerts:
            composed = self._compose(found)
            if not (composed.woken and wake(connection, composed.woken, now)):
                writing.write(self._database, connection, found, composed)
                break
            has_woken = True  # composed once more, so that what was held back is told with what woke it
        return has_woken
