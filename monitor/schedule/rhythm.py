"""How often does a feed bring something new, and has it fallen silent by its own measure?

Pure: what polls saw in, a Rhythm or a yes or no out.
In: the rhythm known so far, the entries' own dates. policy.py paces polls by the answer, health.py tells silence.

Publishers' dates are claims: entries without dates, all with one date, dated 1970 or 2099, and one old entry that
stays pinned among today's are all common, and none of them may bend the rhythm.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from monitor.core.records.polls import Rhythm
from monitor.schedule.durations import DAY_S, HOUR_S, MINUTE_S

_FIRST_BELIEVED = datetime(2000, 1, 1, tzinfo=UTC)
_SHORTEST_GAP_S = float(MINUTE_S)
_LEARNING = 0.25  # weight of the newest gap
_OUTLIER = 4.0  # no gap counts for more than so many usual ones, or for less than one in so many
_UNSEEN_QUIET_S = 2.0 * DAY_S
_EDITED_AFTER = timedelta(days=1)
_HALF_LIFE_S = 14.0 * DAY_S
_PINNED_S = 14.0 * DAY_S
_PINNED_GAPS = 10
_SILENT_AFTER_LONGEST = 2
_SILENT_AFTER_GAPS = 6
_SILENT_LEAST_S = 6.0 * HOUR_S
_SILENT_UNKNOWN_S = 30.0 * DAY_S


def after_poll(rhythm: Rhythm, *, now: datetime, new: int, dates: Sequence[datetime], is_lossy: bool = False) -> Rhythm:
    """Learn from a poll that succeeded; without anything new, nothing is learned.

    On first sight, the usual gap is the median of those between the entries' own dates. Later each poll with
    something new moves it by a quarter of the way to what was seen, within a factor of four. The longest quiet
    spell is kept, and halves in two weeks. Entries that are dated a day or more before the last news are old ones
    that were edited: no news.

    Args:
        new: entries in the body that were unknown.
        dates: their own dates, in any order, as far as they have some.
        is_lossy: entries came and went unseen before these, so the time before them was no quiet.
    """
    since = rhythm.news_at
    if new <= 0:
        return rhythm
    moments = believed(dates, now)
    if since is None:
        return _first_sight(moments, now)
    if moments and moments[-1] <= since:
        return replace(rhythm, news_at=max(now, since)) if since - moments[-1] < _EDITED_AFTER else rhythm
    quiet_s = max((now - since).total_seconds(), 0.0)
    later = [moment for moment in moments if moment > since]
    spells = _spells(later if is_lossy else [since, *later])
    if not later and not is_lossy:  # without dates
        spells = [quiet_s / new] * new
    gap_s = _moved(rhythm.gap_s, sum(spells) / len(spells)) if spells else rhythm.gap_s
    longest_s = _longest(spells if later or is_lossy else [quiet_s], gap_s)
    faded_s = rhythm.longest_s * 0.5 ** (quiet_s / _HALF_LIFE_S)
    return Rhythm(gap_s, max(faded_s, longest_s), max(now, since))


def is_silent(rhythm: Rhythm, now: datetime) -> bool:
    """Say whether nothing new came for too long by the feed's own measure; see ``silent_after_s``."""
    return rhythm.news_at is not None and (now - rhythm.news_at).total_seconds() > silent_after_s(rhythm)


def silent_after_s(rhythm: Rhythm) -> float:
    """Say how long a feed may be quiet before that is strange, in seconds.

    Twice its longest quiet spell, six usual gaps or six hours, whichever is longest; thirty days where its rhythm
    is unknown. For its first weeks a feed is taken to have quiet spells of two days, since what it holds may
    not reach back to its last night or weekend; after that it has shown them, or has none.
    """
    if rhythm.gap_s is None:
        return _SILENT_UNKNOWN_S
    return max(_SILENT_AFTER_LONGEST * rhythm.longest_s, _SILENT_AFTER_GAPS * rhythm.gap_s, _SILENT_LEAST_S)


def believed(dates: Sequence[datetime], now: datetime) -> list[datetime]:
    """Give those dates that can be true (after 1999, not after now), each once, the oldest first."""
    return sorted({date for date in dates if _FIRST_BELIEVED <= date <= now})


def _first_sight(moments: Sequence[datetime], now: datetime) -> Rhythm:
    """Learn from all that a feed holds when it is first read; its newest date tells when it last had news."""
    if not moments:
        return Rhythm(None, _UNSEEN_QUIET_S, now)
    spells = _spells(moments)
    gap_s = max(float(median(spells)), _SHORTEST_GAP_S) if spells else None
    return Rhythm(gap_s, max(_longest(spells, gap_s), _UNSEEN_QUIET_S), moments[-1])


def _spells(moments: Sequence[datetime]) -> list[float]:
    return [(after - before).total_seconds() for before, after in pairwise(moments)]


def _moved(gap_s: float | None, seen_s: float) -> float:
    if gap_s is None:
        return max(seen_s, _SHORTEST_GAP_S)
    seen_s = min(max(seen_s, gap_s / _OUTLIER), gap_s * _OUTLIER)
    return max(gap_s + _LEARNING * (seen_s - gap_s), _SHORTEST_GAP_S)


def _longest(spells: Sequence[float], gap_s: float | None) -> float:
    """Give the longest quiet spell, without what a pinned entry or a date out of place makes of it."""
    bound_s = max(_PINNED_S, _PINNED_GAPS * (gap_s or 0.0))
    return max((spell for spell in spells if spell <= bound_s), default=0.0)
