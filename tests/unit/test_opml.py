"""Do feeds come from other readers and go to them, and nothing dangerous with them?"""

import string
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from monitor.config.opml import Exported, read_opml, to_opml
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.records.feeds import FeedSpec, FeedType, Keep

ONE = FeedSpec("One", "https://one.example/feed", every_s=3_600, slowest_s=86_400, is_paced_by_owner=False)


def read(text: str | bytes) -> tuple[tuple[FeedSpec, ...], tuple[Problem, ...]]:
    return read_opml(text.encode() if isinstance(text, str) else text, file="mine.opml")


def body(*lines: str, root: str = '<opml version="2.0">') -> str:
    return "\n".join([root, "<body>", *lines, "</body></opml>"])


def feeds(*lines: str, root: str = '<opml version="2.0">') -> tuple[FeedSpec, ...]:
    found, problems = read(body(*lines, root=root))
    assert problems == ()
    return found


def problem(*lines: str, root: str = '<opml version="2.0">') -> Problem:
    found, problems = read(body(*lines, '<outline xmlUrl="https://last.example/"/>', root=root))
    assert [spec.url for spec in found] == ["https://last.example/"]
    assert len(problems) == 1
    return problems[0]


def refusal(text: str | bytes) -> str:
    with pytest.raises(BadConfiguration) as caught:
        read(text)
    return str(caught.value)


# --- from other readers ---------------------------------------------------------------------------


def test_an_outline_with_an_address_is_a_feed() -> None:
    assert feeds('<outline type="rss" text="One" xmlUrl="https://one.example/feed"/>') == (replace(ONE, line=3),)


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL"])
def test_the_address_is_found_however_its_name_is_written(name: str) -> None:
    assert feeds(f'<outline text="One" {name}=" https://one.example/feed "/>') == (replace(ONE, line=3),)


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ('title="A" text="B"', "A"),
        ('title=" " text="B"', "B"),
        ('text="B"', "B"),
        ('text=""', "one.example"),
        ('text="a&#10;b&#x2028;c"', "a b c"),
        (f'text="{"x" * 300}"', "x" * 200),
        ('text="e&#x301;"', "é"),
        ('text="R&amp;D &lt;b&gt;"', "R&D <b>"),
    ],
)
def test_a_feed_is_named_by_its_title_its_text_or_its_host(attributes: str, name: str) -> None:
    assert feeds(f'<outline {attributes} xmlUrl="https://one.example/feed"/>') == (replace(ONE, name=name, line=3),)


def test_folders_are_the_group() -> None:
    found = feeds(
        '<outline text="News">',
        '<outline text="Asia" title="Asia!"><outline text="A" xmlUrl="https://a.example/"/></outline>',
        '<outline text="B" xmlUrl="https://b.example/"/>',
        "</outline>",
        '<outline><outline text="C" xmlUrl="https://c.example/"/></outline>',
        '<outline text="D" xmlUrl="https://d.example/"/>',
        '<outline text="Empty"/>',
    )

    assert [(spec.name, spec.group, spec.line) for spec in found] == [
        ("A", "News/Asia!", 4),
        ("B", "News", 5),
        ("C", "", 7),
        ("D", "", 8),
    ]


def test_categories_are_tags() -> None:
    found = feeds('<outline text="A" category="/World/Asia, state,,state , /x" xmlUrl="https://a.example/"/>')

    assert found[0].tags == ("World/Asia", "state", "x")


def test_what_is_commented_out_comes_switched_off() -> None:
    found = feeds(
        '<outline text="Old" isComment="true"><outline text="A" xmlUrl="https://a.example/"/></outline>',
        '<outline text="B" isComment="false" xmlUrl="https://b.example/"/>',
    )

    assert [spec.enabled for spec in found] == [False, True]


def test_a_feed_in_three_folders_is_taken_once_and_told_once() -> None:
    found, problems = read(
        body(
            '<outline text="A" xmlUrl="https://a.example/"/>',
            '<outline text="News"><outline text="A" xmlUrl="https://A.example/"/></outline>',
            '<outline text="More"><outline text="A" xmlUrl="https://a.example/#x"/></outline>',
        )
    )

    assert [(spec.name, spec.group, spec.line) for spec in found] == [("A", "", 3)]
    assert [(told.line, told.key, told.what, told.is_harmless) for told in problems] == [
        (4, "xmlUrl", "The feed on line 3 has this address already.", True)
    ]


