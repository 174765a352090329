"""How does an entry become a draft of an article?

Not pure, but it touches the world only through the ports. In: a claimed entry. Out: a draft with the page it was read
from, a page that is known already, or Failed. pipeline.py judges and keeps what comes out.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.config.settings import Settings
from monitor.core.ports import Clock, Fetcher, Habits, LinkStore
from monitor.core.records.articles import Basis, Covered, DueEntry, SeenPage, Sighted
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import OutletSpec
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.pages import Capture
from monitor.core.urls import host_of, site_of
from monitor.extract.page import Page
from monitor.fetch.google_news import GoogleNews
from monitor.parse.wrapped import is_google_news
from monitor.reader import Reader
from monitor.workers import Workers

_NO_FORM_WE_KNOW = frozenset({Reason.BAD_ANSWER, Reason.BAD_ADDRESS})
_ONCE_IN = timedelta(hours=1)  # two feeds that list an article at about the same time list the same text


@dataclass(frozen=True, slots=True)
class Covering:
    """Fetches and reads one entry's page.

    Args:
        outlets: what the owner knows of outlets' pages, by outlet.
    """

    fetcher: Fetcher
    workers: Workers[Reader]
    links: LinkStore
    google: GoogleNews
    clock: Clock
    settings: Settings
    habits: Habits
    outlets: Mapping[str, OutletSpec]

    async def read(self, due: DueEntry) -> Covered | Sighted | Failed:
        """Read an entry's page, or the feed's own text where its pages are not to be fetched."""
        if is_google_news(due.entry.url):
            unwrapped = await self._unwrapped(due)
            if isinstance(unwrapped, Failed):
                return unwrapped
            due = unwrapped
        if not (due.feed.fetch_article and due.entry.url) or is_google_news(due.entry.url):
            return await self.read_own(due)
        return Sighted(due) if self._was_just_read(due) else await self._read_page(due)

    async def _read_page(self, due: DueEntry) -> Covered | Sighted | Failed:
        answer = await self.fetcher.fetch(self._request(due))
        if isinstance(answer, Failed):
            return answer
        if answer.is_unchanged and due.seen:
            return Sighted(replace(due, seen=replace(due.seen, at=self.clock.now())))
        due = replace(due, seen=self._seen(due, answer))
        now, outlet = self.clock.now(), site_of(answer.url)
        recurring = await asyncio.to_thread(self.habits.of, outlet)
        page = Page(answer.body, answer.content_type, answer.url, due.entry, now, self.outlets.get(outlet), recurring)
        draft = await self.workers.run(Reader.read, self.settings.read_deadline_s, page)
        if isinstance(draft, Failed):
            return draft
        return Covered(due, draft, Capture(answer.url, now, answer.status, answer.headers, answer.body))

    async def read_own(self, due: DueEntry, basis: Basis = Basis.SUMMARY) -> Covered | Failed:
        """Read the text that the feed itself gives; ``basis`` says why no more is to be had."""
        recurring = await asyncio.to_thread(self.habits.of, site_of(due.entry.url))
        now, limit_s = self.clock.now(), self.settings.read_deadline_s
        draft = await self.workers.run(Reader.read_own, limit_s, due.entry, basis=basis, at=now, recurring=recurring)
        return draft if isinstance(draft, Failed) else Covered(replace(due, seen=None), draft)

    def _was_just_read(self, due: DueEntry) -> bool:
        """Say whether another feed led here lately; where it was this one, the entry is new because its text is."""
        seen = due.seen
        return seen is not None and seen.feed != due.feed.name and self.clock.now() - seen.at < _ONCE_IN

    def _request(self, due: DueEntry) -> FetchRequest:
        return FetchRequest(
            due.entry.url,
            FetchKind.PAGE,
            user_agent=due.feed.user_agent,
            etag=due.seen.etag if due.seen else "",
            last_modified=due.seen.last_modified if due.seen else "",
            max_bytes=self.settings.page_max_bytes,
            deadline_s=self.settings.fetch_deadline_s,
            ports=due.feed.ports if host_of(due.entry.url) == host_of(due.feed.url) else (),
            obey_robots=due.feed.obey_robots,
        )

    def _seen(self, due: DueEntry, answer: Fetched) -> SeenPage:
        # A validator belongs to the address that gave it: the next request would show it to another.
        is_direct = answer.url == due.entry.url
        return SeenPage(self.clock.now(), answer.etag if is_direct else "", answer.last_modified if is_direct else "")

    async def _unwrapped(self, due: DueEntry) -> DueEntry | Failed:
        """Find the publisher's address behind a link of Google News; where there is none to be had, the link stays.

        What may pass (Google refuses us for a while, or does not answer) is a failure like any other page's, and tried
        again; that its answers have another form than we know is remembered.
        """
        url = due.entry.url
        target = await asyncio.to_thread(self.links.target, url)
        if target is None and self.settings.unwrap_google and await self._is_wanted(due):
            found = await self.google.target(url)
            if isinstance(found, Failed) and found.reason not in _NO_FORM_WE_KNOW:
                return found
            target = "" if isinstance(found, Failed) else found
            await asyncio.to_thread(self.links.remember, url, target)
        return replace(due, entry=replace(due.entry, url=target)) if target else due

    async def _is_wanted(self, due: DueEntry) -> bool:
        """Say whether the headline names a topic: Google is asked for nothing else."""
        return await self.workers.run(Reader.names_a_topic, self.settings.read_deadline_s, due.entry.title) is True
