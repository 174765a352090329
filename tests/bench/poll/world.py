"""Who serves the feeds that the bench polls?

Not pure: a server process; its CPU is never counted. In: a Plan as JSON in the first argument, then one command a
line on standard input. Out: one JSON line for each: its port, then what it was asked for. world_process.py starts it.

HTTP/1.1 by hand over ready-made bytes, so that the server takes as little as it can of the shared processors.
Feed n has a loopback address of its own; four of five have validators, and a conditional request gets its 304.
"""

import asyncio
import errno
import json
import resource
import socket
import ssl
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from monitor.observe.clock import SystemClock
from tests.bench.poll.content import address_of, document
from tests.bench.poll.pipe import answer_commands

_SLOW_S = 3.0
_PRIME = 7_919  # steps through a list of any shorter length, each place once


@dataclass(frozen=True, slots=True)
class Plan:
    """What the world is made of.

    Args:
        entries: shown by each feed.
        without_validators: one feed in so many has neither ETag nor Last-Modified; 0 for none.
        hanging: so many feeds take the request and never answer.
        slow: so many answer after three seconds.
        dead: so many refuse the connection.
        certificate: PEM file with key and certificate; "" serves plain HTTP.
    """

    feeds: int
    entries: int = 30
    without_validators: int = 5
    hanging: int = 0
    slow: int = 0
    dead: int = 0
    certificate: str = ""

    def kind(self, number: int) -> str:
        """Say how a feed behaves; the odd ones are spread over the list."""
        odd = self.hanging + self.slow + self.dead
        place = number * odd // self.feeds
        if not odd or place == (number - 1) * odd // self.feeds:  # one in each stretch of the list is odd: its first
            return "fine"
        kinds = ["hanging"] * self.hanging + ["slow"] * self.slow + ["dead"] * self.dead
        return kinds[place * _PRIME % odd]


def is_publishing(number: int, one_in: int) -> bool:
    """Say whether a feed brings something new when one in ``one_in`` does; spread over those with and without ETag."""
    return number % one_in == (number // one_in) % one_in


class Feed:
    """One feed: what it says now, and how often it was asked."""

    def __init__(self, number: int, plan: Plan, base: str, made_at: datetime) -> None:
        self.number, self.kind = number, plan.kind(number)
        self.requests = self.unchanged = self.news = 0
        self._base, self._size, self._made_at = base, plan.entries, made_at
        self._has_validators = not plan.without_validators or number % plan.without_validators != 0
        self._show()

    def publish(self) -> None:
        """Add one entry."""
        self.news += 1
        self._show()

    def answer(self, request: bytes) -> bytes:
        """Give the answer to a request's head, in small letters."""
        self.requests += 1
        is_known = self._etag in request or (b"if-none-match" not in request and self._changed in request)
        if self._has_validators and is_known:
            self.unchanged += 1
            return self._not_modified
        return self._whole

    def _show(self) -> None:
        changed_at = self._made_at + timedelta(minutes=self.news)
        body = document(
            self.number,
            base=self._base,
            newest=self._size + self.news,
            size=self._size,
            first_at=self._made_at - timedelta(days=1),
        )
        changed = format_datetime(changed_at, usegmt=True)
        self._etag, self._changed = f'"f{self.number}-v{self.news}"'.encode(), changed.lower().encode()
        said = f'ETag: "f{self.number}-v{self.news}"\r\nLast-Modified: {changed}\r\n' if self._has_validators else ""
        date = f"Date: {format_datetime(self._made_at, usegmt=True)}\r\n"
        head = f"HTTP/1.1 200 OK\r\n{date}Content-Type: application/rss+xml; charset=utf-8\r\n{said}"
        self._whole = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        self._not_modified = f"HTTP/1.1 304 Not Modified\r\n{date}{said}\r\n".encode()


class World:
    """All feeds, and what was asked beside them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.feeds: dict[bytes, Feed] = {}
        self.others = self.connections = 0
        self.is_closing = False  # every answer ends its connection
        self.is_calm = False  # nobody hangs, nobody is slow
        self._made_at = SystemClock().now().replace(microsecond=0) - timedelta(hours=1)

    def build(self, port: int) -> None:
        """Make the feeds anew, as on the first day."""
        scheme = "https" if self.plan.certificate else "http"
        self.feeds = {}
        for number in range(self.plan.feeds):
            base = f"{scheme}://{address_of(number)}:{port}"
            self.feeds[f"/feed/{number}.xml".encode()] = Feed(number, self.plan, base, self._made_at)

    def publish(self, one_in: int) -> int:
        """Have one feed in so many publish an entry; give their number."""
        publishing = [feed for feed in self.feeds.values() if is_publishing(feed.number, one_in)]
        for feed in publishing:
            feed.publish()
        return len(publishing)

    def counts(self) -> dict[str, int]:
        """Say what was asked since the last time, and begin anew."""
        asked = [feed.requests for feed in self.feeds.values()]
        said = {
            "requests": sum(asked),
            "least": min(asked),
            "most": max(asked),
            "unchanged": sum(feed.unchanged for feed in self.feeds.values()),
            "others": self.others,
            "connections": self.connections,
        }
        for feed in self.feeds.values():
            feed.requests = feed.unchanged = 0
        self.others = self.connections = 0
        return said


class Connection(asyncio.Protocol):
    """One connection of a client."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._world.connections += 1

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head, self._buffer = self._buffer[:end].lower(), self._buffer[end + 4 :]
            self._handle(head)

    def _handle(self, head: bytes) -> None:
        feed = self._world.feeds.get(head.split(b" ", 2)[1])
        if feed is None:
            self._world.others += 1
            self._write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", head)
            return
        answer = feed.answer(head)
        if feed.kind == "slow" and not self._world.is_calm:
            asyncio.get_running_loop().call_later(_SLOW_S, self._write, answer, head)
        elif feed.kind != "hanging" or self._world.is_calm:
            self._write(answer, head)

    def _write(self, answer: bytes, head: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        is_last = self._world.is_closing or b"connection: close" in head
        self._transport.write(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) if is_last else answer)
        if is_last:
            self._transport.close()


def _listen(plan: Plan) -> tuple[int, list[socket.socket]]:
    """Take one port on the address of every feed that is not dead."""
    alive = [number for number in range(plan.feeds) if plan.kind(number) != "dead"]
    while True:
        listening = [socket.create_server((address_of(alive[0]), 0), backlog=64)]
        port = int(listening[0].getsockname()[1])
        try:
            listening += [socket.create_server((address_of(number), port), backlog=64) for number in alive[1:]]
        except OSError as error:
            for taken in listening:
                taken.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return port, listening


async def _serve(plan: Plan) -> None:
    world = World(plan)
    port, listening = _listen(plan)
    world.build(port)
    tls = None
    if plan.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(plan.certificate)
    loop = asyncio.get_running_loop()
    for taken in listening:
        await loop.create_server(lambda: Connection(world), sock=taken, ssl=tls)

    async def act(command: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
        match command["do"]:
            case "rebuild":
                world.build(port)
                world.is_closing = bool(command["closing"])
                return world.counts()
            case "publish":
                return {"publishing": world.publish(command["one_in"])}
            case "calm":
                world.is_calm = bool(command["is_calm"])
                return {}
            case _:
                return dict(world.counts())

    print(json.dumps({"port": port}), flush=True)
    await answer_commands(act)


def main() -> None:
    """Serve until standard input ends."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_serve(Plan(**json.loads(sys.argv[1]))))


if __name__ == "__main__":
    main()
