"""How does one fetch end when a server or a network does it harm? Against raw sockets on 127.0.0.x."""

import asyncio
import gzip
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from ipaddress import ip_network
from pathlib import Path

import psutil
import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.fetch.client import Client, FetchLimits

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\n"


class Servers:
    """Starts servers that say given bytes, counts connections to them, and stops them."""

    def __init__(self) -> None:
        self.connects = 0
        self._running: list[asyncio.Server] = []
        self._serving: set[asyncio.Task[None]] = set()

    async def start(
        self, serve: Serve | bytes, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> str:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connects += 1
            task = asyncio.current_task()
            assert task is not None
            self._serving.add(task)
            try:
                await reader.readuntil(b"\r\n\r\n")
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


@pytest.fixture
async def servers() -> AsyncIterator[Servers]:
    running = Servers()
    yield running
    await running.stop()


def limits(*networks: str, **more: object) -> FetchLimits:
    values: dict[str, object] = {
        "user_agent": "monitor/0",
        "allow_networks": tuple(ip_network(network) for network in networks or ("127.0.0.1/32",)),
        "domain_pause_s": 0.0,
    }
    return FetchLimits(**(values | more))  # type: ignore[arg-type] # the keywords are FetchLimits' own


async def fetch(url: str, allowed: FetchLimits | None = None, **more: object) -> Fetched | Failed:
    client = Client(allowed or limits())
    values: dict[str, object] = {"url": url, "kind": FetchKind.PAGE, "deadline_s": 10.0} | more
    try:
        return await client.fetch(FetchRequest(**values))  # type: ignore[arg-type] # FetchRequest's own
    finally:
        await client.aclose()


async def failed(url: str, allowed: FetchLimits | None = None, **more: object) -> Failed:
    got = await fetch(url, allowed, **more)
    assert isinstance(got, Failed)
    assert got.detail.endswith(".")
    assert "canary" not in got.detail
    return got


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["127.0.0.2", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
     "0.0.0.1", "0", "127.0.0.1.", "[0:0:0:0:0:0:0:1]", "１２７.0.0.1", "localhost", "trap.example"],
)  # fmt: skip
async def test_a_redirect_to_a_refused_address_makes_no_connection(host: str, servers: Servers) -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        return ["127.0.0.2"]

    trap = await servers.start(OK + b"Content-Length: 0\r\n\r\n", "0.0.0.0")  # noqa: S104 - reached under any address
    port = trap.rpartition(":")[2]
    url = await servers.start(
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://%s:%s/\r\n\r\n" % (host.encode(), port.encode())
    )

    got = await failed(url, limits("127.0.0.1/32", resolve=resolve))

    assert got.reason in (Reason.REFUSED_ADDRESS, Reason.BAD_ADDRESS)
    assert servers.connects == 1


async def test_nothing_local_is_reached_by_default(servers: Servers) -> None:
    url = await servers.start(OK + b"Content-Length: 0\r\n\r\n")

    got = await failed(url, FetchLimits(user_agent="monitor/0"))

    assert got.reason is Reason.REFUSED_ADDRESS
    assert "MONITOR_ALLOW_NETWORKS" in got.detail
    assert servers.connects == 0


