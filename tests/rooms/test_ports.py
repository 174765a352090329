"""Do the stand-ins of tests/fakes.py keep the promises that the real parts keep?"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_network

import pytest

from monitor.alert.channels.log import LogChannel
from monitor.alert.channels.webhook import WebhookChannel
from monitor.alert.composing import compose
from monitor.core.ports import Channel, Clock, DeliveryStore, Fetcher
from monitor.core.records.alerts import Composition, DueDelivery, Urgency, Waiting
from monitor.core.records.articles import Covered
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.demo.thread import WorldThread
from monitor.fetch.client import Client, FetchLimits
from monitor.observe.clock import SystemClock
from monitor.store.alerts.alerts import Alerts
from monitor.store.alerts.outbox import Deliveries
from monitor.store.engine import Database
from tests.fakes import NOON, FakeChannel, FakeClock, FakeDeliveryStore, FakeFetcher
from tests.rooms.stores import Room, alert, announce, draft, rulings

AWAY = Failed(Reason.SERVER_ERROR, "The receiver answered 503.", status=503)
THROTTLED = Failed(Reason.THROTTLED, "429", status=429, retry_after_s=3_600)

# --- the clock ------------------------------------------------------------------------------------


@pytest.mark.parametrize("clock", [FakeClock(), SystemClock()], ids=["fake", "system"])
def test_a_clock_tells_aware_utc_and_never_goes_back(clock: Clock) -> None:
    earlier, later = clock.now(), clock.now()

    assert earlier.utcoffset() == timedelta(0)
    assert earlier <= later


# --- the outbox's store ---------------------------------------------------------------------------


@pytest.fixture(params=["fake", "real"])
def outbox(request: pytest.FixtureRequest, database: Database, clock: FakeClock) -> DeliveryStore:
    """Two messages about one article, to "log" and to "webhook"."""
    if request.param == "fake":
        store = FakeDeliveryStore(clock, lease_s=60)
        for channel in ("log", "webhook"):
            store.queue(f"key/{channel}", channel)
        return store
    room = Room(database, clock)
    room.articles.keep(Covered(room.entry(), draft()), rulings(announce=announce("log", "webhook")))
    return Deliveries(database, room.leases, compose)


@pytest.fixture(params=["fake", "real"])
def urgent(request: pytest.FixtureRequest, database: Database, clock: FakeClock) -> DeliveryStore:
    """Two messages to "log"; the second, and one to "webhook" after it, are urgent."""
    wanted = (("1", "log", Urgency.NORMAL), ("2", "log", Urgency.URGENT), ("3", "webhook", Urgency.URGENT))
    if request.param == "fake":
        store = FakeDeliveryStore(clock, lease_s=60)
        for key, channel, urgency in wanted:
            store.queue(key, channel, is_urgent=urgency is Urgency.URGENT)
        return store
    room = Room(database, clock)
    room.articles.keep(Covered(room.entry(), draft()), rulings())
    made = alert(room.articles.get(1))
    others = [replace(made, key=key, channel=channel, urgency=urgency) for key, channel, urgency in wanted]
    Alerts(database).add(others, NOON)

    def each_alone(waiting: Waiting) -> Composition:
        """A message an alert."""
        alone = [replace(waiting, alerts=(each,)) for each in waiting.alerts]
        return Composition(tuple(message for each in alone for message in compose(each).messages))

    return Deliveries(database, room.leases, each_alone)


def test_what_is_urgent_goes_first(urgent: DeliveryStore) -> None:
    order: list[str] = []
    while claimed := urgent.claim(1, []):
        order += [each.key for each in claimed]
        urgent.sent(claimed[0])

    assert order == ["2", "3", "1"]


def test_a_claim_gives_one_a_channel_and_none_of_a_busy_one(outbox: DeliveryStore) -> None:
    assert [due.channel for due in outbox.claim(5, ["webhook"])] == ["log"]
    assert [due.channel for due in outbox.claim(5, [])] == ["webhook"]


def test_what_is_claimed_is_not_claimed_again_until_its_lease_runs_out(outbox: DeliveryStore, clock: FakeClock) -> None:
    first = outbox.claim(5, [])

    clock.advance(59)
    early = outbox.claim(5, [])
    clock.advance(1)

    assert early == []
    assert outbox.claim(5, []) == first


def test_no_more_than_asked_for_is_claimed(outbox: DeliveryStore) -> None:
    assert len(outbox.claim(1, [])) == 1


def test_what_was_sent_or_given_up_never_comes_back(outbox: DeliveryStore, clock: FakeClock) -> None:
    log, webhook = outbox.claim(5, [])

    outbox.sent(log)
    outbox.fail(webhook, AWAY, None)
    clock.advance(86_400)

    assert outbox.claim(5, []) == []


def test_what_failed_comes_back_when_said_with_one_attempt_more(outbox: DeliveryStore, clock: FakeClock) -> None:
    (log,) = outbox.claim(5, ["webhook"])

    outbox.fail(log, AWAY, NOON + timedelta(seconds=30))
    early = outbox.claim(5, ["webhook"])
    clock.advance(30)

    assert early == []
    assert outbox.claim(5, ["webhook"]) == [replace(log, attempts=1)]


def test_what_a_receiver_put_off_waits_with_all_else_for_it_and_has_all_its_tries(
    urgent: DeliveryStore, clock: FakeClock
) -> None:
    (first,) = urgent.claim(1, ["webhook"])

    urgent.fail(first, THROTTLED, NOON + timedelta(hours=1))
    clock.advance(3_599)
    early = [each.key for each in urgent.claim(5, [])]
    clock.advance(1)

    assert (early, urgent.claim(5, ["webhook"])) == (["3"], [first])


def test_since_when_a_receiver_puts_a_message_off_is_kept_until_a_failure_of_another_kind(
    outbox: DeliveryStore, clock: FakeClock
) -> None:
    (log,) = outbox.claim(5, ["webhook"])

    outbox.fail(log, THROTTLED, NOON + timedelta(hours=1), put_off_since=NOON)
    clock.advance(3_600)
    (put_off,) = outbox.claim(5, ["webhook"])
    outbox.fail(put_off, AWAY, NOON + timedelta(hours=2))
    clock.advance(3_600)
    (failed,) = outbox.claim(5, ["webhook"])

    assert (put_off, failed) == (replace(log, put_off_since=NOON), replace(log, attempts=1))


def test_a_receiver_that_put_one_message_off_for_too_long_is_asked_for_no_other_until_it_wants_to(
    urgent: DeliveryStore, clock: FakeClock
) -> None:
    (first,) = urgent.claim(1, ["webhook"])

    urgent.fail(first, THROTTLED, None, NOON + timedelta(hours=1))
    clock.advance(3_599)
    early = [each.key for each in urgent.claim(5, [])]
    clock.advance(1)

    assert (early, [each.key for each in urgent.claim(5, ["webhook"])]) == (["3"], ["1"])


# --- the fetcher ----------------------------------------------------------------------------------


@dataclass
class Fetching:
    """A fetcher, an address that answers, and one that does not."""

    fetcher: Fetcher
    good: str
    missing: str


@pytest.fixture
def world() -> Iterator[WorldThread]:
    with WorldThread() as made:
        yield made


@pytest.fixture(params=["fake", "real"])
async def fetching(request: pytest.FixtureRequest, world: WorldThread) -> AsyncIterator[Fetching]:
    good, missing = world.serve("/feed.xml", b"<rss/>"), world.misbehave("/missing.xml", "not_found")
    if request.param == "fake":
        yield Fetching(FakeFetcher([Fetched(good, 200, b"<rss/>"), FakeFetcher.NOTHING]), good, missing)
        return
    client = Client(FetchLimits("test/1", (ip_network("127.0.0.0/8"),), domain_pause_s=0))
    yield Fetching(client, good, missing)
    await client.aclose()


async def test_a_fetcher_gives_every_outcome_as_a_value(fetching: Fetching) -> None:
    good = await fetching.fetcher.fetch(FetchRequest(fetching.good, FetchKind.FEED))
    missing = await fetching.fetcher.fetch(FetchRequest(fetching.missing, FetchKind.FEED))

    assert isinstance(good, Fetched)
    assert (good.status, good.body, good.is_unchanged) == (200, b"<rss/>", False)
    assert isinstance(missing, Failed)
    assert (missing.reason, missing.status) == (Reason.NOT_FOUND, 404)
    assert missing.detail


# --- channels -------------------------------------------------------------------------------------

DELIVERY = DueDelivery(1, "key", "coverage", "any", {"article": {"id": 1}}, 0, NOON, NOON)


@pytest.mark.parametrize(
    "channel",
    [
        FakeChannel("fake"),
        LogChannel(),
        WebhookChannel(FakeFetcher([Fetched("http://hook.example/", 200, b"")]), "http://hook.example/"),
    ],
    ids=["fake", "log", "webhook"],
)
async def test_a_channel_has_a_name_and_says_nothing_when_it_delivered(channel: Channel) -> None:
    assert channel.name
    assert await asyncio.wait_for(channel.send(DELIVERY), 5) is None


@pytest.mark.parametrize(
    "channel",
    [FakeChannel("fake", [AWAY]), WebhookChannel(FakeFetcher([AWAY]), "http://hook.example/")],
    ids=["fake", "webhook"],
)
async def test_a_channel_that_could_not_deliver_says_why(channel: Channel) -> None:
    failure = await channel.send(DELIVERY)

    assert failure is not None
    assert failure.reason is Reason.SERVER_ERROR
