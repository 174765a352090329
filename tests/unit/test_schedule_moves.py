"""Is a permanent redirect believed when it is one, and left when it leads nowhere?"""

from dataclasses import replace

import pytest

from monitor.core.records.feeds import FeedSpec
from monitor.core.records.polls import DueFeed, Learned
from monitor.schedule.moves import Residence, after_answer, after_failure

OLD, NEW, THIRD = "https://old.example/feed", "https://new.example/feed", "https://third.example/feed"
FEED = DueFeed(1, FeedSpec("f", OLD))
TOLD_ONCE = replace(FEED, learned=Learned(moved_to=NEW, moved_times=1))
MOVED = replace(FEED, url=NEW)


@pytest.mark.parametrize(
    ("feed", "moved_to", "after"),
    [
        (FEED, "", Residence("")),
        (FEED, NEW, Residence("", NEW, 1)),
        (TOLD_ONCE, NEW, Residence(NEW)),
        (TOLD_ONCE, THIRD, Residence("", THIRD, 1)),
        (TOLD_ONCE, "", Residence("")),
        (MOVED, "", Residence(NEW)),
        (replace(MOVED, learned=Learned(moved_to=THIRD, moved_times=1)), THIRD, Residence(THIRD)),
        (replace(MOVED, learned=Learned(moved_to=OLD, moved_times=1)), OLD, Residence("")),
    ],
)
def test_an_address_is_believed_after_two_equal_answers_in_a_row(
    feed: DueFeed, moved_to: str, after: Residence
) -> None:
    assert after_answer(feed, moved_to) == after


@pytest.mark.parametrize(("failures", "url"), [(0, NEW), (1, NEW), (2, "")])
def test_a_new_address_that_fails_three_times_in_a_row_is_left_for_the_owners(failures: int, url: str) -> None:
    assert after_failure(replace(MOVED, failures=failures)).url == url


def test_a_failure_forgets_nothing_of_what_redirects_said() -> None:
    assert after_failure(TOLD_ONCE) == Residence("", NEW, 1)
