"""How does one fetch go, from an address to bytes or to a reason?

Not pure: the only door to other people's servers, for feeds, pages and webhooks alike. In: a
FetchRequest. Out: Fetched or Failed; whatever a server or a network does comes back as a value.
pipeline.py and alert/channels.py call it through core.ports.Fetcher.

One fetch is a trip: a turn on the site, the guard, the request, perhaps a redirect to the next site
and its turn, and the body under its cap; all of it under one deadline.
"""

import asyncio
import ssl
from dataclasses import dataclass, replace
from datetime import datetime

import httpx  # noqa: TID251 - this is the room that speaks HTTP

from monitor.core.ports import Clock
from monitor.core.records.failures import Failed
from monitor.core.records.fetches import Fetched, FetchRequest
from monitor.core.urls import join
from monitor.fetch.body import read_body, read_start
from monitor.fetch.classify import Answer, http_date, is_blocked, judge
from monitor.fetch.failure import FetchStopped
from monitor.fetch.guard import GuardedResolver, Network, Resolve, check_host
from monitor.fetch.transport import GuardedTransport
from monitor.fetch.trip import Trip
from monitor.fetch.turns import Turns

_MOVED = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})  # 203 is a 200 that a proxy has changed on the way
_START_BYTES = 65_536  # of an answer that is only looked at
_LOOK_S = 3.0  # time for that look


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What the operator allows.

    Args:
        user_agent: "monitor/1.2 (+https://...)": who we are, and where to complain.
        allow_networks: networks open on any port, for intranets and tests.
        domain_pause_s: between the starts of two requests to one site; 0.0 sets no bounds per site.
        domain_connections: requests to one site at a time.
        max_connections: requests at a time, over all sites.
        connect_s: time for one connection to be made.
        keep_alive_s: time an idle connection is kept.
        ca_file: further certificate authorities, a PEM file; "" for the usual ones only.
        resolve: asks for a name's addresses; None asks the system.
    """

    user_agent: str
    allow_networks: tuple[Network, ...] = ()
    domain_pause_s: float = 1.0
    domain_connections: int = 2
    max_connections: int = 100
    connect_s: float = 10.0
    keep_alive_s: float = 15.0
    ca_file: str = ""
    resolve: Resolve | None = None


class Client:
    """Fetches politely and safely; one a process, since it holds the connections and the turns.

    Args:
        limits: what the operator allows.
        clock: for a Retry-After that names a date, where the server's own Date is missing.
    """

    def __init__(self, limits: FetchLimits, clock: Clock | None = None) -> None:
        self._limits = limits
        self._clock = clock
        # httpx's own client would add a cookie jar and log each address with its query.
        self._transport = GuardedTransport(
            GuardedResolver(limits.allow_networks, limits.resolve),
            tls=_tls(limits.ca_file),
            connect_s=limits.connect_s,
            keep_alive_s=limits.keep_alive_s,
        )
        self._turns = Turns(
            pause_s=limits.domain_pause_s, per_site=limits.domain_connections, at_once=limits.max_connections
        )

    async def fetch(self, request: FetchRequest) -> Fetched | Failed:
        """Send one request; every way it can go wrong comes back as a value."""
        started_at = asyncio.get_running_loop().time()
        result: Fetched | Failed
        try:
            trip = Trip(request, self._limits.user_agent)
            async with asyncio.timeout(request.deadline_s) as deadline:
                result = await self._travel(trip)
        except FetchStopped as stop:
            result = stop.failed
        except TimeoutError:
            if not deadline.expired():
                raise
            result = trip.too_slow()
        return replace(result, took_s=asyncio.get_running_loop().time() - started_at)

    async def aclose(self) -> None:
        """Close every connection. Fetches under way fail."""
        await self._transport.aclose()

    async def _travel(self, trip: Trip) -> Fetched | Failed:
        while True:
            site = trip.site
            trip.is_waiting = True
            async with self._turns.turn(site):
                trip.is_waiting = False
                while trip.site == site:  # redirects within a site are part of its turn
                    result = await self._ask(trip)
                    if result is not None:
                        return result

    async def _ask(self, trip: Trip) -> Fetched | Failed | None:
        """Send one request; None is a redirect: the trip has moved on."""
        url = trip.address()
        check_host(url.raw_host.decode("ascii"), url.port or _default_port(url), self._limits.allow_networks)
        request = httpx.Request(trip.method, url, headers=trip.headers(), content=trip.request.body)
        answer = await self._transport.handle_async_request(request)
        try:
            return await self._take(trip, answer)
        finally:
            await answer.aclose()

    async def _take(self, trip: Trip, answer: httpx.Response) -> Fetched | Failed | None:
        if answer.status_code in _MOVED and "location" in answer.headers:
            trip.move(join(trip.url, answer.headers["location"]))
            return None
        if answer.status_code == 304 and trip.is_conditional:
            return trip.fetched(answer, b"", 0)
        if trip.method == "POST" and answer.is_success:
            return trip.fetched(answer, b"", 0)  # it was taken; a body that cannot be read would have it sent again
        if trip.method == "POST" or answer.status_code not in _WHOLE:
            return await self._refusal(trip, answer)
        body = await read_body(
            _chunks(answer),
            encoding=answer.headers.get("content-encoding", ""),
            max_bytes=trip.request.max_bytes,
            host=trip.host,
            announced=answer.headers.get("content-length", ""),
        )
        seen = Answer(answer.status_code, answer.headers, body.data[:_START_BYTES], trip.host)
        if is_blocked(seen):
            return judge(seen, now=self._time_at(answer))
        return trip.fetched(answer, body.data, body.received_bytes)

    async def _refusal(self, trip: Trip, answer: httpx.Response) -> Failed:
        try:
            async with asyncio.timeout(_LOOK_S):
                start = await read_start(
                    _chunks(answer),
                    encoding=answer.headers.get("content-encoding", ""),
                    max_bytes=_START_BYTES,
                    host=trip.host,
                )
        except TimeoutError:
            start = b""
        seen = Answer(answer.status_code, answer.headers, start, trip.host)
        failed = judge(seen, now=self._time_at(answer))
        if failed.status == 429 and failed.retry_after_s:
            self._turns.hold(trip.site, failed.retry_after_s)
        return failed

    def _time_at(self, answer: httpx.Response) -> datetime | None:
        """Prefer the server's own clock: a date it names is then right even if our clock, or its, is not."""
        return http_date(answer.headers.get("date", "")) or (self._clock.now() if self._clock else None)


def _chunks(answer: httpx.Response) -> httpx.AsyncByteStream:
    stream = answer.stream
    if not isinstance(stream, httpx.AsyncByteStream):
        raise TypeError("GuardedTransport gives streams that are read asynchronously")
    return stream


def _default_port(url: httpx.URL) -> int:
    return 443 if url.scheme == "https" else 80


def _tls(ca_file: str) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()  # the system's too: a company's own authority is there
    context.set_alpn_protocols(["http/1.1"])
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
