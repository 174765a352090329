"""What the witnesses of a page say, each by itself."""

import json
import time

import pytest
from lxml import html as lxml_html

from monitor.core.records.feeds import Entry
from monitor.core.records.pages import Field, Witness
from monitor.extract.page import Page
from monitor.extract.witnesses import json_ld
from monitor.extract.witnesses.claims import Heard, hear_page
from monitor.extract.witnesses.json_ld import Stated

URL = "https://www.caspian.example/2022/port"
NEWS = {"@context": "https://schema.org", "@type": "NewsArticle"}


def hear(head: str, body: str = "<p>Text</p>") -> Heard:
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    page = Page(markup.encode(), "text/html", URL, Entry("k", URL, ""))
    return hear_page(lxml_html.document_fromstring(markup), page)


def told(heard: Heard, field: Field) -> list[tuple[Witness, tuple[str, ...]]]:
    return [(each.witness, each.values) for each in heard.told if each.field is field]


def stated(*nodes: object) -> Stated:
    return json_ld.read([json.dumps(node) for node in nodes], (URL,))


@pytest.mark.parametrize(
    "kind",
    [
        "NewsArticle",
        "ReportageNewsArticle",
        "LiveBlogPosting",
        "Report",
        "https://schema.org/NewsArticle",
        ["X", "Article"],
    ],
)
def test_an_article_is_known_by_its_type(kind: object) -> None:
    assert stated({"@type": kind, "headline": "Port reopens"}).title == "Port reopens"


@pytest.mark.parametrize(
    "whole",
    [
        {"@graph": [{"@type": "WebSite", "name": "Caspian"}, {**NEWS, "headline": "Port reopens"}]},
        [{"@type": "BreadcrumbList"}, {**NEWS, "headline": "Port reopens"}],
        {"@type": "WebPage", "mainEntity": {**NEWS, "headline": "Port reopens"}},
        [[{**NEWS, "headline": {"@value": "Port reopens", "@language": "en"}}]],
    ],
)
def test_an_article_is_found_however_deep_it_lies(whole: object) -> None:
    assert stated(whole).title == "Port reopens"


@pytest.mark.parametrize(
    "below", ["itemListElement", "liveBlogUpdate", "hasPart", "relatedLink", "citation", "mentions", "comment"]
)
def test_articles_that_are_listed_or_linked_are_not_the_pages_own(below: str) -> None:
    listing = {"@type": "ItemList", below: [{**NEWS, "headline": "Another story"}]}

    assert stated(listing).title == ""
    assert stated(listing, {**NEWS, "headline": "Port reopens"}).title == "Port reopens"


def test_of_several_articles_the_one_with_the_pages_address_counts() -> None:
    other = {**NEWS, "headline": "Another story", "url": "https://www.caspian.example/other"}
    own = {**NEWS, "headline": "Port reopens", "mainEntityOfPage": {"@id": f"{URL}?from=rss"}}

    assert stated([other, own]).title == "Port reopens"


def test_a_live_blog_is_told_from_its_updates() -> None:
    blog = {
        "@type": "LiveBlogPosting",
        "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "10:00 The first ferry left"}],
        "headline": "Aktau port: live",
    }

    assert stated(blog).title == "Aktau port: live"


def test_where_no_article_is_described_the_page_itself_is_heard() -> None:
    page = {"@graph": [{"@type": "WebSite", "name": "Caspian"}, {"@type": "WebPage", "datePublished": "2022-01-05"}]}

    assert (stated(page).published, stated(page).outlet) == ("2022-01-05", "Caspian")


@pytest.mark.parametrize(
    "author",
    [
        "Ann Lee",
        ["Ann Lee"],
        {"@type": "Person", "name": "Ann Lee"},
        {"@type": "Person", "name": ["Ann Lee"]},
        [{"@id": "#ann"}],
        {"@list": [{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}]},
    ],
)
def test_authors_are_read_in_all_their_shapes(author: object) -> None:
    graph = {"@graph": [{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}, {**NEWS, "author": author}]}

    assert stated(graph).authors == ("Ann Lee",)


