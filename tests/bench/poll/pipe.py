"""How does the bench talk to the processes that it measures?

Not pure: processes and their pipes. In: a command as a dictionary. Out: its answer, one JSON line each way.
world.py, loops.py and polling.py answer; __main__.py and its parts ask.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

#: Where `tests` and `monitor` are imported from, by us and by every process that is started.
ROOT = Path(__file__).absolute().parents[3]

Answer = dict[str, Any]  # Any: JSON


async def answer_commands(act: Callable[[Answer], Awaitable[Answer]]) -> None:
    """Answer the commands of standard input until it ends."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await act(json.loads(line))), flush=True)


def python(module: str, *arguments: str) -> list[str]:
    """Give the command line that runs a module of ours."""
    return [sys.executable, "-m", module, *arguments]


class Process:
    """A process that answers commands, ended when the ``with`` ends.

    Args:
        log: file that takes its standard error.
    """

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self._log = log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                text=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def read(self) -> Answer:
        """Wait for its next line.

        Raises:
            RuntimeError: it has ended; the text is the end of its log.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            said = self._log.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise RuntimeError(f"{self._process.args!r:.200} ended with {self._process.returncode}: {said}")
        answer: Answer = json.loads(line)
        return answer

    def ask(self, **command: object) -> Answer:
        """Send a command and wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self.read()
