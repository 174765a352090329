"""What stands in the text of a query, and in which column?

Pure. In: a text such as ``topic:csto -"state visit" (lang:ru,kk OR Астана*)``. Out: Tokens, or Wrong, which says where.
parsing.py puts them together. Columns count characters from 0; the text is read once from left to right.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

#: A query has at most so many characters,
MOST_CHARACTERS = 10_000
#: and asks for at most so many words and values.
MOST_VALUES = 1_000

_BLANKS = re.compile(r"\s*+")
_FIELD = re.compile(r"([^\W\d]++):")
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)("?)', re.DOTALL)
_BARE_VALUE = re.compile(r'[^\s"(),]*+')
_BARE_WORD = re.compile(r'[^\s"()]++')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TO_ESCAPE = re.compile(r'["\\]')


class Wrong(Exception):  # noqa: N818 - never leaves the room: parsing.py makes a BadQuery of it
    """Something in a query cannot be read.

    Args:
        column: of the first character at fault.
    """

    def __init__(self, column: int, what: str) -> None:
        self.column = column
        self.what = what
        super().__init__(what)


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    MINUS = auto()
    WORD = auto()
    TERM = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Value:
    """A word, a phrase, or one of a field's values.

    Args:
        text: without its quotation marks; "" where nothing stands.
        is_quoted: it stood in double quotes, in which every character means itself.
    """

    text: str
    column: int
    is_quoted: bool = False

    def __str__(self) -> str:
        if not self.is_quoted:
            return self.text
        escaped = _TO_ESCAPE.sub(r"\\\g<0>", self.text)
        return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a query.

    Args:
        field: of a term, in lower case.
        values: of a term, one or more; of a word, that word.
    """

    kind: Kind
    column: int
    field: str = ""
    values: tuple[Value, ...] = ()


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a query in turn; the last is END.

    Raises:
        Wrong: a quotation mark is not closed, two terms are not parted, there is too much of it and the like.
    """
    if len(text) > MOST_CHARACTERS:
        raise Wrong(MOST_CHARACTERS, f"A query has {MOST_CHARACTERS:,} characters at most; this one has {len(text):,}.")
    at, asked = _after_blanks(text, 0), 0
    while at < len(text):
        token, end = _token(text, at)
        asked += len(token.values)
        if asked > MOST_VALUES:
            raise Wrong(token.column, f"A query asks for {MOST_VALUES:,} words and values at most.")
        yield token
        at = _after_blanks(text, end)
    yield Token(Kind.END, len(text))


def shown(value: str) -> str:
    """Give a value as an error quotes it: in one line, and not all of a long one."""
    return repr(value if len(value) <= 60 else f"{value[:57]}...")


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _token(text: str, at: int) -> tuple[Token, int]:
    char = text[at]
    if char in "()":
        return Token(Kind.OPEN if char == "(" else Kind.CLOSE, at), at + 1
    if char == "-":
        return _minus(text, at), at + 1
    field = _FIELD.match(text, at)
    if field is not None:
        values, end = _values(text, field.end())
        token = Token(Kind.TERM, at, field[1].lower(), values)
    elif char == '"':
        phrase, end = _quoted(text, at)
        token = Token(Kind.WORD, at, values=(phrase,))
    else:
        token, end = _word(text, at)
    _check_end(text, end, token)
    return token, end


def _minus(text: str, at: int) -> Token:
    after = text[at + 1 : at + 2]
    if after == "-":
        raise Wrong(at, "One - leaves out; where it belongs to a word, put that in double quotes.")
    if not after or after.isspace():
        raise Wrong(
            at, "- stands right before what is left out, such as -lang:ru; where it means itself, put it in quotes."
        )
    return Token(Kind.MINUS, at)


def _values(text: str, at: int) -> tuple[tuple[Value, ...], int]:
    values: list[Value] = []
    while True:
        if text.startswith('"', at):
            value, end = _quoted(text, at)
        else:
            end = _end_of(_BARE_VALUE, text, at)
            value = Value(text[at:end], at)
        values.append(value)
        if not text.startswith(",", end):
            return tuple(values), end
        at = end + 1


def _quoted(text: str, at: int) -> tuple[Value, int]:
    found = _QUOTED.match(text, at)
    if found is None or not found[2]:
        raise Wrong(at, "The quotation mark is not closed.")
    return Value(_ESCAPED.sub(r"\1", found[1]).strip(), at, is_quoted=True), found.end()


def _word(text: str, at: int) -> tuple[Token, int]:
    end = _end_of(_BARE_WORD, text, at)
    word = text[at:end]
    if word == "OR":
        return Token(Kind.OR, at), end
    if word == "AND":
        raise Wrong(at, 'AND is not needed: terms side by side must all hold. The word itself is "AND".')
    if word == "NOT":
        raise Wrong(at, 'Leaving out is written with -, such as -lang:ru. The word itself is "NOT".')
    for column, char in enumerate(word, at):
        _check_character(column, char, is_first=column == at)
    return Token(Kind.WORD, at, values=(Value(word, at),)), end


def _check_character(column: int, char: str, *, is_first: bool) -> None:
    if char.isascii() or char.isalnum():
        return
    kind = unicodedata.category(char)
    if (kind in ("Pi", "Pf") and char not in "’‘") or char in "„‚〝〞＂":
        raise Wrong(column, 'A query\'s quotation marks are straight ones: "state visit".')
    if is_first and (kind == "Pd" or char == "\u2212"):
        raise Wrong(column, "Leaving out is written with a plain -, the one on the keyboard.")


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _check_end(text: str, end: int, token: Token) -> None:
    after = text[end : end + 1]
    if token.kind is Kind.OR or not after or after == ")" or after.isspace():
        return
    if after == "(":
        raise Wrong(end, "A blank belongs before (; where it belongs to a name, put the name in double quotes.")
    raise Wrong(end, "A blank belongs between two terms.")
