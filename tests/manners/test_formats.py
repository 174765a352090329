"""Behaviours 46 to 49 and 58 to 60 of a good feed client: answers that are more, or less, than a plain feed.

The numbers beside the tests are those of the list of behaviours. How each format is read is proved in
tests/unit/test_parse_*.py; here, what a poll asks for on account of it, and what it remembers.
"""

import json
from collections.abc import Callable

import pytest

from monitor.core.records.polls import HealthKind
from monitor.demo.world import World
from tests.manners.watch import Watch, rss

RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"
HOUR, DAY = 3_960, 95_040  # seconds, with the tenth that chance may add
ATOM_NS = 'xmlns:atom="http://www.w3.org/2005/Atom"'


def header(watch: Watch, url: str, name: str) -> list[str | None]:
    """One header of each request for an address."""
    return [logged.headers.get(name) for logged in watch.asked(url)]


# --- only what is new -----------------------------------------------------------------------------


async def test_only_what_is_new_is_asked_for_where_an_etag_says_since_when(watch: Watch, world: World) -> None:
    tagged = world.serve("/tagged.xml", rss(1), content_type=RSS, headers={"ETag": '"1"'})  # 46
    dated = {"Last-Modified": "Sun, 22 Nov 2026 11:00:00 GMT"}
    dated_only = world.serve("/dated.xml", rss(1), content_type=RSS, headers=dated)
    bare = world.serve("/bare.xml", rss(1), content_type=RSS)
    for name, url in {"tagged": tagged, "dated": dated_only, "bare": bare}.items():
        watch.watch(name, url)

    await watch.poll()
    await watch.poll_after(HOUR)

    assert header(watch, tagged, "A-IM") == [None, "feed"]
    assert header(watch, tagged, "If-None-Match") == [None, '"1"']
    assert header(watch, dated_only, "A-IM") == header(watch, bare, "A-IM") == [None, None]


async def test_an_answer_with_only_what_is_new_is_added_to_what_was_there(watch: Watch, world: World) -> None:
    def serve(body: str, tag: str, **more: object) -> str:
        headers = {"ETag": tag, "IM": "feed"} if more else {"ETag": tag}
        return world.serve("/feed.xml", body, content_type=RSS, headers=headers, **more)  # type: ignore[arg-type] # status=226

    name = watch.watch("delta", serve(rss(1, 2, 3), '"1"'))  # 46
    await watch.poll()
    serve(rss(4, 5, 6), '"2"', status=226)
    await watch.poll_after(HOUR)
    after_delta, known = watch.show(name), len(watch.claimed(name).items) // 8
    await watch.restart()
    serve(rss(2, 3, 4, 5, 6, 7), '"3"')

    await watch.poll_after(HOUR)

    assert [poll.new for poll in watch.show(name).polls] == [1, 3, 3]
    assert (after_delta.line.etag, known) == ('"2"', 6)
    # Three entries of which none was there before would be a loss, were they the whole feed.
    assert (after_delta.line.health.kind, after_delta.line.learned.hurries) == (HealthKind.OK, 0)
    assert watch.counted("monitor_missed_entries_total") == 0
    assert watch.show(name).entries == {"covered": 7}
    assert header(watch, after_delta.line.address, "If-None-Match") == [None, '"1"', '"2"']


async def test_nothing_new_said_as_a_difference_is_no_empty_feed(watch: Watch, world: World) -> None:
    url = world.serve("/feed.xml", rss(1), content_type=RSS, headers={"ETag": '"1"'})  # 46
    name = watch.watch("delta", url)
    await watch.poll()
    headers = {"ETag": '"1"', "IM": "feed"}
    world.serve("/feed.xml", rss(), content_type=RSS, status=226, headers=headers)

    await watch.poll_after(HOUR)

    assert watch.show(name).polls[0].status == 226
    assert watch.show(name).line.health.kind is HealthKind.OK


# --- older pages ----------------------------------------------------------------------------------


def older(path: str, rel: str) -> str:
    return f'<atom:link rel="{rel}" href="{path}"/>'


@pytest.mark.parametrize("rel", ["prev-archive", "next"])
async def test_archives_are_followed_at_first_sight_only_and_so_far_only(rel: str, watch: Watch, world: World) -> None:
    for page in range(1, 9):  # 47
        body = rss(f"old-{page}", channel=older(f"/{page + 1}.xml", rel), attributes=ATOM_NS)
        world.serve(f"/{page}.xml", body, content_type=RSS)
    url = world.serve("/feed.xml", rss("a", channel=older("/1.xml", rel), attributes=ATOM_NS), content_type=RSS)
    name = watch.watch("archived", url)
    await watch.poll()
    first = [logged.path for logged in world.requests]
    world.serve("/feed.xml", rss("b", "a", channel=older("/1.xml", rel), attributes=ATOM_NS), content_type=RSS)

    await watch.poll_after(HOUR)
    await watch.restart()
    await watch.poll_after(HOUR)

    assert first == ["/feed.xml", "/1.xml", "/2.xml", "/3.xml", "/4.xml"]
    assert [logged.path for logged in world.requests[5:]] == ["/feed.xml", "/feed.xml"]
    assert [poll.new for poll in watch.show(name).polls] == [0, 1, 5]


