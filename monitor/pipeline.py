"""In which order does an entry become an article?

Not pure, but it touches the world only through the ports. In: a claimed feed or a claimed entry.
Out: a report; everything that matters is in the database by then. service.py joins the parts.

    schedule -> fetch -> parse -> [entries remembered] -> fetch -> extract -> dedupe -> tag -> store -> alert

This module alone knows the order. ``Reader`` is its pure half, which lives in the worker processes.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from monitor.alert.message import announcements
from monitor.alert.rules import Rule
from monitor.config.settings import Settings
from monitor.core.errors import TryAgainLater
from monitor.core.ports import Archive, Clock, EntryStore, FeedStore, Fetcher
from monitor.core.records.articles import Basis, Draft, DueEntry, Extracted
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import DueFeed, Entry, Keep, ParsedFeed, PollOutcome
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.verdicts import Judged, Kept, Neighbours
from monitor.core.topics import Topics
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint
from monitor.extract.article import extract, from_feed
from monitor.extract.language import language
from monitor.extract.page import Page
from monitor.observe.journal import Journal
from monitor.parse.feed import parse
from monitor.schedule.policy import Visit, next_try, next_visit
from monitor.tag.match import Tagger
from monitor.workers import Workers

P = ParamSpec("P")
R = TypeVar("R")


class Reader:
    """What can be said of bytes alone: the pure stages, run in worker processes."""

    def __init__(self, topics: Topics) -> None:
        self._tagger = Tagger(topics)

    def parse(self, answer: Fetched, feed: DueFeed) -> ParsedFeed | Failed:
        """Read a feed's body."""
        return parse(answer.body, answer.content_type, answer.url, feed.spec.type)

    def read(self, page: Page) -> Draft | Failed:
        """Read an article's page: extract, fingerprint, tag."""
        return self._draft(extract(page))

    def read_own(self, entry: Entry) -> Draft | Failed:
        """Read the text that the feed itself gives for an entry."""
        return self._draft(from_feed(entry))

    def read_text(self, title: str, text: str) -> Draft | Failed:
        """Read a plain text that came from nowhere: a file, or the archive."""
        return self._draft(Extracted(title, text, language(title, text), "", "", Basis.FULL))

    def _draft(self, article: Extracted | Failed) -> Draft | Failed:
        if isinstance(article, Failed):
            return article
        return Draft(article, fingerprint(article.text), self._tagger.tag(article.title, article.text))


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

    fetcher: Fetcher
    workers: Workers[Reader]
    feeds: FeedStore
    entries: EntryStore
    archive: Archive
    clock: Clock
    journal: Journal
    rules: Sequence[Rule]
    settings: Settings
    chance: Callable[[], float]

    # --- poll: schedule -> fetch -> parse -> entries remembered -----------------------------------

    async def poll(self, feed: DueFeed) -> PollReport:
        """Poll one claimed feed and remember its new entries with its validators."""
        started = self.clock.now()
        try:
            outcome = await self._poll(feed, started)
        except Exception as error:  # noqa: BLE001 - the wall: one feed must not sink the rest
            self.journal.crashed("feed.poll_crashed", error, feed=feed.spec.name)
            outcome = self._failed_poll(feed, started, _bug(error))
        new = await asyncio.to_thread(self.feeds.remember, feed, outcome)
        self.journal.polled(feed, outcome, new)
        return PollReport(
            feed.spec.name,
            outcome.outcome,
            len(outcome.entries),
            new,
            outcome.received_bytes,
            outcome.took_s,
            outcome.failure,
        )

    async def _poll(self, feed: DueFeed, started: datetime) -> PollOutcome:
        answer = await self.fetcher.fetch(self._feed_request(feed))
        if isinstance(answer, Failed):
            return self._failed_poll(feed, started, answer)
        body_hash = feed.body_hash if answer.is_unchanged else hashlib.sha256(answer.body).hexdigest()
        if body_hash == feed.body_hash:
            return self._good_poll(feed, answer, started, body_hash, None)
        parsed = await self._work(Reader.parse, self.settings.parse_deadline_s, answer, feed)
        if isinstance(parsed, Failed):
            return self._failed_poll(feed, started, parsed, answer)
        return self._good_poll(feed, answer, started, body_hash, parsed)

    def _feed_request(self, feed: DueFeed) -> FetchRequest:
        spec, settings = feed.spec, self.settings
        return FetchRequest(
            spec.url,
            FetchKind.FEED,
            user_agent=spec.user_agent,
            accept=spec.accept,
            headers=spec.headers,
            etag=feed.etag,
            last_modified=feed.last_modified,
            max_bytes=settings.feed_max_bytes,
            deadline_s=settings.fetch_deadline_s,
        )

    def _good_poll(
        self, feed: DueFeed, answer: Fetched, started: datetime, body_hash: str, parsed: ParsedFeed | None
    ) -> PollOutcome:
        """Say what a poll brought; ``parsed`` is None where nothing has changed."""
        now = self.clock.now()
        is_whole = not (parsed and parsed.is_cut_short)  # half a feed must not be taken for the last good answer
        return PollOutcome(
            "ok" if parsed else "unchanged",
            started,
            next_visit(Visit(now), every_s=feed.spec.every_s, chance=self.chance()),
            took_s=(now - started).total_seconds(),
            received_bytes=answer.received_bytes,
            status=answer.status,
            etag=answer.etag if is_whole else "",
            last_modified=answer.last_modified if is_whole else "",
            body_hash=body_hash if is_whole else "",
            feed_title=parsed.title if parsed else "",
            entries=parsed.entries if parsed else (),
            dropped=parsed.dropped if parsed else 0,
        )

    def _failed_poll(
        self, feed: DueFeed, started: datetime, failure: Failed, answer: Fetched | None = None
    ) -> PollOutcome:
        now = self.clock.now()
        visit = Visit(now, feed.failures + 1, failure.retry_after_s)
        return PollOutcome(
            "failed",
            started,
            next_visit(visit, every_s=feed.spec.every_s, chance=self.chance()),
            took_s=(now - started).total_seconds(),
            received_bytes=answer.received_bytes if answer else 0,
            status=answer.status if answer else failure.status,
            failure=failure,
        )

    # --- cover: fetch page -> extract -> dedupe -> tag -> store -> alert --------------------------

    async def cover(self, due: DueEntry) -> CoverReport:
        """Turn one claimed entry into an article; where its page cannot be had, into the feed's own text."""
        try:
            draft = await self._read(due)
            if isinstance(draft, Failed):
                return await self._cover_without_page(due, draft)
            return CoverReport(due.feed.name, await self._keep(due, draft))
        except TryAgainLater:
            raise  # the database is away: the entry's lease runs out, and it is simply due again
        except Exception as error:  # noqa: BLE001 - the wall: one story must not sink the rest
            self.journal.crashed("entry.crashed", error, feed=due.feed.name, url=due.entry.url)
            due_at = next_try(self.clock.now(), _bug(error), attempts=due.attempts + 1, chance=self.chance())
            await asyncio.to_thread(self.entries.fail, due, _bug(error), due_at)
            return CoverReport(due.feed.name, None, _bug(error))

    async def _work(
        self, job: Callable[Concatenate[Reader, P], R | Failed], deadline_s: float, *args: P.args, **kwargs: P.kwargs
    ) -> R | Failed:
        """Have a worker process do one of the Reader's jobs; odd input finds odd faults in parsers."""
        try:
            return await self.workers.run(job, deadline_s, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the wall: what a parser raises costs a page, not an entry
            self.journal.crashed("worker.crashed", error)
            return replace(_bug(error), is_final=True)  # the same input would find the same fault

    async def _read(self, due: DueEntry) -> Draft | Failed:
        deadline_s = self.settings.read_deadline_s
        if not (due.feed.fetch_article and due.entry.url):
            return await self._work(Reader.read_own, deadline_s, due.entry)
        answer = await self.fetcher.fetch(self._page_request(due))
        if isinstance(answer, Failed):
            return answer
        page = Page(answer.body, answer.content_type, answer.url, due.entry)
        return await self._work(Reader.read, deadline_s, page)

    def _page_request(self, due: DueEntry) -> FetchRequest:
        return FetchRequest(
            due.entry.url,
            FetchKind.PAGE,
            user_agent=due.feed.user_agent,
            max_bytes=self.settings.page_max_bytes,
            deadline_s=self.settings.fetch_deadline_s,
        )

    async def _cover_without_page(self, due: DueEntry, failure: Failed) -> CoverReport:
        """Where no further try would help, keep what the feed itself says; record what went wrong."""
        kept = None
        due_at = next_try(self.clock.now(), failure, attempts=due.attempts + 1, chance=self.chance())
        if due_at is None and due.feed.fetch_article:
            own = await self._work(Reader.read_own, self.settings.read_deadline_s, due.entry)
            kept = await self._keep(due, own) if isinstance(own, Draft) else None
        # After keeping: a crash in between then costs the note, not the article.
        await asyncio.to_thread(self.entries.fail, due, failure, due_at)
        self.journal.page_failed(due, failure, due_at)
        return CoverReport(due.feed.name, kept, failure)

    async def _keep(self, due: DueEntry, draft: Draft) -> Kept:
        judge = partial(_judge, draft=draft, keep=due.feed.keep)
        announce = partial(announcements, rules=self.rules)
        kept = await asyncio.to_thread(self.archive.keep, due, draft, judge, announce)
        self.journal.kept(due, draft, kept, self.clock.now())
        return kept


def _judge(neighbours: Neighbours, *, draft: Draft, keep: Keep) -> Judged:
    verdict = decide(draft.article.text, draft.fingerprint, neighbours)
    return Judged(verdict, keep_text=keep is Keep.ALL or bool(draft.tagged.topics))


def _bug(error: Exception) -> Failed:
    # Not the error's own text: it may quote an article, or a feed's secret headers. The log has the traceback.
    return Failed(Reason.BUG, f"The program itself failed on this with {type(error).__name__}; see the log.")
