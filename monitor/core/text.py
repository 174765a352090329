"""How does a text read when writing habits are set aside, and where does each character come from?

Pure: str in, Folded out. tag/ matches in the folded text and points at the original.

Folding is NFKC and casefold; what cannot be seen is dropped (soft hyphens, zero-width characters, direction
marks, Arabic vowel marks, stress marks, the marks that Armenian puts into a word); apostrophes, the two keyboards'
Arabic letters and the Turkish i become one; and a word that mixes Latin with Cyrillic look-alikes is read in one
alphabet.

Nearly all characters of a text fold to one character whatever stands beside them, so a text is folded at once and
only the others are read letter by letter: what is unseen, what composes, and what is spelt out.
"""

import re
import unicodedata
from bisect import bisect_right

_STRESSES = re.compile("[\u0300\u0301]")
_DOT_ABOVE = "\u0307"
_LAST_BEFORE_MARKS = "\u02ff"
_LONE_HALF = "\ufffd"
# No writing puts more marks on a letter; sorting more into their canonical order takes quadratic time.
_MOST_MARKS = 30

# One character for those that people type for one another, or that NFKC folds to it and that many texts are full of;
# the left side is casefolded.
_SAME = {
    **dict.fromkeys("’‘‛ʻʼʽʹʾʿ`´′＇ꞌ՚׳", "'"),
    "״": '"',
    "ı": "i",
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ة": "ه",
    **dict.fromkeys("\u00a0\u202f\u2009\u3000", " "),
    "\u2011": "\u2010",
    "，": ",",
    "：": ":",
    "；": ";",
    "！": "!",
    "？": "?",
    "（": "(",
    "）": ")",
}
_ANY_SAME, _SAME_LETTERS = re.compile(f"[{''.join(_SAME)}]"), str.maketrans(_SAME)
_SHORT = 200  # characters of a text in which it is faster to look first whether there is anything to replace
# Characters that fold to one of their own whatever stands beside them: without marks, and marks that only compose as
# _PAIR says. Of most texts all characters are among them.
_PLAIN = (
    "\x00-\x5f\x61-\x9f\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb5-\xb7\xbb\xbf-\xde\xe0-\u012f\u0134-\u013e\u0141-\u0148"
    "\u014a-\u01c3\u01cd-\u01ef\u01f4-\u02af\u0386\u0388-\u038a\u038c\u038e\u038f\u0391-\u03a1\u03a3-\u03af\u03b1-\u03ce"
    "\u0400-\u0482\u048a-\u052f\u0531-\u0556\u055d\u055f-\u0586\u0589\u058a\u05be\u05d0-\u05ea\u060c\u061b\u061e-\u0621\u0624"
    "\u0626-\u0628\u062a-\u063f\u0641\u0642\u0644-\u0648\u0660-\u066f\u0671-\u0674\u0679-\u06d4\u06f0-\u06ff\u10d0-\u10fb"
    "\u1e00-\u1e95\u1e9f-\u1eff\u2010\u2012-\u2016\u201a\u201c-\u2023\u2030\u2031\u2039-\u203b\u20a9-\u20bf\u2190-\u21ff"
    "\u2500-\u27bf\u3001-\u3029\u3030-\u3035\u3041-\u3096\u309d\u309e\u30a0-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
_PLAIN_MARKED = (
    "\u0900-\u0957\u0960-\u0983\u0985-\u09b9\u09bc-\u09ce\u09d7\u09e6-\u09ef\u0e01-\u0e32\u0e34-\u0e3a\u0e3f-\u0e5b"
)
_PAIR = re.compile(
    "[\u093c\u09bc\u09be\u09d7\u0e38-\u0e3a\u0951-\u0954]"
    "(?<=[\u0928\u0930\u0933\u094d\u0951-\u0954\u09c7\u09cd\u0e3a\u0e48-\u0e4b][\u093c\u09bc\u09be\u09d7\u0e38-\u0e3a\u0951-\u0954])"
)
_IS_PLAIN = re.compile(f"[{_PLAIN}]*+")
_IS_TYPED = re.compile(f"[{_PLAIN}{''.join(_SAME)}]*+")
_IS_MARKED = re.compile(f"[{_PLAIN}{_PLAIN_MARKED}{''.join(_SAME)}]*+")

# What cannot be seen, Arabic vowel marks, and the marks that Armenian puts into a word to stress it or to ask for it.
_UNSEEN = (
    "\u00ad\u034f\u055b\u055c\u055e\u0600-\u0605\u061c\u0640\u064b-\u0652\u0670\u06dd\u070f\u0890\u0891\u08e2\u115f"
    "\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
_UNSEEN_AND_RARE = (
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_COMPOSES = "\u0300-\u036f\u0653-\u0655\u1161-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a"
# What folds to several characters. One that is missing here costs time only: its text is then read letter by letter.
_SPELT_OUT = (
    "\u00a8\u00af\u00b4\u00b8\u00bc-\u00be\u00df\u0130\u0132\u0133\u013f\u0140\u0149\u01c4-\u01cc\u01f0-\u01f3\u02d8-\u02dd"
    "\u037a\u0384\u0385\u0390\u03b0\u0587\u0675-\u0678\u0958-\u095f\u09dc-\u09df\u0a33\u0a36\u0a59-\u0a5e\u0b5c\u0b5d\u0e33\u0eb3"
    "\u0edc\u0edd\u1e96-\u1e9e\u1f50-\u1fff\u2025\u2026\u2033-\u2037\u203c\u2047-\u2049\u2057\u20a8\u2100-\u218f"
    "\u2474-\u24b5\u3200-\u33ff\ud800-\udfff\ufb00-\ufdff\ufe70-\ufefc"
)
_IS_UNSEEN = re.compile(f"[{_UNSEEN}{_UNSEEN_AND_RARE}]++")
# All planes but the first are one range here: re is fast with few of them.
_ROUGH = re.compile(f"[{_UNSEEN}{_COMPOSES}{_SPELT_OUT}\U00010000-\U0010ffff]++")
_MANY_MARKS = re.compile(rf"([^\w\s\x00-\x7f]{{{_MOST_MARKS}}})[^\w\s\x00-\x7f]++")

_TO_LATIN = str.maketrans("АВСЕНІЈКМОРЅТХУавсеніјкморѕтху", "ABCEHIJKMOPSTXYabcehijkmopstxy")
# No S and no J: their look-alikes belong to Macedonian and Serbian, and would make a Cyrillic word of "SCO".
_TO_CYRILLIC = str.maketrans("ABCEHIKMOPTXYabcehikmoptxy", "АВСЕНІКМОРТХУавсенікмортху")
_TWINS = str.maketrans(
    "АВСЕНІЈКМОРЅТХУABCEHIJKMOPSTXY",
    "ABCEHIJKMOPSTXYАВСЕНІЈКМОРЅТХУ",
)
_ONLY_LIKE_LATIN = frozenset("ЅЈѕј")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
# Begins with a set of characters, for which re searches fastest; most Cyrillic texts have no such place.
_MIXED = re.compile(r"[A-Za-z](?:(?<=[Ѐ-ӿ][A-Za-z])|(?=[Ѐ-ӿ]))")
_TWO_ALPHABETS = re.compile(r"[A-Za-zЀ-ӿ]+")


class Folded:
    """A folded text that knows where each of its characters comes from."""

    __slots__ = ("_way_back", "original", "text")

    def __init__(self, original: str, text: str, way_back: "_WayBack | None" = None) -> None:
        self.original = original
        self.text = text
        self._way_back = way_back

    def origin(self, index: int) -> int:
        """Give the index in the original of the character that ``text[index]`` comes from."""
        return index if self._way_back is None else self._way_back.letter(index)[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the offsets in the original of ``text[start:end]``, which must not be empty."""
        if self._way_back is None:
            return start, end
        return self._way_back.letter(start)[0], self._way_back.letter(end - 1)[1]

    def slice(self, start: int, end: int) -> str:
        """Give the words of the original that ``text[start:end]`` comes from."""
        if self._way_back is None:
            return self.original[start:end]
        first, last = self.span(start, end)
        return self.original[first:last]


class _WayBack:
    """Where folded characters come from, where that is not the same place.

    A folded text is a row of runs: of characters that each come from one of the original, and of one letter that is
    spelt out or was composed of several.
    """

    __slots__ = ("_length", "_runs")

    def __init__(self) -> None:
        self._length = 0
        # Where each run begins, in the folded text and in the original, and where a letter ends there; 0 for others.
        self._runs: list[tuple[int, int, int]] = []

    def add_characters(self, origin: int, end: int) -> None:
        """Add the characters from ``origin`` to ``end`` of the original, each for itself."""
        if end > origin:
            self._runs.append((self._length, origin, 0))
            self._length += end - origin

    def add_letter(self, origin: int, end: int, length: int) -> None:
        """Add a letter: ``length`` characters that come from ``origin`` to ``end`` of the original."""
        if length:
            self._runs.append((self._length, origin, end))
            self._length += length

    def letter(self, index: int) -> tuple[int, int]:
        """Give the start and the end in the original of the letter that a folded character comes from."""
        start, origin, end = self._runs[bisect_right(self._runs, index, key=_first) - 1]
        if end:
            return origin, end
        return origin + index - start, origin + index - start + 1


def _first(run: tuple[int, int, int]) -> int:
    return run[0]


def fold(text: str) -> Folded:
    """Fold a text for matching, keeping the way back.

    Inserting what cannot be seen, or writing letters composed or decomposed, does not change the result.
    """
    if text.isascii():
        return Folded(text, text.lower().replace("`", "'"))
    if _is_all(_IS_PLAIN, text):
        return Folded(text, in_one_alphabet(text.casefold()))
    if _is_all(_IS_TYPED, text) or (_is_all(_IS_MARKED, text) and _PAIR.search(text) is None):
        return Folded(text, in_one_alphabet(_in_same_letters(text.casefold())))
    return _fold_in_runs(text)


def tidy(text: str) -> str:
    """Do what fold does, but keep the case: for names that are told by their capitals."""
    if not text.isascii():
        seen = _MANY_MARKS.sub(r"\1", _IS_UNSEEN.sub("", text))
        text = _without_marks(unicodedata.normalize("NFKC", seen.replace("´", "'")))
    return in_one_alphabet(_in_same_letters(text))


def is_letter(character: str) -> bool:
    """Whether a character belongs to a word: a letter, or a mark that a letter carries."""
    return character.isalpha() or (character > _LAST_BEFORE_MARKS and unicodedata.category(character)[0] == "M")


def script(character: str) -> str:
    """Name the script of a letter, as coarsely as word boundaries need it; "" for what we do not tell apart."""
    return _SCRIPTS[character]


# Without spaces: a name may stand anywhere in a run of letters, and what follows it is the next word, not its ending.
UNSPACED_SCRIPTS = frozenset({"han", "kana", "hangul", "thai", "lao", "myanmar", "khmer"})
# Where few letters make a name: a word has few of them, or none for its vowels, or prefixes written onto it.
UNBOUNDED_SCRIPTS = UNSPACED_SCRIPTS | {"arabic", "hebrew", "devanagari", "bengali"}

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
    (0x0E80, 0x0EFF, "lao"),
    (0x1000, 0x109F, "myanmar"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x1780, 0x17FF, "khmer"),
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


class _FoldedCharacters(dict[str, str | None]):
    """What each rough character met so far folds to: "" if it cannot be seen, None if the letter before it tells."""

    def __missing__(self, character: str) -> str | None:
        folded = _fold_letter(character)
        if _IS_UNSEEN.match(character):
            self[character] = ""
        else:
            self[character] = None if _continues(character) else folded
        return self[character]


_SCRIPTS = _Scripts()
_FOLDED = _FoldedCharacters()


def _fold_letter(letter: str) -> str:
    if letter in _SAME:
        return _SAME[letter]
    if "\ud800" <= letter <= "\udfff":
        return _LONE_HALF  # half of a surrogate pair: it has no UTF-8, which the matcher needs
    apart = letter.replace("´", "'")  # NFKC would make a blank of it
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", apart).casefold())
    return _in_same_letters(_without_marks(folded.replace("i" + _DOT_ABOVE, "i")))


def _without_marks(text: str) -> str:
    """Drop stress marks, and what is unseen once it is spelt out: Arabic vowel marks have forms of their own."""
    return _STRESSES.sub("", _IS_UNSEEN.sub("", text))


def _in_same_letters(text: str) -> str:
    if len(text) <= _SHORT:
        return text.translate(_SAME_LETTERS) if _ANY_SAME.search(text) else text
    for one, other in _SAME.items():  # many times as fast as str.translate, which looks up every letter
        text = text.replace(one, other)
    return text


def _is_all(characters: re.Pattern[str], text: str) -> bool:
    found = characters.match(text)
    return found is not None and found.end() == len(text)


def _fold_at_once(text: str) -> str | None:
    """Fold a text in which nothing is rough; None if there is something after all."""
    folded = _in_same_letters(text.casefold())
    if unicodedata.is_normalized("NFKC", folded):
        return folded if len(folded) == len(text) else None
    if _MANY_MARKS.search(folded) is not None:
        return None
    folded = _in_same_letters(unicodedata.normalize("NFKC", folded).casefold())
    return folded if len(folded) == len(text) and unicodedata.is_normalized("NFKC", folded) else None


def _fold_in_runs(text: str) -> Folded:
    """Fold what is rough in a text letter by letter, and what is between it at once.

    That the latter can be done is asked of the result: if it cannot, the whole text is read letter by letter.
    """
    joined, way_back = _with_rough_folded(text)
    folded = _fold_at_once(joined)
    if folded is None:
        way_back = _WayBack()
        folded = _fold_letters(text, 0, len(text), way_back)
    return Folded(text, in_one_alphabet(folded), way_back)


def _with_rough_folded(text: str) -> tuple[str, _WayBack]:
    way_back, parts, at = _WayBack(), [], 0
    for found in _ROUGH.finditer(text):
        first, last = found.span()
        alone = _FOLDED[text[first]] if last - first == 1 else None
        if alone is None:
            first = _first_of_letter(text, at, first, last)
        way_back.add_characters(at, first)
        parts.append(text[at:first])
        if alone is None:
            parts.append(_fold_letters(text, first, last, way_back))
        else:
            parts.append(alone)
            way_back.add_letter(first, last, len(alone))
        at = last
    way_back.add_characters(at, len(text))
    parts.append(text[at:])
    return "".join(parts), way_back


def _first_of_letter(text: str, at: int, first: int, last: int) -> int:
    """Give where the letter begins that marks from ``first`` on stand on, but not before ``at``."""
    unseen = _IS_UNSEEN.match(text, first)
    seen = unseen.end() if unseen else first
    if seen < last and _continues(text[seen]):
        first = max(first - 1, at)
        while first > at and _continues(text[first]):
            first -= 1
    return first


def _fold_letters(text: str, first: int, last: int, way_back: _WayBack) -> str:
    """Fold letter by letter, a letter being a character with the marks and vowels that compose with it."""
    parts: list[str] = []
    start = end = first
    letter = ""
    for index in range(first, last):
        character = text[index]
        alone = _FOLDED[character]
        if alone == "":
            continue
        if letter and alone is None:
            letter += character if len(letter) <= _MOST_MARKS else ""
        else:
            parts.append(_FOLDED.get(letter) or _fold_letter(letter))
            way_back.add_letter(start, end, len(parts[-1]))
            start, letter = index, character
        end = index + 1
    parts.append(_fold_letter(letter))
    way_back.add_letter(start, end, len(parts[-1]))
    return "".join(parts)


def _continues(character: str) -> bool:
    is_hangul_part = "\u1160" <= character <= "\u11ff"
    return unicodedata.category(character)[0] == "M" or is_hangul_part


def in_one_alphabet(text: str) -> str:
    """Read words that mix Latin with Cyrillic look-alikes in the one alphabet that they can be; same length."""
    if text.isascii() or _ASCII_LETTER.search(text.encode("ascii", "ignore")) is None:
        return text
    if _CYRILLIC.search(text) is None or _MIXED.search(text) is None:
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


def in_other_alphabet(capitals: str) -> str:
    """Give a word in the letters of the other alphabet that look the same; "" if one of them has none there."""
    other = capitals.translate(_TWINS)
    return other if all(one != twin for one, twin in zip(capitals, other, strict=True)) else ""


def is_in_two_alphabets(word: str) -> bool:
    """Whether a word mixes Latin and Cyrillic, or is in Cyrillic with a letter that few languages have."""
    word = unicodedata.normalize("NFKC", word)
    is_latin = any(map(str.isascii, filter(str.isalpha, word)))
    return _CYRILLIC.search(word) is not None and (is_latin or not _ONLY_LIKE_LATIN.isdisjoint(word))
