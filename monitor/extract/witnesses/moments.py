"""When was an article published, in what the witnesses give for it?

Pure. In: dates as they are written, and when the page was seen. Out: candidates: read, with a note on what they leave
open, and on what cannot be. Nothing is corrected. weigh.py acts on it, for the day of publication and
for that of the last change.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from monitor.core.charset import fold
from monitor.core.dates import Dated, read_date
from monitor.core.records.pages import Witness
from monitor.extract.witnesses.candidates import Candidate, Standing
from monitor.extract.witnesses.claims import Told

_LONGEST = 200
_LONGEST_ADDRESS = 2_000
_AHEAD = timedelta(days=2)  # of our clock: no publisher's is that far off
_BEFORE_THE_WEB = datetime(1991, 1, 1, tzinfo=UTC)
_LAST_YEAR = 2100  # in an address: later ones are numbers of another kind
_A_MINUTE = timedelta(minutes=1)
_QUARTER = timedelta(minutes=15)  # zones differ by multiples of it
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_A_DAY = timedelta(days=1)
#: Of a day of change, see not_before().
BEFORE_PUBLICATION = "before it was published"

_TRUST = {
    Witness.FEED: 0,
    Witness.JSON_LD: 1,
    Witness.MICRODATA: 2,
    Witness.OPEN_GRAPH: 3,
    Witness.META: 4,
    Witness.HTML: 5,
    Witness.ADDRESS: 6,
    Witness.TRAFILATURA: 7,
}
_IN_ADDRESS = re.compile(
    r"[/_.-](?P<y>(?:19|20)\d\d)(?P<mark>[/_.-]?)(?P<m>\d{1,2}|[a-z]{3})(?P=mark)(?P<d>\d{1,2})(?=[/_.-]|$)", re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def in_address(url: str) -> str:
    """Give the day that stands in an address, as in /2022/01/05/, in ISO 8601; "" where none does."""
    for found in _IN_ADDRESS.finditer(url[:_LONGEST_ADDRESS].lower()):
        month = str(_MONTHS.index(found["m"]) + 1) if found["m"] in _MONTHS else found["m"]
        is_run_together = not found["mark"] and len(found["m"]) + len(found["d"]) < 4
        if is_run_together or not month.isdecimal() or not _BEFORE_THE_WEB.year <= int(found["y"]) <= _LAST_YEAR:
            continue
        try:
            return date(int(found["y"]), int(month), int(found["d"])).isoformat()
        except ValueError:
            continue
    return ""


def stand(told: Sequence[Told], seen_at: datetime | None) -> list[Candidate[Dated | None]]:
    """Make candidates of dates.

    What cannot be read is unfit. A moment more than two days after the page was seen, or before 1991, is doubtful. One
    without offset or time of day is outdone by another that agrees with it and has them.

    Args:
        seen_at: when the page was fetched, None where nobody knows.
    """
    found = [_candidate(each, read_date(each.value), seen_at) for each in told]
    return [_outdone(candidate, found) for candidate in found]


def bears_out(one: Candidate[Dated | None], other: Candidate[Dated | None]) -> bool:
    """Whether two dates mean the same moment, as far as they tell it: within a minute, or on the same day."""
    return _agree(one.read, other.read, anywhere=False)


def not_before(candidates: Sequence[Candidate[Dated | None]], published: Dated | None) -> list[Candidate[Dated | None]]:
    """Doubt the dates of a change that lie before the publication."""
    return [
        replace(each, standing=min(each.standing, Standing.DOUBTFUL), note=_joined(each.note, BEFORE_PUBLICATION))
        if each.read and published and each.read.at < published.at and not _agree(each.read, published, anywhere=True)
        else each
        for each in candidates
    ]


def _candidate(told: Told, dated: Dated | None, seen_at: datetime | None) -> Candidate[Dated | None]:
    voice, trust = told.witness.value, _TRUST[told.witness]
    if dated is None:
        written = fold(told.value)[:_LONGEST]
        return Candidate(told.field, told.witness, written, None, voice, trust, Standing.UNFIT, "cannot be read")
    wrong = ""
    if seen_at and dated.at > seen_at + _AHEAD:
        wrong = "in the future when seen"
    elif dated.at < _BEFORE_THE_WEB:
        wrong = "before the web"
    unsaid = "" if dated.has_time and dated.east is not None else "gives no offset: taken as UTC"
    note = _joined(unsaid if dated.has_time else "no time of day", wrong)
    value = dated.at.astimezone(timezone(dated.east or timedelta())).isoformat()
    standing = Standing.DOUBTFUL if wrong else Standing.GOOD
    return Candidate(told.field, told.witness, value, dated, voice, trust, standing, note)


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _outdone(candidate: Candidate[Dated | None], among: Sequence[Candidate[Dated | None]]) -> Candidate[Dated | None]:
    if candidate.standing is not Standing.GOOD or candidate.read is None:
        return candidate
    told = _tells(candidate.read)
    is_outdone = any(
        other.standing is Standing.GOOD
        and other.read is not None
        and _tells(other.read) > told
        and _agree(candidate.read, other.read, anywhere=True)
        for other in among
    )
    return replace(candidate, standing=Standing.OUTDONE) if is_outdone else candidate


def _tells(dated: Dated) -> int:
    """Say how much a date tells: 0 a day, 1 the time on a clock somewhere, 2 the moment."""
    return (1 if dated.east is None else 2) if _has_time(dated) else 0


def _wall(dated: Dated) -> datetime:
    """Give what the clock on the wall showed, as it was written."""
    return dated.at + (dated.east or timedelta())


def _has_time(dated: Dated) -> bool:
    return dated.has_time and _wall(dated).time() != time()  # midnight is what systems write that know the day alone


def _agree(one: Dated | None, other: Dated | None, *, anywhere: bool) -> bool:
    """Whether two dates may mean the same.

    Args:
        anywhere: whether a day agrees with each moment that fell on it somewhere on Earth; else only with those
            that did in UTC, or where they were written.
    """
    if one is None or other is None:
        return False
    if not _has_time(one):
        return _is_on(one, other, anywhere=anywhere)
    if not _has_time(other):
        return _is_on(other, one, anywhere=anywhere)
    if one.east is not None and other.east is not None:
        return abs(one.at - other.at) < _A_MINUTE
    return abs(_wall(one) - _wall(other)) < _A_MINUTE or _is_zone(one, other)


def _is_zone(one: Dated, other: Dated) -> bool:
    """Whether some offset, which one of them does not tell, makes the same moment of both."""
    if one.east is None and other.east is None:
        return False
    apart = one.at - other.at if one.east is None else other.at - one.at
    return _WEST <= apart <= _EAST and (apart + _A_MINUTE / 2) % _QUARTER < _A_MINUTE


def _is_on(day: Dated, moment: Dated, *, anywhere: bool) -> bool:
    """Whether a moment fell on a day."""
    if _wall(day).date() in (_wall(moment).date(), moment.at.date()):
        return True
    if not anywhere or moment.east or not _has_time(moment):  # where an offset is written, its day is the only one
        return False
    begins = _wall(day).replace(hour=0, minute=0, second=0)
    return begins - _EAST <= moment.at < begins + _A_DAY - _WEST
