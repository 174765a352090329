"""Is a delay laid at the door of the stage that made it?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.latency import lateness, latest, percentile, slowest, stages
from monitor.core.public_latency import ledger as told
from monitor.core.records.ledgers import Lateness, Ledger, Stage
from tests.fakes import NOON


def _after(*seconds: float) -> Ledger:
    """An article whose moments lie so many seconds after one another, published at noon."""
    at = [NOON + timedelta(seconds=sum(seconds[:number])) for number in range(6)]
    return Ledger(7, "akorda", at[0], at[1], at[2], at[3], at[4], at[5])


def test_each_stage_reaches_from_the_moment_before_it() -> None:
    assert stages(_after(100, 2, 3, 0.5, 1.5)) == {
        Stage.SEEN: 100,
        Stage.FETCHED: 2,
        Stage.KEPT: 3,
        Stage.QUEUED: 0.5,
        Stage.DELIVERED: 1.5,
        Stage.WHOLE: 107,
    }


@pytest.mark.parametrize(("place", "stage"), list(enumerate(s for s in Stage if s is not Stage.WHOLE)))
def test_a_delay_is_laid_at_the_door_of_its_stage(place: int, stage: Stage) -> None:
    delays = [1.0] * 5
    delays[place] = 900.0

    assert slowest(_after(*delays)) is stage


def test_without_a_page_keeping_begins_when_the_entry_was_seen() -> None:
    without = replace(_after(100, 2, 3, 0, 0), fetched_at=None)

    assert (stages(without)[Stage.KEPT], Stage.FETCHED in stages(without)) == (5, False)


def test_a_page_fetched_after_the_article_was_kept_was_a_second_look() -> None:
    looked = replace(_after(100, 2, 3, 0, 0), fetched_at=NOON + timedelta(days=1))

    assert (stages(looked)[Stage.KEPT], Stage.FETCHED in stages(looked)) == (5, False)


def test_what_is_not_known_is_no_delay() -> None:
    unknown = replace(_after(100, 2, 3, 0, 0), published_at=None, queued_at=None, delivered_at=None)

    assert stages(unknown) == {Stage.FETCHED: 2, Stage.KEPT: 3}


def test_the_publishers_time_of_a_backlog_says_nothing_of_us() -> None:
    backlog = replace(_after(86_400, 2, 3, 0, 1), is_backlog=True)

    assert (stages(backlog)[Stage.WHOLE], Stage.SEEN in stages(backlog), slowest(backlog)) == (6, False, Stage.KEPT)


def test_an_article_published_in_our_future_was_not_late() -> None:
    assert stages(_after(-3_600, 2, 3, 0, 0))[Stage.SEEN] == 0


def test_an_article_that_took_no_time_has_no_slowest_stage() -> None:
    assert slowest(_after(0, 0, 0, 0, 0)) is None


@pytest.mark.parametrize(("share", "value"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.01, 1)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile(range(1, 21), share) == value


def test_the_percentile_of_one_value_is_that_value() -> None:
    assert (percentile([4.0], 0.5), percentile([4.0], 0.95)) == (4.0, 4.0)


def test_figures_are_of_all_feeds_first_and_then_of_each() -> None:
    slow = replace(_after(100, 2, 30, 0, 0), feed="steppe")
    found = lateness([slow, _after(100, 2, 3, 0, 0)])

    kept = [each for each in found if each.stage is Stage.KEPT]
    assert kept == [
        Lateness("", Stage.KEPT, 2, 3, 30),
        Lateness("akorda", Stage.KEPT, 1, 3, 3),
        Lateness("steppe", Stage.KEPT, 1, 30, 30),
    ]


def test_the_latest_feeds_come_first_each_with_its_worst_stage() -> None:
    slow = replace(_after(10, 2, 30, 0, 0), feed="steppe")
    found = latest(lateness([slow, _after(20, 2, 3, 0, 0)]), 5)

    assert [(each.feed, each.stage, each.p95_s) for each in found] == [
        ("steppe", Stage.KEPT, 30),
        ("akorda", Stage.SEEN, 20),
    ]


def test_programs_read_moments_seconds_and_the_slowest_stage() -> None:
    assert told(replace(_after(100, 2, 3, 0, 0), queued_at=None, delivered_at=None)) == {
        "article": 7,
        "feed": "akorda",
        "backlog": False,
        "published_at": "2026-11-22T12:00:00Z",
        "seen_at": "2026-11-22T12:01:40Z",
        "fetched_at": "2026-11-22T12:01:42Z",
        "kept_at": "2026-11-22T12:01:45Z",
        "queued_at": None,
        "delivered_at": None,
        "stages": {"published_to_seen": 100, "seen_to_fetched": 2, "fetched_to_kept": 3},
        "slowest": "published_to_seen",
    }


def test_the_way_of_an_article_that_nobody_was_told_of_is_not_over() -> None:
    assert Stage.WHOLE not in stages(replace(_after(1, 1, 1, 1, 1), delivered_at=None))
