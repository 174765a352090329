"""Behaviours 33 and 35 to 41 of a good feed client: feeds that go away, and feeds that move.

The numbers beside the tests are those of the list of behaviours. That credentials and validators stay behind, hop by
hop, and that no scheme but http and https is asked for, is proved of the fetch alone in tests/rooms/test_fetch_moves.py
and test_fetch_faults.py; here, that a whole poll keeps to it, and what it remembers.
"""

import ssl
from collections.abc import AsyncIterator

import pytest
import trustme

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import FeedSpec
from monitor.core.records.polls import DueFeed, EventKind, HealthKind, PollOutcome
from monitor.demo.world import World
from monitor.schedule.learning import Circumstances, after_failure
from tests.fakes import NOON
from tests.manners.watch import Watch, rss
from tests.rooms.servers import Site, sites

RSS = "application/rss+xml"
HOUR, DAY, WEEK = 3_960, 95_040, 665_280  # seconds, with the tenth that chance may add


def moves(world: World, path: str, status: int, target: str) -> str:
    """Redirect a path of the spare outlet, and give its address."""
    return world.serve(path, "", status=status, headers={"Location": target})


# --- gone -----------------------------------------------------------------------------------------


async def test_a_feed_that_is_gone_is_asked_for_no_more_and_the_operator_is_told(watch: Watch, world: World) -> None:
    name = watch.watch("gone", world.misbehave("/gone.xml", "gone"))  # 33
    await watch.poll()

    for _ in range(3):
        await watch.poll_after(WEEK)

    assert len(watch.asked(watch.show(name).line.address)) == 1
    shown = watch.show(name)
    assert (shown.line.due_at, shown.line.health.kind) == (None, HealthKind.GONE)
    assert "gone for good (410)" in shown.line.health.why
    assert "take it out of feeds.yaml" in shown.line.health.advice
    assert [event.kind for event in shown.events] == [EventKind.GONE]
    assert watch.counted("monitor_events_total", kind="gone") == 1


async def test_a_gone_feed_that_a_person_resumes_is_asked_for_again(watch: Watch, world: World) -> None:
    url = world.serve("/back.xml", rss(1), content_type=RSS)  # 33
    name = watch.watch("back", world.misbehave(url, "gone", times=1))
    await watch.poll()

    watch.service.stores.feeds.resume(name)
    await watch.poll_after(HOUR)

    assert len(watch.asked(url)) == 2
    assert watch.show(name).line.health.kind is HealthKind.OK
    assert watch.pause_s(name) is not None


# --- moved for good -------------------------------------------------------------------------------


async def test_a_permanent_redirect_is_believed_at_its_second_equal_answer_and_written_down(
    watch: Watch, world: World
) -> None:
    new = world.serve("/new.xml", rss(1), content_type=RSS, headers={"ETag": '"1"'})  # 35
    old = {status: moves(world, f"/old-{status}.xml", status, "/new.xml") for status in (301, 308)}
    for status, url in old.items():
        watch.watch(f"feed-{status}", url)

    addresses = []
    for _ in range(3):
        await watch.poll_after(HOUR)
        addresses.append({watch.show(f"feed-{status}").line.address for status in old})

    assert addresses == [set(old.values()), {new}, {new}]
    assert [len(watch.asked(url)) for url in old.values()] == [2, 2]
    for status in old:
        shown = watch.show(f"feed-{status}")
        assert (shown.line.health.kind, shown.line.health.advice) == (
            HealthKind.MOVED,
            f"Set url: {new} in feeds.yaml.",
        )
        assert [event.detail for event in shown.events if event.kind is EventKind.MOVED] == [
            f"Asked for at {new} from now on."
        ]
        assert shown.entries == {"covered": 1}


async def test_two_permanent_redirects_to_different_places_are_not_believed(watch: Watch, world: World) -> None:
    for place in ("/a.xml", "/b.xml"):  # 35
        world.serve(place, rss(1), content_type=RSS)
    name = watch.watch("wanders", moves(world, "/old.xml", 301, "/a.xml"))
    await watch.poll()

    moves(world, "/old.xml", 301, "/b.xml")
    await watch.poll_after(HOUR)

    shown = watch.show(name)
    assert shown.line.address == shown.line.spec.url
    assert shown.events == ()


