"""Which articles are about the same event, and how are copies found in a fifth of the room?

Revision 0004: stories with their history, the traits of live articles, who is credited for a text; of the hashes by
which an article is found, twelve (more of a long one), cut to 32 bits, in one row with a column for each.
Frozen: later changes are later revisions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHUNK = 5_000
_COLUMNS = tuple(f"h{n}" for n in range(12))
_FULL, _TRIED, _PER_ROW, _HASHES_MAX = 20, 4, 160, 5_000
_HALF = 1 << 31
_COPIES = ("exact", "copy")


def upgrade() -> None:
    _tables()
    _article()
    _shingles()
    _stories()


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _row_id(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, ROW_ID, nullable=nullable)


def _moment(name: str) -> "sa.Column[object]":
    return sa.Column(name, MOMENT, nullable=False)


def _json(name: str, default: str) -> "sa.Column[object]":
    return sa.Column(name, sa.JSON(), nullable=False, server_default=default)


def _tables() -> None:
    op.create_table(
        "story",
        _row_id("id"),
        _moment("opened_at"),
        _moment("last_at"),
        sa.Column("articles", sa.Integer(), nullable=False),
        _row_id("merged_into", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_last_at_id", "story", ["last_at", "id"])
    op.create_table(
        "trait",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        _row_id("article_id"),
        sa.PrimaryKeyConstraint("hash", "article_id", name="pk_trait"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "regrouping",
        _row_id("id"),
        _moment("at"),
        _text("kind"),
        _row_id("story_id"),
        _row_id("to_id"),
        sa.Column("articles", sa.JSON(), nullable=False),
        _text("by"),
        _text("why"),
        _row_id("undoes", nullable=True),
        _row_id("undone_by", nullable=True),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_regrouping_story_id_story"),
        sa.ForeignKeyConstraint(["to_id"], ["story.id"], name="fk_regrouping_to_id_story"),
        sa.PrimaryKeyConstraint("id", name="pk_regrouping"),
    )
    op.create_index("ix_regrouping_story_id", "regrouping", ["story_id"])
    op.create_index("ix_regrouping_to_id", "regrouping", ["to_id"])


def _article() -> None:
    with op.batch_alter_table("article") as article:
        article.add_column(_json("traits", "[]"))
        article.add_column(sa.Column("traits_by", sa.Integer(), nullable=False, server_default="0"))
        article.add_column(_json("credits", "[]"))
        article.add_column(_row_id("story_id", nullable=True))
        article.add_column(_json("story_figures", "{}"))
        # Defaults are plain strings: for an expression SQLite's table is built anew, and loses its AUTOINCREMENT.
        article.add_column(sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default="0"))
    op.create_index("ix_article_story_id_id", "article", ["story_id", "id"])


# --- by which hashes articles are found -----------------------------------------------------------

_ARTICLE = sa.table(
    "article",
    sa.column("id", ROW_ID),
    sa.column("first_seen_at", MOMENT),
    sa.column("verdict", sa.Text()),
    sa.column("verdict_figures", sa.JSON()),
    sa.column("story_id", ROW_ID),
)


def _shingles() -> None:
    connection = op.get_bind()
    op.rename_table("shingle", "shingle_old")
    if connection.dialect.name == "postgresql":
        op.execute("ALTER INDEX pk_shingle RENAME TO pk_shingle_old")
    op.create_table(
        "shingle",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer()) for name in _COLUMNS),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_shingle_article_id_article"),
        sa.PrimaryKeyConstraint("article_id", "part", name="pk_shingle"),
        sqlite_with_rowid=False,
    )
    new = sa.table("shingle", sa.column("article_id"), sa.column("part"), *(sa.column(name) for name in _COLUMNS))
    for rows in _rows(connection):
        connection.execute(sa.insert(new), rows)
    op.drop_table("shingle_old")
    for name in _COLUMNS:
        op.create_index(f"ix_shingle_{name}", "shingle", [name])
    _seed_shingles(connection)


def _rows(connection: sa.Connection) -> Iterator[list[dict[str, int | None]]]:
    """Give the rows of the articles one after the other, as if each had just been kept."""
    old = sa.table("shingle_old", sa.column("hash", sa.BigInteger()), sa.column("article_id", ROW_ID)).c
    many = sa.select(old.hash).group_by(old.hash).having(sa.func.count() > _FULL)
    under = dict.fromkeys(connection.scalars(many), 0)
    ids = sa.select(old.article_id).distinct().order_by(old.article_id).limit(_CHUNK)
    last = 0
    while chunk := connection.scalars(ids.where(old.article_id > last)).all():
        of_these = sa.select(old.article_id, old.hash).where(old.article_id.between(chunk[0], chunk[-1]))
        found = connection.execute(of_these.order_by(old.article_id))
        yield [
            row
            for article_id, hashes in groupby(found, key=itemgetter(0))
            for row in _rows_of(article_id, [hash_ for _, hash_ in hashes], under)
        ]
        last = chunk[-1]


def _rows_of(article_id: int, hashes: list[int], under: dict[int, int]) -> Iterable[dict[str, int | None]]:
    """Make the rows of an article.

    Args:
        under: how many articles are indexed so far under those hashes that too many have; those are counted on.
    """
    lowest = sorted(hashes, key=lambda h: (h & 3 != 0, _cut(h)))[:_HASHES_MAX]  # long texts are looked up by h & 3 == 0
    is_sparse = all(h % 16 == 0 for h in hashes)  # of long texts, one shingle in sixteen was kept; it is one in four
    places = len(_COLUMNS) * max(1, len(lowest) * (4 if is_sparse else 1) // _PER_ROW)
    at_place: dict[int, list[int]] = defaultdict(list)
    for hash_ in lowest:
        at_place[_spot(hash_) % places].append(hash_)
    rows: dict[int, dict[str, int | None]] = {}
    for place, some in at_place.items():
        part, column = divmod(place, len(_COLUMNS))
        free = next((h for h in some[:_TRIED] if under.get(h, 0) < _FULL), None)
        if free is not None:
            row = rows.setdefault(part, {"article_id": article_id, "part": part, **dict.fromkeys(_COLUMNS)})
            row[_COLUMNS[column]] = _cut(free)
            if free in under:
                under[free] += 1
    return rows.values()


def _cut(hash_: int) -> int:
    return ((hash_ >> 2) + _HALF) % (2 * _HALF) - _HALF


def _spot(hash_: int) -> int:
    return (hash_ >> 4) ^ (hash_ >> 34)


def _seed_shingles(connection: sa.Connection) -> None:
    table = sa.table("seed_shingle", sa.column("hash", sa.BigInteger()), sa.column("seed_id", ROW_ID))
    found = connection.execute(sa.select(table.c.hash, table.c.seed_id)).all()
    connection.execute(sa.delete(table))
    cut = sorted({(_cut(hash_), seed_id) for hash_, seed_id in found})
    if cut:
        connection.execute(sa.insert(table), [{"hash": hash_, "seed_id": seed_id} for hash_, seed_id in cut])


# --- which stories there are so far ---------------------------------------------------------------


def _stories() -> None:
    """Give each article that is no copy a story of its own, and each copy the story of what it copies."""
    connection = op.get_bind()
    story = sa.table(
        "story",
        sa.column("id", ROW_ID),
        sa.column("opened_at", MOMENT),
        sa.column("last_at", MOMENT),
        sa.column("articles", sa.Integer()),
    )
    c, last, numbers, opened = _ARTICLE.c, 0, dict[int, int](), dict[int, list[Any]]()  # Any: a moment or a number
    statement = sa.select(c.id, c.first_seen_at, c.verdict, c.verdict_figures).order_by(c.id).limit(_CHUNK)
    while found := connection.execute(statement.where(c.id > last)).all():
        for id_, at, verdict, figures in found:
            of = str(figures.get("of", "")) if verdict in _COPIES else ""
            number = numbers[id_] = numbers.get(int(of), id_) if of.isdecimal() else id_
            of_story = opened.setdefault(number, [at, at, 0])
            of_story[:] = min(of_story[0], at), max(of_story[1], at), of_story[2] + 1
        last = found[-1].id
    for some in _in_chunks(sorted(opened)):
        rows = [dict(zip(("id", "opened_at", "last_at", "articles"), (n, *opened[n]), strict=True)) for n in some]
        connection.execute(sa.insert(story), rows)
    for some in _in_chunks(sorted(numbers)):
        fill = sa.update(_ARTICLE).where(c.id == sa.bindparam("row")).values(story_id=sa.bindparam("number"))
        connection.execute(fill, [{"row": id_, "number": numbers[id_]} for id_ in some])
    if connection.dialect.name == "postgresql" and opened:
        op.execute(f"SELECT setval(pg_get_serial_sequence('story', 'id'), {max(opened)})")


def _in_chunks(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))
