"""Whatever a feed looks like, leaving out known items changes nothing for the others."""

from collections.abc import Callable, Iterable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.records.feeds import HASH_BYTES, Entry, ParsedFeed
from monitor.parse import rss_atom
from monitor.parse.channel import with_absolute_base
from monitor.parse.cut import whole
from monitor.parse.feed import MAX_ENTRIES, _text, parse
from monitor.parse.plain import language_tag
from monitor.parse.trim import RULES, slices, split

URL = "https://news.example/feed.xml"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
ATOM_PREFIX = 'xmlns:a="http://www.w3.org/2005/Atom"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
SLASH = 'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
HEAD = "<title>T</title><link>https://news.example/</link><language>en</language><ttl>60</ttl>"


def rss(items: str, says: str = "", channel: str = HEAD, after: str = "") -> str:
    return f'<rss version="2.0" {says}><channel>{channel}{items}{after}</channel></rss>'


def atom(entries: str, says: str = "") -> str:
    return f'<feed {ATOM} {says}><title>T</title><link href="https://news.example/"/>{entries}</feed>'


def rdf(items: str, says: str = 'xmlns="http://purl.org/rss/1.0/"') -> str:
    return f'<rdf:RDF {RDF} {says}><channel rdf:about="https://c.example/"><title>T</title></channel>{items}</rdf:RDF>'


def three(element: str) -> str:
    return "".join(element.replace("@", str(number)) for number in (1, 2, 3))


ITEM = "<item><guid>g@</guid><title>Title @</title><link>/a/@</link></item>"
ENTRY = "<entry><id>tag:@</id><title>Title @</title><link href='/a/@'/><updated>2022-01-0@T10:00:00Z</updated></entry>"

