"""Is what is kept found again: by a text that resembles it, and by people who ask for it?"""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, event

from monitor.core.errors import NotFound
from monitor.core.records.articles import (
    Article,
    ArticleFilter,
    Covered,
)
from monitor.core.records.verdicts import Judged, Known, Neighbours, Seed, Verdict, VerdictKind
from monitor.store.articles.archive import Articles
from monitor.store.engine import Database
from monitor.store.seeds import Seeds
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, NEW, Room, as_kept, draft, rulings


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


# --- neighbours -----------------------------------------------------------------------------------


def refs(found: Neighbours) -> list[str]:
    return [known.ref for known in found.known]


def test_articles_that_share_a_hash_are_neighbours(room: Room) -> None:
    room.keep(draft(1, text="one", sample=(16, 32, 160)))
    room.keep(draft(2, text="two", sample=(80, 176)))

    found = room.neighbours_of(draft(3, text="three", sample=(16, 32, 48, 64)))

    assert found.known == (Known("1", "one", "exact of one", shared=2, title="CSTO 1"),)


def test_the_same_words_are_neighbours_without_any_hash(room: Room) -> None:
    room.keep(draft(1, text="...", sample=()))

    assert refs(room.neighbours_of(draft(2, text="...", sample=()))) == ["1"]


def test_twelve_that_share_the_rarest_hashes_and_eight_that_share_most_are_neighbours_oldest_first(room: Room) -> None:
    for n in range(1, 11):
        room.keep(draft(n, text=f"text {n}", sample=(16, 32, 48)))
    for n in range(11, 26):
        room.keep(draft(n, text=f"text {n}", sample=(16 * n,)))

    found = room.neighbours_of(draft(99, text="new", sample=(16, 32, 48, *(16 * n for n in range(11, 26)))))

    assert refs(found) == [str(n) for n in (*range(1, 9), *range(11, 23))]


def test_seeds_come_first_and_bring_their_sketch(room: Room) -> None:
    seed = Seed("scmp", "scmp.com", "Title", "2022-01-08", "https://scmp.com/1", 900, "exact of seed", (8, 16, 32))
    Seeds(room.database).sync([seed])
    room.keep(draft(1, text="one"))

    found = room.neighbours_of(draft(2, text="two"))

    assert found.known == (
        Known("seed:scmp", "", "exact of seed", (8, 16, 32), shared=2),
        Known("1", "one", "exact of one", shared=4, title="CSTO 1"),
    )


def test_fingerprints_by_other_rules_say_nothing_and_texts_are_compared_all_the_same(room: Room) -> None:
    room.keep(draft(1, text="one"))
    room.keep(draft(2, text="two"), text=False)
    room.keep(draft(3, text="three"))
    by_other_rules = draft(3, text="three")
    made = replace(by_other_rules.fingerprint, version=2, exact="exact of one")

    found = room.neighbours_of(replace(by_other_rules, fingerprint=made))

    assert [(known.ref, known.text, known.exact) for known in found.known] == [
        ("1", "one", ""),
        ("3", "three", "exact of one"),  # the same to the letter
    ]


def test_seeds_do_not_take_the_places_of_articles(room: Room) -> None:
    seeds = [Seed(f"s{n:02}", "", "", "", "", 9, f"exact of seed {n}", (16, 32, 48)) for n in range(15)]
    Seeds(room.database).sync(seeds)
    for n in range(1, 16):
        room.keep(draft(n, text=f"text {n}", sample=(16, 32)))

    found = room.neighbours_of(draft(99, text="new", sample=(16, 32, 48, 64)))

    assert refs(found) == [*(seed.ref for seed in seeds[:8]), *map(str, range(1, 16))]


def test_a_paragraph_of_three_new_articles_of_the_outlet_is_background(room: Room) -> None:
    for n in range(1, 4):
        assert room.neighbours_of(draft(9, text="new", paragraphs=(7, 8))).background == frozenset()
        room.keep(draft(n, text=f"text {n}", paragraphs=(7, 7, n)))

    assert room.neighbours_of(draft(9, text="new", paragraphs=(7, 8))).background == {7}


def test_neither_copies_nor_other_outlets_make_background(room: Room) -> None:
    copy = Verdict(VerdictKind.COPY, "why", of="1")
    for n in range(1, 4):
        room.keep(draft(n, text=f"text {n}", paragraphs=(7,)), verdict=copy)
        other = draft(n + 10, text=f"other {n}", paragraphs=(7,))
        room.keep(replace(other, article=replace(other.article, outlet="other.example")))

    assert room.neighbours_of(draft(9, text="new", paragraphs=(7,))).background == frozenset()


def test_two_copies_kept_at_the_same_moment_are_not_both_new(room: Room) -> None:
    both, entries = Barrier(2), (room.entry(), room.entry())

    def judge(found: Neighbours) -> Judged:
        return Judged(Verdict(VerdictKind.EXACT, "why", of=found.known[0].ref) if found.known else NEW)

    def keep(number: int) -> VerdictKind:
        both.wait()
        kept = as_kept(room.articles.keep(Covered(entries[number], draft(number)), rulings(judge=judge)))
        assert kept.verdict is not None
        return kept.verdict.kind

    with ThreadPoolExecutor(2) as pool:
        verdicts = sorted(pool.map(keep, range(2)))

    assert verdicts == [VerdictKind.EXACT, VerdictKind.NEW]


