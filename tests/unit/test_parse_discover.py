"""Finding feeds and site maps."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.urls import is_web_address
from monitor.parse.discover import Candidate, links, sitemaps_in_robots, well_known

URL = "https://www.news.example/world/asia.html"


def found(html: str, url: str = URL) -> list[tuple[str, str]]:
    return [(one.kind, one.url) for one in links(html, url)]


def test_the_feeds_that_a_page_declares_are_listed_with_their_titles() -> None:
    html = """<!DOCTYPE html><html><head><title>News</title>
    <link rel="alternate" type="application/rss+xml" title="World &amp; Asia" href="/rss/world.xml">
    <LINK REL="Alternate" TYPE="Application/Atom+XML; charset=utf-8" HREF="atom">
    <link rel=alternate type=application/feed+json href="https://cdn.example/feed.json">
    </head><body></body></html>"""

    assert links(html, URL) == (
        Candidate("https://www.news.example/rss/world.xml", "World & Asia", "rss"),
        Candidate("https://www.news.example/world/atom", "", "atom"),
        Candidate("https://cdn.example/feed.json", "", "json"),
    )


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="alternate" hreflang="kk" href="/kk/feed/">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=feed">',
        '<link rel="alternate stylesheet" type="text/xml" href="/feed.xsl">',
        '<link rel="stylesheet" type="application/rss+xml" href="/feed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="">',
        '<link rel="alternate" type="application/rss+xml">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/rss"> -->',
        '<script>"<link rel=alternate type=application/rss+xml href=/rss>"</script>',
        '<a href="/feedback">x</a><a href="/rssi.html">x</a><a href="/atomic-energy">x</a><a>x</a>',
        '<a href="https://other.example/rss">x</a>',
        '<a href="mailto:feed@news.example">x</a>',
    ],
)
def test_what_is_no_feed_is_not_listed(html: str) -> None:
    assert found(html) == []


@pytest.mark.parametrize(
    ("href", "candidate"),
    [
        ("/rss", ("feed", "https://www.news.example/rss")),
        ("/rss/", ("feed", "https://www.news.example/rss/")),
        ("/world/feed/", ("feed", "https://www.news.example/world/feed/")),
        ("/feeds/world.xml", ("feed", "https://www.news.example/feeds/world.xml")),
        ("news.rss", ("feed", "https://www.news.example/world/news.rss")),
        ("/?feed=rss2", ("feed", "https://www.news.example/?feed=rss2")),
        ("/rss2.php?lang=ru", ("feed", "https://www.news.example/rss2.php?lang=ru")),
        ("/index.xml", ("feed", "https://www.news.example/index.xml")),
        ("/blog/atom.xml", ("atom", "https://www.news.example/blog/atom.xml")),
        ("/feed.json", ("json", "https://www.news.example/feed.json")),
        ("/news-sitemap.xml", ("sitemap", "https://www.news.example/news-sitemap.xml")),
        ("/sitemap_index.xml.gz", ("sitemap", "https://www.news.example/sitemap_index.xml.gz")),
        ("https://rss.news.example/all", None),
        ("https://m.news.example/rss", ("feed", "https://m.news.example/rss")),
        ("https://feeds.feedburner.com/news-rss", ("feed", "https://feeds.feedburner.com/news-rss")),
        ("feed://www.news.example/rss", ("feed", "https://www.news.example/rss")),
        ("feed:https://www.news.example/rss", ("feed", "https://www.news.example/rss")),
    ],
)
def test_a_link_that_looks_like_a_feed_is_listed(href: str, candidate: tuple[str, str] | None) -> None:
    assert found(f'<p>Read <a href="{href}">here</a></p>') == ([candidate] if candidate else [])


def test_a_feed_is_listed_once_and_by_what_the_page_declares() -> None:
    html = '<a href="/rss">RSS</a><link rel="alternate" type="application/atom+xml" title="All" href="/rss">'

    assert links(html, URL) == (Candidate("https://www.news.example/rss", "All", "atom"),)


def test_the_feed_of_comments_comes_last() -> None:
    html = (
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    )

    assert [url for _, url in found(html)] == [
        "https://www.news.example/feed/",
        "https://www.news.example/comments/feed/",
    ]


def test_relative_links_start_from_the_base_that_the_page_names() -> None:
    html = '<base href="/kk/"><link rel="alternate" type="application/rss+xml" href="rss">'

    assert found(html) == [("rss", "https://www.news.example/kk/rss")]


def test_at_most_fifty_candidates_are_listed() -> None:
    assert len(found("".join(f'<a href="/feed/{n}">x</a>' for n in range(500)))) == 50


def test_well_known_places_begin_with_the_pages_own_section() -> None:
    places = well_known(URL)

    assert places[:4] == (
        "https://www.news.example/world/feed",
        "https://www.news.example/world/rss",
        "https://www.news.example/feed",
        "https://www.news.example/rss",
    )
    assert places[-2:] == ("https://www.news.example/sitemap.xml", "https://www.news.example/news-sitemap.xml")


@pytest.mark.parametrize(
    ("url", "first", "size"),
    [
        ("https://news.example", "https://news.example/feed", 9),
        ("https://news.example/?a=1", "https://news.example/feed", 9),
        ("http://news.example:8080/x", "http://news.example:8080/feed", 9),
        ("ftp://news.example/", None, 0),
        ("", None, 0),
    ],
)
def test_well_known_places_are_on_the_same_host(url: str, first: str | None, size: int) -> None:
    places = well_known(url)

    assert (next(iter(places), None), len(places)) == (first, size)


def test_the_site_maps_of_a_robots_file_are_listed_once() -> None:
    text = (
        "\ufeffUser-agent: *\r\nDisallow: /x\r\nSitemap: https://news.example/a.xml\r\n"
        "sitemap:https://news.example/b.xml # newest\r\n # Sitemap: https://news.example/no.xml\r\n"
        "  SITEMAP : https://news.example/a.xml\r\nSitemap: /relative.xml\r\nSitemap:\r\nSitemap: file:///etc/hostname\r\n"
    )

    assert sitemaps_in_robots(text) == ("https://news.example/a.xml", "https://news.example/b.xml")


def test_the_first_line_of_a_robots_file_counts_behind_its_mark() -> None:
    assert sitemaps_in_robots("\ufeffSitemap: https://news.example/a.xml") == ("https://news.example/a.xml",)


@given(
    st.text()
    | st.lists(st.sampled_from(["<link", " rel=alternate", " href=", "/rss", ">", "<a", "<base"])).map("".join)
)
def test_no_page_stops_the_search(html: str) -> None:
    assert all(is_web_address(one.url) for one in links(html, URL))
    assert all(is_web_address(one) for one in sitemaps_in_robots(html))


@pytest.mark.parametrize(
    "html",
    [
        "<a href=/rss>x" * 20_000,
        "<b>" * 200_000,
        "<a " * 300_000,
        "<a href=/" + "rss/" * 200_000 + ">",
        "sitemap" * 200_000,
    ],
)
def test_a_hostile_page_costs_little(html: str) -> None:
    started = time.process_time()

    links(html, URL)
    sitemaps_in_robots(html)

    assert time.process_time() - started < 5
