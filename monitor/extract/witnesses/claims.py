"""What do the witnesses say of an article?

Pure. In: the page's tree, the address, the feed's entry. Out: what each of them says, as it is written, and two
things that nobody disputes: rel=canonical, and whether reading costs money. weigh.py acts on it.
One walk over the tree finds nearly every element that can say something.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree

from monitor.core.charset import fold
from monitor.core.dates import read_date
from monitor.core.records.pages import Field, Witness
from monitor.core.urls import host_of, join, place_of
from monitor.extract.page import Page
from monitor.extract.witnesses import json_ld
from monitor.extract.witnesses.microdata import properties

_MOST_ELEMENTS = 5_000
_MOST_OF_A_NAME = 20  # meta elements
_MOST_HEADINGS = 5
_MOST_FRAMED = 20  # headings that stand beside the article
_MOST_CLASSED = 100
_MOST_DATES = 30
_MOST_PARTS = 200  # pieces of one element's text
_LONGEST_LINE = 1_000
_LONGEST_BYLINE = 200
_LONGEST_DATE = 120

# Of each field, the names of meta elements that speak of it, the most telling first.
_OPEN_GRAPH = {
    Field.TITLE: "og:title",
    Field.AUTHOR: "article:author og:article:author og:author",
    Field.PUBLISHED: "article:published_time og:article:published_time og:published_time og:pubdate",
    Field.MODIFIED: "article:modified_time og:article:modified_time og:modified_time og:updated_time",
    Field.OUTLET: "og:site_name",
    Field.SECTION: "article:section og:article:section",
    Field.IMAGE: "og:image:secure_url og:image og:image:url",
}
_META = {
    Field.TITLE: "twitter:title parsely-title sailthru.title citation_title dc.title dcterms.title headline hdl title",
    Field.AUTHOR: "author parsely-author sailthru.author cxenseparse:author citation_author byl dc.creator "
    "dcterms.creator article.author",
    Field.PUBLISHED: "datepublished parsely-pub-date sailthru.date citation_publication_date citation_date "
    "weibo:article:create_at mediator_published_time cxenseparse:recs:publishtime article.published "
    "article_date_original publish_date publish-date publishdate publication_date pubdate dc.date.issued "
    "dcterms.issued dcterms.created dc.date dcterms.date date",
    Field.MODIFIED: "datemodified dcterms.modified dc.date.modified weibo:article:update_at article.updated "
    "updated_time last-modified lastmod last-updated revised",
    Field.OUTLET: "application-name apple-mobile-web-app-title dc.publisher publisher",
    Field.SECTION: "parsely-section cxenseparse:category articlesection section category",
    Field.IMAGE: "twitter:image twitter:image:src parsely-image-url sailthru.image.full thumbnail image",
}
_SPOKEN = tuple(
    (witness, of, tuple(names.split()))
    for witness, table in ((Witness.OPEN_GRAPH, _OPEN_GRAPH), (Witness.META, _META))
    for of, names in table.items()
)
_ASKED = frozenset(name for _, _, names in _SPOKEN for name in names)
_PAID, _YES = frozenset({"locked", "paid", "premium"}), frozenset({"true", "yes", "1"})
_CLOSED = {
    **dict.fromkeys(("article:content_tier", "og:article:content_tier", "content_tier"), _PAID),
    **dict.fromkeys(("paywall", "is_paywalled", "is_premium", "ispremium"), _YES),
}

_FRAME = ("nav", "aside", "footer", "dialog")
_DIALOGS = ("dialog", "alertdialog")

_MARKED = etree.XPath("//@itemprop/..")
_CLASSED = (
    "h1",
    "div",
    "span",
    "p",
    "a",
    "li",
    "address",
    "section",
    "small",
    "em",
    "strong",
    "b",
    "i",
    "header",
    "footer",
)
_TELLING = re.compile(
    r"(?:^|[\s_-])(?:(?P<byline>(?:by-?line|authors?)(?:[_-]{1,2}(?:names?|link|list|text))?)"
    r"|(?P<date>(?:(?:pub)?date|(?:date)?time|timestamp|published|publish|posted|when|dateline)"
    r"(?:[_-]{1,2}(?:published|publish|created|time|date))?))(?=\s|$)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"updat|modif|edited|обновл|измен|оновл|жаңар|aktuali[sz]|actuali[sz]|güncel|yangila|mis à jour|更新|수정|تحديث",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one witness says, as it is written; of authors, one after the other.

    Args:
        source: which of a witness's elements says so: "h1", "og:title"; "" where there is only one.
    """

    field: Field
    witness: Witness
    values: tuple[str, ...]
    source: str = ""

    @property
    def value(self) -> str:
        """What is said, where it is one thing."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Heard:
    """All that a page says of itself.

    Args:
        canonical: rel=canonical as written, relative or absolute, "" for none.
        is_open: False where the page says that reading it costs money.
        base: what its references are relative to.
    """

    told: tuple[Told, ...]
    canonical: str = ""
    is_open: bool = True
    base: str = ""


@dataclass(slots=True)
class _Gathered:
    """What the walk comes upon.

    Args:
        url: the page's address.
        dates: for readers, with whether they are of a change, and whether they stand above the first heading.
        logos: headings that only lead home.
        framed: headings beside the article: of navigation, boxes, footers, dialogs.
    """

    url: str
    meta: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    logos: list[str] = field(default_factory=list)
    framed: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    dates: list[tuple[str, bool, bool]] = field(default_factory=list)
    title: str = ""
    canonical: str = ""
    image: str = ""
    base: str = ""


def hear_page(tree: Any, page: Page) -> Heard:  # Any: lxml brings no types
    """Ask every witness that stands in a page.

    Of JSON-LD and microdata only the page's own article counts. Of what readers see: headings, the first date below
    the first heading, or else the first of all. Two are asked only where they are needed, since to find them costs as
    much as all the rest: microdata where JSON-LD leaves title, author or day open; bylines, and dates that
    only their class makes known, where the page names no author or day elsewhere, or several bylines.
    """
    heard = _Gathered(page.url)
    for element in islice(tree.iter(*_LISTENERS), _MOST_ELEMENTS):
        _LISTENERS[element.tag](heard, element)
    stated = json_ld.read(heard.scripts, (page.url, heard.canonical))
    is_whole = bool(stated.title and stated.authors and stated.published)
    marked = {} if is_whole or b"itemprop" not in page.body else properties(_MARKED(tree))
    told = [*_of_json_ld(stated), *_of_meta(heard), *_of_microdata(marked)]
    if not _is_signed(told) or not (heard.dates or any(each.field is Field.PUBLISHED for each in told)):
        _hear_classes(heard, tree)
    told += _of_elements(heard, {*marked.get("datePublished", ()), *marked.get("dateModified", ())})
    base = (heard.base and join(page.url, heard.base)) or page.url
    is_closed = stated.is_open is False or any(_is_closed(name, value) for name, value in heard.meta.items())
    is_free = ("".join(marked.get("isAccessibleForFree", ())).lower() or "true") != "false"
    return Heard(tuple(told), heard.canonical, is_free and not is_closed, base)


def _is_signed(told: Sequence[Told]) -> bool:
    """Whether all that name an author name the same."""
    signed = {" ".join(each.values).lower() for each in told if each.field is Field.AUTHOR}
    return sum(not name.startswith("http") for name in signed) == 1


def _is_closed(name: str, values: list[str]) -> bool:
    return name in _CLOSED and values[0].lower() in _CLOSED[name]


def _hear_meta(heard: _Gathered, element: Any) -> None:  # Any: lxml brings no types
    name = (element.get("property") or element.get("name") or "").strip().lower()
    if name in _ASKED or name in _CLOSED:
        content = (element.get("content") or "").strip()
        values = heard.meta.setdefault(name, []) if content else []
        if len(values) < _MOST_OF_A_NAME:
            values.append(content[: 2 * _LONGEST_LINE])


def _hear_script(heard: _Gathered, element: Any) -> None:  # Any: lxml brings no types
    if "ld+json" in (element.get("type") or "").lower():
        heard.scripts.append(element.text or "")


def _hear_link(heard: _Gathered, element: Any) -> None:  # Any: lxml brings no types
    rel, href = (element.get("rel") or "").lower().split(), (element.get("href") or "").strip()
    if "canonical" in rel:
        heard.canonical = heard.canonical or href
    elif "image_src" in rel:
        heard.image = heard.image or href


def _hear_base(heard: _Gathered, element: Any) -> None:  # Any: lxml brings no types
    heard.base = heard.base or (element.get("href") or "").strip()


def _hear_title(heard: _Gathered, element: Any) -> None:  # Any: lxml brings no types
    parent = element.getparent()
    if not heard.title and (parent is None or parent.tag != "svg"):  # drawings have titles too
        heard.title = _line(element)


def _hear_heading(heard: _Gathered, element: Any) -> None:  # Any: lxml brings no types
    if len(heard.headings) >= _MOST_HEADINGS or len(heard.framed) >= _MOST_FRAMED:
        return
    line = _line(element)
    link = next(element.iter("a"), None)
    if line and link is not None and _is_home(heard.url, link.get("href") or ""):
        heard.logos.append(line)
    elif line and not _is_framed(element):
        heard.headings.append(line)
    elif line:
        heard.framed.append(line)


def _is_framed(element: Any) -> bool:  # Any: lxml brings no types
    above = element.iterancestors()
    return any(each.tag in _FRAME or (each.get("role") or "").lower() in _DIALOGS for each in above)


def _is_home(url: str, href: str) -> bool:
    return href == "/" or place_of(join(url, href)) == host_of(url) != ""


def _hear_time(heard: _Gathered, element: Any) -> None:  # Any: lxml brings no types
    if len(heard.dates) < _MOST_DATES:
        _hear_date(heard, element, is_above=not heard.headings)


def _hear_date(heard: _Gathered, element: Any, *, is_above: bool) -> None:  # Any: lxml brings no types
    shown = _spaced(element)
    written = (element.get("datetime") or "").strip() or shown
    if len(written) <= _LONGEST_DATE and read_date(written):
        is_change = bool(_CHANGED.search(f"{element.get('class') or ''} {shown}"))
        heard.dates.append((written, is_change, is_above))


def _hear_classes(heard: _Gathered, tree: Any) -> None:  # Any: lxml brings no types
    """Look for bylines and dates by the classes that they are commonly given."""
    is_above, has_dates = True, bool(heard.dates)
    telling = ((element, tells) for element in tree.iter(*_CLASSED) if (tells := _tells(element)))
    for element, tells in islice(telling, _MOST_CLASSED):
        is_above = is_above and tells != "heading"
        if tells == "byline" and not heard.bylines:
            line = _spaced(element)
            if line and len(line) <= _LONGEST_BYLINE:
                heard.bylines.append(line)
        elif tells == "date" and not has_dates:
            _hear_date(heard, element, is_above=is_above)


def _tells(element: Any) -> str:  # Any: lxml brings no types
    named = element.get("class")
    if element.tag == "h1":
        return "heading"
    if element.get("rel") == "author":
        return "byline"
    return _kind(named) if named else ""


@lru_cache(maxsize=4_096)  # the pages of an outlet share their classes
def _kind(named: str) -> str:
    told = _TELLING.search(named)
    return (told.lastgroup or "") if told else ""


_Listener = Callable[[_Gathered, Any], None]  # Any: lxml brings no types
_LISTENERS: dict[str, _Listener] = {
    "meta": _hear_meta,
    "script": _hear_script,
    "link": _hear_link,
    "base": _hear_base,
    "title": _hear_title,
    "h1": _hear_heading,
    "time": _hear_time,
}


def _line(element: Any) -> str:  # Any: lxml brings no types
    if next(element.iter("br"), None) is not None:
        return _spaced(element)
    return fold(element.text_content()[: 4 * _LONGEST_LINE])[:_LONGEST_LINE]


def _spaced(element: Any) -> str:  # Any: lxml brings no types
    """Give an element's text with a space between its parts, which often only their layout keeps apart."""
    return fold(" ".join(islice(element.itertext(), _MOST_PARTS))[: 4 * _LONGEST_LINE])[:_LONGEST_LINE]


