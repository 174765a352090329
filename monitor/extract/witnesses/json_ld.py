"""What does a page's JSON-LD say of its article?

Pure. In: the scripts that hold it, and the addresses the page goes by. Out: Stated. claims.py acts on it.
Publishers' JSON is often broken, and a page often describes other articles too: small faults are mended, and the
page's own article is looked for; both within bounds, and without recursion of ours.
"""

import html
import json
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias

from monitor.core.urls import place_of

_LONGEST = 500_000  # characters of all scripts of a page
_LONGEST_VALUE = 2_000
_MOST_NODES = 2_000
_MOST_NAMES = 40
_MOST_TEXTS = 20  # JSON texts in a row within one script
_MOST_HOPS = 5  # from a name to what it is said to be

_WRAPPING = re.compile(r"<!--|-->|(?://\s{0,3}|/\*\s{0,3})?(?:<!\[CDATA\[|\]\]>)(?:\s{0,3}\*/)?")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BETWEEN = re.compile(r"[\s,;]*")
# What can be told even of JSON that nobody can read: a plain text after one of these names, properly ended.
_PLAIN_PAIR = re.compile(
    r"\"(headline|datePublished|dateModified|articleSection)\"\s{0,9}:\s{0,9}"
    r"\"((?:[^\"\\]|\\.){1,1000}+)\"(?=\s{0,99}[,}\]])"
)
# Below these names stand other articles than the page's.
_ASIDE = frozenset(
    """
    itemListElement liveBlogUpdate relatedLink relatedItem citation comment mentions isBasedOn review hasPart isPartOf
    about subjectOf significantLink workExample
    """.split()  # noqa: SIM905 - words read better in one string
)
_ARTICLES = ("Article", "BlogPosting", "Report")
_PAGES = ("WebPage", "ItemPage", "CreativeWork", "VideoObject")
_READ_PAGES = ("WebPage", "ItemPage", "CreativeWork")
_NO = frozenset({"false", "no", "0", "http://schema.org/false", "https://schema.org/false"})

