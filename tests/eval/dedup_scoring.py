"""How good are verdicts on labelled pairs?

Pure. In: what is true of each pair, and what was found. Out: precision, recall and F1 of a label, and their average.
A revision counts as a copy: by its text, it is one. dedup.py prints them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from monitor.core.records.verdicts import Verdict, VerdictKind
from tests.eval.dedup_records import Pair

Told = Literal["dup", "partial", "distinct"]

LABELS: tuple[Told, ...] = ("dup", "partial", "distinct")

_TOLD: dict[VerdictKind, Told] = {
    VerdictKind.NEW: "distinct",
    VerdictKind.PARTIAL: "partial",
    VerdictKind.COPY: "dup",
    VerdictKind.EXACT: "dup",
    VerdictKind.VERSION: "dup",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of one pair.

    Args:
        language: of the first text.
        is_reversed: the second text was known, and the first was judged.
        is_reported: it is in the half that figures are reported of.
    """

    pair: Pair
    told: Told
    verdict: Verdict
    language: str = ""
    is_reversed: bool = False
    is_reported: bool = True

    @property
    def true(self) -> Told:
        """What should have been found."""
        return "dup" if self.pair.label == "revision" else self.pair.label

    @property
    def is_right(self) -> bool:
        """Whether it was."""
        return self.told == self.true


@dataclass(frozen=True, slots=True)
class Scored:
    """How well a label was found; each figure 0 to 1, and 1 where there was nothing to find or nothing was found."""

    pairs: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall or 1)


def told_by(verdict: Verdict) -> Told:
    """Say what a verdict tells of the two texts."""
    return _TOLD[verdict.kind]


def score(outcomes: Iterable[Outcome], label: Told) -> Scored:
    """Score one label over all pairs."""
    every = list(outcomes)
    true = [each.is_right for each in every if each.true == label]
    told = [each.is_right for each in every if each.told == label]
    return Scored(len(true), _share(told), _share(true))


def macro_f1(outcomes: Sequence[Outcome]) -> float:
    """Average the F1 of those labels that occur, each weighing the same."""
    labels = [label for label in LABELS if any(each.true == label for each in outcomes)]
    return fmean(score(outcomes, label).f1 for label in labels)


def score_some(outcomes: Sequence[Outcome], some: Sequence[Outcome]) -> Scored:
    """Score some of the pairs of one label; of the label's false alarms they bear as much as they are of its pairs."""
    label = some[0].true
    right = sum(each.is_right for each in some)
    false = sum(each.told == label and not each.is_right for each in outcomes)
    borne = false * len(some) / sum(each.true == label for each in outcomes)
    return Scored(len(some), right / (right + borne) if right + borne else 1.0, right / len(some))


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 1.0
