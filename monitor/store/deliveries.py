"""Which messages are to be sent, and what became of them?

Not pure: reads and writes delivery. In: claims, successes and failures. Out: messages that are due.
alert/outbox.py sends through it (core.ports.DeliveryStore); archive.py queues them together with their article.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from monitor.core.records.alerts import DueDelivery
from monitor.core.records.failures import Failed
from monitor.store.claims import Leases, until
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import due_delivery
from monitor.store.schema.tables import DELIVERY


class Deliveries:
    """The outbox."""

    def __init__(self, database: Database, leases: Leases) -> None:
        self._database = database
        self._leases = leases

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueDelivery]:
        """Take at most ``limit`` due deliveries, one a channel, none of a channel in ``busy``."""
        with self._database.write() as connection:
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
