"""In which order does an entry become an article?

Not pure, but it touches the world only through the ports and rebuilding.py. In: a claimed feed, entry or look.
Out: a report; everything that matters is in the database by then. service.py joins the parts.

    schedule -> fetch -> parse -> [entries remembered] -> fetch -> extract -> dedupe -> tag -> store -> alert

This module alone knows the order, and walls each feed and entry off from the rest. polling.py has the way up to the
entries, covering.py the way from an entry to a draft; reader.py is the pure half, which lives in the worker processes.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from monitor.alert.rules import Book, alerts_for, alerts_for_changes
from monitor.core.errors import TryAgainLater
from monitor.core.ports import Archive, Clock, EntryStore, FeedStore, LookStore
from monitor.core.records.articles import Article, Basis, Covered, DueEntry, Sighted
from monitor.core.records.changes import Change
from monitor.core.records.failures import Failed, Reason, bug
from monitor.core.records.fetches import Fetched
from monitor.core.records.polls import DueFeed, PollOutcome
from monitor.core.records.rulings import Kept, Rulings, Stale
from monitor.core.records.versions import DueLook
from monitor.covering import Covering
from monitor.observe.journal import Journal
from monitor.polling import Polling
from monitor.rebuilding import Rebuilding, judge
from monitor.revise.compare import compare
from monitor.revise.resemblance import resembles
from monitor.revise.withdrawal import Times, after_look, is_confirming
from monitor.schedule.looks import confirming_look, next_look
from monitor.schedule.policy import next_try
from monitor.stories.placing import placing

_WALLS = {Reason.LOGIN: Basis.LOGIN_WALL, Reason.BLOCKED: Basis.BOT_WALL}
_PATIENCE = timedelta(days=1)  # with a host that wants no requests: then the feed's own text is the article


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one poll did."""

    feed: str
    outcome: str
    entries: int
    new: int
    received_bytes: int
    took_s: float
    failure: Failed | None = None


@dataclass(frozen=True, slots=True)
class CoverReport:
    """What became of one entry: kept, or failed, or failed and kept from the feed's own text."""

    feed: str
    kept: Kept | None
    failure: Failed | None = None


