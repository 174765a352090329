"""What may a new text be a copy of?

Not pure: reads shingle, seed_shingle, recurring, article and seed. In: a draft. Out: its Neighbours.
archive.py asks inside the transaction that keeps the draft; `monitor explain` asks without keeping.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, bindparam, select

from monitor.core.records.articles import Draft
from monitor.core.records.verdicts import Known, Neighbours
from monitor.store.articles.recurring import background
from monitor.store.articles.shingles import Found, articles_under, index_hashes, seeds_under
from monitor.store.schema.columns import NO_LIMIT
from monitor.store.schema.tables import ARTICLE, SEED

_Text = Row[Any]  # Any: a seed has a name besides

_SEEDS_MAX = 8
# Of articles, so many that share the rarest hashes, and besides so many that share the most of them.
_RAREST_MAX = 12
_MOST_MAX = 8
_EXACT_MAX = 5


def neighbours(
    connection: Connection, draft: Draft, version_of: int | None = None, *, before: int = NO_LIMIT
) -> Neighbours:
    """Find the seeds and articles that share some of a draft's sample, and the background of its outlet.

    A draft is looked up by all of its sample, and one hash found is enough. Of the seeds found the 8 that share the
    rarest hashes are taken; of the articles 12 that do, and of the rest 8 that share the most: a text that many outlets
    carry shares nothing rare with the first of them. Those with the same words are taken in any case.
    Background is as recurring.py says. What has a fingerprint of another version is compared by its text alone, and
    not at all where that is not stored: by other rules the same words have other hashes.

    Args:
        version_of: the article whose new text the draft is. Neither it counts nor what was judged to be taken from
            it, straight or by way of another: an edited original is no copy of its copies. (That a paragraph recurs
            at an outlet stays true, though the article was one of those by which it is known.)
        before: of the articles, only those with smaller numbers count: what was known when that one came in.

    Source: docs/decisions/0016.
    """
    hashes, exact = index_hashes(draft.fingerprint.sample), draft.fingerprint.exact
    seeds = _Ranked(seeds_under(connection, hashes))
    articles = _Ranked([found for found in articles_under(connection, hashes) if found[0] < before])
    seed_rows = _read(connection, _SEEDS, seeds.rarest(_SEEDS_MAX), exact)
    taken = articles.rarest(_RAREST_MAX)
    rows = _read(connection, _ARTICLES, [*taken, *articles.most(_MOST_MAX, taken)], exact)
    if version_of is not None:
        rows = _not_taken_from(connection, version_of, rows)
    known = (
        *(_known(f"seed:{row.name}", row, seeds) for row in seed_rows),
        *(_article(row, articles, draft) for row in rows if row.id < before and _is_comparable(row, draft)),
    )
    return Neighbours(known, background(connection, draft, version_of))


class _Ranked:
    """What shares some of a sample, ranked by how much says that it is kin.

    Args:
        found: each hash that each shares.
    """

    def __init__(self, found: Sequence[Found]) -> None:
        often = Counter((column, value) for _, column, value in found)
        #: How many hashes each shares.
        self.shared = Counter(owner for owner, _, _ in found)
        self._weights = dict.fromkeys(self.shared, 0.0)
        for owner, column, value in found:
            self._weights[owner] += 1 / often[column, value]

    def rarest(self, limit: int) -> list[int]:
        """Give those that share the rarest hashes: one counts as much less as more share it. Of equals, the oldest."""
        # Rounded: databases give rows in orders of their own, and a sum of fractions depends on the order.
        return nsmallest(limit, self._weights, key=lambda owner: (-round(self._weights[owner], 6), owner))

    def most(self, limit: int, taken: Sequence[int]) -> list[int]:
        """Give those that share the most hashes and are not taken yet; of equals, the oldest."""
        return nsmallest(limit, self.shared.keys() - set(taken), key=lambda owner: (-self.shared[owner], owner))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where known texts stand.

    Args:
        same: statement for the oldest with just the words bound as ``exact``.
        those: statement for those bound as ``ids``, oldest first.
    """

    same: Select[int]
    those: Select[Any]  # Any: as in _Text


def _shelf(table: Table, *more: Column[str] | Column[int]) -> _Shelf:
    c = table.c
    same = select(c.id).where(c.exact == bindparam("exact")).order_by(c.id).limit(_EXACT_MAX)
    those = select(c.id, c.title, c.text, c.exact, c.sketch, *more).where(c.id.in_(bindparam("ids", expanding=True)))
    return _Shelf(same, those.order_by(c.id))


_SEEDS = _shelf(SEED, SEED.c.name)
_ARTICLES = _shelf(ARTICLE, ARTICLE.c.fingerprint_version)


def _read(connection: Connection, shelf: _Shelf, ids: Sequence[int], exact: str) -> Sequence[_Text]:
    """Read the texts with these numbers and the oldest with just these words, oldest first."""
    wanted = {*ids, *connection.scalars(shelf.same, {"exact": exact})}
    return connection.execute(shelf.those, {"ids": sorted(wanted)}).all() if wanted else ()


def _not_taken_from(connection: Connection, article_id: int, articles: Sequence[_Text]) -> list[_Text]:
    """Leave out an article and what was taken from it; the articles come oldest first."""
    c = ARTICLE.c
    figures = select(c.id, c.verdict_figures["of"].as_string().label("of"))
    some = figures.where(c.id.in_([row.id for row in articles]))
    of = {row.id: row.of for row in connection.execute(some)}
    left_out, kept = {str(article_id)}, []
    for row in articles:
        if not left_out.isdisjoint((str(row.id), of[row.id])):
            left_out.add(str(row.id))
        else:
            kept.append(row)
    return kept


def _known(ref: str, row: _Text, found: _Ranked) -> Known:
    return Known(ref, row.text, row.exact, tuple(row.sketch), found.shared[row.id])


def _is_comparable(row: _Text, draft: Draft) -> bool:
    return bool(row.text or row.fingerprint_version == draft.fingerprint.version)


def _article(row: _Text, found: _Ranked, draft: Draft) -> Known:
    known = replace(_known(str(row.id), row, found), title=row.title)
    if row.fingerprint_version == draft.fingerprint.version:
        return known
    # What is the same to the letter has the same words by any rules.
    is_same = (row.title, row.text) == (draft.article.title, draft.article.text)
    return replace(known, exact=draft.fingerprint.exact if is_same else "", sketch=())
