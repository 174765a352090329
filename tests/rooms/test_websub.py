"""Does a feed's hub deliver to us, and nobody else? Against a hub of our own, over real HTTP.

The names carry the numbers of websub.rocks' tests of subscribers, where they are the same promise.
"""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from ipaddress import ip_network
from pathlib import Path

import pytest
import uvicorn
from aiohttp import ClientSession  # noqa: TID251 - a stranger who knocks at the callback
from fastapi import FastAPI, Response
from sqlalchemy import select, update

from monitor.core.errors import TryAgainLater
from monitor.core.ports import Fetcher
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import FeedSpec, ParsedFeed
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.subscriptions import Subscription, SubscriptionState
from monitor.fetch.client import Client, FetchLimits
from monitor.parse.feed import parse
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.feeds.feeds import Feeds
from monitor.store.feeds.subscriptions import Subscriptions
from monitor.store.schema.tables import FEED
from monitor.web import websub
from monitor.websub.discovery import Found, discover, html_links
from monitor.websub.subscriber import COUNTED, Subscriber
from tests.fakes import NOON, FakeClock, FakeFetcher
from tests.rooms.hub import Hub, Publisher, open_hub, open_publisher

RSS = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title>{links}'
    "<item><guid>1</guid><title>One</title><link>https://news.example/1</link></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>urn:news</id>{links}'
    '<entry><id>1</id><title>One</title><link href="https://news.example/1"/></entry></feed>'
)
HTML = "<!doctype html><html><head><title>News</title>{links}</head><body><p>One</p></body></html>"
LIGHT_PING = b""  # "something is new", and not what
MAX_BYTES = 2_000
FEED_ID = 1


@dataclass
class World:
    """A publisher, its hub, and our subscriber with its callback open."""

    hub: Hub
    publisher: Publisher
    client: Client
    subscriber: Subscriber
    store: Subscriptions
    database: Database
    clock: FakeClock
    counted: list[str]
    delivered: list[tuple[int, bytes, str]] = field(default_factory=list)
    is_away: bool = False

    async def deliver(self, feed_id: int, body: bytes, content_type: str) -> bool:
        if self.is_away:
            raise TryAgainLater("The database cannot be used now.")
        self.delivered.append((feed_id, body, content_type))
        return body != LIGHT_PING

    def links(self, *, topic: str = "", hub: str = "") -> str:
        return f'<{hub or self.hub.url}>; rel="hub"' + (f', <{topic}>; rel="self"' if topic else "")

    async def found(self, url: str) -> Found | None:
        """Fetch a feed and look for its hub, as a poll does."""
        answer = await self.client.fetch(FetchRequest(url, FetchKind.FEED))
        assert isinstance(answer, Fetched)
        body = parse(answer.body, answer.content_type, answer.url)
        if isinstance(body, ParsedFeed):
            return discover(answer.url, answer.links, hubs=body.hubs, self_url=body.self_url)
        return discover(answer.url, answer.links, page=html_links(answer.body.decode(), answer.url))

    async def poll(self, url: str) -> None:
        await self.subscriber.consider(FEED_ID, await self.found(url))

    async def ask(self) -> int:
        """Ask the hubs that are due, and let them ask back."""
        number = await self.subscriber.ask_due()
        await self.hub.settle()
        return number

    async def subscribe(self, url: str) -> Subscription:
        await self.poll(url)
        await self.ask()
        return self.subscription

    async def subscribe_to_any(self) -> str:
        """Subscribe to a feed; give the callback."""
        await self.subscribe(self.publisher.page("/feed", link=self.links(), body=RSS.format(links="")))
        return self.hub.requests[-1]["hub.callback"]

    @property
    def subscription(self) -> Subscription:
        known = self.store.of(FEED_ID)
        assert known is not None
        return known

    @property
    def asked(self) -> list[tuple[str, str]]:
        return [(form["hub.mode"], form["hub.topic"]) for form in self.hub.requests]


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@pytest.fixture
def store_file(sqlite_template: Path, tmp_path: Path) -> Path:
    file = tmp_path / "monitor.sqlite3"
    shutil.copy(sqlite_template, file)
    return file


