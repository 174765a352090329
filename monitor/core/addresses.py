"""Which addresses lead to one and the same article?

Pure. In: an address as a feed, a page or a server has it. Out: the address to show, and the key by which it is known
again. extract/ gives an article the first, store/ finds it by the second: two articles with one key are one article.

    https://m.news.example/amp/2022/port/?utm_source=rss   as a feed has it
    https://m.news.example/amp/2022/port/                  published(): for people, as it was published
    news.example/2022/port                                 identity_key(): for looking up

The key knows nothing of public suffixes: that list changes, and keys that are stored must not.
"""

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from monitor.core.trackers import is_tracker
from monitor.core.urls import is_web_address, origin_of

# Hosts at which a publisher shows the same articles in another dress, and the names of that dress elsewhere.
_DRESS_HOST = re.compile(r"www\d{0,2}|m|mob|mobile|touch|wap|amp")
_AMP = frozenset({"amp", ".amp", "google-amp"})
_PRINT = frozenset({"print", "printable", "print-version", "print_version", "printversion", "version-print"})
_MOBILE = frozenset({"m", "mobile"})
_NAMELESS = frozenset({"", ".", ".."})  # what may be left of a name
_INDEX = re.compile(r"(?:index|default|print)\.(?:php|aspx?|jsp|cfm)|(?:index|default|print)", re.IGNORECASE)
_ENDINGS = frozenset({"amp", "htm", "html", "shtm", "shtml", "xhtm", "xhtml"})
_DOCUMENTS = frozenset({"pdf", "doc", "txt", "xml"})  # x.pdf is a file, x.pdf.html the page about it
_PRINT_NAME = re.compile(r"^(?:print:page,\d{1,4},)+", re.IGNORECASE)
_TWICE_ESCAPED = re.compile(r"^(?:amp;)+")
# a short ;sid= may be a story's number
_SESSION = re.compile(r";(?:(?:jsessionid|phpsessid)=[^/?;]*|sid=[^/?;]{20,})", re.IGNORECASE)

_YES = ("", "0", "1", "true", "yes", "y", "on")
_DRESSES = ("amp", "amp-type", "print", "printable", "mobile")
_DRESS_QUERY = {
    **dict.fromkeys(("amp", "_amp", "hs_amp", "isamp", "is_amp", "noamp", "ampmode"), (*_YES, "mobile", "available")),
    **dict.fromkeys(("print", "printable", "printer", "print_version", "printversion"), (*_YES, "print")),
    **dict.fromkeys(("outputtype", "output", "format", "view", "mode", "type", "version", "device"), _DRESSES),
    **dict.fromkeys(("mobile", "nomobile", "is_mobile"), _YES),
    "m": ("0", "1"),  # Blogger's; a month that is 0 or 1 never stands without its year
    "tmpl": ("component",),  # Joomla's, beside print=1
}

_IN_PATH = "!$&'()*+,:;=@~-._"
_IN_QUERY = "!$'()*,:;@~-._/"
_FOLDED_PORTS = ("80", "443")

# What stands behind the name of an AMP cache or of Turbo: a mark for https, the publisher's host, its path.
_PUBLISHER = r"(?P<host>[^/?#.]++\.[^/?#]++)"  # possessive: else as slow as its dots are many
_HOST_AND_PATH = rf"{_PUBLISHER}(?P<path>/.*|$)"
_AMP_CACHE = re.compile(rf"/[a-z]{{1,3}}/(?P<safe>s/)?{_HOST_AND_PATH}", re.DOTALL)
_AMP_VIEWER = re.compile(rf"/amp/(?P<safe>s/)?{_HOST_AND_PATH}", re.DOTALL)
_TURBO = re.compile(rf"/(?:turbo/)?{_PUBLISHER}/(?:(?P<safe>s)|h)(?P<path>/.*)", re.DOTALL)
_CACHES = (
    (re.compile(r"(?:.+\.)?cdn\.ampproject\.org"), _AMP_CACHE),
    (re.compile(r"(?:.+\.)?(?:google(?:\.[a-z]{2,3}){1,2}|bing\.com)"), _AMP_VIEWER),
    (re.compile(r"(?:.+\.)?(?:yandex(?:\.[a-z]{2,3}){1,2}|turbopages\.org)"), _TURBO),
)


def published(url: str) -> str:
    """Give an address as its publisher has it: out of AMP caches, without tracking, fragment and default port.

    The host is in lower case; path and the other parameters stay byte for byte, in their order. A fragment stays where
    it begins like a path, as pages that are drawn by scripts have it. What is no web address is given unchanged.

    Source: RFC 3986, section 6.2; the AMP project's "AMP Cache URL format".
    """
    url = _behind_caches(url)
    if not is_web_address(url):
        return url
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not is_tracker(pair))
    port = ":443" if parts.scheme == "https" else ":80"
    netloc = parts.netloc.lower().removesuffix(port).removesuffix(":")
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, fragment))


