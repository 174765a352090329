"""What does one tagging of an article have that another has not?

Pure. In: the mentions of both. Out: those of the one that no mention of the other stands for. Retagging and trials of
other names count by it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from monitor.core.records.tags import Mention

#: What two mentions must have in common to stand for each other, beside their place.
_Kind = tuple[str, str, bool]


def beyond(these: Iterable[Mention], those: Iterable[Mention]) -> tuple[Mention, ...]:
    """Give the mentions of one tagging that no mention of another stands for, in their order.

    One stands for another where it overlaps it, is of the same topic, and counts as the other does: the same place by a
    longer name, another rule or other evidence is not lost and gained.
    """
    others = _by_kind(those)
    places = {kind: _Places(mentions) for kind, mentions in others.items()}
    return tuple(each for each in these if _kind(each) not in places or not places[_kind(each)].touch(each))


class _Places:
    """Where the mentions of one kind stand."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        stretches = sorted((each.start, each.end) for each in mentions)
        self._starts = [start for start, _ in stretches]
        self._furthest = list(accumulate((end for _, end in stretches), max))

    def touch(self, mention: Mention) -> bool:
        """Say whether one of them overlaps a mention."""
        before = bisect_left(self._starts, mention.end)
        return before > 0 and self._furthest[before - 1] > mention.start


def _by_kind(mentions: Iterable[Mention]) -> Mapping[_Kind, Sequence[Mention]]:
    found: dict[_Kind, list[Mention]] = {}
    for each in mentions:
        found.setdefault(_kind(each), []).append(each)
    return found


def _kind(mention: Mention) -> _Kind:
    return mention.topic, mention.field, mention.counts
