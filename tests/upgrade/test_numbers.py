"""Is a number that was cited never given again, from whichever schema a SQLite file comes?"""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from monitor.config.bundle import bundled
from monitor.store.engine import Database
from monitor.store.migrate import migrate
from monitor.store.schema.tables import ARTICLE

SHIPPED = sorted(path.name for path in (bundled("alembic") / "versions").glob("*.py"))
DECLARED = {
    table.name
    for table in ARTICLE.metadata.sorted_tables
    if table.dialect_options["sqlite"]["autoincrement"]
}  # fmt: skip
_ARTICLE = """
INSERT INTO article (id, url, url_digest, outlet, title, author, language, first_seen_at, kept_at, changed_at, feed,
  basis, text, exact, sketch, fingerprint_version, verdict, verdict_figures, topics, versions)
VALUES (812, 'u', 'd', 'a.example', 'Port', '', 'en', '2026-11-01', '2026-11-01', '2026-11-01', 'f', 'full', 'x', 'x',
  '[]', 1, 'new', '{}', '[]', 1)
"""


def scripts_of(folder: Path, number: int) -> Path:
    """The migrations of a program that knew so many of them."""
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", *(f"versions/{name}" for name in SHIPPED[:number])):
        (folder / name).write_bytes((bundled("alembic") / name).read_bytes())
    return folder


def counted(connection: Connection) -> set[str]:
    """The tables of which SQLite remembers the highest number that was ever given."""
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
    return set(found.scalars())


@pytest.mark.parametrize("number", range(len(SHIPPED)), ids=["empty", *(name[:4] for name in SHIPPED[:-1])])
def test_the_tables_that_never_give_a_number_again_still_do_not(tmp_path: Path, number: int) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}")) as database:
        if number:
            migrate(database, scripts_of(tmp_path / "scripts", number))

        migrate(database)

        with database.read() as connection:
            assert counted(connection) == DECLARED == {"article", "story"}


@pytest.mark.parametrize("number", range(1, len(SHIPPED)), ids=[name[:4] for name in SHIPPED[:-1]])
def test_the_number_of_an_article_that_was_deleted_before_is_not_forgotten(tmp_path: Path, number: int) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'monitor.sqlite3'}")) as database:
        migrate(database, scripts_of(tmp_path / "scripts", number))
        with database.write() as connection:
            connection.execute(text(_ARTICLE))
            connection.execute(text("DELETE FROM article"))

        migrate(database)

        with database.write() as connection:
            connection.execute(text(_ARTICLE.replace("(id, ", "(").replace("(812, ", "(")))
            assert connection.scalar(text("SELECT id FROM article")) == 813
