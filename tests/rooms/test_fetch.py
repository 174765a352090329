"""How does one fetch go? Its manners, against a real server on 127.0.0.1."""

import asyncio
import gc
import logging
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web  # noqa: TID251 - the server that the client under test asks

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest, Link
from monitor.fetch.client import Client
from tests.rooms.servers import FEED, Site, feed, limits, sites


@pytest.fixture
async def two_sites() -> AsyncIterator[tuple[Site, Site]]:
    async with sites(2) as (here, there):
        yield here, there


@pytest.fixture
def site(two_sites: tuple[Site, Site]) -> Site:
    return two_sites[0]


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Client]]:
    async with AsyncExitStack() as stack:
        made: list[Client] = []

        def build(**changes: object) -> Client:
            made.append(Client(limits(**changes)))
            stack.push_async_callback(made[-1].aclose)
            return made[-1]

        yield build


@pytest.fixture
def client(make: Callable[..., Client]) -> Client:
    return make()


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


# --- what an answer says of itself ------------------------------------------------------------------


async def test_an_answer_says_for_how_long_it_is_fresh(site: Site, client: Client) -> None:
    said = await client.fetch(feed(site.page("/feed", Cache_Control="max-age=600", Age="60")))
    unsaid = await client.fetch(feed(site.page("/other")))

    assert isinstance(said, Fetched)
    assert isinstance(unsaid, Fetched)
    assert (said.fresh_s, unsaid.fresh_s) == (540, None)


async def test_a_304_says_anew_for_how_long_it_is_fresh(site: Site, client: Client) -> None:
    url = site.page(
        "/feed", b"", status=304, Expires="Wed, 05 Jan 2022 13:00:00 GMT", Date="Wed, 05 Jan 2022 12:00:00 GMT"
    )

    got = await client.fetch(feed(url, etag='"a"'))

    assert isinstance(got, Fetched)
    assert (got.status, got.fresh_s) == (304, 3_600)


async def test_links_of_several_headers_are_given_with_absolute_addresses(site: Site, client: Client) -> None:
    async def linked(request: web.Request) -> web.Response:
        answer = web.Response(body=FEED)
        answer.headers.add("Link", '<https://hub.example/>; rel="hub"')
        answer.headers.add("Link", '</feed>; rel=self, </old>; rel="prev-archive"')
        return answer

    site.pages["/feed"] = linked

    got = await client.fetch(feed(site.root + "/feed"))

    assert isinstance(got, Fetched)
    assert got.links == (
        Link("hub", "https://hub.example/"),
        Link("self", site.root + "/feed"),
        Link("prev-archive", site.root + "/old"),
    )


async def test_relative_addresses_start_from_the_final_address_or_the_content_location(
    two_sites: tuple[Site, Site], client: Client
) -> None:
    here, there = two_sites
    here.redirect("/old", there.page("/new/feed"))

    moved = await client.fetch(feed(here.root + "/old"))
    named = await client.fetch(feed(here.page("/feed", Content_Location="/feeds/feed.en.xml")))
    foreign = await client.fetch(feed(here.page("/odd", Content_Location=there.root + "/x")))

    assert isinstance(moved, Fetched)
    assert isinstance(named, Fetched)
    assert isinstance(foreign, Fetched)
    assert moved.base == there.root + "/new/feed"
    assert named.base == here.root + "/feeds/feed.en.xml"
    assert foreign.base == here.root + "/odd"


# --- only what is new (RFC 3229) --------------------------------------------------------------------


async def test_only_what_is_new_is_asked_for_where_there_is_something_to_count_it_from(
    site: Site, client: Client
) -> None:
    url = site.page("/feed")

    await client.fetch(feed(url, wants_delta=True))
    await client.fetch(feed(url, wants_delta=True, last_modified="then"))
    await client.fetch(feed(url, etag='"a"'))
    await client.fetch(feed(url, wants_delta=True, etag='"a"'))

    assert [request.headers.get("A-IM") for request in site.asked] == [None, None, None, "feed"]
    assert site.asked[3].headers["If-None-Match"] == '"a"'


async def test_what_is_new_comes_as_a_226(site: Site, client: Client) -> None:
    url = site.page("/feed", status=226, IM="feed", ETag='"b"')

    got = await client.fetch(feed(url, wants_delta=True, etag='"a"'))

    assert isinstance(got, Fetched)
    assert (got.status, got.is_delta, got.body, got.etag) == (226, True, FEED, '"b"')


