"""Behaviours 11 to 26 of a good feed client: how often a server is asked, and what every request says of us.

| number | promise |
|---|---|
| 11 | once an hour at most, unless told otherwise |
| 12 | once a day at most where requests cannot be conditional, unless told otherwise |
| 13 | a restart is no reason for a request |
| 14 | however often a person asks, once a minute at most |
| 15 | what is due at once is spread, and does not gather again |
| 16, 17, 18 | no cookie, no Referer, nothing added to an address |
| 19, 20, 21 | who we are, that gzip will do, and that a feed is wanted |
| 22, 23 | max-age delays the next poll, but not for ever |
| 24 | no-cache beats max-age |
| 25, 26 | Expires counts from the server's own Date, and nonsense in it is no wish |

The wishes that stand in a feed itself (42 to 45) are tested beside this.
"""

import asyncio
import gzip
import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.config.settings import load
from monitor.core.errors import NotFound
from monitor.core.records.feeds import FeedSpec
from monitor.core.records.polls import PollOutcome
from monitor.duties import Duties
from monitor.observe.health import Health
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from monitor.store.opening import Stores, open_stores
from tests.fakes import NOON, FakeClock
from tests.manners.watch import Watch, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds
CHANCE = 1.1  # chance adds up to a tenth to each interval
DATE = "Sun, 22 Nov 2026 09:00:00 GMT"
ETAG = {"ETag": '"1"'}
NO_KEYS = {"every": None}

ARTICLE = "<!DOCTYPE html><html><head><title>A</title></head><body><article><p>{}</p></article></body></html>".format(
    "It is what it says, and it says so at some length, so that it can be read. " * 5
)


# --- 11 and 12: how often, where nobody says ------------------------------------------------------


async def test_a_feed_is_asked_once_an_hour_at_most_unless_feeds_yaml_says_otherwise(shared: Watch) -> None:
    feed = shared.feed(rss(0), headers=ETAG, keys=NO_KEYS)

    for number in range(1, 60):  # six minutes each: something new every time
        await shared.poll()
        feed.answer(rss(*range(number)), headers={"ETag": f'"{number}"'})
        shared.clock.advance(6 * MINUTE)

    asked_at = [logged.at for logged in feed.asked]
    assert len(asked_at) >= 5
    pauses = [after - before for before, after in pairwise(asked_at)]
    assert min(pauses) >= timedelta(hours=1)


@pytest.mark.parametrize("headers", [ETAG, {"Last-Modified": DATE}], ids=["ETag", "Last-Modified"])
async def test_one_validator_is_enough_to_be_asked_by_the_hour(headers: dict[str, str], shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=headers, keys=NO_KEYS)

    assert HOUR <= await feed.poll() <= CHANCE * HOUR


async def test_a_feed_without_validators_is_asked_once_a_day(shared: Watch) -> None:
    feed = shared.feed(rss("a"), keys=NO_KEYS)

    pauses = [await feed.poll() for _ in range(3)]

    assert all(DAY <= pause_s <= CHANCE * DAY for pause_s in pauses)


async def test_what_cannot_be_read_is_asked_once_a_day_too_where_it_has_no_validators(shared: Watch) -> None:
    feed = shared.feed("Out of cheese error.", keys=NO_KEYS)

    assert DAY <= await feed.poll() <= CHANCE * DAY


async def test_the_operators_word_has_a_feed_without_validators_asked_by_the_hour(shared: Watch) -> None:
    feed = shared.feed(rss("a"), keys={"every": "1h"})

    assert HOUR <= await feed.poll() <= CHANCE * HOUR


# --- 13 and 14: restarts and impatience -----------------------------------------------------------


async def test_a_restart_within_the_interval_sends_no_request(shared: Watch) -> None:
    feeds = [shared.feed(rss("a"), headers=ETAG), shared.feed(rss("b")), shared.feed(status=404)]
    await shared.poll()

    for _ in range(3):
        await shared.restart()
        await shared.poll_after(19 * MINUTE)

    assert [len(feed.asked) for feed in feeds] == [1, 1, 1]


async def test_a_service_that_starts_asks_only_for_what_is_due(shared: Watch) -> None:
    waits = shared.feed(rss("a"), headers=ETAG)
    await waits.poll()
    await shared.restart()
    new, stop = shared.feed(rss("b")), asyncio.Event()

    running = asyncio.ensure_future(shared.service.run(stop))
    await shared.world.until(lambda: bool(new.asked and new.asked[0].status))
    stop.set()
    await running

    assert (len(new.asked), len(waits.asked)) == (1, 1)


async def test_however_often_a_person_asks_a_feed_is_polled_once_a_minute(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG)
    asked, left_alone = [], 0

    for _ in range(13):  # every ten seconds, for two minutes
        left_alone += (await shared.poll(feed.name)).left_alone
        asked.append(len(feed.asked))
        shared.clock.advance(10)

    assert asked == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3]
    assert left_alone == 10


