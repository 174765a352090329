"""Who is named beside topics, and in how many articles?

Not pure: reads co_mention. In: a topic and since when, or a story. Out: states, people and bodies with their figures,
the one in most articles first. The pages, the API and the command line list them.
"""

from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from monitor.core.records.tags import Beside, Companion
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, CO_MENTION

_C = CO_MENTION.c
_ARTICLES, _MENTIONS = func.count().label("articles"), func.sum(_C.count).label("mentions")

_Counted = Select[str, str, int, int]


class Company:
    """What articles name beside their topics."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beside(
        self, topic: str, since: datetime | None, limit: int, kind: Companion | None = None
    ) -> tuple[Beside, ...]:
        """Count what is named in the articles that match a topic, and were first seen since.

        All such articles are read: of a topic with a million of them that takes seconds.

        Args:
            kind: only states, persons or bodies.
        """
        statement = _counted().join(ARTICLE_TOPIC, ARTICLE_TOPIC.c.article_id == _C.article_id)
        statement = statement.where(ARTICLE_TOPIC.c.topic == topic)
        if kind is not None:
            statement = statement.where(_C.kind == kind.value)
        if since is not None:
            statement = statement.join(ARTICLE, ARTICLE.c.id == _C.article_id).where(ARTICLE.c.first_seen_at >= since)
        with self._database.read() as connection:
            return _read(connection, statement, limit)


def beside_in_story(connection: Connection, story_id: int, limit: int) -> tuple[Beside, ...]:
    """Count what the articles of a story name beside their topics."""
    statement = _counted().join(ARTICLE, ARTICLE.c.id == _C.article_id).where(ARTICLE.c.story_id == story_id)
    return _read(connection, statement, limit)


def _counted() -> _Counted:
    columns = select(_C.kind, _C.name, _ARTICLES, _MENTIONS).select_from(CO_MENTION)
    return columns.group_by(_C.kind, _C.name).order_by(_ARTICLES.desc(), _MENTIONS.desc(), _C.kind, _C.name)


def _read(connection: Connection, statement: _Counted, limit: int) -> tuple[Beside, ...]:
    found = connection.execute(statement.limit(limit))
    return tuple(Beside(Companion(kind), name, articles, mentions) for kind, name, articles, mentions in found)
