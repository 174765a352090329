"""How is a feed, since when, why, and what is there to do?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import FeedSpec
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
from monitor.schedule.health import change_event, judge

DISCOVER = "monitor feeds discover https://example.org/"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
BEFORE = NOON - timedelta(days=3)
FEED = DueFeed(1, FeedSpec("example", "https://example.org/news/feed"), succeeded_at=NOON - timedelta(hours=2))
GOOD = PollOutcome(
    "ok",
    NOON,
    NOON + timedelta(hours=1),
    0.5,
    received_bytes=512,
    status=200,
    size=30,
    learned=Learned(rhythm=Rhythm(3_600.0, 6 * 3_600.0, NOON), size=30),
)
SILENT = Learned(rhythm=Rhythm(3_600.0, 6 * 3_600.0, BEFORE), size=30)
LOSING = Learned(rhythm=Rhythm(120.0, 0.0, NOON), size=30, hurries=12)


def failed(
    reason: Reason, detail: str = "It said no.", status: int = 0, retry_after_s: int | None = None
) -> PollOutcome:
    failure = Failed(reason, detail, status, retry_after_s)
    return PollOutcome("failed", NOON, NOON + timedelta(hours=1), 0.5, failure=failure)


def kind_of(outcome: PollOutcome, feed: DueFeed = FEED) -> HealthKind:
    return judge(feed, outcome, NOON).kind


# --- what it is ---------------------------------------------------------------------------------


def test_a_feed_that_is_read_and_has_news_is_well() -> None:
    assert judge(FEED, GOOD, NOON) == Health(HealthKind.OK, NOON)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (failed(Reason.GONE, status=410), HealthKind.GONE),
        (failed(Reason.BLOCKED, status=403), HealthKind.BLOCKED),
        (failed(Reason.FORBIDDEN, status=401), HealthKind.BLOCKED),
        (failed(Reason.LOGIN), HealthKind.BLOCKED),
        (failed(Reason.THROTTLED, status=429), HealthKind.BLOCKED),
        (failed(Reason.HTML_PAGE), HealthKind.HTML),
        (failed(Reason.NOT_A_FEED, "It begins with <HTML-like>."), HealthKind.FAILING),
        (failed(Reason.EMPTY), HealthKind.EMPTY),
        (failed(Reason.NOT_FOUND, status=404), HealthKind.FAILING),
        (failed(Reason.DNS), HealthKind.FAILING),
        (failed(Reason.BROKEN_FEED), HealthKind.FAILING),
        (replace(GOOD, due_at=None), HealthKind.GONE),  # JSON Feed's expired
        (replace(GOOD, size=0), HealthKind.EMPTY),
        (replace(GOOD, size=0, status=226), HealthKind.OK),  # nothing new, of a feed that sends only that
        (replace(GOOD, size=0, outcome="unchanged", status=304), HealthKind.OK),
        (replace(GOOD, learned=LOSING), HealthKind.LOSING),
        (replace(GOOD, learned=SILENT), HealthKind.SILENT),
        (replace(GOOD, learned=SILENT, outcome="unchanged", status=304), HealthKind.SILENT),
        (replace(GOOD, url="https://example.net/feed"), HealthKind.MOVED),
        (replace(GOOD, url="https://example.org/news/feed"), HealthKind.OK),
    ],
)
def test_each_way_of_not_being_well_has_its_kind(outcome: PollOutcome, kind: HealthKind) -> None:
    assert kind_of(outcome) is kind


@pytest.mark.parametrize("reason", sorted(Reason))
def test_every_reason_for_a_failure_has_a_kind_that_is_not_well_and_an_advice(reason: Reason) -> None:
    health = judge(FEED, failed(reason), NOON)

    assert health.kind not in (HealthKind.OK, HealthKind.NEVER)
    assert health.why
    assert health.advice
    assert "{" not in health.advice


@pytest.mark.parametrize(
    ("page_failures", "fetch_article", "kind"),
    [(2, True, HealthKind.OK), (3, True, HealthKind.PAGES), (3, False, HealthKind.OK)],
)
def test_three_pages_in_a_row_that_cannot_be_had_are_worth_a_word(
    page_failures: int,
    fetch_article: bool,  # noqa: FBT001 - a table's column
    kind: HealthKind,
) -> None:
    feed = replace(FEED, spec=replace(FEED.spec, fetch_article=fetch_article), page_failures=page_failures)

    assert kind_of(GOOD, feed) is kind


def test_of_several_ways_the_worst_counts() -> None:
    outcome = replace(GOOD, learned=replace(SILENT, hurries=2), url="https://example.net/feed")

    assert kind_of(outcome) is HealthKind.LOSING
    assert kind_of(outcome, replace(FEED, page_failures=9)) is HealthKind.PAGES


# --- since when ---------------------------------------------------------------------------------


def test_since_is_kept_while_the_kind_stays_the_same() -> None:
    feed = replace(FEED, health=Health(HealthKind.FAILING, BEFORE, "It failed once."))

    assert judge(feed, failed(Reason.DNS), NOON).since == BEFORE


def test_since_is_now_where_the_kind_changes() -> None:
    feed = replace(FEED, health=Health(HealthKind.FAILING, BEFORE))

    assert judge(feed, failed(Reason.BLOCKED), NOON).since == NOON


def test_a_poll_that_was_put_off_tells_nothing() -> None:
    feed = replace(FEED, health=Health(HealthKind.SILENT, BEFORE, "why", "advice"))
    put_off = replace(failed(Reason.HELD), outcome="put_off")

    assert judge(feed, put_off, NOON) == feed.health


def test_an_empty_feed_that_is_unchanged_is_still_empty() -> None:
    feed = replace(FEED, health=Health(HealthKind.EMPTY, BEFORE, "why", "advice"))

    health = judge(feed, replace(GOOD, outcome="unchanged", size=0, status=304), NOON)

    assert (health.kind, health.since) == (HealthKind.EMPTY, BEFORE)


# --- why, and what to do ------------------------------------------------------------------------


def test_a_failure_says_how_often_and_since_when() -> None:
    health = judge(replace(FEED, failures=2), failed(Reason.NOT_FOUND, "Nothing is there (404)."), NOON)

    assert health.why == "It failed 3 times in a row and was last read 2 hours ago: Nothing is there (404)."
    assert health.advice == "Look for its new address with: monitor feeds discover https://example.org/"


def test_a_feed_that_never_worked_says_so() -> None:
    health = judge(replace(FEED, succeeded_at=None), failed(Reason.DNS, "No such host."), NOON)

    assert health.why == "It failed once and was never read: No such host."


def test_a_wish_that_was_cut_is_said() -> None:
    health = judge(FEED, failed(Reason.THROTTLED, "Too often (429).", retry_after_s=10 * 365 * 86_400), NOON)

    assert health.why.endswith("Too often (429). It asked for 10 years; we come back in 7 days.")
    assert health.advice == "Set every: longer for it in feeds.yaml; it is 1 hour now."


@pytest.mark.parametrize(
    ("outcome", "why", "advice"),
    [
        (
            replace(GOOD, size=0),
            "It was read (512 bytes), and holds no entry.",
            f"Open https://example.org/news/feed in a browser; if it stays empty: {DISCOVER}",
        ),
        (
            replace(GOOD, learned=SILENT),
            "Nothing new came in 3 days, where something comes every 1 hour as a rule.",
            "Open https://example.org/ in a browser; if there is news: monitor feeds discover https://example.org/",
        ),
        (
            replace(GOOD, learned=LOSING, lost=14),
            "About 14 or more entries came and went between two polls: it holds 30 at a time.",
            "Set every: 20m for it in feeds.yaml.",  # 30 entries, one in 2 minutes: a third of an hour
        ),
        (
            replace(GOOD, url="https://example.net/feed"),
            "Its server moved it for good to https://example.net/feed, where it is read by now.",
            "Set url: https://example.net/feed in feeds.yaml.",
        ),
        (
            replace(GOOD, due_at=None),
            "The feed itself says that it has ended and will never change again.",
            f"Look for its new address with: {DISCOVER} - or take it out of feeds.yaml.",
        ),
    ],
)
def test_the_reason_has_figures_and_the_advice_can_be_followed(outcome: PollOutcome, why: str, advice: str) -> None:
    health = judge(FEED, outcome, NOON)

    assert (health.why, health.advice) == (why, advice)


def test_closed_pages_lead_to_the_feeds_own_text() -> None:
    health = judge(replace(FEED, page_failures=7), GOOD, NOON)

    assert health.why == "The last 7 pages of its articles could not be had or read."
    assert "set fetch_article: false in feeds.yaml" in health.advice


def test_the_figure_of_a_loss_outlives_the_next_poll() -> None:
    first = judge(FEED, replace(GOOD, learned=LOSING, lost=14), NOON)
    second = judge(replace(FEED, health=first), replace(GOOD, learned=replace(LOSING, hurries=11)), NOON)

    assert second.why == first.why


@pytest.mark.parametrize(
    ("every_s", "gap_s", "advice"),
    [
        (3_600, None, "Set every: 20m for it in feeds.yaml."),  # unknown window: a third of the interval
        (3_600, 3_600.0, "Set every: 30m for it in feeds.yaml."),  # 10 hours would do, yet an hour did not
        (60, 2.0, "Look for a longer feed of the site, or for one that pushes: it is polled as often as may be."),
    ],
)
def test_an_interval_is_named_that_is_shorter_and_allowed(every_s: int, gap_s: float | None, advice: str) -> None:
    feed = replace(FEED, spec=replace(FEED.spec, every_s=every_s))
    learned = replace(LOSING, rhythm=Rhythm(gap_s, 0.0, NOON))

    assert judge(feed, replace(GOOD, learned=learned, lost=1), NOON).advice == advice


def test_a_feed_without_validators_that_nobody_paced_may_be_told_its_own_default() -> None:
    feed = replace(FEED, spec=replace(FEED.spec, is_paced_by_owner=False))
    learned = replace(LOSING, rhythm=Rhythm(1_200.0, 0.0, NOON))

    # 30 entries, one in 20 minutes: a third of 10 hours, and it was polled daily
    assert judge(feed, replace(GOOD, learned=learned), NOON).advice == "Set every: 3h for it in feeds.yaml."


# --- history ------------------------------------------------------------------------------------


def test_a_change_of_health_is_an_event_with_its_reason() -> None:
    before, after = Health(HealthKind.OK, BEFORE), Health(HealthKind.FAILING, NOON, "No such host.")

    assert change_event(before, after, NOON) == Event(EventKind.HEALTH, NOON, "ok -> failing: No such host.")


def test_a_recovery_is_an_event() -> None:
    event = change_event(Health(HealthKind.FAILING, BEFORE, "No such host."), Health(HealthKind.OK, NOON), NOON)

    assert event == Event(EventKind.HEALTH, NOON, "failing -> ok")


def test_the_end_of_a_feed_is_an_event_of_its_own() -> None:
    event = change_event(Health(HealthKind.OK, BEFORE), Health(HealthKind.GONE, NOON, "410."), NOON)

    assert event == Event(EventKind.GONE, NOON, "ok -> gone: 410.")


@pytest.mark.parametrize(("before", "after"), [("ok", "ok"), ("failing", "failing"), ("never", "ok")])
def test_no_change_and_a_good_start_are_no_events(before: str, after: str) -> None:
    assert change_event(Health(HealthKind(before)), Health(HealthKind(after), NOON, "why"), NOON) is None