@pytest.fixture
async def world(store_file: Path, clock: FakeClock) -> AsyncIterator[World]:
    database = Database(f"sqlite:///{store_file}")
    Feeds(database, Leases(clock, "host/1/a", 60)).sync([FeedSpec("news", "https://news.example/feed")])
    listening = socket.create_server(("127.0.0.1", 0))
    limits = FetchLimits("monitor/0", allow_networks=(ip_network("127.0.0.0/8"),), domain_pause_s=0.0)
    client, store, counted = Client(limits), Subscriptions(database, clock), list[str]()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    subscriber = Subscriber(client, store, clock, base, chance=lambda: 0.0, count=counted.append)
    async with open_hub() as hub, open_publisher() as publisher:
        made = World(hub, publisher, client, subscriber, store, database, clock, counted)
        app = FastAPI()
        app.include_router(websub.router(subscriber, made.deliver, MAX_BYTES))
        app.add_exception_handler(TryAgainLater, lambda _, __: Response(status_code=503))
        server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none"))
        serving = asyncio.ensure_future(server.serve([listening]))
        yield made
        server.should_exit = server.force_exit = True
        await client.aclose()
        await serving
    database.close()
    assert set(counted) <= set(COUNTED)


# --- discovery ------------------------------------------------------------------------------------


async def test_100_hub_and_topic_are_found_in_the_header(world: World) -> None:
    topic = f"{world.publisher.root}/feed"

    made = await world.subscribe(
        world.publisher.page("/feed", link=world.links(topic=topic), body=RSS.format(links=""))
    )

    assert (made.state, world.asked) == (SubscriptionState.ACTIVE, [("subscribe", topic)])


@pytest.mark.parametrize(
    ("kind", "body", "link"),
    [
        pytest.param("text/html", HTML, '<link rel="{rel}" href="{href}">', id="101"),
        pytest.param("application/atom+xml", ATOM, '<link rel="{rel}" href="{href}"/>', id="102"),
        pytest.param("application/rss+xml", RSS, '<atom:link rel="{rel}" href="{href}"/>', id="103"),
    ],
)
async def test_101_102_103_hub_and_topic_are_found_in_the_body(world: World, kind: str, body: str, link: str) -> None:
    topic = f"{world.publisher.root}/feed"
    links = link.format(rel="hub", href=world.hub.url) + link.format(rel="self", href=topic)

    made = await world.subscribe(world.publisher.page("/feed", kind=kind, body=body.format(links=links)))

    assert (made.state, world.asked) == (SubscriptionState.ACTIVE, [("subscribe", topic)])


async def test_104_the_header_has_priority_over_the_body(world: World) -> None:
    topic = f"{world.publisher.root}/from-header"
    wrong = '<atom:link rel="hub" href="http://127.0.0.1:9/"/><atom:link rel="self" href="http://127.0.0.1:9/feed"/>'
    url = world.publisher.page("/feed", link=world.links(topic=topic), body=RSS.format(links=wrong))

    made = await world.subscribe(url)

    assert (made.hub, made.state, world.asked) == (world.hub.url, SubscriptionState.ACTIVE, [("subscribe", topic)])


# --- subscription ---------------------------------------------------------------------------------


async def test_200_the_topic_is_what_the_feed_calls_itself(world: World) -> None:
    topic = f"{world.publisher.root}/canonical"

    await world.subscribe(world.publisher.page("/other", link=world.links(topic=topic), body=RSS.format(links="")))

    assert world.asked == [("subscribe", topic)]


@pytest.mark.parametrize("status", [pytest.param(302, id="201"), pytest.param(301, id="202")])
async def test_201_202_a_feed_that_redirects_is_followed_to_its_topic(world: World, status: int) -> None:
    topic = f"{world.publisher.root}/new"
    world.publisher.page("/new", link=world.links(topic=topic), body=RSS.format(links=""))

    made = await world.subscribe(world.publisher.redirect("/old", status, "/new"))

    assert (made.state, world.asked) == (SubscriptionState.ACTIVE, [("subscribe", topic)])


@pytest.mark.parametrize("status", [pytest.param(307, id="203"), pytest.param(308, id="204")])
async def test_203_204_a_hub_that_redirects_is_asked_where_it_leads(world: World, status: int) -> None:
    world.hub.moved["/old"] = status
    link = world.links(hub=f"{world.hub.root}/old")
    url = world.publisher.page("/feed", link=link, body=RSS.format(links=""))

    made = await world.subscribe(url)

    assert (made.state, world.asked) == (SubscriptionState.ACTIVE, [("subscribe", url)])


async def test_203_a_hub_may_lead_to_one_at_another_origin(world: World) -> None:
    world.publisher.redirect("/hub", 307, world.hub.url)
    link = world.links(hub=f"{world.publisher.root}/hub")

    made = await world.subscribe(world.publisher.page("/feed", link=link, body=RSS.format(links="")))

    assert made.state is SubscriptionState.ACTIVE


