"""Faults 17, 18, 19 and 31: clocks that jump, summer time, a suspend, and a long time off.

The numbers beside the tests are those of the list of faults. That 2,000 feeds are spread over ten minutes, and 50 of
one host twelve seconds apart, is proved in tests/unit/test_schedule_spread.py; how a jump is told from a suspend, too.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from aiohttp import web  # noqa: TID251 - the server that is asked

from monitor.demo.world import World
from monitor.schedule.scheduler import Job, Scheduler
from tests.fakes import FakeClock
from tests.manners.names import Names
from tests.manners.watch import Watch, rss
from tests.rooms.servers import sites

RSS = "application/rss+xml"
HOUR_S, DAY_S = 3_600, 86_400
FEEDS = 12


class Steady:
    """A clock that cannot be set."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


async def watch_many(watch: Watch, names: Names, number: int = FEEDS) -> list[str]:
    """Poll feeds of so many sites for the first time; give their names."""
    url = watch.world.serve("/feed.xml", rss(), content_type=RSS, headers={"ETag": '"1"'})
    port = url.rpartition(":")[2]
    listed = [watch.watch(f"feed {n}", f"http://site{n}.example:{port}") for n in range(number)]
    await watch.poll()
    assert len(watch.world.requests) == number
    watch.world.requests.clear()
    return listed


async def polled_at(watch: Watch, *, for_s: float, step_s: float) -> list[float]:
    """Let time pass, and give the moments at which feeds were asked for, in seconds from now."""
    began, number = watch.clock.now(), round(for_s / step_s)
    for _ in range(number + 1):
        await watch.poll()
        watch.clock.advance(step_s)
    return [(logged.at - began).total_seconds() for logged in watch.world.requests]


def asked_by_host(watch: Watch) -> Counter[str]:
    return Counter(str(logged.headers["Host"]) for logged in watch.world.requests)


# --- time that jumps --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wall_s", "steady_s"),
    [(DAY_S, 1.0), (8 * HOUR_S, 8.0 * HOUR_S)],
    ids=["the clock is set on by a day", "the machine sleeps for 8 hours"],
)
async def test_after_a_jump_forward_each_feed_is_polled_once_and_not_all_at_once(
    wall_s: float, steady_s: float, watch: Watch, names: Names
) -> None:
    listed, steady = await watch_many(watch, names), Steady()  # 17, 19
    watch.service._duties.steady = steady
    await watch.service._duties.tick()

    watch.clock.advance(wall_s)
    steady.now_s += steady_s
    await watch.service._duties.tick()
    asked_at = await polled_at(watch, for_s=100, step_s=10)

    assert sorted(asked_by_host(watch).values()) == [1] * FEEDS
    assert max(asked_at) - min(asked_at) >= 60
    assert max(Counter(asked_at).values()) <= 3
    pauses = [watch.pause_s(name) for name in listed]
    assert all(pause_s is not None and 0.9 * HOUR_S < pause_s < 1.1 * HOUR_S for pause_s in pauses)


async def test_after_a_jump_back_no_feed_waits_for_tomorrow_and_none_is_polled_twice(
    watch: Watch, names: Names
) -> None:
    listed, steady = await watch_many(watch, names), Steady()  # 17
    watch.service._duties.steady = steady
    watch.clock.advance(60)
    await watch.service._duties.tick()

    watch.clock.advance(-DAY_S)
    steady.now_s += 1
    await watch.service._duties.tick()

    pauses = [watch.pause_s(name) for name in listed]
    assert all(pause_s is not None and 0.9 * HOUR_S < pause_s < 1.1 * HOUR_S for pause_s in pauses)
    await polled_at(watch, for_s=1.2 * HOUR_S, step_s=600)
    assert sorted(asked_by_host(watch).values()) == [1] * FEEDS


async def test_a_service_that_starts_under_a_clock_that_was_set_back_waits_no_longer_than_its_intervals(
    watch: Watch, names: Names
) -> None:
    listed = await watch_many(watch, names)  # 17
    await watch.restart()
    watch.clock.advance(-DAY_S)

    await watch.service._duties.catch_up()

    pauses = [watch.pause_s(name) for name in listed]
    assert all(pause_s is not None and 0.9 * HOUR_S < pause_s < 1.1 * HOUR_S for pause_s in pauses)


