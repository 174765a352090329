"""Site maps, news site maps, and indexes of them."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import FeedType, ParsedFeed, Part
from monitor.parse.feed import parse
from monitor.parse.sitemap import MAX_ADDRESSES, MAX_PARTS, read, read_index

URL = "https://news.example/maps/index.xml"
NOON = datetime(2022, 1, 10, 12, tzinfo=UTC)
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
)


def urls(*entries: str) -> str:
    return f"<urlset {SPACES}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>"


def dated(*days_ago: float) -> list[str]:
    """Give addresses named for how many days before NOON they were changed."""
    return [f"<loc>/{ago}</loc><lastmod>{(NOON - timedelta(days=ago)).isoformat()}</lastmod>" for ago in days_ago]


def sitemap(text: str) -> ParsedFeed:
    parsed = read(text, URL)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def paths(parsed: ParsedFeed) -> list[str]:
    return [entry.url.removeprefix("https://news.example/") for entry in parsed.entries]


def index(*children: str) -> list[str]:
    """Choose from children, each written "path" or "path day"."""
    listed = ""
    for child in children:
        path, _, day = child.partition(" ")
        listed += f"<sitemap><loc>{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
    parsed = read_index(f"<sitemapindex {SPACES}>{listed}</sitemapindex>", URL)
    assert isinstance(parsed, ParsedFeed), parsed
    return [part.url.removeprefix("https://news.example/") for part in parsed.parts]


def test_of_a_plain_site_map_the_last_week_is_read_and_the_past_is_no_loss() -> None:
    week = [n / 10 for n in range(10)]  # the tenth newest is 0.9 days old

    parsed = sitemap(urls(*dated(*week, 7.8, 8.0, 400)))

    assert paths(parsed) == [*map(str, week), "7.8"]
    assert parsed.dropped == 0


def test_addresses_without_a_day_stay() -> None:
    parsed = sitemap(urls("<loc>/first</loc>", *dated(*range(10), 400), "<loc>/last</loc><lastmod>soon</lastmod>"))

    assert {"first", "last"} <= set(paths(parsed))
    assert "400" not in paths(parsed)


def test_a_few_pages_dated_into_the_future_do_not_hide_the_present() -> None:
    parsed = sitemap(urls(*dated(-30_000, -30_000, -365), *dated(*range(7))))

    assert len(parsed.entries) == 10


def test_a_site_map_of_ten_addresses_is_read_whole() -> None:
    assert len(sitemap(urls(*dated(*range(0, 1000, 100)))).entries) == 10


def test_news_stay_however_old_their_pages_are() -> None:
    news = "<news:news><news:publication_date>2021-06-01</news:publication_date><news:title>A</news:title></news:news>"

    parsed = sitemap(urls(*dated(*range(10)), f"<loc>/old</loc>{news}"))

    assert paths(parsed)[-1] == "old"
    assert parsed.entries[-1].published_at == datetime(2021, 6, 1, tzinfo=UTC)


def test_a_news_entry_comes_out_whole() -> None:
    (entry,) = sitemap(
        urls(
            "<loc>https://news.example/a?x=1&amp;y=2</loc><changefreq>hourly</changefreq><priority>1.0</priority>"
            '<xhtml:link rel="alternate" hreflang="kk" href="https://news.example/kk"/>'
            "<image:image><image:loc>https://news.example/i.png</image:loc><image:title>No</image:title></image:image>"
            "<video:video><video:title>No</video:title><video:publication_date>2020-01-01</video:publication_date>"
            "</video:video><news:news><news:publication><news:name>N</news:name><news:language>ru</news:language>"
            "</news:publication><news:publication_date>2022-01-05T18:00:00+06:00</news:publication_date>"
            "<news:title>Порт &amp;amp; море</news:title><news:keywords>x</news:keywords></news:news>"
        )
    ).entries

    assert (entry.key, entry.url) == ("https://news.example/a?x=1&y=2", "https://news.example/a?x=1&y=2")
    assert (entry.title, entry.language) == ("Порт & море", "ru")
    assert entry.published_at == datetime(2022, 1, 5, 12, tzinfo=UTC)


def test_only_addresses_of_the_last_week_beyond_the_cap_count_as_lost() -> None:
    recent = dated(*(n / 1_000 for n in range(MAX_ADDRESSES + 5)))
    past = dated(*(100 + n for n in range(50)))

    parsed = sitemap(urls(*past, *recent, *past))

    assert (len(parsed.entries), parsed.dropped) == (MAX_ADDRESSES, 5)


def test_addresses_without_a_day_beyond_the_cap_count_as_lost() -> None:
    parsed = sitemap(urls(*(f"<loc>/{n}</loc>" for n in range(MAX_ADDRESSES + 5))))

    assert (paths(parsed)[0], parsed.dropped) == ("5", 5)


def test_parts_named_for_news_come_first() -> None:
    assert index(
        "a.xml 2022-01-09", "google-news.xml 2022-01-01", "last.xml", "newsletter.xml", "b.xml 2022-01-10"
    ) == [
        "maps/google-news.xml",
        "maps/last.xml",
        "maps/b.xml",
        "maps/a.xml",
        "maps/newsletter.xml",
    ]


def test_the_name_of_the_site_is_no_name_of_a_part() -> None:
    assert index("https://news.example/1.xml", "https://news.example/2.xml 2022-01-01")[0] == "2.xml"


def test_the_parts_changed_last_come_next() -> None:
    days = [f"/{day}.xml 2022-01-{day:02}" for day in (3, 1, 20, 12, 15, 2, 8, 30, 5, 4)]

    assert index(*days) == [f"{day}.xml" for day in (30, 20, 15, 12, 8, 5, 4, 3)]


@pytest.mark.parametrize(
    ("children", "first"),
    [
        ([f"/post-sitemap{n}.xml" for n in range(1, 13)], ["post-sitemap12.xml", "post-sitemap11.xml"]),
        ([f"/post-sitemap{n}.xml" for n in range(12, 0, -1)], ["post-sitemap12.xml", "post-sitemap11.xml"]),
        (["/2021-12.xml", "/2022-01.xml", "/2021-01.xml"], ["2022-01.xml", "2021-12.xml"]),
        (["/map?yyyy=2021&amp;mm=12", "/map?yyyy=2022&amp;mm=1"], ["map?yyyy=2022&mm=1"]),
        (["/first.xml", "/second.xml", "/third.xml"], ["third.xml", "second.xml"]),
        ([f"/{n}.xml 2022-01-05" for n in range(1, 13)], ["12.xml", "11.xml"]),
    ],
)
def test_parts_of_one_day_or_none_come_highest_number_first_and_last_first(
    children: list[str], first: list[str]
) -> None:
    assert index(*children)[: len(first)] == first


def test_at_most_eight_parts_of_an_index_are_worth_fetching() -> None:
    assert len(index(*(f"/{n}.xml" for n in range(50_000)))) == MAX_PARTS == 8


def test_parts_that_list_no_articles_are_left_out_where_there_are_others() -> None:
    beside = ["/category-sitemap.xml 2022-01-10", "/post_tag-sitemap.xml 2022-01-10", "/wp-sitemap-users-1.xml"]

    assert index(*beside, "/post-sitemap.xml") == ["post-sitemap.xml"]
    assert len(index(*beside)) == 3


def test_an_index_names_packed_parts_on_other_hosts_once_and_never_itself() -> None:
    assert index("https://cdn.example/1.xml.gz", "https://cdn.example/1.xml.gz", URL, "javascript:x", "") == [
        "https://cdn.example/1.xml.gz"
    ]


def test_the_day_a_part_was_changed_comes_with_it() -> None:
    parsed = read_index(
        "<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2022-01-05</lastmod></sitemap></sitemapindex>", URL
    )

    assert isinstance(parsed, ParsedFeed)
    assert parsed.parts == (Part("https://news.example/a.xml", datetime(2022, 1, 5, tzinfo=UTC)),)
    assert (parsed.format, parsed.entries) == ("sitemapindex", ())


def test_of_an_index_that_breaks_off_no_half_address_is_kept() -> None:
    parsed = read_index("<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.x", URL)

    assert isinstance(parsed, ParsedFeed)
    assert [part.url for part in parsed.parts] == ["https://news.example/a.xml"]
    assert parsed.is_cut_short


def test_an_index_that_breaks_off_in_its_first_part_is_cut_short() -> None:
    failed = read_index("<sitemapindex><sitemap><loc>/a.x", URL)

    assert isinstance(failed, Failed)
    assert failed.reason is Reason.CUT_SHORT


@pytest.mark.parametrize("body", ["<sitemapindex/>", "<sitemapindex></sitemapindex>"])
def test_an_index_of_nothing_has_no_parts(body: str) -> None:
    parsed = read_index(body, URL)

    assert isinstance(parsed, ParsedFeed)
    assert (parsed.parts, parsed.is_cut_short) == ((), False)


def test_an_index_in_a_gzip_file_is_read_and_refused_where_a_feed_is_wanted() -> None:
    body = gzip.compress(b'<?xml version="1.0"?><sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>')

    parsed = parse(body, "application/gzip", URL)
    refused = parse(body, "application/gzip", URL, FeedType.FEED)

    assert isinstance(parsed, ParsedFeed)
    assert [part.url for part in parsed.parts] == ["https://news.example/a.xml"]
    assert isinstance(refused, Failed)
    assert "type: sitemap" in refused.detail


@given(st.lists(st.sampled_from(["<url>", "</url>", "<loc>", "</loc>", "/1", "<lastmod>", "2022", "&x;", "<", "]]>"])))
def test_no_site_map_stops_the_reader(pieces: list[str]) -> None:
    text = "".join(pieces)

    assert isinstance(read(f"<urlset>{text}</urlset>", URL), ParsedFeed | Failed)
    assert isinstance(
        read_index(f"<sitemapindex>{text.replace('url>', 'sitemap>')}</sitemapindex>", URL), ParsedFeed | Failed
    )
