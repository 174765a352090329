"""/alerts/new and /alerts/rules/NAME: what does a rule say, and what shall it say?

Not pure: reads and writes the rules of the database. In: a form with a rule's settings in the words of alerts.yaml, and
an ``admin`` token. Out: the form, with each fault beside its field and all that was typed; or back to /alerts.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates

from monitor.config.alerts import spec_of
from monitor.core.records.alerts import AlertKind, Rule, Urgency
from monitor.core.records.changes import ChangeKind
from monitor.service import Service
from monitor.web.alerts import find_rule, rules_of
from monitor.web.alerts_board import DATABASE, DEFAULT, notes, shipped, stored_names
from monitor.web.alerts_changes import Refused, put_rule
from monitor.web.guarding import OF_FORMS, Form, signed_form
from monitor.web.tokens import CHALLENGE

_TEXTS = ("query", "on", "urgency", "at", "zone", "quiet", "per_story", "ceiling", "template", "owner", "enabled")
_LISTS = ("channels", "include")
_SPIKE = ("factor", "at_least", "hours")
_KEYS = (
    *("name", "query", "on", "channels", "urgency", "at", "quiet", "zone", "per_story", "ceiling"),
    *("include", "changes", "spike", "template", "owner", "enabled"),
)
_INCLUDED = ("copies", "versions")
# What a rule is that says nothing. Its zone stays empty, since `at` and `quiet` may name another.
_USUAL = {"at": "once", "per_story": f"{Rule('usual').story_pause_min} min", "ceiling": "none"}

Faults = Mapping[str, list[tuple[str, str]]]
"""What is wrong, by the field: each a sentence, and what is to be shown letter by letter."""


def add_editor(shown: APIRouter, taken: APIRouter, service: Service) -> None:
    """Add the pages that show a rule's settings, and the routes that take them.

    Args:
        shown: for what only shows something.
        taken: for what comes with a form.
    """
    editor = _Editor(service)

    @shown.get("/alerts/new", response_class=HTMLResponse)
    def new(request: Request, query: str = "") -> Response:
        """Show the form of a new rule."""
        return editor.page(request, "", typed_of({"query": query}))

    @taken.post("/alerts/new")
    def make(request: Request) -> Response:
        """Make a rule."""
        return editor.take(request, "")

    @shown.get("/alerts/rules/{name}", response_class=HTMLResponse)
    def edit(request: Request, name: str) -> Response:
        """Show the settings of a rule, in a form where they can be changed here."""
        return editor.show(request, name)

    @taken.post("/alerts/rules/{name}")
    def save(request: Request, name: str) -> Response:
        """Give a rule other settings."""
        return editor.take(request, name)


class _Editor:
    """The form of a rule."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._templates = Jinja2Templates(directory=Path(__file__).parent / "templates")

    def show(self, request: Request, name: str) -> Response:
        """Show a rule that there is, be it one of the database that cannot be used."""
        rules = rules_of(self._service)
        for rule in rules:
            if rule.name == name:
                return self.page(request, name, typed_of(spec_of(rule)), rule=rule)
        for stored, spec in self._service.stores.alert_rules.list():
            if stored == name:
                problems = (each for each in self._service.alerting.problems if each.key == name)
                faults = by_key((f"{each.what} {each.mend}" for each in problems), _KEYS)
                return self.page(request, name, typed_of(spec), faults)
        raise HTTPException(404, f"There is no rule {name!r}.")

    def take(self, request: Request, name: str) -> Response:
        """Save what a form says, of a new rule where there is no ``name``; or show it again with what is wrong."""
        form = signed_form(
            request, lambda typed, why, status: self.page(request, name, typed, {"token": [(why, "")]}, status=status)
        )
        is_new = not name
        if is_new:
            name = form.one("name").strip()
            if name in stored_names(self._service) or any(name == each.name for each in rules_of(self._service)):
                taken = "There is a rule of this name already. Give this one another, or change that one."
                return self.page(request, "", form, {"name": [(taken, "")]}, status=422)
        elif name not in stored_names(self._service):
            find_rule(self._service, name)  # who deleted it meanwhile does not want it made again
        try:
            put_rule(self._service, name, spec_of_form(form))
        except Refused as error:
            faults = by_key(error.faults, _KEYS, otherwise="name" if is_new else "")
            return self.page(request, "" if is_new else name, form, faults, status=422)
        except HTTPException as error:
            faults = {"": [(str(error.detail), "")]}
            return self.page(request, "" if is_new else name, form, faults, status=error.status_code)
        up = "../" if is_new else "../../"
        return RedirectResponse(f"{up}alerts?done={'made' if is_new else 'saved'}&rule={name}", 303, OF_FORMS)

    def page(  # noqa: PLR0913 - what a page says
        self,
        request: Request,
        name: str,
        typed: Form,
        faults: Faults | None = None,
        *,
        rule: Rule | None = None,
        status: int = 200,
    ) -> Response:
        """Show the form, or of a rule of alerts.yaml what it says."""
        rules = rules_of(self._service)
        rule = rule or next((each for each in rules if each.name == name), None)
        context = {
            "root": "../../" if name else "../",
            "name": name,
            "rule": rule,
            "typed": typed,
            "faults": faults or {},
            "is_elsewhere": rule is not None and rule.origin not in (DATABASE, DEFAULT),
            "put_back": rule is not None and rule.origin == DATABASE and name in shipped(self._service, rules),
            "notes": list(notes(self._service, rule)) if rule is not None and not faults else [],
            **self._choices(typed),
        }
        headers = {**OF_FORMS, **(CHALLENGE if status == 401 else {})}
        return self._templates.TemplateResponse(request, "rule.html", context, status, headers)

    def _choices(self, typed: Form) -> dict[str, Any]:  # Any: for a template
        known = [each.name for each in self._service.alerting.specs]
        strange = [each for each in dict.fromkeys(typed.every("channels")) if each not in known]
        return {
            "channels": [*zip(known, known, strict=True), *((each, f"{each} (cannot be used)") for each in strange)],
            "urgencies": [(each.value, each.value) for each in Urgency],
            "included": [(each, each) for each in _INCLUDED],
            "changes": [(each.value, each.value) for each in ChangeKind],
            "keys": [key for key in (*_TEXTS, *_LISTS, "changes") if typed.one(key)],
            "topics": self._service.topic_labels,
        }


