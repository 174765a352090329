"""Are two words one, spelt or inflected in two ways?

Pure. In: folded words. Out: whether they are. figures.py and few_words.py ask of words that differ.
"""

# Of the longer of two spellings, so much is the same at their beginnings and ends: one name, or a misprint.
_SAME = 0.6


def is_spelling(word: str, others: frozenset[str]) -> bool:
    """Say whether one of these words is the same with another spelling or ending; a number is not."""
    return not word.isdecimal() and any(_alike(word, other) for other in others)


def _alike(word: str, other: str) -> bool:
    ahead = _agreeing(word, other)
    behind = min(_agreeing(word[::-1], other[::-1]), min(len(word), len(other)) - ahead)
    return ahead + behind >= _SAME * max(len(word), len(other))


def _agreeing(word: str, other: str) -> int:
    """Count the letters that two words begin with alike."""
    shorter = min(len(word), len(other))
    return next((n for n in range(shorter) if word[n] != other[n]), shorter)
