"""Which states, people and bodies does an article name beside its topics, and how often?

Pure. In: the names table (monitor/stories/*.yaml, as a Lexicon) once, then the folded parts of each article that
matches a topic. Out: the places of names, and CoMentions of those that match.py keeps. The store keeps them for lists
and counts.

Names are found as those of topics are, and topics that stand in the table are counted as well: each is beside the
others. What is written with a capital in the table needs one in the text, for it may be another word: "roast turkey",
"they polish", "Или". Only adjectives and peoples are written small in most languages: "казахстанский", "ouzbek".
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from monitor.core.lexicon import Form, Lexicon, Term, TermKind
from monitor.core.records.tags import CoMention, Companion
from monitor.core.text import Folded, script
from monitor.core.topics import Match, Name
from monitor.tag.names.addresses import Addresses
from monitor.tag.names.finding import Finder, Wanted
from monitor.tag.names.patterns import Place, compile_context, compile_name

_LONGEST_ACRONYM = 6
_SHORT_NAME = 5
_ENGLISH, _UNKNOWN = "en", ""
_LATIN = "latin"
#: Where a name that counts stands in a folded part, and whose it is.
Named = tuple[str, int, int]


class Company:
    """Finds what is named beside topics; built once, then used for every article that matches one."""

    def __init__(self, lexicon: Lexicon) -> None:
        named = lexicon.companions
        self._kinds = {term.id: _kind(term) for term in named}
        self._finder = Finder(_wanted(term, form) for term in named for form in term.forms)
        forms = {_letters(form) for term in named for form in term.forms}
        peoples = {_letters(f) for t in named if t.kind is TermKind.LAND for f in t.forms if _may_be_people(f)}
        uncased = frozenset(text for text in forms if not _needs_capital(text))
        self._small_elsewhere = uncased | peoples
        self._small_in_english = uncased | {text for text in peoples if script(text[0]) != _LATIN}
        self._long = self._small_elsewhere | {text for text in forms if len(text) > _SHORT_NAME}

    def find(self, part: Folded, addresses: Addresses | None, language: str) -> Iterator[Named]:
        """Give the names in one part, in order; of those that overlap the longest.

        Args:
            addresses: those of the part, where they are known.
            language: ISO 639-1 code of the article's language, "" where it is not known.
        """
        small = self._small(part, language)
        found = [
            (at.start, -at.core_end, wanted.topic)
            for wanted, at in self._finder.find(part, addresses)
            if wanted.text in small or _has_capital(part, wanted, at)
        ]
        end = 0
        for start, minus_end, name in sorted(found):
            if start >= end:
                end = -minus_end
                yield name, start, end

    def count(self, names: Iterable[str]) -> tuple[CoMention, ...]:
        """Count the names that an article says, the most frequent first."""
        found = (CoMention(self._kinds[name], name, count) for name, count in Counter(names).items())
        return tuple(sorted(found, key=lambda each: (-each.count, each.kind, each.name)))

    def _small(self, part: Folded, language: str) -> frozenset[str]:
        """Give the forms that need no capital in a part, by what Wanted says of them."""
        if part.original.islower():
            return self._long  # capitals tell nothing in a text without any
        writes_capitals = language.partition("-")[0].lower() in (_ENGLISH, _UNKNOWN)
        return self._small_in_english if writes_capitals else self._small_elsewhere


def _kind(term: Term) -> Companion:
    if term.kind is TermKind.LAND:
        return Companion.STATE
    return Companion.BODY if term.is_body else Companion.PERSON


def _letters(form: Form) -> str:
    return form.text.replace("*", "")


def _needs_capital(text: str) -> bool:
    """Whether a form has capitals of its own; an acronym is told by its letters already."""
    return not text.islower() and text != text.upper()


def _has_capital(part: Folded, wanted: Wanted, at: Place) -> bool:
    """Whether a name is written with a capital; of several words any may be."""
    written = part.slice(at.start, at.core_end)
    return written[0].isupper() or (" " in wanted.text and not written.islower())


def _may_be_people(form: Form) -> bool:
    """Whether a state's form could be the beginning of an adjective or its people's name, and of few other words."""
    return form.text.endswith("*") and " " not in form.text and len(_letters(form)) > _SHORT_NAME


def _wanted(term: Term, form: Form) -> Wanted:
    letters = _letters(form)
    if letters.isupper() and 1 < len(letters) <= _LONGEST_ACRONYM:
        return Wanted(term.id, compile_name(Name(letters, "", Match.ACRONYM)), letters)
    return Wanted(term.id, compile_context(form.text), letters)
