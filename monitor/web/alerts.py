"""/api/v1/alerts and /alerts: who is told of what, what was told, and what could not be?

Not pure: answers HTTP from the database. In: filters in the query string, or an id. Out: JSON, newest first; one plain
page that needs no script. Here is what only reads; alerts_changes.py and alerts_forms.py have what changes something.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from monitor.config.alerts import spec_of
from monitor.core.errors import NotFound
from monitor.core.latency import percentile
from monitor.core.public_alerts import alert, channel, delivery, silence, snooze, tallied, whole_delivery
from monitor.core.records.alerts import AlertState, DeliveryFilter, Rule
from monitor.service import Service
from monitor.web.alerts_board import board
from monitor.web.articles import Id, Moment
from monitor.web.pages import Paged, form_page, quoted

PREFIX = "/api/v1/alerts"
_TALLIED = timedelta(days=7)
_ROWS = 50
_MOST_COUNTED = 10_000
_TIMED = 1_000  # messages, the newest: more would make the page slow


class AlertQuery(BaseModel):
    """Which alerts a program asks for; what is not given does not filter."""

    model_config = ConfigDict(extra="forbid")

    rule: str | None = None
    state: AlertState | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DeliveryQuery(BaseModel):
    """Which messages a program asks for; what is not given does not filter."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["due", "sent", "dead"] | None = None
    channel: str | None = None
    rule: str | None = None
    since: Moment | None = None
    before: Id | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def filter(self) -> DeliveryFilter:
        """Give the outbox's filter."""
        return DeliveryFilter(**self.model_dump())


class AlertsOfQuery(BaseModel):
    """Which of a message's alerts a program asks for."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 200


class SilenceQuery(BaseModel):
    """Whether silences that have ended are asked for too."""

    model_config = ConfigDict(extra="forbid")

    ended: bool = False


def router(service: Service) -> APIRouter:
    """Make the routes that read alerting for programs."""
    routes = APIRouter(prefix=PREFIX, tags=["alerts"])

    @routes.get("")
    def alerts(query: Annotated[AlertQuery, Query()]) -> dict[str, object]:
        """List alerts, newest first: what each rule has to tell each channel, and what became of it."""
        found = service.stores.alerts.list(query.rule, query.state, query.limit)
        return {"alerts": [alert(each) for each in found]}

    @routes.get("/rules")
    def rules() -> dict[str, object]:
        """List the rules, where each is written, and what became of their alerts in seven days; and the channels."""
        tallies = _tallies(service)
        return {
            "rules": [_told(each, tallies) for each in rules_of(service)],
            "channels": [channel(each) for each in service.alerting.specs],
            "problems": [str(each) for each in service.alerting.problems],
        }

    @routes.get("/rules/{name}")
    def rule(name: str) -> dict[str, object]:
        """Give one rule; ``spec`` has its settings in the words of alerts.yaml, as PUT takes them."""
        return _told(find_rule(service, name), _tallies(service))

    @routes.get("/silences")
    def silences(query: Annotated[SilenceQuery, Query()]) -> dict[str, object]:
        """List what is not announced now; with ``ended``, what was not announced before too."""
        return {"silences": [silence(each) for each in service.stores.silences.list(all_of_them=query.ended)]}

    @routes.get("/snoozes")
    def snoozes() -> dict[str, object]:
        """List the stories of which nothing is told until they grow."""
        return {"snoozes": [snooze(each) for each in service.stores.snoozes.list()]}

    _add_deliveries(routes, service)
    return routes


def _add_deliveries(routes: APIRouter, service: Service) -> None:
    """Add what was told."""

    @routes.get("/deliveries")
    def deliveries(query: Annotated[DeliveryQuery, Query()]) -> dict[str, object]:
        """List messages, newest first; ``next`` is what to give as ``before`` for the next page, or null."""
        found = service.stores.deliveries.list(query.filter())
        return {
            "deliveries": [delivery(each) for each in found],
            "next": found[-1].id if len(found) == query.limit else None,
        }

    @routes.get("/deliveries/{delivery_id}")
    def one_delivery(delivery_id: Id, query: Annotated[AlertsOfQuery, Query()]) -> dict[str, object]:
        """Give a message with what it says, and its alerts; ``next`` is what to give as ``after``, or null.

        Of a digest that says "and 980 more", those are among its alerts too.
        """
        try:
            found = service.stores.deliveries.get(delivery_id)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        alerts = service.stores.deliveries.alerts_of(delivery_id, query.after, query.limit)
        return {
            **whole_delivery(found),
            "alerts_told": [alert(each) for each in alerts],
            "next": alerts[-1].id if len(alerts) == query.limit else None,
        }


def pages(service: Service) -> APIRouter:
    """Make the route of the page for people."""
    routes = APIRouter(include_in_schema=False, route_class=Paged)

    @routes.get("/alerts", response_class=HTMLResponse)
    def board_page(request: Request) -> Response:
        """Show what could not be told, what was, by which rules, and what is kept quiet."""
        outbox, rules = service.stores.deliveries, rules_of(service)
        groups = {state: outbox.list(DeliveryFilter(state=state, limit=_ROWS)) for state in ("dead", "due", "sent")}
        return form_page(
            request,
            "alerts.html",
            groups=groups,
            rows=_ROWS,
            rules=rules,
            tallies=_tallies(service),
            channels=service.alerting.specs,
            silences=service.stores.silences.list(),
            snoozes=service.stores.snoozes.list(),
            lag=_lag(service),
            waiting=service.stores.alerts.waiting(_MOST_COUNTED),
            most_counted=_MOST_COUNTED,
            **board(service, rules, request.query_params),
        )

    return routes


def rules_of(service: Service) -> tuple[Rule, ...]:
    """Give the rules that hold, with what was changed up to now; what cannot be read is among ``alerting.problems``."""
    service.alerting.refresh()
    return service.alerting.rules


def find_rule(service: Service, name: str) -> Rule:
    """Give a rule; where there is none of this name, the answer is 404."""
    for rule in rules_of(service):
        if rule.name == name:
            return rule
    raise HTTPException(404, f"There is no rule {quoted(name)}. GET {PREFIX}/rules lists them.")


@dataclass(frozen=True, slots=True)
class _Lag:
    """How long it takes until what may be told is told, in seconds."""

    messages: int
    p50_s: float
    p95_s: float


def _lag(service: Service) -> _Lag | None:
    """Time the newest messages of seven days; None where there are none."""
    since = service.clock.now() - _TALLIED
    sent = service.stores.deliveries.list(DeliveryFilter(state="sent", limit=_TIMED))
    took = sorted(
        (each.sent_at - each.queued_at).total_seconds() for each in sent if each.sent_at and each.sent_at >= since
    )
    return _Lag(len(took), percentile(took, 0.5), percentile(took, 0.95)) if took else None


def _told(rule: Rule, tallies: Mapping[str, Mapping[str, int]]) -> dict[str, object]:
    return {**tallied(rule, tallies.get(rule.name, {})), "spec": spec_of(rule)}


def _tallies(service: Service) -> Mapping[str, Mapping[str, int]]:
    return service.stores.alerts.tallies(service.clock.now() - _TALLIED)
