"""Does an article arrive everywhere, once, by real parts?

A news world, the whole service, an SMTP server, a webhook's receiver, and Debian's Alertmanager with a receiver of its
own. tests/rooms/test_alert_kills.py kills the sender a hundred times; test_operator_alerts.py has Prometheus watch.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from monitor.demo.journal import Received
from monitor.demo.thread import WorldThread
from tests.house.installation import Installation
from tests.prometheus import Server, alertmanager, free_port
from tests.rooms.mail import MailRoom, part

_SECRET = "a secret of twenty letters"
_RULES = """\
channels:
  desk: {{email: "smtp://127.0.0.1:{smtp}", from: monitor@news.example, to: desk@news.example}}
  hook: {{webhook: "{hook}", secret_env: HOOK_SECRET}}
  on-call: {{alertmanager: "{manager}"}}
rules:
  everything:
    query: topic:kazakhstan OR topic:csto OR topic:sco
    channels: [desk, hook, on-call]
    per_story: none
"""


@dataclass
class Parts:
    """Everything that runs."""

    world: WorldThread
    mail: MailRoom
    manager: Server
    installation: Installation

    def posted(self, path: str) -> list[Received]:
        return [each for each in self.world.received if each.path == path]

    def letters(self) -> list[EmailMessage]:
        return self.mail.letters

    def alerts(self) -> list[dict[str, Any]]:  # Any: JSON
        """Give what Alertmanager told its receiver."""
        told = [each.json for each in self.posted("/on-call")]
        return [alert for message in told if isinstance(message, dict) for alert in message["alerts"]]


@contextmanager
def mail_room() -> Iterator[tuple[MailRoom, int]]:
    room = MailRoom()
    port = free_port()
    controller = Controller(room, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield room, port
    finally:
        controller.stop()


@pytest.fixture
def parts(world: WorldThread, tmp_path: Path) -> Iterator[Parts]:
    base = world.hook_url.removesuffix("/webhook")
    receiver = {"name": "here", "webhook_configs": [{"url": f"{base}/on-call"}]}
    route = {"receiver": "here", "group_by": ["..."], "group_wait": "0s", "group_interval": "1s"}
    with ExitStack() as stack:
        mail, port = stack.enter_context(mail_room())
        manager = stack.enter_context(alertmanager(tmp_path / "manager", {"route": route, "receivers": [receiver]}))
        installation = Installation.watching(world, tmp_path, MONITOR_WEBHOOK_URL="", HOOK_SECRET=_SECRET)
        text = _RULES.format(smtp=port, hook=f"{base}/hook", manager=manager.url)
        (tmp_path / "alerts.yaml").write_text(text, encoding="utf-8")
        yield Parts(world, mail, manager, installation)


def test_an_article_arrives_in_a_letter_at_a_webhook_and_over_alertmanager_once(parts: Parts) -> None:
    parts.world.publish("en-wire")
    with parts.installation.service() as service:
        service.until_times("alert.sent", 3)
        parts.manager.until(parts.alerts)
        parts.installation.run("poll", "--all")  # finds nothing new, and tells nobody again

        url = parts.world.article_url("en-wire")
        (article,) = parts.installation.articles()
        (letter,), (hooked,), (alert,) = parts.letters(), parts.posted("/hook"), parts.alerts()

    assert article["title"] in str(letter["Subject"])
    assert url in part(letter, "plain")
    assert url in part(letter, "html")
    assert isinstance(hooked.json, dict)
    assert [item["article"]["url"] for item in hooked.json["items"]] == [url]
    assert alert["labels"]["alertname"] == "everything"
    assert url in json.dumps(alert)
    assert hooked.headers["Idempotency-Key"] != str(letter["Message-ID"]).strip("<").partition("@")[0]


def test_a_webhook_can_tell_that_a_message_is_ours(parts: Parts) -> None:
    parts.world.publish("en-wire")

    parts.installation.run("poll", "--all")

    (hooked,) = parts.posted("/hook")
    signed = hmac.new(_SECRET.encode(), hooked.body, hashlib.sha256).hexdigest()
    assert hooked.headers["X-Monitor-Signature"] == f"sha256={signed}"


def test_a_mail_server_that_is_away_delays_nobody_and_gets_its_letter_later(parts: Parts) -> None:
    parts.mail.to_data.append("451 4.3.0 Try again later")
    parts.world.publish("en-wire")

    first = parts.installation.run("poll", "--all", "--json")

    assert first.json()["alerts_failed"] == 1
    assert (len(parts.letters()), len(parts.posted("/hook"))) == (0, 1)
    with parts.installation.service() as service:
        service.until("alert.sent", timeout_s=40)
    assert (len(parts.letters()), len(parts.posted("/hook"))) == (1, 1)
