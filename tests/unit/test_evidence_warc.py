"""Can other tools read the pages of a pack, and do they get what was fetched?"""

import gzip
import zipfile
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.core.records.pages import StoredCapture
from monitor.evidence.warc import Pages, http_headers, record_id
from tests.fakes import NOON
from tests.unit.evidence_samples import PAGES, URL, capture, pack


def _written(*pairs: tuple[StoredCapture, bytes]) -> bytes:
    out = BytesIO()
    pages = Pages(out, at=NOON, program="monitor 1.2.3")
    for each, body in pairs:
        pages.add(each, body)
    return out.getvalue()


def _members(packed: bytes) -> list[bytes]:
    """Take the gzip members apart."""
    made = []
    while packed:
        one = zlib.decompressobj(31)
        made.append(one.decompress(packed))
        assert one.eof
        packed = one.unused_data
    return made


def _record(member: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Read a record as the standard writes it: a version, named fields, a blank line, the block, two line ends."""
    head, _, rest = member.partition(b"\r\n\r\n")
    version, *lines = head.decode().split("\r\n")
    assert version == "WARC/1.1"
    fields = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    length = int(dict(fields)["Content-Length"])
    assert rest[length:] == b"\r\n\r\n"
    return fields, rest[:length]


def test_warcio_reads_back_every_page_and_finds_its_digests_right(tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    pack(file)
    with zipfile.ZipFile(file) as opened:
        packed = opened.read("pages.warc.gz")

    records = [
        (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI"),
            record.rec_headers.get_header("WARC-Date"),
            record.content_stream().read() if record.rec_type == "response" else b"",
        )
        for record in ArchiveIterator(BytesIO(packed), check_digests="raise")
    ]

    assert records == [
        ("warcinfo", None, "2026-11-22T12:00:00Z", b""),
        ("response", URL, "2026-11-22T13:00:00Z", PAGES[0]),
        ("response", URL, "2026-11-22T14:00:00Z", PAGES[1]),
    ]


def test_a_reader_that_knows_the_standard_alone_reads_every_record() -> None:
    first, second = capture(1, PAGES[0]), capture(2, PAGES[1])

    info, *responses = map(_record, _members(_written((first, PAGES[0]), (second, PAGES[1]))))

    assert dict(info[0])["WARC-Type"] == "warcinfo"
    assert b"software: monitor 1.2.3\r\n" in info[1]
    for (fields, block), each, page in zip(responses, (first, second), PAGES, strict=True):
        said = dict(fields)
        assert len(said) == len(fields)
        assert said["WARC-Type"] == "response"
        assert said["Content-Type"] == "application/http; msgtype=response"
        assert said["WARC-Record-ID"] == record_id(each)
        assert said["WARC-Warcinfo-ID"] == dict(info[0])["WARC-Record-ID"]
        assert said["WARC-Payload-Digest"] == f"sha256:{each.sha256}"
        assert said["WARC-Block-Digest"] == f"sha256:{sha256(block).hexdigest()}"
        head, _, body = block.partition(b"\r\n\r\n")
        assert body == page
        assert head.decode().split("\r\n") == [
            "HTTP/1.1 200 OK",
            "Content-Type: text/html; charset=utf-8",
            "X-Archive-Orig-Content-Encoding: gzip",
            "X-Title: Жаңалық",
            "X-Archive-Orig-Content-Length: 61",
            "Set-Cookie: a=1",
            "Set-Cookie: b=2",
            f"Content-Length: {len(page)}",
        ]


def test_gzip_alone_reads_the_file_through() -> None:
    packed = _written((capture(1, PAGES[0]), PAGES[0]))

    assert gzip.decompress(packed).count(b"WARC/1.1\r\n") == 2


@pytest.mark.parametrize(
    ("came", "becomes"),
    [
        ((), (("Content-Length", "5"),)),
        ((("content-length", "5"),), (("content-length", "5"),)),
        ((("Content-Length", "4"),), (("X-Archive-Orig-Content-Length", "4"), ("Content-Length", "5"))),
        (
            (("Content-Length", "5"), ("Content-Length", "5")),
            (("Content-Length", "5"), ("X-Archive-Orig-Content-Length", "5")),
        ),
        (
            (("Transfer-Encoding", "chunked"), ("Content-Length", "5")),
            (
                ("X-Archive-Orig-Transfer-Encoding", "chunked"),
                ("X-Archive-Orig-Content-Length", "5"),
                ("Content-Length", "5"),
            ),
        ),
        ((("X-Evil", "a\r\nb\0c"),), (("X-Evil", "a  b c"), ("Content-Length", "5"))),
    ],
)
def test_headers_stay_unless_they_are_not_true_of_the_decoded_body(
    came: tuple[tuple[str, str], ...], becomes: tuple[tuple[str, str], ...]
) -> None:
    assert tuple(http_headers(capture(1, b"12345", headers=came))) == becomes


@pytest.mark.parametrize("status", [200, 404, 599])
def test_a_page_without_a_byte_or_a_known_status_is_written_too(status: int) -> None:
    empty = StoredCapture(1, 7, sha256(b"").hexdigest(), 0, "https://e.example/", NOON, status, ())

    (record,) = [
        (each.http_headers.get_statuscode(), each.content_stream().read())
        for each in ArchiveIterator(BytesIO(_written((empty, b""))), check_digests="raise")
        if each.rec_type == "response"
    ]

    assert record == (str(status), b"")


def test_the_same_captures_make_the_same_bytes() -> None:
    pair = (capture(1, PAGES[0]), PAGES[0])

    assert _written(pair) == _written(pair)
    assert record_id(capture(1, PAGES[0])) != record_id(capture(2, PAGES[0]))
