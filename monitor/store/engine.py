"""How do we speak to the database?

Not pure: opens SQLite or PostgreSQL. In: an address. Out: connections inside a transaction, ``read()`` or ``write()``.
Every module of store/ takes a Database; what is wrong with the database itself surfaces here as one of our errors.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    literal_column,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.pool import ConnectionPoolEntry

from monitor.core.errors import BadConfiguration, TryAgainLater
from monitor.store.schema.columns import to_json

#: Keys of PostgreSQL's advisory locks: any two numbers that nobody else in the same database uses.
JUDGING_LOCK = 0x6D6F6E_0001
MIGRATION_LOCK = 0x6D6F6E_0002
COMPOSING_LOCK = 0x6D6F6E_0003

_BUSY_S = 5.0
_CONNECTIONS_KEPT, _CONNECTIONS_MORE = 8, 24
_PRAGMAS = (
    f"busy_timeout={_BUSY_S * 1_000:.0f}",
    "synchronous=NORMAL",
    "cache_size=-65536",
    "mmap_size=268435456",
)
_SQLITE_AWAY = ("locked", "busy", "unable to open", "disk is full", "readonly", "disk i/o error")
_SQLITE_UNUSABLE = ("not a database", "malformed")
# Classes of PostgreSQL's codes: connection, transaction rolled back, resources, lock not to be had, shutdown.
_POSTGRES_AWAY = ("08", "40", "53", "55P03", "57P", "")


class Database:
    """A database, and the only ways to talk to it.

    Args:
        url: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/NAME (postgres:// and postgresql+psycopg:// too).
        data_dir: folder for copies of a SQLite file; its own folder where not given.
        pool_wait_s: how long to wait for a connection where all 32 are in use.

    Raises:
        BadConfiguration: the address is none, or names a database we do not speak to; or the SQLite file or its
            folder cannot be made or written to.
    """

    def __init__(self, url: str, data_dir: Path | None = None, *, pool_wait_s: float = 30.0) -> None:
        self.url = _parsed(url)
        self.file = Path(self.url.database or "") if self.is_sqlite else None
        self.data_dir = data_dir or (self.file.parent if self.file else Path())
        self._writing = threading.Lock()
        if self.file:
            _make_writable(self.file)
        self._engine = _engine(self.url, pool_wait_s=pool_wait_s)

    def __str__(self) -> str:
        # Named one by one: a query may hold a password, too.
        url = self.url
        return str(URL.create(url.drivername, url.username, None, url.host, url.port, url.database))

    @property
    def is_sqlite(self) -> bool:
        """Whether it is one file on this machine rather than a server."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction for reading.

        Raises:
            TryAgainLater: the database is locked or cannot be reached.
            BadConfiguration: the file is no database.
        """
        with self._in_our_words(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction for writing, committed at the end; keep it short, and never open one inside another.

        On SQLite it takes the write lock at once: a transaction that begins by reading cannot wait for it later.

        Raises:
            TryAgainLater: the database is locked or cannot be reached; nothing was written.
            BadConfiguration: the file is no database.
        """
        with (
            self._writing if self.is_sqlite else nullcontext(),
            self._in_our_words(),
            self._engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        """Open a transaction for changing the schema, alone among all programs that use this database.

        SQLite does not watch foreign keys inside it, since changing a table there means building it anew.

        Raises:
            TryAgainLater: the database is locked or cannot be reached; nothing was changed.
        """
        engine = _engine(self.url, are_keys_watched=False)
        try:
            with (
                self._in_our_words(),
                engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
                connection.begin(),
            ):
                self._lock(connection, MIGRATION_LOCK)
                yield connection
        finally:
            engine.dispose()

    def serialise_judging(self, connection: Connection) -> None:
        """Let no other transaction judge until this one ends: two copies kept at once cannot both be new."""
        self._lock(connection, JUDGING_LOCK)

    def may_compose(self, connection: Connection) -> bool:
        """Say whether no other transaction is composing messages; until this one ends, none will then.

        Two that composed at once would tell a story's first message twice, and more than a rule's ceiling. Who may not
        need not wait for the other: what that one composes is there to be claimed as soon as it ends.
        """
        if self.is_sqlite:
            return True
        return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(COMPOSING_LOCK))))

    def _lock(self, connection: Connection, key: int) -> None:
        if not self.is_sqlite:  # there, BEGIN IMMEDIATE is the lock
            connection.execute(select(func.pg_advisory_xact_lock(key)))

    def insert_unknown(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, object]],
        same: tuple[tuple[str, str], ...] = (),
    ) -> int:
        """Insert the rows whose unique columns are not there yet; give their number.

        Args:
            same: columns that are the same in all rows, each with its value as SQL has it: what is written into the
                statement need not be bound row by row.
        """
        if not rows:
            return 0
        statement = _insert_unknown(table, same, is_sqlite=self.is_sqlite, names=tuple(rows[0]))
        return connection.execute(statement, rows, execution_options={"preserve_rowcount": True}).rowcount

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._engine.dispose()

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except PoolExhausted as error:
            number = _CONNECTIONS_KEPT + _CONNECTIONS_MORE
            raise TryAgainLater(
                f"All {number} connections to the database {self} are in use. Nothing is lost; try again."
            ) from error
        except (DatabaseError, InterfaceError) as error:
            text = str(error.orig)
            if self._is_away(error, text.lower()):
                raise TryAgainLater(
                    f"The database {self} cannot be used right now: {text.strip()}. Nothing is lost; try again."
                ) from error
            if self.is_sqlite and any(words in text.lower() for words in _SQLITE_UNUSABLE):
                raise BadConfiguration(
                    f"{self.file} cannot be read as a database: {text}. Restore a copy, or name another file."
                ) from error
            raise

    def _is_away(self, error: DatabaseError | InterfaceError, text: str) -> bool:
        if isinstance(error, InterfaceError):
            return not self.is_sqlite  # a server's driver lost its connection; a file's was misused, which is a bug
        if not isinstance(error, OperationalError):
            return False
        if self.is_sqlite:
            return any(words in text for words in _SQLITE_AWAY)
        code = getattr(error.orig, "sqlstate", None) or ""  # none where no connection came about
        return any(code.startswith(away) if away else not code for away in _POSTGRES_AWAY)


