"""What is asked of a server, and what did it answer?

Pure: frozen values. One request and one answer, for feeds, pages, robots.txt, hubs and webhooks alike.
"""

from dataclasses import dataclass
from enum import StrEnum


class FetchKind(StrEnum):
    """What a request is for: sets its limits, and labels its metrics."""

    FEED = "feed"
    PAGE = "page"
    ROBOTS = "robots"
    HUB = "hub"
    LOOKUP = "lookup"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of an answer's Link header, its address absolute.

    Source: RFC 8288.
    """

    rel: str
    url: str


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One request to somebody else's server.

    Args:
        etag: validator of the last answer, sent back byte for byte; "" sends none.
        last_modified: likewise.
        validators_from: the address that gave them, and the only one they are shown to; "" is ``url``.
        headers: further headers; they win over ours.
        body: bytes to POST; None makes it a GET.
        max_bytes: cap on the decoded body.
        deadline_s: total time for everything, redirects included.
        ports: ports beside 80 and 443 that may be asked on the address's own host.
        obey_robots: whether a PAGE is asked for only where robots.txt lets us.
        takes_any_page: whether a PAGE may end, after redirects, on a login or a home page: no article does.
        wants_delta: whether only what is new will do (A-IM: feed), answered with 226.
    """

    url: str
    kind: FetchKind
    user_agent: str = ""
    accept: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    last_modified: str = ""
    validators_from: str = ""
    body: bytes | None = None
    max_bytes: int = 12_000_000
    deadline_s: float = 30.0
    ports: tuple[int, ...] = ()
    obey_robots: bool = True
    takes_any_page: bool = False
    wants_delta: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: 200 or 226 with a body, or 304 without.

    Args:
        url: the final address, after redirects.
        body: decoded bytes; b"" for a 304, and for a POST, whose answer is not read.
        content_type: the header's value in lower case, parameters included; "" if absent.
        received_bytes: bytes of the body on the wire, before decoding.
        fresh_s: for how long it calls itself fresh (max-age, else Expires), in seconds, 0 for no-cache; None if unsaid.
        links: of its Link header.
        moved_to: the final address, where every redirect on the way there was permanent and none led from https to
            http; else "".
        base: what relative addresses in the body start from: Content-Location where it names a place on the same
            origin, else ``url``.
        headers: all that came, as (name, value) pairs in their order; of a PAGE alone, for which they are evidence.
    """

    url: str
    status: int
    body: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    received_bytes: int = 0
    took_s: float = 0.0
    fresh_s: int | None = None
    links: tuple[Link, ...] = ()
    moved_to: str = ""
    base: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether the server said that nothing changed since our validators."""
        return self.status == 304

    @property
    def is_delta(self) -> bool:
        """Whether the body holds only what is new since our validators (226, RFC 3229)."""
        return self.status == 226
