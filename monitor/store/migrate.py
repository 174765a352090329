"""Is the schema the one that this program knows, and how does it become so?

Not pure: runs Alembic on the database, copies a SQLite file first. In: a Database. Out: its schema is current, or
an error says why not. Every start calls ``migrate``, or ``check`` where the operator migrates by hand.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from monitor.config.bundle import bundled
from monitor.core.errors import BadConfiguration, SchemaTooNew, TryAgainLater
from monitor.store.engine import Database


def migrate(database: Database, scripts: Path | None = None) -> None:
    """Bring the schema up to date; where it is, nothing happens.

    One program at a time does it, in one transaction. A SQLite file that holds an older schema is copied first, to
    NAME.from-REVISION in the data folder.

    Args:
        database: may be empty.
        scripts: folder of the migrations; the one that came with the program where not given.

    Raises:
        SchemaTooNew: the database was made by a newer program.
        TryAgainLater: the database is locked or cannot be reached.
    """
    directory = _directory(scripts)
    if _is_current(database, directory):
        return
    with _alone(database), database.alter() as connection:
        revision = _revision(connection)
        if revision == directory.get_current_head():  # another program was faster
            return
        _refuse_unknown(database, revision, directory)
        if revision is not None and database.file is not None:
            _copy(database.file, database.data_dir / f"{database.file.name}.from-{revision}")
        _upgrade(connection, scripts)
        if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("the migration left rows that refer to nothing")  # a bug of ours; rolled back


def check(database: Database) -> None:
    """Refuse a database whose schema is not the current one.

    Raises:
        SchemaTooNew: it was made by a newer program.
        BadConfiguration: it has to be migrated first.
    """
    if not is_current(database):
        raise BadConfiguration(
            f"The database {database} has schema {current(database) or 'none'}, and this program needs {head()}. "
            "Start once with MONITOR_MIGRATE=on."
        )


def is_current(database: Database) -> bool:
    """Say whether the schema is the one that this program knows.

    Raises:
        SchemaTooNew: it was made by a newer program.
    """
    return _is_current(database, _directory())


def current(database: Database) -> str | None:
    """Give the schema's revision; None for an empty database."""
    with database.read() as connection:
        return _revision(connection)


def head() -> str:
    """Give the revision that this program knows as the latest."""
    return _directory().get_current_head() or "none"


def _is_current(database: Database, directory: ScriptDirectory) -> bool:
    revision = current(database)
    _refuse_unknown(database, revision, directory)
    return revision == directory.get_current_head()


def _config(scripts: Path | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts or bundled("alembic")).replace("%", "%%"))
    return config


def _directory(scripts: Path | None = None) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(scripts))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(database: Database, revision: str | None, directory: ScriptDirectory) -> None:
    if revision is None:
        return
    try:
        directory.get_revision(revision)
    except CommandError as error:
        raise SchemaTooNew(
            f"The database {database} has schema {revision}, which this program does not know: its latest is "
            f"{directory.get_current_head()}. A newer monitor made it. Install that version again, or restore the "
            "copy made before its upgrade."
        ) from error


def _upgrade(connection: Connection, scripts: Path | None) -> None:
    config = _config(scripts)
    config.attributes["connection"] = connection  # alembic/env.py works on this one, inside our transaction
    command.upgrade(config, "head")


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Wait until no other program migrates this SQLite file; a PostgreSQL locks inside the transaction."""
    if database.file is None:
        yield
        return
    try:
        with database.file.with_name(f"{database.file.name}.migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise TryAgainLater(f"The database {database} cannot be migrated: {error}.") from error


def _copy(file: Path, copy: Path) -> None:
    """Copy the database as it was committed last; a copy cut short never bears the name of a whole one."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise TryAgainLater(f"The copy {part} could not be made before the migration: {error}.") from error
    part.replace(copy)
