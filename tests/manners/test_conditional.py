"""Behaviours 1 to 10 of a good feed client: a server that said what it has is never asked to send it again.

| number | promise |
|---|---|
| 1, 2 | an ETag goes back byte for byte, weak ones too |
| 3 | a Last-Modified goes back as it came, and is never made up |
| 4, 5 | both where both were given, none where none was |
| 6 | a restart forgets nothing |
| 7 | a new answer's validators replace the old, or take them away |
| 8 | what cannot be read, or broke off, leaves no validators |
| 9 | a 304 costs no parse and changes no entry, but its headers count |
| 10 | validators are shown to no address but the one that gave them |
"""

import multiprocessing

import pytest

from monitor.core.records.failures import Reason
from tests.manners.watch import OneFeed, Watch, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

DATE = "Sun, 22 Nov 2026 09:00:00 GMT"
LATER = "Sun, 22 Nov 2026 10:00:00 GMT"


def shown(feed: OneFeed) -> tuple[str | None, str | None]:
    """Give the validators of the last request: If-None-Match and If-Modified-Since."""
    headers = feed.asked[-1].headers
    return headers.get("If-None-Match"), headers.get("If-Modified-Since")


# --- 1 to 6: what was given goes back -------------------------------------------------------------


@pytest.mark.parametrize(
    "etag",
    [
        '"abc"',
        '""',
        "\"a,b; c='d'\"",
        '"back\\slash"',
        '"two  blanks"',
        '"Жаңалық"',  # RFC 9110 allows any byte above 127
        "unquoted",
        '"abc-gzip"',
        '"' + 500 * "x" + '"',
    ],
)
async def test_the_second_poll_shows_the_etag_byte_for_byte(shared: Watch, etag: str) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": etag})
    await feed.poll()

    await feed.poll()

    assert [logged.headers.get("If-None-Match") for logged in feed.asked] == [None, etag]


async def test_a_weak_etag_stays_weak(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": 'W/"abc"'})
    await feed.poll()

    await feed.poll()

    assert shown(feed) == ('W/"abc"', None)
    assert feed.asked[-1].status == 304


@pytest.mark.parametrize(
    "date", [DATE, "Sun, 22 Nov 2026 12:00:00 +0300", "Sunday, 22-Nov-26 09:00:00 GMT", "yesterday", "0"]
)
async def test_a_last_modified_goes_back_as_it_came(shared: Watch, date: str) -> None:
    feed = shared.feed(rss("a"), headers={"Last-Modified": date})
    await feed.poll()

    await feed.poll()

    assert [shown(feed), feed.asked[0].headers.get("If-Modified-Since")] == [(None, date), None]


async def test_no_date_is_made_up_from_other_dates(shared: Watch) -> None:
    channel = f"<pubDate>{DATE}</pubDate><lastBuildDate>{DATE}</lastBuildDate>"
    feed = shared.feed(rss("a", channel=channel), headers={"Date": LATER, "Expires": LATER, "ETag": '"abc"'})
    await feed.poll()

    await feed.poll()

    assert shown(feed) == ('"abc"', None)


async def test_both_validators_go_back_where_both_were_given(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"abc"', "Last-Modified": DATE})
    await feed.poll()

    await feed.poll()

    assert shown(feed) == ('"abc"', DATE)


async def test_no_validator_is_sent_where_none_was_given(shared: Watch) -> None:
    feed = shared.feed(rss("a"))
    await feed.poll()

    await feed.poll()

    assert len(feed.asked) == 2
    assert shown(feed) == (None, None)


async def test_no_request_after_a_restart_is_unconditional(shared: Watch) -> None:
    feeds = [
        shared.feed(rss("a"), headers={"ETag": '"abc"', "Last-Modified": DATE}),
        shared.feed(rss("b"), headers={"ETag": 'W/"def"'}),
        shared.feed(rss("c"), headers={"Last-Modified": DATE}),
    ]
    await shared.poll()

    await shared.restart()
    await shared.poll_after(4_000)

    assert [shown(feed) for feed in feeds] == [('"abc"', DATE), ('W/"def"', None), (None, DATE)]
    assert [feed.asked[-1].status for feed in feeds] == [304, 304, 304]


# --- 7: new answers -------------------------------------------------------------------------------


async def test_a_new_answers_validators_replace_the_old(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE})
    await feed.poll()
    feed.answer(rss("a", "b"), headers={"ETag": '"2"', "Last-Modified": LATER})
    await feed.poll()

    await feed.poll()

    assert shown(feed) == ('"2"', LATER)


@pytest.mark.parametrize("body", [rss("a", "b"), rss("a")], ids=["another body", "the same body"])
@pytest.mark.parametrize(
    ("headers", "left"),
    [({}, (None, None)), ({"ETag": '"2"'}, ('"2"', None)), ({"Last-Modified": LATER}, (None, LATER))],
    ids=["none", "ETag", "Last-Modified"],
)
async def test_a_validator_that_a_new_answer_lacks_is_dropped(
    body: str, headers: dict[str, str], left: tuple[str | None, str | None], shared: Watch
) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE})
    await feed.poll()
    feed.answer(body, headers=headers)
    await feed.poll()
    assert feed.asked[-1].status == 200

    await feed.poll()

    assert shown(feed) == left


