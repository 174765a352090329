"""What do an answer's headers say?"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.fetches import Link
from monitor.fetch.headers import MOST_LINKS, base_of, links_in, names_in, read_headers

PAGE = "https://news.example/a/feed.xml"
HUB = Link("hub", "https://hub.example/")


def test_headers_are_found_by_their_names_in_lower_case() -> None:
    assert read_headers([(b"ETag", b'"a"'), (b"X-Key", "ключ".encode())]) == {"etag": '"a"', "x-key": "ключ"}


def test_lists_are_joined_and_of_the_others_the_first_counts() -> None:
    raw = [(b"Link", b"<a>"), (b"link", b"<b>"), (b"Location", b"/a"), (b"Location", b"/b")]

    assert read_headers(raw) == {"link": "<a>, <b>", "location": "/a"}


def test_a_validator_that_could_not_be_sent_back_byte_for_byte_is_left_out() -> None:
    assert read_headers([(b"ETag", b'"\xe9"'), (b"Server", b"caf\xe9")]) == {"server": "café"}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('<https://hub.example/>; rel="hub"', [HUB]),
        ("<https://hub.example/>;rel=hub", [HUB]),
        ("<https://hub.example/> ; REL = HUB", [HUB]),
        ('<https://hub.example/>; title="a, b; c"; rel="hub"', [HUB]),
        ('<https://hub.example/>; title="a \\" b"; rel="hub"', [HUB]),
        ('<https://hub.example/>; rel="hub self"', [HUB, Link("self", "https://hub.example/")]),
        ('<https://hub.example/>; rel="hub"; rel="self"', [HUB]),  # the first counts
        ("<b.xml>; rel=self", [Link("self", "https://news.example/a/b.xml")]),
        ("</b.xml>; rel=self", [Link("self", "https://news.example/b.xml")]),
        ("<>; rel=self", [Link("self", PAGE)]),
        ("<https://x.example/?a,b;c>; rel=self", [Link("self", "https://x.example/?a,b;c")]),
        ("<https://hub.example/>; rel=hub, </b.xml>; rel=self", [HUB, Link("self", "https://news.example/b.xml")]),
        ("<https://hub.example/>; rel=hub, <https://hub.example/>; rel=hub", [HUB]),
        (f'<https://hub.example/>; rel=hub; anchor="{PAGE}"', [HUB]),
        ('<https://hub.example/>; rel=hub; anchor="/other.xml"', []),  # speaks of another page
        ("<https://hub.example/>", []),
        ("<https://hub.example/>; rev=hub", []),
        ("https://hub.example/; rel=hub", []),
        ("<mailto:a@b.example>; rel=hub", []),
        ("<http://u:p@hub.example/>; rel=hub", []),
        ("<https://hub.example/; rel=hub", []),
        ('<https://hub.example/>; rel="hub', [HUB]),
        ("junk, <https://hub.example/>; rel=hub, ;;,", [HUB]),
        ("", []),
    ],
)  # fmt: skip
def test_links_are_read_as_far_as_they_can_be(text: str, links: list[Link]) -> None:
    assert links_in(text, PAGE) == tuple(links)


def test_no_more_than_twenty_links_are_taken() -> None:
    many = ", ".join(f"</{n}>; rel=next" for n in range(100))

    assert len(links_in(many, PAGE)) == MOST_LINKS == 20


@pytest.mark.parametrize("text", ["<" * 4_000_000, '";' * 2_000_000, "<a>;" * 1_000_000, "<a>;rel=" + "b " * 2_000_000])
def test_a_header_of_megabytes_takes_no_time(text: str) -> None:
    started = time.process_time()

    links_in(text, PAGE)

    assert time.process_time() - started < 0.2


@given(st.text(st.sampled_from('<>";,=\\ relhub/a.:'), max_size=60))
def test_whatever_a_link_header_says_it_is_no_crash(text: str) -> None:
    assert all(link.url.startswith("http") and link.rel for link in links_in(text, PAGE))


@pytest.mark.parametrize(
    ("named", "base"),
    [
        ("/b/feed.xml", "https://news.example/b/feed.xml"),
        ("feed.en.xml", "https://news.example/a/feed.en.xml"),
        ("https://news.example:443/b", "https://news.example:443/b"),
        ("https://other.example/b", PAGE),
        ("http://news.example/b", PAGE),
        ("mailto:a@b.example", PAGE),
        ("", PAGE),
    ],
)
def test_content_location_is_believed_on_its_own_origin_only(named: str, base: str) -> None:
    assert base_of({"content-location": named}, PAGE) == base


def test_names_of_a_list_come_without_their_parameters() -> None:
    assert names_in("Feed;q=1, gzip ,, ") == ["feed", "gzip"]
