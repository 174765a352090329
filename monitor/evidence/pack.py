"""How does an evidence pack come about?

Not pure: writes a file. In: exhibits one after the other, their pages' bytes, what was asked for and when. Out: a ZIP
file that stands by itself; see manifest.py for what ties it together and container.py for its bytes.
cli/evidence.py says what goes in, verify.py finds whatever was changed later.

One article at a time is in memory. The file is written beside its place under another name, and gets its own when it is
whole; pages are gathered in a file without a name meanwhile. An error, or Ctrl-C, leaves nothing behind.
"""

import os
import secrets
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from monitor.core.errors import MonitorError
from monitor.core.public import moment
from monitor.evidence import guide, manifest
from monitor.evidence.container import Member, directory, local_header
from monitor.evidence.exhibit import Exhibit, files
from monitor.evidence.manifest import Manifest, Row
from monitor.evidence.warc import Pages

PAGES = "pages.warc.gz"

_CHUNK_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a pack is made.

    Args:
        asked: the query or the ids, as they were given.
        program: name and version.
    """

    asked: str
    at: datetime
    program: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an export.

    Args:
        size: of the file, in bytes.
        head: of its chain: to be kept, or told, apart from the file.
    """

    articles: int
    pages: int
    size: int
    head: str


def write_pack(
    file: Path, exhibits: Iterable[Exhibit], body: Callable[[str], bytes], occasion: Occasion, *, may_replace: bool
) -> Written:
    """Write a pack to ``file``, whole or not at all.

    Args:
        exhibits: taken one by one, each when the one before is written.
        body: gives a page's bytes by their SHA-256.

    Raises:
        MonitorError: the file is there already, cannot be written, or a page is not what it was when it was kept.
    """
    place = free_place(file, may_replace=may_replace)
    try:
        with _beside(place) as out, tempfile.TemporaryFile(dir=place.parent) as gathered:
            made = _write(out, cast("BinaryIO", gathered), exhibits, body, occasion)
            free_place(file, may_replace=may_replace)
    except OSError as error:
        raise MonitorError(
            f"{file} cannot be written: {error.strerror or error}. Nothing was left there. "
            "Name a file in a folder that this user may write to and that has room."
        ) from error
    return made


def free_place(file: Path, *, may_replace: bool) -> Path:
    """Say where a file will stand; whoever makes something large asks first.

    Raises:
        MonitorError: it is there already, or no file can be there.
    """
    place = file.resolve()
    if place.exists() and not place.is_file():
        raise MonitorError(f"{file} is no file, and was left as it is. Name a new file for the pack.")
    if place.exists() and not may_replace:
        raise MonitorError(f"{file} exists already, and was left as it is. Name another file, or give --force.")
    if not place.parent.is_dir():
        raise MonitorError(f"{file} cannot be written: there is no folder {file.parent}. Make it first.")
    return place


@contextmanager
def _beside(place: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its place when all went well, and vanishes when not."""
    unfinished = place.with_name(f".evidence-{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(
    out: BinaryIO,
    gathered: BinaryIO,
    exhibits: Iterable[Exhibit],
    body: Callable[[str], bytes],
    occasion: Occasion,
) -> Written:
    archive, tally = _Archive(out), _Tally(gathered)
    pages = Pages(cast("BinaryIO", tally), at=occasion.at, program=occasion.program)
    archive.add(guide.NAME, guide.TEXT.encode())
    articles = captures = 0
    for exhibit in exhibits:
        for name, content in files(exhibit):
            archive.add(name, content)
        for capture in exhibit.captures:
            pages.add(capture, _checked(body(capture.sha256), capture.sha256, exhibit.article.id))
        articles += 1
        captures += len(exhibit.captures)
    archive.add_gathered(PAGES, tally)
    exported: dict[str, object] = {
        "asked": _writable(occasion.asked),
        "at": moment(occasion.at),
        "program": occasion.program,
        "articles": articles,
        "pages": captures,
    }
    closed = archive.close(exported)
    return Written(articles, captures, out.tell(), closed.head)


def _checked(body: bytes, digest: str, article_id: int) -> bytes:
    if sha256(body).hexdigest() != digest:
        raise MonitorError(
            f"A page of article {article_id} is not what it was when it was kept: its SHA-256 was {digest}. The "
            "database is damaged there, and no pack was written. Take the page from a backup, or leave the article out."
        )
    return body


def _writable(text: str) -> str:
    """Make a text of the command line one that UTF-8 can write."""
    return text.encode("utf-8", "replace").decode()


class _Tally:
    """A file that knows what was written to it."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.size = 0
        self.crc = 0
        self.digest = sha256()

    def write(self, part: bytes) -> int:
        self.size += len(part)
        self.crc = zlib.crc32(part, self.crc)
        self.digest.update(part)
        return self.out.write(part)

    def flush(self) -> None:
        self.out.flush()


class _Archive:
    """The ZIP file while it is written: one member after the other."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._members: list[Member] = []
        self._rows: list[Row] = []

    def add(self, name: str, content: bytes) -> None:
        self._begin(Member(name, len(content), zlib.crc32(content)), sha256(content).hexdigest())
        self._out.write(content)

    def add_gathered(self, name: str, tally: _Tally) -> None:
        """Add what was written to another file so far."""
        self._begin(Member(name, tally.size, tally.crc), tally.digest.hexdigest())
        tally.out.seek(0)
        while part := tally.out.read(_CHUNK_BYTES):
            self._out.write(part)

    def close(self, exported: dict[str, object]) -> Manifest:
        """Add the manifest and the ZIP's end."""
        closed = manifest.close(exported, self._rows)
        raw = manifest.to_bytes(closed)
        self.add(manifest.NAME, raw)
        self._out.write(directory(self._members, manifest.comment_of(raw)))
        return closed

    def _begin(self, member: Member, digest: str) -> None:
        self._members.append(member)
        self._rows.append(Row(member.name, member.size, digest))
        self._out.write(local_header(member))
