"""How are feeds written into the text of feeds.yaml, and where?

Pure. In: FeedSpecs, and the text as it is. Out: the text with them: lines that hold only what is not at its default,
from which feeds.py reads the same, behind the last feed there.
feed_file.py decides which feeds are new, and writes the file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, Node, ScalarNode, SequenceNode

from monitor.config.feed_values import Written, written
from monitor.core.records.feeds import FeedSpec

# What other programs that read YAML would take for something else than a text.
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NUMBER = re.compile(r"[0-9][0-9_,.:\-+ TtZz]*(?:[eE][+-]?[0-9]+)?|0[xXoObB][0-9a-fA-F_]+")
_SIMPLE = re.compile(r"\w[\w./-]*(?: [\w./-]+)*")  # means itself even between brackets
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes its list.

    Args:
        dash: column of the dashes.
        offset: from a dash to its feed's keys.
        has_gaps: whether an empty line stands between two feeds.
        eol: how its lines end.
    """

    dash: int = 2
    offset: int = 2
    has_gaps: bool = True
    eol: str = "\n"


def is_blank(text: str) -> bool:
    """Say whether a text holds nothing but comments."""
    return all(line.lstrip()[:1] in ("", "#") for line in text.split("\n"))


def listing(specs: Sequence[FeedSpec], style: Style) -> str:
    """Write a whole file."""
    return f"feeds:{style.eol}{_items(specs, style)}" if specs else f"feeds: []{style.eol}"


def with_feeds(text: str, fresh: Sequence[FeedSpec]) -> str:
    """Put feeds at the end of the list under ``feeds:``, as the last ones there are written.

    Nothing else changes, but for a line break at the text's end, and "[]" or "~" in the place of a list.

    Args:
        text: a file that feeds.py reads, without byte order mark, or nothing but comments.
    """
    style = Style(eol="\r\n" if "\r\n" in text else "\n")
    if is_blank(text):
        return _ended(text, style.eol) + listing(fresh, style)
    # Any: a tree of ruamel's, whose values it does not type
    root: Any = YAML(typ="safe", pure=True).compose(text)
    feeds: Any = next(value for key, value in root.value if key.value == "feeds")
    start, end = feeds.start_mark.index, feeds.end_mark.index
    is_list = isinstance(feeds, SequenceNode)
    if root.flow_style or (is_list and feeds.flow_style and text[start + 1 : end - 1].strip()):
        return _in_brackets(text, feeds, fresh, style.eol)
    if not is_list or not feeds.value:  # nothing, or "[]": a list with dashes takes its place
        head = text[:start].rstrip(" ")
        text = head + text[end:]
        return _cut_in(text, _behind_line(text, len(head)), _items(fresh, style), style)
    style = _style_of(text, feeds, style)
    gap = style.eol if style.has_gaps else ""
    return _cut_in(text, _behind(text, feeds, style.dash), gap + _items(fresh, style), style)


def _in_brackets(text: str, feeds: Node, fresh: Sequence[FeedSpec], eol: str) -> str:
    items = [_braces(spec) for spec in fresh]
    if isinstance(feeds, ScalarNode):
        return f"{text[: feeds.start_mark.index]} [{', '.join(items)}]{text[feeds.end_mark.index :]}"
    if not feeds.value:
        at = feeds.start_mark.index + 1
        return text[:at] + ", ".join(items) + text[at:]
    start, at = feeds.value[-1].start_mark.index, feeds.value[-1].end_mark.index
    lead = text[text.rfind("\n", 0, start) + 1 : start]
    parting = f",{eol}{lead}" if lead.isspace() else ", "
    return text[:at] + "".join(parting + item for item in items) + text[at:]


def _cut_in(text: str, at: int, items: str, style: Style) -> str:
    return _ended(text[:at], style.eol) + items + text[at:]


def _style_of(text: str, feeds: CollectionNode, style: Style) -> Style:
    last = feeds.value[-1].start_mark
    before = text[text.rfind("\n", 0, last.index) + 1 : last.index]
    dash = feeds.start_mark.column
    offset = last.column - dash if before.strip() == "-" else 2
    between = text[_behind_line(text, _end(feeds.value[-2])) : last.index] if len(feeds.value) > 1 else "\n"
    has_gaps = any(not line.strip() for line in between.split("\n")[:-1])
    return replace(style, dash=dash, offset=offset, has_gaps=has_gaps)


def _behind(text: str, feeds: CollectionNode, dash: int) -> int:
    """Find where the next feed goes: behind the last one and the comments that are indented as a part of it."""
    at = found = _behind_line(text, _end(feeds))
    while at < len(text):
        end = _next_line(text, at)
        line = text[at:end]
        said = line.lstrip(" ")
        if said.startswith("#") and len(line) - len(said) > dash:
            found = end
        elif said.strip():
            break
        at = end
    return found


def _end(node: Node) -> int:
    """Give the end of what was written; a list with dashes itself would end only where the next thing begins."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1] if isinstance(node, SequenceNode) else node.value[-1][1]
    return int(node.end_mark.index)


def _behind_line(text: str, at: int) -> int:
    """Give where the line ends that something ends in; a text in lines of its own (|) ends where the next begins."""
    return at if text[at - 1 : at] == "\n" else _next_line(text, at)


def _next_line(text: str, at: int) -> int:
    return text.find("\n", at) + 1 or len(text)


def _items(specs: Sequence[FeedSpec], style: Style) -> str:
    return (style.eol if style.has_gaps else "").join(_block(spec, style) for spec in specs)


def _ended(text: str, eol: str) -> str:
    return text if not text or text.endswith("\n") else text + eol


def _block(spec: FeedSpec, style: Style) -> str:
    lines = [f"{key}: {_value(value)}" for key, value in written(spec).items()]
    leads = [" " * style.dash + "-" + " " * (style.offset - 1)] + [" " * (style.dash + style.offset)] * (len(lines) - 1)
    return "".join(lead + line + style.eol for lead, line in zip(leads, lines, strict=True))


def _braces(spec: FeedSpec) -> str:
    return "{" + ", ".join(f"{key}: {_value(value, is_inside=True)}" for key, value in written(spec).items()) + "}"


def _value(value: Written, *, is_inside: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inside(name)}: {_inside(text)}" for name, text in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) if isinstance(item, int) else _inside(item) for item in value) + "]"
    return _inside(value) if is_inside else _scalar(value)


def _inside(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) and _is_text(text) else _quoted(text)


def _scalar(text: str) -> str:
    is_plain = text[:1].isalnum() and text.isprintable() and not text.endswith((":", " "))
    return text if is_plain and ": " not in text and " #" not in text and _is_text(text) else _quoted(text)


def _is_text(text: str) -> bool:
    return text.isprintable() and text.lower() not in _WORDS and not _NUMBER.fullmatch(text)


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(sign) or _escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x1_0000 else f"\\U{ord(sign):08x}"
