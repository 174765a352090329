"""Which lines of a page's text recur at its outlet, and which of them are not the article?

Pure. In: the lines that an extractor took for the article, and the hashes of lines that recur at the outlet. Out:
Parted: the text without the page's own lines, what was left out and why, and which stretches are the outlet's own
words. article.py acts on it; drafter.py has the lines counted by which this is known, and store/ counts them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Any

from monitor.core.charset import fold
from monitor.core.records.pages import Dropped
from monitor.core.sentences import holds_end
from monitor.core.words import folded, hash_of, line_hash, paragraph_hash, read_lines
from monitor.extract.body.wording import (
    Wording,
    at_sight,
    by_words,
    is_bare_pointer,
    is_plea_below,
    tells_time_or_number,
)

_SHORT, _SHORT_CJK = 60, 20  # characters
_SENTENCE_BLANKS, _SENTENCE_CJK = 4, 12  # blanks between words, or characters where none are written
_LINKS_BELOW = 10
_MOST_LINES = 5_000
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_NUMBERS = re.compile(r"\d+(?: \d+)*")
_RECURS = "recurs at this outlet"


@dataclass(frozen=True, slots=True)
class Parted:
    """A text without the lines that are not the article.

    Args:
        recurring: stretches (start, end) of the text that recur at the outlet and stay.
    """

    text: str
    dropped: tuple[Dropped, ...] = ()
    recurring: tuple[tuple[int, int], ...] = ()


def part(text: str, recurring: AbstractSet[int], links: Callable[[], AbstractSet[str]] = frozenset) -> Parted:
    """Part an article from what its page puts around it.

    A line that recurs is dropped where its own words tell what it is (wording.by_words); or where it is short, no
    sentence, and stands above the first or below the last sentence of the text: a rubric, a menu. There a date or a
    counter goes too that recurs but for its figures. A list stays that a line with a colon introduces. All else that
    recurs stays and is marked: a paragraph of background, a heading between paragraphs, what is in doubt.

    What is certain at first sight goes though it does not recur: lines of a fixed form (wording.at_sight), and a
    bare "Read also:" with the links right below it, and a plea to follow the outlet that is the end of the text.
    Where everything would go, nothing does.

    Args:
        text: paragraphs parted by one line break.
        recurring: hashes as paragraph_hash() and frame_hashes() make them.
        links: gives the lines that are nothing but a link on the page; asked only where something announces links.
    """
    lines = text.split("\n")
    why = {at: wording.value for at, line in enumerate(lines) if (wording := at_sight(line))}
    again: set[int] = set()
    if recurring:
        again = {at for at, line in enumerate(lines) if at not in why and _recurs(line, recurring)}
        why |= {at: f"{_RECURS}, and {said.value}" for at in again if (said := by_words(lines[at]))}
        why |= dict.fromkeys(_outside(lines, again - why.keys(), why, recurring), f"{_RECURS}, outside its articles")
    why = {**_announced(lines, why, links), **why}
    why = {**_pleas_below(lines, why), **why}
    if (not why and not again) or len(why) == len(lines):
        return Parted(text)
    return _parted(lines, why, again)


def leave_out(parted: Parted, lines: AbstractSet[str], why: str) -> Parted:
    """Leave more lines out of a text; where none would be left, none goes."""
    old = parted.text.split("\n")
    if lines.isdisjoint(old) or lines >= set(old):
        return parted
    kept: list[str] = []
    dropped: list[Dropped] = []
    marked: list[tuple[int, int]] = []
    before, spans, at, start = list(parted.dropped), dict(parted.recurring), 0, 0
    for n, line in enumerate(old):
        while before and before[0].after <= n:
            dropped.append(replace(before.pop(0), after=len(kept)))
        if line in lines:
            dropped.append(Dropped(line, why, len(kept)))
        else:
            if at in spans:
                marked.append((start, start + len(line)))
            kept.append(line)
            start += len(line) + 1
        at += len(line) + 1
    dropped += [replace(each, after=len(kept)) for each in before]
    return Parted("\n".join(kept), tuple(dropped), tuple(marked))


def frame_hashes(lines: Iterable[str]) -> tuple[int, ...]:
    """Hash the lines that would be dropped if they recurred; those with a date or a counter without its figures too.

    Copies are counted by these: what they share may be no more than the page around them. Of very many lines the first
    5,000 are looked at.
    """
    found: list[int | None] = []
    for line in islice(lines, _MOST_LINES):
        if _is_short(line) or by_words(line):
            found += [line_hash(line), _without_figures(line)]
    return tuple(hash_ for hash_ in found if hash_ is not None)


def line_hashes(lines: Iterable[str]) -> tuple[int, ...]:
    """Hash lines as the paragraphs of a fingerprint are hashed."""
    return tuple(paragraph_hash(words) for line in lines for words in read_lines(line))


def link_lines(tree: Any) -> frozenset[str]:  # Any: lxml brings no types
    """Give the lines of a page that are nothing but one link."""
    return frozenset(line for link in tree.iter("a") if (line := fold(link.text_content())))


def _recurs(line: str, recurring: AbstractSet[int]) -> bool:
    return (hash_ := line_hash(line)) is not None and hash_ in recurring


def _without_figures(line: str) -> int | None:
    """Hash a short line that tells a date or a count, with each number in it alike; None for all other lines."""
    if not (_is_short(line) and any(character.isdigit() for character in line) and tells_time_or_number(line)):
        return None
    words = " ".join(folded(line))
    return hash_of(f"figures: {_NUMBERS.sub('0', words)}")  # no word has a colon: this is no paragraph's hash


def _is_short(line: str) -> bool:
    """Say whether a line is too short for a paragraph, and no sentence."""
    if len(line) > _SHORT:
        return False
    is_cjk = _CJK.search(line) is not None
    if is_cjk and len(line) > _SHORT_CJK:
        return False
    is_long_enough = len(line) >= _SENTENCE_CJK if is_cjk else line.count(" ") >= _SENTENCE_BLANKS
    return not (is_long_enough and holds_end(line))


def _outside(
    lines: Sequence[str], again: AbstractSet[int], why: AbstractSet[int] | dict[int, str], recurring: AbstractSet[int]
) -> list[int]:
    """Find the short lines that recur above the first sentence and below the last."""
    left = [at for at in range(len(lines)) if at not in why]
    inside = [at for at in left if not _is_short(lines[at])] or [at for at in left if at not in again]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    found: list[int] = []
    is_list = False
    for at in left:
        recurs = at in again or _without_figures(lines[at]) in recurring
        if recurs and not first <= at <= last and _is_short(lines[at]) and not is_list:
            found.append(at)
        else:
            is_list = (is_list and _is_short(lines[at])) or _introduces(lines[at])
    return found


def _introduces(line: str) -> bool:
    return line.endswith((":", "：")) and not is_bare_pointer(line, is_known=False)


def _pleas_below(lines: Sequence[str], why: dict[int, str]) -> dict[int, str]:
    end = takewhile(lambda at: at in why or is_plea_below(lines[at]), reversed(range(len(lines))))
    return dict.fromkeys(end, Wording.PLEA.value)


def _announced(lines: Sequence[str], why: dict[int, str], links: Callable[[], AbstractSet[str]]) -> dict[int, str]:
    """Find each bare "Read also:" with the links that stand right below it."""
    heads = [at for at, line in enumerate(lines) if is_bare_pointer(line, is_known=at in why)]
    if not heads:
        return {}
    every, found = links(), dict[int, str]()
    for head in heads:
        below = range(head + 1, min(head + 1 + _LINKS_BELOW, len(lines)))
        linked = list(takewhile(lambda at: at in why or lines[at].removeprefix("- ") in every, below))
        if linked:
            found |= dict.fromkeys((head, *linked), Wording.POINTER.value)
    return found


def _parted(lines: Sequence[str], why: dict[int, str], again: AbstractSet[int]) -> Parted:
    kept: list[str] = []
    dropped: list[Dropped] = []
    marked: list[tuple[int, int]] = []
    start = 0
    for at, line in enumerate(lines):
        if at in why:
            dropped.append(Dropped(line, why[at], len(kept)))
            continue
        if at in again:
            marked.append((start, start + len(line)))
        kept.append(line)
        start += len(line) + 1
    return Parted("\n".join(kept), tuple(dropped), tuple(marked))