def _of_json_ld(stated: json_ld.Stated) -> Iterator[Told]:
    said = {
        Field.TITLE: stated.title,
        Field.PUBLISHED: stated.published,
        Field.MODIFIED: stated.modified,
        Field.OUTLET: stated.outlet,
        Field.SECTION: stated.section,
        Field.IMAGE: stated.image,
    }
    if stated.authors:
        yield Told(Field.AUTHOR, Witness.JSON_LD, stated.authors)
    yield from (Told(of, Witness.JSON_LD, (value,)) for of, value in said.items() if value)


def _of_meta(heard: _Gathered) -> Iterator[Told]:
    for witness, of, names in _SPOKEN:
        for name in names:
            if values := heard.meta.get(name):
                yield Told(of, witness, tuple(values) if of is Field.AUTHOR else (values[0],), name)
    if heard.image:
        yield Told(Field.IMAGE, Witness.META, (heard.image,), "image_src")


def _of_microdata(marked: dict[str, tuple[str, ...]]) -> Iterator[Told]:
    for name, of in _PROPERTIES.items():
        if values := marked.get(name):
            yield Told(of, Witness.MICRODATA, values if of is Field.AUTHOR else (values[0],), name)


_PROPERTIES = {
    "headline": Field.TITLE,
    "author": Field.AUTHOR,
    "datePublished": Field.PUBLISHED,
    "dateModified": Field.MODIFIED,
    "publisher": Field.OUTLET,
    "articleSection": Field.SECTION,
    "image": Field.IMAGE,
}


def _of_elements(heard: _Gathered, marked: set[str]) -> Iterator[Told]:
    yield from (Told(Field.OUTLET, Witness.HTML, (line,), "h1") for line in heard.logos)
    yield from (Told(Field.TITLE, Witness.HEADING, (line,)) for line in heard.headings)
    if heard.title:
        yield Told(Field.TITLE, Witness.HTML, (heard.title,), "title")
    yield from (Told(Field.TITLE, Witness.HTML, (line,), "h1") for line in heard.framed[:_MOST_HEADINGS])
    yield from (Told(Field.AUTHOR, Witness.HTML, (line,)) for line in heard.bylines)
    for of, is_change in ((Field.PUBLISHED, False), (Field.MODIFIED, True)):
        dates = [(is_above, line) for line, changed, is_above in heard.dates if changed is is_change]
        dates = [(is_above, line) for is_above, line in dates if line not in marked]  # one element is one witness
        if dates:
            yield Told(of, Witness.HTML, (min(dates, key=lambda date: date[0])[1],))
