"""Which terms of the lexicon does a text name, and where?

Pure. In: a Lexicon once, then each text with its language. Out: Hits, each with its place in the folded text.
traits.py makes keys of those that name something, figures.py counts by those that measure.

One Aho-Corasick pass finds where the first words of forms stand; then the other words, the end of the word and the
capitals are asked for. Where forms overlap, the longest wins.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from monitor.core.lexicon import Form, Lexicon, Term, TermKind
from monitor.core.text import UNSPACED_SCRIPTS, Folded, fold, script

# A capital is asked for where a name is so short that it may be another word: "Или", "Goa", "Семей".
_SHORT_NAME = 5
_ACRONYM = 6
_NOT_WORDS = re.compile(r"[^\w']")
_SPACES = re.compile(r" +")
_ARTICLE = "ال"
# What Arabic writes onto the word that follows: and, in, for, so, as.
_ONTO_WORDS = ("", "و", "ب", "ل", "ف", "ک")
_ONTO_ARTICLE = ("ال", "وال", "بال", "لل", "فال", "کال")
_MEASURES = frozenset({TermKind.UNIT, TermKind.SCALE, TermKind.NUMBER})


class Prepared:
    """A text folded, and the same with a blank for all that is no letter, digit or apostrophe.

    ``flat`` begins one character before ``folded.text``, with a blank, and ends one after it.
    """

    __slots__ = ("flat", "folded")

    def __init__(self, text: str) -> None:
        self.folded: Folded = fold(text)
        self.flat = f" {_NOT_WORDS.sub(' ', self.folded.text)} "


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a text names a term, as offsets into the folded text."""

    kind: TermKind
    id: str
    start: int
    end: int

    @property
    def is_measure(self) -> bool:
        """Whether it says what a figure is worth, rather than what the text is about."""
        return self.kind in _MEASURES


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A form ready for matching: its words, the first of which was found."""

    term: Term
    language: str
    first: str
    rest: tuple[tuple[str, bool], ...]
    is_open: bool
    is_free: bool
    case: str


class Finder:
    """Finds the terms of a lexicon; built once, then used for every text."""

    def __init__(self, lexicon: Lexicon) -> None:
        by_first: dict[str, list[_Wanted]] = {}
        for term in lexicon.terms:
            for form in term.forms:
                for first, wanted in _wanted(term, form):
                    by_first.setdefault(first, []).append(wanted)
        self._wanted = list(by_first.values())
        self._automaton = AhoCorasick(list(by_first)) if by_first else None

    def find(self, prepared: Prepared, language: str) -> list[Hit]:
        """Give what a text names, in order; of names that overlap the longest, and beside it what measures.

        Args:
            language: whose words count; "" for those of all.
        """
        if self._automaton is None:
            return []
        found = []
        for number, start, end in self._automaton.find_matches_as_indexes(prepared.flat, overlapping=True):
            for wanted in self._wanted[number]:
                if wanted.language and language and wanted.language != language:
                    continue
                at = _place(wanted, prepared, start, end)
                if at is not None:
                    found.append((len(wanted.first), Hit(wanted.term.kind, wanted.term.id, *at)))
        return _longest(found)


def _wanted(term: Term, form: Form) -> Iterator[tuple[str, _Wanted]]:
    words = [(fold(word.rstrip("*")).text, word.endswith("*")) for word in re.split(r"[\s-]+", form.text)]
    first, is_open = words[0]
    is_free = script(first[0]) in UNSPACED_SCRIPTS
    wanted = _Wanted(term, form.language, first, tuple(words[1:]), is_open, is_free, _case(term, form))
    if is_free:
        yield first, wanted
    else:
        yield from ((f" {variant}", wanted) for variant in _variants(first))


def _variants(word: str) -> Iterable[str]:
    """Give a word with all that may be written onto its beginning."""
    if script(word[0]) != "arabic":
        return (word,)
    bare = word.removeprefix(_ARTICLE)
    with_article = (f"{prefix}{bare}" for prefix in _ONTO_ARTICLE)
    if bare != word:
        return tuple(with_article)
    return (*(f"{prefix}{word}" for prefix in _ONTO_WORDS), *with_article)


def _case(term: Term, form: Form) -> str:
    """Say which capitals a form asks for: "all", "first" or none."""
    letters = form.text.replace("*", "")
    if len(letters) > 1 and letters.isupper() and len(letters) <= _ACRONYM:
        return "all"
    is_name = term.kind in (TermKind.PLACE, TermKind.WHO) and letters[0].isupper()
    return "first" if is_name and len(letters) <= _SHORT_NAME else ""


def _place(wanted: _Wanted, prepared: Prepared, start: int, end: int) -> tuple[int, int] | None:
    """Give the offsets in the folded text of a form whose first word was found, None if it is something else."""
    flat = prepared.flat
    is_open = wanted.is_open
    for stem, opens in wanted.rest:
        if not wanted.is_free:
            end = flat.find(" ", end) if is_open else end
        gap = _SPACES.match(flat, end)
        if gap is None or not flat.startswith(stem, gap.end()):
            return None
        end, is_open = gap.end() + len(stem), opens
    if not wanted.is_free:
        if not is_open and flat[end] not in " '":
            return None
        start += 1
        end = flat.index(" ", end) if is_open else end
    span = start - 1, min(end - 1, len(prepared.folded.text))
    return span if not wanted.case or _is_cased(wanted.case, prepared.folded, *span) else None


def _is_cased(case: str, folded: Folded, start: int, end: int) -> bool:
    written = folded.slice(start, end)
    return written[0].isupper() if case == "first" else written.isupper()


def _longest(found: list[tuple[int, Hit]]) -> list[Hit]:
    """Keep of overlapping names the longest; what measures stands beside them, the longest of each kind.

    Of two that end with the same word, the one that says more of it wins: it comes with the length of its first word.
    """
    found.sort(key=lambda each: (each[1].start, -each[1].end, -each[0]))
    kept: list[Hit] = []
    names_end = 0
    measures_end = dict.fromkeys(_MEASURES, 0)
    for _, hit in found:
        if hit.is_measure:
            if hit.start >= measures_end[hit.kind]:
                kept.append(hit)
                measures_end[hit.kind] = hit.end
        elif hit.start >= names_end:
            kept.append(hit)
            names_end = hit.end
    return kept
