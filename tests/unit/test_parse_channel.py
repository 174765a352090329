"""What RSS, RDF and Atom feeds say beside their entries."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.feeds import Hints, ParsedFeed
from monitor.parse.channel import with_absolute_base, with_channel
from monitor.parse.feed import parse

URL = "https://news.example/feeds/all.xml?lang=en"
ITEM = "<item><guid>1</guid><title>A</title><link>https://news.example/1</link></item>"
NAMESPACES = 'xmlns:a="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


def read(text: str, url: str = URL) -> ParsedFeed:
    parsed = parse(text.encode(), "", url)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def rss(said: str, after: str = "") -> ParsedFeed:
    return read(f'<rss version="2.0" {NAMESPACES}><channel><title>T</title>{said}{ITEM}{after}</channel></rss>')


def atom(said: str, attributes: str = "", url: str = URL) -> ParsedFeed:
    return read(f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>T</title>{said}</feed>', url)


@pytest.mark.parametrize(
    ("said", "hints"),
    [
        ("", Hints()),
        ("<ttl>60</ttl>", Hints(ttl_s=3_600)),
        ("<ttl>\n 5 \n</ttl>", Hints(ttl_s=300)),
        ("<sy:updatePeriod>\n\thourly\t</sy:updatePeriod>", Hints(update_s=3_600)),
        (
            "<sy:updatePeriod>Daily</sy:updatePeriod><sy:updateFrequency> 4 </sy:updateFrequency><sy:updateBase/>",
            Hints(update_s=21_600),
        ),
        ("<sy:updateFrequency>2</sy:updateFrequency>", Hints(update_s=43_200)),
        ("<sy:updatePeriod>weekly</sy:updatePeriod>", Hints(update_s=604_800)),
        ("<sy:updatePeriod>monthly</sy:updatePeriod>", Hints(update_s=2_592_000)),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", Hints(update_s=31_536_000)),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>9999999</sy:updateFrequency>",
            Hints(update_s=1),
        ),
        ("<skipHours><hour>1</hour>\n<hour> 07 </hour><hour>24</hour></skipHours>", Hints(skip_hours=(0, 1, 7))),
        ("<skipDays><day>Sunday</day><day>saturday</day></skipDays>", Hints(skip_days=(5, 6))),
        ("<SKIPDAYS><DAY>MONDAY</DAY></SKIPDAYS>", Hints(skip_days=(0,))),
    ],
)
def test_the_wishes_of_a_feed_are_read(said: str, hints: Hints) -> None:
    assert rss(said).hints == hints


@pytest.mark.parametrize(
    "said",
    [
        "<ttl>0</ttl>",
        "<ttl>-60</ttl>",
        "<ttl>soon</ttl>",
        "<ttl>1e3</ttl>",
        "<ttl>²</ttl>",
        f"<ttl>{'9' * 5_000}</ttl>",
        '<ttl unit="minutes">60</ttl>',
        "<ttl/>",
        "<sy:updatePeriod>whenever</sy:updatePeriod>",
        "<sy:updateFrequency>0</sy:updateFrequency>",
        "<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour><hour>٣</hour><hour/></skipHours>",
        "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(24)) + "</skipHours>",
        "<skipDays><day>Samedi</day><day>6</day></skipDays>",
        "<skipDays>Sunday</skipDays>",
        "<!-- <skipDays><day>Sunday</day></skipDays> -->",
        "<description><![CDATA[<skipDays><day>Sunday</day></skipDays>]]></description>",
        "<skipDays><day>Sunday</day>",
        "<links>x</links>",
        '<links href="https://hub.example/" rel="hub"/>',
        '<a:link rel="hub" href="javascript:alert(1)"/>',
        '<a:link rel="hub"/>',
        '<a:link href=""/>',
    ],
)
def test_nonsense_counts_as_unsaid(said: str) -> None:
    feed = rss(said)

    assert (feed.hints, feed.hubs, feed.self_url, feed.older) == (Hints(), (), "", "")
    assert len(feed.entries) == 1


def test_what_stands_behind_the_entries_counts_too() -> None:
    feed = rss(
        "", after='<ttl>60</ttl><skipHours><hour>3</hour></skipHours><a:link rel="hub" href="https://h.example/"/>'
    )

    assert feed.hints == Hints(ttl_s=3_600, skip_hours=(3,))
    assert feed.hubs == ("https://h.example/",)


def test_what_an_article_says_of_skipping_is_no_wish_of_its_feed() -> None:
    item = "<item><title>B</title><description>&lt;p&gt;</description><skipHours><hour>3</hour></skipHours></item>"

    assert rss("", after=item).hints == Hints()


def test_an_rdf_feed_can_wish_too() -> None:
    feed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:s="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>'
        "<s:updatePeriod>daily</s:updatePeriod><s:updateFrequency>24</s:updateFrequency></channel></rdf:RDF>"
    )

    assert feed.hints == Hints(update_s=3_600)


def test_hubs_and_the_feeds_own_address_are_read_from_rss() -> None:
    feed = rss(
        '<a:link rel="hub" href="https://one.example/"/><a:link rel="self" href="https://news.example/all.xml"/>'
        '<a:link rel="hub" href="https://two.example/"/><a:link rel="hub" href="https://one.example/"/>'
    )

    assert feed.hubs == ("https://one.example/", "https://two.example/")
    assert feed.self_url == "https://news.example/all.xml"


def test_hubs_and_the_feeds_own_address_are_read_from_atom() -> None:
    feed = atom('<link rel="hub" href="/hub"/><link rel="self" href="all.xml"/><link href="/"/>')

    assert (feed.hubs, feed.self_url) == (("https://news.example/hub",), "https://news.example/feeds/all.xml")


def test_an_entrys_links_are_not_its_feeds() -> None:
    feed = atom('<entry><id>1</id><link rel="hub" href="/hub"/><link rel="next" href="/2"/></entry>')

    assert (feed.hubs, feed.older) == ((), "")


def test_a_hundred_hubs_are_cut_down_to_five() -> None:
    assert len(atom("".join(f'<link rel="hub" href="/{n}"/>' for n in range(100))).hubs) == 5


@pytest.mark.parametrize(
    ("said", "older"),
    [
        ('<link rel="next" href="?page=2"/>', "https://news.example/feeds/all.xml?page=2"),
        ('<link rel="next" href="?page=2"/><link rel="prev-archive" href="/2021/"/>', "https://news.example/2021/"),
        (
            '<link rel="http://www.iana.org/assignments/relation/prev-archive" href="/2021/"/>',
            "https://news.example/2021/",
        ),
        ('<link rel="next" href=""/>', ""),
        ('<link rel="next" href="#more"/>', ""),
        (f'<link rel="next" href="{URL}#top"/>', ""),
        ('<link rel="self" href="/all"/><link rel="prev-archive" href="/all"/>', ""),
        ('<link rel="self" href="/all"/><link rel="prev-archive" href="/all"/><link rel="next" href="/2"/>', "/2"),
        ('<link rel="previous" href="/1"/><link rel="last" href="/9"/><link rel="next-archive" href="/3"/>', ""),
        ('<link rel="next" href="ftp://news.example/2"/>', ""),
    ],
)
def test_the_page_with_older_entries_is_an_archive_or_the_next_one_and_never_the_feed_itself(
    said: str, older: str
) -> None:
    assert atom(said).older == (f"https://news.example{older}" if older.startswith("/") else older)


def test_a_paged_rss_feed_names_its_next_page() -> None:
    assert rss('<a:link rel="next" href="https://news.example/feed?paged=2"/>').older == (
        "https://news.example/feed?paged=2"
    )


FINAL = "https://final.example/d/feed.xml?x=1&y=2"


@pytest.mark.parametrize(
    ("feed_base", "entry_base", "link", "address"),
    [
        ("", "", "a", "https://final.example/d/a"),
        ('xml:base="blog/"', "", "a", "https://final.example/d/blog/a"),
        ('xml:base="/blog/"', "", "a", "https://final.example/blog/a"),
        ('xml:base="../"', "", "a", "https://final.example/a"),
        ("xml:base='../x/'", "", "../a", "https://final.example/a"),
        ('xml:base="//cdn.example/"', "", "a", "https://cdn.example/a"),
        ('xml:base="https://other.example/x/"', "", "a", "https://other.example/x/a"),
        ('xml:base="https://other.example/x/"', 'xml:base="y/"', "a", "https://other.example/x/y/a"),
        ('xml:base="https://other.example/x/"', 'xml:base="../y/"', "a", "https://other.example/y/a"),
        ('xml:base="/blog/"', 'xml:base="2022/"', "a", "https://final.example/blog/2022/a"),
        ('xml:base="/blog/"', 'xml:base="https://other.example/x/"', "a", "https://other.example/x/a"),
        ("", 'xml:base="../2022/"', "a", "https://final.example/2022/a"),
        ("", 'xml:base="../2022/"', "../a", "https://final.example/a"),
        ('xml:base=""', "", "?p=7", "https://final.example/d/feed.xml?p=7"),
        ('xml:base="?z=3&amp;w=4"', "", "#a", "https://final.example/d/feed.xml?z=3&w=4#a"),
        ('xml:base="javascript:void"', "", "https://a.example/1", "https://a.example/1"),
    ],
)
def test_relative_links_of_atom_start_from_xml_base_and_the_final_address(
    feed_base: str, entry_base: str, link: str, address: str
) -> None:
    feed = atom(f'<entry {entry_base}><id>tag:1</id><link href="{link}"/></entry>', feed_base, FINAL)

    assert [(entry.key, entry.url) for entry in feed.entries] == [("tag:1", address)]


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ('xml:base="/blog/"', "https://final.example/blog/a"),
        ('xml:base="../"', "https://final.example/a"),
        ('xml:base="https://other.example/x/"', "https://other.example/x/a"),
    ],
)
def test_relative_links_of_rss_start_from_xml_base_where_there_is_one(base: str, address: str) -> None:
    body = f'<rss version="2.0" {base}><channel><title>T</title><item><link>a</link></item></channel></rss>'

    assert [entry.url for entry in read(body, FINAL).entries] == [address]


def test_hubs_and_pages_start_from_xml_base_too() -> None:
    feed = atom('<link rel="hub" href="hub"/><link rel="prev-archive" href="2021/"/>', 'xml:base="../blog/"', FINAL)

    assert (feed.hubs, feed.older) == (("https://final.example/blog/hub",), "https://final.example/blog/2021/")


def test_an_address_that_xml_would_misread_is_escaped() -> None:
    text = with_absolute_base('<feed xml:base="x/"/>', 'https://a.example/"<>&/f')

    assert text == '<feed xml:base="https://a.example/%22%3C%3E&amp;/x/"/>'


def test_an_entry_with_a_base_of_its_own_gives_it_to_no_other() -> None:
    entries = (
        '<entry><id>urn:x:1</id><content xml:base="https://b.example/" type="html">x</content></entry>'
        '<entry><id>urn:x:2</id><link href="/two"/></entry>'
    )

    assert [entry.url for entry in atom(entries, "", FINAL).entries] == ["", "https://final.example/two"]


def test_a_feed_without_a_base_is_left_alone() -> None:
    text = '<feed><summary>xml:base="x"</summary></feed>'

    assert with_absolute_base(text, URL) is text


VALUES = st.recursive(
    st.none() | st.text(max_size=20) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["href", "rel"]), inner, max_size=2),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["links", "ttl", "sy_updateperiod", "sy_updatefrequency"]), VALUES), st.text())
def test_no_channel_stops_the_reader(channel: dict[str, object], text: str) -> None:
    assert with_channel(ParsedFeed("rss20", "", "", ()), channel, text, URL).format == "rss20"


@pytest.mark.parametrize(
    "text",
    [
        "<skipHours>" * 50_000,
        "<skipHours>" + "<hour>" * 100_000,
        "<!--<skip" * 100_000,
        "<![CDATA[<skip" * 100_000,
        "<a" * 500_000,
        "<item>" + "</item " * 150_000,
        "<a xml:base" * 100_000,
        "<a " + "xml:base=" * 100_000,
        "<a" + " xml:base= " * 100_000,
        "<a" + " " * 1_000_000,
    ],
)
def test_hostile_text_costs_little(text: str) -> None:
    started = time.process_time()

    with_channel(ParsedFeed("rss20", "", "", ()), {}, with_absolute_base(text, URL), URL)

    assert time.process_time() - started < 0.5
