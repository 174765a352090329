"""What is a web address, and whose is it?

Pure: strings in, strings out. The list of public suffixes is the one that tldextract brings; it is
never downloaded and never cached on disk.
In: addresses as feeds and pages write them. Out: addresses that may be asked for, and their sites.
Every room that meets an address acts on it; fetch/guard.py decides what may be connected to.
"""

import re
import unicodedata
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from tldextract import TLDExtract

_PORTS = {"http": 80, "https": 443}
_WHOLE = re.compile(r"https?://[^/?#\s]+/[^?#]*(?:\?[^#]+)?(?:#.+)?")
_BEGINNING = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_MAX_LENGTH = 8_000  # longer request lines are refused by common servers


def is_web_address(url: str) -> bool:
    """Say whether an address is absolute, http or https, and reads the same to every parser.

    White space, control characters and backslashes are refused anywhere, since parsers differ on
    them; so are user names and passwords: credentials belong into a feed's ``headers``.

    Source: RFC 3986, section 3; WHATWG URL, "host parsing", for where parsers part.
    """
    return _split(url) is not None


def join(base: str, ref: str) -> str:
    """Resolve a reference found at ``base``; "" where the result is no web address.

    White space around the reference is dropped and blanks inside it are written %20, as feeds and
    Location headers often carry both.

    Source: RFC 3986, section 5.
    """
    ref = ref.strip(" \t\r\n\f").replace(" ", "%20")
    if not ref.isprintable():  # urljoin would drop tabs and line breaks in silence
        return ""
    if _WHOLE.fullmatch(ref):  # nearly all are, and nothing is to be resolved
        return ref if is_web_address(ref) else ""
    try:
        url = urljoin(base, ref)
    except ValueError:
        return ""
    return url if is_web_address(url) else ""


def site_of(url: str) -> str:
    """Name the site that an address belongs to: the unit of politeness, and of an outlet.

    That is the registrable domain, in lower case and ASCII ("news.bbc.co.uk" is of "bbc.co.uk";
    a name that people can rent below, such as github.io, makes a site of each tenant). Literal
    addresses and names of one label are a site per port: "127.0.0.1:8080", "localhost:80". "" for
    what is no web address.

    Source: publicsuffix.org, the algorithm, with its default rule "*" for unknown suffixes.
    """
    beginning = _beginning(url)
    return _site_of_beginning(beginning) if beginning else ""


def host_of(url: str) -> str:
    """Give an address's host, in lower case and without port, for a sentence; "" where there is none."""
    parts = _split(url)
    return (parts.hostname or "") if parts else ""


def origin_of(url: str) -> str:
    """Name whom credentials may be shown to: "scheme://host:port", in lower case; "" for no web address.

    Source: RFC 6454, section 4.
    """
    parts = _split(url)
    if parts is None:
        return ""
    return f"{parts.scheme}://{_ascii(parts.hostname or '')}:{parts.port or _PORTS[parts.scheme]}"


def place_of(url: str) -> str:
    """Give host and path of an address: what stays where scheme, query and fragment change; "" for no web address."""
    parts = _split(url)
    if parts is None:
        return ""
    return f"{_ascii(parts.hostname or '')}{urlsplit(url).path.rstrip('/')}"


def is_same_origin(url: str, other: str) -> bool:
    """Say whether what was said for one address holds for another: credentials, ports.

    Source: RFC 6454, section 4.
    """
    return origin_of(url) == origin_of(other) != ""


def _split(url: str) -> SplitResult | None:
    """Take the beginning of an address apart: scheme, host and port; None where it is no web address."""
    beginning = _beginning(url)
    return _split_beginning(beginning) if beginning else None


def _beginning(url: str) -> str:
    """Give scheme, host and port of an address as they are written, "" where it cannot be a web address."""
    found = _BEGINNING.match(url)
    return found[0] if found and len(url) <= _MAX_LENGTH and _is_plain(url) else ""


@lru_cache(maxsize=8_192)
def _site_of_beginning(beginning: str) -> str:
    parts = _split_beginning(beginning)
    if parts is None:
        return ""
    host = _ascii(parts.hostname or "").rstrip(".")
    port = parts.port if parts.port is not None else _PORTS[parts.scheme]
    if ":" in host:
        return f"[{host}]:{port}"
    return _registrable(host) or f"{host}:{port}"


@lru_cache(maxsize=8_192)  # a feed's addresses mostly begin alike
def _split_beginning(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or "@" in parts.netloc or port == 0:
        return None
    return parts if _is_host(parts.hostname or "") else None


def _is_plain(url: str) -> bool:
    if url.isascii():
        return url.isprintable() and " " not in url and "\\" not in url
    return not any(c.isspace() or c == "\\" or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn") for c in url)


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            ip_address(host)
        except ValueError:
            return False
        return "%" not in host
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(_is_label(label) for label in labels)


def _is_label(label: str) -> bool:
    # isalnum() lets marks of Indic scripts down; they are written into names all the same
    return 0 < len(label) <= 63 and all(c.isalnum() or c in "-_" or unicodedata.category(c)[0] == "M" for c in label)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


@lru_cache(maxsize=8_192)
def _registrable(host: str) -> str:
    """Give the registrable domain of a name, "" for a literal address or a single label."""
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return ""
    found = _suffixes()(host)
    if not found.suffix:
        return ".".join(labels[-2:])
    return found.top_domain_under_public_suffix or host


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
