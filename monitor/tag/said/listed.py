"""Which short lines of a text stand in a list that is not the article: of tags, of other articles, of countries?

Pure. In: Lines, and one of them. Out: why it is not said by the article, "" where it is. unsaid.py asks.

A list is told by the label above it, as far as its lines could be headlines, tags or entries of a menu; without a
label, only a menu is, by its length. What could be a passage of the article is one: its own lists follow a colon.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from monitor.core.sentences import holds_end
from monitor.tag.said import phrases
from monitor.tag.said.lines import Line, Lines, count_words, key_of


class Reason(StrEnum):
    """Why a name that stands in a text is not said by the article; the value tells a person."""

    TAGS = "in a tag list"
    OTHERS = "in a list of other articles"
    MENU = "in a country picker or a menu"
    BYLINE = "in a byline"
    FOOTER = "in an agency's footer"
    PLEA = "in an invitation to follow the outlet"


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

    __slots__ = ("_block", "_lines")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
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
        is_introduced = above is not None and above.text.rstrip().endswith((":", "："))
        lists = [*_labelled(run, is_last=below is None), *_menus(run, is_introduced=is_introduced)]
        return _Block(run[0].start, run[-1].end, tuple(lists))


def label_of(line: str) -> Label | None:
    """Say what a line announces that is nothing but a label."""
    return LABELS.get(key_of(line)) if len(line) <= _LONGEST_LABEL else None


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


def _menus(run: Sequence[Line], *, is_introduced: bool) -> Iterator[tuple[int, int, Reason]]:
    """Give the stretches of many lines of a few words without a figure.

    What stands below a heading, or behind a colon, is a list of the article's, unless it names sections.
    """
    for is_entry, group in groupby(run, key=lambda line: _is_entry(line.text)):
        entries = list(group)
        if is_entry and len(entries) >= _LEAST_MENU_OF_SECTIONS:
            sections = sum(key_of(line.text) in phrases.SECTIONS for line in entries)
            if sections >= _LEAST_SECTIONS or (len(entries) >= _LEAST_MENU and not is_introduced):
                yield entries[0].start, entries[-1].end, Reason.MENU
        is_introduced = True


def _is_entry(line: str) -> bool:
    return count_words(line) <= _ENTRY_WORDS and not _FIGURE.search(line) and not _ASKS.search(line.rstrip())
