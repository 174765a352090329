"""Did entries come and go unseen between two polls, and how many?

Pure: what is remembered of a feed and what its body held in; a yes or no, a number, an Event out.
In: DueFeed before the poll, ParsedFeed of the poll. learning.py records the answer, policy.py hurries by it.

A feed is a window on the newest entries. Where two windows that were seen one after the other share no entry, the
window has moved on by more than its own size, and what lay between was never seen.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor.core.records.feeds import INDEX_FORMAT, ParsedFeed, hashes_of
from monitor.core.records.polls import DueFeed, Event, EventKind
from monitor.schedule.durations import spoken
from monitor.schedule.rhythm import believed

HURRIED_POLLS = 12
_LEAST_SIZE = 3
_SHARED_PART = 10  # one in so many dates before the last poll's newest is enough for an overlap
_MOST = 10_000


def may_be_lost(feed: DueFeed, parsed: ParsedFeed, *, is_delta: bool, now: datetime) -> bool:
    """Say whether entries were probably missed since the last poll that succeeded.

    That is so where none of the body's items is known (or only such as stay pinned above newer ones), but not where

    - there is nothing to compare with: the first poll, a feed that was empty, a new address (the store then forgets
      the items);
    - the body does not show the whole window: only what is new (226), cut short, the changed parts of an index of
      site maps, or more than the cap, whose loss is reported as ``dropped``;
    - the window has fewer than three entries, which a quiet afternoon can replace;
    - the items are hashed in another way than last time, which their first byte tells;
    - a tenth of the dates are not after last time's newest: these are the old entries in new words.

    Args:
        is_delta: the answer was a 226.
    """
    is_partial = is_delta or parsed.is_cut_short or parsed.dropped > 0 or parsed.format == INDEX_FORMAT
    if is_partial or not feed.items or feed.succeeded_at is None:
        return False
    if parsed.known and not _are_only_pinned(feed, parsed):
        return False
    if parsed.size < _LEAST_SIZE or parsed.items[:1] != feed.items[:1]:
        return False
    newest_at, dates = feed.learned.newest_at, _dates(parsed, now)
    if newest_at is None or not dates:
        return True
    shared = sum(date <= newest_at for date in dates)
    return shared * _SHARED_PART < len(dates)


def estimate(feed: DueFeed, parsed: ParsedFeed, *, now: datetime) -> int:
    """Estimate how many entries were missed, at least, given that some were: 1 to 10,000.

    The time between the newest date of last time and the oldest of now, over the usual gap, is how many steps were
    taken in between; one of them leads to the oldest that we have. Without dates: as many as came since the last poll
    that succeeded, less those that the window holds.
    """
    gap_s = feed.learned.rhythm.gap_s
    if not gap_s:
        return 1
    newest_at = feed.learned.newest_at
    later = [date for date in _dates(parsed, now) if newest_at and date > newest_at]
    if newest_at and later:
        missed = (later[0] - newest_at).total_seconds() / gap_s - 1
    elif feed.succeeded_at:
        missed = (now - feed.succeeded_at).total_seconds() / gap_s - parsed.size
    else:
        missed = 1
    return min(max(int(missed), 1), _MOST)


def hurries_after(feed: DueFeed, lost: int) -> int:
    """Say how many polls are still to come sooner, after a poll that succeeded: twelve after a loss, then one less."""
    return HURRIED_POLLS if lost else max(feed.learned.hurries - 1, 0)


def loss_event(feed: DueFeed, lost: int, now: datetime) -> Event:
    """Write a loss into the feed's history."""
    ago = f" {spoken((now - feed.succeeded_at).total_seconds())} before" if feed.succeeded_at else ""
    entries = "1 entry" if lost == 1 else f"{lost:,} entries"
    detail = f"Nothing was left of what the feed held at the last poll{ago}: probably {entries} or more went unseen."
    return Event(EventKind.LOST, now, detail, number=lost)


def _are_only_pinned(feed: DueFeed, parsed: ParsedFeed) -> bool:
    """Say whether the known items are few and stand above new ones, in a body whose newest comes first.

    Where two windows overlap, what they share stands at the end of the later one.
    """
    known, items = hashes_of(feed.items), hashes_of(parsed.items)
    dates = [entry.published_at for entry in parsed.entries if entry.published_at]
    is_newest_first = len(dates) > 1 and dates == sorted(dates, reverse=True)
    return is_newest_first and parsed.known * _SHARED_PART <= parsed.size and items[-1] not in set(known)


def _dates(parsed: ParsedFeed, now: datetime) -> Sequence[datetime]:
    return believed([entry.published_at for entry in parsed.entries if entry.published_at], now)
