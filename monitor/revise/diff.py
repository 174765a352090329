"""Where do two texts differ, word by word?

Pure. In: two texts, paragraphs parted by line breaks. Out: edits, with offsets into both. noise.py and compare.py count
by them; the command line and the API show them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from monitor.core.records.versions import Edit
from monitor.core.sentences import ends
from monitor.core.words import folded, read_lines
from monitor.revise.align import MOST_LINES, MOST_WORDS, is_long, matching, profile, resembling, weight

#: A stretch of both texts, with its length.
_Same = tuple[int, int, int]
#: Start and end in a text.
_Span = tuple[int, int]

_ISLAND_WORDS = 2
_ISLAND_CHARACTERS = 60
_JOINS_FIGURES = frozenset(".,:/")
_JOINER = "\u200d"
_FLAGS = ("\U0001f1e6", "\U0001f1ff")  # two letters make a flag


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """Say what became of a text: applying the edits to ``before`` gives ``after``.

    Paragraphs that are the same are passed over; those that resemble one another are compared word by word
    (character by character for Chinese, Japanese and Korean); all others are removed and added as a whole, and so is a
    paragraph that moved. One or two words that stayed between two edits are taken into them, for a person's sake. Where
    the sentences that differ have more than 60,000 words, or 10,000 lines differ, the rest of them is not looked into.
    """
    found: list[Edit] = []
    for edit in exact_edits(before, after):
        if found and _is_island(before, after, found[-1], edit):
            last = found.pop()
            found.append(Edit(last.start, edit.end, last.other_start, edit.other_end))
        else:
            found.append(edit)
    return tuple(found)


def exact_edits(before: str, after: str) -> Iterator[Edit]:
    """Give the edits without the words that stayed between two of them: what words are counted by."""
    if before == after:
        return
    at, other_at = 0, 0
    for start, other_start, length in (*_same(before, after), (len(before), len(after), 0)):
        edit = _trimmed(before, after, Edit(at, start, other_at, other_start))
        if edit is not None:
            yield edit
        at, other_at = start + length, other_start + length


def word_spans(text: str) -> list[_Span]:
    """Give where the words of a text stand; a number is one word, with its points, colons and slashes."""
    spans: list[_Span] = []
    for _, start, end in chain.from_iterable(read_lines(text)):
        if spans and start < spans[-1][1]:
            continue  # one of several words that folding makes of one
        if spans and _is_one_number(text, spans[-1][1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _is_one_number(text: str, end: int, start: int) -> bool:
    return start == end + 1 and text[end] in _JOINS_FIGURES and text[end - 1].isdecimal() and text[start].isdecimal()


def line_spans(text: str) -> list[_Span]:
    """Give where the lines of a text stand, without their line breaks."""
    ends = [found.start() for found in re.finditer("\n", text)]
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True))


def _same(before: str, after: str) -> Iterator[_Same]:
    """Give the stretches that both texts have, in their order."""
    lines, other_lines = line_spans(before), line_spans(after)
    texts, other_texts = [before[a:b] for a, b in lines], [after[a:b] for a, b in other_lines]
    left = MOST_WORDS
    for at, other_at in _paired(texts, other_texts):
        (start, end), (other_start, other_end) = lines[at], other_lines[other_at]
        if texts[at] == other_texts[other_at]:
            yield start, other_start, end - start
        else:
            for gap, other_gap, same in _same_sentences(before, after, lines[at], other_lines[other_at]):
                cost = max(weight(before[slice(*gap)]), weight(after[slice(*other_gap)]))
                if cost <= left:
                    left -= cost
                    yield from _same_words(before, after, gap, other_gap)
                if same[2]:
                    yield same
        if at + 1 < len(lines) and other_at + 1 < len(other_lines):
            yield end, other_end, 1


def _paired(lines: Sequence[str], other_lines: Sequence[str]) -> list[tuple[int, int]]:
    """Pair the lines that are the same, and between them those that resemble one another."""
    equal = matching(lines, other_lines)
    pairs = list(equal)
    words, most = MOST_WORDS, MOST_LINES
    for (at, other_at), (end, other_end) in pairwise([(-1, -1), *equal, (len(lines), len(other_lines))]):
        some, others = lines[at + 1 : end], other_lines[other_at + 1 : other_end]
        if len(some) == len(others) == 1:
            pairs.append((at + 1, other_at + 1))
        elif some and others:
            words -= max(sum(map(weight, some)), sum(map(weight, others)))
            most -= max(len(some), len(others))
            if words < 0 or most < 0:
                break
            alike = resembling([profile(folded(line)) for line in some], [profile(folded(line)) for line in others])
            pairs += [(at + 1 + a, other_at + 1 + b) for a, b in alike]
    return sorted(pairs)


def _same_sentences(before: str, after: str, line: _Span, other_line: _Span) -> Iterator[tuple[_Span, _Span, _Same]]:
    """Part two lines by the sentences that both have: give each stretch before one of them, and the sentence.

    Only lines too long to be compared word by word are: where sentences recur, words tell better which is which.
    """
    if not (is_long(before[slice(*line)]) or is_long(after[slice(*other_line)])):
        yield line, other_line, (*line[1:], *other_line[1:], 0)
        return
    spans, other_spans = _sentences(before, line), _sentences(after, other_line)
    pairs = matching([before[a:b] for a, b in spans], [after[a:b] for a, b in other_spans])
    at, other_at = line[0], other_line[0]
    for one, other in pairs:
        (start, end), (other_start, other_end) = spans[one], other_spans[other]
        yield (at, start), (other_at, other_start), (start, other_start, end - start)
        at, other_at = end, other_end
    yield (at, line[1]), (other_at, other_line[1]), (line[1], other_line[1], 0)


def _sentences(text: str, line: _Span) -> list[_Span]:
    places = [line[0], *ends(text, *line), line[1]]
    return [(start, end) for start, end in pairwise(places) if start < end]


def _same_words(before: str, after: str, line: _Span, other_line: _Span) -> Iterator[_Same]:
    one, other = before[slice(*line)], after[slice(*other_line)]
    words, other_words = word_spans(one), word_spans(other)
    for at, other_at in matching([one[a:b] for a, b in words], [other[a:b] for a, b in other_words]):
        start, end = words[at]
        yield line[0] + start, other_line[0] + other_words[other_at][0], end - start


def _trimmed(before: str, after: str, edit: Edit) -> Edit | None:
    """Take the white space and punctuation off an edit's ends that both texts have there."""
    start, end, other_start, other_end = edit.start, edit.end, edit.other_start, edit.other_end
    while start < end and other_start < other_end and before[start] == after[other_start]:
        if not (_is_apart(before, start, end) and _is_apart(after, other_start, other_end)):
            break
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and before[end - 1] == after[other_end - 1]:
        if not (_is_apart(before, end - 1, end) and _is_apart(after, other_end - 1, other_end)):
            break
        if _JOINER in (before[end - 2 : end - 1], after[other_end - 2 : other_end - 1]):
            break
        end, other_end = end - 1, other_end - 1
    trimmed = Edit(start, end, other_start, other_end)
    return None if before[start:end] == after[other_start:other_end] else trimmed


def _is_apart(text: str, at: int, end: int) -> bool:
    """Whether a character is white space or a sign by itself, and no part of a word or of a composed sign."""
    sign, follower = text[at], text[at + 1 : min(at + 2, end)]
    if unicodedata.category(sign)[0] not in "ZPS" and not sign.isspace():
        return False
    if unicodedata.category(sign) == "Sk" or _FLAGS[0] <= sign <= _FLAGS[1]:
        return False
    return not follower or unicodedata.category(follower) not in ("Mn", "Me", "Mc", "Cf", "Sk")


def _is_island(before: str, after: str, one: Edit, other: Edit) -> bool:
    """Whether so little stayed between two edits that they read better as one."""
    island = before[one.end : other.start]
    if "\n" in island or len(island) > _ISLAND_CHARACTERS or len(word_spans(island)) > _ISLAND_WORDS:
        return False
    return all(
        any(map(str.isalnum, chain(before[e.start : e.end], after[e.other_start : e.other_end]))) for e in (one, other)
    )
