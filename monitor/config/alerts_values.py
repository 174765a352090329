"""What may stand behind each key of a rule, what does it mean, and how would one write it?

Not pure: asks the system which time zones there are. In: a node of alerts.yaml, or a value from the database or the
API. Out: what a Rule holds, or RefusedError with what is wrong and the mend; and the other way round.
alerts_rules.py reads whole rules with it.
"""

import re
import unicodedata
from collections import abc
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from monitor.config.feed_values import RefusedError
from monitor.config.yaml_nodes import DEEPEST, Mapping, Node, Scalar, Sequence

LONGEST_TEXT = 200
LONGEST_QUERY = 2_000
DAY_MIN = 1_440
MOST_KEYS = 50

_MOST_NAMES = 200

_SHORTEST_NEAR = 0.5
_UNREADABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NONE = "none"
_MINUTES = {"min": 1, "m": 1, "minute": 1, "minutes": 1, "h": 60, "hour": 60, "hours": 60}
_MINUTES |= {"d": DAY_MIN, "day": DAY_MIN, "days": DAY_MIN}
_LENGTH = re.compile(r"(?P<number>[0-9]{1,6}) ?(?P<unit>[a-z]+)")
_PER_HOUR = re.compile(r"(?P<number>[0-9]{1,9})(?: ?(?:an|a|per|/) ?(?:hour|h))?")
_CLOCK = r"[0-9]{1,2}:[0-9]{2}"
_DAILY = re.compile(rf"daily (?:at )?(?P<time>{_CLOCK})(?: (?P<zone>\S+))?")
_QUIET = re.compile(rf"(?P<start>{_CLOCK}) ?(?:-|–|to) ?(?P<end>{_CLOCK})(?: (?P<zone>\S+))?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,17})?(?:e[-+]?[0-9]{1,3})?")
_AT = "Write at: once, at: every 30 min, or at: daily 07:30 Asia/Almaty"

Kind = TypeVar("Kind", bound=StrEnum)


