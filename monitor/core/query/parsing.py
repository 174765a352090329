"""Which articles does a query mean?

Pure. In: the text of a query, such as ``topic:csto (lang:ru,kk OR title:Астана*) -is:dup seen:P7D``, and the clock's
reading. Out: a Query, or BadQuery, which points at the column. Rules, lists, pages and the API act on it.

    query  = [ either ]                                 nothing asked means every article
    either = all { "OR" all }
    all    = one { one }                                side by side: all hold
    one    = [ "-" ] ( "(" either ")" | word | word* | "a phrase" | field:value { "," value } )

Source: docs/query.md.
"""

import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime

from monitor.core.errors import MonitorError
from monitor.core.query.nodes import Node, Not, all_of, any_of
from monitor.core.query.terms import Asked, term_of
from monitor.core.query.tokens import Kind, Token, Wrong, tokens
from monitor.core.query.tree import Query

#: Brackets stand in one another so many deep at most.
DEEPEST = 30
_SHOWN_BEFORE, _SHOWN_AFTER = 120, 60


class BadQuery(MonitorError):  # noqa: N818 - named by what is wrong, as all of that tree
    """A query cannot be read; its text shows the place.

    Args:
        column: of the first character at fault, from 0.
    """

    exit_code = 2

    def __init__(self, query: str, column: int, what: str) -> None:
        self.column = column
        self.what = what
        start = max(column - _SHOWN_BEFORE, 0)
        before, after = _printable(query[start:column]), _printable(query[column : column + _SHOWN_AFTER])
        before = f"…{before}" if start else before
        after = f"{after}…" if column + _SHOWN_AFTER < len(query) else after
        super().__init__(f"{what}\n  {before}{after}\n  {' ' * _width(before)}^")


def parse(text: str, *, now: datetime, topics: Collection[str] = (), companions: Collection[str] = ()) -> Query:
    """Read a query; an empty one means every article.

    Args:
        now: what periods such as ``seen:P7D`` are counted back from while the query is read; holding an article
            against it counts them anew.
        topics: ids that ``topic:``, ``named:`` and ``headline:`` may name; empty lets them name any.
        companions: ids that ``beside:`` may name; empty lets it name any.

    Raises:
        BadQuery: naming the column.
    """
    return read(text, Asked(now, topics, companions))


def read(text: str, asked: Asked) -> Query:
    """Read a query, as ``parse``, for whoever says which fields errors shall list.

    Raises:
        BadQuery: naming the column.
    """
    try:
        return Query(text, _Reader(tokens(text), asked).read(), asked.now)
    except Wrong as error:
        raise BadQuery(text, error.column, error.what) from None


class _Reader:
    """Puts tokens together; looks one ahead."""

    def __init__(self, found: Iterator[Token], asked: Asked) -> None:
        self._found = found
        self._asked = asked
        self._last = Token(Kind.OPEN, 0)
        self._next = next(found)

    def read(self) -> Node | None:
        if self._next.kind is Kind.END:
            return None
        node = self._either(0)
        if self._next.kind is Kind.CLOSE:
            raise Wrong(self._next.column, "There is no ( to which this ) belongs.")
        return node

    def _advance(self) -> Token:
        self._last = self._next
        if self._next.kind is not Kind.END:
            self._next = next(self._found)
        return self._last

    def _either(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self._next.kind is Kind.OR:
            self._advance()
            parts.append(self._all(depth))
        return any_of(parts)

    def _all(self, depth: int) -> Node:
        parts: list[Node] = []
        while self._next.kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            parts.append(self._one(depth))
        if not parts:
            raise self._nothing(depth)
        return all_of(parts)

    def _nothing(self, depth: int) -> Wrong:
        if self._last.kind is Kind.OR:
            return Wrong(self._last.column, "What else would do is missing after OR.")
        if self._next.kind is Kind.OR:
            return Wrong(self._next.column, "What else would do is missing before OR.")
        if depth == 0:
            return Wrong(self._next.column, "There is no ( to which this ) belongs.")
        return Wrong(self._last.column, "Nothing stands in these brackets.")

    def _one(self, depth: int) -> Node:
        token = self._advance()
        if token.kind is Kind.MINUS:
            if self._next.kind not in (Kind.OPEN, Kind.WORD, Kind.TERM):
                raise Wrong(token.column, "What is left out is missing after -.")
            return Not(self._one(depth))
        if token.kind is not Kind.OPEN:
            return term_of(token, self._asked)
        if depth == DEEPEST:
            raise Wrong(token.column, f"Brackets stand in one another {DEEPEST} deep at most.")
        node = self._either(depth + 1)
        if self._next.kind is not Kind.CLOSE:
            raise Wrong(token.column, "This ( is not closed.")
        self._advance()
        return node


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _width(text: str) -> int:
    """Count the places that a text takes at a terminal: wide letters take two, marks none."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
