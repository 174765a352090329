"""Which lines of a short text belong to the page around the article?

Pure. On pages with little text, extractors take menus, teasers and footers with it. In: the page's tree and
the extracted lines. Out: the lines that stay. article.py asks for short texts only: in long ones the
extractor is right far more often than these rules.
"""

import re
from collections.abc import Iterator
from typing import Any

from monitor.core.charset import fold

_FRAME = frozenset({"nav", "footer", "aside", "form", "button", "select", "menu"})
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "td", "dt", "dd", "span", "time", "a")
_BLOCK_CHILDREN = frozenset({"p", "li", "ul", "ol", "div", "td", "tr", "table", "section", "h1", "h2", "h3"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NAMED = re.compile(
    r"\b(?:related|read-?(?:also|more)|most-?read|popular|breadcrumbs?|share|social|subscribe|newsletter|sidebar|menu|"
    r"copyright|footer)\b",
    re.IGNORECASE,
)
# A short line with a year or a time of day that is no sentence.
_DATELINE = re.compile(r"^(?=.{4,40}$)(?=.*(?:\b(?:19|20)\d\d\b|\d:\d\d)).*(?:[^.!?…]|\bг\.)$")
_LINK_SHARE = 0.6


def without_frame(tree: Any, text: str) -> str:  # Any: lxml brings no types
    """Drop lines that the page marks as its own: menus, link lists, footers, and headings above nothing.

    A line stays if it also stands in the article's own element. A bare date before or right
    after the heading goes too. Where everything would go, everything stays.
    """
    region = article_region(tree)
    text = text if region is None or "\n" in text else _parted(region, text)
    inside = None if region is None else fold(region.text_content())
    framed = {line for line, is_frame in _blocks(tree) if is_frame}
    headings = {fold(h.text_content()) for h in tree.iter(*_HEADINGS)}
    kept: list[str] = []
    for line in reversed(text.split("\n")):
        plain = fold(line).removeprefix("- ")
        outside = inside is not None and plain not in inside
        if outside or plain in framed or (plain in headings and not kept):
            continue
        kept.append(line)
    kept.reverse()
    kept[:2] = [line for line in kept[:2] if len(kept) == 1 or not _DATELINE.match(line)]
    return "\n".join(kept) or text


def _parted(region: Any, text: str) -> str:  # Any: lxml brings no types
    """Part a text again that the extractor's last resort put on one line."""
    lines = dict.fromkeys(filter(None, (fold(block.text_content()) for block in region.iter("p", "li"))))
    return "\n".join(lines) if lines and all(line in text for line in lines) else text


def article_region(tree: Any) -> Any | None:  # Any: lxml brings no types
    """Find the element that the page marks as its article, where it marks exactly one."""
    bodies = tree.xpath("//*[@itemprop='articleBody']")
    if len(bodies) == 1:
        return bodies[0]
    articles = [a for a in tree.iter("article") if next(a.iterancestors("article"), None) is None]
    if len(articles) > 1:  # teasers are often articles too: the one with the page's heading is meant
        articles = [a for a in articles if next(a.iter("h1"), None) is not None]
    return articles[0] if len(articles) == 1 else None


def _blocks(tree: Any) -> Iterator[tuple[str, bool]]:  # Any: lxml brings no types
    """Give the text of each small block, and whether it is frame."""
    inside: set[Any] = set()  # elements of the frame; their children follow them in document order
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        is_frame = element.getparent() in inside or element.tag in _FRAME or _is_named(element)
        if is_frame:
            inside.add(element)
        if element.tag in _BLOCKS and not any(child.tag in _BLOCK_CHILDREN for child in element):
            line = fold(element.text_content())
            if 0 < len(line) < 500:
                yield line, is_frame or _is_linked(element, line)


def _is_named(element: Any) -> bool:  # Any: lxml brings no types
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    # "with-sidebar" is also said of the element around everything: where the heading is, the article is
    return bool(_NAMED.search(names)) and next(element.iter("h1", "body"), None) is None


def _is_linked(element: Any, line: str) -> bool:  # Any: lxml brings no types
    if element.tag == "a":
        return True
    linked = sum(len(fold(a.text_content())) for a in element.iter("a"))
    return linked > _LINK_SHARE * len(line)
