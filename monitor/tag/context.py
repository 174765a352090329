"""Does an ambiguous acronym mean our topic in this document?

Pure. In: the whole folded document, where the acronym stands, where the topic is named for certain, and where
words stand that speak for or against it. Out: a Finding for each acronym, with the evidence in words.
The order of the evidence, strongest first:

1. how the document itself introduces the acronym: "Scottish Chamber Orchestra (SCO)" binds it from there on
   (an acronym before every introduction is bound by the first);
2. a certain name of the topic anywhere in the document speaks for it;
3. a veto word near it speaks against it;
4. words of context near it speak for it, if they outnumber the veto words of the whole document;
5. what it means in one place of a document, it means in the others.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# How far "near" reaches to either side, in characters: about three lines of print.
_NEAR = 200
_LONGEST_INTRODUCTION = 120
_MOST_SHOWN = 4
# Articles and prepositions, which an acronym leaves out.
_LONGEST_SMALL_WORD = 4
_BRACKET_BEFORE = re.compile(r"\s*[(\[（「][\s\"'«„“”]*\Z")
_BRACKET_AFTER = re.compile(r"[\"'»“”]*\s*[(\[（]([^()\[\]（）\n]{3,120})[)\]）]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the document that means something for a topic.

    Args:
        name: the name or word as topics.yaml has it.
        start: offset in the folded document; ``end`` is one past the last.
    """

    topic: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether an acronym counts, and why, for a person."""

    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document holds for and against the acronyms of its topics.

    Args:
        document: folded title, a line break, folded text.
        certain: where topics are named beyond doubt.
        context: words that speak for a topic.
        vetoes: words that speak against it.
        written: gives a stretch of the document as its author wrote it.
        language: ISO 639-1 code of the document, "" where it is not known.
    """

    document: str
    certain: Sequence[Spot]
    context: Sequence[Spot]
    vetoes: Sequence[Spot]
    written: Callable[[int, int], str]
    language: str = ""


def judge(doubtful: Sequence[Spot], evidence: Evidence) -> list[Finding]:
    """Say of each acronym, in order, whether it means its topic; ``doubtful`` is sorted by place."""
    by_meaning: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, spot in enumerate(doubtful):
        by_meaning[spot.topic, spot.name].append(number)
    findings: dict[int, Finding] = {}
    for (topic, _), numbers in by_meaning.items():
        court = _Court(topic, evidence)
        findings.update(zip(numbers, court.hear([doubtful[n] for n in numbers]), strict=True))
    return [findings[number] for number in range(len(doubtful))]


class _Words:
    """Spots of one topic, sorted, so that those near a place are found without reading all."""

    def __init__(self, topic: str, spots: Iterable[Spot]) -> None:
        # Words of several languages may stand in one place ("Arméni*", "Arménie"): the longest says it for all.
        by_start = {s.start: s for s in sorted(spots, key=lambda s: s.end) if s.topic == topic}
        self.spots = sorted(by_start.values(), key=lambda s: s.start)
        self._starts = [s.start for s in self.spots]
        self.distinct = {s.name: None for s in self.spots}

    def between(self, start: int, end: int) -> list[str]:
        """List the distinct words that begin between two places, in order."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return list({s.name: None for s in self.spots[first:last]})


@dataclass(frozen=True, slots=True)
class _Introduction:
    start: int
    phrase: str
    is_ours: bool


class _Court:
    """Judges one topic's acronyms in one document."""

    def __init__(self, topic: str, evidence: Evidence) -> None:
        self._document = evidence.document
        self._written = evidence.written
        self._certain = _Words(topic, evidence.certain)
        self._context = _Words(topic, evidence.context)
        self._vetoes = _Words(topic, evidence.vetoes)

    def hear(self, spots: Sequence[Spot]) -> list[Finding]:
        """Judge the places of one acronym."""
        introductions = [i for i in map(self._introduction, spots) if i]
        starts = [i.start for i in introductions]
        findings = []
        for spot in spots:
            bound = introductions[max(0, bisect_right(starts, spot.start) - 1)] if introductions else None
            findings.append(self._bound(bound) if bound else self._weigh(spot))
        elsewhere = next((f for f in findings if f.counts), None)
        if elsewhere is None:
            return findings
        return [
            Finding(counts=True, why=f"elsewhere in the document: {elsewhere.why}") if f == _NOTHING else f
            for f in findings
        ]

    def _bound(self, introduction: _Introduction) -> Finding:
        why = f"introduced as {introduction.phrase}"
        if introduction.is_ours:
            return Finding(counts=True, why=why)
        vetoes = list(self._vetoes.distinct)
        return Finding(counts=False, why=f"{why}; {_shown('veto', vetoes)}" if vetoes else why)

    def _weigh(self, spot: Spot) -> Finding:
        if self._certain.distinct:
            return Finding(counts=True, why=_shown("named as", list(self._certain.distinct)))
        window = max(0, spot.start - _NEAR), spot.end + _NEAR
        context, near = self._context.between(*window), self._vetoes.between(*window)
        vetoes = near or list(self._vetoes.distinct)
        if context and not near and len(context) > len(vetoes):
            return Finding(counts=True, why=_shown("context", context))
        if not vetoes:
            return _NOTHING
        found = _shown("context", context) if context else "no evidence"
        return Finding(counts=False, why=f"{found}; {_shown('veto', vetoes)}")

    def _introduction(self, spot: Spot) -> _Introduction | None:
        """Read "long name (ACRONYM)" or "ACRONYM (long name)" around a place."""
        span = _spelled_before(self._document, spot) or _spelled_after(self._document, spot)
        if span is None:
            return None
        inside = self._vetoes.between(*span)
        speaks = self._certain.between(*span) or (not inside and self._context.between(*span))
        return _Introduction(spot.start, self._written(*span), is_ours=bool(speaks))


_NOTHING = Finding(counts=False, why="no evidence")


def _shown(kind: str, words: Sequence[str]) -> str:
    return f"{kind}: {', '.join(words[:_MOST_SHOWN])}"


def _spelled_before(document: str, spot: Spot) -> tuple[int, int] | None:
    first = max(0, spot.start - _LONGEST_INTRODUCTION)
    bracket = _BRACKET_BEFORE.search(document, first, spot.start)
    if bracket is None:
        return None
    words = [(m.start(), m.group()) for m in _WORD.finditer(document, first, bracket.start())]
    start = _spell(reversed(words), document[spot.start : spot.end][::-1])
    return None if start is None else (start, bracket.start())


def _spelled_after(document: str, spot: Spot) -> tuple[int, int] | None:
    bracket = _BRACKET_AFTER.match(document, spot.end)
    if bracket is None:
        return None
    words = [(m.start(), m.group()) for m in _WORD.finditer(document, *bracket.span(1))]
    return None if _spell(words, document[spot.start : spot.end]) is None else bracket.span(1)


def _spell(words: Iterable[tuple[int, str]], letters: str) -> int | None:
    """Say where the word of the last letter begins if the words begin with the letters, small words aside."""
    left = list(letters)
    for start, word in words:
        if word.startswith(left[0]):
            left.pop(0)
            if not left:
                return start
        elif len(word) > _LONGEST_SMALL_WORD:
            return None
    return None
