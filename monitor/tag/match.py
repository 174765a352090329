"""Where does an article name our topics?

Pure. In: Topics once, then each article's title and text. Out: Tagged, every mention with its exact place in the
original, and every acronym that was found but does not count, with the reason.

One Aho-Corasick pass over the folded text finds where the first words of names stand; names.py says whether the
rest agrees, and addresses.py whether it is a piece of an address; the longest name wins; context.py decides on
ambiguous acronyms, with a second pass for its words that is only made where there is one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ahocorasick_rs import AhoCorasick

from monitor.core.records.articles import Mention, Rejected, Tagged
from monitor.core.text import Folded, fold
from monitor.core.topics import Match, Name, Topics
from monitor.tag.addresses import Addresses
from monitor.tag.context import Evidence, Finding, Spot, judge
from monitor.tag.names import Pattern, Place, begins_word, compile_context, compile_name, place


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A pattern and what it stands for; ``name`` is None for a word of context."""

    topic: str
    pattern: Pattern
    text: str
    name: Name | None = None
    is_veto: bool = False


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
    """Finds every mention of the topics; built once, then used for every article."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics
        self._names = _Finder(_Wanted(t.id, compile_name(n), n.text, n) for t in topics.topics for n in t.names)
        self._context = _Finder(
            _Wanted(t.id, compile_context(words), words.replace("*", ""), is_veto=is_veto)
            for t in topics.topics
            for is_veto, listed in ((False, t.context), (True, t.vetoes))
            for words in listed
        )

    def tag(self, title: str, text: str) -> Tagged:
        """Find the topics in an article.

        The longest name wins where names of one topic overlap, so that an adjective inside a country's name is
        not reported; an ambiguous acronym counts only where the title and the text together speak for it.
        """
        headline = _Field("title", fold(title), 0)
        fields = (headline, _Field("text", fold(text), len(headline.folded.text) + 1))
        found = [f for field in fields for f in self._names_in(field)]
        doubtful = [f for f in found if f.name.match is Match.ACRONYM_NEEDS_CONTEXT]
        if not doubtful:
            return Tagged(tuple(_mention(f, "") for f in found))
        findings = dict(zip(map(id, doubtful), self._judge(fields, found, doubtful), strict=True))
        return Tagged(
            tuple(
                _mention(f, findings[id(f)].why if id(f) in findings else "")
                for f in found
                if id(f) not in findings or findings[id(f)].counts
            ),
            tuple(_rejected(f, findings[id(f)].why) for f in doubtful if not findings[id(f)].counts),
        )

    def _names_in(self, field: _Field) -> list[_Found]:
        by_topic: dict[str, list[_Found]] = {}
        for wanted, at in self._names.find(field.folded):
            if wanted.name is not None:
                by_topic.setdefault(wanted.topic, []).append(_Found(wanted.topic, wanted.name, field, at))
        return sorted(chain.from_iterable(map(_longest, by_topic.values())), key=lambda f: f.place.start)

    def _judge(self, fields: Sequence[_Field], found: list[_Found], doubtful: list[_Found]) -> list[Finding]:
        topics = {f.topic for f in doubtful}
        words = [
            (wanted, Spot(wanted.topic, wanted.text, field.base + at.start, field.base + at.end))
            for field in fields
            for wanted, at in self._context.find(field.folded)
            if wanted.topic in topics
        ]
        evidence = Evidence(
            document="\n".join(field.folded.text for field in fields),
            certain=[f.as_written() for f in found if f.topic in topics and _is_certain(f.name)],
            context=[spot for wanted, spot in words if not wanted.is_veto],
            vetoes=[spot for wanted, spot in words if wanted.is_veto],
            written=lambda start, end: _written(fields, start, end),
        )
        return judge([f.spot for f in doubtful], evidence)


class _Finder:
    """Finds patterns in folded texts: by their first words at once, then one by one."""

    def __init__(self, wanted: Iterable[_Wanted]) -> None:
        by_first_word: dict[str, list[_Wanted]] = {}
        for one in wanted:
            by_first_word.setdefault(one.pattern.words[0].stem, []).append(one)
        self._wanted = list(by_first_word.values())
        self._automaton = AhoCorasick(list(by_first_word)) if by_first_word else None

    def find(self, folded: Folded) -> Iterator[tuple[_Wanted, Place]]:
        """Give every pattern that stands in the text outside addresses, and where, overlapping ones too."""
        if self._automaton is None:
            return
        addresses = Addresses(folded)
        for number, start, _ in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            is_begin = begins_word(folded, start)
            for wanted in self._wanted[number]:
                at = place(wanted.pattern, folded, start) if is_begin or not wanted.pattern.is_bounded else None
                if at is not None and not addresses.hold(at.start):
                    yield wanted, at


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
    return not name.is_weak and name.match is not Match.ACRONYM_NEEDS_CONTEXT


def _written(fields: Sequence[_Field], start: int, end: int) -> str:
    """Give a stretch of the folded document in the author's letters; of the title alone if it begins there."""
    field = next(f for f in reversed(fields) if f.base <= start)
    end = min(end - field.base, len(field.folded.text))
    return " ".join(field.folded.slice(start - field.base, end).split())


def _mention(found: _Found, evidence: str) -> Mention:
    start, end = found.field.folded.span(found.place.start, found.place.end)
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
    )


def _rejected(found: _Found, why: str) -> Rejected:
    start, end = found.field.folded.span(found.place.start, found.place.end)
    return Rejected(found.topic, found.name.text, found.field.name, start, end, why)
