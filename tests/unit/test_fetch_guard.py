"""Which addresses may be connected to?"""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import pytest

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.guard import Guard, Network, Resolve, check_host, why_refused
from monitor.fetch.lookups import Lookups

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"),)

REFUSED_ADDRESSES = [
    "0.0.0.0",  # noqa: S104 - refused here, not bound to
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.1.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2620:4f:8000::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC_ADDRESSES = ["1.1.1.1", "93.184.216.34", "172.32.0.1", "223.255.255.255", "2606:4700::1", "2a00:1450::1"]


@pytest.mark.parametrize("address", REFUSED_ADDRESSES)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert why_refused(ip_address(address), 443) != ""


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_what_is_public_is_taken(address: str) -> None:
    assert why_refused(ip_address(address), 443) == ""


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 65535])
def test_only_the_ports_of_the_web_are_taken(port: int) -> None:
    assert why_refused(ip_address("1.1.1.1"), port) == f"port {port} is neither 80 nor 443"


def test_a_port_that_was_opened_is_taken_on_public_addresses_only() -> None:
    assert why_refused(ip_address("1.1.1.1"), 8080, (), (8080,)) == ""
    assert why_refused(ip_address("1.1.1.1"), 8081, (), (8080,)) == "port 8081 is neither 80 nor 443"
    assert why_refused(ip_address("10.0.0.1"), 8080, (), (8080,)) == "a private network"


def test_an_allowed_network_is_open_on_any_port() -> None:
    assert why_refused(ip_address("127.0.0.1"), 6379, LOOPBACK) == ""


def test_an_allowed_network_opens_no_other() -> None:
    assert why_refused(ip_address("10.0.0.1"), 80, LOOPBACK) == "a private network"
    assert why_refused(ip_address("1.1.1.1"), 8080, LOOPBACK) == "port 8080 is neither 80 nor 443"


def test_allowing_an_ipv4_network_does_not_allow_it_inside_ipv6() -> None:
    assert why_refused(ip_address("::ffff:127.0.0.1"), 80, LOOPBACK) == "not a public address"


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "127.0.1",
        "0",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0X7F.0.0.1",
        "127.0.0.0x1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.01",
        "127.000.000.001",
        "127.0.0.1.",
        "256.0.0.1",
        "127.0.0.1.1",
        "１２７.0.0.1",  # full-width digits
        "127.0.0.①",
        "127。0。0。1",
        "1.1.1",
        "0x",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "0:0:0:0:0:0:0:1",
        "::0001",
    ],
)
@pytest.mark.parametrize("allow", [(), LOOPBACK], ids=["default", "loopback allowed"])
def test_odd_spellings_of_addresses_are_refused_even_of_allowed_ones(host: str, allow: tuple[Network, ...]) -> None:
    with pytest.raises(FetchStopped) as stop:
        check_host(host, 80, allow)

    assert stop.value.failed.reason is Reason.BAD_ADDRESS
    assert "MONITOR_ALLOW_NETWORKS" not in stop.value.failed.detail  # another spelling helps, and nothing else


@pytest.mark.parametrize("host", ["fe80::1%eth0", "fe80::1%25eth0"])
@pytest.mark.parametrize("allow", [(), LOOPBACK], ids=["default", "loopback allowed"])
def test_addresses_of_the_local_link_are_refused_even_with_their_interface(
    host: str, allow: tuple[Network, ...]
) -> None:
    with pytest.raises(FetchStopped) as stop:
        check_host(host, 80, allow)

    assert stop.value.failed.reason is Reason.REFUSED_ADDRESS


@pytest.mark.parametrize("host", ["::ffff:127.0.0.1", "::ffff:7f00:1"])
def test_an_ipv4_address_inside_ipv6_is_to_be_written_as_what_it_is(host: str) -> None:
    with pytest.raises(FetchStopped) as stop:
        check_host(host, 80)

    assert stop.value.failed.detail == f"{host} is an unusual spelling of 127.0.0.1: write that instead."


@pytest.mark.parametrize(
    "host", ["example.com", "localhost", "x.0xyz", "1.example", "4chan.org", "2606:4700::1", "1.1.1.1"]
)
def test_names_and_plain_public_addresses_pass(host: str) -> None:
    check_host(host, 443)


def test_a_name_on_another_port_is_refused_before_it_is_resolved() -> None:
    with pytest.raises(FetchStopped):
        check_host("example.com", 6379)


def test_a_name_on_another_port_waits_for_its_addresses_where_a_network_is_allowed() -> None:
    check_host("example.com", 6379, LOOPBACK)


def test_a_name_on_a_port_that_was_opened_passes() -> None:
    check_host("example.com", 8080, (), (8080,))