@pytest.mark.parametrize(
    ("line", "key", "what"),
    [
        ('<outline text="A" xmlUrl="ftp://a.example/"/>', "xmlUrl", "'ftp://a.example/' is no http or https address."),
        ('<outline text="A" xmlUrl="a.example"/>', "xmlUrl", "'a.example' is no http or https address."),
        ('<outline type="rss" text="A"/>', "xmlUrl", "A feed must have it."),
        ('<outline type="RSS" text="A" xmlUrl=" "/>', "xmlUrl", "A feed must have it."),
        ('<outline text="A" xmlUrl="https://me:hunter2@a.example/"/>', "xmlUrl", "It holds a user name."),
    ],
)
def test_an_outline_that_is_no_use_is_told_and_the_rest_is_read(line: str, key: str, what: str) -> None:
    found = problem(line)

    assert (found.file, found.line, found.key, found.what) == ("mine.opml", 3, key, what)
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    ("attribute", "key", "what"),
    [
        ('every="20s"', "every", "This is 20 s, and a feed may be polled once a minute at most."),
        ('every="6h" m:slowest="1h"', "slowest", "This is 1h, and every: is 6h."),
        ('evry="1h"', "evry", "A feed has no such key."),
        ('ports="8080"', "ports", "This is no list."),
        ('ports="[[8080]]"', "ports", "This is no list."),
        ('ports="[0]"', "ports", "'0' is no port."),
        ('tags="a, b"', "category", "This is no list."),
        ('headers="[]"', "headers", "These are no keys with values."),
        ('headers="{"', "headers", "These are no keys with values."),
        ("headers='{\"A\": 1}'", "headers", "These are no keys with values."),
        ('headers=\'{"A": "1", "a": "2"}\'', "headers", "'a' stands there twice."),
        (f'headers="{"[" * 100_000}"', "headers", "These are no keys with values."),
    ],
)
def test_our_own_settings_are_read_as_strictly_as_feeds_yaml(attribute: str, key: str, what: str) -> None:
    found = problem(
        f'<outline text="A" xmlUrl="https://a.example/" m:{attribute}/>',
        root='<opml xmlns:m="urn:monitor:feeds:1" version="2.0">',
    )

    assert (found.line, found.key, found.what) == (3, key, what)


def test_other_programs_namespaces_are_passed_over() -> None:
    found = feeds(
        '<outline text="One" f:every="x" f:xmlUrl="y" xmlUrl="https://one.example/feed" htmlUrl="z"/>',
        root='<opml xmlns:f="https://freshrss.org/opml" version="2.0">',
    )

    assert found == (replace(ONE, line=3),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_files_in_other_encodings_are_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = body(
        '<outline text="Новости" xmlUrl="https://a.example/"/>',
        root=f'<?xml version="1.0" encoding="{declared}"?>\n<opml>',
    )

    found, problems = read(text.encode(encoding))

    assert ([(spec.name, spec.line) for spec in found], problems) == ([("Новости", 4)], ())


def test_outlines_of_a_file_without_a_body_are_read() -> None:
    found, _ = read('<opml><outline text="A" xmlUrl="https://a.example/"/></opml>')

    assert [spec.name for spec in found] == ["A"]


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "mine.opml, line 1: This is not XML"),
        ("\n\n<opml><body><outline text='R&D'/></body></opml>", "mine.opml, line 3: This is not XML"),
        ("<opml><body>\n<outline text='&nbsp;'/></body></opml>", "mine.opml, line 2: This is not XML"),
        ("<opml><body>", "mine.opml, line 1: This is not XML"),
        ("<rss><channel/></rss>", "mine.opml: Its first element is <rss>, not <opml>."),
        (" " * 5_000_001, "mine.opml: It is over 5,000,000 bytes."),
        ("<opml>" + "<outline/>" * 10_001 + "</opml>", "mine.opml: It has 10,001 outlines; 10,000 are read at once."),
        ("<opml>" + "<outline>" * 5_000, "mine.opml, line 1: This is not XML"),
        ("{}", "mine.opml, line 1: This is not XML"),
    ],
)
def test_a_file_that_is_no_use_is_refused(text: str, told: str) -> None:
    assert refusal(text).startswith(told)


BOMB = '<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<opml><body><outline text="&b;"/></body></opml>'
THIEF = '<!doctype o [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<opml><body><outline text="&x;"/></body></opml>'
CALLER = '<!DOCTYPE opml SYSTEM "https://evil.example/opml.dtd">\n<opml><body/></opml>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("text", [BOMB, THIEF, CALLER], ids=["growing", "reading files", "calling out"])
def test_a_document_type_is_refused_unread(text: str, encoding: str) -> None:
    assert refusal(text.encode(encoding)).startswith("mine.opml, line 1: It has a document type")


