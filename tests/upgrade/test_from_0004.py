"""Does a database of the fourth schema come through, with figures for its topics and parts for its mentions?"""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, TextClause, bindparam, select, text

from monitor.config.bundle import bundled
from monitor.core.records.articles import ArticleFilter
from monitor.core.records.tags import Mention, Part
from monitor.store.articles.archive import Articles
from monitor.store.articles.retagging import NamingTexts
from monitor.store.engine import Database
from monitor.store.migrate import current, head, migrate
from monitor.store.schema.columns import Moment
from monitor.store.schema.tables import ARTICLE_TOPIC, MENTION
from tests.fakes import NOON, FakeClock

_ARTICLE = """
INSERT INTO article (id, url, url_digest, outlet, title, author, language, first_seen_at, kept_at, changed_at, feed,
  basis, text, exact, sketch, fingerprint_version, verdict, verdict_figures, topics, versions)
VALUES (:id, :digest, :digest, 'a.example', 'Port', '', 'en', :at, :at, :at, 'akorda', 'full', 'The port', :digest,
  '[]', 1, 'new', '{"why": "", "spans": []}', '["csto"]', 1)
"""
_MENTION = """
INSERT INTO mention (article_id, n, topic, name, language, field, start, "end", rule, evidence, is_weak, is_recurring)
VALUES (:article, :n, :topic, 'CSTO', 'en', :field, :start, :start + 4, 'acronym', '', :weak, :recurring)
"""
_MANY = """
WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
INSERT INTO article (id, url, url_digest, outlet, title, author, language, first_seen_at, kept_at, changed_at, feed,
  basis, text, exact, sketch, fingerprint_version, verdict, verdict_figures, topics, versions)
SELECT numbers.n, url, CAST(numbers.n AS TEXT), outlet, title, author, language, first_seen_at, kept_at, changed_at,
  feed, basis, text, exact, sketch, fingerprint_version, verdict, verdict_figures, topics, versions
FROM numbers JOIN article ON article.id = 1
"""
_MANY_MENTIONS = """
INSERT INTO mention (article_id, n, topic, name, language, field, start, "end", rule, evidence, is_weak, is_recurring)
SELECT numbered.id, n, topic, name, language, field, start, "end", rule, evidence, is_weak, is_recurring
FROM (SELECT id FROM article WHERE id > 1) AS numbered CROSS JOIN mention WHERE article_id = 1
"""
_MANY_TOPICS = """
INSERT INTO article_topic (topic, article_id)
SELECT topic, numbered.id FROM (SELECT id FROM article WHERE id > 1) AS numbered
CROSS JOIN (SELECT topic FROM article_topic WHERE article_id = 1) AS given
"""


@dataclass
class Old:
    """A database that the fourth schema's program filled."""

    database: Database

    def keep(self, article_id: int, *topics: str) -> None:
        """Keep an article that matches these topics."""
        statement = text(_ARTICLE).bindparams(bindparam("at", type_=Moment()))
        with self.database.write() as connection:
            connection.execute(statement, {"id": article_id, "digest": str(article_id), "at": NOON})
            for topic in topics:
                given = {"topic": topic, "article": article_id}
                connection.execute(
                    text("INSERT INTO article_topic (topic, article_id) VALUES (:topic, :article)"), given
                )

    def mention(  # one mention has so many sides
        self, article: int, n: int, topic: str, start: int, field: str = "text", **kinds: bool
    ) -> None:
        """Keep a mention."""
        given = {"article": article, "n": n, "topic": topic, "start": start, "field": field}
        with self.database.write() as connection:
            connection.execute(_mention(), {**given, "weak": False, "recurring": False, **kinds})

    def figures(self) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [
                tuple(row) for row in connection.execute(select(ARTICLE_TOPIC).order_by(*ARTICLE_TOPIC.primary_key))
            ]


def _mention() -> TextClause:
    return text(_MENTION)


