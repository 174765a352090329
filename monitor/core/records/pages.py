"""What does a page say of its article, and what is kept of the page?

Pure: frozen values. Who said what of an article, what was left out of its text, and the page itself, as evidence.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Field(StrEnum):
    """What witnesses can say of an article."""

    TITLE = "title"
    AUTHOR = "author"
    PUBLISHED = "published"
    MODIFIED = "modified"
    OUTLET = "outlet"
    SECTION = "section"
    IMAGE = "image"


class Witness(StrEnum):
    """Who says something of an article.

    HEADING is what readers see at the head of a text; HTML is whatever else a page shows: the name of its window,
    headings of its frame, bylines, dates. Claims stored before the two were told apart give both as HTML.
    """

    FEED = "feed"
    JSON_LD = "json-ld"
    OPEN_GRAPH = "opengraph"
    META = "meta"
    MICRODATA = "microdata"
    HEADING = "heading"
    HTML = "html"
    ADDRESS = "address"
    TRAFILATURA = "trafilatura"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one witness says of an article.

    Args:
        value: as text: moments in ISO 8601 with an offset, names of authors parted by "; ".
        is_chosen: whether the article bears it; of one field at most one claim is.
        note: what a person should know of it, such as "in the future when seen" or "gives no offset: taken as UTC";
            "" for nothing.
    """

    field: Field
    witness: Witness
    value: str
    is_chosen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that stood among an article's text and was left out, because it is not the article.

    Args:
        why: for a person, such as "recurs at this outlet".
        after: how many lines of the text stand before its place.
    """

    text: str
    why: str
    after: int


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as one request brought it: the evidence.

    Args:
        url: the address that answered, after redirects.
        at: when it was fetched.
        headers: of the answer, as (name, value) pairs in their order.
        body: decoded bytes.
    """

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A capture as the archive holds it; its bytes are stored once, by their hash.

    Args:
        sha256: of the decoded body, in hex.
        size: of the decoded body, in bytes.
    """

    id: int
    article_id: int
    sha256: str
    size: int
    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
