"""Where does a fetch go when it is sent elsewhere, and what does it take along? Against real servers on 127.0.0.1."""

from collections.abc import AsyncIterator, Sequence

import pytest
from aiohttp import web  # noqa: TID251 - the server that is asked

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.fetch.client import Client
from tests.rooms.servers import Doors, Site, client_of, feed, limits, sites


@pytest.fixture
async def two_sites() -> AsyncIterator[tuple[Site, Site]]:
    async with sites(2) as (here, there):
        yield here, there


@pytest.fixture
def site(two_sites: tuple[Site, Site]) -> Site:
    return two_sites[0]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with client_of(limits(resolve=at_loopback)) as client:
        yield client


async def at_public(name: str, port: int) -> Sequence[str]:
    return ["1.1.1.1"]


async def at_loopback(name: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_validators_are_shown_only_to_the_address_that_gave_them(status: int, site: Site, client: Client) -> None:
    site.page("/old", b"moved", status=status, Location="/new")
    url = site.page("/new")

    got = await client.fetch(feed(site.root + "/old", etag='"a"', validators_from=url))

    assert isinstance(got, Fetched)
    assert got.url == url
    assert [request.headers.get("If-None-Match") for request in site.asked] == [None, '"a"']


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


async def test_four_redirects_are_followed_and_no_more(site: Site, client: Client) -> None:
    for n in range(30):
        site.redirect(f"/{n}", f"/{n + 1}")
    site.page("/30")

    assert isinstance(await client.fetch(feed(site.root + "/26")), Fetched)
    site.asked.clear()
    got = await client.fetch(feed(site.root + "/0"))

    assert isinstance(got, Failed)
    assert got.reason is Reason.TOO_MANY_REDIRECTS
    assert site.paths == ["/0", "/1", "/2", "/3", "/4"]


async def test_five_redirects_of_a_robots_txt_are_followed_and_no_more(site: Site, client: Client) -> None:
    for n in range(30):
        site.redirect(f"/{n}", f"/{n + 1}")
    site.page("/30", b"User-agent: *")

    assert isinstance(await client.fetch(FetchRequest(site.root + "/25", FetchKind.ROBOTS)), Fetched)
    site.asked.clear()
    got = await client.fetch(FetchRequest(site.root + "/0", FetchKind.ROBOTS))

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


# --- articles that are not there any more -----------------------------------------------------------


def page(url: str, **more: object) -> FetchRequest:
    return FetchRequest(url, FetchKind.PAGE, obey_robots=False, **more)  # type: ignore[arg-type] # FetchRequest's own


@pytest.mark.parametrize(
    "gate",
    ["/portal/login", "/wp-login.php?redirect_to=%2Fa-long-headline-on-the-steppe", "/user/register", "/x?consent=1"],
)
@pytest.mark.parametrize("path", ["/a/1", "/2024/voter-registration"])
async def test_an_article_that_redirects_to_a_gate_is_not_there_for_good(
    path: str, gate: str, site: Site, client: Client
) -> None:
    site.redirect(path, "/on")
    site.redirect("/on", gate)
    site.page(gate.partition("?")[0], b"<html>Welcome")

    got = await client.fetch(page(site.root + path))

    assert isinstance(got, Failed)
    assert (got.reason, got.status, got.is_final) == (Reason.LOGIN, 200, True)
    assert f"redirects to {gate.partition('?')[0]}" in got.detail


@pytest.mark.parametrize("path", ["/a/1", "/1?utm_source=rss", "/index.php?id=7"])
async def test_an_article_that_redirects_to_the_home_page_is_not_there_for_good(
    path: str, two_sites: tuple[Site, Site], client: Client
) -> None:
    here, there = two_sites
    here.redirect(path.partition("?")[0], there.root, 301)  # a newspaper that moved sends all of its old pages so
    there.page("/", b"<html>Today")

    got = await client.fetch(page(here.root + path))

    assert isinstance(got, Failed)
    assert (got.reason, got.status, got.is_final) == (Reason.NOT_FOUND, 200, True)
    assert got.detail.endswith("redirects to its home page: the article is not there any more.")


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("/old", "/2024/new"),
        ("/7", "/2024/voter-registration-opens-in-three-towns"),
        ("/login-of-the-year", "/2024/login-of-the-year/"),
        ("/a/1", "/a/1?sso=none"),
        ("/a/1", "/?article=1"),
        ("/?p=1", "/2024/new"),
        ("/?utm_source=rss", "/"),
        ("/author/loginov", "/author/loginov/1"),
    ],
)
async def test_an_article_that_moved_is_read_where_it_is(path: str, end: str, site: Site, client: Client) -> None:
    async def moving(request: web.Request) -> web.Response:
        if request.path_qs == path:
            return web.Response(status=302, headers={"Location": end})
        return web.Response(text="<html><input type=password>")  # in the header of many a page

    site.pages |= dict.fromkeys((path.partition("?")[0], end.partition("?")[0]), moving)

    got = await client.fetch(page(site.root + path))

    assert isinstance(got, Fetched)
    assert got.url == site.root + end


