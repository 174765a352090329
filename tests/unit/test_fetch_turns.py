"""Whose turn is it to ask a site?"""

import asyncio
from itertools import pairwise

import pytest

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.turns import Turns


async def take(turns: Turns, site: str, host: str = "", *, page_gap_s: float | None = None) -> None:
    async with turns.turn(site, host or site, page_gap_s=page_gap_s):
        pass


async def test_turns_on_one_site_are_bounded() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        async with turns.turn("news.example", "news.example"):
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
        async with turns.turn(site, site):
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
        async with turns.turn("news.example", "news.example"):
            order.append(number)

    await asyncio.gather(*(work(n) for n in range(5)))

    assert order == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("rest_s", [1, 60])
async def test_nothing_is_sent_to_a_host_that_asked_for_a_rest(rest_s: int) -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    turns.hold("news.example", rest_s)

    with pytest.raises(FetchStopped) as stop:
        await take(turns, "news.example")

    assert (stop.value.failed.reason, stop.value.failed.retry_after_s) == (Reason.HELD, rest_s)
    assert "news.example asked us to wait" in stop.value.failed.detail


async def test_a_host_that_asked_for_a_rest_holds_neither_its_site_nor_others() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    turns.hold("rss.news.example", 60)

    await asyncio.wait_for(take(turns, "news.example", "www.news.example"), 1)
    await asyncio.wait_for(take(turns, "other.example"), 1)


async def test_a_turn_that_is_not_paced_keeps_the_bounds_and_a_hosts_rest() -> None:
    turns = Turns(pause_s=60.0, per_site=1, at_once=1)
    async with turns.turn("hook.example", "hook.example", is_paced=False):
        others = [asyncio.create_task(unpaced(turns, name)) for name in ("hook.example", "other.example")]
        await asyncio.sleep(0.01)
        were_waiting = not any(task.done() for task in others)
    await asyncio.wait_for(asyncio.gather(*others), 1)
    turns.hold("hook.example", 60)

    with pytest.raises(FetchStopped):
        await unpaced(turns, "hook.example")

    assert were_waiting


async def unpaced(turns: Turns, host: str) -> None:
    async with turns.turn(host, host, is_paced=False):
        pass


async def test_a_429_that_names_no_rest_holds_its_host_for_ten_minutes() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    turns.hold("news.example", None)

    with pytest.raises(FetchStopped) as stop:
        await take(turns, "news.example")

    assert stop.value.failed.retry_after_s == 600


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.7", "localhost", "intranet"])
async def test_a_host_of_a_private_network_is_never_held(host: str) -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    turns.hold(host, 60)

    await asyncio.wait_for(take(turns, f"{host}:8080", host), 1)


async def test_without_a_pause_no_host_is_held() -> None:
    turns = Turns(pause_s=0.0, per_site=2, at_once=10)
    turns.hold("news.example", 60)

    await asyncio.wait_for(take(turns, "news.example"), 1)


async def test_who_queues_when_the_host_asks_for_a_rest_is_refused_too() -> None:
    turns = Turns(pause_s=0.001, per_site=1, at_once=10)
    queued: list[asyncio.Task[None]] = []
    async with turns.turn("news.example", "news.example"):
        queued += [asyncio.create_task(take(turns, "news.example")) for _ in range(3)]
        await asyncio.sleep(0)
        turns.hold("news.example", 60)

    ended = await asyncio.gather(*queued, return_exceptions=True)

    assert [type(one) for one in ended] == [FetchStopped] * 3


async def test_a_site_serves_one_article_page_at_a_time_while_its_feeds_go_on() -> None:
    turns = Turns(pause_s=0.001, per_site=3, at_once=10)
    pages: list[asyncio.Task[None]] = []
    async with turns.turn("news.example", "www.news.example", page_gap_s=0.0):
        pages.append(asyncio.create_task(take(turns, "news.example", "m.news.example", page_gap_s=0.0)))
        await asyncio.wait_for(take(turns, "news.example", "rss.news.example"), 1)
        was_waiting = not pages[0].done()

    await asyncio.wait_for(pages[0], 1)

    assert was_waiting


