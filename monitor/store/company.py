"""Who is named beside topics, and in how many articles?

Not pure: reads co_mention. In: a topic and since when, or a story. Out: states, people and bodies with their figures,
the one in most articles first. The pages, the API and the command line list them.
"""

from datetime import datetime

from sqlalchemy import Connection, Select, Subquery, func, select

from monitor.core.records.tags import Beside, Companion
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, CO_MENTION

_C = CO_MENTION.c
_ARTICLES, _MENTIONS = func.count().label("articles"), func.sum(_C.count).label("mentions")

_Counted = Select[str, str, int, int]


class Company:
    """What articles name beside their topics.

    Args:
        newest: of a topic's articles so many are counted at most, so that a huge topic takes no longer.
    """

    def __init__(self, database: Database, newest: int = 20_000) -> None:
        self._database = database
        self._newest = newest

    def beside(
        self, topic: str, since: datetime | None, limit: int, kind: Companion | None = None
    ) -> tuple[Beside, ...]:
        """Count what is named in the newest 20,000 articles that match a topic, of them those first seen since.

        The topic itself is left out; other topics are counted like all else. Which articles are the newest, their ids
        say.

        Args:
            kind: only states, persons or bodies.
        """
        newest = _newest(topic, self._newest)
        statement = _counted().join(newest, newest.c.article_id == _C.article_id).where(_C.name != topic)
        if kind is not None:
            statement = statement.where(_C.kind == kind.value)
        if since is not None:
            statement = statement.join(ARTICLE, ARTICLE.c.id == _C.article_id).where(ARTICLE.c.first_seen_at >= since)
        with self._database.read() as connection:
            return _read(connection, statement, limit)


def beside_in_story(connection: Connection, story_id: int, limit: int) -> tuple[Beside, ...]:
    """Count what the articles of a story name beside their topics, and those topics among it."""
    statement = _counted().join(ARTICLE, ARTICLE.c.id == _C.article_id).where(ARTICLE.c.story_id == story_id)
    return _read(connection, statement, limit)


def _newest(topic: str, limit: int) -> Subquery:
    found = select(ARTICLE_TOPIC.c.article_id).where(ARTICLE_TOPIC.c.topic == topic)
    return found.order_by(ARTICLE_TOPIC.c.article_id.desc()).limit(limit).subquery()


def _counted() -> _Counted:
    columns = select(_C.kind, _C.name, _ARTICLES, _MENTIONS).select_from(CO_MENTION)
    return columns.group_by(_C.kind, _C.name).order_by(_ARTICLES.desc(), _MENTIONS.desc(), _C.kind, _C.name)


def _read(connection: Connection, statement: _Counted, limit: int) -> tuple[Beside, ...]:
    found = connection.execute(statement.limit(limit))
    return tuple(Beside(Companion(kind), name, articles, mentions) for kind, name, articles, mentions in found)
