"""Which addresses may be connected to?

Not pure: has the system asked for names (lookups.py) and opens sockets. In: the host and port of a request, and
every answer of the resolver. Out: the checked addresses, which are the ones then connected to: nothing is
resolved twice, so an answer cannot change between check and connect. transport.py stands each request before
``let_through`` and puts the rest below the connection pool.

Three looks, each of which would do against what the others see: at the host before a request, since aiohttp
asks no resolver about literal addresses; at every answer of the resolver; and at the very address that a socket
is opened for, whoever named it.

``ipaddress.is_global`` is no filter: Python 3.11 says True for multicast, NAT64, 6to4 and some
clouds' metadata services. So the list is our own.
"""

import errno
import socket
import string
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

from aiohttp import AddrInfoType  # noqa: TID251 - this is the room that speaks HTTP
from aiohttp.abc import AbstractResolver, ResolveResult  # noqa: TID251 - this is the room that speaks HTTP

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.lookups import Lookups

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]  # (name, port) -> literal addresses; OSError where none
OpenSocket = Callable[[AddrInfoType], socket.socket]

WEB_PORTS = frozenset({80, 443})

_MOST_ADDRESSES = 8  # of one name that are tried

# Source: IANA's registries of special-purpose addresses; the clouds' own documents for theirs.
_REFUSED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this machine"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("127.0.0.0/8", "this machine"),
        ("168.63.129.16/32", "a cloud's inner service"),
        ("169.254.0.0/16", "the local link, where clouds keep keys"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "reserved for protocols"),
        ("192.0.2.0/24", "kept for documentation"),
        ("192.31.196.0/24", "reserved for protocols"),
        ("192.52.193.0/24", "reserved for protocols"),
        ("192.88.99.0/24", "a relay into IPv6"),
        ("192.168.0.0/16", "a private network"),
        ("192.175.48.0/24", "reserved for protocols"),
        ("198.18.0.0/15", "kept for measurements"),
        ("198.51.100.0/24", "kept for documentation"),
        ("203.0.113.0/24", "kept for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("2001::/23", "reserved for protocols, Teredo among them"),
        ("2001:db8::/32", "kept for documentation"),
        ("2002::/16", "6to4, which holds an IPv4 address"),
        ("2620:4f:8000::/48", "reserved for protocols"),
        ("3fff::/20", "kept for documentation"),
    )
)
_PUBLIC_IPV6 = IPv6Network("2000::/3")  # the only part of IPv6 that was ever given out


class Passage:
    """One request on its way through the guard, for the length of a ``with``.

    Args:
        ports: that it may ask beside 80 and 443.
    """

    __slots__ = ("_before", "is_connecting", "ports")

    def __init__(self, ports: Sequence[int] = ()) -> None:
        self.ports = ports
        self.is_connecting = False  # whether it had a socket opened, rather than a kept-alive connection given

    def __enter__(self) -> Self:
        self._before = _PASSAGE.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _PASSAGE.reset(self._before)


# aiohttp tells a resolver no more than host and port, and a socket's opener no more than the address; both run in
# the request's own task, or in tasks made by it, which share its context.
_PASSAGE: ContextVar[Passage | None] = ContextVar("passage", default=None)


def why_refused(address: Address, port: int, allow: Sequence[Network] = (), ports: Sequence[int] = ()) -> str:
    """Say why an address may not be connected to; "" where it may.

    An address inside one of the ``allow`` networks is taken on any port. Any other has to be public,
    and the port 80, 443 or one of ``ports``. IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) is never taken
    for IPv4.
    """
    if any(address in network for network in allow if network.version == address.version):
        return ""
    if isinstance(address, IPv6Address) and address not in _PUBLIC_IPV6:
        return "not a public address"
    for network, why in _REFUSED:
        if network.version == address.version and address in network:
            return why
    return "" if port in WEB_PORTS or port in ports else f"port {port} is neither 80 nor 443"


def check_host(host: str, port: int, allow: Sequence[Network] = (), ports: Sequence[int] = ()) -> None:
    """Refuse what can be refused before a name is resolved.

    A literal address has to be written canonically and be one that may be connected to. What a
    resolver might read as an address, though it is none ("127.1", "0x7f.1", "2130706433"), is
    refused whatever it stands for.

    Args:
        host: as the request will carry it, an IPv6 address without brackets.
        port: any number; for a name that is not resolved yet, what is allowed depends on its addresses.
        allow: networks open on any port.
        ports: open beside 80 and 443.

    Raises:
        FetchStopped: the host is refused.

    Source: WHATWG URL, "ends in a number checker".
    """
    address = _literal(host)
    if address is not None:
        if why := why_refused(address, port, allow, ports):
            raise _refused(f"{host} may not be connected to: {why}.")
    elif port not in WEB_PORTS and port not in ports and not allow:
        raise _refused(f"{host}:{port} may not be connected to: the port is neither 80 nor 443.")


