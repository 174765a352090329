"""Which elements of a page does a reader see, and which of them stand where the article does?

Pure. In: a page's tree, or an element. Out: its lines of text, the elements that bear certain names, and whether one is
seen, and in the article's place. walls.py and teasers.py ask.
"""

import re
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

_MOST_NAMES = 20
_NAMES = etree.XPath("(//@*[name() = 'class' or name() = 'id'])[position() <= 20000]", smart_strings=False)
_SEEN = (
    "(/html/body/descendant::text()[string-length(.) > 5 and not(parent::script or parent::style)])[position() <= 2000]"
)
#: The first 2,000 texts of a page, with their elements; and without, which takes much less time.
TEXTS, LINES = etree.XPath(_SEEN), etree.XPath(_SEEN, smart_strings=False)
_BEARING = etree.XPath("(//*[contains(@class, $name) or contains(@id, $name)])[position() <= 50]")

_FRAMING = r"header|footer|\bnav|menu|sidebar|newsletter|cookie|login-link|toolbar"
_NOT_IN_PLACE = re.compile(rf"{_FRAMING}|banner|widget|modal|popup|overlay|dialog|promo", re.IGNORECASE)
_IN_FRAME = re.compile(_FRAMING, re.IGNORECASE)
_HIDDEN = re.compile(r"(?<![\w-])(?:hide|hidden|d-none|is-hidden|visually-hidden|invisible)(?![\w-])", re.IGNORECASE)
_UNSHOWN = frozenset({"template", "noscript", "script", "style", "head"})
_INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "span", "font", "small", "mark"})
_FRAME = frozenset({"header", "footer", "nav", "aside", "dialog"})


class Kind(NamedTuple):
    """By which names elements are known; every name holds one of a few parts, and those are found much faster.

    Args:
        lies_over: whether they may lie over the article: then names such as "overlay" don't put them out of its place.
    """

    whole: re.Pattern[str]
    parts: tuple[str, ...]
    lies_over: bool = False


def named(tree: Any, kind: Kind) -> list[Any]:  # Any: lxml brings no types
    """Find the elements of a kind that are seen where the article stands."""
    names = {each for each in _NAMES(tree) if any(part in each.lower() for part in kind.parts)}  # of most pages none
    found = {each for name in names for each in kind.whole.findall(name)}
    bearing = (each for said in islice(found, _MOST_NAMES) for each in _BEARING(tree, name=said))
    return [each for each in bearing if is_in_place(each, lies_over=kind.lies_over)]


def block_of(text: Any) -> Any:  # Any: as above
    """Give the element whose sentence a piece of text is part of: links and emphasis only part it."""
    element = text.getparent()
    while (element.tag in _INLINE or text.is_tail) and element.getparent() is not None:
        element = element.getparent()
        if element.tag not in _INLINE:
            break
    return element


def is_visible(element: Any) -> bool:  # Any: as above
    """Say whether nothing in an element's own markup, or around it, hides it."""
    while element is not None:
        style = (element.get("style") or "").replace(" ", "").lower()
        if element.tag in _UNSHOWN or element.get("hidden") is not None or "display:none" in style:
            return False
        if element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("class") or ""):
            return False
        element = element.getparent()
    return True


def is_in_place(element: Any, *, lies_over: bool = False) -> bool:  # Any: as above
    """Say whether an element is seen, and stands where the article does: not in the frame around it.

    Args:
        lies_over: as in Kind; of the element itself, not of those around it.
    """
    if not is_visible(element):
        return False
    elsewhere = _IN_FRAME if lies_over else _NOT_IN_PLACE
    while element is not None and element.tag not in ("body", "html"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _FRAME or (elsewhere.search(names) and next(element.iter("h1"), None) is None):
            return False
        element, elsewhere = element.getparent(), _NOT_IN_PLACE
    return True
