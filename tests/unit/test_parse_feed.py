"""What a feed's body turns into, for every format and every way it can be wrong."""

import gzip
import time
from datetime import UTC, datetime

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, FeedType, ParsedFeed
from monitor.parse.feed import MAX_ENTRIES, parse
from monitor.parse.sitemap import MAX_ADDRESSES
from monitor.parse.unpack import MAX_UNPACKED_BYTES

URL = "https://news.example/feed.xml"

RSS = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Steppe &amp;amp; Sea</title><link>https://news.example/</link>
<language>en_GB</language>
<item><title>Grain &lt;b&gt;prices&lt;/b&gt; rise &amp;amp; fall</title><link>/a/1</link>
<guid isPermaLink="false">n-1</guid><pubDate>Wed, 05 Jan 2022 23:14:00 +0600</pubDate>
<author>desk@news.example (Aigul Omarova)</author><description>Short.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="kk" xml:base="https://other.example/x/">
<title>Dala</title><id>tag:dala</id><updated>2022-01-05T10:00:00Z</updated>
<entry><id>tag:dala,1</id><title type="html">Жаңа &lt;i&gt;порт&lt;/i&gt;</title><link href="b/2"/>
<published>2022-01-05T16:00:00+06:00</published><author><name>Ann</name></author><author><name>Bek</name></author>
<summary>Short.</summary><content type="html">&lt;p&gt;The longer text of the two.&lt;/p&gt;</content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old</title>
<link>https://old.example/</link></channel><item rdf:about="https://old.example/1"><title>First</title>
<link>https://old.example/1</link><dc:date>2022-01-05</dc:date><dc:creator>Ann</dc:creator></item></rdf:RDF>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "en", "items": [
 {"id": 7, "url": "/seven", "title": "Seven", "content_text": "a < b", "authors": [{"name": "Ann"}],
  "date_published": "2022-01-05T23:14:00+06:00"},
 {"id": "8", "external_url": "https://other.example/8", "content_html": "<p>x</p>"}]}"""

NEWS_MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/a?x=1&amp;y=2</loc><lastmod>2022-01-09</lastmod>
<image:image><image:loc>https://news.example/a.png</image:loc><image:title>No</image:title></image:image>
<news:news><news:publication><news:name>N</news:name><news:language>ru</news:language></news:publication>
<news:publication_date>2022-01-05T12:00:00Z</news:publication_date><news:title>Порт открыт</news:title></news:news>
</url><url><loc>https://news.example/b</loc><lastmod>2022-01-04</lastmod></url></urlset>"""


def item(body: str) -> str:
    return f'<rss version="2.0"><channel><title>T</title><item>{body}</item></channel></rss>'


def read(text: str | bytes, content_type: str = "", wanted: FeedType = FeedType.AUTO) -> ParsedFeed:
    parsed = parse(text.encode() if isinstance(text, str) else text, content_type, URL, wanted)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def refused(text: str | bytes, wanted: FeedType = FeedType.AUTO) -> Failed:
    failed = parse(text.encode() if isinstance(text, str) else text, "", URL, wanted)
    assert isinstance(failed, Failed), failed
    return failed


def test_an_rss_entry_comes_out_whole() -> None:
    feed = read(RSS)

    assert (feed.format, feed.title, feed.language) == ("rss20", "Steppe & Sea", "en-GB")
    assert feed.entries == (
        Entry(
            key="n-1",
            url="https://news.example/a/1",
            title="Grain prices rise & fall",
            summary_html="Short.",
            author="Aigul Omarova",
            language="en-GB",
            published_at=datetime(2022, 1, 5, 17, 14, tzinfo=UTC),
        ),
    )


def test_an_atom_entry_comes_out_whole_with_the_longest_text() -> None:
    (entry,) = read(ATOM).entries

    assert entry.key == "tag:dala,1"
    assert entry.url == "https://other.example/x/b/2"
    assert entry.title == "Жаңа порт"
    assert entry.summary_html == "<p>The longer text of the two.</p>"
    assert entry.author == "Ann, Bek"
    assert entry.language == "kk"
    assert entry.published_at == datetime(2022, 1, 5, 10, 0, tzinfo=UTC)