def test_several_authors_keep_their_order() -> None:
    people = [{"name": "Ann Lee"}, "Bob Ray", {"@id": "#c"}]

    assert stated({**NEWS, "author": people}, {"@id": "#c", "name": "Cem Öz"}).authors == (
        "Ann Lee",
        "Bob Ray",
        "Cem Öz",
    )


def test_an_author_that_refers_to_itself_ends() -> None:
    assert stated({**NEWS, "author": {"@id": "#a"}}, {"@id": "#a", "name": {"@id": "#a"}}).authors == ()


@pytest.mark.parametrize(
    "image",
    [
        "https://i.example/1.jpg",
        ["https://i.example/1.jpg", "https://i.example/2.jpg"],
        {"@type": "ImageObject", "url": "https://i.example/1.jpg"},
        [{"contentUrl": ["https://i.example/1.jpg"]}],
        {"@id": "#pic"},
    ],
)
def test_images_are_read_in_all_their_shapes(image: object) -> None:
    graph = [{"@id": "#pic", "@type": "ImageObject", "url": "https://i.example/1.jpg"}, {**NEWS, "image": image}]

    assert stated(graph).image == "https://i.example/1.jpg"


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "Port\nreopens", "datePublished": "2022-01-05",}',
        '<!-- {"@type": "NewsArticle", "headline": "Port\treopens", "datePublished": "2022-01-05"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "datePublished": "2022-01-05"}\n//]]>',
        '{"@type": "Organization"}{"@type": "NewsArticle", "datePublished": "2022-01-05"};',
        '{"@type": "NewsArticle", "keywords": ["a", "b",], "datePublished": "2022-01-05"}',
        '{"@type": "NewsArticle", "about": "The port\\\'s ferries", "datePublished": "2022-01-05"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;datePublished&quot;: &quot;2022-01-05&quot;}",
        '{"@type": "NewsArticle", "description": "He said "no" to it", "datePublished": "2022-01-05"}',
        '{"@type": "NewsArticle", "datePublished": "2022-01-05", "headline": "Cut in the midd',
    ],
)
def test_broken_json_still_gives_the_day(text: str) -> None:
    assert json_ld.read([text], ()).published == "2022-01-05"


def test_a_headline_with_bare_quotes_is_not_half_believed() -> None:
    text = '{"@type": "NewsArticle", "headline": "He said "no" to it", "datePublished": "2022-01-05"}'

    assert json_ld.read([text], ()).title == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "3",
        '"text"',
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"@type": 7}',
        '{"@type": "NewsArticle", "author": 3}',
    ],
)
def test_json_that_says_nothing_is_heard_in_silence(text: str) -> None:
    assert json_ld.read([text], ()) == Stated()


def test_more_json_than_half_a_megabyte_is_not_read() -> None:
    long = json.dumps({**NEWS, "headline": "Port reopens", "articleBody": "x" * 500_000})

    assert json_ld.read([long], ()) == Stated()
    assert json_ld.read([long, json.dumps({**NEWS, "headline": "Short"})], ()).title == "Short"


@pytest.mark.parametrize(
    "text",
    ['{"a": [' + "{}," * 160_000 + "]}", '"' * 400_000, "<!--" * 120_000, "," * 499_000, '"headline": "' * 40_000],
)
def test_hostile_json_costs_little(text: str) -> None:
    started = time.process_time()

    json_ld.read([text], (URL,))

    assert time.process_time() - started < 2


@pytest.mark.parametrize("said", [False, "False", "false", "http://schema.org/False", 0])
def test_a_page_that_costs_money_says_so_in_json_ld(said: object) -> None:
    part = {**NEWS, "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": said, "cssSelector": ".paid"}}

    assert stated({**NEWS, "isAccessibleForFree": said}).is_open is False
    assert stated(part).is_open is False


