"""How often does a feed bring something new, and has it fallen silent?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.polls import Rhythm
from monitor.schedule.rhythm import after_poll, believed, is_silent, silent_after_s

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = 60, 3_600, 86_400
TWO_DAYS = 2.0 * DAY


def ago(**time: float) -> datetime:
    return NOON - timedelta(**time)


def first_sight(dates: Sequence[datetime]) -> Rhythm:
    return after_poll(Rhythm(), now=NOON, new=len(dates), dates=dates)


# --- first sight --------------------------------------------------------------------------------


def test_the_first_sight_learns_the_median_gap_and_the_newest_date() -> None:
    # gaps of 4, 1 and 2 hours
    rhythm = first_sight([ago(hours=1), ago(hours=3), ago(hours=4), ago(hours=8)])

    assert rhythm == Rhythm(2 * HOUR, TWO_DAYS, ago(hours=1))


def test_the_longest_gap_within_the_window_is_a_quiet_spell() -> None:
    assert first_sight([ago(hours=1), ago(hours=2), ago(days=4, hours=2)]).longest_s == 4 * DAY


def test_no_feed_is_taken_to_have_shown_its_weekend_yet() -> None:
    assert first_sight([ago(minutes=10), ago(minutes=20)]).longest_s == TWO_DAYS


@pytest.mark.parametrize(
    "dates",
    [
        [ago(hours=2), ago(hours=2), ago(hours=2), ago(hours=6)],  # equal dates are one moment
        [ago(hours=2), ago(hours=6), datetime(2099, 1, 1, tzinfo=UTC)],
        [ago(hours=2), ago(hours=6), datetime(1970, 1, 1, tzinfo=UTC)],
        [ago(hours=6), ago(hours=2)],  # oldest first
    ],
)
def test_odd_dates_do_not_bend_the_rhythm(dates: list[datetime]) -> None:
    assert first_sight(dates) == Rhythm(4 * HOUR, TWO_DAYS, ago(hours=2))


def test_a_pinned_entry_is_no_quiet_spell_of_years() -> None:
    assert first_sight([ago(hours=1), ago(hours=2), ago(hours=3), ago(days=900)]).longest_s == TWO_DAYS


def test_a_quarterly_feeds_quiet_is_its_rhythm() -> None:
    rhythm = first_sight([ago(days=10), ago(days=100), ago(days=190)])

    assert (rhythm.gap_s, rhythm.longest_s) == (90 * DAY, 90 * DAY)


@pytest.mark.parametrize("dates", [[], [datetime(2099, 1, 1, tzinfo=UTC)], [datetime(1970, 1, 1, tzinfo=UTC)]])
def test_without_dates_the_rhythm_is_unknown_and_news_came_now(dates: list[datetime]) -> None:
    assert after_poll(Rhythm(), now=NOON, new=5, dates=dates) == Rhythm(None, TWO_DAYS, NOON)


# --- later --------------------------------------------------------------------------------------


def test_nothing_new_teaches_nothing() -> None:
    rhythm = Rhythm(HOUR, 5 * HOUR, ago(hours=3))

    assert after_poll(rhythm, now=NOON, new=0, dates=[]) is rhythm


@pytest.mark.parametrize(
    ("quiet_h", "gap_s"),
    [
        (1, HOUR),  # as usual
        (3, 1.5 * HOUR),  # a quarter of the way from 1 to 3
        (100, 1.75 * HOUR),  # counts as four usual gaps
        (0.25, 0.8125 * HOUR),  # a quarter of the way to a quarter
        (0, 0.8125 * HOUR),  # counts as a quarter
    ],
)
def test_each_gap_moves_the_usual_one_a_quarter_of_the_way_within_a_factor_of_four(
    quiet_h: float, gap_s: float
) -> None:
    rhythm = Rhythm(HOUR, 0, ago(hours=quiet_h))

    assert after_poll(rhythm, now=NOON, new=1, dates=[]).gap_s == gap_s


def test_many_new_entries_without_dates_share_the_time_between_the_polls() -> None:
    rhythm = Rhythm(None, 0, ago(hours=6))

    assert after_poll(rhythm, now=NOON, new=3, dates=[]) == Rhythm(2 * HOUR, 6 * HOUR, NOON)


def test_dates_tell_the_gaps_better_than_our_own_absence() -> None:
    # Three days without a poll; the feed went on: 1 and 2 days after the last news.
    rhythm = Rhythm(DAY, 0, ago(days=3))

    assert after_poll(rhythm, now=NOON, new=2, dates=[ago(days=1), ago(days=2)]) == Rhythm(DAY, DAY, NOON)


def test_what_went_unseen_is_no_quiet() -> None:
    rhythm = Rhythm(HOUR, 0, ago(days=3))
    dates = [ago(hours=1), ago(hours=2), ago(hours=3)]

    assert after_poll(rhythm, now=NOON, new=3, dates=dates, is_lossy=True) == Rhythm(HOUR, HOUR, NOON)


def test_a_loss_without_dates_teaches_only_that_there_was_news() -> None:
    rhythm = Rhythm(HOUR, 0, ago(days=3))

    assert after_poll(rhythm, now=NOON, new=30, dates=[], is_lossy=True) == Rhythm(HOUR, 0, NOON)


def test_the_longest_spell_halves_in_two_weeks() -> None:
    rhythm = Rhythm(14 * DAY, 80 * DAY, ago(days=14))

    assert after_poll(rhythm, now=NOON, new=1, dates=[]).longest_s == 40 * DAY


def test_old_entries_in_new_words_are_no_news() -> None:
    rhythm = Rhythm(HOUR, 0, ago(days=3))

    assert after_poll(rhythm, now=NOON, new=30, dates=[ago(days=5), ago(days=9)]) is rhythm


def test_an_entry_that_was_dated_a_little_before_the_last_news_is_news() -> None:
    rhythm = Rhythm(HOUR, 0, ago(hours=1))

    assert after_poll(rhythm, now=NOON, new=1, dates=[ago(hours=2)]) == Rhythm(HOUR, 0, NOON)


def test_a_clock_that_was_set_back_does_not_turn_time_negative() -> None:
    rhythm = Rhythm(HOUR, 5 * HOUR, NOON + timedelta(days=1))
    after = after_poll(rhythm, now=NOON, new=1, dates=[])

    assert after == Rhythm(0.8125 * HOUR, 5 * HOUR, NOON + timedelta(days=1))
    assert not is_silent(after, NOON)


@given(
    polls=st.lists(
        st.tuples(
            st.integers(-DAY, 90 * DAY),
            st.integers(0, 40),
            st.lists(st.integers(-400 * DAY, 100 * DAY), max_size=10),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_no_history_leads_to_a_rhythm_without_sense(polls: list[tuple[int, int, list[int], bool]]) -> None:
    rhythm, now = Rhythm(), NOON
    for step_s, new, ages_s, is_lossy in polls:
        now += timedelta(seconds=step_s)
        dates = [now - timedelta(seconds=age_s) for age_s in ages_s]
        rhythm = after_poll(rhythm, now=now, new=new, dates=dates, is_lossy=is_lossy)

    assert rhythm.gap_s is None or MINUTE <= rhythm.gap_s <= 500 * DAY
    assert 0 <= rhythm.longest_s <= 5_000 * DAY
    assert silent_after_s(rhythm) >= 6 * HOUR


# --- silence ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap_s", "longest_s", "after_s"),
    [
        (10 * MINUTE, HOUR, 6 * HOUR),  # the least
        (2 * HOUR, HOUR, 12 * HOUR),  # six gaps
        (HOUR, 12 * HOUR, 24 * HOUR),  # twice its night
        (None, HOUR, 30 * DAY),  # unknown
    ],
)
def test_silence_is_measured_by_the_feeds_own_rhythm(gap_s: float | None, longest_s: float, after_s: float) -> None:
    rhythm = Rhythm(gap_s, longest_s, NOON)

    assert not is_silent(rhythm, NOON + timedelta(seconds=after_s))
    assert is_silent(rhythm, NOON + timedelta(seconds=after_s + 1))


def test_a_feed_that_never_had_anything_is_not_silent() -> None:
    assert not is_silent(Rhythm(), NOON)


def test_a_feed_that_stopped_years_ago_is_silent_on_first_sight() -> None:
    assert is_silent(first_sight([ago(days=1_000), ago(days=1_000, hours=1)]), NOON)


def test_neither_nights_nor_weekends_alarm_from_the_first_day_on() -> None:
    rhythm, alarms = Rhythm(), []
    for hour in range(24 * 7 * 10):  # ten weeks of hourly polls of a feed with news from 9 to 18, Monday to Friday
        now = NOON + timedelta(hours=hour)
        if now.weekday() < 5 and 9 <= now.hour <= 18:
            dates = [now - timedelta(minutes=20), now - timedelta(minutes=50)]
            rhythm = after_poll(rhythm, now=now, new=2, dates=dates)
        if is_silent(rhythm, now):
            alarms.append(now)

    assert alarms == []


def test_an_agency_that_never_sleeps_is_missed_within_half_a_day_after_two_months() -> None:
    rhythm, now = Rhythm(), NOON
    for hour in range(24 * 60):
        now = NOON + timedelta(hours=hour)
        rhythm = after_poll(rhythm, now=now, new=4, dates=[now - timedelta(minutes=m) for m in (5, 20, 35, 50)])

    assert silent_after_s(rhythm) < 12 * HOUR


def test_dates_are_believed_between_2000_and_now_each_once() -> None:
    dates = [NOON, ago(days=1), NOON, datetime(1999, 12, 31, tzinfo=UTC), NOON + timedelta(seconds=1)]

    assert believed(dates, NOON) == [ago(days=1), NOON]
