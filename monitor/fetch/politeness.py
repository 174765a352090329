"""When may the next request to a site, or to one of its hosts, start?

Pure: takes the monotonic clock's reading, in seconds, and gives back moments of the same clock.
In: what is remembered of a site or a host. Out: the same after a request started or the server asked for a rest.
turns.py keeps one such value each, and waits or refuses accordingly.
"""

from dataclasses import dataclass, replace
from ipaddress import ip_address

_FIRST_REST_S = 600.0  # after a 429 that names none
_LONGEST_REST_S = 86_400.0
_LONGEST_NAMED_S = 7 * 86_400.0
_INNER_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Pace:
    """What is remembered of one site, on the monotonic clock.

    Args:
        free_at: when the pause after the last request is over.
    """

    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one host asked for, on the monotonic clock.

    Args:
        held_until: when the rest that it asked for is over: nothing is sent before.
        rest_s: how long the last rest was that we chose ourselves, as it named none.
        page_at: when its Crawl-delay lets the next article page start.
        promised_at: the first moment that no page which was put off has been given.
    """

    held_until: float = 0.0
    rest_s: float = 0.0
    page_at: float = 0.0
    promised_at: float = 0.0


def wait_s(pace: Pace, now: float) -> float:
    """Say how long the next request to a site has to wait, in seconds; 0.0 where it may start."""
    return max(0.0, pace.free_at - now)


def after_start(pace: Pace, now: float, *, pause_s: float) -> Pace:
    """Remember that a request started: the next may start ``pause_s`` later."""
    return replace(pace, free_at=now + pause_s)


def held_s(wishes: Wishes, now: float) -> float:
    """Say how much is left of the rest that a host asked for, in seconds."""
    return max(0.0, wishes.held_until - now)


def after_hold(wishes: Wishes, now: float, *, rest_s: float | None) -> Wishes:
    """Remember that a host asked for a rest (429); a shorter one never cuts a longer one short.

    What it named is kept for up to a week. Where it named none it is ten minutes, and twice as long as the last time
    where that helped for no longer than it lasted; up to a day.

    Args:
        rest_s: its Retry-After, in seconds, None where it had none.

    Source: RFC 9110, section 10.2.3; RFC 6585, section 4.
    """
    if rest_s is not None:
        return replace(wishes, held_until=max(wishes.held_until, now + min(rest_s, _LONGEST_NAMED_S)))
    if wishes.rest_s and now < wishes.held_until:  # sent before the rest began: the same refusal once more
        return wishes
    is_again = wishes.rest_s > 0 and now < wishes.held_until + wishes.rest_s
    own_s = min(2 * wishes.rest_s, _LONGEST_REST_S) if is_again else _FIRST_REST_S
    return replace(wishes, held_until=max(wishes.held_until, now + own_s), rest_s=own_s)


def page_wait_s(wishes: Wishes, now: float) -> float:
    """Say how long a host's Crawl-delay keeps its next article page waiting, in seconds."""
    return max(0.0, wishes.page_at - now)


def after_page(wishes: Wishes, now: float, *, gap_s: float) -> Wishes:
    """Remember that an article page was asked for: the next may start ``gap_s`` later, its host's Crawl-delay."""
    return replace(wishes, page_at=now + gap_s)


def after_put_off(wishes: Wishes, now: float, *, gap_s: float) -> tuple[Wishes, float]:
    """Put an article page off, each one to a later moment, so that they do not come back all at once.

    Returns:
        What is remembered of the host, and in how many seconds the page may come back.
    """
    at = max(wishes.promised_at, wishes.page_at, now)
    return replace(wishes, promised_at=at + gap_s), at - now


def is_idle(pace: Pace, now: float) -> bool:
    """Say whether nothing is left to remember of a site."""
    return wait_s(pace, now) == 0.0


def is_without_wish(wishes: Wishes, now: float) -> bool:
    """Say whether nothing is left to remember of a host."""
    return now >= max(wishes.held_until + wishes.rest_s, wishes.page_at, wishes.promised_at)


def is_inner(host: str) -> bool:
    """Say whether a host is one of a private network, whose services have nothing in common but the name.

    That is a literal address that is not public, a name without a dot, and names under endings that no public DNS has.

    Source: RFC 6761, section 6.3; RFC 6762, section 3; RFC 8375.
    """
    name = host.lower().rstrip(".").strip("[]")
    try:
        return not ip_address(name).is_global
    except ValueError:
        return "." not in name or name.endswith(_INNER_ENDINGS)
