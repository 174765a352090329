"""Does a page wait for its robots.txt, and keep to it? The gate by hand, and the whole client in the demo world."""

import asyncio
import gzip
from collections import deque
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_network
from itertools import pairwise

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.demo.world import ODD, World
from monitor.fetch.client import Client, FetchLimits
from monitor.fetch.gate import FRESH_S, SPARE_S, Gate
from monitor.fetch.robots import MOST_BYTES

US = "monitor/1.2 (+https://monitor.example)"
PAGE = "https://news.example/a"
NO = "User-agent: *\nDisallow: /"
YES = "User-agent: *\nDisallow:"
AWAY = Failed(Reason.SERVER_ERROR, "news.example has trouble of its own (503).", status=503)


class Web:
    """Answers requests for robots.txt, one after the other as told, the last one for ever; its clock goes by hand."""

    def __init__(self, *answers: str | Failed | Fetched) -> None:
        self.answers = deque(answers)
        self.asked: list[FetchRequest] = []
        self.now = 1_000.0
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.gate = Gate(self.fetch, most_origins=3, now=lambda: self.now)

    async def fetch(self, request: FetchRequest) -> Fetched | Failed:
        self.asked.append(request)
        await self.may_answer.wait()
        answer = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
        return Fetched(request.url, 200, answer.encode()) if isinstance(answer, str) else answer


# --- the gate -----------------------------------------------------------------------------------


async def test_a_page_that_is_allowed_passes() -> None:
    assert await Web(YES).gate.check(PAGE, US) is None


async def test_a_page_that_is_not_allowed_is_refused_for_good_with_the_rule_and_what_to_do() -> None:
    refused = await Web("User-agent: Monitor\nDisallow: /*.php").gate.check("https://news.example/a.php?b", US)

    assert refused is not None
    assert (refused.reason, refused.is_final, refused.retry_after_s) == (Reason.ROBOTS, True, None)
    assert "news.example asks monitor not to" in refused.detail
    assert "Disallow: /*.php" in refused.detail
    assert "obey_robots: false" in refused.detail


async def test_robots_txt_is_asked_for_at_the_pages_own_origin_under_its_own_name() -> None:
    web = Web(YES)

    await web.gate.check("https://news.example:8443/a/b?c=/d#e", "other/2", (8443,))

    asked = web.asked[0]
    assert (asked.url, asked.kind) == ("https://news.example:8443/robots.txt", FetchKind.ROBOTS)
    assert (asked.user_agent, asked.ports, asked.deadline_s) == ("other/2", (8443,), 10.0)


async def test_robots_txt_is_asked_for_once_a_day() -> None:
    web = Web(YES, NO)
    await web.gate.check(PAGE, US)
    web.now += FRESH_S - 1

    before = await web.gate.check(PAGE, US)
    web.now += 1
    after = await web.gate.check(PAGE, US)

    assert before is None
    assert after is not None
    assert len(web.asked) == 2


async def test_pages_that_come_at_the_same_time_wait_for_one_answer() -> None:
    web = Web(NO)
    web.may_answer.clear()
    pages = [asyncio.create_task(web.gate.check(f"{PAGE}/{n}", US)) for n in range(20)]
    await asyncio.sleep(0)
    pages[0].cancel()
    await asyncio.sleep(0)
    web.may_answer.set()

    refused = await asyncio.gather(*pages[1:])

    assert {one.reason for one in refused if one} == {Reason.ROBOTS}
    assert None not in refused
    assert len(web.asked) == 1


async def test_each_scheme_host_and_port_has_a_robots_txt_of_its_own() -> None:
    web = Web(NO, YES)  # the first answer only is a no
    addresses = ["https://news.example/a", "http://news.example/a", "https://www.news.example/a"]

    refused = [await web.gate.check(url, US) is not None for url in [*addresses, addresses[0]]]

    assert refused == [True, False, False, True]
    assert [request.url.removesuffix("/robots.txt") + "/a" for request in web.asked] == addresses


async def test_a_redirect_to_another_origins_robots_txt_spares_asking_there() -> None:
    web = Web(Fetched("https://news.example/robots.txt", 200, NO.encode()))

    refused = [await web.gate.check(url, US) is not None for url in ("http://news.example/a", "https://news.example/a")]

    assert refused == [True, True]
    assert len(web.asked) == 1


