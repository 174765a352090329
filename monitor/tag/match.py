"""Where does an article name our topics?

Pure. In: Topics once, then each article's title and text. Out: Tagged, every mention with its exact place in the
original, and every acronym that was found but does not count, with the reason.

One Aho-Corasick pass over the folded text finds where the first words of names stand; patterns.py says whether the
rest agrees, and addresses.py whether it is a piece of an address; the longest name wins; context.py decides on
acronyms, with further passes for the words of their topics that are only made where there is one; unsaid.py on what
stands in the text but is not said by the article, and parts.py on where the rest stands.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from monitor.core.lexicon import NO_LEXICON, Lexicon
from monitor.core.records.tags import CoMention, Mention, Rejected, Spans, Tagged
from monitor.core.text import Folded, fold
from monitor.core.topics import Match, Name, Standing, Topics
from monitor.tag.acronyms.context import Acronym, Evidence, Finding, judge
from monitor.tag.acronyms.cues import Cues, Speaking, is_used_in, spoken
from monitor.tag.acronyms.spots import Spot
from monitor.tag.company import Company
from monitor.tag.names.addresses import Addresses
from monitor.tag.names.finding import Finder, Wanted
from monitor.tag.names.patterns import Place, compile_name
from monitor.tag.said.lines import Lines
from monitor.tag.said.listed import Reason
from monitor.tag.said.parts import Parts
from monitor.tag.said.unsaid import Unsaid

#: Stored with mentions, so that those by older rules can be found and made again. Raised where other code of this room
#: comes to other mentions of the same text and names.
RULES = 3

_COUNTS = Finding(counts=True, why="")
_start = attrgetter("place.start")
_SOMETHING_ELSE = Finding(counts=False, why="the name of something else")


@dataclass(frozen=True, slots=True)
class _Field:
    """One part of the article; ``base`` is where it begins in the folded document."""

    name: str
    folded: Folded
    base: int
    addresses: Addresses

    @classmethod
    def of(cls, name: str, text: str, base: int = 0) -> "_Field":
        """Make one of its text."""
        folded = fold(text)
        return cls(name, folded, base, Addresses(folded))


class _Found(NamedTuple):  # as Place is
    """A name that was found; ``span`` is where it stands in the original."""

    topic: str
    name: Name
    field: _Field
    place: Place
    span: tuple[int, int]

    def as_acronym(self, language: str) -> Acronym:
        """Give its core, as a stretch of the whole document, which is in this language."""
        start, end = self.field.base + self.place.start, self.field.base + self.place.core_end
        name, is_foreign = self.name, not is_used_in(self.name.language, language)
        return Acronym(self.topic, name.text, start, end, name.match is Match.ACRONYM_NEEDS_CONTEXT, is_foreign)

    def as_written(self) -> Spot:
        """Give the same stretch, named in the author's words."""
        start, end = self.place.start, self.place.core_end
        words = " ".join(self.field.folded.slice(start, end).split())
        return Spot(self.topic, words, self.field.base + start, self.field.base + end)


def rules_of(topics: Topics, lexicon: Lexicon = NO_LEXICON) -> str:
    """Give the version of the rules and names by which a Tagger of these tags."""
    return ".".join(filter(None, (str(RULES), topics.version, lexicon.version)))


