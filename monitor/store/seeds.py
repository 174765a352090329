"""Which articles does the seed corpus hold?

Not pure: reads and writes seed and seed_shingle. In: the corpus as the files have it. Out: the corpus as it is
compared with. The service brings it in line at each start; candidates.py looks it up.
"""

from collections.abc import Sequence

from sqlalchemy import select

from monitor.core.records.verdicts import Seed
from monitor.store.articles.seeding import put_seeds
from monitor.store.engine import Database
from monitor.store.rows import seed
from monitor.store.schema.tables import SEED


class Seeds:
    """The seed corpus."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sync(self, seeds: Sequence[Seed]) -> int:
        """Make the corpus hold exactly these; give how many were added, changed or removed."""
        with self._database.write() as connection:
            return put_seeds(self._database, connection, seeds)

    def list(self) -> list[Seed]:
        """Give the corpus, by date and name."""
        with self._database.read() as connection:
            rows = connection.execute(select(SEED).order_by(SEED.c.date, SEED.c.name)).mappings()
            return [seed(row) for row in rows]