# Feeds of which known items can be left out unread.
APART = {
    "xml:base that stays": rss('<item xml:base="https://b.example/"><title>A</title></item>' + ITEM),
    "xml:base deep inside": rss('<item><source xml:base="https://b.example/">A</source></item>' + ITEM),
    "rss 2.0": rss(three(ITEM)),
    "rss 2.0 without items": rss(""),
    "rss 0.91": rss(three(ITEM)).replace("2.0", "0.91"),
    "rss 0.92": rss(three("<item><title>@</title><description>d@</description></item>")).replace("2.0", "0.92"),
    "rss without version": rss(three(ITEM)).replace(' version="2.0"', ""),
    "rss 0.90": rdf(three(ITEM), 'xmlns="http://my.netscape.com/rdf/simple/0.9/"'),
    "rss 1.0": rdf(three("<item rdf:about='/@'><title>@</title><link>/@</link><dc:date>2022-01-0@</dc:date></item>"),
        DC + ' xmlns="http://purl.org/rss/1.0/"'),
    "rss 1.0 with a prefix": rdf(three(ITEM.replace("item>", "r:item>").replace("title>", "r:title>")),
        'xmlns:r="http://purl.org/rss/1.0/"'),
    "atom 1.0": atom(three(ENTRY)),
    "atom 0.3": atom(three(ENTRY)).replace(ATOM, 'version="0.3" xmlns="http://purl.org/atom/ns#"'),
    "atom without namespace": atom(three(ENTRY)).replace(ATOM, ""),
    "atom with a prefix": f"<a:feed {ATOM_PREFIX}><a:title>T</a:title>"
        + three("<a:entry><a:id>@</a:id><a:title>Title @</a:title></a:entry>") + "</a:feed>",
    "atom entries in rss": rss(three("<a:entry><a:id>tag:@</a:id><a:title>@</a:title></a:entry>"), ATOM_PREFIX),
    "upper case": rss(three(ITEM)).upper(),
    "channel alone": f"<channel {ATOM_PREFIX}>{HEAD}{three(ITEM)}</channel>",
    "an xml declaration": '<?xml version="1.0" encoding="koi8-r"?>\n' + rss(three(ITEM)),
    "instructions before": '<?xml-stylesheet href="a.xsl"?><!-- <item> -->' + rss(three(ITEM)),
    "comments around items": rss(three(ITEM + "<!-- <item><title>no</title></item> -->")),
    "comments in items": rss(three("<item><!-- </item><item> --><title>@<!-- x --></title></item>")),
    "instructions in items": rss(three("<item><?php </item> ?><title>@</title></item>")),
    "cdata with items": rss(three("<item><title>@</title><summary><![CDATA[</item><item>@]]></summary></item>")),
    "text between items": rss(three(ITEM + " stray @ ")),
    "blanks in tags": rss(three("<item\n ><guid\t>@</guid ><title >t</title\n></item\r\n>")),
    "a greater sign in an attribute": rss(three('<item><guid isPermaLink="false" x="/>">@</guid></item>')),
    "empty items": rss("<item/>" + three(ITEM) + "<item /><item></item>"),
    "an empty item last": rss(three(ITEM) + "<item/>"),
    "no guid": rss(three("<item><title>Title @</title><link>/a/@</link></item>")),
    "no guid and no link": rss(three("<item><title>Title @</title><description>d</description></item>")),
    "the same guid": rss(three("<item><guid isPermaLink='false'>one</guid><title>@</title></item>")),
    "the same item twice": rss(three(ITEM) + three(ITEM)),
    "guid as link": rss(three("<item><guid>https://news.example/p/@</guid><title>@</title></item>")),
    "content and summary": rss(three("<item><description>s@</description><content:encoded><![CDATA[<p>long @</p>]]>"
        "</content:encoded></item>"), CONTENT),
    "two descriptions": rss(three("<item><description>long @ text</description><description>@</description></item>")),
    "entities in cdata": rss(three("<item><title><![CDATA[Caf&eacute; &amp; @]]></title></item>")),
    "escaped html": rss(three("<item><description>&lt;div&gt;&lt;p&gt;@&lt;/div&gt; &#8212;</description></item>")),
    "html as markup": rss(three("<item><description><p>a <b>b</b></p>@<br/></description><title>@</title></item>")),
    "a div as markup": rss(three("<item><description><div>@</div></description><title>@</title></item>")),
    "xhtml": atom(three(f'<entry xml:lang="kk"><title>@</title><content type="xhtml"><div {XHTML}><p>@</p></div>'
        "</content></entry>")),
    "xhtml in a language of its own": atom(three(f'<entry><content type="xhtml" xml:lang="de"><div {XHTML}>@</div>'
        "</content><title>@</title></entry>"), 'xml:lang="en"'),
    "pictures in xhtml": atom(three(f'<entry><content type="xhtml"><div {XHTML}><svg xmlns="http://www.w3.org/2000/svg">'
        "<g/></svg>@</div></content><title>@</title></entry>")),
    "xml:base everywhere": atom(three('<entry xml:base="e@/"><title>@</title><link href="a"/></entry>'),
        'xml:base="https://b.example/x/"'),
    "relative xml:base in entries": atom(three('<entry xml:base="e@/"><title>@</title><link href="a"/></entry>')),
    "languages": rss(three('<item xml:lang="kk"><title xml:lang="ru">@</title></item>') + ITEM, 'xml:lang="en"'),
    "media": rss(three('<item><media:content url="@.jpg"/><title>@</title><media:group><media:title>m@</media:title>'
        "<media:content><media:description>d@</media:description></media:content></media:group></item>"), MEDIA),
    "media first declared in items": rss(three(f'<item><title>@</title><media:thumbnail {MEDIA} url="@.jpg"/></item>')),
    "dublin core in items": rss(three(f"<item {DC}><title>@</title><dc:creator>Ann @</dc:creator></item>")),
    "a podcast": rss(three("<item><title>@</title><itunes:author>Ann</itunes:author><itunes:summary>s@</itunes:summary>"
        '<itunes:image href="i.png"/><itunes:duration>1@</itunes:duration><enclosure url="a@.mp3"/></item>'), ITUNES,
        "<title>T</title><description>d</description><itunes:summary>s</itunes:summary>"),
    "comments and categories": rss(three('<item><category domain="d">c@</category><title>@</title><comments>/c'
        "</comments><slash:comments>@</slash:comments><guid>@</guid></item>"), SLASH),
    "something in a category": rss(three("<item><category>c<guid>@</guid></category><title>t</title></item>")),
    "authors": atom(three("<entry><author><name>Ann @</name></author><author><name>Bek</name></author></entry>")),
    "rss authors": rss(three("<item><title>@</title><author>desk@news.example (Ann @)</author></item>")),
    "sources": rss(three('<item><source url="https://s.example/">S</source><title>@</title></item>')),
    "atom sources": atom(three("<entry><source><title>S</title><id>s</id><rights type='html'>r</rights></source>"
        "<title>@</title></entry>")),
    "pictures": rss(three("<item><image><url>@</url><title>P</title><link>p</link></image><title>@</title></item>")),
    "a picture of the channel": rss(three("<item><title>@</title></item>"), channel="<image><url/></image>" + HEAD),
    "text input": rss(three("<item><title>@</title></item>"), channel="<textInput><title>x</title></textInput>" + HEAD),
    "unknown elements": rss(three("<item><x:y>@</x:y><z>@</z><authors>x</authors><date a='b'/><title>@</title></item>"),
        'xmlns:x="urn:x"'),
    "an unknown namespace": rss(three(ITEM)).replace("<rss ", '<rss xmlns="urn:mine" '),
    "right to left": rss(three("<item><title>خبر عاجل @ \u200f</title><description>قازاقستان</description></item>")),
    "chinese": rss(three("<item><title>哈萨克斯坦@</title><link>/新闻/@</link></item>")),
    "beyond 16 bits": rss(three("<item><title>𐰴𐰀𐰔𐰀𐰴 @ 😀</title></item>")),
    "doubly encoded": rss(three("<item><title>" + "Порт".encode().decode("latin-1") + "@</title></item>")),
    "dates": rss(three("<item><title>@</title><pubDate>Wed, 0@ Jan 2022 10:00:00 +0600</pubDate></item>")),
    "the end of the body missing": rss(three(ITEM) + "<item><title>Hal")[: -len("</channel></rss>")],
}  # fmt: skip

