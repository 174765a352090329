"""How are many polls that are due at once spread out, and did the clock jump?"""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule.spread import NEW_AT_ONCE, has_slept, jumped_s, spread, window_s

SITES = st.lists(st.sampled_from([f"site{n}" for n in range(12)]), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("count", "seconds"), [(1, 90), (100, 90), (300, 90), (1_000, 300), (2_000, 600), (3_000, 900), (100_000, 900)]
)
def test_the_more_is_overdue_the_longer_the_window_from_a_minute_and_a_half_to_a_quarter_of_an_hour(
    count: int, seconds: float
) -> None:
    assert window_s(count) == seconds


def test_after_twelve_hours_off_2000_feeds_come_evenly_within_ten_minutes() -> None:
    sites = [f"site{n}" for n in range(1_950)] + ["crowded"] * 50
    delays = spread(sites, chance=0.3)

    per_minute = Counter(int(delay // 60) for delay in delays)
    assert sorted(per_minute) == list(range(10))
    assert all(190 <= number <= 210 for number in per_minute.values())


def test_fifty_feeds_of_one_host_come_twelve_seconds_apart() -> None:
    delays = spread([f"site{n}" for n in range(1_950)] + ["crowded"] * 50, chance=0.3)[1_950:]

    # 600 s for 50 feeds
    assert [round(after - before, 6) for before, after in pairwise(delays)] == [12] * 49


def test_a_few_overdue_feeds_take_more_than_a_minute_too() -> None:
    delays = spread([f"site{n}" for n in range(10)], chance=0.0)

    assert max(delays) - min(delays) >= 60


def test_sixty_new_feeds_are_polled_at_once_and_sixty_one_are_not() -> None:
    assert spread(["a"] * 60, chance=0.5, at_once=NEW_AT_ONCE) == (0.0,) * 60
    assert max(spread(["a"] * 61, chance=0.5, at_once=NEW_AT_ONCE)) > 60


def test_nothing_overdue_is_nothing_to_spread() -> None:
    assert spread([], chance=0.5) == ()


@given(sites=SITES, chance=st.floats(0, 1))
def test_each_poll_is_put_off_within_the_window(sites: list[str], chance: float) -> None:
    delays = spread(sites, chance=chance)

    assert len(delays) == len(sites)
    assert all(0 <= delay <= window_s(len(sites)) for delay in delays)


@given(sites=SITES, chance=st.floats(0, 1))
def test_the_feeds_of_a_site_are_never_crowded(sites: list[str], chance: float) -> None:
    delays = spread(sites, chance=chance)

    for site, number in Counter(sites).items():
        own = sorted(delay for delay, of in zip(delays, sites, strict=True) if of == site)
        apart = window_s(len(sites)) / number
        assert all(after - before >= apart * 0.999 for before, after in pairwise(own))


@pytest.mark.parametrize(
    ("wall_s", "steady_s", "jump_s"),
    [
        (1, 1, 0),
        (86_401, 1, 86_400),  # set forwards by a day
        (-86_399, 1, -86_400),  # set back by a day
        (61, 1, 0),  # a minute is what a time server may correct
        (61.5, 1, 60.5),
        (28_800, 28_800, 0),  # eight hours of suspend: both clocks went on
    ],
)
def test_a_clock_that_was_set_differs_from_one_that_cannot_be(wall_s: float, steady_s: float, jump_s: float) -> None:
    assert jumped_s(wall_s, steady_s) == jump_s


@pytest.mark.parametrize(("steady_s", "slept"), [(1, False), (31, False), (61, False), (62, True), (28_800, True)])
def test_a_suspend_is_a_look_that_came_far_too_late(steady_s: float, slept: bool) -> None:  # noqa: FBT001 - a table's column
    assert has_slept(steady_s, expected_s=1) is slept