def typed_of(spec: Mapping[str, object]) -> Form:
    """Give a rule's settings as one would type them; what it does not say, as it usually is."""
    usual = Rule("usual")
    fields: dict[str, tuple[str, ...]] = {
        "on": (usual.on.value,),
        "urgency": (usual.urgency.value,),
        "changes": tuple(kind.value for kind in usual.changes),
        "enabled": ("true",),
        **{f"spike_{part}": (_text(getattr(usual.spike, part)),) for part in _SPIKE},
        **{key: (value,) for key, value in _USUAL.items()},
    }
    for key, value in spec.items():
        if isinstance(value, Mapping):
            fields |= {f"{key}_{part}": (_text(each),) for part, each in value.items()}
        elif isinstance(value, list | tuple):
            fields[key] = tuple(map(_text, value))
        else:
            fields[key] = (_text(value),)
    return Form(fields)


def spec_of_form(form: Form) -> dict[str, object]:
    """Give what was typed in the words of alerts.yaml; a field that was left empty says nothing."""
    spec: dict[str, object] = {key: text for key in _TEXTS if (text := form.one(key).strip())}
    spec |= {key: list(ticked) for key in _LISTS if (ticked := form.every(key))}
    changes = form.every("changes")
    is_usual = set(changes) == {kind.value for kind in Rule("usual").changes}
    if not is_usual and (changes or form.one("on") == AlertKind.CHANGE):  # on no change at all, it is refused
        spec["changes"] = list(changes)
    spike = {part: text for part in _SPIKE if (text := form.one(f"spike_{part}").strip())}
    return spec | ({"spike": spike} if spike else {})


def by_key(faults: Iterable[str], keys: Sequence[str], otherwise: str = "") -> dict[str, list[tuple[str, str]]]:
    """Sort faults by the field that each is about, in the order of the form.

    Args:
        keys: of the form.
        otherwise: the field of those that name none of ``keys``.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for fault in faults:
        said, _, mark = fault.partition("\n")
        key, _, rest = said.partition(": ")
        is_named = key in keys
        found.setdefault(key if is_named else otherwise, []).append((rest if is_named else said, mark))
    return {key: found[key] for key in ("", *keys) if key in found}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
