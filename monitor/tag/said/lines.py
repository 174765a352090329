"""Which line of a text does a place stand in, and what stands around it?

Pure. In: a text. Out: Lines. The modules that say where something is said ask for the lines of names that were found,
in their order; only those are read, and what is looked at around one is bounded.
"""

import re
from typing import NamedTuple

from monitor.core.text import fold

#: Longer lines are paragraphs, whatever they begin with.
LONGEST = 400
_MOST_BLANK = 20
_FARTHEST = 4 * LONGEST
_FEW_LINES = 3
_BOTH_WAYS = 1_000
# What labels, credits, menus and lists have in them, begin with or end with: a sentence of this length without any
# of it is none of them.
_SIGNS = re.compile(r"[:：;；©#|｜¦‖/摄攝]")
_WORDED_SIGNS = ("..", "opyright", "OPYRIGHT", "(c)", "(C)", "etty", "ETTY", "hutterstock", "iStock", "AP Photo")
_BEGUN, _SIGNS_BEHIND_LABELS = 50, re.compile(r"[»>›→–—]| - ")
_STOPS, _WIDE_STOPS = frozenset(".!?！？؟۔।։"), frozenset("。")
_CLOSING = frozenset(")]）】")
_SENTENCE, _WIDE_SENTENCE = 61, 31
_CJK = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: A Chinese character says as much as so many letters, roughly.
_OF_CJK = 1.5


class Line(NamedTuple):
    """A line as it stands, from its start to its end in the text.

    Args:
        is_plain: it ends as a sentence, and has nothing in it that a label, a credit, a menu or a list has.
    """

    start: int
    end: int
    text: str
    is_plain: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it can only be a paragraph."""
        return len(self.text) > LONGEST


class Lines:
    """The lines of one text, cut out when asked for."""

    __slots__ = ("_cut", "_last", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._last = Line(0, -1, "")
        self._cut: dict[int, Line] = {}

    def at(self, place: int) -> Line:
        """Give the line of a place; cheap where the last one asked for holds it too."""
        if not self._last.start <= place <= self._last.end:
            start = self.text.rfind("\n", 0, place) + 1
            self._last = self._cut.get(start) or self._cut_out(start)
        return self._last

    def _cut_out(self, start: int) -> Line:
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        line = self.text[start:end]
        self._cut[start] = Line(start, end, line, _is_plain(line))
        return self._cut[start]

    def first(self) -> Line | None:
        """Give the first line that is not blank, as after() does."""
        return self.after(Line(-1, -1, ""))

    def before(self, line: Line) -> Line | None:
        """Give the line before one, leaving out blank ones; None where there is none, or only farther off.

        A long one is given by its end.
        """
        end = line.start - 1
        for _ in range(_MOST_BLANK):
            if end < 0:
                return None
            start = self.text.rfind("\n", max(0, end - _FARTHEST), end) + 1
            start = start or max(0, end - _FARTHEST)
            found = self.text[start:end]
            if found and not found.isspace():
                return Line(start, end, found)
            end = start - 1
        return None

    def after(self, line: Line) -> Line | None:
        """Give the line after one likewise; a long one by its beginning."""
        start = line.end + 1
        for _ in range(_MOST_BLANK):
            if start >= len(self.text):
                return None
            end = self.text.find("\n", start, start + _FARTHEST)
            end = min(len(self.text), start + _FARTHEST) if end < 0 else end
            found = self.text[start:end]
            if found and not found.isspace():
                return Line(start, end, found)
            start = end + 1
        return None

    def is_all(self, line: Line) -> bool:
        """Whether nothing stands before or after it."""
        return self.before(line) is None and self.after(line) is None

    def is_near_start(self, line: Line) -> bool:
        """Whether it is above the article, or among its first paragraphs."""
        return line.start < LONGEST

    def is_near_end(self, line: Line) -> bool:
        """Whether it is one of the last few lines, and something stands before it."""
        if len(self.text) - line.end > LONGEST or line.start == 0:
            return False
        return sum(map(bool, map(str.strip, self.text[line.end :].split("\n")))) < _FEW_LINES

    def is_below(self, line: Line) -> bool:
        """Whether it is in the last screenful."""
        return len(self.text) - line.end < _BOTH_WAYS


def _is_plain(line: str) -> bool:
    if len(line) < _WIDE_SENTENCE or not (line[-1] in _WIDE_STOPS or (line[-1] in _STOPS and len(line) >= _SENTENCE)):
        return False
    if _SIGNS.search(line) is not None or not _CLOSING.isdisjoint(line[-3:]):
        return False
    is_labelled = _SIGNS_BEHIND_LABELS.search(line, 0, _BEGUN) is not None
    return not is_labelled and not any(map(line.__contains__, _WORDED_SIGNS))


def width(text: str) -> float:
    """Say how much a text holds, in letters: of Chinese, Japanese and Korean, fewer characters say as much."""
    if text.isascii():
        return len(text)
    return len(text) + _OF_CJK * len(_CJK.findall(text))


def count_words(text: str) -> float:
    """Count words; of Chinese and its like, two characters make one."""
    if text.isascii() or not _CJK.search(text):
        return len(text.split())
    characters = len(_CJK.findall(text))
    return characters / 2 + len(_CJK.sub(" ", text).split())


def key_of(text: str) -> str:
    """Give a label as phrases.py has it: folded, without bullets before it and marks behind it."""
    return " ".join(fold(text).text.split()).strip(" .,:;|>»→–—-•·*►▶■▪◾●#[]()（）【】\"'«“”„")
