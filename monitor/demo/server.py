"""How does the demo world answer on its ports, and how does it stop at once?

Listens on 127.0.0.1. In: a handler and the outlets' names. Out: a port for each, and answers that honour
validators and gzip. world.py decides what the answers hold.
"""

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http import HTTPStatus

from aiohttp import web  # noqa: TID251 - the world is a server

Handler = Callable[[str, web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, before the request's conditions and encodings are looked at.

    Args:
        headers: as sent; ETag and Last-Modified among them make the answer conditional.
        may_compress: it is gzipped for a client that accepts it.
    """

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    may_compress: bool = False


def respond(request: web.BaseRequest, reply: Reply) -> web.Response:
    """Turn a reply into the answer to this request: 304 where nothing changed, gzip where it is accepted.

    Source: RFC 9110, sections 8.8.3.3 (a gzipped body has another strong ETag), 13.1 and 15.4.5.
    """
    headers = dict(reply.headers)
    is_zipped = reply.may_compress and "gzip" in request.headers.get("Accept-Encoding", "")
    if reply.may_compress:
        headers["Vary"] = "Accept-Encoding"
    if is_zipped and headers.get("ETag", "").startswith('"'):
        headers["ETag"] = f'{headers["ETag"][:-1]}-gzip"'
    if reply.status == HTTPStatus.OK and _is_unchanged(request.headers, headers):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Content-Type"] = reply.content_type
    if is_zipped:
        headers["Content-Encoding"] = "gzip"
    body = gzip.compress(reply.body, mtime=0) if is_zipped else reply.body
    return web.Response(body=body, status=reply.status, headers=headers)


def _is_unchanged(asked: Mapping[str, str], have: Mapping[str, str]) -> bool:
    if "If-None-Match" in asked:  # beats the date, RFC 9110 13.2.2
        tags = [tag.strip().removeprefix("W/") for tag in asked["If-None-Match"].split(",")]
        return "ETag" in have and have["ETag"].removeprefix("W/") in tags
    if "If-Modified-Since" in asked and "Last-Modified" in have:
        since = _http_date(asked["If-Modified-Since"])
        changed = _http_date(have["Last-Modified"])
        return since is not None and changed is not None and changed <= since
    return False


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Ports:
    """The world's listening ports, one an outlet."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._servers: list[web.Server] = []
        self._runners: list[web.ServerRunner] = []

    async def start(self, wanted: Mapping[str, int]) -> dict[str, str]:
        """Open a port for each name and give its address, "http://127.0.0.1:PORT".

        Args:
            wanted: the port for each name; 0 takes a free one.
        """
        addresses = {}
        for name, port in wanted.items():
            # A client that leaves ends its answer, so that nothing waits for a reader who is gone.
            server = web.Server(partial(self._serve, name), handler_cancellation=True, access_log=None)
            runner = web.ServerRunner(server, shutdown_timeout=0.2)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            self._servers.append(server)
            self._runners.append(runner)
            addresses[name] = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return addresses

    async def _serve(self, name: str, request: web.BaseRequest) -> web.StreamResponse:
        try:
            return await self._handler(name, request)
        except ConnectionError:
            return web.Response()  # nobody is left to read it

    async def stop(self) -> None:
        """Cut every connection, answered or not, and close the ports."""
        for server in self._servers:
            for connection in server.connections:
                if connection.transport is not None:
                    connection.transport.abort()
        await asyncio.gather(*(runner.cleanup() for runner in self._runners))
        self._servers.clear()
        self._runners.clear()
