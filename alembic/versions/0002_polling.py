"""What does polling remember beside validators?

Revision 0002: what polls taught us of each feed, its health, a history of events, WebSub subscriptions, the addresses
behind wrapped links, and the validators of pages. Frozen: later changes are later revisions.
"""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"

MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHUNK = 5_000


def upgrade() -> None:
    _feed()
    _event()
    _subscription()
    _unwrapped()
    _entry()


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")


def _text(name: str, default: str = "") -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _moment(name: str) -> "sa.Column[object]":
    return sa.Column(name, MOMENT, nullable=True)


def _feed() -> None:
    no_bytes = "X''" if op.get_bind().dialect.name == "sqlite" else "''"  # SQLite would keep a text of no letters
    with op.batch_alter_table("feed") as feed:
        feed.add_column(_text("moved_url"))
        feed.add_column(sa.Column("items", sa.LargeBinary(), nullable=False, server_default=sa.text(no_bytes)))
        feed.add_column(sa.Column("learned", sa.JSON(), nullable=False, server_default="{}"))
        feed.add_column(_number("page_failures"))
        feed.add_column(_text("health", "never"))
        feed.add_column(_moment("health_since"))
        feed.add_column(_text("health_why"))
        feed.add_column(_text("health_advice"))
        feed.add_column(_moment("paused_at"))


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_event_feed_id_feed"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_feed_id_id", "event", ["feed_id", "id"])
    op.create_index("ix_event_scope_id", "event", ["scope", "id"])


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_subscription_feed_id_feed"),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("feed_id", name="uq_subscription_feed_id"),
        sa.UniqueConstraint("token", name="uq_subscription_token"),
    )
    op.create_index("ix_subscription_due_at", "subscription", ["due_at"])


def _unwrapped() -> None:
    op.create_table(
        "unwrapped",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_unwrapped"),
    )


def _entry() -> None:
    with op.batch_alter_table("entry") as entry:
        entry.add_column(_text("url_digest"))
        entry.add_column(_text("page_etag"))
        entry.add_column(_text("page_last_modified"))
        entry.add_column(_moment("page_at"))
    op.create_index("ix_entry_url_digest", "entry", ["url_digest"])
    _fill_url_digests()


def _fill_url_digests() -> None:
    """Give the entries that are there what the program gives new ones: 128 bits of their address's SHA-256."""
    connection = op.get_bind()
    entry = sa.table("entry", sa.column("id", ROW_ID), sa.column("url", sa.Text()), sa.column("url_digest", sa.Text()))
    fill = sa.update(entry).where(entry.c.id == sa.bindparam("row")).values(url_digest=sa.bindparam("digest"))
    last = 0
    while found := connection.execute(
        sa.select(entry.c.id, entry.c.url).where(entry.c.id > last).order_by(entry.c.id).limit(_CHUNK)
    ).all():
        last = found[-1].id
        connection.execute(fill, [{"row": id_, "digest": sha256(url.encode()).hexdigest()[:32]} for id_, url in found])