async def test_a_name_that_changes_its_address_between_two_requests_is_refused(servers: Servers) -> None:
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    asked: list[str] = []

    async def resolve(name: str, port: int) -> Sequence[str]:
        asked.append(name)
        return answers[len(asked) - 1]

    good = await servers.start(OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok")
    port = int(good.rpartition(":")[2])
    await servers.start(b"", "127.0.0.2", port)
    client = Client(limits("127.0.0.1/32", resolve=resolve))
    request = FetchRequest(f"http://rebind.example:{port}/", FetchKind.PAGE, deadline_s=5.0)

    first, second = await client.fetch(request), await client.fetch(request)

    assert isinstance(first, Fetched)
    assert isinstance(second, Failed)
    assert second.reason is Reason.REFUSED_ADDRESS
    assert asked == ["rebind.example"] * 2  # once a connection: what was checked is what is connected to
    assert servers.connects == 1
    await client.aclose()


@pytest.mark.parametrize("url", ["", "feed", "ftp://127.0.0.1/", "http://u:canary@127.0.0.1/", "http://a\\@127.0.0.1/",
                                 "http://127.0.0.1\t/", "http:///x", "http://x.example/\ud800"])  # fmt: skip
async def test_what_is_no_web_address_is_not_asked_for(url: str) -> None:
    assert (await failed(url)).reason is Reason.BAD_ADDRESS


# --- connections ----------------------------------------------------------------------------------


async def test_nobody_listening_is_a_connect_failure(servers: Servers) -> None:
    url = await servers.start(b"")
    await servers.stop()

    got = await failed(url + "/?key=canary")

    assert got.reason is Reason.CONNECT
    assert "127.0.0.1" in got.detail


async def test_a_server_that_hangs_up_without_a_word_is_a_connect_failure(servers: Servers) -> None:
    assert (await failed(await servers.start(b""))).reason is Reason.CONNECT


async def test_a_name_without_address_is_a_dns_failure() -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    got = await failed("http://nowhere.example/?key=canary", limits(resolve=resolve))

    assert got.reason is Reason.DNS
    assert "nowhere.example" in got.detail
    assert "Name or service not known" in got.detail


async def test_a_resolver_that_hangs_is_stopped_by_the_deadline() -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        return await asyncio.Future()

    assert (await failed("http://slow.example/", limits(resolve=resolve), deadline_s=0.2)).reason is Reason.TOO_SLOW


_HANGING = """
import asyncio, socket, time

socket.getaddrinfo = lambda *_, **__: time.sleep(20)  # the system's resolver, while its servers are away

from monitor.core.records.fetches import FetchKind, FetchRequest
from monitor.fetch.client import Client, FetchLimits


async def main():
    client = Client(FetchLimits(user_agent="monitor/0"))
    print((await client.fetch(FetchRequest("http://slow.example/", FetchKind.PAGE, deadline_s=0.2))).reason)
    await client.aclose()


asyncio.run(main())
print("closed", flush=True)
"""


async def test_the_end_of_the_process_does_not_wait_for_a_hanging_resolver() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _HANGING, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        said = [await process.stdout.readline(), await process.stdout.readline()]

        async with asyncio.timeout(3):
            code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()

    assert (said, code) == ([b"too_slow\n", b"closed\n"], 0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example", "-keyout", str(path), "-out", str(path) + ".crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


def serving_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{certificate}.crt", certificate)
    return context


async def at_loopback(name: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def test_a_certificate_nobody_vouches_for_is_a_tls_failure(servers: Servers, certificate: Path) -> None:
    url = await servers.start(OK + b"Content-Length: 0\r\n\r\n", tls=serving_tls(certificate))

    got = await failed(url.replace("127.0.0.1", "news.example"), limits(resolve=at_loopback))

    assert got.reason is Reason.TLS
    assert "news.example" in got.detail
    assert "self-signed" in got.detail


async def test_a_certificate_is_taken_for_its_own_name_only(servers: Servers, certificate: Path) -> None:
    url = await servers.start(OK + b"Content-Length: 2\r\n\r\nok", tls=serving_tls(certificate))
    trusting = limits(resolve=at_loopback, ca_file=f"{certificate}.crt")

    right = await fetch(url.replace("127.0.0.1", "news.example"), trusting)
    wrong = await failed(url.replace("127.0.0.1", "other.example"), trusting)

    assert isinstance(right, Fetched)
    assert wrong.reason is Reason.TLS
    assert "mismatch" in wrong.detail.lower()


async def test_a_server_without_tls_on_https_is_a_tls_failure(servers: Servers) -> None:
    url = await servers.start(OK + b"\r\n")

    async def no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    plain = await asyncio.start_server(no_tls, "127.0.0.1", 0)
    url = f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}/"

    assert (await failed(url)).reason is Reason.TLS
    plain.close()


# --- answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n",
        OK + b"".join(b"X-%d: x\r\n" % n for n in range(1_000)) + b"\r\n",
        OK + b"Content-Length: x\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ],
    ids=["ssh", "bad status", "long header", "many headers", "bad length", "two lengths"],
)
async def test_what_is_no_http_is_a_bad_answer(answer: bytes, servers: Servers) -> None:
    assert (await failed(await servers.start(answer))).reason is Reason.BAD_ANSWER


async def test_headers_of_20_kb_are_taken_as_some_sites_send_them(servers: Servers) -> None:
    url = await servers.start(OK + b"CSP: " + b"x" * 20_000 + b"\r\nContent-Length: 2\r\n\r\nok")

    assert isinstance(await fetch(url), Fetched)


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 100\r\n\r\nshort",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nsho",
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 1_000)[:-4],
    ],
    ids=["length", "chunks", "in a chunk", "gzip"],
)
async def test_a_body_that_ends_early_is_cut_short(answer: bytes, servers: Servers) -> None:
    assert (await failed(await servers.start(answer))).reason is Reason.CUT_SHORT


