"""Has a whole country or group of feeds gone dark at once?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.records.failures import Reason
from monitor.core.records.polls import EVERYWHERE, EventKind, HealthKind, Watched
from monitor.schedule.blackout import Dark, blackout_events, dark_now, is_dark

NIGHT = datetime(2022, 1, 5, 4, tzinfo=UTC)
NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
KZ = ("country:KZ",)
MARCH = datetime(2021, 3, 1, tzinfo=UTC)


def up(host: str, scopes: tuple[str, ...] = KZ, kind: HealthKind = HealthKind.OK) -> Watched:
    return Watched(scopes, host, kind, MARCH)


def down(host: str, since: datetime = NIGHT, scopes: tuple[str, ...] = KZ, reason: Reason = Reason.CONNECT) -> Watched:
    return Watched(scopes, host, HealthKind.FAILING, since, reason)


def some(number: int, feed: Watched) -> list[Watched]:
    return [replace(feed, host=f"{feed.host}{n}") for n in range(number)]


def scopes_of(found: Sequence[Dark]) -> list[str]:
    return [dark.scope for dark in found]


# Elsewhere all is well: ten hosts of other countries.
ELSEWHERE = some(10, up("elsewhere", ("country:DE",)))

# The morning of 5 January 2022, as one would have seen it: an hour's polls find one host after the other out of
# reach; one was down for months, one sits abroad and goes on, one has had no news since its newsroom was cut off.
JANUARY = [
    down("akorda.kz", NIGHT + timedelta(minutes=5)),
    down("tengrinews.kz", NIGHT + timedelta(minutes=12), reason=Reason.TOO_SLOW),
    down("zakon.kz", NIGHT + timedelta(minutes=15), reason=Reason.DNS),
    down("inform.kz", NIGHT + timedelta(minutes=31)),
    down("kt.kz", NIGHT + timedelta(minutes=40), reason=Reason.TLS),
    down("egemen.kz", NIGHT + timedelta(hours=1)),
    down("informburo.kz", NIGHT + timedelta(hours=2), reason=Reason.SERVER_ERROR),
    down("inbusiness.kz", NIGHT + timedelta(hours=5), reason=Reason.CUT_SHORT),
    Watched(KZ, "vlast.kz", HealthKind.SILENT, NIGHT + timedelta(minutes=1)),
    down("closed.kz", MARCH),
    up("astanatimes.com"),
]


def test_january_2022_is_one_event_and_not_eleven() -> None:
    found = dark_now([*JANUARY, *ELSEWHERE], (), NOON)

    # 11 hosts, one of them down long before: 9 of 10
    assert found == (Dark("country:KZ", NIGHT + timedelta(minutes=1), 9, 10),)

    (event,) = blackout_events((), found, NOON)
    assert (event.kind, event.scope, event.number) == (EventKind.BLACKOUT_BEGAN, "country:KZ", 9)
    assert event.detail == (
        "9 of 10 hosts of country KZ stopped answering or fell silent, the first of them 8 hours ago."
    )


def test_it_lasts_until_less_than_two_fifths_are_dark_and_then_ends_once() -> None:
    began = dark_now([*JANUARY, *ELSEWHERE], (), NOON)
    days_on = NOON + timedelta(days=5)
    half_back = [up(feed.host) for feed in JANUARY[:5]] + JANUARY[5:]  # 4 of 10 are dark
    more_back = [up(feed.host) for feed in JANUARY[:6]] + JANUARY[6:]  # 3 of 10 are

    still = dark_now([*half_back, *ELSEWHERE], began, days_on)
    assert still == (Dark("country:KZ", NIGHT + timedelta(minutes=1), 4, 10),)
    assert blackout_events(began, still, days_on) == ()

    over = dark_now([*more_back, *ELSEWHERE], still, days_on)
    assert over == ()
    (event,) = blackout_events(still, over, days_on)
    assert (event.kind, event.scope) == (EventKind.BLACKOUT_ENDED, "country:KZ")
    assert event.detail == "Most hosts of country KZ answer again, 5 days after the first of them stopped."


@pytest.mark.parametrize(
    ("dark", "well", "is_blackout"),
    [(2, 0, False), (3, 0, True), (3, 2, True), (3, 3, False), (6, 4, True), (5, 4, False)],
)
def test_it_takes_three_hosts_and_three_fifths(dark: int, well: int, is_blackout: bool) -> None:  # noqa: FBT001 - a table's column
    feeds = [*some(dark, down("dark")), *some(well, up("well")), *ELSEWHERE]

    assert scopes_of(dark_now(feeds, (), NOON)) == (["country:KZ"] if is_blackout else [])


def test_hosts_that_fail_on_different_days_are_no_blackout() -> None:
    feeds = [down(f"host{n}", NIGHT - timedelta(hours=7 * n)) for n in range(5)]

    assert dark_now([*feeds, *ELSEWHERE], (), NOON) == ()


def test_one_host_with_ten_feeds_is_one_host() -> None:
    assert dark_now([*[down("dark")] * 10, *some(2, up("well")), *ELSEWHERE], (), NOON) == ()


def test_a_host_with_one_feed_that_answers_is_not_dark() -> None:
    feeds = [*some(3, down("host")), *some(3, up("host"))]

    assert dark_now([*feeds, *ELSEWHERE], (), NOON) == ()


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (down("a"), True),
        (down("a", reason=Reason.NOT_FOUND), False),
        (down("a", reason=Reason.BROKEN_FEED), False),
        (Watched(KZ, "a", HealthKind.SILENT, NIGHT), True),
        (Watched(KZ, "a", HealthKind.BLOCKED, NIGHT, Reason.FORBIDDEN), False),
        (Watched(KZ, "a", HealthKind.HTML, NIGHT, Reason.HTML_PAGE), False),
        (up("a"), False),
    ],
)
def test_a_server_that_answers_is_not_dark_whatever_it_answers(feed: Watched, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_dark(feed) is expected


def test_what_never_worked_cannot_go_dark() -> None:
    feeds = [replace(feed, was_read=False) for feed in some(5, down("host"))]

    assert dark_now([*feeds, *ELSEWHERE], (), NOON) == ()


def test_what_is_gone_or_was_never_polled_does_not_count() -> None:
    idle = [up("gone", kind=HealthKind.GONE), up("never", kind=HealthKind.NEVER)]

    assert dark_now([*some(3, down("dark")), *idle, *ELSEWHERE], (), NOON) == (Dark("country:KZ", NIGHT, 3, 3),)


def test_what_happened_weeks_ago_does_not_begin_today() -> None:
    feeds = some(5, down("dark", NOON - timedelta(days=15)))

    assert dark_now([*feeds, *ELSEWHERE], (), NOON) == ()


def test_a_country_and_a_group_with_the_same_hosts_are_one_blackout() -> None:
    feeds = some(4, down("dark", scopes=("group:kazakhstan", "country:KZ")))

    assert scopes_of(dark_now([*feeds, *ELSEWHERE], (), NOON)) == ["country:KZ"]


def test_when_everything_is_dark_it_is_our_own_connection() -> None:
    feeds = [*some(5, down("kz")), *some(5, down("de", scopes=("country:DE",))), *some(2, up("x", ("country:US",)))]
    found = dark_now(feeds, (), NOON)

    assert found == (Dark(EVERYWHERE, NIGHT, 10, 12),)
    assert blackout_events((), found, NOON)[0].detail == (
        "10 of 12 hosts everywhere stopped answering or fell silent, the first of them 8 hours ago. "
        "Most likely it is our own connection."
    )


def test_a_country_that_is_most_of_the_list_is_still_a_country() -> None:
    feeds = [*some(11, down("kz")), *some(2, up("de", ("country:DE",)))]

    assert scopes_of(dark_now(feeds, (), NOON)) == ["country:KZ"]


def test_a_country_that_was_dark_stays_so_when_everything_else_goes_too() -> None:
    before = dark_now([*some(5, down("kz")), *ELSEWHERE], (), NOON)
    later = NOON + timedelta(days=1)
    feeds = [*some(5, down("kz")), *[replace(down(feed.host, NOON), scopes=feed.scopes) for feed in ELSEWHERE]]

    # ten hosts within six hours, and the five of before do not count as well
    assert dark_now(feeds, before, later) == (Dark(EVERYWHERE, NOON, 10, 10), Dark("country:KZ", NIGHT, 5, 5))


def test_a_scope_that_is_left_without_feeds_is_no_longer_dark() -> None:
    assert dark_now(ELSEWHERE, (Dark("country:KZ", NIGHT, 3, 3),), NOON) == ()
