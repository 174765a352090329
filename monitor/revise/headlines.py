"""Did an article get another headline?

Pure. In: what the witnesses said of its title before, and what they say now. Out: the two headlines, or None.
compare.py acts on it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from monitor.core.records.pages import Claim, Field, Witness
from monitor.core.text import fold
from monitor.revise.phrases import in_words

#: Who says on a page what its headline is: first what readers see, last what is made for sharing.
_OF_PAGE = (Witness.HTML, Witness.JSON_LD, Witness.MICRODATA, Witness.META, Witness.OPEN_GRAPH)
_PARTS = re.compile(r"\s[|–—\-·•»]+\s|[|｜]")
_FEWEST_WORDS = 3  # by which a headline that was cut short is known

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Called:
    """What an outlet goes by, each name written as one word.

    Args:
        names: those it gives itself; a section may stand beside them.
        sites: its domain, with and without suffix: these may be common words.
    """

    names: frozenset[str]
    sites: frozenset[str]

    @classmethod
    def by(cls, claims: Iterable[Claim], site: str) -> "_Called":
        names = (claim.value for claim in claims if claim.field is Field.OUTLET)
        return cls(
            frozenset(filter(None, map(_as_one, names))), frozenset(map(_as_one, (site, site.partition(".")[0])))
        )

    def without(self, title: str) -> Words:
        """Give the words of a headline without the outlet's name before or behind it."""
        parts = [in_words(part) for part in _PARTS.split(fold(title).text)]
        kept = [part for part in parts if part and not self._is_name(part)]
        return tuple(chain.from_iterable(kept or parts))

    def _is_name(self, part: Words) -> bool:
        whole, *beside = map("".join, (part, part[:-1], part[1:]))
        return whole in self.names or whole in self.sites or not self.names.isdisjoint(beside)


def _as_one(name: str) -> str:
    return "".join(in_words(fold(name).text))


def new_headline(before: Sequence[Claim], after: Sequence[Claim], site: str) -> tuple[str, str] | None:
    """Give the old headline and the new one, where it changed.

    Like is compared with like: the first witness in the order of the page's heading, its data, and what is made for
    sharing, that spoke both times, decides; a feed's title is asked for only where no page spoke. No change are the
    outlet's name, quotes, punctuation and case, and a title cut short. Of a witness that gives several titles (a
    heading, and the name of the window) one must have gone that the article bore, or all of them.

    Args:
        site: registrable domain of the outlet.
    """
    called = _Called.by((*before, *after), site)
    witnesses = [Witness.FEED] if not _spoke(before) or not _spoke(after) else _OF_PAGE
    for witness in witnesses:
        old, new = _said(before, witness), _said(after, witness)
        if not old or not new:
            continue
        gone, come = _other(old, new, called), _other(new, old, called)
        if not gone or not come:
            return None
        if len(gone) == len(old) or any(claim.is_chosen for claim in gone):
            return _best(gone), _best(come)
        if any(claim.is_chosen for claim in old):
            return None
    return None


def _spoke(claims: Iterable[Claim]) -> bool:
    return any(claim.field is Field.TITLE and claim.witness in _OF_PAGE for claim in claims)


def _said(claims: Iterable[Claim], witness: Witness) -> list[Claim]:
    return [claim for claim in claims if claim.field is Field.TITLE and claim.witness is witness and claim.value]


def _other(claims: Iterable[Claim], than: Sequence[Claim], called: _Called) -> list[Claim]:
    """Give the claims that none of the others agrees with."""
    return [each for each in claims if not any(_is_same(each.value, other.value, called) for other in than)]


def _best(claims: Sequence[Claim]) -> str:
    return next((claim.value for claim in claims if claim.is_chosen), claims[0].value)


def _is_same(one: str, other: str, called: _Called) -> bool:
    first, second = called.without(one), called.without(other)
    if first == second:
        return True
    cut, whole = (first, second) if len(first) <= len(second) else (second, first)
    is_cut = (one if cut is first else other).rstrip().endswith(("…", "..."))
    return is_cut and len(cut) > _FEWEST_WORDS and whole[: len(cut) - 1] == cut[:-1]
