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


def test_an_outlet_is_a_registrable_domain() -> None:
    assert outlet("https://www.news.example.co.uk/a") == "example.co.uk"
