"""Which topics are looked for, and under which names?

Pure: frozen values. config/topics.py builds them from topics.yaml; tag/ matches by them; pages list them.
In: names as the owner wrote them. Out: Topics, with the version of its content.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

_VERSION_DIGITS = 12


class Match(StrEnum):
    """How a name is looked for in a text; also the ``rule`` of the mention it makes.

    STEM begins at a word's left boundary, and inflection may follow. WORD is a whole word. PHRASE is words in
    this order, any ending where a ``*`` stands. SUBSTRING stands anywhere, also inside a word. ACRONYM is a
    whole word in exactly these capitals. ACRONYM_NEEDS_CONTEXT counts only where the document speaks for it.
    """

    STEM = "stem"
    WORD = "word"
    PHRASE = "phrase"
    SUBSTRING = "substring"
    ACRONYM = "acronym"
    ACRONYM_NEEDS_CONTEXT = "acronym-needs-context"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a topic.

    Args:
        language: BCP 47 tags parted by spaces, such as "ru uk be".
        is_weak: a demonym or adjective: shown, but it never makes an article match.
    """

    text: str
    language: str
    match: Match
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject that articles are tagged with.

    Args:
        id: short and stable, stored with every mention.
        label: what people read.
        context: words that speak for an ambiguous acronym; ``*`` at the end of a word is any ending.
        vetoes: words that speak against it, written likewise.
    """

    id: str
    label: str
    names: tuple[Name, ...]
    context: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, in the order of the file.

    Args:
        version: names the content, so that a mention can be traced to the names that made it.
    """

    topics: tuple[Topic, ...]
    version: str

    @classmethod
    def of(cls, topics: tuple[Topic, ...]) -> "Topics":
        """Give the topics the version that their content has."""
        return cls(topics, hashlib.sha256(repr(topics).encode("utf-8", "replace")).hexdigest()[:_VERSION_DIGITS])
