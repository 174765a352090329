"""How does one fetch go? Its manners, against a real server on 127.0.0.1."""

import asyncio
import gc
import logging
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network

import pytest
from aiohttp import web  # noqa: TID251 - the server that the client under test asks

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.fetch.client import Client, FetchLimits

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
FEED = b"<rss><channel><title>News</title></channel></rss>"
LIMITS = FetchLimits(user_agent="monitor/0 (+https://monitor.example)", allow_networks=(ip_network("127.0.0.0/8"),))


@dataclass
class Site:
    """A server that answers as told, and remembers what it was asked."""

    pages: dict[str, Handler] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    root: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        self.asked.append(request)
        self.asked_at.append(asyncio.get_running_loop().time())
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            return await self.pages[request.path](request)
        finally:
            self.running -= 1

    def page(self, path: str, body: bytes = FEED, *, status: int = 200, **headers: str) -> str:
        async def handler(request: web.Request) -> web.Response:
            return web.Response(body=body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

        self.pages[path] = handler
        return self.root + path

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked]


async def started(runner: web.AppRunner, site: Site) -> None:
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    site.root = f"http://127.0.0.1:{runner.addresses[0][1]}"


@pytest.fixture
async def two_sites() -> AsyncIterator[tuple[Site, Site]]:
    sites = (Site(), Site())
    runners = []
    for site in sites:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", site.answer)
        runners.append(web.AppRunner(app, access_log=None, shutdown_timeout=0.1))
        await started(runners[-1], site)
    yield sites
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
def site(two_sites: tuple[Site, Site]) -> Site:
    return two_sites[0]


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Client]]:
    made: list[Client] = []

    def build(**changes: object) -> Client:
        settings = {name: getattr(LIMITS, name) for name in LIMITS.__slots__}
        made.append(Client(FetchLimits(**(settings | {"domain_pause_s": 0.0} | changes))))
        return made[-1]

    yield build
    for client in made:
        await client.aclose()


@pytest.fixture
def client(make: Callable[..., Client]) -> Client:
    return make()


def feed(url: str, **more: object) -> FetchRequest:
    values: dict[str, object] = {"url": url, "kind": FetchKind.FEED, "deadline_s": 10.0} | more
    return FetchRequest(**values)  # type: ignore[arg-type] # the keywords are FetchRequest's own


async def test_a_feed_is_fetched(site: Site, client: Client) -> None:
    url = site.page("/feed", Content_Type="Application/RSS+XML; charset=UTF-8", ETag='"a"', Last_Modified="some day")

    got = await client.fetch(feed(url))

    assert isinstance(got, Fetched)
    assert (got.url, got.status, got.body, got.received_bytes) == (url, 200, FEED, len(FEED))
    assert (got.content_type, got.etag, got.last_modified) == ("application/rss+xml; charset=utf-8", '"a"', "some day")
    assert 0 < got.took_s < 10


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "without-quotes", '"weird, \\"one\\""', '"é"'])
async def test_the_second_poll_sends_the_validators_back_byte_for_byte(etag: str, site: Site, client: Client) -> None:
    url = site.page("/feed", ETag=etag, Last_Modified="Wed, 5 Jan 22 12:00 gmt")
    first = await client.fetch(feed(url))
    assert isinstance(first, Fetched)
    site.page("/feed", b"", status=304)

    second = await client.fetch(feed(url, etag=first.etag, last_modified=first.last_modified))

    assert isinstance(second, Fetched)
    assert second.is_unchanged
    assert (second.etag, second.last_modified) == (etag, "Wed, 5 Jan 22 12:00 gmt")
    assert dict(site.asked[1].raw_headers)[b"If-None-Match"] == etag.encode()
    assert dict(site.asked[1].raw_headers)[b"If-Modified-Since"] == b"Wed, 5 Jan 22 12:00 gmt"


async def test_no_validator_is_sent_where_none_was_given(site: Site, client: Client) -> None:
    await client.fetch(feed(site.page("/feed")))

    assert not {"If-None-Match", "If-Modified-Since"} & set(site.asked[0].headers)