@pytest.mark.parametrize("path", ["/", "/login"])
async def test_an_address_that_a_person_named_may_be_a_login_or_a_home_page(
    path: str, site: Site, client: Client
) -> None:
    site.redirect("/index.html", path)
    site.page(path)

    got = await client.fetch(page(site.root + "/index.html", takes_any_page=True))

    assert isinstance(got, Fetched)


@pytest.mark.parametrize("path", ["/", "/login/feed"])
async def test_a_feed_may_redirect_to_any_address_that_answers_with_a_feed(
    path: str, site: Site, client: Client
) -> None:
    site.redirect("/feed", path)
    site.page(path)

    assert isinstance(await client.fetch(feed(site.root + "/feed")), Fetched)


# --- for good ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 304])
@pytest.mark.parametrize("way", [(301,), (308,), (301, 308, 301)])
async def test_a_feed_that_moved_for_good_says_where_to(
    way: tuple[int, ...], status: int, site: Site, client: Client
) -> None:
    for n, moved in enumerate(way):
        site.redirect(f"/{n}", f"/{n + 1}#x" if n + 1 < len(way) else "/new", moved)
    site.page("/new", status=status)

    got = await client.fetch(feed(site.root + "/0", etag='"a"', validators_from=site.root + "/new"))

    assert isinstance(got, Fetched)
    assert (got.status, got.moved_to) == (status, site.root + "/new")


async def test_a_feed_that_moved_to_another_site_for_good_says_where_to(
    two_sites: tuple[Site, Site], client: Client
) -> None:
    here, there = two_sites
    here.redirect("/old", there.page("/new") + "#latest", 301)

    got = await client.fetch(feed(here.root + "/old"))

    assert isinstance(got, Fetched)
    assert got.moved_to == there.root + "/new"


@pytest.mark.parametrize("way", [(), (302,), (303,), (307,), (301, 302), (302, 301), (308, 307, 308)])
async def test_a_feed_that_moved_for_a_while_says_nothing(way: tuple[int, ...], site: Site, client: Client) -> None:
    for n, moved in enumerate(way):
        site.redirect(f"/{n}", f"/{n + 1}", moved)
    site.page(f"/{len(way)}")

    got = await client.fetch(feed(site.root + "/0"))

    assert isinstance(got, Fetched)
    assert got.moved_to == ""


@pytest.mark.parametrize("path", ["/login/feed", "/register?back=/feed", "/consent/feed", "/feed?captcha=1"])
async def test_no_feed_moves_for_good_to_a_gate(path: str, site: Site, client: Client) -> None:
    site.redirect("/old", path, 301)
    site.page(path.partition("?")[0])

    got = await client.fetch(feed(site.root + "/old"))

    assert isinstance(got, Fetched)
    assert got.moved_to == ""


async def test_no_feed_moves_for_good_to_a_page_for_readers(site: Site, client: Client) -> None:
    site.redirect("/old", "/welcome", 301)
    site.page("/welcome", b"<!DOCTYPE html><title>Free WLAN</title>", Content_Type="application/rss+xml")

    got = await client.fetch(feed(site.root + "/old"))

    assert isinstance(got, Fetched)
    assert got.moved_to == ""


async def test_a_page_may_move_for_good(site: Site, client: Client) -> None:
    site.redirect("/old", "/new", 301)
    site.page("/new", b"<!DOCTYPE html><title>News</title>")

    got = await client.fetch(FetchRequest(site.root + "/old", FetchKind.PAGE, obey_robots=False))

    assert isinstance(got, Fetched)
    assert got.moved_to == site.root + "/new"


# --- ports ------------------------------------------------------------------------------------------


