"""Which differences between two texts would a reader of the article see as a change?

Pure. In: two texts, paragraphs parted by line breaks. Out: the paragraphs that changed; of what pages put around an
article (dates, counters, hints to other articles, pleas) and of how words are written, nothing. compare.py acts on it.

When in doubt, it is a change: a figure in a sentence always is one, and so is a line that names a topic.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, pairwise
from unicodedata import normalize

from monitor.core.records.versions import Edit
from monitor.core.words import is_cjk
from monitor.revise.align import is_long, matching, profile, resemblance, resembling
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
_CHANGED = 0.6  # resemblance of a listed headline that was changed, and did not give way to another
_BULLETS = frozenset("-–—•·*▪■◦●")
_QUOTES = " \u00a0\"'«“‘„‚"
_CASED = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something of the article, or seems to.

    Args:
        key: its words, without what is not the article.
        is_listed: it stands in a list of headlines below words such as "Related news".
        is_named: it names a topic.
    """

    start: int
    end: int
    text: str
    key: Key
    is_listed: bool = False
    is_named: bool = False

    @property
    def is_headline(self) -> bool:
        """Whether it could be the headline of another article that nobody would miss."""
        fewest, most = _HEADLINE_SIGNS if is_cjk(list(self.key)) else _HEADLINE_WORDS
        begins = self.text.lstrip(_QUOTES)[:1]
        figures = sum(word[0].isdecimal() for word in self.key)
        fits = (_FEWEST_IN_LIST if self.is_listed else fewest) <= len(self.key) <= most and figures <= _FIGURES
        is_other = self.is_named or ends_sentence(self.text) or begins.islower() or begins in _BULLETS
        return fits and not is_other


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of lines, beside their words.

    Args:
        dropped: keys of lines that one reading left out because they recur at the outlet.
        named: lines that name a topic, in either text: these are the article's, whatever they look like.
    """

    dropped: AbstractSet[Key] = frozenset()
    named: AbstractSet[str] = frozenset()


_NOTHING = Known()


def visible(before: str, after: str, known: Known = _NOTHING) -> tuple[Edit, ...]:
    """Give the paragraphs in which a reader would see that a text changed.

    Each edit covers whole paragraphs of both texts: one of each where its words changed, a run where paragraphs came,
    went, or gave way to others. No change are: punctuation, quotes, white space and what cannot be seen; where
    paragraphs begin; the case of lines that are all capitals; lines of dates, times and counters; hints to other
    articles and pleas to share or subscribe; and headlines that come and go right below words such as "Related news".
    Of what names a topic only the way of writing is no change.

    Texts of more than 60,000 words or 10,000 lines are compared by whole paragraphs first, as they are written, and
    only what is left over is read so. Where that is as much again, all of it is a change.
    """
    if before == after:
        return ()
    if not (is_long(before) or is_long(after)):
        return _visible(before, after, known)
    spans, others = line_spans(before), line_spans(after)
    equal = matching([before[a:b] for a, b in spans], [after[a:b] for a, b in others])
    ends = [(-1, -1), *equal, (len(spans), len(others))]
    gaps = [
        (_place(before, spans, at + 1, end), _place(after, others, other_at + 1, other_end))
        for (at, other_at), (end, other_end) in pairwise(ends)
        if at + 1 < end or other_at + 1 < other_end
    ]
    left, other_left = ("\n".join(text[slice(*gap[side])] for gap in gaps) for side, text in enumerate((before, after)))
    if is_long(left) or is_long(other_left):
        return tuple(Edit(*one, *other) for one, other in gaps)
    return tuple(chain.from_iterable(_in_gap(before, after, gap, known) for gap in gaps))


def _place(text: str, spans: Sequence[tuple[int, int]], first: int, end: int) -> tuple[int, int]:
    if first < end:
        return spans[first][0], spans[end - 1][1]
    place = spans[first][0] if first < len(spans) else len(text)
    return place, place


def _in_gap(before: str, after: str, gap: tuple[tuple[int, int], tuple[int, int]], known: Known) -> Iterator[Edit]:
    (start, end), (other_start, other_end) = gap
    for edit in _visible(before[start:end], after[other_start:other_end], known):
        yield Edit(start + edit.start, start + edit.end, other_start + edit.other_start, other_start + edit.other_end)


def _visible(before: str, after: str, known: Known) -> tuple[Edit, ...]:
    keys: dict[str, Key] = {}
    lines, others = lines_of(before, known, keys), lines_of(after, known, keys)
    equal = matching([" ".join(line.key) for line in lines], [" ".join(line.key) for line in others])
    found: list[Edit] = []
    for (at, other_at), (end, other_end) in pairwise([(-1, -1), *equal, (len(lines), len(others))]):
        gap = _Gap(lines, others, (at + 1, end), (other_at + 1, other_end), (len(before), len(after)))
        found += gap.edits()
        if end < len(lines):
            found += _of_pair(lines[end], others[other_end])
    return tuple(found)


def lines_of(text: str, known: Known = _NOTHING, keys: dict[str, Key] | None = None) -> list[Line]:
    """Give the lines of a text that say something of the article.

    Args:
        keys: of lines that were read before; those that are read now come to them.
    """
    found: list[Line] = []
    keys = {} if keys is None else keys
    is_listed = False
    for start, end in line_spans(text):
        line = text[start:end]
        if not line.strip():
            continue
        is_named = line in known.named
        key = keys[line] = keys[line] if line in keys else _key(line, known.dropped, is_named=is_named)
        if key:
            each = Line(start, end, line, key, is_listed, is_named)
            found.append(each)
            is_listed = is_listed and (each.is_headline or is_named)
        else:
            is_listed = is_label(line, in_words(line))
    return found


def key_of(text: str) -> Key:
    """Give what a line says, apart from how it is written."""
    return in_words(_SAYING.sub(lambda sign: f" sign{ord('-' if sign[0] in '−–' else sign[0])} ", text))


def _key(line: str, dropped: AbstractSet[Key], *, is_named: bool) -> Key:
    key = key_of(line)
    if not key or key in dropped or _is_furniture(line, key, is_named=is_named):
        return ()
    parts = [(part, key_of(part)) for part in _PARTS.split(line)]
    if len(parts) == 1:
        return key
    kept = (of_part for part, of_part in parts if not _is_furniture(part, of_part, is_named=is_named))
    return tuple(chain.from_iterable(kept))


def _is_furniture(text: str, key: Key, *, is_named: bool) -> bool:
    return is_date_or_counter(text, key) or (not is_named and is_hint(text, key))


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands in two texts between lines that say the same.

    Args:
        place: the first of ``lines`` in the gap, and the one after the last; ``other_place`` likewise of ``others``.
        ends: lengths of the two texts.
    """

    lines: Sequence[Line]
    others: Sequence[Line]
    place: tuple[int, int]
    other_place: tuple[int, int]
    ends: tuple[int, int]

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
        if say_the_same(gone, come) or all(line.is_listed and line.is_headline for line in (*gone, *come)):
            return
        yield Edit(
            *_stretch(self.lines, start, end, self.ends[0]),
            *_stretch(self.others, other_start, other_end, self.ends[1]),
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
    if is_of_list and resemblance(profile(line.key), profile(other.key)) < _CHANGED:
        return
    if not say_the_same([line], [other]):
        yield Edit(line.start, line.end, other.start, other.end)


def _stretch(lines: Sequence[Line], first: int, end: int, length: int) -> tuple[int, int]:
    if first < end:
        return lines[first].start, lines[end - 1].end
    place = lines[end].start if end < len(lines) else length
    return place, place