# --- reading --------------------------------------------------------------------------------------


def ids(found: list[Article]) -> list[int]:
    return [article.id for article in found]


def test_pages_of_a_list_meet_without_gap_or_overlap(room: Room) -> None:
    for n in range(1, 6):
        room.keep(draft(n, text=f"text {n}"))

    first = room.articles.list(ArticleFilter(limit=2))
    second = room.articles.list(ArticleFilter(limit=2, after=first[-1].id))
    third = room.articles.list(ArticleFilter(limit=2, after=second[-1].id))

    assert [ids(first), ids(second), ids(third)] == [[5, 4], [3, 2], [1]]


def test_a_list_leaves_texts_where_they_are(room: Room) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,)))

    (listed,) = room.articles.list(ArticleFilter())

    assert listed == replace(room.articles.get(1), text="", mentions=(), sightings=())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(ArticleFilter(topic="csto"), [3, 1], id="topic"),
        pytest.param(ArticleFilter(topic="csto", limit=1), [3], id="topic, first page"),
        pytest.param(ArticleFilter(topic="csto", limit=1, after=3), [1], id="topic, next page"),
        pytest.param(ArticleFilter(topic="sco"), [], id="topic of none"),
        pytest.param(ArticleFilter(since=NOON + timedelta(seconds=10)), [3, 2], id="since"),
        pytest.param(ArticleFilter(verdict=VerdictKind.COPY), [2], id="verdict"),
        pytest.param(ArticleFilter(verdict=VerdictKind.VERSION), [1], id="with versions"),
        pytest.param(ArticleFilter(outlet="other.example"), [3], id="outlet"),
        pytest.param(ArticleFilter(language="kk"), [2], id="language"),
        pytest.param(ArticleFilter(feed="akorda"), [3, 2, 1], id="feed"),
        pytest.param(ArticleFilter(topic="csto", outlet="akorda.example", language="en"), [1], id="all of these"),
    ],
)
def test_a_list_holds_just_what_is_asked_for(room: Room, wanted: ArticleFilter, found: list[int]) -> None:
    room.keep(draft(1, text="old"))
    room.keep(draft(1, text="one", mentions=(MENTION_OF_CSTO,)))
    room.clock.advance(10)
    second, third = draft(2, text="two"), draft(3, text="three", mentions=(MENTION_OF_CSTO,))
    room.keep(
        replace(second, article=replace(second.article, language="kk")), verdict=replace(NEW, kind=VerdictKind.COPY)
    )
    room.keep(replace(third, article=replace(third.article, outlet="other.example")))

    assert ids(room.articles.list(wanted)) == found


def test_an_article_that_is_not_there_is_told(room: Room) -> None:
    with pytest.raises(NotFound, match="There is no article 7"):
        room.articles.get(7)


def seen_at(room: Room, number: int, second: int) -> None:
    """Keep an article whose entry was first seen at this second after noon."""
    room.clock.moment = NOON + timedelta(seconds=second)
    room.keep(draft(number, text=f"text {number}", mentions=(MENTION_OF_CSTO,)))


@pytest.mark.parametrize("topic", [None, "csto"])
def test_a_list_since_a_moment_goes_by_first_sight_and_its_pages_meet(room: Room, topic: str | None) -> None:
    for number, second in enumerate((30, 10, 20, 20, 20, 0), start=1):
        seen_at(room, number, second)

    pages: list[list[int]] = []
    after = None
    while not pages or pages[-1]:
        wanted = ArticleFilter(topic=topic, since=NOON + timedelta(seconds=10), limit=2, after=after)
        pages.append(ids(room.articles.list(wanted)))
        after = pages[-1][-1] if pages[-1] else None

    assert pages == [[1, 5], [4, 3], [2], []]


def test_nothing_was_seen_before_an_article_that_is_not_there(room: Room) -> None:
    room.keep(draft())

    assert room.articles.list(ArticleFilter(since=NOON, after=7)) == []


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    file = tmp_path / "monitor.sqlite3"
    shutil.copy(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


def plan_of(database: Database, clock: FakeClock, wanted: ArticleFilter) -> list[str]:
    """How SQLite goes about the last statement of a list."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def remember(*given: object) -> None:
        _, _, statement, parameters, _, _ = given
        assert isinstance(statement, str)
        assert isinstance(parameters, tuple)
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        Articles(database, clock).list(wanted)
    finally:
        event.remove(Engine, "before_cursor_execute", remember)
    statement, parameters = asked[-1]
    with database.read() as connection:
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


@pytest.mark.parametrize("after", [None, 1])
@pytest.mark.parametrize("topic", [None, "csto"])
def test_a_list_since_a_moment_reads_no_more_than_it_shows(
    sqlite: Database, clock: FakeClock, topic: str | None, after: int | None
) -> None:
    Room(sqlite, clock).keep(draft())

    plan = plan_of(sqlite, clock, ArticleFilter(since=NOON, topic=topic, after=after))

    assert [step for step in plan if step.startswith("SEARCH article USING INDEX ix_article_first_seen_at")], plan
    assert not [step for step in plan if "SCAN article" in step or "TEMP B-TREE" in step]
