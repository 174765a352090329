"""What does a pack hold, and which chain of hashes ties it together?

Pure. In: names, sizes and SHA-256 sums of the members, and what was exported. Out: the bytes of manifest.json; the way
back. pack.py writes it as the last member, verify.py compares it with what a file holds.

Each link of the chain is the SHA-256 of three texts in a row: the link before (64 zeros before the first), the member's
name, the member's SHA-256 in hex. The head is the link of manifest.json itself, hashed without the line that holds the
head: so the head stands for every byte of every member. One manifest has one spelling: a line a member.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

FORMAT = "monitor evidence pack 1"
NAME = "manifest.json"
#: The ZIP's comment stands for the manifest, as the manifest stands for everything else.
COMMENT_BEGINS = f"{FORMAT}; sha256 of {NAME}: ".encode()
COMMENT_SIZE = len(COMMENT_BEGINS) + 64

_FIRST = "0" * 64
_HEX = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
_MOST_BYTES = 2**63


@dataclass(frozen=True, slots=True)
class Row:
    """One member of a pack.

    Args:
        chain: the link of the chain that it makes; "" before it is known.
    """

    name: str
    size: int
    sha256: str
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself.

    Args:
        exported: what was asked for, when, by which program; numbers of articles and pages.
        rows: the members in their order, without the manifest.
    """

    exported: Mapping[str, object] = field(hash=False)
    rows: tuple[Row, ...]
    head: str


def link(before: str, name: str, digest: str) -> str:
    """Give a member's link of the chain: all three are texts, the hashes in hex."""
    return sha256(f"{before}{name}{digest}".encode()).hexdigest()


def chained(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Give the rows with their links."""
    made: list[Row] = []
    for row in rows:
        before = made[-1].chain if made else _FIRST
        made.append(Row(row.name, row.size, row.sha256, link(before, row.name, row.sha256)))
    return tuple(made)


def close(exported: Mapping[str, object], rows: Iterable[Row]) -> Manifest:
    """Make the manifest of members: links, and head."""
    linked = chained(rows)
    last = linked[-1].chain if linked else _FIRST
    return Manifest(exported, linked, link(last, NAME, sha256(_spelt(exported, linked, "")).hexdigest()))


def to_bytes(manifest: Manifest) -> bytes:
    """Spell a manifest."""
    return _spelt(manifest.exported, manifest.rows, f'"head": "{manifest.head}"\n')


def comment_of(raw: bytes) -> bytes:
    """Give the ZIP's comment for a manifest as it is spelt."""
    return COMMENT_BEGINS + sha256(raw).hexdigest().encode()


def read(raw: bytes) -> Manifest:
    """Read a manifest as it is spelt; that its links and its head are right is not looked at.

    Raises:
        ValueError: it is not spelt as this program spells it.
    """
    try:
        given = json.loads(raw)
        rows = tuple(Row(each["name"], each["size"], each["sha256"], each["chain"]) for each in given["members"])
        made = Manifest(given["exported"], rows, given["head"])
        is_ours = isinstance(made.exported, dict) and all(map(_is_row, rows)) and to_bytes(made) == raw
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("it cannot be read") from error
    if not is_ours:
        raise ValueError("it is not spelt as this program spells it")
    return made


def _is_row(row: Row) -> bool:
    texts = (row.name, row.sha256, row.chain)
    if not all(isinstance(text, str) for text in texts) or type(row.size) is not int:
        return False
    is_named = bool(_NAME.fullmatch(row.name)) and ".." not in row.name and row.name != NAME
    return is_named and 0 <= row.size < _MOST_BYTES and bool(_HEX.fullmatch(row.sha256) and _HEX.fullmatch(row.chain))


def _spelt(exported: Mapping[str, object], rows: Iterable[Row], head: str) -> bytes:
    lines = (
        f'{{"name": "{row.name}", "size": {row.size}, "sha256": "{row.sha256}", "chain": "{row.chain}"}}'
        for row in rows
    )
    said = json.dumps(exported, ensure_ascii=False)
    listed = ",\n".join(lines)
    return f'{{\n"format": "{FORMAT}",\n"exported": {said},\n"members": [\n{listed}\n],\n{head}}}\n'.encode()