def _make_writable(file: Path) -> None:
    mend = "Let this user write there, or set MONITOR_DATA_DIR to a folder of its own."
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadConfiguration(f"The folder {file.parent} cannot be made: {error.strerror}. {mend}") from error
    for path in (file.parent, file):
        if path.exists() and not os.access(path, os.W_OK):
            raise BadConfiguration(f"{path} cannot be written to. {mend}")


@cache
def _insert_unknown(
    table: Table, same: tuple[tuple[str, str], ...], *, is_sqlite: bool, names: tuple[str, ...]
) -> Insert:
    """Make the statement once a table; without RETURNING, so that the driver takes all rows at once."""
    insert = sqlite_insert if is_sqlite else postgresql.insert
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    fixed: dict[str, ColumnElement[object]] = {name: literal_column(value) for name, value in same}
    return insert(table).values({**values, **fixed}).on_conflict_do_nothing()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose text may quote a password
        raise BadConfiguration("The address of the database cannot be read.") from None
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    raise BadConfiguration("The address of the database must begin with sqlite:///FILE or postgresql://.")


def _engine(url: URL, *, are_keys_watched: bool = True, pool_wait_s: float = 30.0) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        json_serializer=to_json,
        json_deserializer=json.loads,
        hide_parameters=True,  # texts, and headers that feeds need, must not reach the log with an error
        pool_pre_ping=not is_sqlite,
        pool_size=_CONNECTIONS_KEPT,
        max_overflow=_CONNECTIONS_MORE,
        pool_timeout=pool_wait_s,
        connect_args={"timeout": _BUSY_S} if is_sqlite else {"connect_timeout": 10},
    )
    if not is_sqlite:
        return engine

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is ours to say, not sqlite3's
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"foreign_keys={'ON' if are_keys_watched else 'OFF'}"):
            cursor.execute(f"PRAGMA {pragma}")
        _switch_to_wal(cursor)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _switch_to_wal(cursor: DBAPICursor) -> None:
    """Have SQLite write ahead; where two programs open a new file at once, one must wait for the other.

    SQLite's own busy_timeout does not cover this: the second is told "database is locked" at once.
    """
    give_up_at = time.monotonic() + _BUSY_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)
        else:
            return
