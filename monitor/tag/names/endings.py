"""Which letters may be written onto a name, before it and behind it?

Pure tables and questions to them. In: a folded text and a place in it. Out: where the letters end that belong to the
name there. patterns.py asks.

Endings are not listed by language, except those on acronyms: a stem is so long that whatever letters follow are its
ending or a compound's second half. What may stand before a name is listed, since a name in the middle of a word is
most often another word.
"""

import re
from itertools import product

from monitor.core.text import Folded

#: No inflection is longer than this; bounds the work on a text without spaces.
LONGEST_ENDING = 24

_MARKS = r"\u0300-\u036f"
# Folded letters and their marks; a script that is not here has letters of any other.
_LETTERS = {
    "latin": r"a-z\u00e0-\u00f6\u00f8-\u02af\u1e00-\u1eff",
    "greek": r"\u0370-\u03ff\u1f00-\u1fff",
    "cyrillic": r"\u0400-\u0481\u048a-\u052f",
    "armenian": r"\u0561-\u0588",
    "georgian": r"\u10d0-\u10ff\u2d00-\u2d2f",
    "hebrew": r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7-\u05f2",
    "arabic": (
        r"\u0610-\u061a\u0620-\u063f\u0641-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff"
        r"\u0750-\u077f"
    ),
    "devanagari": r"\u0900-\u0963\u0971-\u097f",
    "bengali": r"\u0980-\u09e3\u09f0\u09f1\u09fe",
}
_ANY_LETTER = r"[^\W\d_]"
_CASED = frozenset({"latin", "greek", "cyrillic", "armenian"})


def _class(script: str) -> str:
    letters = _LETTERS.get(script)
    return f"[{letters}{_MARKS}]" if letters else f"(?:{_ANY_LETTER}|[{_MARKS}])"


_KNOWN = (*_LETTERS, "")
_ONE = {script: re.compile(_class(script)) for script in _KNOWN}
_TAIL = {script: re.compile(f"{_class(script)}{{0,{LONGEST_ENDING}}}+") for script in _KNOWN}
_APOSTROPHE = {script: re.compile(f"'{_class(script)}{{1,{LONGEST_ENDING}}}+") for script in _KNOWN}
_BEFORE = {script: re.compile(rf"{_class(script)}*\Z") for script in ("arabic", "hebrew")}

# What Arabic and Hebrew write onto a word: and, so, in, as, for, the, from, that. Folded.
_PREFIXES = {
    "arabic": frozenset(
        f"{and_}{rest}" for and_, rest in product(("", "و", "ف"), ("", "ب", "ک", "ل", "ال", "بال", "کال", "لل"))
    ),
    "hebrew": frozenset(
        map("".join, product(("", "ו"), ("", "ש", "כש", "מש", "לכש"), ("", "ב", "כ", "ל", "מ"), ("", "ה")))
    ),
}
_LONGEST_PREFIX = 7

# Case endings as they are written onto acronyms.
_TURKIC = (
    "[гғкқ][аеәоө]|[дтн][аеәоө]н?|[дтн][ыіиуү][ңн]?|нинг|нең|[дт][ае][ғг][ыіи]|[мбп]ен|менен"
    "|[gkq][ae]|g'a|[yn][aeıiuü]|[dtn][aeä]n?|[ndt][ıiuüy]n|n[ıiy]ň|ning|da[gk]i|deki|[mbp]en|y?l[ae]"
)
_HUNGARIAN = "b[ae]n?|b[oóő]l|h[oeö]z|ig|ként|ért|n[ae]k|n[áé]l|[oeö]?n|r[ae]|r[óő]l|t[óő]l|v[ae]l|[oeö]?t|[oeö]?s|é"
_FINNIC_AND_SWEDISH = "e?n?s|e[nt]|ss[aäe]|st[aä]?|ll[aäe]|lt[aä]?|ksi|n[aäi]|t?t?[aä]|h[iuya]n|een|iin|in|le|ga|n|t"
_OTHERS = "u|y|ie|em|owi|ul|ului|ja|së|ын|ийн|ний|н?ы|ыг|ийг|[дт]|[аэоө]{2}[ср]|т[аоэ]й|р[уү]{2}"
_ON_ACRONYM = re.compile(f"(?:{_TURKIC})")
_BEHIND_HYPHEN = re.compile(f"(?:{_TURKIC}|{_HUNGARIAN}|{_FINNIC_AND_SWEDISH}|{_OTHERS})")
_BEHIND_COLON = re.compile(f"(?:{_FINNIC_AND_SWEDISH})")
_KAZAKH_LETTER = re.compile("[әғқңөұүі]")
_BEHIND_HYPHEN_OR_COLON = re.compile(r"[-\u2010\u2013:]([^\W\d_]{1,8}+)")


def joins_before(folded: Folded, start: int, script: str) -> bool:
    """Whether the character before ``start`` belongs to one word with a letter of this script there."""
    if start == 0 or not _ONE.get(script, _ONE[""]).match(folded.text, start - 1):
        return False
    return script not in _CASED or not runs_together(folded, start)


def is_prefix(text: str, start: int, script: str) -> bool:
    """Whether what is written onto a word before ``start`` is what this script writes onto words."""
    before = _BEFORE.get(script)
    if before is None:
        return False
    found = before.search(text, max(0, start - _LONGEST_PREFIX), start)
    return found is not None and found.group() in _PREFIXES[script]


def runs_together(folded: Folded, index: int) -> bool:
    """Whether two words are run together here: "China|Kazakhstan", "CSTO|Russia"."""
    original = folded.original
    first, at = original[folded.origin(index - 1)], original[folded.origin(index)]
    if not at.isupper():
        return False
    if not first.isupper():
        return first.islower()
    return index + 1 < len(folded.text) and original[folded.origin(index + 1)].islower()


def letters_end(text: str, start: int, script: str) -> int:
    """Give the end of the letters of a script from ``start`` on, as far as an ending goes."""
    found = _TAIL.get(script, _TAIL[""]).match(text, start)
    return found.end() if found else start


def tail_end(folded: Folded, start: int, script: str) -> int:
    """Give the end of the letters from ``start`` on that belong to the word before it."""
    end = letters_end(folded.text, start, script)
    if end > start and script in _CASED and not folded.slice(start, end).islower():
        return next((at for at in range(start, end) if runs_together(folded, at)), end)
    return end


def apostrophe_end(text: str, start: int, script: str) -> int:
    """Give the end of a case ending behind an apostrophe: "CSTO's", "Kazakistan'da"."""
    if not text.startswith("'", start):
        return start
    found = _APOSTROPHE.get(script, _APOSTROPHE[""]).match(text, start)
    return found.end() if found else start


def goes_straight_on(ending: str) -> bool:
    """Whether letters right behind an acronym are an ending although its language writes none so: "ОДКБға"."""
    return _KAZAKH_LETTER.search(ending) is not None and _ON_ACRONYM.fullmatch(ending) is not None


def hyphen_end(text: str, start: int) -> int:
    """Give the end of a case ending behind a hyphen or a colon: "ШОС-қа", "CSTO-ban", "SCO:n"."""
    found = _BEHIND_HYPHEN_OR_COLON.match(text, start)
    if found is None:
        return start
    known = _BEHIND_COLON if text[start] == ":" else _BEHIND_HYPHEN
    return found.end() if known.fullmatch(found[1]) else start