def answers(*addresses: str) -> Resolve:
    async def resolve(name: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


@pytest.mark.parametrize("address", REFUSED_ADDRESSES)
async def test_a_name_with_a_refused_address_is_refused(address: str) -> None:
    guard = Guard(resolve=answers(address))

    with pytest.raises(FetchStopped) as stop:
        await guard.resolve("news.example", 443)

    assert stop.value.failed.reason is Reason.REFUSED_ADDRESS
    assert "news.example" in stop.value.failed.detail
    await guard.close()


@pytest.mark.parametrize("bad", ["127.0.0.1", "::1", "fe80::1%2", "::ffff:1.1.1.1", "nonsense", ""])
@pytest.mark.parametrize("place", [0, 1, 2])
async def test_one_refused_answer_among_good_ones_refuses_the_name(bad: str, place: int) -> None:
    addresses = ["1.1.1.1", "2606:4700::1"]
    addresses.insert(place, bad)
    guard = Guard(resolve=answers(*addresses))

    with pytest.raises(FetchStopped):
        await guard.resolve("news.example", 443)

    await guard.close()


async def test_only_checked_literal_addresses_are_handed_out() -> None:
    guard = Guard(resolve=answers("1.1.1.1", "2606:4700:0::1", "1.1.1.1"))

    found = await guard.resolve("news.example", 443)

    assert [(one["host"], one["port"]) for one in found] == [("1.1.1.1", 443), ("2606:4700::1", 443)]
    await guard.close()


async def test_a_name_of_an_allowed_network_is_open_on_any_port_and_others_are_not() -> None:
    inside = Guard(LOOPBACK, answers("127.0.0.1"))
    outside = Guard(LOOPBACK, answers("1.1.1.1"))

    assert (await inside.resolve("intranet.example", 8080))[0]["host"] == "127.0.0.1"
    with pytest.raises(FetchStopped, match="port 8080"):
        await outside.resolve("news.example", 8080)

    await inside.close()
    await outside.close()


async def test_a_name_without_addresses_does_not_resolve() -> None:
    guard = Guard(resolve=answers())

    with pytest.raises(OSError, match="no address"):
        await guard.resolve("news.example", 443)

    await guard.close()


async def test_the_system_is_asked_where_no_other_resolver_is_given() -> None:
    guard = Guard((ip_network("127.0.0.0/8"), ip_network("::1/128")))

    found = await guard.resolve("localhost", 80)

    assert {one["host"] for one in found} <= {"127.0.0.1", "::1"}
    await guard.close()


async def test_a_name_that_dns_cannot_carry_does_not_resolve() -> None:
    guard = Guard()

    with pytest.raises(OSError, match="cannot be written"):
        await guard.resolve("a" * 64 + ".example", 80)

    await guard.close()


async def test_a_look_up_that_nobody_waits_for_gives_its_place_back() -> None:
    lookups = Lookups(at_once=1)
    stopped = asyncio.create_task(lookups.resolve("localhost", 80))
    await asyncio.sleep(0)  # it begins
    stopped.cancel()

    async with asyncio.timeout(5):
        found = await lookups.resolve("localhost", 80)

    assert set(found) <= {"127.0.0.1", "::1"}
    assert stopped.cancelled()


async def test_a_port_is_open_for_the_length_of_its_request_only() -> None:
    guard = Guard(resolve=answers("1.1.1.1"))

    with guard.let_through("news.example", 8080, (8080,)):
        found = await guard.resolve("news.example", 8080)

    assert found[0]["port"] == 8080
    with pytest.raises(FetchStopped):
        await guard.resolve("news.example", 8080)


async def test_a_port_that_one_request_may_ask_is_closed_to_another_at_the_same_time() -> None:
    guard = Guard(resolve=answers("1.1.1.1"))
    inside = asyncio.Event()

    async def without_leave() -> None:
        await inside.wait()
        await guard.resolve("news.example", 8080)

    other = asyncio.create_task(without_leave())
    with guard.let_through("news.example", 8080, (8080,)):
        inside.set()
        with pytest.raises(FetchStopped):
            await other


def tcp(address: str, port: int) -> tuple[int, int, int, str, tuple[str, int]]:
    return socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port)


@pytest.mark.parametrize("address", [*REFUSED_ADDRESSES, "127.1", "2130706433"])
def test_no_socket_is_opened_for_a_refused_address_whoever_named_it(address: str) -> None:
    opened: list[object] = []
    guard = Guard(open_socket=opened.append)  # type: ignore[arg-type] # it is never asked

    with pytest.raises((OSError, ValueError)):
        guard.open_socket(tcp(address, 443))

    assert opened == []


def test_a_socket_is_opened_for_a_public_address_and_for_a_port_that_was_opened() -> None:
    guard = Guard()

    with guard.let_through("1.1.1.1", 8080, (8080,)) as passage:
        opened = guard.open_socket(tcp("1.1.1.1", 8080))

    opened.close()
    assert passage.is_connecting
    with pytest.raises(OSError, match="port 8080"):
        guard.open_socket(tcp("1.1.1.1", 8080))
