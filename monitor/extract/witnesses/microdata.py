"""What do a page's itemprop attributes say of its article?

Pure. In: the elements that bear one. Out: the values of each property of the article. claims.py acts on it.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from monitor.core.charset import fold

_MOST_ELEMENTS = 300
_MOST_INSIDE = 200
_LONGEST = 1_000
_ARTICLES = ("Article", "BlogPosting", "Report")
#: Properties whose value is an item with a name.
_NAMED = frozenset({"author", "publisher", "creator"})
_ASKED = frozenset(
    "headline author datePublished dateModified publisher articleSection image isAccessibleForFree".split()  # noqa: SIM905 - words read better in one string
)


def properties(elements: Iterable[Any]) -> dict[str, tuple[str, ...]]:  # Any: lxml brings no types
    """Give the values of each property: those of one article, and those of no item.

    The article is the one with the page's heading, or else the first.

    Source: HTML standard, "microdata"; schema.org, Article.
    """
    asked = [
        (element, names, _item(element))
        for element in islice(elements, _MOST_ELEMENTS)
        if (names := _ASKED.intersection(element.get("itemprop").split()))
    ]
    articles = [(element.tag != "h1", item) for element, _, item in asked if _is_article(item)]
    own = min(articles, key=lambda article: article[0])[1] if articles else None
    found: dict[str, list[str]] = {}
    for element, names, item in asked:
        for name in names if item is None or item is own else ():
            value = _value(element, name)
            if value and value not in found.setdefault(name, []):
                found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def _item(element: Any) -> Any | None:  # Any: lxml brings no types
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _is_article(item: Any | None) -> bool:  # Any: lxml brings no types
    return item is not None and (item.get("itemtype") or "").rstrip("/").endswith(_ARTICLES)


def _value(element: Any, name: str) -> str:  # Any: lxml brings no types
    if name in _NAMED:
        inside = islice(element.iter(), 1, _MOST_INSIDE)
        element = next((e for e in inside if "name" in (e.get("itemprop") or "").split()), element)
    elif name == "image":
        inner = element.get("content") or element.get("src") or element.get("href")
        if not inner:
            image = next(element.iter("img", "meta", "link"), None)
            inner = "" if image is None else image.get("src") or image.get("content") or image.get("href") or ""
        return str(inner).strip()[: 2 * _LONGEST]
    said = element.get("content") or element.get("datetime") or element.text_content()[: 4 * _LONGEST]
    return fold(said)[:_LONGEST]
