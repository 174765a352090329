"""Which pages are kept as evidence?

Not pure: reads and writes page and capture. In: a page as it was fetched. Out: captures of an article, and their bytes.
keeping.py stores one with each text that an article had; evidence packs and `monitor reextract` read them.

The bytes of a page are stored once, by their hash, compressed by zstd. A look that found nothing new stores nothing.
"""

from dataclasses import dataclass
from hashlib import sha256

import zstandard
from sqlalchemy import Connection, insert, select

from monitor.core.errors import NotFound
from monitor.core.records.pages import Capture, StoredCapture
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.tables import CAPTURE, PAGE

_LEVEL = 9  # a page of 100 kB in 2 ms; level 19 saves a tenth more and takes twenty times as long


@dataclass(frozen=True, slots=True)
class Packed:
    """A page, ready to be stored.

    Args:
        sha256: of its bytes, in hex.
        body: compressed.
    """

    capture: Capture
    sha256: str
    body: bytes


def pack(capture: Capture) -> Packed:
    """Hash and compress a page: before the transaction, which others wait for."""
    made = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(capture.body)
    return Packed(capture, sha256(capture.body).hexdigest(), made)


def put(database: Database, connection: Connection, packed: Packed, *, article_id: int, entry_id: int) -> int:
    """Store a page as one more capture of an article; give the capture's id."""
    capture = packed.capture
    page = {"sha256": packed.sha256, "size": len(capture.body), "body": packed.body}
    database.insert_unknown(connection, PAGE, [page])
    values = {
        "article_id": article_id,
        "entry_id": entry_id,
        "sha256": packed.sha256,
        "url": capture.url,
        "at": capture.at,
        "status": capture.status,
        "headers": [list(header) for header in capture.headers],
    }
    made: int = connection.execute(insert(CAPTURE).values(values).returning(CAPTURE.c.id)).scalar_one()
    return made


class Captures:
    """The pages that articles were read from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: int) -> tuple[StoredCapture, ...]:
        """Give an article's captures without their bytes, oldest first."""
        statement = (
            select(CAPTURE, PAGE.c.size)
            .join(PAGE, PAGE.c.sha256 == CAPTURE.c.sha256)
            .where(CAPTURE.c.article_id == article_id)
            .order_by(CAPTURE.c.id)
        )
        with self._database.read() as connection:
            return tuple(_stored(row) for row in connection.execute(statement).mappings())

    def body(self, digest: str) -> bytes:
        """Give the bytes of a page by their hash.

        Raises:
            NotFound: no page has it.
        """
        with self._database.read() as connection:
            body = connection.scalar(select(PAGE.c.body).where(PAGE.c.sha256 == digest))
        if body is None:
            raise NotFound(f"There is no page whose SHA-256 is {digest}.")
        return zstandard.ZstdDecompressor().decompress(body)


def _stored(row: Row) -> StoredCapture:
    headers = tuple((name, value) for name, value in row["headers"])
    facts = {name: row[name] for name in ("id", "article_id", "sha256", "size", "url", "at", "status")}
    return StoredCapture(headers=headers, **facts)
