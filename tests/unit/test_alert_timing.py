"""When is something told, and when is a message that failed tried again?"""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.alert.timing import next_sending
from monitor.core.records.failures import Failed, Reason

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SLOW = Failed(Reason.TOO_SLOW, "It took too long.")


def wait_s(failure: Failed = SLOW, *, attempts: int = 1, chance: float = 0.5) -> float | None:
    at = next_sending(NOON, failure, attempts=attempts, chance=chance)
    return (at - NOON).total_seconds() if at else None


def test_waits_double_from_ten_seconds_to_an_hour() -> None:
    waits = [wait_s(attempts=tries) for tries in range(1, 12)]

    assert waits == [10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600]


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 8), (0.5, 10), (1.0, 12)])
def test_chance_moves_a_wait_by_a_fifth(chance: float, seconds: float) -> None:
    assert wait_s(chance=chance) == seconds


@pytest.mark.parametrize(("wish_s", "seconds"), [(7_200, 7_200), (3, 3), (0, 1), (10**9, 86_400)])
def test_the_receivers_wish_beats_our_wait_up_to_a_day(wish_s: int, seconds: float) -> None:
    throttled = Failed(Reason.THROTTLED, "Too many.", status=429, retry_after_s=wish_s)

    assert wait_s(throttled, chance=1.0) == seconds


def test_the_twelfth_failure_is_the_last() -> None:
    assert wait_s(attempts=11) is not None
    assert wait_s(attempts=12) is None


def test_a_final_failure_is_not_tried_again() -> None:
    assert wait_s(Failed(Reason.GONE, "Gone.", status=410, retry_after_s=60, is_final=True)) is None


def test_the_moment_is_counted_from_the_failure() -> None:
    assert next_sending(NOON, SLOW, attempts=3, chance=0.5) == NOON + timedelta(seconds=40)