async def test_a_crawl_delay_keeps_the_pages_of_its_host_apart() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    started: list[float] = []
    for _ in range(3):
        async with turns.turn("news.example", "www.news.example", page_gap_s=0.05):
            started.append(asyncio.get_running_loop().time())

    assert [later - sooner >= 0.05 for sooner, later in pairwise(started)] == [True, True]


async def test_a_crawl_delay_keeps_no_page_of_another_host_waiting() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    await take(turns, "news.example", "www.news.example", page_gap_s=60.0)

    await asyncio.wait_for(take(turns, "news.example", "m.news.example", page_gap_s=60.0), 1)


async def test_a_pause_longer_than_the_crawl_delay_is_kept_between_pages() -> None:
    turns = Turns(pause_s=0.1, per_site=2, at_once=10)
    started: list[float] = []
    for _ in range(2):
        async with turns.turn("news.example", "news.example", page_gap_s=0.01):
            started.append(asyncio.get_running_loop().time())

    assert started[1] - started[0] >= 0.1


async def test_a_crawl_delay_keeps_no_feed_waiting() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    await take(turns, "news.example", page_gap_s=60.0)

    await asyncio.wait_for(take(turns, "news.example"), 1)


async def test_pages_that_a_crawl_delay_keeps_waiting_for_long_come_back_one_by_one() -> None:
    turns = Turns(pause_s=0.001, per_site=2, at_once=10)
    await take(turns, "news.example", page_gap_s=10.0)

    ended = await asyncio.gather(
        *(take(turns, "news.example", page_gap_s=10.0) for _ in range(3)), return_exceptions=True
    )

    stops = [one.failed for one in ended if isinstance(one, FetchStopped)]
    assert [(stop.reason, stop.retry_after_s) for stop in stops] == [
        (Reason.HELD, 10),
        (Reason.HELD, 20),
        (Reason.HELD, 30),
    ]


async def test_without_a_pause_pages_go_side_by_side() -> None:
    turns = Turns(pause_s=0.0, per_site=1, at_once=10)

    async with turns.turn("127.0.0.1:8080", "127.0.0.1", page_gap_s=60.0):
        await asyncio.wait_for(take(turns, "127.0.0.1:8080", "127.0.0.1", page_gap_s=60.0), 1)


async def test_a_site_that_hangs_takes_no_turn_but_its_own() -> None:
    turns = Turns(pause_s=0.001, per_site=1, at_once=2)
    async with turns.turn("hangs.example", "hangs.example"):
        queued = [asyncio.create_task(take(turns, "hangs.example")) for _ in range(50)]
        await asyncio.sleep(0)

        await asyncio.wait_for(take(turns, "news.example"), 1)

    await asyncio.wait_for(asyncio.gather(*queued), 5)


async def test_a_refused_turn_is_free_for_the_next() -> None:
    turns = Turns(pause_s=0.001, per_site=1, at_once=1)
    turns.hold("news.example", 60)
    for _ in range(3):
        with pytest.raises(FetchStopped):
            await take(turns, "news.example")

    await asyncio.wait_for(take(turns, "news.example", "www.news.example"), 1)


async def test_a_cancelled_wait_leaves_its_place_to_the_next() -> None:
    turns = Turns(pause_s=0.02, per_site=1, at_once=1)
    await take(turns, "news.example")
    waiting = asyncio.create_task(take(turns, "news.example"))
    await asyncio.sleep(0)
    waiting.cancel()

    await take(turns, "news.example")
    await take(turns, "other.example")

    assert waiting.cancelled()


async def test_sites_and_hosts_that_need_no_remembering_are_forgotten() -> None:
    turns = Turns(pause_s=0.0001, per_site=2, at_once=10)
    turns.hold("held.example", 60)

    for n in range(10_000):
        await take(turns, f"{n}.example", page_gap_s=0.0001)

    assert max(len(turns._sites), len(turns._hosts)) <= 1_024
    assert "held.example" in turns._hosts
