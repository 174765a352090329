"""By which words of its own is a line known to be the page's, and not the article's?

Pure. In: a line. Out: what it is, or None: its words do not tell. recurring.py acts on it, and phrases.py lists the
words.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from ahocorasick_rs import AhoCorasick

from monitor.extract.body import phrases

#: Longer lines are paragraphs, whatever they ask for.
LONGEST = 400

_LONGEST_REST = 250
_LONGEST_STAMP = 80
_LONGEST_CONTACT = 160
_CREDITED_WORDS = 6
_BULLETS = "-–—•*·►▶→>»|■▪◾●✅👉📌🔴⚡️ \t"
_APOSTROPHES = "’‘ʻʼ`´"
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MARK = re.compile(r"\s*(?:$|[:：|>»→–—]|- )")
_LETTERS = re.compile(r"[^\W\d_]+")
_MOMENT = re.compile(r"(?<!\d)\d\d?:\d\d(?!\d)|(?<!\d)\d\d?[./-]\d\d?[./-](?:19|20)?\d\d(?!\d)")
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|(?<![\w@])@\w{3,}|https?://|(?<!\w)(?:www\.|t\.me/|wa\.me/)\w"
    r"|(?<!\w)\+?\d[\d ()-]{8,}\d(?!\w)"
)


class Wording(StrEnum):
    """What a line is by its words; the value tells a person."""

    POINTER = "leads to other articles"
    PLEA = "asks to subscribe, to follow, to share or to write"
    RIGHTS = "says who may use the text"
    CREDIT = "says who took a picture, or who else worked on the article"
    COUNTER = "is a date or a counter"
    CONTACT = "is an address, a number to call or a list of networks"
    FOOTER = "was put below the article by the software of the site"


def _any_of(listed: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(listed, key=len, reverse=True))


_SURE_POINTER = re.compile(_any_of(phrases.SURE_POINTERS))
_POINTER = re.compile(_any_of((*phrases.SURE_POINTERS, *phrases.DOUBTFUL_POINTERS)))
_PICTURE = re.compile(rf"(?:{_any_of(phrases.PICTURES)})\s?(?:[:：©]|/ )(?P<who>.+)")
_STAMP = re.compile(rf"(?:{_any_of(phrases.STAMPS)})(?!\w)(?P<when>[^\d]*\d.*)")
_UNIT = rf"(?:{_any_of(phrases.COUNTED)})"
_NUMBER = r"\d[\d .,\u00a0\u202f]*+(?:(?:k|m|тыс|мың|min|мин)(?!\w)|万)?+"
_COUNTER = re.compile(rf"\W*+(?:(?:{_UNIT}\W*+{_NUMBER}|{_NUMBER}\W*+{_UNIT})\W*+)+")
_SURE_PLEA = re.compile(rf"(?=.*(?:{_any_of(phrases.CHANNELS)}))(?:{_any_of(phrases.SURE_PLEAS)})")
_COUNTED = re.compile(rf"(?<!\w){_UNIT}(?!\w)")
_NETWORKS = re.compile(rf"\W*(?:(?:{_any_of(phrases.NETWORKS)})(?:\W+|$))+")
_BEGINNING, _LOOKED_AT = 3, 12  # characters, and how far to look for them behind bullets
_HEADED = frozenset(
    phrase[:_BEGINNING] for phrase in (*phrases.SURE_POINTERS, *phrases.DOUBTFUL_POINTERS, *phrases.PICTURES)
)
_FIXED = _HEADED | {
    begin[:_BEGINNING]
    for begin in (*phrases.STAMPS, *phrases.COUNTED, *(begin for begin, _ in phrases.FEED_FOOTERS), *"0123456789")
}
_SAYING = (
    *((phrase, Wording.PLEA) for phrase in phrases.PLEAS),
    *((phrase, Wording.RIGHTS) for phrase in phrases.RIGHTS),
    *((phrase, Wording.CREDIT) for phrase in phrases.CREDITS),
)
_SAID = AhoCorasick([phrase.removesuffix("*") for phrase, _ in _SAYING])


def at_sight(line: str) -> Wording | None:
    """Say what a line is, where that is sure though it was never seen before.

    Only lines of a fixed form: "Read also" and its like with a colon or a dash and a headline; what
    blogging software writes below an article; "Updated" with nothing but a moment; a number of views or comments with
    nothing beside it; "Photo:" with at most six words and no full stop.
    """
    if len(line) > LONGEST or not _begins(line, _FIXED):
        return None
    plain = _plain(line)
    if _points(_SURE_POINTER, plain, line) and not is_bare_pointer(line, is_known=False):
        return Wording.POINTER
    if any(plain.startswith(begin) and said in plain for begin, said in phrases.FEED_FOOTERS):
        return Wording.FOOTER
    if len(plain) > _LONGEST_STAMP:
        return None
    if (picture := _PICTURE.match(plain)) and _is_name(picture["who"]):
        return Wording.CREDIT
    return Wording.COUNTER if _is_counter(plain) else None


def is_plea_below(line: str) -> bool:
    """Say whether a line at the end of a text, "Subscribe to our" and its like, asks to follow the outlet somewhere."""
    return len(line) <= _LONGEST_CONTACT and _SURE_PLEA.match(_plain(line)) is not None


def by_words(line: str) -> Wording | None:
    """Say what a line is by its words, where it is known to recur: that makes sure what alone would not be."""
    if found := at_sight(line):
        return found
    if len(line) > LONGEST:
        return None
    plain = _plain(line)
    for number, start, end in _SAID.find_matches_as_indexes(plain, overlapping=True):
        phrase, wording = _SAYING[number]
        if _stands_alone(phrase, plain[:start][-1:], plain[end : end + 1]):
            return wording
    if _begins(line, _HEADED):
        if _points(_POINTER, plain, line):
            return Wording.POINTER
        if _PICTURE.match(plain):
            return Wording.CREDIT
    is_contact = len(line) <= _LONGEST_CONTACT and (_NETWORKS.fullmatch(plain) or _CONTACT.search(line))
    return Wording.CONTACT if is_contact else None


def is_bare_pointer(line: str, *, is_known: bool) -> bool:
    """Say whether a line only announces what follows it, such as "Read also:".

    Args:
        is_known: that it is the page's: then a heading does too that may head a passage of an article.
    """
    if len(line) > _LONGEST_STAMP or not _begins(line, _HEADED):
        return False
    plain = _plain(line)
    found = (_POINTER if is_known else _SURE_POINTER).match(plain)
    return found is not None and not plain[found.end() :].strip(" :：|>»→–—-")


def tells_time_or_number(line: str) -> bool:
    """Say whether a line names a date, a time of day or something that pages count, whatever else it says."""
    plain = _plain(line)
    is_moment = _MOMENT.search(plain) or _COUNTED.search(plain)
    return bool(is_moment) or any(len(word) > 2 and word in phrases.DATE_WORDS for word in _LETTERS.findall(plain))


def _begins(line: str, beginnings: frozenset[str]) -> bool:
    """Say whether a line may begin with one of many phrases: most do not, and need not be looked at further."""
    begin = _plain(line[:_LOOKED_AT])[:_BEGINNING]
    return begin in beginnings or begin[:2] in beginnings or begin[:1] in beginnings


def _plain(line: str) -> str:
    plain = line.lstrip(_BULLETS).casefold()
    for apostrophe in _APOSTROPHES:  # str.translate() takes ten times as long
        plain = plain.replace(apostrophe, "'")
    return plain


def _stands_alone(phrase: str, before: str, after: str) -> bool:
    """Say whether a phrase is not a piece of other words."""
    if _CJK.match(phrase):
        return True
    may_go_on = not (phrase[-1].isascii() and phrase[-1].isalnum())
    return not before.isalnum() and (may_go_on or not after.isalnum())


def _points(pointer: re.Pattern[str], plain: str, line: str) -> bool:
    found = pointer.match(plain)
    if found is None or len(plain) - found.end() > _LONGEST_REST:
        return False
    head, rest = line.lstrip(_BULLETS)[: found.end()], plain[found.end() :]
    # In capitals the words stand apart from what follows as a colon would set them apart.
    return bool(_MARK.match(rest)) or (len(head) > 5 and head.isupper() and not rest[0].isalnum())


def _is_name(who: str) -> bool:
    return len(who.split()) <= _CREDITED_WORDS and not who.rstrip().endswith((".", "!", "?", "…", "。"))


def _is_counter(plain: str) -> bool:
    if not any(character.isdigit() for character in plain):
        return False
    stamp = _STAMP.match(plain)
    if stamp and all(word in phrases.DATE_WORDS for word in _LETTERS.findall(stamp["when"])):
        return True
    return _COUNTER.fullmatch(plain) is not None
