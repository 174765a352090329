"""Whose turn is it to ask a site?

Not pure: waits on the event loop; the rules are in politeness.py. In: the name of a site. Out: a turn,
during which requests may be sent to it. client.py takes one for each site that a fetch meets.
"""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.politeness import Pace, after_hold, after_start, held_s, is_forgettable, wait_s

LONGEST_WAIT_S = 5.0  # for a rest that the server asked for; after that the caller comes back later

_SWEEP_FROM = 1_024


@dataclass(slots=True)
class _Site:
    slots: asyncio.Semaphore
    door: asyncio.Lock = field(default_factory=asyncio.Lock)  # passed one by one, in the order of arrival
    pace: Pace = field(default_factory=Pace)
    guests: int = 0


class Turns:
    """Keeps requests to each site apart, and all of them within bounds.

    Args:
        pause_s: between the starts of two turns on one site; 0.0, for servers of our own, sets no bounds
            but ``at_once``.
        per_site: turns on one site at a time.
        at_once: turns at a time, over all sites.
    """

    def __init__(self, *, pause_s: float, per_site: int, at_once: int) -> None:
        self._pause_s = pause_s
        self._per_site = per_site if pause_s else at_once
        self._free = asyncio.Semaphore(at_once)
        self._sites: dict[str, _Site] = {}
        self._sweep_at = _SWEEP_FROM

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn on a site, and hold it for the length of a ``with``.

        Raises:
            FetchStopped: THROTTLED, at once, where the site asked for a rest of more than 5 s.
        """
        site = self._sites.get(name) or self._add(name)
        site.guests += 1
        try:
            self._refuse_long_rest(name, site)
            async with site.slots:
                await self._pass_door(name, site)
                try:
                    yield
                finally:
                    self._free.release()
        finally:
            site.guests -= 1

    def hold(self, name: str, rest_s: float) -> None:
        """Let a site rest, as it asked for; without a pause each feed's own due time keeps the rest."""
        if not self._pause_s:
            return
        site = self._sites.get(name) or self._add(name)
        site.pace = after_hold(site.pace, _now(), rest_s=rest_s)

    async def _pass_door(self, name: str, site: _Site) -> None:
        async with site.door:
            while wait := wait_s(site.pace, _now()):
                self._refuse_long_rest(name, site)
                await asyncio.sleep(wait)
            await self._free.acquire()
            site.pace = after_start(site.pace, _now(), pause_s=self._pause_s)

    def _refuse_long_rest(self, name: str, site: _Site) -> None:
        left_s = math.ceil(held_s(site.pace, _now()))
        if left_s > LONGEST_WAIT_S:
            detail = f"{name} asked us to wait; {left_s} s of that are left, so nothing was sent."
            raise FetchStopped(Reason.THROTTLED, detail, retry_after_s=left_s)

    def _add(self, name: str) -> _Site:
        if len(self._sites) >= self._sweep_at:
            now = _now()
            self._sites = {n: s for n, s in self._sites.items() if s.guests or not is_forgettable(s.pace, now)}
            self._sweep_at = max(_SWEEP_FROM, 2 * len(self._sites))
        return self._sites.setdefault(name, _Site(asyncio.Semaphore(self._per_site)))


def _now() -> float:
    return asyncio.get_running_loop().time()
