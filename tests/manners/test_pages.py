"""Behaviours 50 to 55 of a good feed client: whose article pages may be fetched, how fast, and how often.

The numbers beside the tests are those of the list of behaviours. That a robots.txt is believed for 24 hours, and that
its first 500 KiB are read and how each of its rules is understood, is proved in tests/rooms/test_fetch_robots.py and
tests/unit/test_fetch_robots.py; here, what a whole pass keeps to.
"""

import asyncio
from collections.abc import Callable
from email.utils import format_datetime
from itertools import pairwise

import pytest
from aiohttp import web  # noqa: TID251 - the server that is asked

from monitor.core.records.articles import Basis
from monitor.demo.world import ODD, World
from tests.fakes import NOON
from tests.manners.watch import Watch
from tests.rooms.servers import Site, sites

RSS = "application/rss+xml"
HOUR, DAY = 3_960, 95_040  # seconds, with the tenth that chance may add
STORIES = (
    "The ferry to the northern shore sails twice a day again, now that the ice has gone from the harbour.",
    "A bakery in the old town has taken on four apprentices, the first since its oven was rebuilt in brick.",
    "Volunteers counted eleven thousand geese on the lake, and say that the mild winter kept them from leaving.",
    "The chess club moved into the former tram depot, where the tables stand between the rails.",
    "Two teachers translated the valley's songs, and sing them on Fridays in front of the library.",
    "Firemen freed a cow from a well by filling it with hay, bale after bale, until she could step out.",
)

MORE = (
    "A clockmaker repaired the bells of the town hall, which had been silent since the flood of that spring.",
    "Pupils measured the glacier above the village, and found it shorter by the length of a football pitch.",
)


def page(story: str) -> str:
    """An article's page as a reader gets it."""
    menu = '<nav><a href="/">Home</a></nav>'
    return f"<!DOCTYPE html><title>News</title>{menu}<article><h1>News</h1>" + f"<p>{story}</p>" * 3 + "</article>"


def feed(*links: str, guid: str = "{}") -> str:
    items = "".join(
        f'<item><guid isPermaLink="false">{guid.format(link)}</guid><title>News of {link}</title><link>{link}</link>'
        f"<description>In short: {link}.</description></item>"
        for link in links
    )
    return f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'


def listing(world: World, *paths: str) -> str:
    """Serve pages, and a feed that links to them; give the feed's address."""
    links = [world.serve(path, page(story)) for path, story in zip(paths, STORIES, strict=False)]
    return world.serve("/feed.xml", feed(*links), content_type=RSS)


def paths(world: World) -> list[str]:
    return [logged.path for logged in world.requests if logged.path != "/feed.xml"]


async def test_robots_txt_is_asked_for_before_the_first_page_of_a_host_and_once(watch: Watch, world: World) -> None:
    watch.watch("odd", listing(world, "/a.html", "/b.html", "/c.html"))  # 50
    await watch.poll()
    first = paths(world)
    listing(world, "/a.html", "/b.html", "/c.html", "/d.html")

    await watch.poll_after(HOUR)

    assert (first[0], sorted(first[1:])) == ("/robots.txt", ["/a.html", "/b.html", "/c.html"])
    assert paths(world)[4:] == ["/d.html"]
    assert [article.basis for article in watch.articles()] == [Basis.FULL] * 4


async def test_a_page_that_robots_txt_forbids_us_is_not_asked_for_and_its_entry_kept_from_the_feed(
    watch: Watch, world: World
) -> None:
    robots = """
        User-agent: *
        Disallow: /

        User-agent: Monitor
        Disallow: /private
        Allow: /private/open
        Disallow: /*.pdf$
        Disallow: /tag/*/old
    """
    world.serve_robots(ODD, robots)  # 51: the longest rule wins, * and $, and the group that names us
    allowed, forbidden = ("/news", "/private/open/a", "/x.pdf.html"), ("/private/b", "/x.pdf", "/tag/1/old/c")
    name = watch.watch("odd", listing(world, *allowed, *forbidden))

    await watch.poll()

    assert sorted(paths(world)[1:]) == sorted(allowed)
    kept = {article.url.removeprefix(world.misbehave("", None)): article.basis for article in watch.articles()}
    assert kept == dict.fromkeys(allowed, Basis.FULL) | dict.fromkeys(forbidden, Basis.SUMMARY)
    assert watch.show(name).entries == {"covered": 6}


