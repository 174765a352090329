"""How does one HTTP request go over the wire?

Not pure: an httpx transport over one aiohttp session. In: a request whose address was checked. Out: a
response whose body is raw and unread. client.py acts on it. No redirects, cookies, proxies,
decompression or retries of failed answers happen here.

Of our own rather than httpx-aiohttp's: that one lets yarl rewrite the address (``/%7e`` becomes
``/~``, which breaks signed addresses), builds an SSL context it then ignores, and reports our refusals
as timeouts.
"""

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp  # noqa: TID251 - this is the room that speaks HTTP
import httpx  # noqa: TID251 - this is the room that speaks HTTP
from multidict import CIMultiDict
from yarl import URL

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.guard import GuardedResolver

_CHUNK_BYTES = 16_384
_MAX_HEADER_BYTES = 32_768  # of one header: some sites send policies of 20 kB


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests, connecting only to addresses that ``resolver`` handed out or that are literal.

    Whoever calls it has passed the host through guard.check_host before.

    Args:
        tls: what an https server has to prove.
        connect_s: time for one connection to be made, TLS included.
        keep_alive_s: time an idle connection is kept.
    """

    def __init__(
        self, resolver: GuardedResolver, *, tls: ssl.SSLContext, connect_s: float, keep_alive_s: float
    ) -> None:
        self._resolver = resolver
        self._tls = tls
        self._timeout = aiohttp.ClientTimeout(sock_connect=connect_s)  # the rest is under the deadline of client.py
        self._connect_s = connect_s
        self._keep_alive_s = keep_alive_s
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and give its answer as soon as the headers are there.

        Raises:
            FetchStopped: no answer came, or none that can be read.
        """
        session = self._session or self._open()
        url = _same_address(request.url)
        with self._told_apart(request.url.host):
            answer = await session.request(
                request.method,
                url,
                headers=_headers(request),
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type"),
                data=request.content or None,
                allow_redirects=False,
                timeout=self._timeout,
            )
        return httpx.Response(
            answer.status, headers=answer.raw_headers, stream=_RawBody(answer, request.url.host), request=request
        )

    async def aclose(self) -> None:
        """Close every connection and let the resolver go."""
        if self._session is not None:
            await self._session.close()
        await self._resolver.close()

    def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
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
            max_field_size=_MAX_HEADER_BYTES,
            max_line_size=_MAX_HEADER_BYTES,
        )
        return self._session

    @contextmanager
    def _told_apart(self, host: str) -> Iterator[None]:
        """Turn aiohttp's exceptions into ours, by what a person would do about each."""
        try:
            yield
        except aiohttp.ClientConnectorDNSError as error:
            detail = f"The name {host} could not be resolved ({_os_text(error)}). Check its spelling, or our DNS."
            raise FetchStopped(Reason.DNS, detail) from error
        except aiohttp.ClientConnectorCertificateError as error:
            why = getattr(error.certificate_error, "verify_message", "") or str(error.certificate_error)
            detail = f"The certificate of {host} was not accepted: {why}. Nothing was sent."
            raise FetchStopped(Reason.TLS, detail) from error
        except aiohttp.ClientConnectorSSLError as error:
            detail = f"No secure connection to {host} could be agreed on ({_os_text(error)})."
            raise FetchStopped(Reason.TLS, detail) from error
        except aiohttp.ServerTimeoutError as error:
            detail = f"{host} took no connection within {self._connect_s:g} s."
            raise FetchStopped(Reason.CONNECT, detail) from error
        except aiohttp.ClientConnectorError as error:
            raise FetchStopped(Reason.CONNECT, f"No connection to {host} was made ({_os_text(error)}).") from error
        except (aiohttp.ClientResponseError, aiohttp.ClientPayloadError) as error:
            said = error.message.strip().partition("\n")[0] if isinstance(error, aiohttp.ClientResponseError) else ""
            detail = f"{host} answered with something that is not HTTP, or with headers too long ({said or error})."
            raise FetchStopped(Reason.BAD_ANSWER, detail[:400]) from error
        except aiohttp.InvalidURL as error:
            raise FetchStopped(Reason.BAD_ADDRESS, f"{host} is no proper host of a web address.") from error
        except (aiohttp.ClientError, OSError) as error:
            raise FetchStopped(Reason.CONNECT, f"{host} closed the connection without an answer.") from error


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


def _same_address(url: httpx.URL) -> URL:
    """Hand the address on as it stands, and only if both libraries read the same in it."""
    target = url.raw_path.decode("ascii")
    if not url.query:
        target = target.removesuffix("?")  # yarl cannot say that a query is there but empty
    try:
        read = URL(f"{url.scheme}://{url.netloc.decode('ascii')}{target}", encoded=True)
        ours = (url.scheme, url.raw_host.decode("ascii"), url.port, target)
        is_same = (read.scheme, read.raw_host, read.explicit_port, read.raw_path_qs) == ours
    except ValueError:
        is_same = False
    if not is_same or read.user is not None:
        raise FetchStopped(
            Reason.BAD_ADDRESS, f"The address of {url.host} can be read in two ways; none was asked for."
        )
    return read


def _headers(request: httpx.Request) -> CIMultiDict[str]:
    return CIMultiDict((name.decode("ascii"), value.decode("utf-8")) for name, value in request.headers.raw)


def _os_text(error: aiohttp.ClientConnectorError) -> str:
    inner = error.os_error
    return (inner.strerror or str(inner) or type(inner).__name__).strip("[]")
