"""What is asked of a server, and what did it answer?

Pure: frozen values. One request and one answer, for feeds, pages and webhooks alike.
"""

from dataclasses import dataclass
from enum import StrEnum


class FetchKind(StrEnum):
    """What a request is for: sets its limits, and labels its metrics."""

    FEED = "feed"
    PAGE = "page"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One request to somebody else's server.

    Args:
        etag: validator of the last answer, sent back byte for byte; "" sends none.
        last_modified: likewise.
        headers: further headers; they win over ours.
        body: bytes to POST; None makes it a GET.
        max_bytes: cap on the decoded body.
        deadline_s: total time for everything, redirects included.
    """

    url: str
    kind: FetchKind
    user_agent: str = ""
    accept: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    last_modified: str = ""
    body: bytes | None = None
    max_bytes: int = 12_000_000
    deadline_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: 200 with a body, or 304 without.

    Args:
        url: the final address, after redirects.
        body: decoded bytes; b"" for a 304, and for a POST, whose answer is not read.
        content_type: the header's value in lower case, parameters included; "" if absent.
        received_bytes: bytes of the body on the wire, before decoding.
    """

    url: str
    status: int
    body: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    received_bytes: int = 0
    took_s: float = 0.0

    @property
    def is_unchanged(self) -> bool:
        """Whether the server said that nothing changed since our validators."""
        return self.status == 304
