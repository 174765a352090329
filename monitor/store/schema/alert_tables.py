"""What is kept of rules, of what they bring, and of who follows it?

Not pure: declares tables; see tables.py, through which store/ uses them.
"""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from monitor.store.schema.columns import CleanText, Moment, row_id
from monitor.store.schema.declaring import Declared, some_rows


class Alert(Declared, table=True):
    """What one rule has to tell one channel about one article; see AlertState."""

    __table_args__ = (
        UniqueConstraint("key"),
        some_rows("ix_alert_due", "due_at", "channel", "gather", where="state = 'due'"),
        some_rows("ix_alert_held", "story_id", where="state = 'held'"),
        some_rows("ix_alert_counted", "rule", "queued_at", "state", where="state = 'counted'"),
        Index("ix_alert_rule_id", "rule", "id"),
        Index("ix_alert_queued_at_rule_state", "queued_at", "rule", "state"),
        Index("ix_alert_article_id", "article_id"),
        Index("ix_alert_story_id_channel", "story_id", "channel"),
        Index("ix_alert_delivery_id", "delivery_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    key: str = Field(sa_type=CleanText)
    rule: str = Field(sa_type=CleanText)
    channel: str = Field(sa_type=CleanText)
    kind: str = Field(sa_type=CleanText)
    urgency: str = Field(sa_type=CleanText)
    article_id: int = Field(foreign_key="article.id", sa_type=row_id())
    story_id: int | None = Field(default=None, sa_type=row_id())
    facts: dict[str, object] = Field(sa_type=JSON)
    gather: str = Field(sa_type=CleanText)
    state: str = Field(sa_type=CleanText)
    why: str = Field(sa_type=CleanText)
    queued_at: datetime = Field(sa_type=Moment)
    first_seen_at: datetime = Field(sa_type=Moment)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id", sa_type=row_id())


class Delivery(Declared, table=True):
    """A message in the outbox; ``state`` is "due", "sent" or "dead"."""

    __table_args__ = (
        Index("ix_delivery_due_at", "due_at"),
        some_rows("ix_delivery_leased_by", "leased_by", where="leased_by IS NOT NULL"),
        some_rows("ix_delivery_dead", "lane", where="state = 'dead'"),
        some_rows("ix_delivery_urgent", "due_at", where="urgency = 'urgent' AND due_at IS NOT NULL"),
        Index("ix_delivery_article_id", "article_id"),
        Index("ix_delivery_story_id_lane", "story_id", "lane"),
        Index("ix_delivery_composed_at", "composed_at"),
        some_rows("ix_delivery_sent", "lane", "sent_at", where="state = 'sent'"),
        some_rows("ix_delivery_unsent", "state", "id", where="state = 'due' OR state = 'dead'"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    key: str = Field(sa_type=CleanText, unique=True)
    article_id: int = Field(foreign_key="article.id", sa_type=row_id())  # of many: the first
    rule: str = Field(sa_type=CleanText)  # of several: their names, parted by ", "
    kind: str = Field(sa_type=CleanText)
    urgency: str = Field(sa_type=CleanText)
    story_id: int | None = Field(default=None, sa_type=row_id())  # None for a digest
    alerts: int
    payload: dict[str, object] = Field(sa_type=JSON)
    state: str = Field(sa_type=CleanText)
    attempts: int
    queued_at: datetime = Field(sa_type=Moment)  # when the first of what it tells might be told
    composed_at: datetime = Field(sa_type=Moment)
    put_off_since: datetime | None = Field(default=None, sa_type=Moment)  # by its receiver, each time it was asked
    first_seen_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = Field(sa_type=CleanText)
    detail: str = Field(sa_type=CleanText)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    lane: str = Field(sa_type=CleanText)  # its channel
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    leased_by: str | None = Field(default=None, sa_type=CleanText)


class Rule(Declared, table=True):
    """A rule that was made at a terminal, through the API or on a page, not in alerts.yaml."""

    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    name: str = Field(sa_type=CleanText)
    spec: dict[str, object] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)


class Silence(Declared, table=True):
    """What is not to be announced for a while."""

    __table_args__ = (Index("ix_silence_until", "until"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    query: str = Field(sa_type=CleanText)
    until: datetime = Field(sa_type=Moment)
    by: str = Field(sa_type=CleanText)
    comment: str = Field(sa_type=CleanText)
    created_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Snooze(Declared, table=True):
    """A story that nobody wants to hear of until it grows."""

    story_id: int = Field(primary_key=True, foreign_key="story.id", sa_type=row_id())
    at: datetime = Field(sa_type=Moment)
    outlets: int
    grow_by: int
    by: str = Field(sa_type=CleanText)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class SavedQuery(Declared, table=True):
    """A query with a name, which people follow in their own reader."""

    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    name: str = Field(sa_type=CleanText)
    query: str = Field(sa_type=CleanText)
    owner: str = Field(sa_type=CleanText)
    created_at: datetime = Field(sa_type=Moment)


class Token(Declared, table=True):
    """A right to read or to change; of the token itself only a digest is kept."""

    __table_args__ = (UniqueConstraint("name"), UniqueConstraint("digest"))

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    name: str = Field(sa_type=CleanText)
    digest: str = Field(sa_type=CleanText)  # sha256 (hex)
    scope: str = Field(sa_type=CleanText)  # "read" or "admin"
    created_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
