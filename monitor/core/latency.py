"""How late are articles, and which part of their way made them so?

Pure: ledgers in, seconds and percentiles out. store/ledger.py reads the ledgers; duties.py, web/latency.py and
`monitor status` show what comes out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil

from monitor.core.records.ledgers import Lateness, Ledger, Stage

#: How far back the usual figures look, and of how many articles they are made at most: the newest.
WINDOW = timedelta(days=7)
NEWEST = 5_000

_ORDER = tuple(Stage)


def stages(ledger: Ledger) -> dict[Stage, float]:
    """Give the seconds of each stage that is known, in the order of the way.

    A stage reaches from the last moment that is known before it: where no page was fetched, FETCHED is not there, and
    KEPT begins when the entry was seen. A publisher's time in our future counts as no delay.
    """
    took: dict[Stage, float] = {}
    before = None if ledger.is_backlog else ledger.published_at
    begun = before or ledger.seen_at
    for stage, at in _moments(ledger):
        if at is not None and before is not None:
            took[stage] = max((at - before).total_seconds(), 0.0)
        before = at or before
    if ledger.delivered_at is not None:
        took[Stage.WHOLE] = max((ledger.delivered_at - begun).total_seconds(), 0.0)
    return took


def _moments(ledger: Ledger) -> tuple[tuple[Stage, datetime | None], ...]:
    # A page that was fetched after the article was kept was a second look.
    was_first = ledger.fetched_at is not None and ledger.fetched_at <= ledger.kept_at
    return (
        (Stage.SEEN, ledger.seen_at),
        (Stage.FETCHED, ledger.fetched_at if was_first else None),
        (Stage.KEPT, ledger.kept_at),
        (Stage.QUEUED, ledger.queued_at),
        (Stage.DELIVERED, ledger.delivered_at),
    )


def slowest(ledger: Ledger) -> Stage | None:
    """Name the stage that took longest, the earlier of two alike; None where none took any time."""
    parts = {stage: took for stage, took in stages(ledger).items() if stage is not Stage.WHOLE and took}
    return max(parts, key=lambda stage: parts[stage], default=None)


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """Give the smallest value that so large a share of all does not exceed (nearest rank).

    Args:
        sorted_values: ascending, at least one.
        share: over 0, at most 1.
    """
    return sorted_values[max(ceil(share * len(sorted_values)), 1) - 1]


def lateness(ledgers: Iterable[Ledger]) -> list[Lateness]:
    """Give p50 and p95 of each stage: of all feeds together first (feed ""), then of each feed by its name."""
    seconds: defaultdict[tuple[str, Stage], list[float]] = defaultdict(list)
    for ledger in ledgers:
        for stage, took in stages(ledger).items():
            seconds["", stage].append(took)
            seconds[ledger.feed, stage].append(took)
    order = sorted(seconds, key=lambda key: (key[0], _ORDER.index(key[1])))
    return [_lateness(feed, stage, sorted(seconds[feed, stage])) for feed, stage in order]


def _lateness(feed: str, stage: Stage, took: Sequence[float]) -> Lateness:
    return Lateness(feed, stage, len(took), percentile(took, 0.5), percentile(took, 0.95))


def latest(found: Iterable[Lateness], number: int) -> list[Lateness]:
    """Give the feeds' stages that are late most, by p95; of each feed only its latest, and never the whole way."""
    worst: dict[str, Lateness] = {}
    for each in found:
        if not each.feed or each.stage is Stage.WHOLE:
            continue
        known = worst.get(each.feed)
        if known is None or each.p95_s > known.p95_s:
            worst[each.feed] = each
    return sorted(worst.values(), key=lambda each: (-each.p95_s, each.feed))[:number]
