"""Which words of a topic speak in this text, for its acronyms or against them?

Pure. In: a topic's cues, once; then the parts of each text, and its language. Out: Spots. context.py weighs them.

A word speaks in texts of its own languages, and in all texts whose language is not known. Elsewhere it is another word
("golf" in German is a gulf too) unless it is a name, which is the same in every language: what topics.yaml and the text
both write with a capital ("Samarkand", "Linux"), or what is in letters without capitals. German writes all nouns with
one, so that German capitals tell nothing.

A cue with an acronym in it is a proper name, and stands where its capitals stand: "SCO Group" is not "the SCO group of
states".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.core.name_words import words_of
from monitor.core.text import Folded
from monitor.core.topics import Cue, Standing, Topic
from monitor.tag.acronyms.introduced import TELLING_LETTERS
from monitor.tag.acronyms.spots import Spot
from monitor.tag.names.addresses import Addresses
from monitor.tag.names.finding import Finder, Wanted
from monitor.tag.names.patterns import Place, compile_context, compile_name

# In our own set 146 of 146 headlines from this length on were told rightly, and 483 of 503 shorter ones.
_SHORTEST_TOLD = 40
_CAPITAL_NOUNS = frozenset({"de", "lb"})
_EVERYWHERE = "en"
_PAIRS = 4_096  # of rows' languages and texts' languages
# Written almost alike, and told as one another.
_TOLD_AS = {"nb": "no", "nn": "no", "ms": "id", "bs": "hr"}
_FEWEST_CAPITALS = 2


def spoken(language: str, length: int) -> str:
    """Give the language of a text, "" where it is too short for its language to be told.

    Args:
        language: ISO 639-1 code or BCP 47 tag that was told or given, "" where it is not known.
        length: of the text, in characters.
    """
    return _primary(language) if length >= _SHORTEST_TOLD else ""


@lru_cache(_PAIRS)
def is_used_in(languages: str, text_language: str) -> bool:
    """Say whether an acronym of these languages is used in texts of a language, as ``spoken`` gives it.

    English acronyms are used in all, and so is any in a text whose language is not known.
    """
    own = set(map(_primary, languages.split()))
    return not text_language or not own or text_language in own or _EVERYWHERE in own


def _primary(tag: str) -> str:
    first = tag.partition("-")[0].lower()
    return _TOLD_AS.get(first, first)


@dataclass(slots=True)
class _Voice:
    """In which texts one cue speaks; no languages are all."""

    languages: set[str]
    is_name: bool
    capitals: tuple[bool, ...]

    def speaks(self, language: str, folded: Folded, place: Place) -> bool:
        """Whether it speaks in a text of this language, at this place of it."""
        is_known = not language or not self.languages or language in self.languages
        if is_known and not self.capitals:
            return True
        written = folded.slice(place.start, place.end)
        return (is_known or (self.is_name and not written[0].islower())) and self._agrees(written)

    def _agrees(self, written: str) -> bool:
        pairs = zip(self.capitals, words_of(written), strict=False)  # of a cue that is no proper name, nothing is asked
        return not any(is_capital and word[:1].islower() for is_capital, word in pairs)


class Cues:
    """One topic's context, or its vetoes; made into a matcher when a text first needs it."""

    def __init__(self, topic: str, cues: Iterable[Cue]) -> None:
        self._topic = topic
        self._voices: dict[str, _Voice] = {}
        for cue in cues:
            languages = set(map(_primary, cue.language.split()))
            known = self._voices.setdefault(cue.text, _Voice(languages, _is_name(cue), _capitals(cue.text)))
            # Two rows of one word: it speaks where either does.
            known.languages = known.languages | languages if known.languages and languages else set()
            known.is_name |= _is_name(cue)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(Wanted(self._topic, compile_context(text), text) for text in self._voices)

    def find(self, folded: Folded, addresses: Addresses, base: int, language: str) -> Iterator[Spot]:
        """Give every cue that speaks in one part of a text.

        Args:
            base: where the part begins in the document.
            language: of the whole text, as ``spoken`` gives it.
        """
        if not self._voices:
            return
        for wanted, at in self._finder.find(folded, addresses):
            if self._voices[wanted.text].speaks(language, folded, at):
                yield Spot(self._topic, wanted.text.replace("*", ""), base + at.start, base + at.end)


class Speaking:
    """What a topic has to say on its acronyms: words for them, words against them, and the words of its long names."""

    def __init__(self, topic: Topic) -> None:
        self._names = topic.names
        self.context = Cues(topic.id, topic.context)
        self.vetoes = Cues(topic.id, topic.vetoes)

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Beginnings of the words of the topic's long names; see introduced.TELLING_LETTERS."""
        long_names = (name for name in self._names if name.standing is Standing.NAME and not name.match.is_acronym)
        words = (word.stem for name in long_names for word in compile_name(name).words)
        return frozenset(word[:TELLING_LETTERS] for word in words if len(word) >= TELLING_LETTERS)


def _is_name(cue: Cue) -> bool:
    if cue.text.lower() == cue.text.upper():
        return True
    has_capital = cue.text != cue.text.lower()
    return has_capital and not (cue.language and _CAPITAL_NOUNS.issuperset(map(_primary, cue.language.split())))


def _capitals(text: str) -> tuple[bool, ...]:
    """Say of each word of a proper name whether it begins with a capital; empty where the cue is none."""
    words = words_of(text)
    if not any(word.isupper() and len(word) >= _FEWEST_CAPITALS for word in words):
        return ()
    return tuple(word[:1].isupper() for word in words)
