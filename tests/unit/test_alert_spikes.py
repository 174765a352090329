"""Are many articles of a sudden told once, and is nothing cried that is usual?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.alert import spikes
from monitor.alert.rules import Book
from monitor.alert.spikes import Found, find
from monitor.core.records.alerts import AlertKind, AlertState, Rule, Spike
from monitor.core.records.articles import Article, Basis
from monitor.core.records.verdicts import Verdict, VerdictKind

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HALF_PAST = NOON + timedelta(minutes=30)
WEEK_H = 168
RULE = Rule("csto-spike", on=AlertKind.SPIKE, spike=Spike(factor=3, at_least=10, hours=1))
ARTICLE = Article(
    id=7,
    url="https://outlet.example/a",
    outlet="outlet.example",
    title="A headline",
    author="",
    language="en",
    published_at=None,
    first_seen_at=NOON,
    kept_at=NOON,
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.NEW, "nothing like it"),
    topics=("csto",),
    feed="Outlet",
    story_id=3,
)


def hours_ago(hours: int) -> datetime:
    return NOON - timedelta(hours=hours)


def counts(now: int, *, each_hour: int = 0, known_h: int = WEEK_H, **ago: int) -> dict[datetime, int]:
    """As many each hour before noon, and so many since; ``ago`` has other hours: h3=40."""
    found = {hours_ago(hours): each_hour for hours in range(1, known_h + 1)}
    return found | {hours_ago(int(hour[1:])): number for hour, number in ago.items()} | {NOON: now}


@pytest.mark.parametrize(
    ("each_hour", "now", "is_spike"),
    [
        (4, 12, False),  # three times the usual is not more than that
        (4, 13, True),
        (1, 9, False),  # nine times the usual, but too few
        (1, 10, True),
        (0, 10, True),  # of which there are none otherwise
        (100, 300, False),
        (100, 301, True),
    ],
)
def test_a_spike_is_more_than_so_many_times_the_usual_and_at_least_so_many(
    each_hour: int,
    now: int,
    is_spike: bool,  # noqa: FBT001 - a case's column
) -> None:
    found = find(RULE, counts(now, each_hour=each_hour), HALF_PAST)

    assert found == (Found(NOON, now, each_hour, 1) if is_spike else None)


def test_the_usual_is_the_mean_of_the_week_before_with_its_empty_hours() -> None:
    # 336 in the first hour of the week, and none since: 2 an hour.
    found = find(RULE, {hours_ago(WEEK_H): 336, NOON: 10}, HALF_PAST)

    assert found is not None
    assert found.usual == 2.0


def test_what_is_older_than_a_week_is_not_usual_any_more() -> None:
    found = find(RULE, {hours_ago(WEEK_H + 1): 9_000, NOON: 10}, HALF_PAST)

    assert found is not None
    assert found.usual == 0.0


@pytest.mark.parametrize(("known_h", "is_spike"), [(0, False), (23, False), (24, True)])
def test_a_new_install_does_not_cry(known_h: int, is_spike: bool) -> None:  # noqa: FBT001 - a case's column
    assert bool(find(RULE, counts(50, each_hour=1, known_h=known_h), HALF_PAST)) is is_spike


def test_of_a_short_history_the_mean_is_that_of_what_is_known() -> None:
    # 48 hours with 4 each; over a week it would be 1.1, and 12 would be a spike.
    assert find(RULE, counts(12, each_hour=4, known_h=48), HALF_PAST) is None


def test_an_hour_with_0_says_that_the_rule_was_there() -> None:
    assert find(RULE, {NOON: 10}, HALF_PAST) is None
    assert find(RULE, {hours_ago(100): 0, NOON: 10}, HALF_PAST) is not None


def test_nothing_is_found_in_nothing() -> None:
    assert find(RULE, {}, HALF_PAST) is None


def test_a_stretch_of_hours_is_compared_with_stretches_as_long() -> None:
    # Three hours with 2, 3 and 8; otherwise 1 an hour, 3 in three: 13 is more than three times that.
    rule = replace(RULE, spike=Spike(factor=3, at_least=10, hours=3))

    found = find(rule, counts(8, each_hour=1, h1=3, h2=2), HALF_PAST)

    assert found == Found(NOON, 13, 3.0, 3)


# --- one spike ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "began_ago"),
    [
        ({}, 0),
        ({"h1": 20}, 1),
        ({"h1": 20, "h2": 30}, 2),
        ({"h1": 6, "h2": 30}, 2),  # more than half of what makes a spike: it goes on
        ({"h1": 6}, 0),
        ({"h1": 4, "h2": 30}, 0),  # it was over
    ],
)
def test_a_spike_that_goes_on_is_known_by_when_it_began(ago: dict[str, int], began_ago: int) -> None:
    found = find(RULE, counts(40, each_hour=1, **ago), HALF_PAST)

    assert found is not None
    assert found.began == hours_ago(began_ago)


def test_a_spike_that_has_gone_on_for_a_day_is_told_no_more() -> None:
    days = {f"h{hour}": 100 for hour in range(1, 25)}

    assert find(RULE, counts(100, each_hour=1, **days), HALF_PAST) is None
    assert find(RULE, counts(100, each_hour=1, **days | {"h24": 0}), HALF_PAST) is not None


def test_a_day_that_was_busy_and_no_spike_hides_none() -> None:
    # Six an hour is over half of ten: nothing was told of it.
    busy = {f"h{hour}": 6 for hour in range(1, 25)}

    found = find(RULE, counts(40, each_hour=1, **busy), HALF_PAST)

    assert found is not None
    assert found.began == NOON


def test_each_hour_of_one_spike_gives_the_same_keys() -> None:
    book = Book.of([RULE], ["log", "mail"], now=NOON)
    keys = set()
    for hour in range(20):
        now = NOON + timedelta(hours=hour)
        so_far = counts(40, each_hour=1) | {NOON + timedelta(hours=each): 40 for each in range(hour + 1)}
        found = find(RULE, so_far, now)
        assert found is not None
        keys |= {alert.key for alert in spikes.alerts(RULE, found, ARTICLE, book, now)}

    assert len(keys) == 2  # one a channel


# --- alerts ---------------------------------------------------------------------------------------


def test_a_spike_is_told_with_its_figures_over_each_channel() -> None:
    book = Book.of([RULE], ["log", "mail"], now=NOON)

    first, second = spikes.alerts(RULE, Found(NOON, 40, 2.345, 1), ARTICLE, book, HALF_PAST)

    assert (first.channel, second.channel) == ("log", "mail")
    assert (first.kind, first.state, first.story_id, first.due_at) == (
        AlertKind.SPIKE,
        AlertState.DUE,
        None,
        HALF_PAST,
    )
    assert first.facts["spike"] == {"count": 40, "usual": 2.3, "hours": 1}
    assert first.key != second.key


def test_a_spike_heeds_its_rules_quiet_hours() -> None:
    rule = replace(RULE, quiet=("12:00", "14:00"))

    (alert,) = spikes.alerts(rule, Found(NOON, 40, 2.0, 1), ARTICLE, Book.of([rule], ["log"], now=NOON), HALF_PAST)

    assert alert.due_at == NOON + timedelta(hours=2)


def test_without_a_channel_a_spike_is_told_to_nobody() -> None:
    assert spikes.alerts(RULE, Found(NOON, 40, 2.0, 1), ARTICLE, Book.of([RULE], [], now=NOON), NOON) == ()
