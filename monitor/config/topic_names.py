"""What may be a name of a topic, or a word of context?

Pure. In: a name as it is written. Out: what is wrong with it and the mend, or None. topic_file.py asks for each.

Refused is what would be found everywhere (too few letters for its script, numbers, the commonest words), and what is no
plain text: regular expressions, control and private-use characters, halves of surrogate pairs.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping

from monitor.core.name_words import stem_of, words_of
from monitor.core.text import UNBOUNDED_SCRIPTS, UNSPACED_SCRIPTS, fold, is_letter, script
from monitor.core.topics import Match, Name

LONGEST = 200
_FEWEST = 3
_FEWEST_WITH_CONTEXT = 2
_FEWEST_UNSPACED = 2
_FEWEST_STEM = 4
_LONGEST_SMALL_WORD = 2
_FEWEST_INSIDE_WORDS = 6
_PATTERN = re.compile(r"[\\\[\](){}|^$?<>]|\.\*|\+(?!\w)")
_NOT_TEXT = {
    "Cc": "a control character",
    "Cs": "half of a surrogate pair",
    "Co": "a private-use character, which every font shows differently",
    "Cn": "a character that does not exist",
    "Zl": "a line break",
    "Zp": "a line break",
}
_REPLACEMENT = "\ufffd"
# The commonest of three letters and more in the languages that have such: a name must not consist of these alone.
_COMMONEST = """
    the and for with from that this are was were has have had not but its his her our you your they them who which
    der die das und den dem des mit von für auf ist ein eine nicht oder les une dans pour par sur avec est que qui
    los las del con para una gli della delle per non che uma dos das com não het een voor niet och att som ile bir için
    что как это для при его она они или все под над так был была было уже але або від які және үшін мен бұл жана үчүн
    менен bilan uchun yoki και για από των
"""
_FUNCTION_WORDS = frozenset(_COMMONEST.split())


def key(name: Name) -> tuple[str, ...]:
    """Give what two names of a topic must not have in common: their words, as they are matched."""
    words = words_of(name.text)
    return tuple(words if name.match.is_acronym else (fold(word).text for word in words))


def complaint(name: Name) -> tuple[str, str] | None:
    """Say what is wrong with a name, or a word of context taken as a phrase, and the mend; None if nothing is."""
    return _no_text(name.text) or _no_name(name) or _too_general(name)


def too_common(name: Name, stops: Mapping[str, Collection[str]]) -> tuple[str, str] | None:
    """Say why a name is a common word and no name, and the mend; None if it is one, as a capital lets believe.

    Args:
        stops: by language, words that stand in most of its texts; folded.
    """
    if name.match.is_acronym:
        return None
    words = key(name)
    what = f"It is too general: most texts in {name.language} have it."
    if _FUNCTION_WORDS.issuperset(words):
        return what, "Give more of it."
    if name.text != name.text.lower():
        return None
    known = [stops.get(tag.partition("-")[0], ()) for tag in name.language.split()]
    if not all(_is_small(word) or any(word in each for each in known) for word in words):
        return None
    return what, "Give more of it, or write it with a capital if it is a proper name."


def _is_small(word: str) -> bool:
    """Whether it is a word that ties others together: the commonest, and of two letters at most."""
    has_spaces = script(word[0]) not in UNBOUNDED_SCRIPTS
    return word in _FUNCTION_WORDS or (has_spaces and len(word) <= _LONGEST_SMALL_WORD)


def _no_text(text: str) -> tuple[str, str] | None:
    if len(text) > LONGEST:
        return f"It is over {LONGEST} characters long.", "Give the name alone."
    odd = _PATTERN.search(text)
    if odd is not None:
        return f"A name cannot hold {odd.group()!r}: it is no regular expression.", "Write plain words."
    if text.isprintable() and _REPLACEMENT not in text:
        return None
    for character in text:
        kind = _NOT_TEXT.get(unicodedata.category(character))
        if kind is not None or character == _REPLACEMENT:
            what = (
                f"A name cannot hold U+{ord(character):04X}: it is {kind or 'what is left of a letter that was lost'}."
            )
            return what, "Type the name anew."
    return None


def _no_name(name: Name) -> tuple[str, str] | None:
    if name.text.isascii() and name.text.isalnum():
        return None
    words = words_of(name.text)
    has_star = any("*" in word for word in words)
    if has_star and (name.match is not Match.PHRASE or any("*" in word[:-1] or word == "*" for word in words)):
        return "A * stands only at the end of a word of a phrase.", "Take it out, or use phrase:."
    if not all(any(map(str.isalnum, stem_of(word))) for word in words):
        return "A word of it has no letter.", "Write plain words, one space or hyphen between them."
    return None


def _too_general(name: Name) -> tuple[str, str] | None:
    folded = fold(name.text).text
    letters = "".join(filter(is_letter, folded))  # with the vowels that letters carry: कजाख has four
    if not letters:
        return "It is too general: it is a number.", "Give the words that stand with it."
    if name.match.is_acronym:  # G20, C5+1
        letters = "".join(sorted(filter(str.isalnum, folded), key=str.isdigit))
    fewest = _fewest_letters(name, letters)
    if len(letters) >= fewest:
        return None
    mend = "Give more of it."
    if name.match is Match.ACRONYM and len(letters) >= _FEWEST_WITH_CONTEXT:
        mend = f"Make it an {Match.ACRONYM_NEEDS_CONTEXT}."
    kind = f"{'an' if name.match.is_acronym else 'a'} {name.match}"
    return f"It is too general: it has {len(letters)} letters, {kind} here needs {fewest}.", mend


def _fewest_letters(name: Name, letters: str) -> int:
    written = script(letters[0])
    if written in UNSPACED_SCRIPTS:
        return _FEWEST_UNSPACED
    if name.match is Match.ACRONYM_NEEDS_CONTEXT:
        return _FEWEST_WITH_CONTEXT
    if name.match is Match.STEM or (name.match is Match.PHRASE and name.text.endswith("*")):
        return _FEWEST_STEM
    if name.match is Match.SUBSTRING and written not in UNBOUNDED_SCRIPTS:
        return _FEWEST_INSIDE_WORDS
    return _FEWEST