@pytest.mark.parametrize("encoding", [b"br", b"zstd", b"gzip, gzip", b"br, gzip"])
async def test_an_encoding_we_did_not_ask_for_is_refused(encoding: bytes, servers: Servers) -> None:
    url = await servers.start(OK + b"Content-Encoding: " + encoding + b"\r\n\r\nxxxx")

    assert (await failed(url)).reason is Reason.BAD_ENCODING


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Encoding: br\r\nContent-Length: 4\r\n\r\nxxxx",
        b"Content-Length: 50000000\r\n\r\nx",
        b"Content-Length: 100\r\n\r\nshort",
        b"\r\n" + b"x" * 2_000,
    ],
    ids=["encoded", "announced too big", "cut short", "too big"],
)
async def test_a_message_that_was_taken_is_sent_whatever_the_answers_body(rest: bytes, servers: Servers) -> None:
    url = await servers.start(OK + rest)

    got = await fetch(url, kind=FetchKind.WEBHOOK, body=b"{}", max_bytes=1_000)

    assert isinstance(got, Fetched)
    assert (got.status, got.body) == (200, b"")


async def test_the_body_of_an_answer_to_a_message_is_not_waited_for(servers: Servers) -> None:
    url = await servers.start(dripping(OK + b"Content-Length: 100\r\n\r\n"))

    got = await fetch(url, kind=FetchKind.WEBHOOK, body=b"{}", deadline_s=2.0)

    assert isinstance(got, Fetched)


def dripping(start: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    return serve


@pytest.mark.parametrize(
    "start", [OK + b"X: ", OK + b"\r\n", OK + b"Content-Length: 99999\r\n\r\n"],
    ids=["headers", "body", "body with length"],
)  # fmt: skip
async def test_a_drip_is_stopped_by_the_deadline(start: bytes, servers: Servers) -> None:
    got = await failed(await servers.start(dripping(start)), deadline_s=0.5)

    assert got.reason is Reason.TOO_SLOW
    assert 0.4 < got.took_s < 1.5
    assert "0.5 s" in got.detail


async def test_a_server_that_says_nothing_is_stopped_by_the_deadline(servers: Servers) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    assert (await failed(await servers.start(silent), deadline_s=0.3)).reason is Reason.TOO_SLOW


def pouring(start: bytes, piece: bytes, times: int, sent: list[int]) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        for _ in range(times):
            writer.write(piece)
            sent.append(len(piece))
            await writer.drain()

    return serve


async def test_a_body_of_50_mb_is_stopped_at_the_cap(servers: Servers) -> None:
    sent: list[int] = []
    url = await servers.start(pouring(OK + b"\r\n", b"x" * 100_000, 500, sent))

    got = await failed(url, max_bytes=1_000_000)

    assert got.reason is Reason.TOO_BIG
    assert sum(sent) < 20_000_000  # the rest is what the kernel's buffers took


async def test_a_body_announced_past_the_cap_is_not_waited_for(servers: Servers) -> None:
    url = await servers.start(dripping(OK + b"Content-Length: 50000000\r\n\r\n"))

    got = await failed(url, max_bytes=1_000_000)

    assert got.reason is Reason.TOO_BIG
    assert got.took_s < 1


async def test_a_gzip_bomb_of_1_gb_is_stopped_in_little_memory(servers: Servers) -> None:
    member = gzip.compress(b"\0" * 10_000_000)
    url = await servers.start(pouring(OK + b"Content-Encoding: gzip\r\n\r\n", member, 100, []))
    before = psutil.Process().memory_info().rss

    got = await failed(url, max_bytes=12_000_000)

    assert got.reason is Reason.TOO_BIG
    assert psutil.Process().memory_info().rss - before < 50_000_000
    assert got.took_s < 5


async def test_a_refusal_whose_page_never_ends_is_still_a_refusal(servers: Servers) -> None:
    url = await servers.start(pouring(b"HTTP/1.1 404 Not Found\r\n\r\n", b"x" * 100_000, 500, []))

    assert (await failed(url)).reason is Reason.NOT_FOUND


@pytest.fixture(autouse=True)
def _no_proxy_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    # each of these tests would fail if the environment's proxy were asked
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
