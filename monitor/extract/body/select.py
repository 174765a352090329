"""Which parts of an outlet's pages did the owner name?

Pure. In: the page's tree and what feeds.yaml says of the outlet. Out: the tree without what is no part of articles,
and the lines of the elements that hold them. reading.py asks where an outlet has such a row.
"""

from functools import lru_cache
from typing import Any

from lxml.cssselect import CSSSelector

from monitor.core.records.feeds import OutletSpec
from monitor.extract.body.lines import read_lines

_NO_TEXT = frozenset({"nav", "button", "form", "figure", "menu"})
_OUTLETS = 256  # whose selectors are kept compiled


def leave_out(tree: Any, outlet: OutletSpec) -> None:  # Any: lxml brings no types
    """Take out what the owner says is no part of an article; the text behind it stays."""
    for selector in _compiled(outlet.exclude):
        for element in selector(tree):
            if element.getparent() is not None:
                element.drop_tree()


def chosen_lines(tree: Any, outlet: OutletSpec) -> list[str]:  # Any: lxml brings no types
    """Read the elements that hold the article, in the order of the page; nothing where none matches."""
    chosen = {element for selector in _compiled(outlet.include) for element in selector(tree)}
    outermost = [element for element in tree.iter() if element in chosen and chosen.isdisjoint(element.iterancestors())]
    return [line for element in outermost for line in read_lines(element, _NO_TEXT)]


@lru_cache(maxsize=_OUTLETS)
def _compiled(selectors: tuple[str, ...]) -> tuple[Any, ...]:  # Any: lxml brings no types
    # The markup names HTML; else names of elements would have to be written as the page writes them.
    return tuple(CSSSelector(selector, translator="html") for selector in selectors)
