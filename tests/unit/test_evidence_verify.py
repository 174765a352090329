"""Is every change of a pack found, whichever byte it is?"""

import json
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError
from monitor.core.records.versions import Version
from monitor.evidence import manifest
from monitor.evidence.container import Member, directory, local_header
from monitor.evidence.exhibit import Exhibit
from monitor.evidence.manifest import Row
from monitor.evidence.opened import NotAPack, article_facts, listed, open_pack
from monitor.evidence.verify import Checked, verify
from tests.unit.evidence_samples import exhibit, pack


class Pack:
    """A pack whose bytes a test may change."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.head = pack(file).head
        self.bytes = file.read_bytes()
        with zipfile.ZipFile(file) as opened:
            self.offsets = {info.filename: info.header_offset for info in opened.infolist()}
            self.contents = {info.filename: opened.read(info) for info in opened.infolist()}
            self.directory_at = opened.start_dir

    def check(self, changed: bytes, head: str = "") -> Checked:
        self.file.write_bytes(changed)
        return verify(self.file, head=head)

    def place(self, name: str) -> int:
        """Where a member's content begins."""
        return self.offsets[name] + 30 + len(name)

    def member_at(self, at: int) -> str:
        """Name the member whose header or content a byte belongs to, "" for the directory."""
        if at >= self.directory_at:
            return ""
        return max((offset, name) for name, offset in self.offsets.items() if offset <= at)[1]


@pytest.fixture
def made(tmp_path: Path) -> Pack:
    return Pack(tmp_path / "pack.zip")


def _named(checked: Checked) -> set[str]:
    return {wrong.member for wrong in checked.wrong}


def test_a_pack_as_it_was_written_is_fine(made: Pack) -> None:
    checked = made.check(made.bytes, made.head)

    assert checked.wrong == ()
    assert checked.head == made.head
    assert checked.members == 9
    assert checked.exported["articles"] == 2


def test_every_flipped_byte_is_found_and_its_member_named(made: Pack) -> None:
    assert len(made.bytes) < 20_000
    unfound, misnamed = [], []
    with made.file.open("r+b", buffering=0) as file:
        for at, byte in enumerate(made.bytes):
            file.seek(at)
            file.write(bytes([byte ^ (1 << at % 8)]))
            checked = verify(made.file)
            file.seek(at)
            file.write(bytes([byte]))
            if not checked.wrong:
                unfound.append(at)
            # The directory leads to the manifest: where it does no more, the two cannot be told apart.
            right = {made.member_at(at)} | ({manifest.NAME} if at >= made.directory_at else set())
            if not right & _named(checked):
                misnamed.append(at)

    assert unfound == []
    assert misnamed == []
    assert verify(made.file, head=made.head).wrong == ()


@pytest.mark.parametrize("bit", range(8))
def test_every_flipped_bit_of_the_headers_and_the_end_is_found(made: Pack, bit: int) -> None:
    places = [*range(made.directory_at, len(made.bytes))]
    places += [at for name, start in made.offsets.items() for at in range(start, made.place(name))]
    unfound = []
    with made.file.open("r+b", buffering=0) as file:
        for at in places:
            file.seek(at)
            file.write(bytes([made.bytes[at] ^ (1 << bit)]))
            if not verify(made.file).wrong:
                unfound.append(at)
            file.seek(at)
            file.write(made.bytes[at : at + 1])

    assert len(places) > 1000
    assert unfound == []


def test_every_byte_is_either_hashed_or_made_anew(made: Pack) -> None:
    said = manifest.read(made.contents[manifest.NAME])
    raw = made.contents[manifest.NAME]
    contents = [made.contents[row.name] for row in said.rows] + [raw]
    rows = [*said.rows, Row(manifest.NAME, len(raw), sha256(raw).hexdigest())]
    assert all(sha256(content).hexdigest() == row.sha256 for row, content in zip(rows, contents, strict=True))

    members = [Member(row.name, row.size, zlib.crc32(content)) for row, content in zip(rows, contents, strict=True)]
    pieces = [
        part for member, content in zip(members, contents, strict=True) for part in (local_header(member), content)
    ]

    assert b"".join(pieces) + directory(members, manifest.comment_of(raw)) == made.bytes


@pytest.mark.parametrize("name", ["README.txt", "articles/7/text-1.txt", "pages.warc.gz"])
def test_the_member_that_was_changed_is_the_only_one_named(made: Pack, name: str) -> None:
    at = made.place(name)

    checked = made.check(made.bytes[:at] + b"\xff" + made.bytes[at + 1 :])

    assert [str(wrong) for wrong in checked.wrong] == [
        f"{name}: It was changed, moved or taken out: its hash is another."
    ]


@pytest.mark.parametrize("more", [1, 4, 1000])
@pytest.mark.parametrize("name", ["README.txt", "articles/7/article.json", "pages.warc.gz"])
def test_what_comes_after_added_or_missing_bytes_is_not_called_wrong(made: Pack, name: str, more: int) -> None:
    at = made.place(name) + 9

    added = made.check(made.bytes[:at] + b"\xff" * more + made.bytes[at:])
    assert _named(added) == {name, ""}
    assert f"The file has {more:,} bytes more than its members make." in [str(wrong) for wrong in added.wrong]

    size = min(more, len(made.contents[name]) - 9)
    fewer = made.check(made.bytes[:at] + made.bytes[at + size :])
    assert _named(fewer) == {name, ""}


def test_every_cut_is_found(made: Pack) -> None:
    for size in range(len(made.bytes)):
        if size % 37 == 0 or size > made.directory_at:
            try:
                checked = made.check(made.bytes[:size])
            except NotAPack:
                assert size < 100  # of README.txt's first line not enough is left
            else:
                assert checked.wrong, size