# Feeds in which an item says something for the next one too, or that cannot be taken apart: all is read.
TOGETHER = {
    "broken xml": rss(three("<item><title>Oil & gas @</title></item>")),
    "undeclared prefixes": rss(three("<item><title>@</title><dc:creator>Ann @</dc:creator></item>")),
    "html entities": rss(three("<item><title>Caf&eacute; @</title></item>")),
    "a document type": "<!DOCTYPE rss PUBLIC 'x' 'http://x.example/rss.dtd'>" + rss(three(ITEM)),
    "an item in an item": rss("<item><title>A</title><item><title>B</title></item></item>" + ITEM),
    "items of another kind": rss(three(ITEM) + "<q:item xmlns:q='urn:q'><title>No</title></q:item>"),
    "items elsewhere": rss(
        "<source><item><title>A</title><source>x</source></item><item><title>B</title></item></source>"
    ),
    "items behind the channel": '<rss version="2.0"><channel xml:base="https://c.example/"><item><title>A</title></item>'
    '</channel><item xml:base="https://b.example/"><title>B</title></item><item><link>rel</link></item></rss>',
    "a title behind the items": rss(three(ITEM), channel="<title>One</title>", after="<title>Two</title>"),
    "a div that keeps its language": rss('<item xml:lang="kk"><description><div>x</div></description></item>' + ITEM),
    "a div in html": atom(
        '<entry xml:lang="kk"><content type="html"><div>x</div></content></entry><entry><title>B</title></entry>'
    ),
    "a title in a description": rss(
        '<item><description><b>x</b><title>y</title></description></item><item><title xml:lang="de">B</title></item>'
    ),
    "a title in a picture's": rss(
        "<item><image><title><title>x</title></title></image></item><item><title xml:lang='de'>B</title></item>"
    ),
    "an entry in xhtml": atom(
        '<entry><content type="xhtml"><p><entry/></p></content><title>A</title></entry><entry><title>B</title></entry>'
    ),
    "rss in atom": atom('<entry><rss version="0.91"/><title>A</title></entry><entry><title>B</title></entry>'),
    "a summary before the channel's description": rss(
        three("<item><description>longer @</description><description>d</description></item>"),
        channel="<summary>s</summary><description>d</description>",
    ),
    "content of the channel": rss(
        three("<item><description>longer @</description><description>d</description></item>"),
        channel="<fullitem>s</fullitem>",
    ),
    "a picture with content": rss(
        "<item><image><content:encoded>x</content:encoded></image></item><item><image><description>long</description>"
        "</image><description>d</description><description>e</description></item>",
        CONTENT,
        "<image><url>u</url></image>",
    ),
    "a prefix of another namespace": rss(
        '<item xmlns:content="http://purl.org/dc/elements/1.1/"><title>A</title></item>'
        '<item xmlns:w="http://purl.org/rss/1.0/modules/content/"><w:encoded>text</w:encoded></item>'
    ),
    "a prefix deep inside": rss(
        '<item><title xmlns:content="http://purl.org/dc/elements/1.1/">A</title></item>'
        "<item><w:encoded>text</w:encoded></item>",
        'xmlns:w="http://purl.org/rss/1.0/modules/content/"',
    ),
    "a prefix with two meanings": rss(
        f"<item><dc:creator {DC}>Ann</dc:creator></item><item><dc:creator>Bob</dc:creator></item>", 'xmlns:dc="urn:dc"'
    ),
}


