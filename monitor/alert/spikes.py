"""Are there many articles of a sudden?

Pure. In: a rule on spikes, how many articles it counted in each hour, the moment. Out: Found, and the alerts that tell
it. Whoever keeps articles asks after each that such a rule counts.

A stretch is the last ``Spike.hours`` full hours of the clock, the current one among them, as far as it has come. A
spike goes on until a stretch has no more than half of what makes one, and is told once: its key is the hour in which it
began. One that has gone on for a day is what is usual by now, and is not told again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alert.message import item
from monitor.alert.rules import Book, key_of
from monitor.alert.timing import first_due
from monitor.core.public import moment
from monitor.core.records.alerts import Alert, AlertKind, Rule, Spike
from monitor.core.records.articles import Article

_HOUR = timedelta(hours=1)
#: Hours that are usual, those that have to be known at least, and those within which one spike is told once.
USUAL_H, LEAST_KNOWN_H, LONGEST_H = 7 * 24, 24, 24


@dataclass(frozen=True, slots=True)
class Found:
    """A spike.

    Args:
        began: the full hour in which there were first so many.
        count: articles within the last ``hours``.
        usual: how many there are within as many hours otherwise, the mean of the seven days before.
    """

    began: datetime
    count: int
    usual: float
    hours: int


def find(rule: Rule, counts: Mapping[datetime, int], now: datetime) -> Found | None:
    """Say whether a rule's articles are a spike now.

    They are where they are more than ``factor`` times the usual, and ``at_least`` so many. The usual is the mean over
    the seven days before, or over what is known of them: from the first hour in ``counts`` on, in which an hour that is
    missing had none. Of less than a day nothing is usual, so that what is new does not cry.

    Args:
        counts: articles by full UTC hour, of the last nine days at least; one with 0 says that the rule was there then.
    """
    spike, hour = rule.spike, now.replace(minute=0, second=0, microsecond=0)
    known_since = min(counts, default=hour)
    if not _is_over(spike, counts, hour, known_since):
        return None
    began, at = hour, hour
    for _ in range(LONGEST_H):
        at -= _HOUR
        if not _is_over(spike, counts, at, known_since, of_it=0.5):
            break
        if _is_over(spike, counts, at, known_since):
            began = at
    else:
        if began < hour:
            return None
    usual = _usual(spike, counts, hour, known_since) or 0.0
    return Found(began, _count(spike, counts, hour), usual, spike.hours)


def alerts(rule: Rule, found: Found, article: Article, book: Book, now: datetime) -> tuple[Alert, ...]:
    """Give the alerts that tell a spike, one a channel; the same spike gives the same keys.

    Args:
        article: the one that made it a spike.
    """
    due_at, gather = first_due(rule, now)
    figures = {"count": found.count, "usual": round(found.usual, 1), "hours": found.hours}
    facts = item(rule.name, AlertKind.SPIKE, article, spike=figures)
    return tuple(
        Alert(
            key_of(rule.name, channel, f"spike\n{moment(found.began)}"),
            rule.name,
            channel,
            AlertKind.SPIKE,
            rule.urgency,
            article.id,
            None,  # it is of many stories
            facts,
            due_at,
            gather,
        )
        for channel in book.channels_of(rule)
    )


def _is_over(
    spike: Spike, counts: Mapping[datetime, int], hour: datetime, known_since: datetime, of_it: float = 1.0
) -> bool:
    """Say whether the stretch that ends with an hour has what makes a spike, or more than this share of it."""
    count = _count(spike, counts, hour)
    if count < of_it * spike.at_least:
        return False
    usual = _usual(spike, counts, hour, known_since)
    return usual is not None and count > of_it * spike.factor * usual


def _count(spike: Spike, counts: Mapping[datetime, int], hour: datetime) -> int:
    return sum(counts.get(hour - back * _HOUR, 0) for back in range(spike.hours))


def _usual(spike: Spike, counts: Mapping[datetime, int], hour: datetime, known_since: datetime) -> float | None:
    """Give the mean of the stretches before the one that ends with an hour; None where too little is known."""
    first = hour - (spike.hours - 1) * _HOUR
    known_h = min((first - known_since) // _HOUR, USUAL_H)
    if known_h < LEAST_KNOWN_H:
        return None
    before = sum(counts.get(first - back * _HOUR, 0) for back in range(1, known_h + 1))
    return before * spike.hours / known_h
