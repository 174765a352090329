"""How much room does the archive take, and what for?

Not pure: asks the database about itself. In: a Database. Out: Sizes. `monitor status --sizes` shows them; it reads the
whole file of a SQLite, which takes a moment.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from monitor.core.errors import MonitorError
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE

_PAGES = frozenset({"page", "capture"})
_TEXTS = frozenset({"article", "version", "change"})
_FINGERPRINTS = "shingle"
_INDEX = frozenset({"paragraph", "recurring", "mention", "co_mention", "article_topic"})
_CAN_TELL = "SELECT count(*) FROM pragma_compile_options WHERE compile_options = 'ENABLE_DBSTAT_VTAB'"
_SQLITE = """
SELECT s.tbl_name, s.type = 'index', sum(d.pgsize) FROM dbstat('main', 1) d JOIN sqlite_schema s ON s.name = d.name
GROUP BY 1, 2
"""
_POSTGRESQL = """
SELECT relname, is_index, CASE WHEN is_index THEN pg_indexes_size(oid) ELSE pg_table_size(oid) END
FROM pg_class CROSS JOIN (VALUES (false), (true)) AS of_table (is_index)
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes on disk, by what they are for.

    Args:
        pages: stored pages with their headers.
        texts: articles, their versions and their changes.
        fingerprints: the hashes by which copies are found.
        index: what else finds articles again: lines, mentions, and the indices of the tables of articles.
        rest: feeds, entries, polls, messages, seeds, and room that is free.
    """

    articles: int
    pages: int
    texts: int
    fingerprints: int
    index: int
    rest: int

    def per_article(self, part: int) -> int:
        """Give a part's bytes for one article."""
        return part // self.articles if self.articles else 0


def sizes(database: Database) -> Sizes:
    """Measure how much room the archive takes.

    Raises:
        MonitorError: it lies in a SQLite that was built without the means to tell.
    """
    with database.read() as connection:
        if database.is_sqlite and not connection.scalar(text(_CAN_TELL)):
            raise MonitorError("This build of SQLite cannot tell how large tables are (it has no dbstat).")
        articles = connection.scalar(select(func.count()).select_from(ARTICLE)) or 0
        found = connection.execute(text(_SQLITE if database.is_sqlite else _POSTGRESQL)).all()
        whole = _whole(connection, is_sqlite=database.is_sqlite)
    parts = {"pages": 0, "texts": 0, "fingerprints": 0, "index": 0}
    for table, is_index, size in found:
        part = _part(str(table), is_index=bool(is_index))
        if part:
            parts[part] += int(size)
    return Sizes(articles, **parts, rest=max(whole - sum(parts.values()), 0))


def _part(table: str, *, is_index: bool) -> str:
    if table == _FINGERPRINTS:
        return "fingerprints"
    if table in _INDEX or (is_index and table in _TEXTS):
        return "index"
    return "pages" if table in _PAGES else "texts" if table in _TEXTS else ""


def _whole(connection: Connection, *, is_sqlite: bool) -> int:
    if not is_sqlite:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    pages, size = connection.scalar(text("PRAGMA page_count")), connection.scalar(text("PRAGMA page_size"))
    return int(pages or 0) * int(size or 0)
