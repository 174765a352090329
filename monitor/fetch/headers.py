"""What do an answer's headers say?

Pure. In: the raw headers of an answer. Out: their texts by name, the links among them, and the address from
which its relative addresses start. trip.py puts them into the value at the end.
"""

from collections.abc import Iterable, Iterator, Mapping

from monitor.core.records.fetches import Link
from monitor.core.urls import join, origin_of

MOST_LINKS = 20

_LONGEST_LINKS = 16_384  # characters of Link headers that are read
_VALIDATORS = frozenset({b"etag", b"last-modified"})
_LISTS = frozenset({"cache-control", "content-encoding", "im", "link", "www-authenticate"})


def as_sent(raw: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Give the headers as they came, byte for byte as ISO 8859-1 has them: what evidence is made of.

    Source: RFC 9110, section 5.5.
    """
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Give each header's text under its name in lower case.

    Of a header given twice the first counts; those that are lists are joined. A validator that could not be
    sent back byte for byte is left out.

    Source: RFC 9110, section 5.3.
    """
    texts: dict[str, str] = {}
    for raw_name, raw_value in raw:
        lower = raw_name.lower()
        try:
            value = raw_value.decode("utf-8")
        except UnicodeDecodeError:
            if lower in _VALIDATORS:
                continue
            value = raw_value.decode("latin-1")
        name = lower.decode("latin-1")
        if name not in texts:
            texts[name] = value
        elif name in _LISTS:
            texts[name] += ", " + value
    return texts


def sendable(validator: str) -> str:
    """Give a validator back if it can be sent as it is, else ""."""
    return validator if validator.isprintable() else ""


def base_of(headers: Mapping[str, str], url: str) -> str:
    """Say from which address relative ones in the body start.

    That is Content-Location, where it names a place on the same origin: no server speaks for another.

    Source: RFC 3986, section 5.1; RFC 9110, section 8.7, for whom to believe.
    """
    named = join(url, headers.get("content-location", ""))
    return named if named and origin_of(named) == origin_of(url) else url


def names_in(text: str) -> list[str]:
    """Give the names of a list header in lower case, without their parameters: "Feed;q=1, gzip" is feed and gzip."""
    return [name for part in text.lower().split(",") if (name := part.partition(";")[0].strip())]


def links_in(text: str, url: str) -> tuple[Link, ...]:
    """Read a Link header, as much of it as can be read; a link of two relations counts as two.

    Links that speak of another page than the one at ``url`` (``anchor``) are left out: one page may not
    choose another's hub.

    Source: RFC 8288, section 3 and appendix B.3.
    """
    links: list[Link] = []
    for target, said in _entries(text[:_LONGEST_LINKS]):
        address = join(url, target)
        if not address or join(url, said.get("anchor", "")) not in ("", url):
            continue
        links += [Link(rel, address) for rel in said.get("rel", "").lower().split()]
    return tuple(dict.fromkeys(links))[:MOST_LINKS]


def _entries(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for entry in _split(text, ","):
        head, *params = _split(entry, ";")
        head = head.strip()
        if head.startswith("<") and head.endswith(">"):
            yield head[1:-1], _first_of_each(params)


def _first_of_each(params: Iterable[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for param in params:
        name, _, value = param.partition("=")
        said.setdefault(name.strip().lower(), value.strip().strip('"').replace("\\", ""))
    return said


def _split(text: str, mark: str) -> list[str]:
    """Split at a mark where it stands neither in quotes nor in angle brackets."""
    parts: list[str] = []
    start, closing, is_escaped = 0, "", False
    for place, char in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif closing:
            is_escaped = char == "\\" and closing == '"'
            closing = "" if char == closing else closing
        elif char in '<"':
            closing = ">" if char == "<" else '"'
        elif char == mark:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]
