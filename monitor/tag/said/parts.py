"""In which part of an article does something stand, and is it somebody's words?

Pure. In: an article's title and text. Out: Parts, which says of a place what it is part of. match.py asks for each
mention.

The lead is the first paragraph, with what stands above it: a kicker, a place and a day, the headline once more. Where
it is very short, it goes on to the next.
"""

from itertools import islice

from monitor.core.records.tags import Part
from monitor.core.sentences import is_ended
from monitor.tag.said.captions import is_caption
from monitor.tag.said.lines import LONGEST, Line, Lines, width
from monitor.tag.said.quotations import BEGINNINGS, MARKS, Quotations

_PARAGRAPH = 60  # letters
_MORE_OR_LESS = 20  # characters between two ways to write one headline
_ABOVE = 12  # lines in which the first paragraph is looked for


class Parts:
    """The parts of one article."""

    __slots__ = ("_caption", "_has_marks", "_lead_end", "_line", "_lines", "_quotations", "_title", "_title_quotations")

    def __init__(self, title: str, lines: Lines) -> None:
        self._title = title
        self._lines = lines
        self._lead_end = -1
        self._line: Line | None = None
        self._caption = self._has_marks = False
        self._quotations: Quotations | None = None
        self._title_quotations: Quotations | None = None

    def of(self, start: int, end: int) -> tuple[Part, bool]:
        """Say in which part the name from ``start`` to ``end`` of the text stands, and whether in somebody's words."""
        line = self._go_to(start)
        return self._part(start), self._has_marks and self._is_quoted(line, start, end)

    def _part(self, start: int) -> Part:
        if self._caption:
            return Part.CAPTION
        if self._lead_end < 0:
            self._lead_end = _lead_end(self._lines, self._title)
        return Part.LEAD if start < self._lead_end else Part.BODY

    def _is_quoted(self, line: Line, start: int, end: int) -> bool:
        if self._quotations is None:
            self._quotations = Quotations(line.text, lambda: self._goes_on(line))
        return self._quotations.hold(start - line.start, end - line.start)

    def of_title(self, start: int, end: int) -> tuple[Part, bool]:
        """Say the same of a name in the title."""
        if self._title_quotations is None:
            self._title_quotations = Quotations(self._title, lambda: False)
        return Part.HEADLINE, self._title_quotations.hold(start, end)

    def _goes_on(self, line: Line) -> bool:
        below = self._lines.after(line)
        return below is not None and below.text.lstrip()[:1] in BEGINNINGS

    def _go_to(self, start: int) -> Line:
        line = self._lines.at(start)
        if line is not self._line:
            self._line, self._caption, self._quotations = line, is_caption(line), None
            self._has_marks = MARKS.search(line.text) is not None
        return line


def _lead_end(lines: Lines, title: str) -> int:
    """Say where the lead ends: behind the first paragraph, or the second where the first is short."""
    first = lines.first()
    if first is None:
        return 0
    title_key, short = _letters(title), None
    about = range(len(title) - _MORE_OR_LESS, len(title) + _MORE_OR_LESS)
    line: Line | None = first
    for _ in range(_ABOVE):
        if line is None:
            break
        is_wide = width(line.text.strip()) >= _PARAGRAPH
        is_title = len(line.text) in about and _letters(line.text) == title_key
        if (is_wide or is_ended(line.text)) and not is_title and not is_caption(line):
            if is_wide or short:
                return line.end
            short = line
        line = lines.after(line)
    return (short or first).end


def _letters(text: str) -> str:
    return "".join(islice(filter(str.isalnum, text.casefold()), LONGEST))