async def test_205_a_verification_of_another_topic_is_not_found(world: World) -> None:
    world.hub.is_silent = True
    await world.subscribe_to_any()

    status, _ = await world.hub.verify(world.hub.requests[0], topic="https://other.example/")

    assert (status, world.subscription.state, world.counted) == (404, SubscriptionState.ASKED, ["asked", "strange"])


async def test_a_verification_of_what_we_never_asked_for_is_not_found(world: World) -> None:
    form = {"hub.callback": f"{world.subscriber.callback_base}/websub/guess", "hub.mode": "subscribe", "hub.topic": "x"}

    status, body = await world.hub.verify(form)

    assert (status, body) == (404, "")


async def test_what_is_echoed_is_plain_text(world: World) -> None:
    world.hub.is_silent = True
    callback = await world.subscribe_to_any()
    question = {"hub.mode": "subscribe", "hub.topic": world.subscription.topic, "hub.challenge": "<script>"}

    async with ClientSession() as session, session.get(callback, params=question) as answer:
        text, headers = await answer.text(), answer.headers

    assert (text, headers["Content-Type"]) == ("<script>", "text/plain; charset=utf-8")
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_hub_may_verify_before_it_answers(world: World) -> None:
    world.hub.is_early = True

    await world.subscribe_to_any()

    assert (world.subscription.state, world.subscription.failures) == (SubscriptionState.ACTIVE, 0)


async def test_each_subscription_has_a_callback_and_a_secret_that_nobody_guesses(world: World) -> None:
    await world.subscribe_to_any()
    first = world.hub.requests[-1]
    world.store.end(FEED_ID, "A test.")
    await world.ask()
    await world.subscribe_to_any()
    second = world.hub.requests[-1]

    for name in ("hub.callback", "hub.secret"):
        assert first[name] != second[name]
        assert len(first[name].rpartition("/")[2]) >= 43  # 256 bits


async def test_a_feed_without_a_hub_asks_nobody(world: World) -> None:
    await world.poll(world.publisher.page("/feed", body=RSS.format(links="")))

    assert (await world.ask(), world.hub.requests) == (0, [])


# --- distribution ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_300_a_signed_delivery_is_taken(world: World, method: str) -> None:
    callback = await world.subscribe_to_any()

    status = await world.hub.deliver(callback, b"<rss/>", method=method)

    assert (status, world.delivered) == (202, [(FEED_ID, b"<rss/>", "application/rss+xml")])


@pytest.mark.parametrize("signature", [pytest.param("sha256=" + "0" * 64, id="301"), pytest.param("", id="302")])
async def test_301_302_a_delivery_with_a_bad_or_no_signature_is_ignored(world: World, signature: str) -> None:
    callback = await world.subscribe_to_any()

    status = await world.hub.deliver(callback, b"<rss/>", signature=signature)

    assert (status, world.delivered, world.counted[-1]) == (202, [], "unsigned")
    assert not world.subscriber.is_pushed(FEED_ID)


async def test_a_delivery_over_the_cap_is_refused(world: World) -> None:
    callback = await world.subscribe_to_any()

    statuses = [await world.hub.deliver(callback, b"x" * size) for size in (MAX_BYTES, MAX_BYTES + 1)]

    assert (statuses, [len(body) for _, body, _ in world.delivered]) == ([202, 413], [MAX_BYTES])


async def test_a_delivery_to_a_callback_that_is_none_ends_it_for_the_hub(world: World) -> None:
    status = await world.hub.deliver(f"{world.subscriber.callback_base}/websub/guess", b"<rss/>", signature="sha1=00")

    assert (status, world.delivered, world.counted) == (410, [], ["unknown"])


async def test_a_delivery_that_cannot_be_kept_now_is_asked_for_again(world: World) -> None:
    callback = await world.subscribe_to_any()
    world.is_away = True
    first = await world.hub.deliver(callback, b"<rss/>")
    world.is_away = False

    assert (first, await world.hub.deliver(callback, b"<rss/>"), len(world.delivered)) == (503, 202, 1)


# --- trust ----------------------------------------------------------------------------------------