async def test_a_clock_that_only_drifts_moves_no_poll(watch: Watch, names: Names) -> None:
    listed, steady = await watch_many(watch, names), Steady()  # 17
    watch.service._duties.steady = steady
    watch.clock.advance(2 * HOUR_S)  # they are due, and would be spread out
    await watch.service._duties.tick()
    before = [watch.show(name).line.due_at for name in listed]

    for _ in range(5):
        watch.clock.advance(10)
        steady.now_s += 1
        await watch.service._duties.tick()

    assert [watch.show(name).line.due_at for name in listed] == before


# --- summer time ------------------------------------------------------------------------------------

# The moments at which clocks are put on and back, in UTC.
SWITCHES = [
    ("Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
]


@pytest.fixture
def switch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """Live in a zone, shortly before its clocks are changed."""
    zone, moment = request.param
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    yield moment
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("switch", SWITCHES, indirect=True, ids=str)
async def test_an_hourly_feed_is_polled_hourly_whatever_the_zone_does_to_its_clocks(
    switch: datetime, watch: Watch, world: World, clock: FakeClock
) -> None:
    clock.moment = switch - timedelta(minutes=90)  # 18
    watch.watch("hourly", world.serve("/feed.xml", rss(), content_type=RSS, headers={"ETag": '"1"'}))

    asked_at = await polled_at(watch, for_s=230 * 60, step_s=600)

    # Each time an hour and up to a tenth after the last, and looked for every ten minutes.
    assert len(asked_at) == 4
    assert {round(later - earlier) // 60 for earlier, later in pairwise(asked_at)} <= {60, 70}
    due_at = watch.show("hourly").line.due_at
    assert due_at is not None
    assert due_at.utcoffset() == timedelta()


@pytest.mark.parametrize("switch", SWITCHES, indirect=True, ids=str)
async def test_each_regular_duty_comes_once_an_interval_whatever_the_zone_does(switch: datetime) -> None:
    async def nothing() -> None: ...

    for every_s in (1.0, 5.0, 60.0):  # 18
        scheduler = Scheduler([Job("duty", every_s, nothing)])
        scheduler.start()
        (job,) = scheduler._scheduler.get_jobs()
        scheduler.stop()

        times = [switch - timedelta(minutes=3)]
        while times[-1] < switch + timedelta(minutes=3):
            times.append(job.trigger.get_next_fire_time(times[-1], times[-1]))

        assert {(later - earlier).total_seconds() for earlier, later in pairwise(times)} == {every_s}
        assert {moment.utcoffset() for moment in times} == {timedelta()}


# --- a long time off --------------------------------------------------------------------------------


async def test_after_twelve_hours_off_all_feeds_come_within_a_quarter_of_an_hour_evenly(
    watch: Watch, names: Names
) -> None:
    await watch_many(watch, names, 40)  # 31
    await watch.restart()
    watch.clock.advance(12 * HOUR_S)

    await watch.service._duties.catch_up()
    asked_at = await polled_at(watch, for_s=100, step_s=10)

    assert sorted(asked_by_host(watch).values()) == [1] * 40
    assert max(Counter(asked_at).values()) <= 10
    assert max(asked_at) - min(asked_at) >= 60
    await polled_at(watch, for_s=800, step_s=400)
    assert len(watch.world.requests) == 40  # and not again


async def test_of_many_feeds_of_one_host_that_are_due_at_once_two_are_asked_for_at_a_time(
    watching: Callable[..., Watch], world: World
) -> None:
    watch = watching(MONITOR_DOMAIN_CONNECTIONS="2", MONITOR_DOMAIN_PAUSE_S="0.01")  # 31
    async with sites(1) as (site,):

        async def slow(_: web.Request) -> web.Response:
            await asyncio.sleep(0.05)
            return web.Response(body=rss().encode(), content_type=RSS, headers={"ETag": '"1"'})

        for n in range(20):
            site.pages[f"/{n}.xml"] = slow
            watch.watch(f"feed {n}", f"{site.root}/{n}.xml")
        for n, outlet in enumerate(world.outlets.values()):
            watch.watch(f"other {n}", outlet.feed_url)

        await watch.poll()

        assert site.most_at_once == 2
        assert sorted(site.paths) == sorted(f"/{n}.xml" for n in range(20))
        assert {watch.show(f"feed {n}").polls[0].outcome for n in range(20)} == {"ok"}
        assert len(world.requests) == len(world.outlets)
