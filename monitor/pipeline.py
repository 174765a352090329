"""In which order does an entry become an article?

Not pure, but it touches the world only through the ports. In: a claimed feed or a claimed entry.
Out: a report; everything that matters is in the database by then. service.py joins the parts.

    schedule -> fetch -> parse -> [entries remembered] -> fetch -> extract -> dedupe -> tag -> store -> alert

This module alone knows the order, and walls each feed and entry off from the rest. polling.py has the way up to the
entries, covering.py the way from an entry to a draft; reader.py is the pure half, which lives in the worker processes.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from monitor.alert.message import announcements
from monitor.alert.rules import Rule
from monitor.core.errors import TryAgainLater
from monitor.core.ports import Archive, Clock, EntryStore, FeedStore
from monitor.core.records.articles import Draft, DueEntry
from monitor.core.records.failures import Failed, Reason, bug
from monitor.core.records.feeds import Keep
from monitor.core.records.fetches import Fetched
from monitor.core.records.polls import DueFeed, PollOutcome
from monitor.core.records.verdicts import Judged, Kept, Neighbours
from monitor.covering import Covered, Covering
from monitor.dedupe.decide import decide
from monitor.observe.journal import Journal
from monitor.polling import Polling
from monitor.schedule.policy import next_try

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
class Pipeline:
    """The way of an article: ``poll`` a feed, then ``cover`` each new entry.

    Args:
        chance: gives a number between 0 and 1, for the spreading of due times.
    """

    polling: Polling
    covering: Covering
    feeds: FeedStore
    entries: EntryStore
    archive: Archive
    clock: Clock
    journal: Journal
    rules: Sequence[Rule]
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
            covered = await self.covering.read(due)
            if isinstance(covered, Failed):
                return await self._cover_without_page(due, covered)
            return CoverReport(due.feed.name, await self._keep(covered))
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
            own = await self.covering.read_own(due)
            kept = await self._keep(own) if isinstance(own, Covered) else None
        # After keeping: a crash in between then costs the note, not the article.
        await asyncio.to_thread(self.entries.fail, due, failure, due_at)
        self.journal.page_failed(due, failure, due_at)
        return CoverReport(due.feed.name, kept, failure)

    async def _keep(self, covered: Covered) -> Kept:
        due, draft = covered.due, covered.draft
        if draft is None:
            if due.seen is None:
                raise ValueError("an entry without a draft is one whose page is known")
            kept = await asyncio.to_thread(self.archive.see_again, due, due.seen)
        else:
            judge = partial(_judge, draft=draft, keep=due.feed.keep)
            announce = partial(announcements, rules=self.rules)
            kept = await asyncio.to_thread(self.archive.keep, due, draft, judge, announce)
        self.journal.kept(due, draft, kept, self.clock.now())
        return kept


def _judge(neighbours: Neighbours, *, draft: Draft, keep: Keep) -> Judged:
    verdict = decide(draft.article.text, draft.fingerprint, neighbours)
    return Judged(verdict, keep_text=keep is Keep.ALL or bool(draft.tagged.topics))
