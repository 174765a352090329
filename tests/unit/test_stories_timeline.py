"""Does a story say who had it first, and how much later the others did?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.core.records.stories import Carried
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.dedupe.direction import families
from monitor.stories.timeline import Timeline, timeline
from tests.fakes import NOON


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def carried(
    number: int, outlet: str, *, seen: int, published: int | None = None, language: str = "en", country: str = "KZ"
) -> Carried:
    """An article that was seen, and by its own account published, so many minutes after noon."""
    return Carried(
        number,
        f"https://{outlet}/{number}",
        outlet,
        country,
        language,
        "A headline",
        None if published is None else at(published),
        at(seen),
        words=100,
        verdict=Verdict(VerdictKind.NEW, "why"),
    )


def test_an_outlets_lag_is_counted_from_the_first_sight_of_the_story() -> None:
    story = [carried(7, "b.example", seen=90), carried(5, "a.example", seen=0), carried(6, "b.example", seen=30)]

    lags = timeline(story).outlets

    assert [(lag.name, lag.article_id, lag.lag_s, lag.articles) for lag in lags] == [
        ("a.example", 5, 0, 1),
        ("b.example", 6, 30 * 60, 2),
    ]


def test_a_claimed_lag_is_counted_from_the_earliest_claim_of_all() -> None:
    story = [
        carried(1, "a.example", seen=0, published=-10),
        carried(2, "b.example", seen=30, published=-25),
        carried(3, "a.example", seen=35, published=-20),
        carried(4, "c.example", seen=40),
    ]

    lags = timeline(story).outlets

    assert [(lag.claimed_at, lag.claimed_lag_s) for lag in lags] == [(at(-20), 5 * 60), (at(-25), 0), (None, None)]


@pytest.mark.parametrize("published", [1, -12 * 60, -31 * 24 * 60], ids=["later than seen", "midnight", "absurd"])
def test_a_claim_that_cannot_be_is_none(published: int) -> None:
    story = [carried(1, "a.example", seen=0, published=published), carried(2, "b.example", seen=5, published=-3)]

    lags = timeline(story).outlets

    assert [(lag.claimed_at, lag.claimed_lag_s) for lag in lags] == [(None, None), (at(-3), 0)]


def test_a_claim_of_a_day_counts_as_its_end() -> None:
    midnight = -12 * 60 - 24 * 60
    story = [carried(1, "a.example", seen=0, published=midnight), carried(2, "b.example", seen=5, published=-3)]

    assert [lag.claimed_at for lag in timeline(story).outlets] == [at(-12 * 60), at(-3)]


def test_whose_text_it_is_and_who_had_it_first_go_by_the_same_claim() -> None:
    """Article 1 claims 40 days ago, which only article 3, of another text, bears out."""
    day = 24 * 60
    story = [
        carried(1, "a.example", seen=9, published=-40 * day),
        replace(carried(2, "b.example", seen=0), verdict=Verdict(VerdictKind.COPY, "why", "1", 1.0, 1.0)),
        carried(3, "c.example", seen=12, published=-41 * day),
    ]

    originals = [family.original for family in families(story)]

    assert originals == [1, 3]
    assert {lag.name: lag.claimed_at for lag in timeline(story).outlets}["a.example"] == at(-40 * day)


def test_languages_and_countries_have_lags_too_and_what_has_no_name_has_none() -> None:
    story = [
        carried(1, "a.example", seen=0, language="ru", country="RU"),
        carried(2, "b.example", seen=5, language="", country="KZ"),
        carried(3, "c.example", seen=9, language="kk", country=""),
    ]

    found = timeline(story)

    assert [(lag.name, lag.lag_s) for lag in found.languages] == [("ru", 0), ("kk", 9 * 60)]
    assert [(lag.name, lag.lag_s) for lag in found.countries] == [("RU", 0), ("KZ", 5 * 60)]


def test_a_story_without_articles_has_no_lags() -> None:
    assert timeline([]) == Timeline()
