"""Who runs what is due, on this machine?

Not pure: owns asyncio tasks. In: a claim (what is due, at most so many, none of these lanes) and a handler.
Out: nothing; the handler records what it did. queues.py makes one runner each for feeds, entries, looks and deliveries.

A **lane** is what must not be crowded: a site for feeds and pages, a channel for deliveries. One slow site
or channel fills its own lane and nobody else's.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from monitor.core.errors import TryAgainLater
from monitor.observe import log

T = TypeVar("T")

_GRACE_S = 5.0
_BREATH_S, _LONGEST_BREATH_S = 0.01, 0.08


class Runner(Generic[T]):
    """Claims what is due and handles it, many at once, few in a lane.

    Args:
        name: for the log: "feeds", "entries", "deliveries".
        claim: blocking; gives at most ``limit`` claimed things, none in a lane that is busy.
        handle: one claimed thing; records its own failures and does not raise.
        lane: the lane of a claimed thing.
        slots: things in hand at once.
        per_lane: things of one lane in hand at once.
    """

    def __init__(  # noqa: PLR0913 - what a runner is made of, named at its one call
        self,
        name: str,
        *,
        claim: Callable[[int, Sequence[str]], list[T]],
        handle: Callable[[T], Awaitable[None]],
        lane: Callable[[T], str],
        slots: int,
        per_lane: int,
    ) -> None:
        self._log = log.get("schedule")
        self._name = name
        self._claim = claim
        self._handle = handle
        self._lane = lane
        self._slots = slots
        self._per_lane = per_lane
        self._jobs: set[asyncio.Task[None]] = set()
        self._lanes: Counter[str] = Counter()
        self._wake = asyncio.Event()
        self._called = asyncio.Event()  # and not only because a job has ended
        self._stopping = False
        self._put_off: TryAgainLater | None = None  # why something could not be claimed or recorded

    def wake(self) -> None:
        """Look again for what is due, at once; the scheduler's tick calls this."""
        self._called.set()
        self._wake.set()

    async def run(self, *, until_idle: bool = False) -> None:
        """Handle what is due, until stopped or, if so asked, until nothing is due and nothing in hand.

        Raises:
            TryAgainLater: the database is away and the run was to end by itself; a run without end waits instead.
        """
        breath_s = _BREATH_S
        while not self._stopping:
            if until_idle and self._put_off:
                await self.stop(_GRACE_S)
                raise self._put_off
            self._wake.clear()
            self._called.clear()
            is_idle = not self._jobs  # asked before the claim: a job that ends meanwhile frees its lane too late
            found = await self._fill()
            may_take_more = found and self._per_lane > 1  # a claim takes one a lane
            if may_take_more or (until_idle and self._put_off):
                continue
            if until_idle and is_idle and not found:
                return
            await self._wake.wait()
            # More may end meanwhile: a claim costs as much for one as for ten, and as much for none.
            breath_s = _BREATH_S if found else min(2 * breath_s, _LONGEST_BREATH_S)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), breath_s)

    async def stop(self, grace_s: float) -> None:
        """Claim no more; give what is in hand ``grace_s`` seconds, then cancel it (its lease runs out)."""
        self._stopping = True
        self.wake()
        if self._jobs:
            _, late = await asyncio.wait(self._jobs, timeout=grace_s)
            for job in late:
                job.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fill(self) -> int:
        free = self._slots - len(self._jobs)
        if free <= 0:
            return 0
        busy = [lane for lane, number in self._lanes.items() if number >= self._per_lane]
        try:
            claimed = await asyncio.to_thread(self._claim, free, busy)
        except TryAgainLater as error:
            self._puts_off(error)
            return 0
        for thing in claimed:
            self._start(thing)
        return len(claimed)

    def _start(self, thing: T) -> None:
        lane = self._lane(thing)
        self._lanes[lane] += 1
        job = asyncio.ensure_future(self._handle(thing))
        self._jobs.add(job)
        job.add_done_callback(lambda done: self._finished(done, lane))

    def _finished(self, job: asyncio.Task[None], lane: str) -> None:
        self._jobs.discard(job)
        self._lanes[lane] -= 1
        if not self._lanes[lane]:
            del self._lanes[lane]
        self._wake.set()
        error = None if job.cancelled() else job.exception()
        if isinstance(error, TryAgainLater):
            self._puts_off(error)  # its lease runs out, and it is due again
        elif error is not None:
            self._log.error("schedule.handler_crashed", queue=self._name, exc_info=error)

    def _puts_off(self, error: TryAgainLater) -> None:
        self._put_off = error
        self._log.warning("schedule.put_off", queue=self._name, detail=str(error))
