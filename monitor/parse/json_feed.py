"""What does a JSON Feed hold?

Pure. In: its text and the address it came from. Out: ParsedFeed, or Failed. parse/feed.py calls it for
whatever begins like JSON.
"""

import html
import json
from collections.abc import Iterator
from typing import Any

from monitor.core.dates import parse_date
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.core.urls import join
from monitor.parse.entry import finished
from monitor.parse.plain import language_tag, plain

_MOST_HUBS = 5
_TELLING = ("id", "url", "external_url", "title", "content_html", "content_text", "summary")


def read(text: str, url: str) -> ParsedFeed | Failed:
    """Read a JSON Feed of version 1.0 or 1.1.

    Fields of the wrong type count as absent, and items that say nothing are passed over: one broken item does
    not cost the others. A feed that names no version, or writes it otherwise, is read all the same.

    Source: jsonfeed.org, versions 1.0 and 1.1.
    """
    try:
        # Any: what JSON holds is not known before it is looked at. Numbers stay as written: an id of 20 digits is one.
        feed: Any = json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return Failed(Reason.NOT_A_FEED, "the answer begins like JSON but is none")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Failed(Reason.NOT_A_FEED, "the answer is JSON but no JSON Feed: it has no list of items")
    self_url, older = _link(feed, "feed_url", url), _link(feed, "next_url", url)
    return ParsedFeed(
        "json11" if _is_11(feed) else "json10",
        plain(_text(feed, "title")),
        language_tag(_text(feed, "language")),
        tuple(_entry(item, feed, url) for item in feed["items"] if _says_something(item)),
        hubs=tuple(dict.fromkeys(_hubs(feed, url)))[:_MOST_HUBS],
        self_url=self_url,
        older="" if older in (url, self_url) else older,
        is_expired=feed.get("expired") is True,
    )


def _is_11(feed: dict[str, Any]) -> bool:  # Any: JSON
    version = _text(feed, "version").strip().rstrip("/")
    return version.endswith("1.1") or ("authors" in feed and not version)


def _says_something(item: Any) -> bool:  # Any: JSON
    return isinstance(item, dict) and any(_text(item, name).strip() for name in _TELLING)


def _entry(item: dict[str, Any], feed: dict[str, Any], base: str) -> Entry:  # Any: JSON
    texts = [_text(item, "content_html"), _as_html(_text(item, "content_text")), _as_html(_text(item, "summary"))]
    return finished(
        Entry(
            key=_text(item, "id"),
            url=_link(item, "url", base) or _link(item, "external_url", base),
            title=html.escape(_text(item, "title"), quote=False),
            summary_html=max(texts, key=len),
            author=", ".join(dict.fromkeys(_authors(item))) or ", ".join(dict.fromkeys(_authors(feed))),
            language=_text(item, "language") or _text(feed, "language"),
            published_at=parse_date(_text(item, "date_published")) or parse_date(_text(item, "date_modified")),
        )
    )


def _text(fields: dict[str, Any], name: str) -> str:  # Any: JSON
    """Give a field as text: numbers, which older feeds use for ids, were read as such."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _link(fields: dict[str, Any], name: str, base: str) -> str:  # Any: JSON
    link = _text(fields, name).strip()
    return join(base, link) if link else ""


def _as_html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>\n")


def _authors(fields: dict[str, Any]) -> Iterator[str]:  # Any: JSON
    """Name the authors: 1.1 has a list of them, 1.0 had one, which many feeds still write beside or instead."""
    several = fields.get("authors")
    for author in several if isinstance(several, list) and several else [fields.get("author")]:
        name = _text(author, "name") if isinstance(author, dict) else author
        if isinstance(name, str) and name.strip():
            yield html.escape(name, quote=False)


def _hubs(feed: dict[str, Any], base: str) -> Iterator[str]:  # Any: JSON
    hubs = feed.get("hubs")
    for hub in hubs if isinstance(hubs, list) else ():
        if isinstance(hub, dict) and _text(hub, "type").lower() == "websub" and (link := _link(hub, "url", base)):
            yield link
