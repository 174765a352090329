"""Which lines of a short text belong to the page around the article?

Pure. On pages with little text, extractors take menus, teasers and footers with it. In: the page's tree, the lines
that were extracted and what the article is called. Out: the lines that stay. reading.py asks for short texts only: in
long ones the extractor is right far more often than these rules.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.core.charset import fold
from monitor.extract.body.labels import SENTENCE_END, Labels, is_counter, is_date, key_of
from monitor.extract.body.lines import BETWEEN_CELLS, BLOCKS, CELLS, VERBATIM, as_lines, is_small_cell
from monitor.extract.body.wording import by_words

_FRAME = frozenset(
    """
    nav footer aside form button select menu figure figcaption time dialog label script style noscript iframe textarea
    head
    """.split()  # noqa: SIM905 - words read better in one string
)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:related|read-?(?:also|more|next)|most-?(?:read|popular)|popular|recommend\w*|bread-?crumbs?|crumbs?|"
    r"shar(?:e|ing)|social|subscri(?:be|ption)|newsletter|sign-?up|side-?bar|menu|nav|navigation|pager|pagination|"
    r"copyright|foot(?:er)?|comments?|tags?|by-?line|author|editor|date|time|captions?|cookies?|consent|banner|ads?|"
    r"advert\w*|promo|teasers?|widget)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNLINKED_SHARE = 0.4
_LONG, _LONG_IN_HAN = 40, 12  # characters of a line that may be a paragraph where none is expected
_MANY = 4  # times as much needs no full stop
_SENTENCE_ENDS = re.compile(r"[.!?…。！？؟۔]")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LABEL = 12  # characters of a line above the text that names a section, not a thing said
_FEWEST = 8  # letters of a line that is known again within a longer one
_PROBE = 20  # letters by which a sentence is known


@dataclass(slots=True)
class _Line:
    at: int
    text: str
    block: Any  # Any: lxml brings no types
    unlinked: str
    key: str

    @property
    def is_link(self) -> bool:
        return len(self.unlinked) < _UNLINKED_SHARE * len(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it may be a paragraph wherever it stands."""
        least = _LONG_IN_HAN if _HAN.search(self.text) else _LONG
        is_ended = SENTENCE_END.search(self.text) is not None or len(self.text) >= _MANY * least
        return is_ended and len(self.text) >= least and not self.is_link


def without_frame(tree: Any, lines: Sequence[str], labels: Labels) -> list[str]:  # Any: lxml brings no types
    """Read the page again, and keep of its lines those that were extracted and stand in the article's place.

    That place begins below the headline. Parts of the page that say that they are frame, lists of links, and
    what stands under a heading that is a link are passed over; beyond the element that holds headline and text
    together, only whole sentences count. Where the extractor took nothing of what is there, all of it is taken; where
    nothing is there, everything stays.

    Args:
        labels: what the article is called, and whom it names as its authors.
    """
    page = list(_page_lines(tree, _probes(lines)))
    start, heading = _heading(page, labels)
    below = [line for line in page if line.at >= start and not line.is_link and line.key not in labels.titles]
    confirmed = set(map(id, _confirmed(page, lines)))
    kept = _in_place(page, [line for line in below if id(line) in confirmed], heading)
    if not kept and heading is not None:
        kept = _in_place(page, below, heading)
    while kept and (_is_outside(kept[-1], page) or labels.is_stamp(kept[-1].text)):
        kept.pop()
    return [line.text for line in kept] or list(lines)


def _in_place(page: Sequence[_Line], lines: Sequence[_Line], heading: _Line | None) -> list[_Line]:
    """Keep what stands where the article stands; nothing where there is no prose."""
    prose = [line for line in lines if _is_prose(line)]
    if not prose:
        return []
    anchor = prose[0]
    region = _common([line.block for line in prose]) if heading is None else _common([heading.block, anchor.block])
    barred = _barred(page, region)
    kept = [
        line
        for line in lines
        if (_is_prose(line) or (_is_in(line.block, {region}) and (line.at > anchor.at or len(line.text) > _LABEL)))
        and not (line.unlinked != line.text and is_date(line.unlinked))
        and not (barred and _is_in(line.block, barred))
    ]
    return kept if any(map(_is_prose, kept)) else []


def _is_outside(last: _Line, page: Sequence[_Line]) -> bool:
    """Say whether a line at the end of a text is none of it: it heads nothing or links, it pleads, it counts."""
    if last.block.tag in _HEADINGS or by_words(last.text) is not None or is_counter(last.text):
        return True
    heads_links = last.at + 1 < len(page) and page[last.at + 1].is_link
    return heads_links and len(last.text) < _LONG and not SENTENCE_END.search(last.text)


