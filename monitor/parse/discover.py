"""Which feeds does a page name, and where else do feeds usually lie?

Pure: no request is sent. In: a page's HTML, a robots.txt, or only an address. Out: candidates for a person to choose
from, and addresses to try. inspecting/discovering.py tries them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from monitor.core.urls import is_web_address, join, site_of
from monitor.parse.plain import plain

_MOST_CANDIDATES = 50
_LONGEST_TITLE = 200  # characters of a link's text
_SEARCHED = 3_000_000  # characters of a page

_KIND_OF_TYPE = {
    "application/rss+xml": "rss",
    "application/rdf+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/xml": "feed",
    "text/xml": "feed",
    "text/rss+xml": "rss",
    "text/rss": "rss",
}
# A path or query that looks like a feed's: a name of its own (/rss, feed.xml, ?feed=rss2) or an ending (news.rss).
_LIKE_A_FEED = re.compile(
    r"(?:^|[/=_.-])(?:rss2?|atom|feeds?|rdf)(?:[/=_.&-]|\d{0,3}$)|\.(?:rss|atom|rdf)(?:$|[?&])|/index\.xml$"
)
_LIKE_A_SITE_MAP = re.compile(r"sitemap[\w.-]{0,80}\.xml(?:\.gz)?$")
_MAY_MATTER = re.compile(r"rss|atom|feed|rdf|sitemap|index\.xml", re.IGNORECASE)
_LIKE_COMMENTS = re.compile(r"(?:^|[/=_-])comments?(?:[/=_.&-]|$)")
_SITE_MAP_LINE = re.compile(r"^[ \t]{0,9}sitemap[ \t]{0,9}:[ \t]{0,9}(\S{1,8000})", re.IGNORECASE | re.MULTILINE)
_WELL_KNOWN = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/sitemap.xml",
    "/news-sitemap.xml",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed's.

    Args:
        url: absolute.
        title: what the page calls it, plain text, or "".
        kind: "rss", "atom", "json", "sitemap", or "feed" where the page leaves it open.
    """

    url: str
    title: str
    kind: str


def links(html: str, url: str) -> tuple[Candidate, ...]:
    """List the feeds that a page names: those it declares, then its links that look like feeds.

    Links count on the page's own site and on hosts named for feeds (feeds.feedburner.com). Feeds of
    comments come last. At most 50 are listed, each once.

    Args:
        url: the page's final address.
    Source: HTML, section 4.6.7.1 "alternate"; RSS Autodiscovery, 2006.
    """
    page = _read(html)
    base = page.base(url)
    found: dict[str, Candidate] = {}
    for candidate in (*_declared(page, base), *_linked(page, base, site_of(url))):
        found.setdefault(candidate.url, candidate)
        if len(found) == _MOST_CANDIDATES:
            break
    return tuple(sorted(found.values(), key=lambda one: _LIKE_COMMENTS.search(_place(one.url)) is not None))


def well_known(url: str) -> tuple[str, ...]:
    """List the addresses where sites usually keep their feeds, likeliest first: of the page's own section, then of all.

    Args:
        url: any page of the site; what is no web address has none.
    """
    if not is_web_address(url):
        return ()
    section = urlsplit(url).path.rpartition("/")[0]
    own = [f"{section}/feed", f"{section}/rss"] if section else []
    return tuple(join(url, path) for path in (*own, *_WELL_KNOWN))


def sitemaps_in_robots(text: str) -> tuple[str, ...]:
    """List the site maps that a robots.txt names, each once, at most 50.

    Source: sitemaps.org, protocol 0.9, "Specifying the Sitemap location in your robots.txt file".
    """
    named = (found[1] for found in _SITE_MAP_LINE.finditer(text.removeprefix("\ufeff")[:_SEARCHED]))
    return tuple(dict.fromkeys(filter(is_web_address, named)))[:_MOST_CANDIDATES]


@dataclass(slots=True)
class _Link:
    """A <link> or <a> with an address, as the page has it; an <a> gathers its text."""

    href: str
    rels: list[str]
    media_type: str
    title: str


class _Page:
    """What the HTML parser tells of a page's links, without a tree, which deep pages would make costly."""

    def __init__(self) -> None:
        self.links: list[_Link] = []
        self.anchors: list[_Link] = []
        self._base = ""
        self._open: _Link | None = None

    def base(self, url: str) -> str:
        return (_address(self._base, url) if self._base else "") or url

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "")
        if not href.strip():
            return
        rels, media_type = attributes.get("rel", "").lower().split(), attributes.get("type", "")
        link = _Link(href, rels, media_type, attributes.get("title", ""))
        if tag == "link":
            self.links.append(link)
        elif tag == "a":
            self._open = link
            link.title = ""
            self.anchors.append(link)
        elif tag == "base":
            self._base = self._base or href

    def data(self, text: str) -> None:
        if self._open and len(self._open.title) < _LONGEST_TITLE:
            self._open.title += text

    def end(self, tag: str) -> None:
        self._open = None if tag == "a" else self._open

    def close(self) -> None:
        """Answer the parser, which asks for an outcome."""


def _read(html: str) -> _Page:
    page = _Page()
    # Any: lxml brings no types
    parser: Any = etree.HTMLParser(target=page, huge_tree=True, recover=True, encoding="utf-8")
    parser.feed(html[:_SEARCHED].encode("utf-8", "replace"))
    parser.close()
    return page


def _declared(page: _Page, base: str) -> Iterator[Candidate]:
    for link in page.links:
        address = _address(link.href, base)
        kind = _kind(link.media_type, address)
        if address and kind and ("feed" in link.rels or ("alternate" in link.rels and "stylesheet" not in link.rels)):
            yield Candidate(address, plain(link.title), kind)


def _kind(media_type: str, href: str) -> str:
    """Name what a declared link is; "" for what is no feed, such as a translation or WordPress's JSON of the page."""
    media_type = media_type.partition(";")[0].strip().lower()
    if media_type == "application/json":
        return "json" if _LIKE_A_FEED.search(_place(href)) else ""
    return _KIND_OF_TYPE.get(media_type, "")


def _linked(page: _Page, base: str, site: str) -> Iterator[Candidate]:
    for anchor in page.anchors:
        if not _MAY_MATTER.search(anchor.href):
            continue
        address = _address(anchor.href, base)
        place = _place(address)
        is_feed, is_map = _LIKE_A_FEED.search(place) is not None, _LIKE_A_SITE_MAP.search(place) is not None
        if address and (is_feed or is_map) and _is_near(address, site):
            kind = "sitemap" if is_map else "json" if ".json" in place else "atom" if "atom" in place else "feed"
            yield Candidate(address, plain(anchor.title), kind)


def _is_near(href: str, site: str) -> bool:
    host = urlsplit(href).hostname or ""
    return site_of(href) == site or host.startswith(("feed.", "feeds.", "rss."))


def _place(href: str) -> str:
    parts = urlsplit(href)
    return f"{parts.path}?{parts.query}".rstrip("/?").lower()


def _address(href: str, base: str) -> str:
    """Give a link's absolute address; "feed:" before it, which old readers knew, is dropped."""
    href = href.strip()
    if href[:5].lower() == "feed:":
        href = href[5:] if href[5:7] != "//" else f"https:{href[5:]}"
    return join(base, href)