async def test_a_hub_is_trusted_from_its_first_delivery_on(world: World) -> None:
    callback = await world.subscribe_to_any()
    before = world.subscriber.is_pushed(FEED_ID)

    await world.hub.deliver(callback, b"<rss/>")

    assert (before, world.subscriber.is_pushed(FEED_ID)) == (False, True)
    assert world.subscriber.states == {"asked": 0, "active": 1, "refused": 0}


async def test_a_hub_whose_deliveries_cannot_be_read_is_never_trusted(world: World) -> None:
    callback = await world.subscribe_to_any()

    status = await world.hub.deliver(callback, LIGHT_PING)

    assert (status, len(world.delivered), world.subscription.delivered_at) == (202, 1, None)
    assert not world.subscriber.is_pushed(FEED_ID)
    assert "accepted" not in world.counted


async def test_light_pings_do_not_keep_the_trust_that_a_delivery_earned(world: World) -> None:
    callback = await world.subscribe_to_any()
    await world.hub.deliver(callback, b"<rss/>")
    world.clock.advance(3_600)
    await world.hub.deliver(callback, LIGHT_PING)

    await world.subscriber.doubt(FEED_ID, since=NOON + timedelta(minutes=30))

    assert not world.subscriber.is_pushed(FEED_ID)


async def test_a_hub_that_a_poll_finds_behind_is_trusted_no_more_and_asked_anew(world: World) -> None:
    callback = await world.subscribe_to_any()
    await world.hub.deliver(callback, b"<rss/>")
    world.clock.advance(3_600)

    await world.subscriber.doubt(FEED_ID, since=NOON + timedelta(minutes=30))

    assert not world.subscriber.is_pushed(FEED_ID)
    await world.ask()
    await world.hub.deliver(callback, b"<rss/>")
    assert (world.subscriber.is_pushed(FEED_ID), len(world.hub.requests)) == (True, 2)


async def test_a_hub_that_was_only_slow_is_trusted_on(world: World) -> None:
    callback = await world.subscribe_to_any()
    world.clock.advance(3_600)
    await world.hub.deliver(callback, b"<rss/>")

    await world.subscriber.doubt(FEED_ID, since=NOON + timedelta(minutes=30))

    assert world.subscriber.is_pushed(FEED_ID)


# --- leases ---------------------------------------------------------------------------------------


async def test_a_lease_is_renewed_before_its_end_without_a_gap(world: World) -> None:
    world.hub.lease_s = 36_000
    callback = await world.subscribe_to_any()
    await world.hub.deliver(callback, b"<rss/>")
    world.clock.advance(28_799)
    early = await world.ask()
    world.clock.advance(1)  # 80 % of ten hours
    world.hub.is_silent = True

    renewed = await world.ask()

    assert (early, renewed, world.hub.requests[0] == world.hub.requests[1]) == (0, 1, True)
    assert world.subscriber.is_pushed(FEED_ID)  # while the hub has not confirmed yet
    await world.hub.verify(world.hub.requests[1])
    assert world.subscription.lease_until == NOON + timedelta(hours=18)


async def test_a_lease_that_nobody_renews_runs_out_and_is_asked_for_on_and_on(world: World) -> None:
    world.hub.lease_s = 3_600
    callback = await world.subscribe_to_any()
    await world.hub.deliver(callback, b"<rss/>")
    world.hub.status = 503
    asked_after = []

    for minutes in range(1, 4 * 60):
        world.clock.advance(60)
        if await world.ask():
            asked_after.append(minutes)

    assert asked_after == [48, 58, 78, 118, 198]
    assert (world.subscriber.is_pushed(FEED_ID), world.subscription.lease_until) == (False, None)


async def test_a_hub_that_says_no_lease_is_asked_again_within_a_day(world: World) -> None:
    world.hub.lease_s = None

    await world.subscribe_to_any()

    assert world.subscription.lease_until == NOON + timedelta(days=1)


async def test_a_hub_that_was_asked_and_keeps_silent_is_asked_again(world: World) -> None:
    world.hub.is_silent = True
    await world.subscribe_to_any()
    world.clock.advance(599)
    early = await world.ask()
    world.clock.advance(1)

    assert (early, await world.ask(), world.subscription.failures) == (0, 1, 2)


# --- refusals -------------------------------------------------------------------------------------


async def test_a_hub_that_refuses_is_asked_again_after_an_hour(world: World, logged: StringIO) -> None:
    world.hub.status = 403
    await world.subscribe_to_any()
    refused = world.subscription
    world.clock.advance(3_600)
    world.hub.status = 202

    await world.ask()

    assert (refused.state, refused.due_at) == (SubscriptionState.REFUSED, NOON + timedelta(hours=1))
    assert world.subscription.state is SubscriptionState.ACTIVE
    assert '"event":"websub.ask_failed"' in logged.getvalue().replace(": ", ":")


