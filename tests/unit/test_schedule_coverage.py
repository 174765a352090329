"""Did entries come and go unseen between two polls?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.records.feeds import Entry, FeedSpec, ParsedFeed
from monitor.core.records.polls import DueFeed, EventKind, Learned, Rhythm
from monitor.schedule.coverage import estimate, hurries_after, loss_event, may_be_lost

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ITEMS = b"12345678" * 4
HOURLY = Learned(rhythm=Rhythm(3_600.0), size=4, newest_at=NOON - timedelta(hours=10))
FEED = DueFeed(
    1,
    FeedSpec("example", "https://example.org/feed"),
    items=ITEMS,
    succeeded_at=NOON - timedelta(hours=9),
    learned=HOURLY,
)


def entries(*hours_ago: float | None) -> tuple[Entry, ...]:
    return tuple(
        Entry(f"{n}", "", "", published_at=None if ago is None else NOON - timedelta(hours=ago))
        for n, ago in enumerate(hours_ago)
    )


def parsed(*hours_ago: float | None, known: int = 0) -> ParsedFeed:
    return ParsedFeed("rss20", "", "", entries(*hours_ago), known=known, items=ITEMS)


def is_lost(feed: DueFeed, body: ParsedFeed, *, is_delta: bool = False) -> bool:
    return may_be_lost(feed, body, is_delta=is_delta, now=NOON)


def test_two_windows_that_share_no_entry_have_a_hole_between_them() -> None:
    assert is_lost(FEED, parsed(0, 1, 2, 3))


def test_without_dates_they_have_too() -> None:
    assert is_lost(FEED, parsed(None, None, None))


@pytest.mark.parametrize(("place", "lost"), [(0, True), (19, False)], ids=["pinned above", "shared at the end"])
def test_a_pinned_entry_hides_no_hole_and_an_overlap_is_none(place: int, lost: bool) -> None:  # noqa: FBT001 - a table's column
    items = [ITEMS[:1] + bytes([n]) * 7 for n in range(100, 120)]
    items[place] = ITEMS[:8]
    body = replace(parsed(*(n / 10 for n in range(19)), known=1), items=b"".join(items))

    assert is_lost(FEED, body) is lost


def test_items_that_are_hashed_in_another_way_than_last_time_tell_nothing() -> None:
    assert not is_lost(FEED, replace(parsed(0, 1, 2, 3), items=b"\x07" + ITEMS[1:]))


def test_one_shared_entry_closes_the_hole() -> None:
    assert not is_lost(FEED, parsed(0, 1, 2, known=1))


@pytest.mark.parametrize(
    ("feed", "why"),
    [
        (replace(FEED, succeeded_at=None, items=b""), "its first poll"),
        (replace(FEED, items=b""), "it was empty, or it has another address"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_where_there_is_nothing_to_compare_with_nothing_is_lost(feed: DueFeed, why: str) -> None:
    assert not is_lost(feed, parsed(0, 1, 2, 3)), why


@pytest.mark.parametrize(
    "body",
    [
        replace(parsed(0, 1, 2, 3), is_cut_short=True),
        replace(parsed(0, 1, 2, 3), dropped=7),
        replace(parsed(0, 1, 2, 3), format="sitemapindex"),
        parsed(),
        parsed(0, 1),  # two entries are replaced on any quiet afternoon
    ],
)
def test_a_body_that_does_not_show_the_whole_window_tells_no_loss(body: ParsedFeed) -> None:
    assert not is_lost(FEED, body)


def test_an_answer_with_only_what_is_new_tells_no_loss() -> None:
    assert not is_lost(FEED, parsed(0, 1, 2, 3), is_delta=True)


def test_old_entries_in_new_words_are_no_loss() -> None:
    # The newest of last time is 10 hours old; so are two of these four, and older.
    assert not is_lost(FEED, parsed(0, 1, 10, 11))


def test_one_odd_date_among_many_does_not_hide_a_loss() -> None:
    assert is_lost(FEED, parsed(*[n / 4 for n in range(11)], 900))


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        (parsed(0, 1, 2, 3), 6),  # 10 hours ago -> 3 hours ago: 7 steps, the last one to an entry that we have
        (parsed(0, 1, 2, 9.5), 1),  # at least one
        (parsed(None, None, None, None), 5),  # 9 hours: 9 entries, 4 of them held
        (parsed(*[None] * 50), 1),
    ],
)
def test_the_loss_is_estimated_by_the_usual_gap(body: ParsedFeed, lost: int) -> None:
    assert estimate(FEED, body, now=NOON) == lost


def test_without_a_rhythm_one_entry_is_all_that_can_be_said() -> None:
    assert estimate(replace(FEED, learned=Learned()), parsed(0, 1, 2), now=NOON) == 1


def test_an_estimate_ends_at_ten_thousand() -> None:
    learned = Learned(rhythm=Rhythm(60.0), newest_at=NOON - timedelta(days=4_000))

    assert estimate(replace(FEED, learned=learned), parsed(0, 1, 2), now=NOON) == 10_000


@pytest.mark.parametrize(("hurries", "lost", "after"), [(0, 3, 12), (5, 3, 12), (5, 0, 4), (1, 0, 0), (0, 0, 0)])
def test_twelve_polls_hurry_after_a_loss(hurries: int, lost: int, after: int) -> None:
    assert hurries_after(replace(FEED, learned=Learned(hurries=hurries)), lost) == after


def test_a_loss_is_written_down_with_its_figures() -> None:
    event = loss_event(FEED, 6, NOON)

    assert (event.kind, event.at, event.number) == (EventKind.LOST, NOON, 6)
    assert event.detail == (
        "Nothing was left of what the feed held at the last poll 9 hours before: "
        "probably 6 entries or more went unseen."
    )
