"""On which databases are the stores measured?

Not pure: makes a SQLite file and starts a private PostgreSQL. Out: each open, with the schema of today.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from monitor.store.engine import Database
from monitor.store.migrate import migrate
from tests import postgres


@contextmanager
def sqlite() -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        yield from _opened(f"sqlite:///{folder}/monitor.sqlite3")


@contextmanager
def postgresql() -> Iterator[Database]:
    with postgres.server() as server:
        url = server.create()
        yield from _opened(url)
        server.drop(url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    migrate(database)
    yield database
    database.close()


BOTH = (("sqlite", sqlite), ("postgresql", postgresql))
