"""How much of an article is about a topic, by where it is named."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.prominence import tallies
from monitor.core.records.tags import Mention, Part

LENGTH = 1_000
BODY = Mention("river", "Danube", "en", "text", 0, 6, "stem")
HEADLINE = replace(BODY, field="title", part=Part.HEADLINE)
LEAD, CAPTION = replace(BODY, part=Part.LEAD), replace(BODY, part=Part.CAPTION)

MENTIONS = st.builds(
    lambda start, part, is_quoted: replace(BODY, start=start, part=part, is_quoted=is_quoted),
    st.integers(0, LENGTH),
    st.sampled_from(Part),
    st.booleans(),
)


def prominence(*mentions: Mention, length: int = LENGTH) -> float:
    [tally] = tallies(mentions, length)
    return tally.prominence


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([HEADLINE], 0.6),
        ([LEAD], 0.3),
        ([BODY], 0.2),
        ([replace(BODY, start=LENGTH)], 0.1),
        ([CAPTION], 0.1),
        ([replace(HEADLINE, is_quoted=True)], 0.3),
        ([HEADLINE, LEAD], 0.72),  # 1 - .4 * .7
        ([BODY, BODY, BODY], 0.488),  # 1 - .8 ** 3
    ],
)
def test_each_mention_adds_its_weight_to_what_is_left(mentions: list[Mention], expected: float) -> None:
    assert prominence(*mentions) == expected


def test_a_headline_beats_a_lead_and_a_lead_the_body() -> None:
    assert prominence(HEADLINE) > prominence(LEAD) > prominence(BODY) > prominence(CAPTION)


def test_a_headline_in_somebodys_words_still_beats_the_body() -> None:
    assert prominence(replace(HEADLINE, is_quoted=True)) > prominence(BODY)


@given(st.lists(MENTIONS, min_size=1, max_size=300))
def test_it_is_between_nothing_and_one(mentions: list[Mention]) -> None:
    assert 0 < prominence(*mentions) <= 1


@given(st.lists(MENTIONS, min_size=1, max_size=30), MENTIONS)
def test_one_mention_more_never_lowers_it(mentions: list[Mention], more: Mention) -> None:
    assert prominence(*mentions, more) >= prominence(*mentions)


@given(st.lists(MENTIONS, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_mentions_does_not_matter(mentions: list[Mention], shuffler: Random) -> None:
    shuffled = shuffler.sample(mentions, len(mentions))

    assert tallies(shuffled, LENGTH) == tallies(mentions, LENGTH)


@given(st.lists(MENTIONS, max_size=10), st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_standing_earlier_never_lowers_it(others: list[Mention], one: int, other: int) -> None:
    early, late = sorted((one, other))

    assert prominence(*others, replace(BODY, start=early)) >= prominence(*others, replace(BODY, start=late))


def test_a_place_behind_the_end_weighs_as_the_end() -> None:
    assert prominence(replace(BODY, start=50), length=0) == 0.1


def test_the_first_is_the_earliest_that_counts() -> None:
    weak, late = replace(BODY, is_weak=True, start=3), replace(BODY, start=90)

    [tally] = tallies([late, weak, replace(BODY, start=40)], LENGTH)

    assert (tally.first, tally.count) == (40, 2)


def test_with_the_headline_the_first_is_the_beginning() -> None:
    [tally] = tallies([replace(BODY, start=40), replace(HEADLINE, start=17)], LENGTH)

    assert tally.first == 0


def test_each_topic_has_its_own_tally_and_one_that_is_not_matched_has_none() -> None:
    mentions = [BODY, replace(BODY, topic="lake"), replace(BODY, topic="sea", is_recurring=True)]

    assert [tally.topic for tally in tallies(mentions, LENGTH)] == ["lake", "river"]
