"""Behaviours 27 to 34 of a good feed client: a server that says no is believed, and nobody else suffers for it.

| number | promise |
|---|---|
| 27, 28 | Retry-After of a 429 is kept, in seconds and as a date |
| 29 | the same of a 503 |
| 30 | a day is kept; ten years are cut to a week, and that is shown |
| 31 | a 429 without it: ten minutes at least, then twice as long each time |
| 32 | a 5xx concerns its feed, a 429 its host, in a private network its feed again |
| 33 | a 410 ends it |
| 34 | a 404 or 403 is asked again more and more rarely, once a day in the end; nothing is forgotten |

How moves and what else becomes of gone feeds is tested in test_moves.py.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.config.feeds import load_feeds
from monitor.core.records.failures import Reason
from monitor.core.records.polls import EventKind, HealthKind
from monitor.fetch.client import Client, FetchLimits
from monitor.pipeline import Pipeline
from tests.manners.watch import OneFeed, Watch, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds
CHANCE = 1.1  # chance adds up to a tenth to each interval
EVERY_MINUTE = {"every": "1m"}
TEN_YEARS_S = 315_360_000


def rests(pause_s: float, wish_s: float) -> bool:
    """Say whether a pause is what was wished for, and up to a tenth more."""
    return wish_s <= pause_s <= CHANCE * wish_s


# --- 27 to 30: Retry-After ------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wish_s", [900, 7_200, DAY])
async def test_a_server_that_names_seconds_is_left_alone_for_as_long(status: int, wish_s: int, shared: Watch) -> None:
    feed = shared.feed(status=status, headers={"Retry-After": str(wish_s)}, keys=EVERY_MINUTE)

    assert rests(await feed.poll(), wish_s)

    await shared.poll_after(wish_s - 1)
    assert len(feed.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("date", "until"),
    [
        ("Sun, 22 Nov 2026 12:00:00 GMT", "Sun, 22 Nov 2026 14:00:00 GMT"),
        ("Thu, 01 Jan 2015 00:00:00 GMT", "Thu, 01 Jan 2015 02:00:00 GMT"),  # its clock is wrong: its wish is not
        ("Sun, 22 Nov 2026 12:00:00 GMT", "Sunday, 22-Nov-26 14:00:00 GMT"),
    ],
    ids=["our clock", "its own clock", "an old form"],
)
async def test_a_server_that_names_a_date_is_left_alone_until_then(
    status: int, date: str, until: str, shared: Watch
) -> None:
    feed = shared.feed(status=status, headers={"Date": date, "Retry-After": until}, keys=EVERY_MINUTE)

    assert rests(await feed.poll(), 7_200)


async def test_a_wish_is_kept_through_a_restart(shared: Watch) -> None:
    feed = shared.feed(status=429, headers={"Retry-After": "7200"}, keys=EVERY_MINUTE)
    await feed.poll()

    await shared.restart()
    await shared.poll_after(7_199)

    assert len(feed.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
async def test_a_wish_for_ten_years_is_cut_to_a_week_and_shown(status: int, shared: Watch) -> None:
    feed = shared.feed(status=status, headers={"Retry-After": str(TEN_YEARS_S)}, keys=EVERY_MINUTE)

    assert rests(await feed.poll(), 7 * DAY)

    assert "asked for 10 years; we come back in 7 days" in feed.line.health.why


async def test_a_wish_for_less_than_the_feeds_own_interval_hurries_nothing(shared: Watch) -> None:
    feed = shared.feed(status=503, headers={"Retry-After": "5"}, keys={"every": "1h"})

    assert rests(await feed.poll(), HOUR)


# --- 31: no wish ----------------------------------------------------------------------------------


@pytest.mark.parametrize("retry_after", [None, "soon", "-5"])
async def test_a_429_without_a_wish_is_given_ten_minutes_and_twice_as_long_each_time(
    retry_after: str | None, shared: Watch
) -> None:
    headers = {"Retry-After": retry_after} if retry_after else {}
    feed = shared.feed(status=429, headers=headers, keys=EVERY_MINUTE)

    pauses = [await feed.poll() for _ in range(10)]

    minutes = [10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440]  # a day is the most
    assert [rests(pause_s, MINUTE * wish) for pause_s, wish in zip(pauses, minutes, strict=True)] == [True] * 10


async def test_a_feed_that_is_let_in_again_is_back_at_its_beat(shared: Watch) -> None:
    feed = shared.feed(status=429, keys=EVERY_MINUTE)
    for _ in range(4):
        await feed.poll()
    feed.answer(rss("a"))

    assert rests(await feed.poll(), MINUTE)
    assert (feed.line.failures, feed.line.health.kind) == (0, HealthKind.OK)


# --- 32: whom a refusal concerns ------------------------------------------------------------------


async def test_a_429_in_a_private_network_concerns_its_feed_alone(shared: Watch, tmp_path: Path) -> None:
    # Without a pause between requests the servers are ours, and no host is ever held: here there is one.
    async with Watch(shared.world, tmp_path, shared.clock, {"MONITOR_DOMAIN_PAUSE_S": "0.001"}) as watch:
        throttled = watch.feed(status=429, headers={"Retry-After": "7200"}, keys=EVERY_MINUTE)
        await throttled.poll()
        well = watch.feed(rss(), keys=EVERY_MINUTE)

        await well.poll()

        assert [poll.outcome for poll in watch.show(well.name).polls] == ["ok"]
        assert (len(throttled.asked), len(well.asked)) == (1, 1)


async def at_loopback(_name: str, _port: int) -> list[str]:
    """Have every name lead to the world."""
    return ["127.0.0.1"]


@pytest_asyncio.fixture(loop_scope="module")
async def abroad(shared: Watch) -> AsyncIterator[Pipeline]:
    """The service's own pipeline, but over a client for which each name is a public host that the world answers for."""
    networks = (ip_network("127.0.0.0/8"),)
    client = Client(FetchLimits("monitor/1.0", networks, domain_pause_s=0.001, resolve=at_loopback), shared.clock)
    pipeline = shared.service._pipeline
    yield replace(pipeline, polling=replace(pipeline.polling, fetcher=client))
    await client.aclose()


