"""How does a message say when something was, and how long after it we saw it?

Pure: moments as ISO 8601 in, a few words out. view.py asks.
"""

from datetime import UTC, datetime

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400


def moment(at: object) -> str:
    """Write a moment as "2026-11-22 09:30 UTC"; "" for what is none."""
    read = _read(at)
    return read.strftime("%Y-%m-%d %H:%M UTC") if read else ""


def apart(published: object, seen: object) -> str:
    """Say how long after its publication an article was seen; "" where either is not known."""
    first, second = _read(published), _read(seen)
    if first is None or second is None:
        return ""
    seconds = (second - first).total_seconds()
    if abs(seconds) < _MINUTE_S:
        return "within a minute"
    return f"{_long(abs(seconds))} {'later' if seconds > 0 else 'before its own date'}"


def _long(seconds: float) -> str:
    days, rest = divmod(int(seconds), _DAY_S)
    hours, minutes = rest // _HOUR_S, rest % _HOUR_S // _MINUTE_S
    if days > 1:
        return f"{days:,} days"
    if days or hours:
        return f"{24 * days + hours} h {minutes} min" if minutes else f"{24 * days + hours} h"
    return f"{minutes} min"


def _read(at: object) -> datetime | None:
    if not isinstance(at, str) or len(at) > 40:
        return None
    try:
        read = datetime.fromisoformat(at)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
