"""How are many polls that are due at once spread out, and did the clock jump?

Pure: the overdue feeds' sites, or two clocks' readings, in; seconds out.
In: what is overdue after a start or a suspend. store/ moves the due times by the answer; duties.py asks.
"""

from collections import Counter
from collections.abc import Sequence

NEW_AT_ONCE = 60
_LEAST_S, _MOST_S = 90.0, 900.0
_PER_FEED_S = 0.3
_GOLDEN = 0.618_033_988_749_894_8
_JUMP_S = 60.0
_SLEPT_S = 60.0


def window_s(count: int) -> float:
    """Say over how many seconds so many polls are spread: 0.3 s each, at least 90 s, at most 15 minutes."""
    return min(max(count * _PER_FEED_S, _LEAST_S), _MOST_S)


def spread(sites: Sequence[str], *, chance: float, at_once: int = 0) -> tuple[float, ...]:
    """Say how many seconds each overdue feed's poll is put off, so that they come evenly.

    The feeds of one site come at equal distances over the whole window, each site's first at another place in it.

    Args:
        sites: of each overdue feed, in any order; the answer is in the same.
        chance: uniform, 0 to 1.
        at_once: so many or fewer are not put off: NEW_AT_ONCE for feeds that are new, 0 after downtime.
    """
    if len(sites) <= at_once:
        return (0.0,) * len(sites)
    window, of_site = window_s(len(sites)), Counter(sites)
    seen: Counter[str] = Counter()
    # Steps of the golden ratio fill a circle evenly, however many they are.
    phases = {site: (chance + number * _GOLDEN) % 1 for number, site in enumerate(of_site)}
    delays = []
    for site in sites:
        delays.append(window * (seen[site] + phases[site]) / of_site[site])
        seen[site] += 1
    return tuple(delays)


def jumped_s(wall_elapsed_s: float, steady_elapsed_s: float) -> float:
    """Say by how many seconds the clock was set between two readings: forwards is positive, under a minute is 0.0.

    Args:
        wall_elapsed_s: by the clock of the day.
        steady_elapsed_s: by a clock that cannot be set **and goes on during a suspend** (CLOCK_BOOTTIME on Linux,
            where CLOCK_MONOTONIC stands still): then a suspend is no jump, since both went on.
    """
    jump_s = wall_elapsed_s - steady_elapsed_s
    return jump_s if abs(jump_s) > _JUMP_S else 0.0


def has_slept(steady_elapsed_s: float, *, expected_s: float) -> bool:
    """Say whether the machine was suspended, or stood still, between two looks meant to be ``expected_s`` apart."""
    return steady_elapsed_s - expected_s > _SLEPT_S
