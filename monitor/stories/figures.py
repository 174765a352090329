"""Which figures and dates does a text give that tell its event from others?

Pure. In: a folded text, and what the lexicon found in it. Out: keys with their places: "number:5.6" for a figure that
tells by itself, "figure:injured=3" for a small one with what it counts, "date:03-04" for a day. traits.py takes them.

Left out are years, times of day, small figures without a unit, and figures inside of names ("G20", "COVID-19").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.core.lexicon import TermKind
from monitor.core.months import month_of, read_alike
from monitor.stories.finding import Hit

# Figures looked at of one text: a table has thousands, and tells no more by the rest.
_MOST = 80
_LARGEST = Decimal(10) ** 15
_NUMBER = re.compile(
    r"(?<![\d_.,:/])(?P<whole>\d{1,3}(?:[ \u2009'][0-9]{3})+(?!\d)|\d{1,15})"
    r"(?P<rest>(?:[.,\u066b\u066c]\d{1,15})*)(?![\d:/]\d?)"
)
_INSIDE_NAME = re.compile(r"[^\W\d_]-?$")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015]{0,2}")
_CLAUSE = re.compile(r"[.!?;。！？；\n](?=\s|$)|[。！？；\n]")
# A separator before three digits groups thousands in these; elsewhere it begins the decimals.
_COMMA_GROUPS = frozenset({"en", "zh", "ar", "fa", "ur", "he", "ja", "ko", "hi"})
_POINT_GROUPS = frozenset({"de", "tr", "es", "pt", "it", "id", "az", "fr", "nl"})
_SYMBOLS = {"%": "percent", "٪": "percent", "$": "dollars", "€": "euros", "₸": "tenge", "₽": "roubles"}
_REACH = 30
_VAGUE = frozenset({"people", "vehicles", "houses", "countries"})
_SMALL = 21
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_HAN_DAY = re.compile(r"(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]")
_DAY = re.compile(r"(?<![\d_.,:/])([1-9]|[0-3]\d)(?:st|nd|rd|th|\.)?(?![\w:]|[.,]\d)")
_BEHIND_DAY = re.compile(r"\s(?:de\s)?([^\W\d_]{3,12})")
_BEFORE_DAY = re.compile(r"([^\W\d_]{3,12})\s$")
_LONGEST_BEFORE = 14
_NUMERIC_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A key, and where in the folded text its figure stands."""

    key: str
    start: int


@dataclass(frozen=True, slots=True)
class _Numeral:
    value: Decimal
    start: int
    end: int
    is_grouped: bool = False
    is_word: bool = False


def figures(text: str, hits: Sequence[Hit], language: str) -> Iterator[Figure]:
    """Give the figures of a folded text.

    Args:
        hits: all that the lexicon found in it, in order.
    """
    dates = list(_dates(text))
    yield from (Figure(f"date:{month:02}-{day:02}", start) for start, _, month, day in dates)
    days = [(start, end) for start, end, _, _ in dates]
    scales = [hit for hit in hits if hit.kind is TermKind.SCALE]
    numerals = [_scaled(numeral, scales) for numeral in _numerals(text, hits, language)]
    numerals = [each for each in numerals if not any(start <= each.start < end for start, end in days)]
    units = [hit for hit in hits if hit.kind is TermKind.UNIT]
    starts = [unit.start for unit in units]
    for place, numeral in enumerate(numerals):
        before = numerals[place - 1].end if place else 0
        after = numerals[place + 1].start if place + 1 < len(numerals) else len(text)
        near = units[bisect_left(starts, before) : bisect_left(starts, after)]
        key = _key(numeral, _unit(text, numeral, near))
        if key:
            yield Figure(key, numeral.start)


def _key(numeral: _Numeral, unit: str) -> str:
    value = numeral.value
    is_whole = value == value.to_integral_value()
    if is_whole and not unit and not numeral.is_grouped and _FIRST_YEAR <= value <= _LAST_YEAR:
        return ""
    if unit and (numeral.is_word or (is_whole and value < _SMALL)):
        return f"figure:{unit}={_written(value)}"
    return f"number:{_written(value)}" if not numeral.is_word and (not is_whole or value >= _SMALL) else ""


