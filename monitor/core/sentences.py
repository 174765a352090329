"""Where does a sentence end?

Pure. In: a text, or one line of it. Out: the places where sentences end; whether a line ends as one. extract/ keeps
sentences that recur, revise/ tells paragraphs from headlines and counts what changed, alert/ quotes one around a name.
"""

import re
from collections.abc import Iterator

#: What may stand behind the stop and belongs to the sentence: quotes and brackets, marks of footnotes.
_CLOSING = "\"'»”’›)\\]」』】》）*\u00b9\u00b2\u00b3\u2070-\u2079"
_NOTE = r"[^\S\n]?\[[^\[\]\n]{1,12}\]"
_BEHIND = rf"(?:[{_CLOSING}]|{_NOTE})*+"
#: Stops that end a sentence wherever they stand: of Chinese, Arabic, Urdu, Hindi, Armenian, Ethiopic, Burmese, Khmer.
_SURE = "。！？｡؟۔।॥։።፧။។"
# A stop after a single letter is an initial ("K. Tokayev", "U.S. troops"), not the end of a sentence.
_LATIN = r"(?:(?<![\W_]\w)(?<!^\w)\.|[!?…])"
_END = re.compile(rf"{_LATIN}{_BEHIND}\s+|[{_SURE}]{_BEHIND}[^\S\n]*|\n+")
_SOURCE = r"[(（][^()（）\n]{1,60}[)）]"
_ENDED = re.compile(rf"[.!?…{_SURE}](?:{_BEHIND}[\s.]*+(?:{_SOURCE})?+)*?$")
_TAIL = 200  # characters of a line in which its end is sought


def ends(text: str, start: int, end: int) -> Iterator[int]:
    """Give where each sentence ends in ``text[start:end]``, with what closes it and the blanks behind it.

    A line break ends one too. A full stop does where white space follows, and no single letter stands before it; other
    scripts' stops do wherever they stand. The end of the text is not told: it is known.
    """
    return (found.end() for found in _END.finditer(text, start, end))


def holds_end(line: str) -> bool:
    """Say whether a sentence ends anywhere in a line."""
    return _END.search(line) is not None or is_ended(line)


def is_ended(line: str) -> bool:
    """Say whether a line ends as a sentence does.

    Behind its stop may be quotes, brackets, marks of footnotes ("[1]") and a source in brackets ("(Reuters)").
    """
    return _ENDED.search(line[-_TAIL:].rstrip()) is not None
