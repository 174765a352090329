"""Does an acronym mean our topic in this document?

Pure. In: the folded document, where acronyms stand, where the topics are named for certain, and what tells where words
for and against a topic stand. Out: a Finding for each acronym, with the evidence in words.

An acronym is presumed to be ours ("acronym" in topics.yaml), or needs context ("acronym-needs-context"). Of these rules
the first that applies decides about a place where one stands:

    the document ...                                          presumed ours         needs context
    1  has it in a longer name that is a veto ("SCO Group")   not ours              not ours
    2  introduces it by a long name (introduced.py)           ours if that is, else not: from there to the next
                                                              introduction, and before the first by the first
    3  names the topic for certain, anywhere                  ours                  ours
    4  has a veto near it                                     ours only if more     not ours
                                                              context is near
    5  has context near it                                    ours                  ours if that outnumbers the
                                                                                    vetoes of the whole document
    6  is clear about it in another place                     as there, ours first  ours if it is there
    7  says nothing                                           ours                  not ours

A name is certain if it is long, or for rule 3 of the second column a presumed acronym that was found to be ours. An
acronym that is presumed ours and has no veto near it anywhere needs no evidence, and none is given. A word of context
inside a name that needs context is no evidence for it ("Shanghai" in "Shanghai Group"). In a text of another language
than its own, an acronym that is presumed ours needs context, and one that needs context needs more: a certain name or
an introduction. English ones are used in all.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.tag.acronyms.introduced import Introduction, Introductions
from monitor.tag.acronyms.spots import Around, Spot, Words

# How far "near" reaches to either side, in characters: about three lines of print. Chinese says as much in a third.
_NEAR = 200
_NEAR_IDEOGRAPHIC = 70
_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAMPLE = 1_000
_LEAST_IDEOGRAPHS = 0.3
_MOST_SHOWN = 4
_DISTINCT = 16  # neighbouring places have the same words near them


@dataclass(frozen=True, slots=True)
class Acronym(Spot):
    """A place where an acronym stands; it is presumed to mean its topic unless it needs context.

    Args:
        is_foreign: it is of another language than the document.
    """

    needs_context: bool = True
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether an acronym counts, and why, for a person."""

    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document holds for and against the acronyms of its topics; the words are sought where they are needed.

    Args:
        document: folded title, a line break, folded text.
        certain: where topics are named beyond doubt.
        context: gives the words that speak for a topic.
        vetoes: gives the words that speak against it.
        own_words: gives the beginnings of the words of a topic's long names, see introduced.TELLING_LETTERS.
        written: gives a stretch of the document as its author wrote it.
    """

    document: str
    certain: Sequence[Spot]
    context: Callable[[str], Iterable[Spot]]
    vetoes: Callable[[str], Iterable[Spot]]
    own_words: Callable[[str], Container[str]]
    written: Callable[[int, int], str]


def judge(acronyms: Sequence[Acronym], evidence: Evidence) -> list[Finding]:
    """Say of each acronym, in order, whether it means its topic; ``acronyms`` is sorted by place."""
    groups: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    for number, each in enumerate(acronyms):
        groups[each.topic, each.needs_context or each.is_foreign, each.name].append(number)
    findings = [_PRESUMED] * len(acronyms)
    courts = {topic: _Court(topic, acronyms, evidence) for topic in {each.topic for each in acronyms}}
    for topic, needs_context, name in sorted(groups):  # the presumed ones first: they are evidence for the others
        court = courts[topic]
        numbers = groups[topic, needs_context, name]
        spots = [acronyms[number] for number in numbers]
        heard = court.hear_doubted(spots) if needs_context else court.hear_presumed(spots)
        for number, finding in zip(numbers, heard, strict=True):
            findings[number] = finding
    return [
        courts[each.topic].elsewhere if finding is _NOTHING else finding
        for each, finding in zip(acronyms, findings, strict=True)
    ]


_PRESUMED = Finding(counts=True, why="")
_NOTHING = Finding(counts=False, why="no evidence")
_NOBODY: frozenset[str] = frozenset()
_NO_WORDS = Words(())


class _Court:
    """Judges one topic's acronyms in one document: the presumed ones first."""

    def __init__(self, topic: str, acronyms: Iterable[Acronym], evidence: Evidence) -> None:
        self._topic = topic
        self._evidence = evidence
        self._judged = Words(each for each in acronyms if each.topic == topic)
        self._certain = Words(spot for spot in evidence.certain if spot.topic == topic)
        self._stood: list[Spot] = []
        #: What an acronym means of which a place says nothing.
        self.elsewhere = _NOTHING

    @cached_property
    def _context(self) -> Words:
        return Words(spot for spot in self._evidence.context(self._topic) if not self._judged.hold(spot))

    @cached_property
    def _vetoes(self) -> Words:
        return Words(self._evidence.vetoes(self._topic))

    @cached_property
    def _near(self) -> int:
        sample = self._evidence.document[:_SAMPLE]
        is_ideographic = len(_IDEOGRAPHS.findall(sample)) > _LEAST_IDEOGRAPHS * len(sample)
        return _NEAR_IDEOGRAPHIC if is_ideographic else _NEAR

    def hear_presumed(self, spots: Sequence[Acronym]) -> list[Finding]:
        """Judge the places of one acronym that is presumed to be ours."""
        bound = self._bound(spots, self._certain, self._evidence.own_words(self._topic))
        findings = self._weigh_presumed(spots) if self._vetoes.spots else [_PRESUMED] * len(spots)
        findings = [given or weighed for given, weighed in zip(bound, findings, strict=True)]
        self._stood += [spot for spot, finding in zip(spots, findings, strict=True) if finding.counts]
        return findings

    def hear_doubted(self, spots: Sequence[Acronym]) -> list[Finding]:
        """Judge the places of one acronym that needs context."""
        certain = self._certain_with_acronyms
        bound = self._bound(spots, certain, _NOBODY)
        if certain.spots:
            named = Finding(counts=True, why=_shown("named as", certain.distinct))
            return [given or named for given in bound]
        words = _NO_WORDS if spots[0].is_foreign and spots[0].needs_context else self._context
        vetoes, context = Around(self._vetoes, self._near), Around(words, self._near)
        weigh = lru_cache(_DISTINCT)(self._weigh_doubted)
        findings = [given or weigh(context.at(spot), vetoes.at(spot)) for spot, given in zip(spots, bound, strict=True)]
        clear = next((finding for finding in findings if finding.counts), None)
        if clear is not None and not self.elsewhere.counts:
            self.elsewhere = _as_elsewhere(clear)
        return findings

    @cached_property
    def _certain_with_acronyms(self) -> Words:
        stood = [Spot(s.topic, self._evidence.written(s.start, s.end), s.start, s.end) for s in self._stood]
        return Words([*self._certain.spots, *stood])

    def _bound(self, spots: Sequence[Acronym], certain: Words, own_words: Container[str]) -> list[Finding | None]:
        """Apply the first two rules; None where neither does."""
        evidence = self._evidence
        read = Introductions(evidence.document, certain, self._vetoes, lambda: self._context, evidence.written).read
        introductions = [found for spot in spots if (found := read(spot, own_words)) is not None]
        starts = [found.start for found in introductions]
        findings: list[Finding | None] = [None] * len(spots)
        if introductions:
            said = [self._say(found) for found in introductions]
            findings = [said[max(0, bisect_right(starts, spot.start) - 1)] for spot in spots]
        places = [spot.start for spot in spots]
        for veto in self._vetoes.spots:
            at = bisect_left(places, veto.start)
            while at < len(places) and spots[at].end <= veto.end:
                findings[at] = Finding(counts=False, why=f"in a longer name: {veto.name}")
                at += 1
        return findings

    def _say(self, introduction: Introduction) -> Finding:
        why = f"introduced as {introduction.phrase}"
        if introduction.is_ours:
            return Finding(counts=True, why=why)
        vetoes = self._vetoes.distinct
        return Finding(counts=False, why=f"{why}; {_shown('veto', vetoes)}" if vetoes else why)

    def _weigh_presumed(self, spots: Sequence[Acronym]) -> list[Finding]:
        around = Around(self._vetoes, self._near)
        vetoes = [around.at(spot) for spot in spots]
        if not any(vetoes):
            return [_PRESUMED] * len(spots)
        if self._certain.spots:
            named = Finding(counts=True, why=_shown("named as", self._certain.distinct))
            return [named if near else _PRESUMED for near in vetoes]
        around, weigh = Around(self._context, self._near), lru_cache(_DISTINCT)(_weigh_presumed)
        findings = [weigh(around.at(spot), near) for spot, near in zip(spots, vetoes, strict=True)]
        clear = next((each for each in findings if each is not None and each.counts), None)
        other = _as_elsewhere(clear or next(each for each in findings if each is not None))
        return [finding or other for finding in findings]

    def _weigh_doubted(self, context: tuple[str, ...], near: tuple[str, ...]) -> Finding:
        vetoes = near or self._vetoes.distinct
        if context and not near and len(context) > len(vetoes):
            return Finding(counts=True, why=_shown("context", context))
        if not vetoes:
            return _NOTHING
        found = _shown("context", context) if context else "no evidence"
        return Finding(counts=False, why=f"{found}; {_shown('veto', vetoes)}")


def _weigh_presumed(context: tuple[str, ...], near: tuple[str, ...]) -> Finding | None:
    """Weigh what stands near one place; None where nothing does."""
    if len(context) > len(near):
        return Finding(counts=True, why=_shown("context", context))
    if not near:
        return None
    why = _shown("veto", near)
    return Finding(counts=False, why=f"{_shown('context', context)}; {why}" if context else why)


def _as_elsewhere(finding: Finding) -> Finding:
    return Finding(finding.counts, f"elsewhere in the document: {finding.why}")


def _shown(kind: str, words: Sequence[str]) -> str:
    return f"{kind}: {', '.join(words[:_MOST_SHOWN])}"
