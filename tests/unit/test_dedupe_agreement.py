"""Is it measured right how much of two texts agrees?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.words import running
from monitor.dedupe.agreement import CHARACTERS, WORDS, Agreement, Indexed, Measures, agree, edits, stretches
from tests.unit.dedupe_texts import CANAL, CHINESE, MARKET

# 26 characters each, and nothing in common.
ONE, TWO, THREE = "the bed was lined in stone", "upon a quay no gulls flock", "why did every judge vanish"


def shared(new: str, other: str) -> Agreement:
    return agree(Indexed(new, WORDS), other)


def test_a_text_agrees_with_itself() -> None:
    agreement = shared(ONE, ONE)

    assert agreement.chains == (((0, 26, 0, 26),),)
    assert (agreement.in_other, agreement.of_other, agreement.resemblance) == (1.0, 1.0, 1.0)


def test_shares_are_of_each_text() -> None:
    agreement = shared(ONE, f"{ONE} {TWO} {THREE}")

    assert (agreement.in_other, agreement.of_other) == (1.0, 26 / 80)
    assert agreement.resemblance == 26 / 80
    assert (agreement.longest, agreement.from_beginning) == (1.0, 1.0)


def test_it_is_measured_how_much_of_a_text_is_how_the_other_begins() -> None:
    assert shared(f"{TWO} {ONE}", f"{ONE} {THREE}").from_beginning == 26 / 53
    assert shared(f"{TWO} {ONE}", f"{THREE} {ONE}").from_beginning == 0.0


def test_a_small_edit_between_two_runs_belongs_to_what_agrees() -> None:
    agreement = shared(f"{ONE} yes {TWO}", f"{ONE} not at all {TWO}")

    ((before, after),) = agreement.chains
    assert before == (0, 27, 0, 27)  # with the blank behind it
    assert after == (30, 57, 37, 64)
    assert (agreement.in_other, agreement.of_other) == (1.0, 1.0)
    assert agreement.same_in_other == 54 / 57
    assert edits(agreement, f"{ONE} yes {TWO}", f"{ONE} not at all {TWO}") == [("yes", "not at all")]


@pytest.mark.parametrize(
    ("new", "other"), [(f"{ONE} {TWO}", f"{ONE} {THREE} {TWO}"), (f"{ONE} {THREE} {TWO}", f"{ONE} {TWO}")]
)
def test_what_is_small_in_only_one_of_the_texts_is_no_small_edit(new: str, other: str) -> None:
    assert len(shared(new, other).chains) == 2


def test_phrases_are_not_counted() -> None:
    # "the bed was lined" is 17 characters long.
    assert shared(ONE, f"the bed was lined when {TWO}") == Agreement()


def test_phrases_in_another_order_make_no_chain() -> None:
    agreement = shared(f"{ONE[:14]} {TWO[:14]} {THREE[:14]}", f"{THREE[:14]} {TWO[:14]} {ONE[:14]}")

    assert agreement == Agreement()


@pytest.mark.parametrize(("new", "other"), [(ONE, f"{ONE} {ONE}"), (f"{ONE} {ONE}", ONE)])
def test_a_text_agrees_with_itself_twice_over(new: str, other: str) -> None:
    agreement = shared(new, other)

    assert agreement.in_other > 0.98
    assert agreement.of_other > 0.98


@pytest.mark.parametrize(("text", "measures", "every"), [(CANAL, WORDS, 18), (CHINESE, CHARACTERS, 14)])
def test_many_letters_mistaken_leave_most_in_agreement(text: str, measures: Measures, every: int) -> None:
    run = running(text)
    misread = "".join("x" if n % every == 0 else letter for n, letter in enumerate(run, start=1))

    agreement = agree(Indexed(misread, measures), run)

    assert agreement.in_other > 0.9
    assert agreement.same_in_other < 0.95  # without the mistaken letters


def test_stretches_are_what_agrees_with_its_edits_in_whole_words() -> None:
    new, other = f"{TWO} {ONE} yes {THREE}", f"{ONE} no {THREE} end"

    assert stretches(shared(new, other), new, other) == (f"{ONE} yes {THREE}", f"{ONE} no {THREE}")


def test_strangers_share_nothing() -> None:
    assert shared(running(CANAL), running(MARKET)) == Agreement()


@given(st.text(alphabet="ab ", max_size=120), st.text(alphabet="ab ", max_size=120))
def test_runs_hold_the_same_and_shares_are_shares(new: str, other: str) -> None:
    agreement = shared(new, other)

    for chain in agreement.chains:
        for start, end, other_start, other_end in chain:
            assert new[start:end] == other[other_start:other_end]
    assert 0.0 <= agreement.same_in_other <= agreement.in_other <= 1.0
    assert 0.0 <= agreement.same_of_other <= agreement.of_other <= 1.0
    assert 0.0 <= agreement.resemblance <= 1.0
