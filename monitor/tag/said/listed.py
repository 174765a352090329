"""Which short lines of a text stand in a list that is not the article: of tags, of other articles, of countries?

Pure. In: Lines, and one of them. Out: why it is not said by the article, "" where it is. unsaid.py asks.

A list is told by the label above it, as far as its lines could be headlines, tags or entries of a menu; without a
label, only a menu is, by its length, and by where it stands: what paragraphs enclose is a passage of the article, as
tables of medals and lists of participants are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from monitor.core.sentences import holds_end, is_ended
from monitor.core.text import fold
from monitor.tag.said import phrases
from monitor.tag.said.lines import LONGEST, Line, Lines, count_words, key_of


class Reason(StrEnum):
    """Why a name that stands in a text is not said by the article; the value tells a person."""

    TAGS = "in a tag list"
    OTHERS = "in a list of other articles"
    MENU = "in a country picker or a menu"
    BYLINE = "in a byline"
    FOOTER = "in an agency's footer"
    PLEA = "in an invitation to follow the outlet"
    ADDRESS = "in a postal address"


_LONGEST_ITEM, _MOST_WORDS = 160, 25
_LONGEST_LABEL = 60
_LONGEST_DATED = 30
_TAG_WORDS, _ENTRY_WORDS = 5, 3
_BACK, _ON = 40, 200  # lines that are looked at before and behind the one that is asked for
_REACH = {Reason.TAGS: 30, Reason.OTHERS: 10, Reason.MENU: 100}
_LEAST_MENU, _LEAST_MENU_OF_SECTIONS, _LEAST_SECTIONS = 12, 5, 2
_FIGURE = re.compile(r"\d")
_ASKS = re.compile(r"(?:[?!…？！؟]|\.\.\.)[\"'”’»)\]」』]*$")
_STOPS = re.compile(r"[.,;:。，；：،؛।።։][\"'”’»)\]」』]*$")
_COLONS = (":", "：")
_BULLETS = re.compile(r"^[\s\-–—•·*►▶■▪◾●]+")


@dataclass(frozen=True, slots=True)
class Label:
    """What the label above a list says of it; a doubtful one could head a passage of the article as well."""

    reason: Reason
    is_doubtful: bool = False


#: What a label says, by its key.
LABELS = {
    **dict.fromkeys(phrases.DOUBTFUL_TAGS, Label(Reason.TAGS, is_doubtful=True)),
    **dict.fromkeys(phrases.HEADINGS, Label(Reason.OTHERS, is_doubtful=True)),
    **dict.fromkeys(phrases.TAGS, Label(Reason.TAGS)),
    **dict.fromkeys(phrases.POINTERS, Label(Reason.OTHERS)),
    **dict.fromkeys(phrases.MENUS, Label(Reason.MENU)),
}


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of short lines, and the stretches of it that are lists."""

    start: int
    end: int
    lists: tuple[tuple[int, int, Reason], ...]


class Listed:
    """The lists of one text, read where a line is asked for that could stand in one."""

    __slots__ = ("_block", "_enclosed", "_lines")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._enclosed: tuple[int, int] | None = None
        self._block = _Block(0, -1, ())

    def why(self, line: Line) -> Reason | None:
        """Say in what list a line stands, None where it stands in none."""
        if not is_item(line.text):
            return None
        if not self._block.start <= line.start <= self._block.end:
            self._block = self._around(line)
        return next((why for start, end, why in self._block.lists if start <= line.start < end), None)

    def _around(self, line: Line) -> _Block:
        run = [line]
        above = self._lines.before(line)
        while above is not None and is_item(above.text) and len(run) < _BACK:
            run.append(above)
            above = self._lines.before(above)
        run.reverse()
        below = self._lines.after(line)
        while below is not None and is_item(below.text) and len(run) < _BACK + _ON:
            run.append(below)
            below = self._lines.after(below)
        is_introduced = above is not None and above.text.rstrip().endswith(_COLONS)
        lists = [*_labelled(run, is_last=below is None), *self._menus(run, is_introduced=is_introduced)]
        return _Block(run[0].start, run[-1].end, tuple(lists))

    def _menus(self, run: Sequence[Line], *, is_introduced: bool) -> Iterator[tuple[int, int, Reason]]:
        """Give the stretches of many lines of a few words without a figure.

        What stands below a heading, behind a colon, or between paragraphs is a list of the article's, unless it names
        sections.
        """
        for is_entry, group in groupby(run, key=lambda line: _is_entry(line.text)):
            entries = list(group)
            if is_entry and len(entries) >= _LEAST_MENU_OF_SECTIONS:
                start, end = entries[0].start, entries[-1].end
                is_long = len(entries) >= _LEAST_MENU and not is_introduced
                if _names_sections(entries) or (is_long and not self.is_within_article(start, end)):
                    yield start, end, Reason.MENU
            is_introduced = True

    def is_within_article(self, start: int, end: int) -> bool:
        """Whether paragraphs stand both above and below a stretch of the text."""
        if self._enclosed is None:
            self._enclosed = _between_paragraphs(self._lines.text)
        first, last = self._enclosed
        return first <= start and end <= last


