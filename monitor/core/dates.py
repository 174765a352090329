"""Which moment does a date as a publisher wrote it mean?

Pure. In: a date. Out: aware UTC, or None where it cannot be read; with what was written of it, for whoever weighs
one date against another. parse/ acts on it for feeds, extract/ for pages. Nothing is guessed from the time of day:
"today, 14:05" is None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from monitor.core.months import FIRST_SOLAR, from_solar_hijri, month_of, paired, read_alike, solar_month_of

_LONGEST = 120  # characters; no date is longer, and patterns need not look at more
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
# In figures, a later year is a lunar one of our time (2009 and on) rather than a solar one after 2051.
_LAST_SOLAR_IN_FIGURES = 1430
_FARTHEST_ZONE = timedelta(hours=14)

# Hours east of UTC. Names that are not here count as UTC, as RFC 5322 section 4.3 has it.
_ZONES = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "z": 0, "ut": 0, "utc": 0, "gmt": 0,
    "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "trt": 3,
    "msk": 3, "мск": 3, "msd": 4, "samt": 4, "gst": 4, "yekt": 5, "aqtt": 5, "almt": 5, "uzt": 5, "tjt": 5,
    "tmt": 5, "pkt": 5, "ist": 5.5, "irst": 3.5, "kgt": 6, "omst": 6, "krat": 7, "hkt": 8, "irkt": 8,
    "jst": 9, "kst": 9, "yakt": 9, "vlat": 10,
}  # fmt: skip

# What most feeds write, read without any of what follows it here.
_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC?|Z|([+-])(\d\d)(\d\d))",
    re.ASCII,
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")

# The patterns below read what read_alike() wrote: small letters without marks.
_COMPACT = re.compile(r"^(\d{8})t(\d{2})(\d{2})(\d{2})?")
_DAYS_WITH_SIGNS = (
    re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?"),
    # Mongolian: 2022 оны 1-р сарын 6
    re.compile(r"(\d{4})\s?он[а-я]{0,3}\s?(\d{1,2})[\s-]{0,2}(?:[^\W\d_]{1,8}\s)?сар[а-я]{0,3}\s?(\d{1,2})"),
)
_TIMES_WITH_SIGNS = (
    re.compile(r"(?<!\d)(\d{1,2})\s?[时時點点시]\s?(?:(\d{1,2})\s?[分분]?(?:\s?(\d{1,2})\s?[秒초])?)?"),
    re.compile(r"(?<!\d)(\d{1,2})\s?h\s?(\d{2})?(?![^\W_])"),
    re.compile(r"(?<!\d)(\d{1,2})\s?ч\.?\s?(\d{2})\s?м[а-я]{0,4}"),
    re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?=\s?uhr)"),
    re.compile(r"\b(?:godz\.?|ore|alle|um|kl\.?|saat|soat)\s(\d{1,2})\.(\d{2})(?!\d|\.\d)"),
    re.compile(r"(?<![\d:.])(\d{1,2})(?=\s?[ap]\.?\s?m\b)"),
)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?(?![\d:])")
_LETTER = r"[^\W\d_]"
_MORNING = read_alike(r"a\.?\s?m|oo|ص|صباحا|صبح|ق\.?ظ|قبل از ظهر"), read_alike("上午|凌晨|早上|午前|오전|새벽")
_EVENING = (
    read_alike(r"p\.?\s?m|os|م|مساء|ظهرا|عصر|ب\.?ظ|بعد ?از ?ظهر"),
    read_alike("下午|中午|傍晚|晚上|午後|오후|저녁"),
)
_AM, _PM = (rf"(?<!{_LETTER})(?:{words})(?!{_LETTER})|{signs}" for words, signs in (_MORNING, _EVENING))
_HALF = rf"(?:{_AM}|(?P<pm>{_PM}))"
_HALF_BEFORE, _HALF_AFTER = re.compile(rf"{_HALF}\s{{0,2}}\Z"), re.compile(rf"\s{{0,3}}{_HALF}")
# A dash with blanks around it parts the time from a date, as does one that a date in figures follows.
_ZONE = re.compile(
    r"\.?\s{0,3}\(?(?:(?:utc|gmt|z)?\s?(?P<sign>[+\-\u2212])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d|[./-]\d)"
    r"|(?P<name>[^\W\d_]{1,5})\b)"
)

_FIGURES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-./]\s?(?P<m>\d{1,2})[-./]\s?(?P<y>\d{4}|\d{2})(?!\d|[-./]\d)"),
)
_COMPACT_FIGURES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)"),
    re.compile(r"^(?P<y>\d{4})-(?P<m>\d{2})$"),
)
_WORD = re.compile(r"\d+|[^\W\d]+")
# How day, month's name and year may follow one another, the likeliest first; what else stands between is passed over.
_ORDERS = ("dmy", "mdy", "ydm", "ymd", "dmd")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it was written.

    Args:
        at: the moment in UTC.
        has_time: whether a time of day was written.
        east: hours east of UTC that were written, None where none were.
    """

    at: datetime
    has_time: bool = True
    east: timedelta | None = None


