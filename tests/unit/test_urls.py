"""What is a web address, and whose is it?"""

import subprocess
import sys
from pathlib import Path

import pytest

from monitor.core.urls import host_of, is_web_address, join, origin_of, site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://feeds.bbci.co.uk/rss.xml", "bbci.co.uk"),
        ("https://WWW.Example.COM/", "example.com"),
        ("https://example.com./", "example.com"),
        ("https://example.com:8443/x", "example.com"),
        ("https://www.gov.kz/feed", "www.gov.kz"),
        ("https://gov.kz/feed", "gov.kz"),
        ("https://one.github.io/", "one.github.io"),
        ("https://news.example/a", "news.example"),
        ("https://a.b.news.example/a", "news.example"),
        ("https://www.қазақстан.қаз/", "xn--80aaa0a6awh12ed.xn--80ao21a"),
        ("http://127.0.0.1:8080/feed", "127.0.0.1:8080"),
        ("http://127.0.0.1/feed", "127.0.0.1:80"),
        ("https://127.0.0.1/feed", "127.0.0.1:443"),
        ("http://[2001:db8::1]:8080/", "[2001:db8::1]:8080"),
        ("http://localhost/", "localhost:80"),
        ("http://intranet:81/", "intranet:81"),
        ("mailto:a@example.com", ""),
        ("", ""),
    ],
)
def test_a_site_is_the_registrable_domain_or_host_and_port(url: str, site: str) -> None:
    assert site_of(url) == site


def test_naming_a_site_touches_neither_network_nor_disk(tmp_path: Path) -> None:
    watched = """
import sys
from monitor.core.urls import site_of

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "os.mkdir"):
        print(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        print(event, args[0])

sys.addaudithook(watch)
site_of("https://never-seen-before.example.org/")
print("end")
"""

    run = subprocess.run(
        [sys.executable, "-c", watched], capture_output=True, text=True, check=True, env={"HOME": str(tmp_path)}
    )

    assert run.stdout == "end\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "https://example.com/a?b=c#d",
        "HTTPS://Example.com/",
        "http://example.com:8080/",
        "http://[2606:4700::1]/",
        "https://қазақстан.қаз/жаңалық",
        "https://a_b.example.com/",
        "https://example.com/a@b",
        "https://example.com/#@x",
    ],
)
def test_web_addresses_are_taken(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "//example.com/",
        "/path",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@example.com/",
        "http://user:word@example.com/",
        "http://example.com@127.0.0.1/",
        "http://a\\@127.0.0.1/",
        "http://example.com\\@127.0.0.1/",
        "http:\\\\example.com/",
        "http://exam\tple.com/",
        "http://example.com/\r\nHost: other",
        "http://example.com/\n",
        " http://example.com/",
        "http://example.com/a b",
        "http://example.com/\x00",
        "http://example.com/\x7f",
        "http://example.com/\u200b",
        "http://example.com/\u2028",
        "http://example.com/\ud800",
        "http://ex%61mple.com/",
        "http://a..b/",
        "http://.com/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://example.com:99999/",
        "http://example.com:0/",
        "http://example.com:x/",
        "http://" + "a" * 64 + ".com/",
        "http://example.com/" + "a" * 8_000,
    ],
)
def test_what_parsers_could_read_differently_is_refused(url: str) -> None:
    assert not is_web_address(url)


@pytest.mark.parametrize(
    ("base", "ref", "url"),
    [
        ("https://example.com/a/b", "c", "https://example.com/a/c"),
        ("https://example.com/a/b", "/c?d=e", "https://example.com/c?d=e"),
        ("https://example.com/a/b", "//other.example/c", "https://other.example/c"),
        ("https://example.com/a/b", "\n  http://other.example/c\n", "http://other.example/c"),
        ("https://example.com/a/b", "two words", "https://example.com/a/two%20words"),
        ("https://example.com/a/b", "", "https://example.com/a/b"),
        ("https://example.com/a/b", "\\\\127.0.0.1\\c", ""),
        ("https://example.com/a/b", "/\\127.0.0.1", ""),
        ("https://example.com/a/b", "/a\tb", ""),
        ("https://example.com/a/b", "file:///etc/passwd", ""),
        ("https://example.com/a/b", "mailto:a@example.com", ""),
        ("https://example.com/a/b", "http://[oops/", ""),
        ("", "c", ""),
    ],
)
def test_references_resolve_or_are_refused(base: str, ref: str, url: str) -> None:
    assert join(base, ref) == url


def test_a_host_is_named_without_its_port() -> None:
    assert host_of("https://Example.com:8443/a") == "example.com"
    assert host_of("no address") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://example.com/a", "https://EXAMPLE.com:443/b", True),
        ("https://example.com/a", "http://example.com/a", False),
        ("https://example.com/a", "https://www.example.com/a", False),
        ("https://example.com/a", "https://example.com:8443/a", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table's column
    assert (origin_of(one) == origin_of(other)) is same


def test_what_is_no_web_address_has_no_origin() -> None:
    assert origin_of("file:///etc/passwd") == ""
