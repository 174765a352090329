"""Is what stands behind a wrapped link asked for once?"""

from monitor.store.engine import Database
from monitor.store.feeds.links import Links
from tests.fakes import FakeClock

LINK = "https://news.google.com/rss/articles/CBMiabc"


def test_an_address_that_was_found_is_kept_for_good(database: Database, clock: FakeClock) -> None:
    links = Links(database, clock)
    links.remember(LINK, "https://publisher.example/")
    clock.advance(1_000_000)

    assert links.target(LINK) == "https://publisher.example/"


def test_what_could_not_be_found_is_asked_for_again_after_a_day(database: Database, clock: FakeClock) -> None:
    links = Links(database, clock)
    links.remember(LINK, "")

    early = links.target(LINK)
    clock.advance(86_401)

    assert (early, links.target(LINK)) == ("", None)


def test_a_link_that_nobody_asked_for_is_unknown(database: Database, clock: FakeClock) -> None:
    assert Links(database, clock).target(LINK) is None


def test_a_later_answer_takes_the_place_of_an_earlier_one(database: Database, clock: FakeClock) -> None:
    links = Links(database, clock)
    links.remember(LINK, "")
    links.remember(LINK, "https://publisher.example/")

    assert links.target(LINK) == "https://publisher.example/"
