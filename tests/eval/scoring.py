"""How much of an article's text was found, and how much else?

Pure. In: the text that a person marked, and the text that a program found. Out: figures from 0 to 1.
extract.py prints them.

Source: scrapinghub/article-extraction-benchmark, the measure that its README and evaluate.py define.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

SHINGLE = 4  # words
_WORD = re.compile(r"\w+")


class Overlap(NamedTuple):
    """What two texts of one page share: parts of all their shingles, which sum up to 1, or are 0 where neither has any.

    Args:
        both: found, and rightly so.
        extra: found, and no part of the article.
        missed: a part of the article, and not found.
    """

    both: float
    extra: float
    missed: float


@dataclass(frozen=True, slots=True)
class Score:
    """What many pages come to.

    Args:
        accuracy: share of the pages whose words are all right, in their order.
    """

    precision: float
    recall: float
    accuracy: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall: of their averages, not the average of each page's."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def overlap(true: str, found: str) -> Overlap:
    """Compare two texts by their shingles of four words, each as often as it occurs.

    A text of fewer words is one shingle; a page weighs as much as any other, however long it is.
    """
    wanted, got = _shingles(true), _shingles(found)
    both, extra, missed = (wanted & got).total(), (got - wanted).total(), (wanted - got).total()
    every = both + extra + missed
    return Overlap(both / every, extra / every, missed / every) if every else Overlap(0.0, 0.0, 0.0)


def is_equal(true: str, found: str) -> bool:
    """Say whether two texts have the same words in the same order."""
    return _WORD.findall(true) == _WORD.findall(found)


def score(texts: Iterable[tuple[str, str]]) -> Score:
    """Score pairs of the true text and the text found, a pair a page.

    Precision is averaged over the pages where anything was found, recall over those that hold an article.
    """
    pairs = list(texts)
    compared = [overlap(true, found) for true, found in pairs]
    return Score(
        precision=_mean([page.both / (page.both + page.extra) for page in compared if page.both + page.extra]),
        recall=_mean([page.both / (page.both + page.missed) for page in compared if page.both + page.missed]),
        accuracy=_mean([float(is_equal(true, found)) for true, found in pairs]),
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - SHINGLE + 1)) if words else range(0)
    return Counter(tuple(words[start : start + SHINGLE]) for start in starts)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
