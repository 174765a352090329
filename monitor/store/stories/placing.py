"""Which live stories may an article belong to, and how does it join one?

Not pure: reads and writes story, trait and article, inside the transaction of archive.py. In: a draft and its verdict;
then where it was placed. Out: Surroundings; the number of its story.

A story is live while one of its latest articles is: ``trait`` holds what those have, and nothing of the rest.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, delete, insert, literal, select, update

from monitor.core.records.articles import Draft
from monitor.core.records.stories import Placement, Surroundings
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.core.words import hash_of
from monitor.store.schema.tables import ARTICLE, STORY, TRAIT

#: How long an article keeps its story open.
LIVE = timedelta(days=4)

_CARRIES = (VerdictKind.EXACT, VerdictKind.COPY)


def surroundings(connection: Connection, draft: Draft, verdict: Verdict, at: datetime) -> Surroundings:  # noqa: ARG001 - soon used
    """Find the live stories that share rare traits with a draft, and the story of what it copies.

    Args:
        at: when the draft's article was first seen.
    """
    return Surroundings(at, copied=_story_of(connection, verdict))


def join(connection: Connection, placement: Placement, at: datetime) -> int:
    """Count one article more for the story that it was placed in, opening it where need be; give its number."""
    if placement.story_id is None:
        opened = insert(STORY).values(opened_at=at, last_at=at, articles=1)
        return int(connection.execute(opened.returning(STORY.c.id)).scalar_one())
    joined = update(STORY).where(STORY.c.id == placement.story_id)
    connection.execute(joined.values(articles=STORY.c.articles + 1, last_at=later(STORY.c.last_at, at)))
    return placement.story_id


def note_traits(connection: Connection, article_id: int, keys: tuple[str, ...], before: tuple[str, ...] = ()) -> None:
    """Have an article found by its traits while it is live.

    Args:
        before: the keys that it had.
    """
    if before:
        gone = TRAIT.c.hash.in_([hash_of(key) for key in before])
        connection.execute(delete(TRAIT).where(gone, TRAIT.c.article_id == article_id))
    if keys:
        connection.execute(insert(TRAIT), [{"hash": h, "article_id": article_id} for h in sorted(map(hash_of, keys))])


def later(moment: ColumnElement[datetime], other: datetime) -> ColumnElement[datetime]:
    """Give the later of a column's moment and another."""
    return case((moment < other, literal(other, moment.type)), else_=moment)


def _story_of(connection: Connection, verdict: Verdict) -> int | None:
    if verdict.kind not in _CARRIES or not verdict.of.isdecimal():
        return None
    return connection.scalar(select(ARTICLE.c.story_id).where(ARTICLE.c.id == int(verdict.of)))
