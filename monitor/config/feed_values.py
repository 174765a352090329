"""What may stand behind each key of a feed, what does it mean, and how would one write it?

Pure: takes what was written, gives the value that FeedSpec holds; and the other way round.
In: a node of the file. Out: the value, or RefusedError with what is wrong and the mend.
feeds.py adds the file, the line and the key; feed_file.py and opml.py write.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final

from monitor.config.yaml_lines import Mapping, Node, Scalar, Sequence
from monitor.core.records.feeds import FeedSpec, FeedType, Keep
from monitor.core.urls import is_web_address

LEAST_EVERY_S = 60
MOST_EVERY_S = 31 * 86_400
FIELDS: Final = {"every": "every_s", "slowest": "slowest_s"}  # where the key is not the field's name

Written = str | bool | tuple[str, ...] | tuple[int, ...] | dict[str, str]
"""A value as a file holds it: a text, true or false, a list, or keys with their values."""

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_EVERY = re.compile(r"(?P<number>[0-9]{1,9}) ?(?P<unit>[smhd]?)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# The client sets these itself: a second one would change where a request ends, or whom it reaches.
_OUR_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"})
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LONGEST = 200
_MOST_PORT = 65_535
_PACE = ("every", "slowest")
_DEFAULTS = {field.name: field.default for field in fields(FeedSpec)}
_LONGEST_URL = 2_000
_UNWRITABLE = "\ufffe\uffff"  # neither XML nor YAML has them


class RefusedError(ValueError):
    """A value can't be used: what is wrong with it, and what to write instead."""

    def __init__(self, what: str, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(f"{what} {mend}")


def _text(node: Node, longest: int = _LONGEST) -> str:
    if not isinstance(node, Scalar):
        raise RefusedError("This is a list, and a text is wanted.", "Write one text behind the colon.")
    text = unicodedata.normalize("NFC", node.text).strip()
    if len(text) > longest:
        raise RefusedError(f"It is {len(text)} characters long.", f"Write at most {longest}.")
    if any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _UNWRITABLE for character in text
    ):
        raise RefusedError("It holds a line break or a control character.", "Write it on one line.")
    return text


def _name(node: Node) -> str:
    text = _text(node)
    if not text:
        raise RefusedError("It is empty.", "Write name: and the name that people shall see.")
    return text


def _url(node: Node) -> str:
    text = _text(node, _LONGEST_URL)
    if is_web_address(text):
        return text
    if "@" in text.partition("://")[2].partition("/")[0]:
        # The address is not quoted: it holds a password.
        raise RefusedError("It holds a user name.", "Write headers: {Authorization: Basic ...} instead.")
    raise RefusedError(
        f"'{text}' is no http or https address.", "Write the whole address, such as url: https://example.org/feed.xml"
    )


def _interval(key: str) -> Callable[[Node], int]:
    def read(node: Node) -> int:
        text = _text(node)
        found = _EVERY.fullmatch(text)
        if found is None:
            raise RefusedError(f"'{text}' is no interval.", f"Write a number and s, m, h or d, such as {key}: 15m")
        seconds = int(found["number"]) * _UNITS[found["unit"]]
        if seconds < LEAST_EVERY_S:
            raise RefusedError(
                f"This is {seconds} s, and a feed may be polled once a minute at most.",
                f"Set {key}: 1m or more, then run: monitor check",
            )
        if seconds > MOST_EVERY_S:
            raise RefusedError("This is over 31 days.", f"Set {key}: 31d or less, or enabled: false to stop polling.")
        return seconds

    return read


def _boolean(node: Node) -> bool:
    text = _text(node)
    if text.lower() not in _BOOLEANS:
        raise RefusedError(f"'{text}' is neither true nor false.", "Write true or false.")
    return _BOOLEANS[text.lower()]


def _choice(choices: type[StrEnum]) -> Callable[[Node], StrEnum]:
    def read(node: Node) -> StrEnum:
        text = _text(node)
        try:
            return choices(text)
        except ValueError:
            raise RefusedError(f"'{text}' is no choice.", f"Write one of: {', '.join(choices)}.") from None

    return read


