"""How did an article change after it was first read?

Pure: frozen values. What it said before, what became of that, and when its page is looked at again.
"""

from dataclasses import dataclass
from datetime import datetime

from monitor.core.records.articles import Basis, DueEntry
from monitor.core.records.changes import Change, ChangeKind


@dataclass(frozen=True, slots=True)
class Revision:
    """What a page that was read again says beside what was read before.

    Args:
        is_version: whether text or headline changed so that a reader would see it; template noise is none.
        changes: what follows from it; empty where it is no version.
        is_doubtful: whether so little of the article is left that the page may be broken: to be looked at again before
            it is believed.
    """

    is_version: bool
    changes: tuple[Change, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change as the archive holds it.

    Args:
        version: number of the version that it led to, or that stood when it happened.
    """

    id: int
    article_id: int
    at: datetime
    version: int
    change: Change


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said for a while.

    Args:
        n: 1 for the first text; the highest is the one it has now.
        at: when this text was first read.
        modified_at: when the page said then that it was changed last.
        capture_id: of the page that it was read from, None where there is none.
    """

    n: int
    at: datetime
    title: str
    text: str
    basis: Basis
    modified_at: datetime | None = None
    capture_id: int | None = None


@dataclass(frozen=True, slots=True)
class DueLook:
    """An article whose page is to be looked at again, claimed.

    Args:
        due: the entry that led to the page; its ``seen`` holds the page's validators and the article's id.
        looks: how often it was looked at again so far.
        misses: how many of the last looks in a row found that it is not there any more.
        is_withdrawn: whether the archive holds that it was withdrawn.
        is_matching: whether it names a topic.
        lane: the site that is asked.
        looked_at: when it was looked at last, None for never.
    """

    id: int
    article_id: int
    due: DueEntry
    looks: int
    misses: int
    is_withdrawn: bool
    is_matching: bool
    lane: str = ""
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a page came to.

    Args:
        due_at: when to look next, None for never.
        misses: as in DueLook, this look included.
        changes: WITHDRAWN or RETURNED, where that came out now.
        was_sent: whether the site was asked at all.
    """

    due_at: datetime | None
    misses: int = 0
    changes: tuple[Change, ...] = ()
    was_sent: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """One place where two texts differ: ``before[start:end]`` gave way to ``after[other_start:other_end]``.

    Either stretch may be empty: then the other was added or removed.
    """

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes a reader asks for, the last first; None does not filter.

    Args:
        since: noticed at this moment or later.
        limit: at most so many.
        after: id of the last change of the page before; the list goes on from there.
    """

    article_id: int | None = None
    kind: ChangeKind | None = None
    since: datetime | None = None
    limit: int = 50
    after: int | None = None
