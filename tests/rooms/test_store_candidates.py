"""Is the original found, however many share its words, and at the same cost?"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert, select

from monitor.core.records.articles import Draft
from monitor.dedupe.fingerprint import fingerprint
from monitor.store.articles.shingles import FULL, articles_under, index_hashes, put_into_index, take_from_index
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, SHINGLE
from tests.fakes import FakeClock
from tests.postgres import PostgresServer
from tests.rooms.stores import Room, draft


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


def words(number: int, chance: Random) -> str:
    return " ".join(f"word{chance.randrange(20_000)}" for _ in range(number))


def drafted(text: str) -> Draft:
    given = draft(text=text)
    return replace(given, fingerprint=fingerprint(text))


def keep_all(room: Room, texts: Sequence[str]) -> None:
    """Keep many texts, numbered from 1, without what other tests are about: that takes a tenth of the time."""
    room.keep(drafted(texts[0]))
    with room.database.write() as connection:
        first = dict(connection.execute(select(ARTICLE)).mappings().one())
        for number, text in enumerate(texts[1:], start=2):
            made = fingerprint(text)
            own = {"id": number, "url_digest": str(number), "text": text, "exact": made.exact}
            connection.execute(insert(ARTICLE).values(first | own))
            put_into_index(connection, number, made)


def refs(room: Room, text: str) -> list[str]:
    return [known.ref for known in room.neighbours_of(drafted(text)).known]


def rows_read(room: Room, text: str) -> int:
    with room.database.read() as connection:
        return len(articles_under(connection, index_hashes(fingerprint(text).sample)))


def test_a_text_is_found_though_a_thousand_end_with_the_same_paragraph(room: Room) -> None:
    chance = Random(1)
    closing, report = words(80, chance), words(200, chance).split()
    briefs = [f"{words(40, chance)}\n{closing}" for _ in range(1_000)]
    keep_all(room, [*briefs[:500], " ".join(report), *briefs[500:]])
    taken_over = f"{words(20, chance)} {' '.join(report[60:140])}\n{closing}"
    retold = f"{words(10, chance)} {briefs[800]}"

    found = [refs(room, taken_over), refs(room, retold)]

    assert ("501" in found[0], "802" in found[1]) == (True, True)
    assert max(map(len, found)) <= 20
    assert rows_read(room, closing) <= FULL * len(fingerprint(closing).sample)


def test_the_original_is_found_by_the_two_hundred_and_first_that_carries_it(room: Room) -> None:
    chance = Random(2)
    wire, headlines = words(250, chance), [words(8, chance) for _ in range(30)]
    keep_all(room, [*headlines, wire, *(f"{words(15, chance)} {wire} {words(15, chance)}" for _ in range(199))])
    again = f"{wire} {' '.join(headlines)}"

    found = refs(room, again)

    assert ("31" in found, len(found)) == (True, 20)
    assert rows_read(room, again) <= 48 * FULL + 30 * 8


def test_no_more_articles_are_indexed_under_a_hash_than_tell_anybody_apart(room: Room) -> None:
    for n in range(FULL + 5):
        room.keep(draft(n, text=f"text {n}", sample=(16, 32)))

    with room.database.read() as connection:
        under = [owner for owner, _, _ in articles_under(connection, index_hashes((16,)))]
    assert sorted(under) == list(range(1, FULL + 1))


def test_where_the_lowest_hash_is_full_the_next_of_its_column_stands_in(room: Room) -> None:
    lowest, next_of_column = 16, 16 + 12 * 16
    for n in range(FULL):
        room.keep(draft(n, text=f"text {n}", sample=(lowest,)))

    room.keep(draft(99, text="the next", sample=(lowest, next_of_column)))

    assert refs_by(room, next_of_column) == [str(FULL + 1)]


def refs_by(room: Room, hash_: int) -> list[str]:
    return [known.ref for known in room.neighbours_of(draft(1_000, text="new", sample=(hash_,))).known]


def test_a_brief_is_found_by_the_report_that_it_stands_in_and_a_report_by_a_tenth_of_it(room: Room) -> None:
    chance = Random(3)
    brief, report = words(30, chance), words(3_000, chance).split()
    keep_all(room, [brief, " ".join(report)])

    found = [refs(room, f"{words(400, chance)} {brief} {words(400, chance)}"), refs(room, " ".join(report[900:1_200]))]

    assert found == [["1"], ["2"]]


def test_a_report_of_any_length_is_found_by_its_first_sentences(room: Room) -> None:
    chance = Random(5)
    reports = [words(number, chance) for number in (100, 800, 5_000)]
    keep_all(room, reports)

    found = [refs(room, " ".join(report.split()[:number])) for report in reports for number in (25, 60)]

    assert found == [["1"], ["1"], ["2"], ["2"], ["3"], ["3"]]


def test_an_article_that_is_taken_from_the_index_is_found_no_more(room: Room) -> None:
    room.keep(draft(1, text="old", sample=(16, 32)))

    with room.database.write() as connection:
        take_from_index(connection, 1)

    assert (refs_by(room, 16), room.count(SHINGLE)) == ([], 0)


# --- both databases -------------------------------------------------------------------------------


@contextmanager
def opened(url: str) -> Iterator[Room]:
    database = Database(url)
    try:
        yield Room(database, FakeClock())
    finally:
        database.close()


@pytest.fixture
def both(
    sqlite_template: Path, postgres_server: PostgresServer, postgres_template: str, tmp_path: Path
) -> Iterator[list[Room]]:
    file = tmp_path / "monitor.sqlite3"
    shutil.copy(sqlite_template, file)
    url = postgres_server.create(template=postgres_template)
    with opened(f"sqlite:///{file}") as sqlite, opened(url) as postgresql:
        yield [sqlite, postgresql]
    postgres_server.drop(url)


def test_both_databases_find_the_same_in_the_same_order(both: list[Room]) -> None:
    chance = Random(4)
    phrases = [words(12, chance) for _ in range(60)]
    texts = [" ".join(chance.choices(phrases, k=8)) for _ in range(150)]
    for room in both:
        keep_all(room, texts)
    asked = [" ".join(chance.choices(phrases, k=6)) for _ in range(10)]

    of_sqlite, of_postgresql = ([room.neighbours_of(drafted(text)) for text in asked] for room in both)

    assert of_sqlite == of_postgresql
    assert min(len(found.known) for found in of_sqlite) > 12
