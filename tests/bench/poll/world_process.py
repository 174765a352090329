"""How is a world started, and how is it told what to do?

Not pure: owns the server process of world.py. In: a Plan. Out: the addresses of its feeds, and what was asked of it.
"""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Self

from tests.bench.poll.content import address_of
from tests.bench.poll.pipe import Answer, Process, python
from tests.bench.poll.world import Plan


class WorldProcess:
    """A running world.

    Args:
        folder: for its log.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self._process = Process(python("tests.bench.poll.world", json.dumps(asdict(plan))), folder / "world.log")
        self.port = int(self._process.read()["port"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.__exit__()

    @property
    def urls(self) -> list[str]:
        """Addresses of all feeds, in their order."""
        scheme = "https" if self.plan.certificate else "http"
        return [f"{scheme}://{address_of(number)}:{self.port}/feed/{number}.xml" for number in range(self.plan.feeds)]

    def rebuild(self, *, closing: bool = False) -> None:
        """Begin anew for another client; ``closing`` ends every connection after one answer."""
        self._process.ask(do="rebuild", closing=closing)

    def calm(self, *, is_calm: bool) -> None:
        """Have the hanging and the slow feeds answer at once for a while."""
        self._process.ask(do="calm", is_calm=is_calm)

    def publish(self, one_in: int) -> int:
        """Have one feed in so many publish an entry; give their number."""
        return int(self._process.ask(do="publish", one_in=one_in)["publishing"])

    def counts(self) -> Answer:
        """Say what was asked since the last time: requests, least and most of one feed, unchanged, others."""
        return self._process.ask(do="count")


def make_certificate(feeds: int, folder: Path) -> Path | None:
    """Make a certificate for the addresses of so many feeds; None where there is no openssl that can."""
    names = ",".join(f"IP:{address_of(number)}" for number in range(feeds))
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=bench", "-addext", f"subjectAltName={names}"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both
