"""When is a feed polled next, and when is something that failed tried again?

Pure: takes the moment and a chance between 0 and 1, gives back a moment in UTC.
In: Visit, how a poll ended; or the number of failed tries. Out: datetime, or None to give up.
pipeline.py stores the answer; the claims in store/ act on it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.records.failures import Failed, Reason

DAY_S = 86_400
_LAST_TRY = 8
_FIRST_RETRY_S = 60
_PASSING = frozenset(
    {
        Reason.DNS,
        Reason.CONNECT,
        Reason.TLS,
        Reason.TOO_SLOW,
        Reason.CUT_SHORT,
        Reason.BAD_ANSWER,
        Reason.THROTTLED,
        Reason.SERVER_ERROR,
        Reason.WORKER_DIED,
        Reason.BUG,
    }
)


@dataclass(frozen=True, slots=True)
class Visit:
    """How a poll ended.

    Args:
        failures: polls in a row that failed, this one included; 0 after a success.
        retry_after_s: the server's wish, in seconds, None where it had none.
    """

    ended_at: datetime
    failures: int = 0
    retry_after_s: int | None = None


def next_visit(visit: Visit, *, every_s: int, chance: float, ceiling_s: int = DAY_S) -> datetime:
    """Say when to poll a feed again.

    The interval doubles with each failure in a row, up to ``ceiling_s`` (or the feed's own interval where
    that is longer), and never ends in giving up. A server's wish (Retry-After) is kept where it is longer.
    Up to a tenth is added by chance, so that feeds that started together drift apart.

    Args:
        every_s: interval from feeds.yaml, in seconds.
        chance: uniform, 0 to 1.
        ceiling_s: longest interval, in seconds.

    Source: RFC 9110, section 10.2.3, for Retry-After.
    """
    interval_s = every_s
    if visit.failures:
        interval_s = min(every_s * 2 ** min(visit.failures - 1, 16), max(ceiling_s, every_s))
    wish_s = min(visit.retry_after_s or 0, 7 * DAY_S)
    return visit.ended_at + timedelta(seconds=max(interval_s, wish_s) * (1 + chance / 10))


def next_try(now: datetime, failure: Failed, *, attempts: int, chance: float) -> datetime | None:
    """Say when to try an entry's page again after it failed; None where no try would help.

    Only what may pass (a slow server, a lost connection, a throttled client, a worker that was killed, a fault of
    ours that is not the page's doing) is tried again: after a minute, then after twice as long each time, eight times
    in all, which is about two hours. A server's wish is kept.

    Args:
        attempts: tries that failed, this one included, at least 1.
        chance: uniform, 0 to 1.
    """
    if failure.reason not in _PASSING or failure.is_final or attempts >= _LAST_TRY:
        return None
    wait_s = max(_FIRST_RETRY_S * 2 ** (attempts - 1), min(failure.retry_after_s or 0, DAY_S))
    return now + timedelta(seconds=wait_s * (1 + chance / 10))