def identity_key(url: str) -> str:
    """Give the key under which an address's article is known.

    Beside what published() drops, it does not count: the scheme, www, m., amp. and the like before the host; AMP,
    print and mobile marks in path and query; a trailing slash, index.html, another .html, doubled slashes; how
    characters are escaped or composed, and names of many scripts are written; the order of parameters. Letters' case
    in paths and the values of parameters do count. It has no scheme, so that no key is an address. What is no web
    address is its own key.
    """
    url = published(url)
    if not is_web_address(url):
        return url
    parts = urlsplit(url)
    pairs = {folded for pair in parts.query.split("&") if (folded := _pair(pair))}
    key = f"{_host(url)}/{'/'.join(segments_of(parts.path))}"
    if pairs:
        key = f"{key}?{'&'.join(sorted(pairs))}"
    return f"{key}#{_piece(parts.fragment, _IN_PATH + '/')}" if parts.fragment else key


def segments_of(path: str) -> list[str]:
    """Give the parts of a path that say which article it is, escaped alike: without AMP, print, mobile and index."""
    segments: list[str] = []
    for part in _SESSION.sub("", path).split("/"):
        folded = _piece(part, _IN_PATH)
        if folded == "..":
            del segments[-1:]
        elif folded not in ("", "."):
            segments.append(folded)
    return _undressed(segments)


def _behind_caches(url: str) -> str:
    """Give the publisher's address out of one that serves its AMP or Turbo page from caches; others as they are."""
    if ("amp" not in url and "turbo" not in url) or not is_web_address(url):  # nearly all
        return url
    parts = urlsplit(url)
    behind, at = "", 0
    while (form := _form_of(behind or url)) and (found := form.fullmatch(parts.path, at)):
        beginning = f"{'https' if found['safe'] else 'http'}://{found['host']}"
        if not is_web_address(beginning):
            break
        behind, at = beginning, found.start("path")
    query = f"?{parts.query}" if parts.query else ""
    return f"{behind}{parts.path[at:] or '/'}{query}" if behind else url


def _form_of(url: str) -> re.Pattern[str] | None:
    """Say in which form a host writes the addresses that it caches."""
    host = urlsplit(url).hostname or ""
    return next((form for owner, form in _CACHES if owner.fullmatch(host)), None)


def _host(url: str) -> str:
    name, _, port = origin_of(url).partition("//")[2].rpartition(":")
    labels = name.rstrip(".").split(".")
    own = [label for label in labels[:-2] if not _DRESS_HOST.fullmatch(label)]
    host = ".".join([*own, *labels[-2:]])
    return host if port in _FOLDED_PORTS else f"{host}:{port}"


def _undressed(segments: list[str]) -> list[str]:
    """Take all marks off a path, from both its ends, in time that grows as its length does."""
    first = 0
    while [segment.lower() for segment in segments[first : first + 2]] == ["platform", "amp"]:
        first += 2
    kept = [segment for segment in segments[first:] if segment.lower() not in _AMP]
    low = [segment.lower() for segment in kept]
    first, end = 0, len(kept)
    while first < end:
        if low[first] in _PRINT or (end - first > 2 and low[first] in _MOBILE and not _is_mark(low[end - 1])):
            first += 1
        elif _is_mark(low[end - 1]):
            end -= 1
        elif (bare := _bare_name(kept[end - 1])) != kept[end - 1]:
            kept[end - 1], low[end - 1] = bare, bare.lower()
        else:
            break
    return kept[first:end]


def _is_mark(name: str) -> bool:
    """Say whether the last name of a path does not count."""
    return name in _NAMELESS or name in _AMP or name in _PRINT or _INDEX.fullmatch(name) is not None


def _bare_name(name: str) -> str:
    """Take endings and print marks off a name; an ending stays where there is nothing but dots before it."""
    parts = name.lstrip(".").split(".")
    dots = name[: len(name) - len(name.lstrip("."))]
    while len(parts) > 1 and parts[-1].lower() in _ENDINGS and not (len(parts) > 2 and parts[-2].lower() in _DOCUMENTS):
        parts.pop()
    return _PRINT_NAME.sub("", dots + ".".join(parts))


def _pair(pair: str) -> str:
    """Write a parameter in the one way that all its spellings have in common; "" for a mark of dress."""
    name, _, value = pair.replace("+", " ").partition("=")
    name, value = _TWICE_ESCAPED.sub("", _piece(name, _IN_QUERY)), _piece(value, _IN_QUERY)
    if value.lower() in _DRESS_QUERY.get(name.lower(), ()):
        return ""
    return f"{name}={value}" if value else name


def _piece(text: str, safe: str) -> str:
    """Escape what has to be, and nothing else; UTF-8 is composed, bytes of another charset stay as they are."""
    raw = unquote_to_bytes(text)
    try:
        return quote(unicodedata.normalize("NFC", raw.decode()), safe=safe)
    except UnicodeDecodeError:
        return quote(raw, safe=safe)
