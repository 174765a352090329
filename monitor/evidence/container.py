"""Which bytes does a ZIP file of given members consist of?

Pure. In: names, sizes and CRCs. Out: the bytes around the contents: a header before each, a directory and an end after
all. pack.py writes them, verify.py compares them with what a file holds.

One list of members makes one file: nothing is compressed, every date is 1 January 1980, and nothing is written that is
not needed. So a byte that was changed anywhere differs from what the members make, and no other program's version
matters. Sizes of 4 GiB and more, and 65,535 members and more, take ZIP's 64-bit fields.

Source: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from struct import Struct

_FULL_32, _FULL_16 = 0xFFFF_FFFF, 0xFFFF
_PLAIN, _WIDE = 20, 45  # the version of the format that a reader must know: for plain files, for 64-bit fields
_UNIX = 3 << 8
_READABLE = 0o100644 << 16
_DAY = 0x0021  # 1 January 1980

_LOCAL = Struct("<4sHHHHHIIIHH")
_CENTRAL = Struct("<4sHHHHHHIIIHHHHHII")
_END = Struct("<4sHHHHIIH")
_WIDE_END = Struct("<4sQHHIIQQQQ")
_LOCATOR = Struct("<4sIQI")
_EXTRA = Struct("<HH")
_QUAD = Struct("<Q")

_LOCAL_SIGNATURE, _CENTRAL_SIGNATURE = b"PK\x03\x04", b"PK\x01\x02"
_END_SIGNATURE, _WIDE_SIGNATURE, _LOCATOR_SIGNATURE = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Member:
    """What the ZIP says of one member.

    Args:
        name: in ASCII.
        size: in bytes.
        crc: CRC-32 of its content.
    """

    name: str
    size: int
    crc: int


def local_header(member: Member) -> bytes:
    """Give what stands before a member's content."""
    extra = _extra((member.size, member.size) if member.size >= _FULL_32 else ())
    name, size = member.name.encode("ascii"), min(member.size, _FULL_32)
    needed = _WIDE if extra else _PLAIN
    fixed = _LOCAL.pack(_LOCAL_SIGNATURE, needed, 0, 0, 0, _DAY, member.crc, size, size, len(name), len(extra))
    return fixed + name + extra


def crc_in(header: bytes) -> int:
    """Give the CRC that a member's header names; 0 where there is no header."""
    return int(_LOCAL.unpack_from(header)[6]) if len(header) >= _LOCAL.size else 0


def directory(members: Iterable[Member], comment: bytes) -> bytes:
    """Give what stands after the last content: the directory, and the end with its comment."""
    entries: list[bytes] = []
    offset = 0
    for member in members:
        entries.append(_central(member, offset))
        offset += len(local_header(member)) + member.size
    listed = b"".join(entries)
    return listed + _end(len(entries), len(listed), offset, comment)


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a file that ends as a ZIP has its directory; places count from the beginning of what was looked at.

    Args:
        start: of the directory; below 0 where it begins further up.
        end: one past the comment.
        last_size: size of the last member, whose content ends at ``start``.
    """

    start: int
    end: int
    last_size: int


def find_ending(tail: bytes, *, comment_begins: bytes, comment_size: int, last_name: str) -> Ending | None:
    """Find the directory's place from a file's last bytes, though some of them may be wrong.

    What is found is a guess to begin from: who believes it has to compare all of it with ``directory()``.
    """
    at = len(tail) - comment_size - _END.size
    if at < 0 or tail[at : at + 4] != _END_SIGNATURE:  # something was added below it, or this very place is wrong
        at = tail.rfind(comment_begins) - _END.size
    if at < 0:
        return None
    size, directory_end = _END.unpack_from(tail, at)[5], at
    wide = at - _LOCATOR.size - _WIDE_END.size
    if wide >= 0 and tail[wide : wide + 4] == _WIDE_SIGNATURE:
        size, directory_end = _WIDE_END.unpack_from(tail, wide)[8], wide
    for length in (_CENTRAL.size + len(last_name), _CENTRAL.size + len(last_name) + _EXTRA.size + _QUAD.size):
        last = directory_end - length
        if last >= 0 and tail[last : last + 4] == _CENTRAL_SIGNATURE:
            end = min(at + _END.size + comment_size, len(tail))
            return Ending(directory_end - size, end, _CENTRAL.unpack_from(tail, last)[9])
    return None


def _central(member: Member, offset: int) -> bytes:
    sizes = (member.size, member.size) if member.size >= _FULL_32 else ()
    extra = _extra((*sizes, offset) if offset >= _FULL_32 else sizes)
    name, size = member.name.encode("ascii"), min(member.size, _FULL_32)
    needed = _WIDE if extra else _PLAIN
    return (
        _CENTRAL.pack(
            _CENTRAL_SIGNATURE,
            _UNIX | needed,
            needed,
            0,
            0,
            0,
            _DAY,
            member.crc,
            size,
            size,
            len(name),
            len(extra),
            0,
            0,
            0,
            _READABLE,
            min(offset, _FULL_32),
        )
        + name
        + extra
    )


def _extra(values: tuple[int, ...]) -> bytes:
    """Give the field for numbers that do not fit where they belong; nothing where all do."""
    if not values:
        return b""
    return _EXTRA.pack(1, 8 * len(values)) + b"".join(map(_QUAD.pack, values))


def _end(number: int, size: int, offset: int, comment: bytes) -> bytes:
    wide = b""
    if number >= _FULL_16 or size >= _FULL_32 or offset >= _FULL_32:
        rest = _WIDE_END.size - 12  # of this record, without its signature and this very number
        wide = _WIDE_END.pack(_WIDE_SIGNATURE, rest, _UNIX | _WIDE, _WIDE, 0, 0, number, number, size, offset)
        wide += _LOCATOR.pack(_LOCATOR_SIGNATURE, 0, offset + size, 1)
    few = min(number, _FULL_16)
    counts = (few, few, min(size, _FULL_32), min(offset, _FULL_32))
    return wide + _END.pack(_END_SIGNATURE, 0, 0, *counts, len(comment)) + comment
