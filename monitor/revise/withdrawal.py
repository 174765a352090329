"""Is an article's page still there?

Pure. In: a look that brought no text, how it ended, when the next may be. Out: Looked. pipeline.py has it recorded.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.versions import DueLook, Looked

_LOOKS_TO_BE_SURE = 2
_APART = timedelta(minutes=9)  # a person who looks twice in a minute has seen one moment

_SAID = {404: "The server says that it is not there (404).", 410: "The server says that it is gone for good (410)."}


@dataclass(frozen=True, slots=True)
class Times:
    """What a look is told of the time.

    Args:
        later: when to look next by the article's age, None for never.
        soon: when to make sure of what seems to be.
    """

    now: datetime
    later: datetime | None
    soon: datetime


def after_look(look: DueLook, failure: Failed | None, times: Times) -> Looked:
    """Say what a look came to that found the page as it was, or not at all.

    What is not there (404, a page that says so, a redirect away) has to be so at two looks in a row that are ten
    minutes apart, since servers lie and mend themselves; a 410 is said on purpose and counts at once. A page that is
    there again is an event too. Of a page that could not be had for another reason nothing is known: it is looked at
    later as if this look had not been; where nothing was sent, soon.

    Args:
        failure: None where the page is as it was.
    """
    if failure is None:
        is_back = look.is_withdrawn
        back = Change(ChangeKind.RETURNED, "The page is there again.")
        return Looked(times.later, changes=(back,) if is_back else ())
    if not TRAITS[failure.reason].proves_withdrawn:
        is_put_off = failure.reason is Reason.HELD
        return Looked(times.soon if is_put_off and times.later else times.later, look.misses, was_sent=not is_put_off)
    if look.is_withdrawn:
        return Looked(times.later, look.misses + 1)
    misses = look.misses if look.misses and not is_confirming(look, times.now) else look.misses + 1
    if failure.reason is not Reason.GONE and misses < _LOOKS_TO_BE_SURE:
        return Looked(times.soon, misses)
    return Looked(times.later, misses, (Change(ChangeKind.WITHDRAWN, _told(failure)),))


def is_confirming(look: DueLook, now: datetime) -> bool:
    """Say whether the look before found something that this one, long enough after it, can confirm."""
    return bool(look.misses) and (look.looked_at is None or now - look.looked_at >= _APART)


def _told(failure: Failed) -> str:
    """Say it without the advice that is meant for feeds."""
    if failure.status in _SAID:
        return _SAID[failure.status]
    return failure.detail
