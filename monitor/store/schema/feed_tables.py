"""What is kept of feeds, of their entries, and of what is due?

Not pure: declares tables; see tables.py, through which store/ uses them.
"""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from monitor.store.schema.columns import CleanText, Moment, row_id
from monitor.store.schema.declaring import Declared, some_rows


class Feed(Declared, table=True):
    """A feed: its spec as feeds.yaml has it, its validators, what polls taught us, and when to poll it next."""

    __table_args__ = (
        Index("ix_feed_due_at", "due_at"),
        some_rows("ix_feed_leased_by", "leased_by", where="leased_by IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    name: str = Field(sa_type=CleanText, unique=True)
    url: str = Field(sa_type=CleanText)
    enabled: bool
    is_listed: bool  # False once it is gone from feeds.yaml
    spec: dict[str, object] = Field(sa_type=JSON)
    added_at: datetime = Field(sa_type=Moment)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    lane: str = Field(sa_type=CleanText)
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    leased_by: str | None = Field(default=None, sa_type=CleanText)
    etag: str = Field(sa_type=CleanText)
    last_modified: str = Field(sa_type=CleanText)
    body_hash: str = Field(sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    failures: int
    reason: str = Field(sa_type=CleanText)
    detail: str = Field(sa_type=CleanText)
    polled_at: datetime | None = Field(default=None, sa_type=Moment)
    succeeded_at: datetime | None = Field(default=None, sa_type=Moment)
    moved_url: str = Field(sa_type=CleanText)  # where permanent redirects led, "" where the address is feeds.yaml's
    items: bytes = Field(sa_type=LargeBinary)  # hashes of the items in the last body, 8 bytes each
    learned: dict[str, object] = Field(sa_type=JSON)
    page_failures: int
    health: str = Field(sa_type=CleanText)
    health_since: datetime | None = Field(default=None, sa_type=Moment)
    health_why: str = Field(sa_type=CleanText)
    health_advice: str = Field(sa_type=CleanText)
    paused_at: datetime | None = Field(default=None, sa_type=Moment)  # by a person; feeds.yaml does not undo it


class Event(Declared, table=True):
    """What happened to a feed, or to a country's or group's feeds at once, and is worth a line in its history."""

    __table_args__ = (Index("ix_event_feed_id_id", "feed_id", "id"), Index("ix_event_scope_id", "scope", "id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    feed_id: int | None = Field(default=None, foreign_key="feed.id", sa_type=row_id())
    at: datetime = Field(sa_type=Moment)
    kind: str = Field(sa_type=CleanText)
    scope: str = Field(sa_type=CleanText)
    detail: str = Field(sa_type=CleanText)
    number: int


class Subscription(Declared, table=True):
    """A WebSub subscription to a feed's hub; ``state`` is "asked", "active", "refused" or "ended"."""

    __table_args__ = (UniqueConstraint("feed_id"), UniqueConstraint("token"), Index("ix_subscription_due_at", "due_at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    feed_id: int = Field(foreign_key="feed.id", sa_type=row_id())
    hub: str = Field(sa_type=CleanText)
    topic: str = Field(sa_type=CleanText)
    token: str = Field(sa_type=CleanText)  # the callback's last path segment: who knows it may speak for the hub
    secret: str = Field(sa_type=CleanText)
    state: str = Field(sa_type=CleanText)
    failures: int
    detail: str = Field(sa_type=CleanText)
    due_at: datetime | None = Field(default=None, sa_type=Moment)  # when to ask (again)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)


class Unwrapped(Declared, table=True):
    """The publisher's address behind an aggregator's wrapped link; "" where it could not be had."""

    digest: str = Field(primary_key=True, sa_type=CleanText)
    url: str = Field(sa_type=CleanText)
    target: str = Field(sa_type=CleanText)
    at: datetime = Field(sa_type=Moment)


class Poll(Declared, table=True):
    """How one poll of a feed ended; the last 50 of each feed are kept."""

    __table_args__ = (Index("ix_poll_feed_id_id", "feed_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    feed_id: int = Field(foreign_key="feed.id", sa_type=row_id())
    outcome: str = Field(sa_type=CleanText)
    started_at: datetime = Field(sa_type=Moment)
    took_s: float
    received_bytes: int = Field(sa_type=BigInteger)
    status: int
    entries: int
    new: int
    reason: str = Field(sa_type=CleanText)
    detail: str = Field(sa_type=CleanText)


class Entry(Declared, table=True):
    """An entry of a feed: what the feed says of an article, and what became of it.

    ``state`` is "due" (its article is still to be had), "covered" (it has one) or "dead" (given up).
    """

    __table_args__ = (
        UniqueConstraint("feed_id", "key_digest"),
        Index("ix_entry_due_at", "due_at"),
        some_rows("ix_entry_leased_by", "leased_by", where="leased_by IS NOT NULL"),
        some_rows("ix_entry_dead", "feed_id", where="state = 'dead'"),
        Index("ix_entry_article_id", "article_id"),
        Index("ix_entry_url_digest", "url_digest"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    feed_id: int = Field(foreign_key="feed.id", sa_type=row_id())
    key: str = Field(sa_type=CleanText)
    key_digest: str = Field(sa_type=Text)  # ours: nothing in it has to be cleaned
    url: str = Field(sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    summary_html: str = Field(sa_type=CleanText)
    author: str = Field(sa_type=CleanText)
    language: str = Field(sa_type=CleanText)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    first_seen_at: datetime = Field(sa_type=Moment)
    is_backlog: bool  # it was there before the feed was first polled: kept, but not announced
    state: str = Field(sa_type=CleanText)
    attempts: int
    reason: str = Field(sa_type=CleanText)
    detail: str = Field(sa_type=CleanText)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    lane: str = Field(sa_type=CleanText)
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    leased_by: str | None = Field(default=None, sa_type=CleanText)
    article_id: int | None = Field(default=None, foreign_key="article.id", sa_type=row_id())
    url_digest: str = Field(sa_type=Text)
    page_etag: str = Field(sa_type=CleanText)  # of the page as it was fetched for this entry
    page_last_modified: str = Field(sa_type=CleanText)
    page_at: datetime | None = Field(default=None, sa_type=Moment)


class Seed(Declared, table=True):
    """An article of the seed corpus."""

    __table_args__ = (Index("ix_seed_exact", "exact"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    name: str = Field(sa_type=CleanText, unique=True)
    outlet: str = Field(sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    date: str = Field(sa_type=CleanText)
    url: str = Field(sa_type=CleanText)
    words: int
    exact: str = Field(sa_type=CleanText)
    sketch: list[int] = Field(sa_type=JSON)
    authors: list[str] = Field(sa_type=JSON)
    text: str = Field(sa_type=CleanText)


class SeedShingle(Declared, table=True):
    """Which seeds hold a sampled run of three words."""

    __table_args__ = (Index("ix_seed_shingle_seed_id", "seed_id"), {"sqlite_with_rowid": False})

    hash: int = Field(primary_key=True, sa_type=BigInteger)
    seed_id: int = Field(primary_key=True, foreign_key="seed.id", sa_type=row_id())


class Task(Declared, table=True):
    """How far a long task over the archive has come, so that it goes on there after a stop."""

    name: str = Field(primary_key=True, sa_type=CleanText)
    wanted: dict[str, object] = Field(sa_type=JSON)  # what it was asked to do
    cursor: int = Field(sa_type=BigInteger)  # id of the last article that it has done with
    counts: dict[str, int] = Field(sa_type=JSON)  # what it has found so far
    started_at: datetime = Field(sa_type=Moment)
