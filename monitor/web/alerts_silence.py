"""What silence does a form ask for?

Pure but for the moment, which is given. In: the form. Out: a silence as the API takes it, or what is wrong by field.
alerts_forms.py makes it, once.
"""

import re
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.core.records.alerts import Silence
from monitor.web.alerts_changes import NewSilence, Refused
from monitor.web.guarding import Form

#: The fields of the form.
FIELDS = ("query", "length", "until", "comment", "by", "everything")

_LENGTH = re.compile(r"(?P<number>[0-9]{1,6}) ?(?P<unit>min|m|h|d|w)(?:inutes?|ours?|ays?|eeks?)?")
_UNITS = {"min": "minutes", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGAIN = timedelta(minutes=1)
_EITHER = "Say how long it holds, or until when: one of the two."


def silence_of(form: Form, now: datetime) -> NewSilence:
    """Read the form of a silence.

    Raises:
        Refused: with what is wrong, by field.
    """
    length, until = form.one("length").strip(), form.one("until").strip()
    if bool(length) == bool(until):
        raise Refused(_EITHER, f"length: {_EITHER}")
    try:
        return NewSilence(
            query=form.one("query"),
            until=_from_now(length, now) if length else _moment(until),
            everything=bool(form.one("everything")),
            by=form.one("by").strip(),
            comment=form.one("comment").strip(),
        )
    except ValidationError as error:
        faults = faults_in(error)
        raise Refused(" ".join(faults), *faults) from error


def faults_in(error: ValidationError) -> list[str]:
    """Say what is wrong with what a form says, each fault with its field."""
    return [f"{each['loc'][0]}: {_said(each)}" for each in error.errors(include_url=False)]


def is_again(given: NewSilence, made: Silence, now: datetime) -> bool:
    """Say whether a silence that is asked for was made just now, as by a click that came twice."""
    return (
        (given.query, given.comment) == (made.query, made.comment)
        and abs(given.until - made.until) <= _AGAIN
        and now - made.created_at <= _AGAIN
    )


def _said(fault: ErrorDetails) -> str:
    if fault["type"] == "string_too_long":
        return f"It is {len(fault['input']):,} characters long; write at most {fault['ctx']['max_length']:,}."
    if fault["type"] in ("greater_than_equal", "less_than_equal"):
        return "Write a number from 1 to 1,000."
    return f"{fault['msg']}."


def _from_now(length: str, now: datetime) -> datetime:
    found = _LENGTH.fullmatch(length.lower())
    try:
        if found:
            return now + timedelta(**{_UNITS[found["unit"]]: int(found["number"])})
    except OverflowError:
        pass  # it is longer than the calendar
    what = "This is no length of time. Write a number and min, h, d or w, such as 8 h."
    raise Refused(what, f"length: {what}")


def _moment(until: str) -> datetime:
    try:
        given = datetime.fromisoformat(until)
        return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        what = "This is no moment. Write a day and a time in UTC, such as 2026-01-31T09:00."
        raise Refused(what, f"until: {what}") from None
