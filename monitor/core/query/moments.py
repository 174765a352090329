"""Which time do the words of a query mean?

Pure. In: ``2026-01-05``, ``2026-01``, ``2026``, ``2026-01-05T12:00+05:00``, ``2026-01/2026-03``, ``2026-01/``,
``/2026-01``, ``P7D``, ``P3W``, ``PT12H``. Out: a Span or a Lately, or a sentence why not. terms.py reads by it.

Where no offset is given, days are those of UTC. The end of a range is meant with all of it: ``/2026-01`` ends with the
last second of January. A period is counted back from the moment at which it is asked, so that a rule keeps its sense.
"""

import re
from datetime import UTC, datetime, timedelta

from monitor.core.query.conditions import Lately, Span
from monitor.core.query.tokens import shown

_MOMENT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
_PERIOD = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?", re.ASCII
)
_YEAR, _MONTH, _DAY, _MINUTE = 4, 7, 10, 16  # characters of a moment that is given no closer
_ANY = "Give a day such as 2026-01-05, a range such as 2026-01-05/ or 2026-01/2026-03, or P7D (the last seven days)."


class NoTime(Exception):  # noqa: N818 - never leaves the room
    """A text means no time; why, in one or two sentences."""


def time_of(text: str, now: datetime) -> Span | Lately:
    """Read a time.

    Args:
        now: a period must not go back further than the calendar from here.

    Raises:
        NoTime: it means none.
    """
    wanted = text.upper()
    start, slash, end = wanted.partition("/")
    if not slash:
        return _lately(wanted, now) if wanted.startswith("P") else Span(*_unit(wanted))
    if not start and not end:
        raise NoTime(f"A range needs a beginning or an end. {_ANY}")
    return Span(_unit(start)[0] if start else None, _unit(end)[1] if end else None)


def _unit(text: str) -> tuple[datetime, datetime | None]:
    """Give when a year, month, day, minute or second begins, and when the next one does."""
    if not _MOMENT.fullmatch(text):
        raise NoTime(f"{shown(text)} is no moment. {_ANY}")
    try:
        moment = datetime.fromisoformat(text if len(text) > _MONTH else f"{text}-01-01"[:_DAY])
        start = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise NoTime(f"There is no such day or hour: {shown(text)}. {_ANY}") from None
    try:
        return start, _next(start, text)
    except (ValueError, OverflowError):  # the last year of the calendar
        return start, None


def _next(start: datetime, text: str) -> datetime:
    if len(text) == _YEAR:
        return start.replace(year=start.year + 1)
    if len(text) == _MONTH:
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    if len(text) == _DAY:
        return start + timedelta(days=1)
    has_seconds = text[_MINUTE : _MINUTE + 1] == ":"
    return start + (timedelta(seconds=1) if has_seconds else timedelta(minutes=1))


def _lately(period: str, now: datetime) -> Lately:
    found = _PERIOD.fullmatch(period)
    written = {unit: number for unit, number in found.groupdict().items() if number} if found else {}
    if not written:
        raise NoTime(
            f"{shown(period)} is no length of time: give weeks, days, hours or minutes, such as P2W, P7D, PT12H."
        )
    try:
        length = timedelta(**{unit: int(number) for unit, number in written.items()})
        _ = now - length
    except (ValueError, OverflowError):  # int() reads so many digits only
        raise NoTime(f"{shown(period)} goes back further than the calendar. {_ANY}") from None
    return Lately(length)
