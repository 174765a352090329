"""Are the bytes around a pack's members those of a ZIP file, whatever its size?"""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from monitor.evidence.container import Member, directory, find_ending, local_header

CONTENTS = {"README.txt": b"read me", "articles/1/text-1.txt": b"", "manifest.json": b"{}"}


def _zip(contents: dict[str, bytes], comment: bytes = b"") -> bytes:
    members = [Member(name, len(content), zlib.crc32(content)) for name, content in contents.items()]
    parts = [local_header(m) + content for m, content in zip(members, contents.values(), strict=True)]
    return b"".join(parts) + directory(members, comment)


def test_the_file_is_a_zip_that_others_read() -> None:
    with zipfile.ZipFile(BytesIO(_zip(CONTENTS, b"a comment"))) as read:
        assert read.testzip() is None
        assert {info.filename: read.read(info) for info in read.infolist()} == CONTENTS
        assert read.comment == b"a comment"
        assert {
            (info.date_time, info.compress_type, info.extra, info.external_attr >> 16) for info in read.infolist()
        } == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, b"", 0o100644)}


def test_more_members_than_sixteen_bits_count_are_read_by_others() -> None:
    contents = {f"m{number}": b"" for number in range(65_536)}

    with zipfile.ZipFile(BytesIO(_zip(contents))) as read:
        assert len(read.infolist()) == 65_536
        assert read.read("m65535") == b""


def test_a_member_of_more_than_four_gigabytes_is_read_by_others(tmp_path: Path) -> None:
    size = 2**32 + 5
    big, small = Member("pages.warc.gz", size, 0), Member("manifest.json", 2, zlib.crc32(b"{}"))
    file = tmp_path / "wide.zip"
    with file.open("wb") as out:
        out.write(local_header(big))
        out.seek(size, 1)  # a hole: it takes no room on the disk
        out.write(local_header(small) + b"{}" + directory([big, small], b"x" * 9))

    with zipfile.ZipFile(file) as read:
        assert [info.file_size for info in read.infolist()] == [size, 2]
        assert read.read("manifest.json") == b"{}"
        with read.open("pages.warc.gz") as hole:
            assert hole.read(5) == bytes(5)
    with file.open("rb") as opened:
        opened.seek(-1000, 2)
        tail = opened.read()
    found = find_ending(tail, comment_begins=b"xxx", comment_size=9, last_name="manifest.json")
    assert found is not None
    assert tail[found.start - found.last_size : found.start] == b"{}"
    assert found.end == len(tail)


def test_the_ending_is_found_though_something_was_added_below() -> None:
    whole = _zip(CONTENTS, b"comment")

    found = find_ending(whole + b"garbage" * 20, comment_begins=b"comm", comment_size=7, last_name="manifest.json")

    assert found is not None
    assert found.end == len(whole)
    assert whole[found.start - found.last_size : found.start] == b"{}"


def test_what_is_no_zip_has_no_ending() -> None:
    for text in (b"", b"PK\x05\x06", b"comm", b"x" * 5000, b"PK\x05\x06" + b"\xff" * 18 + b"comment"):
        assert find_ending(text, comment_begins=b"comm", comment_size=7, last_name="manifest.json") is None
