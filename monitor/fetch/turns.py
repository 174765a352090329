"""Whose turn is it to ask a site?

Not pure: waits on the event loop; the rules are in politeness.py. In: the names of a site and of one of its hosts.
Out: a turn, during which requests may be sent to that host. client.py takes one for each host that a fetch meets.
"""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.politeness import (
    Pace,
    Wishes,
    after_hold,
    after_page,
    after_put_off,
    after_start,
    held_s,
    is_idle,
    is_inner,
    is_without_wish,
    page_wait_s,
    wait_s,
)

LONGEST_WAIT_S = 5.0  # for a Crawl-delay; a page that would wait longer comes back later, and lets others go before

_SWEEP_FROM = 1_024
_NOTHING_KNOWN = Wishes()
_NO_LOCK: AbstractAsyncContextManager[None] = nullcontext()


@dataclass(slots=True)
class _Site:
    slots: asyncio.Semaphore
    pages: asyncio.Lock = field(default_factory=asyncio.Lock)  # held by the one article page in hand
    door: asyncio.Lock = field(default_factory=asyncio.Lock)  # passed one by one, in the order of arrival
    pace: Pace = field(default_factory=Pace)
    guests: int = 0


class Turns:
    """Keeps requests to each site apart, and all of them within bounds.

    Args:
        pause_s: between the starts of two turns on one site; 0.0, for servers of our own, sets no bounds
            but ``at_once``.
        per_site: turns on one site at a time; of those, one for an article page.
        at_once: turns at a time, over all sites.
    """

    def __init__(self, *, pause_s: float, per_site: int, at_once: int) -> None:
        self._pause_s = pause_s
        self._per_site = per_site if pause_s else at_once
        self._free = asyncio.Semaphore(at_once)
        self._sites: dict[str, _Site] = {}
        self._hosts: dict[str, Wishes] = {}  # only of those that wished for something
        self._sweep_at = _SWEEP_FROM

    @asynccontextmanager
    async def turn(
        self, name: str, host: str, *, page_gap_s: float | None = None, is_paced: bool = True
    ) -> AsyncIterator[None]:
        """Wait for a turn on a site, and hold it for the length of a ``with``.

        Args:
            name: the site's.
            host: the one of its hosts that is asked.
            page_gap_s: for an article page, its host's Crawl-delay, in seconds, 0.0 for none; None for anything else.
            is_paced: whether the pause is kept before this turn, and after it before the next.

        Raises:
            FetchStopped: HELD, with nothing sent: the host asked for a rest that is not over, or its Crawl-delay would
                keep the page waiting for more than 5 s.
        """
        site = self._sites.get(name) or self._add(name)
        site.guests += 1
        gap_s = page_gap_s if self._pause_s else None
        try:
            self._refuse_held(host)
            async with site.pages if gap_s is not None else _NO_LOCK:
                if gap_s:
                    await self._wait_for_page(host, gap_s)
                async with site.slots:
                    await (self._pass_door(site, host, gap_s) if is_paced else self._take_place(host))
                    try:
                        yield
                    finally:
                        self._free.release()
        finally:
            site.guests -= 1

    def hold(self, host: str, rest_s: float | None) -> None:
        """Let a host rest, as it asked for with a 429.

        One of a private network is not held, and none where there is no pause: each feed's own due time keeps the rest.

        Args:
            rest_s: its Retry-After, in seconds, None where it had none.
        """
        if self._pause_s and not is_inner(host):
            self._wish(host, after_hold(self._hosts.get(host, _NOTHING_KNOWN), _now(), rest_s=rest_s))

    def is_held(self, host: str) -> bool:
        """Say whether a host asked for a rest that is not over."""
        wishes = self._hosts.get(host)
        return wishes is not None and held_s(wishes, _now()) > 0

    async def _wait_for_page(self, host: str, gap_s: float) -> None:
        while wait := page_wait_s(self._hosts.get(host, _NOTHING_KNOWN), _now()):
            if wait > LONGEST_WAIT_S:
                wishes, back_s = after_put_off(self._hosts[host], _now(), gap_s=gap_s)
                self._wish(host, wishes)
                detail = (
                    f"{host} wishes {gap_s:g} s between two pages (Crawl-delay in its robots.txt): nothing was sent."
                )
                raise FetchStopped(Reason.HELD, detail, retry_after_s=math.ceil(back_s))
            await asyncio.sleep(wait)

    async def _pass_door(self, site: _Site, host: str, gap_s: float | None) -> None:
        async with site.door:
            while wait := wait_s(site.pace, _now()):
                self._refuse_held(host)
                await asyncio.sleep(wait)
            await self._take_place(host)
            now = _now()
            site.pace = after_start(site.pace, now, pause_s=self._pause_s)
            if gap_s:
                self._wish(host, after_page(self._hosts.get(host, _NOTHING_KNOWN), now, gap_s=gap_s))

    async def _take_place(self, host: str) -> None:
        await self._free.acquire()
        try:
            self._refuse_held(host)  # it may have asked for a rest meanwhile
        except FetchStopped:
            self._free.release()
            raise

    def _refuse_held(self, host: str) -> None:
        wishes = self._hosts.get(host)
        if wishes is not None and (left_s := math.ceil(held_s(wishes, _now()))):
            detail = f"{host} asked us to wait; {left_s} s of that are left, so nothing was sent."
            raise FetchStopped(Reason.HELD, detail, retry_after_s=left_s)

    def _add(self, name: str) -> _Site:
        self._sweep(len(self._sites))
        return self._sites.setdefault(name, _Site(asyncio.Semaphore(self._per_site)))

    def _wish(self, host: str, wishes: Wishes) -> None:
        self._sweep(len(self._hosts))
        self._hosts[host] = wishes

    def _sweep(self, number: int) -> None:
        if number >= self._sweep_at:
            now = _now()
            self._sites = {n: s for n, s in self._sites.items() if s.guests or not is_idle(s.pace, now)}
            self._hosts = {n: w for n, w in self._hosts.items() if not is_without_wish(w, now)}
            self._sweep_at = max(_SWEEP_FROM, 2 * len(self._sites), 2 * len(self._hosts))


def _now() -> float:
    return asyncio.get_running_loop().time()
