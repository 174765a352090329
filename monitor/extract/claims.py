"""What does a page claim about its article?

Pure. In: the page's tree. Out: Claims from JSON-LD, OpenGraph, meta elements and headings. article.py weighs
them against what the feed says.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from monitor.core.charset import fold

_LONGEST_JSON = 500_000  # characters of one JSON-LD script
_MOST_NODES = 2_000
_LONGEST_LINE = 1_000
_DATE_META = ("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "pubdate",
              "dcterms.created", "parsely-pub-date")  # fmt: skip
_AUTHOR_META = ("author", "article:author", "dc.creator", "parsely-author")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a page says of itself; "" and None where it says nothing.

    Args:
        title: of the article, without the outlet's name.
        canonical: rel=canonical as written, relative or absolute.
        is_open: False where the page says that reading it costs money.
    """

    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    canonical: str = ""
    is_open: bool = True


def read(tree: Any) -> Claims:  # Any: lxml brings no types
    """Collect a page's claims, the most specific witness first: JSON-LD, then meta elements, then headings."""
    meta = _meta(tree)
    article = next((node for node in _nodes(tree) if _is_article(node)), {})
    dates = [article.get("datePublished"), *(meta.get(name) for name in _DATE_META)]
    authors = [", ".join(dict.fromkeys(_names(article.get("author")))), *(meta.get(name) for name in _AUTHOR_META)]
    return Claims(
        title=_title(tree, meta),
        author=next((_byline(a) for a in authors if a and not a.startswith(("http://", "https://"))), ""),
        published_at=next((moment for moment in map(_moment, dates) if moment), None),
        canonical=_canonical(tree),
        is_open=str(article.get("isAccessibleForFree", True)).strip().lower() != "false",
    )


def _line(text: str) -> str:
    return fold(text)[:_LONGEST_LINE]


def _byline(text: str) -> str:
    line = _line(text)
    return line[3:] if line[:3].lower() == "by " else line


def _meta(tree: Any) -> dict[str, str]:  # Any: lxml brings no types
    """Give meta elements by their lower-case name; of several with one name the first counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _canonical(tree: Any) -> str:  # Any: lxml brings no types
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return (element.get("href") or "").strip()
    return ""


def _title(tree: Any, meta: dict[str, str]) -> str:  # Any: lxml brings no types
    """Choose og:title, else the first h1, else <title>; the outlet's name behind it is cut off."""
    heading = next((line for line in (_line(h.text_content()) for h in tree.iter("h1")) if line), "")
    titled = next((_line(t.text_content()) for t in tree.iter("title")), "")
    for said in (meta.get("og:title", ""), heading, titled):
        title = _without_outlet(_line(said), meta.get("og:site_name", ""), heading)
        if title:
            return title
    return ""


def _without_outlet(title: str, outlet: str, heading: str) -> str:
    """Cut " | Outlet" off where the page names that outlet, or where the rest is the heading."""
    for mark in (" | ", " - ", " – ", " — ", " :: ", " » "):
        rest, found, last = title.rpartition(mark)
        if found and (last.strip().lower() == outlet.lower() or rest.strip() == heading):
            return rest.strip()
    return title


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:  # Any: lxml brings no types, JSON has any
    """Give every object in the page's JSON-LD, outer ones first, without recursion and up to a bound."""
    waiting: list[Any] = []  # Any: JSON
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) <= _LONGEST_JSON:
            try:
                waiting.append(json.loads(text, strict=False))
            except (ValueError, RecursionError):
                continue
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(node[:_MOST_NODES])


def _is_article(node: dict[str, Any]) -> bool:  # Any: JSON
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(k, str) and k.endswith(("Article", "BlogPosting")) for k in kinds)


def _names(author: Any) -> Iterator[str]:  # Any: JSON
    for one in author if isinstance(author, list) else [author]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip():
            yield _line(name)


def _moment(said: Any) -> datetime | None:  # Any: JSON
    """Read an ISO 8601 date; one without a zone counts as UTC."""
    try:
        moment = datetime.fromisoformat(said.strip()) if isinstance(said, str) else None
        if moment is None or not 1970 <= moment.year <= 2199:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
