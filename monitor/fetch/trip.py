"""Where is a fetch now, and what does its next request say?

Not pure only in that it changes as the fetch moves on; it touches nothing else. In: the request, and
each redirect. Out: address, method and headers of the next request, and the value at the end.
client.py drives it.
"""

import httpx  # noqa: TID251 - this is the room that speaks HTTP

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.urls import host_of, origin_of, site_of
from monitor.fetch.body import ACCEPT_ENCODING
from monitor.fetch.failure import FetchStopped

MAX_REDIRECTS = 5

_ACCEPT = {
    FetchKind.FEED: (
        "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml,"
        " application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
    ),
    FetchKind.PAGE: "text/html, application/xhtml+xml, */*;q=0.1",
    FetchKind.WEBHOOK: "application/json, */*;q=0.1",
}


class Trip:
    """One fetch on its way.

    Args:
        request: what was asked for.
        user_agent: ours, where the request has none.
    """

    def __init__(self, request: FetchRequest, user_agent: str) -> None:
        self.request = request
        self.method = "GET" if request.body is None else "POST"
        self.is_waiting = False
        self.url = ""
        self.site = ""
        self._user_agent = request.user_agent or user_agent
        self._own_headers = request.headers
        self._etag = _sendable(request.etag)
        self._last_modified = _sendable(request.last_modified)
        self._seen: list[str] = []
        self._arrive(request.url)

    @property
    def host(self) -> str:
        """Name of the server asked now, for a sentence."""
        return host_of(self.url)

    @property
    def is_conditional(self) -> bool:
        """Whether the next request carries a validator, and so may be answered with a 304."""
        return bool(self._etag or self._last_modified)

    def move(self, url: str) -> None:
        """Follow a redirect to an absolute address, "" where it named none that can be asked.

        The owner's headers stay behind where the origin changes, since they may be credentials; the
        validators where the site changes, since another's could match by chance.

        Raises:
            FetchStopped: BAD_ADDRESS, TOO_MANY_REDIRECTS, or BAD_ANSWER for a POST.
        """
        if self.method == "POST":
            detail = f"{self.host} redirects what is posted to it: give its final address."
            raise FetchStopped(Reason.BAD_ANSWER, detail)
        if not url:
            raise FetchStopped(Reason.BAD_ADDRESS, f"{self.host} redirects to what is no http or https address.")
        if url in self._seen or len(self._seen) > MAX_REDIRECTS:
            detail = (
                f"{self.host} redirects in a circle, or more than {MAX_REDIRECTS} times. Look for the final address."
            )
            raise FetchStopped(Reason.TOO_MANY_REDIRECTS, detail)
        if origin_of(url) != origin_of(self.url):
            self._own_headers = ()
        if site_of(url) != self.site:
            self._etag = self._last_modified = ""
        self._arrive(url)

    def address(self) -> httpx.URL:
        """Give the address of the next request.

        Raises:
            FetchStopped: BAD_ADDRESS.
        """
        try:
            return httpx.URL(self.url)
        except httpx.InvalidURL as error:
            raise FetchStopped(Reason.BAD_ADDRESS, f"The address of {self.host} cannot be read: {error}.") from error

    def headers(self) -> httpx.Headers:
        """Give the headers of the next request; the owner's win over ours."""
        headers = httpx.Headers(encoding="utf-8")
        headers["User-Agent"] = self._user_agent
        headers["Accept"] = self.request.accept or _ACCEPT[self.request.kind]
        headers["Accept-Encoding"] = ACCEPT_ENCODING
        if self.method == "POST":
            headers["Content-Type"] = "application/json"
        if self._etag:
            headers["If-None-Match"] = self._etag
        if self._last_modified:
            headers["If-Modified-Since"] = self._last_modified
        for name, value in self._own_headers:
            headers[name] = value
        return headers

    def fetched(self, answer: httpx.Response, body: bytes, received_bytes: int) -> Fetched:
        """Give the value of a trip that reached its end.

        A 304 that repeats no validator leaves the old ones standing; a 200 without any takes them away.
        """
        is_unchanged = answer.status_code == 304
        return Fetched(
            url=self.url,
            status=answer.status_code,
            body=body,
            content_type=answer.headers.get("content-type", "").lower(),
            etag=_validator(answer, b"etag") or (self._etag if is_unchanged else ""),
            last_modified=_validator(answer, b"last-modified") or (self._last_modified if is_unchanged else ""),
            received_bytes=received_bytes,
        )

    def too_slow(self) -> Failed:
        """Give the value of a trip that the deadline ended."""
        limit = f"{self.request.deadline_s:g} s"
        if self.is_waiting:
            detail = f"Other requests kept this one to {self.site} waiting for {limit}; it was not sent."
            return Failed(Reason.THROTTLED, detail)
        return Failed(Reason.TOO_SLOW, f"{self.host} did not finish its answer within {limit}.")

    def _arrive(self, url: str) -> None:
        self.url = url
        self.site = site_of(url)
        if not self.site:
            detail = "This is no web address: it takes http:// or https://, a host, and no user name or password."
            raise FetchStopped(Reason.BAD_ADDRESS, detail)
        self._seen.append(url)


def _sendable(validator: str) -> str:
    """Give a validator back if it can be sent as it is, else ""."""
    return validator if validator.isprintable() else ""


def _validator(answer: httpx.Response, name: bytes) -> str:
    """Give a validator byte for byte, "" where it could not be sent back so.

    The header's raw bytes, since httpx guesses one encoding for all headers of an answer.
    """
    for key, value in answer.headers.raw:
        if key.lower() == name:
            try:
                return _sendable(value.decode("utf-8"))
            except UnicodeDecodeError:
                return ""
    return ""