def read(body: str | bytes, known: bytes = b"") -> ParsedFeed:
    parsed = parse(body.encode() if isinstance(body, str) else body, "", URL, known=known)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def apart(items: bytes) -> list[bytes]:
    return [items[at : at + HASH_BYTES] for at in range(0, len(items), HASH_BYTES)]


def is_sliced(body: str | bytes) -> bool:
    """Whether the items' text was hashed; in a feed without items nothing is."""
    return read(body).items[:1] in (b"", bytes([2 * RULES]))


def by_feedparser(body: str | bytes) -> list[Entry]:
    """Give what feedparser makes of each item, all of them in their places."""
    text = _text(body.encode() if isinstance(body, str) else body, "")
    parsed = rss_atom._parsed(with_absolute_base(whole(text).text, URL).encode())
    base = rss_atom._base(parsed.feed, parsed.version, URL)
    return [rss_atom._entry(item, base, language_tag(parsed.feed.get("language", ""))) for item in parsed.entries]


def first_of_each_key(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    kept: list[Entry] = []
    for entry in entries:
        if all(entry.key != other.key or entry.shares_key_with(other) for other in kept):
            kept.append(entry)
    return tuple(kept)


def assert_known_items_are_left_out(body: str | bytes, choices: Iterable[tuple[bool, ...]] | None = None) -> None:
    full = read(body)
    hashes = apart(full.items)
    entries = by_feedparser(body) if is_sliced(body) else list(full.entries)
    assert full.entries == first_of_each_key(entries)
    assert len(hashes) == len(entries)
    for choice in product((False, True), repeat=min(len(entries), 6)) if choices is None else choices:
        known = {each for each, is_known in zip(hashes, choice, strict=False) if is_known}
        unknown = [entry for entry, each in zip(entries, hashes, strict=True) if each not in known]

        rest = read(body, b"".join(known))

        assert rest.entries == first_of_each_key(unknown)
        assert rest.known == len(entries) - len(unknown)
        assert (rest.format, rest.title, rest.language) == (full.format, full.title, full.language)
        assert (rest.hints, rest.items, rest.is_cut_short) == (full.hints, full.items, full.is_cut_short)


@pytest.mark.parametrize("body", APART.values(), ids=APART)
def test_an_entry_is_the_same_whichever_others_are_left_out_unread(body: str) -> None:
    assert is_sliced(body)
    assert_known_items_are_left_out(body)


@pytest.mark.parametrize("body", TOGETHER.values(), ids=TOGETHER)
def test_what_cannot_be_taken_apart_is_read_whole_and_known_entries_left_out_after(body: str) -> None:
    assert not is_sliced(body)
    assert_known_items_are_left_out(body)


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "utf-8-sig", "utf-16", "utf-16-le", "iso8859-5"])
def test_items_are_told_apart_in_any_charset(codec: str) -> None:
    declared = f'<?xml version="1.0" encoding="{codec.replace("-sig", "")}"?>' if "16" not in codec else ""
    body = (declared + rss(three("<item><guid>@</guid><title>Порт Актау открыт @</title></item>"))).encode(codec)

    assert is_sliced(body)
    assert_known_items_are_left_out(body)