def test_an_rdf_entry_comes_out_whole() -> None:
    (entry,) = read(RDF).entries

    assert (entry.url, entry.title, entry.author) == ("https://old.example/1", "First", "Ann")
    assert entry.published_at == datetime(2022, 1, 5, tzinfo=UTC)


def test_a_json_feed_comes_out_whole_and_its_numbers_are_ids() -> None:
    first, second = read(JSON).entries

    assert (first.key, first.url, first.author) == ("7", "https://news.example/seven", "Ann")
    assert first.summary_html == "a &lt; b"
    assert first.published_at == datetime(2022, 1, 5, 17, 14, tzinfo=UTC)
    assert (second.key, second.url, second.language) == ("8", "https://other.example/8", "en")


def test_a_news_site_map_gives_titles_and_days_of_publication_and_no_pictures() -> None:
    first, second = read(NEWS_MAP).entries

    assert (first.key, first.url) == ("https://news.example/a?x=1&y=2", "https://news.example/a?x=1&y=2")
    assert (first.title, first.language) == ("Порт открыт", "ru")
    assert first.published_at == datetime(2022, 1, 5, 12, 0, tzinfo=UTC)
    assert second.url == "https://news.example/b"


def test_the_day_a_page_was_last_changed_is_no_claim_of_publication() -> None:
    assert read(NEWS_MAP).entries[1].published_at is None


def test_a_site_map_that_breaks_off_gives_what_came_before() -> None:
    assert [entry.url for entry in read(NEWS_MAP[: NEWS_MAP.index("<url><loc>https://news.example/b")]).entries] == [
        "https://news.example/a?x=1&y=2"
    ]


def test_a_site_map_is_refused_where_a_feed_is_wanted() -> None:
    failed = refused(NEWS_MAP, FeedType.FEED)

    assert failed.reason is Reason.NOT_A_FEED
    assert "type: sitemap" in failed.detail


def test_an_index_of_site_maps_names_the_maps_to_fetch() -> None:
    feed = read("<sitemapindex><sitemap><loc>https://news.example/1.xml</loc></sitemap></sitemapindex>")

    assert (feed.format, [part.url for part in feed.parts]) == ("sitemapindex", ["https://news.example/1.xml"])


@pytest.mark.parametrize(("body", "size"), [(b"", 0), (b"\r\n" * 5 + b" ", 11)])
def test_an_empty_answer_is_no_healthy_feed(body: bytes, size: int) -> None:
    failed = refused(body)

    assert failed.reason is Reason.EMPTY
    assert f"({size} bytes)" in failed.detail


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"http://127.0.0.1:1/feed.xml", 'text that begins with "http://127.0.0.1:1/feed.xml"'),
        (b"/etc/hostname", "text that begins"),
        (b'{"a": 1}', "no JSON Feed"),
        (b"[" * 100_000, "begins like JSON but is none"),
        (b"<svg></svg>", "begins with <svg>"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    failed = refused(body)

    assert failed.reason is Reason.NOT_A_FEED
    assert words in failed.detail


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><head><title>Log &amp; in</title></head></html>", 'an HTML page titled "Log & in"'),
        (b"<!-- x --><html><body>no title</body></html>", "an HTML page without a title"),
        (b"<p>Wait</p><body>", "an HTML page without a title"),
    ],
)
def test_a_page_in_a_feeds_place_is_told_from_other_things_that_are_no_feed(body: bytes, words: str) -> None:
    failed = refused(body)

    assert failed.reason is Reason.HTML_PAGE
    assert words in failed.detail


def test_a_valid_feed_without_entries_is_a_feed() -> None:
    assert read('<rss version="2.0"><channel><title>Quiet</title></channel></rss>').entries == ()


RSS_HEAD = '<rss version="2.0"><channel><title>T</title><link>https://news.example/</link>'
WHOLE = "<item><guid>1</guid><title>Whole</title></item>"
ATOM_HEAD = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>'
RDF_HEAD = RDF[: RDF.index("<item")]


