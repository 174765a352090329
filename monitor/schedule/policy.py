"""When is a feed polled next, and when is something that failed tried again?

Pure: takes the moment and a chance between 0 and 1, gives back a moment in UTC.
In: Visit, how a poll ended; or the number of failed tries. Out: datetime; None: a feed is polled no more, or a page
is given up. pipeline.py stores the answer; the claims in store/ act on it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.feeds import FeedSpec
from monitor.core.records.polls import Learned
from monitor.schedule.durations import DAY_S, HOUR_S, MINUTE_S, spoken
from monitor.schedule.hints import after_skipped, wish_s

HINT_CAP_S = 5 * HOUR_S
LONGEST_REST_S = 7 * DAY_S
_THROTTLED_FIRST_S = 10 * MINUTE_S
_SHORTEST_HURRY_S = 5 * MINUTE_S
_PUSHED_LEAST_S, _PUSHED_MOST_S = HOUR_S, 6 * HOUR_S
_MOST_DOUBLINGS = 16

_NOTHING_LEARNED = Learned()
_LAST_TRY = 8
_FIRST_RETRY_S = MINUTE_S


@dataclass(frozen=True, slots=True)
class Visit:
    """How a poll ended, and what is known of its feed by then.

    Args:
        learned: what this poll taught included.
        has_validators: the next request can be conditional: an ETag or a Last-Modified is known.
        failures: polls that failed in a row, this one included; 0 after a success. A poll that was put off (HELD)
            counts for nothing.
        failure: None after a success.
        is_expired: the feed says that it will never change again.
    """

    spec: FeedSpec
    ended_at: datetime
    learned: Learned = _NOTHING_LEARNED
    has_validators: bool = True
    failures: int = 0
    failure: Failed | None = None
    is_expired: bool = False


def next_visit(visit: Visit, *, chance: float, hint_cap_s: float = HINT_CAP_S) -> datetime | None:
    """Say when to poll a feed again; None where it is gone (410) or calls itself expired, and never else.

    After a success: its interval (see ``interval_s``). After a failure: the interval, twice as long with each
    failure in a row, up to a day (or the interval where that is longer), without end; a 429 that wishes for nothing
    waits ten minutes at least. A server's wish (Retry-After) is kept where it is longer, up to a week. Where nothing
    was sent because the host rests: when that rest ends. Up to a tenth is added by chance, so that feeds that started
    together drift apart. What falls into hours that the feed says to skip comes after them.

    Args:
        chance: uniform, 0 to 1.
        hint_cap_s: how far wishes of server and feed may lengthen the interval, in seconds.

    Source: RFC 9110, sections 10.2.3 and 15.5.11; RFC 6585, section 4; JSON Feed 1.1, expired.
    """
    failure, learned = visit.failure, visit.learned
    if visit.is_expired or (failure and failure.reason is Reason.GONE):
        return None
    usual_s = interval_s(visit, hint_cap_s=hint_cap_s)
    if failure and failure.reason is Reason.HELD:
        rest_s = usual_s if failure.retry_after_s is None else max(_kept_wish_s(failure), 1)
        return _later(visit.ended_at, rest_s, chance)
    wait_s = _backed_off_s(failure, visit.failures, usual_s) if failure else usual_s
    moment = _later(visit.ended_at, wait_s, chance)
    if visit.spec.obey_hints and not learned.hurries:
        return after_skipped(moment, learned.hints, chance=chance)
    return moment


def interval_s(visit: Visit, *, hint_cap_s: float = HINT_CAP_S) -> float:
    """Say how long the time between two polls of a feed is while all goes well, in seconds.

    1. The owner's interval; where ``slowest_s`` allows, half of the usual time between two new entries, or half of
       the time that it has been quiet for, where that is longer.
    2. Lengthened to what server and feed wish for, up to ``hint_cap_s``.
    3. Four times that where a hub pushes, between one hour and six: polls then only find what the hub missed.
    4. A day at least where requests cannot be conditional and the owner chose no interval.

    While hurrying after a loss, in place of all these: a third of the time that the feed's window spans or a
    quarter of the owner's interval, whichever is shorter, but five minutes at least. Where the owner chose no interval,
    an hour: nobody has allowed more, and the loss proves that rules 1 to 4 were too slow.

    Source: rachelbythebay.com/w/feed, for rule 4; NetNewsWire, for the bound of rule 2.
    """
    spec, learned = visit.spec, visit.learned
    if learned.hurries:
        return max(_hurried_s(visit), 0 if spec.is_paced_by_owner else spec.every_s)
    usual_s = _by_rhythm_s(visit)
    if spec.obey_hints:
        usual_s = max(usual_s, min(wish_s(learned), hint_cap_s))
    if learned.is_pushed:
        usual_s = max(usual_s, min(max(4 * usual_s, _PUSHED_LEAST_S), _PUSHED_MOST_S))
    return max(usual_s, DAY_S) if _is_unconditional(visit) else usual_s


def clamp_text(failure: Failed) -> str:
    """Say that a server's wish was cut, such as "asked for 10 years; we come back in 7 days"; "" where it was not."""
    if (failure.retry_after_s or 0) <= LONGEST_REST_S:
        return ""
    return f"asked for {spoken(failure.retry_after_s or 0)}; we come back in {spoken(LONGEST_REST_S)}"


