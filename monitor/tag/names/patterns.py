"""How is a name written as a pattern, and does it stand at this place of a folded text?

Pure. In: a Name, or a word of context, as topics.yaml has it. Out: Pattern, and the place it takes.
finding.py finds where a pattern's first word stands, and asks here whether the rest agrees.

A word that a hyphen breaks at the end of a line is not put together: feeds and pages break no words, and where they
did, "pro-" and "Kazakh" would be one word too.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from monitor.core.name_words import BETWEEN_WORDS, stem_of, words_of
from monitor.core.text import UNSPACED_SCRIPTS, Folded, fold, in_other_alphabet, is_in_two_alphabets, script, tidy
from monitor.core.topics import Match, Name
from monitor.tag.names.endings import (
    LONGEST_ENDING,
    apostrophe_end,
    goes_straight_on,
    hyphen_end,
    is_prefix,
    joins_before,
    letters_end,
    runs_together,
    tail_end,
)

_WIDEST_GAP = 8
# Words from this length on are rare enough to look for a name by them.
_RARE = 4
_GAPS = frozenset(filter(BETWEEN_WORDS.match, map(chr, range(0x3001))))
# Languages that write a case ending straight onto an acronym: "ShHTga", "ШКУнун".
_ENDING_ON_ACRONYM = frozenset({"kk", "ky", "uz", "tg", "tr", "az", "tk", "tt", "ba", "hy", "ka", "mn", "hu", "et"})
# What no word goes on before, and no name or ending behind: asked first, since it is nearly always there.
_CLEAR_BEFORE = frozenset({"", *" \n\t-–—«»\"'“”„(),.:;/#@!?[]"})
_CLEAR_BEHIND = frozenset({"", *' \n\t«»"“”„(),.;/!?[]'})
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:19|20)\d\d\Z")
_YEAR_BEHIND = re.compile(r"(?:19|20)\d\d(?!\d)")
_ARTICLE = "ال"
# Typed for one another, though they do not look the same: "ОДК" with a Latin B.
_BE, _LATIN_B = "Б", "B"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a pattern: what it begins with, and whether any ending may follow."""

    stem: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A name ready for matching; every text in it is folded.

    Args:
        anchor: which word it is found by: the first, or a longer one where the first would be found everywhere.
        keys: how that word may read when it is folded; they are of one length.
        cased: an acronym in its capitals, one space between words; else empty.
        first_script: of its first letter; ``last_script`` of the last.
        is_bounded: whether it must begin at a word's left boundary.
        is_free: whether it may end inside a run of letters that is not its ending (unspaced scripts).
        takes_ending: whether letters may follow an acronym without hyphen or apostrophe.
    """

    words: tuple[Word, ...]
    anchor: int
    keys: tuple[str, ...]
    cased: str
    first_script: str
    last_script: str
    is_bounded: bool
    is_free: bool
    takes_ending: bool


class Place(NamedTuple):  # made for every name found, in a third of the time that a frozen dataclass takes
    """Where a pattern stands in a folded text; the core is the name without its inflection."""

    start: int
    core_end: int
    end: int


def compile_name(name: Name) -> Pattern:
    """Make a name into a pattern by the rule of its kind."""
    is_open = name.match in (Match.STEM, Match.SUBSTRING)
    written = words_of(name.text)
    words = [Word(stem_of(word), word.endswith("*")) for word in written]
    words[-1] = Word(words[-1].stem, is_open or words[-1].is_open)
    first, last = script(words[0].stem[0]), script(words[-1].stem[-1])
    cased = " ".join(written) if name.match.is_acronym else ""
    anchor = _anchor(words)
    return Pattern(
        words=tuple(words),
        anchor=anchor,
        keys=_keys(words[0].stem, cased) if anchor == 0 else (words[anchor].stem,),
        cased=cased,
        first_script=first,
        last_script=last,
        is_bounded=name.match is not Match.SUBSTRING and first not in UNSPACED_SCRIPTS,
        is_free=last in UNSPACED_SCRIPTS,
        takes_ending=name.match.is_acronym
        and not _ENDING_ON_ACRONYM.isdisjoint(name.language.replace("-", " ").split()),
    )


def compile_context(words: str) -> Pattern:
    """Make a word of context into a pattern: whole words, any case, any ending where a ``*`` stands."""
    return compile_name(Name(words, "", Match.PHRASE))


def _anchor(words: list[Word]) -> int:
    if len(words[0].stem) >= _RARE:
        return 0
    return max(range(len(words)), key=lambda number: len(words[number].stem))


def _keys(stem: str, cased: str) -> tuple[str, ...]:
    """Give what a first word may read as when it is folded: a mixed acronym may be read in the other alphabet."""
    if stem.startswith(_ARTICLE):
        return stem, f"ل{stem[1:]}"  # "for the" is written in one: "للامن"
    others = filter(None, (in_other_alphabet(cased), cased.replace(_BE, _LATIN_B) if _BE in cased else ""))
    return tuple(dict.fromkeys((stem, *(fold(other).text for other in others))))


def begins_word(folded: Folded, start: int, first_script: str) -> bool:
    """Whether a word of this script begins here, or something that is written onto it ends."""
    if start == 0 or folded.text[start - 1] in _CLEAR_BEFORE:
        return True
    return not joins_before(folded, start, first_script) or is_prefix(folded.text, start, first_script)


def place(pattern: Pattern, folded: Folded, start: int, core_end: int) -> Place | None:
    """Say which place a pattern takes that stands from ``start`` to ``core_end``, None if it is something else.

    The left boundary is not asked again: see begins_word.
    """
    if pattern.cased:
        return _place_acronym(pattern, folded, start, core_end)
    text = folded.text
    if text[core_end : core_end + 1] in _CLEAR_BEHIND:
        return Place(start, core_end, core_end)
    end = core_end
    if not pattern.is_free:
        end = tail_end(folded, core_end, pattern.last_script)
        if end > core_end and not pattern.words[-1].is_open:
            return None
    return Place(start, core_end, apostrophe_end(text, end, pattern.last_script))


def first_gap(text: str, end: int) -> int:
    """Give the end of what parts two words from ``end`` on; 0 where nothing does."""
    if text[end : end + 1] not in _GAPS:
        return 0
    if text[end + 1 : end + 2] not in _GAPS:
        return end + 1
    gap = BETWEEN_WORDS.match(text, end, end + _WIDEST_GAP)
    return gap.end() if gap else 0


def walk(pattern: Pattern, folded: Folded, start: int) -> int | None:
    """Follow a pattern of several words from the first, at ``start``; give the end of the last word's stem."""
    first = pattern.words[0]
    end = start + len(first.stem)
    second = first_gap(folded.text, letters_end(folded.text, end, pattern.first_script) if first.is_open else end)
    return walk_on(pattern, folded, second) if second else None


