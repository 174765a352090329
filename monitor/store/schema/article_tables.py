"""What is kept of an article: its text, its versions, its pages, and what finds it again?

Not pure: declares tables; see tables.py, through which store/ uses them.
"""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from monitor.store.schema.columns import CleanText, Moment, row_id
from monitor.store.schema.declaring import Declared, some_rows


class Article(Declared, table=True):
    """An article: one a canonical address, with the text it has now."""

    __table_args__ = (
        UniqueConstraint("url_digest"),
        Index("ix_article_exact", "exact"),
        Index("ix_article_first_seen_at", "first_seen_at"),
        Index("ix_article_outlet_id", "outlet", "id"),
        Index("ix_article_feed_id", "feed", "id"),
        Index("ix_article_story_id_id", "story_id", "id"),
        {"sqlite_autoincrement": True},  # an id that was cited is never given to another article
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    url: str = Field(sa_type=CleanText)
    url_digest: str = Field(sa_type=CleanText)
    outlet: str = Field(sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    author: str = Field(sa_type=CleanText)
    language: str = Field(sa_type=CleanText)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    first_seen_at: datetime = Field(sa_type=Moment)
    kept_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)  # when the text it has now was kept
    basis: str = Field(sa_type=CleanText)
    text: str = Field(sa_type=CleanText)
    exact: str = Field(sa_type=CleanText)
    sketch: list[int] = Field(sa_type=JSON)  # empty where the text is kept: then texts are compared
    fingerprint_version: int
    verdict: str = Field(sa_type=CleanText)
    verdict_figures: dict[str, object] = Field(sa_type=JSON)
    topics: list[str] = Field(sa_type=JSON)
    feed: str = Field(sa_type=CleanText)
    versions: int
    modified_at: datetime | None = Field(default=None, sa_type=Moment)
    section: str = Field(sa_type=CleanText)
    image: str = Field(sa_type=CleanText)
    claims: list[dict[str, object]] = Field(sa_type=JSON)
    dropped: list[dict[str, object]] = Field(sa_type=JSON)
    recurring: list[list[int]] = Field(sa_type=JSON)
    extracted_by: int  # version of the rules that read its page
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    capture_id: int | None = Field(default=None, sa_type=row_id())  # of the page that its text was read from
    traits: list[str] = Field(sa_type=JSON)
    traits_by: int  # version of the rules that read them
    credits: list[dict[str, object]] = Field(sa_type=JSON)
    story_id: int | None = Field(default=None, sa_type=row_id())
    story_figures: dict[str, object] = Field(sa_type=JSON)
    is_pinned: bool  # a person put it into its story: no rule moves it
    tagged_by: str = Field(sa_type=CleanText)  # version of the rules and names that made its mentions


class ArticleTopic(Declared, table=True):
    """Which articles match a topic: for lists of one topic, newest first."""

    __table_args__ = (Index("ix_article_topic_article_id", "article_id"), {"sqlite_with_rowid": False})

    topic: str = Field(primary_key=True, sa_type=CleanText)
    article_id: int = Field(primary_key=True, foreign_key="article.id", sa_type=row_id())
    count: int  # of mentions that count
    first: int
    prominence: float


class Version(Declared, table=True):
    """A text that an article had before the one it has now."""

    article_id: int = Field(primary_key=True, foreign_key="article.id", sa_type=row_id())
    n: int = Field(primary_key=True)  # 1 is the first text the article had
    title: str = Field(sa_type=CleanText)
    text: str = Field(sa_type=CleanText)
    exact: str = Field(sa_type=CleanText)
    basis: str = Field(sa_type=CleanText)
    kept_at: datetime = Field(sa_type=Moment)
    modified_at: datetime | None = Field(default=None, sa_type=Moment)
    capture_id: int | None = Field(default=None, sa_type=row_id())


class Change(Declared, table=True):
    """What happened to an article after it was first read."""

    __table_args__ = (
        Index("ix_change_article_id", "article_id"),
        Index("ix_change_kind_id", "kind", "id"),
        Index("ix_change_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    article_id: int = Field(foreign_key="article.id", sa_type=row_id())
    at: datetime = Field(sa_type=Moment)
    version: int
    kind: str = Field(sa_type=CleanText)
    topic: str = Field(sa_type=CleanText)
    detail: str = Field(sa_type=CleanText)


class Page(Declared, table=True):
    """The bytes of a page, once, however often they came."""

    sha256: str = Field(primary_key=True, sa_type=Text)  # of the bytes as they were decoded, in hex
    size: int = Field(sa_type=BigInteger)
    body: bytes = Field(sa_type=LargeBinary)  # compressed by zstd


class Capture(Declared, table=True):
    """A page as one request for an article brought it."""

    __table_args__ = (Index("ix_capture_article_id", "article_id"), Index("ix_capture_sha256", "sha256"))

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    article_id: int = Field(foreign_key="article.id", sa_type=row_id())
    entry_id: int = Field(foreign_key="entry.id", sa_type=row_id())
    sha256: str = Field(foreign_key="page.sha256", sa_type=Text)
    url: str = Field(sa_type=CleanText)
    at: datetime = Field(sa_type=Moment)
    status: int
    headers: list[list[str]] = Field(sa_type=JSON)


class Look(Declared, table=True):
    """When the page of an article is looked at again; ``due_at`` is None where it is left alone from now on."""

    __table_args__ = (
        UniqueConstraint("article_id"),
        Index("ix_look_due_at", "due_at"),
        some_rows("ix_look_leased_by", "leased_by", where="leased_by IS NOT NULL"),
        Index("ix_look_looked_at", "looked_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    article_id: int = Field(foreign_key="article.id", sa_type=row_id())
    entry_id: int = Field(foreign_key="entry.id", sa_type=row_id())
    looks: int
    misses: int
    looked_at: datetime | None = Field(default=None, sa_type=Moment)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    lane: str = Field(sa_type=CleanText)
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    leased_by: str | None = Field(default=None, sa_type=CleanText)


class Mention(Declared, table=True):
    """A place where an article names a topic."""

    __table_args__ = (some_rows("ix_mention_weak", "topic", "article_id", where="is_weak"),)

    article_id: int = Field(primary_key=True, foreign_key="article.id", sa_type=row_id())
    n: int = Field(primary_key=True)  # in the order of the text
    topic: str = Field(sa_type=CleanText)
    name: str = Field(sa_type=CleanText)
    language: str = Field(sa_type=CleanText)
    field: str = Field(sa_type=CleanText)
    start: int
    end: int
    rule: str = Field(sa_type=CleanText)
    evidence: str = Field(sa_type=CleanText)
    is_weak: bool
    is_recurring: bool
    part: str = Field(sa_type=CleanText)
    is_quoted: bool


class CoMention(Declared, table=True):
    """A state, a person or a body that an article names beside a topic: for lists and counts by name."""

    __table_args__ = (Index("ix_co_mention_article_id", "article_id"), {"sqlite_with_rowid": False})

    name: str = Field(primary_key=True, sa_type=CleanText)
    article_id: int = Field(primary_key=True, foreign_key="article.id", sa_type=row_id())
    kind: str = Field(primary_key=True, sa_type=CleanText)  # last: the articles of a name stand in their order
    count: int


class Shingle(Declared, table=True):
    """By which hashes articles are found: copies are found by it. See shingles.py for what stands in which column.

    Integers of 32 bits: they take half the room in PostgreSQL, and two thousand million articles are enough.
    """

    __table_args__ = (*(Index(f"ix_shingle_h{n}", f"h{n}") for n in range(12)), {"sqlite_with_rowid": False})

    article_id: int = Field(primary_key=True, foreign_key="article.id", sa_type=Integer)
    part: int = Field(primary_key=True)  # of a long article
    h0: int | None
    h1: int | None
    h2: int | None
    h3: int | None
    h4: int | None
    h5: int | None
    h6: int | None
    h7: int | None
    h8: int | None
    h9: int | None
    h10: int | None
    h11: int | None


class Paragraph(Declared, table=True):
    """Which articles of an outlet had a line: what three had recurs there."""

    __table_args__ = (Index("ix_paragraph_article_id", "article_id"), {"sqlite_with_rowid": False})

    outlet: str = Field(primary_key=True, sa_type=CleanText)
    hash: int = Field(primary_key=True, sa_type=BigInteger)
    article_id: int = Field(primary_key=True, foreign_key="article.id", sa_type=row_id())


class Recurring(Declared, table=True):
    """Which paragraphs recur at an outlet: counted once in ``paragraph``, and known from then on."""

    __table_args__ = (Index("ix_recurring_outlet_seen_at", "outlet", "seen_at"), {"sqlite_with_rowid": False})

    outlet: str = Field(primary_key=True, sa_type=CleanText)
    hash: int = Field(primary_key=True, sa_type=BigInteger)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)  # to within a week