@lru_cache(maxsize=8_192)
def _literal(host: str) -> Address | None:
    plain = unicodedata.normalize("NFKC", host).casefold().replace("\u3002", ".")  # that too is read as a dot
    last = plain.rstrip(".").rpartition(".")[2]
    is_number = last.isdigit() or (last.startswith("0x") and set(last[2:]) <= set(string.hexdigits))
    if ":" not in plain and not is_number:
        return None
    try:
        address = ip_address(host)
    except ValueError:
        raise _misspelt(f"{host} is no proper host: write it as a name or as a full address.") from None
    usual = getattr(address, "ipv4_mapped", None) or address
    if str(usual) != host.lower():
        raise _misspelt(f"{host} is an unusual spelling of {usual}: write that instead.")
    return address


def _misspelt(detail: str) -> FetchStopped:
    """Stop at a spelling that no setting opens, and that only its writer can mend."""
    return FetchStopped(Reason.BAD_ADDRESS, detail)


def _refused(detail: str) -> FetchStopped:
    return FetchStopped(Reason.REFUSED_ADDRESS, f"{detail} If it is meant, add its network to MONITOR_ALLOW_NETWORKS.")


class Guard(AbstractResolver):
    """Lets requests through, resolves names and opens sockets: only to what may be connected to.

    Args:
        allow: networks open on any port.
        resolve: asks for a name's addresses; None asks the system.
        open_socket: opens a socket, not yet connected; None has the system do it.
    """

    def __init__(
        self, allow: Sequence[Network] = (), resolve: Resolve | None = None, open_socket: OpenSocket | None = None
    ) -> None:
        self._allow = tuple(allow)
        self._resolve = resolve or Lookups().resolve
        self._open = open_socket or _open

    def let_through(self, host: str, port: int, ports: Sequence[int] = ()) -> Passage:
        """Check a request's host, and grant it its ports.

        Raises:
            FetchStopped: the host is refused.
        """
        check_host(host, port, self._allow, ports)
        return Passage(ports)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the checked addresses of a name, in the resolver's order.

        Raises:
            FetchStopped: one of them is refused, and with it the name.
            OSError: the name has none.
        """
        check_host(host, port, self._allow, _ports())
        try:
            found = list(dict.fromkeys(await self._resolve(host, port)))
        except UnicodeError as error:
            raise OSError(socket.EAI_NONAME, "the name cannot be written in DNS") from error
        if not found:
            raise OSError(socket.EAI_NODATA, "the name has no address")
        checked = [self._checked(host, port, answer) for answer in found]
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in checked[:_MOST_ADDRESSES]
            if family in (socket.AF_UNSPEC, socket.AF_INET if address.version == 4 else socket.AF_INET6)
        ]

    def open_socket(self, found: AddrInfoType) -> socket.socket:
        """Open a socket for an address, about to be connected to it.

        Raises:
            OSError: the address may not be connected to. No look before this one let it pass, unless aiohttp
                has changed its ways.
        """
        address, port = ip_address(str(found[4][0])), int(found[4][1])
        if passage := _PASSAGE.get():
            passage.is_connecting = True
        if why := why_refused(address, port, self._allow, _ports()):
            raise OSError(errno.EACCES, f"{address} may not be connected to: {why}")
        return self._open(found)

    async def close(self) -> None:
        """Do nothing: look-ups under way are not waited for, and none holds up the end of the process."""

    def _checked(self, host: str, port: int, answer: str) -> Address:
        try:
            address = ip_address(answer)
        except ValueError:
            raise _refused(f"{host} resolves to '{answer}', which is no address.") from None
        if getattr(address, "scope_id", None) is not None:
            raise _refused(f"{host} resolves to {answer}: the local link.")
        if why := why_refused(address, port, self._allow, _ports()):
            raise _refused(f"{host} resolves to {address}, which may not be connected to: {why}.")
        return address


def _ports() -> Sequence[int]:
    passage = _PASSAGE.get()
    return passage.ports if passage else ()


def _open(found: AddrInfoType) -> socket.socket:
    family, kind, proto, *_ = found
    return socket.socket(family, kind, proto)
