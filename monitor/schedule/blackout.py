"""Has a whole country or group of feeds gone dark at once?

Pure: the health of all feeds and what was dark before in; what is dark now, and the Events of the change, out.
In: Watched, one a feed. duties.py asks at regular times, stores the Events and tells people once in place of forty
times.

In January 2022 all of Kazakhstan was cut off from the net for days: each of its sites failed, and no single failure
said so. What is counted is hosts, since one host with ten feeds that fails is one failure.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.records.failures import TRAITS
from monitor.core.records.polls import EVERYWHERE, Event, EventKind, HealthKind, Watched
from monitor.schedule.durations import spoken

_WINDOW = timedelta(hours=6)
_RECENT = timedelta(days=14)
_LEAST_HOSTS = 3
_BEGINS_PERCENT = 60
_ENDS_PERCENT = 40


@dataclass(frozen=True, slots=True)
class Dark:
    """A scope most of whose hosts are dark.

    Args:
        since: when the first of them went dark.
        hosts: how many are dark.
        total: how many there are, without those that were dark before.
    """

    scope: str
    since: datetime
    hosts: int
    total: int


def is_dark(feed: Watched) -> bool:
    """Say whether a feed is out of reach, or silent; a server that refuses us or answers nonsense is neither."""
    return feed.kind is HealthKind.SILENT or _is_out_of_reach(feed)


def dark_now(feeds: Iterable[Watched], before: Sequence[Dark], now: datetime) -> tuple[Dark, ...]:
    """Say which scopes are dark, in alphabetical order.

    It begins where at least three hosts, and 60 % of those that were well, went dark within six hours of each
    other, in the last two weeks. It ends where less than 40 % are dark. A host is dark when all its feeds are.

    Of scopes with the same hosts, only the first counts. Where it is so of all hosts, and beyond each scope that is
    dark too, it is most likely our own connection: then EVERYWHERE is dark, and no further scope becomes so.

    Args:
        before: what this function said last time.
    """
    known = {dark.scope: dark.since for dark in before}
    scopes = _without_twins(_by_scope(feeds), known)
    found = {
        scope: dark for scope, hosts in sorted(scopes.items()) if (dark := _dark(scope, hosts, known.get(scope), now))
    }
    if EVERYWHERE not in found:
        return tuple(found.values())
    if EVERYWHERE not in known and not all(_is_dark_beyond(scopes[EVERYWHERE], scopes[scope]) for scope in found):
        del found[EVERYWHERE]
        return tuple(found.values())
    return tuple(dark for scope, dark in found.items() if scope == EVERYWHERE or scope in known)


def blackout_events(before: Sequence[Dark], after: Sequence[Dark], now: datetime) -> tuple[Event, ...]:
    """Write into the history which scopes went dark, and which came back; ``number`` is the hosts that are dark."""
    were, are = {dark.scope: dark for dark in before}, {dark.scope: dark for dark in after}
    began = [_began(dark, now) for scope, dark in are.items() if scope not in were]
    ended = [_ended(dark, now) for scope, dark in were.items() if scope not in are]
    return (*began, *ended)


def _is_out_of_reach(feed: Watched) -> bool:
    return feed.kind is HealthKind.FAILING and feed.reason is not None and TRAITS[feed.reason].is_out_of_reach


def _by_scope(feeds: Iterable[Watched]) -> dict[str, dict[str, datetime | None]]:
    """Sort hosts by scope, each with the moment since when all its feeds are dark, None where one is not."""
    scopes: dict[str, dict[str, list[datetime | None]]] = defaultdict(lambda: defaultdict(list))
    for feed in feeds:
        if feed.was_read and feed.kind not in (HealthKind.GONE, HealthKind.NEVER):
            for scope in (*feed.scopes, EVERYWHERE):
                scopes[scope][feed.host].append(feed.since if is_dark(feed) else None)
    return {scope: {host: _latest(moments) for host, moments in hosts.items()} for scope, hosts in scopes.items()}


def _latest(moments: Sequence[datetime | None]) -> datetime | None:
    dark = [moment for moment in moments if moment is not None]
    return max(dark) if len(dark) == len(moments) else None


def _without_twins(
    scopes: Mapping[str, dict[str, datetime | None]], known: Mapping[str, datetime]
) -> dict[str, dict[str, datetime | None]]:
    kept: dict[frozenset[str], str] = {}
    # What was dark stays the one that counts; then country before group, and EVERYWHERE last.
    for scope in sorted(scopes, key=lambda name: (name not in known, name == EVERYWHERE, name)):
        kept.setdefault(frozenset(scopes[scope]), scope)
    return {scope: scopes[scope] for scope in kept.values()}


def _dark(scope: str, hosts: Mapping[str, datetime | None], dark_since: datetime | None, now: datetime) -> Dark | None:
    moments = sorted(moment for moment in hosts.values() if moment is not None)
    if dark_since:
        number = len(moments) - bisect_left(moments, dark_since)
        total = len(hosts) - bisect_left(moments, dark_since)
        return Dark(scope, dark_since, number, total) if number * 100 >= _ENDS_PERCENT * max(total, 1) else None
    first, number = _densest(moments, now)
    if first is None or number < _LEAST_HOSTS:
        return None
    total = len(hosts) - bisect_left(moments, first)
    dark = len(moments) - bisect_left(moments, first)
    return Dark(scope, first, dark, total) if number * 100 >= _BEGINS_PERCENT * total else None


def _is_dark_beyond(everywhere: Mapping[str, datetime | None], scope: Mapping[str, datetime | None]) -> bool:
    rest = [moment is not None for host, moment in everywhere.items() if host not in scope]
    return sum(rest) * 100 >= _BEGINS_PERCENT * len(rest)


def _densest(moments: Sequence[datetime], now: datetime) -> tuple[datetime | None, int]:
    """Find the window in which most hosts went dark: its first moment, and their number."""
    windows = [
        (bisect_right(moments, first + _WINDOW) - index, first)
        for index, first in enumerate(moments)
        if now - first <= _RECENT
    ]
    number, first = max(windows, key=lambda window: (window[0], -window[1].timestamp()), default=(0, None))
    return first, number


def _began(dark: Dark, now: datetime) -> Event:
    likely = " Most likely it is our own connection." if dark.scope == EVERYWHERE else ""
    detail = (
        f"{dark.hosts:,} of {dark.total:,} hosts {_named(dark.scope)} stopped answering or fell silent,"
        f" the first of them {spoken((now - dark.since).total_seconds())} ago.{likely}"
    )
    return Event(EventKind.BLACKOUT_BEGAN, now, detail, dark.scope, dark.hosts)


def _ended(dark: Dark, now: datetime) -> Event:
    lasted = spoken((now - dark.since).total_seconds())
    detail = f"Most hosts {_named(dark.scope)} answer again, {lasted} after the first of them stopped."
    return Event(EventKind.BLACKOUT_ENDED, now, detail, dark.scope, dark.hosts)


def _named(scope: str) -> str:
    kind, _, name = scope.partition(":")
    return f"of {kind} {name}" if name else "everywhere"
