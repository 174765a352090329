"""What is needed to read stored pages again, and what comes of it?

Pure: frozen values. The store gives Rebuildable, rebuilding.py has its pages read, the store takes Reread.
"""

from dataclasses import dataclass
from datetime import datetime

from monitor.core.records.articles import Draft, DueEntry
from monitor.core.records.pages import Capture


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
        what: of "title", "text", "language", "author", "published_at", "basis", "topics", "verdict", "claims" and
            "earlier versions".
    """

    article_id: int
    title: str
    what: tuple[str, ...]


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
