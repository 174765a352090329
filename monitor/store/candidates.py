"""What may a new text be a copy of?

Not pure: reads shingle, seed_shingle, paragraph, article and seed. In: a draft. Out: its Neighbours.
archive.py asks inside the transaction that keeps the draft; `monitor explain` asks without keeping.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, func, select

from monitor.core.records.articles import Draft
from monitor.core.records.verdicts import Known, Neighbours
from monitor.store.rows import Row
from monitor.store.tables import ARTICLE, PARAGRAPH, SEED, SEED_SHINGLE, SHINGLE

#: Of longer lists only so many, the lowest hashes: two copies still agree on which those are.
HASHES_MAX = 5_000

_CANDIDATES_MAX = 20
_EXACT_MAX = 5
_FEW_HASHES = 4
_RECURS = 3


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


def neighbours(connection: Connection, draft: Draft, version_of: int | None = None) -> Neighbours:
    """Find the seeds and articles that share enough of a draft's sample, and the background of its outlet.

    Enough is two hashes, one where the draft has fewer than four; the 20 that share most are taken, and those
    with the same words in any case. A paragraph is background where at least three new articles of the outlet had it.

    Args:
        version_of: the article whose new text the draft is. Neither it counts nor what was judged to be taken from
            it, straight or by way of another: an edited original is no copy of its copies.

    Source: docs/design.md, "Judging".
    """
    sample = index_hashes(draft.fingerprint.sample)
    shared = [
        (number, shelf, ref) for shelf in (_SEEDS, _ARTICLES) for ref, number in _sharing(connection, shelf, sample)
    ]
    nearest = sorted(shared, key=lambda found: -found[0])[:_CANDIDATES_MAX]  # stable: seeds first, then oldest
    rows = {
        shelf: _read(connection, shelf, [ref for _, of, ref in nearest if of is shelf], draft.fingerprint.exact)
        for shelf in (_SEEDS, _ARTICLES)
    }
    seeds = [_known(f"seed:{row['name']}", row) for row in rows[_SEEDS]]
    articles = [_known(str(row["id"]), row) for row in _not_taken_from(version_of, rows[_ARTICLES])]
    return Neighbours((*seeds, *articles), _background(connection, draft, version_of))


def index_hashes(hashes: Sequence[int]) -> list[int]:
    """Give the distinct hashes that are stored and looked up."""
    return sorted(set(hashes))[:HASHES_MAX]


def _sharing(connection: Connection, shelf: _Shelf, sample: list[int]) -> list[tuple[int, int]]:
    """Give what shares enough of a sample, as (id, number of hashes shared), most first, then oldest."""
    if not sample:
        return []
    enough = 1 if len(sample) < _FEW_HASHES else 2
    number = func.count()
    statement = (
        select(shelf.owner, number)
        .where(shelf.index.c.hash.in_(sample))
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


def _background(connection: Connection, draft: Draft, version_of: int | None) -> frozenset[int]:
    hashes = index_hashes(draft.fingerprint.paragraphs)
    if not hashes:
        return frozenset()
    c = PARAGRAPH.c
    recurring = (
        select(c.hash)
        .where(c.outlet == draft.article.outlet, c.hash.in_(hashes))
        .group_by(c.hash)
        .having(func.count() >= _RECURS)
    )
    if version_of is not None:
        recurring = recurring.where(c.article_id != version_of)
    return frozenset(connection.scalars(recurring))