@pytest.mark.parametrize("garbage", [b"\0", b"\n", b"PK\x05\x06", b"x" * 70_000])
def test_whatever_was_put_before_or_after_is_found(made: Pack, garbage: bytes) -> None:
    after = made.check(made.bytes + garbage)
    assert [str(wrong) for wrong in after.wrong] == [f"The file has {len(garbage):,} bytes more than its members make."]

    assert made.check(garbage + made.bytes).wrong


def test_members_that_changed_places_are_found(made: Pack) -> None:
    first, second = "articles/7/text-1.txt", "articles/7/text-2.txt"
    start, middle, end = made.offsets[first], made.offsets[second], made.offsets["articles/7/diff-1-2.txt"]

    checked = made.check(made.bytes[:start] + made.bytes[middle:end] + made.bytes[start:middle] + made.bytes[end:])

    assert {first, second} <= _named(checked)


def test_a_member_taken_out_with_its_entry_is_found(made: Pack) -> None:
    left = {name: content for name, content in made.contents.items() if name != "articles/9/text-1.txt"}

    checked = made.check(_zip(left))

    assert "articles/9/text-1.txt" in _named(checked)


def test_a_member_added_with_its_entry_is_found(made: Pack) -> None:
    more = {"articles/9/forged.txt": b"forged", **made.contents}

    assert made.check(_zip(more)).wrong


def test_the_same_members_packed_by_another_program_are_not_the_same_file(made: Pack, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w", zipfile.ZIP_STORED) as packed:
        for name, content in made.contents.items():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
        packed.comment = manifest.comment_of(made.contents[manifest.NAME])

    checked = verify(other)

    assert checked.wrong


def test_a_pack_made_anew_from_other_contents_has_another_head(made: Pack) -> None:
    forged = exhibit()
    version = replace(forged.versions[0], text="The CSTO did not meet.")
    anew = pack(made.file, [_with_version(forged, version), exhibit(9)], may_replace=True)

    without, told = verify(made.file), verify(made.file, head=made.head)

    assert without.wrong == ()
    assert without.head == anew.head != made.head
    (wrong,) = told.wrong
    assert str(wrong) == f"Its head is {anew.head}, not {made.head}: this is not the pack that was meant."


@pytest.mark.parametrize(
    "forge",
    [
        lambda text: text.replace('"asked": "topic:csto"', '"asked": "topic:sco"'),
        lambda text: text.replace('"articles": 2', '"articles": 3'),
        lambda text: text.replace('"size": 41', '"size": 14'),
        lambda text: re.sub(r'"head": "...', '"head": "000', text),
        lambda text: text.replace('"chain": "', '"chain": "0', 1),
        lambda text: re.sub(r'\{"name": "articles/9/text.*\n', "", text),
        lambda text: text.replace("\n]", "\n ]"),
        lambda text: text.replace("monitor evidence pack 1", "monitor evidence pack 2"),
        lambda text: json.dumps(json.loads(text)),
        lambda _: "[" * 100_000,
        lambda _: '{"members": [{"name": 1, "size": "", "sha256": [], "chain": null}], "exported": {}, "head": 1}',
        lambda _: "",
        lambda text: text.replace('"README.txt"', '"../README.txt"'),
    ],
)
def test_a_manifest_that_was_changed_is_found_though_the_rest_was_made_to_agree(
    made: Pack, forge: Callable[[str], str]
) -> None:
    text = made.contents[manifest.NAME].decode()
    forged = forge(text)
    assert forged != text

    checked = made.check(_zip({**made.contents, manifest.NAME: forged.encode()}))

    assert manifest.NAME in _named(checked)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", bytes(100_000), b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(content)

    with pytest.raises(NotAPack, match="is no evidence pack"):
        verify(file)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="cannot be read: No such file") as raised:
        verify(tmp_path / "nowhere.zip")
    assert not isinstance(raised.value, NotAPack)
    with pytest.raises(MonitorError, match="cannot be read"):
        verify(tmp_path)


def test_what_is_in_a_pack_can_be_read_from_it(made: Pack) -> None:
    with open_pack(made.file) as opened:
        said = listed(opened)
        facts = list(article_facts(opened, said))

    assert said.head == made.head
    assert [each["id"] for each in facts] == [7, 9]


def test_what_is_in_a_damaged_pack_is_not_read_as_if_it_were_true(made: Pack) -> None:
    at = made.place("articles/9/article.json") + 5
    made.file.write_bytes(made.bytes[:at] + b"X" + made.bytes[at + 1 :])
    with open_pack(made.file) as opened:
        found = article_facts(opened, listed(opened))
        assert next(found)["id"] == 7
        with pytest.raises(MonitorError, match=r"articles/9/article\.json is not what the list of contents says"):
            next(found)

    made.file.write_bytes(made.bytes[:-200])
    with open_pack(made.file) as opened, pytest.raises(MonitorError, match="it is damaged"):
        listed(opened)


def _zip(members: dict[str, bytes]) -> bytes:
    """Pack members as the program does, whatever the manifest says."""
    listed = [Member(name, len(content), zlib.crc32(content)) for name, content in members.items()]
    parts = [local_header(m) + content for m, content in zip(listed, members.values(), strict=True)]
    return b"".join(parts) + directory(listed, manifest.comment_of(members[manifest.NAME]))


def _with_version(given: Exhibit, version: Version) -> Exhibit:
    return replace(given, versions=(version, *given.versions[1:]))
