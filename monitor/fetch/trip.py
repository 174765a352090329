"""Where is a fetch now, and what does its next request say?

Not pure only in that it changes as the fetch moves on; it touches nothing else. In: the request, and
each redirect. Out: target, method and headers of the next request, and the value at the end.
client.py drives it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.fetch.body import ACCEPT_ENCODING
from monitor.fetch.classify import is_gate, is_html
from monitor.fetch.failure import FetchStopped
from monitor.fetch.headers import as_sent, base_of, links_in, names_in, sendable
from monitor.fetch.target import known_target, read_target

MAX_REDIRECTS = 4  # five requests in all
MAX_ROBOTS_REDIRECTS = 5  # Source: RFC 9309, section 2.3.1.2

_FOR_GOOD = frozenset({301, 308})
_SAME_METHOD = frozenset({307, 308})
_AT_ITS_PLACE = frozenset({200, 226, 304})
_ACCEPT = {
    FetchKind.FEED: (
        "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml,"
        " application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
    ),
    FetchKind.PAGE: "text/html, application/xhtml+xml, */*;q=0.1",
    FetchKind.ROBOTS: "text/plain, */*;q=0.1",
    FetchKind.HUB: "*/*",
    FetchKind.LOOKUP: "*/*",
    FetchKind.WEBHOOK: "application/json, */*;q=0.1",
}
_POSTED = {FetchKind.HUB: "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Received:
    """What an answer brought: its status, its headers by name, its decoded body and the bytes that came for it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    received_bytes: int = 0
    raw_headers: Sequence[tuple[bytes, bytes]] = ()


_OWN_QUEUE_S = 60  # where our own requests to a site stood in the way


