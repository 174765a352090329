"""Which rule has what to tell whom, who is not to be told for a while, and who follows the archive elsewhere?

Revision 0006: alerts beside the messages that tell them, rules, silences and snoozes, saved queries and tokens; which
entries were there before their feed was first polled. A message that waits is given the payload that messages have now.
Frozen: later changes are later revisions.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
_BATCH = 500


def upgrade() -> None:
    _messages()
    _alerts()
    _rules()
    _following()
    op.add_column("entry", sa.Column("is_backlog", sa.Boolean(), nullable=False, server_default="0"))
    _carry_over()


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")


def _messages() -> None:
    op.add_column("delivery", sa.Column("kind", sa.Text(), nullable=False, server_default="article"))
    op.add_column("delivery", sa.Column("urgency", sa.Text(), nullable=False, server_default="normal"))
    op.add_column("delivery", sa.Column("story_id", ROW_ID, nullable=True))
    op.add_column("delivery", sa.Column("alerts", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("delivery", sa.Column("composed_at", MOMENT, nullable=False, server_default="2000-01-01 00:00:00"))
    op.execute("UPDATE delivery SET composed_at = queued_at")
    op.execute("UPDATE delivery SET story_id = (SELECT story_id FROM article WHERE article.id = delivery.article_id)")
    op.create_index("ix_delivery_story_id_lane", "delivery", ["story_id", "lane"])
    op.create_index("ix_delivery_composed_at", "delivery", ["composed_at"])
    for name, columns, where in (
        ("ix_delivery_urgent", ["due_at"], "urgency = 'urgent' AND due_at IS NOT NULL"),
        ("ix_delivery_sent", ["lane", "sent_at"], "state = 'sent'"),
        ("ix_delivery_unsent", ["state", "id"], "state = 'due' OR state = 'dead'"),
    ):
        op.create_index(name, "delivery", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("article_id", ROW_ID, nullable=False),
        sa.Column("story_id", ROW_ID, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("gather", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("delivery_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_alert_article_id_article"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_alert_delivery_id_delivery"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("key", name="uq_alert_key"),
    )
    for name, columns, where in (
        ("ix_alert_due", ["due_at", "channel", "gather"], "state = 'due'"),
        ("ix_alert_held", ["story_id"], "state = 'held'"),
        ("ix_alert_counted", ["rule", "queued_at", "state"], "state = 'counted'"),
    ):
        op.create_index(name, "alert", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("ix_alert_rule_id", "alert", ["rule", "id"])
    op.create_index("ix_alert_queued_at_rule_state", "alert", ["queued_at", "rule", "state"])
    op.create_index("ix_alert_article_id", "alert", ["article_id"])
    op.create_index("ix_alert_story_id_channel", "alert", ["story_id", "channel"])
    op.create_index("ix_alert_delivery_id", "alert", ["delivery_id"])


def _rules() -> None:
    op.create_table(
        "rule",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rule"),
        sa.UniqueConstraint("name", name="uq_rule_name"),
    )
    op.create_table(
        "silence",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_silence"),
    )
    op.create_index("ix_silence_until", "silence", ["until"])
    op.create_table(
        "snooze",
        sa.Column("story_id", ROW_ID, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("grow_by", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_snooze_story_id_story"),
        sa.PrimaryKeyConstraint("story_id", name="pk_snooze"),
    )


def _following() -> None:
    op.create_table(
        "saved_query",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_query"),
        sa.UniqueConstraint("name", name="uq_saved_query_name"),
    )
    op.create_table(
        "token",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("name", name="uq_token_name"),
        sa.UniqueConstraint("digest", name="uq_token_digest"),
    )


def _carry_over() -> None:
    """Give each message its alert, and those that are still to be sent today's payload."""
    old = sa.table(
        "delivery",
        *(sa.column(name) for name in ("id", "key", "article_id", "rule", "state", "lane", "story_id")),
        sa.column("payload", sa.JSON()),
        sa.column("queued_at", MOMENT),
        sa.column("first_seen_at", MOMENT),
    )
    moments = (sa.column("queued_at", MOMENT), sa.column("first_seen_at", MOMENT))
    alert = sa.table("alert", *(sa.column(name) for name in _ALERT), *moments, sa.column("facts", sa.JSON()))
    mend = (
        sa.update(old).where(old.c.id == sa.bindparam("message")).values(payload=sa.bindparam("now", type_=sa.JSON()))
    )
    connection, last = op.get_bind(), 0
    while batch := connection.execute(sa.select(old).where(old.c.id > last).order_by(old.c.id).limit(_BATCH)).all():
        last = batch[-1].id
        rows = [(row, _item(row.rule, row.payload)) for row in batch]
        connection.execute(sa.insert(alert), [_alert(row, item) for row, item in rows])
        waiting = [(row, item) for row, item in rows if row.state != "sent"]
        if waiting:
            given = [{"message": row.id, "now": _payload(row.key, row.rule, item)} for row, item in waiting]
            connection.execute(mend, given)


_ALERT = (
    *("key", "rule", "channel", "kind", "urgency", "article_id", "story_id", "gather", "state", "why"),
    "delivery_id",
)


def _alert(
    row: sa.Row[Any],  # its columns are those named above
    item: dict[str, object],
) -> dict[str, object]:
    return {
        "key": row.key,
        "rule": row.rule,
        "channel": row.lane,
        "kind": "article",
        "urgency": "normal",
        "article_id": row.article_id,
        "story_id": row.story_id,
        "gather": "",
        "state": "composed",
        "why": "",
        "queued_at": row.queued_at,
        "first_seen_at": row.first_seen_at,
        "delivery_id": row.id,
        "facts": item,
    }


def _item(rule: str, payload: object) -> dict[str, object]:
    given = payload if isinstance(payload, dict) else json.loads(str(payload or "{}"))
    return {
        "rule": rule,
        "kind": "article",
        "article": given.get("article", {}),
        "matches": given.get("matches", []),
        "change": None,
        "spike": None,
    }


def _payload(key: str, rule: str, item: dict[str, object]) -> dict[str, object]:
    article = item["article"] if isinstance(item["article"], dict) else {}
    return {
        "schema": 2,
        "key": key,
        "kind": "article",
        "rules": [rule],
        "urgency": "normal",
        "thread": None,
        "story": article.get("story"),
        "items": [item],
        "count": 1,
        "more": 0,
    }
