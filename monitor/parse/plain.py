"""What does a short piece of markup say, as one line of plain text?

Pure. In: a title or a name as a feed carries it, with tags and entities escaped once or twice.
Out: one line of clean text, cut at a length no honest title reaches. The readers act on it.
"""

import html
import re

from monitor.core.charset import fold

_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"<(?:br|p|/p|div|/div|li|/li)\b[^<>]*>", re.IGNORECASE)
LONGEST_LINE = 1_000  # characters


def plain(markup: str) -> str:
    """Resolve tags and entities (escaped up to twice), fold white space, cut at ``LONGEST_LINE``."""
    text = markup[: 20 * LONGEST_LINE]
    for _ in range(2):
        text = html.unescape(_TAG.sub("", _BREAK.sub(" ", text)))
    return fold(text)[:LONGEST_LINE].rstrip()


def language_tag(text: str) -> str:
    """Write a language as BCP 47 has it: "ru_RU" becomes "ru-RU"; cut at the 35 characters of RFC 5646."""
    return plain(text).replace("_", "-")[:35]
