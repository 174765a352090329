"""/alerts/rules/NAME/played, /alerts/played: what would a rule have sent, and what if it asked something else?

Not pure: answers HTTP from the archive, and writes nothing. In: a rule's name, a query, how far back. Out: JSON, as
`monitor alerts backtest` gives it; one plain page that needs no script.

A rule is held against thousands of articles, each read whole, which takes seconds: one is played at a time, over the
newest articles only, and not for ever.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from monitor.alert.rendering.view import Room
from monitor.core.errors import MonitorError
from monitor.core.query.parsing import BadQuery
from monitor.core.records.alerts import Rule
from monitor.rehearsing import Rehearsed, facts, note_on, rehearse, span_since, what_if
from monitor.service import Service
from monitor.store.articles.archive import Articles
from monitor.web.alerts import PREFIX, find_rule
from monitor.web.alerts_message import told
from monitor.web.pages import Paged, page
from monitor.web.searching import Busy

#: A rule is held against so many articles at most, the newest.
NEWEST = 5_000
PERIODS = ("7d", "30d", "90d")
_USUAL = "30d"
_WITHIN_S = 20.0
_AT_ONCE = 1  # two would only take twice as long each: it is work for the processor
_SHOWN = 50
_LISTED = Room(items=5, title=300, matches=0)
_AGO = re.compile(r"(?P<number>\d{1,4})(?P<unit>[hdw])", re.ASCII)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_MOST_LETTERS = 40  # of a moment; Python leaves off what fractions of a second have beyond six digits
_RETRY = {"Retry-After": "10"}


class BadSince(MonitorError):  # noqa: N818 - named by what is wrong, as all of that tree
    """It is not said how far back a rule is to be played."""


class Stage:
    """Where rules are played, one after the other.

    Args:
        most: articles that a rule is held against.
        within_s: no further one is read after so long.
    """

    def __init__(self, archive: Articles, *, most: int = NEWEST, within_s: float = _WITHIN_S) -> None:
        self._archive = archive
        self._most, self._within_s = most, within_s
        self._free = BoundedSemaphore(_AT_ONCE)

    def play(self, rule: Rule, since: datetime) -> Rehearsed:
        """Play a rule over the newest articles first seen since a moment.

        Raises:
            BadQuery: it asks what nobody can answer.
            Busy: another is being played.
        """
        # Nobody waits: anyone may ask for this, and who waited would hold a thread that other pages need.
        if not self._free.acquire(blocking=False):
            raise Busy("Another rule is being played over the archive. Try again in a few seconds.")
        try:
            span = span_since(self._archive, since, most=self._most)
            return rehearse(self._archive, rule, span, within_s=self._within_s)
        finally:
            self._free.release()


class PlayQuery(BaseModel):
    """How far back a program has a rule played, and what the rule is to ask instead."""

    model_config = ConfigDict(extra="forbid")

    since: str = _USUAL
    query: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person asked for, and where the page stands."""

    request: Request
    rule: Rule | None
    query: str | None
    since: str


def router(service: Service) -> APIRouter:
    """Make the routes that play rules, for programs and for people."""
    stage = Stage(service.stores.articles)
    answered = APIRouter(tags=["alerts"])
    shown = APIRouter(include_in_schema=False, route_class=Paged)
    _add_api(answered, service, stage)
    _add_pages(shown, service, stage)
    both = APIRouter()
    both.include_router(answered)
    both.include_router(shown)
    return both


def _add_api(routes: APIRouter, service: Service, stage: Stage) -> None:
    def played(rule: Rule | None, given: PlayQuery) -> dict[str, object]:
        try:
            done = _play(service, stage, rule, given)
            return facts(done, note_on(done.rule, service.alerting.setup.feeds))
        except (BadQuery, BadSince) as error:
            raise HTTPException(422, str(error)) from error
        except Busy as error:
            raise HTTPException(503, str(error), _RETRY) from error

    @routes.get(f"{PREFIX}/rules/{{name}}/played")
    def rule_played(name: str, given: Annotated[PlayQuery, Query()]) -> dict[str, object]:
        """Say what a rule would have sent since a moment, or in 24h, 30d, 2w; ``query`` stands in place of its own.

        It is held against the newest 5,000 articles at most: then ``newest`` says so.
        """
        return played(find_rule(service, name), given)

    @routes.get(f"{PREFIX}/played")
    def query_played(given: Annotated[PlayQuery, Query()]) -> dict[str, object]:
        """Say what an ordinary rule with a query would have sent."""
        return played(None, given)


def _add_pages(routes: APIRouter, service: Service, stage: Stage) -> None:
    @routes.get("/alerts/rules/{name}/played", response_class=HTMLResponse)
    def rule_page(request: Request, name: str, since: str = _USUAL, query: str | None = None) -> Response:
        """Show what a rule would have sent."""
        return show(_Asked(request, find_rule(service, name), query, since))

    @routes.get("/alerts/played", response_class=HTMLResponse)
    def query_page(request: Request, since: str = _USUAL, query: str | None = None) -> Response:
        """Show what an ordinary rule with a query would have sent; without a query, where to write one."""
        return show(_Asked(request, None, query, since))

    def show(asked: _Asked) -> Response:
        problem, caret, status, played = "", "", 200, None
        try:
            if asked.rule is not None or asked.query is not None:
                given = PlayQuery(since=asked.since, query=asked.query)
                played = _play(service, stage, asked.rule, given)
        except BadQuery as error:
            problem, _, caret = str(error).partition("\n")
            status = 422
        except BadSince as error:
            problem, status = str(error), 422
        except Busy as error:
            problem, status = str(error), 503
        shown = {**_form(asked), **_shown(service, played), "problem": problem, "caret": caret}
        return page(asked.request, "played.html", status, **shown)


def _form(asked: _Asked) -> dict[str, Any]:  # Any: what a template shows
    own = asked.rule.query if asked.rule else ""
    since = asked.since if _AGO.fullmatch(asked.since) else asked.since[:_MOST_LETTERS]
    return {
        "rule": asked.rule,
        "query": own if asked.query is None else asked.query,
        "is_asked_otherwise": asked.query is not None and asked.query != own,
        "since": since,
        "periods": PERIODS if since in PERIODS else (*PERIODS, since),
    }


def _shown(service: Service, played: Rehearsed | None) -> dict[str, Any]:  # Any: what a template shows
    if played is None:
        return {"played": None}
    messages = played.found.messages
    days = played.found.days
    return {
        "played": played,
        "note": note_on(played.rule, service.alerting.setup.feeds),
        "messages": [(each, told(each.message.payload, service.topic_labels, _LISTED)) for each in messages[:_SHOWN]],
        "most_on_a_day": max((each.matched for each in days.values()), default=0),
    }


def _play(service: Service, stage: Stage, rule: Rule | None, given: PlayQuery) -> Rehearsed:
    now = service.clock.now()
    since = _since(given.since, now)
    return stage.play(what_if(rule, given.query, now=now, topics=service.topic_labels), since)


def _since(text: str, now: datetime) -> datetime:
    try:
        if ago := _AGO.fullmatch(text):
            return now - timedelta(**{_UNITS[ago["unit"]]: int(ago["number"])})
        moment = datetime.fromisoformat(text if len(text) <= _MOST_LETTERS else "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadSince(
            f"{text[:_MOST_LETTERS]!r} is no moment: give 30d, 24h, 2026-01-05, 2026-01-05T12:00Z."
        ) from None
