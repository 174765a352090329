"""/alerts/new and /alerts/rules/NAME: what does a rule say, and what shall it say?

Not pure: reads and writes the rules of the database. In: a form with a rule's settings in the words of alerts.yaml, and
an ``admin`` token. Out: the form, with each fault beside its field and all that was typed; or back to /alerts.

The form bears a digest of what the rule was when it was shown, so that of two people who edit one rule, the second to
save is told what the first has changed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from monitor.config.alerts import spec_of
from monitor.core.records.alerts import AlertKind, Rule, Urgency
from monitor.core.records.changes import ChangeKind
from monitor.service import Service
from monitor.web.alerts import find_rule, rules_of
from monitor.web.alerts_board import DATABASE, DEFAULT, shipped
from monitor.web.alerts_changes import Refused, refuse_elsewhere, swap_rule
from monitor.web.guarding import Form, signed_form
from monitor.web.pages import Faults, back_to_alerts, form_page, quoted

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
_WAS = "was"
_CHANGED = (
    "Somebody else changed this rule while you did. What you typed is still here: save it again to have it take the "
    "place of what the rule is now, which is below."
)
_TAKEN = "There is a rule of this name already. Give this one another, or change that one."
_PARTS = "Not all fields of the form came, so that nothing was changed. Load its page again, and fill it in."


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
        return editor.make(request)

    @shown.get("/alerts/rules/{name}", response_class=HTMLResponse)
    def edit(request: Request, name: str) -> Response:
        """Show the settings of a rule, in a form where they can be changed here."""
        return editor.show(request, name)

    @taken.post("/alerts/rules/{name}")
    def save(request: Request, name: str) -> Response:
        """Give a rule other settings."""
        return editor.save(request, name)


class _Editor:
    """The form of a rule."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def show(self, request: Request, name: str) -> Response:
        """Show a rule that there is, be it one of the database that cannot be used."""
        stored = self._stored(name)
        for rule in rules_of(self._service):
            if rule.name == name:
                spec = spec_of(rule)
                return self.page(request, name, typed_of(spec, _digest(spec if stored is None else stored)))
        if stored is None:
            raise HTTPException(404, f"There is no rule {quoted(name)}.")
        problems = (each for each in self._service.alerting.problems if each.key == name)
        faults = by_key((f"{each.what} {each.mend}" for each in problems), _KEYS)
        return self.page(request, name, typed_of(stored, _digest(stored)), faults)

    def make(self, request: Request) -> Response:
        """Make a rule of what a form says; or show it again with what is wrong."""

        def again(typed: Form, faults: Faults, status: int = 422) -> Response:
            return self.page(request, "", typed, faults, status=status)

        form = signed_form(request, again)
        _require_parts(form, "name", "query", "on")
        name = form.one("name").strip()
        is_taken = self._stored(name) is not None or any(name == each.name for each in rules_of(self._service))
        try:
            if is_taken or not swap_rule(self._service, name, None, spec_of_form(form)):
                return again(form, {"name": [(_TAKEN, "")]})
        except Refused as error:
            return again(form, by_key(error.faults, _KEYS, otherwise="name"))
        return back_to_alerts(request, f"made&rule={name}")

    def save(self, request: Request, name: str) -> Response:
        """Give a rule the settings that a form says; or show it again with what is wrong."""

        def again(typed: Form, faults: Faults, status: int = 422) -> Response:
            return self.page(request, name, typed, faults, status=status)

        form = signed_form(request, again)
        refuse_elsewhere(self._service, name)
        stored = self._stored(name)
        # Who deleted it meanwhile does not want it made again.
        was = spec_of(find_rule(self._service, name)) if stored is None else stored
        _require_parts(form, _WAS, "query", "on")
        try:
            is_same = form.one(_WAS) == _digest(was)
            if not is_same or not swap_rule(self._service, name, stored, spec_of_form(form)):
                return self._show_what_it_is_now(request, name, form)
        except Refused as error:
            return again(form, by_key(error.faults, _KEYS))
        return back_to_alerts(request, f"saved&rule={name}")

    def _show_what_it_is_now(self, request: Request, name: str, form: Form) -> Response:
        stored = self._stored(name)
        spec = spec_of(find_rule(self._service, name)) if stored is None else stored
        typed = Form({**form.fields, _WAS: (_digest(spec),)})
        now = tuple(_apart(typed_of(spec), form))
        return self.page(request, name, typed, {"": [(_CHANGED, "")]}, status=409, now=now)

    def _stored(self, name: str) -> Mapping[str, object] | None:
        return dict(self._service.stores.alert_rules.list()).get(name)

    def page(  # noqa: PLR0913 - what a page says
        self,
        request: Request,
        name: str,
        typed: Form,
        faults: Faults | None = None,
        *,
        status: int = 200,
        now: Sequence[tuple[str, str]] = (),
    ) -> Response:
        """Show the form, or of a rule of alerts.yaml what it says; without the database, which may be away.

        Args:
            now: what a rule says where something else was typed, by field.
        """
        rules = self._service.alerting.rules
        rule = next((each for each in rules if each.name == name), None)
        return form_page(
            request,
            "rule.html",
            status,
            name=name,
            rule=rule,
            typed=typed,
            faults=faults or {},
            now=now,
            is_elsewhere=rule is not None and rule.origin not in (DATABASE, DEFAULT),
            put_back=rule is not None and rule.origin == DATABASE and name in shipped(self._service, rules),
            notes=self._service.alerting.notes_on(rule) if rule is not None and not faults else (),
            **self._choices(typed),
        )

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


def typed_of(spec: Mapping[str, object], digest: str = "") -> Form:
    """Give a rule's settings as one would type them; what it does not say, as it usually is.

    Args:
        digest: of what the rule is; "" where there is none yet.
    """
    usual = Rule("usual")
    fields: dict[str, tuple[str, ...]] = {
        "on": (usual.on.value,),
        "urgency": (usual.urgency.value,),
        "changes": tuple(kind.value for kind in usual.changes),
        "enabled": ("true",),
        **{f"spike_{part}": (_text(getattr(usual.spike, part)),) for part in _SPIKE},
        **{key: (value,) for key, value in _USUAL.items()},
        _WAS: (digest,),
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


def _require_parts(form: Form, *fields: str) -> None:
    """Refuse what no page has sent: without its fields, a form would say that all is to be as usual."""
    if not form.fields.keys() >= set(fields):
        raise HTTPException(400, _PARTS)


def _digest(spec: Mapping[str, object]) -> str:
    return sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()


def _apart(now: Form, typed: Form) -> Iterator[tuple[str, str]]:
    """Give what a rule says where something else was typed."""
    for field in (*_TEXTS, *_LISTS, "changes", *(f"spike_{part}" for part in _SPIKE)):
        said, meant = now.every(field), typed.every(field)
        if [each.strip() for each in said if each.strip()] != [each.strip() for each in meant if each.strip()]:
            yield field, ", ".join(said)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