async def test_pausing_and_resuming_is_no_way_round_that_minute(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG)
    await feed.poll()

    for _ in range(2):
        shared.service.stores.feeds.pause(feed.name)
        shared.service.stores.feeds.resume(feed.name, rest_s=shared.settings.poll_floor_s)
        await shared.poll_after(20)
    assert len(feed.asked) == 1

    await shared.poll_after(20)

    assert len(feed.asked) == 2


async def test_a_beat_under_a_minute_is_refused(shared: Watch) -> None:
    feed = shared.feed(rss("a"), keys={"every": "59s"})

    with pytest.raises(NotFound):
        await shared.poll(feed.name)

    assert feed.asked == []


# --- 15: what is due at once ----------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path, clock: FakeClock) -> Stores:
    """The stores of a service that nobody has started yet."""
    settings, _ = load({"MONITOR_DATA_DIR": str(tmp_path)})
    return open_stores(settings, clock)


def duties(stores: Stores, clock: FakeClock) -> Duties:
    metrics = Metrics("1.0")
    return Duties(stores, clock, Health(clock, beat_every_s=1), metrics, Journal(metrics), chance=lambda: 0.3)


@pytest.mark.parametrize("hours_off", [0, 12], ids=["new", "after twelve hours off"])
async def test_a_thousand_feeds_due_at_once_are_spread_evenly_over_five_minutes(
    hours_off: int, opened: Stores, clock: FakeClock
) -> None:
    opened.feeds.sync([FeedSpec(f"feed {n}", f"https://site{n}.example/rss") for n in range(1_000)])
    if hours_off:
        for feed in opened.feeds.claim(1_000, []):
            opened.feeds.remember(feed, PollOutcome("ok", NOON, NOON + timedelta(hours=1), took_s=0.1))
        clock.advance(hours_off * HOUR)

    await duties(opened, clock).catch_up()

    due_s = [(line.due_at - clock.now()).total_seconds() for line in opened.feed_list.lines() if line.due_at]
    assert len(due_s) == 1_000
    assert max(Counter(int(second) for second in due_s).values()) <= 5  # 1,000 over 300 s are 3.3 a second
    per_minute = Counter(int(second // 60) for second in due_s)
    assert sorted(per_minute) == [0, 1, 2, 3, 4]
    assert all(190 <= number <= 210 for number in per_minute.values())
    opened.database.close()


async def test_feeds_that_were_asked_in_one_second_are_not_due_in_one_second_again(shared: Watch) -> None:
    feeds = [shared.feed(rss("a"), headers=ETAG) for _ in range(40)]

    await shared.poll()

    pauses = [feed.pause_s for feed in feeds]
    assert all(HOUR <= pause_s <= CHANCE * HOUR for pause_s in pauses)
    # Forty moments out of 360 s; that fewer than 25 seconds are met, or half a minute, has a chance under 1 in 10^9.
    assert len({int(pause_s) for pause_s in pauses}) >= 25
    assert max(pauses) - min(pauses) >= 30


# --- 16 to 21: what a request says ----------------------------------------------------------------


async def test_a_request_says_who_asks_and_what_for_and_nothing_else(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE})
    await feed.poll()

    await feed.poll()

    always = {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert [set(logged.headers) for logged in feed.asked] == [
        always,
        always | {"If-None-Match", "If-Modified-Since", "A-IM"},
    ]


async def test_a_cookie_is_never_taken(shared: Watch) -> None:
    cookie = {"Set-Cookie": "session=1; Path=/; Max-Age=86400"}
    feed = shared.feed(status=302, headers=cookie | {"Location": "/biscuits.xml"})
    target = shared.world.serve("/biscuits.xml", rss("a"), headers=cookie)
    await feed.poll()

    await feed.poll()

    asked = [*feed.asked, *shared.asked(target)]
    assert len(asked) == 4
    assert not any("Cookie" in logged.headers for logged in asked)


async def test_no_request_says_where_its_address_was_found(shared: Watch) -> None:
    world = shared.world
    page = world.serve("/found/article.html", ARTICLE)
    feed = shared.feed(status=302, headers={"Location": "/found/feed.xml"})
    item = f"<item><title>A</title><link>{page}</link></item>"
    world.serve("/found/feed.xml", f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>')

    before = len(world.requests)
    await feed.poll()

    asked = world.requests[before:]
    assert [logged.path for logged in asked] == [feed.path, "/found/feed.xml", "/robots.txt", "/found/article.html"]
    assert not any("Referer" in logged.headers for logged in asked)


async def test_nothing_is_added_to_an_address(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG)
    await feed.poll()
    await feed.poll()
    shared.watch(feed.name, f"{feed.url}?b=2&a=1&empty=")
    await feed.poll()

    await feed.poll()

    assert [logged.query for logged in feed.asked] == ["", "", "b=2&a=1&empty=", "b=2&a=1&empty="]


async def test_every_request_names_the_program_its_version_and_where_to_complain(shared: Watch) -> None:
    world, before = shared.world, len(shared.world.requests)
    page = world.serve("/named/article.html", ARTICLE)
    item = f"<item><title>A</title><link>{page}</link></item>"
    feed = shared.feed(f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>')

    await feed.poll()

    agents = {logged.headers["User-Agent"] for logged in world.requests[before:]}
    assert {"/named/article.html", feed.path} <= {logged.path for logged in world.requests[before:]}
    assert agents == {"monitor/1.0 (+https://monitor.example/about)"}


async def test_where_nobody_gave_a_contact_the_program_and_its_version_are_named() -> None:
    assert re.fullmatch(r"monitor/[0-9]+[0-9a-z.]* \(.+\)", load({})[0].user_agent)


async def test_gzip_is_offered_and_read(shared: Watch) -> None:
    zipped = gzip.compress(rss("a", "b", "c").encode())
    feed = shared.feed(zipped, headers={"Content-Encoding": "gzip"})

    await feed.poll()

    assert "gzip" in feed.asked[0].headers["Accept-Encoding"].split(", ")
    (poll,) = shared.show(feed.name).polls
    assert (poll.outcome, poll.new, poll.received_bytes) == ("ok", 3, len(zipped))


async def test_a_feed_is_asked_for_by_the_names_of_its_types(shared: Watch) -> None:
    feed = shared.feed(rss("a"))

    await feed.poll()

    accepted = [part.partition(";")[0].strip() for part in feed.asked[0].headers["Accept"].split(",")]
    assert accepted[:3] == ["application/rss+xml", "application/atom+xml", "application/feed+json"]
    assert {"application/rdf+xml", "application/xml", "text/xml"} <= set(accepted)
    assert accepted[-1] == "*/*"  # a server that knows none of these names still answers


# --- 22 to 26: what a server says of its answer ---------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "usual_s"),
    [
        ({"Cache-Control": "max-age=7200"}, 7_200),
        ({"Cache-Control": 'public, Max-Age="7200", must-revalidate'}, 7_200),
        ({"Cache-Control": "max-age=7200", "Age": "1800"}, 5_400),
        ({"Cache-Control": "max-age=60"}, HOUR),  # a wish for more requests is none
        ({"Cache-Control": "s-maxage=7200"}, HOUR),  # said to shared caches
    ],
)
async def test_max_age_delays_the_next_poll(headers: dict[str, str], usual_s: int, shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG | headers)

    assert usual_s <= await feed.poll() <= CHANCE * usual_s


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "max-age=31536000"},
        {"Cache-Control": f"max-age={10**30}"},
        {"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"},
    ],
)
async def test_no_wish_delays_a_poll_for_longer_than_five_hours(headers: dict[str, str], shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG | headers)

    assert 5 * HOUR <= await feed.poll() <= CHANCE * 5 * HOUR


