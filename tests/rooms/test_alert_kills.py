"""Is every alert told at least once, and at most once more for each kill, however often a process is killed?

Real parts: a process that keeps an article and sends what is due, as the service does, over a real webhook; a receiver
on this machine that has the process killed by SIGKILL at the very moment it is at: when it connects, before a byte of
the message is taken (between keep and send), or when the message was taken whole, before it is answered (between send
and mark).
"""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest

_KILLS = 50
_ROOT = Path(__file__).parents[2]
Moment = Literal["before", "after"]


@dataclass
class Receiver:
    """A webhook's receiver, which may have the sender killed instead of answering it."""

    kill_when: Moment | None = None
    senders: "queue.SimpleQueue[int]" = field(default_factory=queue.SimpleQueue)
    received: list[tuple[str, bytes]] = field(default_factory=list)
    killed: threading.Event = field(default_factory=threading.Event)

    @property
    def repeated(self) -> int:
        """How many of the messages were received before."""
        return len(self.received) - len({key for key, _ in self.received})

    def serve(self, server: socket.socket) -> None:
        """Take one request a connection until the socket is closed."""
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                self._take(connection)

    def _take(self, connection: socket.socket) -> None:
        if self.kill_when == "before":
            self._kill()
            return
        with connection.makefile("rb") as request:
            headers = {}
            for line in iter(request.readline, b"\r\n"):
                name, _, value = line.decode().partition(":")
                headers[name.lower()] = value.strip()
            body = request.read(int(headers["content-length"]))
        self.received.append((headers["idempotency-key"], body))
        if self.kill_when == "after":
            self._kill()
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def _kill(self) -> None:
        os.kill(self.senders.get(timeout=10), signal.SIGKILL)
        self.killed.set()


@contextmanager
def receiving() -> Iterator[tuple[Receiver, str]]:
    receiver, server = Receiver(), socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=receiver.serve, args=[server])
    thread.start()
    try:
        yield receiver, f"http://127.0.0.1:{server.getsockname()[1]}/hook"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(10)


@dataclass
class Nursery:
    """A program that forks processes which keep an article and send what is due."""

    program: "subprocess.Popen[str]"
    environ: dict[str, str]

    def start(self, number: int) -> int:
        """Have one keep article ``number`` (0: none) and send; give its number."""
        assert self.program.stdin is not None
        self.program.stdin.write(json.dumps({"environ": self.environ, "number": number}) + "\n")
        self.program.stdin.flush()
        return self._answer()

    def ended(self) -> int:
        """Wait for its end; give its exit code."""
        return self._answer()

    def _answer(self) -> int:
        assert self.program.stdout is not None
        return int(self.program.stdout.readline())


@pytest.fixture
def nursery(database_url: str, tmp_path: Path) -> Iterator[Nursery]:
    environ = {
        "MONITOR_DATA_DIR": str(tmp_path),
        "MONITOR_DATABASE_URL": database_url,
        "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8",
        "MONITOR_DOMAIN_PAUSE_S": "0",
    }
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.rooms.sending"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, text=True) as program:
        yield Nursery(program, environ)
        program.kill()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_fifty_kills_lose_nothing_and_repeat_at_most_one_message_each(nursery: Nursery, moment: Moment) -> None:
    with receiving() as (receiver, address):
        nursery.environ["MONITOR_WEBHOOK_URL"] = address
        receiver.kill_when = moment
        repeated = [0]
        for number in range(1, _KILLS + 1):
            receiver.killed.clear()
            receiver.senders.put(nursery.start(number))
            assert receiver.killed.wait(30), "nothing was sent"
            assert nursery.ended() == -signal.SIGKILL
            repeated.append(receiver.repeated)
        receiver.kill_when = None
        nursery.start(0)
        assert nursery.ended() == 0
        repeated.append(receiver.repeated)

    told = Counter(item["article"]["url"] for _, body in receiver.received for item in json.loads(body)["items"])
    keys = Counter(key for key, _ in receiver.received)
    assert set(told) == {f"https://akorda.example/{number}" for number in range(1, _KILLS + 1)}
    assert sum(keys.values()) - len(keys) <= (_KILLS if moment == "after" else 0)
    # Of each process that was killed the next repeats one message at most, the one that it had not noted.
    assert max(after - before for before, after in pairwise(repeated)) <= 1
    assert len(set(receiver.received)) == len(keys)  # each repetition is the same message, byte for byte
    assert (moment == "before") == (set(told.values()) == {1})