@pytest.mark.parametrize(
    "body",
    [
        RSS_HEAD,
        RSS_HEAD + "<item><guid>1</guid><title>Port of Akt",
        RSS_HEAD + "<item><guid>1</guid><title>A</title><description><![CDATA[an </item> and </rss> in a te",
        ATOM_HEAD + "<entry><id>1</id><title>A</title><summary>hal",
        RDF_HEAD,
        RDF_HEAD + "<item rdf:about='https://old.example/1'><title>Fir",
        RSS_HEAD + "<image><url>https://news.example/i.png</url></image><item><guid>1</guid><title>Por",
        NEWS_MAP[: NEWS_MAP.index("<lastmod>2022-01-09")],
    ],
)
def test_a_feed_that_breaks_off_before_the_end_of_its_first_entry_is_cut_short(body: str) -> None:
    assert refused(body).reason is Reason.CUT_SHORT


@pytest.mark.parametrize(
    "body",
    [
        RSS_HEAD + WHOLE + "<item><guid>2</guid><title>Port of Akt",
        RSS_HEAD + WHOLE + "<item><guid>2</guid><title>B</title><description>The port was",
        RSS_HEAD + WHOLE + "<item><guid>2</guid><title>B</title><description><![CDATA[an </item> and </rss> in a te",
        RSS_HEAD + WHOLE + "<item><guid>2</guid><title>B</title></ite",
        RSS_HEAD + WHOLE.upper() + "<ITEM><GUID>2</GUID><TITLE>B",
        RSS_HEAD + WHOLE + "<item><guid>2</guid><source><url>https://news.example/s</url></source><title>Por",
        RSS_HEAD + WHOLE,
        ATOM_HEAD + "<entry><id>1</id><title>Whole</title></entry><entry><id>2</id><title>B</title><summary>hal",
        RDF_HEAD + "<item rdf:about='1'><title>Whole</title></item><item rdf:about='2'><title>Hal",
    ],
)
def test_of_a_feed_that_breaks_off_the_finished_entries_are_kept_and_the_cut_is_said(body: str) -> None:
    feed = read(body)

    assert [entry.title.lower() for entry in feed.entries] == ["whole"]
    assert feed.is_cut_short


def test_what_is_left_of_a_cut_feed_reads_as_it_would_in_the_whole_one() -> None:
    cut = RSS.replace("</channel></rss>", "<item><title>Hal")

    assert read(cut).entries == read(RSS).entries


@pytest.mark.parametrize(
    "body",
    [
        RSS,
        RSS + "\n<!-- 0.2 s --> <b>Warning</b>: cached" + " " * 2_000,
        RSS.replace("</rss>", ""),
        RSS.replace("Short.", "<![CDATA[never closed"),
        ATOM,
        RDF,
        NEWS_MAP,
        JSON,
        RSS_HEAD + "</channel></rss>",
        "<urlset/>",
    ],
)
def test_a_whole_feed_is_not_taken_for_a_cut_one(body: str) -> None:
    assert not read(body).is_cut_short


def test_of_a_site_map_that_breaks_off_no_half_address_is_kept() -> None:
    feed = read(NEWS_MAP[: NEWS_MAP.index("/b</loc>")])

    assert [entry.url for entry in feed.entries] == ["https://news.example/a?x=1&y=2"]
    assert feed.is_cut_short


def test_entries_of_broken_xml_are_recovered() -> None:
    body = '<rss version="2.0"><channel><item><title>Oil & gas &nbsp; up</title><link>/1</link></item></channel></rss>'

    (entry,) = read(body).entries

    assert (entry.title, entry.url) == ("Oil & gas up", "https://news.example/1")


def test_a_warning_printed_before_the_feed_is_passed_over() -> None:
    assert len(read("<br />\n<b>Warning</b>: odd in line 3\n" + RSS).entries) == 1


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + item("<title>&b;</title>")


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS.encode(),
        LAUGHS.encode("utf-16"),
        LAUGHS.encode("utf-16-le"),
        LAUGHS.replace("<!ENTITY", '<!ENTITY % p "x"><!ENTITY').encode(),
        ("<!-- <a> -->" + LAUGHS).encode(),
        LAUGHS.replace("<!DOCTYPE rss", '<!DOCTYPE rss SYSTEM "a>b"').encode(),
        LAUGHS.replace("rss [", "rss " + " " * 9_000 + "[ <!-- ] --> ").encode(),
        NEWS_MAP.replace("<urlset", '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset').encode(),
    ],
)
def test_declared_entities_are_refused_before_any_parser_runs(body: bytes) -> None:
    assert refused(body).reason is Reason.ENTITIES


