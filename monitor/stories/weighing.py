"""How much do two articles say of the same event?

Pure. In: the traits of two articles, how often each key occurs among the live articles, and the time between them. Out:
Likeness, with the keys that they share. placing.py compares an article with a story's members by it.

A key weighs what its rarity tells (the logarithm of one part in how many), by the kind of key, and less the later it
stands in its article's list. Words count within a language; the sounds of names for pairs with Chinese or Arabic, whose
names are known by nothing else. What both tell and tell differently, such as places or figures, speaks against them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from math import exp, log, sqrt

from monitor.core.records.stories import Traits

#: What is thought of a key's rarity before anything was counted: this many articles, of which so many have it.
_BEFORE = 300.0
_USUAL = {
    "land": 0.25,
    "where": 0.03,
    "who": 0.04,
    "what": 0.04,
    "about": 0.08,
    "name": 0.004,
    "sound": 0.006,
    "number": 0.006,
    "figure": 0.02,
    "date": 0.04,
    "word": 0.01,
}
#: What is watched for is named by most of what is kept.
_WATCHED = {"who:csto": 0.3, "who:sco": 0.3, "land:kazakhstan": 0.5}
_TELLING = {
    "land": 0.5,
    "where": 1.1,
    "who": 0.9,
    "what": 0.8,
    "about": 0.4,
    "name": 1.0,
    "sound": 0.9,
    "number": 1.0,
    "figure": 0.8,
    "date": 0.4,
    "word": 0.6,
}
_USUAL_ELSE, _TELLING_ELSE = 0.02, 0.5
_HALF_RANK = 24.0
#: Kinds in which two reports of one event mostly agree somewhere, and how much it speaks against them if they do not.
_AGREEING = {"where": 0.6, "what": 0.5, "number": 0.8, "land": 0.7}
_ENOUGH = 7.0
_FEWEST = 2
# Of the weight of so many weightiest keys, words left out, this share is asked for; without it, less remains.
_WEIGHTIEST = 12
_SHARE_OF_THEM = 0.3
_UNFOCUSED = 0.3
_DAY_S = 86_400.0
_SOUND_ONLY = frozenset({"zh", "ja", "ar", "fa", "ur"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two articles are, 0 to 1, and the keys that they share, the most telling first."""

    score: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The keys of an article by kind, and what each weighs; each kind in the order of the article's list.

    Args:
        language: of its words, "" where it has none.
    """

    by_kind: Mapping[str, Mapping[str, float]]
    language: str


class Scale:
    """Weighs articles against one another; made for one placement.

    Args:
        counts: in how many of the live articles a key occurs; a key that is missing occurs in none.
        live: how many articles are live.
    """

    def __init__(self, counts: Mapping[str, int], live: int) -> None:
        self._counts = counts
        self._live = live
        self._worth: dict[str, tuple[str, float]] = {}

    def weigh(self, traits: Traits) -> Weighed:
        """Give the keys of an article with what each is worth."""
        by_kind: dict[str, dict[str, float]] = {}
        for rank, key in enumerate(traits.keys):
            kind, worth = self._worth.get(key) or self._weigh(key)
            by_kind.setdefault(kind, {})[key] = worth / (1 + rank / _HALF_RANK)
        return Weighed(by_kind, language_of(traits))

    def compare(self, one: Weighed, other: Weighed, *, apart_s: float) -> Likeness:
        """Say how alike two articles are."""
        left_out = _left_out(one.language, other.language)
        mine, theirs = _all(one, left_out), _all(other, left_out)
        shared = {key: sqrt(weight * theirs[key]) for key, weight in mine.items() if key in theirs}
        if len(shared) < _FEWEST:
            return Likeness(0.0)
        evidence = sum(shared.values())
        whole = sqrt(sum(mine.values()) * sum(theirs.values()))
        score = sqrt(evidence / whole) * (1 - exp(-evidence / _ENOUGH)) if whole else 0.0
        score *= _agreement(one, other) * _recency(apart_s)
        score *= min(_focus(each, left_out, shared) for each in (one, other))
        return Likeness(score, tuple(sorted(shared, key=lambda key: (-shared[key], key))))

    def _weigh(self, key: str) -> tuple[str, float]:
        kind = key.partition(":")[0]
        usual = _WATCHED.get(key) or _USUAL.get(kind, _USUAL_ELSE)
        having = self._counts.get(key, 0) + usual * _BEFORE
        rarity = -log(min(having / (self._live + _BEFORE), 1.0))
        self._worth[key] = kind, rarity * _TELLING.get(kind, _TELLING_ELSE)
        return self._worth[key]


def language_of(traits: Traits) -> str:
    """Give the language of an article's words, "" where it has none."""
    return next((key.split(":", 2)[1] for key in traits.keys if key.startswith("word:")), "")


def _left_out(language: str, other: str) -> frozenset[str]:
    """Leave out the words where the languages differ, and one of the two ways in which names sound."""
    names = "sound" if _SOUND_ONLY.isdisjoint((language, other)) else "name"
    return frozenset((names,)) if language == other else frozenset((names, "word"))


def _all(weighed: Weighed, left_out: frozenset[str]) -> dict[str, float]:
    keys: dict[str, float] = {}
    for kind, weights in weighed.by_kind.items():
        if kind not in left_out:
            keys.update(weights)
    return keys


def _agreement(one: Weighed, other: Weighed) -> float:
    """Give 1 where the two agree in each kind that both tell of, less for each in which they share nothing."""
    factor = 1.0
    for kind, against in _AGREEING.items():
        mine, theirs = one.by_kind.get(kind), other.by_kind.get(kind)
        if mine and theirs and mine.keys().isdisjoint(theirs):
            factor *= against
    return factor


def _focus(weighed: Weighed, left_out: frozenset[str], shared: Mapping[str, float]) -> float:
    """Give 1 where the weightiest keys of an article are shared, less where they tell of something else.

    A review that names an event among others has weightier ones of the others.
    """
    keys = _all(weighed, left_out | {"word"})
    first = islice(sorted(keys.items(), key=lambda each: -each[1]), _WEIGHTIEST)
    whole = mine = 0.0
    for key, weight in first:
        whole += weight
        mine += weight if key in shared else 0.0
    return _UNFOCUSED + (1 - _UNFOCUSED) * min(mine / whole / _SHARE_OF_THEM, 1.0) if whole else 1.0


def _recency(apart_s: float) -> float:
    """Give 1 for half a day, and three quarters for four days."""
    days = max(apart_s / _DAY_S - 0.5, 0.0)
    return 1 / (1 + days / 10)
