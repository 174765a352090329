"""What is remembered of a text so that it, or a copy of it, is found again?

Pure, and the same in every process and on every machine. In: a text, and its headline. Out: Fingerprint. The
store indexes its ``sample``; decide.py compares ``exact``, ``sketch`` and ``paragraphs``.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from monitor.core.records.articles import Fingerprint
from monitor.core.words import MAX_WORDS, fold, hash_of, lines_in_turn, paragraph_hash, read_lines

#: Stored with each article's fingerprint: ``exact`` and ``sketch`` of two are compared only where their versions
#: agree (the store passes over others, and their texts are compared). A seed's sketch bears no version: a change
#: of this number that concerns the seeds takes new sketches of them.
VERSION = 2

#: A text of fewer words says too little without its headline.
FEW_WORDS = 20
_FEW_CHARACTERS = 600  # no 20 words of any language are so long

_SHINGLE_WORDS = 3
_ENOUGH = 12
_LEAD_WORDS = 24


def with_headline(title: str, text: str) -> str:
    """Put the headline above a text of fewer than 20 words: "Watch our video." is said below a hundred headlines."""
    if len(text) > _FEW_CHARACTERS or not title or title.isspace():
        return text
    few = len(list(islice(_words(text), FEW_WORDS))) < FEW_WORDS
    return f"{title}\n{text}" if few else text


def fingerprint(text: str, title: str = "") -> Fingerprint:
    """Make the fingerprint of a text; of one of a few words, with its headline.

    Shingles are runs of three words (all words, where there are fewer), hashed to 64 bits. ``sketch`` keeps one in
    eight. ``sample`` keeps one in four, or all of them where that leaves fewer than twelve. Hashes come from the first
    50,000 words; ``exact`` covers all of them. ``lead`` is what the sample has of the first 24 words.
    ``paragraphs`` has one hash for each line that is not blank.

    Source: docs/design.md, "Judging".
    """
    lines = read_lines(text)
    headed = with_headline(title, text)
    words = [word for line in (lines if headed == text else read_lines(headed)) for word, _, _ in line]
    shingles = shingle_hashes(words[:MAX_WORDS])
    sample = _sample(shingles)
    return Fingerprint(
        exact=_exact(headed, words),
        sample=sample,
        sketch=tuple(h for h in shingles if h % 8 == 0),
        paragraphs=tuple(paragraph_hash(line) for line in lines[:MAX_WORDS]),
        version=VERSION,
        lead=tuple(sorted(set(shingle_hashes(words[:_LEAD_WORDS])).intersection(sample))),
    )


def _words(text: str) -> Iterator[str]:
    return (word for line in lines_in_turn(text) for word, _, _ in line)


def shingle_hashes(words: list[str]) -> list[int]:
    """Hash each run of three words; give the distinct hashes, sorted."""
    if not words:
        return []
    size = min(_SHINGLE_WORDS, len(words))
    runs = zip(*(words[i:] for i in range(size)), strict=False)
    return sorted({hash_of(" ".join(run)) for run in runs})


def _sample(shingles: list[int]) -> tuple[int, ...]:
    sample = tuple(h for h in shingles if h % 4 == 0)
    return sample if len(sample) >= _ENOUGH else tuple(shingles)


def _exact(text: str, words: list[str]) -> str:
    # Without this, all texts that have no word (emoji, dashes) would be copies of one another.
    normalised = " ".join(words) if words else " ".join(fold(text).split())
    return sha256(normalised.encode("utf-8", "surrogatepass")).hexdigest()
