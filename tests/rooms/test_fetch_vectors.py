"""Does any address, however it is written, named or reached, lead to what is not public?

Each vector goes the whole way through Client.fetch, for every kind of request. The sockets of the client all lead to
one trap on 127.0.0.1, so that a connection that was tried is seen twice: by who opened the socket, and by the trap.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.fetch.client import Client, FetchLimits
from tests.rooms.servers import FEED, Doors, Site, sites

KINDS = list(FetchKind)
POSTED = (FetchKind.HUB, FetchKind.WEBHOOK, FetchKind.LOOKUP)
FOLLOWING = [kind for kind in KINDS if kind not in (FetchKind.WEBHOOK, FetchKind.LOOKUP)]
PUBLIC = "1.1.1.1"

WRITTEN = [
    # this machine, as it is usually written, and as resolvers of old read it
    "http://127.0.0.1/",
    "http://127.0.0.2/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0X7F.0.0.1/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://127.0.0.0x1/",
    "http://0177.0.0.1/",
    "http://0177.0.0.01/",
    "http://017700000001/",
    "http://127.0.0.01/",
    "http://127.000.000.001/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://256.0.0.1/",
    "http://4294967297/",
    "http://1.1.1/",
    "http://1.1.1.1.1/",
    # digits and dots of other scripts
    "http://１２７.0.0.1/",
    "http://127.0.0.①/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://۱۲۷.0.0.1/",
    "http://ⓛocalhost/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    # IPv6, and IPv4 inside it
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::0001]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:1.1.1.1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[v1.127.0.0.1]/",
    # networks and services that are not public
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://168.63.129.16/",
    "http://169.254.169.254/latest/meta-data/",
    "http://172.16.0.1/",
    "http://192.0.0.192/",
    "http://192.168.1.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    # ports
    "http://1.1.1.1:22/",
    "http://1.1.1.1:25/",
    "http://1.1.1.1:6379/",
    "http://public.example:8080/",
    "http://public.example:0/",
    "http://public.example:65616/",
    "http://public.example:80:22/",
    "http://public.example:+22/",
    # what parsers read differently
    "http://u:p@127.0.0.1/",
    "http://public.example@127.0.0.1/",
    "http://public.example:80@127.0.0.1/",
    "http://127.0.0.1#@public.example/",
    "http://127.0.0.1?@public.example/",
    "http://127.0.0.1\\@public.example/",
    "http://public.example\\@127.0.0.1/",
    "http:\\\\127.0.0.1/",
    "http:/127.0.0.1/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "//127.0.0.1/",
    "http://public.example\t@127.0.0.1/",
    "http://127.0.0.1\t/",
    "http://127.\n0.0.1/",
    "http://public.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "http://public.example\x00.127.0.0.1/",
    "http://[::1]public.example/",
    "http://[public.example]/",
    "http://public.example,127.0.0.1/",
    "http://public.example;127.0.0.1/",
    "http://<127.0.0.1>/",
    # other schemes
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "ftp://127.0.0.1/",
    "data:text/plain,x",
    "unix:///var/run/docker.sock",
    "javascript:alert(1)",
    "",
]

ANSWERED = [
    *([address] for address in (
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "168.63.129.16", "169.254.169.254", "172.16.0.1",  # noqa: S104 - refused here
        "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1",
        "192.175.48.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:1.1.1.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:db8::1", "2002:7f00:1::", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fe80::1%2", "fec0::1", "ff02::1",
    )),
    # one bad answer spoils the name, wherever it stands
    [PUBLIC, "127.0.0.1"],
    ["127.0.0.1", PUBLIC],
    [PUBLIC, "2606:4700::1", "fd00::1"],
    [PUBLIC] * 9 + ["10.0.0.1"],
    # what is no address
    ["nonsense"],
    [""],
    ["127.1"],
    ["1.1.1.1 127.0.0.1"],
]  # fmt: skip

REDIRECTED = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://１２７.0.0.1/",
    "http://private.example/",
    "//private.example/",
    "https://private.example/",
    "http://mixed.example/",
    "http://public.example:8080/",
    "http://1.1.1.1:6379/",
    "//1.1.1.1:22/",
    "http://u:p@public.example/",
    "http://public.example@127.0.0.1/",
    "http://public.example\\@127.0.0.1/",
    "\\\\127.0.0.1\\x",
    "/\\127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "ftp://127.0.0.1/",
    "data:text/plain,x",
    "javascript:1",
]


def test_there_are_more_than_enough_vectors() -> None:
    assert len(set(WRITTEN)) + len(ANSWERED) + len(set(REDIRECTED)) >= 55


class Net:
    """A name server and a trap: what is asked of them, and clients whose sockets lead into the trap."""

    def __init__(self, trap: Site) -> None:
        self.trap = trap
        self.doors = Doors(trap.port)
        self.resolved: list[str] = []
        self.names: dict[str, Sequence[str]] = {
            "public.example": [PUBLIC],
            "private.example": ["127.0.0.1"],
            "mixed.example": [PUBLIC, "127.0.0.1"],
        }

    async def resolve(self, name: str, _port: int) -> Sequence[str]:
        self.resolved.append(name)
        return self.names.get(name, ())

    def client(self) -> Client:
        limits = FetchLimits("monitor/0", domain_pause_s=0.0, resolve=self.resolve, open_socket=self.doors.open)
        return Client(limits)

    async def fetch(self, url: str, kinds: Sequence[FetchKind] = tuple(KINDS)) -> list[Fetched | Failed]:
        client = self.client()
        try:
            return [await client.fetch(asking(kind, url)) for kind in kinds]
        finally:
            await client.aclose()


def asking(kind: FetchKind, url: str) -> FetchRequest:
    return FetchRequest(url, kind, body=b"a=1" if kind in POSTED else None, deadline_s=5.0)


def reasons(got: Sequence[Fetched | Failed]) -> set[Reason | None]:
    return {one.reason if isinstance(one, Failed) else None for one in got}


@pytest.fixture
async def net() -> AsyncIterator[Net]:
    async with sites(1) as (trap,):
        trap.page("/", FEED)
        trap.page("/robots.txt", b"User-agent: *\nDisallow:")
        yield Net(trap)


async def test_what_is_public_is_reached(net: Net) -> None:
    by_name, by_number = await net.fetch("http://public.example/"), await net.fetch("http://1.1.1.1/")

    assert reasons(by_name) == reasons(by_number) == {None}
    assert set(net.doors.opened) == {"1.1.1.1:80"}
    assert net.trap.asked != []


@pytest.mark.skipif(not os.path.exists("/proc/net/if_inet6"), reason="this machine has no IPv6")  # noqa: PTH110 - a question to the kernel
async def test_what_is_public_is_reached_over_ipv6(net: Net) -> None:
    net.names["public.example"] = ["2606:4700::1"]

    got = [*await net.fetch("http://public.example/"), *await net.fetch("http://[2606:4700::1]/")]

    assert reasons(got) == {None}
    assert set(net.doors.opened) == {"[2606:4700::1]:80"}
    assert {request.headers["Host"] for request in net.trap.asked} == {"public.example", "[2606:4700::1]"}


@pytest.mark.parametrize("url", WRITTEN)
async def test_no_spelling_of_an_address_leads_to_what_is_not_public(url: str, net: Net) -> None:
    got = await net.fetch(url)

    assert len(got) == len(KINDS)
    assert reasons(got) <= {Reason.REFUSED_ADDRESS, Reason.BAD_ADDRESS, Reason.DNS}
    assert (net.doors.opened, net.trap.asked) == ([], [])


@pytest.mark.parametrize("answers", ANSWERED, ids=" ".join)
async def test_no_answer_of_a_name_server_leads_to_what_is_not_public(answers: Sequence[str], net: Net) -> None:
    net.names["public.example"] = answers

    got = await net.fetch("https://public.example/")

    assert reasons(got) == {Reason.REFUSED_ADDRESS}
    assert all("public.example" in one.detail for one in got if isinstance(one, Failed))
    assert (net.doors.opened, net.trap.asked) == ([], [])


async def test_a_name_without_any_address_leads_nowhere(net: Net) -> None:
    got = await net.fetch("https://nowhere.example/")

    assert reasons(got) == {Reason.DNS}
    assert net.doors.opened == []


@pytest.mark.parametrize("target", REDIRECTED)
async def test_no_redirect_leads_to_what_is_not_public(target: str, net: Net) -> None:
    net.trap.redirect("/", target, 307)

    got = await net.fetch("http://public.example/", FOLLOWING)

    assert reasons(got) <= {Reason.REFUSED_ADDRESS, Reason.BAD_ADDRESS}
    assert set(net.doors.opened) == {"1.1.1.1:80"}
    assert set(net.trap.paths) == {"/", "/robots.txt"}
    assert all(request.headers["Host"] == "public.example" for request in net.trap.asked)


@pytest.mark.parametrize(
    "target", ["http:127.0.0.1", "127.0.0.1", "http:/127.0.0.1", "///127.0.0.1", "http://", "?//127.0.0.1"]
)
async def test_a_redirect_that_names_no_host_stays_on_its_own(target: str, net: Net) -> None:
    net.trap.redirect("/", target, 307)

    await net.fetch("http://public.example/", FOLLOWING)

    assert set(net.doors.opened) == {"1.1.1.1:80"}


async def test_no_redirect_after_others_leads_to_what_is_not_public(net: Net) -> None:
    net.trap.redirect("/", "/1", 307)
    net.trap.redirect("/1", "http://other.example/2", 307)
    net.trap.redirect("/2", "http://private.example/3", 307)
    net.names["other.example"] = ["93.184.216.34"]

    got = await net.fetch("http://public.example/", FOLLOWING)

    assert reasons(got) == {Reason.REFUSED_ADDRESS}
    assert set(net.doors.opened) == {"1.1.1.1:80", "93.184.216.34:80"}


@pytest.mark.parametrize(
    "url",
    [
        "http://public.example#@127.0.0.1/",
        "http://public.example?@127.0.0.1/",
        "http://public.example/@127.0.0.1",
        "http://public.example/http://127.0.0.1/",
        "http://PUBLIC.example:80/",
        "http://public.example./",
    ],
)
async def test_what_only_looks_like_another_host_is_asked_at_its_own(url: str, net: Net) -> None:
    net.names["public.example."] = [PUBLIC]

    await net.fetch(url, [FetchKind.FEED])

    assert net.doors.opened == ["1.1.1.1:80"]


# --- names that change their address ------------------------------------------------------------------


async def test_a_name_that_changes_its_address_is_asked_for_once_a_connection(net: Net) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], [PUBLIC], ["127.0.0.1"]])

    async def rebind(name: str, port: int) -> Sequence[str]:
        net.resolved.append(name)
        return next(answers)

    client = Client(FetchLimits("monitor/0", domain_pause_s=0.0, resolve=rebind, open_socket=net.doors.open))
    net.trap.page("/", FEED, Connection="close")

    got = [await client.fetch(asking(FetchKind.FEED, "http://public.example/")) for _ in range(4)]

    await client.aclose()
    assert [one.reason if isinstance(one, Failed) else None for one in got] == [
        None,
        Reason.REFUSED_ADDRESS,
        None,
        Reason.REFUSED_ADDRESS,
    ]
    assert net.resolved == ["public.example"] * 4
    assert net.doors.opened == ["1.1.1.1:80"] * 2


async def test_a_connection_that_is_kept_alive_asks_no_name_server_again(net: Net) -> None:
    client = net.client()
    await client.fetch(asking(FetchKind.FEED, "http://public.example/"))
    net.names["public.example"] = ["127.0.0.1"]

    got = await client.fetch(asking(FetchKind.FEED, "http://public.example/"))

    await client.aclose()
    assert isinstance(got, Fetched)
    assert (net.resolved, net.doors.opened) == (["public.example"], ["1.1.1.1:80"])


async def test_the_address_that_was_checked_is_the_one_a_socket_is_opened_for(net: Net) -> None:
    net.names["public.example"] = ["93.184.216.34", PUBLIC]

    await net.fetch("http://public.example/", [FetchKind.FEED])

    assert net.doors.opened == ["93.184.216.34:80"]


# --- this machine, by the names that it has for itself ------------------------------------------------


async def test_this_machines_own_names_are_refused_by_what_the_system_says_of_them(net: Net) -> None:
    client = Client(FetchLimits("monitor/0", domain_pause_s=0.0, open_socket=net.doors.open))

    got = [await client.fetch(asking(kind, "http://localhost/")) for kind in KINDS]

    await client.aclose()
    assert reasons(got) == {Reason.REFUSED_ADDRESS}
    assert net.doors.opened == []


# --- proxies ------------------------------------------------------------------------------------------

_BEHIND_A_PROXY = """
import asyncio, sys
from ipaddress import ip_network
from monitor.core.records.fetches import FetchKind, FetchRequest
from monitor.fetch.client import Client, FetchLimits

async def main():
    client = Client(FetchLimits("monitor/0", (ip_network("127.0.0.0/8"),), domain_pause_s=0.0))
    print((await client.fetch(FetchRequest(sys.argv[1], FetchKind.FEED, deadline_s=5.0))).status)
    await client.aclose()

asyncio.run(main())
"""


async def test_no_proxy_of_the_environment_is_asked(net: Net) -> None:
    async with sites(1) as (proxy,):
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _BEHIND_A_PROXY, net.trap.root + "/",
            env={**os.environ, **dict.fromkeys(names, proxy.root), "NO_PROXY": "", "no_proxy": ""},
            stdout=subprocess.PIPE,
        )  # fmt: skip
        said, _ = await process.communicate()

        assert said == b"200\n"
        assert net.trap.paths == ["/"]
        assert proxy.asked == []
