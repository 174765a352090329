"""Which hub delivers a feed, and what does it call the feed?

Pure. In: where the feed was fetched from, its answer's Link header, and what its body names. Out: Found, or None
where it names no hub. subscriber.py acts on it.

The header wins over the body, and a feed's own links over those of an HTML page. What the feed calls itself
(rel=self) is the topic, whatever address it was fetched from; without it, the topic is the last address of the
redirects.

Source: W3C WebSub, section 4.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser

from monitor.core.records.fetches import Link
from monitor.core.urls import is_web_address, join

_SEARCHED = 100_000  # characters of a page in which its head must end


@dataclass(frozen=True, slots=True)
class Found:
    """What a feed says about its delivery.

    Args:
        hubs: at least one, those with https first, else in the publisher's order.
        topic: what to subscribe to.
    """

    hubs: tuple[str, ...]
    topic: str


def discover(
    url: str, links: Sequence[Link], *, hubs: Sequence[str] = (), self_url: str = "", page: Sequence[Link] = ()
) -> Found | None:
    """Find the hubs and the topic of a feed.

    Args:
        url: the final address, after redirects.
        links: of the answer's Link header, absolute.
        hubs: named in the feed's body.
        self_url: what the feed's body calls itself, "" where it does not.
        page: links of an HTML page in the feed's place (html_links).
    """
    places = (
        (_named(links, "hub"), _named(links, "self")),
        (hubs, (self_url,)),
        (_named(page, "hub"), _named(page, "self")),
    )
    named = next((usable for found, _ in places if (usable := _usable(found))), ())
    topic = next((usable[0] for _, found in places if (usable := _usable(found))), url)
    return Found(tuple(sorted(named, key=lambda hub: not hub.startswith("https:"))), topic) if named else None


def html_links(text: str, base: str) -> tuple[Link, ...]:
    """List the link elements in the head of an HTML page, their addresses absolute.

    Those further down do not count: a page's visitors may have written them.

    Args:
        base: address of the page.

    Source: W3C WebSub, section 8.1.
    """
    head = _Head(base)
    with suppress(AssertionError):  # html.parser's word for a declaration it cannot read; what came before it counts
        head.feed(text[:_SEARCHED])
    return tuple(head.links)


class _Head(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.links: list[Link] = []
        self._base = base
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._is_over = True
        if tag != "link" or self._is_over:
            return
        values = {name: value or "" for name, value in attrs}
        url = join(self._base, values.get("href", ""))
        if url and "href" in values:  # without one, the address would be the page's own
            self.links += [Link(rel, url) for rel in values.get("rel", "").lower().split()]

    def handle_endtag(self, tag: str) -> None:
        self._is_over = self._is_over or tag == "head"


def _named(links: Sequence[Link], rel: str) -> list[str]:
    return [link.url for link in links if rel in link.rel.lower().split()]


def _usable(urls: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in urls if is_web_address(url)))
