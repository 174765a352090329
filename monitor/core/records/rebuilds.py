"""What is needed to read or judge articles again, and what comes of it?

Pure: frozen values, and functions as values. The store gives Rebuildable, rebuilding.py has its pages read, the store
takes Reread; it gives Rejudgeable, rejudging.py has its text read, the store takes Redrafted with Rerulings, or
retagging.py has it tagged, and the store takes Relabelled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from monitor.core.records.articles import Draft, DueEntry, Extracted
from monitor.core.records.pages import Capture
from monitor.core.records.stories import Placement, Surroundings
from monitor.core.records.tags import Tagged
from monitor.core.records.verdicts import Neighbours, Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rebuildable:
    """An article of which pages are stored.

    Args:
        due: the entry that led to it, the witness beside its pages.
        versions: how many versions it has.
        captures: the page of each version that has one, by the version's number.
    """

    article_id: int
    due: DueEntry
    versions: int
    captures: tuple[tuple[int, Capture], ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """What the pages of an article say by the rules of today, by the version's number."""

    article: Rebuildable
    drafts: tuple[tuple[int, Draft], ...]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What is another now that an article's pages were read again.

    Args:
        what: of "title", "text", "language", "author", "published_at", "basis", "topics", "verdict", "claims",
            "mentions", "co-mentions" and "earlier versions".
        gained: topics that it matches now and did not.
        lost: topics that it matched and does not now.
    """

    article_id: int
    title: str
    what: tuple[str, ...]
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long task over the archive has come.

    Args:
        cursor: id of the last article that it has done with.
        counts: what it has found so far, by a word for it.
        since: of which articles, None for all.
    """

    cursor: int
    counts: dict[str, int]
    started_at: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Which articles a long task is to go through.

    Args:
        asked: as a person said it, such as "24h"; a run that was stopped is gone on with where it is said again.
        since: what that means: first seen since then; None for all.
        is_trial: keep nothing, only say what would be another.
        is_older: only those that were judged by older rules.
    """

    asked: str = ""
    since: datetime | None = None
    is_trial: bool = False
    is_older: bool = False


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """How far a long task has come, after one article more.

    Args:
        found: what is another with that article; None where nothing is.
        counts: articles by what became of them.
    """

    found: T | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """Versions of the rules that what is stored with an article was made by."""

    verdict: int
    fingerprint: int
    traits: int
    placement: int


@dataclass(frozen=True, slots=True)
class Rejudgeable:
    """An article whose text is stored, as it was extracted."""

    article_id: int
    article: Extracted


@dataclass(frozen=True, slots=True)
class Redrafted:
    """What the stored text of an article says by the rules of today."""

    article: Rejudgeable
    draft: Draft


@dataclass(frozen=True, slots=True)
class Rerulings:
    """Pure functions that decide on one article again, as Rulings do when it is kept.

    Args:
        judge: its verdict, given its neighbours of then.
        place: its story; asked only where its verdict or its traits are another, what it copies is in another story, or
            other rules placed it.
        today: the versions of these rules.
    """

    judge: Callable[[Neighbours], Verdict]
    place: Callable[[Verdict, Surroundings], Placement]
    today: Rules


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What became of an article that was judged again.

    Args:
        before: its verdict until now.
        after: its verdict by the rules of today.
        story_before: the story that it was in.
        story_after: the story that it is in now.
        what: what is another: of "verdict" (its kind, or of what), "figures", "fingerprint", "traits", "credits" and
            "story"; the version of the rules alone is nothing.
    """

    article_id: int
    title: str
    before: Verdict
    after: Verdict
    story_before: int | None
    story_after: int | None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What the stored text of an article names by the rules and names of today."""

    article: Rejudgeable
    tagged: Tagged


@dataclass(frozen=True, slots=True)
class Retagged:
    """What became of an article that was tagged again.

    Args:
        gained: topics that it matches now and did not.
        lost: topics that it matched and does not now.
        mentions_gained: topic of each mention that nothing stood for, sorted; see core/taggings.py.
        mentions_lost: likewise of each that nothing stands for now.
        what: what is another: of "topics", "mentions" (gained or lost), "figures" (a mention's part, its reason, or how
            much of the article is about a topic) and "co-mentions"; the version of the rules alone is nothing.
    """

    article_id: int
    title: str
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    mentions_gained: tuple[str, ...] = ()
    mentions_lost: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
