"""How does a test run the whole program, as its user would?

Not pure: starts processes. In: a folder and a news world. Out: commands with their output, a running service.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request  # noqa: TID251 - a test asks the service's own web part
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.demo.journal import Received
from monitor.demo.thread import WorldThread

_READY = "web.listening"


def announced_urls(messages: Iterable[Received]) -> list[str]:
    """Give the addresses of the articles that messages announce; of a message that came again, once."""
    by_key = {message.headers["Idempotency-Key"]: message.json for message in messages}
    payloads = [payload for payload in by_key.values() if isinstance(payload, dict)]
    return [str(item["article"]["url"]) for payload in payloads for item in payload["items"]]


@dataclass
class Done:
    """A command that ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # Any: JSON
        assert self.out, self.err
        return json.loads(self.out)

    def lines(self) -> list[Any]:  # Any: JSON
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Installation:
    """An installed monitor with a data folder and a feeds.yaml of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def watching(cls, world: WorldThread, folder: Path, **settings: str) -> "Installation":
        """Make one that watches a world, and posts its alerts there."""
        made = cls(folder)
        made.write_feeds(world.feeds_yaml("1m"))
        made.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("MONITOR_", "PYTHON"))},
            "MONITOR_DATA_DIR": str(folder / "data"),
            "MONITOR_FEEDS": str(folder / "feeds.yaml"),
            "MONITOR_LISTEN": "127.0.0.1:0",
            "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8",
            "MONITOR_DOMAIN_PAUSE_S": "0",
            "MONITOR_POLL_FLOOR_S": "0",
            "MONITOR_WEBHOOK_URL": world.hook_url,
            "MONITOR_LOG_FORMAT": "json",
            **settings,
        }
        return made

    def tell_at_once(self) -> None:
        """Have every matching article told at once, by itself or in a digest, however often its story was told."""
        text = "rules:\n  everything: {query: 'topic:kazakhstan OR topic:csto OR topic:sco', per_story: none}\n"
        (self.folder / "alerts.yaml").write_text(text, encoding="utf-8")

    def write_feeds(self, text: str) -> None:
        (self.folder / "feeds.yaml").write_text(text, encoding="utf-8")

    def run(self, *arguments: str, timeout_s: float = 60, given: str = "") -> Done:
        """Run a command to its end; ``given`` is its standard input."""
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *arguments],
            env=self.environment,
            cwd=self.folder,
            input=given,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def articles(self) -> list[dict[str, Any]]:  # Any: JSON
        """List the archive."""
        return self.run("articles", "list", "--jsonl").lines()

    @contextmanager
    def service(self) -> Iterator["Running"]:
        """Run the service; it is killed at the end unless it has ended."""
        log = (self.folder / "service.log").open("a+b")
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run"],
            env=self.environment,
            cwd=self.folder,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield Running(process, self.folder / "service.log", log.tell())
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(10)
            log.close()


@dataclass
class Running:
    """A service that runs."""

    process: subprocess.Popen[bytes]
    log: Path
    log_start: int

    def events(self) -> list[dict[str, Any]]:  # Any: JSON
        """Give what it has logged so far."""
        lines = self.log.read_bytes()[self.log_start :].splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.startswith(b"{") and line.endswith(b"\n")]

    def until(self, event: str, *, timeout_s: float = 30) -> dict[str, Any]:  # Any: JSON
        """Wait for a line of the log."""
        until = time.monotonic() + timeout_s
        while True:
            for line in self.events():
                if line["event"] == event:
                    return line
            assert self.process.poll() is None, f"it ended ({self.process.returncode}): {self.log.read_text()[-3000:]}"
            assert time.monotonic() < until, f"no {event}: {self.log.read_text()[-3000:]}"
            time.sleep(0.05)

    def until_times(self, event: str, times: int, *, timeout_s: float = 30) -> None:
        """Wait until a line of the log has come so many times."""
        until = time.monotonic() + timeout_s
        while sum(line["event"] == event for line in self.events()) < times:
            assert time.monotonic() < until, f"fewer than {times} of {event}: {self.log.read_text()[-3000:]}"
            time.sleep(0.05)

    def get(self, path: str) -> tuple[int, str]:
        """Ask its web part."""
        address = self.until(_READY)["address"]
        try:
            with urllib.request.urlopen(address + path, timeout=10) as answer:  # noqa: S310, TID251 - our own service
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def terminate(self, timeout_s: float) -> int:
        """Ask it to end, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout_s)