async def test_the_operator_says_how_long_a_wish_may_delay_a_poll(shared: Watch, tmp_path: Path) -> None:
    async with Watch(shared.world, tmp_path, shared.clock, {"MONITOR_HINT_CAP_S": "7200"}) as watch:
        feed = watch.feed(rss(), headers=ETAG | {"Cache-Control": "max-age=31536000"})

        assert 7_200 <= await feed.poll() <= CHANCE * 7_200


@pytest.mark.parametrize("directive", ["no-cache", "no-store"])
async def test_no_cache_beats_max_age_and_the_next_poll_is_conditional(directive: str, shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG | {"Cache-Control": f"max-age=7200, {directive}"})

    assert HOUR <= await feed.poll() <= CHANCE * HOUR
    await feed.poll()
    assert feed.asked[1].headers["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("headers", "usual_s"),
    [
        ({"Date": "Sun, 22 Nov 2026 12:00:00 GMT", "Expires": "Sun, 22 Nov 2026 14:00:00 GMT"}, 7_200),
        ({"Date": "Thu, 01 Jan 2015 00:00:00 GMT", "Expires": "Thu, 01 Jan 2015 02:00:00 GMT"}, 7_200),
        ({"Date": "Sun, 22 Nov 2026 12:00:00 GMT", "Expires": "Sun, 22 Nov 2026 11:00:00 GMT"}, HOUR),
        ({"Date": DATE, "Expires": "Sun, 22 Nov 2026 13:00:00 GMT", "Cache-Control": "max-age=7200"}, 7_200),
        ({"Date": DATE, "Expires": "Sun, 22 Nov 2026 13:00:00 GMT", "Cache-Control": "public"}, 14_400),
    ],
    ids=["two hours", "the server's clock is wrong", "past", "max-age is there too", "no max-age"],
)
async def test_expires_counts_from_the_servers_own_date(headers: dict[str, str], usual_s: int, shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG | headers)

    assert usual_s <= await feed.poll() <= CHANCE * usual_s


@pytest.mark.parametrize("expires", ["0", "-1", "", "never", "Sun, 99 Nov 2026 99:00:00 GMT", "9" * 5_000])
async def test_an_expires_that_is_no_date_is_no_wish_and_no_fault(expires: str, shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers=ETAG | {"Expires": expires})

    assert HOUR <= await feed.poll() <= CHANCE * HOUR
    assert feed.line.failures == 0
