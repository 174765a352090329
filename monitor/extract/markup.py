"""What can be made of a page's markup without building its tree?

Pure, and linear in the length of the text, so that it may look at anything.
In: HTML. Out: the same without what parsers suffer from, by which tree.py builds trees; and its plain paragraphs, by
which article.py reads a feed's own text.
"""

import html
import re
from collections.abc import Iterator

from monitor.core.charset import clean

_TAG = re.compile(r"<(?:!--|(/?)([A-Za-z][A-Za-z0-9:-]{0,40})(?:[^<>\"']|\"[^\"]{0,5000}\"|'[^']{0,5000}')*+>?)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
#: A tag with more attributes is nothing that a person or a program wrote for readers.
MOST_ATTRIBUTES = 500
_GAP = re.compile(r"[\s/]+")
_RAW = frozenset({"script", "style", "textarea", "title"})  # what stands in them is no markup
# Elements without an end tag, or whose end tag may be left out: parsers close them, they don't nest.
_NEVER_NEST = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody thead tfoot
    option optgroup colgroup html head body
    """.split()  # noqa: SIM905 - words read better in one string
)
_BLOCKS = frozenset(
    """
    address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main
    nav ol p pre section table td th tr ul
    """.split()  # noqa: SIM905 - words read better in one string
)


def slimmed(markup: str, longest: int) -> str:
    """Take the attributes from tags of more than ``longest`` characters that have more than a few of them."""
    pieces: list[str] = []
    end = 0
    for (start, after), is_end, name in _tags(markup):
        if after - start > longest and name and len(_GAP.split(_QUOTED.sub("", markup[start:after]))) > MOST_ATTRIBUTES:
            pieces += (markup[end:start], f"</{name}>" if is_end else f"<{name}>")
            end = after
    return "".join([*pieces, markup[end:]])


def flattened(markup: str, limit: int) -> str:
    """Leave out the tags of elements that nest deeper than ``limit``; their text stays, in their parent."""
    pieces: list[str] = []
    now = end = 0
    for (start, after), is_end, name in _tags(markup):
        if not name or name in _NEVER_NEST:
            continue
        is_too_deep = now > limit if is_end else now >= limit
        now = max(0, now - 1) if is_end else now + 1
        if is_too_deep:
            pieces.append(markup[end:start])
            end = after
    pieces.append(markup[end:])
    return " ".join(pieces)


def paragraphs(markup: str) -> str:
    """Give the text of a piece of HTML, a line for each paragraph; text without any tag keeps its own lines."""
    if not _TAG.search(markup):
        return _lines(html.unescape(markup))
    pieces: list[str] = []
    end = 0
    for (start, after), _, name in _tags(markup):
        pieces.append(" ".join(markup[end:start].split("\n")))
        if name in _BLOCKS:
            pieces.append("\n")
        end = after
    pieces.append(markup[end:])
    return _lines(html.unescape("".join(pieces)))


def _tags(markup: str) -> Iterator[tuple[tuple[int, int], bool, str]]:
    """Give each tag: place, whether it closes, name; comments and scripts are one tag without a name."""
    end = 0
    lowered = ""
    for tag in _TAG.finditer(markup):
        if tag.start() < end:
            continue
        end = tag.end()
        name = (tag[2] or "").lower()
        if not name:
            end = _after(markup, "-->", tag.start() + 2)  # "<!-->" is a whole comment
        elif name in _RAW and not tag[1]:
            lowered = lowered or markup.lower()
            end = _after(lowered, f"</{name}", end)
            end = _after(markup, ">", end)
        yield (tag.start(), end), bool(tag[1]), "" if name in _RAW else name


def _after(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return found + len(mark) if found >= 0 else len(text)


def _lines(text: str) -> str:
    folded = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n".join(line for line in folded if line)
