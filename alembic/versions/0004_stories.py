"""Which articles are about the same event, and how are copies found in a fifth of the room?

Revision 0004: stories with their history, the traits of live articles, who is credited for a text; of the hashes by
which an article is found, the sixteen lowest, cut to 48 bits, and their names with the article instead of an index.
Frozen: later changes are later revisions.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHUNK = 5_000
_INDEXED = 16
_BYTES = 6
_MASK = (1 << 8 * _BYTES) - 1
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
        article.add_column(sa.Column("indexed", sa.LargeBinary(), nullable=False, server_default=""))
        article.add_column(_json("traits", "[]"))
        article.add_column(sa.Column("traits_by", sa.Integer(), nullable=False, server_default="0"))
        article.add_column(_json("credits", "[]"))
        article.add_column(_row_id("story_id", nullable=True))
        article.add_column(_json("story_figures", "{}"))
        article.add_column(sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_article_story_id_id", "article", ["story_id", "id"])


# --- by which hashes articles are found -----------------------------------------------------------

_ARTICLE = sa.table(
    "article",
    sa.column("id", ROW_ID),
    sa.column("indexed", sa.LargeBinary()),
    sa.column("first_seen_at", MOMENT),
    sa.column("verdict", sa.Text()),
    sa.column("verdict_figures", sa.JSON()),
    sa.column("story_id", ROW_ID),
)


def _shingles() -> None:
    """Make the two indices anew: rows in a smaller form, and of an article the sixteen lowest."""
    for name, owner, most in (("shingle", "article", _INDEXED), ("seed_shingle", "seed", None)):
        _renew(name, owner, most)


def _renew(name: str, owner: str, most: int | None) -> None:
    connection, owner_id = op.get_bind(), f"{owner}_id"
    old, new = (
        sa.table(each, sa.column("hash", sa.BigInteger()), sa.column(owner_id, ROW_ID))
        for each in (name, f"{name}_new")
    )
    op.create_table(
        new.name,
        sa.Column("hash", sa.BigInteger(), nullable=False),
        _row_id(owner_id),
        sa.ForeignKeyConstraint([owner_id], [f"{owner}.id"], name=f"fk_{name}_{owner_id}_{owner}"),
        sa.PrimaryKeyConstraint("hash", owner_id, name=f"pk_{name}_new"),
        sqlite_with_rowid=False,
    )
    last = 0
    while owners := connection.scalars(
        sa.select(old.c[owner_id]).where(old.c[owner_id] > last).distinct().order_by(old.c[owner_id]).limit(_CHUNK)
    ).all():
        of_these = old.c[owner_id].between(owners[0], owners[-1])
        found = connection.execute(sa.select(old.c[owner_id], old.c.hash).where(of_these).order_by(old.c[owner_id]))
        kept = list(_lowest(found.all(), most))
        connection.execute(sa.insert(new), [{"hash": h, owner_id: one} for one, hashes in kept for h in hashes])
        if most:
            some = sa.update(_ARTICLE).where(_ARTICLE.c.id == sa.bindparam("row"))
            packed = [{"row": one, "packed": _packed(hashes)} for one, hashes in kept]
            connection.execute(some.values(indexed=sa.bindparam("packed")), packed)
        last = owners[-1]
    op.drop_table(name)
    op.rename_table(new.name, name)
    if connection.dialect.name == "postgresql":
        op.execute(f'ALTER TABLE {name} RENAME CONSTRAINT "pk_{name}_new" TO "pk_{name}"')
    if name == "seed_shingle":
        op.create_index("ix_seed_shingle_seed_id", "seed_shingle", ["seed_id"])


def _lowest(rows: Iterable[Sequence[int]], most: int | None) -> Iterator[tuple[int, list[int]]]:
    for one, those in groupby(rows, key=lambda row: row[0]):
        yield one, sorted({row[1] & _MASK for row in those})[:most]


def _packed(hashes: Iterable[int]) -> bytes:
    return b"".join(h.to_bytes(_BYTES, "big") for h in hashes)


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
            of_story[1], of_story[2] = max(of_story[1], at), of_story[2] + 1
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
