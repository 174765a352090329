"""Is a mention gained or lost only where nothing stands for it?"""

from dataclasses import replace

import pytest

from monitor.core.records.tags import Mention, Part
from monitor.core.taggings import beyond

CSTO = Mention("csto", "CSTO", "en", "text", 10, 14, "acronym")


def test_mentions_of_one_tagging_that_another_has_not_are_given_in_their_order() -> None:
    first, last = replace(CSTO, start=2, end=6), replace(CSTO, start=30, end=34)

    assert beyond((last, CSTO, first), (CSTO,)) == (last, first)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(CSTO, name="C.S.T.O."), id="another name"),
        pytest.param(replace(CSTO, start=4, end=14), id="a longer name"),
        pytest.param(replace(CSTO, start=13, end=20), id="a name that overlaps it"),
        pytest.param(replace(CSTO, rule="word", evidence="beside: summit"), id="another reason"),
        pytest.param(replace(CSTO, part=Part.LEAD, is_quoted=True), id="another part"),
    ],
)
def test_another_mention_of_the_topic_at_the_same_place_stands_for_it(other: Mention) -> None:
    assert beyond((CSTO,), (other,)) == ()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(CSTO, topic="sco"), id="of another topic"),
        pytest.param(replace(CSTO, field="title"), id="in the headline"),
        pytest.param(replace(CSTO, is_weak=True), id="an adjective"),
        pytest.param(replace(CSTO, is_recurring=True), id="in what recurs"),
        pytest.param(replace(CSTO, start=14, end=18), id="right behind it"),
        pytest.param(replace(CSTO, start=6, end=10), id="right before it"),
    ],
)
def test_a_mention_elsewhere_or_of_another_standing_does_not(other: Mention) -> None:
    assert beyond((CSTO,), (other,)) == (CSTO,)


def test_a_long_mention_that_began_earlier_stands_for_all_that_it_holds() -> None:
    """Older rules stored mentions inside of others."""
    long, short = replace(CSTO, start=0, end=40), replace(CSTO, start=5, end=6)

    assert beyond((CSTO,), (long, short)) == ()


def test_a_text_of_one_name_takes_no_time_to_speak_of() -> None:
    mentions = [replace(CSTO, start=5 * n, end=5 * n + 4) for n in range(20_000)]

    assert beyond(mentions, mentions[1:]) == (mentions[0],)