async def test_a_redirect_to_elsewhere_holds_for_the_origin_that_was_asked_only() -> None:
    web = Web(Fetched("https://news.example/about/robots.txt", 200, NO.encode()), YES)

    refused = [await web.gate.check(url, US) is not None for url in ("http://news.example/a", "https://news.example/a")]

    assert refused == [True, False]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_without_a_robots_txt_every_page_passes(status: int) -> None:
    assert await Web(Failed(Reason.NOT_FOUND, "Nothing there.", status=status)).gate.check(PAGE, US) is None


@pytest.mark.parametrize(
    "answer",
    [
        AWAY,
        Failed(Reason.THROTTLED, "We ask too often (429).", status=429),
        Failed(Reason.TOO_SLOW, "It did not finish."),
        Failed(Reason.CUT_SHORT, "It broke off."),
    ],
)
async def test_where_robots_txt_cannot_be_had_no_page_is_asked_for_now(answer: Failed) -> None:
    refused = await Web(answer).gate.check(PAGE, US)

    assert refused is not None
    assert (refused.reason, refused.status, refused.is_final) == (Reason.ROBOTS, answer.status, False)
    assert refused.retry_after_s == (600 if answer.status else 60)
    assert answer.detail in refused.detail


@pytest.mark.parametrize("reason", [Reason.DNS, Reason.CONNECT, Reason.TLS])
async def test_a_server_that_is_not_there_is_named_as_the_page_would_have_named_it(reason: Reason) -> None:
    refused = await Web(Failed(reason, "Nobody there.")).gate.check(PAGE, US)

    assert refused is not None
    assert (refused.reason, refused.is_final, refused.retry_after_s) == (reason, False, 60)


async def test_a_refused_address_stays_refused() -> None:
    refused = await Web(Failed(Reason.REFUSED_ADDRESS, "Not there.")).gate.check("http://10.0.0.1/", US)

    assert refused is not None
    assert (refused.reason, refused.retry_after_s) == (Reason.REFUSED_ADDRESS, None)


async def test_it_is_asked_for_again_after_ten_minutes_and_then_after_twenty() -> None:
    web = Web(AWAY, AWAY, NO, YES)
    waits: list[int | None] = []
    for step_s in (0, 599, 1, 1_199, 1):
        web.now += step_s
        refused = await web.gate.check(PAGE, US)
        waits.append(refused.retry_after_s if refused else None)

    assert waits == [600, 1, 1_200, 1, None]
    assert len(web.asked) == 3
    assert refused is not None
    assert refused.is_final


async def test_the_servers_wish_beats_our_ten_minutes() -> None:
    refused = await Web(Failed(Reason.SERVER_ERROR, "Later.", status=503, retry_after_s=3_600)).gate.check(PAGE, US)

    assert refused is not None
    assert refused.retry_after_s == 3_600


async def test_an_old_copy_stands_in_for_a_day_where_no_new_one_can_be_had() -> None:
    web = Web(YES, AWAY)
    await web.gate.check(PAGE, US)
    web.now += FRESH_S

    first = await web.gate.check(PAGE, US)
    web.now += SPARE_S
    second = await web.gate.check(PAGE, US)

    assert first is None
    assert second is not None
    assert (second.reason, second.is_final) == (Reason.ROBOTS, False)
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    "answer", [Failed(Reason.HELD, "It rests.", retry_after_s=90), Failed(Reason.HELD, "Others were first.")]
)
async def test_what_was_never_sent_says_nothing_about_the_server(answer: Failed) -> None:
    web = Web(answer, YES)

    first = await web.gate.check(PAGE, US)
    second = await web.gate.check(PAGE, US)

    assert (first, second) == (answer, None)


async def test_only_so_many_origins_are_remembered_and_the_oldest_is_forgotten_first() -> None:
    web = Web(YES)
    for n in range(4):
        await web.gate.check(f"https://{n}.example/a", US)

    known = [web.gate.is_open(f"https://{n}.example/a", US) for n in range(4)]

    assert known == [False, True, True, True]


async def test_what_is_open_is_told_without_asking_anybody() -> None:
    web = Web("User-agent: *\nDisallow: /b")
    unknown = web.gate.is_open(PAGE, US)
    await web.gate.check(PAGE, US)

    assert (unknown, web.gate.is_open(PAGE, US), web.gate.is_open("https://news.example/b", US)) == (False, True, False)
    assert len(web.asked) == 1


async def test_the_crawl_delay_of_an_origin_is_told() -> None:
    web = Web("User-agent: *\nCrawl-delay: 7")
    await web.gate.check(PAGE, US)

    assert (web.gate.crawl_delay_s(PAGE, US), web.gate.crawl_delay_s("http://other.example/", US)) == (7.0, 0.0)


