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
_OF_PAGE = (
    Witness.HEADING,
    Witness.HTML,
    Witness.JSON_LD,
    Witness.MICRODATA,
    Witness.META,
    Witness.OPEN_GRAPH,
)
_PARTS = re.compile(r"\s[|–—\-·•»]+\s|[|｜]")
_FEWEST_WORDS = 3  # by which a headline is known where it was cut short, or where nobody else gives it

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

    Like is compared with like: the first witness in the order of the heading, the name of the window, the page's data,
    and what is made for sharing, that spoke both times, decides; a feed's title is asked for only where no page spoke.
    So another heading is another headline, though all else lags. No change are the outlet's name, quotes,
    punctuation and case, and a title cut short. Of a witness that gives several titles (headings, or a heading and the
    name of the window in what was stored before these were told apart) one must have gone that the article bore, or
    all of them. Of a heading that does not decide (a rubric) the next witness is asked.

    Args:
        site: registrable domain of the outlet.
    """
    called = _Called.by((*before, *after), site)
    seen = _headings(before, called), _headings(after, called)
    if all(seen):
        borne = [each for each in seen[0] if _is_borne(each, before, called)]
        found = _exchanged(*seen, borne, called)
        if found and (borne or any(len(in_words(each.value)) >= _FEWEST_WORDS for each in seen[0])):
            return found
        if borne:
            return None
    return _elsewhere(before, after, called, is_told_apart=bool(seen[0]) is bool(seen[1]))


def _headings(claims: Sequence[Claim], called: _Called) -> list[Claim]:
    """Give what stands at the head of a text and is not the name of a section or of the outlet."""
    rubrics = {in_words(fold(claim.value).text) for claim in claims if claim.field is Field.SECTION}
    headings = ((claim, in_words(fold(claim.value).text)) for claim in _said(claims, (Witness.HEADING,)))
    return [claim for claim, words in headings if words not in rubrics and "".join(words) not in called.names]


def _is_borne(heading: Claim, claims: Iterable[Claim], called: _Called) -> bool:
    """Whether a heading is the article's: chosen, or repeated by another witness."""
    others = (claim for claim in claims if claim.field is Field.TITLE and claim.witness is not heading.witness)
    return heading.is_chosen or any(_is_same(heading.value, other.value, called) for other in others)


def _exchanged(
    old: Sequence[Claim], new: Sequence[Claim], borne: Sequence[Claim], called: _Called
) -> tuple[str, str] | None:
    """Give the title that went and the one that came, where one went that the article bore, or all did."""
    gone, come = _other(old, new, called), _other(new, old, called)
    lost = [claim for claim in gone if claim in borne]
    return (_best(lost or gone), _best(come)) if come and (lost or len(gone) == len(old)) else None


def _elsewhere(
    before: Sequence[Claim], after: Sequence[Claim], called: _Called, *, is_told_apart: bool
) -> tuple[str, str] | None:
    """Ask the witnesses beside the heading.

    Args:
        is_told_apart: False where a heading was heard once: then it may be one of the titles that the page gave as
            HTML the other time, and is compared with them.
    """
    page = [(each,) for each in _OF_PAGE[1:]] if is_told_apart else [_OF_PAGE[:2], *((each,) for each in _OF_PAGE[2:])]
    for witnesses in page if _spoke(before) and _spoke(after) else [(Witness.FEED,)]:
        old, new = _said(before, witnesses), _said(after, witnesses)
        if not old or not new:
            continue
        borne = [claim for claim in old if claim.is_chosen]
        found = _exchanged(old, new, borne, called)
        if found or borne or not _other(old, new, called) or not _other(new, old, called):
            return found
    return None


def _spoke(claims: Iterable[Claim]) -> bool:
    return any(claim.field is Field.TITLE and claim.witness in _OF_PAGE for claim in claims)


def _said(claims: Iterable[Claim], witnesses: Sequence[Witness]) -> list[Claim]:
    return [claim for claim in claims if claim.field is Field.TITLE and claim.witness in witnesses and claim.value]


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
