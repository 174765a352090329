"""/alerts/...: what can people change on the pages, and how?

Not pure: writes the database, sends samples. In: forms, each with the ``admin`` token of who fills it in. Out: back to
/alerts with what was done; or the form again, with what is wrong and all that was typed, but never the token.

What changes one thing has a page of its own that asks first, with one form and one button, so that Enter in the
token's field can do nothing else. alerts_editor.py has the form of a rule, alerts_deeds.py what is asked and done.
"""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates

from monitor.core.errors import NotFound
from monitor.service import Service
from monitor.web.alerts_changes import Refused, add_silence
from monitor.web.alerts_deeds import DEEDS, Asked, Deed
from monitor.web.alerts_editor import Faults, add_editor, by_key
from monitor.web.alerts_silence import FIELDS, silence_of
from monitor.web.guarding import OF_FORMS, Form, guarded_form, paged, signed_form
from monitor.web.tokens import CHALLENGE

_WELL = 200


def router(service: Service) -> APIRouter:
    """Make the routes of all forms; to be added before the page of a message, which takes any name below /alerts."""
    pages = _Pages()
    shown = APIRouter(include_in_schema=False, route_class=paged(pages.refuse))
    taken = APIRouter(include_in_schema=False, route_class=guarded_form(service, pages.refuse))
    add_editor(shown, taken, service)
    for deed in DEEDS:
        _add_deed(shown, taken, service, pages, deed)
    _add_sample(shown, taken, service, pages)
    _add_silences(shown, taken, service, pages)
    both = APIRouter()
    both.include_router(shown)
    both.include_router(taken)
    return both


class _Pages:
    """What is shown."""

    def __init__(self) -> None:
        self._templates = Jinja2Templates(directory=Path(__file__).parent / "templates")

    def show(self, request: Request, template: str, status: int, **context: Any) -> Response:  # Any: for a template
        """Show a page with a form."""
        headers = {**OF_FORMS, **(CHALLENGE if status == 401 else {})}
        return self._templates.TemplateResponse(
            request, template, {"faults": {}, **context, "root": _root(request)}, status, headers
        )

    def ask(self, request: Request, asked: Asked, fault: str = "", status: int = 200, key: str = "") -> Response:
        """Show what is asked, and what is wrong with how it was answered."""
        faults = {key: [(fault.partition(" GET /")[0], "")]} if fault else {}  # that would be a word for programs
        return self.show(request, "ask.html", status, asked=asked, faults=faults)

    def refuse(self, request: Request, status: int, detail: str) -> Response:
        """Say why nothing was done."""
        title = "Not here" if status == 404 else "Nothing was changed"
        return self.ask(request, Asked(title, "", ""), detail, status)

    def done(self, request: Request, done: str) -> Response:
        """Lead back to /alerts, which says what was done."""
        return RedirectResponse(f"{_root(request)}alerts?done={done}", 303, OF_FORMS)


def _root(request: Request) -> str:
    """Give the way from a page to the first one, which holds below a proxy's path too."""
    return "../" * (request.url.path.count("/") - 1)


def _key(request: Request) -> str:
    return str(request.path_params.get("key", ""))


def _add_deed(shown: APIRouter, taken: APIRouter, service: Service, pages: _Pages, deed: Deed) -> None:
    @shown.get(f"/alerts/{deed.path}", response_class=HTMLResponse)
    def ask(request: Request) -> Response:
        """Ask whether it shall be done."""
        return pages.ask(request, deed.ask(service, _key(request)))

    @taken.post(f"/alerts/{deed.path}")
    def do(request: Request) -> Response:
        """Do it."""
        asked = deed.ask(service, _key(request))
        signed_form(request, lambda _, why, status: pages.ask(request, asked, why, status, "token"))
        try:
            return pages.done(request, deed.do(service, _key(request)))
        except HTTPException as error:
            return pages.ask(request, asked, str(error.detail), error.status_code)


def _add_sample(shown: APIRouter, taken: APIRouter, service: Service, pages: _Pages) -> None:
    def page(request: Request, channel: str, key: str = "", fault: str = "", status: int = 200) -> Response:
        names = [each.name for each in service.alerting.specs]
        faults = {key: [(fault, "")]} if fault else {}
        return pages.show(request, "sample.html", status, names=names, channel=channel, faults=faults)

    @shown.get("/alerts/samples", response_class=HTMLResponse)
    def ask(request: Request, channel: str = "") -> Response:
        """Ask over which channel a sample shall be sent."""
        return page(request, channel)

    @taken.post("/alerts/samples")
    async def send(request: Request) -> Response:
        """Send it, and say what came of it."""
        form = signed_form(
            request, lambda typed, why, status: page(request, typed.one("channel"), "token", why, status)
        )
        channel = form.one("channel")
        try:
            failed = await service.send_sample(channel)
        except NotFound as error:
            return page(request, channel, "channel", str(error), 422)
        if failed is not None:
            return page(request, channel, "", f"The sample was not delivered: {failed.detail} ({failed.reason})")
        return pages.done(request, f"sampled&channel={channel}")


def _add_silences(shown: APIRouter, taken: APIRouter, service: Service, pages: _Pages) -> None:
    @shown.get("/alerts/silences", response_class=HTMLResponse)
    def ask(request: Request) -> Response:
        """Show the form of a silence; the address may fill it in."""
        typed = Form({key: (value,) for key, value in request.query_params.items() if key in FIELDS})
        return pages.show(request, "silence.html", _WELL, typed=typed)

    @taken.post("/alerts/silences")
    def add(request: Request) -> Response:
        """Announce nothing of what a query means, until a moment."""

        def again(typed: Form, faults: Faults, status: int) -> Response:
            return pages.show(request, "silence.html", status, typed=typed, faults=faults)

        form = signed_form(request, lambda typed, why, status: again(typed, {"token": [(why, "")]}, status))
        try:
            made = add_silence(service, silence_of(form, service.clock.now()))
        except Refused as error:
            return again(form, by_key(error.faults, FIELDS), error.status_code)
        return pages.done(request, f"silenced&number={made.id}")