NAMES = st.sampled_from(
    [
        *("title", "link", "description", "summary", "content", "author", "name", "guid", "id", "pubDate", "updated"),
        *(
            "category",
            "source",
            "image",
            "url",
            "div",
            "p",
            "svg",
            "enclosure",
            "body",
            "rights",
            "language",
            "comments",
        ),
        *("dc:creator", "dc:date", "content:encoded", "media:content", "media:title", "media:group", "x:title"),
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        *([""] * 60),  # mostly none: an odd one has the whole feed read
        *(' xml:lang="kk"', ' xml:base="https://b.example/x/"', ' type="xhtml"', ' type="html"'),
        *(' href="rel"', ' isPermaLink="false"', ' mode="base64"', f" {XHTML}", f" {MEDIA}", ' xmlns:x="urn:y"'),
    ]
)
TEXTS = st.sampled_from(
    [
        *("", "word", "&lt;b&gt;bold&lt;/b&gt; &amp;amp;", "<![CDATA[<p></item>]]>", "<!-- <item> -->", "Порт"),
        *("https://a.example/1", "rel?a=1&amp;b=2", "2022-01-05T10:00:00Z", "ann@a.example (Ann)"),
    ]
)
ELEMENTS = st.recursive(
    st.tuples(NAMES, ATTRIBUTES, TEXTS).map(lambda one: f"<{one[0]}{one[1]}>{one[2]}</{one[0]}>"),
    lambda inner: st.tuples(NAMES, ATTRIBUTES, TEXTS, st.lists(inner, max_size=3)).map(
        lambda one: f"<{one[0]}{one[1]}>{one[2]}{''.join(one[3])}</{one[0]}>"
    ),
    max_leaves=3,
)
PREFIXES = f'{CONTENT} {DC} {ITUNES} {MEDIA} xmlns:x="urn:x"'
FRAMES: list[tuple[str, Callable[[str], str]]] = [
    ("item", lambda items: rss(items, PREFIXES)),
    ("entry", lambda items: atom(items, PREFIXES + ' xml:lang="en"')),
    ("entry", lambda items: atom(items, PREFIXES + ' xml:base="https://c.example/"')),
    ("item", lambda items: rdf(items, PREFIXES + ' xmlns="http://purl.org/rss/1.0/"')),
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(FRAMES),
    st.lists(st.tuples(ATTRIBUTES, st.lists(ELEMENTS, max_size=4), st.booleans()), min_size=2, max_size=5),
)
def test_an_entry_of_any_feed_is_the_same_whichever_others_are_left_out(
    frame: tuple[str, Callable[[str], str]], items: list[tuple[str, list[str], bool]]
) -> None:
    name, around = frame
    body = around("".join(f"<{name}{says}>{''.join(inner)}</{name}>" for says, inner, _ in items))
    if isinstance(parse(body.encode(), "", URL), ParsedFeed):
        assert_known_items_are_left_out(body, [tuple(is_known for _, _, is_known in items)])


def test_an_edited_item_is_not_known() -> None:
    edited = rss(three(ITEM)).replace("Title 2", "Title 2, corrected")

    assert [entry.title for entry in read(edited, read(rss(three(ITEM))).items).entries] == ["Title 2, corrected"]


def test_an_item_in_which_only_the_number_of_comments_grew_is_known() -> None:
    body = rss(three("<item><title>@</title><slash:comments>7</slash:comments><guid>@</guid></item>"), SLASH)

    rest = read(body.replace(">7<", ">8<"), read(body).items)

    assert (rest.entries, rest.known) == ((), 3)


def test_items_stay_known_when_the_channel_changes_or_they_move() -> None:
    known = read(rss(ITEM.replace("@", "1") + ITEM.replace("@", "2"))).items
    later = rss(ITEM.replace("@", "9") + ITEM.replace("@", "2"), channel=HEAD + "<lastBuildDate>now</lastBuildDate>")

    assert [entry.title for entry in read(later, known).entries] == ["Title 9"]


