"""Which pieces of two texts stand for one another, in their order?

Pure. In: two sequences of pieces: lines, sentences, or words. Out: pairs of positions that rise on both sides. diff.py
makes edits of them, noise.py asks which paragraphs a change lies in.

The work is bounded: runs of pieces, and pieces, that occur once on both sides part long sequences; between them the
shortest edit is sought, a stretch at a time, and so long as the work allowed lasts. Where it is used up, nothing more
is the same.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import islice, pairwise

from monitor.core.words import is_cjk

#: Positions in the one and in the other sequence.
Pair = tuple[int, int]

#: A text of more is compared by whole paragraphs first, and by words only where these differ. Words are counted
#: roughly, a character of Chinese as one and a half: a long article has 5,000.
MOST_WORDS = 60_000
MOST_LINES = 10_000

_DEPTH = 8  # how often a gap between anchors is parted again
_WIDTHS = (4, 1, 12)  # pieces of a run that is sought on both sides; a character of Chinese alone says little
_FEW = 64  # pieces that need no anchors
_LEAP = 48  # edits that are sought at once; what is farther apart is sought from where these led
_STEPS = 400_000  # of the search, at most
_LONGEST_WORD = 16  # characters to a blank, in scripts that write blanks
_RESEMBLANCE = 0.4
_CELLS = 2_500  # pairs of lines that are weighed; of more, those near the diagonal
_BAND = 8


def weight(text: str) -> int:
    """Say how many words' work a text is, roughly and at once: where few blanks are written, each character is 1.5."""
    blanks = text.count(" ") + text.count("\n")
    return blanks + 1 if blanks * _LONGEST_WORD >= len(text) else len(text) * 3 // 2


def is_long(text: str) -> bool:
    """Say whether a text is too long to be compared word by word as a whole."""
    return weight(text) > MOST_WORDS or text.count("\n") >= MOST_LINES


def matching(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pair equal pieces so that few are left over."""
    pairs: list[Pair] = []
    gaps = [(0, len(before), 0, len(after), _DEPTH)]
    search = _Search()
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
        anchors = _anchors(one, other) if depth and len(one) + len(other) > _FEW else []
        found = [(start + at, other_start + other_at) for at, other_at in anchors or search.pairs(one, other)]
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
    """Pair the beginnings of runs that occur once on both sides, by the first width that has any."""
    for width in _WIDTHS if len(before) + len(after) <= 2 * MOST_WORDS else (1,):
        one, other = (before, after) if width == 1 else (_runs(before, width), _runs(after, width))
        if chain := _in_order(one, other):
            return chain
    return []


def _runs(pieces: Sequence[str], width: int) -> list[tuple[str, ...]]:
    return list(zip(*(islice(pieces, at, None) for at in range(width)), strict=False))


def _in_order(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """Pair what occurs once on both sides, as many as stand in the same order (patience diff)."""
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


class _Search:
    """The search for short edits, and how much work is left for it.

    Source: Eugene W. Myers, "An O(ND) difference algorithm and its variations", 1986.
    """

    def __init__(self) -> None:
        self._left = _STEPS

    def pairs(self, before: Sequence[str], after: Sequence[str]) -> list[Pair]:
        """Pair equal pieces by a short edit, leaving out those that only one side has.

        It is the shortest where up to 48 pieces differ. Of more, it is made of stretches: each is the way that leads
        farthest by 48 edits from where the last one ended, so that a long text with many edits costs no more than two
        texts with nothing in common.
        """
        shared = set(before) & set(after)
        ours = [at for at, piece in enumerate(before) if piece in shared]
        theirs = [at for at, piece in enumerate(after) if piece in shared]
        one, other = [before[at] for at in ours], [after[at] for at in theirs]
        found: list[Pair] = []
        place = (0, 0)
        while place[0] < len(one) and place[1] < len(other) and self._left > 0:
            way, place = self._leap(one, other, place)
            found += [(ours[at], theirs[other_at]) for at, other_at in way]
        return found

    def _leap(self, one: Sequence[str], other: Sequence[str], place: Pair) -> tuple[list[Pair], Pair]:
        """Go on by 48 edits, or to the end: give what is the same on the way, and where it leads."""
        first, second = place
        size, other_size = len(one) - first, len(other) - second
        reached, trace = [0] * (2 * _LEAP + 3), list[list[int]]()
        for edits in range(_LEAP + 1):
            trace.append(reached[_LEAP + 1 - edits : _LEAP + 2 + edits])
            self._left -= edits + 1
            for diagonal in range(-edits, edits + 1, 2):
                middle = _LEAP + 1 + diagonal
                adds = diagonal == -edits or (diagonal != edits and reached[middle - 1] < reached[middle + 1])
                at = reached[middle + 1] if adds else reached[middle - 1] + 1
                other_at = at - diagonal
                while at < size and other_at < other_size and one[first + at] == other[second + other_at]:
                    at, other_at = at + 1, other_at + 1
                reached[middle] = at
                if at >= size and other_at >= other_size:
                    return _walked_back(trace, (at, other_at), place), (len(one), len(other))
        ends = [(reached[_LEAP + 1 + diagonal], diagonal) for diagonal in range(-_LEAP, _LEAP + 1, 2)]
        inside = [(at, at - diagonal) for at, diagonal in ends if at <= size and at - diagonal <= other_size]
        if not inside:
            return [], (len(one), len(other))
        best = max(inside, key=sum)
        return _walked_back(trace, best, place), (first + best[0], second + best[1])


def _walked_back(trace: Sequence[Sequence[int]], end: Pair, place: Pair) -> list[Pair]:
    """Give the pairs on the way that a trace describes, from its end: ``trace[n]`` has diagonals -n to n."""
    pairs: list[Pair] = []
    at, other_at = end
    for edits in range(len(trace) - 1, -1, -1):
        reached, diagonal = trace[edits], at - other_at
        middle = edits + diagonal
        adds = diagonal == -edits or (diagonal != edits and reached[middle - 1] < reached[middle + 1])
        came_from = (reached[middle + 1] if adds else reached[middle - 1]) if edits else 0
        begins = came_from if adds else came_from + 1
        pairs += [(place[0] + each, place[1] + each - diagonal) for each in range(at - 1, begins - 1, -1)]
        at, other_at = came_from, came_from - diagonal - (1 if adds else -1)
    return pairs[::-1]
