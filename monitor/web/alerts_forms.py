"""/alerts/...: what can people change on the pages, and how?

Not pure: writes the database, sends samples. In: forms, each with the ``admin`` token of who fills it in. Out: back to
/alerts with what was done; or the form again, with what is wrong and all that was typed, but never the token.

What changes one thing has a page of its own that asks first, with one form and one button, so that Enter in the
token's field can do nothing else. alerts_editor.py has the form of a rule, alerts_deeds.py what is asked and done.
"""

from threading import Lock

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from monitor.core.errors import NotFound
from monitor.service import Service
from monitor.web.alerts_changes import Refused, add_silence
from monitor.web.alerts_deeds import DEEDS, Deed
from monitor.web.alerts_editor import add_editor, by_key
from monitor.web.alerts_silence import FIELDS, is_again, silence_of
from monitor.web.alerts_snooze import add_snoozes
from monitor.web.guarding import Form, guarded_form, signed_form
from monitor.web.pages import Faults, Paged, back_to_alerts, form_page


def router(service: Service) -> APIRouter:
    """Make the routes of all forms; to be added before the page of a message, which takes any name below /alerts."""
    shown = APIRouter(include_in_schema=False, route_class=Paged)
    taken = APIRouter(include_in_schema=False, route_class=guarded_form(service))
    add_editor(shown, taken, service)
    for deed in DEEDS:
        _add_deed(shown, taken, service, deed)
    _add_sample(shown, taken, service)
    _add_silences(shown, taken, service)
    add_snoozes(shown, taken, service)
    both = APIRouter()
    both.include_router(shown)
    both.include_router(taken)
    return both


def _key(request: Request) -> str:
    return str(request.path_params.get("key", ""))


def _add_deed(shown: APIRouter, taken: APIRouter, service: Service, deed: Deed) -> None:
    @shown.get(f"/alerts/{deed.path}", response_class=HTMLResponse)
    def ask(request: Request) -> Response:
        """Ask whether it shall be done."""
        asked = deed.ask(service, _key(request))
        if asked.refusal:
            raise HTTPException(409, asked.refusal)
        return form_page(request, "ask.html", asked=asked)

    @taken.post(f"/alerts/{deed.path}")
    def do(request: Request) -> Response:
        """Do it."""
        asked = deed.ask(service, _key(request))

        def again(_: Form, faults: Faults, status: int) -> Response:
            return form_page(request, "ask.html", status, asked=asked, faults=faults)

        signed_form(request, again)
        return back_to_alerts(request, deed.do(service, _key(request)))


def _add_sample(shown: APIRouter, taken: APIRouter, service: Service) -> None:
    def page(request: Request, channel: str, faults: Faults, status: int = 200) -> Response:
        names = [each.name for each in service.alerting.specs]
        return form_page(request, "sample.html", status, names=names, channel=channel, faults=faults)

    @shown.get("/alerts/samples", response_class=HTMLResponse)
    def ask(request: Request, channel: str = "") -> Response:
        """Ask over which channel a sample shall be sent."""
        return page(request, channel, {})

    @taken.post("/alerts/samples")
    async def send(request: Request) -> Response:
        """Send it, and say what came of it."""
        form = signed_form(request, lambda typed, faults, status: page(request, typed.one("channel"), faults, status))
        channel = form.one("channel")
        try:
            failed = await service.send_sample(channel)
        except NotFound as error:
            return page(request, channel, {"channel": [(str(error), "")]}, 422)
        if failed is not None:
            said = f"The sample was not delivered: {failed.detail} ({failed.reason})"
            return page(request, channel, {"": [(said, "")]})
        return back_to_alerts(request, f"sampled&channel={channel}")


def _add_silences(shown: APIRouter, taken: APIRouter, service: Service) -> None:
    one_by_one = Lock()  # the two halves of a double click come at once

    @shown.get("/alerts/silences", response_class=HTMLResponse)
    def ask(request: Request) -> Response:
        """Show the form of a silence; the address may fill it in."""
        typed = Form({key: (value,) for key, value in request.query_params.items() if key in FIELDS})
        return form_page(request, "silence.html", typed=typed)

    @taken.post("/alerts/silences")
    def add(request: Request) -> Response:
        """Announce nothing of what a query means, until a moment."""

        def again(typed: Form, faults: Faults, status: int) -> Response:
            return form_page(request, "silence.html", status, typed=typed, faults=faults)

        form, now = signed_form(request, again), service.clock.now()
        try:
            given = silence_of(form, now)
            with one_by_one:
                held = (each for each in service.stores.silences.list() if is_again(given, each, now))
                made = next(held, None) or add_silence(service, given)
        except Refused as error:
            return again(form, by_key(error.faults, FIELDS), error.status_code)
        return back_to_alerts(request, f"silenced&number={made.id}")
