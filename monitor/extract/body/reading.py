"""Which lines of a page are its article?

Pure. In: the page's tree, the titles it goes by. Out: the text, a line for each paragraph; "" where there is none.
article.py acts on it. Trafilatura finds the article; what it leaves of the page around short ones is taken off here,
and where it finds next to nothing on a page that plainly has text, others are asked.
"""

from collections.abc import Iterable
from typing import Any

from lxml.etree import strip_elements
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from monitor.core.records.feeds import OutletSpec
from monitor.core.records.pages import Claim
from monitor.extract.body.frame import without_frame
from monitor.extract.body.labels import Labels, labels_of
from monitor.extract.body.lines import read_lines
from monitor.extract.body.opinion import second_opinion, third_opinion
from monitor.extract.body.select import chosen_lines, leave_out
from monitor.extract.tree import is_heavy

_THIN = 120  # characters: below it, somebody else is asked too
_SHORT = 1_500  # characters: below it, menus and teasers weigh too much to be let in
_NEVER_ARTICLE = ("nav", "footer", "menu", "select")
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "td", "dd"})
# fast skips the comparison with two other extractors: measured, it costs 40 % of the time and wins nothing.
_OPTIONS = Extractor(output_format="txt", comments=False, fast=True)


def read_text(
    tree: Any,  # Any: lxml brings no types
    markup: str,
    claims: Iterable[Claim],
    outlet: OutletSpec | None = None,
) -> str:
    """Read the article's text. The tree has only what may be an article afterwards.

    Args:
        markup: what the tree was built from.
        claims: what the witnesses call the article, and whom they name as its authors.
        outlet: what the owner knows of such pages, None for nothing.
    """
    labels = labels_of(claims)
    lines: list[str] = []
    if outlet is not None:
        leave_out(tree, outlet)
        lines = chosen_lines(tree, outlet)
    return "\n".join(_trimmed(lines or _found(tree, markup, labels), labels))


def _found(tree: Any, markup: str, labels: Labels) -> list[str]:  # Any: lxml brings no types
    """Ask trafilatura; another one where it finds next to nothing; and take the frame off of what is short."""
    if is_heavy(tree, markup):
        return second_opinion(tree, markup)
    # It would drop these itself, but only after it has copied and searched them several times.
    strip_elements(tree, *_NEVER_ARTICLE, with_tail=False)
    _keep_times(tree)
    lines = _by_trafilatura(tree)
    size = sum(map(len, lines))
    if size < _THIN:
        other = second_opinion(tree, markup) or third_opinion(markup)
        if sum(map(len, other)) > 2 * size:
            lines = other
    return without_frame(tree, lines, labels) if 0 < sum(map(len, lines)) < _SHORT else lines


def _by_trafilatura(tree: Any) -> list[str]:  # Any: lxml brings no types
    found = bare_extraction(tree, options=_OPTIONS)
    return read_lines(found.body) if isinstance(found, Document) else []


def _keep_times(tree: Any) -> None:  # Any: lxml brings no types
    """Trafilatura drops a moment with its element: within a sentence it is a word like others."""
    for moment in tree.iter("time"):
        before, parent = moment.getprevious(), moment.getparent()
        if parent.tag in _PARAGRAPHS and ((parent.text if before is None else before.tail) or "").strip():
            moment.tag = "span"


def _trimmed(lines: list[str], labels: Labels) -> list[str]:
    """Take off the headline, and lines at both ends that say no more than who wrote the article and when."""
    first, last = 0, len(lines) - 1
    while first < last and (labels.is_title(lines[first]) or labels.is_stamp(lines[first])):
        first += 1
    while first < last and labels.is_stamp(lines[last]):
        last -= 1
    return lines[first : last + 1]
