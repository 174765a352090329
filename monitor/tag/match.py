"""Where does an article name our topics?

Pure. In: Topics once, then each article's title and text. Out: Tagged, every mention with its exact place in the
original, and every acronym that was found but does not count, with the reason.

One Aho-Corasick pass over the folded text finds where the first words of names stand; names.py says whether the
rest agrees, and addresses.py whether it is a piece of an address; the longest name wins; context.py decides on
ambiguous acronyms, with a second pass for its words that is only made where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from monitor.core.lexicon import NO_LEXICON, Lexicon
from monitor.core.records.tags import Mention, Part, Rejected, Spans, Tagged
from monitor.core.text import Folded, fold
from monitor.core.topics import Match, Name, Standing, Topics
from monitor.tag.company import Company
from monitor.tag.context import Evidence, Finding, Spot, judge
from monitor.tag.finding import Finder, Wanted
from monitor.tag.names import Place, compile_context, compile_name
from monitor.tag.parts import Parts

#: Stored with mentions, so that those by older rules can be found and made again. Raised where other code of this room
#: comes to other mentions of the same text and names.
RULES = 2

_COUNTS = Finding(counts=True, why="")
_SOMETHING_ELSE = Finding(counts=False, why="the name of something else")


@dataclass(frozen=True, slots=True)
class _Field:
    """One part of the article; ``base`` is where it begins in the folded document."""

    name: str
    folded: Folded
    base: int


@dataclass(frozen=True, slots=True)
class _Found:
    topic: str
    name: Name
    field: _Field
    place: Place

    @property
    def spot(self) -> Spot:
        """Its core, as a stretch of the whole document."""
        base = self.field.base
        return Spot(self.topic, self.name.text, base + self.place.start, base + self.place.core_end)

    def as_written(self) -> Spot:
        """Give the same stretch, named in the author's words."""
        words = self.field.folded.slice(self.place.start, self.place.core_end).split()
        return replace(self.spot, name=" ".join(words))


class Tagger:
    """Finds every mention of the topics; built once, then used for every article.

    Args:
        lexicon: the states, people and bodies that are counted beside topics.
    """

    def __init__(self, topics: Topics, lexicon: Lexicon = NO_LEXICON) -> None:
        self.topics = topics
        self._lexicon = lexicon
        #: Version of the rules and names; stored with what they made.
        self.rules = ".".join(filter(None, (str(RULES), topics.version, lexicon.version)))
        self._names = Finder(Wanted(t.id, compile_name(n), n.text, n) for t in topics.topics for n in t.names)
        self._context = Finder(
            Wanted(t.id, compile_context(cue.text), cue.text.replace("*", ""), is_veto=is_veto)
            for t in topics.topics
            for is_veto, cues in ((False, t.context), (True, t.vetoes))
            for cue in cues
        )

    def tag(self, title: str, text: str, language: str = "", recurring: Spans = ()) -> Tagged:
        """Find the topics in an article.

        The longest name wins where names of one topic overlap, so that an adjective inside a country's name is
        not reported; an ambiguous acronym counts only where the title and the text together speak for it.

        Args:
            language: ISO 639-1 code of the article's language, "" where it is not known.
            recurring: stretches of the text that the outlet puts below many of its articles.
        """
        headline = _Field("title", fold(title), 0)
        fields = (headline, _Field("text", fold(text), len(headline.folded.text) + 1))
        found = [f for field in fields for f in self._names_in(field)]
        if not found:
            return Tagged(rules=self.rules)
        judged = list(zip(found, self._judge(fields, found, language), strict=True))
        place = _Placing(Parts(text), recurring)
        mentions = tuple(place.mention(each, finding.why) for each, finding in judged if finding.counts)
        return Tagged(
            mentions,
            tuple(_rejected(each, finding.why) for each, finding in judged if not finding.counts),
            self._company.find(field.folded for field in fields) if any(each.counts for each in mentions) else (),
            self.rules,
        )

    @cached_property
    def _company(self) -> Company:
        # Made for the first article that matches: most of what is read here, and every poll, needs none of it.
        return Company(self._lexicon, {topic.id for topic in self.topics.topics})

    def _names_in(self, field: _Field) -> list[_Found]:
        by_topic: dict[str, list[_Found]] = {}
        for wanted, at in self._names.find(field.folded):
            if wanted.name is not None:
                by_topic.setdefault(wanted.topic, []).append(_Found(wanted.topic, wanted.name, field, at))
        return sorted(chain.from_iterable(map(_longest, by_topic.values())), key=lambda f: f.place.start)

    def _judge(self, fields: Sequence[_Field], found: Sequence[_Found], language: str) -> list[Finding]:
        """Say of each name that was found whether it counts, and why."""
        doubtful = [f for f in found if f.name.match is Match.ACRONYM_NEEDS_CONTEXT]
        heard = judge([f.spot for f in doubtful], self._evidence(fields, found, language)) if doubtful else []
        findings = dict(zip(map(id, doubtful), heard, strict=True))
        return [findings.get(id(f)) or _by_standing(f.name) for f in found]

    def _evidence(self, fields: Sequence[_Field], found: Sequence[_Found], language: str) -> Evidence:
        words = [
            (wanted, Spot(wanted.topic, wanted.text, field.base + at.start, field.base + at.end))
            for field in fields
            for wanted, at in self._context.find(field.folded)
        ]
        return Evidence(
            document="\n".join(field.folded.text for field in fields),
            certain=[f.as_written() for f in found if _is_certain(f.name)],
            context=[spot for wanted, spot in words if not wanted.is_veto],
            vetoes=[spot for wanted, spot in words if wanted.is_veto],
            written=lambda start, end: _written(fields, start, end),
            language=language,
        )


def _longest(found: list[_Found]) -> list[_Found]:
    """Keep the longest of names that overlap; of equals the one that is not weak."""
    found.sort(key=lambda f: (f.place.start, -f.place.core_end, f.name.is_weak))
    kept: list[_Found] = []
    for one in found:
        if not kept or one.place.start >= kept[-1].place.end:
            kept.append(one)
        elif _length(one) > _length(kept[-1]):
            kept[-1] = one
    return kept


def _length(found: _Found) -> int:
    return found.place.core_end - found.place.start


def _is_certain(name: Name) -> bool:
    return name.standing is Standing.NAME and name.match is not Match.ACRONYM_NEEDS_CONTEXT


def _by_standing(name: Name) -> Finding:
    return _SOMETHING_ELSE if name.standing is Standing.OTHER else _COUNTS


def _written(fields: Sequence[_Field], start: int, end: int) -> str:
    """Give a stretch of the folded document in the author's letters; of the title alone if it begins there."""
    field = next(f for f in reversed(fields) if f.base <= start)
    end = min(end - field.base, len(field.folded.text))
    return " ".join(field.folded.slice(start - field.base, end).split())


def _rejected(found: _Found, why: str) -> Rejected:
    start, end = found.field.folded.span(found.place.start, found.place.end)
    name = found.name
    return Rejected(found.topic, name.text, found.field.name, start, end, why, name.language, name.match.value)


class _Placing:
    """Says of what was found where in the article it stands."""

    def __init__(self, parts: Parts, recurring: Spans) -> None:
        self._parts = parts
        self._recurring = recurring

    def mention(self, found: _Found, evidence: str) -> Mention:
        """Make a mention of what was found."""
        start, end = found.field.folded.span(found.place.start, found.place.end)
        in_text = found.field.name == "text"
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
            is_recurring=in_text and any(first <= start < last for first, last in self._recurring),
            part=self._parts.part(start) if in_text else Part.HEADLINE,
        )
