"""What may a new text be a copy of?

Not pure: reads shingle, seed_shingle, recurring, article and seed. In: a draft. Out: its Neighbours.
archive.py asks inside the transaction that keeps the draft; `monitor explain` asks without keeping.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, delete, func, insert, select

from monitor.core.records.articles import Draft
from monitor.core.records.verdicts import Known, Neighbours
from monitor.store.articles.recurring import background
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE, SEED, SEED_SHINGLE, SHINGLE

#: Of longer lists only so many, the lowest hashes: two copies still agree on which those are.
HASHES_MAX = 5_000

#: An article is indexed under so many hashes, the lowest that are not full.
INDEXED = 16

#: More articles than any database numbers.
NO_LIMIT = 2**63 - 1

_CANDIDATES_MAX = 20
_EXACT_MAX = 5
# A hash that so many articles are indexed under tells nobody apart: a phrase, an outlet's background.
_FULL = 50
_TRIED = 4 * INDEXED
# In the index a hash is its lowest 48 bits: of a million articles, no two meet by chance.
_BYTES = 6
_MASK = (1 << 8 * _BYTES) - 1


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where known texts stand, and where their hashes are indexed.

    Args:
        owner: the index's column that refers to the known text.
    """

    known: Table
    index: Table
    owner: Column[int]


_SEEDS = _Shelf(SEED, SEED_SHINGLE, SEED_SHINGLE.c.seed_id)
_ARTICLES = _Shelf(ARTICLE, SHINGLE, SHINGLE.c.article_id)


def neighbours(
    connection: Connection, draft: Draft, version_of: int | None = None, *, before: int = NO_LIMIT
) -> Neighbours:
    """Find the seeds and articles that share some of a draft's sample, and the background of its outlet.

    A draft is looked up by all of its sample, and one hash found is enough; of those found the 20 that share the
    rarest hashes are taken, and those with the same words in any case. Background is as recurring.py says.

    Args:
        version_of: the article whose new text the draft is. Neither it counts nor what was judged to be taken from
            it, straight or by way of another: an edited original is no copy of its copies. (That a paragraph recurs
            at an outlet stays true, though the article was one of those by which it is known.)
        before: of the articles, only those with smaller numbers count: what was known when that one came in.

    Source: docs/design.md, "Judging".
    """
    sample = index_hashes(draft.fingerprint.sample)
    shared = [
        (weight, shelf, ref, number)
        for shelf, limit in ((_SEEDS, NO_LIMIT), (_ARTICLES, before))
        for ref, number, weight in _sharing(connection, shelf, sample, limit)
    ]
    nearest = sorted(shared, key=lambda found: -found[0])[:_CANDIDATES_MAX]  # stable: seeds first, then oldest
    numbers = {(shelf, ref): number for _, shelf, ref, number in nearest}
    rows = {
        shelf: _read(connection, shelf, [ref for of, ref in numbers if of is shelf], draft.fingerprint.exact)
        for shelf in (_SEEDS, _ARTICLES)
    }
    seeds = [_known(f"seed:{row['name']}", row, numbers.get((_SEEDS, row["id"]), 0)) for row in rows[_SEEDS]]
    earlier = [row for row in rows[_ARTICLES] if row["id"] < before]
    articles = [
        _known(str(row["id"]), row, numbers.get((_ARTICLES, row["id"]), 0))
        for row in _not_taken_from(version_of, earlier)
    ]
    return Neighbours((*seeds, *articles), background(connection, draft, version_of))


def index_hashes(hashes: Sequence[int]) -> list[int]:
    """Give the distinct hashes that are looked up, as the index has them."""
    return sorted({h & _MASK for h in hashes})[:HASHES_MAX]


def put_into_index(connection: Connection, article_id: int, sample: Sequence[int]) -> bytes:
    """Index an article under the lowest hashes of its sample that are not full; give their names, packed.

    The lowest, so that two copies choose the same; where all are full, the lowest all the same.
    """
    tried = index_hashes(sample)[:_TRIED]
    number = func.count()
    counted = select(SHINGLE.c.hash).where(SHINGLE.c.hash.in_(tried)).group_by(SHINGLE.c.hash)
    full = set(connection.scalars(counted.having(number >= _FULL))) if tried else set()
    chosen = [h for h in tried if h not in full][:INDEXED] or tried[:INDEXED]
    if chosen:
        connection.execute(insert(SHINGLE), [{"hash": h, "article_id": article_id} for h in chosen])
    return b"".join(h.to_bytes(_BYTES, "big") for h in chosen)


def take_from_index(connection: Connection, article_id: int, indexed: bytes) -> None:
    """Remove an article from the index, given what put_into_index() gave for it."""
    hashes = [int.from_bytes(indexed[at : at + _BYTES], "big") for at in range(0, len(indexed), _BYTES)]
    connection.execute(delete(SHINGLE).where(SHINGLE.c.hash.in_(hashes), SHINGLE.c.article_id == article_id))


def _sharing(connection: Connection, shelf: _Shelf, sample: list[int], before: int) -> Iterable[tuple[int, int, float]]:
    """Give what shares some of a sample and has a number below ``before``, by number: (id, hashes shared, weight).

    A hash weighs as much less as more share it.
    """
    if not sample:
        return []
    statement = select(shelf.index.c.hash, shelf.owner).where(shelf.index.c.hash.in_(sample))
    if before != NO_LIMIT:
        statement = statement.where(shelf.owner < before)
    found = [(hash_, ref) for hash_, ref in connection.execute(statement)]
    often = Counter(hash_ for hash_, _ in found)
    weights: dict[int, float] = {}
    for hash_, ref in found:
        weights[ref] = weights.get(ref, 0.0) + 1 / often[hash_]
    numbers = Counter(ref for _, ref in found)
    return [(ref, numbers[ref], round(weights[ref], 9)) for ref in sorted(weights)]


def _read(connection: Connection, shelf: _Shelf, ids: list[int], exact: str) -> Sequence[Row]:
    """Read the texts with these numbers and the oldest with just these words, oldest first."""
    c = shelf.known.c
    same = connection.scalars(select(c.id).where(c.exact == exact).order_by(c.id).limit(_EXACT_MAX)).all()
    wanted = {*ids, *same}
    if not wanted:
        return []
    return connection.execute(select(shelf.known).where(c.id.in_(wanted)).order_by(c.id)).mappings().all()


def _not_taken_from(article_id: int | None, articles: Sequence[Row]) -> list[Row]:
    """Leave out an article and what was taken from it; the articles come oldest first."""
    left_out, kept = {str(article_id)}, []
    for row in articles:
        if not left_out.isdisjoint((str(row["id"]), row["verdict_figures"]["of"])):
            left_out.add(str(row["id"]))
        else:
            kept.append(row)
    return kept


def _known(ref: str, row: Row, shared: int) -> Known:
    return Known(ref, row["text"], row["exact"], tuple(row["sketch"]), shared)
