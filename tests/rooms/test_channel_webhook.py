"""Does a receiver get what it can trust, the same at every try? Against an HTTP server on 127.0.0.1."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest
from aiohttp import web  # noqa: TID251 - the server that gets the messages

from monitor.alert.channels.log import LogChannel
from monitor.alert.channels.making import make_channel
from monitor.alert.rendering.renderer import Renderer
from monitor.core.errors import BadConfiguration
from monitor.core.records.alerts import ChannelKind, ChannelSpec
from monitor.core.records.failures import Failed, Reason
from monitor.fetch.addresses import CheckedAddresses
from monitor.fetch.client import Client
from monitor.fetch.guard import Guard
from tests.fakes import FakeFetcher
from tests.rooms.mail import at_loopback
from tests.rooms.messages import KEY, delivery
from tests.rooms.servers import Site, client_of, limits, sites

SECRET = "correct horse battery"
GUARD = CheckedAddresses(Guard((ip_network("127.0.0.0/8"),), at_loopback))


def is_from_monitor(body: bytes, signature: str, secret: bytes) -> bool:
    """The example of docs/alerts.md."""
    expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature)


def spec(address: str, kind: ChannelKind = ChannelKind.WEBHOOK) -> ChannelSpec:
    return ChannelSpec("hook", kind, address, SECRET, origin="alerts.yaml, line 3")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with sites(1) as (made,):
        yield made


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with client_of(limits()) as made:
        yield made


async def test_a_receiver_can_check_who_sent_it_and_that_nothing_was_changed(site: Site, client: Client) -> None:
    sent: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        sent.append(await request.read())
        return web.Response(status=202)

    site.pages["/hook"] = take
    assert await make_channel(spec(f"{site.root}/hook"), client, Renderer({}), GUARD).send(delivery()) is None

    signature = site.asked[0].headers["X-Monitor-Signature"]
    assert is_from_monitor(sent[0], signature, SECRET.encode())
    assert not is_from_monitor(sent[0] + b" ", signature, SECRET.encode())
    assert not is_from_monitor(sent[0], signature, b"another secret")


async def test_a_second_try_is_the_first_one_again(site: Site, client: Client) -> None:
    bodies: list[bytes] = []

    async def fail_first(request: web.Request) -> web.Response:
        bodies.append(await request.read())
        return web.Response(status=503 if len(bodies) == 1 else 200)

    site.pages["/hook"] = fail_first
    sending = make_channel(spec(f"{site.root}/hook"), client, Renderer({}), GUARD)

    first = await sending.send(delivery())
    second = await sending.send(replace(delivery(), attempts=1))

    assert isinstance(first, Failed)
    assert second is None
    assert bodies[0] == bodies[1]
    assert [asked.headers["Idempotency-Key"] for asked in site.asked] == [KEY, KEY]
    assert site.asked[0].headers == site.asked[1].headers


async def test_a_receivers_wish_to_wait_is_kept(site: Site, client: Client) -> None:
    url = site.page("/hook", b"", status=429, Retry_After="90")

    outcome = await make_channel(spec(url), client, Renderer({}), GUARD).send(delivery())

    assert isinstance(outcome, Failed)
    assert (outcome.reason, outcome.retry_after_s, outcome.is_final) == (Reason.THROTTLED, 90, False)


async def test_no_redirect_is_followed(site: Site, client: Client) -> None:
    url = site.redirect("/hook", f"{site.root}/other", 307)

    outcome = await make_channel(spec(url), client, Renderer({}), GUARD).send(delivery())

    assert isinstance(outcome, Failed)
    assert site.paths == ["/hook"]


@pytest.mark.parametrize("kind", [ChannelKind.WEBHOOK, ChannelKind.ALERTMANAGER])
@pytest.mark.parametrize(
    "address",
    ["", "file:///etc/s3cret", "ftp://hooks.example/s3cret", "hooks.example/s3cret", "http://", "http://a b/"],
)
def test_what_is_no_web_address_is_refused_with_its_place_and_without_itself(address: str, kind: ChannelKind) -> None:
    with pytest.raises(BadConfiguration) as caught:
        make_channel(spec(address, kind), FakeFetcher(), Renderer({}), GUARD)

    assert str(caught.value).startswith("alerts.yaml, line 3: 'hook':")
    assert "s3cret" not in str(caught.value)


def test_the_log_is_a_channel_too() -> None:
    made = make_channel(ChannelSpec("log", ChannelKind.LOG), FakeFetcher(), Renderer({}), GUARD)

    assert isinstance(made, LogChannel)
    assert made.name == "log"


# --- the guard that channels ask -------------------------------------------------------------------


async def test_a_checked_name_gives_its_addresses() -> None:
    assert await GUARD.addresses("mail.example", 587) == ("127.0.0.1",)


@pytest.mark.parametrize(
    "host", ["mail.example", "10.0.0.1", "169.254.169.254", "::1", "[::1]", "0x7f.1", "2130706433"]
)
async def test_what_is_private_or_oddly_written_is_refused(host: str) -> None:
    async def private(_name: str, _port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]

    found = await CheckedAddresses(Guard((), private)).addresses(host, 587)

    assert isinstance(found, Failed)
    assert found.reason in (Reason.REFUSED_ADDRESS, Reason.BAD_ADDRESS)


async def test_a_name_that_is_not_there_is_a_failure_that_passes() -> None:
    async def nothing(_name: str, _port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    found = await CheckedAddresses(Guard((), nothing)).addresses("mail.example", 587)

    assert isinstance(found, Failed)
    assert (found.reason, found.is_final) == (Reason.DNS, False)
    assert "Name or service not known" in found.detail


async def test_a_public_address_may_be_asked_on_the_port_that_the_owner_named() -> None:
    async def public(_name: str, _port: int) -> list[str]:
        return ["8.8.8.8"]

    assert await CheckedAddresses(Guard((), public)).addresses("mail.example", 587) == ("8.8.8.8",)