async def test_another_port_is_asked_where_the_feed_names_it(site: Site) -> None:
    doors = Doors(site.port)
    site.page("/feed")
    async with client_of(limits(open_socket=doors.open, resolve=at_public)) as client:
        closed = await client.fetch(feed("http://news.example:8080/feed", ports=(8081,)))
        opened = await client.fetch(feed("http://news.example:8080/feed", ports=(8080,)))
        literal = await client.fetch(feed("http://1.1.1.1:8080/feed", ports=(8080,)))

    assert isinstance(closed, Failed)
    assert closed.reason is Reason.REFUSED_ADDRESS
    assert isinstance(opened, Fetched)
    assert isinstance(literal, Fetched)
    assert doors.opened == ["1.1.1.1:8080"] * 2  # one for each name of the server


async def test_the_word_for_a_port_is_for_the_feeds_own_host_only(site: Site) -> None:
    doors = Doors(site.port)
    site.redirect("/feed", "http://other.example:8080/feed")
    async with client_of(limits(open_socket=doors.open, resolve=at_public)) as client:
        got = await client.fetch(feed("http://news.example:8080/feed", ports=(8080,)))

    assert isinstance(got, Failed)
    assert got.reason is Reason.REFUSED_ADDRESS
    assert "other.example" in got.detail
    assert site.paths == ["/feed"]


async def test_a_port_opened_for_one_feed_stays_closed_to_others_even_while_its_connection_is_open(site: Site) -> None:
    doors = Doors(site.port)
    site.page("/feed")
    async with client_of(limits(open_socket=doors.open, resolve=at_public)) as client:
        opened = await client.fetch(feed("http://news.example:8080/feed", ports=(8080,)))
        closed = await client.fetch(feed("http://news.example:8080/feed"))

    assert isinstance(opened, Fetched)
    assert isinstance(closed, Failed)
    assert closed.reason is Reason.REFUSED_ADDRESS
    assert site.paths == ["/feed"]


async def test_a_port_opens_no_address_that_is_not_public(site: Site) -> None:
    doors = Doors(site.port)
    async with client_of(limits("192.0.2.0/24", open_socket=doors.open, resolve=at_loopback)) as client:
        got = await client.fetch(feed("http://news.example:8080/feed", ports=(8080,)))

    assert isinstance(got, Failed)
    assert got.reason is Reason.REFUSED_ADDRESS
    assert doors.opened == []


# --- what is posted ---------------------------------------------------------------------------------


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


@pytest.mark.parametrize("status", [307, 308])
async def test_what_is_posted_to_a_hub_follows_it(status: int, two_sites: tuple[Site, Site], client: Client) -> None:
    here, there = two_sites
    here.redirect("/hub", there.page("/new", b"", status=202), status)

    got = await client.fetch(
        FetchRequest(here.root + "/hub", FetchKind.HUB, body=b"hub.mode=subscribe", headers=(("X-Key", "canary"),))
    )

    assert isinstance(got, Fetched)
    request = there.asked[0]
    assert (got.status, request.method, await request.read()) == (202, "POST", b"hub.mode=subscribe")
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "X-Key" not in request.headers  # another origin


async def test_the_owners_word_for_what_is_posted_follows_it_too(two_sites: tuple[Site, Site], client: Client) -> None:
    here, there = two_sites
    here.redirect("/hub", there.page("/new", b"", status=202), 308)

    await client.fetch(
        FetchRequest(here.root + "/hub", FetchKind.HUB, body=b"a", headers=(("content-type", "text/plain"),))
    )

    assert there.asked[0].headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_a_redirect_that_would_make_a_get_of_a_post_is_not_followed(
    status: int, site: Site, client: Client
) -> None:
    site.redirect("/hub", "/new", status)

    got = await client.fetch(FetchRequest(site.root + "/hub", FetchKind.HUB, body=b"hub.mode=subscribe"))

    assert isinstance(got, Failed)
    assert got.reason is Reason.BAD_ANSWER
    assert f"({status})" in got.detail
    assert site.paths == ["/hub"]


async def test_a_hub_that_redirects_in_a_circle_is_asked_five_times_at_most(site: Site, client: Client) -> None:
    for n in range(30):
        site.redirect(f"/{n}", f"/{n + 1}", 307)

    got = await client.fetch(FetchRequest(site.root + "/0", FetchKind.HUB, body=b"a"))

    assert isinstance(got, Failed)
    assert (got.reason, len(site.asked)) == (Reason.TOO_MANY_REDIRECTS, 5)


async def test_the_answer_to_what_is_posted_is_not_read(site: Site, client: Client) -> None:
    got = await client.fetch(FetchRequest(site.page("/hub", b"thanks", status=202), FetchKind.HUB, body=b"a"))

    assert isinstance(got, Fetched)
    assert (got.status, got.body) == (202, b"")