async def test_a_new_address_that_fails_three_times_is_given_up_for_the_owners(watch: Watch, world: World) -> None:
    new = world.serve("/new.xml", rss(1), content_type=RSS)  # 35
    old = moves(world, "/old.xml", 301, "/new.xml")
    name = watch.watch("moved", old)
    await watch.poll()
    await watch.poll_after(HOUR)
    world.serve("/old.xml", rss(1, 2), content_type=RSS)
    world.misbehave(new, "not_found")

    for _ in range(3):
        await watch.poll_after(DAY)
    await watch.poll_after(DAY)

    shown = watch.show(name)
    assert (shown.line.address, shown.line.failures) == (old, 0)
    assert shown.entries == {"covered": 2}
    assert [event.detail for event in shown.events if event.kind is EventKind.MOVED] == [
        f"Asked for at {old} from now on.",
        f"Asked for at {new} from now on.",
    ]


def test_a_poll_that_was_put_off_is_no_failure_at_the_new_address() -> None:
    moved = DueFeed(1, FeedSpec("moved", "https://old.example/"), url="https://new.example/", failures=2)  # 35
    rests = PollOutcome("put_off", NOON, None, took_s=0.0, failure=Failed(Reason.HELD, "It rests."))

    after = after_failure(moved, rests, Circumstances(NOON, chance=0.0, hint_cap_s=0.0))

    assert (after.url, after.events) == ("https://new.example/", ())


# --- moved for a while ----------------------------------------------------------------------------


async def test_a_temporary_redirect_is_followed_each_time_and_never_remembered(watch: Watch, world: World) -> None:
    world.serve("/new.xml", rss(1), content_type=RSS)  # 36
    old = {status: moves(world, f"/old-{status}.xml", status, "/new.xml") for status in (302, 303, 307)}
    for status, url in old.items():
        watch.watch(f"feed-{status}", url)

    for _ in range(4):
        await watch.poll_after(HOUR)

    assert [len(watch.asked(url)) for url in old.values()] == [4, 4, 4]
    for status, url in old.items():
        shown = watch.show(f"feed-{status}")
        assert (shown.line.address, shown.line.health.kind, shown.events) == (url, HealthKind.OK, ())


async def test_a_network_that_wants_a_login_first_moves_no_feed(watch: Watch, world: World) -> None:
    world.serve("/welcome", "<!DOCTYPE html><title>Accept our terms</title><p>Then you may read.</p>")  # 37
    # Some gates put something like a feed behind their name: the name tells.
    world.serve("/hotel/login.xml", rss("terms"), content_type=RSS)
    world.serve("/a.xml", rss(1), content_type=RSS)
    world.serve("/b.xml", rss(1), content_type=RSS)
    a, b = watch.watch("a", world.misbehave("/a.xml", None)), watch.watch("b", world.misbehave("/b.xml", None))
    moves(world, "/a.xml", 301, "/welcome")
    moves(world, "/b.xml", 308, "/hotel/login.xml")
    for _ in range(3):
        await watch.poll_after(DAY)
    captive = [watch.show(name).line for name in (a, b)]

    for name in (a, b):
        world.serve(f"/{name}.xml", rss(1), content_type=RSS)
    await watch.poll_after(DAY)

    assert [line.address for line in captive] == [line.spec.url for line in captive]
    assert captive[0].health.kind is HealthKind.HTML
    for name in (a, b):
        assert watch.show(name).polls[0].outcome == "ok"
        assert not [event for event in watch.show(name).events if event.kind is EventKind.MOVED]


# --- redirects that lead nowhere ------------------------------------------------------------------


@pytest.mark.parametrize("misdeed", ["redirect_loop", "redirect_far"])
async def test_redirects_without_end_are_one_error_after_at_most_five_requests(
    misdeed: str, watch: Watch, world: World
) -> None:
    name = watch.watch("endless", world.misbehave("/endless.xml", misdeed))  # 38, and fault 28

    await watch.poll()

    assert 1 <= len(world.requests) <= 5
    (poll,) = watch.show(name).polls
    assert (poll.outcome, poll.reason) == ("failed", "too_many_redirects")
    assert watch.show(name).line.failures == 1


