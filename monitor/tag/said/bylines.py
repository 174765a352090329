"""Is a name part of what says who wrote a text, where it was taken from, and whose it is?

Pure. In: Lines, one of them, and where a name stands in it. Out: why it is not said by the article, None where it is.
unsaid.py asks.

Such lines have a form: a label and a name, "By" and people's names, a role beside a place, the name of an outlet made
of a country's. A sentence has none of them, and a place and a day before a report are said by it.
"""

import re
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick

from monitor.core.sentences import is_ended
from monitor.tag.said import phrases
from monitor.tag.said.lines import Line, Lines, key_of
from monitor.tag.said.listed import Reason

_LONGEST, _LONGEST_LABEL = 160, 40
_MOST_WORDS, _MOST_ROLE_WORDS, _MOST_NAMED = 16, 8, 10
_MOST_LETTERS = 40
_FEWEST_NAMES, _MOST_NAMES = 2, 8
_BESIDE = 40  # characters beside a name in which the rest of an outlet's is looked for
_HEAD = re.compile(rf"[\s(\[（【*•–—-]*(?P<head>[^\W\d_][^:：\n]{{0,{_LONGEST_LABEL}}}?)\s?[:：]\s?")
_CLOSING = frozenset(")]）】")
_YEAR = re.compile(r"(?:©|\(c\)|copyright)\D{0,20}(?:19|20)\d\d", re.IGNORECASE)
_OWNED = re.compile(r"\s*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
_SIGNS_OF_OWNER = ("©", "(c)", "(C)", "opyright", "OPYRIGHT")
_PICTURE = re.compile(r"photo|image|picture|getty|фото|сурет|foto|bild|图|圖", re.IGNORECASE)
_CHINESE_ROLE = re.compile(
    r"(?:本[报報台网網社刊]|新华社|中新社|[^\W\d_]{2,6}[社网报])?[^，。：:]{0,10}[驻駐赴][^，。：:]{1,16}[记記]者"
)
_CHINESE_MOST = 30
_OPENED = re.compile(r"[(\[（【][^()\[\]（）【】\n]*$")
_CLOSED = re.compile(r"[^()\[\]（）【】\n]*[)\]）】]\W*$")
_MARK = re.compile(r"[,;/|·•:.()\[\]（）»”\"]|\s[–—-]\s")
_WORD = re.compile(r"\S+")
_PARTING = ",|/"
_RIGHTS = AhoCorasick(list(phrases.RIGHTS))
_MARKS = ".,;:|/·•()[]«»“”\"'–—-"


def rights(lines: Lines, line: Line) -> Reason | None:
    """Say whether a line below the article tells how its text may be used."""
    is_there = lines.is_near_end(line) if line.is_plain else lines.is_below(line)
    if line.is_long or line.start == 0 or not is_there:
        return None
    key = key_of(line.text)
    is_use = key.startswith(phrases.USES) and any(word in key for word in phrases.PERMISSIONS)
    return Reason.FOOTER if is_use or _RIGHTS.find_matches_as_indexes(key) else None


def may_credit(lines: Lines, line: Line) -> bool:
    """Say whether a line could be a byline or a credit, or end with one.

    Of a paragraph only a source in brackets at its end is read, and a plain sentence only at the end of the text.
    """
    if line.is_plain:
        return len(line.text) <= _LONGEST and lines.is_near_end(line)
    return not line.is_long or not _CLOSING.isdisjoint(line.text[-3:]) or lines.is_near_end(line)


def why(lines: Lines, line: Line, start: int, end: int) -> Reason | None:
    """Say of the name from ``start`` to ``end`` of the text whether its line, which may credit, is a byline or one."""
    at, to = start - line.start, end - line.start
    if line.is_plain:
        return Reason.BYLINE if _is_byline(lines, line, at, to) else None
    if not line.is_long:
        found = _labelled(lines, line, at, to) or _owned(line, at, to)
        if found:
            return found
        if len(line.text) <= _LONGEST and _is_byline(lines, line, at, to):
            return Reason.BYLINE
    is_last = not _CLOSING.isdisjoint(line.text[-3:]) or lines.is_near_end(line)
    if is_last and _is_outlet(line.text, at, to) and _is_set_apart(lines, line, at, to):
        return Reason.FOOTER
    return None


def _labelled(lines: Lines, line: Line, at: int, to: int) -> Reason | None:
    """Say what a line is that begins with "Author:" or "Source:" and goes on with a few words."""
    head = _HEAD.match(line.text) if len(line.text) <= _LONGEST + _LONGEST_LABEL else None
    if head is None or head.end() > at:
        return None
    rest = line.text[head.end() :].strip()
    if len(rest) > _LONGEST or is_ended(rest.rstrip(")]")) or len(rest.split()) > _MOST_NAMED:
        return None
    label = key_of(head["head"])
    if label in phrases.PICTURES and key_of(rest).startswith(phrases.PRESS_OFFICES):
        return Reason.FOOTER
    if not all(_is_of_byline(word) or key_of(word) in phrases.OFFICES for word in rest.split()):
        return None
    if label in phrases.AUTHORS:
        return Reason.BYLINE
    is_credit = (
        (label in phrases.SURE_SOURCES and len(rest) <= _MOST_LETTERS)
        or (label in phrases.SOURCES and lines.is_near_end(line))
        or (label in phrases.SOURCES | phrases.PICTURES and _is_outlet(line.text, at, to))
    )
    return Reason.FOOTER if is_credit else None


def _owned(line: Line, at: int, to: int) -> Reason | None:
    """Say whether a line tells who owns the text."""
    text = line.text
    is_signed = any(sign in text for sign in _SIGNS_OF_OWNER) and not _PICTURE.search(text)
    if is_signed and (_YEAR.search(text) or (_OWNED.match(text) and _is_outlet(text, at, to))):
        return Reason.FOOTER
    return None


def _is_byline(lines: Lines, line: Line, at: int, to: int) -> bool:
    said = line.text.strip()
    bare = said.strip("()[]（）【】")
    words = bare.split()
    may_report = bare != said or ";" in said or lines.is_near_end(line)
    if may_report and key_of(bare[:_LONGEST_LABEL]).startswith(phrases.REPORTING):
        return all(map(_is_of_byline, words[1:]))
    if (is_ended(said) and said == bare) or not (lines.is_near_start(line) or lines.is_near_end(line)):
        return False
    if words and words[0].casefold() in phrases.BY and len(words) <= _MOST_WORDS:
        return _is_by(line.text, at, to)
    return _has_role(line.text, words, at, to)


def _is_by(text: str, at: int, to: int) -> bool:
    """Whether a line is "By" and names, and the place stands behind them, or an outlet's or a role's beside them."""
    words = list(_WORD.finditer(text))[1:]
    if not all(_is_of_byline(word[0]) for word in words):
        return False
    if _is_outlet(text, at, to) or _is_beside_role(text, to):
        return True
    names = 0
    for word in words:
        bare = word[0].casefold().strip(_MARKS)
        if bare in phrases.CONNECTING or not word[0][0].isalpha():
            return _FEWEST_NAMES <= names <= _MOST_NAMES and at >= word.start()
        names += bare not in phrases.JOINING
        if word[0][-1] in _PARTING:
            return _FEWEST_NAMES <= names <= _MOST_NAMES and at >= word.end()
    return False


def _is_of_byline(word: str) -> bool:
    """Whether a byline may have a word: a name, a figure, a mark, a role or a small word."""
    bare = word.strip(_MARKS)
    return not bare or not bare[0].islower() or key_of(bare) in phrases.ROLES | phrases.SMALL_WORDS | phrases.JOINING


def _has_role(text: str, words: Sequence[str], at: int, to: int) -> bool:
    """Whether a short line names a reporter beside the place: "Kazakhstan correspondent"."""
    if len(text) <= _CHINESE_MOST and _CHINESE_ROLE.search(text) and not is_ended(text):
        return True
    if len(words) > _MOST_ROLE_WORDS:
        return False
    before = text[:at].strip()
    if _is_beside_role(text, to) and not text[to:].split()[1:]:
        return key_of(before) in {"", "our", "наш", "unser", "notre", "nuestro"} or _is_person(before)
    name, comma, rest = text.partition(",")
    is_placed = bool(comma) and at > len(name) and _is_person(f"{name},")
    told = rest.split()
    return is_placed and any(key_of(word) in phrases.ROLES for word in told) and all(map(_is_of_byline, told))


def _is_person(before: str) -> bool:
    """Whether what stands before a role is a person's name and a comma."""
    name, comma, rest = before.partition(",")
    words = name.split()
    is_name = _FEWEST_NAMES <= len(words) <= _FEWEST_NAMES + 1 and all(word[0].isupper() for word in words)
    return bool(comma) and is_name and all(map(_is_of_byline, rest.split()))


def _is_beside_role(text: str, to: int) -> bool:
    behind = text[to : to + _BESIDE].split()
    return bool(behind) and key_of(behind[0]) in phrases.ROLES


def _is_outlet(text: str, at: int, to: int) -> bool:
    """Whether the words beside a name make an outlet's of it, and it ends there: "Kazakhstan Today"."""
    behind = _MARK.split(text[to : to + _BESIDE], maxsplit=1)[0].split()
    if not all(key_of(word) in phrases.OUTLETS_BEHIND for word in behind):
        return False
    before = [key_of(word) for word in text[max(0, at - _BESIDE) : at].split()]
    if behind or not before:
        return bool(behind)
    if text[at - 1] in "(（":
        return not phrases.OUTLETS_BEHIND.isdisjoint(before[-2:])
    return before[-1] in phrases.OUTLETS_BEFORE or " ".join(before[-3:]) in phrases.OUTLETS_BEFORE


def _is_set_apart(lines: Lines, line: Line, at: int, to: int) -> bool:
    """Whether an outlet's name stands alone below the text, or in brackets at a paragraph's end."""
    before, behind = line.text[max(0, at - _LONGEST) : at], line.text[to : to + _LONGEST]
    if (opened := _OPENED.search(before)) and (closed := _CLOSED.match(behind)):
        words = (before[opened.start() :] + behind[: closed.end()]).split()
        return bool(line.text[: at - len(before) + opened.start()].strip()) and len(words) < _MOST_ROLE_WORDS
    if len(line.text) - to > _LONGEST:
        return False
    is_alone = len(line.text.split()) <= _FEWEST_NAMES + 2 and not is_ended(line.text)
    return is_alone and lines.after(line) is None and lines.before(line) is not None
