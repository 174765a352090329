"""Which words does a text consist of, and where does each stand?

Pure. In: a text. Out: its words, folded so that spelling variants of one word are equal, with offsets into the
text as it was given. dedupe/ hashes and compares them, extract/ knows by them what recurs at an outlet, and revise/
says by them what changed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import groupby, islice

from monitor.core.text import in_one_alphabet

#: A folded word, its start and its end in the text as given.
Word = tuple[str, int, int]

#: A fingerprint is made of this many words of a text at most, which bounds its size.
MAX_WORDS = 50_000

#: Han, kana and Hangul: scripts of which each character is a word here. A decomposed syllable begins with a lead.
_CJK = (
    "\u1100-\u115e\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_REST_OF_SYLLABLE = "\u1161-\u11ff\ud7b0-\ud7fb"
#: Soft hyphens, zero-width and direction characters: invisible, and often strewn in to spoil comparison.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff"
)
#: Symbols that are no letters but that NFKC spells out with letters, such as those for number, trade mark, kilogram.
_SPELT_OUT = "\u2100-\u214f\u2460-\u24ff\u3200-\u33ff\U0001f100-\U0001f1ff"


def _combining_marks() -> str:
    """Give all marks up to the end of plane 1 as ranges of a character class: ``re`` has no name for them."""
    codes = (code for code in range(0x300, 0x20000) if unicodedata.category(chr(code)).startswith("M"))
    runs = (list(run) for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]))
    return "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)


_INSIDE = f"{_combining_marks()}{_INVISIBLE}{_REST_OF_SYLLABLE}"
_LETTER = rf"[^\W_{_CJK}]"
_LETTERS = rf"(?:{_LETTER}|[{_SPELT_OUT}])(?:{_LETTER}++|[{_INSIDE}{_SPELT_OUT}]++)*+"
_WORD = re.compile(rf"[{_CJK}][{_INSIDE}]*+|{_LETTERS}")
# Characters that are words each, in one piece: for whoever needs no offsets.
_WORDS_IN_A_ROW = re.compile(rf"[{_CJK}][{_CJK}{_INSIDE}]*+|{_LETTERS}")
# Latin, Greek, Cyrillic and Armenian: a line without any of the marks that _WORD looks for is read in half the time.
_EASY = re.compile("[\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*+")
_EASY_WORD = re.compile(r"[^\W_]++")
#: Characters that folding leaves as they are, and of which most lines consist that are not easy.
_IS_FOLDED = re.compile("[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_CJK_CHARACTER = re.compile(f"[{_CJK}]")
_GAP_IN_CJK = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_STRIPPED = re.compile(f"[{_INVISIBLE}]+")
# Cyrillic and Greek have letters that look like Latin ones, and that are written among them to spoil comparison.
_GREEK, _CYRILLIC_OR_GREEK = re.compile("[\u0370-\u03ff]"), re.compile("[\u0370-\u04ff]")
_GREEK_AMONG_OTHERS = re.compile(
    "[\u0370-\u03ff](?:(?<=[A-Za-z\u0400-\u04ff][\u0370-\u03ff])|(?=[A-Za-z\u0400-\u04ff]))"
)
_GREEK_TO_LATIN = str.maketrans("αγεηικνοπρςτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ayenikvonpctuxwABEZHIKMNOPTYX")


def read_lines(text: str) -> list[list[Word]]:
    """Read the words of each line of a text, leaving out blank lines.

    A word is a run of letters and digits with their combining marks; a Han, kana or Hangul character is a word
    by itself. Words are folded, as fold() does; where folding makes several words
    of one, each has the offsets of the whole.
    """
    return list(lines_in_turn(text))


def lines_in_turn(text: str, *, most: int | None = None) -> Iterator[list[Word]]:
    """Read one line after the other, as read_lines() does, for whoever may stop before the last.

    Args:
        most: of one line, so many words; None for all.
    """
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            word = _word_of(line)
            read = _read_plain(word, text, start, end) if word else _read_any(text, start, end)
            yield list(islice(read, most))
        start = end + 1


def hash_of(words: str) -> int:
    """Hash folded words, parted by blanks, to 64 bits, signed: what databases hold as a number."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big", signed=True)


