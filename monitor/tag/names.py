"""How is a name written as a pattern, and does it stand at this place of a folded text?

Pure. In: a Name, or a word of context, as topics.yaml has it. Out: Pattern, and the place it takes.
match.py finds where a pattern's first word stands, and asks here whether the rest agrees.
"""

import re
from dataclasses import dataclass

from monitor.core.text import UNBOUNDED_SCRIPTS, UNSPACED_SCRIPTS, Folded, fold, is_letter, script, tidy
from monitor.core.topics import Match, Name

# No inflection is longer than this; bounds the work on a text without spaces.
_LONGEST_ENDING = 24
_WIDEST_GAP = 8
_HYPHENS = r"\-\u2010\u2012-\u2014"
_BETWEEN_WORDS = re.compile(rf"[\s{_HYPHENS}]+")
# Languages that write a case ending straight onto an acronym: "ShHTga", "ШКУнун".
_ENDING_ON_ACRONYM = frozenset({"kk", "ky", "uz", "tg", "tr", "az", "hy", "ka", "mn", "hu"})
_ACRONYMS = (Match.ACRONYM, Match.ACRONYM_NEEDS_CONTEXT)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a pattern: what it begins with, and whether any ending may follow."""

    stem: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A name ready for matching; every text in it is folded.

    Args:
        cased: the words in their case, where the case tells; else empty.
        is_bounded: whether it must begin at a word's left boundary.
        is_free: whether it may end inside a run of letters that is not its ending (unspaced scripts).
        takes_ending: whether letters may follow an acronym without hyphen or apostrophe.
    """

    words: tuple[Word, ...]
    cased: tuple[str, ...]
    is_bounded: bool
    is_free: bool
    takes_ending: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pattern stands in a folded text; the core is the name without its inflection."""

    start: int
    core_end: int
    end: int


def compile_name(name: Name) -> Pattern:
    """Make a name into a pattern by the rule of its kind."""
    is_open = name.match in (Match.STEM, Match.SUBSTRING)
    written = _BETWEEN_WORDS.split(tidy(name.text).strip())
    words = [Word(fold(word.rstrip("*")).text, word.endswith("*")) for word in written]
    words[-1] = Word(words[-1].stem, is_open or words[-1].is_open)
    first, last = script(words[0].stem[0]), script(words[-1].stem[-1])
    is_acronym = name.match in _ACRONYMS
    return Pattern(
        words=tuple(words),
        cased=tuple(written) if is_acronym else (),
        is_bounded=name.match is not Match.SUBSTRING and first not in UNBOUNDED_SCRIPTS,
        is_free=last in UNSPACED_SCRIPTS,
        takes_ending=is_acronym and not _ENDING_ON_ACRONYM.isdisjoint(name.language.replace("-", " ").split()),
    )


def compile_context(words: str) -> Pattern:
    """Make a word of context into a pattern: whole words, any case, any ending where a ``*`` stands."""
    return compile_name(Name(words, "", Match.PHRASE))


def begins_word(folded: Folded, start: int) -> bool:
    """Whether a word begins here: behind no letter of the same script, or at a capital behind a small letter."""
    return start == 0 or not _joins(folded, start)


def place(pattern: Pattern, folded: Folded, start: int) -> Place | None:
    """Say which place the pattern takes if its first word stands at ``start``, None if it is something else.

    The left boundary is not asked again: see begins_word.
    """
    core_end = _walk(pattern.words, folded.text, start)
    if core_end is None:
        return None
    if pattern.cased:
        return _place_acronym(pattern, folded, start, core_end)
    end = core_end
    if not pattern.is_free:
        end = _word_end(folded, core_end)
        if end > core_end and not pattern.words[-1].is_open:
            return None
    return Place(start, core_end, _apostrophe_ending(folded, end))


def _walk(words: tuple[Word, ...], text: str, start: int) -> int | None:
    """Follow the words and the gaps between them; give the end of the last word's stem.

    The first word is known to stand at ``start``: that is how its pattern was found.
    """
    if len(words) == 1:
        return start + len(words[0].stem)
    at = start
    for number, word in enumerate(words):
        if not text.startswith(word.stem, at):
            return None
        at += len(word.stem)
        if number == len(words) - 1:
            return at
        limit = at + _LONGEST_ENDING
        while word.is_open and at < min(limit, len(text)) and is_letter(text[at]):
            at += 1
        gap = _BETWEEN_WORDS.match(text, at, at + _WIDEST_GAP)
        if gap is None:
            return None
        at = gap.end()
    return at


def _place_acronym(pattern: Pattern, folded: Folded, start: int, core_end: int) -> Place | None:
    if tuple(_BETWEEN_WORDS.split(tidy(folded.slice(start, core_end)))) != pattern.cased:
        return None
    if start > 0 and folded.text[start - 1].isdigit():
        return None
    end = core_end
    if not pattern.is_free and _joins(folded, core_end):
        end = _word_end(folded, core_end)
        if not pattern.takes_ending or not folded.slice(core_end, end or core_end + 1).islower():
            return None
    if end < len(folded.text) and folded.text[end].isdigit() and end == core_end:
        return None
    return Place(start, core_end, _apostrophe_ending(folded, end))


def _joins(folded: Folded, index: int) -> bool:
    """Whether the characters before and at ``index`` belong to one word."""
    if not 0 < index < len(folded.text):
        return False
    before, after = folded.text[index - 1], folded.text[index]
    if not is_letter(before) or not is_letter(after):
        return False
    if script(before) != script(after):
        return False
    return not _changes_case(folded, index)


def _changes_case(folded: Folded, index: int) -> bool:
    """Whether a capital follows a small letter here, as in "ChinaKazakhstan": two words run together."""
    original = folded.original
    return original[folded.origin(index - 1)].islower() and original[folded.origin(index)].isupper()


def _word_end(folded: Folded, start: int) -> int:
    """Give the end of the letters from ``start`` on that belong to the word before it."""
    at = start
    limit = min(start + _LONGEST_ENDING, len(folded.text))
    while at < limit and _joins(folded, at):
        at += 1
    return at


def _apostrophe_ending(folded: Folded, end: int) -> int:
    """Take in a case ending behind an apostrophe: "CSTO's", "Kazakistan'da"."""
    text = folded.text
    if not text.startswith("'", end) or end + 1 >= len(text) or not is_letter(text[end + 1]):
        return end
    return _word_end(folded, end + 2)
