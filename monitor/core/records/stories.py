"""Which articles are about the same event, and who had whose text?

Pure: frozen values. stories/ makes Traits and Placements, the store keeps them with the articles; dedupe/ tells
originals from reprints; the command line, the pages and the API show stories.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from monitor.core.records.tags import Beside
from monitor.core.records.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells which event an article is about, in words that hold across languages where possible.

    Args:
        keys: each a kind and a value, such as "who:tokayev", "where:almaty", "what:earthquake", "number:164",
            "word:ru:обстрел"; distinct, the most telling first, at most 60.
        rules: version of the rules that read them; 0 where none did.
    """

    keys: tuple[str, ...] = ()
    rules: int = 0


NO_TRAITS = Traits()


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a live story, as a new one is held against it."""

    article_id: int
    outlet: str
    language: str
    at: datetime
    traits: Traits


@dataclass(frozen=True, slots=True)
class NearStory:
    """A live story that shares traits with a new article; its members oldest first, of many the first and the last."""

    story_id: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that the store knows that matters for which story an article belongs to.

    Args:
        at: when the article was first seen.
        near: live stories that share rare traits with it, those that share most first.
        counts: in about how many of the live articles each of its keys occurs; what is missing occurs in none.
        live: how many articles are live.
        copied: the story of the article that its verdict names, None where it names none.
    """

    at: datetime
    near: tuple[NearStory, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    live: int = 0
    copied: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Which story an article belongs to, and why.

    Args:
        story_id: None opens a story of its own.
        why: one sentence for a person.
        score: how sure, 0 to 1; 1 for a copy.
        of: the article of the story that it resembles most, 0 for none.
        shared: the keys that they share, the most telling first.
        rules: version of the rules that placed it.
    """

    story_id: int | None
    why: str
    score: float = 0.0
    of: int = 0
    shared: tuple[str, ...] = ()
    rules: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """A place where an article names the agency whose text it carries.

    Args:
        agency: its id, such as "tass".
        form: "dateline", "byline", "source" or "copyright".
        text: what stands there, such as "NUR-SULTAN, January 5. /TASS/.".
    """

    agency: str
    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Carried:
    """An article of a story, as its direction and its timeline need it.

    Args:
        country: ISO 3166-1 alpha-2 code that the owner gave the feed, or "".
        words: about how many its text has, told by its length; 0 where the text is not kept.
        verdict: without spans.
        placement: why it is in the story; None where nothing placed it.
        is_pinned: a person put it there.
    """

    article_id: int
    url: str
    outlet: str
    country: str
    language: str
    title: str
    published_at: datetime | None
    first_seen_at: datetime
    words: int
    verdict: Verdict
    topics: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    placement: Placement | None = None
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article that carries the text of another.

    Args:
        of: the original's id.
        why: one sentence for a person: what says that it is the reprint.
        kept: share of the original that it has, 0 to 1.
        added: share of its own text that is not the original's, 0 to 1.
    """

    article_id: int
    of: int
    why: str
    kept: float
    added: float


@dataclass(frozen=True, slots=True)
class Family:
    """An original and its reprints, the reprints by first sight.

    Args:
        original: its id.
        agency: whose text it is, "" where nothing says.
        why: what makes it the original; one sentence.
        known: ref of the seed, or of the article elsewhere, that had the text before all of them: then ``original`` is
            only the first that carries it here. "" where it is the original indeed.
    """

    original: int
    agency: str
    why: str
    reprints: tuple[Reprint, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A story as lists show it.

    Args:
        id: never given to another, whatever becomes of it.
        title: headline of the article of it that was seen first.
        lead: id of that article.
        articles: how many it has, copies and all.
        topics: of all its articles, sorted.
        merged_into: the story that a person merged it into, None while it stands for itself.
        known: the seed or article whose text its first article carries, where no article of it brings anything new;
            else "".
        beside: whom its articles name beside their topics, who is in most of them first; empty in lists.
    """

    id: int
    title: str
    lead: int
    url: str
    outlet: str
    language: str
    articles: int
    outlets: int
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    first_seen_at: datetime
    last_at: datetime
    merged_into: int | None = None
    known: str = ""
    beside: tuple[Beside, ...] = ()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_PLACE = re.compile("([0-9]{1,17})-([0-9]{1,19})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list of stories a page ended, by what stands still while stories move up and are merged.

    It is written "MICROSECONDS-NUMBER", the first since 1970.

    Args:
        at: when the article was first seen by which the last story of the page had its place.
        number: of that article, in the list of a topic or an outlet; in another, of the story.
    """

    at: datetime
    number: int

    def __str__(self) -> str:
        """Write it for a program to give back."""
        return f"{(self.at - _EPOCH) // _TICK}-{self.number}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """Read what was given out.

        Raises:
            ValueError: nothing like it was.
        """
        found = _PLACE.fullmatch(text)
        if found is None or int(found[2]) >= 2**63:
            raise ValueError(f"{text!r} is no place in a list of stories: give what `next` of the page before is")
        return cls(_EPOCH + int(found[1]) * _TICK, int(found[2]))


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Which stories a reader asks for, those with the newest article first; None does not filter.

    Args:
        topic: an article of it matches this topic.
        since: its newest article was first seen at this moment or later.
        language: it has an article in this language.
        outlet: it has an article of this outlet.
        after: where the page before ended, in a list that was filtered in the same way.
    """

    topic: str | None = None
    since: datetime | None = None
    language: str | None = None
    outlet: str | None = None
    limit: int | None = 50
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Some stories of a list, and where the list goes on; None where it ends.

    Who follows ``next`` comes to the end however much comes in meanwhile. A story that gets an article, and has not
    been given yet, is on top by then, and not on the pages to come.
    """

    stories: tuple[Story, ...]
    next: Place | None


class RegroupKind(StrEnum):
    """How articles came to be in another story than before."""

    MERGED = "merged"
    SPLIT = "split"
    UNDONE = "undone"
    REPLACED = "replaced"  # by newer rules


@dataclass(frozen=True, slots=True)
class Regrouping:
    """One entry of the stories' history.

    Args:
        articles: which moved.
        story_id: where they were.
        to: where they are now.
        by: who did it; "" for the rules.
        undoes: the entry that it undoes, None for none.
        undone_by: the entry that undid it, None while it holds.
    """

    id: int
    at: datetime
    kind: RegroupKind
    story_id: int
    to: int
    articles: tuple[int, ...]
    by: str = ""
    why: str = ""
    undoes: int | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Lag:
    """How long after the first an outlet, a language or a country had a story.

    Args:
        name: of the outlet, the language or the country.
        article_id: its first article.
        at: when that was first seen.
        lag_s: seconds after the story's first article was seen.
        claimed_at: the earliest time at which it claims to have published one, a day counting as its end, None where it
            makes no claim that can be believed.
        claimed_lag_s: seconds between the earliest claim in the story and this one, None where there is none.
        articles: how many it has in the story.
    """

    name: str
    article_id: int
    at: datetime
    lag_s: float
    claimed_at: datetime | None
    claimed_lag_s: float | None
    articles: int
