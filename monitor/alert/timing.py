"""When is something told, and when is a message that failed tried again?

Pure: takes rules, moments and a chance between 0 and 1.
In: a rule and the moment; or how a delivery failed. Out: moments in UTC. rules.py, composing.py and outbox.py act on
them.

Times of day are those of a rule's zone. One that does not exist on a day, since the clock is put forward, goes to the
next that does; one that comes twice is taken once, the first time.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.core.records.alerts import Rule, Urgency
from monitor.core.records.failures import Failed

LAST_TRY = 12
#: For so long a receiver may put a message off (Retry-After): then it is given up, for a person to see.
LONGEST_PUT_OFF = timedelta(days=7)
_FIRST_WAIT_S = 10
_LONGEST_WAIT_S = 3_600
_LONGEST_WISH_S = 86_400

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_MIDNIGHT = time()


def first_due(rule: Rule, now: datetime) -> tuple[datetime, str]:
    """Say when what a rule found now may be told, and with what it is gathered: "" for nothing.

    What is gathered goes out at the next mark of the clock, so that all that one stretch brings shares its end; rules
    of the same schedule share a digest, in which an article that several found is told once. In its quiet hours a rule
    tells nothing that is not urgent: it is told at their end.
    """
    due_at, gather = now, ""
    if rule.daily_at:
        due_at, gather = next_time(rule.daily_at, rule.zone, now), f"daily at {rule.daily_at} {rule.zone}"
    elif rule.every_min:
        due_at, gather = next_mark(rule.every_min, rule.zone, now), f"every {rule.every_min} min {rule.zone}"
    return quiet_until(rule, due_at) or due_at, gather


def next_time(at: str, zone: str, now: datetime) -> datetime:
    """Give the next moment after now at which a clock in a zone shows a time of day, "HH:MM"."""
    where, day = ZoneInfo(zone), _local_day(now, zone)
    moments = (_moment(day + days * _DAY, _time(at), where) for days in range(3))
    return next(moment for moment in moments if moment > now)


def next_mark(every_min: int, zone: str, now: datetime) -> datetime:
    """Give the next moment after now of those that divide a zone's day from midnight on; midnight is always one."""
    where, day = ZoneInfo(zone), _local_day(now, zone)
    begins, ends = _moment(day, _MIDNIGHT, where), _moment(day + _DAY, _MIDNIGHT, where)
    stretch = timedelta(minutes=every_min)
    return min(begins + ((now - begins) // stretch + 1) * stretch, ends)


def quiet_until(rule: Rule, now: datetime) -> datetime | None:
    """Say when the quiet hours end that it is in a rule's zone now; None where there are none, or it is urgent."""
    if not rule.quiet or rule.urgency is Urgency.URGENT:
        return None
    where, today = ZoneInfo(rule.zone), _local_day(now, rule.zone)
    first, last = map(_time, rule.quiet)
    if first == last:
        return None
    for day in (today - _DAY, today):  # last night's may go on
        begins = _moment(day, first, where)
        ends = _moment(day if first < last else day + _DAY, last, where)
        if begins <= now < ends:
            return ends
    return None


def next_sending(
    now: datetime, failure: Failed, *, attempts: int, chance: float, since: datetime | None = None
) -> datetime | None:
    """Say when to send a message again after it failed; None parks it as dead.

    After 10 s, then after twice as long each time, up to an hour, a fifth more or less by chance, so that
    messages that failed together do not return together. A receiver's wish (Retry-After) is kept instead,
    up to a day, and is no failure of the message; a receiver that has done nothing else with it for seven days asks in
    vain. The twelfth failure is the last, and so is a final one.

    Args:
        now: when it failed.
        failure: how.
        attempts: tries that failed, this one included, at least 1.
        chance: uniform, 0 to 1.
        since: when its receiver first put it off; None where no time is too long.

    Source: RFC 9110, section 10.2.3, for Retry-After.
    """
    if failure.is_final:
        return None
    if wish := asked_until(now, failure):
        return None if since and now - since >= LONGEST_PUT_OFF else wish
    if attempts >= LAST_TRY:
        return None
    wait_s = min(_FIRST_WAIT_S * 2 ** (attempts - 1), _LONGEST_WAIT_S)
    return now + timedelta(seconds=wait_s * (0.8 + 0.4 * chance))


def asked_until(now: datetime, failure: Failed) -> datetime | None:
    """Say until when a receiver wants nothing from us, at most a day; None where it did not say."""
    if failure.is_final or failure.retry_after_s is None:
        return None
    return now + timedelta(seconds=min(max(failure.retry_after_s, 1), _LONGEST_WISH_S))


def _local_day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _time(at: str) -> time:
    hour, _, minute = at.partition(":")
    return time(int(hour), int(minute))


def _moment(day: date, at: time, where: ZoneInfo) -> datetime:
    """Give when a clock shows a time of a day, in UTC; where it never does, the next that it shows."""
    local = datetime.combine(day, at)
    while (moment := local.replace(tzinfo=where).astimezone(UTC)).astimezone(where).replace(tzinfo=None) != local:
        local += _MINUTE
    return moment
