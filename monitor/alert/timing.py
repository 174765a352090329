"""When is something told, and when is a message that failed tried again?

Pure: takes rules, moments and a chance between 0 and 1.
In: a rule and the moment; or how a delivery failed. Out: moments in UTC. rules.py, composing.py and outbox.py act on
them.
"""

from datetime import datetime, timedelta

from monitor.core.records.alerts import Rule
from monitor.core.records.failures import Failed

LAST_TRY = 12
_FIRST_WAIT_S = 10
_LONGEST_WAIT_S = 3_600
_LONGEST_WISH_S = 86_400


def first_due(rule: Rule, now: datetime) -> tuple[datetime, str]:
    """Say when what a rule found now may be told, and with what it is gathered: "" for nothing."""
    if rule.every_min:
        return now + timedelta(minutes=rule.every_min), rule.name
    return now, ""


def next_sending(now: datetime, failure: Failed, *, attempts: int, chance: float) -> datetime | None:
    """Say when to send a message again after it failed; None parks it as dead.

    After 10 s, then after twice as long each time, up to an hour, a fifth more or less by chance, so that
    messages that failed together do not return together. A receiver's wish (Retry-After) is kept instead,
    up to a day. The twelfth failure is the last, and so is a final one.

    Args:
        now: when it failed.
        failure: how.
        attempts: tries that failed, this one included, at least 1.
        chance: uniform, 0 to 1.

    Source: RFC 9110, section 10.2.3, for Retry-After.
    """
    if failure.is_final or attempts >= LAST_TRY:
        return None
    if failure.retry_after_s is not None:
        return now + timedelta(seconds=min(max(failure.retry_after_s, 1), _LONGEST_WISH_S))
    wait_s = min(_FIRST_WAIT_S * 2 ** (attempts - 1), _LONGEST_WAIT_S)
    return now + timedelta(seconds=wait_s * (0.8 + 0.4 * chance))
