"""JSON Feed, versions 1.0 and 1.1."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.parse.json_feed import read

URL = "https://news.example/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items: object, **fields: object) -> ParsedFeed:
    parsed = read(json.dumps({"version": VERSION, "title": "T", "items": items} | fields), URL)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def entry(**fields: object) -> Entry:
    (only,) = feed({"title": "A"} | fields).entries
    return only


def test_a_feed_comes_out_whole() -> None:
    parsed = feed(
        {
            "id": "n-1",
            "url": "/1",
            "external_url": "https://other.example/1",
            "title": "R&D up",
            "content_html": "<p>The longer text.</p>",
            "content_text": "Short.",
            "authors": [{"name": "Ann"}, {"name": "Bek"}, {"name": "Ann"}],
            "language": "kk_KZ",
            "date_published": "2022-01-05T23:14:00+06:00",
            "date_modified": "2022-01-07T00:00:00Z",
        },
        language="ru",
        feed_url="https://news.example/all.json",
        next_url="?page=2",
        hubs=[{"type": "WebSub", "url": "https://hub.example/"}],
    )

    assert parsed == ParsedFeed(
        "json11",
        "T",
        "ru",
        (
            Entry(
                "n-1",
                "https://news.example/1",
                "R&D up",
                "<p>The longer text.</p>",
                "Ann, Bek",
                "kk-KZ",
                datetime(2022, 1, 5, 17, 14, tzinfo=UTC),
            ),
        ),
        hubs=("https://hub.example/",),
        self_url="https://news.example/all.json",
        older="https://news.example/feed.json?page=2",
    )


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"version": VERSION}, "json11"),
        ({"version": "http://jsonfeed.org/version/1.1/"}, "json11"),
        ({"version": "1.1"}, "json11"),
        ({"version": 1.1}, "json11"),
        ({"version": "https://jsonfeed.org/version/1"}, "json10"),
        ({"version": "https://jsonfeed.org/version/1.0"}, "json10"),
        ({"version": None}, "json10"),
        ({"version": None, "authors": []}, "json11"),
        ({"version": ["1.1"]}, "json10"),
    ],
)
def test_the_version_may_be_written_in_any_way(fields: dict[str, object], form: str) -> None:
    assert feed(**fields).format == form


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('"n-1"', "n-1"),
        ("7", "7"),
        ("7.50", "7.50"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("9" * 400, "9" * 400),
        ("null", "https://news.example/1"),
        ("true", "https://news.example/1"),
        ('" "', "https://news.example/1"),
        ("[1]", "https://news.example/1"),
    ],
)
def test_an_id_is_kept_as_written_and_else_the_address_is_the_key(written: str, key: str) -> None:
    parsed = read(f'{{"items": [{{"id": {written}, "url": "/1"}}]}}', URL)

    assert isinstance(parsed, ParsedFeed)
    assert [one.key for one in parsed.entries] == [key]


def test_a_number_of_ten_thousand_digits_costs_no_other_item() -> None:
    parsed = read(f'{{"items": [{{"id": {"9" * 10_000}, "title": "A"}}, {{"id": 2, "title": "B"}}]}}', URL)

    assert isinstance(parsed, ParsedFeed)
    assert [one.title for one in parsed.entries] == ["A", "B"]


def test_an_item_without_id_and_address_is_keyed_by_its_content() -> None:
    one, same, other = (entry(content_text=text) for text in ("b", "b", "c"))

    assert one.url == ""
    assert one.key == same.key != other.key


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://a.example/1", "external_url": "https://b.example/1"}, "https://a.example/1"),
        ({"external_url": "https://b.example/1"}, "https://b.example/1"),
        ({"url": "", "external_url": "https://b.example/1"}, "https://b.example/1"),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": {"href": "https://a.example/1"}}, ""),
    ],
)
def test_the_items_own_address_comes_before_the_one_it_points_to(fields: dict[str, object], url: str) -> None:
    assert entry(**fields).url == url


def test_the_longest_text_is_kept_and_plain_text_is_escaped() -> None:
    assert entry(content_html="<p>x</p>", content_text="a < b\nand more").summary_html == "a &lt; b<br>\nand more"
    assert entry(summary="Short.").summary_html == "Short."


@pytest.mark.parametrize(
    ("item", "whole", "author"),
    [
        ({"authors": [{"name": "Ann"}]}, {"authors": [{"name": "Desk"}]}, "Ann"),
        ({"author": {"name": "Ann"}}, {}, "Ann"),
        ({"authors": [], "author": {"name": "Ann"}}, {}, "Ann"),
        ({"authors": ["Ann", None, 7, {"url": "https://a.example/"}]}, {}, "Ann, 7"),
        ({"author": "Ann"}, {}, "Ann"),
        ({}, {"authors": [{"name": "Desk"}]}, "Desk"),
        ({}, {"author": {"name": "Desk"}}, "Desk"),
        ({"authors": {"name": "Ann"}}, {}, ""),
    ],
)
def test_authors_are_those_of_the_item_else_of_the_feed(
    item: dict[str, object], whole: dict[str, object], author: str
) -> None:
    (only,) = feed({"title": "A"} | item, **whole).entries

    assert only.author == author


def test_an_item_has_its_own_language_else_the_feeds() -> None:
    parsed = feed({"title": "A", "language": "kk"}, {"title": "B"}, language="ru")

    assert [one.language for one in parsed.entries] == ["kk", "ru"]


def test_the_day_of_change_stands_in_for_the_day_of_publication() -> None:
    assert entry(date_published="soon", date_modified="2022-01-05").published_at == datetime(2022, 1, 5, tzinfo=UTC)
    assert entry(date_published=1641424440).published_at == datetime(2022, 1, 5, 23, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "older"),
    [
        ({"next_url": "https://news.example/2.json"}, "https://news.example/2.json"),
        ({"next_url": URL}, ""),
        ({"next_url": "/all.json", "feed_url": "https://news.example/all.json"}, ""),
        ({"next_url": "ftp://news.example/2.json"}, ""),
        ({"next_url": 2}, "https://news.example/2"),
        ({"next_url": None}, ""),
    ],
)
def test_the_next_page_has_older_entries_and_is_never_the_feed_itself(fields: dict[str, object], older: str) -> None:
    assert feed(**fields).older == older


@pytest.mark.parametrize(
    ("expired", "is_expired"), [(True, True), (False, False), (None, False), ("true", False), (1, False)]
)
def test_only_the_word_true_ends_a_feed(expired: object, *, is_expired: bool) -> None:
    assert feed(expired=expired).is_expired is is_expired


def test_of_hubs_only_those_of_websub_count() -> None:
    hubs = [
        {"type": "rssCloud", "url": "https://cloud.example/"},
        {"type": "websub", "url": "https://hub.example/"},
        {"type": "WebSub"},
        {"type": "WebSub", "url": "file:///etc/hostname"},
        "https://hub.example/2",
        None,
    ]

    assert feed(hubs=hubs).hubs == ("https://hub.example/",)
    assert feed(hubs="https://hub.example/").hubs == ()


def test_broken_items_cost_no_other_item() -> None:
    parsed = feed(None, 7, "x", [], {}, {"title": {}}, {"id": None, "tags": ["a"]}, {"id": "n-1", "title": ["A"]})

    assert [(one.key, one.title) for one in parsed.entries] == [("n-1", "")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "begins like JSON but is none"),
        ("[" * 100_000, "begins like JSON but is none"),
        ('{"items": [}', "begins like JSON but is none"),
        ("[1]", "no list of items"),
        ('{"items": {}}', "no list of items"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "no list of items"),
    ],
)
def test_json_that_is_no_feed_is_named(text: str, words: str) -> None:
    failed = read(text, URL)

    assert isinstance(failed, Failed)
    assert failed.reason is Reason.NOT_A_FEED
    assert words in failed.detail


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.just("https://a.example/1"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "url", "title", "name", "author", "authors", "type"]), inner)
    ),
    max_leaves=12,
)
FIELDS = ["version", "title", "hubs", "authors", "author", "language", "next_url", "feed_url", "expired"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.lists(JSON, max_size=3))
def test_no_json_stops_the_reader(fields: dict[str, object], items: list[object]) -> None:
    parsed = read(json.dumps(fields | {"items": items}), URL)

    assert isinstance(parsed, ParsedFeed)
    assert all(one.key for one in parsed.entries)