def next_try(now: datetime, failure: Failed, *, attempts: int, chance: float) -> datetime | None:
    """Say when to try an entry's page again after it failed; None where no try would help.

    Only what may pass (a slow server, a lost connection, a throttled client, a robots.txt out of reach, a worker that
    was killed, a fault of ours that is not the page's doing) is tried again: after a minute (ten where we asked too
    often), then after twice as long each time, up to a day, eight times in all. A server's wish is kept, up to a
    day. Where nothing was sent because the host rests, the page waits for the rest's end; that is no try, and whoever
    asks decides how long to be patient.

    Args:
        attempts: tries that failed, this one included, at least 1.
        chance: uniform, 0 to 1.
    """
    if failure.reason is Reason.HELD:
        return _later(now, max(_kept_wish_s(failure), _FIRST_RETRY_S), chance)
    if not TRAITS[failure.reason].is_passing or failure.is_final or attempts >= _LAST_TRY:
        return None
    is_wordless = failure.reason is Reason.THROTTLED and not failure.retry_after_s
    first_s = _THROTTLED_FIRST_S if is_wordless else _FIRST_RETRY_S
    wait_s = max(first_s * 2 ** (attempts - 1), failure.retry_after_s or 0)
    return _later(now, min(wait_s, DAY_S), chance)


def _by_rhythm_s(visit: Visit) -> float:
    spec, rhythm = visit.spec, visit.learned.rhythm
    if rhythm.gap_s is None or spec.slowest_s <= spec.every_s:
        return spec.every_s
    quiet_s = (visit.ended_at - rhythm.news_at).total_seconds() if rhythm.news_at else 0.0
    return min(max(max(rhythm.gap_s, quiet_s) / 2, spec.every_s), spec.slowest_s)


def _hurried_s(visit: Visit) -> float:
    every_s, learned = visit.spec.every_s, visit.learned
    hurried_s = every_s / 4
    if learned.size and learned.rhythm.gap_s:
        hurried_s = min(hurried_s, learned.size * learned.rhythm.gap_s / 3)
    return max(hurried_s, min(_SHORTEST_HURRY_S, every_s))


def _is_unconditional(visit: Visit) -> bool:
    had_body = visit.failure is None or TRAITS[visit.failure.reason].had_body
    return had_body and not (visit.has_validators or visit.spec.is_paced_by_owner)


def _backed_off_s(failure: Failed, failures: int, usual_s: float) -> float:
    """Give the wait after a failure; ``usual_s`` is what it would be after a success."""
    first_s = usual_s
    if failure.reason is Reason.THROTTLED and not failure.retry_after_s:
        first_s = max(usual_s, _THROTTLED_FIRST_S)
    doublings = min(max(failures, 1) - 1, _MOST_DOUBLINGS)
    return max(min(first_s * (1 << doublings), max(DAY_S, usual_s)), _kept_wish_s(failure))


def _kept_wish_s(failure: Failed) -> int:
    return min(max(failure.retry_after_s or 0, 0), LONGEST_REST_S)


def _later(moment: datetime, wait_s: float, chance: float) -> datetime:
    return moment + timedelta(seconds=wait_s * (1 + chance / 10))
