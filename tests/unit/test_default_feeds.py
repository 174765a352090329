"""Does the list of feeds that we ship keep its promises?"""

from itertools import pairwise
from pathlib import Path

import pytest

from monitor.config.feeds import load_feeds
from monitor.config.yaml_lines import Mapping, Node, Scalar, load_yaml
from monitor.core.records.feeds import FeedSpec

ROOT = Path(__file__).parents[2]
DEAD = ROOT.parent / "shared" / "data" / "feeds_dead.yaml"


@pytest.fixture(scope="module")
def feeds() -> tuple[FeedSpec, ...]:
    specs, problems = load_feeds(ROOT / "feeds.yaml")
    assert problems == ()
    return specs


def test_forty_nine_feeds_are_polled_and_seven_searches_wait(feeds: tuple[FeedSpec, ...]) -> None:
    waiting = [feed for feed in feeds if not feed.enabled]

    assert (len(feeds) - len(waiting), len(waiting)) == (49, 7)
    assert {feed.group for feed in waiting} == {"aggregators"}


def test_no_name_and_no_address_stands_there_twice(feeds: tuple[FeedSpec, ...]) -> None:
    assert len({feed.name.casefold() for feed in feeds}) == len({feed.url.rstrip("/") for feed in feeds}) == 56


def test_feeds_of_a_group_stand_together(feeds: tuple[FeedSpec, ...]) -> None:
    groups = [feed.group for feed in feeds]
    changes = sum(a != b for a, b in pairwise(groups))

    assert changes + 1 == len(set(groups))


def test_nobody_is_polled_more_than_every_quarter_of_an_hour(feeds: tuple[FeedSpec, ...]) -> None:
    assert min(feed.every_s for feed in feeds) == 900


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
