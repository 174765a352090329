"""How does one event become one line of the log?

Pure: facts in, text out.
In: an event with its facts, as structlog hands it from step to step. Out: the same with addresses cut,
or the finished line: ts, level, event and logger first, then the facts in the order they were given.
log.py puts the steps together.
"""

import json
import re
from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

Event = MutableMapping[str, Any]  # Any: structlog's own type; a fact may be anything

_FIRST = ("ts", "level", "event", "logger")
_LONGEST = 2_000
_LONGEST_TRACE = 20_000
_DEEPEST = 4
# In an address, what stands before the host (user:password@) and behind the path (?token=..., #...).
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30}:/{2,3})(?:[^\s/?#\"'<>]*@)?(?P<rest>[^\s?#\"'<>]*)[^\s\"'<>]*"
)
# A request line has no scheme: "GET /articles?token=... HTTP/1.1".
_REQUEST = re.compile(r"(?P<line>\b[A-Z]{3,7} /[^\s?\"']*)\?[^\s\"']*")
# What could end the line, move the cursor, or turn the direction of writing.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PLAIN = re.compile(r"[^\s\"'=\\{}\[\]]+")
_COLOURS = {"debug": "2", "info": "32", "warning": "33", "error": "31", "critical": "31;1"}


def cut_addresses(_logger: object, _method: str, event: Event) -> Event:
    """Take credentials, queries and fragments out of every address, and the end off every long value."""
    for key, value in event.items():
        event[key] = _cut(value, _LONGEST_TRACE if key == "exception" else _LONGEST, _DEEPEST)
    return event


def as_json(_logger: object, _method: str, event: Event) -> str:
    """Give the event as one line of JSON."""
    return _quoted(_ordered(event))


def as_text(_logger: object, _method: str, event: Event) -> str:
    """Give the event as one line of key=value, with quotes only where they are needed."""
    facts = _ordered(event)
    head = [str(facts.pop(key, "")) for key in _FIRST[:3]]
    return " ".join([head[0], f"{head[1]:<7}", _shown(head[2]), *(f"{key}={_shown(facts[key])}" for key in facts)])


def as_coloured_text(logger: object, method: str, event: Event) -> str:
    """Give the event as text for a terminal: in colour, a traceback on lines of its own."""
    trace = str(event.pop("exception", ""))
    colour = _COLOURS.get(str(event.get("level")), "0")
    line = f"\x1b[{colour}m{as_text(logger, method, event)}\x1b[0m"
    return "\n".join([line, *("    " + _UNSAFE.sub(_escaped, part) for part in trace.splitlines())])


def _cut(value: object, longest: int, deeper: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict) and deeper:
        return {str(key): _cut(each, longest, deeper - 1) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and deeper:
        return [_cut(each, longest, deeper - 1) for each in value]
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    shown = text if len(text) <= longest else f"{text[:longest]}... ({len(text) - longest} more)"
    return _REQUEST.sub(r"\g<line>", _ADDRESS.sub(r"\g<scheme>\g<rest>", shown))


def _ordered(event: Event) -> dict[str, object]:
    return {key: event[key] for key in (*_FIRST, *event) if key in event}


def _quoted(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
    return _UNSAFE.sub(_escaped, text)


def _shown(value: object) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _UNSAFE.search(value):
        return value
    return _quoted(value)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