def test_the_plain_document_type_of_old_feeds_is_fine() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.example/rss-0.91.dtd">'

    assert read(doctype + item("<title>Caf&eacute;</title>")).entries[0].title == "Café"


def test_an_article_about_entities_is_fine() -> None:
    text = "<title>XML</title><description><![CDATA[<!DOCTYPE a [<!ENTITY b 'c'>]>]]></description>"

    assert read(item(text)).entries[0].title == "XML"


RUSSIAN = item("<title>Порт Актау открыт после шторма</title><link>/1</link>")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (RUSSIAN.encode(), ""),
        (RUSSIAN.encode(), "text/xml; charset=windows-1251"),
        (RUSSIAN.encode("cp1251"), "text/xml; charset=windows-1251"),
        (RUSSIAN.encode("cp1251"), ""),
        (RUSSIAN.encode("cp1251"), "text/xml; charset=utf-8"),
        (b'<?xml version="1.0" encoding="windows-1251"?>' + RUSSIAN.encode("cp1251"), "text/xml"),
        (b'<?xml version="1.0" encoding="utf-8"?>' + RUSSIAN.encode("cp1251"), "text/xml"),
        (RUSSIAN.encode("koi8-r"), 'application/rss+xml; charset="koi8-r"'),
        (RUSSIAN.encode("utf-16"), "text/xml"),
        (RUSSIAN.encode("utf-8-sig"), ""),
    ],
)
def test_cyrillic_comes_out_right_whatever_is_declared(body: bytes, content_type: str) -> None:
    assert read(body, content_type).entries[0].title == "Порт Актау открыт после шторма"


def test_an_entry_without_id_is_keyed_by_its_link() -> None:
    assert read(item("<title>A</title><link>https://a.example/1</link>")).entries[0].key == "https://a.example/1"


def test_an_entry_without_id_and_link_is_keyed_by_its_content() -> None:
    one = read(item("<title>A</title><description>b</description>")).entries[0]
    same = read(item("<description>b</description><title>A</title>")).entries[0]
    other = read(item("<title>A</title><description>c</description>")).entries[0]

    assert one.url == ""
    assert one.key == same.key != other.key


def test_an_id_too_long_for_an_index_is_hashed() -> None:
    assert read(item(f"<guid>{'x' * 9_000}</guid><title>A</title>")).entries[0].key.startswith("sha256:")


def test_of_two_entries_with_one_key_the_first_stays() -> None:
    twice = RSS.replace("</item>", "</item><item><guid isPermaLink='false'>n-1</guid><title>Twin</title></item>")

    assert [entry.title for entry in read(twice).entries] == ["Grain prices rise & fall"]


@pytest.mark.parametrize(
    "one",
    [
        "<item><guid isPermaLink='false'>0</guid><link>https://news.example/{0}</link><title>Same</title></item>",
        "<item><link>https://news.example/</link><title>Headline {0}</title></item>",
    ],
    ids=["one guid, many links", "one link, many headlines"],
)
def test_articles_that_share_a_key_all_stay(one: str) -> None:
    body = f"<rss version='2.0'><channel>{''.join(one.format(n) for n in range(5))}</channel></rss>"

    assert len(read(body).entries) == 5


def test_relative_links_start_from_the_site_that_the_feed_names() -> None:
    body = RSS.replace("https://news.example/<", "https://site.example/deep/<").replace("/a/1", "a/1")

    assert read(body).entries[0].url == "https://site.example/deep/a/1"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.example", "file:///etc/hostname", "http://[::1"])
def test_a_link_that_is_no_web_address_is_dropped(link: str) -> None:
    assert read(item(f"<title>A</title><link>{link}</link>")).entries[0].url == ""


def test_characters_that_stores_refuse_are_dropped() -> None:
    body = item("<title>a\0b\x0bc&#0;&#xD800;&#x110000;d</title>").encode().replace(b"d</", b"d\xed\xa0\x80</")

    (entry,) = read(body).entries

    assert entry.title.encode()
    assert not set(entry.title) & set("\0\x0b\x1f")
    assert entry.title.startswith("abc")


def test_text_is_composed() -> None:
    assert read(item("<title>и\u0306</title>")).entries[0].title == "й"


