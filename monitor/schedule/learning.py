"""What does a poll teach us of its feed?

Pure: what was known, what came, and the moment in; PollOutcome out, complete with the next visit, the feed's health and
what there is to write into its history. polling.py fills in the facts; rhythm, moves, coverage, policy and health each
answer for their part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.records.failures import Reason
from monitor.core.records.feeds import ParsedFeed
from monitor.core.records.fetches import Fetched
from monitor.core.records.polls import DueFeed, Event, EventKind, Health, Learned, PollOutcome
from monitor.schedule import moves
from monitor.schedule.coverage import hurries_after, loss_event
from monitor.schedule.health import change_event, judge
from monitor.schedule.moves import Residence
from monitor.schedule.policy import Visit, next_visit
from monitor.schedule.rhythm import after_poll, believed


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else decides when to come again.

    Args:
        chance: uniform, 0 to 1.
        hint_cap_s: how far wishes of server and feed may lengthen the interval, in seconds.
    """

    now: datetime
    chance: float
    hint_cap_s: float


def after_success(
    feed: DueFeed, facts: PollOutcome, answer: Fetched, parsed: ParsedFeed | None, when: Circumstances
) -> PollOutcome:
    """Complete the outcome of a poll that succeeded; ``parsed`` is None where nothing has changed.

    Args:
        facts: outcome, size, lost, validators and whatever else was seen.
    """
    home = moves.after_answer(feed, answer.moved_to)
    learned = replace(
        _learned(feed, parsed, facts.lost, when.now),
        size=facts.size,
        fresh_s=_fresh_s(feed, answer),
        validators_from=answer.url,
        moved_to=home.moved_to,
        moved_times=home.moved_times,
        hurries=hurries_after(feed, facts.lost),
    )
    visit = Visit(
        feed.spec,
        when.now,
        learned,
        has_validators=bool(facts.etag or facts.last_modified),
        is_expired=learned.is_expired,
    )
    return _completed(feed, facts, visit, home, when)


def after_failure(feed: DueFeed, facts: PollOutcome, when: Circumstances) -> PollOutcome:
    """Complete the outcome of a poll that failed, or was put off."""
    if feed.url and facts.failure and facts.failure.reason is Reason.GONE:
        detail = f"{facts.failure.detail} It had moved there; the address in feeds.yaml is asked next."
        facts = replace(facts, failure=replace(facts.failure, reason=Reason.NOT_FOUND, detail=detail))
        home = Residence("")
    else:
        home = moves.after_failure(feed) if facts.outcome == "failed" else moves.as_it_was(feed)
    learned = replace(feed.learned, moved_to=home.moved_to, moved_times=home.moved_times)
    visit = Visit(
        feed.spec,
        when.now,
        learned,
        has_validators=bool(feed.etag or feed.last_modified),
        failures=feed.failures + (facts.outcome == "failed"),
        failure=facts.failure,
    )
    return _completed(feed, facts, visit, home, when)


def after_push(feed: DueFeed, parsed: ParsedFeed, now: datetime) -> Learned:
    """Say what is known of a feed after a hub delivered something of it."""
    return replace(_learned(feed, parsed, 0, now), hints=feed.learned.hints)


def _learned(feed: DueFeed, parsed: ParsedFeed | None, lost: int, now: datetime) -> Learned:
    """Learn from the entries that are new; from a body that is as before, nothing."""
    if parsed is None:
        return feed.learned
    dates = [entry.published_at for entry in parsed.entries if entry.published_at]
    rhythm = after_poll(feed.learned.rhythm, now=now, new=len(parsed.entries), dates=dates, is_lossy=lost > 0)
    return replace(
        feed.learned,
        rhythm=rhythm,
        hints=parsed.hints,
        is_expired=parsed.is_expired,
        newest_at=max([*believed(dates, now), *_one(feed.learned.newest_at)], default=None),
    )


def _fresh_s(feed: DueFeed, answer: Fetched) -> int | None:
    """Keep what was said for as long as a 304 says nothing else.

    Source: RFC 9111, sections 3.2 and 4.3.4.
    """
    is_silent = answer.is_unchanged and answer.fresh_s is None
    return feed.learned.fresh_s if is_silent else answer.fresh_s


def _one(moment: datetime | None) -> Sequence[datetime]:
    return () if moment is None else (moment,)


def _completed(feed: DueFeed, facts: PollOutcome, visit: Visit, home: Residence, when: Circumstances) -> PollOutcome:
    due_at = next_visit(visit, chance=when.chance, hint_cap_s=round(when.hint_cap_s))
    outcome = replace(facts, due_at=due_at, url=home.url, learned=visit.learned)
    health = judge(feed, outcome, when.now)
    return replace(outcome, health=health, events=tuple(_events(feed, outcome, health, when.now)))


def _events(feed: DueFeed, outcome: PollOutcome, health: Health, now: datetime) -> Sequence[Event]:
    events = []
    if outcome.url != feed.url:
        events.append(Event(EventKind.MOVED, now, f"Asked for at {outcome.url or feed.spec.url} from now on."))
    if outcome.lost:
        events.append(loss_event(feed, outcome.lost, now))
    if change := change_event(feed.health, health, now):
        events.append(change)
    return events
