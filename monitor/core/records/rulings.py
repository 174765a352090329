"""What is decided while an article is kept, and what became of it?

Pure: frozen values, and functions as values. The store calls them inside its transaction with what it found there, and
stores what they give back with the article. Whoever keeps an article brings them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.records.alerts import Announcement
from monitor.core.records.articles import Article
from monitor.core.records.changes import Change
from monitor.core.records.verdicts import Judged, Neighbours, Verdict
from monitor.core.records.versions import Revision


def _never(article: Article, has_changed: bool) -> None:  # noqa: FBT001 - the shape of look_at
    """Say that nobody looks again."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """Pure functions that decide on one draft.

    Args:
        judge: its verdict, given its neighbours as they are inside the transaction, so that two copies covered at the
            same moment cannot both be new.
        compare: what it says beside what the archive has of the same article.
        announce: which messages are due, given the article as it will be stored.
        look_at: when to look at its page next, given the article as it will be stored and whether it has just changed;
            None for never.
    """

    judge: Callable[[Neighbours], Judged]
    compare: Callable[[Article], Revision]
    announce: Callable[[Article], Sequence[Announcement]]
    look_at: Callable[[Article, bool], datetime | None] = _never


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an entry: an article, a version of one, or one more sighting.

    Args:
        verdict: None for a sighting: the article was known with this very text.
        queued: deliveries that were queued with it.
        changes: what changed in an article that was known.
    """

    article_id: int
    verdict: Verdict | None
    topics: tuple[str, ...] = ()
    queued: int = 0
    changes: tuple[Change, ...] = ()