def _probes(lines: Sequence[str]) -> list[str]:
    """Give the ends of the longer sentences: by most of them, the element is known that holds the text."""
    sentences = [key_of(sentence) for line in lines for sentence in _SENTENCE_ENDS.split(line)]
    return [sentence[-_PROBE:] for sentence in sentences if len(sentence) >= _PROBE] or sentences[:1]


def _barred(page: Sequence[_Line], region: Any) -> set[Any]:  # Any: lxml brings no types
    """Find what belongs to other articles: it stands under a heading that is a link."""
    above = {region, *region.iterancestors()}
    headings = (line.block.getparent() for line in page if line.is_link and line.block.tag in _HEADINGS)
    return {parent for parent in headings if parent is not None and parent not in above}


def _confirmed(page: Sequence[_Line], lines: Sequence[str]) -> Iterator[_Line]:
    """Give the page's lines that were extracted; several of them may have been put on one line."""
    extracted, whole = {key_of(line) for line in lines}, {line.key for line in page}
    joined = "\n".join(extracted - whole)
    blocks = {line.block for line in page if line.key in extracted and line.is_sentence}
    for line in page:
        size = len(line.key)
        is_part = size >= _FEWEST and line.key in joined
        # Inside of a long line, the extractor may have left out a word or two.
        is_part = is_part or (size > 3 * _PROBE and line.key[-_PROBE:] in joined)
        # Of paragraphs that only line breaks part, it may have overlooked the first or the last.
        is_beside = line.is_sentence and line.block in blocks
        if line.key in extracted or is_part or is_beside:
            yield line


def _is_prose(line: _Line) -> bool:
    return line.is_sentence and by_words(line.text) is None


def _heading(page: Sequence[_Line], labels: Labels) -> tuple[int, _Line | None]:
    """Find the headline, and where the text below it starts; it may also be the only heading of the first rank."""
    called = [
        at
        for at, line in enumerate(page)
        if line.key in labels.titles and (line.block.tag in _HEADINGS or not line.is_link)
    ]
    first = [at for at, line in enumerate(page) if line.block.tag == "h1" and not line.is_link]
    headed = [at for at in called if page[at].block.tag in _HEADINGS]
    at = next(iter(headed or called), first[0] if len(first) == 1 else None)
    return (0, None) if at is None else (at + 1, page[at])


def _common(blocks: Sequence[Any]) -> Any:  # Any: lxml brings no types
    """Find the innermost element that holds all of them."""
    way = [blocks[0], *blocks[0].iterancestors()]
    for block in blocks[1:]:
        above = {block, *block.iterancestors()}
        way = [element for element in way if element in above]
    return way[0]


def _is_in(block: Any, places: set[Any]) -> bool:  # Any: lxml brings no types
    return block in places or any(element in places for element in block.iterancestors())


def _page_lines(tree: Any, probes: Sequence[str]) -> Iterator[_Line]:  # Any: lxml brings no types
    """Give the lines of a page outside of its frame."""
    pieces: list[str] = []
    unlinked: list[str] = []
    block, at, links = tree, 0, 0
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        is_start = event == "start"
        if is_start and _is_frame(element, probes):
            walker.skip_subtree()
            continue
        if tag in CELLS and is_small_cell(element):
            if not is_start:
                pieces.append(BETWEEN_CELLS)
        elif tag in BLOCKS or tag in CELLS:
            for line in _ended(at, block, pieces, unlinked):
                yield line
                at = line.at + 1
            block = element if is_start else element.getparent()
        elif tag == "a":
            links += 1 if is_start else -1
        text = element.text if is_start else element.tail
        if text:
            pieces.append(text)
            if not links:
                unlinked.append(text)


def _ended(at: int, block: Any, pieces: list[str], unlinked: list[str]) -> Iterator[_Line]:  # Any: lxml brings no types
    if not pieces:
        return
    whole, rest = "".join(pieces), fold("".join(unlinked))
    pieces.clear()
    unlinked.clear()
    if block.tag not in VERBATIM:
        whole = whole.replace("\n", " ")
    for line in as_lines(whole):
        yield _Line(at, line, block, rest, key_of(line))
        at += 1


def _is_frame(element: Any, probes: Sequence[str]) -> bool:  # Any: lxml brings no types
    is_framed = element.tag in _FRAME
    if not is_framed and (names := f"{element.get('class') or ''} {element.get('id') or ''}") != " ":
        is_framed = _NAMED.search(names) is not None
    if not is_framed:
        return False
    key = key_of("".join(element.itertext()))
    return 2 * sum(probe in key for probe in probes) <= len(probes)