def walk_on(pattern: Pattern, folded: Folded, at: int) -> int | None:
    """Follow a pattern from its second word on, which is to stand at ``at``; give the end of the last word's stem."""
    text = folded.text
    last = len(pattern.words) - 1
    for number, word in enumerate(pattern.words[1:], 1):
        if not text.startswith(word.stem, at):
            return None
        at += len(word.stem)
        if number == last:
            return at
        if word.is_open:
            at = letters_end(text, at, script(word.stem[-1]))
        at = first_gap(text, at)
        if not at:
            return None
    return None


def place_around(pattern: Pattern, folded: Folded, anchor: int) -> Place | None:
    """Say which place a pattern takes whose anchor stands at ``anchor``, None if the words before it are others."""
    text, first = folded.text, pattern.words[0].stem
    if text[anchor - 1 : anchor] not in _GAPS:
        return None
    before = pattern.words[: pattern.anchor]
    low = max(0, anchor - sum(len(w.stem) + _WIDEST_GAP + (LONGEST_ENDING if w.is_open else 0) for w in before))
    start = text.rfind(first, low, anchor)
    while start >= 0:
        if not pattern.is_bounded or begins_word(folded, start, pattern.first_script):
            core_end = walk(pattern, folded, start)
            if core_end is not None and core_end > anchor:
                return place(pattern, folded, start, core_end)
        start = text.rfind(first, low, start + len(first) - 1)
    return None


def _place_acronym(pattern: Pattern, folded: Folded, start: int, core_end: int) -> Place | None:
    if not _is_cased(pattern.cased, folded.slice(start, core_end)):
        return None
    text = folded.text
    after = text[core_end : core_end + 1]
    if text[start - 1 : start].isdigit() and not _YEAR_BEFORE.search(text, max(0, start - 5), start):
        return None
    if after in _CLEAR_BEHIND:
        return Place(start, core_end, core_end)
    if after.isdigit():
        return Place(start, core_end, core_end) if _YEAR_BEHIND.match(text, core_end) else None
    end = core_end
    if not pattern.is_free and not runs_together(folded, core_end):
        end = tail_end(folded, core_end, pattern.last_script)
        ending = folded.slice(core_end, end) if end > core_end else ""
        if ending and not (ending.islower() and (pattern.takes_ending or goes_straight_on(ending))):
            return None
    if end == core_end:
        end = hyphen_end(text, end)
    return Place(start, core_end, apostrophe_end(text, end, pattern.last_script))


def _is_cased(cased: str, written: str) -> bool:
    """Whether an acronym is written in its capitals, in whatever letters they look like."""
    if written == cased:
        return True
    if written.lower() == cased.lower():  # small letters, as in most words that have those of an acronym
        return False
    tidied = " ".join(words_of(written))
    if tidied == cased or tidy(written.replace(_LATIN_B, _BE)) == cased:
        return True
    return in_other_alphabet(tidied) == cased and is_in_two_alphabets(written)
