"""When is a feed polled next, and when is a page tried again?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import FeedSpec, Hints
from monitor.core.records.polls import Learned, Rhythm
from monitor.schedule.policy import Visit, clamp_text, interval_s, next_try, next_visit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = 60, 3_600, 86_400
SPEC = FeedSpec("example", "https://example.org/feed", every_s=900)
SLOW = Failed(Reason.TOO_SLOW, "")


def visit(
    spec: FeedSpec = SPEC,
    learned: Learned = Learned(),  # noqa: B008 - frozen
    failure: Failed | None = None,
    failures: int = 0,
    has_validators: bool = True,  # noqa: FBT001, FBT002 - a table's column
) -> Visit:
    return Visit(spec, NOON, learned, has_validators, failures, failure)


def wait_s(given_visit: Visit, chance: float = 0) -> float:
    due_at = next_visit(given_visit, chance=chance)
    assert due_at is not None
    return (due_at - NOON).total_seconds()


# --- all is well --------------------------------------------------------------------------------


def test_a_good_poll_is_repeated_after_the_feeds_interval() -> None:
    assert wait_s(visit()) == 15 * MINUTE


def test_chance_adds_at_most_a_tenth() -> None:
    assert wait_s(visit(replace(SPEC, every_s=1_000)), chance=1) == 1_100


@pytest.mark.parametrize(
    ("gap_s", "quiet_s", "expected_s"),
    [
        (None, 0, 900),  # unknown rhythm: the shortest
        (20 * MINUTE, 0, 900),  # half of it would be 10 minutes: the owner's bound holds
        (2 * HOUR, 0, HOUR),  # half of the gap
        (2 * HOUR, HOUR, HOUR),  # quiet for less than the gap: the gap counts
        (2 * HOUR, 6 * HOUR, 3 * HOUR),  # quiet for longer: half of the quiet
        (2 * DAY, 0, 12 * HOUR),  # the other bound
    ],
)
def test_an_adaptive_interval_is_half_of_the_feeds_own_rhythm(
    gap_s: float | None, quiet_s: int, expected_s: float
) -> None:
    rhythm = Rhythm(gap_s, news_at=NOON - timedelta(seconds=quiet_s))

    assert wait_s(visit(replace(SPEC, slowest_s=12 * HOUR), Learned(rhythm=rhythm))) == expected_s


def test_a_fixed_beat_ignores_the_rhythm() -> None:
    assert wait_s(visit(learned=Learned(rhythm=Rhythm(2 * DAY)))) == 900


@pytest.mark.parametrize(
    ("has_validators", "is_paced_by_owner", "expected_s"),
    [(True, False, 900), (False, True, 900), (False, False, DAY)],
)
def test_a_feed_without_validators_is_polled_daily_unless_its_owner_says_otherwise(
    has_validators: bool,  # noqa: FBT001 - a table's column
    is_paced_by_owner: bool,  # noqa: FBT001 - a table's column
    expected_s: float,
) -> None:
    spec = replace(SPEC, is_paced_by_owner=is_paced_by_owner)

    assert wait_s(visit(spec, has_validators=has_validators)) == expected_s


# --- wishes of server and feed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("learned", "expected_s"),
    [
        (Learned(fresh_s=HOUR), HOUR),
        (Learned(hints=Hints(ttl_s=2 * HOUR)), 2 * HOUR),
        (Learned(hints=Hints(update_s=3 * HOUR)), 3 * HOUR),
        (Learned(HOUR, Hints(ttl_s=2 * HOUR, update_s=30 * MINUTE)), 2 * HOUR),  # the longest
        (Learned(fresh_s=MINUTE), 900),  # never shorter than the owner's
        (Learned(fresh_s=0, hints=Hints(ttl_s=HOUR)), HOUR),  # no-cache adds nothing, and takes nothing away
        (Learned(fresh_s=16 * 365 * DAY), 5 * HOUR),  # 16 years were seen
    ],
)
def test_the_longest_wish_lengthens_the_interval_up_to_five_hours(learned: Learned, expected_s: float) -> None:
    assert wait_s(visit(learned=learned)) == expected_s


def test_a_wish_never_shortens_an_interval_beyond_the_cap() -> None:
    assert wait_s(visit(replace(SPEC, every_s=DAY), Learned(fresh_s=16 * 365 * DAY))) == DAY


def test_the_operator_sets_how_far_wishes_count() -> None:
    due_at = next_visit(visit(learned=Learned(fresh_s=DAY)), chance=0, hint_cap_s=HOUR)

    assert due_at == NOON + timedelta(hours=1)


def test_a_feed_whose_wishes_are_not_obeyed_keeps_its_owners_interval() -> None:
    learned = Learned(fresh_s=HOUR, hints=Hints(ttl_s=HOUR, skip_hours=(12, 13)))

    assert wait_s(visit(replace(SPEC, obey_hints=False), learned)) == 900


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (Hints(skip_hours=(11, 13)), datetime(2026, 1, 5, 12, 15, tzinfo=UTC)),  # 12:15 is free
        (Hints(skip_hours=(12,)), datetime(2026, 1, 5, 13, tzinfo=UTC)),
        (Hints(skip_hours=(12, 13, 14, 16)), datetime(2026, 1, 5, 15, tzinfo=UTC)),
        (Hints(skip_hours=tuple(range(12, 24))), datetime(2026, 1, 6, tzinfo=UTC)),  # over midnight
        (Hints(skip_days=(0,)), datetime(2026, 1, 6, tzinfo=UTC)),  # Monday
        (Hints(skip_days=(0, 1), skip_hours=(0, 1)), datetime(2026, 1, 7, 2, tzinfo=UTC)),
        (Hints(skip_days=(0, 1, 2, 3, 4)), datetime(2026, 1, 8, 12, tzinfo=UTC)),  # three days on at most
        (Hints(skip_hours=tuple(range(24))), datetime(2026, 1, 5, 12, 15, tzinfo=UTC)),  # nonsense
        (Hints(skip_days=tuple(range(7))), datetime(2026, 1, 5, 12, 15, tzinfo=UTC)),  # nonsense
        (Hints(skip_hours=(24, 99)), datetime(2026, 1, 5, 12, 15, tzinfo=UTC)),  # no hours at all
    ],
)
def test_a_poll_in_skipped_hours_or_days_comes_at_their_end(hints: Hints, expected: datetime) -> None:
    assert next_visit(visit(learned=Learned(hints=hints)), chance=0) == expected


def test_feeds_that_skip_the_same_hours_are_not_due_on_the_stroke() -> None:
    learned = Learned(hints=Hints(skip_hours=(12, 13)))
    due = [next_visit(visit(learned=learned), chance=chance) for chance in (0.25, 0.5, 1)]

    two = NOON + timedelta(hours=2)
    assert due == [two + timedelta(minutes=minutes) for minutes in (2.5, 5, 10)]


# --- hurried, pushed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every_s", "size", "gap_s", "expected_s"),
    [
        (4 * HOUR, 0, None, HOUR),  # a quarter of the interval
        (4 * HOUR, 30, 3 * MINUTE, 30 * MINUTE),  # the window spans 90 minutes
        (4 * HOUR, 30, 2 * HOUR, HOUR),  # it spans 60 hours: the quarter is shorter
        (4 * HOUR, 5, MINUTE, 5 * MINUTE),  # not under five minutes
        (2 * MINUTE, 5, MINUTE, 2 * MINUTE),  # unless the owner does
    ],
)
def test_after_a_loss_polls_come_a_third_of_the_window_apart(
    every_s: int, size: int, gap_s: float | None, expected_s: float
) -> None:
    learned = Learned(hurries=12, size=size, rhythm=Rhythm(gap_s))

    assert wait_s(visit(replace(SPEC, every_s=every_s), learned)) == expected_s


def test_a_hurried_poll_waits_for_no_wish() -> None:
    learned = Learned(fresh_s=DAY, hints=Hints(skip_hours=(12,)), hurries=1)

    assert wait_s(visit(replace(SPEC, every_s=HOUR), learned)) == 15 * MINUTE


def test_a_hurried_feed_is_polled_hourly_at_most_where_its_owner_chose_no_interval() -> None:
    spec = replace(SPEC, every_s=HOUR, slowest_s=DAY, is_paced_by_owner=False)

    assert wait_s(visit(spec, Learned(hurries=12, rhythm=Rhythm(60.0), size=10))) == HOUR


def test_a_429_that_says_to_wait_no_time_is_one_without_a_wish() -> None:
    throttled = Failed(Reason.THROTTLED, "", status=429, retry_after_s=0)

    assert wait_s(visit(replace(SPEC, every_s=MINUTE), failure=throttled, failures=1)) == 10 * MINUTE


def test_a_hurried_feed_without_validators_is_polled_hourly_not_daily_and_not_sooner() -> None:
    spec = replace(SPEC, every_s=HOUR, is_paced_by_owner=False)

    assert wait_s(visit(spec, Learned(hurries=12), has_validators=False)) == HOUR


@pytest.mark.parametrize(
    ("every_s", "expected_s"),
    [(5 * MINUTE, HOUR), (30 * MINUTE, 2 * HOUR), (3 * HOUR, 6 * HOUR), (12 * HOUR, 12 * HOUR)],
)
def test_a_pushed_feed_is_polled_four_times_as_rarely_between_one_hour_and_six(every_s: int, expected_s: float) -> None:
    assert wait_s(visit(replace(SPEC, every_s=every_s), Learned(is_pushed=True))) == expected_s


def test_a_pushed_feed_that_lost_entries_is_polled_sooner_all_the_same() -> None:
    assert wait_s(visit(replace(SPEC, every_s=HOUR), Learned(is_pushed=True, hurries=3))) == 15 * MINUTE


# --- failures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("failures", "minutes"), [(1, 15), (2, 30), (3, 60), (4, 120), (7, 960), (8, 1440)])
def test_each_failure_in_a_row_doubles_the_interval(failures: int, minutes: int) -> None:
    assert wait_s(visit(failure=SLOW, failures=failures)) == minutes * MINUTE


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.GONE, Reason.HELD}))
def test_a_failing_feed_is_still_polled_daily_whatever_the_reason(reason: Reason) -> None:
    assert wait_s(visit(failure=Failed(reason, "", is_final=True), failures=500)) == DAY


def test_a_failing_feed_that_is_polled_weekly_is_still_polled_weekly() -> None:
    assert wait_s(visit(replace(SPEC, every_s=7 * DAY), failure=SLOW, failures=9)) == 7 * DAY


def test_a_new_feed_without_validators_that_was_not_reached_does_not_wait_a_day() -> None:
    spec = replace(SPEC, is_paced_by_owner=False)

    assert wait_s(visit(spec, failure=Failed(Reason.DNS, ""), failures=1, has_validators=False)) == 900


def test_a_body_that_is_no_feed_costs_its_server_as_much_as_one_so_it_is_asked_for_daily() -> None:
    spec = replace(SPEC, is_paced_by_owner=False)

    assert wait_s(visit(spec, failure=Failed(Reason.NOT_A_FEED, ""), failures=1, has_validators=False)) == DAY


@pytest.mark.parametrize(("failures", "minutes"), [(1, 10), (2, 20), (3, 40), (9, 1440)])
def test_a_throttled_feed_waits_ten_minutes_then_twice_as_long_each_time(failures: int, minutes: int) -> None:
    throttled = visit(replace(SPEC, every_s=60), failure=Failed(Reason.THROTTLED, "", 429), failures=failures)

    assert wait_s(throttled) == minutes * MINUTE


@pytest.mark.parametrize(
    ("reason", "status"), [(Reason.THROTTLED, 429), (Reason.SERVER_ERROR, 503), (Reason.BLOCKED, 503)]
)
def test_the_servers_wish_beats_our_interval(reason: Reason, status: int) -> None:
    failure = Failed(reason, "", status, retry_after_s=DAY)

    assert wait_s(visit(failure=failure, failures=1)) == DAY


def test_a_wish_shorter_than_our_interval_changes_nothing() -> None:
    assert wait_s(visit(failure=Failed(Reason.THROTTLED, "", 429, retry_after_s=5), failures=2)) == 30 * MINUTE


def test_an_absurd_wish_is_cut_to_a_week_and_that_is_said() -> None:
    failure = Failed(Reason.THROTTLED, "", 429, retry_after_s=10 * 365 * DAY)

    assert wait_s(visit(failure=failure, failures=1)) == 7 * DAY
    assert clamp_text(failure) == "asked for 10 years; we come back in 7 days"


@pytest.mark.parametrize("wish_s", [None, 0, 3_600, 7 * DAY])
def test_a_wish_that_is_kept_is_not_said_to_be_cut(wish_s: int | None) -> None:
    assert clamp_text(Failed(Reason.THROTTLED, "", 429, retry_after_s=wish_s)) == ""


@pytest.mark.parametrize(("rest_s", "expected_s"), [(40, 40), (7_200, 7_200), (None, 900), (30 * DAY, 7 * DAY)])
def test_a_poll_that_was_held_back_comes_when_its_hosts_rest_ends(rest_s: int | None, expected_s: float) -> None:
    held = Failed(Reason.HELD, "", retry_after_s=rest_s)
    learned = Learned(hints=Hints(skip_hours=(12, 13, 14)))

    assert wait_s(visit(learned=learned if rest_s else Learned(), failure=held, failures=3)) == expected_s


def test_a_gone_feed_is_polled_no_more() -> None:
    assert next_visit(visit(failure=Failed(Reason.GONE, "", 410), failures=1), chance=0) is None


def test_a_feed_that_calls_itself_expired_is_polled_no_more() -> None:
    assert next_visit(replace(visit(), is_expired=True), chance=0) is None


# --- for all of them ----------------------------------------------------------------------------

SECONDS = st.integers(0, 10**9)
SPECS = st.builds(
    lambda every_s, slowest_s, paced, obey: FeedSpec(
        "x", "https://x.org/", every_s=every_s, slowest_s=slowest_s, is_paced_by_owner=paced, obey_hints=obey
    ),
    st.integers(60, 31 * DAY),
    st.integers(0, 31 * DAY),
    st.booleans(),
    st.booleans(),
)
LEARNED = st.builds(
    lambda fresh_s, hints, rhythm, size, hurries, is_pushed: Learned(
        fresh_s, hints, rhythm, size, hurries=hurries, is_pushed=is_pushed
    ),
    st.none() | SECONDS,
    st.builds(
        Hints,
        st.none() | SECONDS,
        st.none() | SECONDS,
        st.lists(st.integers(0, 23)).map(tuple),
        st.lists(st.integers(0, 6)).map(tuple),
    ),
    st.builds(
        lambda gap_s, quiet_s: Rhythm(gap_s, news_at=NOON - timedelta(seconds=quiet_s)),
        st.none() | st.floats(60, 10**8),
        st.integers(-DAY, 10**8),
    ),
    st.integers(0, 1_000),
    st.integers(0, 12),
    st.booleans(),
)
REASONS = st.sampled_from(sorted(set(Reason) - {Reason.GONE}))
FAILURES = st.builds(
    lambda reason, wish_s, is_final: Failed(reason, "", retry_after_s=wish_s, is_final=is_final),
    REASONS,
    st.none() | SECONDS,
    st.booleans(),
)


@given(spec=SPECS, learned=LEARNED, has_validators=st.booleans(), chance=st.floats(0, 1))
def test_a_feed_that_is_well_is_polled_within_bounds(
    spec: FeedSpec,
    learned: Learned,
    has_validators: bool,  # noqa: FBT001 - drawn by name
    chance: float,
) -> None:
    due_s = wait_s(visit(spec, learned, has_validators=has_validators), chance)

    least_s = min(spec.every_s, 300) if learned.hurries else spec.every_s
    assert least_s <= due_s <= max(spec.every_s, spec.slowest_s, DAY) * 1.1 + 3 * DAY + 600


@given(
    spec=SPECS,
    learned=LEARNED,
    failure=FAILURES,
    failures=st.integers(1, 10_000),
    chance=st.floats(0, 1),
)
def test_a_failing_feed_is_never_given_up(
    spec: FeedSpec, learned: Learned, failure: Failed, failures: int, chance: float
) -> None:
    due_s = wait_s(visit(spec, learned, failure, failures), chance)

    assert 0 < due_s <= max(spec.every_s, spec.slowest_s, 7 * DAY) * 1.1 + 3 * DAY + 600


@given(spec=SPECS, learned=LEARNED, failure=FAILURES, failures=st.integers(1, 40), chance=st.floats(0, 1))
def test_one_failure_more_never_brings_a_poll_sooner(
    spec: FeedSpec, learned: Learned, failure: Failed, failures: int, chance: float
) -> None:
    sooner, later = (wait_s(visit(spec, learned, failure, number), chance) for number in (failures, failures + 1))

    # what is moved out of skipped hours comes up to ten minutes after them, what falls there by itself does not
    assert later >= sooner - 600


@given(spec=SPECS, learned=LEARNED, wish_s=st.integers(0, 7 * DAY), chance=st.floats(0, 1))
def test_a_wish_of_up_to_a_week_is_always_kept(spec: FeedSpec, learned: Learned, wish_s: int, chance: float) -> None:
    failure = Failed(Reason.SERVER_ERROR, "", 503, retry_after_s=wish_s)

    assert wait_s(visit(spec, learned, failure, 1), chance) >= wish_s


@given(spec=SPECS, learned=LEARNED)
def test_wishes_are_never_what_makes_a_poll_come_sooner(spec: FeedSpec, learned: Learned) -> None:
    deaf = replace(spec, obey_hints=False)

    assert interval_s(visit(spec, learned)) >= interval_s(visit(deaf, learned))


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (7, 64)])
def test_a_page_that_was_slow_is_tried_again_later_each_time(attempts: int, minutes: int) -> None:
    assert next_try(NOON, SLOW, attempts=attempts, chance=0) == NOON + timedelta(minutes=minutes)


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


def test_a_page_throttled_without_a_word_waits_ten_minutes() -> None:
    assert next_try(NOON, Failed(Reason.THROTTLED, ""), attempts=1, chance=0) == NOON + timedelta(minutes=10)


def test_a_page_waits_a_day_at_most() -> None:
    throttled = Failed(Reason.THROTTLED, "", retry_after_s=10**9)

    assert next_try(NOON, throttled, attempts=7, chance=0) == NOON + timedelta(days=1)


def test_a_robots_file_out_of_reach_may_come_back() -> None:
    assert next_try(NOON, Failed(Reason.ROBOTS, ""), attempts=1, chance=0) == NOON + timedelta(minutes=1)


def test_a_robots_file_that_says_no_says_it_for_good() -> None:
    assert next_try(NOON, Failed(Reason.ROBOTS, "", is_final=True), attempts=1, chance=0) is None


def test_a_page_whose_host_rests_is_not_given_up_for_that() -> None:
    held = Failed(Reason.HELD, "", retry_after_s=7_200)

    assert next_try(NOON, held, attempts=12, chance=0) == NOON + timedelta(hours=2)
