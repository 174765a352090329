"""Is what a poll saw remembered once and for all, and nothing else?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from monitor.core.errors import NotFound
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, FeedSpec, FeedType, Keep
from monitor.core.records.polls import (
    DueFeed,
    Event,
    EventKind,
    Health,
    HealthKind,
    Learned,
    PollOutcome,
    Rhythm,
)
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.feeds.entries import Entries
from monitor.store.feeds.feed_list import FeedList
from monitor.store.feeds.feeds import Feeds
from monitor.store.feeds.watchlist import Synced
from monitor.store.schema.tables import ENTRY, POLL
from monitor.store.snapshot import Queue, snapshot
from tests.fakes import NOON, FakeClock

HOUR = timedelta(hours=1)
SPEC = FeedSpec("akorda", "https://akorda.example/feed", every_s=3_600)
FAILURE = Failed(Reason.TOO_SLOW, "The server took over 30 s.")
WELL = Health(HealthKind.OK, NOON)
UNWELL = Health(HealthKind.FAILING, NOON, "It failed once.", "Wait.")
FAILED = PollOutcome("failed", NOON, NOON + 2 * HOUR, took_s=30, failure=FAILURE, health=UNWELL)
OK = PollOutcome(
    "ok",
    NOON,
    NOON + HOUR,
    took_s=0.5,
    received_bytes=900,
    status=200,
    etag='"one"',
    last_modified="Sun, 22 Nov 2026 11:00:00 GMT",
    body_hash="b1",
    feed_title="Akorda",
    items=b"12345678abcdefgh",
    size=2,
    learned=Learned(rhythm=Rhythm(600.0, 7_200.0, NOON), size=2, fresh_s=60),
    health=WELL,
    entries=(Entry("k2", "https://akorda.example/2", "Two"), Entry("k1", "https://akorda.example/1", "One")),
)


@pytest.fixture
def feeds(database: Database, clock: FakeClock) -> Feeds:
    return Feeds(database, Leases(clock, "host/1/a", 60))


@pytest.fixture
def entries(database: Database, clock: FakeClock) -> Entries:
    return Entries(database, Leases(clock, "host/1/a", 60))


def polled(feeds: Feeds, clock: FakeClock, outcome: PollOutcome) -> DueFeed:
    """Poll the one feed and give it as it is claimed the next time."""
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, outcome)
    clock.moment = outcome.due_at or clock.moment
    return feeds.claim(1, [])[0]


# --- following feeds.yaml -------------------------------------------------------------------------


def test_a_feed_is_due_at_once_with_all_that_feeds_yaml_says(feeds: Feeds) -> None:
    spec = FeedSpec(
        "news",
        "https://news.example/map.xml",
        FeedType.SITEMAP,
        900,
        tags=("state", "ru"),
        headers=(("X-Key", "1"),),
        keep=Keep.MATCHING,
        line=7,
    )

    feeds.sync([spec])

    assert feeds.claim(1, []) == [DueFeed(1, spec)]


def test_syncing_again_changes_nothing(feeds: Feeds) -> None:
    first = feeds.sync([SPEC])

    assert (first, feeds.sync([SPEC])) == (Synced(added=1), Synced())


def test_a_new_address_begins_anew_without_validators(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, OK)

    feeds.sync([replace(SPEC, url="https://akorda.example/new")])

    assert feeds.claim(1, []) == [DueFeed(1, replace(SPEC, url="https://akorda.example/new"))]


def test_a_poll_of_the_old_address_does_not_leave_its_validators(feeds: Feeds) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.sync([replace(SPEC, url="https://akorda.example/new")])

    feeds.remember(feed, OK)

    assert feeds.claim(1, [])[0].etag == ""


def test_a_feed_gone_from_the_file_rests_and_comes_back_with_its_memory(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, OK)
    clock.advance(60)

    removed = feeds.sync([])
    resting = (feeds.claim(1, []), feeds.names())
    clock.advance(60)
    feeds.sync([SPEC])

    assert (removed, resting) == (Synced(removed=1), ([], {}))
    assert feeds.claim(1, [])[0].etag == '"one"'


def test_a_disabled_feed_is_never_due(feeds: Feeds) -> None:
    feeds.sync([replace(SPEC, enabled=False)])

    assert (feeds.claim(1, []), feeds.names(), feeds.names(enabled_only=True)) == ([], {"akorda": 1}, {})


def test_a_shorter_interval_does_not_wait_for_the_old_one(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, replace(OK, due_at=NOON + HOUR))

    feeds.sync([replace(SPEC, every_s=60)])
    clock.advance(60)

    assert len(feeds.claim(1, [])) == 1


# --- remembering a poll ---------------------------------------------------------------------------


def test_a_poll_leaves_validators_and_the_next_due_time(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])

    again = polled(feeds, clock, OK)

    assert again == DueFeed(
        1,
        SPEC,
        etag='"one"',
        last_modified=OK.last_modified,
        body_hash="b1",
        items=b"12345678abcdefgh",
        polled_at=NOON,
        succeeded_at=NOON,
        learned=OK.learned,
        health=WELL,
    )


def test_an_unchanged_answer_replaces_only_what_it_gives(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, OK)
    clock.advance(60)

    again = polled(feeds, clock, PollOutcome("unchanged", NOON, NOON + 2 * HOUR, took_s=0.1, status=304, etag='"two"'))

    assert (again.etag, again.last_modified, again.body_hash) == ('"two"', OK.last_modified, "b1")


def test_an_answer_without_validators_takes_the_old_ones_away(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, OK)
    clock.advance(60)

    again = polled(feeds, clock, replace(OK, due_at=NOON + 2 * HOUR, etag="", last_modified="", body_hash="b2"))

    assert (again.etag, again.last_modified, again.body_hash) == ("", "", "b2")


def test_a_failed_poll_is_counted_and_leaves_the_validators(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, OK)
    clock.advance(60)

    again = polled(feeds, clock, FAILED)

    assert (again.failures, again.etag, again.body_hash, again.items) == (1, '"one"', "b1", OK.items)
    assert (again.health, again.succeeded_at) == (UNWELL, NOON)


def test_success_ends_the_row_of_failures(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, FAILED)
    clock.advance(60)

    again = polled(feeds, clock, replace(OK, due_at=NOON + 4 * HOUR))

    assert (again.failures, again.health) == (0, WELL)


def test_a_poll_that_was_put_off_counts_as_none(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, FAILED)
    clock.advance(60)
    held = Failed(Reason.HELD, "Its host rests.")

    again = polled(feeds, clock, PollOutcome("put_off", clock.now(), clock.now() + HOUR, took_s=0, failure=held))

    assert (again.failures, again.polled_at) == (1, NOON)


def test_a_feed_that_is_gone_is_never_due_until_it_is_resumed(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, replace(FAILED, due_at=None, health=Health(HealthKind.GONE, NOON)))
    clock.advance(10_000_000)
    assert feeds.claim(1, []) == []

    feeds.resume("akorda")

    assert len(feeds.claim(1, [])) == 1


def test_a_paused_feed_stays_paused_whatever_becomes_of_its_poll_and_of_the_file(
    feeds: Feeds, clock: FakeClock
) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])

    feeds.pause("akorda")
    feeds.remember(feed, OK)
    feeds.sync([replace(SPEC, every_s=120)])

    clock.advance(10_000_000)
    assert (feeds.claim(1, []), feeds.names(enabled_only=True)) == ([], {})


def test_a_feed_that_moved_is_asked_for_at_its_new_address(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])

    again = polled(feeds, clock, replace(OK, url="https://new.example/feed"))

    assert (again.address, again.spec.url) == ("https://new.example/feed", SPEC.url)


def test_an_address_of_its_own_in_the_file_undoes_a_move(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    polled(feeds, clock, replace(OK, url="https://new.example/feed"))
    clock.advance(60)

    feeds.sync([replace(SPEC, url="https://third.example/feed")])

    assert [feed.address for feed in feeds.claim(1, [])] == ["https://third.example/feed"]


def test_an_entry_is_known_by_its_key_and_by_its_address(feeds: Feeds) -> None:
    feeds.sync([SPEC, FeedSpec("other", "https://other.example/feed")])
    feed, other = feeds.claim(2, [])
    feeds.remember(feed, OK)
    same_url, fresh = Entry("k9", "https://akorda.example/1", ""), Entry("k8", "https://akorda.example/8", "")

    known = [feeds.knows_any(feed, given) for given in ([OK.entries[0]], [same_url, fresh], [fresh], [])]

    assert (known, feeds.knows_any(other, OK.entries)) == ([True, True, False, False], False)


def test_the_history_of_a_feed_is_told_newest_first(feeds: Feeds, database: Database) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    moved = Event(EventKind.MOVED, NOON, "It lives elsewhere.")
    lost = Event(EventKind.LOST, NOON, "Nine went unseen.", number=9)
    feeds.remember(feed, replace(OK, events=(moved,)))
    feeds.remember(feed, replace(OK, events=(lost,)))

    told = FeedList(database).show("akorda")

    assert (told.events, [poll.new for poll in told.polls], told.entries) == ((lost, moved), [0, 2], {"due": 2})


def test_feeds_are_listed_worst_first_and_those_nobody_wants_last(feeds: Feeds, database: Database) -> None:
    names = ("well", "silent", "blocked", "paused", "off")
    feeds.sync([FeedSpec(name, f"https://{name}.example/", enabled=name != "off") for name in names])
    kinds = {
        "well": HealthKind.OK,
        "silent": HealthKind.SILENT,
        "blocked": HealthKind.BLOCKED,
        "paused": HealthKind.GONE,
    }
    for feed in feeds.claim(9, []):
        feeds.remember(feed, replace(OK, health=Health(kinds[feed.spec.name], NOON)))
    feeds.pause("paused")

    lines = FeedList(database).lines()

    assert [(line.spec.name, line.state) for line in lines] == [
        ("blocked", "blocked"),
        ("silent", "silent"),
        ("well", "ok"),
        ("paused", "paused"),
        ("off", "disabled"),
    ]
    assert [line.spec.name for line in FeedList(database).lines(troubled_only=True)] == ["blocked", "silent"]


# --- time that jumped -----------------------------------------------------------------------------


def test_a_clock_set_back_makes_no_feed_wait_for_tomorrow(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, replace(OK, started_at=NOON, due_at=NOON + HOUR))
    clock.moment = NOON - timedelta(days=1)

    moved = feeds.follow_clock_back()

    clock.advance(3_599)
    early = feeds.claim(1, [])
    clock.advance(1)
    assert (moved, early, len(feeds.claim(1, []))) == (1, [], 1)


def test_overdue_feeds_can_be_put_off(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, OK)
    clock.moment = NOON + 12 * HOUR

    late = feeds.overdue(clock.now() - HOUR)
    feeds.put_off({late[0][0]: clock.now() + HOUR})

    assert (late, feeds.overdue(clock.now(), never_polled=True), feeds.claim(1, [])) == (
        [(1, "akorda.example")],
        [],
        [],
    )


def test_a_feed_polled_a_moment_ago_is_left_alone_however_often_a_person_asks(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, OK)
    clock.advance(59)

    early = feeds.claim_each(["akorda"], rest_s=60)(1, [])
    clock.advance(1)

    assert (early, len(feeds.claim_each(["akorda"], rest_s=60)(1, []))) == ([], 1)


def test_only_unknown_entries_are_new(feeds: Feeds) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    third = Entry("k3", "https://akorda.example/3", "Three")

    first = feeds.remember(feed, OK)
    second = feeds.remember(feed, replace(OK, entries=(third, *OK.entries, third)))

    assert (first, second, feeds.remember(feed, OK)) == (2, 1, 0)


def test_the_same_key_in_two_feeds_is_two_entries(feeds: Feeds) -> None:
    feeds.sync([SPEC, FeedSpec("other", "https://other.example/feed")])
    one, other = feeds.claim(2, [])

    assert (feeds.remember(one, OK), feeds.remember(other, OK)) == (2, 2)


def test_a_feed_of_thousands_of_entries_is_remembered_whole(feeds: Feeds) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    many = tuple(Entry(f"k{n}", f"https://akorda.example/{n}", "") for n in range(12_000))

    assert [feeds.remember(feed, replace(OK, entries=many)) for _ in range(2)] == [12_000, 0]


def test_a_poll_that_cannot_be_stored_leaves_nothing_behind(feeds: Feeds, database: Database, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    naive = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - the fault: a moment without an offset

    with pytest.raises(Exception, match="no offset"):
        feeds.remember(feed, replace(OK, due_at=naive))

    clock.advance(60)
    assert (snapshot(database, clock.now()).entries, feeds.claim(1, [])) == (Queue(), [DueFeed(1, SPEC)])


def test_the_last_fifty_polls_of_a_feed_are_kept(feeds: Feeds, database: Database) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])

    for number in range(53):
        feeds.remember(feed, PollOutcome("unchanged", NOON, NOON + HOUR, took_s=number))
    feeds.forget_old_polls()

    with database.read() as connection:
        kept = connection.execute(select(func.count(), func.min(POLL.c.took_s), func.max(POLL.c.took_s))).one()
    assert tuple(kept) == (50, 3, 52)


def test_a_disabled_feed_polled_by_name_stays_disabled(feeds: Feeds, database: Database, clock: FakeClock) -> None:
    feeds.sync([replace(SPEC, enabled=False)])
    (feed,) = feeds.claim_each(["akorda"])(1, [])

    feeds.remember(feed, OK)

    clock.moment = NOON + HOUR
    assert (feeds.claim(1, []), snapshot(database, clock.now()).feeds) == ([], {"disabled": 1})


def test_health_counts_each_feed_once(feeds: Feeds, database: Database) -> None:
    kinds = ("ok", "failing", "never", "disabled", "gone")
    specs = [FeedSpec(name, f"https://{name}.example/", enabled=name != "disabled") for name in kinds]
    feeds.sync(specs)
    for feed in feeds.claim(9, []):
        if feed.spec.name == "ok":
            feeds.remember(feed, OK)
        if feed.spec.name == "failing":
            feeds.remember(feed, FAILED)

    feeds.sync(specs[:-1])

    assert snapshot(database, NOON).feeds == {"ok": 1, "failing": 1, "never": 1, "disabled": 1}


def test_a_name_that_no_feed_has_is_refused_with_the_nearest(feeds: Feeds) -> None:
    feeds.sync([SPEC, FeedSpec("interfax", "https://interfax.example/feed")])

    with pytest.raises(NotFound, match=r"^No feed is named 'akordo'\. Did you mean 'akorda'\?$"):
        feeds.claim_each(["interfax", "akordo"])


def test_a_name_that_is_like_no_other_is_refused_all_the_same(feeds: Feeds) -> None:
    feeds.sync([SPEC])

    with pytest.raises(NotFound, match=r"^No feed is named 'xyz'\.$"):
        feeds.claim_each(["xyz"])


# --- entries --------------------------------------------------------------------------------------


def test_an_entry_comes_back_as_its_feed_wrote_it(feeds: Feeds, entries: Entries) -> None:
    entry = Entry(
        "k", "https://akorda.example/1", "Тоқаев", "<p>Мәтін</p>", "А. Б.", "kk", datetime(2026, 11, 22, 9, tzinfo=UTC)
    )
    feeds.sync([SPEC])
    feeds.remember(feeds.claim(1, [])[0], replace(OK, entries=(entry,)))

    (due,) = entries.claim(1, [])

    assert (due.feed, due.entry, due.first_seen_at, due.attempts) == (SPEC, entry, NOON, 0)


def test_entries_wait_in_the_lane_of_their_own_site(feeds: Feeds, entries: Entries) -> None:
    own, elsewhere = Entry("a", "", "No address"), Entry("b", "https://www.wire.example/b", "")
    feeds.sync([SPEC])
    feeds.remember(feeds.claim(1, [])[0], replace(OK, entries=(own, elsewhere)))

    assert [due.entry.key for due in entries.claim(5, ["wire.example"])] == ["a"]


def test_text_that_no_database_holds_is_mended(feeds: Feeds, entries: Entries) -> None:
    broken = Entry("k\x00", "https://akorda.example/1", "a\x00b\ud83dc", summary_html="\udc00")
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])

    twice = [feeds.remember(feed, replace(OK, entries=(broken,))) for _ in range(2)]

    (due,) = entries.claim(1, [])
    assert twice == [1, 0]
    assert (due.entry.key, due.entry.title, due.entry.summary_html) == ("k\ufffd", "a\ufffdb\ufffdc", "\ufffd")


def test_addresses_of_any_length_are_told_apart(feeds: Feeds) -> None:
    long = "https://akorda.example/" + "x" * 7_000
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])

    assert feeds.remember(feed, replace(OK, entries=(Entry(f"{long}1", long, ""), Entry(f"{long}2", long, "")))) == 2


def test_a_failed_try_is_due_again_when_said(feeds: Feeds, entries: Entries, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    feeds.remember(feeds.claim(1, [])[0], replace(OK, entries=OK.entries[:1]))
    (due,) = entries.claim(1, [])

    entries.fail(due, FAILURE, NOON + HOUR)
    early = entries.claim(1, [])
    clock.moment = NOON + HOUR

    assert (early, entries.claim(1, [])) == ([], [replace(due, attempts=1)])


def test_an_entry_given_up_is_dead(feeds: Feeds, entries: Entries, database: Database, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    feeds.remember(feeds.claim(1, [])[0], OK)
    (due,) = entries.claim(1, [])

    entries.fail(due, FAILURE, None)

    clock.advance(3_600)
    assert snapshot(database, clock.now()).entries == Queue(due=1, dead=1)
    assert [left.entry.key for left in entries.claim(5, [])] == ["k1"]


def test_a_feed_that_is_enabled_again_is_not_polled_sooner_than_its_interval_allows(
    feeds: Feeds, clock: FakeClock
) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, OK)
    feeds.sync([replace(SPEC, enabled=False)])
    clock.advance(60)

    feeds.sync([SPEC])

    early = feeds.claim(1, [])
    clock.advance(3_540)
    assert (early, len(feeds.claim(1, []))) == ([], 1)


def test_a_feed_that_is_gone_stays_so_when_only_its_line_or_its_tags_change(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, replace(FAILED, due_at=None, health=Health(HealthKind.GONE, NOON)))
    clock.advance(10_000_000)

    moved = feeds.sync([replace(SPEC, line=9)])
    feeds.sync([replace(SPEC, tags=("x",))])

    assert (moved, feeds.claim(1, [])) == (Synced(), [])


def test_a_clock_set_back_leaves_no_new_feed_entry_or_message_waiting_for_its_old_time(
    feeds: Feeds, entries: Entries, clock: FakeClock
) -> None:
    clock.moment = NOON + timedelta(days=1_000)
    feeds.sync([SPEC, FeedSpec("new", "https://new.example/feed")])
    (feed,) = feeds.claim(1, ["new.example"])
    feeds.remember(feed, replace(OK, started_at=clock.now(), due_at=clock.now() + HOUR))
    clock.moment = NOON

    feeds.follow_clock_back()

    assert [feed.spec.name for feed in feeds.claim(5, [])] == ["new"]
    assert len(entries.claim(5, [])) == 1


def test_what_a_hub_pushed_changes_only_what_is_known_of_the_feeds_rhythm(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    feeds.remember(feed, replace(OK, learned=replace(OK.learned, hurries=12, moved_times=1)))
    news = Learned(rhythm=Rhythm(60.0, 60.0, NOON + HOUR), newest_at=NOON + HOUR)

    feeds.remember(feed, PollOutcome("pushed", NOON, None, took_s=0, learned=news, entries=(Entry("p", "", "P"),)))

    clock.advance(3_600)
    (again,) = feeds.claim(1, [])
    assert again.learned == replace(OK.learned, hurries=12, moved_times=1, rhythm=news.rhythm, newest_at=news.newest_at)


def test_a_blackout_is_written_once_whoever_notices_it(database: Database) -> None:
    began = Event(EventKind.BLACKOUT_BEGAN, NOON, "Dark.", "country:KZ", 5)
    ended = Event(EventKind.BLACKOUT_ENDED, NOON + HOUR, "Back.", "country:KZ", 1)
    feeds = FeedList(database)

    news = [feeds.record_blackouts([event]) for event in (began, began, ended, ended, began)]

    assert news == [[began], [], [ended], [], [began]]
    assert feeds.dark() == {"country:KZ": NOON}


# --- keys that are reused, entries that are edited ------------------------------------------------


def one(feeds: Feeds, *entries: Entry) -> int:
    """Poll the one feed with these entries; give how many were new."""
    (feed,) = feeds.claim_each()(1, [])
    return feeds.remember(feed, replace(OK, entries=entries, started_at=feeds._leases.clock.now()))


def test_articles_that_share_a_key_are_all_kept(feeds: Feeds) -> None:
    feeds.sync([SPEC])
    several = [Entry("0", f"https://akorda.example/{n}", "") for n in range(5)]

    assert [one(feeds, *several), one(feeds, *several)] == [5, 0]


def test_a_key_that_stands_for_another_article_by_now_is_a_new_entry(feeds: Feeds) -> None:
    feeds.sync([SPEC])
    one(feeds, Entry("first", "https://akorda.example/a", "A"))

    assert one(feeds, Entry("first", "https://akorda.example/b", "B")) == 1


def test_an_address_whose_query_changes_with_each_poll_is_the_same_entry(feeds: Feeds) -> None:
    feeds.sync([SPEC])
    one(feeds, Entry("k", "https://akorda.example/a?utm=1", "A"))

    assert one(feeds, Entry("k", "http://akorda.example/a/?utm=2", "A")) == 0


def test_an_edited_entry_is_covered_again_but_not_at_once(
    feeds: Feeds, entries: Entries, database: Database, clock: FakeClock
) -> None:
    feeds.sync([SPEC])
    one(feeds, Entry("k", "https://akorda.example/a", "A"))
    (due,) = entries.claim(1, [])
    with database.write() as connection:
        connection.execute(update(ENTRY).values(state="covered", due_at=None, leased_until=None, leased_by=None))
    clock.advance(3_600)

    new = one(feeds, Entry("k", "https://akorda.example/a", "A, corrected"))

    early = entries.claim(1, [])
    clock.advance(3 * 3_600)
    (again,) = entries.claim(1, [])
    assert (new, early, again.id, again.entry.title) == (0, [], due.id, "A, corrected")


def test_an_edit_of_an_old_entry_is_left_alone(feeds: Feeds, entries: Entries, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    one(feeds, Entry("k", "https://akorda.example/a", "A"))
    (due,) = entries.claim(1, [])
    entries.fail(due, FAILURE, None)
    clock.advance(3 * 86_400)

    one(feeds, Entry("k", "https://akorda.example/a", "A, in the archive"))

    assert entries.claim(1, []) == []


def test_a_rest_that_a_server_asked_for_is_kept_whoever_asks(feeds: Feeds, clock: FakeClock) -> None:
    feeds.sync([SPEC])
    (feed,) = feeds.claim(1, [])
    throttled = Failed(Reason.THROTTLED, "Too many (429).", status=429, retry_after_s=86_400)
    feeds.remember(feed, replace(FAILED, failure=throttled, due_at=NOON + 24 * HOUR))
    clock.advance(3_600)

    early = feeds.claim_each(["akorda"])(1, [])
    clock.advance(23 * 3_600)

    assert (early, len(feeds.claim_each(["akorda"])(1, []))) == ([], 1)