def _language(node: Node) -> str:
    text = _text(node)
    if text and not _LANGUAGE.fullmatch(text):
        raise RefusedError(f"'{text}' is no language tag.", "Write a BCP 47 tag, such as language: kk")
    return text


def _country(node: Node) -> str:
    text = _text(node)
    if text and not _COUNTRY.fullmatch(text):
        raise RefusedError(f"'{text}' is no country code.", "Write two letters of ISO 3166-1, such as country: KZ")
    return text.upper()


def _tags(node: Node) -> tuple[str, ...]:
    if not isinstance(node, Sequence):
        raise RefusedError("This is no list.", "Write tags: [one, another]")
    return tuple(dict.fromkeys(text for item in node.items if (text := _text(item))))


def _header(node: Node) -> str:
    text = _text(node, _LONGEST_URL)
    if not text.isascii():
        raise RefusedError("A header holds ASCII characters only.", "Write it without other letters.")
    return text


def _headers(node: Node) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        raise RefusedError("These are no keys with values.", "Write headers: {X-Example: value}")
    headers: dict[str, tuple[str, str]] = {}
    for key, value in node.pairs:
        if not _HEADER.fullmatch(key.text):
            raise RefusedError(f"'{key.text}' is no header's name.", "Write letters, digits and hyphens.")
        if key.text.lower() in _OUR_HEADERS:
            raise RefusedError(f"'{key.text}' is set by the program itself.", "Take it out.")
        if key.text.lower() in headers:
            raise RefusedError(f"'{key.text}' stands there twice.", "Keep one of the two.")
        headers[key.text.lower()] = (key.text, _header(value))
    return tuple(headers.values())


def _ports(node: Node) -> tuple[int, ...]:
    if not isinstance(node, Sequence):
        raise RefusedError("This is no list.", "Write ports: [8080]")
    return tuple(dict.fromkeys(_port(item) for item in node.items))


def _port(node: Node) -> int:
    text = _text(node)
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= _MOST_PORT):
        raise RefusedError(f"'{text}' is no port.", f"Write numbers from 1 to {_MOST_PORT:,}, such as ports: [8080]")
    return int(text)


READERS: Final[dict[str, Callable[[Node], object]]] = {
    "name": _name,
    "url": _url,
    "type": _choice(FeedType),
    "every": _interval("every"),
    "slowest": _interval("slowest"),
    "language": _language,
    "country": _country,
    "group": _text,
    "tags": _tags,
    "user_agent": _header,
    "accept": _header,
    "headers": _headers,
    "ports": _ports,
    "fetch_article": _boolean,
    "look_again": _boolean,
    "obey_robots": _boolean,
    "obey_hints": _boolean,
    "keep": _choice(Keep),
    "enabled": _boolean,
}


def written(spec: FeedSpec) -> dict[str, Written]:
    """Give the keys of a feed as one would write them, in the order of READERS; what is at its default is left out."""
    return {key: _as_written(key, getattr(spec, FIELDS.get(key, key))) for key in READERS if _is_said(spec, key)}


def interval(seconds: int) -> str:
    """Write an interval in the largest unit that it is a whole number of, such as "15m"."""
    unit = next(unit for unit in "dhms" if seconds % _UNITS[unit] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def _is_said(spec: FeedSpec, key: str) -> bool:
    if key in _PACE:  # silence would mean that the feed's own rhythm decides
        return spec.is_paced_by_owner and (key == "every" or spec.slowest_s != 0)
    field = FIELDS.get(key, key)
    return bool(getattr(spec, field) != _DEFAULTS[field])


def _as_written(key: str, value: Any) -> Written:  # Any: each field of FeedSpec has a type of its own
    if key in _PACE:
        return interval(value)
    if key == "headers":
        return dict(value)
    written_value: Written = value.value if isinstance(value, StrEnum) else value
    return written_value
