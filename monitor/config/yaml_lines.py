"""What does a YAML file of the owner's say, and on which line?

Not pure: reads the file.
In: the file's path. Out: its mappings, lists and texts, each with its line; a text stays the text that was
written, so that ``country: NO`` is no boolean and ``name: 24.10`` no number. Who reads a key decides what it means.

Nothing is ever constructed. Tags are refused, since a text behind one is not what it looks like, and so are anchors
with their aliases, which a few lines can make grow without end. What is written plainly is read by yaml_quickly.py;
the rest, and whatever is wrong, by a YAML library.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml import events as said
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from monitor.config.yaml_nodes import DEEPEST, Mapping, Node, Scalar, Sequence
from monitor.config.yaml_quickly import read_quickly
from monitor.core.errors import BadConfiguration, Problem

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "load_yaml", "parse_yaml", "read_text"]


def load_yaml(path: Path, *, max_bytes: int) -> Node:
    """Read a YAML file of one document.

    Raises:
        BadConfiguration: the file can't be read, is larger than ``max_bytes``, is no YAML or empty, nests
            deeper than 20, or uses anchors or tags.
    """
    return parse_yaml(read_text(path, max_bytes=max_bytes).removeprefix("\ufeff"), file=str(path))


def parse_yaml(text: str, *, file: str) -> Node:
    """Read a YAML text of one document, as :func:`load_yaml` reads a file.

    Args:
        file: the name that problems shall bear.

    Raises:
        BadConfiguration: the text is no YAML or empty, nests deeper than 20, or uses anchors or tags.
    """
    return read_quickly(text) or _parse(text, file)


def _parse(text: str, file: str) -> Node:
    """Read a text that is not written plainly, or say what is wrong with it."""
    try:
        events = iter(YAML(typ="safe", pure=True).parse(text))
        node = _node(file, events, _content(events), 0)
        _check_single(file, events, node)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _bad(
            file,
            mark.line + 1 if mark else 0,
            f"This is not YAML: {error.problem or error.context}.",
            "Look there for a wrong indent, a missing quote or a missing space after a colon.",
        ) from error
    except YAMLError as error:
        at = getattr(error, "position", None)  # of a character; the library's other errors have marks
        line = 0 if at is None else text.count("\n", 0, at) + 1
        raise _bad(file, line, "It holds a character that YAML does not allow.", "Save it as plain UTF-8.") from error
    return node


def read_text(path: Path, *, max_bytes: int) -> str:
    """Read a file as it is: with its line breaks, and its byte order mark where it has one.

    Raises:
        BadConfiguration: the file can't be read, is larger than ``max_bytes``, or is no UTF-8.
    """
    file = str(path)
    try:
        with path.open("rb") as opened:
            read = opened.read(max_bytes + 1)
    except OSError as error:
        mend = "Name a file that is there and that this user may read."
        raise _bad(file, 0, f"It cannot be read: {error.strerror}.", mend) from error
    if len(read) > max_bytes:
        raise _bad(file, 0, f"It is over {max_bytes:,} bytes.", "Name the right file, or shorten it.")
    try:
        return read.decode("utf-8")
    except UnicodeDecodeError as error:
        line = read.count(b"\n", 0, error.start) + 1
        raise _bad(file, line, "This is not UTF-8.", "Save the file as UTF-8.") from error


def _content(events: Iterator[said.Event]) -> said.Event:
    for event in events:
        if not isinstance(event, said.StreamStartEvent | said.DocumentStartEvent):
            return event
    return said.StreamEndEvent()  # pragma: no cover - a stream always ends with its own


def _check_single(file: str, events: Iterator[said.Event], node: Node) -> None:
    for event in events:
        if isinstance(event, said.DocumentStartEvent):
            raise _bad(file, _line(event), "A second document begins here.", "Take the line --- out.")
    if isinstance(node, Scalar) and node.is_null:
        raise _bad(file, 0, "It is empty.", "Fill it, or name another file.")


def _node(file: str, events: Iterator[said.Event], event: said.Event, depth: int) -> Node:
    line = _line(event)
    if isinstance(event, said.AliasEvent) or getattr(event, "anchor", None):
        raise _bad(file, line, "Anchors (&) and aliases (*) are not read.", "Write the value out, or put it in quotes.")
    if getattr(event, "tag", None):
        raise _bad(file, line, "Tags (!) are not read.", "Take it out, or put the value in quotes.")
    if depth > DEEPEST:
        raise _bad(file, line, f"It nests deeper than {DEEPEST}.", "Look there for brackets that do not close.")
    if isinstance(event, said.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), said.SequenceEndEvent):
            items.append(_node(file, events, event, depth + 1))
        return Sequence(line, tuple(items))
    if isinstance(event, said.MappingStartEvent):
        pairs = []
        while not isinstance(event := next(events), said.MappingEndEvent):
            key = _node(file, events, event, depth + 1)
            if not isinstance(key, Scalar):
                raise _bad(file, key.line, "A key must be a text.", "Put the key in quotes.")
            pairs.append((key, _at(key, _node(file, events, next(events), depth + 1))))
        return Mapping(line, tuple(pairs))
    if isinstance(event, said.ScalarEvent):
        return Scalar(line, event.value, event.style is None)
    return Scalar(line, "", is_plain=True)


def _at(key: Scalar, value: Node) -> Node:
    """Put a value that is not there onto its key's line; the library has it where the next key begins."""
    return replace(value, line=key.line) if isinstance(value, Scalar) and value.is_plain and not value.text else value


def _line(event: said.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _bad(file: str, line: int, what: str, mend: str) -> BadConfiguration:
    return BadConfiguration((Problem(file, line, "", what, mend),))
