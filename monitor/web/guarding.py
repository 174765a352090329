"""Who is let in to change something, and how much may be sent?

Not pure: reads the request, and asks the database for its token. In: a request to a route that changes something. Out:
the route's answer; or the refusal, before anything of it is done. JSON comes with its token in ``Authorization:
Bearer``, a form of a page with one that was typed into its field ``token``; no cookie is ever asked.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from monitor.core.errors import TryAgainLater
from monitor.core.records.following import Scope
from monitor.service import Service
from monitor.web.pages import AWAY, Faults, Handler, refusal_page
from monitor.web.tokens import CHALLENGE, is_foreign, refusal

_MOST_BYTES = 64_000
_MOST_FORM_BYTES = 256_000  # whatever its fields may hold, where each letter takes nine bytes
_MOST_FIELDS = 300
_FORM = "application/x-www-form-urlencoded"
_TOKEN = "token"  # noqa: S105 - the name of a field
_FOREIGN = (
    "Another site's page may not change anything here. Or, where this is our own page behind a proxy: set "
    "MONITOR_BASE_URL to the address that people open."
)
_MISSING = "A token is needed to change anything. Type one with the scope admin into the field Token."
_WRONG = "This token does not hold, or not for this: it takes one with the scope admin. Nothing was changed."


class Bounded(Request):
    """A request whose body is read as far as it may go, and is JSON that can be written again."""

    most_bytes = _MOST_BYTES

    async def body(self) -> bytes:
        """Read the body, once."""
        if not hasattr(self, "_read"):
            read = bytearray()
            async for chunk in self.stream():
                read += chunk
                if len(read) > self.most_bytes:
                    raise HTTPException(413, f"A body may have {self.most_bytes:,} bytes.")
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


@dataclass(frozen=True, slots=True)
class Form:
    """What a person typed into a page, without the token, so that no page can show that again.

    Args:
        fields: of each field what was given, in its order.
    """

    fields: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Give what stands in a field; "" where there is none."""
        return next(iter(self.fields.get(name, ())), "")

    def every(self, name: str) -> tuple[str, ...]:
        """Give all that was ticked under a name."""
        return self.fields.get(name, ())


Again = Callable[[Form, Faults, int], Response]
"""What shows a form again: what was typed, what is wrong, and the answer's status."""


class _BoundedForm(Bounded):
    """A request whose body is a form."""

    most_bytes = _MOST_FORM_BYTES


@dataclass(frozen=True, slots=True)
class _Signed:
    """A form, and why who sent it may change nothing ("" where he may), with the status of the answer that says so.

    Args:
        key: the field that the refusal is about; "" where it is none.
    """

    form: Form
    refusal: str = ""
    status: int = 200
    key: str = _TOKEN


class _Unsigned(Exception):  # noqa: N818 - it is an answer, and never leaves this module
    """Nothing may be changed by this form; the answer shows it again."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


def guarded(service: Service) -> type[APIRoute]:
    """Make the kind of route that lets nobody in without an ``admin`` token, and nothing that another site sent."""

    class Guarded(APIRoute):
        """A route behind a token."""

        def get_route_handler(self) -> Handler:
            """Ask for the token before anything else is looked at."""
            handle = super().get_route_handler()

            async def let_in(request: Request) -> Response:
                """Let a request in that bears a token."""
                if is_foreign(request, service.settings.base_url):
                    return JSONResponse({"detail": _FOREIGN}, 403)
                refused = await asyncio.to_thread(refusal, request, service.stores.tokens, Scope.ADMIN)
                if refused:
                    return JSONResponse({"detail": refused}, 401, CHALLENGE)
                return await handle(Bounded(request.scope, request.receive))

            return let_in

    return Guarded


def guarded_form(service: Service) -> type[APIRoute]:
    """Make the kind of route that takes a page's form, and nothing that another site sent.

    The route has the form by :func:`signed_form` only. Where the database goes away before it has answered, the form
    is shown again.
    """

    class GuardedForm(APIRoute):
        """A route that a form leads to."""

        def get_route_handler(self) -> Handler:
            """Read the form, and look at its token."""
            handle = super().get_route_handler()

            async def let_in(request: Request) -> Response:
                """Let a form in, with what its token allows."""
                if is_foreign(request, service.settings.base_url):
                    return refusal_page(request, 403, _FOREIGN)
                try:
                    fields = await _fields(_BoundedForm(request.scope, request.receive))
                    request.state.form = await asyncio.to_thread(_signed, fields, service)
                    return await handle(request)
                except _Unsigned as unsigned:
                    return unsigned.answer
                except HTTPException as error:
                    return refusal_page(request, error.status_code, str(error.detail))
                except TryAgainLater:
                    return _away(request)

            return let_in

    return GuardedForm


def signed_form(request: Request, again: Again) -> Form:
    """Give the form that came to a route of :func:`guarded_form`, where its token allows a change; else go no further.

    Args:
        again: shows the form again; it asks no database, which may be away.
    """
    came: _Signed = request.state.form
    if came.refusal:
        raise _Unsigned(again(came.form, {came.key: [(came.refusal, "")]}, came.status))
    request.state.again = again
    return came.form


def _away(request: Request) -> Response:
    """Show a form again, where it came so far that there is one."""
    again: Again | None = getattr(request.state, "again", None)
    if again is None:
        return refusal_page(request, 503, AWAY)
    return again(request.state.form.form, {"": [(AWAY, "")]}, 503)


async def _fields(request: Bounded) -> dict[str, tuple[str, ...]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise HTTPException(415, f"This is no form that was filled in: it comes as {_FORM}.")
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise HTTPException(400, "What came cannot be read as a form. Load the page again, and fill it in.") from error
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def _signed(fields: dict[str, tuple[str, ...]], service: Service) -> _Signed:
    token = "".join(fields.pop(_TOKEN, ())[:1]).strip()
    if not token:
        return _Signed(Form(fields), _MISSING, 401)
    try:
        holds = service.stores.tokens.check(token, Scope.ADMIN)
    except TryAgainLater:
        return _Signed(Form(fields), AWAY, 503, "")
    return _Signed(Form(fields)) if holds else _Signed(Form(fields), _WRONG, 403)
