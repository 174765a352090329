"""Where in a document stand the words that mean something for a topic?

Pure. In: Spots of one topic. Out: Words, which finds those in a stretch, and Around, which goes from place to place.
context.py weighs what they give, introduced.py looks for names in it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the document that means something for a topic.

    Args:
        name: the name or word as topics.yaml has it, or as the author wrote it.
        start: offset in the folded document; ``end`` is one past the last.
    """

    topic: str
    name: str
    start: int
    end: int


_start, _end = attrgetter("start"), attrgetter("end")


class Words:
    """Spots of one topic in order, so that those of a stretch are found without reading all."""

    __slots__ = ("_starts", "distinct", "spots")

    def __init__(self, spots: Iterable[Spot]) -> None:
        # Words of several languages may stand in one place ("Arméni*", "Arménie"): the longest says it for all.
        by_start = {s.start: s for s in sorted(spots, key=_end)}
        self.spots: Sequence[Spot] = sorted(by_start.values(), key=_start)
        self._starts = [s.start for s in self.spots]
        #: Each word once, in order.
        self.distinct = tuple(dict.fromkeys(s.name for s in self.spots))

    def first(self, start: int, end: int) -> Spot | None:
        """Give the first that begins in a stretch, None where none does."""
        at = bisect_left(self._starts, start)
        return self.spots[at] if at < len(self.spots) and self._starts[at] < end else None

    def hold(self, other: Spot) -> bool:
        """Say whether a stretch lies inside one of them."""
        at = bisect_right(self._starts, other.start) - 1
        return at >= 0 and other.end <= self.spots[at].end

    def last(self, start: int, end: int) -> Spot | None:
        """Give the last that begins in a stretch, None where none does."""
        at = bisect_left(self._starts, end) - 1
        return self.spots[at] if at >= 0 and self._starts[at] >= start else None


class Around:
    """The words around one place after the other, each place behind the one before: no word is read twice.

    Args:
        reach: how far "around" reaches to either side, in characters.
    """

    def __init__(self, words: Words, reach: int) -> None:
        self._spots = words.spots
        self._reach = reach
        self._first = self._next = 0
        self._times: dict[str, int] = {}
        self._distinct: tuple[str, ...] | None = ()

    def at(self, place: Spot) -> tuple[str, ...]:
        """Give each word that begins near the place once."""
        spots, last, first = self._spots, place.end + self._reach, place.start - self._reach
        while self._next < len(spots) and spots[self._next].start <= last:
            self._count(spots[self._next].name, 1)
            self._next += 1
        while self._first < self._next and spots[self._first].start < first:
            self._count(spots[self._first].name, -1)
            self._first += 1
        if self._distinct is None:
            self._distinct = tuple(self._times)
        return self._distinct

    def _count(self, name: str, more: int) -> None:
        times = self._times.get(name, 0) + more
        if times:
            self._times[name] = times
        else:
            del self._times[name]
        if times in (0, more):
            self._distinct = None