class Tagger:
    """Finds every mention of the topics; built once, then used for every article.

    Args:
        lexicon: the states, people and bodies that are counted beside topics.
    """

    def __init__(self, topics: Topics, lexicon: Lexicon = NO_LEXICON) -> None:
        self.topics = topics
        self._lexicon = lexicon
        #: Version of the rules and names; stored with what they made.
        self.rules = rules_of(topics, lexicon)
        self._names = Finder(Wanted(t.id, compile_name(n), n.text, n) for t in topics.topics for n in t.names)
        self._speaking = {topic.id: Speaking(topic) for topic in topics.topics}

    def tag(self, title: str, text: str, language: str = "", recurring: Spans = ()) -> Tagged:
        """Find the topics in an article.

        The longest name wins where names of one topic overlap, so that an adjective inside a country's name is
        not reported; an ambiguous acronym counts only where the title and the text together speak for it.

        Args:
            language: ISO 639-1 code of the article's language, "" where it is not known.
            recurring: stretches of the text that the outlet puts below many of its articles.
        """
        headline = _Field.of("title", title)
        fields = (headline, _Field.of("text", text, len(headline.folded.text) + 1))
        found = [f for field in fields for f in self._names_in(field)]
        if not found:
            return Tagged(rules=self.rules)
        place = _Placing(title, text, recurring)
        unsaid = {id(f): why for f in found if (why := place.unsaid(f))}
        # Tags speak of this article; headlines of others, countries to pick and credits do not.
        heard = [f for f in found if unsaid.get(id(f), Reason.TAGS) is Reason.TAGS]
        findings = dict(zip(map(id, heard), self._judge(fields, heard, language, place), strict=True))
        judged = [(f, _unless(unsaid.get(id(f)), findings.get(id(f), _COUNTS))) for f in found]
        mentions = tuple(place.mention(each, finding.why) for each, finding in judged if finding.counts)
        return Tagged(
            mentions,
            tuple(_rejected(each, finding.why) for each, finding in judged if not finding.counts),
            self._beside(fields, place, language) if any(each.counts for each in mentions) else (),
            self.rules,
        )

    def _beside(self, fields: Sequence[_Field], place: "_Placing", language: str) -> tuple[CoMention, ...]:
        """Count the states, people and bodies that the article says, by what holds for mentions."""
        return self._company.count(
            name
            for field in fields
            for name, start, end in self._company.find(field.folded, field.addresses, language)
            if place.is_own(field, start, end)
        )

    @cached_property
    def _company(self) -> Company:
        # Made for the first article that matches: most of what is read here, and every poll, needs none of it.
        return Company(self._lexicon)

    def _names_in(self, field: _Field) -> list[_Found]:
        by_topic: dict[str, list[tuple[Place, Name]]] = {}
        for wanted, at in self._names.find(field.folded, field.addresses):
            if wanted.name is not None:
                by_topic.setdefault(wanted.topic, []).append((at, wanted.name))
        found = [
            _Found(topic, name, field, at, field.folded.span(at.start, at.end))
            for topic, named in by_topic.items()
            for at, name in _longest(named)
        ]
        return sorted(found, key=_start)

    def _judge(
        self, fields: Sequence[_Field], found: Sequence[_Found], language: str, place: "_Placing"
    ) -> list[Finding]:
        """Say of each name that was found whether it counts, and why."""
        acronyms = [f for f in found if _is_judged(f.name)]
        if not acronyms:
            return [_by_standing(f.name) for f in found]
        told = spoken(language, sum(len(field.folded.text) for field in fields))
        of_acronyms = {f.topic for f in acronyms}
        others = (f for f in found if f.topic in of_acronyms and _is_certain(f.name))
        evidence = self._evidence(fields, [f.as_written() for f in others], told, place)
        heard = judge([f.as_acronym(told) for f in acronyms], evidence)
        findings = dict(zip(map(id, acronyms), heard, strict=True))
        return [findings.get(id(f)) or _by_standing(f.name) for f in found]

    def _evidence(
        self, fields: Sequence[_Field], certain: Sequence[Spot], language: str, place: "_Placing"
    ) -> Evidence:
        def search(cues: Cues) -> Iterator[Spot]:
            """Give what speaks in the document, and is said by it."""
            for field in fields:
                for spot in cues.find(field.folded, field.addresses, field.base, language):
                    if place.is_said(field, spot.start - field.base, spot.end - field.base):
                        yield spot

        return Evidence(
            document="\n".join(field.folded.text for field in fields),
            certain=certain,
            context=lambda topic: search(self._speaking[topic].context),
            vetoes=lambda topic: search(self._speaking[topic].vetoes),
            own_words=lambda topic: self._speaking[topic].own_words,
            written=lambda start, end: _written(fields, start, end),
        )


