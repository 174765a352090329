"""What does a message look like in a channel's own form?

Not pure: reads templates, ours and the owner's. In: a payload as message.py makes it. Out: a subject and a body, which
the channels send.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Template

from monitor.alert.rendering.forms import Form
from monitor.alert.rendering.samples import PAYLOADS
from monitor.alert.rendering.sandbox import MOST_SOURCE, BadTemplate, TooLong, compiled, run
from monitor.alert.rendering.view import Room, view_of

__all__ = ["BadTemplate", "Form", "Rendered", "Renderer"]

_OURS = Path(__file__).parent / "templates"
_LEAST, _MOST = 1_000, 60_000  # characters that a service may be said to take
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# Less and less of a message is shown until it is as short as its form asks: texts first, then items.
_ROOMS = (
    Room(),
    Room(title=160, matches=5, sentence=300, link=2_000),
    Room(title=100, matches=3, sentence=200, name=60, link=500),
    Room(title=70, matches=3, sentence=200, name=40, link=200),
    Room(items=12, title=70, matches=2, sentence=160, name=40, link=200),
    Room(items=6, title=70, matches=2, sentence=120, name=30, link=150),
    Room(items=3, title=60, matches=1, sentence=80, name=20, link=100),
    Room(items=1, title=40, matches=1, sentence=40, name=20, link=100),
)


@dataclass(frozen=True, slots=True)
class _Message:
    """What is to be written: a payload in a form, in so many characters, with what went wrong before."""

    payload: Mapping[str, object]
    form: Form
    most: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as people read it.

    Args:
        subject: plain text on one line, of at most 150 characters, whatever the form of the body: where a channel puts
            it into markup, it has to escape it. The body says all of it again.
    """

    subject: str
    body: str


class Renderer:
    """Writes messages by our templates, or by the owner's.

    Args:
        labels: what a topic is called, by its id.
        base_url: where our pages are, "" where nobody can reach them: messages have no link to them then.
        folder: where the owner's templates lie, None for none.
        of_rule: gives the template that a rule names, "" where it names none: it goes before a channel's.
    """

    def __init__(
        self,
        labels: Mapping[str, str],
        base_url: str = "",
        folder: Path | None = None,
        of_rule: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._of_rule = of_rule
        self._labels = dict(labels)
        self._base_url = base_url
        self._folder = folder
        self._ours = {form: _read(_OURS / f"message.{form}", f"message.{form}", form) for form in Form}
        self._owners: dict[tuple[str, Form], tuple[tuple[int, int], Template]] = {}

    def render(
        self, payload: Mapping[str, object], form: Form, template: str = "", *, longest: int | None = None
    ) -> Rendered:
        """Write a message.

        What is wrong with a template of the owner's never stops a message: it is written by ours then, and the last
        line says what is wrong.

        Args:
            template: name of the owner's, as in ``check``; "" for ours. That of the message's first rule that names one
                goes before it.
            longest: characters that the channel's service takes, 1,000 at least; None takes what ``Form.longest`` says.
        """
        most = form.longest if longest is None else min(max(longest, _LEAST), _MOST)
        message = _Message(payload, form, most)
        rules = payload.get("rules")
        of_rules = map(self._of_rule, map(str, rules if isinstance(rules, list) else ()))
        template = next(filter(None, of_rules), template)
        try:
            owners = self._owners_template(template, form) if template else None
            if owners is not None:
                return self._written(message, owners)
        except BadTemplate as error:
            message = replace(message, problem=f"The template {template} failed, so this is ours. {error}"[:300])
        return self._written(message, self._ours[form])

    def faults(self, template: str) -> tuple[str, ...]:
        """Say what is wrong with a template of the owner's in any form, each once; nothing is wrong with ""."""
        found = (self.check(template, form) for form in Form) if template else ()
        return tuple(dict.fromkeys(filter(None, found)))

    def check(self, template: str, form: Form) -> str | None:
        """Say what is wrong with a template of the owner's, None where every kind of message can be written by it.

        Args:
            template: a file's name in the folder, "brief.html", which is used in that form only; or what the names of
                several begin with, "brief", of which each form takes its own: brief.html, brief.plain.
        """
        try:
            owners = self._owners_template(template, form)
            if owners is not None:
                for payload in PAYLOADS:
                    self._written(_Message(payload, form, form.longest), owners)
        except BadTemplate as error:
            return str(error)
        return None

    def _written(self, message: _Message, template: Template) -> Rendered:
        for room in _ROOMS:
            view = view_of(message.payload, self._labels, self._base_url, room)
            view["problem"] = message.problem
            try:
                # Blanks at the ends of lines, which are dropped, are no part of a message.
                body = _tidied(run(template, view, 2 * message.most), message.form)
            except TooLong:
                continue
            if len(body) <= message.most:
                return Rendered(str(view["subject"]), body)
        raise BadTemplate(
            f"{template.name} makes more than {message.most:,} characters of the shortest message. "
            f"No more can be sent as {message.form}."
        )

    def _owners_template(self, name: str, form: Form) -> Template | None:
        """Find and read a template of the owner's; None where its files are for other forms."""
        path = self._file(name, form)
        if path is None:
            return None
        try:
            state = path.stat()
        except OSError as error:
            raise BadTemplate(f"{path.name} cannot be read: {error.strerror}.") from error
        stamp = state.st_mtime_ns, state.st_size
        known = self._owners.get((name, form))
        if known is not None and known[0] == stamp:
            return known[1]
        template = _read(path, path.name, form)
        self._owners[name, form] = stamp, template
        return template

    def _file(self, name: str, form: Form) -> Path | None:
        """Find a template's file, which always ends in its form: in its folder may lie what is not to be sent."""
        if self._folder is None:
            raise BadTemplate("No folder of templates is set.")
        if _NAME.fullmatch(name) is None:
            raise BadTemplate("Its name is no file's name: letters, digits, '.', '-' and '_', and no folder.")
        folder = self._folder.resolve()
        stem, _, suffix = name.rpartition(".")
        stem = stem if suffix in list(Form) else name
        files = {each: folder / f"{stem}.{each}" for each in Form if stem == name or suffix == each}
        found = {each: file for each, file in files.items() if file.is_file()}
        if not found:
            raise BadTemplate(f"Beside alerts.yaml there is no {', no '.join(file.name for file in files.values())}.")
        path = found.get(form)
        if path is not None and path.is_symlink() and path.resolve().parent != folder:
            raise BadTemplate(f"{path.name} leads out of the folder of templates.")
        return path


def _read(path: Path, name: str, form: Form) -> Template:
    try:
        with path.open("rb") as file:
            source = file.read(4 * MOST_SOURCE + 1).decode("utf-8")
    except OSError as error:
        raise BadTemplate(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadTemplate(f"{name} is not UTF-8.") from error
    return compiled(source, name, form)


def _tidied(body: str, form: Form) -> str:
    """Drop blanks at the ends of lines, and all but one empty line between two; make one line where one is asked."""
    if form is Form.LINE:
        return " ".join(body.split())
    lines = (line.rstrip() for line in body.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