async def polled_abroad(watch: Watch, abroad: Pipeline, hosts: Mapping[OneFeed, str]) -> None:
    """Poll feeds one after the other, each as one of a public host."""
    for feed, host in hosts.items():
        watch.watch(feed.name, feed.url.replace("127.0.0.1", host), every="1m")
    watch.service.stores.feeds.sync(load_feeds(watch.settings.feeds_path)[0])
    for feed in hosts:
        (due,) = watch.service.stores.feeds.claim_each([feed.name])(1, [])
        await abroad.poll(due)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_in_trouble_over_one_feed_is_asked_for_its_others(
    status: int, shared: Watch, abroad: Pipeline
) -> None:
    troubled = shared.feed(status=status, headers={"Retry-After": "7200"})
    same = shared.feed(rss("a"))

    await polled_abroad(shared, abroad, {troubled: "rss.news.example", same: "rss.news.example"})

    assert [shared.show(feed.name).polls[0].outcome for feed in (troubled, same)] == ["failed", "ok"]
    assert rests(troubled.pause_s, 7_200)
    assert rests(same.pause_s, MINUTE)


async def test_a_429_has_every_feed_of_its_host_wait_and_none_of_another(shared: Watch, abroad: Pipeline) -> None:
    throttled = shared.feed(status=429, headers={"Retry-After": "7200"})
    same, other = shared.feed(rss("a")), shared.feed(rss("b"))
    hosts = {throttled: "rss.news.example", same: "rss.news.example", other: "www.press.example"}

    await polled_abroad(shared, abroad, hosts)

    assert [len(feed.asked) for feed in hosts] == [1, 0, 1]
    assert [shared.show(feed.name).polls[0].outcome for feed in hosts] == ["failed", "put_off", "ok"]
    assert 7_190 <= same.pause_s <= CHANCE * 7_200  # a host's rest runs by the real clock
    assert (same.line.failures, same.line.health.kind) == (0, HealthKind.NEVER)  # it did nothing wrong


# --- 33 and 34: no more, and not now --------------------------------------------------------------


async def test_a_feed_that_is_gone_is_asked_no_more_and_what_it_brought_stays(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"'})
    await feed.poll()
    feed.answer(status=410)
    await shared.poll_after(CHANCE * HOUR)

    await shared.restart()
    for _ in range(3):
        await shared.poll_after(30 * DAY)

    shown = shared.show(feed.name)
    assert (len(feed.asked), shown.line.due_at, shown.entries) == (2, None, {"covered": 1})
    assert shown.line.health.kind is HealthKind.GONE
    assert [event.kind for event in shown.events] == [EventKind.GONE]
    (line,) = shared.service.stores.feed_list.lines(troubled_only=True)  # what `monitor feeds list` shows first
    assert line.spec.name == feed.name


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [(404, Reason.NOT_FOUND, HealthKind.FAILING), (403, Reason.FORBIDDEN, HealthKind.BLOCKED)],
)
async def test_what_is_refused_is_asked_again_ever_more_rarely_and_once_a_day_in_the_end(
    status: int, reason: Reason, kind: HealthKind, shared: Watch
) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"'})
    await feed.poll()
    feed.answer(status=status)

    pauses = [await feed.poll() for _ in range(10)]

    hours = [1, 2, 4, 8, 16, 24, 24, 24, 24, 24]
    assert [rests(pause_s, HOUR * wish) for pause_s, wish in zip(pauses, hours, strict=True)] == [True] * 10
    line = feed.line
    assert (line.failures, line.reason, line.health.kind) == (10, reason, kind)
    # 1 + 1 + 2 + 4 + 8 + 16 + 4 * 24 hours are 5.3 days, and up to 5.9 with what chance adds
    said = rf"It failed 10 times in a row and was last read [56] days ago: 127\.0\.0\.1 .*\({status}\)\."
    assert re.match(said, line.health.why)
    assert line.health.advice


async def test_a_feed_that_comes_back_is_asked_by_the_hour_again_and_has_lost_nothing(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"'})
    await feed.poll()
    feed.answer(status=404)
    for _ in range(6):
        await feed.poll()
    feed.answer(rss("a", "b"), headers={"ETag": '"2"'})

    pause_s = await feed.poll()

    assert rests(pause_s, HOUR)
    assert feed.asked[-1].headers["If-None-Match"] == '"1"'
    assert shared.show(feed.name).entries == {"covered": 2}
    assert feed.line.health.kind is HealthKind.OK