def test_of_too_many_entries_the_newest_stay_and_the_loss_is_counted() -> None:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><pubDate>{2000 + n // 300}-01-{1 + n % 28:02}</pubDate></item>"
        for n in range(3_000)
    )

    feed = read(f'<rss version="2.0"><channel>{items}</channel></rss>')

    assert len(feed.entries) == MAX_ENTRIES
    assert feed.dropped == 3_000 - MAX_ENTRIES
    assert min(int(entry.key) for entry in feed.entries) >= 1_800


def test_of_too_long_a_site_map_the_pages_changed_last_and_then_those_at_the_end_stay() -> None:
    dated = "".join(f"<url><loc>a/{n}</loc><lastmod>2022-01-05T12:{n % 60:02}</lastmod></url>" for n in range(200))
    undated = "".join(f"<url><loc>u/{n}</loc></url>" for n in range(MAX_ADDRESSES - 100))

    feed = read(f"<urlset>{dated}{undated}</urlset>")

    kept = {entry.url for entry in feed.entries}
    assert (len(kept), feed.dropped) == (MAX_ADDRESSES, 100)
    assert {f"https://news.example/a/{n}" for n in range(200)} <= kept
    assert "https://news.example/u/99" not in kept
    assert f"https://news.example/u/{MAX_ADDRESSES - 101}" in kept


@pytest.mark.parametrize("body", [NEWS_MAP, RSS, ATOM, JSON])
def test_a_feed_in_a_gzip_file_is_read_like_the_feed(body: str) -> None:
    assert read(gzip.compress(body.encode()), "application/gzip") == read(body)


def test_a_gzip_file_of_something_else_is_named_for_what_it_holds() -> None:
    failed = refused(gzip.compress(b"<html><title>Log in</title></html>"))

    assert failed.reason is Reason.HTML_PAGE
    assert 'an HTML page titled "Log in"' in failed.detail


def test_a_gzip_file_in_a_gzip_file_is_not_unpacked_again() -> None:
    assert "gzip" in refused(gzip.compress(gzip.compress(RSS.encode()))).detail


def test_a_gzip_file_of_nothing_is_empty() -> None:
    assert refused(gzip.compress(b"")).reason is Reason.EMPTY


def test_a_gzip_bomb_is_too_big() -> None:
    bomb = gzip.compress(b" " * (MAX_UNPACKED_BYTES + 1))

    failed = refused(bomb)

    assert len(bomb) < 100_000
    assert failed.reason is Reason.TOO_BIG
    assert "24 MB" in failed.detail


def test_a_damaged_gzip_file_is_said_to_be_damaged() -> None:
    assert refused(b"\x1f\x8b\x08\0" + b"\xff" * 50).reason is Reason.BAD_ENCODING


def test_of_a_gzip_file_that_breaks_off_the_finished_entries_are_kept() -> None:
    items = "".join(f"<item><guid>{n}</guid><title>{n * n}</title></item>" for n in range(500))
    packed = gzip.compress(f"{RSS_HEAD}{items}</channel></rss>".encode())

    feed = read(packed[: len(packed) // 2])

    assert feed.is_cut_short
    assert 0 < len(feed.entries) < 500
    assert all(int(entry.title) == int(entry.key) ** 2 for entry in feed.entries)


@pytest.mark.parametrize(
    "body",
    [
        item("<title>t</title><description>" + "<a>" * 100_000 + "</description>"),
        item("<title>" + "<" * 200_000 + "</title>"),
        "<!--" * 200_000,
        "<!DOCTYPE " * 100_000,
        '<rss version="2.0"><channel>' + "<item>" * 50_000,
        '<rss version="2.0"><channel>' + "<item>" * 50_000 + "</channel></rss>",
        '<rss version="2.0"><channel>' + "<![CDATA[" * 200_000,
        '<rss version="2.0"><channel>' + "<![CDATA[]" * 200_000 + "]]>" * 1_000,
        '<rss version="2.0"><channel>' + "</rss" * 200_000,
        "<urlset>" + "<url><loc>" * 200_000,
    ],
)
def test_hostile_bodies_cost_little(body: str) -> None:
    started = time.process_time()

    parse(body.encode(), "", URL)

    assert time.process_time() - started < 20
