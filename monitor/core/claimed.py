"""When was an article published, as far as its claim can be believed?

Pure. In: the articles of a story. Out: a moment for each, with where it is from. dedupe/ says by it which article is an
original, stories/ who had a story first: of one story both are to be given the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from monitor.core.records.stories import Carried

_DAY = timedelta(days=1)
_ABSURD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Moment:
    """When an article was published, as far as we can say.

    Args:
        is_claimed: whether it is what the article claims; else it is when it was first seen.
        doubt: why its claim is not believed, to stand behind a sentence; "" where it is, or claims nothing.
    """

    at: datetime
    is_claimed: bool
    doubt: str = ""

    def __str__(self) -> str:
        """Write it for a sentence."""
        return f"{self.at:%Y-%m-%d %H:%M} UTC"


def moments(members: Sequence[Carried]) -> dict[int, Moment]:
    """Weigh what articles claim against when they were seen; by id.

    First sight is a witness that does not lie but is late: a text is never younger. So a claim after it is a clock's
    lie, and any other is believed, except one that is 30 days and more before all other times that these articles
    claim and were seen at. A claim of midnight names a day: it counts as the end of that day, or as first sight where
    that is earlier. Where a claim is not believed, or there is none, it is first sight.
    """
    known = sorted((at, member.article_id) for member in members for at in _times(member))
    return {member.article_id: _moment(member, _earliest_beside(member, known)) for member in members}


def _moment(member: Carried, earliest: datetime) -> Moment:
    claim, seen = member.published_at, member.first_seen_at
    if claim is None:
        return Moment(seen, is_claimed=False)
    if claim > seen:
        return Moment(seen, is_claimed=False, doubt=" (it claims a time after that)")
    if earliest - claim >= _ABSURD:
        return Moment(seen, is_claimed=False, doubt=f" (it claims {claim:%Y-%m-%d}, long before all the others)")
    if claim.time() != time():
        return Moment(claim, is_claimed=True)
    return Moment(min(claim + _DAY, seen), is_claimed=claim + _DAY <= seen)


def _times(member: Carried) -> tuple[datetime, ...]:
    claim, seen = member.published_at, member.first_seen_at
    return (seen,) if claim is None or claim > seen else (claim, seen)


def _earliest_beside(member: Carried, known: Sequence[tuple[datetime, int]]) -> datetime:
    """Give the earliest time of the other members, and when this one was seen, whichever is earlier."""
    others = (at for at, article_id in known if article_id != member.article_id)
    return min(next(others, member.first_seen_at), member.first_seen_at)
