"""Which server, and what on it, does an address name?

Pure. In: an address, as a feed, a page or a redirect wrote it. Out: a Target, or FetchStopped. trip.py reads
each address once; transport.py sends exactly what was read.

An address passes through three parsers: urllib's (core/urls.py), httpx's and yarl's. What they read
differently is refused, since one of them decides what is checked and another what is connected to.
"""

from dataclasses import dataclass
from functools import lru_cache

import httpx  # noqa: TID251 - this is the room that speaks HTTP
from yarl import URL

from monitor.core.records.failures import Reason
from monitor.core.urls import host_of, site_of
from monitor.fetch.failure import FetchStopped

_MOST_KNOWN = 8_192  # about 3 kB each
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """An address that every parser reads alike.

    Args:
        address: as it was written.
        url: as httpx reads it.
        wire: as aiohttp will send it.
        name: of its server, for a sentence.
        host: of its server as it goes over the wire: ASCII, an IPv6 address without brackets.
        port: given or implied.
        site: the unit of politeness.
        origin: whom credentials may be shown to, by the host that is connected to: two names that one parser
            takes for the same may be two servers (straße.de is strasse.de to older rules).
    """

    address: str
    url: httpx.URL
    wire: URL
    name: str
    host: str
    port: int
    site: str
    origin: str


def read_target(address: str) -> Target:
    """Read an address.

    Raises:
        FetchStopped: BAD_ADDRESS.
    """
    site = site_of(address)
    if not site:
        detail = "This is no web address: it takes http:// or https://, a host, and no user name or password."
        raise FetchStopped(Reason.BAD_ADDRESS, detail)
    name = host_of(address)
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise FetchStopped(Reason.BAD_ADDRESS, f"The address of {name} cannot be read: {error}.") from error
    host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
    return Target(
        address=address,
        url=url,
        wire=_same_address(url),
        name=name,
        host=host,
        port=port,
        site=site,
        origin=f"{url.scheme}://{host}:{port}",
    )


known_target = lru_cache(_MOST_KNOWN)(read_target)  # for feeds, whose addresses come again with every poll


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
