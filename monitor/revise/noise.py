"""Which differences between two texts would a reader of the article see as a change?

Pure. In: two texts, paragraphs parted by line breaks. Out: the paragraphs that changed; of what pages put around an
article (dates, counters, hints to other articles, pleas) and of how words are written, nothing. compare.py acts on it.

When in doubt, it is a change: a figure in a sentence always is one.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, pairwise
from unicodedata import normalize

from monitor.core.records.versions import Edit
from monitor.core.words import is_cjk
from monitor.revise.align import matching, profile, resembling
from monitor.revise.diff import line_spans
from monitor.revise.phrases import ends_sentence, in_words, is_date_or_counter, is_hint, is_label

#: The words of a line, as noise.py compares them.
Key = tuple[str, ...]

_PARTS = re.compile(r"\s[|•·¦]\s")
# Signs that say something: beside a figure they are as good as words.
_SAYING = re.compile(r"[%‰°$€£¥₸₽₺₴₩₹]|(?<![\w)\]])[-−–](?=\d)")
_HEADLINE_WORDS, _HEADLINE_SIGNS = (5, 25), (8, 45)
_FEWEST_IN_LIST = 2
_FIGURES = 2  # of a headline: a line with more is one of a table
_BULLETS = frozenset("-–—•·*▪■◦●")
_QUOTES = " \u00a0\"'«“‘„‚"
_CASED = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something of the article, or seems to.

    Args:
        key: its words, without what is not the article.
        is_listed: it stands in a list of headlines below words such as "Related news".
        is_announced: the line before it ends with a colon.
    """

    start: int
    end: int
    text: str
    key: Key
    is_listed: bool = False
    is_announced: bool = False

    @property
    def is_headline(self) -> bool:
        """Whether it could be the headline of another article."""
        fewest, most = _HEADLINE_SIGNS if is_cjk(list(self.key)) else _HEADLINE_WORDS
        begins = self.text.lstrip(_QUOTES)[:1]
        figures = sum(word[0].isdecimal() for word in self.key)
        fits = (_FEWEST_IN_LIST if self.is_listed else fewest) <= len(self.key) <= most and figures <= _FIGURES
        return fits and not (ends_sentence(self.text) or begins.islower() or begins in _BULLETS)


def visible(before: str, after: str, *, known: AbstractSet[Key] = frozenset()) -> tuple[Edit, ...]:
    """Give the paragraphs in which a reader would see that a text changed.

    Each edit covers whole paragraphs of both texts: one of each where its words changed, a run where paragraphs came,
    went, or gave way to others. No change are: punctuation, quotes, white space and what cannot be seen; where
    paragraphs begin; the case of lines that are all capitals; lines of dates, times and counters; hints to other
    articles and pleas to share or subscribe; and headlines of other articles, where several stand together.

    Args:
        known: keys of lines that one reading left out because they recur at the outlet.
    """
    if before == after:
        return ()
    keys: dict[str, Key] = {}
    lines, others = lines_of(before, known, keys), lines_of(after, known, keys)
    equal = matching([" ".join(line.key) for line in lines], [" ".join(line.key) for line in others])
    begun = next((at for at, line in enumerate(lines) if ends_sentence(line.text)), len(lines))
    found: list[Edit] = []
    for (at, other_at), (end, other_end) in pairwise([(-1, -1), *equal, (len(lines), len(others))]):
        gap = _Gap(lines, others, (at + 1, end), (other_at + 1, other_end), (len(before), len(after)), begun)
        found += gap.edits()
        if end < len(lines):
            found += _of_pair(lines[end], others[other_end])
    return tuple(found)


def lines_of(text: str, known: AbstractSet[Key] = frozenset(), keys: dict[str, Key] | None = None) -> list[Line]:
    """Give the lines of a text that say something of the article.

    Args:
        keys: of lines that were read before; those that are read now come to them.
    """
    found: list[Line] = []
    keys = {} if keys is None else keys
    last, is_listed = "", False
    for start, end in line_spans(text):
        line = text[start:end]
        if not line.strip():
            continue
        key = keys[line] = keys[line] if line in keys else _key(line, known)
        if key:
            each = Line(start, end, line, key, is_listed, last.rstrip().endswith((":", "：")))
            found.append(each)
            is_listed = is_listed and each.is_headline
        else:
            is_listed = is_label(line, in_words(line))
        last = line
    return found


