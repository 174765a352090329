"""For how long does a server call its answer fresh?

Pure. In: the headers of an answer, names in lower case. Out: seconds, or None where nothing is said.
client.py hands it on with the answer; schedule/policy.py decides how much of the wish is granted.

Ours is a private cache: ``s-maxage``, ``private`` and ``must-revalidate`` are said to others.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from monitor.fetch.classify import http_date

LONGEST_FRESH_S = 10 * 365 * 86_400

_DIRECTIVE = re.compile(r'([!#$%&\'*+.^_`|~0-9a-z-]+)[ \t]*(?:=[ \t]*("(?:[^"\\]|\\.)*"|[^\s,;"]*))?', re.ASCII)
_LONGEST_TEXT = 2_000  # of a header that is read
_MOST_DIGITS = 18


def fresh_s(headers: Mapping[str, str], *, now: datetime | None = None) -> int | None:
    """Say for how many seconds from now an answer stays fresh, by its own account.

    ``no-cache`` and ``no-store`` give 0 whatever stands beside them; else ``max-age`` counts, and only
    where there is none ``Expires``, from the server's own Date. What cannot be read is stale. The Age that a
    cache on the way reports is taken off.

    Args:
        now: the time of day for an ``Expires`` without a Date beside it; None leaves such a one out.

    Returns:
        0 to ten years; None where the server says nothing.

    Source: RFC 9111, sections 4.2.1, 4.2.3, 5.2.2 and 5.3.
    """
    directives = _directives(headers.get("cache-control", "")[:_LONGEST_TEXT])
    if any(name in ("no-cache", "no-store") and not value for name, value in directives):
        return 0
    ages = [value for name, value in directives if name == "max-age"]
    lifetime_s = _whole(ages[0]) if ages else _until_expiry_s(headers, now)
    if lifetime_s is None:
        return 0 if ages else None
    return min(max(lifetime_s - (_whole(headers.get("age", "").strip()) or 0), 0), LONGEST_FRESH_S)


@lru_cache(maxsize=256)  # a server says the same with every answer
def _directives(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((found[1], (found[2] or "").strip('"').strip()) for found in _DIRECTIVE.finditer(text.lower()))


def _whole(text: str) -> int | None:
    """Read a number of seconds; None where it is none."""
    if not (text.isascii() and text.isdecimal()):
        return None
    return int(text) if len(text) <= _MOST_DIGITS else LONGEST_FRESH_S


def _until_expiry_s(headers: Mapping[str, str], now: datetime | None) -> int | None:
    text = headers.get("expires")
    if text is None:
        return None
    expires = http_date(text[:_LONGEST_TEXT])
    start = http_date(headers.get("date", "")) or now
    if expires is None:
        return 0  # "0" is what most write who mean this
    return None if start is None else int((expires - start).total_seconds())
