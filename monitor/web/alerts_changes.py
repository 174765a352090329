"""/api/v1/alerts: who changes what is told?

Not pure: writes the database. In: JSON, with an ``admin`` token in ``Authorization: Bearer``. Out: what holds now.
Whoever has no such token is refused before his body is read; what was changed holds as soon as it is answered.
"""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request, Response, Security
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from monitor.alert.silencing import check
from monitor.config.alerts import rule_of, spec_of
from monitor.core.errors import BadConfiguration, NotFound
from monitor.core.public_alerts import rule as shown
from monitor.core.public_alerts import silence, snooze
from monitor.core.query.parsing import BadQuery
from monitor.core.records.following import Scope
from monitor.service import Service
from monitor.web.alerts import DATABASE, DEFAULT, PREFIX, rules_of
from monitor.web.articles import Id, Moment
from monitor.web.tokens import CHALLENGE, IN_HEADER, REFUSED, is_foreign, refusal

_MOST_BYTES = 64_000

Words = Annotated[str, Field(max_length=1_000)]
"""A short text for people."""


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
        route_class=_guarded(service),
        dependencies=[Security(IN_HEADER)],
        responses=REFUSED,
    )
    _add_rules(routes, service)
    _add_silences(routes, service)
    _add_snoozes(routes, service)

    @routes.post("/deliveries/{delivery_id}/retry")
    def retry(delivery_id: Id) -> dict[str, object]:
        """Send a message again that was given up, with the key that it had."""
        try:
            state = service.stores.deliveries.get(delivery_id).state
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        if not service.stores.deliveries.retry(delivery_id):
            raise HTTPException(409, f"Message {delivery_id} is {state}: only what was given up is sent again.")
        return {"id": delivery_id, "state": "due"}

    return routes


def _add_rules(routes: APIRouter, service: Service) -> None:
    """Add what changes the rules of the database."""

    @routes.put("/rules/{name}")
    def put(name: str, spec: dict[str, object]) -> dict[str, object]:
        """Make a rule, or give it other settings, in the words of alerts.yaml; what is left out is as usual."""
        _refuse_elsewhere(service, name)
        try:
            made = rule_of(
                spec,
                name=name,
                origin=DATABASE,
                topics=list(service.topic_labels),
                channels=[each.name for each in service.alerting.specs],
            )
        except BadConfiguration as error:
            raise HTTPException(422, str(error)) from error
        if faults := service.alerting.faults_of(made):
            raise HTTPException(422, " ".join(f"'{name}': {fault}" for fault in faults))
        service.stores.alert_rules.put(name, spec_of(made))
        service.alerting.refresh()
        return {**shown(made), "spec": spec_of(made)}

    @routes.delete("/rules/{name}", status_code=204)
    def delete(name: str) -> None:
        """Take a rule out of the database; one that comes with the program holds again as it was."""
        _refuse_elsewhere(service, name)
        if not service.stores.alert_rules.delete(name):
            raise HTTPException(
                404, f"The database has no rule {name!r}. GET {PREFIX}/rules says where each is written."
            )
        service.alerting.refresh()


def _refuse_elsewhere(service: Service, name: str) -> None:
    for rule in rules_of(service):
        if rule.name == name and rule.origin not in (DATABASE, DEFAULT):
            raise HTTPException(409, f"The rule {name!r} is written in {rule.origin}: change it there.")


def _add_silences(routes: APIRouter, service: Service) -> None:
    """Add what keeps quiet for a while."""

    @routes.post("/silences", status_code=201)
    def add(given: NewSilence) -> dict[str, object]:
        """Announce nothing of the articles that a query means, until a moment."""
        now = service.clock.now()
        _require_span(given, now)
        try:
            check(given.query, now, list(service.topic_labels))
        except BadQuery as error:
            raise HTTPException(422, str(error)) from error
        return silence(service.stores.silences.add(given.query, given.until, given.by, given.comment))

    @routes.delete("/silences/{silence_id}", status_code=204)
    def end(silence_id: Id) -> None:
        """End a silence now; what it has kept back stays so."""
        if not service.stores.silences.end(silence_id):
            raise HTTPException(404, f"No silence {silence_id} holds now. GET {PREFIX}/silences lists those that do.")


def _require_span(given: NewSilence, now: datetime) -> None:
    if given.until <= now:
        raise HTTPException(422, f"A silence ends later than now, which is {now:%Y-%m-%dT%H:%M:%SZ}.")
    if not given.query.strip() and not given.everything:
        raise HTTPException(422, 'An empty query silences every alert. If that is meant, give "everything": true too.')


def _add_snoozes(routes: APIRouter, service: Service) -> None:
    """Add what keeps quiet of a story until it grows."""

    @routes.put("/snoozes/{story_id}")
    def put(story_id: Id, given: NewSnooze) -> dict[str, object]:
        """Announce nothing more of a story until more outlets have it; then all that was kept back is told at once."""
        try:
            return snooze(service.stores.snoozes.put(story_id, given.grow_by, given.by))
        except NotFound as error:
            raise HTTPException(404, str(error)) from error

    @routes.delete("/snoozes/{story_id}", status_code=204)
    def end(story_id: Id) -> None:
        """End the snooze of a story; what was kept back is told."""
        if not service.stores.snoozes.end(story_id):
            raise HTTPException(404, f"Story {story_id} is not snoozed.")


# --- who is let in --------------------------------------------------------------------------------


class _Bounded(Request):
    """A request whose body is read as far as it may go, and is JSON that can be written again."""

    async def body(self) -> bytes:
        """Read the body, once."""
        if not hasattr(self, "_read"):
            read = bytearray()
            async for chunk in self.stream():
                read += chunk
                if len(read) > _MOST_BYTES:
                    raise HTTPException(413, f"A body may have {_MOST_BYTES:,} bytes.")
            self._read = bytes(read)
        return self._read

    async def json(self) -> Any:  # Any: JSON
        """Read the body as JSON, and refuse what no answer could repeat: NaN, numbers past all bounds, half letters."""
        given = json.loads(await self.body())
        try:
            json.dumps(given, ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:
            raise json.JSONDecodeError(str(error), "", 0) from error
        return given


def _guarded(service: Service) -> type[APIRoute]:
    """Make the kind of route that lets nobody in without an ``admin`` token, and nothing that another site sent."""

    class Guarded(APIRoute):
        """A route behind a token."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:  # Any: Starlette's own type
            """Ask for the token before anything else is looked at."""
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                if is_foreign(request, service.settings.base_url):
                    return JSONResponse({"detail": "Another site's page may not change anything here."}, 403)
                refused = await asyncio.to_thread(refusal, request, service.stores.tokens, Scope.ADMIN)
                if refused:
                    return JSONResponse({"detail": refused}, 401, CHALLENGE)
                return await handle(_Bounded(request.scope, request.receive))

            return guarded

    return Guarded