def node_of(value: object, depth: int = 0) -> Node:
    """Give a value from the database or the API as if it had been read from a file, where no line is known.

    Raises:
        RefusedError: it is nothing that JSON has, or it nests too deep.
    """
    if depth > DEEPEST:
        raise RefusedError(f"It nests deeper than {DEEPEST}.", "Write it as alerts.yaml has it.")
    if value is None:
        return Scalar(0, "", is_plain=True)
    if isinstance(value, str):
        return Scalar(0, value, is_plain=False)
    if isinstance(value, bool | int | float):
        return Scalar(0, _number_text(value), is_plain=False)
    if isinstance(value, abc.Mapping):
        return Mapping(0, tuple((_key(key), node_of(each, depth + 1)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return Sequence(0, tuple(node_of(each, depth + 1) for each in value))
    raise RefusedError("It is no text, number, list or mapping.", "Write it as alerts.yaml has it.")


def text(node: Node, longest: int = LONGEST_TEXT) -> str:
    """Give a text of one line; what is wrong with it is told without it, since it may be a secret."""
    if not isinstance(node, Scalar):
        raise RefusedError("Here must stand a text.", "Write one text behind the colon.")
    found = unicodedata.normalize("NFC", node.text).strip()
    if len(found) > longest:
        raise RefusedError(f"It is {len(found):,} characters long.", f"Write at most {longest:,}.")
    if any(unicodedata.category(character) in _UNREADABLE for character in found):
        raise RefusedError("It holds a line break or a control character.", "Write it on one line.")
    return found


def query(node: Node) -> tuple[str, int]:
    """Give a query and its line; it may go on over several lines, which are one to its reader."""
    if not isinstance(node, Scalar):
        raise RefusedError("Here must stand a query.", "Write it in quotes where it has : behind a blank, # or [.")
    joined = Scalar(node.line, re.sub(r"[\t\r\n]", " ", node.text), node.is_plain)
    return text(joined, LONGEST_QUERY), node.line


def texts(node: Node) -> tuple[str, ...]:
    """Give a list of names, each once: in brackets, behind dashes, or parted by commas."""
    if isinstance(node, Mapping):
        raise RefusedError("Here must stand a list.", "Write names in brackets, such as [one, another].")
    parts = [text(item) for item in node.items] if isinstance(node, Sequence) else text(node).split(",")
    found = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if not found:
        raise RefusedError("The list is empty.", "Name at least one, or take the key out.")
    if len(found) > _MOST_NAMES:
        raise RefusedError(f"The list has {len(found):,} names.", f"Keep to {_MOST_NAMES}.")
    return found


def choice(choices: type[Kind]) -> Callable[[Node], Kind]:
    """Make the reader of a key that takes one of a few words."""
    return lambda node: choices(one_of(text(node), choices))


def choices(allowed: type[Kind]) -> Callable[[Node], tuple[Kind, ...]]:
    """Make the reader of a key that takes some of a few words."""
    return lambda node: tuple(allowed(one_of(each, allowed)) for each in texts(node))


def some_of(allowed: Iterable[str]) -> Callable[[Node], frozenset[str]]:
    """Make the reader of a key that takes some of a few words, in whatever order."""
    known = tuple(allowed)
    return lambda node: frozenset(one_of(each, known) for each in texts(node))


def one_of(word: str, allowed: Iterable[str]) -> str:
    """Give a word that is one of those allowed; name the nearest where it is not."""
    known = [str(each) for each in allowed]
    if word not in known:
        raise RefusedError(f"'{word}' is no choice.", nearest(word, known) or f"Write one of: {', '.join(known)}.")
    return word


def boolean(node: Node) -> bool:
    """Give true or false."""
    word = text(node)
    if word.lower() not in _BOOLEANS:
        raise RefusedError(f"'{word}' is neither true nor false.", "Write true or false.")
    return _BOOLEANS[word.lower()]


def when(node: Node) -> tuple[int, str, str]:
    """Give when something is told: so many minutes after the first of it, or the time of day and its zone."""
    said = _words(node)
    if said.lower() == "once":
        return 0, "", ""
    if said.lower().startswith("every "):
        return _length(said[len("every ") :], "at: every 30 min", 1, DAY_MIN), "", ""
    found = _DAILY.fullmatch(said)
    if found is None:
        raise RefusedError(f"'{said}' is no time to tell anything.", _AT)
    return 0, _time(found["time"]), _zone(found["zone"] or "")


def quiet(node: Node) -> tuple[tuple[str, str], str]:
    """Give from when till when it is quiet, and in which zone, "" where none is named."""
    said = _words(node)
    found = _QUIET.fullmatch(said)
    if found is None:
        mend = "Write two times of day and a time zone, such as quiet: 22:00-07:00 Asia/Almaty"
        raise RefusedError(f"'{said}' is no span of a day.", mend)
    return (_time(found["start"]), _time(found["end"])), _zone(found["zone"] or "")


def zone(node: Node) -> str:
    """Give the name of a time zone that there is."""
    return _zone(text(node))


def pause(node: Node) -> int:
    """Give the least minutes between two messages about one story; 0 where there is no pause."""
    said = _words(node)
    return 0 if said.lower() == _NONE else _length(said, "per_story: 60 min", 1, 31 * DAY_MIN)


def ceiling(node: Node) -> int:
    """Give the most messages of an hour; 0 where there is no ceiling."""
    said = _words(node)
    if said.lower() == _NONE:
        return 0
    found = _PER_HOUR.fullmatch(said.lower())
    if found is None:
        raise RefusedError(f"'{said}' is no number of messages.", "Write ceiling: 30 an hour, or ceiling: none")
    return _between(int(found["number"]), 1, 10_000, "Write ceiling: none where there shall be none.")


def whole(least: int, most: int) -> Callable[[Node], int]:
    """Make the reader of a whole number between two."""

    def read(node: Node) -> int:
        said = text(node)
        if not _WHOLE.fullmatch(said):
            raise RefusedError(f"'{said}' is no whole number.", f"Write one from {least:,} to {most:,}.")
        return int(_between(int(said), least, most, ""))

    return read


def decimal(least: float, most: float) -> Callable[[Node], float]:
    """Make the reader of a number between two."""

    def read(node: Node) -> float:
        said = text(node)
        if not _DECIMAL.fullmatch(said):
            raise RefusedError(f"'{said}' is no number.", f"Write one from {least:g} to {most:g}, such as 2.5.")
        return _between(float(said), least, most, "")

    return read


def when_written(every_min: int, daily_at: str, zone_name: str) -> str:
    """Write what :func:`when` reads."""
    if daily_at:
        return f"daily {daily_at} {zone_name}"
    return f"every {every_min} min" if every_min else "once"


def nearest(word: str, known: Iterable[str]) -> str:
    """Ask whether the nearest of some words was meant; "" where none is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=_SHORTEST_NEAR)
    return f"Did you mean '{near[0]}'?" if near else ""


Number = TypeVar("Number", int, float)


def _between(number: Number, least: Number, most: Number, mend: str) -> Number:
    if not least <= number <= most:
        raise RefusedError(f"It is {number:,}.", f"Write a number from {least:,} to {most:,}. {mend}".strip())
    return number


def _number_text(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # Python writes no whole number of thousands of digits, and none of ours has over nine.
    return "over 64 bits" if isinstance(value, int) and value.bit_length() > 64 else repr(value)


def _key(key: object) -> Scalar:
    if not isinstance(key, str):
        raise RefusedError("A key is no text.", "Write it as alerts.yaml has it.")
    return Scalar(0, key, is_plain=True)


def _words(node: Node) -> str:
    return " ".join(text(node).split())


def _length(said: str, example: str, least: int, most: int) -> int:
    found = _LENGTH.fullmatch(said.strip().lower())
    unit = _MINUTES.get(found["unit"]) if found else None
    if found is None or unit is None:
        raise RefusedError(f"'{said}' is no length of time.", f"Write a number and min, h or d, such as {example}")
    minutes = int(found["number"]) * unit
    if not least <= minutes <= most:
        what = f"This is {minutes:,} min."
        raise RefusedError(what, f"Write from {least} min to {most // 60} h, such as {example}")
    return minutes


def _time(said: str) -> str:
    hours, _, minutes = said.partition(":")
    if int(hours) > 23 or int(minutes) > 59:
        raise RefusedError(f"There is no time {said}.", "Write hours and minutes, from 00:00 to 23:59.")
    return f"{int(hours):02}:{minutes}"


def _zone(name: str) -> str:
    if not name:
        return ""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # not found; no name of a file; a folder, or too long
        pass
    by_fold = _zones()
    near = get_close_matches(name.lower(), by_fold, n=1, cutoff=_SHORTEST_NEAR)
    mend = f"Did you mean {by_fold[near[0]]}?" if near else "Write an IANA name such as Asia/Almaty, or UTC."
    raise RefusedError(f"There is no time zone '{name}'.", mend)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Give the names of all time zones by their small letters."""
    return {each.lower(): each for each in sorted(available_timezones())}
