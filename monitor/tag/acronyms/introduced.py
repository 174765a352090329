"""Does the document itself say what an acronym stands for?

Pure. In: the folded document, the place of an acronym, and where the topic's names and words stand. Out: Introduction,
with the long name, and whether that is ours. context.py binds the acronym by it.

Four forms, in all scripts:

    long name (ACRONYM)             the acronym may stand behind a few words: "(далее ОДКБ)", "（上合组织，SCO）"
    ACRONYM (long name)
    long name, known as the ACRONYM     a comma, a colon or a dash, and at most four words
    ACRONYM, or the long name           likewise

What stands there is a long name where it is one of ours, whatever its letters ("Organización de Cooperación de Shanghái
(OCS)"); where its words begin with the letters, small words aside; or, in brackets, where a veto is in it. A name spelt
out that is not in topics.yaml is ours if words of context are in it, and no vetoes. Outside brackets it must begin with
a capital, and after a comma alone have capitals throughout.
"""

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from monitor.tag.acronyms.spots import Spot, Words

_LONGEST_NAME = 120
_LONGEST_LEAD_IN = 48
_MOST_WORDS_BETWEEN = 4
# Articles and prepositions, which an acronym leaves out: "sulla", "pentru", "туралы".
_LONGEST_SMALL_WORD = 6
_MOST_SMALL_WORDS = 2
_LONGEST_ARTICLE = 3
_OF_COMPOUND, _SHORTEST_COMPOUND, _SHORTEST_PART = 2, 9, 3
_OPENING, _CLOSING = "([「【", ")]」】"
_COMMAS = (",", ":")
_JOINING = ",:\u2013\u2014"
_BREAKS = re.compile(r"[.;!?()\[\]「」【】。؟۔।\n]")
_CLAUSE_ENDS = re.compile(rf"{_BREAKS.pattern[:-1]},:]")
_MARK = re.compile(rf"[{re.escape(_OPENING + _JOINING)}]| - ")
_QUOTES_AND_SPACES = " \t\n\u3000\"'«»„“”‹›"
_ENDING = re.compile(r"[\w'\-]{0,24}[\s\"'«»„“”]*")
_BRACKET_AFTER = re.compile(r"[\"'»“”]*\s*[(\[「【]([^()\[\]「」【】\n]{3,120})[)\]」】]")
_JOINED_AFTER = re.compile(r"(?:[\"'»”]*\s?[,:\u2013\u2014]|[\"'»”]* -)\s*")
_CLOSED = re.compile(r"[\w'\-]{0,8}[\s\"'»“”]*[)\]」】,;]")
_WORD = re.compile(r"('?)([^\W\d_]+)")
#: Of a word's letters, how many tell it from others whatever its ending.
TELLING_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Introduction:
    """A long name that the document gives for an acronym.

    Args:
        start: where the acronym stands.
        phrase: the long name in the author's words.
    """

    start: int
    phrase: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a phrase, or the part of one behind an apostrophe: "l'Organisation", "tarmog'i"."""

    start: int
    text: str
    is_part: bool

    def gives(self, letters: str) -> bool:
        """Whether it begins with the letters, or is a compound of two words that may: Ortsverband, OV."""
        if self.text.startswith(letters):
            return True
        is_compound = len(letters) == _OF_COMPOUND and len(self.text) >= _SHORTEST_COMPOUND
        return is_compound and self.text[0] == letters[0] and letters[1] in self.text[_SHORTEST_PART:]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A stretch beside an acronym where its long name may stand: at its end if ``is_before``, else at its beginning."""

    start: int
    end: int
    is_before: bool
    in_bracket: bool


