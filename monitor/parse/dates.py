"""Which moment does a date in a feed mean?

Pure. In: a date as a publisher wrote it. Out: aware UTC, or None where it cannot be read.
The readers of each format act on it. Nothing is guessed from the time of day: "today, 14:05" is None.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_LONGEST = 120  # characters; no date is longer, and patterns need not look at more

# Month names by their first letters: English, Russian, Kazakh, Ukrainian, Uzbek, Turkish, German, French, Spanish.
_MONTHS = (
    "jan янв қаң січ yan oca ene",
    "feb фев ақп лют fév fev şub",
    "mar мар нау бер mär mrz",
    "apr апр сәу кві avr nis abr",
    "may май мая мам тра mai",
    "jun июн мау чер iyun juin haz",
    "jul июл шіл лип iyul juil tem",
    "aug авг там сер avg aoû ağu ago",
    "sep сен қыр вер sen eyl",
    "oct окт қаз жов okt eki",
    "nov ноя қар лис noy kas",
    "dec дек жел гру dek ara dez déc dic",
)
_MONTH_OF = {stem: number for number, stems in enumerate(_MONTHS, 1) for stem in stems.split()}

# Hours east of UTC. Names that are not here count as UTC, as RFC 5322 section 4.3 has it.
_ZONES = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "trt": 3,
    "msk": 3, "мск": 3, "msd": 4, "samt": 4, "gst": 4, "yekt": 5, "aqtt": 5, "almt": 5, "uzt": 5, "tjt": 5,
    "tmt": 5, "pkt": 5, "ist": 5.5, "irst": 3.5, "kgt": 6, "omst": 6, "krat": 7, "hkt": 8, "irkt": 8,
    "jst": 9, "kst": 9, "yakt": 9, "vlat": 10,
}  # fmt: skip

_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?![\d:])\s{0,3}(?P<half>[ap]\.?m\b)?\s{0,3}"
    r"(?:\(?(?:utc|gmt|z)?\s?(?P<sign>[+\-\u2212])\s?(?P<zh>\d{1,2}):?(?P<zm>\d{2})?(?!\d)|\(?(?P<zone>[^\W\d_]{1,5})\b)?",
    re.IGNORECASE,
)
_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-./](?P<m>\d{1,2})[-./](?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s.\-]{1,3}(?:de\s)?(?P<w>[^\W\d_]{3,12})\.?,?[\s\-]{1,3}(?:de\s)?(?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})\s?(?:[^\W\d_]{1,6}\.?)?,?\s{1,3}(?P<d>\d{1,2})[\s\-]{1,3}(?P<w>[^\W\d_]{3,12})"),
    re.compile(r"(?P<w>[^\W\d_]{3,12})\.?\s{1,3}(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)"),
    re.compile(r"^(?P<y>\d{4})-(?P<m>\d{2})$"),
)  # fmt: skip
_COMPACT_TIME = re.compile(r"^(\d{8})T(\d{2})(\d{2})(\d{2})?")
_EPOCH = re.compile(r"^(\d{10})(?:\d{3})?$")


def parse_date(text: str) -> datetime | None:
    """Read a date.

    Understood are ISO 8601, RFC 822 and asctime with their common faults, dates in figures (day first where
    both are possible) and with month names in nine languages, and seconds or milliseconds since 1970.
    A date without a zone is taken as UTC, one without a time as midnight.

    Source: RFC 3339; RFC 5322, section 4.3; feeds seen in the wild.
    """
    text = " ".join(text[:_LONGEST].split())
    if epoch := _EPOCH.match(text):
        return _moment((1970, 1, 1), timedelta(seconds=int(epoch[1])))
    text = _COMPACT_TIME.sub(lambda m: f"{m[1]} {m[2]}:{m[3]}:{m[4] or '00'}", text)
    text = re.sub(r"(?<=\d)[Tt](?=\d\d:)", " ", text)
    time = _find_time(text)
    rest = f"{text[: time.start()]} {text[time.end() :]}".strip() if time else text
    for pattern in _DATES:
        found = pattern.search(rest)
        day = _day(found.groupdict()) if found else None
        if day:
            return _moment(day, _since_midnight(time))
    return None


def _find_time(text: str) -> re.Match[str] | None:
    """Find the time of day: the first with a colon, since "23.14" may be a piece of a date."""
    for found in _TIME.finditer(text):
        if ":" in found[0][: found.end("minute") - found.start()]:
            return found
    return None


def _day(parts: dict[str, str]) -> tuple[int, int, int] | None:
    year, day = int(parts["y"]), int(parts["d"]) if parts.get("d") else 1
    if len(parts["y"]) == 2:
        year += 2000 if year < 70 else 1900
    if not parts.get("w"):
        month = int(parts["m"])
        return (year, day, month) if month > 12 >= day else (year, month, day)
    word = parts["w"].lower()
    found = _MONTH_OF.get(word[:4]) or _MONTH_OF.get(word[:3])
    return (year, found, day) if found else None


def _since_midnight(time: re.Match[str] | None) -> timedelta:
    """Give the time from midnight UTC of the day written; past either end of it where the zone says so."""
    if time is None:
        return timedelta()
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"][0] in "pP" else 0)
    spent = timedelta(hours=hour, minutes=int(time["minute"]), seconds=min(int(time["second"] or 0), 59))
    if time["sign"]:
        east = timedelta(hours=int(time["zh"]), minutes=int(time["zm"] or 0))
        return spent - east if time["sign"] == "+" else spent + east
    return spent - timedelta(hours=_ZONES.get((time["zone"] or "").lower(), 0))


def _moment(day: tuple[int, int, int], since_midnight: timedelta) -> datetime | None:
    if not 1970 <= day[0] <= 2199:
        return None
    try:
        return datetime(*day, tzinfo=timezone(timedelta(0))).astimezone(UTC) + since_midnight
    except (ValueError, OverflowError):
        return None