async def test_archives_that_lead_in_a_circle_or_nowhere_cost_the_feed_nothing(
    watching: Callable[..., Watch], world: World
) -> None:
    watch = watching(MONITOR_ARCHIVE_PAGES="20")  # 47
    links = {"/circle.xml": "/1.xml", "/1.xml": "/2.xml", "/2.xml": "/1.xml", "/self.xml": "/self.xml",
             "/home.xml": "/3.xml", "/3.xml": "/home.xml", "/broken.xml": "/missing.xml"}  # fmt: skip
    for path, there in links.items():
        body = rss(path, channel=older(there, "prev-archive"), attributes=ATOM_NS)
        world.serve(path, body, content_type=RSS)
    for name in ("circle", "self", "home", "broken"):
        watch.watch(name, world.misbehave(f"/{name}.xml", None))

    await watch.poll()

    asked = [logged.path for logged in world.requests]
    assert sorted(asked) == sorted({*links, "/missing.xml"})  # each once
    shown = {name: watch.show(name) for name in ("circle", "self", "home", "broken")}
    assert {name: each.polls[0].new for name, each in shown.items()} == {"circle": 3, "self": 1, "home": 2, "broken": 1}
    assert {each.line.health.kind for each in shown.values()} == {HealthKind.OK}


# --- JSON Feed ------------------------------------------------------------------------------------