class Introductions:
    """Reads the introductions of one topic's acronyms in one document.

    Args:
        certain: where the topic is named for certain.
        context: gives the words that speak for it, asked only where they matter.
        written: gives a stretch of the document as its author wrote it.
    """

    def __init__(
        self,
        document: str,
        certain: Words,
        vetoes: Words,
        context: Callable[[], Words],
        written: Callable[[int, int], str],
    ) -> None:
        self._document = document
        self._certain = certain
        self._vetoes = vetoes
        self._context = context
        self._written = written

    def read(self, spot: Spot, own_words: Container[str]) -> Introduction | None:
        """Read what stands beside one place.

        Args:
            own_words: beginnings of words that make a long name ours though it is not in topics.yaml, where most of
                its words begin like that.
        """
        for slot in self._slots(spot):
            introduction = self._read_slot(spot, slot, own_words)
            if introduction is not None:
                return introduction
        return None

    def _slots(self, spot: Spot) -> Iterable[_Slot]:
        first = max(0, spot.start - _LONGEST_LEAD_IN)
        has_mark = _MARK.search(self._document, first, spot.start) is not None
        opening = self._bracket_before(spot, first) if has_mark else None
        if opening is not None:
            yield _Slot(max(0, opening - _LONGEST_NAME), opening, is_before=True, in_bracket=True)
        inside = _BRACKET_AFTER.match(self._document, spot.end)
        if inside is not None:
            yield _Slot(*inside.span(1), is_before=False, in_bracket=True)
        joined = self._joint_before(spot, first) if has_mark and opening is None else None
        if joined is not None:
            first = max(0, joined - _LONGEST_NAME)
            stops = [stop.end() for stop in _CLAUSE_ENDS.finditer(self._document, first, joined)]
            yield _Slot(stops[-1] if stops else first, joined, is_before=True, in_bracket=False)
        after = _JOINED_AFTER.match(self._document, spot.end)
        if after is not None:
            stop = _CLAUSE_ENDS.search(self._document, after.end(), after.end() + _LONGEST_NAME)
            end = stop.start() if stop else min(after.end() + _LONGEST_NAME, len(self._document))
            yield _Slot(after.end(), end, is_before=False, in_bracket=False)

    def _bracket_before(self, spot: Spot, first: int) -> int | None:
        """Give where a bracket opens that holds the acronym alone, or behind a few words."""
        text = self._document
        opening = max(text.rfind(bracket, first, spot.start) for bracket in _OPENING)
        if opening < 0:
            return None
        lead_in = text[opening + 1 : spot.start]
        if not lead_in.strip(_QUOTES_AND_SPACES):
            return opening
        is_short = len(lead_in.split()) <= _MOST_WORDS_BETWEEN and not _BREAKS.search(lead_in)
        return opening if is_short and _CLOSED.match(text, spot.end) else None

    def _joint_before(self, spot: Spot, first: int) -> int | None:
        """Give where a comma, a colon or a dash stands that parts the acronym from a long name before it."""
        text = self._document
        joint = max(*(text.rfind(sign, first, spot.start) for sign in _JOINING), text.rfind(" - ", first, spot.start))
        if joint < 0:
            return None
        between = text[joint + 1 : spot.start]
        return joint if len(between.split()) <= _MOST_WORDS_BETWEEN and not _BREAKS.search(between) else None

    def _read_slot(self, spot: Spot, slot: _Slot, own_words: Container[str]) -> Introduction | None:
        words = [
            _Word(m.start(2), m[2], is_part=bool(m[1])) for m in _WORD.finditer(self._document, slot.start, slot.end)
        ]
        letters = self._document[spot.start : spot.end]
        span = _spelled_before(words, letters, slot) if slot.is_before else _spelled_after(words, letters, slot)
        if span is not None and (slot.in_bracket or self._is_title(span, spot)):
            return self._bind(spot, span, own_words)
        span = self._named(slot)
        if span is not None:
            return Introduction(spot.start, self._written(*span), is_ours=True)
        return self._vetoed(spot, slot, words) if slot.in_bracket else None

    def _is_title(self, span: tuple[int, int], spot: Spot) -> bool:
        """Whether a phrase outside brackets is written as a name: its first word, and after a bare comma its others."""
        between = self._document[span[1] : spot.start] if span[0] < spot.start else self._document[spot.end : span[0]]
        words = self._written(*span).split()
        if between.strip(_QUOTES_AND_SPACES) in _COMMAS:
            words = [word for word in words if len(word) > _LONGEST_ARTICLE] or words
        else:
            words = words[:1]
        return not any(word[0].islower() for word in words)

    def _bind(self, spot: Spot, span: tuple[int, int], own_words: Container[str]) -> Introduction | None:
        """Say of a name that the letters spell whether it is ours; None where that is open."""
        is_ours = self._certain.first(*span) is not None
        if not is_ours and self._vetoes.first(*span) is None:
            is_ours = self._context().first(*span) is not None
            if not is_ours and _is_akin(self._document[slice(*span)], own_words):
                return None
        return Introduction(spot.start, self._written(*span), is_ours=is_ours)

    def _named(self, slot: _Slot) -> tuple[int, int] | None:
        """Find a certain name at that end of the slot which is beside the acronym."""
        if slot.is_before:
            name = self._certain.last(slot.start, slot.end)
            is_beside = name is not None and bool(_ENDING.fullmatch(self._document, name.end, slot.end))
            return (name.start, slot.end) if name is not None and is_beside else None
        name = self._certain.first(slot.start, slot.end)
        if name is None or len(self._document[slot.start : name.start].split()) > _MOST_WORDS_BETWEEN:
            return None
        return (slot.start, slot.end) if slot.in_bracket else (name.start, name.end)

    def _vetoed(self, spot: Spot, slot: _Slot, words: Sequence[_Word]) -> Introduction | None:
        """Find a name of something else whose words do not begin with the letters: "苏格兰室内乐团（SCO）"."""
        near = words[-(spot.end - spot.start) - 1 :] if slot.is_before else words
        if not near:
            return None
        span = near[0].start, slot.end
        stops = list(_BREAKS.finditer(self._document, *span)) if slot.is_before else []
        span = (stops[-1].end(), slot.end) if stops else span
        if not self._vetoes.first(*span) or self._certain.first(*span) or self._context().first(*span):
            return None
        return Introduction(spot.start, self._written(*span), is_ours=False)


