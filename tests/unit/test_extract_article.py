"""Which article comes out of a page, and out of a feed's own text."""

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.extract.article import extract, from_feed
from monitor.extract.markup import paragraphs
from monitor.extract.page import Page
from monitor.parse.feed import parse

URL = "https://www.caspian.example/2022/port"
NOON = datetime(2022, 1, 5, 12, 0, tzinfo=UTC)
STORY = [
    "The port of Aktau reopened on Wednesday after a storm had kept it closed for three days, the harbour master said.",
    "Eleven ferries and two grain ships waited at anchor, and the first of them left for Baku before noon.",
    "Officials expect the queue of lorries on the road to the terminal to be gone by the end of the week.",
]
BRIEF = ["The port of Aktau reopened on Wednesday after a storm.", "Ferries to Baku sail again from Thursday."]
FRAME = [
    "Caspian Daily",
    "Sport and culture",
    "Oil exports rise in May despite repairs at the terminal",
    "Minister visits the new grain terminal in Kuryk",
    "Almaty metro to get three new stations by 2030",
    "Copyright 2022 Caspian Daily. All rights reserved.",
    "Reprinting only with an active link to the source of the material.",
    "Read also",
    "Most read",
]


def html(lines: list[str], *, head: str = "", open_: str = '<div class="content">', close: str = "</div>") -> str:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<!DOCTYPE html><html lang="fr"><head><title>Aktau port reopens - Caspian Daily</title>{head}</head><body>
<header><a href="/">Caspian Daily</a></header>
<nav><ul><li><a href="/n">News</a></li><li><a href="/b">Business</a></li>
<li><a href="/s">Sport and culture</a></li></ul></nav>
<div class="wrap with-sidebar">{open_}<h1>Aktau port reopens</h1><div class="date">5 January 2022, 14:05</div>
{text}{close}
<div class="more"><h3>Read also</h3><ul>
<li><a href="/1">Oil exports rise in May despite repairs at the terminal</a></li>
<li><a href="/2">Minister visits the new grain terminal in Kuryk</a></li></ul></div></div>
<aside><h3>Most read</h3><a href="/3">Almaty metro to get three new stations by 2030</a></aside>
<footer><p>Copyright 2022 Caspian Daily. All rights reserved.</p>
<p>Reprinting only with an active link to the source of the material.</p></footer>
<script>document.write("<p>written by a script</p>")</script></body></html>"""


def read(body: str | bytes, content_type: str = "text/html", **entry: Any) -> Extracted:  # Any: fields of Entry
    found = attempt(body, content_type, **entry)
    assert isinstance(found, Extracted), found
    return found


def attempt(body: str | bytes, content_type: str = "text/html", **entry: Any) -> Extracted | Failed:  # Any: as above
    raw = body.encode() if isinstance(body, str) else body
    return extract(Page(raw, content_type, URL, Entry(**{"key": "k", "url": URL, "title": ""} | entry)))


def test_an_article_comes_out_paragraph_by_paragraph_and_nothing_else() -> None:
    article = read(html(STORY))

    assert article.text.split("\n")[-3:] == STORY
    assert not [line for line in FRAME if line in article.text]
    assert article.basis is Basis.FULL
    assert (article.language, article.outlet, article.canonical_url) == ("en", "caspian.example", URL)


@pytest.mark.parametrize(
    ("open_", "close"),
    [
        ('<div class="content">', "</div>"),
        ("<article>", "</article>"),
        ('<div itemprop="articleBody">', "</div>"),
        ("<article><p>A teaser</p></article><article>", "</article>"),
    ],
)
def test_news_in_brief_is_two_sentences(open_: str, close: str) -> None:
    assert read(html(BRIEF, open_=open_, close=close)).text.split("\n") == BRIEF


def test_the_feeds_title_author_and_date_win_over_one_witness_of_the_page() -> None:
    head = (
        '<meta property="og:title" content="Page title"><meta name="author" content="Page Author">'
        '<meta property="article:published_time" content="2022-01-07T00:00:00Z">'
    )

    body = html(STORY, head=head).replace("<title>Aktau port reopens - Caspian Daily</title>", "")
    body = body.replace("<h1>Aktau port reopens</h1>", "")
    article = read(body, title="Feed title", author="Feed Author", published_at=NOON)

    assert (article.title, article.author, article.published_at) == ("Feed title", "Feed Author", NOON)


def test_the_page_fills_what_the_feed_leaves_open() -> None:
    head = """<meta property="og:title" content="Aktau port reopens | Caspian Daily">
