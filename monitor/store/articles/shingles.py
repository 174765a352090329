"""By which hashes is a text found again?

Not pure: reads and writes shingle, reads seed_shingle. In: a fingerprint. Out: who is indexed under which
of its hashes. candidates.py ranks what is found; keeping.py and seeds.py put texts into the index.

An article is one row of ``shingle``, a long one several. Each hash belongs to one of twelve columns, and a row holds in
each column the lowest hash of its article that belongs there (in two of them, of its lead): copies agree on which
that is. So an entry of the index is a number of 32 bits and no more, in SQLite and in PostgreSQL alike, and a hash is
looked for in one column only. docs/decisions/0016 has the measurements.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain

from sqlalchemy import (
    ARRAY,
    Column,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
)

from monitor.core.records.articles import Fingerprint
from monitor.store.schema.columns import to_json
from monitor.store.schema.tables import SEED_SHINGLE, SHINGLE

#: A hash as the index has it: whether long texts are looked up without it, signed 32 bits, and what says, from the
#: other bits, where it belongs.
Hash = tuple[bool, int, int]

#: Who is indexed under a hash, and which: (id, column, number).
Found = tuple[int, int, int]

#: So many articles are indexed under a hash, and no more. It tells nobody apart: a phrase, an outlet's background, or a
#: text that so many carry already.
FULL = 20

# Of longer samples only so many, the lowest: two copies still agree on which those are.
_HASHES_MAX = 5_000
_NAMES = tuple(f"h{n}" for n in range(12))
# A long article has a row for about so many hashes, 4 kB of English: a brief is found inside a report.
_HASHES_PER_ROW = 160
# For a place in a row so many hashes at most are tried until one is not full.
_TRIED = 4
_OF_LEAD = 2
_HALF = 1 << 31


def index_hashes(sample: Iterable[int]) -> list[Hash]:
    """Give the distinct hashes of a sample that are indexed and looked up, the lowest first.

    Of a short text all shingles are sampled, of any other those whose two lowest bits are 0: these come first, so that
    a brief is found by the report that it stands in.
    """
    found = {(h & 3 != 0, ((h >> 2) + _HALF) % (2 * _HALF) - _HALF, (h >> 4) ^ (h >> 34)) for h in sample}
    return sorted(found)[:_HASHES_MAX]


def articles_under(connection: Connection, hashes: Sequence[Hash]) -> Sequence[Found]:
    """Give which articles are indexed under some hashes, in no order; under each there are ``FULL`` at most."""
    if not hashes:
        return []
    columns: list[list[int]] = [[] for _ in _NAMES]
    for _, value, spot in hashes:
        columns[spot % len(_NAMES)].append(value)
    given = {name: _listed(connection, values) for name, values in zip(_NAMES, columns, strict=True)}
    return connection.execute(_of_articles(is_sqlite=_is_sqlite(connection)), given).all()


def seeds_under(connection: Connection, hashes: Sequence[Hash]) -> Sequence[Found]:
    """Give which seeds are indexed under some hashes, in no order."""
    if not hashes:
        return []
    given = {SEED_SHINGLE.c.hash.name: _listed(connection, [value for _, value, _ in hashes])}
    return connection.execute(_of_seeds(is_sqlite=_is_sqlite(connection)), given).all()


def put_into_index(connection: Connection, article_id: int, fingerprint: Fingerprint) -> None:
    """Have an article found by its text.

    Two places in its rows take hashes of its lead, by which a summary finds it; each other the lowest hash of its
    sample that belongs there. A hash that is full is passed over. Where all that are tried are full a place stays
    empty: what so many share finds enough of them already.
    """
    hashes, lead = index_hashes(fingerprint.sample), index_hashes(fingerprint.lead)
    places = len(_NAMES) * max(1, round(len(hashes) / _HASHES_PER_ROW))
    tried: dict[int, list[Hash]] = defaultdict(list)
    for each in hashes:
        at_place = tried[each[2] % places]
        if len(at_place) < _TRIED:
            at_place.append(each)
    free = _not_full(connection, {*lead, *chain.from_iterable(tried.values())})
    chosen: dict[int, int] = {}
    for each in lead:
        if each in free and len(chosen) < _OF_LEAD:
            chosen.setdefault(each[2] % places, each[1])
    for place, some in tried.items():
        for each in some:
            if each in free:
                chosen.setdefault(place, each[1])
                break
    if chosen:
        connection.execute(insert(SHINGLE), _rows(article_id, chosen))


def take_from_index(connection: Connection, article_id: int) -> None:
    """Have an article found by its text no more."""
    connection.execute(delete(SHINGLE).where(SHINGLE.c.article_id == article_id))


def _not_full(connection: Connection, hashes: set[Hash]) -> set[Hash]:
    articles = Counter((column, value) for _, column, value in articles_under(connection, sorted(hashes)))
    return {each for each in hashes if articles[each[2] % len(_NAMES), each[1]] < FULL}


def _rows(article_id: int, chosen: Mapping[int, int]) -> list[dict[str, int | None]]:
    rows: dict[int, dict[str, int | None]] = {}
    for place, value in chosen.items():
        part, column = divmod(place, len(_NAMES))
        row = rows.setdefault(part, {"article_id": article_id, "part": part, **dict.fromkeys(_NAMES)})
        row[_NAMES[column]] = value
    return list(rows.values())


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _listed(connection: Connection, values: list[int]) -> object:
    return to_json(values) if _is_sqlite(connection) else values


@cache
def _of_articles(*, is_sqlite: bool) -> CompoundSelect[int, int, int]:
    """Make the statement that looks in each column for the hashes that belong there."""
    c = SHINGLE.c
    return union_all(*(_under(c[name], c.article_id, n, is_sqlite=is_sqlite) for n, name in enumerate(_NAMES)))


@cache
def _of_seeds(*, is_sqlite: bool) -> Select[int, int, int]:
    return _under(SEED_SHINGLE.c.hash, SEED_SHINGLE.c.seed_id, 0, is_sqlite=is_sqlite)


def _under(column: Column[int], owner: Column[int], number: int, *, is_sqlite: bool) -> Select[int, int, int]:
    """Make the statement for who has, in a column, one of the numbers that are bound by the column's name."""
    found = select(owner, literal_column(str(number), Integer), column)
    if is_sqlite:
        # One number after the other is looked up: with IN, SQLite first makes a table of them, in six times the time.
        given = func.json_each(bindparam(column.name, type_=Text())).table_valued("value")
        return found.select_from(given.join(column.table, column == given.c.value))
    return found.where(column == func.any(bindparam(column.name, type_=ARRAY(Integer))))
