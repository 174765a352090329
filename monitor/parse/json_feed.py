"""What does a JSON Feed hold?

Pure. In: its text and the address it came from. Out: ParsedFeed, or Failed. parse/feed.py calls it for
whatever begins like JSON.
"""

import html
import json
from collections.abc import Iterator
from typing import Any

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.core.urls import join
from monitor.parse.dates import parse_date
from monitor.parse.entry import finished
from monitor.parse.plain import language_tag, plain


def read(text: str, url: str) -> ParsedFeed | Failed:
    """Read a JSON Feed of version 1.0 or 1.1; fields of the wrong type count as absent.

    Source: jsonfeed.org, version 1.1.
    """
    try:
        feed: Any = json.loads(text, strict=False)  # Any: what JSON holds is not known before it is looked at
    except (ValueError, RecursionError):
        return Failed(Reason.NOT_A_FEED, "the answer begins like JSON but is none")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Failed(Reason.NOT_A_FEED, "the answer is JSON but no JSON Feed: it has no list of items")
    version = "json11" if _text(feed, "version").rstrip("/").endswith("1.1") else "json10"
    items = [item for item in feed["items"] if isinstance(item, dict)]
    entries = tuple(_entry(item, feed, url) for item in items)
    return ParsedFeed(version, plain(_text(feed, "title")), language_tag(_text(feed, "language")), entries)


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
    """Give a field as text: a number is written out, as older feeds use numbers for ids."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _link(fields: dict[str, Any], name: str, base: str) -> str:  # Any: JSON
    link = _text(fields, name).strip()
    return join(base, link) if link else ""


def _as_html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>\n")


def _authors(fields: dict[str, Any]) -> Iterator[str]:  # Any: JSON
    several = fields.get("authors")
    for author in several if isinstance(several, list) else [fields.get("author")]:  # 1.0 had one
        if isinstance(author, dict) and (name := _text(author, "name")):
            yield name
