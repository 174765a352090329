"""What may a new text be a copy of?

Not pure: reads shingle, seed_shingle, recurring, article and seed. In: a draft. Out: its Neighbours.
archive.py asks inside the transaction that keeps the draft; `monitor explain` asks without keeping.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, func, select

from monitor.core.records.articles import Draft
from monitor.core.records.verdicts import Known, Neighbours
from monitor.store.articles.recurring import background
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE, SEED, SEED_SHINGLE, SHINGLE

#: Of longer lists only so many, the lowest hashes: two copies still agree on which those are.
HASHES_MAX = 5_000

#: More articles than any database numbers.
NO_LIMIT = 2**63 - 1

_CANDIDATES_MAX = 20
_EXACT_MAX = 5
_FEW_HASHES = 4


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
    """Find the seeds and articles that share enough of a draft's sample, and the background of its outlet.

    Enough is two hashes, one where the draft has fewer than four; the 20 that share most are taken, and those
    with the same words in any case. Background is as recurring.py says.

    Args:
        version_of: the article whose new text the draft is. Neither it counts nor what was judged to be taken from
            it, straight or by way of another: an edited original is no copy of its copies. (That a paragraph recurs
            at an outlet stays true, though the article was one of those by which it is known.)
        before: of the articles, only those with smaller numbers count: what was known when that one came in.

    Source: docs/design.md, "Judging".
    """
    sample = index_hashes(draft.fingerprint.sample)
    shared = [
        (number, shelf, ref)
        for shelf, limit in ((_SEEDS, NO_LIMIT), (_ARTICLES, before))
        for ref, number in _sharing(connection, shelf, sample, limit)
    ]
    nearest = sorted(shared, key=lambda found: -found[0])[:_CANDIDATES_MAX]  # stable: seeds first, then oldest
    rows = {
        shelf: _read(connection, shelf, [ref for _, of, ref in nearest if of is shelf], draft.fingerprint.exact)
        for shelf in (_SEEDS, _ARTICLES)
    }
    seeds = [_known(f"seed:{row['name']}", row) for row in rows[_SEEDS]]
    earlier = [row for row in rows[_ARTICLES] if row["id"] < before]
    articles = [_known(str(row["id"]), row) for row in _not_taken_from(version_of, earlier)]
    return Neighbours((*seeds, *articles), background(connection, draft, version_of))


def index_hashes(hashes: Sequence[int]) -> list[int]:
    """Give the distinct hashes that are stored and looked up."""
    return sorted(set(hashes))[:HASHES_MAX]


def _sharing(connection: Connection, shelf: _Shelf, sample: list[int], before: int) -> list[tuple[int, int]]:
    """Give what shares enough of a sample and has a number below ``before``, as (id, hashes shared), most first."""
    if not sample:
        return []
    enough = 1 if len(sample) < _FEW_HASHES else 2
    number = func.count()
    statement = (
        select(shelf.owner, number)
        .where(shelf.index.c.hash.in_(sample), *([shelf.owner < before] if before != NO_LIMIT else ()))
        .group_by(shelf.owner)
        .having(number >= enough)
        .order_by(number.desc(), shelf.owner)
        .limit(_CANDIDATES_MAX)
    )
    return [(ref, count) for ref, count in connection.execute(statement)]


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


def _known(ref: str, row: Row) -> Known:
    return Known(ref, row["text"], row["exact"], tuple(row["sketch"]))
