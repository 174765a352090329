"""How is an article held against what a term asks for?

Pure. In: an article, given whole, and the clock's reading. Out: whether it has what is asked. A Condition is what a
term's values were read to; nodes.py joins them, and contradictions.py reasons about them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Protocol
from urllib.parse import unquote

from monitor.core.query.phrases import Phrase, said
from monitor.core.records.articles import Article
from monitor.core.records.tags import Mention, Part
from monitor.core.records.verdicts import VerdictKind

#: Of a verdict whose article has had another text since, as ``standing`` gives it.
_CHANGED = "+"


class Subject:
    """An article that queries are held against; what it says is folded when it is first asked for, and once."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def title(self) -> str:
        """Its headline, folded."""
        return said(self.article.title)

    @cached_property
    def text(self) -> str:
        """Its text, folded."""
        return said(self.article.text)

    @cached_property
    def author(self) -> str:
        """Its author, folded."""
        return said(self.article.author)

    @cached_property
    def url(self) -> str:
        """Its address, as address_of gives it."""
        return address_of(self.article.url)


class Condition(Protocol):
    """What one term asks for.

    Args:
        cost: about how much work it is, 1 for a comparison: of several, the cheap ones are asked first.
    """

    @property
    def cost(self) -> int:
        """About how much work it is."""
        ...

    def holds(self, subject: Subject, now: datetime) -> bool:
        """Say whether an article has it."""
        ...


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """What an article has one of, such as a language, is one of these."""

    field: str
    values: frozenset[str | int]

    @property
    def cost(self) -> int:
        """About how much work it is."""
        return 1

    def holds(self, subject: Subject, now: datetime) -> bool:  # noqa: ARG002 - the shape of a Condition
        """Say whether an article has it."""
        return _ONE[self.field](subject.article) in self.values


@dataclass(frozen=True, slots=True)
class HasOneOf:
    """Of what an article may have several of, such as topics, it has one of these at least."""

    field: str
    values: frozenset[str]

    @property
    def cost(self) -> int:
        """About how much work it is."""
        return 2

    def holds(self, subject: Subject, now: datetime) -> bool:  # noqa: ARG002 - the shape of a Condition
        """Say whether an article has it."""
        return not self.values.isdisjoint(_SEVERAL[self.field](subject.article))


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, and before another; None is open."""

    start: datetime | None
    end: datetime | None

    def holds(self, moment: datetime, now: datetime) -> bool:  # noqa: ARG002 - as of Lately
        """Say whether a moment lies in it."""
        return (self.start is None or moment >= self.start) and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Lately:
    """Since so long ago, counted back from whenever it is asked."""

    length: timedelta

    def holds(self, moment: datetime, now: datetime) -> bool:
        """Say whether a moment lies in it."""
        return now - moment <= self.length


@dataclass(frozen=True, slots=True)
class Lies:
    """A moment of an article lies in one of these times; where it has none, in no time."""

    field: str
    times: tuple[Span | Lately, ...]

    @property
    def cost(self) -> int:
        """About how much work it is."""
        return 3

    def holds(self, subject: Subject, now: datetime) -> bool:
        """Say whether an article has it."""
        article = subject.article
        moment = article.published_at if self.field == "date" else article.first_seen_at
        return moment is not None and any(time.holds(moment, now) for time in self.times)


@dataclass(frozen=True, slots=True)
class Says:
    """The headline ("title"), the author, or the headline and the text ("word") say one of these."""

    field: str
    phrases: tuple[Phrase, ...]

    @property
    def cost(self) -> int:
        """About how much work it is."""
        return len(self.phrases) * (200 if self.field == "word" else 10)

    def holds(self, subject: Subject, now: datetime) -> bool:  # noqa: ARG002 - the shape of a Condition
        """Say whether an article has it."""
        if self.field == "author":
            return self._is_in(subject.author)
        return self._is_in(subject.title) or (self.field == "word" and self._is_in(subject.text))

    def _is_in(self, text: str) -> bool:
        return any(phrase.is_in(text) for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class AddressHolds:
    """The address holds one of these, each as address_of gives it."""

    parts: tuple[str, ...]

    @property
    def cost(self) -> int:
        """About how much work it is."""
        return 5

    def holds(self, subject: Subject, now: datetime) -> bool:  # noqa: ARG002 - the shape of a Condition
        """Say whether an article has it."""
        return any(part in subject.url for part in self.parts)


def address_of(text: str) -> str:
    """Give an address, or a part of one, as parts are looked for in it: unquoted, without regard to case."""
    return unquote(text).casefold()


def standings(kind: VerdictKind) -> frozenset[str]:
    """Give what ``standing`` may say of an article that ``is:`` means by this verdict."""
    if kind is VerdictKind.VERSION:  # no article begins as one: those are meant that have had another text since
        return frozenset({kind.value, *(each + _CHANGED for each in VerdictKind)})
    return frozenset({kind.value, kind + _CHANGED})


#: All that ``standing`` can say.
ALL_STANDINGS = frozenset(chain.from_iterable(map(standings, VerdictKind)))


def standing(article: Article) -> str:
    """Give an article's verdict, marked where its text has changed since."""
    return article.verdict.kind + (_CHANGED if article.versions > 1 else "")


def _named(article: Article) -> Collection[str]:
    return {*article.topics, *(mention.topic for mention in article.mentions if mention.is_weak)}


def _in_headline(article: Article) -> Collection[str]:
    return {mention.topic for mention in article.mentions if mention.counts and _is_in_headline(mention)}


def _is_in_headline(mention: Mention) -> bool:
    return mention.part is Part.HEADLINE or mention.field == "title"


def _had(article: Article) -> Collection[str]:
    has = {
        "version": article.versions > 1,
        "image": bool(article.image),
        "author": bool(article.author),
        "date": article.published_at is not None,
    }
    return [name for name, is_there in has.items() if is_there]


#: What ``has:`` can ask for.
HAVABLE = ("version", "image", "author", "date")

_ONE: dict[str, Callable[[Article], str | int | None]] = {
    "lang": lambda article: article.language,
    "feed": lambda article: article.feed,
    "outlet": lambda article: article.outlet,
    "country": lambda article: article.country,
    "story": lambda article: article.story_id,
    "is": standing,
}
_SEVERAL: dict[str, Callable[[Article], Collection[str]]] = {
    "topic": lambda article: article.topics,
    "named": _named,
    "headline": _in_headline,
    "beside": lambda article: {each.name for each in article.co_mentions},
    "has": _had,
}
