"""Does a link of Google News lead to its publisher, politely and only for what matters?"""

import json
from urllib.parse import parse_qs

import pytest
from aiohttp import web  # noqa: TID251 - the server that the client under test asks

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched
from monitor.fetch.google_news import GoogleNews
from monitor.parse.wrapped import is_google_news
from tests.fakes import FakeClock, FakeFetcher
from tests.rooms.servers import client_of, limits, sites

ARTICLE = "CBMiS2h0dHBzOi8vZXhhbXBsZS5vcmc"
LINK = f"https://news.google.com/rss/articles/{ARTICLE}?oc=5"
PAGE = '<c-wiz><div jscontroller="x" data-n-a-id="y" data-n-a-sg="AbC-9_z" data-n-a-ts="1700000000"></div></c-wiz>'
TARGET = "https://publisher.example/2022/01/06/csto"


def reply(target: object) -> str:
    """What Google answers: a guard against JavaScript, then rows, one of them ours."""
    ours = ["wrb.fr", "Fbv4je", json.dumps(["garturlres", target, 1]), None, None, None, "generic"]
    return ")]}'\n\n" + json.dumps([ours, ["di", 12], ["af.httprm", 11, "1", 2]])


def answer(text: str) -> Fetched:
    return Fetched("https://news.google.com/x", 200, text.encode())


def news(fetcher: FakeFetcher, clock: FakeClock) -> GoogleNews:
    return GoogleNews(fetcher, clock, pause_s=0)


async def test_two_requests_over_real_http_lead_from_a_link_to_its_publisher(clock: FakeClock) -> None:
    posted: list[str] = []

    async def batch(request: web.Request) -> web.Response:
        posted.append((await request.read()).decode())
        return web.Response(text=reply(TARGET))

    async with sites(1) as (site,), client_of(limits()) as client:
        site.page(f"/rss/articles/{ARTICLE}", PAGE.encode())
        site.pages["/_/DotsSplashUi/data/batchexecute"] = batch
        found = await GoogleNews(client, clock, base=site.root, pause_s=0).target(LINK)

    assert found == TARGET
    ((name, wish, *_),) = json.loads(parse_qs(posted[0])["f.req"][0])[0]
    asked = json.loads(wish)
    assert (name, asked[0], asked[2:]) == ("Fbv4je", "garturlreq", [ARTICLE, 1700000000, "AbC-9_z"])


async def test_a_refusal_is_followed_by_an_hour_without_requests(clock: FakeClock) -> None:
    fetcher = FakeFetcher([Failed(Reason.THROTTLED, "Too many.", status=429)])
    google = news(fetcher, clock)
    await google.target(LINK)

    refused = await google.target(LINK)
    clock.advance(3_601)
    await google.target(LINK)

    assert isinstance(refused, Failed)
    assert (refused.reason, len(fetcher.requests)) == (Reason.HELD, 2)


@pytest.mark.parametrize(
    "answers",
    [
        [answer("<html>Before you continue</html>")],
        [answer(PAGE), answer("nothing of the kind")],
        [answer(PAGE), answer(reply("javascript:alert(1)"))],
        [answer(PAGE), answer(reply(None))],
        [answer(PAGE), answer('[["wrb.fr","Fbv4je","{"]]')],
        [answer(PAGE), answer("[[" * 100_000)],
    ],
)
async def test_what_google_says_in_another_form_is_a_failure_and_no_crash(
    answers: list[Fetched], clock: FakeClock
) -> None:
    found = await news(FakeFetcher(answers), clock).target(LINK)

    assert isinstance(found, Failed)
    assert found.reason is Reason.BAD_ANSWER


async def test_a_link_without_identifier_costs_no_request(clock: FakeClock) -> None:
    fetcher = FakeFetcher()

    found = await news(fetcher, clock).target("https://news.google.com/rss/articles/")

    assert isinstance(found, Failed)
    assert fetcher.requests == []


@pytest.mark.parametrize(
    "path",
    [
        f"rss/articles/{ARTICLE}",
        f"rss/articles/{ARTICLE}?oc=5",
        f"rss/articles/{ARTICLE}=",
        f"rss/articles/{ARTICLE}==/?oc=5",
        f"articles/{ARTICLE}/",
        f"read/{ARTICLE}#top",
        f"__i/rss/rd/articles/{ARTICLE}",
        "read/CBMi-_4=",
        "read/" + "a" * 2_000,
        "read/" + "a" * 2_001,
        "read/1234567",
        "rss/articles/",
        "rss/search/articles/" + ARTICLE,
        f"articles/{ARTICLE}//",
        "articles/CBMiжңһabcdef",
        "topics/" + ARTICLE,
    ],
)
async def test_whatever_parsing_takes_for_a_link_of_google_news_is_looked_up(path: str, clock: FakeClock) -> None:
    fetcher, link = FakeFetcher(), f"https://news.google.com/{path}"

    await news(fetcher, clock).target(link)

    assert bool(fetcher.requests) is is_google_news(link)
