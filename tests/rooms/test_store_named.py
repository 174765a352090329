"""Are articles found by a topic that is named at all, and by what is named beside it, the same on both databases?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from monitor.core.records.articles import ArticleFilter
from monitor.core.records.tags import CoMention, Companion, Mention, Tagged
from monitor.store.engine import Database
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, Room, draft

SCO = replace(MENTION_OF_CSTO, topic="sco", name="SCO")
KAZAKH = replace(MENTION_OF_CSTO, topic="kazakhstan", name="Kazakh", start=5, end=11, is_weak=True)
KAZAKH_AGAIN = replace(KAZAKH, start=12, end=18)
KAZAKHSTAN = replace(KAZAKH, name="Kazakhstan", is_weak=False)
TOKAYEV = CoMention(Companion.PERSON, "tokayev", 2)
RUSSIA = CoMention(Companion.STATE, "russia", 1)
GEORGIA = CoMention(Companion.STATE, "georgia", 1)
GEORGIA_HERSELF = CoMention(Companion.PERSON, "georgia", 1)


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


def keep(room: Room, *mentions: Mention, beside: tuple[CoMention, ...] = (), language: str = "en") -> None:
    """Keep one article more, first seen an hour after the one before."""
    number = room.entries_made + 1
    given = draft(number, text=f"The CSTO met {number} times.")
    article = replace(given.article, language=language)
    room.keep(replace(given, article=article, tagged=Tagged(mentions, co_mentions=beside)))
    room.clock.advance(3_600)


@pytest.fixture
def archive(room: Room) -> Room:
    """Six articles: 1 to 3 name Kazakhstan, 2 by adjectives only; 3 to 6 name the CSTO, beside others."""
    keep(room, KAZAKHSTAN)
    keep(room, KAZAKH, KAZAKH_AGAIN)
    keep(room, MENTION_OF_CSTO, KAZAKHSTAN, KAZAKH_AGAIN, beside=(TOKAYEV, RUSSIA))
    keep(room, MENTION_OF_CSTO, beside=(TOKAYEV,), language="kk")
    keep(room, MENTION_OF_CSTO, SCO, beside=(RUSSIA,))
    keep(room, MENTION_OF_CSTO, beside=(GEORGIA, GEORGIA_HERSELF, TOKAYEV))
    return room


def ids(room: Room, wanted: ArticleFilter) -> list[int]:
    return [article.id for article in room.articles.list(wanted)]


@pytest.mark.parametrize("since", [None, NOON], ids=["by number", "by first sight"])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(ArticleFilter(named="kazakhstan"), [3, 2, 1], id="named, be it by an adjective"),
        pytest.param(ArticleFilter(topic="kazakhstan"), [3, 1], id="matched"),
        pytest.param(ArticleFilter(named="sco"), [5], id="named without any adjective"),
        pytest.param(ArticleFilter(named="nato"), [], id="named by none"),
        pytest.param(ArticleFilter(beside="tokayev"), [6, 4, 3], id="beside"),
        pytest.param(ArticleFilter(beside="georgia"), [6], id="a name of two kinds"),
        pytest.param(ArticleFilter(beside="russia", named="kazakhstan"), [3], id="beside and named"),
        pytest.param(ArticleFilter(topic="csto", beside="tokayev"), [6, 4, 3], id="topic and beside"),
        pytest.param(ArticleFilter(topic="csto", named="kazakhstan"), [3], id="topic and named"),
        pytest.param(ArticleFilter(topic="csto", named="sco", beside="russia"), [5], id="all three"),
        pytest.param(ArticleFilter(beside="tokayev", language="kk"), [4], id="beside in a language"),
        pytest.param(ArticleFilter(named="kazakhstan", outlet="nobody.example"), [], id="named at an outlet"),
    ],
)
def test_a_list_holds_just_the_articles_that_name_what_is_asked_for(
    archive: Room, wanted: ArticleFilter, found: list[int], since: object
) -> None:
    assert ids(archive, replace(wanted, since=since)) == found  # type: ignore[arg-type] # a moment, or None


def test_since_a_moment_only_what_was_seen_from_then_on_is_found(archive: Room) -> None:
    assert ids(archive, ArticleFilter(named="kazakhstan", since=NOON + timedelta(hours=1))) == [3, 2]
    assert ids(archive, ArticleFilter(beside="tokayev", since=NOON + timedelta(hours=3))) == [6, 4]


@pytest.mark.parametrize("since", [None, NOON], ids=["by number", "by first sight"])
@pytest.mark.parametrize("asked", [{"named": "kazakhstan"}, {"beside": "tokayev"}], ids=["named", "beside"])
def test_pages_of_such_a_list_meet(archive: Room, asked: dict[str, Any], since: object) -> None:  # Any: fields
    wanted = ArticleFilter(limit=2, since=since, **asked)  # type: ignore[arg-type] # as above
    first = ids(archive, wanted)

    second = ids(archive, replace(wanted, after=first[-1]))

    assert first + second == ids(archive, replace(wanted, limit=9))
    assert (len(first), len(second)) == (2, 1)


# --- by which indices -----------------------------------------------------------------------------


@contextmanager
def asked_of(connection_of: Database) -> Iterator[list[tuple[str, Any]]]:  # Any: as the driver has parameters
    """The statements that are run meanwhile, with their parameters."""
    asked: list[tuple[str, Any]] = []

    def remember(*given: Any) -> None:  # Any: SQLAlchemy's hook
        asked.append((given[2], given[3]))

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", remember)


def plan_of(database: Database, room: Room, wanted: ArticleFilter) -> str:
    """How the database goes about a list; PostgreSQL is told that reading a whole table is dear, as of a large one."""
    with asked_of(database) as asked:
        room.articles.list(wanted)
    statement, parameters = asked[-1]
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.read() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters))


def test_articles_that_name_a_topic_by_an_adjective_are_found_by_the_index_of_these(archive: Room) -> None:
    plan = plan_of(archive.database, archive, ArticleFilter(named="kazakhstan"))

    assert "ix_mention_weak" in plan, plan


def test_articles_beside_a_name_are_read_from_its_own_rows_and_in_their_order(archive: Room) -> None:
    plan = plan_of(archive.database, archive, ArticleFilter(beside="tokayev", limit=1))

    by_name = "co_mention USING PRIMARY KEY (name=?)" if archive.database.is_sqlite else "pk_co_mention on co_mention"
    assert by_name in plan, plan
    assert "SCAN article" not in plan, plan