def _is_akin(phrase: str, own_words: Container[str]) -> bool:
    """Whether most words of a phrase are those of our long names: these, misspelt."""
    words = [word for _, word in _WORD.findall(phrase) if len(word) >= TELLING_LETTERS]
    return 2 * sum(word[:TELLING_LETTERS] in own_words for word in words) > len(words)


def _spelled_before(words: Sequence[_Word], letters: str, slot: _Slot) -> tuple[int, int] | None:
    at = _spell(list(reversed(words)), letters, from_end=True)
    return None if at is None else (words[len(words) - 1 - at].start, slot.end)


def _spelled_after(words: Sequence[_Word], letters: str, slot: _Slot) -> tuple[int, int] | None:
    if slot.in_bracket:
        return None if _spell(words, letters) is None else (slot.start, slot.end)
    for skipped in range(min(len(words), _MOST_WORDS_BETWEEN + 1)):
        first = words[skipped]
        at = _spell(words[skipped:], letters) if first.text.startswith(letters[0]) else None
        if at is not None:
            last = words[skipped + at]
            return first.start, last.start + len(last.text)
    return None


def _spell(words: Sequence[_Word], letters: str, *, from_end: bool = False) -> int | None:
    """Say at which word all the letters are used up, where each word gives the next of them.

    At most two small words stand aside between two that give letters, one before the first, none before a bracket.
    """
    whole = len(letters)
    aside = {0: _MOST_SMALL_WORDS if from_end else _MOST_SMALL_WORDS - 1}  # letters used: small words since the last
    for number, word in enumerate(words):
        after: dict[int, int] = {}
        for count, small in aside.items():
            for more in range(1, min(whole - count, whole - 1) + 1):
                piece = letters[whole - count - more : whole - count] if from_end else letters[count : count + more]
                if word.gives(piece):
                    after[count + more] = 0
            if word.is_part or (len(word.text) <= _LONGEST_SMALL_WORD and small < _MOST_SMALL_WORDS):
                after[count] = min(after.get(count, _MOST_SMALL_WORDS), small + (not word.is_part))
        if whole in after:
            return number
        if not after:
            return None
        aside = after
    return None
