"""Which states, people and bodies does an article name beside its topics, and how often?

Pure. In: the names table (monitor/stories/*.yaml, as a Lexicon) once, then the folded parts of each article that
matches a topic. Out: CoMentions. match.py asks; the store keeps them for lists and counts.

Names are found as those of topics are. What is itself a topic is not counted: it has mentions of its own. A short name
counts only with a capital, for it may be another word: "Xi", "Или".
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from monitor.core.lexicon import Form, Lexicon, Term, TermKind
from monitor.core.records.tags import CoMention, Companion
from monitor.core.text import Folded
from monitor.core.topics import Match, Name
from monitor.tag.names.finding import Finder, Wanted
from monitor.tag.names.patterns import Place, compile_context, compile_name

_LONGEST_ACRONYM = 6
_SHORT_NAME = 5


class Company:
    """Finds what is named beside topics; built once, then used for every article that matches one.

    Args:
        topics: ids of the topics, which are left out.
    """

    def __init__(self, lexicon: Lexicon, topics: Collection[str]) -> None:
        self._kinds = {t.id: _kind(t) for t in lexicon.terms if t.kind in (TermKind.LAND, TermKind.WHO)}
        named = [term for term in lexicon.terms if term.id in self._kinds and term.id not in topics]
        self._finder = Finder(_wanted(term, form) for term in named for form in term.forms)

    def find(self, parts: Iterable[Folded]) -> tuple[CoMention, ...]:
        """Count what the parts of an article name, the most frequent first."""
        times = Counter(name for part in parts for name in self._named(part))
        found = (CoMention(self._kinds[name], name, count) for name, count in times.items())
        return tuple(sorted(found, key=lambda each: (-each.count, each.kind, each.name)))

    def _named(self, part: Folded) -> Iterator[str]:
        """Give the names in one part, in order; of those that overlap the longest."""
        found = [
            (at.start, -at.core_end, wanted.topic) for wanted, at in self._finder.find(part) if _fits(part, wanted, at)
        ]
        end = 0
        for start, minus_end, name in sorted(found):
            if start >= end:
                end = -minus_end
                yield name


def _kind(term: Term) -> Companion:
    if term.kind is TermKind.LAND:
        return Companion.STATE
    return Companion.BODY if term.is_body else Companion.PERSON


def _wanted(term: Term, form: Form) -> Wanted:
    letters = form.text.replace("*", "")
    if letters.isupper() and 1 < len(letters) <= _LONGEST_ACRONYM:
        return Wanted(term.id, compile_name(Name(letters, "", Match.ACRONYM)), letters)
    return Wanted(term.id, compile_context(form.text), letters)


def _fits(part: Folded, wanted: Wanted, at: Place) -> bool:
    is_short = len(wanted.text) <= _SHORT_NAME and wanted.text[0].isupper()
    return not is_short or part.slice(at.start, at.core_end)[0].isupper()
