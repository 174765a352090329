"""Does a page own up to a change of its text?

Pure. In: the dates that its witnesses gave before, and those that they give now. Out: whether the edit is a silent one,
and words for a person. compare.py acts on it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from monitor.core.records.changes import ChangeKind
from monitor.core.records.pages import Claim, Field, Witness

_OF_PAGE = (Witness.JSON_LD, Witness.OPEN_GRAPH, Witness.META, Witness.MICRODATA, Witness.HTML)


def owned_up(before: Sequence[Claim], after: Sequence[Claim]) -> bool:
    """Say whether a date of change moved forward."""
    return any(new > old for old, new in _told_twice(before, after, Field.MODIFIED))


def kind_of_edit(before: Sequence[Claim], after: Sequence[Claim]) -> tuple[ChangeKind, str]:
    """Say whether a text was edited openly or silently, and by which date.

    It was silently where a witness on the page gave a date of change before and gives one now, to the minute, and none
    of them moved forward. A page that gives no date of change claims nothing, and so hides nothing: an edit there is
    an ordinary one, whatever its date of publication says. A feed's date is not the page's.
    """
    told = list(_told_twice(before, after, Field.MODIFIED))
    moved = [(old, new) for old, new in told if new > old]
    if moved:
        return ChangeKind.TEXT, f"the page says that it was changed on {_in_words(moved[0][1])}"
    stood = [(old, new) for old, new in told if not _is_day(new)]
    if not stood:
        return ChangeKind.TEXT, _undated(before, after, is_of_day=bool(told))
    old, new = stood[0]
    if new < old:
        shown = f"the page dates its last change back, to {_in_words(new)}"
    else:
        shown = f"the page still says that it was changed on {_in_words(new)}"
    return ChangeKind.STEALTH_EDIT, shown


def _undated(before: Sequence[Claim], after: Sequence[Claim], *, is_of_day: bool) -> str:
    if is_of_day:
        return "the page gives only the day of its last change"
    had, has = (any(_dates(claims, Field.MODIFIED)) for claims in (before, after))
    if has:
        return "the page did not say before when it was changed"
    if had:
        return "the page no longer says when it was changed"
    published = [(old, new) for old, new in _told_twice(before, after, Field.PUBLISHED) if new > old]
    if published:
        return f"the page now says that it was published on {_in_words(published[0][1])}"
    return "the page gives no date of change" if any(claim.witness in _OF_PAGE for claim in after) else ""


def _told_twice(before: Sequence[Claim], after: Sequence[Claim], field: Field) -> Iterator[tuple[datetime, datetime]]:
    """Give what each witness said before and says now, of those that spoke both times."""
    old, new = dict(_dates(before, field)), dict(_dates(after, field))
    return ((old[witness], new[witness]) for witness in _OF_PAGE if witness in old and witness in new)


def _dates(claims: Sequence[Claim], field: Field) -> list[tuple[Witness, datetime]]:
    """Give the latest date of each witness on the page, in rising order."""
    read = [
        (claim.witness, moment)
        for claim in claims
        if claim.field is field and claim.witness in _OF_PAGE and (moment := _moment(claim.value))
    ]
    return sorted(read, key=lambda told: told[1])


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_day(moment: datetime) -> bool:
    return moment.time() == time()  # midnight is what systems write that know the day alone


def _in_words(moment: datetime) -> str:
    if _is_day(moment):
        return f"{moment.day} {moment:%B %Y}"
    try:
        at = moment.astimezone(UTC)
    except OverflowError:
        at = moment
    return f"{at.day} {at:%B %Y} at {at:%H:%M} UTC"
