"""Does trouble with the database itself come out in words a person can act on?"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, make_url, select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError, OperationalError

from monitor.core.errors import BadConfiguration, TryAgainLater
from monitor.core.records.verdicts import Seed
from monitor.store.engine import Database
from monitor.store.schema.tables import SEED, SEED_SHINGLE
from monitor.store.seeds import Seeds
from tests.postgres import PostgresServer


def test_sqlite_is_opened_as_several_writers_need_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'monitor.sqlite3'}")

    with database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "cache_size")
        }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 5_000,
        "cache_size": -65_536,
    }
    database.close()


def test_a_file_locked_by_another_program_is_tried_again_later(tmp_path: Path) -> None:
    file = tmp_path / "monitor.sqlite3"
    database = Database(f"sqlite:///{file}?timeout=0.05")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE one (n INTEGER)")
        connection.exec_driver_sql("PRAGMA busy_timeout=50")  # of the one connection that the pool gives again

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryAgainLater, match="database is locked"), database.write():
            pass
    database.close()


def test_a_new_file_that_another_program_is_just_opening_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "monitor.sqlite3"
    database = Database(f"sqlite:///{file}")

    def mode() -> str | None:
        with database.read() as connection:
            return connection.exec_driver_sql("PRAGMA journal_mode").scalar()

    with closing(sqlite3.connect(file, isolation_level=None)) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")  # for this one SQLite does not wait by itself
        opened = pool.submit(mode)
        with pytest.raises(TimeoutError):
            opened.result(timeout=0.2)
        other.execute("COMMIT")
        assert opened.result(timeout=5) == "wal"
    database.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are notes, and long enough to be taken for a header." * 10)
    database = Database(f"sqlite:///{file}")

    with pytest.raises(BadConfiguration, match=r"notes\.txt cannot be read as a database"), database.read():
        pass
    database.close()


def test_a_server_that_is_away_is_tried_again_later_without_telling_the_password(tmp_path: Path) -> None:
    database = Database(f"postgresql://monitor:secret-word@/monitor?host={tmp_path}")

    with pytest.raises(TryAgainLater, match="cannot be used right now") as caught, database.read():
        pass

    assert "secret-word" not in str(caught.value)
    database.close()


@pytest.mark.parametrize("url", ["mysql://localhost/monitor", "sqlite://", "sqlite:///:memory:", "no address", ""])
def test_an_address_of_no_database_that_we_speak_to_is_refused(url: str) -> None:
    with pytest.raises(BadConfiguration, match="address of the database"):
        Database(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_common_scheme_of_postgresql_is_understood(scheme: str) -> None:
    assert Database(f"{scheme}://localhost/monitor").url == make_url("postgresql+psycopg://localhost/monitor")


def test_a_transaction_that_fails_leaves_nothing_behind(database: Database) -> None:
    seeds = Seeds(database)

    def half() -> None:
        with database.write() as connection:
            connection.execute(insert(SEED).values(asdict(Seed("one", "", "", "", "", 0, "", ()))))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half()

    assert seeds.list() == []


def test_a_row_that_refers_to_nothing_is_refused(database: Database) -> None:
    orphan = insert(SEED_SHINGLE).values(hash=1, seed_id=1)

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), database.write() as connection:
        connection.execute(orphan)


def test_a_fault_in_a_statement_is_a_bug_and_stays_one(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}")

    with pytest.raises(OperationalError, match="no such table"), database.read() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    database.close()


def test_a_fault_tells_no_text_that_was_to_be_stored(database: Database) -> None:
    broken = insert(SEED).values(asdict(Seed("one", "", "", "", "", 0, "", (), text="secret-word")))

    with database.write() as connection:
        connection.execute(broken)

    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        connection.execute(broken)

    assert "secret-word" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "postgresql://ann:secret@db.example:5433/news?password=secret&host=elsewhere",
            "postgresql+psycopg://ann@db.example:5433/news",
        ),
        ("postgresql:///news?user=ann&password=secret", "postgresql+psycopg:///news"),
    ],
)
def test_an_address_is_shown_without_password_and_query(url: str, shown: str) -> None:
    assert str(Database(url)) == shown


def test_a_file_is_shown_without_query(tmp_path: Path) -> None:
    file = tmp_path / "monitor.sqlite3"

    assert str(Database(f"sqlite:///{file}?timeout=1")) == f"sqlite:///{file}"


def test_connections_that_are_all_in_use_are_tried_again_later(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}", pool_wait_s=0.05)

    with ExitStack() as held:
        for _ in range(32):
            held.enter_context(database.read())
        with pytest.raises(TryAgainLater, match="All 32 connections to the database"), database.read():
            pass
    database.close()


def test_a_driver_that_lost_its_cursor_is_tried_again_later(postgres_server: PostgresServer) -> None:
    url = postgres_server.create()
    database = Database(url)

    def lose(_: Connection, cursor: DBAPICursor, *__: object) -> None:
        cursor.close()

    def ask() -> None:
        with database.read() as connection:
            event.listen(connection, "before_cursor_execute", lose)
            connection.execute(select(1))

    with pytest.raises(TryAgainLater, match="cannot be used right now"):
        ask()
    database.close()
    postgres_server.drop(url)
