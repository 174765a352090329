"""Where does a test get a real Prometheus and a real Alertmanager from?

Not pure: starts Debian's programs on free ports of 127.0.0.1, each with a folder of its own, and ends them by their
process. In: their configuration (written as JSON, which is YAML). Out: running servers to ask. A program that is
missing is an error, never a skip.
"""

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request  # noqa: TID251 - a test asks servers that it started itself
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_START_S = 30.0
#: What Debian calls them, then what their own releases do.
_NAMES = {"alertmanager": ("prometheus-alertmanager", "alertmanager")}


def program(name: str) -> str:
    """Give the path of prometheus, promtool, alertmanager or amtool."""
    for each in _NAMES.get(name, (name,)):
        if found := shutil.which(each):
            return found
    raise RuntimeError(
        f"These tests need the program {name}. Install Debian's packages prometheus and prometheus-alertmanager "
        "(their services need not run), or put the programs of prometheus.io on the PATH."
    )


def run(name: str, *arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run promtool or amtool to its end."""
    return subprocess.run(
        [program(name), *arguments], cwd=folder, capture_output=True, text=True, timeout=90, check=False
    )


@dataclass(frozen=True, slots=True)
class Server:
    """A Prometheus or an Alertmanager that runs."""

    url: str
    log: Path

    def ask(self, path: str, **query: str) -> Any:  # Any: JSON
        """Ask its API; of an error, the text that it gives is raised."""
        address = f"{self.url}{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310, TID251 - our own server
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{path} {query}: {error.read().decode()}") from None

    def post(self, path: str, given: object) -> None:
        """Give its API something."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", json.dumps(given).encode(), headers)  # noqa: S310, TID251 - our own server
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310, TID251 - as above
            pass

    def query(self, expression: str) -> list[dict[str, Any]]:  # Any: JSON
        """Evaluate an expression of PromQL now; a number is a series without labels."""
        data = self.ask("/api/v1/query", query=expression)["data"]
        if data["resultType"] == "scalar":
            return [{"metric": {}, "value": data["result"]}]
        return list(data["result"])

    def until(self, is_so: Callable[[], object], *, timeout_s: float = 30.0) -> None:
        """Wait until something holds, such as that a scrape has brought something."""
        deadline = time.monotonic() + timeout_s
        while not is_so():
            assert time.monotonic() < deadline, f"it never held; the log: {self.log.read_text()[-3000:]}"
            time.sleep(0.1)


@contextmanager
def prometheus(folder: Path, config: Mapping[str, object]) -> Iterator[Server]:
    """Run a Prometheus with this configuration; paths in it are below ``folder``."""
    folder.mkdir(exist_ok=True)
    (folder / "prometheus.yml").write_text(json.dumps(config), encoding="utf-8")
    # An alert that fires before Alertmanager is found is told again only after this.
    settings = ["--config.file=prometheus.yml", "--storage.tsdb.path=data", "--rules.alert.resend-delay=1s"]
    with _running("prometheus", folder, settings) as server:
        yield server


@contextmanager
def alertmanager(folder: Path, config: Mapping[str, object]) -> Iterator[Server]:
    """Run an Alertmanager with this configuration, alone."""
    folder.mkdir(exist_ok=True)
    (folder / "alertmanager.yml").write_text(json.dumps(config), encoding="utf-8")
    settings = ["--config.file=alertmanager.yml", "--storage.path=data", "--cluster.listen-address="]
    with _running("alertmanager", folder, settings) as server:
        yield server


@contextmanager
def _running(name: str, folder: Path, settings: Sequence[str]) -> Iterator[Server]:
    address, log = f"127.0.0.1:{free_port()}", folder / f"{name}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [program(name), *settings, f"--web.listen-address={address}"], cwd=folder, stdout=stream, stderr=stream
        )
    server = Server(f"http://{address}", log)
    try:
        server.until(lambda: _is_ready(server, process), timeout_s=_START_S)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:  # its data is thrown away in any case
            process.kill()
            process.wait()


def _is_ready(server: Server, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, f"it ended: {server.log.read_text()[-3000:]}"
    try:
        with urllib.request.urlopen(f"{server.url}/-/ready", timeout=5) as answer:  # noqa: S310, TID251 - our own server
            return bool(answer.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """Give a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
