"""Which robots.txt holds for a page, and does it let us in?

Not pure: has robots.txt fetched, waits for it, and reads the monotonic clock; the rules are in robots.py. In: the
address of a page. Out: None, or the Failed that its fetch ends in. client.py asks before it asks for a page.

One answer is kept for each origin, for a day, and never written to disk: a restart asks again.
"""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from time import monotonic

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.urls import host_of, join, origin_of
from monitor.fetch.robots import MOST_BYTES, Rules, product_token, retry_in_s, verdict_for

Fetch = Callable[[FetchRequest], Awaitable[Fetched | Failed]]

FRESH_S = 86_400.0  # RFC 9309, section 2.4
SPARE_S = 86_400.0  # for so much longer an old copy stands in where no new one can be had
DEADLINE_S = 10.0

_MOST_ORIGINS = 10_000
_MOST_BYTES_HERE = 64 * 1024  # of a body that is read on the event loop; more is read in a thread
_MOST_RULES = 500_000  # over all origins: some 50 MB
_REFUSED = frozenset({Reason.REFUSED_ADDRESS, Reason.BAD_ADDRESS})
_SAME_FOR_PAGE = _REFUSED | {Reason.DNS, Reason.CONNECT, Reason.TLS}  # a page would have failed just so


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is known of an origin.

    Args:
        rules: None where nobody knows, and nothing may be fetched for now.
        until: when to ask again.
        spare_until: until when ``rules`` may stand in for a newer robots.txt that cannot be had.
        failures: tries in a row that brought none.
        failed: the last of them.
    """

    rules: Rules | None
    until: float
    spare_until: float = 0.0
    failures: int = 0
    failed: Failed | None = None

    @property
    def size(self) -> int:
        return 1 + (self.rules.size if self.rules else 0)


class Gate:
    """Lets a page be asked for only where its robots.txt allows it; one a client.

    Args:
        fetch: sends a request; under the same turns, guard and caps as any other.
        most_origins: so many are remembered; the oldest are forgotten first.
        now: reads the monotonic clock, in seconds.
    """

    def __init__(
        self, fetch: Fetch, *, most_origins: int = _MOST_ORIGINS, now: Callable[[], float] = monotonic
    ) -> None:
        self._fetch = fetch
        self._now = now
        self._most_origins = most_origins
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._rules = 0  # over all of them
        self._asking: dict[str, asyncio.Task[_Kept | Failed]] = {}

    async def check(self, url: str, user_agent: str, ports: tuple[int, ...] = ()) -> Failed | None:
        """Say why a page may not be asked for; None where it may.

        Fetches the robots.txt of its origin where none is known, or none that is still fresh. Pages that come meanwhile
        wait for the same answer.

        Args:
            url: absolute, of the page.
            user_agent: under which the page, and so the robots.txt, is asked for.
            ports: as FetchRequest's, for the page's own host.
        """
        kept = self._fresh(url)
        if kept is None:
            answer = await self._learned(url, user_agent, ports)
            if isinstance(answer, Failed):
                return answer
            kept = answer
        return self._judged(kept, url, user_agent)

    def is_open(self, url: str, user_agent: str) -> bool:
        """Say whether a page is known to be allowed, so that nobody need be asked."""
        kept = self._fresh(url)
        return kept is not None and self._judged(kept, url, user_agent) is None

    def crawl_delay_s(self, url: str, user_agent: str) -> float:
        """Give the pause between two pages that the robots.txt of a page's origin wishes, in seconds; 0.0 for none."""
        kept = self._kept.get(origin_of(url))
        return (kept.rules.crawl_delay_s(user_agent) or 0.0) if kept and kept.rules else 0.0

    async def aclose(self) -> None:
        """Give up what is being asked for."""
        tasks = list(self._asking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _fresh(self, url: str) -> _Kept | None:
        kept = self._kept.get(origin_of(url))
        return kept if kept and self._now() < kept.until else None

    async def _learned(self, url: str, user_agent: str, ports: tuple[int, ...]) -> _Kept | Failed:
        origin = origin_of(url)
        task = self._asking.get(origin)
        if task is None:
            task = asyncio.create_task(self._ask(url, user_agent, ports))
            self._asking[origin] = task
            task.add_done_callback(lambda _: self._asking.pop(origin, None))
        return await asyncio.shield(task)  # whoever gives up must not take the answer from the others

    async def _ask(self, url: str, user_agent: str, ports: tuple[int, ...]) -> _Kept | Failed:
        request = FetchRequest(
            join(url, "/robots.txt"),
            FetchKind.ROBOTS,
            user_agent=user_agent,
            max_bytes=MOST_BYTES + 1,  # one more, so that a body that goes on is told from one that ends there
            deadline_s=DEADLINE_S,
            ports=ports,
        )
        answer = await self._fetch(request)
        is_long = isinstance(answer, Fetched) and len(answer.body) > _MOST_BYTES_HERE
        rules = await asyncio.to_thread(verdict_for, answer) if is_long else verdict_for(answer)
        if isinstance(answer, Failed) and rules is None:
            return answer if answer.reason is Reason.HELD else self._miss(url, answer)  # HELD: nothing was sent
        return self._take(url, rules or Rules(), answer)

    def _take(self, url: str, rules: Rules, answer: Fetched | Failed) -> _Kept:
        now = self._now()
        kept = _Kept(rules, now + FRESH_S, now + FRESH_S + SPARE_S)
        # A redirect from one origin's robots.txt to another's (http to https, mostly) has brought both.
        if isinstance(answer, Fetched) and answer.url == join(answer.url, "/robots.txt"):
            self._keep(origin_of(answer.url), kept)
        self._keep(origin_of(url), kept)
        return kept

    def _miss(self, url: str, failed: Failed) -> _Kept:
        now = self._now()
        old = self._kept.get(origin_of(url)) or _Kept(None, now)
        failures = old.failures + 1
        wait_s = retry_in_s(failures, failed.retry_after_s, has_answered=bool(failed.status))
        rules = old.rules if now < old.spare_until else None
        kept = replace(old, rules=rules, until=now + wait_s, failures=failures, failed=failed)
        self._keep(origin_of(url), kept)
        return kept

    def _keep(self, origin: str, kept: _Kept) -> None:
        old = self._kept.pop(origin, None)
        self._kept[origin] = kept
        self._rules += kept.size - (old.size if old else 0)
        while len(self._kept) > self._most_origins or (self._rules > _MOST_RULES and len(self._kept) > 1):
            self._rules -= self._kept.popitem(last=False)[1].size

    def _judged(self, kept: _Kept, url: str, user_agent: str) -> Failed | None:
        host = host_of(url)
        if kept.rules is None:
            return _unknown(kept, host, wait_s=max(1, math.ceil(kept.until - self._now())))
        rule = kept.rules.rule_for(url, user_agent)
        if rule is None or rule.is_allow:
            return None
        detail = (
            f"The robots.txt of {host} asks {product_token(user_agent) or 'everybody'} not to fetch this page"
            f" ({str(rule)[:100]}), so it was not. If its publisher agrees, set 'obey_robots: false' for the feed in"
            " feeds.yaml."
        )
        return Failed(Reason.ROBOTS, detail, is_final=True)


def _unknown(kept: _Kept, host: str, *, wait_s: int) -> Failed:
    why = kept.failed or Failed(Reason.ROBOTS, "It was not asked for.")
    detail = f"The robots.txt of {host} could not be had, so that no page of it is asked for now: {why.detail}"
    if why.reason in _SAME_FOR_PAGE:
        return replace(why, detail=detail, retry_after_s=None if why.reason in _REFUSED else wait_s)
    return Failed(Reason.ROBOTS, detail, status=why.status, retry_after_s=wait_s)
