"""How does a text read when writing habits are set aside, and where does each character come from?

Pure: str in, Folded out. tag/ matches in the folded text and points at the original.

Folding is NFKC and casefold; what cannot be seen is dropped (soft hyphens, zero-width characters, direction
marks, Arabic vowel marks, stress marks); apostrophes, the two keyboards' Arabic letters and the Turkish i
become one; and a word that mixes Latin with Cyrillic look-alikes is read in one alphabet.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

_STRESS = "\u0301"
_DOT_ABOVE = "\u0307"
_LAST_BEFORE_MARKS = "\u02ff"
_LONE_HALF = "\ufffd"

# One letter for those that people type for one another; the left side is already casefolded.
_SAME_LETTER = str.maketrans(
    {
        **dict.fromkeys("’‘‛ʻʼʽ`´′＇", "'"),
        "ı": "i",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ة": "ه",
    }
)
_ARABIC_MARKS = frozenset(chr(code) for code in (0x0640, 0x0670, *range(0x064B, 0x0653)))

_TO_LATIN = str.maketrans("АВСЕНІЈКМОРЅТХУавсеніјкморѕтху", "ABCEHIJKMOPSTXYabcehijkmopstxy")
# No S and no J: their look-alikes belong to Macedonian and Serbian, and would make a Cyrillic word of "SCO".
_TO_CYRILLIC = str.maketrans("ABCEHIKMOPTXYabcehikmoptxy", "АВСЕНІКМОРТХУавсенікмортху")
# Begins with a set of characters, for which re searches fastest; most texts have no such place.
_MIXED = re.compile(r"[A-Za-z](?:(?<=[Ѐ-ӿ][A-Za-z])|(?=[Ѐ-ӿ]))")
_TWO_ALPHABETS = re.compile(r"[A-Za-zЀ-ӿ]+")


class Folded:
    """A folded text that knows where each of its characters comes from."""

    __slots__ = ("_ends", "_pieces", "original", "text")

    def __init__(self, original: str, text: str, pieces: list[str] | None) -> None:
        self.original = original
        self.text = text
        self._pieces = pieces
        self._ends: list[int] | None = None

    def origin(self, index: int) -> int:
        """Give the index in the original of the character that ``text[index]`` comes from."""
        if self._pieces is None:
            return index
        if self._ends is None:  # only asked for texts that name something, so not worth building before
            self._ends = list(accumulate(map(len, self._pieces)))
        return bisect_right(self._ends, index)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the offsets in the original of ``text[start:end]``, which must not be empty."""
        if self._pieces is None:
            return start, end
        last = at = self.origin(end - 1) + 1
        while at < len(self._pieces) and not self._pieces[at]:
            at += 1
            if _FOLDED[self.original[at - 1]]:  # not unseen, so it belongs to the letter before it
                last = at
        return self.origin(start), last

    def slice(self, start: int, end: int) -> str:
        """Give the words of the original that ``text[start:end]`` comes from."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold(text: str) -> Folded:
    """Fold a text for matching, keeping the way back.

    Inserting what cannot be seen, or writing letters composed or decomposed, does not change the result.
    """
    if text.isascii():
        return Folded(text, text.lower().replace("`", "'"), None)
    pieces = list(map(_FOLDED.__getitem__, text))
    joined = "".join(pieces)
    if _STRESS in joined or _DOT_ABOVE in joined or not unicodedata.is_normalized("NFKC", joined):
        pieces = _fold_by_letter(text)
        joined = "".join(pieces)
    if len(joined) == len(text) and "" not in pieces:
        return Folded(text, in_one_alphabet(joined), None)
    return Folded(text, in_one_alphabet(joined), pieces)


def tidy(text: str) -> str:
    """Do what fold does, but keep the case: for names that are told by their capitals."""
    seen = "".join(c for c in text if _FOLDED[c]).replace(_STRESS, "")
    return in_one_alphabet(unicodedata.normalize("NFKC", seen).translate(_SAME_LETTER))


def is_letter(character: str) -> bool:
    """Whether a character belongs to a word: a letter, or a mark that a letter carries."""
    return character.isalpha() or (character > _LAST_BEFORE_MARKS and unicodedata.category(character)[0] == "M")


def script(character: str) -> str:
    """Name the script of a letter, as coarsely as word boundaries need it; "" for what we do not tell apart."""
    return _SCRIPTS[character]


# Where a name may stand inside a run of letters: no spaces, or prefixes written onto the word.
UNBOUNDED_SCRIPTS = frozenset({"han", "kana", "hangul", "thai", "arabic", "hebrew", "devanagari", "bengali"})
# Of these, the ones without spaces: what follows a name is the next word, not its ending.
UNSPACED_SCRIPTS = frozenset({"han", "kana", "hangul", "thai"})

_RANGES = (
    (0x0041, 0x02AF, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x1F00, 0x1FFF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bengali"),
    (0x0E00, 0x0E7F, "thai"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x3040, 0x30FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
    (0x20000, 0x3FFFF, "han"),
)


class _Scripts(dict[str, str]):
    """The script of each character met so far."""

    def __missing__(self, character: str) -> str:
        code = ord(character)
        name = next((name for first, last, name in _RANGES if first <= code <= last), "")
        self[character] = name
        return name


class _FoldedCharacters(dict[str, str]):
    """What each character met so far folds to by itself; "" for what cannot be seen."""

    def __missing__(self, character: str) -> str:
        folded = "" if _is_unseen(character) else _fold_letter(character)
        self[character] = folded
        return folded


_SCRIPTS = _Scripts()
_FOLDED = _FoldedCharacters()


def _is_unseen(character: str) -> bool:
    is_selector = "\ufe00" <= character <= "\ufe0f"
    return unicodedata.category(character) == "Cf" or is_selector or character in _ARABIC_MARKS


def _fold_letter(letter: str) -> str:
    composed = unicodedata.normalize("NFKC", letter)
    folded = unicodedata.normalize("NFKC", composed.casefold())
    if len(composed) == 1 and "\ud800" <= composed <= "\udfff":
        return _LONE_HALF  # half of a surrogate pair: it has no UTF-8, which the matcher needs
    return folded.replace("i" + _DOT_ABOVE, "i").translate(_SAME_LETTER)


def _fold_by_letter(text: str) -> list[str]:
    """Fold letter by letter, a letter being a character with the marks and vowels that compose with it."""
    pieces = [""] * len(text)
    base, letter = 0, ""
    for index, character in enumerate(text):
        if not _FOLDED[character]:
            continue
        if letter and _continues(character):
            letter += character
            continue
        if letter:
            pieces[base] = _fold_whole(letter)
        base, letter = index, character
    if letter:
        pieces[base] = _fold_whole(letter)
    return pieces


def _continues(character: str) -> bool:
    is_hangul_part = "\u1160" <= character <= "\u11ff"
    return unicodedata.category(character)[0] == "M" or is_hangul_part


def _fold_whole(letter: str) -> str:
    if len(letter) == 1:
        return _FOLDED[letter].replace(_STRESS, "")
    return _fold_letter(letter).replace(_STRESS, "")


def in_one_alphabet(text: str) -> str:
    """Read words that mix Latin with Cyrillic look-alikes in the one alphabet that they can be; same length."""
    if _MIXED.search(text) is None:
        return text
    return _TWO_ALPHABETS.sub(lambda word: _one_alphabet(word.group()), text)


def _one_alphabet(word: str) -> str:
    if word.isascii() or not _MIXED.search(word):
        return word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    can_be_cyrillic, can_be_latin = not any(map(str.isascii, cyrillic)), latin.isascii()
    if can_be_cyrillic and can_be_latin:
        return latin if 2 * sum(map(str.isascii, word)) >= len(word) else cyrillic
    return cyrillic if can_be_cyrillic else latin if can_be_latin else word
