"""How does the seed corpus become what articles are compared with?

Not pure: reads and writes seed and seed_shingle. In: the corpus as the files have it, inside a transaction. Out: rows,
by which candidates.py looks seeds up. seeds.py keeps them; a trial of rejudging.py takes them back.
"""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from monitor.core.records.verdicts import Seed
from monitor.store.articles.shingles import index_hashes
from monitor.store.engine import Database
from monitor.store.rows import seed
from monitor.store.schema.tables import SEED, SEED_SHINGLE


def put_seeds(database: Database, connection: Connection, seeds: Sequence[Seed]) -> int:
    """Make the corpus hold exactly these, inside a transaction; give how many were added, changed or removed."""
    wanted = {each.name: each for each in seeds}
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
        database.insert_unknown(connection, SEED_SHINGLE, hashes)
    return len(stale.keys() | {each.name for each in added})
