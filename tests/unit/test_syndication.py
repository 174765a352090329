"""Can every feed reader read our feeds, and can nothing that stands in them do harm?

Each format is held against what its specification requires, by hand, and read back by our own parser.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from monitor.core.records.feeds import ParsedFeed
from monitor.core.syndication import Channel, Format, Item, harmless, written
from monitor.parse.feed import parse
from tests.fakes import NOON

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ITEM = Item(
    id="tag:monitor.example,2026-11-22:article/7",
    url="https://akorda.example/7?a=1&b=2",
    title="The CSTO met in Astana",
    byline="A. B., akorda.example",
    published_at=NOON,
    updated_at=NOON + timedelta(hours=1),
    page="https://monitor.example/story/3",
    language="en",
    lines=("The CSTO met.", "Kazakhstan was host."),
    topics=("CSTO", "Kazakhstan"),
)
CHANNEL = Channel(
    id="tag:monitor.example,2026:follow/csto",
    address="https://monitor.example/follow/csto.atom",
    home="https://monitor.example/",
    title="monitor: csto",
    about="The newest 50 articles that match topic:csto",
    updated_at=NOON + timedelta(hours=1),
    items=(ITEM,),
)
FORMATS = pytest.mark.parametrize("form", list(Format))


def _with(**changes: Any) -> Channel:  # Any: whatever fields an Item has
    return replace(CHANNEL, items=(replace(ITEM, **changes),))


def _xml(channel: Channel, form: Format) -> Any:  # Any: lxml brings no types
    return etree.fromstring(written(channel, form))


def _json(channel: Channel) -> Any:  # Any: JSON
    return json.loads(written(channel, Format.JSON))


def _read(channel: Channel, form: Format) -> ParsedFeed:
    parsed = parse(written(channel, form), form.media_type, channel.address)
    assert isinstance(parsed, ParsedFeed)
    return parsed


# --- what the specifications require --------------------------------------------------------------


def test_an_atom_feed_has_all_that_rfc_4287_requires() -> None:
    feed = _xml(CHANNEL, Format.ATOM)

    assert feed.tag == f"{ATOM}feed"
    assert [feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")] == [
        "tag:monitor.example,2026:follow/csto",
        "monitor: csto",
        "2026-11-22T13:00:00Z",
    ]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": CHANNEL.address, "alternate": CHANNEL.home}


def test_an_atom_entry_has_all_that_rfc_4287_requires() -> None:
    entry = _xml(CHANNEL, Format.ATOM).find(f"{ATOM}entry")

    texts = {name: entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "published")}
    assert texts == {
        "id": ITEM.id,
        "title": ITEM.title,
        "updated": "2026-11-22T13:00:00Z",
        "published": "2026-11-22T12:00:00Z",
    }
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "A. B., akorda.example"
    assert entry.find(f"{ATOM}link[@rel='alternate']").get("href") == ITEM.url
    assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == ["CSTO", "Kazakhstan"]
    assert entry.get(XML_LANG) == "en"


def test_an_atom_entry_without_a_link_has_content() -> None:
    entry = _xml(_with(url=""), Format.ATOM).find(f"{ATOM}entry")

    assert entry.find(f"{ATOM}link[@rel='alternate']") is None
    assert "The CSTO met." in entry.findtext(f"{ATOM}content")
    assert entry.find(f"{ATOM}summary") is None


def test_an_rss_feed_has_all_that_rss_2_requires() -> None:
    rss = _xml(CHANNEL, Format.RSS)

    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    channel = rss.find("channel")
    assert [channel.findtext(name) for name in ("title", "link", "description")] == [
        CHANNEL.title,
        CHANNEL.home,
        CHANNEL.about,
    ]
    link = channel.find(f"{ATOM}link")
    assert (link.get("rel"), link.get("type")) == ("self", "application/rss+xml")


def test_an_rss_item_has_an_id_that_is_no_link_and_a_date_with_its_zone() -> None:
    item = _xml(CHANNEL, Format.RSS).find("channel/item")

    guid = item.find("guid")
    assert (guid.text, guid.get("isPermaLink")) == (ITEM.id, "false")
    assert item.findtext("pubDate") == "Sun, 22 Nov 2026 12:00:00 GMT"
    assert parsedate_to_datetime(item.findtext("pubDate")) == NOON
    assert item.findtext(f"{DC}creator") == "A. B., akorda.example"
    assert [each.text for each in item.findall("category")] == ["CSTO", "Kazakhstan"]


def test_a_json_feed_has_all_that_json_feed_1_1_requires() -> None:
    feed = _json(CHANNEL)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["feed_url"], feed["home_page_url"]) == (CHANNEL.title, CHANNEL.address, CHANNEL.home)
    assert feed["items"] == [
        {
            "id": ITEM.id,
            "url": ITEM.url,
            "title": ITEM.title,
            "summary": "The CSTO met.\nKazakhstan was host.",
            "language": "en",
            "content_html": '<p dir="auto">The CSTO met.</p><p dir="auto">Kazakhstan was host.</p>'
            '<p><a href="https://monitor.example/story/3">All that is known of it</a></p>',
            "date_published": "2026-11-22T12:00:00Z",
            "date_modified": "2026-11-22T13:00:00Z",
            "authors": [{"name": "A. B., akorda.example"}],
            "tags": ["CSTO", "Kazakhstan"],
        }
    ]


@FORMATS
def test_a_feed_without_articles_is_a_feed(form: Format) -> None:
    parsed = _read(replace(CHANNEL, items=()), form)

    assert (parsed.title, parsed.entries) == ("monitor: csto", ())


# --- there and back -------------------------------------------------------------------------------


@FORMATS
def test_our_own_parser_reads_back_what_was_written(form: Format) -> None:
    parsed = _read(CHANNEL, form)

    assert parsed.title == CHANNEL.title
    (entry,) = parsed.entries
    assert (entry.key, entry.url, entry.title) == (ITEM.id, ITEM.url, ITEM.title)
    assert entry.published_at == NOON
    assert entry.author == ITEM.byline
    assert "The CSTO met." in entry.summary_html


@FORMATS
@pytest.mark.parametrize("title", ["Kazakhstan & Co", "3 < 4 > 2", 'He said "CSTO"', "哈萨克斯坦", "قازاقستان"])
def test_a_title_arrives_as_it_was(form: Format, title: str) -> None:
    (entry,) = _read(_with(title=title), form).entries

    assert entry.title == title


# --- others' words --------------------------------------------------------------------------------

EVIL = '<img src=x onerror="alert(1)">'


@FORMATS
def test_markup_in_what_is_said_stays_text(form: Format) -> None:
    channel = _with(lines=(EVIL,), page='https://monitor.example/"><script>')
    summary = {
        Format.ATOM: lambda: _xml(channel, form).findtext(f"{ATOM}entry/{ATOM}summary"),
        Format.RSS: lambda: _xml(channel, form).findtext("channel/item/description"),
        Format.JSON: lambda: _json(channel)["items"][0]["content_html"],
    }[form]()

    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in summary
    assert "<img" not in summary
    assert "<script" not in summary


def test_an_rss_title_is_no_markup_for_readers_that_take_it_for_html() -> None:
    title = _xml(_with(title=EVIL), Format.RSS).findtext("channel/item/title")

    assert title == '&lt;img src=x onerror="alert(1)">'


def test_an_atom_title_says_that_it_is_text() -> None:
    title = _xml(_with(title=EVIL), Format.ATOM).find(f"{ATOM}entry/{ATOM}title")

    assert (title.get("type"), title.text) == ("text", EVIL)


@FORMATS
def test_an_article_without_a_title_goes_by_its_address(form: Format) -> None:
    (entry,) = _read(_with(title=" \x00 "), form).entries

    assert entry.title == ITEM.url


@pytest.mark.parametrize(
    ("given_", "made"),
    [
        ("a\x00b\x08c\x1bd", "abcd"),
        ("half \ud800 a pair", "half a pair"),
        ("no\ufffe character", "no character"),
        ("two\r\nlines\tand more", "two lines and more"),
        ("Bcc: a@b\r\n\r\nbody", "Bcc: a@b body"),
        ("emoji 🇰🇿 stays", "emoji 🇰🇿 stays"),
    ],
)
def test_what_xml_cannot_hold_is_dropped_and_a_line_stays_one(given_: str, made: str) -> None:
    assert harmless(given_) == made


@pytest.mark.parametrize(
    ("given_", "made"),
    [
        ("\u202eevil", "\u202eevil\u202c"),
        ("\u202ea\u202c", "\u202ea\u202c"),
        ("\u2067a\u202eb", "\u2067a\u202eb\u202c\u2069"),
        ("\u2066\u202ea\u2069", "\u2066\u202ea\u2069"),
        ("\u202ca\u2069", "\u202ca\u2069"),
        ("\u202a\u202ba", "\u202a\u202ba\u202c\u202c"),
        ("\u202e\u2069a", "\u202e\u2069a\u202c"),
        ("\u2067\u202ca", "\u2067\u202ca\u2069"),
    ],
)
def test_what_turns_the_direction_of_writing_ends_with_its_text(given_: str, made: str) -> None:
    assert harmless(given_) == made


@given(st.text(st.characters(codec=None), max_size=40), st.sampled_from(list(Format)))
def test_whatever_the_words_are_each_format_is_well_formed(words: str, form: Format) -> None:
    item = replace(ITEM, title=words, byline=words, lines=(words,), topics=(words,), url=f"https://a.example/{words}")

    body = written(replace(CHANNEL, about=words, items=(item,)), form)

    if form is Format.JSON:
        assert len(json.loads(body)["items"]) == 1
    else:
        root = etree.fromstring(body)
        assert len(root.findall(f"{ATOM}entry") or root.findall("channel/item")) == 1


@FORMATS
def test_the_same_articles_make_the_same_bytes(form: Format) -> None:
    assert written(CHANNEL, form) == written(replace(CHANNEL), form)


def test_a_moment_in_another_zone_is_written_in_utc() -> None:
    almaty = datetime.fromisoformat("2026-11-22T17:00:00+05:00")
    channel = _with(published_at=almaty, updated_at=almaty)

    assert _xml(channel, Format.RSS).findtext("channel/item/pubDate") == "Sun, 22 Nov 2026 12:00:00 GMT"
    assert _json(channel)["items"][0]["date_published"] == "2026-11-22T12:00:00Z"
    assert almaty.astimezone(UTC) == NOON
