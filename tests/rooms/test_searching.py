"""Are the newest articles of a saved query found, at a cost that can be borne?"""

from collections.abc import Iterator

import pytest

from monitor.core.query.parsing import parse
from monitor.core.records.articles import Article
from monitor.store.articles.archive import Articles
from monitor.store.engine import Database
from monitor.web.searching import Busy, Found, Searches
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, Room, draft


class CountedArticles(Articles):
    """The archive, which counts how many articles were read whole."""

    whole = 0

    def get(self, article_id: int) -> Article:
        self.whole += 1
        return super().get(article_id)


@pytest.fixture
def archive(database: Database, clock: FakeClock) -> CountedArticles:
    """Five articles, of which the second and the fourth speak of trains; the fourth names the CSTO."""
    room = Room(database, clock)
    for number, text in enumerate(("Ships.", "Trains.", "Ships.", "Trains at the CSTO.", "Ships."), start=1):
        mentions = (MENTION_OF_CSTO,) if number == 4 else ()
        room.keep(draft(number, text=text, sample=(number * 64,), mentions=mentions))
    return CountedArticles(database, clock)


@pytest.fixture
def busy(archive: CountedArticles) -> Iterator[Searches]:
    """Searches of which two are on their way already."""
    searches = Searches(archive, wait_s=0.01)
    with searches._free, searches._free:
        yield searches


def _ids(found: Found) -> list[int]:
    return [article.id for article in found.articles]


@pytest.mark.parametrize(
    ("query", "ids", "is_all"),
    [
        ("", [5, 4, 3, 2, 1], True),
        ("topic:csto", [4], True),
        ("trains", [4, 2], False),
        ("-trains", [5, 3, 1], False),
        ('title:"CSTO 2" OR topic:csto', [4, 2], False),
        ("nothing-like-it", [], False),
    ],
)
def test_the_newest_articles_of_a_query_come_whole(
    archive: CountedArticles, query: str, ids: list[int], *, is_all: bool
) -> None:
    found = Searches(archive).newest(parse(query, now=NOON), NOON)

    assert (_ids(found), found.is_all) == (ids, is_all)
    assert all(article.text for article in found.articles)


def test_only_where_words_are_asked_for_is_each_article_read_whole(archive: CountedArticles) -> None:
    Searches(archive).newest(parse('title:"CSTO 2" OR topic:csto', now=NOON), NOON)

    assert archive.whole == 2  # those that were found


def test_who_asks_again_does_not_have_all_read_again(archive: CountedArticles) -> None:
    searches, query = Searches(archive), parse("trains", now=NOON)

    searches.newest(query, NOON)
    first, archive.whole = archive.whole, 0
    searches.newest(query, NOON)

    assert (first, archive.whole) == (5 + 2, 2)


def test_what_has_changed_is_found_after_ten_minutes(archive: CountedArticles, clock: FakeClock) -> None:
    searches, query = Searches(archive), parse("trains", now=NOON)
    searches.newest(query, clock.now())
    archive.whole = 0

    clock.advance(601)
    searches.newest(query, clock.now())

    assert archive.whole == 5 + 2


def test_who_searches_beside_two_others_is_asked_to_come_back(busy: Searches) -> None:
    with pytest.raises(Busy, match="Try again"):
        busy.newest(parse("trains", now=NOON), NOON)


def test_what_the_archive_can_be_asked_waits_for_nobody(busy: Searches) -> None:
    assert _ids(busy.newest(parse("topic:csto", now=NOON), NOON)) == [4]
    assert _ids(busy.newest(parse("topic:csto OR topic:sco", now=NOON), NOON)) == [4]