async def test_a_chain_of_30_redirects_is_cut_at_five_requests(watch: Watch, world: World) -> None:
    for hop in range(30):  # 38, and fault 28
        moves(world, f"/{hop}.xml", 301, f"/{hop + 1}.xml")
    world.serve("/30.xml", rss(1), content_type=RSS)
    name = watch.watch("chain", world.misbehave("/0.xml", None))

    await watch.poll()

    assert [logged.path for logged in world.requests] == [f"/{hop}.xml" for hop in range(5)]
    assert watch.show(name).line.reason == "too_many_redirects"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1:70/1", "ftp://127.0.0.1/feed", "data:text/xml,<rss/>"]
)
async def test_a_redirect_to_another_scheme_is_refused(target: str, watch: Watch, world: World) -> None:
    name = watch.watch("odd", moves(world, "/odd.xml", 301, target))  # 39

    await watch.poll()

    (poll,) = watch.show(name).polls
    assert (poll.outcome, poll.reason, poll.entries) == ("failed", "bad_address", 0)
    assert len(world.requests) == 1


async def test_the_owners_credentials_stay_with_the_origin_they_were_given_for(watch: Watch, world: World) -> None:
    world.publish("en-flood")  # 40
    steppe = world.outlets["steppe"].feed_url
    near, far = moves(world, "/near.xml", 302, "/inside.xml"), moves(world, "/far.xml", 302, steppe)
    inside = world.serve("/inside.xml", rss(1), content_type=RSS)
    keys = {"headers": "{Authorization: Basic Y2FuYXJ5, X-Token: canary}", "fetch_article": "false"}
    watch.watch("near", near, **keys)
    watch.watch("far", far, **keys)

    await watch.poll()

    shown = {
        url: [(logged.headers.get("Authorization"), logged.headers.get("X-Token")) for logged in watch.asked(url)]
        for url in (near, inside, far, steppe)
    }
    both, none = [("Basic Y2FuYXJ5", "canary")], [(None, None)]
    assert shown == {near: both, inside: both, far: both, steppe: none}


# --- from https to http ---------------------------------------------------------------------------


@pytest.fixture
async def safe(authority: trustme.CA) -> AsyncIterator[Site]:
    """A site on https whose certificate this system believes."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    async with sites(1, context) as (site,):
        yield site


async def test_a_downgrade_to_http_is_never_remembered(safe: Site, watch: Watch, world: World) -> None:
    plain = world.serve("/plain.xml", rss(1), content_type=RSS)  # 41
    url = safe.redirect("/feed.xml", plain, 301)
    name = watch.watch("safe", url)

    for _ in range(4):
        await watch.poll_after(HOUR)

    shown = watch.show(name)
    assert [poll.outcome for poll in shown.polls] == ["unchanged", "unchanged", "unchanged", "ok"]
    assert (shown.line.address, shown.events) == (url, ())
    assert safe.paths == ["/feed.xml"] * 4


def secrets_at(watch: Watch, url: str) -> list[str | None]:
    """What each request to an address said for the owner."""
    return [request.headers.get("Authorization") for request in watch.asked(url)]


async def test_the_owners_credentials_stay_behind_when_a_feed_moves_for_good(watch: Watch, world: World) -> None:
    other = world.outlets["steppe"].feed_url  # 40: another origin
    url = moves(world, "/secret.xml", 301, other)
    name = watch.watch("secret", url, headers="{Authorization: Bearer s3cret}")
    for _ in range(3):
        await watch.poll_after(HOUR)

    assert watch.show(name).line.address == other
    assert secrets_at(watch, url) == ["Bearer s3cret"] * 2
    assert secrets_at(watch, other) == [None] * 3


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (
            (
                '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><link rel="prev-archive" href="{0}"/>'
                "<entry><id>urn:a</id><title>A</title><summary>A thing happened.</summary></entry></feed>"
            ),
            "application/atom+xml",
        ),
        (
            '{{"version": "https://jsonfeed.org/version/1.1", "title": "J", "next_url": "{0}", "items": []}}',
            "application/json",
        ),
        ("<sitemapindex><sitemap><loc>{0}</loc></sitemap></sitemapindex>", "application/xml"),
    ],
    ids=["archive", "next page", "site map of an index"],
)
async def test_the_owners_credentials_are_not_shown_wherever_the_feed_itself_leads(
    body: str, content_type: str, watch: Watch, world: World
) -> None:
    other = world.outlets["steppe"].feed_url  # 40
    url = world.serve("/secret", body.format(other), content_type=content_type)
    watch.watch("secret", url, headers="{Authorization: Bearer s3cret}")

    await watch.poll()

    assert (secrets_at(watch, url), secrets_at(watch, other)) == (["Bearer s3cret"], [None])
