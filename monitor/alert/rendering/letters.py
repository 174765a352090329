"""How is a stranger's text shown on one line, and cut or wrapped without breaking a letter?

Pure: str in, str out. view.py cleans and cuts all that a message shows; the plain form is wrapped.

A headline may hold line breaks, direction marks that turn what follows around, letters that cannot be seen, and
marks piled upon one letter: none of it is shown. What some scripts need stays: joiners between their letters.
"""

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"

# Seen as nothing, or turning the text: soft hyphen, grapheme joiner, direction marks, overrides and isolates,
# zero-width space, byte order mark, Mongolian vowel separator, annotations, controls of shorthand and music, tags.
_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# Controls, line and paragraph separators, blanks of any width, fillers that look like one.
_BLANK = re.compile(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\u115f\u1160\u3164\uffa0]+"
)
_LONE_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")
# A joiner stands between two letters of a script that needs it, or between two pictures; elsewhere it only hides.
_JOINERS = re.compile(
    "(?<![^\\s\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\\s\x00-\x7f])|(?<=[\u200c\u200d])[\u200c\u200d]+"
)
_SELECTORS = re.compile("(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]+")
_MOST_MARKS = 6  # on one letter; Tibetan, Hebrew with accents and Vietnamese need fewer
_PILE = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1}}}")
_VIRAMA = 9  # combining class of the mark that joins two Indic consonants into one letter
_FLAG_HALVES = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_WORD_BREAK = 16  # characters that a cut goes back for the end of a word
_OPENS_NO_LINE = frozenset("、。，．：；！？）］｝」』】》〉…”’%,.:;!?)]}")


def clean(text: str) -> str:
    """Give a text on one line, without what cannot be seen or turns its direction; blanks at its ends stay, as one."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    text = _BLANK.sub(" ", _DROPPED.sub("", _LONE_HALF.sub("\ufffd", text)))
    text = _SELECTORS.sub("", _JOINERS.sub("", text))
    return _with_few_marks(text) if _PILE.search(text) else text


def cut(text: str, most: int) -> str:
    """Cut a text to ``most`` characters, the last of them "…", between two letters and if it can between two words."""
    if len(text) <= most:
        return text
    end = max(most - len(ELLIPSIS), 0)
    while end > 0 and _belongs_to_the_letter_before(text, end):
        end -= 1
    blank = text.rfind(" ", max(end - _WORD_BREAK, 1), end + 1)
    return text[: blank if blank > 0 else end].rstrip() + ELLIPSIS


def cut_front(text: str, most: int) -> str:
    """Cut a text's beginning off as ``cut`` does its end."""
    if len(text) <= most:
        return text
    start = min(len(text) - most + len(ELLIPSIS), len(text))
    while start < len(text) and _belongs_to_the_letter_before(text, start):
        start += 1
    blank = text.find(" ", start, start + _WORD_BREAK)
    return ELLIPSIS + text[blank if blank >= 0 else start :].lstrip()


def columns(text: str) -> int:
    """Count the columns that a text takes where every letter has the same width: two for a Chinese one."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def wrap(text: str, width: int, indent: str = "") -> str:
    """Part a text into lines of at most ``width`` columns; all but the first begin with ``indent``.

    The first is put behind something as wide as that.

    A word that is longer than a line, such as an address, stays whole. Chinese and Japanese part anywhere but before
    a mark that opens no line.
    """
    lines, line, used = [], "", len(indent)
    for piece in _pieces(text):
        needed = columns(piece.rstrip(" "))
        if line.strip() and used + needed > width:
            lines.append(line.rstrip(" "))
            line, used = indent, len(indent)
        line += piece
        used += columns(piece)
    return "\n".join([*lines, line.rstrip(" ")])


def _pieces(text: str) -> Iterator[str]:
    """Give what stands on one line: a word with the blank after it, or one wide letter with the marks behind it."""
    start = 0
    for index in range(1, len(text)):
        after_blank = text[index - 1] == " "
        wide = _width(text[index]) == 2 or _width(text[index - 1]) == 2
        parts = wide and text[index] not in _OPENS_NO_LINE and not _belongs_to_the_letter_before(text, index)
        if after_blank or (parts and text[index] != " "):
            yield text[start:index]
            start = index
    yield text[start:]


def _width(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _belongs_to_the_letter_before(text: str, index: int) -> bool:
    """Whether a cut before ``text[index]`` would break what people see as one letter.

    Source: Unicode Standard Annex 29, "Grapheme Cluster Boundaries".
    """
    before, here = text[index - 1 : index], text[index : index + 1]
    if not before or not here or here < "\u0300":
        return False
    if _is_flag_half(here) and _is_flag_half(before):
        halves = index - len(text[:index].rstrip(_FLAG_HALVES))
        return halves % 2 == 1
    return (
        unicodedata.category(here)[0] == "M"
        or here in "\u200c\u200d"
        or before == "\u200d"
        or "\u1160" <= here <= "\u11ff"
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or (unicodedata.combining(before) == _VIRAMA and here.isalpha())
    )


def _is_flag_half(character: str) -> bool:
    return character in _FLAG_HALVES


def _with_few_marks(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
