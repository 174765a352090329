"""Which articles does the seed corpus hold?

Not pure: reads and writes seed and seed_shingle. In: the corpus as the files have it. Out: the corpus as it is
compared with. The service brings it in line at each start; candidates.py looks it up.
"""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert, select

from monitor.core.records.verdicts import Seed
from monitor.store.articles.shingles import index_hashes
from monitor.store.engine import Database
from monitor.store.rows import seed
from monitor.store.schema.tables import SEED, SEED_SHINGLE


class Seeds:
    """The seed corpus."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sync(self, seeds: Sequence[Seed]) -> int:
        """Make the corpus hold exactly these; give how many were added, changed or removed."""
        wanted = {each.name: each for each in seeds}
        with self._database.write() as connection:
            rows = connection.execute(select(SEED)).mappings().all()
            stale = {row["name"]: row["id"] for row in rows if wanted.get(row["name"]) != seed(row)}
            kept = {row["name"] for row in rows} - stale.keys()
            for seed_id in stale.values():
                connection.execute(delete(SEED_SHINGLE).where(SEED_SHINGLE.c.seed_id == seed_id))
                connection.execute(delete(SEED).where(SEED.c.id == seed_id))
            added = [each for name, each in wanted.items() if name not in kept]
            for each in added:
                values = asdict(each) | {"sketch": list(each.sketch), "authors": list(each.authors)}
                seed_id = connection.execute(insert(SEED).values(values).returning(SEED.c.id)).scalar_one()
                hashes = [{"hash": hash_, "seed_id": seed_id} for _, hash_, _ in index_hashes(each.sketch)]
                self._database.insert_unknown(connection, SEED_SHINGLE, hashes)
        return len(stale.keys() | {each.name for each in added})

    def list(self) -> list[Seed]:
        """Give the corpus, by date and name."""
        with self._database.read() as connection:
            rows = connection.execute(select(SEED).order_by(SEED.c.date, SEED.c.name)).mappings()
            return [seed(row) for row in rows]
