"""What else could be the article of a page?

Pure, and linear in the length of the page. In: its tree. Out: the lines that another extractor takes for the article.
reading.py asks where trafilatura finds next to nothing, and for pages too heavy for it.
"""

import re
from typing import Any

from lxml import etree
from resiliparse.extract.html2text import extract_plain_text

from monitor.core.charset import fold
from monitor.extract.body.lines import as_lines
from monitor.extract.body.wording import by_words
from monitor.extract.tree import build, is_long

_LINE, _LINE_IN_HAN = 60, 20  # characters of a line that is plainly text
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE = 15  # characters of a line that is a sentence by its end
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔")
_MUCH = 360  # characters of the like where they stand in nobody's eyes in an article's place
_LEAST = 120  # characters of such lines: less is no text that was overlooked


def second_opinion(tree: Any, markup: str) -> list[str]:  # Any: lxml brings no types
    """Ask resiliparse; its answer counts where it holds plain text.

    Some of what it does takes quadratic time: of a page with many tags it gets what is left of it in the tree, and of
    its answer only long lines and sentences count.
    """
    is_heavy = is_long(markup)
    if is_heavy:
        markup = etree.tostring(tree, encoding="unicode", method="html")
    text = extract_plain_text(
        markup, main_content=True, list_bullets=False, alt_texts=False, comments=False, post_meta=False
    )
    lines = as_lines(text)
    if sum(len(line) for line in lines if _is_plain(line)) < _LEAST:
        return []
    return [line for line in lines if _is_plain(line) or _is_sentence(line)] if is_heavy else lines


def third_opinion(markup: str) -> list[str]:
    """Give the paragraphs of a page that has many of them, wherever they stand: in its menu, if need be."""
    tree = build(markup)
    every = () if tree is None else (fold("".join(paragraph.itertext())) for paragraph in tree.iter("p"))
    lines = [line for line in every if _is_plain(line) and _is_sentence(line) and by_words(line) is None]
    return lines if sum(map(len, lines)) >= _MUCH else []


def _is_plain(line: str) -> bool:
    return len(line) >= (_LINE_IN_HAN if _HAN.search(line) else _LINE)


def _is_sentence(line: str) -> bool:
    return len(line) >= _SENTENCE and line.endswith(_ENDS)
