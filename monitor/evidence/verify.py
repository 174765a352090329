"""Is a pack, to the last byte, as it was when it was exported?

Not pure: reads a file, and nothing else: no network, no archive. In: a path, and the head that the receiver was told.
Out: Checked, which names every member that is wrong.

The manifest gives each member's name, size and hash; these give every other byte of the ZIP, which is made anew and
compared. So each byte of the file is either hashed or compared, and there is none between. Where bytes were added or
taken out, what comes after them is looked for at its new place, so that it is not called wrong itself.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from monitor.evidence import manifest
from monitor.evidence.container import Member, crc_in, directory, local_header
from monitor.evidence.manifest import Manifest, Row
from monitor.evidence.opened import Opened, open_pack

_CHUNK_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a pack.

    Args:
        member: the name of the member, "" for the file as a whole.
        what: one sentence for a person.
    """

    member: str
    what: str

    def __str__(self) -> str:
        return f"{self.member}: {self.what}" if self.member else self.what


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to.

    Args:
        head: of the chain, worked out anew from the members that the manifest lists; "" where it lists none.
        exported: what the pack says of itself.
        wrong: empty where nothing is.
    """

    head: str
    members: int
    exported: Mapping[str, object] = field(hash=False)
    wrong: tuple[Wrong, ...] = ()


def verify(path: Path, *, head: str = "") -> Checked:
    """Check a pack.

    Args:
        head: of the chain, as the exporter told it; "" where it is not known. Without it, a pack that somebody made
            anew from other contents passes: it is whole, but not the one that was exported.

    Raises:
        NotAPack: the file is something else.
        MonitorError: it cannot be read.
    """
    with open_pack(path) as opened:
        if opened.ending is None:
            return Checked("", 0, {}, (Wrong("", _endless(opened)),))
        try:
            said = manifest.read(opened.raw)
        except ValueError:
            return Checked("", 0, {}, (Wrong(manifest.NAME, _UNREAD),))
        wrong = list(_wrong_chain(said))
        wrong += _Check(opened, said, is_true=not wrong).wrong()
        if head and head != said.head:
            wrong.append(Wrong("", f"Its head is {said.head}, not {head}: this is not the pack that was meant."))
        return Checked(said.head, len(said.rows) + 1, said.exported, tuple(wrong))


_UNREAD = "It cannot be read: it was changed, or the ZIP's directory that leads to it. So nothing else can be checked."


def _endless(opened: Opened) -> str:
    return (
        f"The file does not end as a pack does ({opened.size:,} bytes): its end was cut off or changed, "
        "and with it the list of what it should hold."
    )


def _wrong_chain(said: Manifest) -> Iterator[Wrong]:
    made = manifest.close(said.exported, said.rows)
    broken = next((ours.name for ours, theirs in zip(made.rows, said.rows, strict=True) if ours != theirs), "")
    if broken:
        yield Wrong(manifest.NAME, f"It was changed: its chain of hashes breaks at {broken}.")
    elif made.head != said.head:
        yield Wrong(manifest.NAME, "It was changed: the head of its chain is another.")


class _Check:
    """One pass over a pack's bytes.

    Args:
        is_true: whether the manifest's own chain holds, so that it is what the rest has to agree with.
    """

    def __init__(self, opened: Opened, said: Manifest, *, is_true: bool) -> None:
        assert opened.ending is not None  # noqa: S101 - verify() has looked
        self._opened = opened
        self._ending = opened.ending
        self._is_true = is_true
        self._rows = [*said.rows, Row(manifest.NAME, len(opened.raw), sha256(opened.raw).hexdigest())]
        self._length = sum(len(local_header(Member(row.name, row.size, 0))) + row.size for row in self._rows)
        self._shift = self._ending.start - self._length

    def wrong(self) -> Iterator[Wrong]:
        members: list[Member] = []
        at = 0
        for row in self._rows:
            member, what = self._member(row, at)
            members.append(member)
            if what:
                yield Wrong(row.name, what)
            at += len(local_header(member)) + row.size
        comment = manifest.comment_of(self._opened.raw) if self._is_true else self._comment()
        yield from self._wrong_end(directory(members, comment))

    def _member(self, row: Row, at: int) -> tuple[Member, str]:
        """Look at a member where it belongs, and where it would be if bytes before it had been added or taken out."""
        for place in dict.fromkeys((at, at + self._shift)):
            header, crc, digest = self._read(row, place)
            member = Member(row.name, row.size, crc)
            if digest == row.sha256 and (self._is_true or row.name != manifest.NAME):
                return member, "" if header == local_header(member) else "Its header in the ZIP was changed."
        member = Member(row.name, row.size, crc_in(self._opened.read(at, len(local_header(member)))))
        return member, "" if row.name == manifest.NAME else "It was changed, moved or taken out: its hash is another."

    def _read(self, row: Row, at: int) -> tuple[bytes, int, str]:
        """Give a member's header, and CRC and SHA-256 of its content."""
        length = len(local_header(Member(row.name, row.size, 0)))
        header = self._opened.read(at, length)
        digest, crc, left = sha256(), 0, row.size
        while left and (part := self._opened.read(at + length + row.size - left, min(left, _CHUNK_BYTES))):
            digest.update(part)
            crc = zlib.crc32(part, crc)
            left -= len(part)
        return header, crc, digest.hexdigest()

    def _comment(self) -> bytes:
        return self._opened.read(self._ending.end - manifest.COMMENT_SIZE, manifest.COMMENT_SIZE)

    def _wrong_end(self, expected: bytes) -> Iterator[Wrong]:
        found = self._opened.read(self._ending.start, len(expected))
        if found != expected:
            first = next(
                (n for n, (ours, theirs) in enumerate(zip(expected, found, strict=False)) if ours != theirs), 0
            )
            yield Wrong("", f"The ZIP's directory, after the last member, was changed at byte {first:,} of it.")
        whole = self._length + len(expected)
        if self._opened.size != whole:
            more = self._opened.size - whole
            said = f"{more:,} bytes more" if more > 0 else f"{-more:,} bytes fewer"
            yield Wrong("", f"The file has {said} than its members make.")
