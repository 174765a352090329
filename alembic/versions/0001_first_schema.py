"""What does the first schema look like?

Revision 0001, the first. Frozen: later changes are later revisions.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _feed()
    _poll()
    _article()
    _article_topic()
    _version()
    _mention()
    _shingle()
    _paragraph()
    _entry()
    _seed()
    _seed_shingle()
    _delivery()


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first schema")


def _index_only(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("polled_at", MOMENT, nullable=True),
        sa.Column("succeeded_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("name", name="uq_feed_name"),
    )
    op.create_index("ix_feed_due_at", "feed", ["due_at"])
    _index_only("ix_feed_leased_by", "feed", "leased_by", "leased_by IS NOT NULL")


def _poll() -> None:
    op.create_table(
        "poll",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("took_s", sa.Float(), nullable=False),
        sa.Column("received_bytes", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_poll_feed_id_feed"),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
    )
    op.create_index("ix_poll_feed_id_id", "poll", ["feed_id", "id"])


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_digest", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("sketch", sa.JSON(), nullable=False),
        sa.Column("fingerprint_version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("verdict_figures", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("url_digest", name="uq_article_url_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_exact", "article", ["exact"])
    op.create_index("ix_article_feed_id", "article", ["feed", "id"])
    op.create_index("ix_article_first_seen_at", "article", ["first_seen_at"])
    op.create_index("ix_article_outlet_id", "article", ["outlet", "id"])


def _article_topic() -> None:
    op.create_table(
        "article_topic",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_topic_article_id_article"),
        sa.PrimaryKeyConstraint("topic", "article_id", name="pk_article_topic"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_topic_article_id", "article_topic", ["article_id"])


def _version() -> None:
    op.create_table(
        "version",
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_version_article_id_article"),
        sa.PrimaryKeyConstraint("article_id", "n", name="pk_version"),
    )


def _mention() -> None:
    op.create_table(
        "mention",
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("is_weak", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_mention_article_id_article"),
        sa.PrimaryKeyConstraint("article_id", "n", name="pk_mention"),
    )


def _shingle() -> None:
    op.create_table(
        "shingle",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_shingle_article_id_article"),
        sa.PrimaryKeyConstraint("hash", "article_id", name="pk_shingle"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shingle_article_id", "shingle", ["article_id"])


def _paragraph() -> None:
    op.create_table(
        "paragraph",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_paragraph_article_id_article"),
        sa.PrimaryKeyConstraint("outlet", "hash", "article_id", name="pk_paragraph"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_paragraph_article_id", "paragraph", ["article_id"])


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary_html", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.Column("article_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_entry_article_id_article"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_entry_feed_id_feed"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("feed_id", "key_digest", name="uq_entry_feed_id_key_digest"),
    )
    op.create_index("ix_entry_article_id", "entry", ["article_id"])
    _index_only("ix_entry_dead", "entry", "feed_id", "state = 'dead'")
    op.create_index("ix_entry_due_at", "entry", ["due_at"])
    _index_only("ix_entry_leased_by", "entry", "leased_by", "leased_by IS NOT NULL")


def _seed() -> None:
    op.create_table(
        "seed",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("sketch", sa.JSON(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seed"),
        sa.UniqueConstraint("name", name="uq_seed_name"),
    )
    op.create_index("ix_seed_exact", "seed", ["exact"])


def _seed_shingle() -> None:
    op.create_table(
        "seed_shingle",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("seed_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["seed_id"], ["seed.id"], name="fk_seed_shingle_seed_id_seed"),
        sa.PrimaryKeyConstraint("hash", "seed_id", name="pk_seed_shingle"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seed_shingle_seed_id", "seed_shingle", ["seed_id"])


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_delivery_article_id_article"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
    )
    op.create_index("ix_delivery_article_id", "delivery", ["article_id"])
    _index_only("ix_delivery_dead", "delivery", "lane", "state = 'dead'")
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"])
    _index_only("ix_delivery_leased_by", "delivery", "leased_by", "leased_by IS NOT NULL")
