"""Which documents are kept in one archive, so that every labelled pair has one true answer there?

Pure. In: documents and pairs. Out: archives, each the names of documents in the order in which they are kept. A text
that holds a part of another stands in a third, its host, and beside that it would rightly be the host's copy: it is
kept in an archive without its host, but with the text that the part is from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import count

from tests.eval.dedup_records import Document, Pair


def archives(documents: Mapping[str, Document], pairs: Iterable[Pair], kept: Iterable[str]) -> list[list[str]]:
    """Share out documents: originals into every archive but one, what was made of them into one archive each.

    Args:
        kept: names of the documents that are wanted.
    """
    wanted = dict.fromkeys(kept)
    without = _absences(documents[name] for name in wanted)
    number = max(without.values(), default=0) + 1
    found: list[list[str]] = [[] for _ in range(number + (number == 1 and bool(without)))]
    for name in wanted:
        document = documents[name]
        places = [place for place in range(len(found)) if without.get(document.base) != place]
        if document.host:
            places = [without[document.host]]
        elif name != document.base:
            places = [places[blake2b(name.encode()).digest()[0] % len(places)]]
        for place in places:
            found[place].append(name)
    firsts = {pair.a for pair in pairs}
    return [sorted(names, key=lambda name: (bool(documents[name].host), name not in firsts)) for names in found]


def _absences(documents: Iterable[Document]) -> dict[str, int]:
    """Say of each host which archive it is not in; never the same as of one that gave a part to what it hosts."""
    apart: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        if document.host:
            apart[document.host].add(document.donor)
    for host in list(apart):
        for donor in apart[host] & set(apart):
            apart[donor].add(host)
    chosen: dict[str, int] = {}
    for host in sorted(apart, key=lambda each: (-len(apart[each]), each)):
        taken = {chosen[other] for other in apart[host] if other in chosen}
        chosen[host] = next(place for place in count() if place not in taken)
    return chosen
