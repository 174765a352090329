"""How does one HTTP request go over the wire?

Not pure: an httpx transport over one aiohttp session. In: a request. Out: a response whose body is raw and
unread. client.py acts on it. No redirects, cookies, proxies or decompression happen here.

Of our own rather than httpx-aiohttp's: that one lets yarl rewrite the address (``/%7e`` becomes
``/~``, which breaks signed addresses), builds an SSL context it then ignores, and reports our refusals
as timeouts.
"""

import socket
import ssl
from collections.abc import AsyncIterator

import aiohttp  # noqa: TID251 - this is the room that speaks HTTP
import httpx  # noqa: TID251 - this is the room that speaks HTTP
from multidict import CIMultiDict

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.guard import Guard, Passage
from monitor.fetch.target import Target, read_target
from monitor.fetch.tls import broken_off_detail, certificate_detail, handshake_detail

_CHUNK_BYTES = 16_384
_MAX_HEADER_BYTES = 32_768  # of one header: some sites send policies of 20 kB
_MAX_HEADERS = 128
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, socket.EAI_NODATA})


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests, and connects only where ``guard`` lets it.

    A request's extensions may hold its ``target``, already read, and ``ports`` that it may ask beside 80 and 443.

    Args:
        tls: what an https server has to prove.
        connect_s: time for one connection to be made, TLS included.
        keep_alive_s: time an idle connection is kept.
    """

    def __init__(self, guard: Guard, *, tls: ssl.SSLContext, connect_s: float, keep_alive_s: float) -> None:
        self._guard = guard
        self._tls = tls
        self._connect_s = connect_s
        self._keep_alive_s = keep_alive_s
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and give its answer as soon as the headers are there.

        Raises:
            FetchStopped: it may not be sent, no answer came, or none that can be read.
        """
        session = self._session or self._open()
        target: Target = request.extensions.get("target") or read_target(str(request.url))
        ports: tuple[int, ...] = request.extensions.get("ports", ())
        with self._guard.let_through(target.host, target.port, ports) as passage:
            try:
                answer = await session.request(
                    request.method,
                    target.wire,
                    headers=_headers(request),
                    data=request.read() or None,
                    allow_redirects=False,
                    # Part of the pool's key: a connection to a port that was opened for one is not for all.
                    ssl=self._tls if ports else True,
                    middlewares=(_Resending(passage),),
                )
            except (aiohttp.ClientError, OSError) as error:
                raise self._told_apart(error, target) from error
        return httpx.Response(
            answer.status, headers=answer.raw_headers, stream=_RawBody(answer, target.name), request=request
        )

    async def aclose(self) -> None:
        """Close every connection and let the resolver go."""
        if self._session is not None:
            await self._session.close()
        await self._guard.close()

    def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=self._guard,
            socket_factory=self._guard.open_socket,
            use_dns_cache=False,  # each connection is made to addresses checked for it
            ssl=self._tls,
            limit=0,  # client.py counts: who waits there is not yet on the server's time
            keepalive_timeout=self._keep_alive_s,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type"),
            timeout=aiohttp.ClientTimeout(sock_connect=self._connect_s),  # the rest is under client.py's deadline
            max_field_size=_MAX_HEADER_BYTES,
            max_line_size=_MAX_HEADER_BYTES,
            max_headers=_MAX_HEADERS,
        )
        return self._session

    def _told_apart(self, error: aiohttp.ClientError | OSError, target: Target) -> FetchStopped:
        """Turn aiohttp's exceptions into ours, by what a person would do about each."""
        host = target.name
        reason, detail = Reason.CONNECT, f"{host} closed the connection without an answer."
        match error:
            case aiohttp.ClientConnectorDNSError():
                reason, detail = Reason.DNS, _dns_detail(host, error.os_error)
            case aiohttp.ClientConnectorCertificateError():
                reason, detail = Reason.TLS, certificate_detail(host, error.certificate_error)
            case aiohttp.ClientConnectorSSLError():
                reason, detail = Reason.TLS, handshake_detail(host, error.os_error)
            case aiohttp.ServerTimeoutError():
                detail = f"{host} took no connection within {self._connect_s:g} s."
            case aiohttp.ClientConnectorError(os_error=ConnectionResetError()) if target.url.scheme == "https":
                reason, detail = Reason.TLS, broken_off_detail(host)
            case aiohttp.ClientConnectorError():
                detail = f"No connection to {host} was made ({_os_text(error.os_error)})."
            case aiohttp.ClientResponseError() | aiohttp.ClientPayloadError():
                said = (
                    error.message.strip().partition("\n")[0] if isinstance(error, aiohttp.ClientResponseError) else ""
                )
                detail = f"{host} answered with something that is not HTTP, or with headers too long ({said or error})."
                reason, detail = Reason.BAD_ANSWER, detail[:400]
            case aiohttp.InvalidURL():
                reason, detail = Reason.BAD_ADDRESS, f"{host} is no proper host of a web address."
        return FetchStopped(reason, detail)


class _Resending:
    """Keeps aiohttp from sending a GET again, save where a kept-alive connection turned out to be closed.

    aiohttp would do it once whenever a connection is lost before an answer, a new one included: a server that hangs
    up would be asked twice.

    Source: RFC 9110, section 9.2.2; RFC 9112, section 9.3.1.
    """

    def __init__(self, passage: Passage) -> None:
        self._passage = passage

    async def __call__(self, request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        """Send it; what is none of aiohttp's own exceptions ends it there."""
        try:
            return await send(request)
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            if not self._passage.is_connecting:
                raise
            detail = f"{request.url.host} closed the connection without an answer."
            raise FetchStopped(Reason.CONNECT, detail) from error


class _RawBody(httpx.AsyncByteStream):
    def __init__(self, answer: aiohttp.ClientResponse, host: str) -> None:
        self._answer = answer
        self._host = host

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self  # no generator: nothing is left to finalise where reading stops early

    async def __anext__(self) -> bytes:
        try:
            chunk = await self._answer.content.read(_CHUNK_BYTES)
        except (aiohttp.ClientError, OSError) as error:
            detail = f"{self._host} broke off in the middle of its answer."
            raise FetchStopped(Reason.CUT_SHORT, detail) from error
        if not chunk:
            raise StopAsyncIteration
        return chunk

    async def aclose(self) -> None:
        self._answer.close()  # keeps the connection where the body was read to its end


def _headers(request: httpx.Request) -> CIMultiDict[str]:
    return CIMultiDict((name.decode("ascii"), value.decode("utf-8")) for name, value in request.headers.raw)


def _dns_detail(host: str, error: OSError) -> str:
    if error.errno in _NO_SUCH_NAME:
        return f"There is no {host} in DNS ({_os_text(error)}). Check its spelling, or whether the site has moved."
    return f"The name {host} could not be looked up ({_os_text(error)}). Look at our own DNS; the site may be well."


def _os_text(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).strip("[]")
