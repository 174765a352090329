"""What does a YAML text say, if it is written as plainly as most are?

Pure. In: a text. Out: its nodes, or None for all that is not plain, which yaml_lines.py has a YAML library read: that
one takes twenty times as long, and knows what is wrong with a text. What is read here, it reads likewise.

Plain are: blocks of keys and of dashes, lists in brackets and mappings in braces, also over several lines; texts of one
line, bare or in quotes; comments. Keys of blocks hold nothing but ASCII letters, digits, blanks, - and _.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from monitor.config.yaml_nodes import DEEPEST, Mapping, Node, Scalar, Sequence

# Tabs, control characters and line breaks of other kinds mean something to YAML, or nothing good.
_NOT_PLAIN = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_FIRST = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`]"""
_KEY = re.compile(r"([A-Za-z0-9](?:[A-Za-z0-9_ -]{0,90}[A-Za-z0-9_-])?):(?: +|$)")
_DASH = re.compile(r"- +(?=\S)")
_BARE = re.compile(rf"({_FIRST}(?:[^\s:#]|:(?=\S)|#| +(?=[^\s#]))*+)(?: +#.*)?$")
_QUOTED = re.compile(r"""(?:"([^"\\]*)"|'((?:[^']|'')*+)')(?: +#.*)?$""")
_END = re.compile(r" *(?:(?<= )#.*)?$")

_IN_FLOW = rf"{_FIRST}[^,\[\]{{}}:#]*+"
_LIST = re.compile(rf" *+\[ *+({_IN_FLOW}(?:, *+{_IN_FLOW})*+)\]")
_TOKEN = re.compile(rf""" *+(?:([\[\]{{}},])|({_IN_FLOW})(:(?= |$))?|"([^"\\]*)"|'((?:[^']|'')*+)')""")

_Read = TypeVar("_Read")


class _NotPlainError(Exception):
    """Never leaves this module."""


def read_quickly(text: str) -> Node | None:
    """Read a YAML text of one document that is written plainly; None where it is not, or is wrong."""
    text = text.replace("\r\n", "\n")
    if _NOT_PLAIN.search(text):
        return None
    lines = [
        _Line(number, len(line) - len(content), content.rstrip(" "))
        for number, line in enumerate(text.split("\n"), 1)
        if (content := line.lstrip(" ")) and content[0] != "#"
    ]
    try:
        return _Lines(lines).read() if lines else None
    except _NotPlainError:
        return None


class _Line:
    __slots__ = ("content", "indent", "number")

    def __init__(self, number: int, indent: int, content: str) -> None:
        self.number = number
        self.indent = indent
        self.content = content


