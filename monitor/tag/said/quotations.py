"""Which stretches of a line are somebody's words, between quotation marks?

Pure. In: a line of an article, and whether the next one goes on with a quotation. Out: for a place whether it stands in
somebody's words. parts.py asks.

Titles, names and words that are quoted for their sound stand between the same marks: somebody's words are told by
their length, by how they end, and by what follows them. An apostrophe is no mark, and a mark without its other half
ends with the line, if it counts at all.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from monitor.core.text import fold
from monitor.tag.said import phrases
from monitor.tag.said.lines import count_words

#: What may close what opens.
_CLOSED_BY = {
    pair[0]: pair[1:]
    for pair in (
        *('“”“"', '„“”"‟', "‟”", "””", "«»", "»«", "‹›", "›‹", "‘’", "‚‘’", '""”', "''", "＂＂"),
        *("「」", "『』", "﹁﹂", "﹃﹄", "｢｣", "〝〞〟"),
    )
}
#: A quotation mark; where a line has none, nothing in it is quoted.
MARKS = re.compile(f"[{''.join(dict.fromkeys(''.join(_CLOSED_BY) + ''.join(_CLOSED_BY.values())))}]")
#: These may open or close: what stands beside them says which.
_ALIKE = frozenset("\"＂'“”‘’«»‹›")
_SINGLE = frozenset("'‘’")
_SURE_OPENING = frozenset("“„‟«‹「『﹁﹃｢〝‚")
_NESTED = frozenset("«»")  # the same marks stand within them in Russian and its neighbours
_MAY_OPEN_BEHIND = frozenset("([{（【—–-/«„“‘'\"")
#: What a paragraph begins with that goes on with a quotation of the one before.
BEGINNINGS = frozenset('“„«‹"‘「『»')
_DEEPEST = 8
_SPOKEN, _SPOKEN_AND_ENDED, _CALLED = 4, 3, 2  # words
_SMALL = 4  # letters of a word that a title leaves in small letters
_NEAR = 40
_LONGEST_NAME = 200  # characters
_BLANKS = 4
_ENDED = re.compile(r"[.,。，،؛۔][^\w.]*$")
_CALLED_OUT = re.compile(r"[!?…！？؟]\W*$|\.\.\.\W*$")
_DASHED = re.compile(r"\s?[,，،]\s?[–—―-]\s?")
_SAID = re.compile(r"[,，،]\s")
_ANNOUNCED = re.compile(r"[:：,，،]\s?$")
_WORD = re.compile(r"[^\W\d_][\w'’ʻ-]*")
_MORE_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of a line between quotation marks, without them."""

    start: int
    end: int
    is_closed: bool = True


class Quotations:
    """The quotations of one line.

    Args:
        goes_on: whether the next line begins with an opening mark, as it does where a quotation goes on.
    """

    __slots__ = ("_line", "_spans", "_spoken", "_starts")

    def __init__(self, line: str, goes_on: Callable[[], bool]) -> None:
        self._line = line
        self._spans = _outermost(quoted(line, goes_on))
        self._starts = [span.start for span in self._spans]
        self._spoken: dict[int, bool] = {}

    def hold(self, start: int, end: int) -> bool:
        """Whether the name from ``start`` to ``end`` stands in somebody's words, and is not all that is quoted."""
        number = bisect_right(self._starts, start) - 1
        if number < 0 or end > self._spans[number].end:
            return False
        span = self._spans[number]
        if (
            span.end - span.start <= end - start + _BLANKS
            and self._line[span.start : span.end].strip() in (self._line[start:end])
        ):
            return False
        if number not in self._spoken:
            self._spoken[number] = not span.is_closed or _is_speech(self._line, span)
        return self._spoken[number]


