"""What does the archive keep of an article beside its text?

Revision 0003: what each witness says of it, what was left out, its pages as evidence, its versions' dates, what changed
and when it is looked at again, and which paragraphs recur at an outlet. Frozen: later changes are later revisions.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _article()
    _page()
    _change()
    _look()
    _recurring()
    _task()


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")


def _text(name: str, default: str | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _row_id(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, ROW_ID, nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, MOMENT, nullable=nullable)


def _list(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.JSON(), nullable=False, server_default="[]")


def _article() -> None:
    with op.batch_alter_table("article") as article:
        article.add_column(_moment("modified_at"))
        article.add_column(_text("section", ""))
        article.add_column(_text("image", ""))
        article.add_column(_list("claims"))
        article.add_column(_list("dropped"))
        article.add_column(_list("recurring"))
        article.add_column(sa.Column("extracted_by", sa.Integer(), nullable=False, server_default="0"))
        article.add_column(_moment("withdrawn_at"))
        article.add_column(_row_id("capture_id", nullable=True))
    with op.batch_alter_table("version") as version:
        version.add_column(_moment("modified_at"))
        version.add_column(_row_id("capture_id", nullable=True))
    with op.batch_alter_table("mention") as mention:
        mention.add_column(sa.Column("is_recurring", sa.Boolean(), nullable=False, server_default=sa.false()))


def _page() -> None:
    op.create_table(
        "page",
        _text("sha256"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_page"),
    )
    op.create_table(
        "capture",
        _row_id("id"),
        _row_id("article_id"),
        _row_id("entry_id"),
        _text("sha256"),
        _text("url"),
        _moment("at", nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_capture_article_id_article"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_capture_entry_id_entry"),
        sa.ForeignKeyConstraint(["sha256"], ["page.sha256"], name="fk_capture_sha256_page"),
        sa.PrimaryKeyConstraint("id", name="pk_capture"),
    )
    op.create_index("ix_capture_article_id", "capture", ["article_id"])
    op.create_index("ix_capture_sha256", "capture", ["sha256"])


def _change() -> None:
    op.create_table(
        "change",
        _row_id("id"),
        _row_id("article_id"),
        _moment("at", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("kind"),
        _text("topic"),
        _text("detail"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_change_article_id_article"),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("ix_change_article_id", "change", ["article_id"])
    op.create_index("ix_change_kind_id", "change", ["kind", "id"])


def _look() -> None:
    op.create_table(
        "look",
        _row_id("id"),
        _row_id("article_id"),
        _row_id("entry_id"),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        _moment("looked_at"),
        _moment("due_at"),
        _text("lane"),
        _moment("leased_until"),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_look_article_id_article"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_look_entry_id_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_look"),
        sa.UniqueConstraint("article_id", name="uq_look_article_id"),
    )
    op.create_index("ix_look_due_at", "look", ["due_at"])
    op.create_index("ix_look_looked_at", "look", ["looked_at"])
    leased: sa.ColumnClause[bool] = sa.literal_column("leased_by IS NOT NULL")
    op.create_index("ix_look_leased_by", "look", ["leased_by"], sqlite_where=leased, postgresql_where=leased)


def _recurring() -> None:
    op.create_table(
        "recurring",
        _text("outlet"),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        _moment("since"),
        sa.PrimaryKeyConstraint("outlet", "hash", name="pk_recurring"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO recurring (outlet, hash) SELECT outlet, hash FROM paragraph GROUP BY outlet, hash"
        " HAVING count(*) >= 3"
    )


def _task() -> None:
    op.create_table(
        "task",
        _text("name"),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        _moment("started_at", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_task"),
    )
