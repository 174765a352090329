"""How does one fetch end when a server or a network does it harm? Against raw sockets on 127.0.0.x."""

import asyncio
import gzip
import socket
import sys
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.fetch.client import Client, FetchLimits
from tests.rooms.servers import OK, Servers, client_of, dripping, limits, pouring, serving


@pytest.fixture
async def servers() -> AsyncIterator[Servers]:
    async with serving() as running:
        yield running


async def fetch(url: str, allowed: FetchLimits | None = None, **more: object) -> Fetched | Failed:
    values: dict[str, object] = {"url": url, "kind": FetchKind.PAGE, "deadline_s": 10.0, "obey_robots": False} | more
    async with client_of(allowed or limits("127.0.0.1/32")) as client:
        return await client.fetch(FetchRequest(**values))  # type: ignore[arg-type] # FetchRequest's own


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
    request = FetchRequest(f"http://rebind.example:{port}/", FetchKind.FEED, deadline_s=5.0)

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


async def test_a_server_that_hangs_up_without_a_word_is_asked_once(servers: Servers) -> None:
    assert (await failed(await servers.start(b""))).reason is Reason.CONNECT
    assert servers.connects == 1


async def closing_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"Content-Length: 2\r\n\r\nok")
    await reader.readuntil(b"\r\n\r\n")  # closes only when the next request has come


async def test_a_kept_alive_connection_that_is_closed_under_a_request_is_replaced(servers: Servers) -> None:
    request = FetchRequest(await servers.start(closing_late), FetchKind.FEED, deadline_s=5.0)
    async with client_of(limits()) as client:
        first = await client.fetch(request)

        second = await client.fetch(request)

    assert isinstance(first, Fetched)
    assert isinstance(second, Fetched)
    assert servers.connects == 2


async def test_what_was_posted_on_a_connection_that_is_closed_is_not_posted_again(servers: Servers) -> None:
    url = await servers.start(closing_late)
    async with client_of(limits()) as client:
        await client.fetch(FetchRequest(url, FetchKind.FEED, deadline_s=5.0))

        got = await client.fetch(FetchRequest(url, FetchKind.WEBHOOK, body=b"{}", deadline_s=5.0))

    assert isinstance(got, Failed)
    assert got.reason is Reason.CONNECT
    assert servers.connects == 1


async def test_a_fetch_that_is_cancelled_closes_its_connection(servers: Servers) -> None:
    arrived, left = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await reader.read()
        left.set()

    url = await servers.start(silent)
    async with client_of(limits()) as client:
        task = asyncio.create_task(client.fetch(FetchRequest(url, FetchKind.FEED)))
        await arrived.wait()

        task.cancel()

        async with asyncio.timeout(3):
            await left.wait()
    assert task.cancelled()


async def test_a_name_without_address_is_a_dns_failure() -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        raise OSError(socket.EAI_NONAME, "Name or service not known")

    got = await failed("http://nowhere.example/?key=canary", limits("127.0.0.1/32", resolve=resolve))

    assert got.reason is Reason.DNS
    assert "There is no nowhere.example in DNS (Name or service not known)" in got.detail


async def test_a_resolver_in_trouble_is_told_from_a_name_that_is_not_there() -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        raise OSError(socket.EAI_AGAIN, "Temporary failure in name resolution")

    got = await failed("http://news.example/", limits("127.0.0.1/32", resolve=resolve))

    assert got.reason is Reason.DNS
    assert "news.example could not be looked up (Temporary failure in name resolution)" in got.detail
    assert "our own DNS" in got.detail


async def test_a_resolver_that_hangs_is_stopped_by_the_deadline() -> None:
    async def resolve(name: str, port: int) -> Sequence[str]:
        return await asyncio.Future()

    assert (
        await failed("http://slow.example/", limits("127.0.0.1/32", resolve=resolve), deadline_s=0.2)
    ).reason is Reason.TOO_SLOW


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


# --- answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n",
        OK + b"X: " + b"x" * 1_000_000 + b"\r\n\r\n",
        OK + b"".join(b"X-%d: x\r\n" % n for n in range(10_000)) + b"\r\n",
        OK + b"x" * 1_000_000,
        OK + b"Content-Length: x\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ],
    ids=["ssh", "bad status", "long header", "1 MB of header", "10,000 headers", "no end", "bad length", "two lengths"],
)
async def test_what_is_no_http_is_a_bad_answer(answer: bytes, servers: Servers) -> None:
    got = await failed(await servers.start(answer))

    assert got.reason is Reason.BAD_ANSWER
    assert got.took_s < 2


