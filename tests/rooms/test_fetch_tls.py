"""Whom does a fetch believe over https? Against real TLS servers on 127.0.0.1, with certificates made here."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.fetch.client import FetchLimits
from tests.rooms.servers import FEED, OK, Servers, Site, client_of, feed, limits, serving, sites

ANSWER = OK + b"Content-Length: 2\r\n\r\nok"
LONG_AGO, YESTERYEAR, IN_A_CENTURY = (datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2021, 2120))


@pytest.fixture
async def servers() -> AsyncIterator[Servers]:
    async with serving() as running:
        yield running


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture
def trusting(ca_file: str) -> FetchLimits:
    return limits(resolve=at_loopback, ca_file=ca_file)


async def at_loopback(name: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def showing(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def failed(url: str, allowed: FetchLimits) -> Failed:
    async with client_of(allowed) as client:
        got = await client.fetch(feed(url))
    assert isinstance(got, Failed)
    assert got.detail.endswith(".")
    return got


async def test_a_certificate_of_a_known_authority_is_taken(
    servers: Servers, authority: trustme.CA, trusting: FetchLimits
) -> None:
    url = await servers.start(ANSWER, tls=showing(authority.issue_cert("news.example")))
    async with client_of(trusting) as client:
        got = await client.fetch(feed(url.replace("127.0.0.1", "news.example")))

    assert isinstance(got, Fetched)
    assert got.body == b"ok"


async def test_a_certificate_is_taken_for_its_own_name_only(
    servers: Servers, authority: trustme.CA, trusting: FetchLimits
) -> None:
    url = await servers.start(ANSWER, tls=showing(authority.issue_cert("news.example")))

    got = await failed(url.replace("127.0.0.1", "other.example"), trusting)

    assert got.reason is Reason.TLS
    assert "The certificate of other.example was made out to another name (Hostname mismatch" in got.detail


async def test_a_certificate_is_taken_for_its_own_address_only(
    servers: Servers, authority: trustme.CA, trusting: FetchLimits
) -> None:
    url = await servers.start(ANSWER, tls=showing(authority.issue_cert("127.0.0.2")))

    got = await failed(url, trusting)

    assert got.reason is Reason.TLS
    assert "was made out to another address" in got.detail


async def test_a_certificate_that_has_expired_is_refused(
    servers: Servers, authority: trustme.CA, trusting: FetchLimits
) -> None:
    expired = authority.issue_cert("news.example", not_before=LONG_AGO, not_after=YESTERYEAR)
    url = await servers.start(ANSWER, tls=showing(expired))

    got = await failed(url.replace("127.0.0.1", "news.example"), trusting)

    assert got.reason is Reason.TLS
    assert "The certificate of news.example has expired" in got.detail


async def test_a_certificate_that_is_not_valid_yet_is_refused(
    servers: Servers, authority: trustme.CA, trusting: FetchLimits
) -> None:
    early = authority.issue_cert(
        "news.example", not_before=IN_A_CENTURY, not_after=IN_A_CENTURY.replace(year=IN_A_CENTURY.year + 1)
    )
    url = await servers.start(ANSWER, tls=showing(early))

    got = await failed(url.replace("127.0.0.1", "news.example"), trusting)

    assert got.reason is Reason.TLS
    assert "is not valid yet" in got.detail


async def test_a_certificate_of_an_unknown_authority_is_refused(servers: Servers, trusting: FetchLimits) -> None:
    url = await servers.start(ANSWER, tls=showing(trustme.CA().issue_cert("news.example")))

    got = await failed(url.replace("127.0.0.1", "news.example"), trusting)

    assert got.reason is Reason.TLS
    assert "was signed by an authority not known here" in got.detail


async def test_a_certificate_that_nobody_vouches_for_is_refused(servers: Servers, tmp_path: Path) -> None:
    alone = trustme.CA()  # shows the authority's own certificate, which it signed itself
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = tmp_path / "alone.pem"
    alone.cert_pem.write_to_path(path)
    alone.private_key_pem.write_to_path(path, append=True)
    context.load_cert_chain(path)
    url = await servers.start(ANSWER, tls=context)

    got = await failed(url.replace("127.0.0.1", "news.example"), limits(resolve=at_loopback))

    assert got.reason is Reason.TLS
    assert "is self-signed" in got.detail


def offering_tls_1_0(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = showing(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    for bound in ("minimum_version", "maximum_version"):
        with pytest.deprecated_call():
            setattr(context, bound, ssl.TLSVersion.TLSv1)
    return context


async def test_a_server_that_offers_only_old_tls_is_refused(authority: trustme.CA, trusting: FetchLimits) -> None:
    context = offering_tls_1_0(authority.issue_cert("news.example"))
    listening = socket.create_server(("127.0.0.1", 0))

    def shake_hands() -> None:
        connected, _ = listening.accept()
        with connected, suppress(ssl.SSLError):  # asyncio's server would leave without saying why
            context.wrap_socket(connected, server_side=True)

    server = asyncio.create_task(asyncio.to_thread(shake_hands))

    got = await failed(f"https://news.example:{listening.getsockname()[1]}/", trusting)

    await server
    listening.close()
    assert got.reason is Reason.TLS
    assert "news.example offers only versions of TLS that are no longer safe" in got.detail


async def test_a_handshake_that_is_broken_off_is_told_from_a_server_that_is_not_there(
    servers: Servers, authority: trustme.CA, trusting: FetchLimits
) -> None:
    url = await servers.start(ANSWER, tls=offering_tls_1_0(authority.issue_cert("news.example")))
    cut = await failed(url.replace("127.0.0.1", "news.example"), trusting)
    await servers.stop()
    away = await failed(url.replace("127.0.0.1", "news.example"), trusting)

    assert (cut.reason, away.reason) == (Reason.TLS, Reason.CONNECT)
    assert "cut the connection before it was secure" in cut.detail


async def test_a_server_without_tls_is_not_asked_in_the_clear_instead(servers: Servers, trusting: FetchLimits) -> None:
    said: list[bytes] = []

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(ANSWER)
        said.append(await reader.read())

    url = await servers.start(plain, until=b"\x16\x03")  # the beginning of a TLS handshake

    got = await failed(url.replace("http://127.0.0.1", "https://news.example"), trusting)

    assert got.reason is Reason.TLS
    assert "news.example does not speak TLS on this port" in got.detail
    assert servers.connects == 1
    assert b"GET" not in b"".join(said)


async def test_a_server_is_told_in_the_handshake_which_name_is_meant(
    servers: Servers, authority: trustme.CA, trusting: FetchLimits
) -> None:
    named: list[str | None] = []
    context = showing(authority.issue_cert("news.example", "127.0.0.1"))
    context.sni_callback = lambda _, name, __: named.append(name)
    url = await servers.start(ANSWER, tls=context)
    async with client_of(trusting) as client:
        for host in ("news.example", "NEWS.example.", "127.0.0.1"):
            await client.fetch(feed(url.replace("127.0.0.1", host)))

    assert named == ["news.example", "news.example", None]


async def test_a_handshake_that_never_ends_is_stopped(servers: Servers, trusting: FetchLimits) -> None:
    url = await servers.start(b"")  # waits for a request that never comes
    async with client_of(trusting) as client:
        got = await client.fetch(feed(url.replace("http:", "https:"), deadline_s=0.3))

    assert isinstance(got, Failed)
    assert got.reason is Reason.TOO_SLOW


# --- from https to http and back ------------------------------------------------------------------------


@pytest.fixture
async def https_and_http(authority: trustme.CA) -> AsyncIterator[tuple[Site, Site]]:
    async with sites(1, showing(authority.issue_cert("127.0.0.1"))) as (safe,), sites(1) as (plain,):
        safe.page("/feed", FEED)
        plain.page("/feed", FEED)
        yield safe, plain


async def test_no_feed_moves_for_good_from_https_to_http(
    https_and_http: tuple[Site, Site], trusting: FetchLimits
) -> None:
    safe, plain = https_and_http
    safe.redirect("/down", plain.root + "/feed", 301)
    safe.redirect("/down-and-up", plain.root + "/up", 301)
    plain.redirect("/up", safe.root + "/feed", 301)
    async with client_of(trusting) as client:
        got = [
            await client.fetch(feed(url))
            for url in (safe.root + "/down", safe.root + "/down-and-up", plain.root + "/up")
        ]

    assert [one.moved_to for one in got if isinstance(one, Fetched)] == ["", "", safe.root + "/feed"]


async def test_what_is_posted_to_a_hub_never_goes_from_https_to_http(
    https_and_http: tuple[Site, Site], trusting: FetchLimits
) -> None:
    safe, plain = https_and_http
    safe.redirect("/hub", plain.root + "/hub", 307)
    async with client_of(trusting) as client:
        got = await client.fetch(FetchRequest(safe.root + "/hub", FetchKind.HUB, body=b"hub.secret=canary"))

    assert isinstance(got, Failed)
    assert got.reason is Reason.BAD_ANSWER
    assert plain.asked == []
