"""What follows from the reasons for a failure."""

import pytest

from monitor.core.records.failures import TRAITS, Reason


def test_every_reason_has_a_row() -> None:
    assert set(TRAITS) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_what_is_asked_for_again_on_its_own_account_is_not_what_was_sent(reason: Reason) -> None:
    traits = TRAITS[reason]

    assert not (traits.is_passing and traits.had_body)
    assert not (traits.proves_dead and traits.proves_unreadable)
    assert not (traits.is_blocked and traits.is_out_of_reach)


def test_a_body_that_cannot_be_unpacked_costs_as_much_as_a_good_one_and_its_page_is_given_up() -> None:
    traits = TRAITS[Reason.BAD_ENCODING]

    assert (traits.had_body, traits.is_passing) == (True, False)
