"""Which databases, clocks and logs do tests get?

Not pure: makes databases. ``database`` runs a test on SQLite and on PostgreSQL, each time on a fresh one with the
schema of today. ``empty_database`` is the same without a schema.
"""

import io
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from monitor.observe import log
from monitor.store.engine import Database
from monitor.store.migrate import migrate
from tests import postgres
from tests.fakes import FakeClock

_BOTH = ("sqlite", "postgresql")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged during a test, as JSON lines."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    log.configure("json", "info", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.PostgresServer) -> Iterator[str]:
    url = postgres_server.create()
    _migrated(url)
    yield make_url(url).database or ""
    postgres_server.drop(url)


@pytest.fixture(params=_BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh database with the schema of today."""
    if request.param == "sqlite":
        file = tmp_path / "monitor.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create(template=request.getfixturevalue("postgres_template"))
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture(params=_BOTH)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}")
        yield opened
        opened.close()
        return
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create()
    opened = Database(url)
    yield opened
    opened.close()
    server.drop(url)


def _migrated(url: str) -> None:
    made = Database(url)
    migrate(made)
    made.close()