def _written(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _numerals(text: str, hits: Sequence[Hit], language: str) -> list[_Numeral]:
    """Give the first numbers of a text, in figures and in words, in order."""
    found = [_Numeral(Decimal(hit.id), hit.start, hit.end, is_word=True) for hit in hits if hit.kind is TermKind.NUMBER]
    for number in _NUMBER.finditer(text):
        if len(found) >= _MOST:
            break
        if not _INSIDE_NAME.search(text, max(number.start() - 2, 0), number.start()) or _is_han(text, number.start()):
            value, is_grouped = _value(number["whole"], number["rest"], language)
            if value <= _LARGEST:
                found.append(_Numeral(value, number.start(), number.end(), is_grouped))
    return sorted(found, key=lambda each: each.start)


def _is_han(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] >= "\u2e80"


def _value(whole: str, rest: str, language: str) -> tuple[Decimal, bool]:
    """Read a number with its separators; say whether it has groups of thousands."""
    plain = re.sub(r"\D", "", whole)
    parts = re.findall(r"([.,\u066b\u066c])(\d+)", rest)
    if not parts:
        return Decimal(plain), plain != whole
    groups = [part for part in parts if len(part[1]) == 3 and _groups(part[0], language)]
    if len(parts) > 1 and all(len(digits) == 3 for _, digits in parts) and len({mark for mark, _ in parts}) == 1:
        groups = parts
    for _, digits in groups:
        plain += digits
    decimals = [digits for mark, digits in parts if (mark, digits) not in groups]
    return Decimal(f"{plain}.{decimals[0]}" if decimals else plain), bool(groups)


def _groups(mark: str, language: str) -> bool:
    if mark == "\u066c":
        return True
    return (mark == "," and language in _COMMA_GROUPS) or (mark == "." and language in _POINT_GROUPS)


def _scaled(numeral: _Numeral, scales: Sequence[Hit]) -> _Numeral:
    """Multiply a number by the words for thousands and millions behind it."""
    value, end = numeral.value, numeral.end
    for scale in scales:
        if 0 <= scale.start - end <= 2:
            value, end = value * Decimal(scale.id), scale.end
    return _Numeral(value, numeral.start, end, numeral.is_grouped or end > numeral.end, numeral.is_word)


def _unit(text: str, numeral: _Numeral, units: Sequence[Hit]) -> str:
    """Say what a number counts: the symbol at it, else the nearest unit behind it in its clause, else before it."""
    for sign in (text[numeral.end : numeral.end + 2].strip()[:1], text[max(numeral.start - 1, 0) : numeral.start]):
        if sign in _SYMBOLS:
            return _SYMBOLS[sign]
    behind = [unit for unit in units if 0 <= unit.start - numeral.end <= _REACH]
    before = [unit for unit in reversed(units) if 0 <= numeral.start - unit.end <= _REACH]
    for near, first in ((behind, numeral.end), (before, 0)):
        told = [unit for unit in near if not _CLAUSE.search(text, *_gap(unit, numeral, first))]
        exact = [unit.id for unit in told if unit.id not in _VAGUE]
        if exact:
            return exact[0]
    return behind[0].id if behind else ""


def _gap(unit: Hit, numeral: _Numeral, first: int) -> tuple[int, int]:
    return (first, unit.start) if first else (unit.end, numeral.start)


def _dates(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Give start, end, month and day of the days that a text names."""
    for found in _HAN_DAY.finditer(text):
        yield from _day(found, found[1], found[2])
    for found in _NUMERIC_DAY.finditer(text):
        yield from _day(found, found[2], found[1])
    for found in _DAY.finditer(text):
        behind = _BEHIND_DAY.match(text, found.end())
        before = _BEFORE_DAY.search(text[max(found.start() - _LONGEST_BEFORE, 0) : found.start()])
        months = (month_of(read_alike(word[1])) for word in (behind, before) if word)
        yield from _day(found, str(next(filter(None, months), 0)), found[1])


def _day(found: re.Match[str], month: str, day: str) -> Iterator[tuple[int, int, int, int]]:
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        yield found.start(), found.end(), int(month), int(day)
