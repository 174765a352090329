"""Which of too many entries stay?

Pure. In: the dates of the entries, in their order. Out: the places of those that stay. rss_atom.py asks before the
slow parser sees them, feed.py after any format was read.
"""

from collections.abc import Sequence
from datetime import datetime


def newest(dates: Sequence[datetime | None], most: int) -> list[int]:
    """Give the places of the ``most`` newest entries, in their order; those without a date count as oldest.

    Of these, both ends stay: which of them has the news, the first or the last, no feed says. And they stay from poll
    to poll, so that what was read before is known again.
    """
    if len(dates) <= most:
        return list(range(len(dates)))
    dated = [(date, -place) for place, date in enumerate(dates) if date]
    chosen = [-place for _, place in sorted(dated, reverse=True)[:most]]
    undated = [place for place, date in enumerate(dates) if not date]
    left = min(most - len(chosen), len(undated))
    at_end = left // 2
    chosen += undated[: left - at_end] + undated[len(undated) - at_end :]
    return sorted(chosen)
