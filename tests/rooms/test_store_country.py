"""Is an article's country that of its feed, and are articles found by it, the same on both databases?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.records.alerts import Alert
from monitor.core.records.articles import Article, ArticleFilter, Covered, DueEntry
from monitor.core.records.feeds import FeedSpec
from monitor.store.engine import Database
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, Room, as_kept, draft, rulings
from tests.rooms.test_store_named import plan_of

AKORDA = FeedSpec("akorda", "https://akorda.example/feed", country="KZ")
TASS = FeedSpec("tass", "https://tass.example/feed", country="RU")
KURSIV = FeedSpec("kursiv", "https://kursiv.example/feed", country="KZ")
NOWHERE = FeedSpec("nowhere", "https://nowhere.example/feed")
FEEDS = (AKORDA, TASS, KURSIV, NOWHERE)


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    made = Room(database, clock)
    made.feeds.sync(FEEDS)
    return made


def entry(room: Room, feed: FeedSpec) -> DueEntry:
    """An entry that is claimed, as if it were of this feed."""
    room.feeds.sync([FEEDS[0]])
    due = room.entry(feed)
    room.feeds.sync(FEEDS)
    return due


@pytest.fixture
def archive(room: Room) -> Room:
    """Six articles, an hour apart: akorda, tass, kursiv, nowhere, akorda, tass; 1, 2 and 3 name the CSTO."""
    for number, feed in enumerate((AKORDA, TASS, KURSIV, NOWHERE, AKORDA, TASS), start=1):
        given = draft(number, text=f"The CSTO met {number} times.", mentions=(MENTION_OF_CSTO,) if number < 4 else ())
        language = "kk" if number == 5 else "en"
        room.keep(replace(given, article=replace(given.article, language=language)), entry(room, feed))
        room.clock.advance(3_600)
    return room


def ids(room: Room, wanted: ArticleFilter) -> list[int]:
    return [article.id for article in room.articles.list(wanted)]


def test_an_article_has_the_country_of_its_feed_in_a_list_and_whole(archive: Room) -> None:
    listed = {article.id: article.country for article in archive.articles.list(ArticleFilter())}

    assert listed == {1: "KZ", 2: "RU", 3: "KZ", 4: "", 5: "KZ", 6: "RU"}
    assert {number: archive.articles.get(number).country for number in listed} == listed


def test_an_article_of_a_feed_that_is_gone_keeps_the_country_that_this_had(archive: Room) -> None:
    archive.feeds.sync([AKORDA])

    assert archive.articles.get(2).country == "RU"
    assert ids(archive, ArticleFilter(country="RU")) == [6, 2]


def test_an_article_follows_its_feed_into_another_country(archive: Room) -> None:
    archive.feeds.sync([replace(each, country="BY") if each is TASS else each for each in FEEDS])

    assert archive.articles.get(2).country == "BY"
    assert (ids(archive, ArticleFilter(country="BY")), ids(archive, ArticleFilter(country="RU"))) == ([6, 2], [])


def test_an_article_of_a_feed_that_nobody_knows_has_no_country(room: Room) -> None:
    room.keep(draft(), room.entry(FeedSpec("demo", "https://demo.example/feed", country="KZ")))

    assert room.articles.get(1).country == ""


@pytest.mark.parametrize("since", [None, NOON], ids=["by number", "by first sight"])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ArticleFilter(country="KZ"), [5, 3, 1]),
        (ArticleFilter(country="UZ"), []),
        (ArticleFilter(country="kz"), []),  # whoever asks has it in capitals
        (ArticleFilter(country="KZ", feed="akorda"), [5, 1]),
        (ArticleFilter(country="KZ", feed="tass"), []),
        (ArticleFilter(country="KZ", language="kk"), [5]),
        (ArticleFilter(country="KZ", topic="csto"), [3, 1]),
        (ArticleFilter(country="RU", named="csto"), [2]),
        (ArticleFilter(country="RU", outlet="akorda.example"), [6, 2]),
        (ArticleFilter(country="RU", story=5), []),
    ],
)
def test_a_list_holds_just_the_articles_of_the_country(
    archive: Room, wanted: ArticleFilter, found: list[int], since: object
) -> None:
    assert ids(archive, replace(wanted, since=since)) == found  # type: ignore[arg-type] # a moment, or None


def test_since_a_moment_only_what_was_seen_from_then_on_is_found(archive: Room) -> None:
    assert ids(archive, ArticleFilter(country="KZ", since=NOON + timedelta(hours=1))) == [5, 3]


@pytest.mark.parametrize("since", [None, NOON], ids=["by number", "by first sight"])
def test_pages_of_such_a_list_meet(archive: Room, since: object) -> None:
    wanted = ArticleFilter(country="KZ", limit=2, since=since)  # type: ignore[arg-type] # as above
    first = ids(archive, wanted)

    second = ids(archive, replace(wanted, after=first[-1]))

    assert (first, second) == ([5, 3], [1])


def test_where_a_country_has_many_feeds_the_newest_of_all_are_asked(archive: Room) -> None:
    more = [FeedSpec(f"more {n}", f"https://more{n}.example/feed", country="KZ") for n in range(60)]
    archive.feeds.sync([*FEEDS, *more])

    assert ids(archive, ArticleFilter(country="KZ")) == [5, 3, 1]
    assert ids(archive, ArticleFilter(country="KZ", limit=1, after=5)) == [3]


def test_the_articles_of_a_country_are_found_by_the_index_of_its_feeds(archive: Room) -> None:
    plan = plan_of(archive.database, archive, ArticleFilter(country="KZ", limit=2))

    assert "ix_article_feed_id" in plan, plan


# --- what whoever is told of an article sees ------------------------------------------------------


class Seen:
    """Remembers the country of each article that it is asked about; nobody is told."""

    def __init__(self) -> None:
        self.countries: list[str] = []

    def announce(self, article: Article) -> Sequence[Alert]:
        self.countries.append(article.country)
        return ()


def test_rules_see_the_country_in_the_transaction_that_keeps_the_article(room: Room) -> None:
    seen = Seen()

    for number, feed in enumerate((TASS, NOWHERE), start=1):
        covered = Covered(entry(room, feed), draft(number, text=f"News {number}."))
        as_kept(room.articles.keep(covered, rulings(announce=seen.announce)))

    assert seen.countries == ["RU", ""]


def test_rules_see_the_first_feeds_country_where_another_brings_the_news(room: Room) -> None:
    seen = Seen()
    room.keep(draft(), entry(room, TASS))
    again = draft(text="The CSTO met again.", mentions=(MENTION_OF_CSTO,))

    as_kept(room.articles.keep(Covered(entry(room, AKORDA), again), rulings(announce=seen.announce)))

    assert seen.countries == ["RU"]
