"""What do all pages share?

Not pure: reads the templates. In: a request, and what a page shows. Out: the page; where there is nothing to show, one
that says why. Pages need no script, and lead to each other by ways that hold below a proxy's path.
"""

from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from fastapi.templating import Jinja2Templates

from monitor.alert.silencing import FIELDS as SILENCES_ASK
from monitor.core.counting import counted
from monitor.core.errors import TryAgainLater
from monitor.web.tokens import CHALLENGE

#: What is said while the database is away; the log says why, a stranger need not know.
AWAY = "The database cannot be used now. Try again in a few seconds."

#: What both databases can hold.
MOST = 2**63 - 1

Faults = Mapping[str, list[tuple[str, str]]]
"""What is wrong, by a form's field: each a sentence, and what is to be shown letter by letter."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]  # Any: Starlette's own type

_MOST_OF_A_NAME = 60  # what a rule's may have

# What a page with a form bears. Under the usual no-referrer a browser would send a form's Origin as "null", which is
# what a stranger's page looks like.
_OF_FORMS = {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
# What answers a form is kept by the browser alone, or its way back would lead to an error of its own, and not to what
# was typed; the token is never in it.
_OF_ANSWERS = {**_OF_FORMS, "Cache-Control": "no-cache, private"}
_OF_STATUS = {401: CHALLENGE, 503: {"Retry-After": "5"}}
_TITLES = {404: "Not here", 503: "Not now"}
_MOST_DIGITS = 19


def root_of(request: Request) -> str:
    """Give the way from a page to the first one."""
    return "../" * (str(request.scope["path"]).count("/") - 1)


TEMPLATES = Jinja2Templates(
    Path(__file__).parent / "templates", context_processors=[lambda request: {"root": root_of(request)}]
)
TEMPLATES.env.globals["counted"] = counted
TEMPLATES.env.globals["silences_ask"] = ", ".join(f"{name}:" for name in sorted(SILENCES_ASK))


def page(request: Request, template: str, status: int = 200, **shown: Any) -> Response:  # Any: for a template
    """Show a page."""
    return TEMPLATES.TemplateResponse(request, template, shown, status, _OF_STATUS.get(status))


def form_page(request: Request, template: str, status: int = 200, **shown: Any) -> Response:  # Any: for a template
    """Show a page with a form that changes something; ``faults`` are those of its fields."""
    shown.setdefault("faults", {})
    headers = _OF_ANSWERS if request.method == "POST" else _OF_FORMS
    return TEMPLATES.TemplateResponse(request, template, shown, status, {**_OF_STATUS.get(status, {}), **headers})


def refusal_page(request: Request, status: int, why: str) -> Response:
    """Say why there is nothing to show, or nothing was changed."""
    usual = "Nothing was changed" if request.method == "POST" else "This cannot be shown"
    what = why.partition(" GET /")[0]  # that would be a word for programs
    return form_page(request, "refusal.html", status, title=_TITLES.get(status, usual), what=what)


def back_to_alerts(request: Request, done: str) -> Response:
    """Lead back to /alerts, which says what was done."""
    return RedirectResponse(f"{root_of(request)}alerts?done={done}", 303, _OF_FORMS)


def number_in(text: str) -> int | None:
    """Read the number of something; None where it is none that a database can hold."""
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS and int(text) <= MOST:
        return int(text)
    return None


def quoted(name: str) -> str:
    """Repeat a name that somebody gave, as far as it could be one."""
    return repr(name if len(name) <= _MOST_OF_A_NAME else f"{name[:_MOST_OF_A_NAME]}…")


class Paged(APIRoute):
    """A route that shows a page, and says on a page, not in JSON, what is not there or cannot be asked so."""

    def get_route_handler(self) -> Handler:
        """Show it."""
        handle = super().get_route_handler()

        async def show(request: Request) -> Response:
            """Answer, be it with the page that says why not."""
            try:
                return await handle(request)
            except HTTPException as error:
                return refusal_page(request, error.status_code, str(error.detail))
            except RequestValidationError as error:
                return refusal_page(request, 422, f"This address cannot be read: {_wrong(error)}.")
            except TryAgainLater:
                return refusal_page(request, 503, AWAY)

        return show


def _wrong(error: RequestValidationError) -> str:
    return "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