<meta property="og:site_name" content="Caspian Daily">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
"author": [{"name": "By Ann Lee"}], "datePublished": "2022-01-05T18:00:00+06:00"}]}</script>"""

    article = read(html(STORY, head=head))

    assert (article.title, article.author, article.published_at) == ("Aktau port reopens", "Ann Lee", NOON)


def test_without_metadata_the_heading_is_the_title() -> None:
    assert read(html(STORY)).title == "Aktau port reopens"


@pytest.mark.parametrize("json", ["{", "[" * 50_000, '{"@type": "NewsArticle", "author": 3, "datePublished": "soon"}'])
def test_broken_metadata_costs_no_article(json: str) -> None:
    article = read(html(STORY, head=f'<script type="application/ld+json">{json}</script>'))

    assert (article.author, article.published_at) == ("", datetime(2022, 1, 5, 14, 5, tzinfo=UTC))


def test_the_declared_address_is_believed_within_the_site_only() -> None:
    own = html(STORY, head='<link rel="canonical" href="https://caspian.example/port">')
    foreign = html(STORY, head='<link rel="canonical" href="https://elsewhere.example/port">')

    assert read(own).canonical_url == "https://caspian.example/port"
    assert read(foreign).canonical_url == URL


def test_windows_1251_without_saying_so_is_read() -> None:
    line = "Порт Актау открыт после шторма, который закрыл его на три дня, сообщил в среду капитан порта. "

    article = read(html([line * 3, line * 2]).encode("windows-1251"))

    assert article.text.startswith("Порт Актау открыт")
    assert article.language == "ru"


def test_a_page_that_shows_less_than_the_feed_gives_way_to_the_feed() -> None:
    article = read(html(BRIEF), summary_html="".join(f"<p>{line}</p>" for line in STORY))

    assert article.text.split("\n") == STORY
    assert article.basis is Basis.SUMMARY


def test_a_page_that_says_it_costs_money_shows_a_teaser() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'

    assert read(html(STORY[:2], head=head)).basis is Basis.TEASER


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_empty_page_is_said_to_be_empty(body: bytes) -> None:
    failed = attempt(body)

    assert isinstance(failed, Failed)
    assert failed.reason is Reason.EMPTY
    assert f"({len(body)} bytes)" in failed.detail


@pytest.mark.parametrize(
    ("body", "content_type", "what"),
    [
        (b"%PDF-1.7 ...", "text/html", "a PDF document"),
        (b"%PDF-1.7 ...", "", "a PDF document"),
        (b"\x89PNG\r\n", "image/png", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "text/html", "a JPEG image"),
        (b"PK\x03\x04", "application/octet-stream", "a ZIP archive"),
        (b"\0\0\0\x18ftypmp42", "text/html", "a film"),
        (b"words, words", "application/pdf", "a PDF document"),
        (b'{"a": 1}', "application/json; charset=utf-8", "JSON data"),
    ],
)
def test_what_is_no_page_is_named_and_not_tried_again(body: bytes, content_type: str, what: str) -> None:
    failed = attempt(body, content_type)

    assert isinstance(failed, Failed)
    assert (failed.reason, failed.is_final) == (Reason.NOT_A_PAGE, True)
    assert what in failed.detail


def test_a_page_under_a_wrong_content_type_is_read() -> None:
    assert read(html(STORY), "application/pdf").text.endswith(STORY[-1])


def test_a_page_of_more_than_ten_megabytes_is_refused() -> None:
    failed = attempt(html(STORY, close=f"</div><script>{'x' * 10_000_000}</script>"))

    assert isinstance(failed, Failed)
    assert failed.reason is Reason.TOO_BIG


def test_the_pages_own_day_beats_the_day_a_site_map_says_it_was_changed() -> None:
    site_map = f"<urlset><url><loc>{URL}</loc><lastmod>2022-03-01</lastmod></url></urlset>"
    stated = f'<meta property="article:published_time" content="{NOON.isoformat()}">'
    listed = parse(site_map.encode(), "", URL)
    assert isinstance(listed, ParsedFeed)

    article = extract(Page(html(STORY, head=stated).encode(), "text/html", URL, listed.entries[0]))

    assert isinstance(article, Extracted)
    assert article.published_at == NOON


def test_a_page_without_text_is_said_to_have_none() -> None:
    failed = attempt(
        '<html><head><title>App</title></head><body><div id="root"></div><script>go()</script></body></html>'
    )

    assert isinstance(failed, Failed)
    assert (failed.reason, failed.is_final) == (Reason.NO_TEXT, False)


def test_characters_that_stores_refuse_are_not_in_the_text() -> None:
    text = read(html([f"{STORY[0]} a\0b&#1;c&#xD800;d\x1be \u0438\u0306", *STORY])).text

    assert text.encode()
    assert not set(text) & set("\0\x01\x1b")
    assert "й" in text


def test_a_feeds_own_text_is_an_article_of_basis_summary() -> None:
    entry = Entry(
        "k", URL, "Title", "<p>One &amp; <b>two</b>.</p><script>x()</script><ul><li>Three</li></ul>", "Ann", "", NOON
    )

    article = from_feed(entry)

    assert isinstance(article, Extracted)
    assert (article.text, article.basis) == ("One & two.\nThree", Basis.SUMMARY)
    assert (article.title, article.author, article.published_at) == ("Title", "Ann", NOON)
    assert (article.canonical_url, article.outlet) == (URL, "caspian.example")


def test_an_entry_with_a_title_alone_gives_its_title_as_text() -> None:
    article = from_feed(Entry("k", URL, "Port of Aktau reopens after the storm"))

    assert isinstance(article, Extracted)
    assert article.text == article.title == "Port of Aktau reopens after the storm"


def test_an_entry_with_nothing_to_read_is_refused() -> None:
    failed = from_feed(Entry("k", URL, "", "<img src='x.png'>"))

    assert isinstance(failed, Failed)
    assert (failed.reason, failed.is_final) == (Reason.NO_TEXT, True)


def test_two_entries_without_address_are_two_articles() -> None:
    one, two = from_feed(Entry("1", "", "First title")), from_feed(Entry("2", "", "Second title"))

    assert isinstance(one, Extracted)
    assert isinstance(two, Extracted)
    assert one.canonical_url != two.canonical_url


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("One\n\ntwo &lt;3", "One\ntwo <3"),
        ("<p>One\nline</p>Two<br/>Three", "One line\nTwo\nThree"),
        ("5 < 6 and <b>7</b> > 6", "5 < 6 and 7 > 6"),
        ("<style>p{}</style><!-- no --><p>Yes", "Yes"),
        ("", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert paragraphs(markup) == text
