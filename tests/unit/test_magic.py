"""What first bytes say of a body, the same to whoever asks."""

import pytest

from monitor.core.magic import kind
from monitor.core.records.failures import Failed
from monitor.extract.refuse import refusal
from monitor.parse.feed import parse

BODIES = (
    b"%PDF-1.7",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff\xe0",
    b"GIF89a",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"RIFF\0\0\0\0WEBP",
    b"ID3\x04",
    b"OggS",
    b"\x1aE\xdf\xa3",
    b"{\\rtf1",
    b"\0\0\0\x18ftypmp42",
    b"\r\n%PDF-1.7",
)


@pytest.mark.parametrize("body", BODIES)
def test_a_feed_and_a_page_call_the_same_bytes_by_the_same_name(body: bytes) -> None:
    as_feed, as_page = parse(body, "", "https://news.example/"), refusal(body, "")

    assert isinstance(as_feed, Failed)
    assert isinstance(as_page, Failed)
    assert kind(body)
    assert kind(body) in as_feed.detail
    assert kind(body) in as_page.detail


@pytest.mark.parametrize("body", [b"", b"<html>", b"<rss>", b"{}", "\ufeffwords".encode(), b"words about %PDF-"])
def test_text_has_no_magic(body: bytes) -> None:
    assert kind(body) == ""
