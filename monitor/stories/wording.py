"""Which names and which content words does a text hold, in its own language?

Pure. In: a text, and the stretches that the lexicon has named already. Out: its words, each with its
first place, how often it stands there and whether it is a name. traits.py makes keys of them.

A name is known by its capital within a sentence, or because the same word has one elsewhere in the text. German writes
every noun with one, so that there only two capitals in a row count. Chinese and Arabic have no capitals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W\d_]{2,}+(?:['’ʼ\-][^\W\d_]++)*+")
_ARABIC_ONTO = re.compile("^(?:[وبفك]?ال|لل)(?=..)")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_OPENING = " \t\u00a0«“„\"'‘([‹「"
_ENDS = frozenset(".!?…:\n\u2013\u2014-")
_LOOK_BACK = 5
_SHORTEST_WORD = 4
_SHORTEST_ARABIC = 3
#: Letters of a word that count: what comes after is mostly its inflection.
_STEM = 6
_SHORTER_STEM = 5
_NAME_CASED = "de"


@dataclass(slots=True)
class Token:
    """A word of a text, as it is written there.

    Args:
        start: where it stands first, in the text as given.
        is_name: it has a capital where no sentence begins.
    """

    start: int
    times: int
    is_name: bool


def tokens(text: str, named: Sequence[tuple[int, int]], language: str, titled: int) -> dict[str, Token]:
    """Give the words of a text that the lexicon has not named, in order of first sight.

    Args:
        named: stretches that it has, in order.
        titled: where the headline ends; one With All Its Words in Capitals tells no names.
    """
    words = [(found[0], found.start()) for found in _TOKEN.finditer(text)]
    heads = [word for word, start in words if start < titled]
    from_text = titled if sum(word[0].isupper() for word in heads) * 2 > len(heads) else 0
    pairs_only = language == _NAME_CASED
    found: dict[str, Token] = {}
    end_before = -1
    for word, start in _outside(words, named):
        token = found.setdefault(word, Token(start, 0, is_name=False))
        token.times += 1
        if not word[0].isupper():
            continue
        if not token.is_name and start >= from_text and (not pairs_only or 0 <= start - end_before <= 1):
            token.is_name = _is_within(text, start)
        end_before = start + len(word)
    return found


def han_pairs(text: str) -> dict[str, Token]:
    """Give the pairs of neighbouring Chinese characters, in order of first sight."""
    found: dict[str, Token] = {}
    for run in _HAN.finditer(text):
        characters, start = run[0], run.start()
        for place in range(len(characters) - 1):
            found.setdefault(characters[place : place + 2], Token(start + place, 0, is_name=False)).times += 1
    return found


def stem(word: str, stops: frozenset[str]) -> str:
    """Give what of a content word is the same in its other forms, "" for words that tell nothing."""
    bare = folded = word.casefold()
    is_arabic = "\u0600" <= folded[0] <= "\u06ff"
    if is_arabic:
        bare = _ARABIC_ONTO.sub("", folded)
    if len(bare) < (_SHORTEST_ARABIC if is_arabic else _SHORTEST_WORD) or folded in stops or bare in stops:
        return ""
    return bare[: _SHORTER_STEM if len(bare) <= _STEM else _STEM]


def is_common(word: str, stops: frozenset[str]) -> bool:
    """Say whether a word with a capital names nothing, such as a month or "Ministry"."""
    return word.casefold() in stops


def _outside(words: Sequence[tuple[str, int]], named: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    ahead = iter(named)
    start, end = next(ahead, (0, 0))
    for word, at in words:
        while end and end <= at:
            start, end = next(ahead, (0, 0))
        if not end or at + len(word) <= start:
            yield word, at


def _is_within(text: str, start: int) -> bool:
    """Say whether a sentence has begun before a word: quotation marks around a name begin none, a quotation does."""
    before = text[max(start - _LOOK_BACK, 0) : start].rstrip(_OPENING)
    # A headline begins with what it is about.
    return before[-1:] not in _ENDS