async def test_a_hub_that_denies_what_it_had_confirmed_is_believed(world: World) -> None:
    callback = await world.subscribe_to_any()
    await world.hub.deliver(callback, b"<rss/>")

    status = await world.hub.deny(world.hub.requests[0], "no more news")

    denied = world.subscription
    assert (status, denied.state, denied.detail) == (200, SubscriptionState.REFUSED, "The hub denied it: no more news.")
    assert (denied.due_at, world.subscriber.is_pushed(FEED_ID)) == (NOON + timedelta(hours=1), False)


async def test_a_hub_that_cannot_be_reached_is_asked_again_and_the_guard_holds(world: World) -> None:
    url = world.publisher.page("/feed", link=world.links(hub="http://10.0.0.1/"), body=RSS.format(links=""))

    made = await world.subscribe(url)

    assert (made.state, made.due_at) == (SubscriptionState.ASKED, NOON + timedelta(minutes=10))
    assert "10.0.0.1 may not be connected to" in made.detail


# --- change and end -------------------------------------------------------------------------------


async def test_a_feed_that_changes_its_name_moves_its_subscription(world: World) -> None:
    await world.subscribe_to_any()
    link = world.links(topic="https://news.example/new")
    url = world.publisher.page("/feed", link=link, body=RSS.format(links=""))

    for _ in range(3):
        await world.poll(url)
        await world.ask()

    old, new = f"{world.publisher.root}/feed", "https://news.example/new"
    assert world.asked == [("subscribe", old), ("unsubscribe", old), ("subscribe", new)]
    assert [agreed for _, _, agreed in world.hub.verified] == [True, True, True]


async def test_a_feed_that_names_no_hub_any_more_is_unsubscribed_from(world: World) -> None:
    callback = await world.subscribe_to_any()
    await world.poll(world.publisher.page("/feed", body=RSS.format(links="")))

    await world.ask()
    late = await world.hub.deliver(callback, b"<rss/>", signature="sha1=00")

    assert ([mode for mode, _, agreed in world.hub.verified if agreed], late) == (["subscribe", "unsubscribe"], 410)


async def test_an_unsubscription_that_somebody_else_wants_is_not_found(world: World) -> None:
    await world.subscribe_to_any()

    status, _ = await world.hub.verify(world.hub.requests[0], mode="unsubscribe")

    assert (status, world.subscription.state) == (404, SubscriptionState.ACTIVE)


async def test_a_feed_that_is_polled_no_more_is_unsubscribed_from(world: World) -> None:
    await world.subscribe_to_any()
    with world.database.write() as connection:
        connection.execute(update(FEED).values(due_at=None))

    await world.ask()

    assert ([mode for mode, _ in world.asked], world.subscription.state) == (
        ["subscribe", "unsubscribe"],
        SubscriptionState.ENDED,
    )


# --- restarts, and what is not told ---------------------------------------------------------------


async def test_a_subscription_outlives_the_program(world: World) -> None:
    callback = await world.subscribe_to_any()
    await world.hub.deliver(callback, b"<rss/>")
    before = world.subscriber

    again = Subscriber(world.client, world.store, world.clock, before.callback_base)
    await again.consider(FEED_ID, Found((world.hub.url,), world.subscription.topic))

    assert (again.is_pushed(FEED_ID), await again.ask_due(), len(world.hub.requests)) == (True, 0, 1)


async def test_a_poll_that_says_the_same_again_costs_nothing(world: World) -> None:
    await world.subscribe_to_any()
    found = Found((world.hub.url,), world.subscription.topic)
    world.store.end(FEED_ID, "Behind its back.")

    await world.subscriber.consider(FEED_ID, found)

    assert world.subscription.state is SubscriptionState.ENDED  # so the database was not asked


async def test_the_log_tells_neither_callbacks_nor_secrets(world: World, logged: StringIO) -> None:
    callback = await world.subscribe_to_any()
    await world.hub.deliver(callback, b"<rss/>")
    await world.hub.deliver(callback, b"<rss/>", signature="")
    await world.hub.deny(world.hub.requests[0], "enough")

    form, text = world.hub.requests[0], logged.getvalue()
    assert "websub.delivered" in text
    assert form["hub.secret"] not in text
    assert callback.rpartition("/")[2] not in text


