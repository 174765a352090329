"""When is a feed polled next, and when is a page tried again?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.failures import Failed, Reason
from monitor.schedule.policy import DAY_S, Visit, next_try, next_visit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_a_good_poll_is_repeated_after_the_feeds_interval() -> None:
    assert next_visit(Visit(NOON), every_s=900, chance=0) == NOON + timedelta(minutes=15)


def test_chance_adds_at_most_a_tenth() -> None:
    assert next_visit(Visit(NOON), every_s=1_000, chance=1) == NOON + timedelta(seconds=1_100)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 15), (2, 30), (3, 60), (4, 120)])
def test_each_failure_in_a_row_doubles_the_interval(failures: int, minutes: int) -> None:
    assert next_visit(Visit(NOON, failures), every_s=900, chance=0) == NOON + timedelta(minutes=minutes)


def test_a_failing_feed_is_still_polled_daily() -> None:
    assert next_visit(Visit(NOON, failures=500), every_s=900, chance=0) == NOON + timedelta(days=1)


def test_the_servers_wish_beats_our_interval() -> None:
    visit = Visit(NOON, failures=1, retry_after_s=7_200)

    assert next_visit(visit, every_s=900, chance=0) == NOON + timedelta(hours=2)


def test_an_absurd_wish_is_cut_to_a_week() -> None:
    visit = Visit(NOON, failures=1, retry_after_s=10 * 365 * DAY_S)

    assert next_visit(visit, every_s=900, chance=0) == NOON + timedelta(days=7)


@given(
    failures=st.integers(0, 10_000),
    every_s=st.integers(60, 7 * DAY_S),
    wish=st.none() | st.integers(0, 10**9),
    chance=st.floats(0, 1),
)
def test_the_next_poll_is_never_sooner_than_the_interval_and_never_lost(
    failures: int, every_s: int, wish: int | None, chance: float
) -> None:
    due_at = next_visit(Visit(NOON, failures, wish), every_s=every_s, chance=chance)

    assert timedelta(seconds=every_s) <= due_at - NOON <= timedelta(days=8)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (7, 64)])
def test_a_page_that_was_slow_is_tried_again_later_each_time(attempts: int, minutes: int) -> None:
    slow = Failed(Reason.TOO_SLOW, "")

    assert next_try(NOON, slow, attempts=attempts, chance=0) == NOON + timedelta(minutes=minutes)


def test_the_eighth_failed_try_is_the_last() -> None:
    assert next_try(NOON, Failed(Reason.DNS, ""), attempts=8, chance=0) is None


@pytest.mark.parametrize(
    "reason", [Reason.NOT_FOUND, Reason.NOT_A_PAGE, Reason.REFUSED_ADDRESS, Reason.WORKER_TOO_SLOW]
)
def test_what_would_fail_again_is_not_tried_again(reason: Reason) -> None:
    assert next_try(NOON, Failed(reason, ""), attempts=1, chance=0) is None


def test_a_throttled_page_waits_as_long_as_the_server_asks() -> None:
    throttled = Failed(Reason.THROTTLED, "", retry_after_s=600)

    assert next_try(NOON, throttled, attempts=1, chance=0) == NOON + timedelta(minutes=10)
