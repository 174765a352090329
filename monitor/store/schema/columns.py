"""How do our values become column values that are right on SQLite and PostgreSQL alike?

Pure functions and column types. In: values as core.records has them. Out: what both databases can hold.
tables.py declares its columns with these.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

#: More than any database numbers.
NO_LIMIT = 2**63 - 1

# PostgreSQL refuses NUL; half a surrogate pair has no UTF-8. Broken feeds hold both.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Replace what no database can hold by U+FFFD, one for one, so that offsets into the text stay right."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def digest(text: str) -> str:
    """Give a short stand-in for a long text that must be unique: 128 bits of its SHA-256, in hex.

    A B-tree of PostgreSQL takes values up to about 2,700 bytes, and addresses may be longer.
    """
    return sha256(storable(text).encode()).hexdigest()[:32]


def to_json(value: object) -> str:
    """Write a value as compact JSON that both databases can hold."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _storable_or_none(text: str | None) -> str | None:
    return None if text is None else storable(text)


class CleanText(TypeDecorator[str]):
    """Text without the characters that no database can hold."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:  # noqa: ARG002 - SQLAlchemy's hook
        """Replace on the way in; given as the function itself, since a feed's entries are hundreds of texts."""
        return _storable_or_none


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps it without an offset, we never let one in without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        """Turn to UTC on the way in, and refuse what has no offset; as CleanText, without a layer between."""
        finish = self.impl_instance.bind_processor(dialect)

        def process(value: datetime | None) -> object:
            """Give what the driver takes."""
            if value is None:
                return None
            if value.tzinfo is None:
                raise ValueError(f"{value} has no offset from UTC")
            moment = value if value.tzinfo is UTC else value.astimezone(UTC)
            return finish(moment) if finish else moment

        return process

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's hook
        """Turn to UTC on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def row_id() -> TypeEngine[int]:
    """Give the type of a row's number: 64 bits; SQLite counts by itself only what it calls INTEGER."""
    return BigInteger().with_variant(Integer(), "sqlite")