_Node: TypeAlias = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True)
class Stated:
    """What JSON-LD says of the page's article, as it is written; "", () and None for what it does not say.

    Args:
        authors: one for each author, as the publisher has them.
        is_open: whether it can be read without paying.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    section: str = ""
    image: str = ""
    outlet: str = ""
    is_open: bool | None = None


def read(scripts: Iterable[str], addresses: Collection[str]) -> Stated:
    """Find the page's own article among all that is described, and take down what is said of it.

    Its own is the one that gives the page's address; else the first one that is no part, update, comment or
    list item of another; else the page itself, where it bears a date or a headline. It is closed where any article or
    page that is described at this address, or at none, is said to be: some write that into another block.

    Args:
        addresses: those that the page goes by; relative ones are passed over.
    """
    nodes = list(islice(_nodes(scripts), _MOST_NODES))
    if not nodes:
        return Stated()
    named: dict[str, _Node] = {}
    for node, _ in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            named.setdefault(name, node)
    stated = _stated(_own(nodes, addresses), named, next((n for n, _ in nodes if _is(n, ("WebSite",))), {}))
    return replace(stated, is_open=False) if _is_closed_beside(nodes, addresses) else stated


def _stated(article: _Node, named: dict[str, _Node], site: _Node) -> Stated:
    authors = _names(article.get("author"), named) or _names(article.get("creator"), named)
    outlets = _names(article.get("publisher"), named) or _names(site.get("name"), named)
    return Stated(
        title=_text(article.get("headline")) or _text(article.get("name")),
        authors=tuple(authors),
        published=_text(article.get("datePublished")) or _text(article.get("uploadDate")),
        modified=_text(article.get("dateModified")),
        section=_text(article.get("articleSection")),
        image=_address(article.get("image"), named) or _address(article.get("thumbnailUrl"), named),
        outlet=outlets[0] if outlets else "",
        is_open=_is_open(article),
    )


def _is_closed_beside(nodes: list[tuple[_Node, bool]], addresses: Collection[str]) -> bool:
    kinds = (*_ARTICLES, *_READ_PAGES)
    closed = [node for node, is_aside in nodes if not is_aside and _is(node, kinds) and _is_open(node) is False]
    places = {place_of(address) for address in addresses} - {""} if closed else set()
    return any(not said or places & said for said in ({place_of(each) for each in _addresses(node)} for node in closed))


def _own(nodes: list[tuple[_Node, bool]], addresses: Collection[str]) -> _Node:
    articles = [(node, is_aside) for node, is_aside in nodes if _is(node, _ARTICLES)]
    pages = [
        (node, is_aside)
        for node, is_aside in nodes
        if _is(node, _PAGES) and (node.get("datePublished") or node.get("headline"))
    ]
    if len(articles) > 1 or any(is_aside for _, is_aside in articles):
        places = {place_of(address) for address in addresses} - {""}
        for node, _ in articles:
            if any(place_of(address) in places for address in _addresses(node)):
                return node
    return next((node for node, is_aside in [*articles, *pages] if not is_aside), {})


def _addresses(node: _Node) -> Iterator[str]:
    of_page = node.get("mainEntityOfPage")
    for said in (node.get("url"), node.get("@id"), of_page, of_page.get("@id") if isinstance(of_page, dict) else None):
        if isinstance(said, str) and said.startswith("http"):
            yield said


def _nodes(scripts: Iterable[str]) -> Iterator[tuple[_Node, bool]]:
    """Give every object, outer ones first, and whether it stands below a name of _ASIDE."""
    waiting: deque[tuple[Any, bool]] = deque()  # Any: JSON
    left = _LONGEST
    for text in scripts:
        if len(text) <= left:
            left -= len(text)
            waiting.extend((value, False) for value in _values(text))
    while waiting:
        value, is_aside = waiting.popleft()
        if isinstance(value, dict):
            yield value, is_aside
            inner = ((below, is_aside or name in _ASIDE) for name, below in value.items())
            waiting.extend((below, aside) for below, aside in inner if isinstance(below, dict | list))
        elif isinstance(value, list):
            waiting.extend((below, is_aside) for below in value if isinstance(below, dict | list))


def _values(text: str) -> list[Any]:  # Any: JSON
    try:
        return [json.loads(text, strict=False)]
    except RecursionError:
        return []
    except ValueError:
        return _mended(text)


def _mended(text: str) -> list[Any]:  # Any: JSON
    """Read JSON with comments around it, trailing commas, needless escapes, entities, or several texts in a row."""
    text = _WRAPPING.sub("", text)
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    text = _TRAILING_COMMA.sub("", text)
    text = _ESCAPE.sub(lambda escape: escape[0] if escape[1] in '"\\/bfnrtu' else escape[1], text)
    decoder, found, at = json.JSONDecoder(strict=False), list[Any](), 0  # Any: JSON
    try:
        while len(found) < _MOST_TEXTS and (at := _after_blanks(text, at)) < len(text):
            value, at = decoder.raw_decode(text, at)
            found.append(value)
    except (ValueError, RecursionError):
        if not found:
            pairs = {name: _ESCAPE.sub(r"\1", value) for name, value in reversed(_PLAIN_PAIR.findall(text))}
            return [{"@type": "Article", **pairs}] if pairs else []
    return found


def _after_blanks(text: str, at: int) -> int:
    blanks = _BETWEEN.match(text, at)
    return blanks.end() if blanks else at


def _is(node: _Node, endings: tuple[str, ...]) -> bool:
    kind = node.get("@type")
    return any(isinstance(k, str) and k.endswith(endings) for k in (kind if isinstance(kind, list) else [kind]))


def _text(value: Any) -> str:  # Any: JSON
    """Give a text, the first of several; numbers count, since moments may be seconds."""
    for _ in range(_MOST_HOPS):
        if isinstance(value, list):
            value = next(iter(value), None)
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value[:_LONGEST_VALUE].strip() if isinstance(value, str) else ""


def _names(value: Any, named: dict[str, _Node]) -> list[str]:  # Any: JSON
    """Give the names of persons and organisations, whatever way they are wrapped or referred to."""
    found: list[str] = []
    waiting: deque[tuple[Any, int]] = deque([(value, 0)])  # Any: JSON
    while waiting and len(found) < _MOST_NAMES:
        one, hops = waiting.popleft()
        if isinstance(one, str):
            found += [one[:_LONGEST_VALUE].strip()] if one.strip() else []
        elif hops > _MOST_HOPS:
            continue
        elif isinstance(one, list):
            waiting.extendleft((each, hops + 1) for each in reversed(one[:_MOST_NAMES]))
        elif isinstance(one, dict):
            whole = one if _said_name(one) else named.get(str(one.get("@id")), {})
            waiting.appendleft((_said_name(whole), hops + 1))
    return found


def _said_name(node: _Node) -> Any:  # Any: JSON
    parts = (node.get("givenName"), node.get("familyName"))
    return (
        node.get("name")
        or node.get("@value")
        or node.get("@list")
        or " ".join(part for part in parts if isinstance(part, str))
    )


def _address(value: Any, named: dict[str, _Node]) -> str:  # Any: JSON
    for _ in range(_MOST_HOPS):
        if isinstance(value, list):
            value = next(iter(value), None)
        elif isinstance(value, dict):
            whole = value if "url" in value or "contentUrl" in value else named.get(str(value.get("@id")), value)
            value = whole.get("url") or whole.get("contentUrl") or whole.get("@value") or whole.get("@id")
    return value[:_LONGEST_VALUE].strip() if isinstance(value, str) else ""


def _is_open(article: _Node) -> bool | None:
    parts = article.get("hasPart")
    closed = [
        part.get("isAccessibleForFree")
        for part in (parts if isinstance(parts, list) else [parts])
        if isinstance(part, dict)
    ]
    said = [article.get("isAccessibleForFree"), *closed[:_MOST_NAMES]]
    if any(_text(one if not isinstance(one, bool) else str(one)).lower() in _NO for one in said if one is not None):
        return False
    return None if said[0] is None else True
