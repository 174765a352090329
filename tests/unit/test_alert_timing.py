"""When is something told, and when is a message that failed tried again?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.alert.timing import asked_until, first_due, next_mark, next_sending, next_time, quiet_until
from monitor.core.records.alerts import Rule, Urgency
from monitor.core.records.failures import Failed, Reason

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SLOW = Failed(Reason.TOO_SLOW, "It took too long.")
THROTTLED = Failed(Reason.THROTTLED, "It asked to come later.", retry_after_s=60)


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


def test_what_a_receiver_puts_off_is_no_last_failure() -> None:
    assert wait_s(Failed(Reason.THROTTLED, "Too many.", status=429, retry_after_s=60), attempts=12) == 60


def test_a_final_failure_is_not_tried_again() -> None:
    assert wait_s(Failed(Reason.GONE, "Gone.", status=410, retry_after_s=60, is_final=True)) is None


def test_the_moment_is_counted_from_the_failure() -> None:
    assert next_sending(NOON, SLOW, attempts=3, chance=0.5) == NOON + timedelta(seconds=40)


@pytest.mark.parametrize(
    ("since", "seconds"),
    [(NOON - timedelta(days=7) + timedelta(seconds=1), 60), (NOON - timedelta(days=7), None), (None, 60)],
)
def test_a_receiver_puts_a_message_off_for_seven_days_at_most(since: datetime | None, seconds: float | None) -> None:
    at = next_sending(NOON, THROTTLED, attempts=1, chance=0.5, since=since)

    assert at == (NOON + timedelta(seconds=seconds) if seconds else None)


def test_what_a_receiver_does_not_put_off_is_tried_however_old_it_is() -> None:
    old = NOON - timedelta(days=30)

    assert next_sending(NOON, SLOW, attempts=1, chance=0.5, since=old) == NOON + timedelta(seconds=10)


def test_a_receiver_says_until_when_it_wants_nothing_unless_it_refused_for_good() -> None:
    moments = [
        asked_until(NOON, failure)
        for failure in (THROTTLED, replace(THROTTLED, retry_after_s=10**9), replace(THROTTLED, is_final=True), SLOW)
    ]

    assert moments == [NOON + timedelta(seconds=60), NOON + timedelta(days=1), None, None]


# --- schedules ------------------------------------------------------------------------------------


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


def test_without_a_schedule_an_alert_is_due_at_once_and_gathered_with_nothing() -> None:
    assert first_due(Rule("r"), NOON) == (NOON, "")


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        ("12:00", "12:30"),  # a mark begins the next stretch
        ("12:00:01", "12:30"),
        ("12:29:59", "12:30"),
        ("12:30", "13:00"),
        ("23:45", "00:00"),
    ],
)
def test_a_window_ends_at_the_next_mark_from_midnight_on(now: str, mark: str) -> None:
    day = "2026-11-23" if mark == "00:00" else "2026-11-22"

    assert first_due(Rule("r", every_min=30), at(f"2026-11-22T{now}Z")) == (at(f"{day}T{mark}Z"), "every 30 min UTC")


def test_marks_are_those_of_the_rules_zone() -> None:
    # Kathmandu is 5 h 45 min ahead: its full hours are at a quarter past in UTC.
    assert next_mark(60, "Asia/Kathmandu", at("2026-11-22T12:00Z")) == at("2026-11-22T12:15Z")


def test_the_last_stretch_of_a_day_ends_at_midnight() -> None:
    # Marks of seven hours: 0, 7, 14, 21, and midnight.
    assert next_mark(420, "UTC", at("2026-11-22T21:00Z")) == at("2026-11-23T00:00Z")


def test_rules_of_one_schedule_share_a_digest_and_others_do_not() -> None:
    gathers = {
        first_due(rule, NOON)[1]
        for rule in (
            Rule("a", every_min=30),
            Rule("b", every_min=30),
            Rule("c", every_min=60),
            Rule("d", daily_at="08:00"),
            Rule("e", daily_at="08:00", zone="Asia/Almaty"),
        )
    }

    assert gathers == {"every 30 min UTC", "every 60 min UTC", "daily at 08:00 UTC", "daily at 08:00 Asia/Almaty"}


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-22T02:59:59+00:00", "2026-11-22T03:00+00:00"),  # 08:00 in Almaty (UTC+5)
        ("2026-11-22T03:00:00+00:00", "2026-11-23T03:00+00:00"),
    ],
)
def test_a_daily_digest_goes_out_at_its_time_in_its_zone(now: str, due: str) -> None:
    assert first_due(Rule("r", daily_at="08:00", zone="Asia/Almaty"), at(now))[0] == at(due)


def test_a_time_that_does_not_exist_goes_to_the_next_that_does() -> None:
    # On 29 March 2026 clocks in Berlin go from 02:00 to 03:00, at 01:00 UTC.
    assert next_time("02:30", "Europe/Berlin", at("2026-03-28T12:00Z")) == at("2026-03-29T03:00+02:00")
    assert next_time("02:30", "Europe/Berlin", at("2026-03-29T12:00Z")) == at("2026-03-30T02:30+02:00")


def test_a_time_that_comes_twice_is_taken_once() -> None:
    # On 25 October 2026 they go from 03:00 back to 02:00, at 01:00 UTC.
    first = next_time("02:30", "Europe/Berlin", at("2026-10-24T12:00Z"))

    assert first == at("2026-10-25T02:30+02:00")
    assert next_time("02:30", "Europe/Berlin", first) == at("2026-10-26T02:30+01:00")


def test_the_day_on_which_clocks_change_has_its_marks_too() -> None:
    # From midnight in Berlin (23:00 UTC): an hour each, 23 of them.
    assert next_mark(60, "Europe/Berlin", at("2026-03-29T00:30Z")) == at("2026-03-29T01:00Z")
    assert next_mark(180, "Europe/Berlin", at("2026-03-29T20:30Z")) == at("2026-03-29T22:00Z")  # midnight, after two


# --- quiet hours ----------------------------------------------------------------------------------

NIGHT = Rule("r", quiet=("22:00", "07:00"), zone="Asia/Almaty")  # 17:00 to 02:00 in UTC


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-22T16:59:59Z", None),
        ("2026-11-22T17:00Z", "2026-11-23T02:00Z"),
        ("2026-11-22T20:00Z", "2026-11-23T02:00Z"),  # past midnight there
        ("2026-11-23T01:59:59Z", "2026-11-23T02:00Z"),
        ("2026-11-23T02:00Z", None),
    ],
)
def test_quiet_hours_go_over_midnight_and_end(now: str, until: str | None) -> None:
    assert quiet_until(NIGHT, at(now)) == (at(until) if until else None)


@pytest.mark.parametrize(("now", "until"), [("11:59", None), ("12:00", "13:30"), ("13:30", None)])
def test_quiet_hours_may_lie_within_a_day(now: str, until: str | None) -> None:
    noon = Rule("r", quiet=("12:00", "13:30"))

    assert quiet_until(noon, at(f"2026-11-22T{now}Z")) == (at(f"2026-11-22T{until}Z") if until else None)


def test_what_is_urgent_knows_no_quiet_hours() -> None:
    assert quiet_until(Rule("r", quiet=("00:00", "23:59"), urgency=Urgency.URGENT), NOON) is None


def test_quiet_hours_that_end_as_they_begin_are_none() -> None:
    assert quiet_until(Rule("r", quiet=("12:00", "12:00")), NOON) is None


def test_quiet_hours_end_once_where_their_end_comes_twice() -> None:
    rule = Rule("r", quiet=("22:00", "02:30"), zone="Europe/Berlin")

    assert quiet_until(rule, at("2026-10-25T02:10+02:00")) == at("2026-10-25T02:30+02:00")
    assert quiet_until(rule, at("2026-10-25T02:10+01:00")) is None  # the second 02:10


def test_what_matches_in_quiet_hours_is_due_at_their_end() -> None:
    assert first_due(NIGHT, at("2026-11-22T20:00Z")) == (at("2026-11-23T02:00Z"), "")


def test_a_digest_that_would_go_out_in_quiet_hours_waits_for_their_end() -> None:
    early = Rule("r", quiet=("22:00", "07:00"), daily_at="06:00")

    assert first_due(early, at("2026-11-22T12:00Z"))[0] == at("2026-11-23T07:00Z")


def test_a_moment_in_any_zone_is_in_no_quiet_hours_when_they_end() -> None:
    # Each half hour of a year, in a zone whose clocks change: an alert is put off once, never again and again.
    rule = Rule("r", quiet=("23:30", "02:30"), zone="Europe/Berlin")
    for half_hours in range(0, 365 * 48, 7):
        now = NOON + timedelta(minutes=30 * half_hours)
        until = quiet_until(rule, now)
        assert until is None or (until > now and quiet_until(rule, until) is None)