async def test_a_gate_that_closes_leaves_nothing_running() -> None:
    web = Web(YES)
    web.may_answer.clear()
    page = asyncio.create_task(web.gate.check(PAGE, US))
    await asyncio.sleep(0)

    await web.gate.aclose()

    with pytest.raises(asyncio.CancelledError):
        await page


# --- the client, over HTTP ----------------------------------------------------------------------


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World() as world:
        yield world


async def at_loopback(_name: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Client]]:
    made: list[Client] = []

    def build(*, pause_s: float = 0.0, connections: int = 2) -> Client:
        limits = FetchLimits(
            user_agent=US,
            allow_networks=(ip_network("127.0.0.0/8"),),
            domain_pause_s=pause_s,
            domain_connections=connections,
            resolve=at_loopback,
        )
        made.append(Client(limits))
        return made[-1]

    yield build
    for client in made:
        await client.aclose()


@pytest.fixture
def client(make: Callable[..., Client]) -> Client:
    return make()


def page(url: str, **more: object) -> FetchRequest:
    values: dict[str, object] = {"url": url, "kind": FetchKind.PAGE, "deadline_s": 10.0} | more
    return FetchRequest(**values)  # type: ignore[arg-type] # the keywords are FetchRequest's own


def paths(world: World) -> list[str]:
    return [logged.path for logged in world.requests]


async def test_robots_txt_is_fetched_before_the_first_page_of_a_host_and_not_before_the_next(
    world: World, client: Client
) -> None:
    urls = [world.serve(path, "<p>News</p>") for path in ("/a", "/b")]
    world.serve_robots(ODD, YES)

    for url in urls:
        assert isinstance(await client.fetch(page(url)), Fetched)

    assert paths(world) == ["/robots.txt", "/a", "/b"]
    assert world.requests[0].headers["User-Agent"] == US


async def test_a_page_that_robots_txt_forbids_is_not_asked_for(world: World, client: Client) -> None:
    world.serve_robots(ODD, "User-agent: monitor\nDisallow: /a")

    got = await client.fetch(page(world.serve("/a", "<p>News</p>")))

    assert isinstance(got, Failed)
    assert (got.reason, got.is_final) == (Reason.ROBOTS, True)
    assert paths(world) == ["/robots.txt"]


async def test_a_host_without_robots_txt_may_be_read(world: World, client: Client) -> None:
    got = await client.fetch(page(world.serve("/a", "<p>News</p>")))

    assert isinstance(got, Fetched)
    assert [logged.status for logged in world.requests] == [404, 200]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_host_whose_robots_txt_fails_is_left_alone_for_now(status: int, world: World, client: Client) -> None:
    world.serve_robots(ODD, "", status=status)

    got = [await client.fetch(page(world.serve(path, "<p>News</p>"))) for path in ("/a", "/b")]

    assert [(one.reason, one.is_final) for one in got if isinstance(one, Failed)] == [(Reason.ROBOTS, False)] * 2
    assert paths(world) == ["/robots.txt"]


@pytest.mark.parametrize("misdeed", ["truncated", "closes"])
async def test_a_robots_txt_that_breaks_off_allows_nothing(misdeed: str, world: World, client: Client) -> None:
    world.misbehave("/robots.txt", misdeed)

    got = await client.fetch(page(world.serve("/a", "<p>News</p>")))

    assert isinstance(got, Failed)
    assert not got.is_final
    assert "/a" not in paths(world)


@pytest.mark.parametrize("kind", [FetchKind.FEED, FetchKind.WEBHOOK, FetchKind.ROBOTS])
async def test_only_pages_are_checked(kind: FetchKind, world: World, client: Client) -> None:
    world.serve_robots(ODD, NO)

    assert isinstance(await client.fetch(page(world.serve("/a", "<rss/>"), kind=kind)), Fetched)

    assert paths(world) == ["/a"]


async def test_a_feeds_owner_may_switch_robots_txt_off(world: World, client: Client) -> None:
    world.serve_robots(ODD, NO)

    got = await client.fetch(page(world.serve("/a", "<p>News</p>"), obey_robots=False))

    assert isinstance(got, Fetched)
    assert paths(world) == ["/a"]


