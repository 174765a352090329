"""Does a database follow the program, one way, without losing anything?"""

import fcntl
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text

from monitor.config.bundle import bundled
from monitor.core.errors import BadConfiguration, NotFound, SchemaTooNew
from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.polls import PollOutcome
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.feeds.feeds import Feeds
from monitor.store.migrate import check, current, head, is_current, migrate
from monitor.store.schema.tables import ENTRY
from monitor.store.snapshot import Queue, snapshot
from tests.fakes import NOON, FakeClock

_NEXT = '''
"""What a later program's migration may look like: a table built anew, with children that refer to it."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"


def upgrade() -> None:
    how = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("feed", recreate=how) as feed:
        feed.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="green"))
'''

_START = """
import sys
from monitor.store.engine import Database
from monitor.store.migrate import current, migrate
database = Database(sys.argv[1])
migrate(database)
print(current(database))
database.close()
"""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a program one step ahead of this one."""
    scripts = tmp_path / "scripts 100%"
    shutil.copytree(bundled("alembic"), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_later.py").write_text(_NEXT.replace("HEAD", head()))
    return scripts


def filled(database: Database) -> Database:
    """One feed with two entries, as this program writes them."""
    feeds = Feeds(database, Leases(FakeClock(), "host/1/a", 60))
    feeds.sync([FeedSpec("akorda", "https://akorda.example/")])
    entries = tuple(Entry(key, f"https://akorda.example/{key}", "") for key in "ab")
    feeds.remember(feeds.claim(1, [])[0], PollOutcome("ok", NOON, NOON, took_s=0, entries=entries))
    return database


def test_the_migrations_make_just_the_tables_that_the_program_declares(empty_database: Database) -> None:
    migrate(empty_database)

    with empty_database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), ENTRY.metadata) == []


def test_the_indices_over_some_rows_are_just_those_declared(database: Database) -> None:
    with database.read() as connection:
        made = {
            index["name"]
            for table in inspect(connection).get_table_names()
            for index in inspect(connection).get_indexes(table)
            if any(name.endswith("_where") for name in index.get("dialect_options", {}))
        }

    assert made == {
        "ix_feed_leased_by",
        "ix_entry_leased_by",
        "ix_look_leased_by",
        "ix_delivery_leased_by",
        "ix_alert_due",
        "ix_alert_held",
        "ix_alert_counted",
        "ix_entry_dead",
        "ix_mention_weak",
        "ix_delivery_dead",
        "ix_delivery_urgent",
        "ix_delivery_unsent",
        "ix_delivery_sent",
    }


def test_an_empty_database_becomes_current_without_a_copy(empty_database: Database) -> None:
    before = (current(empty_database), is_current(empty_database))

    migrate(empty_database)
    migrate(empty_database)

    assert (before, current(empty_database), is_current(empty_database)) == ((None, False), head(), True)
    assert empty_database.file is None or list(empty_database.file.parent.glob("*.from-*")) == []


def test_an_older_database_is_upgraded_with_all_its_rows(database: Database, later: Path) -> None:
    migrate(filled(database), later)

    with database.read() as connection:
        assert connection.execute(text("SELECT name, colour FROM feed")).all() == [("akorda", "green")]
        assert connection.scalar(select(func.count()).select_from(ENTRY)) == 2
    assert current(database) == "9999"


def test_a_sqlite_file_is_copied_before_it_is_upgraded(tmp_path: Path, later: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}", tmp_path / "copies")
    migrate(database)
    filled(database)

    migrate(database, later)
    database.close()

    copy = tmp_path / "copies" / f"monitor.sqlite3.from-{head()}"
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT version_num FROM alembic_version").fetchall() == [(head(),)]
        assert opened.execute("SELECT key FROM entry ORDER BY key").fetchall() == [("a",), ("b",)]


def test_a_migration_that_fails_half_way_changes_nothing(database: Database, later: Path) -> None:
    script = later / "versions" / "9999_later.py"
    script.write_text(script.read_text() + '    raise RuntimeError("half way")\n')

    with pytest.raises(RuntimeError, match="half way"):
        migrate(filled(database), later)

    assert is_current(database)
    assert snapshot(database, NOON).entries == Queue(due=2)


def test_programs_that_start_together_migrate_once(empty_database: Database) -> None:
    url = empty_database.url.render_as_string(hide_password=False)
    started = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", _START, url], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    said = [program.communicate()[0].strip() for program in started]

    assert said == [head()] * 3


def test_a_program_waits_for_another_that_is_migrating(empty_database: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        with empty_database.alter():
            migrated = pool.submit(migrate, empty_database)
            with pytest.raises(TimeoutError):
                migrated.result(timeout=0.2)
        migrated.result(timeout=10)

    assert is_current(empty_database)


def test_a_long_migration_of_a_file_is_waited_for_by_a_lock_beside_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}")

    with ThreadPoolExecutor(1) as pool:
        with (tmp_path / "monitor.sqlite3.migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            migrated = pool.submit(migrate, database)
            with pytest.raises(TimeoutError):
                migrated.result(timeout=0.2)
        migrated.result(timeout=10)

    assert is_current(database)
    database.close()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(database: Database, later: Path) -> None:
    migrate(filled(database), later)

    for refuse in (migrate, check, is_current):
        with pytest.raises(SchemaTooNew, match="has schema 9999, which this program does not know") as caught:
            refuse(database)
        assert caught.value.exit_code == 78
    assert current(database) == "9999"


def test_a_database_that_must_be_migrated_by_hand_is_refused_with_the_mend(empty_database: Database) -> None:
    with pytest.raises(
        BadConfiguration, match=rf"has schema none, and this program needs {head()}.*MONITOR_MIGRATE=on"
    ):
        check(empty_database)


def test_a_current_database_passes_the_check(database: Database) -> None:
    check(database)


# --- the files that come with the program ---------------------------------------------------------


@pytest.mark.parametrize("name", ["alembic", "seeds", "feeds.yaml"])
def test_a_checkout_has_its_files_beside_the_package(name: str) -> None:
    assert bundled(name) == Path(__file__).resolve().parents[2] / name


def test_a_file_that_did_not_come_with_the_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nothing\.yaml came with the program"):
        bundled("nothing.yaml")


def test_an_installed_program_takes_its_own_migrations_and_not_the_package_beside_it(tmp_path: Path) -> None:
    own = Path(__file__).resolve().parents[2] / "monitor"
    for name in ("__init__.py", "config/__init__.py", "config/bundle.py", "core/__init__.py", "core/errors.py"):
        (tmp_path / "monitor" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(own / name, tmp_path / "monitor" / name)
    (tmp_path / "monitor" / "bundled" / "alembic").mkdir(parents=True)
    (tmp_path / "alembic").mkdir()

    program = "from monitor.config.bundle import bundled; print(bundled('alembic'))"
    shown = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert Path(shown.stdout.strip()) == (tmp_path / "monitor" / "bundled" / "alembic").resolve()
