"""How long did something take, in words?

Pure. In: a duration. Out: its greatest unit, for a sentence of direction.py.
"""

from datetime import timedelta

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def span(lag: timedelta) -> str:
    """Write how long something took, in its greatest unit: "12 minutes"."""
    seconds = lag.total_seconds()
    length, unit = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    number = int(seconds // length)
    return f"{number} {unit}{'' if number == 1 else 's'}"