async def test_two_that_ask_at_once_ask_no_hub_twice(world: World) -> None:
    await world.poll(world.publisher.page("/feed", link=world.links(), body=RSS.format(links="")))

    numbers = await asyncio.gather(world.subscriber.ask_due(), world.subscriber.ask_due())

    assert (sorted(numbers), len(world.hub.requests)) == ([0, 1], 1)


async def test_hubs_that_fail_do_not_hold_up_each_other(world: World) -> None:
    fetcher = FakeFetcher([Failed(Reason.TOO_SLOW, "It did not finish."), Fetched("https://b.example/", 202, b"")])
    feeds = Feeds(world.database, Leases(world.clock, "host/1/a", 60))
    feeds.sync([FeedSpec(name, f"https://{name}.example/feed") for name in ("news", "b")])
    subscriber = Subscriber(fetcher, world.store, world.clock, "https://us.example", chance=lambda: 0.0)
    for feed_id, hub in ((1, "https://a.example/"), (2, "https://b.example/")):
        await subscriber.consider(feed_id, Found((hub,), "https://news.example/feed"))

    number = await subscriber.ask_due()

    assert (number, [request.kind for request in fetcher.requests]) == (2, [FetchKind.HUB, FetchKind.HUB])
    assert subscriber.states == {"asked": 2, "active": 0, "refused": 0}


async def test_a_hub_that_hangs_is_not_asked_for_the_rest_of_its_feeds(world: World) -> None:
    fetcher = FakeFetcher([Failed(Reason.TOO_SLOW, "It did not finish."), Fetched("https://a.example/", 202, b"")])
    subscriber = await _subscriber_of(world, fetcher, ["https://a.example/1", "https://a.example/2"])

    number = await subscriber.ask_due()

    assert (number, [request.deadline_s for request in fetcher.requests]) == (2, [15.0])
    due = {each.due_at for each in world.store.wanted()}
    assert due == {NOON + timedelta(minutes=10)}


async def test_hubs_of_one_site_are_asked_one_after_the_other_and_those_of_others_meanwhile(world: World) -> None:
    fetcher = _Slow()
    subscriber = await _subscriber_of(
        world, fetcher, ["https://a.example/1", "https://a.example/2", "https://b.example/1"]
    )

    asking = asyncio.ensure_future(subscriber.ask_due())
    await fetcher.two_are_asked.wait()
    asked = sorted(fetcher.asked)
    fetcher.may_answer.set()

    assert (asked, await asking) == (["https://a.example/1", "https://b.example/1"], 3)
    assert fetcher.asked[2:] == ["https://a.example/2"]


async def test_where_nothing_is_due_the_subscriptions_are_read_once_a_minute(world: World) -> None:
    await world.subscribe_to_any()
    world.store.end(FEED_ID, "By another process.")
    await world.ask()  # tells the hub
    world.store.begin(FEED_ID, world.hub.url, "topic", token="t", secret="s")
    world.store.confirm("t", NOON + timedelta(days=1), NOON + timedelta(hours=9))
    active = []

    for _ in range(3):
        world.clock.advance(30)
        await world.ask()
        active.append(world.subscriber.states["active"])

    assert active == [0, 1, 1]


class _Slow:
    """Answers nobody before it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.two_are_asked, self.may_answer = asyncio.Event(), asyncio.Event()

    async def fetch(self, request: FetchRequest) -> Fetched | Failed:
        self.asked.append(request.url)
        if len(self.asked) == 2:
            self.two_are_asked.set()
        await self.may_answer.wait()
        return Fetched(request.url, 202, b"")


async def _subscriber_of(world: World, fetcher: Fetcher, hubs: list[str]) -> Subscriber:
    """Have a subscriber want a feed of each hub."""
    feeds = Feeds(world.database, Leases(world.clock, "host/1/a", 60))
    feeds.sync([FeedSpec(hub, f"https://news.example/{number}") for number, hub in enumerate(hubs)])
    subscriber = Subscriber(fetcher, world.store, world.clock, "https://us.example", chance=lambda: 0.0)
    for hub, feed_id in zip(hubs, _ids(world, hubs), strict=True):
        await subscriber.consider(feed_id, Found((hub,), f"https://news.example/{feed_id}"))
    return subscriber


def _ids(world: World, names: list[str]) -> list[int]:
    with world.database.read() as connection:
        return [connection.execute(select(FEED.c.id).where(FEED.c.name == name)).scalar_one() for name in names]
