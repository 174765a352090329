"""/api/v1/alerts: who changes what is told?

Not pure: writes the database. In: JSON, with an ``admin`` token in ``Authorization: Bearer``. Out: what holds now.
Whoever has no such token is refused before his body is read; what was changed holds as soon as it is answered. The
pages change things by the same functions: put_rule and those below it.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Security
from pydantic import BaseModel, ConfigDict, Field

from monitor.alert.silencing import check
from monitor.config.alerts import rule_of, spec_of
from monitor.core.errors import BadConfiguration, NotFound, TryAgainLater
from monitor.core.public_alerts import rule as shown
from monitor.core.public_alerts import silence, snooze
from monitor.core.query.parsing import BadQuery
from monitor.core.records.alerts import Delivery, Rule, Silence, Snooze
from monitor.service import Service
from monitor.web.alerts import PREFIX, find_rule, rules_of
from monitor.web.alerts_board import DATABASE, DEFAULT
from monitor.web.articles import Id, Moment
from monitor.web.guarding import guarded
from monitor.web.pages import quoted
from monitor.web.tokens import IN_HEADER, REFUSED

Words = Annotated[str, Field(max_length=1_000)]
"""A short text for people."""


class Refused(HTTPException):
    """What was sent cannot be done: said as a whole, and fault by fault.

    Args:
        faults: each begins with "KEY: " where it is about one key; further lines of it, such as a query with its caret,
            are to be shown letter by letter.
    """

    def __init__(self, detail: str, *faults: str) -> None:
        super().__init__(422, detail)
        self.faults = faults


class NewSilence(BaseModel):
    """What is not to be announced, and until when."""

    model_config = ConfigDict(extra="forbid")

    query: Annotated[str, Field(max_length=10_000)]
    until: Moment
    everything: bool = False
    by: Words = ""
    comment: Words = ""


class NewSnooze(BaseModel):
    """By how many outlets a story has to grow until it is told again."""

    model_config = ConfigDict(extra="forbid")

    grow_by: Annotated[int, Field(ge=1, le=1_000)] = 3
    by: Words = ""


def router(service: Service) -> APIRouter:
    """Make the routes that change alerting."""
    routes = APIRouter(
        prefix=PREFIX,
        tags=["alerts"],
        route_class=guarded(service),
        dependencies=[Security(IN_HEADER)],
        responses=REFUSED,
    )
    _add_rules(routes, service)
    _add_silences(routes, service)
    _add_snoozes(routes, service)

    @routes.post("/deliveries/{delivery_id}/retry")
    def retry(delivery_id: Id) -> dict[str, object]:
        """Send a message again that was given up, with the key that it had."""
        send_again(service, delivery_id)
        return {"id": delivery_id, "state": "due"}

    return routes


def _add_rules(routes: APIRouter, service: Service) -> None:
    """Add what changes the rules of the database."""

    @routes.put("/rules/{name}")
    def put(name: str, spec: dict[str, object]) -> dict[str, object]:
        """Make a rule, or give it other settings, in the words of alerts.yaml; what is left out is as usual."""
        made = put_rule(service, name, spec)
        return {**shown(made), "spec": spec_of(made)}

    @routes.delete("/rules/{name}", status_code=204)
    def delete(name: str) -> None:
        """Take a rule out of the database; one that comes with the program holds again as it was."""
        if not delete_rule(service, name):
            raise HTTPException(
                404, f"The database has no rule {quoted(name)}. GET {PREFIX}/rules says where each is written."
            )


def _add_silences(routes: APIRouter, service: Service) -> None:
    """Add what keeps quiet for a while."""

    @routes.post("/silences", status_code=201)
    def add(given: NewSilence) -> dict[str, object]:
        """Announce nothing of the articles that a query means, until a moment."""
        return silence(add_silence(service, given))

    @routes.delete("/silences/{silence_id}", status_code=204)
    def end(silence_id: Id) -> None:
        """End a silence now; what it has kept back stays so."""
        if not service.stores.silences.end(silence_id):
            raise HTTPException(404, f"No silence {silence_id} holds now. GET {PREFIX}/silences lists those that do.")


def _add_snoozes(routes: APIRouter, service: Service) -> None:
    """Add what keeps quiet of a story until it grows."""

    @routes.put("/snoozes/{story_id}")
    def put(story_id: Id, given: NewSnooze) -> dict[str, object]:
        """Announce nothing more of a story until more outlets have it; then all that was kept back is told at once."""
        return snooze(put_snooze(service, story_id, given))

    @routes.delete("/snoozes/{story_id}", status_code=204)
    def end(story_id: Id) -> None:
        """End the snooze of a story; what was kept back is told."""
        if not service.stores.snoozes.end(story_id):
            raise HTTPException(404, f"Story {story_id} is not snoozed.")


# --- what pages do too ----------------------------------------------------------------------------


def put_rule(service: Service, name: str, spec: Mapping[str, object]) -> Rule:
    """Make a rule of the database, or give it other settings; it holds from now on.

    Raises:
        HTTPException: alerts.yaml has a rule of this name.
        Refused: the settings make no rule.
    """
    made = _rule_of(service, name, spec)
    service.stores.alert_rules.put(name, spec_of(made))
    _take_up(service)
    return made


def swap_rule(service: Service, name: str, was: Mapping[str, object] | None, spec: Mapping[str, object]) -> bool:
    """Do what put_rule does where the database has a rule still as it was; say whether it did.

    Args:
        was: its stored spec, None for none.

    Raises:
        HTTPException: alerts.yaml has a rule of this name.
        Refused: the settings make no rule.
    """
    made = _rule_of(service, name, spec)
    is_swapped = service.stores.alert_rules.swap(name, was, spec_of(made))
    _take_up(service)
    return is_swapped


def switch_rule(service: Service, name: str, *, is_enabled: bool) -> None:
    """Switch a rule on or off, and leave all else of it as it is, be it such that it could not be saved any more.

    Raises:
        HTTPException: alerts.yaml has a rule of this name; there is none; or somebody else changes it right now.
    """
    refuse_elsewhere(service, name)
    was = dict(service.stores.alert_rules.list()).get(name)
    spec = spec_of(find_rule(service, name)) if was is None else was
    if not service.stores.alert_rules.swap(name, was, {**spec, "enabled": is_enabled}):
        raise HTTPException(409, f"The rule {name!r} was changed by somebody else just now. Try again.")
    _take_up(service)


def _rule_of(service: Service, name: str, spec: Mapping[str, object]) -> Rule:
    """Read what somebody wants a rule to be.

    It may tell a channel that is set up with a mistake, as in a file: what it has for that waits.
    """
    refuse_elsewhere(service, name)
    try:
        made = rule_of(
            spec,
            name=name,
            origin=DATABASE,
            topics=list(service.topic_labels),
            channels=[*(each.name for each in service.alerting.specs), *service.alerting.setup.broken],
        )
    except BadConfiguration as error:
        raise Refused(str(error), *(f"{each.what} {each.mend}" for each in error.problems)) from error
    if faults := service.alerting.faults_of(made):
        raise Refused(" ".join(f"'{name}': {fault}" for fault in faults), *faults)
    return made


def _take_up(service: Service) -> None:
    """Have what was changed hold at once; where the database goes away by then, the service takes it up by itself."""
    with suppress(TryAgainLater):
        service.alerting.refresh()


def delete_rule(service: Service, name: str) -> bool:
    """Take a rule out of the database; False where it has none of this name.

    Raises:
        HTTPException: alerts.yaml has a rule of this name.
    """
    refuse_elsewhere(service, name)
    was_there = service.stores.alert_rules.delete(name)
    _take_up(service)
    return was_there


def refuse_elsewhere(service: Service, name: str) -> None:
    """Refuse to change a rule that alerts.yaml has.

    Raises:
        HTTPException: with the line.
    """
    for rule in rules_of(service):
        if rule.name == name and rule.origin not in (DATABASE, DEFAULT):
            raise HTTPException(409, f"The rule {name!r} is written in {rule.origin}: change it there.")


def send_again(service: Service, delivery_id: int) -> None:
    """Send a message again that was given up, with the key that it had.

    Raises:
        HTTPException: there is no such message, or it was not given up.
    """
    try:
        found = service.stores.deliveries.get(delivery_id)
    except NotFound as error:
        raise HTTPException(404, str(error)) from error
    if not service.stores.deliveries.retry(delivery_id):
        raise HTTPException(409, not_given_up(found))


def not_given_up(message: Delivery) -> str:
    """Say why a message is not sent again."""
    return f"Message {message.id} is {message.state}: only what was given up is sent again."


def add_silence(service: Service, given: NewSilence) -> Silence:
    """Announce nothing of the articles that a query means, until a moment.

    Raises:
        Refused: its end is past, or its query asks for what an alert does not say.
    """
    now = service.clock.now()
    _require_span(given, now)
    try:
        check(given.query, now, list(service.topic_labels))
    except BadQuery as error:
        raise Refused(str(error), f"query: {error}") from error
    return service.stores.silences.add(given.query, given.until, given.by, given.comment)


def put_snooze(service: Service, story_id: int, given: NewSnooze) -> Snooze:
    """Announce nothing more of a story until more outlets have it.

    Raises:
        HTTPException: there is no such story.
    """
    try:
        return service.stores.snoozes.put(story_id, given.grow_by, given.by)
    except NotFound as error:
        raise HTTPException(404, str(error)) from error


def _require_span(given: NewSilence, now: datetime) -> None:
    if given.until <= now:
        detail = f"A silence ends later than now, which is {now:%Y-%m-%dT%H:%M:%SZ}."
        raise Refused(detail, f"until: {detail}")
    if not given.query.strip() and not given.everything:
        what = "An empty query silences every alert."
        raise Refused(f'{what} If that is meant, give "everything": true too.', f"everything: {what}")
