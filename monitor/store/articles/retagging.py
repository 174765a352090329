"""How do articles get other mentions from the texts that are stored?

Not pure: reads article and what it names; writes mention, article_topic, co_mention, and the article's topics. In: what
a stored text names by the rules and names of today. Out: what is another now. monitor/retagging.py walks the archive
through it; monitor/backtesting.py reads texts by it, and writes nothing.

Nothing of it is an event: the publisher changed nothing. Text, verdict, story, versions and history stay as they are.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from monitor.core.ports import Clock
from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.rebuilds import Rejudgeable, Relabelled, Retagged
from monitor.core.records.tags import Mention, Tagged
from monitor.core.taggings import beyond
from monitor.store import rows
from monitor.store.articles.keeping import Writer
from monitor.store.articles.reading import co_mentions_of, mentions_of
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.columns import NO_LIMIT
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC

_C = ARTICLE.c
_OF_TEXT = (_C.id, _C.title, _C.text, _C.language, _C.url, _C.outlet, _C.basis, _C.recurring)
_FIGURES = ("topic", "count", "first", "prominence")


class NamingTexts:
    """The articles with what their texts name."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def count(self, since: datetime | None, after: int = 0, *, today: str | None = None) -> int:
        """Say how many articles there are that were first seen since, with a number above ``after``.

        Args:
            today: count only those whose text is stored and was tagged by other rules or names than these.
        """
        with self._database.read() as connection:
            return connection.scalar(_wanted(select(func.count()).select_from(ARTICLE), since, after, today)) or 0

    def numbers(self, since: datetime | None, after: int, limit: int, *, today: str | None = None) -> list[int]:
        """Give the numbers of the next articles, those without a text among them; ``today`` as in count()."""
        statement = _wanted(select(_C.id), since, after, today).order_by(_C.id).limit(limit)
        with self._database.read() as connection:
            return list(connection.scalars(statement))

    def one(self, article_id: int) -> Rejudgeable | None:
        """Give what an article is tagged by; None where its text is not stored."""
        with self._database.read() as connection:
            row = connection.execute(select(*_OF_TEXT).where(_C.id == article_id, _C.text != "")).mappings().first()
            return _text(row) if row else None

    def count_texts(self, since: datetime | None) -> int:
        """Say how many articles there are that were first seen since and whose text is stored."""
        with self._database.read() as connection:
            return connection.scalar(_with_text(select(func.count()).select_from(ARTICLE), since)) or 0

    def texts(self, since: datetime | None, limit: int, before: int = NO_LIMIT) -> list[Rejudgeable]:
        """Give what the next of these articles are tagged by, those with a number below ``before``, newest first."""
        statement = _with_text(select(*_OF_TEXT), since).where(_C.id < before).order_by(_C.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [_text(row) for row in connection.execute(statement).mappings()]

    def put(self, given: Relabelled, *, is_trial: bool) -> Retagged | None:
        """Give an article the mentions, the topics and all that hangs on them that its text has by today's rules.

        Where nothing is another, only the version of the rules is written, and that only where it is another.

        Args:
            is_trial: only say what would be another.

        Returns:
            What became of it; None where it got another text meanwhile.
        """
        article_id, tagged = given.article.article_id, given.tagged
        with self._database.read() if is_trial else self._database.write() as connection:
            if not is_trial:
                self._database.serialise_judging(connection)
            row = connection.execute(select(*_OF_TEXT, _C.topics, _C.tagged_by).where(_C.id == article_id))
            known = row.mappings().one()
            if _text(known) != given.article:
                return None
            retagged = _retagged(connection, known, tagged)
            if not is_trial:
                if retagged.what:
                    Writer(self._database, connection, self._clock.now()).retag(article_id, tagged, len(known["text"]))
                elif known["tagged_by"] != tagged.rules:
                    only = update(ARTICLE).where(_C.id == article_id).values(tagged_by=tagged.rules)
                    connection.execute(only)
        return retagged


def _retagged(connection: Connection, known: Row, tagged: Tagged) -> Retagged:
    """Say what is another than is stored."""
    article_id, before = known["id"], mentions_of(connection, known["id"])
    gained, lost = beyond(tagged.mentions, before), beyond(before, tagged.mentions)
    is_another = {
        "topics": tuple(known["topics"]) != tagged.topics,
        "mentions": bool(gained or lost),
        "figures": before != tagged.mentions or _figures(connection, article_id) != _figures_of(known, tagged),
        # As sets: databases sort by other alphabets.
        "co-mentions": set(co_mentions_of(connection, article_id)) != set(tagged.co_mentions),
    }
    return Retagged(
        article_id,
        known["title"],
        _beyond(tagged.topics, known["topics"]),
        _beyond(known["topics"], tagged.topics),
        _topics_of(gained),
        _topics_of(lost),
        tuple(name for name, differs in is_another.items() if differs),
    )


def _figures(connection: Connection, article_id: int) -> set[tuple[object, ...]]:
    statement = select(*(ARTICLE_TOPIC.c[name] for name in _FIGURES)).where(ARTICLE_TOPIC.c.article_id == article_id)
    return {tuple(row) for row in connection.execute(statement)}


def _figures_of(known: Row, tagged: Tagged) -> set[tuple[object, ...]]:
    made = rows.topic_rows(tagged.mentions, len(known["text"]), known["id"])
    return {tuple(row[name] for name in _FIGURES) for row in made}


def _beyond(these: Iterable[str], those: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(these).difference(those)))


def _topics_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(sorted(each.topic for each in mentions))


def _text(row: Row) -> Rejudgeable:
    recurring = tuple((start, end) for start, end in row["recurring"])
    basis = Basis(row["basis"])
    article = Extracted(
        row["title"], row["text"], row["language"], row["url"], row["outlet"], basis, recurring=recurring
    )
    return Rejudgeable(row["id"], article)


def _wanted(
    statement: Select[Any],  # Any: whatever is selected
    since: datetime | None,
    after: int,
    today: str | None,
) -> Select[Any]:  # Any: see above
    statement = statement.where(_C.id > after)
    if today is not None:
        return _with_text(statement, since).where(_C.tagged_by != today)
    return _seen_since(statement, since)


def _with_text(statement: Select[Any], since: datetime | None) -> Select[Any]:  # Any: see above
    return _seen_since(statement, since).where(_C.text != "")


def _seen_since(statement: Select[Any], since: datetime | None) -> Select[Any]:  # Any: see above
    return statement if since is None else statement.where(_C.first_seen_at >= since)