@pytest.mark.parametrize("im", ["", "vcdiff", "feed, gzip"])
async def test_a_226_made_in_another_way_is_no_answer(im: str, site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed", status=226, IM=im), wants_delta=True, etag='"a"'))

    assert isinstance(got, Failed)
    assert (got.reason, got.status) == (Reason.BAD_ANSWER, 226)


async def test_a_226_that_nobody_asked_for_is_no_answer(site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed", status=226, IM="feed"), etag='"a"'))

    assert isinstance(got, Failed)
    assert (got.reason, got.status) == (Reason.BAD_ANSWER, 226)


async def test_another_site_is_not_asked_for_what_is_new(two_sites: tuple[Site, Site], client: Client) -> None:
    here, there = two_sites
    here.redirect("/old", there.page("/feed"))

    await client.fetch(feed(here.root + "/old", wants_delta=True, etag='"a"'))

    assert here.asked[0].headers["A-IM"] == "feed"
    assert "A-IM" not in there.asked[0].headers


# --- refusals and rests -----------------------------------------------------------------------------


async def test_a_retry_after_of_429_is_handed_on(site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed", b"", status=429, Retry_After="86400")))

    assert isinstance(got, Failed)
    assert (got.reason, got.status, got.retry_after_s) == (Reason.THROTTLED, 429, 86_400)


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

    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(client.fetch(feed(url)) for _ in range(4)))

    assert asyncio.get_running_loop().time() - began >= 0.3


async def test_what_is_posted_to_the_owners_hook_waits_for_no_pause_and_makes_none(
    site: Site, make: Callable[..., Client]
) -> None:
    client = make(domain_pause_s=1.0)
    url, hook = site.page("/feed"), site.page("/hook", b"", status=204)
    await client.fetch(feed(url))
    second = asyncio.create_task(client.fetch(feed(url)))
    loop = asyncio.get_running_loop()
    began = loop.time()

    got = [await client.fetch(FetchRequest(hook, FetchKind.WEBHOOK, body=b"{}")) for _ in range(5)]
    took_s = loop.time() - began
    await second

    assert all(isinstance(one, Fetched) for one in got)
    assert took_s < 0.5
    feeds_at = [at for request, at in zip(site.asked, site.asked_at, strict=True) if request.path == "/feed"]
    assert 0.99 < feeds_at[1] - feeds_at[0] < 1.5


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
    assert got.reason is Reason.HELD
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


async def test_who_asks_for_credentials_wants_a_login(site: Site, client: Client) -> None:
    got = await client.fetch(feed(site.page("/feed", b"", status=401, WWW_Authenticate='Basic realm="readers"')))

    assert isinstance(got, Failed)
    assert (got.reason, got.status) == (Reason.LOGIN, 401)


async def test_a_redirect_to_a_login_page_wants_a_login(site: Site, client: Client) -> None:
    site.redirect("/feed", "/account/login?next=%2Ffeed")
    site.page("/account/login", b"<!doctype html><title>Welcome</title>")

    got = await client.fetch(feed(site.root + "/feed"))

    assert isinstance(got, Failed)
    assert (got.reason, got.status) == (Reason.LOGIN, 200)
    assert "127.0.0.1" in got.detail


async def test_a_page_with_a_login_on_it_is_a_page(site: Site, client: Client) -> None:
    page = b"<html><form><input type=password></form><p>The news.</html>"

    got = await client.fetch(
        FetchRequest(site.page("/article", page), FetchKind.PAGE, deadline_s=10.0, obey_robots=False)
    )

    assert isinstance(got, Fetched)
    assert got.body == page


async def test_no_log_line_holds_the_query_of_an_address(
    site: Site, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    await client.fetch(feed(site.page("/feed") + "?key=canary", headers=(("X-Key", "canary"),)))

    assert "canary" not in caplog.text


async def test_closing_leaves_nothing_open(site: Site) -> None:
    client = Client(limits())
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
    client = Client(limits())
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
    await Client(limits()).aclose()


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


async def test_a_server_is_told_the_name_and_port_it_is_asked_under(site: Site, make: Callable[..., Client]) -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    client = make(resolve=resolve)
    site.page("/feed")

    for name in ("News.Example", "тенгри.example", "127.0.0.1"):
        await client.fetch(feed(f"http://{name}:{site.port}/feed"))

    assert [request.headers["Host"] for request in site.asked] == [
        f"news.example:{site.port}",
        f"xn--c1adksqi.example:{site.port}",
        f"127.0.0.1:{site.port}",
    ]


async def test_a_lookup_is_posted_and_its_answer_read(site: Site, client: Client) -> None:
    got = await client.fetch(
        FetchRequest(site.page("/call", b"answer"), FetchKind.LOOKUP, body=b"a=1", deadline_s=10.0)
    )

    assert isinstance(got, Fetched)
    assert (got.body, site.asked[0].method) == (b"answer", "POST")
