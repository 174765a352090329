"""Which pieces of two texts stand for one another, in their order?

Pure. In: two sequences of pieces: lines, or words. Out: pairs of positions that rise on both sides. diff.py makes
edits of them, noise.py asks which paragraphs a change lies in.

The work is bounded: pieces that occur once on both sides part long sequences, the shortest edit is sought only
between them, and not for longer than their size allows. Where it is not found, nothing there is the same.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise
from math import isqrt

from monitor.core.words import is_cjk

#: Positions in the one and in the other sequence.
Pair = tuple[int, int]

_DEPTH = 6  # how often a gap between anchors is parted again
_STEPS = 64  # of the search, for each piece
_FARTHEST = 400  # edits; what is farther apart is not the same text
_RESEMBLANCE = 0.4
_CELLS = 2_500  # pairs of lines that are weighed; of more, those near the diagonal
_BAND = 8


def matching(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pair equal pieces so that few are left over."""
    pairs: list[Pair] = []
    gaps = [(0, len(before), 0, len(after), _DEPTH)]
    while gaps:
        start, end, other_start, other_end, depth = gaps.pop()
        while start < end and other_start < other_end and before[start] == after[other_start]:
            pairs.append((start, other_start))
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and before[end - 1] == after[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            pairs.append((end, other_end))
        if start == end or other_start == other_end:
            continue
        one, other = before[start:end], after[other_start:other_end]
        anchors = _anchors(one, other) if depth and len(one) + len(other) > _STEPS else []
        found = [(start + at, other_start + other_at) for at, other_at in anchors or _shortest_edit(one, other)]
        pairs += found
        if anchors:
            bounds = [(start - 1, other_start - 1), *found, (end, other_end)]
            gaps += [(a + 1, b, other_a + 1, other_b, depth - 1) for (a, other_a), (b, other_b) in pairwise(bounds)]
    return sorted(pairs)


def profile(words: Sequence[str]) -> frozenset[str]:
    """Give by what a line is weighed: its words, or its pairs of characters where they are CJK."""
    if is_cjk(list(words)):
        return frozenset(map("".join, zip(words, islice(words, 1, None), strict=False))) or frozenset(words)
    return frozenset(words)


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """Say how much two lines have in common, 0 to 1 (the Dice coefficient); 0 where it is too little to matter."""
    both = len(one) + len(other)
    if not both or 2 * min(len(one), len(other)) < _RESEMBLANCE * both:
        return 0.0
    share = 2 * len(one & other) / both
    return share if share >= _RESEMBLANCE else 0.0


def resembling(before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]) -> list[Pair]:
    """Pair lines that resemble one another, so that their resemblances add up to the most."""
    if not before or not after:
        return []
    best = _BestSoFar(len(after))
    band = max(_BAND, _CELLS // (2 * max(len(before), len(after))))
    for at, line in enumerate(before):
        middle = at * len(after) // len(before)
        # From the right, so that no two of one line's pairs are chained.
        for other_at in reversed(range(max(middle - band, 0), min(middle + band + 1, len(after)))):
            weight = resemblance(line, after[other_at])
            if weight:
                best.add((at, other_at), weight)
    return best.chain()


_Chain = tuple[float, "tuple[Pair, _Chain] | None"]


class _BestSoFar:
    """The best chain of pairs that ends before each position: a Fenwick tree of maxima."""

    def __init__(self, size: int) -> None:
        self._tree: list[_Chain] = [(0.0, None)] * (size + 1)

    def add(self, pair: Pair, weight: float) -> None:
        earlier = self._before(pair[1])
        chain: _Chain = (earlier[0] + weight, (pair, earlier))
        at = pair[1] + 1
        while at < len(self._tree):
            if chain[0] > self._tree[at][0]:
                self._tree[at] = chain
            at += at & -at

    def chain(self) -> list[Pair]:
        pairs, link = [], self._before(len(self._tree) - 1)[1]
        while link:
            pair, (_, link) = link
            pairs.append(pair)
        return pairs[::-1]

    def _before(self, position: int) -> _Chain:
        best = self._tree[0]
        while position:
            if self._tree[position][0] > best[0]:
                best = self._tree[position]
            position -= position & -position
        return best


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pair pieces that occur once on both sides, as many as stand in the same order (patience diff)."""
    counts, other_counts = Counter(before), Counter(after)
    places = {piece: at for at, piece in enumerate(after) if other_counts[piece] == 1 == counts[piece]}
    once = [(at, places[piece]) for at, piece in enumerate(before) if piece in places]
    ends: list[int] = []  # where the best run of each length ends in ``after``
    last_of: list[int] = []  # the pair it ends with, as a place in ``links``
    links: list[tuple[Pair, int]] = []
    for pair in once:
        length = bisect_left(ends, pair[1])
        if length == len(ends):
            ends.append(0)
            last_of.append(0)
        ends[length], last_of[length] = pair[1], len(links)
        links.append((pair, last_of[length - 1] if length else -1))
    chain, at = [], last_of[-1] if last_of else -1
    while at >= 0:
        pair, at = links[at]
        chain.append(pair)
    return chain[::-1]


def _shortest_edit(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pair equal pieces by the shortest edit, leaving out those that only one side has.

    Source: Eugene W. Myers, "An O(ND) difference algorithm and its variations", 1986.
    """
    shared = set(before) & set(after)
    ours = [at for at, piece in enumerate(before) if piece in shared]
    theirs = [at for at, piece in enumerate(after) if piece in shared]
    one, other = [before[at] for at in ours], [after[at] for at in theirs]
    farthest = min(_FARTHEST, isqrt(_STEPS * (len(one) + len(other))))
    reached, trace = [0] * (2 * farthest + 3), list[list[int]]()
    for edits in range(farthest + 1):
        trace.append(reached[farthest + 1 - edits : farthest + 2 + edits])
        for diagonal in range(-edits, edits + 1, 2):
            middle = farthest + 1 + diagonal
            adds = diagonal == -edits or (diagonal != edits and reached[middle - 1] < reached[middle + 1])
            at = reached[middle + 1] if adds else reached[middle - 1] + 1
            other_at = at - diagonal
            while at < len(one) and other_at < len(other) and one[at] == other[other_at]:
                at, other_at = at + 1, other_at + 1
            reached[middle] = at
            if at >= len(one) and other_at >= len(other):
                return [(ours[a], theirs[b]) for a, b in _walked_back(trace, len(one), len(other))]
    return []


def _walked_back(trace: Sequence[Sequence[int]], at: int, other_at: int) -> list[Pair]:
    """Give the pairs on the way that a trace describes, from its end: ``trace[n]`` has diagonals -n to n."""
    pairs: list[Pair] = []
    for edits in range(len(trace) - 1, -1, -1):
        reached, diagonal = trace[edits], at - other_at
        middle = edits + diagonal
        adds = diagonal == -edits or (diagonal != edits and reached[middle - 1] < reached[middle + 1])
        came_from = (reached[middle + 1] if adds else reached[middle - 1]) if edits else 0
        begins = came_from if adds else came_from + 1
        pairs += [(each, each - diagonal) for each in range(at - 1, begins - 1, -1)]
        at, other_at = came_from, came_from - diagonal - (1 if adds else -1)
    return pairs[::-1]
