"""How does one fetch go, from an address to bytes or to a reason?

Not pure: the only door to other people's servers, for feeds, pages and webhooks alike. In: a
FetchRequest. Out: Fetched or Failed; whatever a server or a network does comes back as a value.
pipeline.py and alert/channels/ call it through core.ports.Fetcher.

One fetch is a trip: for a page its robots.txt, then a turn on the site, the guard, the request, perhaps a
redirect to the next site and its turn, and the body under its cap; all of it under one deadline.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import httpx  # noqa: TID251 - this is the room that speaks HTTP

from monitor.core.ports import Clock
from monitor.core.records.failures import Failed
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.urls import join
from monitor.fetch.body import Body, read_body, read_start, read_up_to
from monitor.fetch.caching import fresh_s
from monitor.fetch.classify import Answer, http_date, judge, led_away, stood_in
from monitor.fetch.failure import FetchStopped
from monitor.fetch.gate import Gate
from monitor.fetch.guard import Guard, Network, OpenSocket, Resolve
from monitor.fetch.headers import read_headers
from monitor.fetch.tls import tls_context
from monitor.fetch.transport import GuardedTransport
from monitor.fetch.trip import Received, Trip
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
        open_socket: opens a socket, not yet connected; None has the system do it.
    """

    user_agent: str
    allow_networks: tuple[Network, ...] = ()
    domain_pause_s: float = 1.0
    domain_connections: int = 1
    max_connections: int = 100
    connect_s: float = 10.0
    keep_alive_s: float = 15.0
    ca_file: str = ""
    resolve: Resolve | None = None
    open_socket: OpenSocket | None = None


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
            Guard(limits.allow_networks, limits.resolve, limits.open_socket),
            tls=tls_context(limits.ca_file),
            connect_s=limits.connect_s,
            keep_alive_s=limits.keep_alive_s,
        )
        self._turns = Turns(
            pause_s=limits.domain_pause_s, per_site=limits.domain_connections, at_once=limits.max_connections
        )
        self._gate = Gate(self.fetch)

    async def fetch(self, request: FetchRequest) -> Fetched | Failed:
        """Send one request; every way it can go wrong comes back as a value."""
        started_at = _now()
        result: Fetched | Failed
        try:
            trip = Trip(request, self._limits.user_agent, started_at=started_at)
            async with asyncio.timeout(request.deadline_s) as deadline:
                result = await self._travel(trip)
        except FetchStopped as stop:
            result = stop.failed
        except TimeoutError:
            if not deadline.expired():
                raise
            result = trip.too_slow()
        return result if isinstance(result, Fetched) else replace(result, took_s=_now() - started_at)

    async def aclose(self) -> None:
        """Close every connection. Fetches under way fail."""
        await self._gate.aclose()
        await self._transport.aclose()

    async def _travel(self, trip: Trip) -> Fetched | Failed:
        while True:
            site, agent = trip.site, self._agent(trip)
            if _obeys(trip) and (failed := await self._gate.check(trip.url, agent, trip.ports)):
                return failed
            trip.is_waiting = True
            is_paced = trip.request.kind is not FetchKind.WEBHOOK  # to the owner's own server, which wants them at once
            name = site if is_paced else f"{site} for webhooks"  # a feed that keeps its pause holds a place meanwhile
            async with self._turns.turn(name, trip.host, page_gap_s=self._page_gap_s(trip), is_paced=is_paced):
                trip.is_waiting = False
                result = await self._ask(trip)
                while result is None and trip.site == site and self._may_go_on(trip):
                    result = await self._ask(trip)  # redirects within a site are part of its turn
            if result is not None:
                return result

    def _may_go_on(self, trip: Trip) -> bool:
        """Say whether a redirect can be followed without waiting for anything."""
        is_open = not _obeys(trip) or self._gate.is_open(trip.url, self._agent(trip))
        return is_open and not self._turns.is_held(trip.host)

    def _page_gap_s(self, trip: Trip) -> float | None:
        if trip.request.kind is not FetchKind.PAGE:
            return None
        return self._gate.crawl_delay_s(trip.url, self._agent(trip)) if _obeys(trip) else 0.0

    def _agent(self, trip: Trip) -> str:
        return trip.request.user_agent or self._limits.user_agent

    async def _ask(self, trip: Trip) -> Fetched | Failed | None:
        """Send one request; None is a redirect: the trip has moved on."""
        request = httpx.Request(
            trip.method,
            trip.target.url,
            headers=trip.headers(),
            stream=httpx.ByteStream(trip.request.body or b""),  # "content" would have httpx add headers for itself
            extensions={"target": trip.target, "ports": trip.ports},
        )
        answer = await self._transport.handle_async_request(request)
        try:
            return await self._take(trip, answer, read_headers(answer.headers.raw))
        finally:
            await _chunks(answer).aclose()

    async def _take(self, trip: Trip, answer: httpx.Response, headers: dict[str, str]) -> Fetched | Failed | None:
        status = answer.status_code
        if status in _MOVED and "location" in headers:
            trip.move(status, join(trip.url, headers["location"]))
            return None
        if status == 304 and trip.is_conditional:
            return self._arrived(trip, Received(status, headers))
        if trip.is_message and answer.is_success:
            return self._arrived(trip, Received(status, headers))  # taken; an unreadable body would have it sent again
        if trip.is_message or not (status in _WHOLE or (status == 226 and trip.takes_delta(headers))):
            return await self._refusal(trip, answer, headers)
        body = await _read(trip, answer, headers)
        seen = Answer(status, headers, body.data[:_START_BYTES], trip.host, trip.path)
        wants_list = trip.request.kind is FetchKind.FEED
        if failed := stood_in(seen, wants_list=wants_list) or _led_away(trip, seen):
            return failed
        return self._arrived(trip, Received(status, headers, body.data, body.received_bytes, answer.headers.raw))

    def _arrived(self, trip: Trip, got: Received) -> Fetched:
        return trip.fetched(
            got, fresh_s=fresh_s(got.headers, now=self._clock.now() if self._clock else None), now=_now()
        )

    async def _refusal(self, trip: Trip, answer: httpx.Response, headers: dict[str, str]) -> Failed:
        try:
            async with asyncio.timeout(_LOOK_S):
                start = await read_start(
                    _chunks(answer),
                    encoding=headers.get("content-encoding", ""),
                    max_bytes=_START_BYTES,
                    host=trip.host,
                )
        except TimeoutError:
            start = b""
        seen = Answer(answer.status_code, headers, start, trip.host, trip.path)
        failed = judge(seen, now=self._time_at(headers))
        if failed.status == 429:
            self._turns.hold(trip.host, failed.retry_after_s)
        return failed

    def _time_at(self, headers: Mapping[str, str]) -> datetime | None:
        """Prefer the server's own clock: a date it names is then right even if our clock, or its, is not."""
        return http_date(headers.get("date", "")) or (self._clock.now() if self._clock else None)


def _obeys(trip: Trip) -> bool:
    return trip.request.kind is FetchKind.PAGE and trip.request.obey_robots


def _led_away(trip: Trip, seen: Answer) -> Failed | None:
    is_article = trip.request.kind is FetchKind.PAGE and not trip.request.takes_any_page
    return led_away(seen, trip.asked_path) if is_article else None


async def _read(trip: Trip, answer: httpx.Response, headers: Mapping[str, str]) -> Body:
    chunks, encoding = _chunks(answer), headers.get("content-encoding", "")
    if trip.request.kind is FetchKind.ROBOTS:
        return await read_up_to(chunks, encoding=encoding, max_bytes=trip.request.max_bytes, host=trip.host)
    return await read_body(
        chunks,
        encoding=encoding,
        max_bytes=trip.request.max_bytes,
        host=trip.host,
        announced=headers.get("content-length", ""),
    )


def _now() -> float:
    return asyncio.get_running_loop().time()


def _chunks(answer: httpx.Response) -> httpx.AsyncByteStream:
    stream = answer.stream
    if not isinstance(stream, httpx.AsyncByteStream):
        raise TypeError("GuardedTransport gives streams that are read asynchronously")
    return stream
