"""Whose turn is it to ask a site?"""

import asyncio

import pytest

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.turns import Turns


async def take(turns: Turns, site: str) -> None:
    async with turns.turn(site):
        pass


async def test_turns_on_one_site_are_bounded() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        async with turns.turn("news.example"):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            running -= 1

    await asyncio.gather(*(work() for _ in range(8)))

    assert most == 2


@pytest.mark.parametrize("pause_s", [0.0, 0.001])
async def test_turns_over_all_sites_are_bounded(pause_s: float) -> None:
    turns = Turns(pause_s=pause_s, per_site=2, at_once=3)
    running, most = 0, 0

    async def work(site: str) -> None:
        nonlocal running, most
        async with turns.turn(site):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            running -= 1

    await asyncio.gather(*(work(f"{n}.example") for n in range(9)))

    assert most == 3


async def test_turns_come_in_the_order_of_asking() -> None:
    turns = Turns(pause_s=0.001, per_site=1, at_once=10)
    order: list[int] = []

    async def work(number: int) -> None:
        async with turns.turn("news.example"):
            order.append(number)

    await asyncio.gather(*(work(n) for n in range(5)))

    assert order == [0, 1, 2, 3, 4]


async def test_a_site_that_asked_for_a_long_rest_is_refused_at_once() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    turns.hold("news.example", 60)

    with pytest.raises(FetchStopped) as stop:
        await take(turns, "news.example")

    assert (stop.value.failed.reason, stop.value.failed.retry_after_s) == (Reason.THROTTLED, 60)
    await take(turns, "other.example")


async def test_without_a_pause_no_site_is_held_as_a_whole() -> None:
    turns = Turns(pause_s=0.0, per_site=2, at_once=10)
    turns.hold("127.0.0.1:8080", 60)

    await asyncio.wait_for(take(turns, "127.0.0.1:8080"), 1)


async def test_who_queues_when_the_site_asks_for_a_rest_is_refused_too() -> None:
    turns = Turns(pause_s=0.001, per_site=1, at_once=10)
    queued: list[asyncio.Task[None]] = []
    async with turns.turn("news.example"):
        queued += [asyncio.create_task(take(turns, "news.example")) for _ in range(3)]
        await asyncio.sleep(0)
        turns.hold("news.example", 60)

    ended = await asyncio.gather(*queued, return_exceptions=True)

    assert [type(one) for one in ended] == [FetchStopped] * 3


async def test_a_cancelled_wait_leaves_its_place_to_the_next() -> None:
    turns = Turns(pause_s=0.02, per_site=1, at_once=1)
    await take(turns, "news.example")
    waiting = asyncio.create_task(take(turns, "news.example"))
    await asyncio.sleep(0)
    waiting.cancel()

    await take(turns, "news.example")
    await take(turns, "other.example")

    assert waiting.cancelled()


async def test_sites_that_need_no_remembering_are_forgotten() -> None:
    turns = Turns(pause_s=0.0001, per_site=2, at_once=10)
    turns.hold("held.example", 60)

    for n in range(10_000):
        await take(turns, f"{n}.example")

    assert len(turns._sites) <= 1_024
    assert "held.example" in turns._sites