def _longest(found: list[tuple[Place, Name]]) -> list[tuple[Place, Name]]:
    """Keep the longest of names that overlap; of equals the one that is not weak."""
    if len(found) == 1:
        return found
    kept: list[tuple[Place, Name]] = []
    for one in sorted(found, key=lambda each: (each[0].start, -each[0].core_end, each[1].is_weak)):
        if not kept or one[0].start >= kept[-1][0].end:
            kept.append(one)
        elif _length(one[0]) > _length(kept[-1][0]):
            kept[-1] = one
    return kept


def _length(place: Place) -> int:
    return place.core_end - place.start


def _is_judged(name: Name) -> bool:
    """Whether it is an acronym that the document may speak for or against."""
    if name.match is Match.ACRONYM_NEEDS_CONTEXT:
        return name.standing is not Standing.OTHER
    is_words = " " in name.text  # told by their capitals: "Collective Security Treaty"
    return name.match is Match.ACRONYM and name.standing is Standing.NAME and not is_words


def _is_certain(name: Name) -> bool:
    return name.standing is Standing.NAME and not _is_judged(name)


def _unless(unsaid: Reason | None, finding: Finding) -> Finding:
    return Finding(counts=False, why=unsaid.value) if unsaid and finding.counts else finding


def _by_standing(name: Name) -> Finding:
    return _SOMETHING_ELSE if name.standing is Standing.OTHER else _COUNTS


def _written(fields: Sequence[_Field], start: int, end: int) -> str:
    """Give a stretch of the folded document in the author's letters; of the title alone if it begins there."""
    field = next(f for f in reversed(fields) if f.base <= start)
    end = min(end - field.base, len(field.folded.text))
    return " ".join(field.folded.slice(start - field.base, end).split())


def _rejected(found: _Found, why: str) -> Rejected:
    name = found.name
    return Rejected(found.topic, name.text, found.field.name, *found.span, why, name.language, name.match.value)


class _Placing:
    """Says of what was found where in the article it stands."""

    def __init__(self, title: str, text: str, recurring: Spans) -> None:
        lines = Lines(text)
        self._parts = Parts(title, lines)
        self._unsaid = Unsaid(lines)
        # In order, and of each the farthest end so far: one look says whether any of them holds a place.
        stretches = sorted(recurring)
        self._starts = [start for start, _ in stretches]
        self._ends = list(accumulate((end for _, end in stretches), max))

    def is_own(self, field: _Field, start: int, end: int) -> bool:
        """Whether it is the article that says what stands there in a folded field, and not its outlet every time."""
        if field.name != "text":
            return True
        span = field.folded.span(start, end)
        return not self._is_recurring(span[0]) and self._unsaid.why(*span) is None

    def is_said(self, field: _Field, start: int, end: int) -> bool:
        """Whether it is the article that says what stands there in a folded field; its tags speak of it too."""
        return field.name != "text" or self._unsaid.why(*field.folded.span(start, end)) in (None, Reason.TAGS)

    def _is_recurring(self, start: int) -> bool:
        last = bisect_right(self._starts, start) - 1
        return last >= 0 and start < self._ends[last]

    def unsaid(self, found: _Found) -> Reason | None:
        """Say why it is not the article that names what was found, None where it is."""
        if found.field.name != "text":
            return None
        return self._unsaid.why(*found.span)

    def mention(self, found: _Found, evidence: str) -> Mention:
        """Make a mention of what was found."""
        start, end = found.span
        in_text = found.field.name == "text"
        part, is_quoted = self._parts.of(start, end) if in_text else self._parts.of_title(start, end)
        return Mention(
            topic=found.topic,
            name=found.name.text,
            language=found.name.language,
            field=found.field.name,
            start=start,
            end=end,
            rule=found.name.match.value,
            evidence=evidence,
            is_weak=found.name.is_weak,
            is_recurring=in_text and self._is_recurring(start),
            part=part,
            is_quoted=is_quoted,
        )
