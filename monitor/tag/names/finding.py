"""Where in a folded text do patterns stand?

Pure. In: patterns with what they stand for, once; then each folded text. Out: what stands where, outside web and mail
addresses. match.py looks for names by it, cues.py for words of context, company.py for co-mentions.

One Aho-Corasick pass finds where one word of each pattern stands, mostly the first; patterns.py says whether the rest
agrees.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from monitor.core.text import Folded, script
from monitor.core.topics import Name
from monitor.tag.names.addresses import Addresses
from monitor.tag.names.endings import letters_end
from monitor.tag.names.patterns import Pattern, Place, begins_word, first_gap, place, place_around, walk_on


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pattern and what it stands for; ``name`` is None where it is no name of a topic."""

    topic: str
    pattern: Pattern
    text: str
    name: Name | None = None


class _Key:
    """What may stand where one first word does.

    Most hits are inside other words, or small letters where an acronym is sought, and are turned away first.
    """

    __slots__ = ("_alone", "_around", "_closed", "_open", "_script")

    def __init__(self, word: str) -> None:
        self._script = script(word[0])
        # Patterns of this word only, and longer ones by the first letter of their second word: those that go on right
        # behind the first word, and those that leave room for its ending.
        self._alone: list[Wanted] = []
        self._closed: dict[str, list[Wanted]] = {}
        self._open: dict[str, list[Wanted]] = {}
        # Patterns in which this is not the first word.
        self._around: list[Wanted] = []

    def add(self, wanted: Wanted) -> None:
        """Add a pattern."""
        words = wanted.pattern.words
        if wanted.pattern.anchor:
            self._around.append(wanted)
            return
        if len(words) == 1:
            self._alone.append(wanted)
        else:
            longer = self._open if words[0].is_open else self._closed
            longer.setdefault(words[1].stem[0], []).append(wanted)

    def look(self, folded: Folded, start: int, end: int, found: list[tuple[Wanted, Place]]) -> None:
        """Add the patterns that stand in the text if their word does, from ``start`` to ``end``."""
        if self._closed:
            second = first_gap(folded.text, end)
            if second and (longer := self._closed.get(folded.text[second : second + 1])):
                self._look_on(longer, folded, (start, second), found)
        if self._open:
            second = first_gap(folded.text, letters_end(folded.text, end, self._script))
            if second and (longer := self._open.get(folded.text[second : second + 1])):
                self._look_on(longer, folded, (start, second), found)
        if self._alone:
            self._look_at_one(folded, start, end, found)
        for wanted in self._around:
            at = place_around(wanted.pattern, folded, start)
            if at is not None:
                found.append((wanted, at))

    def _look_at_one(self, folded: Folded, start: int, end: int, found: list[tuple[Wanted, Place]]) -> None:
        is_begin = begins_word(folded, start, self._script)
        for wanted in self._alone:
            if is_begin or not wanted.pattern.is_bounded:
                at = place(wanted.pattern, folded, start, end)
                if at is not None:
                    found.append((wanted, at))

    def _look_on(
        self, longer: list[Wanted], folded: Folded, words: tuple[int, int], found: list[tuple[Wanted, Place]]
    ) -> None:
        start, second = words
        is_begin = begins_word(folded, start, self._script)
        for wanted in longer:
            if is_begin or not wanted.pattern.is_bounded:
                core_end = walk_on(wanted.pattern, folded, second)
                at = None if core_end is None else place(wanted.pattern, folded, start, core_end)
                if at is not None:
                    found.append((wanted, at))


class Finder:
    """Finds patterns in folded texts: by one word of each at once, then one by one."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        keys: dict[str, _Key] = {}
        for one in wanted:
            for key in one.pattern.keys:
                if key not in keys:
                    keys[key] = _Key(key)
                keys[key].add(one)
        self._keys = list(keys.values())
        self._automaton = AhoCorasick(list(keys)) if keys else None

    def find(self, folded: Folded, addresses: Addresses | None = None) -> list[tuple[Wanted, Place]]:
        """Give every pattern that stands in the text outside addresses, and where, overlapping ones too.

        Args:
            addresses: of this text, where it is searched more than once.
        """
        if self._automaton is None:
            return []
        found: list[tuple[Wanted, Place]] = []
        for number, start, end in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            self._keys[number].look(folded, start, end, found)
        addresses = addresses or Addresses(folded)
        if not found or not addresses.may_be():
            return found
        return [each for each in found if not addresses.hold(each[1].start)]
