"""What is kept of stories: which there are, by what live ones are found, and who regrouped what?

Not pure: declares tables; see tables.py, through which store/ uses them.
"""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from monitor.store.schema.columns import CleanText, Moment, row_id
from monitor.store.schema.declaring import Declared


class Story(Declared, table=True):
    """Articles about one event; which they are stands in article.story_id."""

    __table_args__ = (
        Index("ix_story_last_at_id", "last_at", "id"),
        {"sqlite_autoincrement": True},  # an id that was cited is never given to another story
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    opened_at: datetime = Field(sa_type=Moment)
    last_at: datetime = Field(sa_type=Moment)  # when its newest article was first seen
    articles: int
    merged_into: int | None = Field(default=None, sa_type=row_id())


class Trait(Declared, table=True):
    """Which live articles have a trait: how the stories are found that a new article may belong to."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: int = Field(primary_key=True, sa_type=BigInteger)  # of the trait's key
    article_id: int = Field(primary_key=True, sa_type=row_id())


class Regrouping(Declared, table=True):
    """When which articles came from one story to another, and who moved them."""

    __table_args__ = (Index("ix_regrouping_story_id", "story_id"), Index("ix_regrouping_to_id", "to_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=row_id())
    at: datetime = Field(sa_type=Moment)
    kind: str = Field(sa_type=CleanText)
    story_id: int = Field(foreign_key="story.id", sa_type=row_id())
    to_id: int = Field(foreign_key="story.id", sa_type=row_id())
    articles: list[int] = Field(sa_type=JSON)
    by: str = Field(sa_type=CleanText)
    why: str = Field(sa_type=CleanText)
    undoes: int | None = Field(default=None, sa_type=row_id())
    undone_by: int | None = Field(default=None, sa_type=row_id())
