"""Where do two texts agree, word for word?

Pure. In: the words of both. Out: Spans, for a person to see why a verdict fell as it did; they decide nothing.
"""

from collections import defaultdict

from monitor.core.records.verdicts import Span
from monitor.core.words import Word

_LEAST_WORDS = 5
_MOST_SPANS = 50
# A phrase that recurs in the other text is tried at this many places only, which keeps the time linear.
_MOST_PLACES = 8


def agreeing_spans(words: list[Word], other: list[Word]) -> tuple[Span, ...]:
    """Find the longest runs of at least five words that two texts share, at most 50, in the order of the first.

    From left to right, each run is the longest that begins at its word; runs do not overlap in the first text.
    """
    mine, theirs = [w for w, _, _ in words], [w for w, _, _ in other]
    places = _places(theirs)
    runs = []
    at = 0
    while at + _LEAST_WORDS <= len(mine):
        found = places.get(tuple(mine[at : at + _LEAST_WORDS]), ())
        length, there = max(((_agreement(mine, at, theirs, place), -place) for place in found), default=(0, 0))
        if length:
            runs.append((length, at, -there))
        at += length or 1
    longest = sorted(sorted(runs, reverse=True)[:_MOST_SPANS], key=lambda run: run[1])
    return tuple(Span(words[i][1], words[i + n - 1][2], other[j][1], other[j + n - 1][2]) for n, i, j in longest)


def _places(words: list[str]) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(words) - _LEAST_WORDS + 1):
        known = places[tuple(words[at : at + _LEAST_WORDS])]
        if len(known) < _MOST_PLACES:
            known.append(at)
    return places


def _agreement(mine: list[str], at: int, theirs: list[str], there: int) -> int:
    """Count the words that agree from two places on."""
    most = min(len(mine) - at, len(theirs) - there)
    return next((n for n in range(_LEAST_WORDS, most) if mine[at + n] != theirs[there + n]), most)