def key_of(text: str) -> Key:
    """Give what a line says, apart from how it is written."""
    return in_words(_SAYING.sub(lambda sign: f" sign{ord('-' if sign[0] in '−–' else sign[0])} ", text))


def _key(line: str, known: AbstractSet[Key]) -> Key:
    key = key_of(line)
    if not key or key in known or _is_furniture(line, key):
        return ()
    parts = [(part, key_of(part)) for part in _PARTS.split(line)]
    if len(parts) == 1:
        return key
    return tuple(chain.from_iterable(of_part for part, of_part in parts if not _is_furniture(part, of_part)))


def _is_furniture(text: str, key: Key) -> bool:
    return is_date_or_counter(text, key) or is_hint(text, key)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands in two texts between lines that say the same.

    Args:
        place: the first of ``lines`` in the gap, and the one after the last; ``other_place`` likewise of ``others``.
        ends: lengths of the two texts.
        begun: the first line of the article proper: one that ends as a sentence does.
    """

    lines: Sequence[Line]
    others: Sequence[Line]
    place: tuple[int, int]
    other_place: tuple[int, int]
    ends: tuple[int, int]
    begun: int

    def edits(self) -> Iterator[Edit]:
        """Give what a reader would see of it."""
        gone, come = self.lines[slice(*self.place)], self.others[slice(*self.other_place)]
        if say_the_same(gone, come):
            return
        pairs = resembling([profile(line.key) for line in gone], [profile(line.key) for line in come])
        for (at, other_at), (end, other_end) in pairwise([(-1, -1), *pairs, (len(gone), len(come))]):
            yield from self._of_run((at + 1, end), (other_at + 1, other_end))
            if end < len(gone):
                yield from _of_pair(gone[end], come[other_end])

    def _of_run(self, run: tuple[int, int], other_run: tuple[int, int]) -> Iterator[Edit]:
        """Give the edit that a run of paragraphs makes that came, went, or gave way to others."""
        (start, end), (other_start, other_end) = (
            (first + a, first + b) for (a, b), first in ((run, self.place[0]), (other_run, self.other_place[0]))
        )
        gone, come = self.lines[start:end], self.others[other_start:other_end]
        is_last = end == len(self.lines) and other_end == len(self.others)
        beside = [*self.lines[start - 1 : start], *self.lines[end : end + 1]]
        if say_the_same(gone, come) or (start > self.begun and _are_headlines(gone, come, beside, is_last=is_last)):
            return
        yield Edit(
            *_stretch(gone, self.lines[end:], self.ends[0]), *_stretch(come, self.others[other_end:], self.ends[1])
        )


def say_the_same(lines: Sequence[Line], others: Sequence[Line]) -> bool:
    """Say whether lines have the same words, however they are parted; case counts, but not that of capitals."""
    if [*chain.from_iterable(line.key for line in lines)] != [*chain.from_iterable(line.key for line in others)]:
        return False
    letters, other_letters = (
        "".join(filter(_CASED.match, normalize("NFKC", "".join(line.text for line in each))))
        for each in (lines, others)
    )
    if letters == other_letters or letters.casefold() != other_letters.casefold():
        return True  # or what differs is no letter of the words: a part of the line that is not the article
    return letters.isupper() or other_letters.isupper()


def _of_pair(line: Line, other: Line) -> Iterator[Edit]:
    if line.text == other.text:
        return
    is_of_list = line.is_listed and other.is_listed and line.is_headline and other.is_headline
    if not is_of_list and not say_the_same([line], [other]):
        yield Edit(line.start, line.end, other.start, other.end)


def _are_headlines(gone: Sequence[Line], come: Sequence[Line], beside: Sequence[Line], *, is_last: bool) -> bool:
    """Whether a run is headlines of other articles: a whole list of them, or the last line where it takes turns.

    Where lines of the same kind stand beside it that stayed, the list may be the article's own.
    """
    if not all(line.is_headline for line in (*gone, *come)):
        return False
    firsts = [each[0] for each in (gone, come) if each]
    if all(line.is_listed for line in firsts):
        return True
    if any(line.is_announced for line in firsts) or any(line.is_headline for line in beside):
        return False
    return max(len(gone), len(come)) > 1 or (is_last and len(gone) == len(come))


def _stretch(lines: Sequence[Line], following: Sequence[Line], end: int) -> tuple[int, int]:
    if lines:
        return lines[0].start, lines[-1].end
    place = following[0].start if following else end
    return place, place
