"""What does one poll of a feed bring?

Not pure, but it touches the world only through the ports. In: a claimed feed, or a body that a hub pushed.
Out: PollOutcome, with all that must be remembered of it. pipeline.py has it stored; the decisions (when next, how the
feed is, what was lost) are schedule/'s.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.config.settings import Settings
from monitor.core.ports import Clock, FeedStore, Fetcher
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed, Part
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.polls import DueFeed, PollOutcome
from monitor.reader import Reader
from monitor.schedule.coverage import estimate, may_be_lost
from monitor.schedule.learning import Circumstances, after_failure, after_push, after_success
from monitor.websub.discovery import discover
from monitor.websub.subscriber import Subscriber
from monitor.workers import Workers

_SLACK = timedelta(days=2)  # site maps give the day of a change, in whatever zone
_MOST_ITEM_BYTES = 8_000
_MOST_PARTS = 2  # site maps of an index that one poll fetches: what is new stands in the newest
_MOST_ENTRIES = 1_000  # of a feed's archives


@dataclass(frozen=True, slots=True)
class Polling:
    """Fetches and reads one feed.

    Args:
        chance: gives a number between 0 and 1, for the spreading of due times.
        subscriber: asks hubs to push; None where they cannot reach us.
    """

    fetcher: Fetcher
    workers: Workers[Reader]
    feeds: FeedStore
    clock: Clock
    settings: Settings
    chance: Callable[[], float]
    subscriber: Subscriber | None = None

    async def poll(self, feed: DueFeed, started: datetime) -> PollOutcome:
        """Ask for a feed and read what is new in it; where it names a hub, see to the subscription."""
        is_pushed = self.subscriber is not None and self.subscriber.is_pushed(feed.id)
        feed = replace(feed, learned=replace(feed.learned, is_pushed=is_pushed))
        answer = await self.fetcher.fetch(self._request(feed))
        if isinstance(answer, Failed):
            return self.failed(feed, started, answer)
        body_hash = feed.body_hash if answer.is_unchanged else hashlib.sha256(answer.body).hexdigest()
        if body_hash == feed.body_hash:
            return await self._read(feed, answer, started, body_hash, None)
        parsed = await self._parse(answer, feed)
        if isinstance(parsed, ParsedFeed) and parsed.parts:
            parsed = await self._with_parts(feed, parsed)
        if isinstance(parsed, Failed):
            return self.failed(feed, started, parsed, answer)
        if self.subscriber and not parsed.is_cut_short:
            hub = discover(answer.url, answer.links, hubs=parsed.hubs, self_url=parsed.self_url)
            await self.subscriber.consider(feed.id, hub)
        read = await self._read(feed, answer, started, body_hash, parsed)
        if feed.succeeded_at is None and parsed.older:
            older = await self._archives(feed, parsed, answer.url)
            read = replace(read, entries=read.entries + older)
        return read

    async def take(self, feed: DueFeed, answer: Fetched, started: datetime) -> PollOutcome | Failed:
        """Read a body that a hub pushed: what is new of the feed, which says nothing about the rest of it."""
        parsed = await self._parse(answer, feed)
        if isinstance(parsed, Failed):
            return parsed
        now = self.clock.now()
        return PollOutcome(
            "pushed",
            started,
            None,
            took_s=(now - started).total_seconds(),
            url=feed.url,
            received_bytes=len(answer.body),
            entries=parsed.entries,
            size=parsed.size,
            learned=after_push(feed, parsed, now),
            health=feed.health,
        )

    def failed(self, feed: DueFeed, started: datetime, failure: Failed, answer: Fetched | None = None) -> PollOutcome:
        """Say what is remembered of a poll that failed, or was put off since its host rests."""
        when = self._when()
        facts = PollOutcome(
            "put_off" if failure.reason is Reason.HELD else "failed",
            started,
            None,
            took_s=(when.now - started).total_seconds(),
            received_bytes=answer.received_bytes if answer else 0,
            status=answer.status if answer else failure.status,
            failure=failure,
        )
        return after_failure(feed, facts, when)

    async def _read(
        self, feed: DueFeed, answer: Fetched, started: datetime, body_hash: str, parsed: ParsedFeed | None
    ) -> PollOutcome:
        """Say what is remembered of a poll that succeeded; ``parsed`` is None where nothing has changed."""
        when = self._when()
        facts = PollOutcome(
            "ok" if parsed else "unchanged",
            started,
            None,
            took_s=(when.now - started).total_seconds(),
            received_bytes=answer.received_bytes,
            status=answer.status,
            size=feed.learned.size,
        )
        # Half a feed must not be taken for the last good answer; of an index, the site maps in it change by themselves.
        if not (parsed and (parsed.is_cut_short or parsed.parts)):
            facts = replace(facts, etag=answer.etag, last_modified=answer.last_modified, body_hash=body_hash)
        if parsed:
            facts = replace(
                facts,
                items=_items(feed, answer, parsed),
                feed_title=parsed.title,
                entries=parsed.entries,
                # an index whose site maps are all as they were holds what it held
                size=parsed.size if parsed.size or not parsed.parts else feed.learned.size,
                dropped=parsed.dropped,
                lost=await self._lost(feed, parsed, answer, when.now),
            )
        return after_success(feed, facts, answer, parsed, when)

    def _when(self) -> Circumstances:
        return Circumstances(self.clock.now(), self.chance(), self.settings.hint_cap_s)

    async def _lost(self, feed: DueFeed, parsed: ParsedFeed, answer: Fetched, now: datetime) -> int:
        """Estimate how many entries came and went unseen since the last poll."""
        if not may_be_lost(feed, parsed, is_delta=answer.is_delta, now=now):
            return 0
        if await asyncio.to_thread(self.feeds.knows_any, feed, parsed.entries):
            return 0
        return estimate(feed, parsed, now=now)

    def _request(self, feed: DueFeed, url: str = "") -> FetchRequest:
        """Make the request for a feed; for another ``url`` of the same feed, without its validators."""
        spec, settings = feed.spec, self.settings
        return FetchRequest(
            url or feed.address,
            FetchKind.FEED,
            user_agent=spec.user_agent,
            accept=spec.accept,
            headers=spec.headers,
            etag="" if url else feed.etag,
            last_modified="" if url else feed.last_modified,
            validators_from=feed.learned.validators_from,
            max_bytes=settings.feed_max_bytes,
            deadline_s=settings.fetch_deadline_s,
            ports=spec.ports,
            wants_delta=not url,
        )

    async def _parse(self, answer: Fetched, feed: DueFeed) -> ParsedFeed | Failed:
        what = (answer.body, answer.content_type, answer.base or answer.url, feed.spec.type, feed.items)
        return await self.workers.run(Reader.parse, self.settings.parse_deadline_s, *what)

    # --- feeds of several documents ---------------------------------------------------------------

    async def _with_parts(self, feed: DueFeed, index: ParsedFeed) -> ParsedFeed | Failed:
        """Add the newest site maps that an index lists; where none can be had, say why."""
        whole, failure = index, None
        for part in _worth_asking(feed, index.parts):
            found = await self._document(feed, part.url)
            if isinstance(found, Failed):
                failure = found
            elif not found.parts:  # an index in an index is not followed
                whole = _joined(whole, found)
        return failure if failure and not whole.size else whole

    async def _archives(self, feed: DueFeed, newest: ParsedFeed, url: str) -> tuple[Entry, ...]:
        """Read the pages of older entries, at first sight of a feed; what cannot be had is left out.

        Source: RFC 5005; JSON Feed 1.1, next_url.
        """
        entries: dict[str, Entry] = {}
        older, seen = newest.older, {url, feed.address}
        for _ in range(self.settings.archive_pages):
            if not older or older in seen:
                break
            seen.add(older)
            found = await self._document(feed, older)
            if isinstance(found, Failed):
                break
            entries |= {entry.key: entry for entry in found.entries if entry.key not in entries}
            older = found.older
        return tuple(entries.values())[:_MOST_ENTRIES]

    async def _document(self, feed: DueFeed, url: str) -> ParsedFeed | Failed:
        answer = await self.fetcher.fetch(self._request(feed, url))
        return answer if isinstance(answer, Failed) else await self._parse(answer, feed)


def _worth_asking(feed: DueFeed, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Choose the site maps that may hold something new, by the day that the index gives them."""
    since = feed.succeeded_at - _SLACK if feed.succeeded_at else None
    fresh = [part for part in parts if since is None or part.changed_at is None or part.changed_at >= since]
    return tuple(fresh[:_MOST_PARTS])


def _joined(whole: ParsedFeed, more: ParsedFeed) -> ParsedFeed:
    """Give one feed with the entries of both, the first one's facts, and no key twice."""
    keys = {entry.key for entry in whole.entries}
    entries = tuple(entry for entry in more.entries if entry.key not in keys)
    return replace(
        whole,
        entries=whole.entries + entries,
        items=whole.items + more.items,
        known=whole.known + more.known,
        dropped=whole.dropped + more.dropped,
    )


def _items(feed: DueFeed, answer: Fetched, parsed: ParsedFeed) -> bytes:
    """Give the hashes to remember; what came as a difference is added to what was there."""
    return (parsed.items + feed.items)[:_MOST_ITEM_BYTES] if answer.is_delta else parsed.items
