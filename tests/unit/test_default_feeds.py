"""Does the list of feeds that we ship keep its promises?"""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.config.feeds import load_feeds
from monitor.config.yaml_lines import Mapping, Node, Scalar, load_yaml
from monitor.core.records.feeds import FeedSpec, FeedType

ROOT = Path(__file__).parents[2]
DEAD = ROOT.parent / "shared" / "data" / "feeds_dead.yaml"


@pytest.fixture(scope="module")
def feeds() -> tuple[FeedSpec, ...]:
    specs, problems = load_feeds(ROOT / "feeds.yaml")
    assert problems == ()
    return specs


def test_fifty_two_feeds_are_polled_and_eleven_wait(feeds: tuple[FeedSpec, ...]) -> None:
    waiting = [feed for feed in feeds if not feed.enabled]

    assert (len(feeds) - len(waiting), len(waiting)) == (52, 11)


def test_what_waits_is_a_search_or_a_site_map_of_little_evidence(feeds: tuple[FeedSpec, ...]) -> None:
    waiting = Counter((feed.group, feed.type) for feed in feeds if not feed.enabled)

    assert waiting == {("aggregators", FeedType.AUTO): 7, ("kazakhstan", FeedType.SITEMAP): 4}


def test_site_maps_that_are_polled_are_of_sources_without_a_feed(feeds: tuple[FeedSpec, ...]) -> None:
    site_maps = {feed.name for feed in feeds if feed.type is FeedType.SITEMAP and feed.enabled}

    assert site_maps == {"Zakon.kz", "Kazinform (zh)", "Azadliq (az)"}


def test_no_name_and_no_address_stands_there_twice(feeds: tuple[FeedSpec, ...]) -> None:
    assert len({feed.name.casefold() for feed in feeds}) == len({feed.url.rstrip("/") for feed in feeds}) == 63


def test_feeds_of_a_group_stand_together(feeds: tuple[FeedSpec, ...]) -> None:
    groups = [feed.group for feed in feeds]
    changes = sum(a != b for a, b in pairwise(groups))

    assert changes + 1 == len(set(groups))


def test_nobody_is_polled_more_than_every_quarter_of_an_hour(feeds: tuple[FeedSpec, ...]) -> None:
    assert min(feed.every_s for feed in feeds) == 900


def test_agencies_are_polled_every_quarter_of_an_hour(feeds: tuple[FeedSpec, ...]) -> None:
    agencies = {feed.every_s for feed in feeds if "agency" in feed.tags and feed.type is not FeedType.SITEMAP}

    assert agencies == {900}


def test_most_feeds_are_polled_by_their_own_rhythm(feeds: tuple[FeedSpec, ...]) -> None:
    rhythms = Counter((feed.every_s, feed.slowest_s) for feed in feeds if feed.enabled)

    assert rhythms == {(900, 0): 14, (1_800, 0): 4, (3_600, 0): 2, (3_600, 21_600): 32}


def test_closed_pages_are_not_fetched(feeds: tuple[FeedSpec, ...]) -> None:
    closed = {feed.name for feed in feeds if not feed.fetch_article and feed.enabled}

    assert closed == {"TASS (en)", "IRNA (en)"}


@pytest.mark.skipif(not DEAD.exists(), reason="the list of dead addresses lies outside this repository")
def test_no_address_is_known_to_be_dead(feeds: tuple[FeedSpec, ...]) -> None:
    dead = set(urls(load_yaml(DEAD, max_bytes=1_000_000)))

    assert len(dead) >= 30
    assert dead.isdisjoint(feed.url for feed in feeds)


def urls(node: Node) -> list[str]:
    if isinstance(node, Scalar):
        return []
    if isinstance(node, Mapping):
        own = [value.text for key, value in node.pairs if key.text == "url" and isinstance(value, Scalar)]
        return own + [url for _, value in node.pairs for url in urls(value)]
    return [url for item in node.items for url in urls(item)]
