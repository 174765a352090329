"""Which site maps of an index does a poll read, and what do they hold together?

Not pure: asks through the two functions it is given. In: what the index lists now, and what was read of it before.
Out: Read: one feed made of all, and what to remember of each. polling.py takes it for the feed's own body.

A child is asked conditionally, and only where it may hold something new: the index says when each changed, though often
only the day. A first sight must not bring a site's whole past, so old and numbered children are left alone.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.core.records.failures import Failed
from monitor.core.records.feeds import ParsedFeed, Part
from monitor.core.records.fetches import Fetched
from monitor.core.records.polls import SeenPart

Ask = Callable[[SeenPart], Awaitable[Fetched | Failed]]
Parse = Callable[[Fetched], Awaitable[ParsedFeed | Failed]]

_PAST = timedelta(days=7)  # before the newest child's change: older ones are a site's past
_SLACK = timedelta(days=2)  # an index gives the day of a change, in whatever zone
_UNDATED = 2  # children without a day that are read: parse/sitemap.py puts the likeliest first
_DEAD_AFTER = 3  # failures in a row; then a child is asked only when the index says that it changed


@dataclass(frozen=True, slots=True)
class Read:
    """What a poll read of an index.

    Args:
        feed: the index with the entries of its children.
        parts: what to remember of each child.
        failure: set where no child could be had, now or ever.
    """

    feed: ParsedFeed
    parts: tuple[SeenPart, ...]
    failure: Failed | None = None


def known_parts(listed: Sequence[Part], seen: Sequence[SeenPart]) -> tuple[SeenPart, ...]:
    """Bring what was remembered of the children in line with what the index lists now."""
    before = {part.url: part for part in seen}
    return tuple(_again(part, before.get(part.url)) for part in listed)


async def read(index: ParsedFeed, parts: Sequence[SeenPart], *, ask: Ask, parse: Parse, now: datetime) -> Read:
    """Read the children that may hold something new."""
    whole, failure, after = index, None, {part.url: part for part in parts}
    for part in _worth_asking(parts):
        answer = await ask(part)
        found = answer if isinstance(answer, Failed) or answer.is_unchanged else await parse(answer)
        if isinstance(found, Failed):
            failure = found
            after[part.url] = replace(part, failures=part.failures + 1)
        elif isinstance(found, ParsedFeed) and isinstance(answer, Fetched):
            whole = _joined(whole, found)
            is_whole = not found.is_cut_short
            after[part.url] = replace(
                part,
                read_at=now,
                etag=answer.etag if is_whole else "",
                last_modified=answer.last_modified if is_whole else "",
                failures=0,
            )
        else:
            after[part.url] = replace(part, read_at=now, failures=0)
    was_ever_read = any(part.read_at for part in after.values())
    return Read(whole, tuple(after.values()), None if was_ever_read else failure)


def _again(listed: Part, seen: SeenPart | None) -> SeenPart:
    if seen is None:
        return SeenPart(listed.url, listed.changed_at)
    has_changed = listed.changed_at != seen.changed_at
    return replace(seen, changed_at=listed.changed_at, failures=0 if has_changed else seen.failures)


def _worth_asking(parts: Sequence[SeenPart]) -> list[SeenPart]:
    newest = max((part.changed_at for part in parts if part.changed_at), default=None)
    undated = [part for part in parts if part.changed_at is None][:_UNDATED]
    dated = [part for part in parts if part.changed_at and newest and part.changed_at >= newest - _PAST]
    return [
        part
        for part in (*dated, *undated)
        if part.failures < _DEAD_AFTER and (not part.read_at or not part.changed_at or _may_have_changed(part))
    ]


def _may_have_changed(part: SeenPart) -> bool:
    return bool(part.changed_at and part.read_at and part.changed_at >= part.read_at - _SLACK)


def _joined(whole: ParsedFeed, more: ParsedFeed) -> ParsedFeed:
    """Give one feed with the entries of both, the first one's facts, and no key twice."""
    keys = {entry.key for entry in whole.entries}
    entries = tuple(entry for entry in more.entries if entry.key not in keys)
    return replace(
        whole,
        entries=whole.entries + entries,
        items=whole.items + more.items,
        known=whole.known + more.known,
        dropped=whole.dropped + more.dropped,
    )