def running(text: str) -> str:
    """Give the folded words of a text as joined() gives them, without reading where each stands.

    That is faster. Of a few rare signs, such as a lone vowel of Hangul, folding makes other words here.
    """
    word = _word_of(text)
    if word is _EASY_WORD:
        return " ".join(word.findall(text)).casefold()
    return _GAP_IN_CJK.sub("", _unmixed(" ".join(_WORDS_IN_A_ROW.findall(fold(text)))))


def paragraph_hash(line: Sequence[Word]) -> int:
    """Hash the words of one line: how a paragraph that recurs at an outlet is known again."""
    return hash_of(" ".join(word for word, _, _ in line))


def line_hash(line: str) -> int | None:
    """Give what paragraph_hash() gives for a line, without reading where its words stand; None where it has none."""
    word = _word_of(line)
    words = " ".join(word.findall(line)).casefold() if word else " ".join(folded(line))
    return hash_of(words) if words else None


def fold(text: str) -> str:
    """Make spelling variants equal: without invisible characters, NFKC, casefolded."""
    # Stripped first, so that what an invisible character parted is composed again.
    return unicodedata.normalize("NFKC", _STRIPPED.sub("", text)).casefold()


def folded(text: str) -> list[str]:
    """Give the folded words of a text, without offsets."""
    return [word for line in read_lines(text) for word, _, _ in line]


def is_cjk(words: list[str]) -> bool:
    """Say whether more than half of the words are Han, kana or Hangul characters."""
    return 2 * sum(1 for word in words if _CJK_CHARACTER.match(word)) > len(words)


def cjk_share(run: str) -> float:
    """Say how many of the words of joined() or running() are Han, kana or Hangul characters, 0 to 1."""
    if run.isascii() or not _CJK_CHARACTER.search(run):
        return 0.0
    rest, characters = _CJK_CHARACTER.subn(" ", run)
    return characters / (characters + len(rest.split()))


def joined(words: list[str]) -> str:
    """Join words by one space, and CJK characters by nothing."""
    return _GAP_IN_CJK.sub("", " ".join(words))


def _word_of(line: str) -> re.Pattern[str] | None:
    """Give what finds the words of a line; None where they cannot be folded one by one."""
    if not unicodedata.is_normalized("NFKC", line):
        return None
    if _is_mixed(line):
        return None
    if _EASY.fullmatch(line):
        return _EASY_WORD
    return None if _STRIPPED.search(line) else _WORD


def _read_plain(word: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Word]:
    return ((found[0].casefold(), found.start(), found.end()) for found in word.finditer(text, start, end))


def _read_any(text: str, start: int, end: int) -> Iterator[Word]:
    for found in _WORD.finditer(text, start, end):
        written = found[0]
        if _IS_FOLDED.fullmatch(written):
            yield written, found.start(), found.end()
        else:
            for word in _WORD.findall(_unmixed(fold(written))):
                yield word, found.start(), found.end()


def _is_mixed(line: str) -> bool:
    if line.isascii() or not _CYRILLIC_OR_GREEK.search(line):
        return False
    read = line.casefold()
    return _unmixed(read) != read


def _unmixed(text: str) -> str:
    """Read each word that mixes alphabets in one of them, if all its letters can be of that one; same length."""
    if text.isascii() or not _CYRILLIC_OR_GREEK.search(text):
        return text
    if _GREEK_AMONG_OTHERS.search(text):
        text = _EASY_WORD.sub(_without_greek, text)
    return in_one_alphabet(text)


def _without_greek(word: re.Match[str]) -> str:
    if not _GREEK_AMONG_OTHERS.search(word[0]):
        return word[0]
    read = word[0].translate(_GREEK_TO_LATIN)
    return word[0] if _GREEK.search(read) else read
