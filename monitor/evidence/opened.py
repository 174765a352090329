"""What does a file that may be a pack hold, and where?

Not pure: reads a file. In: its path. Out: its manifest, and its bytes in pieces. verify.py checks what it says; nothing
here is to be believed before that.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from monitor.core.errors import MonitorError
from monitor.evidence import guide, manifest
from monitor.evidence.container import Ending, Member, find_ending, local_header
from monitor.evidence.manifest import Manifest

_TAIL_BYTES = 1_048_576  # so much may have been added to a pack's end without hiding it
_HEAD_BYTES = 200
_MEND = "What is wrong with the pack says `monitor evidence verify`; get it again from who sent it."


class NotAPack(MonitorError):  # noqa: N818 - named by what is wrong, as all of that tree
    """The file is something else."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack that is open.

    Args:
        ending: where the directory and the end stand in the file; None where they cannot be found.
        raw: the manifest's bytes, b"" where they cannot be found.
    """

    file: BinaryIO
    size: int
    ending: Ending | None
    raw: bytes

    def read(self, at: int, size: int) -> bytes:
        """Give bytes of the file; fewer where it ends, none where there is no such place."""
        if at < 0 or size <= 0:
            return b""
        self.file.seek(at)
        return self.file.read(size)


@contextmanager
def open_pack(path: Path) -> Iterator[Opened]:
    """Open a pack, whole or damaged.

    Raises:
        NotAPack: it is none.
        MonitorError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            opened = _look_at(file, size)
            if opened is None:
                raise NotAPack(
                    f"{path} is no evidence pack: nothing in it is as `monitor evidence export` writes it. "
                    "Give the file that the exporter sent, as it came."
                )
            yield opened
    except OSError as error:
        raise MonitorError(f"{path} cannot be read: {error.strerror or error}. Give a file that is there.") from error


def listed(opened: Opened) -> Manifest:
    """Give what a pack says that it holds.

    Raises:
        MonitorError: it is so damaged that it does not say.
    """
    try:
        return manifest.read(opened.raw)
    except ValueError:
        raise MonitorError(f"The pack's list of contents cannot be read: it is damaged. {_MEND}") from None


def article_facts(opened: Opened, said: Manifest) -> Iterator[Mapping[str, object]]:
    """Give the facts of each article, as ``article.json`` has them.

    Raises:
        MonitorError: one of them is not what the list says.
    """
    at = 0
    for row in said.rows:
        at += len(local_header(Member(row.name, row.size, 0)))
        if row.name.endswith(f"/{guide.ARTICLE}"):
            raw = opened.read(at, row.size)
            facts = _facts(raw) if sha256(raw).hexdigest() == row.sha256 else None
            if facts is None:
                raise MonitorError(f"{row.name} is not what the list of contents says. {_MEND}")
            yield facts
        at += row.size


def _facts(raw: bytes) -> Mapping[str, object] | None:
    try:
        facts = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return facts if isinstance(facts, dict) else None


def _look_at(file: BinaryIO, size: int) -> Opened | None:
    file.seek(max(0, size - _TAIL_BYTES))
    tail_at, tail = file.tell(), file.read(_TAIL_BYTES)
    file.seek(0)
    begins = file.read(_HEAD_BYTES)
    ending = find_ending(
        tail,
        comment_begins=manifest.COMMENT_BEGINS,
        comment_size=manifest.COMMENT_SIZE,
        last_name=manifest.NAME,
    )
    if guide.TITLE.encode() not in begins and manifest.COMMENT_BEGINS not in tail:
        return None
    if ending is None:
        return Opened(file, size, None, b"")
    placed = Ending(ending.start + tail_at, ending.end + tail_at, ending.last_size)
    opened = Opened(file, size, placed, b"")
    raw = opened.read(placed.start - placed.last_size, placed.last_size)
    return Opened(file, size, placed, raw)
