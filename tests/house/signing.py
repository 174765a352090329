"""Whom do tests of the forms have: a service that runs, and who may change something there?

Not pure: starts a news world and a service. In: a folder. Out: forms that are filled in, and what became of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from monitor.demo.thread import WorldThread
from tests.house.asking import Answer, ask
from tests.house.installation import Installation, Running

FORM = "application/x-www-form-urlencoded"
ALERTS = """\
channels:
  down:
    webhook: http://127.0.0.1:1/nobody-listens
defaults: keep
rules:
  from-the-file:
    query: topic:csto lang:kk
    owner: anna
"""


@dataclass
class Signed:
    """A service with a message that was given up, and who may change something there."""

    world: WorldThread
    service: Running
    installation: Installation
    read: str
    admin: str

    def see(self, path: str) -> Answer:
        return ask(self.service, path)

    def send(self, path: str, *headers: tuple[str, str], **fields: object) -> Answer:
        """Fill in a form with the admin's token, unless another is given."""
        body = urlencode({"token": self.admin, **fields}, doseq=True).encode()
        return ask(self.service, path, method="POST", body=body, headers={"Content-Type": FORM, **dict(headers)})

    def fill(self, path: str, **typed: object) -> Answer:
        """Fill in the form of a page as a browser does: what was not typed goes along as the page shows it."""
        return self.send(path, **{**fields_of(self.see(path)), **typed})

    def api(self, path: str) -> Any:  # Any: JSON
        return ask(self.service, f"/api/v1/alerts{path}").json()

    def rules(self) -> dict[str, dict[str, Any]]:  # Any: JSON
        return {rule["name"]: rule for rule in self.api("/rules")["rules"]}

    def state(self) -> object:
        """Give all that a form can change."""
        rules = {name: rule["spec"] for name, rule in self.rules().items()}
        dead = self.api("/deliveries?state=dead")["deliveries"]
        return rules, self.api("/silences?ended=true"), self.api("/snoozes"), [each["id"] for each in dead]


class _Fields(HTMLParser):
    """What a browser would send of the forms of a page, but for the token."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            self.found[name] = [""]
        elif tag == "option" and "selected" in given:
            self.found[self._select] = [given.get("value") or ""]
        elif tag == "input" and name != "token" and ("checked" in given or given.get("type") != "checkbox"):
            self.found.setdefault(name, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.found[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self._textarea] = [self.found[self._textarea][0].removeprefix("\n")]
            self._textarea = ""


def fields_of(page: Answer) -> dict[str, list[str]]:
    """Give what the form of a page holds."""
    fields = _Fields()
    fields.feed(page.text)
    return fields.found


@contextmanager
def sign_in(folder: Path) -> Iterator[Signed]:
    """Run a service that has told of an article, and could not tell of it over one channel."""
    with WorldThread() as world:
        (folder / "alerts.yaml").write_text(ALERTS, encoding="utf-8")
        installation = Installation.watching(world, folder, MONITOR_ALERTS=str(folder / "alerts.yaml"))
        read, admin = (
            installation.run("token", "create", scope, "--scope", scope).out.strip() for scope in ("read", "admin")
        )
        installation.run("poll", "--all")  # what is there at first is no news
        world.answer_hooks(400)
        world.publish("en-wire")
        installation.run("poll", "--all")
        world.answer_hooks(200)
        with installation.service() as service:
            yield Signed(world, service, installation, read, admin)