def json_feed(*items: dict[str, object], **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Odd", "items": items, **more})


def item(number: object, text: str, **more: object) -> dict[str, object]:
    return {"id": number, "title": f"Item {number}", "content_html": f"<p>{text}</p>", **more}


async def test_the_pages_of_a_json_feed_are_followed_and_its_items_read_whole(
    watching: Callable[..., Watch], world: World
) -> None:
    watch = watching(MONITOR_PUBLIC_URL="http://monitor.example")  # 48
    hub = {"type": "WebSub", "url": "http://127.0.0.1:9/hub"}
    first = item(7, "Seven bridges stand over the river in this town, and nobody has counted them again.",
                 authors=[{"name": "Ann"}, {"name": "Bo"}])  # fmt: skip
    second = item(8, "Восьмой мост через реку откроют весной, сообщила городская управа во вторник.", language="ru")
    body = json_feed(first, language="en", authors=[{"name": "Dana"}], next_url="/2.json", hubs=[hub])
    name = watch.watch("json", world.serve("/feed.json", body, content_type=JSON))
    world.serve("/2.json", json_feed(second, authors=[{"name": "Dana"}], next_url="/feed.json"), content_type=JSON)

    await watch.poll()
    world.serve("/feed.json", json_feed(first | {"id": "7", "title": "Item 7, edited"}), content_type=JSON)
    await watch.poll_after(HOUR)

    assert [logged.path for logged in world.requests] == ["/feed.json", "/2.json", "/feed.json"]
    kept = {article.title: (article.author, article.language) for article in watch.articles()}
    assert kept == {"Item 7": ("Ann, Bo", "en"), "Item 8": ("Dana", "ru")}
    assert [poll.new for poll in watch.show(name).polls] == [0, 2]  # an id is the same, written as text or as a number


async def test_the_hubs_of_a_json_feed_are_taken_up(watching: Callable[..., Watch], world: World) -> None:
    watch = watching(MONITOR_PUBLIC_URL="http://monitor.example")  # 48
    hubs = [
        {"type": "rssCloud", "url": "http://127.0.0.1:9/cloud"},
        {"type": "WebSub", "url": "http://127.0.0.1:9/hub"},
    ]
    url = world.serve("/feed.json", json_feed(item(1, "One."), hubs=hubs), content_type=JSON)
    name = watch.watch("json", url)

    await watch.poll()

    subscription = watch.service.stores.subscriptions.of(watch.show(name).line.id)
    assert subscription is not None
    assert (subscription.hub, subscription.topic) == ("http://127.0.0.1:9/hub", url)


async def test_a_json_feed_that_has_expired_is_read_a_last_time_and_polled_no_more(watch: Watch, world: World) -> None:
    name = watch.watch("ended", world.serve("/feed.json", json_feed(item(1, "One.")), content_type=JSON))  # 49
    await watch.poll()
    world.serve("/feed.json", json_feed(item(2, "The last."), expired=True), content_type=JSON)

    await watch.poll_after(HOUR)
    await watch.poll_after(30 * DAY)

    shown = watch.show(name)
    assert (shown.line.due_at, shown.line.health.kind) == (None, HealthKind.GONE)
    assert "never change again" in shown.line.health.why
    assert shown.entries == {"covered": 2}
    assert len(world.requests) == 2


# --- where relative addresses start ---------------------------------------------------------------


def atom(link: str, base: str = "") -> str:
    entry = f'<entry><id>urn:{link}</id><title>{link}</title><link href="{link}"/><summary>It is.</summary></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><id>urn:f</id><title>Odd</title>{entry}</feed>'


async def test_relative_links_start_from_where_the_feed_was_found_at_last(watch: Watch, world: World) -> None:
    moved = {"status": 302, "content_type": "text/plain"}  # 58
    world.serve("/a/plain", "", headers={"Location": "/b/c/plain.xml"}, **moved)  # type: ignore[arg-type] # as named
    world.serve("/b/c/plain.xml", atom("one.html"), content_type=ATOM)
    world.serve("/a/based", "", headers={"Location": "/b/c/based.xml"}, **moved)  # type: ignore[arg-type] # as named
    world.serve("/b/c/based.xml", atom("two.html", ' xml:base="../x/"'), content_type=ATOM)
    world.serve("/a/located", "", headers={"Location": "/b/c/located.xml"}, **moved)  # type: ignore[arg-type] # as named
    located = {"Content-Location": "/d/feed.xml"}
    world.serve("/b/c/located.xml", atom("three.html"), content_type=ATOM, headers=located)
    elsewhere = {"Content-Location": "http://127.0.0.1:9/e/feed.xml"}  # no server speaks for another
    world.serve("/b/elsewhere.xml", atom("four.html"), content_type=ATOM, headers=elsewhere)
    for name, path in {
        "plain": "/a/plain",
        "based": "/a/based",
        "located": "/a/located",
        "else": "/b/elsewhere.xml",
    }.items():
        watch.watch(name, world.misbehave(path, None))

    await watch.poll()

    pages = {logged.path for logged in world.requests if logged.path.endswith(".html")}
    assert pages == {"/b/c/one.html", "/b/x/two.html", "/d/three.html", "/b/four.html"}


async def test_an_answer_that_varies_with_the_encoding_is_validated_under_the_same_encoding(
    watch: Watch, world: World
) -> None:
    url = world.outlets["kyr"].feed_url  # 58: gzipped, under a validator of its own, with Vary: Accept-Encoding
    world.publish("kk-export")
    name = watch.watch("varies", url, fetch_article="false")

    await watch.poll()
    await watch.poll_after(HOUR)

    assert len(set(header(watch, url, "Accept-Encoding"))) == len(set(header(watch, url, "Accept"))) == 1
    assert header(watch, url, "If-None-Match")[1] == watch.show(name).line.etag
    assert "-gzip" in watch.show(name).line.etag
    assert [poll.status for poll in watch.show(name).polls] == [304, 200]


# --- answers that are none ------------------------------------------------------------------------


async def test_a_body_shorter_than_announced_is_an_error_and_not_a_short_feed(watch: Watch, world: World) -> None:
    url = world.serve("/feed.xml", rss(1, 2), content_type=RSS, headers={"ETag": '"1"'})  # 59
    name = watch.watch("cut", url)
    await watch.poll()
    world.misbehave(url, "truncated", times=1)

    await watch.poll_after(HOUR)
    cut = watch.show(name)
    await watch.poll_after(HOUR)

    assert (cut.polls[0].outcome, cut.polls[0].reason, cut.polls[0].entries) == ("failed", "cut_short", 0)
    assert (cut.line.health.kind, cut.line.etag) == (HealthKind.FAILING, '"1"')
    assert cut.entries == {"covered": 2}  # nothing of the half that came
    assert watch.show(name).polls[0].status == 304
    assert header(watch, url, "If-None-Match") == [None, '"1"', '"1"']


async def test_a_bot_wall_that_answers_200_is_named_and_loses_no_entry(watch: Watch, world: World) -> None:
    page = "<!DOCTYPE html><title>Just a moment...</title><p>Checking that you are a person.</p>"  # 60
    url = world.serve("/feed.xml", rss(1, 2, 3), content_type=RSS, headers={"ETag": '"1"'})
    name = watch.watch("walled", url)
    await watch.poll()
    world.serve("/feed.xml", page, headers={"cf-mitigated": "challenge", "ETag": '"wall"'})
    await watch.poll_after(HOUR)
    await watch.poll_after(DAY)
    walled = watch.show(name)
    world.serve("/feed.xml", rss(3, 4, 5), content_type=RSS, headers={"ETag": '"2"'})

    await watch.poll_after(DAY)

    assert [poll.reason for poll in walled.polls] == ["blocked", "blocked", ""]
    assert (walled.line.health.kind, walled.line.etag) == (HealthKind.BLOCKED, '"1"')
    assert "bot wall" in walled.line.health.why
    shown = watch.show(name)
    assert (shown.polls[0].new, shown.entries, shown.line.health.kind) == (2, {"covered": 5}, HealthKind.OK)
    assert header(watch, url, "If-None-Match") == [None, '"1"', '"1"', '"1"']
