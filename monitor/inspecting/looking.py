"""What is at an address, read as a feed?

Not pure: asks servers through core.ports.Fetcher, and has workers parse. In: a FeedSpec, in feeds.yaml or not.
Out: Looked; nothing is kept. `monitor feeds test`, `discover` and `check --online` show it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.config.settings import Settings
from monitor.core.ports import Clock, Fetcher
from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.feeds import FeedSpec, ParsedFeed
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.polls import DueFeed
from monitor.core.urls import is_same_origin, join
from monitor.reader import Reader
from monitor.schedule.advice import on_failure
from monitor.schedule.rhythm import believed
from monitor.workers import Workers

_AT_ONCE = 16
_MOST_PARTS = 2  # site maps of an index that are looked into, until one has entries
_OPEN_IT = "Open {url} in a browser; if it is no better there: monitor feeds discover {home}"
_LATER = "Try again later; if it lasts, from another network."


@dataclass(frozen=True, slots=True)
class Looked:
    """What an address holds.

    Args:
        answer: what the server said, without its body; None where none came.
        feed: what was read; None where the body is no feed.
        failure: why it is of no use as a feed, None where it is of use.
        advice: what a person can do about the failure, "" without one.
        newest_at: the newest date among its entries that can be true, None where none has one.
    """

    spec: FeedSpec
    answer: Fetched | None = None
    feed: ParsedFeed | None = None
    failure: Failed | None = None
    advice: str = ""
    newest_at: datetime | None = None

    @property
    def is_usable(self) -> bool:
        """Whether polling it would bring entries."""
        return self.failure is None

    @property
    def has_validators(self) -> bool:
        """Whether its server can be asked for it conditionally."""
        return self.answer is not None and bool(self.answer.etag or self.answer.last_modified)


@dataclass(frozen=True, slots=True)
class Looking:
    """Fetches and reads what may be a feed."""

    fetcher: Fetcher
    workers: Workers[Reader]
    clock: Clock
    settings: Settings

    async def look(self, spec: FeedSpec) -> Looked:
        """Ask for a feed and read it; of an index of site maps, also the newest of these until one has entries."""
        answer = await self.fetch(spec)
        if isinstance(answer, Failed):
            return self.failed(spec, answer)
        looked = await self.read(spec, answer)
        if looked.feed and looked.feed.parts and not looked.feed.entries:
            return await self._look_into(looked, looked.feed)
        return looked

    async def look_at_each(self, specs: Sequence[FeedSpec]) -> AsyncIterator[Looked]:
        """Look at many, some at a time, and give each as it is done, without its entries, which may be many.

        The client paces what is of one site.
        """
        places = asyncio.Semaphore(_AT_ONCE)

        async def look(spec: FeedSpec) -> Looked:
            """Look, when there is a place."""
            async with places:
                looked = await self.look(spec)
            return replace(looked, feed=looked.feed and replace(looked.feed, entries=()))

        for done in asyncio.as_completed([look(spec) for spec in specs]):
            yield await done

    async def fetch(self, spec: FeedSpec, kind: FetchKind = FetchKind.FEED) -> Fetched | Failed:
        """Ask for an address as the service would; a page is asked for without its robots.txt: a person named it."""
        request = FetchRequest(
            spec.url,
            kind,
            user_agent=spec.user_agent,
            accept=spec.accept,
            headers=spec.headers,
            max_bytes=self.settings.feed_max_bytes,
            deadline_s=self.settings.fetch_deadline_s,
            ports=spec.ports,
            obey_robots=False,
            takes_any_page=True,
        )
        return await self.fetcher.fetch(request)

    async def read(self, spec: FeedSpec, answer: Fetched) -> Looked:
        """Read an answer as a feed; one without entries is of no use."""
        what = (answer.body, answer.content_type, answer.base or answer.url, spec.type, b"")
        feed = await self.workers.run(Reader.parse, self.settings.parse_deadline_s, *what)
        bodiless = replace(answer, body=b"")
        if isinstance(feed, Failed):
            return replace(self.failed(spec, feed), answer=bodiless)
        dates = [entry.published_at for entry in feed.entries if entry.published_at]
        newest_at = max(believed(dates, self.clock.now()), default=None)
        looked = Looked(spec, bodiless, feed, newest_at=newest_at)
        if feed.entries or feed.parts:
            return looked
        failure = Failed(Reason.EMPTY, f"it was read ({len(answer.body):,} bytes), and holds no entry", answer.status)
        return replace(looked, failure=failure, advice=_advice(spec, failure))

    def failed(self, spec: FeedSpec, failure: Failed) -> Looked:
        """Say what can be done about an address that holds nothing of use."""
        return Looked(spec, failure=failure, advice=_advice(spec, failure))

    async def _look_into(self, index: Looked, feed: ParsedFeed) -> Looked:
        """Give an index the entries of its newest site map that has some; where none can be had, say why."""
        failed = None
        for part in feed.parts[:_MOST_PARTS]:
            found = await self._look_at_part(index.spec, part.url)
            if found.feed and found.feed.entries:
                whole = replace(feed, entries=found.feed.entries, dropped=found.feed.dropped)
                return replace(index, feed=whole, newest_at=found.newest_at)
            failed = found if found.failure else failed
        return replace(index, failure=failed.failure, advice=failed.advice) if failed else index

    async def _look_at_part(self, spec: FeedSpec, url: str) -> Looked:
        own = spec if is_same_origin(url, spec.url) else replace(spec, headers=(), ports=())
        answer = await self.fetch(replace(own, url=url))
        return self.failed(spec, answer) if isinstance(answer, Failed) else await self.read(spec, answer)


def _advice(spec: FeedSpec, failure: Failed) -> str:
    traits = TRAITS[failure.reason]
    # What is said for a feed that is polled does not fit one that is only looked at.
    if traits.needs_a_look:
        return _OPEN_IT.format(url=spec.url, home=join(spec.url, "/") or spec.url)
    return _LATER if traits.is_momentary else on_failure(DueFeed(0, spec), failure)
