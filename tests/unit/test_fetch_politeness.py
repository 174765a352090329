"""When may the next request to a site, or to one of its hosts, start?"""

import pytest

from monitor.fetch.politeness import (
    Pace,
    Wishes,
    after_hold,
    after_page,
    after_put_off,
    after_start,
    held_s,
    is_idle,
    is_inner,
    is_without_wish,
    page_wait_s,
    wait_s,
)


def test_the_first_request_starts_at_once() -> None:
    assert wait_s(Pace(), now=1000.0) == 0.0


def test_the_next_request_waits_for_the_rest_of_the_pause() -> None:
    pace = after_start(Pace(), 1000.0, pause_s=2.0)

    assert wait_s(pace, now=1000.5) == 1.5
    assert wait_s(pace, now=1002.0) == 0.0


def test_without_a_pause_nothing_waits() -> None:
    assert wait_s(after_start(Pace(), 1000.0, pause_s=0.0), now=1000.0) == 0.0


def test_a_rest_lasts_as_long_as_the_host_asked_for() -> None:
    wishes = after_hold(Wishes(), 1000.0, rest_s=60)

    assert held_s(wishes, now=1001.0) == 59.0
    assert held_s(wishes, now=1060.0) == 0.0


def test_a_shorter_wish_never_cuts_a_longer_one_short() -> None:
    wishes = after_hold(after_hold(Wishes(), 1000.0, rest_s=3600), 1010.0, rest_s=5)

    assert held_s(wishes, now=1010.0) == 3590.0


def test_a_longer_wish_replaces_a_shorter_one() -> None:
    wishes = after_hold(after_hold(Wishes(), 1000.0, rest_s=5), 1001.0, rest_s=3600)

    assert held_s(wishes, now=1001.0) == 3600.0


def test_no_host_is_left_alone_for_longer_than_a_week() -> None:
    assert held_s(after_hold(Wishes(), 1000.0, rest_s=315_360_000), now=1000.0) == 604_800.0


def test_a_429_that_names_no_rest_gets_ten_minutes() -> None:
    assert held_s(after_hold(Wishes(), 1000.0, rest_s=None), now=1000.0) == 600.0


def test_a_429_right_after_such_a_rest_doubles_it() -> None:
    first = after_hold(Wishes(), 0.0, rest_s=None)
    second = after_hold(first, 700.0, rest_s=None)
    third = after_hold(second, 2_000.0, rest_s=None)

    assert [held_s(second, now=700.0), held_s(third, now=2_000.0)] == [1_200.0, 2_400.0]


def test_a_429_long_after_such_a_rest_starts_over() -> None:
    first = after_hold(Wishes(), 0.0, rest_s=None)

    assert held_s(after_hold(first, 1_200.0, rest_s=None), now=1_200.0) == 600.0


def test_two_429s_at_the_same_time_double_nothing() -> None:
    first = after_hold(Wishes(), 0.0, rest_s=None)

    assert held_s(after_hold(first, 1.0, rest_s=None), now=1.0) == 599.0


def test_no_rest_of_our_choice_is_longer_than_a_day() -> None:
    wishes, now = Wishes(), 0.0
    for _ in range(12):
        wishes = after_hold(wishes, now, rest_s=None)
        now = wishes.held_until

    assert wishes.rest_s == 86_400.0


def test_the_next_page_waits_for_the_crawl_delay() -> None:
    wishes = after_page(Wishes(), 1000.0, gap_s=10.0)

    assert page_wait_s(wishes, now=1004.0) == 6.0
    assert held_s(wishes, now=1004.0) == 0.0


def test_pages_that_are_put_off_come_back_one_after_the_other() -> None:
    wishes = after_page(Wishes(), 1000.0, gap_s=10.0)
    backs = []
    for _ in range(3):
        wishes, back_s = after_put_off(wishes, 1002.0, gap_s=10.0)
        backs.append(back_s)

    assert backs == [8.0, 18.0, 28.0]


def test_a_site_is_forgotten_once_its_pause_is_over() -> None:
    pace = after_start(Pace(), 1000.0, pause_s=1.0)

    assert (is_idle(pace, now=1000.9), is_idle(pace, now=1001.0)) == (False, True)


@pytest.mark.parametrize(
    ("wishes", "until"),
    [
        (after_hold(Wishes(), 1000.0, rest_s=10), 1010.0),
        (after_hold(Wishes(), 1000.0, rest_s=None), 2200.0),
        (after_page(Wishes(), 1000.0, gap_s=60.0), 1060.0),
        (after_put_off(after_page(Wishes(), 1000.0, gap_s=60.0), 1000.0, gap_s=60.0)[0], 1120.0),
    ],
)
def test_a_host_is_forgotten_once_none_of_its_wishes_is_left(wishes: Wishes, until: float) -> None:
    assert (is_without_wish(wishes, until - 0.1), is_without_wish(wishes, until)) == (False, True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.1.1",
        "::1",
        "[fd00::1]",
        "localhost",
        "news.localhost",
        "intranet",
        "Intranet.",
        "printer.local",
        "rss.corp.internal",
        "nas.home.arpa",
    ],
)
def test_a_host_of_a_private_network_is_known_as_such(host: str) -> None:
    assert is_inner(host)


@pytest.mark.parametrize("host", ["news.example", "www.akorda.kz", "8.8.8.8", "2606:4700::1111", "local.example"])
def test_a_public_host_is_not_taken_for_a_private_one(host: str) -> None:
    assert not is_inner(host)