@pytest.mark.parametrize(
    ("head", "is_open"),
    [
        ("", True),
        ('<meta property="article:content_tier" content="locked">', False),
        ('<meta property="article:content_tier" content="free">', True),
        ('<meta property="article:content_tier" content="metered">', True),
        ('<meta name="is_premium" content="true">', False),
        ('<meta itemprop="isAccessibleForFree" content="False">', False),
        ('<meta itemprop="isAccessibleForFree" content="true">', True),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}</script>', True),
    ],
)
def test_a_page_that_costs_money_says_so(head: str, *, is_open: bool) -> None:
    assert hear(head).is_open is is_open


def test_the_canonical_address_is_given_as_it_is_written() -> None:
    assert hear('<link rel="amphtml" href="/amp/port"><link rel="Canonical" href=" /port ">').canonical == "/port"


def test_meta_elements_are_told_apart_by_who_reads_them() -> None:
    heard = hear(
        '<meta property="og:title" content="Port"><meta name="twitter:title" content="Port!">'
        '<meta name="author" content="Ann Lee"><meta name="Author" content="Bob Ray">'
        '<meta property="article:section" content="News"><meta name="date" content="">'
    )

    assert told(heard, Field.TITLE) == [(Witness.OPEN_GRAPH, ("Port",)), (Witness.META, ("Port!",))]
    assert told(heard, Field.AUTHOR) == [(Witness.META, ("Ann Lee", "Bob Ray"))]
    assert told(heard, Field.SECTION) == [(Witness.OPEN_GRAPH, ("News",))]
    assert told(heard, Field.PUBLISHED) == []


def test_microdata_of_other_articles_is_not_heard() -> None:
    body = """
<div itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline">Another story</h2>
<time itemprop="datePublished" datetime="2021-12-31">31.12.</time></div>
<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Port reopens</h1>
<span itemprop="author" itemscope><span itemprop="name">Ann Lee</span>, <b>reporter</b></span>
<time itemprop="datePublished" datetime="2022-01-05T14:05+06:00">5.1.</time>
<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><i itemprop="author">Troll</i></div></div>"""

    heard = [each for each in hear("", body).told if each.witness is Witness.MICRODATA]

    assert {each.field: each.values for each in heard} == {
        Field.TITLE: ("Port reopens",),
        Field.AUTHOR: ("Ann Lee",),
        Field.PUBLISHED: ("2022-01-05T14:05+06:00",),
    }


def test_one_element_is_one_witness() -> None:
    heard = hear("", '<h1>Port</h1><time itemprop="datePublished" datetime="2022-01-05T14:05Z">5.1.</time>')

    assert told(heard, Field.PUBLISHED) == [(Witness.MICRODATA, ("2022-01-05T14:05Z",))]


def test_the_first_date_below_the_heading_is_the_articles() -> None:
    heard = hear(
        "",
        '<div class="date">Friday, 7 January 2022</div><h1>Port reopens</h1>'
        '<time datetime="2022-01-05T14:05+06:00">yesterday</time><time class="updated">2022-01-06 09:00</time>'
        '<ul><li><time datetime="2022-01-01">1.1.</time></li></ul>',
    )

    assert told(heard, Field.PUBLISHED) == [(Witness.HTML, ("2022-01-05T14:05+06:00",))]
    assert told(heard, Field.MODIFIED) == [(Witness.HTML, ("2022-01-06 09:00",))]