def label_of(line: str) -> Label | None:
    """Say what a line announces that is nothing but a label."""
    return LABELS.get(key_of(line)) if len(line) <= _LONGEST_LABEL else None


def announces(line: str) -> bool:
    """Say whether a line introduces a list: it ends with a colon, is a heading, or says that a list follows."""
    said = line.rstrip()
    if said.endswith(_COLONS) or not is_ended(said):
        return True
    words = fold(said[-LONGEST:]).text
    return any(word in words for word in phrases.LISTED)


def is_item(line: str) -> bool:
    """Say whether a line could be a label, a headline, a tag or an entry of a menu, and not a paragraph."""
    said = _BULLETS.sub("", line).rstrip()
    if not said or len(said) > _LONGEST_ITEM or said[0].islower():
        return False
    if len(said) <= _LONGEST_DATED and _FIGURE.search(said):
        return True
    if _STOPS.search(said) and not said.endswith("..."):
        return label_of(said) is not None
    if count_words(said) > _MOST_WORDS:
        return False
    return not holds_end(_ASKS.sub("", said))


def _labelled(run: Sequence[Line], *, is_last: bool) -> Iterator[tuple[int, int, Reason]]:
    """Give the stretches of a run that stand below a label, each as far as its lines fit it."""
    labels = [(n, label) for n, line in enumerate(run) if (label := label_of(line.text))]
    ends = [*(number for number, _ in labels[1:]), len(run)]
    for (number, label), end in zip(labels, ends if labels else (), strict=True):
        listed = run[number + 1 : min(end, number + 1 + _REACH[label.reason])]
        if label.is_doubtful and not (is_last and end == len(run)):
            continue
        fitting = _fitting(listed, label.reason)
        if fitting:
            yield run[number].start, fitting[-1].end, label.reason


def _fitting(listed: Sequence[Line], reason: Reason) -> Sequence[Line]:
    most = {Reason.TAGS: _TAG_WORDS, Reason.MENU: _ENTRY_WORDS}.get(reason, _MOST_WORDS)
    last = next((n for n, line in enumerate(listed) if count_words(line.text) > most), len(listed))
    return listed[:last]


def _names_sections(entries: Sequence[Line]) -> bool:
    return sum(key_of(line.text) in phrases.SECTIONS for line in entries) >= _LEAST_SECTIONS


def _between_paragraphs(text: str) -> tuple[int, int]:
    """Say where the first paragraph ends and the last begins; where there is none, nothing is between them."""
    start, first = 0, -1
    while first < 0 and start < len(text):
        end = _line_end(text, start)
        first = end if _is_paragraph(text[start:end]) else -1
        start = end + 1
    end = len(text) if first >= 0 else 0
    while end > first:
        start = text.rfind("\n", 0, end) + 1
        if _is_paragraph(text[start:end]):
            return first, start
        end = start - 1
    return len(text), -1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _is_paragraph(line: str) -> bool:
    """Whether a line ends as a sentence or is long; who owns the text, and how it may be used, is none."""
    if len(line) > LONGEST:
        return True
    return is_ended(line) and label_of(line) is None and "©" not in line and not _asks_reader(line)


def _asks_reader(line: str) -> bool:
    """Whether a line asks the reader to follow the outlet, or to heed its rights."""
    said = fold(_BULLETS.sub("", line)).text
    if said.startswith(phrases.USES):
        return any(word in said for word in phrases.PERMISSIONS)
    return said.startswith(phrases.PLEAS) or any(right in said for right in phrases.RIGHTS)


def _is_entry(line: str) -> bool:
    return count_words(line) <= _ENTRY_WORDS and not _FIGURE.search(line) and not _ASKS.search(line.rstrip())
