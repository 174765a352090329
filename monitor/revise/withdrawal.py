"""Is an article's page still there?

Pure. In: a look that brought no text, how it ended, when the next may be. Out: Looked. pipeline.py has it recorded.
"""

from datetime import datetime

from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.versions import DueLook, Looked

_LOOKS_TO_BE_SURE = 2


def after_look(look: DueLook, failure: Failed | None, *, later: datetime | None, soon: datetime) -> Looked:
    """Say what a look came to that found the page as it was, or not at all.

    What is not there (404, a page that says so, a redirect to a home page) has to be so twice in a row, since servers
    lie and mend themselves; a 410 is said on purpose and counts at once. A page that is there again is an event too.
    Of a page that could not be had for another reason nothing is known: it is looked at later as if this look had not
    been; where the server wanted a rest or nothing was sent, soon.

    Args:
        failure: None where the page is as it was.
        later: when to look next by the article's age, None for never.
        soon: when to make sure of what seems to be.
    """
    if failure is None:
        is_back = look.is_withdrawn
        return Looked(later, changes=(Change(ChangeKind.RETURNED, "The page is there again."),) if is_back else ())
    if not TRAITS[failure.reason].proves_withdrawn:
        is_put_off = failure.reason in (Reason.HELD, Reason.THROTTLED)
        return Looked(soon if is_put_off and later else later, look.misses)
    misses = look.misses + 1
    if look.is_withdrawn:
        return Looked(later, misses)
    if failure.reason is not Reason.GONE and misses < _LOOKS_TO_BE_SURE:
        return Looked(soon, misses)
    return Looked(later, misses, (Change(ChangeKind.WITHDRAWN, failure.detail),))
