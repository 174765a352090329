"""What has this process cost so far, with every process below it?

Not pure: asks the system. In: nothing, or a command to run to its end. Out: CPU seconds, user and system, and memory.

Run as a program (``python -m tests.bench.poll.cpu COMMAND...``) it runs the command as the only child and says what
it took as the last line on standard output: what the command leaves behind is adopted and waited for, so that nobody's
CPU is lost.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.bench.poll.pipe import ROOT, python

_PR_SET_CHILD_SUBREAPER = 36  # Linux: orphans below us become our children


class Meter:
    """Counts CPU from its making on: of this process, of its children that have ended and of those that run."""

    def __init__(self) -> None:
        self._below_s = _below_s()
        self._began = time.monotonic()
        self._own_s = time.process_time()

    def read(self) -> dict[str, float]:
        """Give seconds so far: ``cpu_s`` of all, ``own_s`` of this process alone, ``wall_s`` on the clock."""
        own_s = time.process_time() - self._own_s  # before the search for children, which costs something itself
        wall_s = time.monotonic() - self._began
        return {"cpu_s": own_s + _below_s() - self._below_s, "own_s": own_s, "wall_s": wall_s}


def _below_s() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = 0.0
    for child in psutil.Process().children(recursive=True):
        try:
            times = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        running += times.user + times.system + times.children_user + times.children_system
    return ended.ru_utime + ended.ru_stime + running


def memory_mb() -> dict[str, float]:
    """Give resident memory: ``rss_mb`` of this process, ``heap_mb`` of it that is no file, ``tree_mb`` of all below."""
    own = psutil.Process()
    seen = own.memory_info()
    below = 0
    for process in own.children(recursive=True):
        try:
            below += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    figures = {"rss_mb": seen.rss, "heap_mb": seen.rss - seen.shared, "tree_mb": seen.rss + below}
    return {name: size / 2**20 for name, size in figures.items()}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost, every process below it included.

    Args:
        largest_mb: resident memory of its largest process at its largest.
    """

    cpu_s: float
    wall_s: float
    largest_mb: float
    code: int
    lines: tuple[str, ...]

    def answer(self) -> dict[str, Any]:  # Any: JSON
        """Read the last line it wrote."""
        answer: dict[str, Any] = json.loads(self.lines[-1])  # Any: JSON
        return answer


def run(command: list[str], *, log: Path, environment: dict[str, str], said: str = "") -> Cost:
    """Run a command to its end and say what it cost; ``said`` is its standard input.

    Raises:
        RuntimeError: it could not be started.
    """
    with log.open("ab") as errors:
        done = subprocess.run(
            python("tests.bench.poll.cpu", *command),
            input=said,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env={**os.environ, **environment},
            text=True,
            check=False,
        )
    *lines, figures = done.stdout.splitlines() or [""]
    if not figures.startswith("{"):
        text = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise RuntimeError(f"{command!r:.200} could not be measured: {text}")
    return Cost(**json.loads(figures), lines=tuple(lines))


def _adopt_orphans() -> None:
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:  # elsewhere than on Linux the CPU of orphans is not counted
        prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def main() -> None:
    """Run the command in the arguments and print its cost."""
    _adopt_orphans()
    began = time.monotonic()
    first = subprocess.Popen(sys.argv[1:])
    code = first.wait()
    wall_s = time.monotonic() - began
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "cpu_s": used.ru_utime + used.ru_stime,
        "wall_s": wall_s,
        "largest_mb": used.ru_maxrss / 1024,
        "code": code,
    }
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