async def test_new_validators_of_a_304_replace_the_old(site: Site, client: Client) -> None:
    got = await client.fetch(
        feed(site.page("/feed", b"", status=304, ETag='"new"'), etag='"old"', last_modified="then")
    )

    assert isinstance(got, Fetched)
    assert (got.etag, got.last_modified) == ('"new"', "then")


async def test_a_200_without_validators_leaves_none(site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed"), etag='"old"', last_modified="then"))

    assert isinstance(got, Fetched)
    assert (got.etag, got.last_modified) == ("", "")


async def test_a_304_that_nobody_asked_for_is_no_answer(site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed", b"", status=304)))

    assert isinstance(got, Failed)
    assert (got.reason, got.status) == (Reason.BAD_ANSWER, 304)


async def test_no_cookie_is_sent_back_and_no_referer(site: Site, client: Client) -> None:
    site.page("/old", b"", status=302, Location="/feed", Set_Cookie="id=1; Path=/")
    url = site.page("/feed", Set_Cookie="id=2; Path=/")

    await client.fetch(feed(site.root + "/old"))
    await client.fetch(feed(url))

    assert site.paths == ["/old", "/feed", "/feed"]
    assert not any({"Cookie", "Referer"} & set(request.headers) for request in site.asked)


async def test_we_say_who_we_are_and_what_we_take(site: Site, client: Client) -> None:
    await client.fetch(feed(site.page("/feed")))

    headers = site.asked[0].headers
    assert headers["User-Agent"] == "monitor/0 (+https://monitor.example)"
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert headers["Accept"].startswith("application/rss+xml, application/atom+xml, application/feed+json")


async def test_the_owners_headers_win_over_ours(site: Site, client: Client) -> None:
    request = feed(
        site.page("/feed"), user_agent="reader/1", accept="text/xml", headers=(("accept", "a/b"), ("X-Key", "ключ"))
    )

    await client.fetch(request)

    headers = site.asked[0].headers
    assert (headers["User-Agent"], headers.getall("Accept"), headers["X-Key"]) == ("reader/1", ["a/b"], "ключ")


@pytest.mark.parametrize("path", ["/%7e/..%2fx?a=%7E&b=%D0%BA", "/a//b/?", "/a;b=c?d=e+f&g", "/%zz"])
async def test_an_address_is_asked_for_as_it_stands(path: str, site: Site, client: Client) -> None:
    await client.fetch(feed(site.root + path + "#fragment"))

    assert [request.raw_path.rstrip("?") for request in site.asked] == [path.rstrip("?")]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_with_its_validators_within_a_site(
    status: int, site: Site, client: Client
) -> None:
    site.page("/old", b"moved", status=status, Location="/new")
    url = site.page("/new")

    got = await client.fetch(feed(site.root + "/old", etag='"a"'))

    assert isinstance(got, Fetched)
    assert got.url == url
    assert [request.headers.get("If-None-Match") for request in site.asked] == ['"a"', '"a"']


async def test_neither_credentials_nor_validators_go_to_another_site(
    two_sites: tuple[Site, Site], client: Client
) -> None:
    here, there = two_sites
    here.page("/old", b"", status=302, Location=there.page("/feed"))

    got = await client.fetch(feed(here.root + "/old", headers=(("Authorization", "canary"),), etag='"a"'))

    assert isinstance(got, Fetched)
    assert got.url == there.root + "/feed"
    assert here.asked[0].headers["Authorization"] == "canary"
    assert not {"Authorization", "If-None-Match"} & set(there.asked[0].headers)


async def test_five_redirects_are_followed_and_no_more(site: Site, client: Client) -> None:
    for n in range(10):
        site.page(f"/{n}", b"", status=302, Location=f"/{n + 1}")
    site.page("/10")

    assert isinstance(await client.fetch(feed(site.root + "/5")), Fetched)
    site.asked.clear()
    got = await client.fetch(feed(site.root + "/0"))

    assert isinstance(got, Failed)
    assert got.reason is Reason.TOO_MANY_REDIRECTS
    assert len(site.asked) == 6


async def test_a_redirect_loop_ends_at_its_first_repetition(site: Site, client: Client) -> None:
    site.page("/a", b"", status=302, Location="/b")
    site.page("/b", b"", status=302, Location="/a")

    got = await client.fetch(feed(site.root + "/a"))

    assert isinstance(got, Failed)
    assert got.reason is Reason.TOO_MANY_REDIRECTS
    assert site.paths == ["/a", "/b"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://x/", "javascript:1", "http://u:p@x/"]
)
async def test_a_redirect_to_another_scheme_or_with_credentials_is_refused(
    target: str, site: Site, client: Client
) -> None:
    got = await client.fetch(feed(site.page("/old", b"", status=302, Location=target)))

    assert isinstance(got, Failed)
    assert got.reason is Reason.BAD_ADDRESS


async def test_a_webhook_is_posted(site: Site, client: Client) -> None:
    url = site.page("/hook", b"", status=204)

    got = await client.fetch(FetchRequest(url, FetchKind.WEBHOOK, body=b'{"a":1}', headers=(("X-Key", "1"),)))

    assert isinstance(got, Fetched)
    request = site.asked[0]
    assert (got.status, request.method, await request.read()) == (204, "POST", b'{"a":1}')
    assert (request.headers["Content-Type"], request.headers["X-Key"]) == ("application/json", "1")


async def test_a_post_is_never_redirected(site: Site, client: Client) -> None:
    site.page("/hook", b"", status=307, Location="/new")

    got = await client.fetch(FetchRequest(site.root + "/hook", FetchKind.WEBHOOK, body=b"{}"))

    assert isinstance(got, Failed)
    assert got.reason is Reason.BAD_ANSWER
    assert site.paths == ["/hook"]


async def test_a_retry_after_of_429_holds_the_whole_site(site: Site, make: Callable[..., Client]) -> None:
    client = make(domain_pause_s=0.001)
    site.page("/feed", b"", status=429, Retry_After="3600")
    first = await client.fetch(feed(site.root + "/feed"))

    second = await client.fetch(feed(site.page("/other")))

    assert isinstance(first, Failed)
    assert isinstance(second, Failed)
    assert (first.reason, first.status, first.retry_after_s) == (Reason.THROTTLED, 429, 3600)
    assert (second.reason, second.status, second.retry_after_s) == (Reason.THROTTLED, 0, 3600)
    assert second.took_s < 1
    assert site.paths == ["/feed"]


async def test_a_retry_after_of_429_holds_no_other_site(
    two_sites: tuple[Site, Site], make: Callable[..., Client]
) -> None:
    client = make(domain_pause_s=0.001)
    here, there = two_sites
    await client.fetch(feed(here.page("/feed", b"", status=429, Retry_After="3600")))

    assert isinstance(await client.fetch(feed(there.page("/feed"))), Fetched)


async def test_a_short_rest_is_waited_for(site: Site, make: Callable[..., Client]) -> None:
    client = make(domain_pause_s=0.001)
    await client.fetch(feed(site.page("/feed", b"", status=429, Retry_After="1")))

    got = await client.fetch(feed(site.page("/other")))

    assert isinstance(got, Fetched)
    assert site.asked_at[1] - site.asked_at[0] >= 0.99


async def test_a_retry_after_of_503_is_handed_on_and_holds_nothing(site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed", b"", status=503, Retry_After="300")))

    assert isinstance(got, Failed)
    assert (got.reason, got.retry_after_s) == (Reason.SERVER_ERROR, 300)
    assert isinstance(await client.fetch(feed(site.page("/other"))), Fetched)


async def test_a_retry_after_date_counts_from_the_servers_own_clock(site: Site, client: Client) -> None:
    then = datetime(2001, 1, 1, tzinfo=UTC)
    late = format_datetime(then + timedelta(minutes=10), usegmt=True)
    url = site.page("/feed", b"", status=503, Retry_After=late, Date=format_datetime(then, usegmt=True))

    got = await client.fetch(feed(url))

    assert isinstance(got, Failed)
    assert got.retry_after_s == 600


async def test_no_more_than_the_given_requests_run_on_a_site_at_once(site: Site, make: Callable[..., Client]) -> None:
    client = make(domain_pause_s=0.001, domain_connections=2)

    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.05)
        return web.Response(body=FEED)

    site.pages["/slow"] = slow

    got = await asyncio.gather(*(client.fetch(feed(site.root + "/slow")) for _ in range(8)))

    assert all(isinstance(one, Fetched) for one in got)
    assert site.most_at_once == 2


async def test_requests_to_a_site_start_a_pause_apart(site: Site, make: Callable[..., Client]) -> None:
    client = make(domain_pause_s=0.1)
    url = site.page("/feed")

    await asyncio.gather(*(client.fetch(feed(url)) for _ in range(4)))

    gaps = [later - earlier for earlier, later in zip(site.asked_at, site.asked_at[1:], strict=False)]
    assert min(gaps) >= 0.09


async def test_a_slow_site_holds_up_no_other(two_sites: tuple[Site, Site], make: Callable[..., Client]) -> None:
    here, there = two_sites
    client = make(domain_pause_s=0.001, domain_connections=1)
    release = asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        await release.wait()
        return web.Response(body=FEED)

    here.pages["/hang"] = hang
    hanging = [asyncio.create_task(client.fetch(feed(here.root + "/hang"))) for _ in range(5)]

    got = await client.fetch(feed(there.page("/feed")))

    assert isinstance(got, Fetched)
    release.set()
    await asyncio.gather(*hanging)


async def test_who_waits_for_a_turn_until_the_deadline_is_told_so(site: Site, make: Callable[..., Client]) -> None:
    client = make(domain_pause_s=0.001, domain_connections=1)
    arrived, release = asyncio.Event(), asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        arrived.set()
        await release.wait()
        return web.Response(body=FEED)

    site.pages["/hang"] = hang
    first = asyncio.create_task(client.fetch(feed(site.root + "/hang")))
    await arrived.wait()

    got = await client.fetch(feed(site.page("/feed"), deadline_s=0.2))

    assert isinstance(got, Failed)
    assert got.reason is Reason.THROTTLED
    assert site.paths == ["/hang"]
    release.set()
    assert isinstance(await first, Fetched)


async def test_a_cancelled_fetch_is_cancelled_and_gives_its_turn_back(site: Site, make: Callable[..., Client]) -> None:
    client = make(domain_pause_s=0.001, domain_connections=1)
    arrived = asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        arrived.set()
        return await asyncio.Future()

    site.pages["/hang"] = hang
    task = asyncio.create_task(client.fetch(feed(site.root + "/hang")))
    await arrived.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task

    assert isinstance(await client.fetch(feed(site.page("/feed"))), Fetched)


async def test_a_bot_wall_that_says_200_is_no_feed(site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed", b"<html>wait</html>", Cf_Mitigated="challenge")))

    assert isinstance(got, Failed)
    assert (got.reason, got.status) == (Reason.BLOCKED, 200)


async def test_no_log_line_holds_the_query_of_an_address(
    site: Site, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    await client.fetch(feed(site.page("/feed") + "?key=canary", headers=(("X-Key", "canary"),)))

    assert "canary" not in caplog.text


async def test_closing_leaves_nothing_open(site: Site) -> None:
    client = Client(LIMITS)
    await client.fetch(feed(site.page("/feed")))
    await client.fetch(feed(site.page("/none", status=404)))

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        await client.aclose()
        del client
        gc.collect()

    assert warned == []
    assert [task for task in asyncio.all_tasks() if "RequestHandler" not in repr(task)] == [asyncio.current_task()]


async def test_a_fetch_under_way_while_closing_ends_with_a_value(site: Site) -> None:
    client = Client(LIMITS)
    arrived = asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        arrived.set()
        return await asyncio.Future()

    site.pages["/hang"] = hang
    task = asyncio.create_task(client.fetch(feed(site.root + "/hang")))
    await arrived.wait()

    await client.aclose()

    assert isinstance(await task, Failed)


async def test_a_client_that_was_never_used_can_be_closed() -> None:
    await Client(LIMITS).aclose()


async def test_names_are_resolved_by_the_given_function(site: Site, make: Callable[..., Client]) -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"] if name == "news.example" else []

    client = make(resolve=resolve)
    url = site.page("/feed").replace("127.0.0.1", "news.example")

    assert isinstance(await client.fetch(feed(url)), Fetched)
    assert site.asked[0].host == url.split("/")[2]
    got = await client.fetch(feed(url.replace("news", "other")))
    assert isinstance(got, Failed)
    assert got.reason is Reason.DNS
    assert "other.example" in got.detail
