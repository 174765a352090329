"""Is every alert told at least once, and at most once more for each kill, however often a process is killed?

Real parts: a process that keeps an article and sends what is due, as the service does, over a real webhook; a receiver
on this machine that has the process killed by SIGKILL at the very moment it is at: when it connects, before a byte of
the message is taken (between keep and send), or when the message was taken whole, before it is answered (between send
and mark).
"""

import json
import multiprocessing
import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_network
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal

import pytest
from pydantic import SecretStr

from monitor.config.settings import Settings
from tests.rooms.sending import send_what_is_due

_KILLS = 50
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.rooms.sending"])  # else each process imports the program anew
Moment = Literal["before", "after"]


@dataclass
class Receiver:
    """A webhook's receiver, which may have the sender killed instead of answering it."""

    kill_when: Moment | None = None
    sender: BaseProcess | None = None
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
        assert self.sender is not None
        assert self.sender.pid is not None
        os.kill(self.sender.pid, signal.SIGKILL)
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


def started(settings: Settings, number: int) -> BaseProcess:
    """A process that keeps an article (0: none) and sends what is due."""
    process = _PROCESSES.Process(target=send_what_is_due, args=[settings, number])
    process.start()
    return process


@pytest.fixture
def settings_of(database_url: str, tmp_path: Path) -> partial[Settings]:
    networks = (ip_network("127.0.0.0/8"),)
    url = SecretStr(database_url)
    return partial(Settings, data_dir=tmp_path, database_url=url, allow_networks=networks, domain_pause_s=0.0)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_fifty_kills_lose_nothing_and_repeat_at_most_one_message_each(
    settings_of: partial[Settings], moment: Moment
) -> None:
    with receiving() as (receiver, address):
        settings = settings_of(webhook_url=SecretStr(address))
        receiver.kill_when = moment
        repeated = [0]
        for number in range(1, _KILLS + 1):
            receiver.killed.clear()
            receiver.sender = started(settings, number)
            assert receiver.killed.wait(30), "nothing was sent"
            receiver.sender.join(10)
            assert receiver.sender.exitcode == -signal.SIGKILL
            repeated.append(receiver.repeated)
        receiver.kill_when = None
        last = started(settings, 0)
        last.join(60)
        assert last.exitcode == 0
        repeated.append(receiver.repeated)

    told = Counter(item["article"]["url"] for _, body in receiver.received for item in json.loads(body)["items"])
    keys = Counter(key for key, _ in receiver.received)
    assert set(told) == {f"https://akorda.example/{number}" for number in range(1, _KILLS + 1)}
    assert sum(keys.values()) - len(keys) <= (_KILLS if moment == "after" else 0)
    # Of each process that was killed the next repeats one message at most, the one that it had not noted.
    assert max(after - before for before, after in pairwise(repeated)) <= 1
    assert len(set(receiver.received)) == len(keys)  # each repetition is the same message, byte for byte
    assert (moment == "before") == (set(told.values()) == {1})