async def test_robots_txt_does_not_bind_where_the_owner_says_so(watch: Watch, world: World) -> None:
    world.serve_robots(ODD, "User-agent: *\nDisallow: /\n")  # 51
    watch.watch("odd", listing(world, "/a.html"), obey_robots="false")

    await watch.poll()

    assert paths(world) == ["/a.html"]


async def test_a_host_that_has_no_robots_txt_may_be_read(watch: Watch, world: World) -> None:
    world.serve_robots(ODD, "User-agent: *\nDisallow: /\n", status=404)  # 52
    watch.watch("odd", listing(world, "/a.html"))

    await watch.poll()

    assert paths(world) == ["/robots.txt", "/a.html"]


async def test_a_host_whose_robots_txt_cannot_be_had_is_left_alone_until_it_can(watch: Watch, world: World) -> None:
    for status in (500, 503, 429):  # 52
        world.serve_robots(ODD, "Sorry", status=status)
        name = watch.watch("odd", listing(world, "/a.html", "/b.html"))
        await watch.poll_after(DAY)
        assert set(paths(world)) == {"/robots.txt"}
        assert watch.show(name).entries == {"due": 2}  # not given up, and not made do with the feed's own text
        await watch.restart()
    world.serve_robots(ODD, "User-agent: *\nDisallow: /b\n")

    await watch.poll_after(DAY)

    assert {article.url[-7:]: article.basis for article in watch.articles()} == {
        "/a.html": Basis.FULL,
        "/b.html": Basis.SUMMARY,
    }


async def test_a_robots_txt_behind_five_redirects_is_obeyed(watch: Watch, world: World) -> None:
    hops = ["/robots.txt", "/1.txt", "/2.txt", "/3.txt", "/4.txt", "/5.txt"]  # 53
    for here, there in pairwise(hops):
        world.serve(here, "", status=301, headers={"Location": there})
    world.serve(hops[-1], "User-agent: *\nDisallow: /a\n", content_type="text/plain")
    watch.watch("odd", listing(world, "/a.html", "/b.html"))

    await watch.poll()

    assert paths(world) == [*hops, "/b.html"]


async def pages_of(site: Site, watch: Watch, robots: bytes) -> list[float]:
    """Have six slow pages of a site read in one pass; give the moments at which they were asked for."""

    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.1)
        return web.Response(text=page(STORIES[int(request.path.strip("/"))]), content_type="text/html")

    site.page("/robots.txt", robots, Content_Type="text/plain")
    numbers = range(len(STORIES))
    site.pages |= {f"/{n}": slow for n in numbers}
    body = feed(*(f"{site.root}/{n}" for n in numbers))
    watch.watch("odd", watch.world.serve("/feed.xml", body, content_type=RSS))
    await watch.poll()
    assert sorted(site.paths) == sorted(["/robots.txt", *(f"/{n}" for n in numbers)])
    return [at for request, at in zip(site.asked, site.asked_at, strict=True) if request.path != "/robots.txt"]


@pytest.mark.parametrize("pause_s", [0.02, 0.15], ids=["slower than our pause", "faster than our pause"])
async def test_the_pages_of_a_site_are_asked_for_one_by_one_with_our_pause_between_them(
    pause_s: float, watching: Callable[..., Watch]
) -> None:
    async with sites(1) as (site,):  # 54
        watch = watching(MONITOR_DOMAIN_PAUSE_S=str(pause_s), MONITOR_DOMAIN_CONNECTIONS="4")

        asked_at = await pages_of(site, watch, b"")

        assert site.most_at_once == 1
        assert min(later - earlier for earlier, later in pairwise(asked_at)) > pause_s - 0.01


