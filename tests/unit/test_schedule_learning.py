"""Do the rules of a feed's schedule agree once they are joined?"""

from dataclasses import replace
from datetime import timedelta

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import FeedSpec, ParsedFeed
from monitor.core.records.fetches import Fetched
from monitor.core.records.polls import DueFeed, EventKind, HealthKind, Learned, PollOutcome
from monitor.schedule.learning import Circumstances, after_failure, after_success
from tests.fakes import NOON

URL, NEW = "https://old.example/feed", "https://new.example/feed"
FEED = DueFeed(1, FeedSpec("f", URL, every_s=3_600), succeeded_at=NOON - timedelta(hours=1))
WHEN = Circumstances(NOON, 0.0, 18_000)
GONE = PollOutcome("failed", NOON, None, took_s=0.1, failure=Failed(Reason.GONE, "It is gone (410).", status=410))
READ = PollOutcome("ok", NOON, None, took_s=0.1, size=1, etag='"a"')
BODY = ParsedFeed("rss20", "T", "", (), known=1)


def test_a_feed_that_is_gone_is_polled_no_more_and_said_to_be() -> None:
    outcome = after_failure(FEED, GONE, WHEN)

    assert (outcome.due_at, outcome.health.kind) == (None, HealthKind.GONE)
    assert [event.kind for event in outcome.events] == [EventKind.GONE]


def test_what_is_gone_where_it_had_moved_to_is_looked_for_where_its_owner_says() -> None:
    outcome = after_failure(replace(FEED, url=NEW), GONE, WHEN)

    assert (outcome.url, outcome.due_at) == ("", NOON + timedelta(hours=1))
    assert (outcome.health.kind, EventKind.MOVED in {event.kind for event in outcome.events}) == (
        HealthKind.FAILING,
        True,
    )


def test_what_the_answer_wishes_for_is_kept_by_the_same_poll() -> None:
    outcome = after_success(FEED, READ, Fetched(URL, 200, b"x", etag='"a"', fresh_s=7_200), BODY, WHEN)

    assert (outcome.due_at, outcome.learned.fresh_s) == (NOON + timedelta(hours=2), 7_200)


def test_a_feed_that_ends_itself_is_gone_though_it_was_read() -> None:
    outcome = after_success(FEED, READ, Fetched(URL, 200, b"x", etag='"a"'), replace(BODY, is_expired=True), WHEN)

    assert (outcome.due_at, outcome.health.kind) == (None, HealthKind.GONE)


def test_what_was_put_off_changes_nothing_but_the_next_visit() -> None:
    known = replace(FEED, failures=2, url=NEW, learned=Learned(size=7))
    held = PollOutcome("put_off", NOON, None, took_s=0, failure=Failed(Reason.HELD, "It rests.", retry_after_s=600))

    outcome = after_failure(known, held, WHEN)

    assert (outcome.due_at, outcome.url, outcome.learned, outcome.health) == (
        NOON + timedelta(minutes=10),
        NEW,
        Learned(size=7),
        known.health,
    )


def test_a_feed_that_ended_itself_stays_ended_where_nothing_has_changed_since() -> None:
    ended = after_success(FEED, READ, Fetched(URL, 200, b"x", etag='"a"'), replace(BODY, is_expired=True), WHEN)
    known = replace(FEED, learned=ended.learned)

    again = after_success(known, replace(READ, outcome="unchanged"), Fetched(URL, 304, b""), None, WHEN)

    assert (again.due_at, again.health.kind) == (None, HealthKind.GONE)