def parse_date(text: str) -> datetime | None:
    """Read a date, as read_date() does, and give the moment alone."""
    dated = read_date(text)
    return dated.at if dated else None


def read_date(text: str) -> Dated | None:
    """Read a date.

    Understood are ISO 8601, RFC 822 and asctime with their common faults; dates in figures (day first where
    both are possible) and with the month names that months.py lists; the signs of Chinese, Japanese, Korean
    and Mongolian dates; the Solar Hijri calendar of Iran and Afghanistan; and seconds or milliseconds since
    1970. A date without a zone is taken as UTC, one without a time as midnight.

    Source: RFC 3339; RFC 5322, section 4.3; feeds seen in the wild.
    """
    text = " ".join(text[:_LONGEST].split())
    return (_common(text) or _read(read_alike(text))) if text else None


def _common(text: str) -> Dated | None:
    """Read the two forms that nearly all feeds write, where they are without fault."""
    try:
        if text[4:5] == "-":
            moment = datetime.fromisoformat(text).replace(microsecond=0)
            east = moment.utcoffset()
            moment = moment.replace(tzinfo=UTC) if east is None else moment.astimezone(UTC)
        elif found := _RFC_822.fullmatch(text):
            day, month, year, hour, minute, second, sign, *offset = found.groups()
            east = timedelta(hours=int(offset[0]), minutes=int(offset[1])) if sign else timedelta()
            moment = datetime(int(year), month_of(month.lower()), int(day), int(hour), int(minute), int(second), 0, UTC)
            east = -east if sign == "-" else east
            moment -= east
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return _bounded(Dated(moment, len(text) > len("2022-01-05"), east))


def _read(text: str) -> Dated | None:
    if epoch := _EPOCH.fullmatch(text):
        return _bounded(Dated(datetime.fromtimestamp(int(epoch[1]), UTC), east=timedelta()))
    text = _spelled_out(text)
    clock = next((found for found in _CLOCK.finditer(text) if int(found[1]) <= 24 and int(found[2]) < 60), None)
    since_midnight, east, rest = _time_of_day(text, clock) if clock else (timedelta(), None, text)
    day = next(_days(rest), None)
    if day is None:
        return None
    at = datetime.combine(day, time(), UTC) + since_midnight - (east or timedelta())
    return _bounded(Dated(at, clock is not None, east))


def _bounded(dated: Dated) -> Dated | None:
    return dated if _FIRST_YEAR <= dated.at.year <= _LAST_YEAR else None


def _spelled_out(text: str) -> str:
    """Write days and times that signs or words take apart with the hyphens and colons of all others."""
    text = _COMPACT.sub(lambda found: f"{found[1]} {found[2]}:{found[3]}:{found[4] or '00'}", text)
    text = re.sub(r"(?<=\d)t(?=\d\d:)", " ", text)
    for pattern in _DAYS_WITH_SIGNS:
        text = pattern.sub(r" \1-\2-\3 ", text)
    for pattern in _TIMES_WITH_SIGNS:
        text = pattern.sub(_with_colons, text)
    return text


