"""Is what a page shows of its article only a part, above a wall?

Pure. In: a page's tree, the text found in it, and what else is known. Out: whether it is a part; and which of its lines
are the wall's own. walls.py and article.py act on it. No teaser may pass for a full text; but a free article with a box
that asks to subscribe is full all the same.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from monitor.core.charset import fold
from monitor.extract.absence.prose import weight
from monitor.extract.absence.seen import LINES, TEXTS, Kind, block_of, is_in_place, named
from monitor.extract.absence.wall_words import about_money, breaks_off, is_plea_line, leads_on, says

#: Letters: a page that says it costs money and shows less shows a teaser.
SHORT = 1_500
_EXCERPT = 800  # letters that software cuts from the beginning of an article at most
_SENTENCE = 40  # letters of a line that may be an article's
_PLEA = 600  # letters of an element that asks for money; with more, it holds the article
_MOST_SELECTORS = 5
_MOST_PLEAS = 50
_WHOLE = 0.6  # of the words that a page counts: with fewer, there is more behind the wall
_SCRIPTS = etree.XPath("//script[contains(@type, 'ld+json')]/text()", smart_strings=False)

# An element that stands where an article goes on only for money; and one that fades it out.
_WALL = Kind(
    re.compile(
        r"(?:pay|reg|subscri\w{0,9}|premium|meter|login|member|content)[-_]?(?:ed)?(?:wall|gate|barrier)|tinypass"
        r"|piano-(?:offer|inline|container)|tp-container|subscri\w{0,9}[-_](?:required|only|block|lock|offer|needed)"
        r"|(?:premium|paid|locked|restricted|closed)[-_](?:content|article|text|message|block|lock|offer)"
        r"|content[-_]?lock(?:ed)?|pmpro_content_message|mepr[-_]unauthorized",
        re.IGNORECASE,
    ),
    ("wall", "gate", "barrier", "lock", "tinypass", "piano-", "tp-cont", "subscri", "premium", "paid", "restricted",
     "closed", "pmpro", "mepr"),
    lies_over=True,
)  # fmt: skip
_FADE = Kind(
    re.compile(
        r"(?:text|content|article|body|story|teaser)[-_]{0,2}(?:fade\w{0,4}|gradient|truncated?|blur\w{0,3}|clipped"
        r"|cropped)|fade[-_]?(?:out|text|content)|is-truncated",
        re.IGNORECASE,
    ),
    ("fade", "gradient", "truncate", "blur", "clipped", "cropped"),
)
_SELECTORS = re.compile(r"\"cssSelector\"\s{0,9}:\s{0,9}(\"[^\"]{1,200}\"|\[[^\]]{1,500}\])")
_SELECTED = re.compile(r"([.#])([\w-]{2,80})")
_WORD_COUNT = re.compile(r"\"wordCount\"\s{0,9}:\s{0,9}\"?(\d{1,6})\b")


def is_part(tree: Any, text: str, *, own: str, is_open: bool) -> bool:  # Any: lxml brings no types
    """Say whether a page shows a part of its article only.

    Of one that says it costs money: where the text is short, or without the part that costs, or far from the number of
    words that it gives. Of all others: a short text that asks for money to be read on, or that breaks off; or one that
    breaks off where it fades, or is the beginning of what the feed has.

    Args:
        own: the feed's own text, as paragraphs.
        is_open: False where the page says that reading it costs money.
    """
    return _is_part(tree, text, own) if is_open else _is_part_of_closed(tree, text)


def wall_lines(tree: Any, text: str) -> frozenset[str]:  # Any: as above
    """Give the lines of a teaser's text that are the words of the wall below it."""
    inside = [words for words in (fold(each.text_content()) for each in named(tree, _WALL)) if weight(words) <= _PLEA]
    lines = text.split("\n")
    return frozenset(line for line in lines if is_plea_line(line) or any(fold(line) in words for words in inside))


def _is_part_of_closed(tree: Any, text: str) -> bool:  # Any: as above
    if weight(text) < SHORT:
        return True
    scripts = [each for each in _SCRIPTS(tree) if "cssSelector" in each or "wordCount" in each]
    closed = [part for script in scripts for part in islice(_closed(tree, script), _MOST_SELECTORS)]
    if closed and not any(_holds(part, text) for part in closed if part is not None):
        return True
    counts = [int(found) for script in scripts for found in _WORD_COUNT.findall(script)]
    if counts and len(text.split()) < _WHOLE * max(counts):
        return True
    return _asks(tree)


def _closed(tree: Any, script: str) -> Iterator[Any]:  # Any: as above
    """Give the elements that a page names as those which cost money; None for one that is not there."""
    for found in _SELECTORS.findall(script):
        for selector in re.findall(r"[^\"\[\],]+", found):
            last = selector.replace(">", " ").split()[-1:]
            marks = _SELECTED.findall(last[0]) if last else []
            if marks:
                tests = " and ".join(
                    f"@id = '{name}'" if kind == "#" else f"contains(concat(' ', @class, ' '), ' {name} ')"
                    for kind, name in marks
                )
                yield next(iter(tree.xpath(f"//*[{tests}]")), None)


def _holds(part: Any, text: str) -> bool:  # Any: as above
    inside = fold(part.text_content())
    return any(fold(line) in inside for line in text.split("\n") if weight(line) >= _SENTENCE)


def _is_part(tree: Any, text: str, own: str) -> bool:  # Any: as above
    if len(text) >= 2 * SHORT:
        return False
    size, lines = weight(text), text.split("\n")
    if size < SHORT and (_asks(tree) or _pleads(tree)):
        return True
    if size < _EXCERPT and _is_cut(tree, lines):
        return True
    leads = leads_on(lines[-1])
    if leads and (named(tree, _FADE) or named(tree, _WALL)):
        return True
    own, begun = fold(own), fold(text).rstrip("….[] ")
    return leads and len(own) > len(begun) > 0 and own.startswith(begun)


def _is_cut(tree: Any, lines: list[str]) -> bool:  # Any: as above
    """Say whether the last line breaks off that is neither a wall's nor a link: those may be headlines cut short."""
    left = [line for line in lines if not is_plea_line(line)]
    while left and (leads_on(left[-1]) and not breaks_off(left[-1])):
        left.pop()
    if not left or not breaks_off(left[-1]):
        return False
    return not any(fold(link.text_content()) == left[-1] for link in tree.iter("a"))


def _asks(tree: Any) -> bool:  # Any: as above
    """Say whether an element that is named for it asks for money, where a reader sees it."""
    for element in named(tree, _WALL):
        words = fold(element.text_content())
        if 0 < weight(words) <= _PLEA and (says(words, "plea") or says(words, "money")):
            return True
    return False


def _pleads(tree: Any) -> bool:  # Any: as above
    """Say whether the page asks for money to be read on, anywhere that a reader sees."""
    about = set(about_money(LINES(tree)))
    if not about:
        return False
    said = (each for each in TEXTS(tree) if " ".join(each.split()).lower() in about)
    for element in map(block_of, islice(said, _MOST_PLEAS)):
        if says(fold(element.text_content()), "plea") and is_in_place(element):
            return True
    return False
