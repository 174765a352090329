"""How much of each of two texts agrees, small edits included?

Pure. In: two texts as runs of folded words (core.words.running), one of them indexed. Out: Agreement, shares of
both. decide.py judges by them.

Runs of characters that both hold are found as in rsync: short pieces of the other text, one in several, are looked up
in an index of the new one, and each hit is drawn out to both sides. Where a run ends, the next is sought close by, in
both texts: what lies between is a small edit, and the runs on its two sides become one chain. Strangers share
phrases, but never in the same order at the same distance, so that their phrases make no chains.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_FIRST_COMPARED = 32
# A text of which so many pieces recur in itself is looked up in both directions.
_REPETITIVE = 0.75
# How a text begins is in chains, if so much of it is.
_OF_BEGINNING = 0.85


@dataclass(frozen=True, slots=True)
class Measures:
    """What counts as a run, a small edit and a chain, in characters.

    Args:
        piece: length of the pieces that are looked up, and so of the shortest run.
        edit: the longest stretch between two runs of a chain, in either text.
        chain: a chain whose runs are shorter together is a phrase, and does not count.
        stride: one piece in so many is looked up; close to a run, every one in one fewer.
    """

    piece: int
    edit: int
    chain: int
    stride: int


#: About four words; and of Chinese, Japanese and Korean, where a character is a word.
WORDS, CHARACTERS = Measures(piece=9, edit=24, chain=24, stride=4), Measures(piece=5, edit=12, chain=10, stride=2)

#: A run that two texts share: its start and end in the new text, its start and end in the other.
Run = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two texts share. Shares are of their characters, 0 to 1.

    Args:
        chains: runs with nothing but small edits between them, in the order of the other text.
        in_other: share of the new text in chains, small edits included.
        of_other: the same of the other.
        same_in_other: share of the new text in runs, without the edits.
        same_of_other: the same of the other.
        longest: the longest chain, as a share of the text that it is the larger part of.
        resemblance: what is in runs, as a share of all that both texts hold.
        from_beginning: share of the new text in chains of which the beginning of the other consists.
    """

    chains: tuple[tuple[Run, ...], ...] = ()
    in_other: float = 0.0
    of_other: float = 0.0
    same_in_other: float = 0.0
    same_of_other: float = 0.0
    longest: float = 0.0
    resemblance: float = 0.0
    from_beginning: float = 0.0


class Indexed:
    """A text whose pieces can be looked up."""

    __slots__ = ("_places", "is_repetitive", "measures", "run")

    def __init__(self, run: str, measures: Measures) -> None:
        self.run = run
        self.measures = measures
        last = max(len(run) - measures.piece, -1)
        # The first place of a piece counts: written last.
        self._places = {run[at : at + measures.piece]: at for at in range(last, -1, -1)}
        self.is_repetitive = len(self._places) < _REPETITIVE * (last + 1)

    def chains(self, other: str) -> list[list[Run]]:
        """Find the chains of runs that another text shares, in the order of that text."""
        piece, places = self.measures.piece, self._places
        found: list[list[Run]] = []
        at, last = 0, len(other) - piece
        while at <= last:
            place = places.get(other[at : at + piece])
            if place is None:
                at += self.measures.stride
                continue
            free = found[-1][-1][3] if found else 0
            chain = self._follow(self._drawn_out(place, other, at, min(place, at - free)), other)
            found.append(chain)
            at = chain[-1][3]
        return [chain for chain in found if sum(run[1] - run[0] for run in chain) >= self.measures.chain]

    def _follow(self, run: Run | None, other: str) -> list[Run]:
        """Go from run to run as long as there are only small edits between them."""
        chain: list[Run] = []
        while run:
            chain.append(run)
            run = self._next_run(run, other)
        return chain

    def _next_run(self, run: Run, other: str) -> Run | None:
        piece, edit = self.measures.piece, self.measures.edit
        _, end, _, other_end = run
        for at in range(other_end, min(other_end + edit, len(other) - piece) + 1, self.measures.stride - 1):
            place = self.run.find(other[at : at + piece], end, end + edit + piece)
            if place >= 0:
                return self._drawn_out(place, other, at, min(place - end, at - other_end))
        return None

    def _drawn_out(self, place: int, other: str, at: int, most_back: int) -> Run:
        """Draw a common piece out to both sides, to the left at most so far."""
        text = self.run
        back = 0
        while back < most_back and text[place - back - 1] == other[at - back - 1]:
            back += 1
        ahead = _agreeing(text, place, other, at)
        return place - back, place + ahead, at - back, at + ahead


