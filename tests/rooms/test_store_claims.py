"""Does everything that is due get to exactly one worker?"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.errors import NotFound
from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.polls import PollOutcome
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.feeds.entries import Entries
from monitor.store.feeds.feeds import Feeds
from tests.fakes import NOON, FakeClock

OWNER = "host-a/100/aaaa"


def feeds_of(database: Database, clock: FakeClock, *urls: str, owner: str = OWNER) -> Feeds:
    feeds = Feeds(database, Leases(clock, owner, lease_s=60))
    feeds.sync([FeedSpec(f"feed {n}", url) for n, url in enumerate(urls)])
    return feeds


def names(claimed: object) -> list[str]:
    assert isinstance(claimed, list)
    return [feed.spec.name for feed in claimed]


def test_one_feed_a_site_is_claimed_and_none_of_a_busy_site(database: Database, clock: FakeClock) -> None:
    feeds = feeds_of(
        database,
        clock,
        "https://a.example.org/1",
        "https://b.example.org/2",
        "https://other.example.com/",
        "https://busy.example.net/",
    )

    claimed = feeds.claim(10, ["example.net"])

    assert names(claimed) == ["feed 0", "feed 2"]


def test_the_limit_holds_and_the_oldest_due_come_first(database: Database, clock: FakeClock) -> None:
    feeds = feeds_of(database, clock, "https://one.example/")
    clock.advance(-10)
    feeds.sync([FeedSpec("feed 0", "https://one.example/"), FeedSpec("earlier", "https://two.example/")])
    clock.advance(10)

    assert names(feeds.claim(1, [])) == ["earlier"]


def test_what_is_claimed_is_not_claimed_again_until_its_lease_runs_out(database: Database, clock: FakeClock) -> None:
    feeds = feeds_of(database, clock, "https://one.example/")
    first = feeds.claim(5, [])
    clock.advance(59)
    during = feeds.claim(5, [])
    clock.advance(1)

    assert (names(first), names(during), names(feeds.claim(5, []))) == (["feed 0"], [], ["feed 0"])


def test_what_is_due_later_is_not_claimed(database: Database, clock: FakeClock) -> None:
    feeds = feeds_of(database, clock, "https://one.example/")
    clock.advance(-1)

    assert feeds.claim(5, []) == []


def test_one_lane_that_is_full_of_due_rows_does_not_hide_the_others(database: Database, clock: FakeClock) -> None:
    feeds = feeds_of(database, clock, "https://crowded.example/", "https://quiet.example/")
    crowded, quiet = feeds.claim(5, [])
    many = tuple(Entry(f"c{n}", f"https://crowded.example/{n}", "") for n in range(2_500))
    poll = PollOutcome("ok", NOON, NOON + timedelta(hours=1), took_s=0.1, entries=many)
    feeds.remember(crowded, poll)
    clock.advance(1)
    feeds.remember(quiet, replace(poll, entries=(Entry("q", "https://quiet.example/q", ""),)))

    claimed = Entries(database, Leases(clock, OWNER, 60)).claim(5, [])

    assert {due.entry.key for due in claimed} == {"c0", "q"}


def test_many_claimers_at_once_never_get_the_same_row(database: Database, clock: FakeClock) -> None:
    feeds = feeds_of(database, clock, *(f"https://site{n}.example/" for n in range(60)))

    def drain(_: int) -> list[str]:
        mine = []
        for _round in range(30):
            mine += names(feeds.claim(2, []))
        return mine

    with ThreadPoolExecutor(8) as pool:
        taken = Counter(name for mine in pool.map(drain, range(8)) for name in mine)
    taken.update(names(feeds.claim(60, [])))  # what each left to another that had it locked

    assert taken == Counter({f"feed {n}": 1 for n in range(60)})


@pytest.mark.parametrize(
    ("owner", "free"),
    [
        pytest.param("host-a/100/bbbb", True, id="our own number, another start"),
        pytest.param("host-a/100/aaaa", False, id="we ourselves"),
        pytest.param("host-a/666/cccc", True, id="a process that is gone"),
        pytest.param("host-a/200/cccc", False, id="a process that runs"),
        pytest.param("host-b/666/cccc", False, id="another machine, of which we know nothing"),
    ],
)
def test_only_leases_of_processes_that_are_gone_are_given_back(
    database: Database, clock: FakeClock, owner: str, *, free: bool
) -> None:
    feeds_of(database, clock, "https://one.example/", owner=owner).claim(1, [])
    leases = Leases(clock, OWNER, 60)

    released = leases.release_dead(database, is_alive=lambda pid: pid != 666)

    assert (released, len(Feeds(database, leases).claim(1, []))) == (int(free), int(free))


def test_each_named_feed_is_claimed_once_whether_due_or_not(database: Database, clock: FakeClock) -> None:
    feeds = feeds_of(database, clock, "https://a.example/", "https://b.example/", "https://c.example/")
    specs = [FeedSpec(f"feed {n}", f"https://{c}.example/", enabled=n < 2) for n, c in enumerate("abc")]
    feeds.sync(specs)
    clock.advance(-3_600)  # nothing is due yet

    named, every = feeds.claim_each(["feed 1", "feed 2"]), feeds.claim_each()
    first = [sorted(names(named(5, []))), names(named(5, []))]

    assert (first, names(every(5, []))) == ([["feed 1", "feed 2"], []], ["feed 0"])


def test_a_name_that_no_feed_has_is_told(database: Database, clock: FakeClock) -> None:
    with pytest.raises(NotFound, match="No feed is named 'nobody'"):
        feeds_of(database, clock).claim_each(["nobody"])
