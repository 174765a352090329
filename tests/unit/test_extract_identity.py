"""Which address identifies an article."""

import pytest

from monitor.extract.identity import canonical, outlet

URL = "https://news.example.kz/2022/Port-Opens?id=7"


@pytest.mark.parametrize(
    "fetched",
    [
        f"{URL}&utm_source=rss&utm_medium=feed",
        f"{URL}&fbclid=abc",
        "https://news.example.kz/2022/Port-Opens?yclid=1&id=7&gclid=2",
        f"{URL}#comments",
        "https://NEWS.example.kz:443/2022/Port-Opens?id=7",
        "HTTPS://news.example.kz/2022/Port-Opens?id=7&UTM_Campaign=x",
    ],
)
def test_tracking_fragment_port_and_case_of_the_host_do_not_count(fetched: str) -> None:
    assert canonical(fetched, "") == URL


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/Path/With-Case/",
        "https://a.example/p?b=2&a=1",
        "https://a.example/p?page=2",
        "https://a.example/p?q=%D0%BF%2F",
        "https://a.example:8443/p",
        "http://127.0.0.1:8000/p?id=1",
        "https://a.example/новости/порт",
    ],
)
def test_what_carries_meaning_stays_byte_for_byte(url: str) -> None:
    assert canonical(url, "") == url


def test_an_empty_path_is_the_root() -> None:
    assert canonical("https://a.example", "") == "https://a.example/"


def test_a_declared_address_of_the_same_site_is_believed() -> None:
    assert canonical("https://m.example.kz/amp/7?x=1", "https://www.example.kz/7") == "https://www.example.kz/7"


def test_a_relative_declaration_is_resolved() -> None:
    assert canonical(URL, "/story/7") == "https://news.example.kz/story/7"


@pytest.mark.parametrize(
    "declared",
    ["https://other.example/7", "javascript:void(0)", "https://", "/", "https://news.example.kz", "http://[", " "],
)
def test_a_foreign_broken_or_home_page_declaration_is_not_believed(declared: str) -> None:
    assert canonical(URL, declared) == URL


def test_a_declaration_does_not_lead_back_to_plain_http() -> None:
    assert canonical(URL, "http://news.example.kz/7") == "https://news.example.kz/7"


def test_the_canonical_address_is_its_own_canonical_address() -> None:
    once = canonical(f"{URL}&utm_source=x#y", "")

    assert canonical(once, "") == once


@pytest.mark.parametrize(
    "declared",
    ["/2022/", "https://news.example.kz/2022", "/ru/", "/404", "/error/404.html", "/page-not-found?x=1", "/error"],
)
def test_an_article_is_no_sections_page_and_no_page_for_errors(declared: str) -> None:
    assert canonical(URL, declared) == URL


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        (f"{URL}&page=2", "/2022/Port-Opens?id=7"),
        ("https://news.example.kz/05/port-opens-again/amp/", "https://news.example.kz/05/port-opens-again/"),
        ("https://news.example.kz/7/port-opens", "https://news.example.kz/7"),
        ("https://news.example.kz/?p=7", "https://news.example.kz/2022/port-opens"),
        ("https://news.example.kz/news/port?id=7", "https://www.example.kz/port"),
    ],
)  # fmt: skip
def test_an_article_that_declares_itself_is_believed(url: str, declared: str) -> None:
    assert canonical(url, declared).endswith(declared)


@pytest.mark.parametrize(
    "name", ["id", "p", "newsid", "news_id", "article", "sid", "nid", "cid", "mod", "n", "ref", "source"]
)
def test_a_parameter_that_may_name_the_article_stays(name: str) -> None:
    assert canonical(f"https://a.example/x?{name}=881&utm_source=rss", "") == f"https://a.example/x?{name}=881"


@pytest.mark.parametrize(
    "marker",
    ["from=rss", "ref=rss", "rss=1", "rss=yes", "from=feed", "source=rss", "mod=rss_markets_main", "at_medium=RSS",
     "partner=rss", "emc=rss", "xtor=RSS-3", "maca=en-rss-en-all", "traffic_source=rss", "ref=telegram"],
)  # fmt: skip
def test_a_mark_that_a_feed_leaves_on_its_links_is_dropped(marker: str) -> None:
    assert canonical(f"https://a.example/x?id=7&{marker}", "") == "https://a.example/x?id=7"


def test_a_page_from_an_amp_cache_is_its_publishers() -> None:
    cached = "https://www-example-kz.cdn.ampproject.org/c/s/www.example.kz/amp/7?usqp=mq331AQ"

    assert canonical(cached, "") == "https://www.example.kz/amp/7"
    assert canonical(cached, "/7") == "https://www.example.kz/7"
    assert canonical(cached, "https://other.example/7") == "https://www.example.kz/amp/7"
    assert outlet(cached) == "example.kz"


def test_an_outlet_is_a_registrable_domain() -> None:
    assert outlet("https://www.news.example.co.uk/a") == "example.co.uk"


def test_who_rents_a_name_below_another_is_an_outlet_of_its_own() -> None:
    assert outlet("https://aktau-port.blogspot.com/2022/01/port.html") == "aktau-port.blogspot.com"
    assert canonical("https://a.blogspot.com/7", "https://b.blogspot.com/7") == "https://a.blogspot.com/7"