@pytest.mark.parametrize("says", ['xml:base="https://b.example/"', 'xml:lang="kk"', 'xmlns:x="urn:x"'])
def test_items_are_not_known_where_what_stands_around_them_changed(says: str) -> None:
    assert read(rss(three(ITEM), says), read(rss(three(ITEM))).items).known == 0


def test_a_feed_that_breaks_off_knows_the_items_it_had() -> None:
    cut = rss(three(ITEM)).replace("</item></channel></rss>", "")

    rest = read(cut, read(rss(three(ITEM))).items)

    assert (rest.entries, rest.known, rest.is_cut_short) == ((), 2, True)


def test_hashes_of_text_and_of_values_are_told_apart_by_their_first_byte() -> None:
    texts, values = read(APART["rss 2.0"]).items, read(TOGETHER["a document type"]).items

    assert {each[0] for each in apart(texts)} == {2 * RULES}
    assert {each[0] for each in apart(values)} == {2 * RULES + 1}


def test_of_too_many_items_only_those_kept_are_hashed_and_known_ones_are_not_made_up_for_by_old_ones() -> None:
    items = "".join(
        f"<item><guid>{number}</guid><pubDate>{2000 + number // 300}-01-05</pubDate></item>" for number in range(1_500)
    )

    full = read(rss(items))
    rest = read(rss(items), full.items)

    assert (len(full.entries), len(split(full.items)), full.dropped) == (MAX_ENTRIES, MAX_ENTRIES, 500)
    assert (rest.entries, rest.known, rest.dropped) == ((), MAX_ENTRIES, 500)


UNDATED = ("<item><guid>{0}</guid><title>Title {0}</title></item>", '{{"id": "{0}", "title": "Title {0}"}}')


@pytest.mark.parametrize("is_json", [False, True], ids=["rss", "json"])
@pytest.mark.parametrize("is_newest_first", [False, True], ids=["oldest first", "newest first"])
def test_of_too_many_items_without_a_date_a_new_one_is_read_at_either_end(
    *, is_json: bool, is_newest_first: bool
) -> None:
    known = b""
    for last in range(1_500, 1_506):
        numbers = range(last, -1, -1) if is_newest_first else range(last + 1)
        items = [UNDATED[is_json].format(number) for number in numbers]
        body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{",".join(items)}]}}'
        parsed = read(body if is_json else rss("".join(items)), known)
        assert str(last) in {entry.key for entry in parsed.entries}
        assert len(parsed.entries) == (1 if known else MAX_ENTRIES)
        assert parsed.dropped == last + 1 - MAX_ENTRIES
        known = parsed.items


def test_items_without_a_date_take_only_the_places_that_dated_ones_leave() -> None:
    dated = [f"<item><guid>d{n}</guid><pubDate>2022-01-05</pubDate></item>" for n in range(998)]
    undated = [f"<item><guid>u{n}</guid></item>" for n in range(9)]

    parsed = read(rss("".join(undated[:5] + dated + undated[5:])))

    assert [entry.key for entry in parsed.entries if entry.key.startswith("u")] == ["u0", "u8"]
    assert (len(parsed.entries), parsed.dropped) == (MAX_ENTRIES, 7)


JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "A"}, {"id": "2", "title": "B"}]}'
)
SITE_MAP = "<urlset><url><loc>https://news.example/1</loc></url><url><loc>https://news.example/2</loc></url></urlset>"


@pytest.mark.parametrize("body", [JSON, SITE_MAP])
def test_other_formats_leave_known_entries_out_too(body: str) -> None:
    full = read(body)

    rest = read(body, full.items[:HASH_BYTES])

    assert len(full.items) == 2 * HASH_BYTES
    assert (rest.entries, rest.known, rest.size, rest.items) == (full.entries[1:], 1, 2, full.items)


def test_what_is_left_of_the_text_is_the_text_without_the_items() -> None:
    found = slices(rss("<!-- a -->" + three(ITEM + "\n")).encode())
    assert found is not None

    left = found.without(frozenset(found.hashes[:2]))

    assert left.decode() == rss("<!-- a -->\n\n" + ITEM.replace("@", "3") + "\n")
