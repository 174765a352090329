"""Is it found out what none of the feeds that there are brings, and nothing called so that one does?"""

import time
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.query.feeds import Feeds
from monitor.core.records.articles import Article
from monitor.core.records.feeds import FeedSpec
from tests.unit.query_samples import ARTICLES, NOWS, QUERIES, read

SPECS = (
    FeedSpec("The Astana Times", "https://astanatimes.com/feed/", country="KZ"),
    FeedSpec("TASS", "https://tass.ru/rss/v2.xml", country="RU"),
    FeedSpec("BBC", "https://feeds.bbci.co.uk/news/rss.xml"),
)
FEEDS = Feeds(SPECS)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (
            'feed:"Astana Tmes"',
            "No feed of feeds.yaml is now called 'Astana Tmes'. Did you mean 'The Astana Times'?",
        ),
        ("feed:tass", "No feed of feeds.yaml is now called 'tass'. Did you mean 'TASS'?"),
        ("feed:Gone topic:csto", "No feed of feeds.yaml is now called 'Gone'."),
        ("feed:Gone,Lost", "No feed of feeds.yaml is now called 'Gone' or 'Lost'."),
        ("country:uz", "No feed of feeds.yaml now has country: UZ."),
        ("country:uz,tj lang:ru", "No feed of feeds.yaml now has country: UZ or TJ."),
        ("feed:TASS country:kz", "No feed of feeds.yaml now fits 'feed:TASS' and 'country:kz'."),
        ("country:ru topic:csto -feed:TASS", "No feed of feeds.yaml now fits 'country:ru' and '-feed:TASS'."),
        ("-country:kz,ru -feed:BBC", "No feed of feeds.yaml now fits '-country:kz,ru' and '-feed:BBC'."),
        ('-feed:"The Astana Times",TASS,BBC', "No feed of feeds.yaml now fits '-feed:\"The Astana Times\",TASS,BBC'."),
        ("feed:BBC country:gb", "No feed of feeds.yaml now has country: GB."),
        (
            "(feed:Gone OR country:uz) topic:csto",
            (
                "Nothing that OR stands between can hold: No feed of feeds.yaml is now called 'Gone'. "
                "No feed of feeds.yaml now has country: UZ."
            ),
        ),
        (
            "feed:Gone OR lang:ru lang:kk",
            (
                "No feed of feeds.yaml is now called 'Gone'. 'lang:ru' and 'lang:kk' can never both hold: an article "
                "has one language."
            ),
        ),
        ("country:kz country:ru", "an article has one country"),
    ],
)
def test_what_no_feed_brings_is_found_out(query: str, says: str) -> None:
    why = read(query).contradiction(FEEDS)

    assert why is not None
    assert says in why


@pytest.mark.parametrize(
    "query",
    [
        "",
        "topic:csto",
        "feed:TASS",
        "feed:Gone,TASS",
        "country:kz",
        "country:uz,kz",
        "-country:kz -country:ru",  # the BBC's
        "-country:uz",
        "-feed:Gone",
        "feed:TASS country:ru",
        "feed:TASS -country:kz",
        "feed:Gone OR topic:csto",
        "(feed:Gone OR country:kz) lang:ru",
        "outlet:nobody.example",  # a feed may lead there
        "outlet:tass.ru country:kz",  # likewise
        "-(feed:Gone country:uz)",
    ],
)
def test_what_a_feed_may_bring_is_not_accused(query: str) -> None:
    assert read(query).contradiction(FEEDS) is None


@pytest.mark.parametrize("query", ["feed:Gone", "country:uz", "-feed:TASS"])
def test_without_any_feed_nothing_is_said(query: str) -> None:
    assert read(query).contradiction(Feeds(())) is None


@pytest.mark.parametrize(
    ("outlet", "url"),
    [
        ("bbc.com", "https://feeds.bbci.co.uk/news/world/rss.xml"),
        ("wsj.com", "https://feeds.a.dj.com/rss/RSSWorldNews.xml"),
        ("tengrinews.kz", "https://rsshub.app/tengrinews"),
        ("tengrinews.kz", "https://t.me/s/tengrinews"),
    ],
)
def test_an_outlet_is_not_judged_by_where_feeds_are(outlet: str, url: str) -> None:
    feeds = Feeds([FeedSpec("the only one", url, country="KZ")])

    assert read(f"outlet:{outlet} country:kz").contradiction(feeds) is None


_COUNTRIES = st.sampled_from(["KZ", "RU", "AM", ""])
_SPECS = st.lists(
    st.builds(FeedSpec, st.sampled_from("ABC"), st.just("https://a.example/rss"), country=_COUNTRIES),
    min_size=1,
    max_size=3,
    unique_by=lambda spec: spec.name,
)
_ABOUT_FEEDS = st.sampled_from(
    ["feed:A", "-feed:A", "-feed:B,C", "feed:B,D", "country:kz", "-country:kz", "-country:ru,am", "outlet:a.example"]
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(QUERIES | _ABOUT_FEEDS, min_size=1, max_size=5),
    _SPECS,
    st.lists(ARTICLES, min_size=1, max_size=10),
    NOWS,
)
def test_what_a_feed_brings_is_never_called_impossible(
    parts: list[str], specs: list[FeedSpec], articles: list[Article], now: datetime
) -> None:
    query = read(" ".join(parts))
    brought = [
        replace(article, feed=spec.name, country=spec.country, outlet="a.example")
        for spec in specs
        for article in articles
    ]

    if query.contradiction(Feeds(specs)) is not None:
        assert not any(query.matches(article, now) for article in brought)


def test_many_feeds_and_a_nasty_query_take_no_long_time() -> None:
    feeds = Feeds([FeedSpec(f"feed{n}", f"https://site{n}.example/rss", country="KZ") for n in range(2_000)])
    queries = [
        " ".join(f"(feed:x{n} OR country:uz OR outlet:o{n}.example)" for n in range(200)),
        " ".join(f"-feed:feed{n}" for n in range(600)),
        " OR ".join(f"feed:fed{n}" for n in range(600)),
        " ".join(f"(topic:a{n} OR country:kz)" for n in range(300)),
    ]

    began = time.perf_counter()
    found = [read(query).contradiction(feeds) is None for query in queries]

    assert time.perf_counter() - began < 5
    assert found == [False, True, False, True]