class _Lines:
    """The lines that are neither blank nor comments, read from the first to the last."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = lines
        self._at = 0
        self._depth = 0

    def read(self) -> Node:
        """Read all of them."""
        node = self._block(self._lines[0].indent)
        if self._at < len(self._lines):
            raise _NotPlainError
        return node

    def _block(self, indent: int) -> Node:
        self._go_deeper()
        node = self._sequence(indent) if self._is_dash(indent) else self._mapping(indent)
        self._depth -= 1
        return node

    def _go_deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _NotPlainError

    def _is_dash(self, indent: int) -> bool:
        return self._indent() == indent and self._lines[self._at].content.startswith("- ")

    def _indent(self) -> int:
        """Give the indent of the next line, -1 behind the last."""
        return self._lines[self._at].indent if self._at < len(self._lines) else -1

    def _sequence(self, indent: int) -> Sequence:
        first = self._lines[self._at].number
        items = []
        while self._is_dash(indent):
            line = self._lines[self._at]
            dash = _DASH.match(line.content)
            if dash is None:
                raise _NotPlainError
            rest = line.content[dash.end() :]
            if _KEY.match(rest) or rest.startswith("- "):
                line.indent, line.content = indent + dash.end(), rest
                items.append(self._block(line.indent))
            else:
                items.append(self._value(line, dash.end(), indent))
        return Sequence(first, tuple(items))

    def _mapping(self, indent: int) -> Mapping:
        first = self._lines[self._at].number
        pairs = []
        while self._indent() == indent:
            line = self._lines[self._at]
            key = _KEY.match(line.content)
            if key is None:
                if line.content.startswith("- "):
                    break
                raise _NotPlainError
            pairs.append((Scalar(line.number, key[1], is_plain=True), self._behind(line, key.end(), indent)))
        return Mapping(first, tuple(pairs))

    def _behind(self, line: _Line, at: int, indent: int) -> Node:
        """Read what stands behind a key: on its line, or below it."""
        if at < len(line.content) and line.content[at] != "#":
            return self._value(line, at, indent)
        self._at += 1
        if self._indent() > indent:
            return self._block(self._indent())
        if self._is_dash(indent):
            return self._block(indent)
        return Scalar(line.number, "", is_plain=True)

    def _value(self, line: _Line, at: int, indent: int) -> Node:
        """Read what stands on a line from ``at`` on, and below it as far as its brackets reach."""
        if line.content[at] in "[{":
            return _flow(self._tokens(at, indent), self._depth)
        found = _BARE.match(line.content, at)
        scalar = Scalar(line.number, found[1], is_plain=True) if found else _quoted(line, at)
        self._at += 1
        if self._indent() > indent:
            raise _NotPlainError  # the text goes on there
        return scalar

    def _tokens(self, at: int, indent: int) -> "list[_Token]":
        """Cut up this line from ``at`` on, and the lines below until every bracket is closed."""
        tokens: list[_Token] = []
        unclosed = 0
        while not tokens or unclosed > 0:
            if tokens and self._indent() <= indent:
                raise _NotPlainError
            unclosed = _cut(self._lines[self._at], at, tokens, unclosed)
            self._at += 1
            at = 0
        return tokens


@dataclass(slots=True)
class _Token:
    """A bracket or a comma, or ":" with a key, or "" with a value."""

    line: int
    mark: str
    node: Scalar | Sequence | None = None


_OPENING = {"[": 1, "{": 1, "]": -1, "}": -1}
_NOTHING = _Token(0, "nothing")


def _cut(line: _Line, at: int, tokens: list[_Token], unclosed: int) -> int:
    """Add the tokens of a line from ``at`` on, and say how many brackets are open behind it."""
    while _END.match(line.content, at) is None:
        if found := _LIST.match(line.content, at):
            items = tuple(Scalar(line.number, item.strip(" "), is_plain=True) for item in found[1].split(","))
            tokens.append(_Token(line.number, "", Sequence(line.number, items)))
        elif found := _TOKEN.match(line.content, at):
            tokens.append(_token(line.number, found))
        else:
            raise _NotPlainError
        at = found.end()
        unclosed += _OPENING.get(tokens[-1].mark, 0)
        if unclosed > DEEPEST:
            raise _NotPlainError
    return unclosed


def _token(number: int, found: re.Match[str]) -> _Token:
    mark, bare, colon, double, single = found.groups()
    if mark:
        return _Token(number, mark)
    if bare is not None:
        return _Token(number, colon or "", Scalar(number, bare.rstrip(" "), is_plain=True))
    return _Token(number, "", _unquoted(number, double, single))


def _quoted(line: _Line, at: int) -> Scalar:
    found = _QUOTED.match(line.content, at)
    if found is None:
        raise _NotPlainError
    return _unquoted(line.number, found[1], found[2])


def _unquoted(number: int, double: str | None, single: str) -> Scalar:
    return Scalar(number, single.replace("''", "'") if double is None else double, is_plain=False)


def _flow(tokens: Iterable[_Token], depth: int) -> Node:
    left = iter(tokens)
    node = _flow_node(left, next(left, _NOTHING), depth)
    if next(left, None) is not None:
        raise _NotPlainError
    return node


def _flow_node(left: Iterator[_Token], token: _Token, depth: int) -> Node:
    if depth > DEEPEST:
        raise _NotPlainError
    if token.mark == "[":
        items = _between(left, "]", lambda first: _flow_node(left, first, depth + 1))
        return Sequence(token.line, tuple(items))
    if token.mark == "{":
        return Mapping(token.line, tuple(_between(left, "}", lambda first: _flow_pair(left, first, depth + 1))))
    if token.mark or token.node is None:
        raise _NotPlainError
    return token.node


def _flow_pair(left: Iterator[_Token], token: _Token, depth: int) -> tuple[Scalar, Node]:
    if token.mark != ":" or not isinstance(token.node, Scalar):
        raise _NotPlainError
    return token.node, _flow_node(left, next(left, _NOTHING), depth)


def _between(left: Iterator[_Token], closing: str, read: Callable[[_Token], _Read]) -> Iterator[_Read]:
    """Give what stands between commas up to the closing bracket."""
    for token in left:
        if token.mark == closing:
            return
        yield read(token)
        behind = next(left, _NOTHING).mark
        if behind == closing:
            return
        if behind != ",":
            raise _NotPlainError
    raise _NotPlainError