@pytest.fixture
def old(empty_database: Database, tmp_path: Path) -> Old:
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    shipped = bundled("alembic")
    known = sorted(path.name for path in (shipped / "versions").glob("000[1-4]_*.py"))
    for name in ("env.py", *(f"versions/{each}" for each in known)):
        (scripts / name).write_bytes((shipped / name).read_bytes())
    migrate(empty_database, scripts)
    assert current(empty_database) == "0004"
    return Old(empty_database)


def test_each_topic_of_an_article_gets_the_figures_of_its_mentions_that_count(old: Old) -> None:
    old.keep(1, "csto", "kazakhstan")
    old.keep(2, "csto")
    for n, start in enumerate((40, 12, 70)):
        old.mention(1, n, "csto", start)
    old.mention(1, 3, "csto", 2, weak=True)
    old.mention(1, 4, "csto", 5, recurring=True)
    old.mention(1, 5, "kazakhstan", 9)
    old.mention(1, 6, "kazakhstan", 30, field="title")
    old.mention(2, 0, "csto", 7)

    migrate(old.database)

    assert current(old.database) == head()
    assert old.figures() == [
        ("csto", 1, 3, 12, 0.0),
        ("csto", 2, 1, 7, 0.0),
        ("kazakhstan", 1, 2, 0, 0.0),  # the headline has one
    ]


def test_a_topic_without_a_mention_that_counts_comes_through(old: Old) -> None:
    old.keep(1, "csto")
    old.mention(1, 0, "csto", 7, weak=True)

    migrate(old.database)

    assert old.figures() == [("csto", 1, 0, 0, 0.0)]


def test_a_mention_is_in_the_headline_or_somewhere_in_the_text(old: Old) -> None:
    old.keep(1, "csto")
    old.mention(1, 0, "csto", 0, field="title")
    old.mention(1, 1, "csto", 7)

    migrate(old.database)

    article = Articles(old.database, FakeClock()).get(1)
    in_title = Mention("csto", "CSTO", "en", "title", 0, 4, "acronym", part=Part.HEADLINE)
    in_text = Mention("csto", "CSTO", "en", "text", 7, 11, "acronym", part=Part.BODY)
    assert article.mentions == (in_title, in_text)
    assert (article.tagged_by, article.co_mentions) == ("", ())


def test_every_article_is_to_be_tagged_again_by_the_rules_of_today(old: Old) -> None:
    old.keep(1, "csto")
    old.keep(2)

    migrate(old.database)

    texts = NamingTexts(old.database, FakeClock())
    assert texts.numbers(None, 0, 9, today="2.abc") == [1, 2]


def test_adjectives_of_before_are_found(old: Old) -> None:
    old.keep(1)
    old.mention(1, 0, "kazakhstan", 7, weak=True)

    migrate(old.database)

    found = Articles(old.database, FakeClock()).list(ArticleFilter(named="kazakhstan"))
    assert [article.id for article in found] == [1]


def test_a_large_archive_comes_through_whole(old: Old) -> None:
    old.keep(1, "csto", "sco")
    old.mention(1, 0, "csto", 0, field="title")
    old.mention(1, 1, "sco", 7)
    old.mention(1, 2, "csto", 20)
    with old.database.write() as connection:
        for statement in (_MANY, _MANY_MENTIONS, _MANY_TOPICS):
            connection.execute(text(statement))

    began = time.perf_counter()
    migrate(old.database)
    took_s = time.perf_counter() - began

    print(f"{old.database.url.get_backend_name()}: 100,000 articles with 300,000 mentions in {took_s:.1f} s")  # noqa: T201 - for who runs this with -s
    with old.database.read() as connection:
        assert _summed(connection) == (200_000, 300_000, 700_000)
        parts = connection.execute(select(MENTION.c.part).where(MENTION.c.article_id == 77_777).order_by(MENTION.c.n))
        assert parts.scalars().all() == ["headline", "body", "body"]


def _summed(connection: Connection) -> tuple[int, ...]:
    statement = 'SELECT count(*), sum("count"), sum("first") FROM article_topic'
    return tuple(int(number) for number in connection.execute(text(statement)).one())