class Trip:
    """One fetch on its way.

    Args:
        request: what was asked for.
        user_agent: ours, where the request has none.
        started_at: on the monotonic clock, in seconds.
    """

    def __init__(self, request: FetchRequest, user_agent: str, *, started_at: float = 0.0) -> None:
        self.request = request
        self._started_at = started_at
        self.method = "GET" if request.body is None else "POST"
        self.is_waiting = False
        is_feed = request.kind is FetchKind.FEED
        self.target = known_target(request.url) if is_feed else read_target(request.url)
        self._home = self.target.host
        self.asked_path = self.path
        self._user_agent = request.user_agent or user_agent
        self._own_headers = request.headers
        self._validators = (sendable(request.etag), sendable(request.last_modified))
        self._validators_from = request.validators_from or request.url
        self._seen = [self.target.address]
        self._is_for_good = True

    @property
    def url(self) -> str:
        """Address of the next request."""
        return self.target.address

    @property
    def site(self) -> str:
        """Whose turn the next request needs."""
        return self.target.site

    @property
    def host(self) -> str:
        """Name of the server asked now, for a sentence."""
        return self.target.name

    @property
    def path(self) -> str:
        """What is asked of that server, with its query."""
        return self.target.wire.raw_path_qs

    @property
    def ports(self) -> tuple[int, ...]:
        """Ports beside 80 and 443 that the next request may ask: the owner's word is for the owner's host."""
        return self.request.ports if self.target.host == self._home else ()

    @property
    def is_message(self) -> bool:
        """Whether the next request tells rather than asks: the body of its answer is not read."""
        return self.method == "POST" and self.request.kind is not FetchKind.LOOKUP

    @property
    def _etag(self) -> str:
        return self._validators[0] if self.url == self._validators_from else ""

    @property
    def _last_modified(self) -> str:
        return self._validators[1] if self.url == self._validators_from else ""

    @property
    def is_conditional(self) -> bool:
        """Whether the next request carries a validator, and so may be answered with a 304."""
        return bool(self._etag or self._last_modified)

    @property
    def wants_delta(self) -> bool:
        """Whether the next request may be answered with only what is new.

        Source: RFC 3229, section 10.5.3: there has to be a state that the news is counted from.
        """
        return self.request.wants_delta and bool(self._etag)

    def takes_delta(self, headers: Mapping[str, str]) -> bool:
        """Say whether a 226 is what we asked for: made by "feed" and nothing else."""
        return self.wants_delta and set(names_in(headers.get("im", ""))) == {"feed"}

    def move(self, status: int, url: str) -> None:
        """Follow a redirect to an absolute address, "" where it named none that can be asked.

        The owner's headers stay behind where the origin changes, since they may be credentials. Validators are
        shown only to the address that gave them, since another's could match by chance.

        Raises:
            FetchStopped: BAD_ADDRESS, TOO_MANY_REDIRECTS, or BAD_ANSWER for a POST that may not be sent again.
        """
        is_downgrade = self.target.url.scheme == "https" and url[:5].lower() == "http:"
        if self.method == "POST" and (
            self.request.kind is not FetchKind.HUB or status not in _SAME_METHOD or is_downgrade
        ):
            detail = f"{self.host} redirects what is posted to it ({status}): give its final address."
            raise FetchStopped(Reason.BAD_ANSWER, detail)
        if not url:
            raise FetchStopped(Reason.BAD_ADDRESS, f"{self.host} redirects to what is no http or https address.")
        most = MAX_ROBOTS_REDIRECTS if self.request.kind is FetchKind.ROBOTS else MAX_REDIRECTS
        if url in self._seen or len(self._seen) > most:
            detail = f"{self.host} redirects in a circle, or more than {most} times. Look for the final address."
            raise FetchStopped(Reason.TOO_MANY_REDIRECTS, detail)
        target = read_target(url)
        if target.origin != self.target.origin:
            self._own_headers = tuple(header for header in self._own_headers if header[0].lower() == "content-type")
        self._is_for_good = self._is_for_good and status in _FOR_GOOD and not is_downgrade
        self.target = target
        self._seen.append(url)

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Give the headers of the next request; the owner's win over ours."""
        said = {
            "user-agent": ("User-Agent", self._user_agent),
            "accept": ("Accept", self.request.accept or _ACCEPT[self.request.kind]),
            "accept-encoding": ("Accept-Encoding", ACCEPT_ENCODING),
        }
        if self.method == "POST":
            said["content-type"] = ("Content-Type", _POSTED.get(self.request.kind, "application/json"))
        if self._etag:
            said["if-none-match"] = ("If-None-Match", self._etag)
        if self._last_modified:
            said["if-modified-since"] = ("If-Modified-Since", self._last_modified)
        if self.wants_delta:
            said["a-im"] = ("A-IM", "feed")
        for header in self._own_headers:
            said[header[0].lower()] = header
        return [(name.encode("ascii"), value.encode("utf-8")) for name, value in said.values()]

    def fetched(self, got: Received, *, fresh_s: int | None, now: float) -> Fetched:
        """Give the value of a trip that reached its end.

        A 304 that repeats no validator leaves the old ones standing; a 200 without any takes them away.

        Args:
            got: what came.
            fresh_s: for how long it calls itself fresh.
            now: on the monotonic clock, in seconds.
        """
        headers, is_unchanged = got.headers, got.status == 304
        links = headers.get("link", "")
        return Fetched(
            url=self.url,
            status=got.status,
            body=got.body,
            content_type=headers.get("content-type", "").lower(),
            etag=sendable(headers.get("etag", "")) or (self._etag if is_unchanged else ""),
            last_modified=sendable(headers.get("last-modified", "")) or (self._last_modified if is_unchanged else ""),
            received_bytes=got.received_bytes,
            took_s=now - self._started_at,
            fresh_s=fresh_s,
            links=links_in(links, self.url) if links else (),
            moved_to=self._moved_to(got) if len(self._seen) > 1 else "",
            base=base_of(headers, self.url) if "content-location" in headers else self.url,
            headers=as_sent(got.raw_headers) if self.request.kind is FetchKind.PAGE else (),
        )

    def too_slow(self) -> Failed:
        """Give the value of a trip that the deadline ended."""
        limit = f"{self.request.deadline_s:g} s"
        if self.is_waiting:
            detail = f"Other requests kept this one to {self.site} waiting for {limit}; it was not sent."
            return Failed(Reason.HELD, detail, retry_after_s=_OWN_QUEUE_S)
        return Failed(Reason.TOO_SLOW, f"{self.host} did not finish its answer within {limit}.")

    def _moved_to(self, got: Received) -> str:
        """Give the final address where it may take the first one's place for good.

        A network that wants a login first redirects for good too, and mostly to a page for readers.
        """
        is_page_for_feed = self.request.kind is FetchKind.FEED and is_html(got.body)
        if not self._is_for_good or got.status not in _AT_ITS_PLACE or is_page_for_feed or is_gate(self.path):
            return ""
        return self.url.partition("#")[0]
