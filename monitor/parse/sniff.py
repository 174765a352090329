"""What is this body, before anybody parses it?

Pure. In: a body as text, or as bytes. Out: the name of its first element, whether it declares entities, and
words for a person. parse/feed.py acts on them: no XML parser sees a body that has not been looked at here.
"""

import html
import re

from monitor.core.charset import fold
from monitor.core.magic import kind

_NAME = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})")
# A document type up to its end or its internal subset; quoted identifiers may hold any sign.
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:.-]{1,80})(?:[^\"'\[>]|\"[^\"]*\"|'[^']*')*+([\[>])?", re.IGNORECASE)
_ENTITY = re.compile("<!ENTITY", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_LOOKED_AT = 100_000  # characters searched for a page's title


def root(text: str) -> str:
    """Name the first element, in lower case and without prefix; "html" for an HTML document type; "" for none."""
    return _prolog(text)[0]


def declares_entities(text: str) -> bool:
    """Say whether a document type declares entities of its own: the way to billion laughs and file reading.

    Any internal subset with ``<!ENTITY`` anywhere behind it counts, as does a document type without an end.
    A plain one, as old RSS 0.91 has it, is harmless; so is the word inside an article.

    Source: measured on feedparser 6.0.14: expat stops billion laughs only after seconds of CPU.
    """
    subset_at = _prolog(text)[1]
    return subset_at >= 0 and _ENTITY.search(text, subset_at) is not None


def is_page(text: str, body: bytes) -> bool:
    """Say whether a body that is no feed is an HTML page."""
    return not kind(body) and (root(text) == "html" or "<body" in text[:_LOOKED_AT].lower())


def looks_like(text: str, body: bytes) -> str:
    """Say for a person what a body that is no feed looks like, such as 'an HTML page titled "Login"'."""
    if what := kind(body):
        return what
    if is_page(text, body):
        title = _TITLE.search(text[:_LOOKED_AT])
        named = fold(html.unescape(title[1]))[:120] if title else ""
        return f'an HTML page titled "{named}"' if named else "an HTML page without a title"
    if first := root(text):
        return f"XML or HTML that begins with <{first}>"
    return f'text that begins with "{fold(text[:200])[:60]}"'


def _prolog(text: str) -> tuple[str, int]:
    """Walk to the first element: give its name, and where an internal subset begins, -1 for none."""
    subset_at = -1
    at = text.find("<")
    while at >= 0:
        if text.startswith("<!--", at):
            at = _after(text, "-->", at)
        elif text.startswith("<?", at):
            at = _after(text, "?>", at)
        elif doctype := _DOCTYPE.match(text, at):
            if doctype[1].lower() == "html":
                return "html", -1
            if doctype[2] != ">" and subset_at < 0:
                subset_at = doctype.end()
            at = doctype.end() if doctype[2] == ">" else _after(text, "]", doctype.end())
        elif name := _NAME.match(text, at):
            return name[1].lower(), subset_at
        else:
            at += 1
        at = text.find("<", at) if at >= 0 else -1
    return "", subset_at


def _after(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return end + len(mark) if end >= 0 else -1