@dataclass(frozen=True, slots=True)
class LookReport:
    """What one look at an article's page came to.

    Args:
        failure: why the page could not be had; a wall before it is one.
        is_doubtful: hardly anything of the article was left: another look has to find it so before it is believed.
        queued: alerts that were queued with what was recorded.
    """

    article_id: int
    changes: tuple[Change, ...]
    failure: Failed | None = None
    is_doubtful: bool = False
    queued: int = 0


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The way of an article: ``poll`` a feed, ``cover`` each new entry, ``look`` at its page again while it is young.

    Args:
        book: gives the rules that hold now.
        chance: gives a number between 0 and 1, for the spreading of due times.
    """

    polling: Polling
    covering: Covering
    feeds: FeedStore
    entries: EntryStore
    archive: Archive
    looks: LookStore
    rebuilding: Rebuilding
    clock: Clock
    journal: Journal
    book: Callable[[], Book]
    chance: Callable[[], float]

    # --- poll: schedule -> fetch -> parse -> entries remembered -----------------------------------

    async def poll(self, feed: DueFeed) -> PollReport:
        """Poll one claimed feed and remember its new entries with its validators."""
        started = self.clock.now()
        try:
            outcome = await self.polling.poll(feed, started)
        except TryAgainLater:
            raise  # the database is away: the feed's lease runs out, and it is simply due again
        except Exception as error:  # noqa: BLE001 - the wall: one feed must not sink the rest
            self.journal.crashed("feed.poll_crashed", error, feed=feed.spec.name)
            outcome = self.polling.failed(feed, started, bug(error))
        report = await self._remember(feed, outcome)
        if report.new and feed.polled_at and self.polling.subscriber:
            await self.polling.subscriber.doubt(feed.id, feed.polled_at)  # its hub should have brought these
        return report

    async def take(self, feed: DueFeed, answer: Fetched) -> PollReport | Failed:
        """Take what a hub pushed for a feed, and remember the entries that are new."""
        outcome = await self.polling.take(feed, answer, self.clock.now())
        return outcome if isinstance(outcome, Failed) else await self._remember(feed, outcome)

    async def _remember(self, feed: DueFeed, outcome: PollOutcome) -> PollReport:
        new = await asyncio.to_thread(self.feeds.remember, feed, outcome)
        self.journal.polled(feed, outcome, new)
        return PollReport(
            feed.spec.name,
            outcome.outcome,
            outcome.size,
            new,
            outcome.received_bytes,
            outcome.took_s,
            outcome.failure,
        )

    # --- cover: fetch page -> extract -> dedupe -> tag -> store -> alert --------------------------

    async def cover(self, due: DueEntry) -> CoverReport:
        """Turn one claimed entry into an article; where its page cannot be had, into the feed's own text."""
        try:
            read = await self.covering.read(due)
            if isinstance(read, Failed):
                return await self._cover_without_page(due, read)
            return CoverReport(due.feed.name, await self._keep(read))
        except TryAgainLater:
            raise  # the database is away: the entry's lease runs out, and it is simply due again
        except Exception as error:  # noqa: BLE001 - the wall: one story must not sink the rest
            self.journal.crashed("entry.crashed", error, feed=due.feed.name, url=due.entry.url)
            due_at = next_try(self.clock.now(), bug(error), attempts=due.attempts + 1, chance=self.chance())
            await asyncio.to_thread(self.entries.fail, due, bug(error), due_at)
            return CoverReport(due.feed.name, None, bug(error))

    async def _cover_without_page(self, due: DueEntry, failure: Failed) -> CoverReport:
        """Where no further try would help, keep what the feed itself says; record what went wrong."""
        kept, now = None, self.clock.now()
        due_at = next_try(now, failure, attempts=due.attempts + 1, chance=self.chance())
        if failure.reason is Reason.HELD and now - due.first_seen_at > _PATIENCE:
            due_at = None
        if due_at is None:
            own = await self.covering.read_own(due, _WALLS.get(failure.reason, Basis.SUMMARY))
            kept = await self._keep(own) if isinstance(own, Covered) else None
        # After keeping: a crash in between then costs the note, not the article.
        await asyncio.to_thread(self.entries.fail, due, failure, due_at)
        self.journal.page_failed(due, failure, due_at)
        return CoverReport(due.feed.name, kept, failure)

    async def _keep(self, read: Covered | Sighted) -> Kept:
        if isinstance(read, Sighted):
            kept = await asyncio.to_thread(self.archive.see_again, read)
        else:
            kept = await self._keep_read(read)
        self.journal.kept(read, kept, self.clock.now())
        return kept

    async def _keep_read(self, read: Covered) -> Kept:
        rulings, is_last = self._rulings(read), False
        # Made anew by the same rules and names first: else our own progress would be taken for an edit.
        while isinstance(kept := await asyncio.to_thread(self.archive.keep, read, rulings, is_last=is_last), Stale):
            await self.rebuilding.refresh(kept)
            is_last = True
        return kept

    # --- look: fetch the page again -> extract -> compare -> store -----------------------------------

    async def look(self, look: DueLook) -> LookReport:
        """Look at the page of one claimed article again, and record what changed."""
        try:
            read = await self.covering.read(look.due)
            kept = await self._revise(look, read) if isinstance(read, Covered) else read
            failure = _wall_before(read) or (kept if isinstance(kept, Failed) else None)
            is_doubtful = isinstance(kept, Kept) and kept.is_doubtful
            changes, queued = (
                (kept.changes, kept.queued) if isinstance(kept, Kept) else await self._look_without_text(look, kept)
            )
        except TryAgainLater:
            raise  # the database is away: the look's lease runs out, and it is simply due again
        except Exception as error:  # noqa: BLE001 - the wall: one story must not sink the rest
            self.journal.crashed("look.crashed", error, article_id=look.article_id)
            failure, is_doubtful = bug(error), False
            changes, queued = await self._look_without_text(look, failure)
        self.journal.looked(look, changes, failure, queued=queued)
        return LookReport(look.article_id, changes, failure, is_doubtful, queued)

    async def _revise(self, look: DueLook, read: Covered) -> Kept | Failed:
        """Store what a look brought; Failed where the page is another article's now."""
        rulings = self._rulings(read, is_sure=is_confirming(look, self.clock.now()))
        revise, is_last = partial(self.archive.revise, look, read, rulings), False
        while isinstance(kept := await asyncio.to_thread(revise, is_last=is_last), Stale):  # as in _keep_read
            await self.rebuilding.refresh(kept)
            is_last = True
        if isinstance(kept, Kept) and kept.verdict:
            self.journal.kept(read, kept, self.clock.now())
        elif isinstance(kept, Kept):
            self.journal.changed(look.article_id, kept.changes)
        return kept

    async def _look_without_text(self, look: DueLook, read: Sighted | Failed) -> tuple[tuple[Change, ...], int]:
        """Record a look that brought no text: the page is as it was, is not there, or could not be had.

        Gives what that changed, and how many alerts were queued.
        """
        now, chance = self.clock.now(), self.chance()
        first_seen_at, is_matching = look.due.first_seen_at, look.is_matching
        later = next_look(now, first_seen_at=first_seen_at, is_matching=is_matching, has_changed=False, chance=chance)
        failure = read if isinstance(read, Failed) else None
        found = after_look(look, failure, Times(now, later, confirming_look(now, chance=chance)))
        seen = read.due.seen if isinstance(read, Sighted) else None
        announce = partial(alerts_for_changes, book=self.book(), now=now)
        queued = await asyncio.to_thread(self.looks.looked, look, found, seen, announce)
        changes = () if queued is None else found.changes
        self.journal.changed(look.article_id, changes)
        return changes, queued or 0

    def _rulings(self, covered: Covered, *, is_sure: bool = False) -> Rulings:
        """Give what is decided, purely, inside the transaction that keeps a draft.

        Args:
            is_sure: the look before found just as little of the article on the page.
        """
        draft, feed = covered.draft, covered.due.feed
        may_look = feed.look_again and bool(covered.capture or draft.article.basis.is_walled)
        now, first_seen_at, chance = self.clock.now(), covered.due.first_seen_at, self.chance()

        def look_at(article: Article, has_changed: bool) -> datetime | None:  # noqa: FBT001 - the shape of Rulings
            """Give the article's own age its say, not the age of the entry that led to it this time."""
            if not may_look:
                return None
            return next_look(
                now,
                first_seen_at=min(article.first_seen_at, first_seen_at),
                is_matching=bool(article.topics),
                has_changed=has_changed and article.versions > 1,
                chance=chance,
            )

        return Rulings(
            judge=partial(judge, draft, feed.keep),
            compare=lambda before: compare(before, draft, is_sure=is_sure),
            is_same=lambda before: resembles(before, draft),
            announce=partial(alerts_for, book=self.book(), now=now, is_backlog=covered.due.is_backlog),
            look_at=look_at,
            place=placing(draft.traits),
            confirm_at=confirming_look(now, chance=chance) if may_look else None,
            announce_changes=partial(alerts_for_changes, book=self.book(), now=now),
            announce_edit=partial(alerts_for, book=self.book(), now=now),
        )


def _wall_before(read: Covered | Sighted | Failed) -> Failed | None:
    """Say which wall a look met, where it met one: the feed's own text in its place tells nothing of the page."""
    basis = read.draft.article.basis if isinstance(read, Covered) else None
    reason = next((reason for reason, wall in _WALLS.items() if wall is basis), None)
    return (
        Failed(reason, f"A wall stands before the page ({basis}); what it says now was not seen.") if reason else None
    )
