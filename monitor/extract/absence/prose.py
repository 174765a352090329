"""How much of a text is plainly sentences, and are they about a headline?

Pure. In: texts. Out: how much there is. missing.py and walls.py ask whether an article stands beside what else a page
says.
"""

import re
import unicodedata
from collections.abc import Callable

from monitor.core.words import folded

_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_HAN_WEIGHT = 3  # letters that a character of these scripts stands for
_STEM = 5  # letters by which words of a headline are known again, whatever their endings
_HALF = 0.5
_LETTERS = str.maketrans(
    {"ё": "е", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'"}
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ي": "ی", "ى": "ی", "ك": "ک"}
    | dict.fromkeys(map(chr, (0x307, *range(0x64B, 0x653), 0x640)))
)


def plain(text: str) -> str:
    """Write a line as the lists of phrases do: small letters, straight apostrophes, one form of each letter."""
    return " ".join(plain_lines(text).split())


def plain_lines(text: str) -> str:
    """Write lines likewise, and leave their white space as it is."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)


def spelt(phrases: str) -> str:
    """Write a pattern in the letters that plain() leaves."""
    return phrases.translate(_LETTERS)


def weight(text: str) -> int:
    """Give the length of a text in letters of an alphabet: a Han character is a word, or half of one."""
    return len(text) + (_HAN_WEIGHT - 1) * len(_HAN.findall(text))


def has_prose(text: str, letters: int, *, at_least: int, is_aside: Callable[[str], bool]) -> bool:
    """Say whether so much of a text is lines long enough to be sentences, leaving out what is not the article's."""
    for line in text.split("\n"):
        size = weight(line)
        letters -= size if size >= at_least and not is_aside(line) else 0
        if letters <= 0:
            return True
    return False


def lacks(headline: str, texts: list[str]) -> bool:
    """Say whether less than half of a headline's words are anywhere; False for a headline that nobody knows."""
    wanted = {word[:_STEM] for word in folded(headline) if len(word) > 2 or not word.isascii()}
    if not wanted:
        return False
    there = {word[:_STEM] for text in texts for word in folded(text)}
    return len(wanted & there) < _HALF * len(wanted)