def _with_colons(found: re.Match[str]) -> str:
    hour, minute, second = (*found.groups(), None, None)[:3]
    return f" {hour}:{minute or 0:0>2}:{second or 0:0>2} "


def _time_of_day(text: str, clock: re.Match[str]) -> tuple[timedelta, timedelta | None, str]:
    """Give the time since midnight of the day written, the hours east of UTC where they are, and the rest.

    The rest keeps whatever follows the time and is no zone: it may be a month.
    """
    start, end = clock.span()
    hour = int(clock[1])
    half = _HALF_BEFORE.search(text, 0, start) or _HALF_AFTER.match(text, end)
    if half:
        start, end = min(start, half.start()), max(end, half.end())
        if hour <= 12:
            hour = hour % 12 + (12 if half["pm"] else 0)
    east, end = _zone(text, end)
    spent = timedelta(hours=hour, minutes=int(clock[2]), seconds=min(int(clock[3] or 0), 59))
    return spent, east, f"{text[:start]} {text[end:]}".strip()


def _zone(text: str, at: int) -> tuple[timedelta | None, int]:
    """Give the hours east of UTC that stand at a place, and where they end; None where none stand there."""
    zone = _ZONE.match(text, at)
    if zone is None:
        return None, at
    if zone["sign"]:
        east = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
        is_zone = east <= _FARTHEST_ZONE
        return (east if zone["sign"] == "+" else -east, zone.end()) if is_zone else (None, at)
    hours = _ZONES.get(zone["name"])
    return (None, at) if hours is None else (timedelta(hours=hours), zone.end())


def _days(text: str) -> Iterator[date]:
    """Give the days that a text may mean, the likeliest first."""
    for patterns in (_FIGURES, None, _COMPACT_FIGURES):
        if patterns is None:
            yield from _in_words(text)
            continue
        for pattern in patterns:
            found = pattern.search(text)
            day = _in_figures(**found.groupdict()) if found else None
            if day:
                yield day


def _in_figures(y: str, m: str, d: str = "1") -> date | None:
    year, month, day = _year(y), int(m), int(d)
    if month > 12 >= day:
        month, day = day, month
    if FIRST_SOLAR <= year <= _LAST_SOLAR_IN_FIGURES:
        return from_solar_hijri(year, month, day)
    return _gregorian(year, month, day)


def _in_words(text: str) -> Iterator[date]:
    """Look for a day, a month's name and a year in a row, among the numbers and months of a text."""
    told: list[tuple[str, str]] = []
    for word in _WORD.findall(paired(text)):
        if word[0].isdecimal():
            told.append(("y" if len(word) == 4 else "d", word))
        elif (month_of(word) or solar_month_of(word)) and not _says_again(told, word):
            told.append(("m", word))
    for order in _ORDERS:
        for at in range(len(told) - 2):
            kinds, words = zip(*told[at : at + 3], strict=True)
            if "".join(kinds) == order and (day := _named_day(order, words)):
                yield day


def _says_again(told: list[tuple[str, str]], word: str) -> bool:
    """Whether a month only repeats the one before it, as where the Levant's name and Egypt's stand side by side."""
    return bool(told) and told[-1][0] == "m" and month_of(told[-1][1]) == month_of(word)


def _named_day(order: str, words: tuple[str, ...]) -> date | None:
    if order == "dmd":  # the year is the one of two digits at the end
        if len(words[2]) != 2:
            return None
        order = "dmy"
    parts = dict(zip(order, words, strict=True))
    year, day, solar = _year(parts["y"]), int(parts["d"]), solar_month_of(parts["m"])
    return from_solar_hijri(year, solar, day) if solar else _gregorian(year, month_of(parts["m"]), day)


def _year(figures: str) -> int:
    year = int(figures)
    if len(figures) == 2:
        year += 2000 if year < 70 else 1900
    return year


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None
