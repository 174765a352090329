"""What does an article name, where, and why do we think so?

Pure: frozen values. tag/ makes them of a title and a text, the store keeps them, pages and messages show them.
"""

from dataclasses import dataclass
from enum import StrEnum

#: Stretches of a text, each from its start to its end.
Spans = tuple[tuple[int, int], ...]


class Part(StrEnum):
    """In which part of an article something is said. LEAD is what comes before the second paragraph, roughly."""

    HEADLINE = "headline"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names a topic, and why we think so.

    Args:
        topic: id of the topic, such as "csto".
        name: the name that matched, as topics.yaml has it.
        language: the language(s) topics.yaml gives for that name.
        field: "title" or "text": what the offsets count in.
        rule: how it matched: "stem", "word", "phrase", "substring", "acronym", "acronym-needs-context".
        evidence: what spoke for it, for a person: the words of context, or "" where the name is enough.
        is_weak: a demonym or adjective: shown, but it never makes an article match.
        is_recurring: it stands in a paragraph that the outlet puts below many of its articles: shown likewise, and it
            never makes one of them match.
        part: in which part of the article it stands.
        is_quoted: it stands in somebody's words, between quotation marks.
    """

    topic: str
    name: str
    language: str
    field: str
    start: int
    end: int
    rule: str
    evidence: str = ""
    is_weak: bool = False
    is_recurring: bool = False
    part: Part = Part.BODY
    is_quoted: bool = False

    @property
    def counts(self) -> bool:
        """Whether it makes an article match its topic."""
        return not self.is_weak and not self.is_recurring


@dataclass(frozen=True, slots=True)
class Rejected:
    """A name that was found but does not count, and why not.

    Args:
        why: for a person, such as "no evidence; veto: orchestra", or "in a tag list".
        language: the language(s) topics.yaml gives for that name.
        rule: how it matched, as of a Mention.
    """

    topic: str
    name: str
    field: str
    start: int
    end: int
    why: str
    language: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of an article is about one topic that it matches.

    Args:
        count: mentions that count.
        first: offset in the text of the first of them; 0 where the headline has one.
        prominence: from 0 (named once in passing) to 1 (what the article is about).
    """

    topic: str
    count: int
    first: int
    prominence: float


class Companion(StrEnum):
    """What kind of thing is named beside a topic."""

    STATE = "state"
    PERSON = "person"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class CoMention:
    """A state, a person or a body that an article names beside a topic, and how often.

    Args:
        name: id of its row in the names table (monitor/stories/*.yaml), such as "tokayev".
    """

    kind: Companion
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A state, a person or a body that many articles name beside a topic.

    Args:
        articles: how many of them.
        mentions: how often in all.
    """

    kind: Companion
    name: str
    articles: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """Every mention of a topic in one article, what was found but does not count, and what is named beside.

    Args:
        co_mentions: the most frequent first; empty where no topic is matched.
        rules: version of the rules and of the names that tagged it; "" where nothing did.
    """

    mentions: tuple[Mention, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    co_mentions: tuple[CoMention, ...] = ()
    rules: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        """Topics that the article matches: those with a mention that counts, sorted."""
        return tuple(sorted({m.topic for m in self.mentions if m.counts}))
