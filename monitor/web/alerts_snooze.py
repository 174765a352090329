"""/alerts/snoozes/STORY: until when shall nothing be told of a story?

Not pure: reads and writes the database. In: a story's number, and a form. Out: the form, with what is wrong and all
that was typed; or back to /alerts. alerts_changes.py has what the API does too.
"""

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from monitor.core.errors import NotFound
from monitor.service import Service
from monitor.web.alerts_changes import NewSnooze, put_snooze
from monitor.web.alerts_editor import by_key
from monitor.web.alerts_silence import faults_in
from monitor.web.guarding import Form, signed_form
from monitor.web.pages import Faults, back_to_alerts, form_page, number_in

_FIELDS = ("grow_by", "by")
_USUAL = Form({"grow_by": (str(NewSnooze().grow_by),)})


def add_snoozes(shown: APIRouter, taken: APIRouter, service: Service) -> None:
    """Add the page that asks until when a story shall be snoozed, and the route that does it.

    Args:
        shown: for what only shows something.
        taken: for what comes with a form.
    """

    def page(request: Request, typed: Form, faults: Faults, status: int = 200) -> Response:
        number, snooze = request.path_params["story"], None
        if not faults:  # it asks the database, which may be away
            snooze = next((each for each in service.stores.snoozes.list() if str(each.story_id) == number), None)
        return form_page(request, "snooze.html", status, number=number, typed=typed, faults=faults, snooze=snooze)

    @shown.get("/alerts/snoozes/{story}", response_class=HTMLResponse)
    def ask(request: Request, story: str) -> Response:
        """Ask by how much a story has to grow until it is told of again."""
        _require_story(service, story)
        return page(request, _USUAL, {})

    @taken.post("/alerts/snoozes/{story}")
    def put(request: Request, story: str) -> Response:
        """Have nothing told of a story until it grows."""
        number = _number(story)
        form = signed_form(request, lambda typed, faults, status: page(request, typed, faults, status))
        _require_story(service, story)
        grow_by = number_in(form.one("grow_by").strip())
        try:
            given = NewSnooze(grow_by=grow_by or 0, by=form.one("by").strip())
        except ValidationError as error:
            return page(request, form, by_key(faults_in(error), _FIELDS), 422)
        return back_to_alerts(request, f"snoozed&number={put_snooze(service, number, given).story_id}")


def _number(story: str) -> int:
    if number := number_in(story):
        return number
    raise HTTPException(404, "There is no story with this number.")


def _require_story(service: Service, story: str) -> None:
    try:
        service.stores.stories.get(_number(story))
    except NotFound as error:
        raise HTTPException(404, str(error)) from error