@pytest.mark.parametrize(
    ("named", "text"),
    [
        ("article__date", "5 января 2022, 14:05"),
        ("post-date", "2022 жылғы 5 қаңтар, 14:05"),
        ("publish-date", "2022-yil 5-yanvar, 14:05"),
        ("when", "2022年1月5日 14:05"),
        ("entry-date published", "5 Ocak 2022 14:05"),
        ("pubdate", "5. Januar 2022, 14:05 Uhr"),
        ("dateline", "5 janvier 2022 à 14h05"),
        ("timestamp", "5 de enero de 2022, 14:05"),
        ("date", "٥ يناير ٢٠٢٢ 14:05"),
    ],
)
def test_a_date_without_any_markup_is_known_by_its_class(named: str, text: str) -> None:
    heard = hear("", f'<h1>Port</h1><span class="update-box">no</span><div class="{named}">{text}</div>')

    assert told(heard, Field.PUBLISHED) == [(Witness.HTML, (text,))]


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="article-author">By Ann Lee</div>',
        '<p class="c-byline__name">By Ann Lee</p>',
        '<a rel="author" href="/ann">By Ann Lee</a>',
        '<span class="big Byline">By <b>Ann Lee</b></span>',
    ],
)
def test_a_byline_is_known_by_its_class(markup: str) -> None:
    heard = hear("", f'<h1>Port</h1><div class="authors-corner">Columns</div>{markup}<p class="author">Bob Ray</p>')

    assert told(heard, Field.AUTHOR) == [(Witness.HTML, ("By Ann Lee",))]


def test_a_byline_is_not_looked_for_where_the_page_names_its_author() -> None:
    head = '<meta name="author" content="Ann Lee"><meta name="date" content="2022-01-05">'

    heard = hear(head, '<p class="author">Bob Ray</p>')

    assert told(heard, Field.AUTHOR) == [(Witness.META, ("Ann Lee",))]


def test_a_byline_decides_where_the_page_names_two_authors() -> None:
    heard = hear(
        '<meta name="author" content="Ann Lee"><meta property="article:author" content="Bob Ray">',
        '<p class="author">Ann Lee</p>',
    )

    assert (Witness.HTML, ("Ann Lee",)) in told(heard, Field.AUTHOR)


def test_a_heading_that_leads_home_is_the_outlets_name() -> None:
    heard = hear("", '<h1><a href="/">Caspian Daily</a></h1><h1>Port<br>reopens</h1>')

    assert told(heard, Field.OUTLET) == [(Witness.HTML, ("Caspian Daily",))]
    assert told(heard, Field.TITLE) == [(Witness.HEADING, ("Port reopens",))]


def test_what_readers_see_is_told_apart_from_the_name_of_the_window() -> None:
    heard = hear("<title>Port - Caspian Daily</title>", "<h1>Port reopens</h1>")

    assert told(heard, Field.TITLE) == [
        (Witness.HEADING, ("Port reopens",)),
        (Witness.HTML, ("Port - Caspian Daily",)),
    ]


@pytest.mark.parametrize("tag", ["nav", "aside", "footer", "dialog", 'div role="alertdialog"'])
def test_a_heading_in_a_pages_frame_is_not_the_articles(tag: str) -> None:
    heard = hear("", f"<{tag}><p><h1>Stories of the week</h1></p></{tag.partition(' ')[0]}><h1>Port reopens</h1>")

    assert told(heard, Field.TITLE) == [
        (Witness.HEADING, ("Port reopens",)),
        (Witness.HTML, ("Stories of the week",)),
    ]


def test_the_title_of_a_drawing_is_not_the_pages() -> None:
    heard = hear("", "<svg><title>Logo</title></svg>")

    assert told(heard, Field.TITLE) == []


def test_a_page_of_100_000_elements_that_say_something_costs_little() -> None:
    body = '<h1 class="author">a</h1><time class="date">2022-01-05</time><p class="byline date" itemprop="author">b</p>'
    markup = f"<html><body>{'<div class=author>' * 500}{body * 30_000}</body></html>"
    tree = lxml_html.document_fromstring(markup, parser=lxml_html.HTMLParser(huge_tree=True))
    page = Page(markup.encode(), "text/html", URL, Entry("k", URL, ""))
    started = time.process_time()

    hear_page(tree, page)

    assert time.process_time() - started < 2
