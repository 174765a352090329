"""How often do a feed and its server wish to be polled?

Pure: what an answer said of itself in, seconds and moments in UTC out. policy.py acts on it.
"""

from datetime import datetime, timedelta

from monitor.core.records.feeds import Hints
from monitor.core.records.polls import Learned

_HOUR = timedelta(hours=1)
_LONGEST_SKIP_HOURS = 72
_SPREAD_S = 600.0


def wish_s(learned: Learned) -> int:
    """Give the longest interval that server (max-age, Expires) or feed (ttl, sy:) wish for, in seconds; 0 for none.

    Source: RFC 9111, section 5.2.2.1; RSS 2.0, ttl; RSS 1.0, module syndication.
    """
    return max(learned.fresh_s or 0, learned.hints.ttl_s or 0, learned.hints.update_s or 0)


def after_skipped(moment: datetime, hints: Hints, *, chance: float) -> datetime:
    """Move a moment out of the hours and days in which the feed says that nothing comes.

    It goes to the end of the stretch, at most three days on, plus up to ten minutes by chance: many feeds
    name the same hours, and must not all be due on the stroke of the first that is free. To skip every hour
    or every day is nonsense and means nothing.

    Args:
        moment: UTC, as the hours and days of the hints are.

    Source: RSS 2.0, skipHours and skipDays, which are in GMT.
    """
    hours = frozenset(hints.skip_hours) & frozenset(range(24))
    days = frozenset(hints.skip_days) & frozenset(range(7))
    hours, days = (hours if len(hours) < 24 else frozenset()), (days if len(days) < 7 else frozenset())
    free = moment
    for _ in range(_LONGEST_SKIP_HOURS):
        if free.hour not in hours and free.weekday() not in days:
            break
        free = free.replace(minute=0, second=0, microsecond=0) + _HOUR
    return moment if free == moment else free + timedelta(seconds=_SPREAD_S * chance)
