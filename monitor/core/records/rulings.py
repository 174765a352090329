"""What is decided while an article is kept, and what became of it?

Pure: frozen values, and functions as values. The store calls them inside its transaction with what it found there, and
stores what they give back with the article. Whoever keeps an article brings them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.records.alerts import Alert
from monitor.core.records.articles import Article
from monitor.core.records.changes import Change
from monitor.core.records.stories import Placement, Surroundings
from monitor.core.records.verdicts import Judged, Neighbours, Verdict
from monitor.core.records.versions import Revision


def _never(article: Article, has_changed: bool) -> None:  # noqa: FBT001 - the shape of look_at
    """Say that nobody looks again."""


def _always(article: Article) -> bool:  # noqa: ARG001 - the shape of is_same
    """Say that it is."""
    return True


def _alone(verdict: Verdict, around: Surroundings) -> Placement:  # noqa: ARG001 - the shape of place
    """Put it with what it copies, or into a story of its own."""
    return Placement(around.copied, "Nothing was asked.")


#: Which alerts are due, given an article as it is stored now and what has happened to it.
AnnounceChanges = Callable[[Article, Sequence[Change]], Sequence[Alert]]


def announce_to_nobody(
    article: Article,  # noqa: ARG001 - the shape of AnnounceChanges
    changes: Sequence[Change],  # noqa: ARG001 - the shape of AnnounceChanges
) -> Sequence[Alert]:
    """Announce no change."""
    return ()


def _announce_no_edit(article: Article) -> Sequence[Alert]:  # noqa: ARG001 - the shape of announce_edit
    """Announce no ordinary edit."""
    return ()


@dataclass(frozen=True, slots=True)
class Rulings:
    """Pure functions that decide on one draft.

    Args:
        judge: its verdict, given its neighbours as they are inside the transaction, so that two copies covered at the
            same moment cannot both be new.
        compare: what it says beside what the archive has of the same article.
        is_same: whether it can be that article at all, where its address has changed or is only claimed by its page.
        announce: which alerts are due, given the article as it will be stored, with its text even where that is not
            kept.
        look_at: when to look at its page next, given the article as it will be stored and whether it has just changed;
            None for never.
        place: its story, given its verdict and what is known of the live stories; asked once, with the first text.
        announce_edit: which alerts are due because of another text that is no news, given the article as for
            ``announce``, with the verdict "version".
        confirm_at: when to look again to make sure of what seems to be.
        announce_changes: which alerts are due because something happened to an article that was kept before.
    """

    judge: Callable[[Neighbours], Judged]
    compare: Callable[[Article], Revision]
    announce: Callable[[Article], Sequence[Alert]]
    look_at: Callable[[Article, bool], datetime | None] = _never
    is_same: Callable[[Article], bool] = _always
    place: Callable[[Verdict, Surroundings], Placement] = _alone
    confirm_at: datetime | None = None
    announce_changes: AnnounceChanges = announce_to_nobody
    announce_edit: Callable[[Article], Sequence[Alert]] = _announce_no_edit


@dataclass(frozen=True, slots=True)
class Stale:
    """An article was made by other rules than the draft that is to be compared with it: make it anew first.

    Args:
        by_names: only the names or rules that it was tagged by are others: its stored text is to be tagged again;
            else its stored pages are to be read again.
    """

    article_id: int
    by_names: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an entry: an article, a version of one, or one more sighting.

    Args:
        verdict: None for a sighting: the article was known with this text, or one that no reader could tell from it.
        queued: alerts that were queued with it, to be told now or later.
        changes: what changed in an article that was known.
        is_doubtful: as in Revision: nothing was stored of the text.
        story_id: the story that a new article was put into; None for one that was known.
        has_opened: whether it opened that story.
    """

    article_id: int
    verdict: Verdict | None
    topics: tuple[str, ...] = ()
    queued: int = 0
    changes: tuple[Change, ...] = ()
    is_doubtful: bool = False
    story_id: int | None = None
    has_opened: bool = False
