"""How well do the stories that were found agree with the events that articles are about?

Pure. In: for each article its true event, the story it was put into, its language. Out: B-cubed precision, recall, F1.
stories.py prints them.

Source: A. Bagga and B. Baldwin, "Algorithms for scoring coreference chains", LREC 1998, workshop on linguistic
coreference; every article weighs the same. The measure for clusters at large: E. Amigo et al., "A comparison of
extrinsic clustering evaluation metrics based on formal constraints", Information Retrieval 12 (2009).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True, slots=True)
class Item:
    """An article: the event that it is truly about, and the story that it was put into."""

    event: Hashable
    story: Hashable
    language: str


@dataclass(frozen=True, slots=True)
class Score:
    """How far stories can be trusted (precision), and how complete they are (recall); 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


_Counts = Callable[[Item, Item], bool]


def overall(items: Sequence[Item]) -> Score:
    """Score all articles: B-cubed as it was defined.

    An article's precision is the share of its story (itself included) that is about its event; its recall the share of
    its event (itself included) that is in its story. Both are averaged over the articles.
    """
    return _score(items, lambda _, __: True)


def within(items: Sequence[Item]) -> Score:
    """Score each language as if there were no other, and average by articles.

    As ``overall``, but of an article's story and event only the articles in its own language count, itself included.
    """
    return _score(items, lambda one, other: one.language == other.language)


def across(items: Sequence[Item]) -> Score:
    """Score how languages are brought together.

    Of an article's story and event only the articles in other languages count, so the article itself does not: nothing
    is earned by leaving it alone. Its precision is the share of those in its story that are about its event; where
    there are none in its story, it is left out of the average. Its recall is the share of those about its event that
    are in its story; where there are none about its event, it is left out likewise. An average over nothing is 1:
    nothing was claimed wrongly, or nothing was to be found.
    """
    return _score(items, lambda one, other: one.language != other.language)


def _score(items: Sequence[Item], counts: _Counts) -> Score:
    precisions, recalls = [], []
    for one in items:
        beside = [other for other in items if counts(one, other)]
        found = [other for other in beside if other.story == one.story]
        true = sum(other.event == one.event for other in beside)
        both = sum(other.event == one.event for other in found)
        if found:
            precisions.append(both / len(found))
        if true:
            recalls.append(both / true)
    return Score(_mean(precisions), _mean(recalls))


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 1.0
