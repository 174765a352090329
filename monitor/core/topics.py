"""Which topics are looked for, and under which names?

Pure: frozen values. config/topics.py builds them from topics.yaml; tag/ matches by them; pages list them.
In: names as the owner wrote them. Out: Topics, with the version of its content.
"""

import hashlib
from dataclasses import dataclass, replace
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

    @property
    def is_acronym(self) -> bool:
        """Whether a name of this kind is told by its capitals."""
        return self in (Match.ACRONYM, Match.ACRONYM_NEEDS_CONTEXT)


class Standing(StrEnum):
    """What it means for a topic that a name stands in a text.

    NAME names it. WEAK is a demonym or an adjective: shown, but it never makes an article match. OTHER is something
    else that has a name of the topic in it, such as a district abroad: where it stands, the topic is not named.
    """

    NAME = "name"
    WEAK = "weak"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a topic.

    Args:
        language: BCP 47 tags parted by spaces, such as "ru uk be".
        source: where we have it from, such as "cldr"; "unsure" where it is plausible and was not seen in use; "" where
            the file does not say.
    """

    text: str
    language: str
    match: Match
    standing: Standing = Standing.NAME
    source: str = ""

    @property
    def is_weak(self) -> bool:
        """Whether it is a demonym or an adjective."""
        return self.standing is Standing.WEAK


@dataclass(frozen=True, slots=True)
class Cue:
    """A word, or several, that speaks for or against an acronym; ``*`` at the end of a word is any ending.

    Args:
        language: as of a Name: in texts of which languages it speaks.
    """

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject that articles are tagged with.

    Args:
        id: short and stable, stored with every mention.
        label: what people read.
        context: what speaks for an ambiguous acronym.
        vetoes: what speaks against it.
    """

    id: str
    label: str
    names: tuple[Name, ...]
    context: tuple[Cue, ...] = ()
    vetoes: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, in the order of the file.

    Args:
        version: names what tags hang on, so that a mention can be traced to the names that made it: labels and sources
            are no part of it.
    """

    topics: tuple[Topic, ...]
    version: str

    @classmethod
    def of(cls, topics: tuple[Topic, ...]) -> "Topics":
        """Give the topics the version that their content has."""
        content = repr(tuple(map(_bare, topics)))
        return cls(topics, hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:_VERSION_DIGITS])


def _bare(topic: Topic) -> Topic:
    """Leave out what only people read."""
    return replace(topic, label="", names=tuple(replace(name, source="") for name in topic.names))
