"""Which items of a feed are known already, told before the slow parser sees them?

Pure. In: a feed's text as UTF-8, and the hashes of the last body's items. Out: Slices, which gives the text without
the known items. rss_atom.py acts on it: feedparser, by far the slowest part of a poll, then reads only what is new.
Where scan.py finds no items, and for the other formats, ``left_out`` does the same by the values of the entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from monitor.core.records.feeds import HASH_BYTES, Entry, ParsedFeed, hashes_of
from monitor.parse.scan import Item, find_items

RULES = 1  # one more with each change of how entries are read: then all items count as unknown, and are read again
# The first byte of a hash says by which rules it was made, and from what: hashes that differ in it tell nothing of one
# another.
_OF_TEXT = bytes([2 * RULES])
_OF_VALUES = bytes([2 * RULES + 1])


@dataclass(frozen=True, slots=True)
class Slices:
    """A feed whose items can be taken out one by one.

    Args:
        data: the feed as UTF-8.
        hashes: of each item, in their order.
    """

    data: bytes
    hashes: Sequence[bytes]
    _items: Sequence[Item]

    def unknown(self, known: frozenset[bytes]) -> int:
        """Say how many items are not among the known."""
        return sum(each not in known for each in self.hashes)

    def without(self, known: frozenset[bytes]) -> bytes:
        """Give the feed without its known items, and without what nobody uses of the others.

        All else stays byte for byte, so that what the channel says for its items is said for what is left.
        """
        pieces, at = [], 0
        for item, each in zip(self._items, self.hashes, strict=True):
            for start, end in ((item.start, item.end),) if each in known else item.unused:
                pieces.append(self.data[at:start])
                at = end
        return b"".join([*pieces, self.data[at:]])


def slices(data: bytes) -> Slices | None:
    """Take a feed apart; None where that is not safe.

    What no field comes from does not count for a hash: a number of comments that goes up makes no item new.
    """
    found = find_items(data)
    if found is None:
        return None
    around = blake2b(found.around.encode("utf-8", "replace"), digest_size=HASH_BYTES - 1)
    hashes = []
    for item in found.items:
        state, at = around.copy(), item.start
        for start, end in item.unused:
            state.update(data[at:start])
            at = end
        state.update(data[at : item.end])
        hashes.append(_OF_TEXT + state.digest())
    return Slices(data, hashes, found.items)


def split(hashes: bytes) -> frozenset[bytes]:
    """Take the hashes of a body apart."""
    return frozenset(hashes_of(hashes))


def left_out(parsed: ParsedFeed, known: bytes) -> ParsedFeed:
    """Leave out of a feed that was read whole the entries whose values are known."""
    hashes = [_hash_of_values(entry) for entry in parsed.entries]
    ours = split(known)
    entries = tuple(entry for entry, each in zip(parsed.entries, hashes, strict=True) if each not in ours)
    return replace(parsed, entries=entries, items=b"".join(hashes), known=len(parsed.entries) - len(entries))


def _hash_of_values(entry: Entry) -> bytes:
    values = (entry.key, entry.url, entry.title, entry.summary_html, entry.author, entry.language, entry.published_at)
    return _OF_VALUES + blake2b(repr(values).encode("utf-8", "replace"), digest_size=HASH_BYTES - 1).digest()
