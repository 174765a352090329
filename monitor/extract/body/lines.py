"""In which lines does a part of a page read?

Pure. In: an element, of a page or of what trafilatura made of one. Out: its text: a line for each paragraph, item, row
of a table and heading, and a new line after each line break. article.py and opinion.py read by it.
"""

import html
from collections.abc import Iterator
from typing import Any

from lxml import etree

from monitor.core.charset import clean

#: Elements that begin and end a line; the last row is trafilatura's names for some of them.
#: Elements that begin and end a line; the last row is trafilatura's names for some of them.
BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul
    head item lb list quote row
    """.split()  # noqa: SIM905 - words read better in one string
)
#: Cells of tables, which share a line.
CELLS = frozenset({"td", "th", "cell"})
#: Elements that keep their own line breaks.
VERBATIM = frozenset({"pre", "code"})
_NO_TEXT = frozenset({"script", "style", "noscript", "template", "select", "textarea", "iframe"})
#: Stands between the cells of a row.
BETWEEN_CELLS = " | "
_LONGEST_CELL = 100  # characters; what is longer is a paragraph, and the table holds the page together


def read_lines(element: Any, leave_out: frozenset[str] = frozenset()) -> list[str]:  # Any: lxml brings no types
    """Give the lines of an element, none of them empty, in NFC and without what stores refuse.

    Cells of a table stand on one line, parted by " | "; one that holds paragraphs reads as they do.

    Args:
        leave_out: names of elements that are passed over with all that is in them.
    """
    pieces = [_inline(element.text, element.tag)] if element.text else []
    for child in element:
        tag = child.tag
        if tag in leave_out or tag in _NO_TEXT:
            pass
        elif _is_simple(child):
            end = _end_of(child)
            text = "".join(child.itertext()) if len(child) else child.text or ""
            pieces += (end if end == "\n" else "", _inline(text, tag), end)
        else:
            pieces += _walked(child, leave_out)
        if child.tail:
            pieces.append(_inline(child.tail, ""))
    return as_lines("".join(pieces))


def as_lines(text: str) -> list[str]:
    """Part a text at its line breaks, drop empty lines and fold white space."""
    if "&" in text:  # pages that were escaped twice
        text = html.unescape(text)
    folded = (" ".join(line.split()) for line in clean(text).split("\n"))
    return [_whole(line) if "|" in line else line for line in folded if line and line != "|"]


def is_small_cell(cell: Any) -> bool:  # Any: lxml brings no types
    """Say whether a cell of a table shares its line with the others of its row: it holds no paragraph."""
    has_blocks = any(inner.tag in BLOCKS for inner in cell.iterdescendants())
    return not has_blocks and len("".join(cell.itertext())) <= _LONGEST_CELL


def _whole(line: str) -> str:
    """Take off what would part a cell from the next, where there is none."""
    return line.removesuffix(" |").removeprefix("| ")


def _is_simple(element: Any) -> bool:  # Any: lxml brings no types
    """Say whether an element has no inner structure that its text would show."""
    return len(element) == 0 or not any(
        inner.tag in BLOCKS or inner.tag in CELLS or inner.tag in _NO_TEXT for inner in element.iterdescendants()
    )


def _walked(root: Any, leave_out: frozenset[str]) -> Iterator[str]:  # Any: lxml brings no types
    """Give the text of an element with blocks in it, without recursion: pages nest deeply."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in leave_out or tag in _NO_TEXT:
                walker.skip_subtree()
                continue
            if _end_of(element) == "\n":
                yield "\n"
            if element.text:
                yield _inline(element.text, tag)
            continue
        yield _end_of(element)
        if element.tail and element is not root:
            yield _inline(element.tail, "")


def _end_of(element: Any) -> str:  # Any: lxml brings no types
    if element.tag in CELLS:
        return BETWEEN_CELLS if is_small_cell(element) else "\n"
    return "\n" if element.tag in BLOCKS else ""


def _inline(text: str, tag: str) -> str:
    return text.replace("\n", " ") if "\n" in text and tag not in VERBATIM else text
