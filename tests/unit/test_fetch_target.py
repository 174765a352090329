"""Which server, and what on it, does an address name?"""

import pytest

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped
from monitor.fetch.target import read_target


@pytest.mark.parametrize(
    ("address", "host", "port", "site"),
    [
        ("http://news.bbc.co.uk/x", "news.bbc.co.uk", 80, "bbc.co.uk"),
        ("https://News.Example:8443/x", "news.example", 8443, "news.example"),
        ("https://[2606:4700::1]/", "2606:4700::1", 443, "[2606:4700::1]:443"),
        ("http://тенгри.example/", "xn--c1adksqi.example", 80, "xn--c1adksqi.example"),
    ],
)
def test_an_address_is_read_as_host_port_and_site(address: str, host: str, port: int, site: str) -> None:
    target = read_target(address)

    assert (target.host, target.port, target.site) == (host, port, site)


@pytest.mark.parametrize("path", ["/", "/%7e/..%2fx?a=%7E", "/a//b/", "/a;b=c?d=e+f&g", "/%zz"])
def test_an_address_goes_over_the_wire_as_it_stands(path: str) -> None:
    assert read_target("https://news.example" + path).wire.raw_path_qs == path


def test_names_that_an_older_rule_takes_for_one_are_two_origins() -> None:
    assert read_target("https://straße.de/").origin == "https://xn--strae-oqa.de:443"
    assert read_target("https://strasse.de/").origin == "https://strasse.de:443"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "feed",
        "//news.example/",
        "ftp://news.example/",
        "http:///x",
        "http://u:p@news.example/",
        "http://@news.example/",
        "http://a\\@127.0.0.1/",
        "http://news.example\t/",
        "http://news.example/\r\nX: y",
        "http://news.example:0/",
        "http://news.example:99999/",
        "http://[fe80::1%25eth0]/",
        "http://[::1",
        "http://news..example/",
        "http://ne ws.example/",
        "http://news.example/\ud800",
    ],
)  # fmt: skip
def test_what_parsers_could_read_differently_is_refused(address: str) -> None:
    with pytest.raises(FetchStopped) as stop:
        read_target(address)

    assert stop.value.failed.reason is Reason.BAD_ADDRESS