async def test_a_crawl_delay_that_is_longer_than_our_pause_is_kept(watching: Callable[..., Watch]) -> None:
    async with sites(1) as (site,):  # 54
        watch = watching(MONITOR_DOMAIN_PAUSE_S="0.01")

        asked_at = await pages_of(site, watch, b"User-agent: *\nCrawl-delay: 0.3\n")

        # As the server sees it: one request that arrives late shortens the gap behind it, and hardly their mean.
        assert (asked_at[-1] - asked_at[0]) / (len(asked_at) - 1) > 0.29
        assert min(later - earlier for earlier, later in pairwise(asked_at)) > 0.2


async def test_a_page_is_fetched_once_whatever_feeds_list_it_and_how_often(
    watching: Callable[..., Watch], world: World
) -> None:
    watch = watching(MONITOR_DOMAIN_PAUSE_S="0.01")  # 55
    listing(world, "/a.html", "/b.html")
    a, b = world.misbehave("/a.html", None), world.misbehave("/b.html", None)
    watch.watch("odd", world.serve("/feed.xml", feed(a), content_type=RSS))
    watch.watch("other", world.serve("/other.xml", feed(a, guid="other-{}"), content_type=RSS))
    await watch.poll()

    world.serve("/feed.xml", feed(b, a), content_type=RSS)
    await watch.poll_after(HOUR)
    world.serve("/feed.xml", feed(a, b), content_type=RSS)
    await watch.poll_after(HOUR)
    await watch.restart()
    await watch.poll_after(HOUR)

    assert (len(watch.asked(a)), len(watch.asked(b))) == (1, 1)
    assert len(watch.articles()) == 2


async def test_a_page_that_is_listed_anew_is_asked_only_whether_it_changed(watch: Watch, world: World) -> None:
    # 55: newsrooms list an edited article again under another id
    url = world.serve("/a.html", page(STORIES[0]), headers={"ETag": '"first"'})
    name = watch.watch("odd", world.serve("/feed.xml", feed(url), content_type=RSS))
    await watch.poll()
    world.serve("/feed.xml", feed(url, guid="again-{}"), content_type=RSS)
    await watch.poll_after(HOUR)
    unchanged = [(logged.headers.get("If-None-Match"), logged.status) for logged in watch.asked(url)]
    world.serve("/a.html", page(STORIES[1]), headers={"ETag": '"second"'})
    world.serve("/feed.xml", feed(url, guid="once-more-{}"), content_type=RSS)

    await watch.poll_after(HOUR)

    assert unchanged == [(None, 200), ('"first"', 304)]
    assert [(logged.headers.get("If-None-Match"), logged.status) for logged in watch.asked(url)[2:]] == [
        ('"first"', 200)
    ]
    (article,) = watch.articles()
    assert article.versions == 2
    assert watch.show(name).entries == {"covered": 3}


async def test_articles_whose_pages_redirect_to_one_page_are_kept_from_the_feed_each_with_its_alert(
    watching: Callable[..., Watch], world: World
) -> None:
    watch = watching(MONITOR_WEBHOOK_URL=world.hook_url)
    world.serve("/portal/login", page("Log in to read on, or take out a subscription to all of our pages."))
    world.serve("/", page("The news of the day, and the weather of tomorrow, on one page."))
    items = []
    for number, story in enumerate(STORIES + MORE):
        gate = "/portal/login" if number % 2 else "/"
        link = world.serve(f"/{number}.html", "", status=302, headers={"Location": gate})
        text = f"Kazakhstan: {story}"
        item = f"<title>Story {number}</title><link>{link}</link><description>{text}</description>"
        items.append(f"<item>{item}<pubDate>{format_datetime(NOON)}</pubDate></item>")
    body = f'<rss version="2.0"><channel><title>Odd</title>{"".join(items)}</channel></rss>'
    name = watch.watch("odd", world.serve("/feed.xml", body, content_type=RSS))

    await watch.poll()

    texts = watch.service.stores.articles
    kept = {article.title: (article.basis, texts.get(article.id).text) for article in watch.articles()}
    assert kept == {
        f"Story {number}": (Basis.LOGIN_WALL if number % 2 else Basis.SUMMARY, f"Kazakhstan: {story}")
        for number, story in enumerate(STORIES + MORE)
    }
    assert watch.show(name).entries == {"covered": 8}
    assert len(world.received) == 8
