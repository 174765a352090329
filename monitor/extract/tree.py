"""Which tree is read of a page's markup?

Pure. In: a page's text. Out: its tree, without what no reader needs, and no deeper than readers can bear; or None.
article.py hands it to everybody who reads the page. Building it takes linear time whatever the page holds.
"""

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from monitor.extract.markup import MOST_ATTRIBUTES, flattened, slimmed

#: The fullest of 86 real pages has 1,600 elements. Trafilatura takes about half a second for so many, and more than in
#: proportion for more.
MAX_ELEMENTS = 10_000
# The fullest of 86 real pages has 3,229 tags, the deepest 51 levels. What readers do takes time for each element and
# each level above it: libxml2 stops at 256 levels, a page with many tags may not have half as many.
_MANY_TAGS, _DEEP = 4_000, 100
_FLAT = 40  # levels that a deeper page keeps
_LONG_TAG = 20_000  # bytes; tags with a picture or a whole data set in them are longer, and have few attributes
_LARGE, _DENSE = 300_000, 30  # bytes of a page, and signs of equality for each tag in it, that hint at fat tags
_TAG = re.compile(rb"<[A-Za-z]")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_FAT_TAG = re.compile(rb"<[A-Za-z](?:[^<>\"']*+(?:\"[^\"]*+\"|'[^']*+')){%d}" % MOST_ATTRIBUTES)
# Nobody reads these: trafilatura drops them too, but only after it has copied and searched the tree several times.
_NEVER_TEXT = ("script", "style", "svg", "template", "fencedframe")
_SELDOM_TEXT = (
    "select", "option", "datalist", "iframe", "object", "canvas", "map", "math", "audio", "video", "nav",
    "menu", "button", "textarea", "img", "picture", "source", "wbr", "hr",
)  # fmt: skip


def _parser(*, huge: bool) -> Any:  # Any: lxml brings no types
    parser = lxml_html.HTMLParser(
        encoding="utf-8",
        huge_tree=huge,
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,
    )
    # lxml.html's own look-up is written in Python, and costs trafilatura a tenth of its time.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    return parser


_PARSER, _HUGE_PARSER = _parser(huge=False), _parser(huge=True)
_IS_DEEP = etree.XPath(f"boolean({'/*' * _DEEP})")
_COUNT = etree.XPath("count(//*)")
_DATA_SCRIPTS = etree.XPath("//script[contains(@type, 'ld+json')]")


def build(markup: str) -> Any | None:  # Any: lxml brings no types
    """Build the tree of a page."""
    data = markup.encode("utf-8", "replace")
    if not data or data.isspace():
        return None
    if _has_fat_tags(data):
        markup = slimmed(markup, _LONG_TAG)
        data = markup.encode("utf-8", "replace")
    try:
        tree = _parsed(data, _PARSER)
        if tree is None or (markup.count("<") > _MANY_TAGS and _IS_DEEP(tree)):
            tree = _parsed(flattened(markup, _FLAT).encode("utf-8", "replace"), _HUGE_PARSER)
    except etree.LxmlError:
        return None
    _lighten(tree)
    return tree


def _lighten(tree: Any) -> None:  # Any: lxml brings no types
    """Take out of a tree what is no text in any reader's eyes, JSON-LD excepted."""
    kept = _DATA_SCRIPTS(tree)
    for script in kept:
        script.tag = "data-script"  # a name that the line below does not take
    etree.strip_elements(tree, *_NEVER_TEXT, with_tail=False)
    for script in kept:
        script.tag = "script"


def _has_fat_tags(data: bytes) -> bool:
    """Say whether a tag has so many attributes that libxml2 takes seconds for them: quadratic time."""
    at = 0
    while at + _LONG_TAG < len(data):
        end = data.rfind(b">", at, at + _LONG_TAG)
        if end < 0:  # a script, a picture, or a tag
            tag = _TAG.search(data, at)
            if tag is None:
                return False
            end = data.find(b">", tag.start(), tag.start() + _LONG_TAG)
            if end < 0 and _is_fat(data[tag.start() : tag.start() + _LONG_TAG]):
                return True
            end = max(end, tag.end())
        at = end + 1
    is_dense = len(data) > _LARGE and data.count(b"=") > _DENSE * data.count(b"<")
    return is_dense and _FAT_TAG.search(data) is not None


def _is_fat(tag: bytes) -> bool:
    is_worth_a_look = sum(map(tag.count, (b" ", b"\n", b"\t", b"/"))) > MOST_ATTRIBUTES
    return is_worth_a_look and len(_QUOTED.sub(b"", tag).replace(b"/", b" ").split()) > MOST_ATTRIBUTES


def is_long(markup: str) -> bool:
    """Say whether a page may have too many elements, by its tags."""
    return markup.count("<") > MAX_ELEMENTS


def is_heavy(tree: Any, markup: str) -> bool:  # Any: lxml brings no types
    """Say whether a page has too many elements for trafilatura, though all that may hold no text was taken out."""
    if not is_long(markup):
        return False
    etree.strip_elements(tree, *_SELDOM_TEXT, with_tail=False)
    return bool(_COUNT(tree) > MAX_ELEMENTS)


def _parsed(data: bytes, parser: Any) -> Any | None:  # Any: lxml brings no types
    """Parse a page; None where libxml2 stopped in it: at 256 levels or 10 MB of one text."""
    tree = lxml_html.document_fromstring(data, parser=parser)
    last = parser.error_log.last_error
    is_cut = parser is _PARSER and last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return None if is_cut else tree
