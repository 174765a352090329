"""How does a person say how long something takes?

Pure: a number of seconds in, a few words out. The sentences of this room are made with it.
"""

MINUTE_S = 60
HOUR_S = 3_600
DAY_S = 86_400
_YEAR_S = 365 * DAY_S
_UNITS = ((_YEAR_S, "year"), (DAY_S, "day"), (HOUR_S, "hour"), (MINUTE_S, "minute"), (1, "second"))


def spoken(seconds: float) -> str:
    """Say a length of time in its largest unit that it holds once exactly, or at least twice.

    So an hour and a half is "90 minutes", which "2 hours" would not be. What is negative counts as nothing.
    """
    whole = max(round(seconds), 0)
    unit_s, unit = next(((size, name) for size, name in _UNITS if whole == size or whole >= 2 * size), _UNITS[-1])
    number = round(whole / unit_s)
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