def test_outlines_fifty_deep_are_read_and_the_next_is_told() -> None:
    deepest = '<outline text="A" xmlUrl="https://a.example/"/>'
    found, problems = read("<opml><body>" + "<outline>" * 49 + deepest + "</outline>" * 49 + "</body></opml>")
    assert ([spec.name for spec in found], problems) == (["A"], ())

    told = problem("<outline>" * 50 + deepest + "</outline>" * 50)
    assert (told.line, told.what) == (3, "It nests deeper than 50 outlines.")


# --- to other readers -----------------------------------------------------------------------------


def test_an_export_reads_as_opml_with_our_settings_beside() -> None:
    state = replace(
        ONE, group="Asia & more", tags=("state", "agency"), every_s=900, slowest_s=0, is_paced_by_owner=True
    )
    site_map = replace(ONE, name="Two", url="https://two.example/", type=FeedType.SITEMAP, tags=("a, b",))

    assert to_opml([state, site_map]) == Exported(
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<opml xmlns:monitor="urn:monitor:feeds:1" version="2.0">\n'
        "  <head>\n"
        "    <title>Feeds of monitor</title>\n"
        "  </head>\n"
        "  <body>\n"
        '    <outline text="Asia &amp; more" title="Asia &amp; more">\n'
        '      <outline text="One" title="One" type="rss" xmlUrl="https://one.example/feed" category="state,agency"'
        ' monitor:every="15m"/>\n'
        "    </outline>\n"
        '    <outline text="Two" title="Two" type="sitemap" xmlUrl="https://two.example/" category="a, b"'
        ' monitor:type="sitemap" monitor:tags="[&quot;a, b&quot;]"/>\n'
        "  </body>\n"
        "</opml>\n"
    )


def test_headers_stay_at_home_unless_asked_for() -> None:
    spec = replace(ONE, headers=(("Authorization", "Bearer hunter2"),))

    kept = to_opml([spec, ONE])

    assert "hunter2" not in kept.text
    assert "Request headers are left out, as they may hold passwords. Feeds that have some: 1." in kept.text
    assert kept.without_headers == ("One",)
    assert read(kept.text)[0] == (replace(ONE, line=8),)
    assert to_opml([spec], with_headers=True).without_headers == ()


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=20
).map(lambda text: unicodedata.normalize("NFC", text).strip())
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20).map(str.strip)
SECONDS = st.integers(60, 31 * 86_400)
PACES = st.one_of(
    st.just((3_600, 86_400, False)),
    SECONDS.map(lambda every_s: (every_s, 0, True)),
    st.tuples(SECONDS, SECONDS).map(lambda pair: (min(pair), max(pair), True)),
)
HEADERS = st.dictionaries(st.text(string.ascii_lowercase + "-", min_size=1, max_size=8).map("x-{}".format), ASCII)


@st.composite
def specs(draw: st.DrawFn, number: int) -> FeedSpec:
    every_s, slowest_s, is_paced_by_owner = draw(PACES)
    return FeedSpec(
        name=draw(TEXT) or "x",
        url=f"https://host{number}.example/" + draw(st.text(string.ascii_letters + "&?%=;'\"<>/", max_size=20)),
        type=draw(st.sampled_from(FeedType)),
        every_s=every_s,
        slowest_s=slowest_s,
        is_paced_by_owner=is_paced_by_owner,
        language=draw(st.sampled_from(["", "kk", "zh-Hans"])),
        country=draw(st.sampled_from(["", "KZ", "NO"])),
        group=draw(TEXT),
        tags=tuple(dict.fromkeys(filter(None, draw(st.lists(TEXT, max_size=3))))),
        user_agent=draw(ASCII),
        accept=draw(ASCII),
        headers=tuple(draw(HEADERS).items()),
        ports=tuple(draw(st.lists(st.integers(1, 65_535), max_size=3, unique=True))),
        fetch_article=draw(st.booleans()),
        look_again=draw(st.booleans()),
        obey_robots=draw(st.booleans()),
        obey_hints=draw(st.booleans()),
        keep=draw(st.sampled_from(Keep)),
        enabled=draw(st.booleans()),
    )


@given(st.integers(0, 3).flatmap(lambda count: st.tuples(*map(specs, range(count)))))
def test_what_goes_out_comes_back_with_every_setting(listed: tuple[FeedSpec, ...]) -> None:
    found, problems = read(to_opml(listed, with_headers=True).text)

    assert problems == ()
    assert tuple(replace(spec, line=0) for spec in found) == listed


@given(specs(0))
def test_an_export_is_well_formed_for_any_xml_parser(spec: FeedSpec) -> None:
    outlines = etree.fromstring(to_opml([spec]).text.encode()).findall(".//outline[@xmlUrl]")

    assert [(outline.get("text"), outline.get("xmlUrl")) for outline in outlines] == [(spec.name, spec.url)]
