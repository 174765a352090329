"""How does a list of articles look to a feed reader: as Atom, RSS or JSON Feed?

Pure: values in, bytes out. In: a Channel with its items, the newest first. Out: a document that is valid by its
specification. web/follow.py fills and serves it.

Titles are plain text, summaries HTML; both are made of others' words, so that everything which could be markup is
escaped, what XML cannot hold is dropped, and what turns the direction of writing ends where the text does.
Source: RFC 4287 (Atom), RSS 2.0.11 of the RSS Advisory Board, JSON Feed 1.1.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from html import escape
from typing import Any

from lxml import etree

from monitor.core.public import moment

_ATOM, _DC = "http://www.w3.org/2005/Atom", "http://purl.org/dc/elements/1.1/"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCS = "https://www.rssboard.org/rss-specification"
_GENERATOR = "monitor"
# All that XML 1.0 (section 2.2) does not allow, were it written as a reference.
_NEVER_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPENS_EMBEDDING, _CLOSES_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_OPENS_ISOLATE, _CLOSES_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_TURNS = re.compile(f"[{_OPENS_EMBEDDING}{_CLOSES_EMBEDDING}{_OPENS_ISOLATE}{_CLOSES_ISOLATE}]")


class Format(StrEnum):
    """The formats that feed readers understand; each is the end of an address."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What HTTP calls it."""
        return f"application/{'feed+json' if self is Format.JSON else f'{self.value}+xml'}; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Item:
    """An article in a feed.

    Args:
        id: a URI that stays the same for the same article.
        url: address at its source, "" where it has none.
        page: address of what we know of it, "" where that is not known.
        byline: who wrote it, for whom.
        language: ISO 639-1 code, "" where unknown.
        published_at: when it came out, as far as can be believed.
        updated_at: when we last learned something new of it.
        lines: what is said of it below its title, plain text, each in a paragraph of its own.
        topics: labels.
    """

    id: str
    url: str
    title: str
    byline: str
    published_at: datetime
    updated_at: datetime
    page: str = ""
    language: str = ""
    lines: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed.

    Args:
        id: a URI that stays the same.
        address: where it is to be had.
        home: address of the pages for people.
        about: what it holds, one sentence.
        updated_at: when it last changed.
    """

    id: str
    address: str
    home: str
    title: str
    about: str
    updated_at: datetime
    items: tuple[Item, ...] = ()


def written(channel: Channel, form: Format) -> bytes:
    """Write a feed in a format, as UTF-8."""
    if form is Format.JSON:
        return json.dumps(_json_feed(channel), ensure_ascii=False, indent=1).encode()
    document = _atom(channel) if form is Format.ATOM else _rss(channel)
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def harmless(text: str) -> str:
    """Give a text on one line that every format can hold, and that turns nothing beyond its own end.

    Dropped is what XML does not allow; what sets the direction of writing and is not ended is ended.
    """
    line = " ".join(_NEVER_XML.sub("", text).split())
    return line + _ends(line) if _TURNS.search(line) else line


def _ends(text: str) -> str:
    """Give what ends the directions that a text leaves open (Unicode Standard Annex 9, sections 3.3.2 and 3.3.5.2)."""
    opened: list[str] = []
    for found in _TURNS.finditer(text):
        turn = found[0]
        if turn in _OPENS_EMBEDDING:
            opened.append(_CLOSES_EMBEDDING)
        elif turn in _OPENS_ISOLATE:
            opened.append(_CLOSES_ISOLATE)
        elif turn == _CLOSES_ISOLATE and turn in opened:  # ends the embeddings inside it too
            while opened.pop() != _CLOSES_ISOLATE:
                pass
        elif turn == _CLOSES_EMBEDDING and opened[-1:] == [turn]:
            opened.pop()
    return "".join(reversed(opened))


# --- Atom -----------------------------------------------------------------------------------------


def _atom(channel: Channel) -> Any:  # Any, here and below: lxml brings no types
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(feed, "id", channel.id)
    _add(feed, "title", channel.title, type="text")
    _add(feed, "subtitle", channel.about, type="text")
    _add(feed, "updated", moment(channel.updated_at))
    _add(feed, "generator", _GENERATOR)
    _link(feed, "self", channel.address, Format.ATOM.media_type.partition(";")[0])
    _link(feed, "alternate", channel.home, "text/html")
    for item in channel.items:
        _atom_entry(feed, item)
    return feed


def _atom_entry(feed: Any, item: Item) -> None:
    entry = _add(feed, "entry", None)
    if item.language:
        entry.set(_LANGUAGE, item.language)
    _add(entry, "id", item.id)
    _add(entry, "title", _title(item), type="text")
    if item.url:
        _link(entry, "alternate", item.url)
    if item.page:
        _link(entry, "related", item.page, "text/html")
    _add(entry, "published", moment(item.published_at))
    _add(entry, "updated", moment(item.updated_at))
    _add(_add(entry, "author", None), "name", item.byline)
    for topic in item.topics:
        _add(entry, "category", None, term=harmless(topic))
    # Without an alternate link an entry must have content (RFC 4287, section 4.1.2).
    _add(entry, "summary" if item.url else "content", _html(item), type="html")


def _link(parent: Any, rel: str, href: str, kind: str = "") -> None:
    _add(parent, "link", None, rel=rel, href=harmless(href), **({"type": kind} if kind else {}))


def _add(parent: Any, name: str, text: str | None, **attributes: str) -> Any:
    """Add an element of Atom."""
    return _put(parent, f"{{{_ATOM}}}{name}", text, attributes)


# --- RSS ------------------------------------------------------------------------------------------


def _rss(channel: Channel) -> Any:
    rss = etree.Element("rss", nsmap={"atom": _ATOM, "dc": _DC}, version="2.0")
    top = _put(rss, "channel", None)
    _put(top, "title", channel.title)
    _put(top, "link", channel.home)
    _put(top, "description", channel.about)
    _link(top, "self", channel.address, Format.RSS.media_type.partition(";")[0])
    _put(top, "lastBuildDate", _date(channel.updated_at))
    _put(top, "generator", _GENERATOR)
    _put(top, "docs", _DOCS)
    for item in channel.items:
        _rss_item(top, item)
    return rss


def _rss_item(top: Any, item: Item) -> None:
    element = _put(top, "item", None)
    # RSS does not say whether a title is HTML, and readers take it for either: a tag must be none in both.
    _put(element, "title", _title(item).replace("<", "&lt;"))
    if item.url:
        _put(element, "link", item.url)
    _put(element, "guid", item.id, {"isPermaLink": "false"})
    _put(element, "pubDate", _date(item.published_at))
    _put(element, f"{{{_DC}}}creator", item.byline)
    if item.language:
        _put(element, f"{{{_DC}}}language", item.language)
    _put(element, f"{{{_ATOM}}}updated", moment(item.updated_at))
    if item.page:
        _link(element, "related", item.page, "text/html")
    for topic in item.topics:
        _put(element, "category", topic)
    _put(element, "description", _html(item))


def _put(parent: Any, name: str, text: str | None, attributes: Mapping[str, str] | None = None) -> Any:
    element = etree.SubElement(parent, name, attributes or {})
    if text is not None:
        element.text = harmless(text)
    return element


def _date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


# --- JSON Feed ------------------------------------------------------------------------------------


def _json_feed(channel: Channel) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": harmless(channel.title),
        "description": harmless(channel.about),
        "home_page_url": harmless(channel.home),
        "feed_url": harmless(channel.address),
        "items": [_json_item(item) for item in channel.items],
    }


def _json_item(item: Item) -> dict[str, object]:
    text = {
        "url": harmless(item.url),
        "title": _title(item),
        "summary": "\n".join(map(harmless, item.lines)),
        "language": item.language,
    }
    return {
        "id": harmless(item.id),
        **{name: value for name, value in text.items() if value},
        "content_html": _html(item),
        "date_published": moment(item.published_at),
        "date_modified": moment(item.updated_at),
        "authors": [{"name": harmless(item.byline)}],
        "tags": [harmless(topic) for topic in item.topics],
    }


# --- what all three say ---------------------------------------------------------------------------


def _title(item: Item) -> str:
    return harmless(item.title) or harmless(item.url) or item.id


def _html(item: Item) -> str:
    """Give what is said of an article as HTML: each paragraph finds its own direction of writing."""
    lines = [f'<p dir="auto">{escape(harmless(line))}</p>' for line in item.lines]
    if item.page:
        lines.append(f'<p><a href="{escape(harmless(item.page))}">All that is known of it</a></p>')
    return "".join(lines)
