"""For how long does a server call its answer fresh?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.caching import LONGEST_FRESH_S, fresh_s

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
AT_NOON = "Wed, 05 Jan 2022 12:00:00 GMT"
AT_ONE = "Wed, 05 Jan 2022 13:00:00 GMT"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("max-age=600", 600),
        ("MAX-AGE=600", 600),
        ("public, max-age=600, must-revalidate", 600),
        ("private,max-age=600", 600),
        ('max-age="600"', 600),
        ("max-age = 600", 600),
        ("max-age=0", 0),
        ("max-age=600, max-age=60", 600),  # the first counts
        ("s-maxage=600", None),  # for shared caches
        ("s-maxage=600, max-age=60", 60),
        ("x-max-age=600", None),
        ('x="max-age=600", max-age=60', 60),
        ("no-cache", 0),
        ("no-store", 0),
        ("max-age=600, no-cache", 0),  # the stricter counts
        ("no-store, max-age=600", 0),
        ('no-cache="Set-Cookie", max-age=600', 600),  # of that header only
        ("max-age=", 0),  # what cannot be read is stale
        ("max-age", 0),
        ("max-age=soon", 0),
        ("max-age=-1", 0),
        ("max-age=1.5", 0),
        ("max-age=６０", 0),
        ("max-age=504576000", LONGEST_FRESH_S),  # sixteen years, as seen in the wild
        ("max-age=" + "9" * 1_000, LONGEST_FRESH_S),
        ("", None),
        ("public", None),
        (',;="', None),
    ],
)
def test_cache_control_says_for_how_long(said: str, seconds: int | None) -> None:
    assert fresh_s({"cache-control": said}) == seconds


@pytest.mark.parametrize(("age", "seconds"), [("100", 500), ("600", 0), ("700", 0), ("-5", 600), ("x", 600), ("", 600)])
def test_what_a_cache_on_the_way_has_used_up_is_taken_off(age: str, seconds: int) -> None:
    assert fresh_s({"cache-control": "max-age=600", "age": age}) == seconds


@pytest.mark.parametrize(
    ("expires", "date", "seconds"),
    [
        (AT_ONE, AT_NOON, 3_600),
        (AT_NOON, AT_NOON, 0),
        (AT_NOON, AT_ONE, 0),
        ("0", AT_NOON, 0),
        ("-1", AT_NOON, 0),
        ("", AT_NOON, 0),
        ("tomorrow", AT_NOON, 0),
        ("Wed, 45 Jan 2022 13:00:00 GMT", AT_NOON, 0),
        ("Wed, 05 Jan 9999 13:00:00 GMT", AT_NOON, LONGEST_FRESH_S),
        (AT_ONE, "", 3_600),  # counted from our own noon
        (AT_ONE, "yesterday", 3_600),
        (AT_ONE, "Wed, 05 Jan 2000 12:00:00 GMT", LONGEST_FRESH_S),
    ],
)
def test_expires_counts_from_the_servers_own_date(expires: str, date: str, seconds: int) -> None:
    assert fresh_s({"expires": expires, "date": date}, now=NOON) == seconds


def test_the_date_of_the_server_beats_our_clock() -> None:
    server_is_an_hour_behind = {"expires": AT_NOON, "date": "Wed, 05 Jan 2022 11:00:00 GMT"}

    assert fresh_s(server_is_an_hour_behind, now=NOON) == 3_600


def test_cache_control_beats_expires() -> None:
    assert fresh_s({"cache-control": "max-age=60", "expires": AT_ONE, "date": AT_NOON}) == 60
    assert fresh_s({"cache-control": "public", "expires": AT_ONE, "date": AT_NOON}) == 3_600


def test_expires_without_any_clock_says_nothing() -> None:
    assert fresh_s({"expires": AT_ONE}) is None


def test_an_answer_that_says_nothing_says_nothing() -> None:
    assert fresh_s({"date": AT_NOON, "age": "5"}, now=NOON) is None


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "age"]), st.text(max_size=80)))
def test_whatever_is_said_it_is_no_crash(headers: dict[str, str]) -> None:
    seconds = fresh_s(headers, now=NOON)

    assert seconds is None or 0 <= seconds <= LONGEST_FRESH_S