async def test_five_redirects_of_robots_txt_are_followed(world: World, client: Client) -> None:
    hops = ["/robots.txt", "/1", "/2", "/3", "/4"]
    for here, there in pairwise([*hops, "/5"]):
        world.serve(here, "", status=302, headers={"Location": there})
    world.serve("/5", NO, content_type="text/plain")

    got = await client.fetch(page(world.serve("/a", "<p>News</p>")))

    assert isinstance(got, Failed)
    assert (got.reason, got.is_final) == (Reason.ROBOTS, True)
    assert paths(world) == [*hops, "/5"]


async def test_a_robots_txt_that_redirects_without_end_forbids_nothing(world: World, client: Client) -> None:
    world.misbehave("/robots.txt", "redirect_loop")

    assert isinstance(await client.fetch(page(world.serve("/a", "<p>News</p>"))), Fetched)


async def test_of_a_long_robots_txt_the_beginning_is_read(world: World, client: Client) -> None:
    world.serve_robots(ODD, "User-agent: *\nDisallow: /a\n" + "# and so on\n" * (MOST_BYTES // 6))

    got = [await client.fetch(page(world.serve(path, "<p>News</p>"))) for path in ("/a", "/b")]

    assert [isinstance(one, Fetched) for one in got] == [False, True]


@pytest.mark.parametrize("lines", [0, 400_000])
async def test_a_packed_robots_txt_is_unpacked_as_far_as_it_is_read(lines: int, world: World, client: Client) -> None:
    text = "User-agent: *\nDisallow: /a\n" + "# and so on\n" * lines
    world.serve("/robots.txt", gzip.compress(text.encode()), headers={"Content-Encoding": "gzip"})

    got = [await client.fetch(page(world.serve(path, "<p>News</p>"))) for path in ("/a", "/b")]

    assert [isinstance(one, Fetched) for one in got] == [False, True]


async def test_a_redirect_to_a_forbidden_page_of_the_same_host_is_not_followed(world: World, client: Client) -> None:
    world.serve_robots(ODD, "User-agent: *\nDisallow: /b")
    url = world.serve("/a", "", status=302, headers={"Location": "/b"})

    got = await client.fetch(page(url))

    assert isinstance(got, Failed)
    assert got.reason is Reason.ROBOTS
    assert paths(world) == ["/robots.txt", "/a"]


async def test_a_redirect_to_another_origin_is_followed_only_where_its_robots_txt_allows(
    world: World, client: Client
) -> None:
    outlet = next(iter(world.outlets))
    world.serve_robots(outlet, NO)
    there = f"{world.outlets[outlet].base_url}/article"
    url = world.serve("/a", "", status=302, headers={"Location": there})

    got = await client.fetch(page(url))

    assert isinstance(got, Failed)
    assert got.reason is Reason.ROBOTS
    assert [(logged.outlet, logged.path) for logged in world.requests] == [
        (ODD, "/robots.txt"),
        (ODD, "/a"),
        (outlet, "/robots.txt"),
    ]


async def test_many_pages_of_a_new_host_cost_one_robots_txt(world: World, make: Callable[..., Client]) -> None:
    client = make(pause_s=0.001, connections=1)
    urls = [world.serve(f"/{n}", "<p>News</p>") for n in range(10)]

    got = await asyncio.gather(*(client.fetch(page(url)) for url in urls))

    assert [type(one) for one in got] == [Fetched] * 10
    assert paths(world).count("/robots.txt") == 1


async def test_a_crawl_delay_keeps_the_pages_of_a_host_apart_and_its_feed_not(
    world: World, make: Callable[..., Client]
) -> None:
    client = make(pause_s=0.001)
    world.serve_robots(ODD, "User-agent: *\nCrawl-delay: 0.5")
    urls = [world.serve(path, "<p>News</p>") for path in ("/a", "/b")]
    feed = world.serve("/feed", "<rss/>")

    await client.fetch(page(urls[0]))
    await client.fetch(page(feed, kind=FetchKind.FEED))
    await client.fetch(page(urls[1]))

    at = {logged.path: logged.at for logged in world.requests}
    assert (at["/feed"] - at["/a"]).total_seconds() < 0.5
    assert (at["/b"] - at["/a"]).total_seconds() >= 0.45


async def test_a_page_that_a_crawl_delay_would_keep_for_long_is_put_off(
    world: World, make: Callable[..., Client]
) -> None:
    client = make(pause_s=0.001)
    world.serve_robots(ODD, "User-agent: *\nCrawl-delay: 30")
    urls = [world.serve(path, "<p>News</p>") for path in ("/a", "/b")]

    first, second = [await client.fetch(page(url)) for url in urls]

    assert isinstance(first, Fetched)
    assert isinstance(second, Failed)
    assert (second.reason, second.retry_after_s, second.is_final) == (Reason.HELD, 30, False)
    assert "/b" not in paths(world)


def named(url: str, host: str) -> str:
    return url.replace("127.0.0.1", host)


async def test_a_429_holds_its_host_whatever_is_asked_there(world: World, make: Callable[..., Client]) -> None:
    client = make(pause_s=0.001)
    feeds = [named(world.serve(path, "<rss/>"), "rss.news.example") for path in ("/feed", "/other")]
    world.serve("/feed", "", status=429, headers={"Retry-After": "3600"})

    first, second = [await client.fetch(page(url, kind=FetchKind.FEED)) for url in feeds]

    assert isinstance(first, Failed)
    assert isinstance(second, Failed)
    assert (first.reason, first.status, first.retry_after_s) == (Reason.THROTTLED, 429, 3_600)
    assert (second.reason, second.status, second.retry_after_s) == (Reason.HELD, 0, 3_600)
    assert paths(world) == ["/feed"]


async def test_a_429_without_retry_after_holds_its_host_for_ten_minutes(
    world: World, make: Callable[..., Client]
) -> None:
    client = make(pause_s=0.001)
    url = named(world.serve("/feed", "", status=429), "news.example")
    await client.fetch(page(url, kind=FetchKind.FEED))

    got = await client.fetch(page(url, kind=FetchKind.FEED))

    assert isinstance(got, Failed)
    assert (got.reason, got.retry_after_s) == (Reason.HELD, 600)
    assert len(world.requests) == 1


async def test_a_429_holds_no_other_host_of_the_site(world: World, make: Callable[..., Client]) -> None:
    client = make(pause_s=0.001)
    held = world.serve("/feed", "", status=429, headers={"Retry-After": "3600"})
    other = world.serve("/other", "<rss/>")
    await client.fetch(page(named(held, "rss.news.example"), kind=FetchKind.FEED))

    assert isinstance(await client.fetch(page(named(other, "www.news.example"), kind=FetchKind.FEED)), Fetched)


async def test_a_429_in_a_private_network_holds_only_who_got_it(world: World, make: Callable[..., Client]) -> None:
    client = make(pause_s=0.001)
    held = world.serve("/feed", "", status=429, headers={"Retry-After": "3600"})
    await client.fetch(page(held, kind=FetchKind.FEED))

    assert isinstance(await client.fetch(page(world.serve("/other", "<rss/>"), kind=FetchKind.FEED)), Fetched)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_in_trouble_holds_only_who_met_it(
    status: int, world: World, make: Callable[..., Client]
) -> None:
    client = make(pause_s=0.001)
    bad = named(world.serve("/feed", "", status=status, headers={"Retry-After": "3600"}), "news.example")
    good = named(world.serve("/other", "<rss/>"), "news.example")

    first = await client.fetch(page(bad, kind=FetchKind.FEED))
    second = await client.fetch(page(good, kind=FetchKind.FEED))

    assert isinstance(first, Failed)
    assert first.retry_after_s == 3_600
    assert isinstance(second, Fetched)


async def test_a_redirect_to_a_host_that_rests_is_not_followed(world: World, make: Callable[..., Client]) -> None:
    client = make(pause_s=0.001)
    held = named(world.serve("/held", "", status=429, headers={"Retry-After": "3600"}), "rss.news.example")
    await client.fetch(page(held, kind=FetchKind.FEED))
    moved = named(world.serve("/feed", "", status=302, headers={"Location": held}), "www.news.example")

    got = await client.fetch(page(moved, kind=FetchKind.FEED))

    assert isinstance(got, Failed)
    assert (got.reason, got.retry_after_s) == (Reason.HELD, 3_600)
    assert paths(world) == ["/held", "/feed"]


async def test_a_site_that_hangs_keeps_no_page_of_another_waiting(world: World, make: Callable[..., Client]) -> None:
    client = make(pause_s=0.001, connections=1)
    hanging = named(world.serve("/hangs", "<p>News</p>"), "hangs.example")
    world.misbehave("/hangs", "hang")
    others = [asyncio.create_task(client.fetch(page(hanging, deadline_s=60.0))) for _ in range(5)]
    await world.until(lambda: "/hangs" in paths(world))

    got = await client.fetch(page(named(world.serve("/a", "<p>News</p>"), "news.example")))

    assert isinstance(got, Fetched)
    assert not any(other.done() for other in others)
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
