"""Which stand-ins do tests use at the seams of core/ports.py?

Not pure: they remember what was asked of them.
In: what the test wants to happen. Out: it happens, and can be looked at afterwards.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from monitor.core.errors import TryAgainLater
from monitor.core.records.alerts import DueDelivery
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchRequest

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is told to go on."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class FakeFetcher:
    """Gives the prepared answers in turn, the last one for ever; keeps each request."""

    NOTHING: ClassVar = Failed(Reason.NOT_FOUND, "The test prepared no answer.", status=404)

    def __init__(self, answers: Iterable[Fetched | Failed] = ()) -> None:
        self.requests: list[FetchRequest] = []
        self._answers = deque(answers)

    async def fetch(self, request: FetchRequest) -> Fetched | Failed:
        self.requests.append(request)
        await asyncio.sleep(0)
        if not self._answers:
            return self.NOTHING
        return self._answers.popleft() if len(self._answers) > 1 else self._answers[0]


class FakeChannel:
    """Gives the prepared outcomes in turn, then success; an exception among them is raised.

    Args:
        gate: where given, each message waits until it is set; ``entered`` tells that one does.
    """

    def __init__(
        self, name: str, outcomes: Iterable[Failed | Exception | None] = (), gate: asyncio.Event | None = None
    ) -> None:
        self.name = name
        self.delivered: list[DueDelivery] = []
        self.entered = asyncio.Event()
        self._outcomes = deque(outcomes)
        self._gate = gate

    async def send(self, delivery: DueDelivery) -> Failed | None:
        self.entered.set()
        if self._gate is not None:
            await self._gate.wait()
        outcome = self._outcomes.popleft() if self._outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is None:
            self.delivered.append(delivery)
        return outcome


@dataclass
class _Row:
    delivery: DueDelivery
    due_at: datetime | None
    is_urgent: bool = False
    state: str = "due"
    failures: list[Failed] = field(default_factory=list)


class FakeDeliveryStore:
    """The outbox's table in memory: queue, claim, sent, fail."""

    def __init__(self, clock: FakeClock, lease_s: float = 180.0) -> None:
        self.rows: dict[str, _Row] = {}
        self.away = 0  # so many times what was sent cannot be marked
        self._clock = clock
        self._lease_s = lease_s

    def queue(
        self, key: str, channel: str, payload: dict[str, object] | None = None, *, is_urgent: bool = False
    ) -> DueDelivery:
        """Put a message in, once for each key, as composing does."""
        now = self._clock.now()
        delivery = DueDelivery(
            id=len(self.rows) + 1,
            key=key,
            rule="coverage",
            channel=channel,
            payload=payload or {},
            attempts=0,
            queued_at=now,
            first_seen_at=now,
        )
        return self.rows.setdefault(key, _Row(delivery, due_at=now, is_urgent=is_urgent)).delivery

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueDelivery]:
        now = self._clock.now()
        claimed: dict[str, DueDelivery] = {}
        for row in sorted(self.rows.values(), key=lambda row: not row.is_urgent):
            channel = row.delivery.channel
            if row.due_at is None or row.due_at > now or channel in busy or channel in claimed or len(claimed) == limit:
                continue
            row.due_at = now + timedelta(seconds=self._lease_s)
            claimed[channel] = row.delivery
        return list(claimed.values())

    def sent(self, delivery: DueDelivery) -> None:
        if self.away:
            self.away -= 1
            raise TryAgainLater("The test has the database away.")
        row = self.rows[delivery.key]
        row.state, row.due_at = "sent", None

    def fail(
        self,
        delivery: DueDelivery,
        failure: Failed,
        due_at: datetime | None,
        rests_until: datetime | None = None,
        *,
        put_off_since: datetime | None = None,
    ) -> None:
        row = self.rows[delivery.key]
        row.failures.append(failure)
        row.state, row.due_at = "due" if due_at else "dead", due_at
        row.delivery = replace(row.delivery, put_off_since=put_off_since)
        if failure.retry_after_s is None or due_at is None:
            row.delivery = replace(row.delivery, attempts=row.delivery.attempts + 1)
        else:
            rests_until = due_at
        for other in self.rows.values():
            if rests_until and other.delivery.channel == delivery.channel and other.due_at is not None:
                other.due_at = max(other.due_at, rests_until)