def agree(new: Indexed, other: str) -> Agreement:
    """Measure what a new text and another share."""
    chains = new.chains(other)
    if new.is_repetitive:  # each piece is known by its first place only, so the same is asked the other way round
        turned = Indexed(other, new.measures).chains(new.run)
        chains += [[(start, end, at, to) for at, to, start, end in chain] for chain in turned]
    if not chains:
        return Agreement()
    mine, theirs = len(new.run), len(other)
    runs = [run for chain in chains for run in chain]
    same, other_same = _covered((run[0], run[1]) for run in runs), _covered((run[2], run[3]) for run in runs)
    in_common = (same + other_same) / 2
    return Agreement(
        chains=tuple(map(tuple, chains)),
        in_other=_covered((chain[0][0], chain[-1][1]) for chain in chains) / mine,
        of_other=_covered((chain[0][2], chain[-1][3]) for chain in chains) / theirs,
        same_in_other=same / mine,
        same_of_other=other_same / theirs,
        longest=max(max((c[-1][1] - c[0][0]) / mine, (c[-1][3] - c[0][2]) / theirs) for c in chains),
        resemblance=in_common / (mine + theirs - in_common),
        from_beginning=min(_from_beginning(chains), mine) / mine,
    )


def edits(agreement: Agreement, new: str, other: str) -> list[tuple[str, str]]:
    """Give the small edits: the words that differ between two runs of a chain, in the new text and in the other."""
    return [
        (_whole_words(new, before[1], after[0]), _whole_words(other, before[3], after[2]))
        for chain in agreement.chains
        for before, after in pairwise(chain)
    ]


def stretches(agreement: Agreement, new: str, other: str) -> tuple[str, str]:
    """Give what is in chains, edits included, of the new text and of the other."""
    return (
        " ".join(_whole_words(new, chain[0][0], chain[-1][1]) for chain in agreement.chains),
        " ".join(_whole_words(other, chain[0][2], chain[-1][3]) for chain in agreement.chains),
    )


def _from_beginning(chains: Sequence[Sequence[Run]]) -> int:
    """Count the characters of the new text in the first chains of the other, as far as there is little between them."""
    mine = theirs = counted = 0
    for chain in sorted(chains, key=lambda chain: chain[0][2]):
        mine += chain[-1][1] - chain[0][0]
        theirs += chain[-1][3] - chain[0][2]
        if theirs >= _OF_BEGINNING * chain[-1][3]:
            counted = mine
    return counted


def _whole_words(text: str, start: int, end: int) -> str:
    """Draw a stretch out to whole words."""
    start = text.rfind(" ", 0, start) + 1
    end = text.find(" ", end)
    return text[start:] if end < 0 else text[start:end]


def _agreeing(text: str, place: int, other: str, at: int) -> int:
    """Count the characters that agree from two places on: in ever longer steps, then in ever shorter ones."""
    most = min(len(text) - place, len(other) - at)
    length, step = 0, _FIRST_COMPARED
    while length < most and text[place + length : place + length + step] == other[at + length : at + length + step]:
        length += step
        step *= 2
    while step := step // 2:
        if text[place + length : place + length + step] == other[at + length : at + length + step]:
            length += step
    return min(length, most)


def _covered(stretches: Iterable[tuple[int, int]]) -> int:
    """Count the characters that stretches cover, those covered twice once."""
    covered = reached = 0
    for start, end in sorted(stretches):
        if end > reached:
            covered += end - max(start, reached)
            reached = end
    return covered
