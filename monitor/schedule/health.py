"""How is a feed, since when, why, and what is there to do?

Pure: what was known of the feed and how its poll ended in, a Health out.
In: DueFeed before the poll, PollOutcome of it. pipeline.py stores the answer with the poll, and the Event of a change.

Status codes do not tell it: a page in a feed's place, a list without entries and a feed that stopped years ago all
come with a 200.
"""

from datetime import datetime

from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.polls import DueFeed, Event, EventKind, Health, HealthKind, PollOutcome
from monitor.schedule import advice
from monitor.schedule.durations import spoken
from monitor.schedule.policy import clamp_text
from monitor.schedule.rhythm import is_silent

PAGE_FAILURES = 3


def judge(feed: DueFeed, outcome: PollOutcome, now: datetime) -> Health:
    """Say how a feed is after a poll; of several kinds that are true, the worst.

    ``since`` is kept while the kind stays the same. A poll that was put off, since its host rests, tells nothing:
    the health stays what it was.

    Args:
        outcome: all but its health and events set, ``learned`` as it is after the poll.
    """
    if outcome.outcome == "put_off":
        return feed.health
    failure = outcome.failure
    kind = _kind_of_failure(failure) if failure else _kind_of_success(feed, outcome, now)
    why = _why_failed(feed, failure, now) if failure else _why(feed, kind, outcome, now)
    what_to_do = advice.on_failure(feed, failure) if failure else advice.on_success(feed, kind, outcome)
    is_same = kind is feed.health.kind and feed.health.since is not None
    return Health(kind, feed.health.since if is_same else now, why, what_to_do)


def change_event(before: Health, after: Health, now: datetime) -> Event | None:
    """Write a change of health into the feed's history; None where the kind is the same, or a new feed is well."""
    is_good_start = before.kind is HealthKind.NEVER and after.kind is HealthKind.OK
    if before.kind is after.kind or is_good_start:
        return None
    detail = f"{before.kind} -> {after.kind}" + (f": {after.why}" if after.why else "")
    return Event(EventKind.GONE if after.kind is HealthKind.GONE else EventKind.HEALTH, now, detail)


def _kind_of_failure(failure: Failed) -> HealthKind:
    if failure.reason is Reason.GONE:
        return HealthKind.GONE
    if TRAITS[failure.reason].is_blocked:
        return HealthKind.BLOCKED
    if failure.reason is Reason.EMPTY:
        return HealthKind.EMPTY
    return HealthKind.HTML if failure.reason is Reason.HTML_PAGE else HealthKind.FAILING


def _kind_of_success(feed: DueFeed, outcome: PollOutcome, now: datetime) -> HealthKind:
    # A feed that is unchanged has as many entries as it had; how many, is not known of one read by an older version.
    # Nor does an answer with only what is new (226) tell.
    is_whole = outcome.outcome == "ok" and outcome.status != 226
    is_empty = outcome.size == 0 if is_whole else feed.health.kind is HealthKind.EMPTY
    facts = {
        HealthKind.GONE: outcome.due_at is None,
        HealthKind.EMPTY: is_empty,
        HealthKind.PAGES: feed.spec.fetch_article and feed.page_failures >= PAGE_FAILURES,
        HealthKind.LOSING: outcome.learned.hurries > 0,
        HealthKind.SILENT: is_silent(outcome.learned.rhythm, now),
        HealthKind.MOVED: outcome.url not in ("", feed.spec.url),
    }
    return next((kind for kind in HealthKind if facts.get(kind)), HealthKind.OK)


def _why_failed(feed: DueFeed, failure: Failed, now: datetime) -> str:
    times = feed.failures + 1
    failed = "It failed once" if times == 1 else f"It failed {times:,} times in a row"
    read = f"was last read {_ago(feed.succeeded_at, now)}" if feed.succeeded_at else "was never read"
    clamped = clamp_text(failure)
    return f"{failed} and {read}: {failure.detail}" + (f" It {clamped}." if clamped else "")


def _why(feed: DueFeed, kind: HealthKind, outcome: PollOutcome, now: datetime) -> str:
    learned = outcome.learned
    gap_s, news_at = learned.rhythm.gap_s, learned.rhythm.news_at
    usual = f", where something comes every {spoken(gap_s)} as a rule" if gap_s else ""
    return {
        HealthKind.GONE: "The feed itself says that it has ended and will never change again.",
        HealthKind.EMPTY: f"It was read ({outcome.received_bytes:,} bytes), and holds no entry.",
        HealthKind.PAGES: f"The last {feed.page_failures:,} pages of its articles could not be had or read.",
        HealthKind.LOSING: _why_losing(feed, outcome),
        HealthKind.SILENT: f"Nothing new came in {_since(news_at, now)}{usual}.",
        HealthKind.MOVED: f"Its server moved it for good to {outcome.url}, where it is read by now.",
    }.get(kind, "")


def _why_losing(feed: DueFeed, outcome: PollOutcome) -> str:
    """Keep the figure of the loss while the polls hurry, rather than forget it with the next poll."""
    if not outcome.lost and feed.health.kind is HealthKind.LOSING:
        return feed.health.why
    lost = {0: "Some entries", 1: "At least 1 entry"}.get(outcome.lost, f"About {outcome.lost:,} or more entries")
    return f"{lost} came and went between two polls: it holds {outcome.learned.size:,} at a time."


def _ago(moment: datetime, now: datetime) -> str:
    return f"{_since(moment, now)} ago"


def _since(moment: datetime | None, now: datetime) -> str:
    return spoken((now - (moment or now)).total_seconds())