async def test_headers_without_end_are_a_bad_answer(servers: Servers) -> None:
    sent: list[int] = []
    url = await servers.start(pouring(OK, b"X: " + b"x" * 10_000 + b"\r\n", 10_000, sent))

    got = await failed(url)

    assert got.reason is Reason.BAD_ANSWER
    assert sum(sent) < 20_000_000


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


@pytest.mark.parametrize(
    "start", [OK + b"X: ", OK + b"\r\n", OK + b"Content-Length: 99999\r\n\r\n"],
    ids=["headers", "body", "body with length"],
)  # fmt: skip
async def test_a_drip_is_stopped_by_the_deadline(start: bytes, servers: Servers) -> None:
    got = await failed(await servers.start(dripping(start)), deadline_s=0.5)

    assert got.reason is Reason.TOO_SLOW
    assert 0.4 < got.took_s < 1.5
    assert "0.5 s" in got.detail


async def test_fifty_servers_that_drip_hold_up_no_other(servers: Servers) -> None:
    drip = await servers.start(dripping(OK + b"\r\n"))
    good = await servers.start(OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok")
    async with client_of(limits()) as client:
        dripped = [
            asyncio.create_task(client.fetch(FetchRequest(drip, FetchKind.FEED, deadline_s=1.0))) for _ in range(50)
        ]
        got = [await client.fetch(FetchRequest(good, FetchKind.FEED, deadline_s=1.0)) for _ in range(20)]
        slow = await asyncio.gather(*dripped)

    assert {one.reason for one in slow if isinstance(one, Failed)} == {Reason.TOO_SLOW}
    assert len([one for one in slow if isinstance(one, Failed) and 0.9 < one.took_s < 2.5]) == 50
    assert [one.status for one in got if isinstance(one, Fetched)] == [200] * 20
    assert max(one.took_s for one in got) < 1


async def test_a_server_that_says_nothing_is_stopped_by_the_deadline(servers: Servers) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    assert (await failed(await servers.start(silent), deadline_s=0.3)).reason is Reason.TOO_SLOW


async def test_a_body_of_50_mb_is_stopped_at_the_cap(servers: Servers) -> None:
    sent: list[int] = []
    url = await servers.start(pouring(OK + b"\r\n", b"x" * 100_000, 500, sent))

    got = await failed(url, max_bytes=1_000_000)

    assert got.reason is Reason.TOO_BIG
    assert sum(sent) < 20_000_000  # the rest is what the kernel's buffers took


async def test_chunks_without_end_are_stopped_at_the_cap(servers: Servers) -> None:
    sent: list[int] = []
    chunk = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    url = await servers.start(pouring(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunk, 5_000, sent))

    got = await failed(url, max_bytes=1_000_000)

    assert got.reason is Reason.TOO_BIG
    assert got.took_s < 5
    assert sum(sent) < 20_000_000


async def test_a_body_announced_past_the_cap_is_not_waited_for(servers: Servers) -> None:
    url = await servers.start(dripping(OK + b"Content-Length: 50000000\r\n\r\n"))

    got = await failed(url, max_bytes=1_000_000)

    assert got.reason is Reason.TOO_BIG
    assert got.took_s < 1


def deflated(wbits: int, megabytes: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, wbits=wbits)
    for _ in range(megabytes):
        yield packer.compress(b"\0" * 1_000_000)
    yield packer.flush()


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        (b"gzip", gzip.compress(b"\0" * 10_000_000) * 100),
        (b"gzip", b"".join(deflated(31, 300))),
        (b"deflate", b"".join(deflated(15, 300))),
        (b"deflate", b"".join(deflated(-15, 300))),
        (b"gzip, gzip", gzip.compress(b"".join(deflated(31, 300)))),
        (b"br", b"\x5b\xff\xff" * 100_000),
    ],
    ids=["members", "gzip", "deflate", "bare deflate", "stacked", "unknown"],
)
async def test_a_bomb_of_hundreds_of_megabytes_is_stopped_in_little_memory(
    encoding: bytes, bomb: bytes, servers: Servers
) -> None:
    url = await servers.start(OK + b"Content-Encoding: " + encoding + b"\r\n\r\n" + bomb)
    tracemalloc.start()

    got = await failed(url, max_bytes=12_000_000)

    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 50_000_000
    assert got.reason is (Reason.TOO_BIG if encoding in (b"gzip", b"deflate") else Reason.BAD_ENCODING)
    assert got.took_s < 5


async def test_a_refusal_whose_page_never_ends_is_still_a_refusal(servers: Servers) -> None:
    url = await servers.start(pouring(b"HTTP/1.1 404 Not Found\r\n\r\n", b"x" * 100_000, 500, []))

    assert (await failed(url)).reason is Reason.NOT_FOUND
