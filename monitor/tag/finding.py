"""Where in a folded text do patterns stand?

Pure. In: patterns with what they stand for, once; then each folded text. Out: what stands where, outside web and mail
addresses. match.py looks for names, words of context and co-mentions by it.

One Aho-Corasick pass finds where the first words of patterns stand; names.py says whether the rest agrees.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from monitor.core.text import Folded
from monitor.core.topics import Name
from monitor.tag.addresses import Addresses
from monitor.tag.names import Pattern, Place, begins_word, place


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pattern and what it stands for; ``name`` is None for a word of context."""

    topic: str
    pattern: Pattern
    text: str
    name: Name | None = None
    is_veto: bool = False


class Finder:
    """Finds patterns in folded texts: by their first words at once, then one by one."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        by_first_word: dict[str, list[Wanted]] = {}
        for one in wanted:
            by_first_word.setdefault(one.pattern.words[0].stem, []).append(one)
        self._wanted = list(by_first_word.values())
        self._automaton = AhoCorasick(list(by_first_word)) if by_first_word else None

    def find(self, folded: Folded) -> Iterator[tuple[Wanted, Place]]:
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
