"""When may the next request to a site start?"""

from monitor.fetch.politeness import Pace, after_hold, after_start, held_s, is_forgettable, wait_s


def test_the_first_request_starts_at_once() -> None:
    assert wait_s(Pace(), now=1000.0) == 0.0


def test_the_next_request_waits_for_the_rest_of_the_pause() -> None:
    pace = after_start(Pace(), 1000.0, pause_s=2.0)

    assert wait_s(pace, now=1000.5) == 1.5
    assert wait_s(pace, now=1002.0) == 0.0


def test_without_a_pause_nothing_waits() -> None:
    assert wait_s(after_start(Pace(), 1000.0, pause_s=0.0), now=1000.0) == 0.0


def test_a_rest_the_server_asked_for_outlasts_our_pause() -> None:
    pace = after_hold(after_start(Pace(), 1000.0, pause_s=2.0), 1000.0, rest_s=60)

    assert wait_s(pace, now=1001.0) == 59.0
    assert held_s(pace, now=1001.0) == 59.0


def test_our_own_pause_is_no_rest_the_server_asked_for() -> None:
    assert held_s(after_start(Pace(), 1000.0, pause_s=30.0), now=1001.0) == 0.0


def test_a_shorter_wish_never_cuts_a_longer_one_short() -> None:
    pace = after_hold(after_hold(Pace(), 1000.0, rest_s=3600), 1010.0, rest_s=5)

    assert held_s(pace, now=1010.0) == 3590.0


def test_a_longer_wish_replaces_a_shorter_one() -> None:
    pace = after_hold(after_hold(Pace(), 1000.0, rest_s=5), 1001.0, rest_s=3600)

    assert held_s(pace, now=1001.0) == 3600.0


def test_a_site_is_forgotten_once_neither_pause_nor_rest_is_left() -> None:
    pace = after_hold(after_start(Pace(), 1000.0, pause_s=1.0), 1000.0, rest_s=10)

    assert not is_forgettable(pace, now=1009.9)
    assert is_forgettable(pace, now=1010.0)
