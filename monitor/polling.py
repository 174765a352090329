"""What does one poll of a feed bring?

Not pure, but it touches the world only through the ports. In: a claimed feed, or a body that a hub pushed.
Out: PollOutcome, with all that must be remembered of it. pipeline.py has it stored; the decisions (when next, how the
feed is, what was lost) are schedule/'s.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.config.settings import Settings
from monitor.core.ports import Clock, FeedStore, Fetcher
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import INDEX_FORMAT, Entry, ParsedFeed, hashes_of
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.polls import DueFeed, PollOutcome, SeenPart
from monitor.core.urls import is_same_origin
from monitor.reader import Reader
from monitor.schedule.coverage import estimate, may_be_lost
from monitor.schedule.learning import Circumstances, after_failure, after_push, after_success
from monitor.site_index import Read, known_parts, read
from monitor.websub.discovery import discover
from monitor.websub.subscriber import Subscriber
from monitor.workers import Workers

_MOST_ITEM_BYTES = 64_000  # of feeds that come in parts: 8,000 items
_INDEX = ParsedFeed(INDEX_FORMAT, "", "", ())  # an index that is as it was: what is in it may still have changed
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
        is_same = body_hash == feed.body_hash
        if is_same and not feed.learned.parts:
            return await self._read(feed, answer, started, body_hash, None)
        parsed = _INDEX if is_same else await self._parse(answer, feed)
        if isinstance(parsed, Failed):
            return self.failed(feed, started, parsed, answer)
        parts = feed.learned.parts if is_same else known_parts(parsed.parts, feed.learned.parts)
        if parts:
            whole = await self._with_parts(feed, parsed, parts)
            if whole.failure:
                return self.failed(feed, started, whole.failure, answer)
            parsed, parts = whole.feed, whole.parts
        feed = replace(feed, learned=replace(feed.learned, parts=parts))
        is_whole = not (is_same or parsed.is_cut_short or answer.is_delta)
        if self.subscriber and is_whole:  # no other body tells of all its hubs
            hub = discover(answer.url, answer.links, hubs=parsed.hubs, self_url=parsed.self_url)
            await self.subscriber.consider(feed.id, hub)
        outcome = await self._read(feed, answer, started, body_hash, parsed)
        if feed.succeeded_at is None and parsed.older:
            older = await self._archives(feed, parsed, answer.url)
            outcome = replace(outcome, entries=outcome.entries + older)
        return outcome

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
        if not (parsed and parsed.is_cut_short):  # half a feed must not be taken for the last good answer
            facts = replace(facts, etag=answer.etag, last_modified=answer.last_modified, body_hash=body_hash)
        if parsed:
            facts = replace(
                facts,
                items=_items(feed, answer, parsed),
                feed_title=parsed.title,
                entries=parsed.entries,
                # what is only a part of the feed does not tell how much the whole of it holds
                size=feed.learned.size if answer.is_delta or (feed.learned.parts and not parsed.size) else parsed.size,
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
        """Make the request for a feed; for another ``url`` of the same feed, without its validators.

        What its owner said for its own origin is not said to another, wherever redirects or the feed itself lead.
        """
        spec, settings = feed.spec, self.settings
        is_home = is_same_origin(url or feed.address, spec.url)
        return FetchRequest(
            url or feed.address,
            FetchKind.FEED,
            user_agent=spec.user_agent,
            accept=spec.accept,
            headers=spec.headers if is_home else (),
            etag="" if url else feed.etag,
            last_modified="" if url else feed.last_modified,
            validators_from=feed.learned.validators_from,
            max_bytes=settings.feed_max_bytes,
            deadline_s=settings.fetch_deadline_s,
            ports=spec.ports if is_home else (),
            wants_delta=not url,
        )

    async def _parse(self, answer: Fetched, feed: DueFeed) -> ParsedFeed | Failed:
        what = (answer.body, answer.content_type, answer.base or answer.url, feed.spec.type, feed.items)
        return await self.workers.run(Reader.parse, self.settings.parse_deadline_s, *what)

    # --- feeds of several documents ---------------------------------------------------------------

    async def _with_parts(self, feed: DueFeed, index: ParsedFeed, parts: tuple[SeenPart, ...]) -> Read:
        """Read the site maps of an index that may hold something new."""

        async def ask(part: SeenPart) -> Fetched | Failed:
            return await self.fetcher.fetch(
                replace(
                    self._request(feed, part.url), etag=part.etag, last_modified=part.last_modified, validators_from=""
                )
            )

        async def parse(answer: Fetched) -> ParsedFeed | Failed:
            return await self._parse(answer, feed)

        return await read(index, parts, ask=ask, parse=parse, now=self.clock.now())

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


def _items(feed: DueFeed, answer: Fetched, parsed: ParsedFeed) -> bytes:
    """Give the hashes to remember; where only a part of the feed came, it is added to what was there."""
    if not (answer.is_delta or feed.learned.parts):
        return parsed.items
    return b"".join(dict.fromkeys(hashes_of(parsed.items + feed.items)))[:_MOST_ITEM_BYTES]
