"""Where in an article is a topic named, how much of it is about that, who is named beside it, and by which rules?

Revision 0005: the part of the article a mention stands in, figures of each topic that an article matches, states,
persons and bodies named beside it, and the version of the rules that tagged it. Parts and prominence cannot be told
without reading the texts again: `monitor retag --older-rules` does that.
Frozen: later changes are later revisions.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Defaults are plain strings: for an expression SQLite's table is built anew, and loses its AUTOINCREMENT.
    op.add_column("article", sa.Column("tagged_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("mention", sa.Column("part", sa.Text(), nullable=False, server_default="body"))
    op.add_column("mention", sa.Column("is_quoted", sa.Boolean(), nullable=False, server_default="0"))
    op.execute("UPDATE mention SET part = 'headline' WHERE field = 'title'")
    op.create_index(
        "ix_mention_weak",
        "mention",
        ["topic", "article_id"],
        sqlite_where=sa.text("is_weak"),
        postgresql_where=sa.text("is_weak"),
    )
    _figures()
    _co_mentions()


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")


def _figures() -> None:
    op.add_column("article_topic", sa.Column("count", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("article_topic", sa.Column("first", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("article_topic", sa.Column("prominence", sa.Float(), nullable=False, server_default="0"))
    op.execute(
        """
        UPDATE article_topic SET
        count = (SELECT count(*) FROM mention WHERE mention.article_id = article_topic.article_id
          AND mention.topic = article_topic.topic AND NOT is_weak AND NOT is_recurring),
        first = coalesce((SELECT min(CASE WHEN field = 'title' THEN 0 ELSE start END) FROM mention
          WHERE mention.article_id = article_topic.article_id AND mention.topic = article_topic.topic
          AND NOT is_weak AND NOT is_recurring), 0)
        """
    )


def _co_mentions() -> None:
    op.create_table(
        "co_mention",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_co_mention_article_id_article"),
        sa.PrimaryKeyConstraint("name", "article_id", "kind", name="pk_co_mention"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_co_mention_article_id", "co_mention", ["article_id"])