# --- 8: bad answers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Out of cheese error.", Reason.NOT_A_FEED),
        ("", Reason.EMPTY),
        ("<!DOCTYPE html><html><head><title>Soon</title></head><body></body></html>", Reason.HTML_PAGE),
        (f'<!DOCTYPE rss [<!ENTITY a "b">]>{rss("a")}', Reason.ENTITIES),
    ],
    ids=["no feed", "nothing", "a page", "entities"],
)
async def test_what_cannot_be_read_leaves_the_last_good_validators(body: str, reason: Reason, shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"good"', "Last-Modified": DATE})
    await feed.poll()
    feed.answer(body, headers={"ETag": '"bad"', "Last-Modified": LATER})
    await feed.poll()
    assert feed.line.reason == reason

    await feed.poll()

    assert shown(feed) == ('"good"', DATE)


async def test_a_first_answer_that_cannot_be_read_is_asked_for_again_in_full(shared: Watch) -> None:
    feed = shared.feed("Out of cheese error.", headers={"ETag": '"bad"', "Last-Modified": DATE})
    await feed.poll()

    await feed.poll()

    assert shown(feed) == (None, None)


async def test_an_answer_that_broke_off_leaves_the_last_good_validators(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"good"', "Last-Modified": DATE})
    await feed.poll()
    shared.world.misbehave(feed.path, "truncated", times=1)  # it names an ETag too
    await feed.poll()
    assert feed.line.reason == Reason.CUT_SHORT

    await feed.poll()

    assert shown(feed) == ('"good"', DATE)


async def test_a_body_that_breaks_off_is_asked_for_again_until_it_is_whole(shared: Watch) -> None:
    whole = rss("a", "b", "c")
    half, headers = whole[: whole.index("<item><guid", whole.index("</item>")) + 20], {"ETag": '"1"'}
    feed = shared.feed(half, headers=headers)
    await feed.poll()
    assert shared.show(feed.name).entries == {"covered": 1}
    feed.answer(whole, headers=headers)

    await feed.poll()

    assert shown(feed) == (None, None)
    assert shared.show(feed.name).entries == {"covered": 3}


# --- 9: nothing has changed -----------------------------------------------------------------------


async def test_a_304_is_not_parsed_and_changes_nothing_but_when_the_feed_was_last_asked(shared: Watch) -> None:
    feed = shared.feed(rss("a", "b"), headers={"ETag": '"1"'})
    await feed.poll()
    before = shared.show(feed.name)
    await shared.restart()  # ends the processes that parse; the next parse starts one

    await feed.poll()

    assert [child.name for child in multiprocessing.active_children()] == []
    after, now = shared.show(feed.name), shared.clock.now()
    assert (after.polls[0].outcome, after.polls[0].status, after.polls[0].received_bytes) == ("unchanged", 304, 0)
    assert (after.line.polled_at, after.line.succeeded_at) == (now, now)
    assert (after.entries, after.line.learned, after.line.health, after.line.title) == (
        before.entries,
        before.line.learned,
        before.line.health,
        before.line.title,
    )


async def test_the_headers_of_a_304_count(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE, "Cache-Control": "max-age=7200"})
    assert 7_200 <= await feed.poll() <= 7_920
    feed.answer(rss("a"), headers={"ETag": '"1"', "Last-Modified": LATER, "Cache-Control": "max-age=10800"})

    pause_s = await feed.poll()

    assert feed.asked[-1].status == 304
    assert 10_800 <= pause_s <= 11_880
    await feed.poll()
    assert shown(feed) == ('"1"', LATER)


async def test_what_a_304_does_not_say_stays_as_it_was_said(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE, "Cache-Control": "max-age=7200"})
    await feed.poll()
    feed.answer(rss("a"), headers={"ETag": '"1"'})

    pause_s = await feed.poll()

    assert feed.asked[-1].status == 304
    assert 7_200 <= pause_s <= 7_920
    await feed.poll()
    assert shown(feed) == ('"1"', DATE)


# --- 10: whose validators they are ----------------------------------------------------------------


async def test_behind_a_redirect_only_the_address_that_gave_the_validators_sees_them(shared: Watch) -> None:
    feed = shared.feed(status=302, headers={"Location": "/behind.xml", "ETag": '"of the redirect"'})
    behind = shared.world.serve("/behind.xml", rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE})
    await feed.poll()

    await feed.poll()

    assert shown(feed) == (None, None)
    answered = shared.asked(behind)[-1]
    assert (answered.headers["If-None-Match"], answered.headers["If-Modified-Since"]) == ('"1"', DATE)
    assert answered.status == 304


async def test_a_redirect_to_elsewhere_does_not_take_the_validators_along(shared: Watch) -> None:
    feed = shared.feed(status=302, headers={"Location": "/one.xml"})
    shared.world.serve("/one.xml", rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE})
    other = shared.world.serve("/other.xml", rss("b"), headers={"ETag": '"1"', "Last-Modified": DATE})
    await feed.poll()
    feed.answer(status=302, headers={"Location": "/other.xml"})

    await feed.poll()

    (asked,) = shared.asked(other)
    assert not {"If-None-Match", "If-Modified-Since"} & set(asked.headers)
    assert shared.show(feed.name).entries == {"covered": 2}


async def test_a_feed_that_redirects_no_more_is_asked_for_in_full(shared: Watch) -> None:
    feed = shared.feed(status=302, headers={"Location": "/before.xml"})
    shared.world.serve("/before.xml", rss("a"), headers={"ETag": '"1"'})
    await feed.poll()
    feed.answer(rss("b"), headers={"ETag": '"1"'})
    await feed.poll()
    assert (shown(feed), feed.asked[-1].status) == ((None, None), 200)

    await feed.poll()

    assert shown(feed) == ('"1"', None)


async def test_another_address_in_feeds_yaml_begins_without_validators(shared: Watch) -> None:
    feed = shared.feed(rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE})
    await feed.poll()
    moved = shared.world.serve("/elsewhere.xml", rss("a"), headers={"ETag": '"1"', "Last-Modified": DATE})

    shared.watch(feed.name, moved)
    await shared.poll()

    (asked,) = shared.asked(moved)
    assert not {"If-None-Match", "If-Modified-Since"} & set(asked.headers)
