"""Which servers do the tests of fetch/ ask?

``Site`` answers as told and remembers what it was asked; ``Servers`` say given bytes, whether they are HTTP or not;
``Doors`` let a test play the internet: every socket they open leads to one local server.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network

from aiohttp import AddrInfoType, web  # noqa: TID251 - the server that the client under test asks

from monitor.core.records.fetches import FetchKind, FetchRequest
from monitor.fetch.client import Client, FetchLimits

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

FEED = b"<rss><channel><title>News</title></channel></rss>"
OK = b"HTTP/1.1 200 OK\r\n"


def limits(*networks: str, **more: object) -> FetchLimits:
    values: dict[str, object] = {
        "user_agent": "monitor/0 (+https://monitor.example)",
        "allow_networks": tuple(ip_network(network) for network in networks or ("127.0.0.0/8",)),
        "domain_pause_s": 0.0,
    }
    return FetchLimits(**(values | more))  # type: ignore[arg-type] # the keywords are FetchLimits' own


def feed(url: str, **more: object) -> FetchRequest:
    values: dict[str, object] = {"url": url, "kind": FetchKind.FEED, "deadline_s": 10.0} | more
    return FetchRequest(**values)  # type: ignore[arg-type] # the keywords are FetchRequest's own


@asynccontextmanager
async def client_of(allowed: FetchLimits) -> AsyncIterator[Client]:
    client = Client(allowed)
    try:
        yield client
    finally:
        await client.aclose()


@dataclass
class Site:
    """A server that answers as told, and remembers what it was asked."""

    pages: dict[str, Handler] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    root: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        self.asked.append(request)
        self.asked_at.append(asyncio.get_running_loop().time())
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            page = self.pages.get(request.path)
            return await page(request) if page else web.Response(status=404)
        finally:
            self.running -= 1

    def page(self, path: str, body: bytes = FEED, *, status: int = 200, **headers: str) -> str:
        async def handler(request: web.Request) -> web.Response:
            return web.Response(body=body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

        self.pages[path] = handler
        return self.root + path

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        return self.page(path, b"", status=status, Location=target)

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    @property
    def port(self) -> int:
        return int(self.root.rpartition(":")[2])


@asynccontextmanager
async def sites(number: int, tls: ssl.SSLContext | None = None) -> AsyncIterator[list[Site]]:
    made = [Site() for _ in range(number)]
    runners = []
    for site in made:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", site.answer)
        runners.append(web.AppRunner(app, access_log=None, shutdown_timeout=0.1))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0, ssl_context=tls).start()
        site.root = f"{'https' if tls else 'http'}://127.0.0.1:{runners[-1].addresses[0][1]}"
    yield made
    for runner in runners:
        await runner.cleanup()


class Servers:
    """Starts servers that say given bytes, counts connections to them, and stops them."""

    def __init__(self) -> None:
        self.connects = 0
        self._running: list[asyncio.Server] = []
        self._serving: set[asyncio.Task[None]] = set()

    async def start(
        self,
        serve: Serve | bytes,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        until: bytes = b"\r\n\r\n",
    ) -> str:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connects += 1
            task = asyncio.current_task()
            assert task is not None
            self._serving.add(task)
            try:
                await reader.readuntil(until)
                if isinstance(serve, bytes):
                    writer.write(serve)
                    await writer.drain()
                else:
                    await serve(reader, writer)
            except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(connected, host, port, ssl=tls)
        self._running.append(server)
        return f"{'https' if tls else 'http'}://{host}:{server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        for server in self._running:
            server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)


@asynccontextmanager
async def serving() -> AsyncIterator[Servers]:
    servers = Servers()
    try:
        yield servers
    finally:
        await servers.stop()


class Doors:
    """Opens sockets that lead to one port of 127.0.0.1 whatever they are opened for, and counts them.

    This is where a client's connections begin, below its pool: what is not in ``opened`` was never tried.
    """

    def __init__(self, port: int) -> None:
        self.opened: list[str] = []
        self._port = port

    def open(self, found: AddrInfoType) -> socket.socket:
        address, port = found[4][:2]
        self.opened.append(f"[{address!s}]:{port}" if ":" in str(address) else f"{address!s}:{port}")
        return _Detour(found[0], self._port)


class _Detour(socket.socket):
    def __init__(self, family: int, port: int) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._port = port

    def connect(self, _address: object, /) -> None:
        super().connect(("::ffff:127.0.0.1" if self.family == socket.AF_INET6 else "127.0.0.1", self._port))


def dripping(start: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    return serve


def pouring(start: bytes, piece: bytes, times: int, sent: list[int]) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        for _ in range(times):
            writer.write(piece)
            sent.append(len(piece))
            await writer.drain()

    return serve
