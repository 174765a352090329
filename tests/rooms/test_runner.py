"""Is everything that is due handled, and does no lane crowd the others?"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence

import pytest

from monitor.core.errors import TryAgainLater
from monitor.schedule.local import Runner


class Queue:
    """What is due, as (lane, number); claims oldest first, one a lane, as the store does."""

    def __init__(self, *things: tuple[str, int]) -> None:
        self.due = list(things)
        self.handled: list[tuple[str, int]] = []
        self.in_hand: Counter[str] = Counter()
        self.most_in_hand: Counter[str] = Counter()
        self.hold: dict[str, asyncio.Event] = {}
        self.moved = asyncio.Event()

    def claim(self, limit: int, busy: Sequence[str]) -> list[tuple[str, int]]:
        first: dict[str, tuple[str, int]] = {}
        for thing in self.due:
            if thing[0] not in busy:
                first.setdefault(thing[0], thing)
        claimed = list(first.values())[:limit]
        self.due = [thing for thing in self.due if thing not in claimed]
        return claimed

    async def handle(self, thing: tuple[str, int]) -> None:
        lane = thing[0]
        self.in_hand[lane] += 1
        self.most_in_hand[lane] = max(self.most_in_hand[lane], self.in_hand[lane])
        await (self.hold[lane].wait() if lane in self.hold else asyncio.sleep(0))
        self.in_hand[lane] -= 1
        self.handled.append(thing)
        self.moved.set()

    async def until_handled(self, number: int) -> None:
        async with asyncio.timeout(5):
            while len(self.handled) < number:
                self.moved.clear()
                await self.moved.wait()

    def runner(self, slots: int = 8, per_lane: int = 1) -> Runner[tuple[str, int]]:
        return Runner(
            "things", claim=self.claim, handle=self.handle, lane=lambda t: t[0], slots=slots, per_lane=per_lane
        )


async def test_everything_due_is_handled_once() -> None:
    things = [(f"site{n % 3}", n) for n in range(30)]
    queue = Queue(*things)

    await queue.runner().run(until_idle=True)

    assert sorted(queue.handled) == sorted(things)


async def test_a_lane_never_has_more_in_hand_than_its_share() -> None:
    queue = Queue(*[("one.example", n) for n in range(20)], ("other.example", 20))
    queue.hold["one.example"] = asyncio.Event()
    runner = queue.runner(slots=8, per_lane=2)
    running = asyncio.ensure_future(runner.run(until_idle=True))
    await queue.until_handled(1)  # the other lane's, claimed beside the first of the lane that is held
    runner.wake()
    await asyncio.sleep(0.1)

    queue.hold["one.example"].set()
    await running

    assert queue.most_in_hand["one.example"] == 2
    assert len(queue.handled) == 21


async def test_a_lane_that_hangs_holds_up_no_other() -> None:
    queue = Queue(*[("slow.example", n) for n in range(20)], *[("fast.example", n) for n in range(20)])
    queue.hold["slow.example"] = asyncio.Event()
    runner = queue.runner(slots=4)
    running = asyncio.ensure_future(runner.run())

    await queue.until_handled(20)

    assert {lane for lane, _ in queue.handled} == {"fast.example"}
    queue.hold["slow.example"].set()
    await runner.stop(5)
    await running


async def test_what_becomes_due_later_is_found_at_the_next_wake() -> None:
    queue = Queue()
    runner = queue.runner()
    running = asyncio.ensure_future(runner.run())
    await asyncio.sleep(0.02)

    queue.due.append(("late.example", 1))
    runner.wake()

    await queue.until_handled(1)
    await runner.stop(1)
    await running


async def test_stopping_waits_for_what_is_in_hand_and_then_cuts_it_off() -> None:
    queue = Queue(("slow.example", 1), ("quick.example", 1))
    queue.hold["slow.example"] = asyncio.Event()
    runner = queue.runner()
    running = asyncio.ensure_future(runner.run())
    await asyncio.sleep(0.05)

    began = time.monotonic()
    await runner.stop(grace_s=0.2)
    await running

    assert queue.handled == [("quick.example", 1)]
    assert time.monotonic() - began < 2


async def test_a_handler_that_crashes_costs_its_own_thing_only() -> None:
    queue = Queue(("a.example", 1), ("b.example", 2), ("c.example", 3))

    async def handle(thing: tuple[str, int]) -> None:
        if thing[1] == 2:
            raise ValueError("a bug")
        await queue.handle(thing)

    runner = Runner("things", claim=queue.claim, handle=handle, lane=lambda t: t[0], slots=2, per_lane=1)
    await runner.run(until_idle=True)

    assert queue.handled == [("a.example", 1), ("c.example", 3)]


async def test_a_database_that_is_away_is_asked_again_at_the_next_wake() -> None:
    queue = Queue(("a.example", 1))
    loop, asked, is_away = asyncio.get_running_loop(), asyncio.Event(), True

    def claim(limit: int, busy: Sequence[str]) -> list[tuple[str, int]]:
        loop.call_soon_threadsafe(asked.set)
        if is_away:
            raise TryAgainLater("the database is locked")
        return queue.claim(limit, busy)

    runner = Runner("things", claim=claim, handle=queue.handle, lane=lambda t: t[0], slots=2, per_lane=1)
    running = asyncio.ensure_future(runner.run())
    await asyncio.wait_for(asked.wait(), 5)
    is_away = False

    runner.wake()

    await queue.until_handled(1)
    await runner.stop(1)
    await running


@pytest.mark.parametrize("when", ["claimed", "recorded"])
async def test_a_run_to_the_end_says_that_the_database_is_away(when: str) -> None:
    queue = Queue(("a.example", 1))

    def claim(limit: int, busy: Sequence[str]) -> list[tuple[str, int]]:
        if when == "claimed":
            raise TryAgainLater("the database is locked")
        return queue.claim(limit, busy)

    async def record(_: tuple[str, int]) -> None:
        raise TryAgainLater("the database is locked")

    runner = Runner("things", claim=claim, handle=record, lane=lambda t: t[0], slots=2, per_lane=1)

    with pytest.raises(TryAgainLater):
        await asyncio.wait_for(runner.run(until_idle=True), 5)
