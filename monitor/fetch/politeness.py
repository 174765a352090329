"""When may the next request to a site start?

Pure: takes the monotonic clock's reading, in seconds, and gives back moments of the same clock.
In: what is remembered of a site. Out: the same after a request started or the server asked for a rest.
client.py keeps one such value a site, and waits or answers accordingly.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Pace:
    """What is remembered of one site, on the monotonic clock.

    Args:
        free_at: when the pause after the last request is over.
        held_until: when the rest that the server asked for is over.
    """

    free_at: float = 0.0
    held_until: float = 0.0


def wait_s(pace: Pace, now: float) -> float:
    """Say how long the next request has to wait, in seconds; 0.0 where it may start."""
    return max(0.0, pace.free_at - now, pace.held_until - now)


def held_s(pace: Pace, now: float) -> float:
    """Say how much is left of the rest that the server asked for, in seconds."""
    return max(0.0, pace.held_until - now)


def after_start(pace: Pace, now: float, *, pause_s: float) -> Pace:
    """Remember that a request started: the next may start ``pause_s`` later."""
    return replace(pace, free_at=now + pause_s)


def after_hold(pace: Pace, now: float, *, rest_s: float) -> Pace:
    """Remember that the server asked for a rest; a shorter one never cuts a longer one short.

    Source: RFC 9110, section 10.2.3; RFC 6585, section 4.
    """
    return replace(pace, held_until=max(pace.held_until, now + rest_s))


def is_forgettable(pace: Pace, now: float) -> bool:
    """Say whether nothing is left to remember of a site."""
    return wait_s(pace, now) == 0.0