def quoted(line: str, goes_on: Callable[[], bool]) -> list[Quotation]:
    """Give the stretches between quotation marks, those within others too, by where they end."""
    found: list[Quotation] = []
    open_: list[tuple[str, int]] = []
    for match in MARKS.finditer(line):
        mark, at = match[0], match.start()
        depth = _closes(open_, line, at, mark)
        if depth is not None:
            found.append(Quotation(open_[depth][1] + 1, at))
            del open_[depth:]
        elif mark in _CLOSED_BY and _opens(line, at, mark):
            if mark not in _NESTED and any(mark == other for other, _ in open_):
                open_ = [(other, begun) for other, begun in open_ if other != mark]
            open_ = [*open_[-_DEEPEST:], (mark, at)]
    for mark, at in open_:
        begins = not line[:at].strip(" \t\u00a0–—-") if at < _NEAR else False
        if (mark in _SURE_OPENING and (begins or goes_on())) or (mark == '"' and begins and goes_on()):
            found.append(Quotation(at + 1, len(line), is_closed=False))
            break
    return found


def _closes(open_: Sequence[tuple[str, int]], line: str, at: int, mark: str) -> int | None:
    """Say which of the open marks this one closes, the innermost first; None where it closes none."""
    depth = next((n for n in range(len(open_) - 1, -1, -1) if mark in _CLOSED_BY[open_[n][0]]), None)
    if depth is None or mark not in _ALIKE:
        return depth
    if mark in _SINGLE or mark == "“" or (mark == "«" and open_[depth][0] == "»"):
        return depth if _is_closing_place(line, at) else None
    if mark == '"':
        return None if _is_opening_place(line, at) else depth
    return depth


def _opens(line: str, at: int, mark: str) -> bool:
    if mark in _SINGLE:
        return mark != "’" and _is_opening_place(line, at) and not line[at + 1].isdigit()
    if mark in "»›”":
        return _is_opening_place(line, at)
    if mark == '"':
        return not line[at - 1 : at].isdigit() if at else True
    return mark != "“" or not _is_closing_place(line, at) or _is_opening_place(line, at)


def _is_opening_place(line: str, at: int) -> bool:
    before, behind = line[at - 1] if at else " ", line[at + 1 : at + 2]
    return (before.isspace() or before in _MAY_OPEN_BEHIND) and bool(behind) and (behind.isalnum() or behind in "«“‘'")


def _is_closing_place(line: str, at: int) -> bool:
    before, behind = line[at - 1] if at else " ", line[at + 1 : at + 2]
    return not before.isspace() and not behind.isalnum()


def _outermost(spans: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _is_speech(line: str, span: Quotation) -> bool:
    """Whether a stretch is somebody's words, and not the name of a thing."""
    words, behind = line[span.start : span.end], line[span.end + 1 : span.end + 1 + _NEAR]
    if len(words) > _LONGEST_NAME:
        return True
    before = line[max(0, span.start - 1 - _NEAR) : span.start - 1]
    count = count_words(words)
    if _CALLED_OUT.search(words) or _DASHED.match(behind):
        return count >= _CALLED
    if _is_title(words) or _is_named(before, behind):
        return False
    is_ended = _ENDED.search(words) or _SAID.match(behind) or _ANNOUNCED.search(before)
    return count >= (_SPOKEN_AND_ENDED if is_ended else _SPOKEN)


def _is_title(words: str) -> bool:
    """Whether all long words begin with a capital, and most of all words."""
    found = _WORD.findall(words)
    capitals = sum(word[0].isupper() for word in found)
    return 2 * capitals > len(found) and all(word[0].isupper() for word in found if len(word) > _SMALL)


def _is_named(before: str, behind: str) -> bool:
    """Whether the word before or behind says what bears the name: a film, a forum, a party."""
    words = [*_last(_WORD.findall(fold(before).text)), *_first(fold(behind).text)]
    return any(_is_form(word) for word in words)


def _last(words: Sequence[str]) -> Sequence[str]:
    return words[-1:]


def _first(text: str) -> Iterator[str]:
    match = re.match(r"\W{0,2}(\w+)", text)
    if match:
        yield match[1]


def _is_form(word: str) -> bool:
    if word.isascii():
        return word in phrases.NAMED
    return any(word.startswith(name) and len(word) - len(name) <= _MORE_LETTERS for name in phrases.NAMED)
