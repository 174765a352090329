"""Does a feed break off, and where does its last finished entry end?

Pure. In: the text of an XML feed, from its first element on. Out: Whole, with the text that can be believed.
The readers act on it: a server may end in the middle of a sentence and call that the whole answer, and a parser
that recovers what it can makes an entry of the half, which comes again when it is whole.
"""

import re
from dataclasses import dataclass

# Marked sections, up to the end of the text where one is left open: what they hold is no markup.
_CDATA = re.compile(r"<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z)")
_FIRST = re.compile(r"<([A-Za-z_][\w.-]{0,40}:)?(rss|rdf|feed|channel|urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE)
# What the end of an entry is called under each first element. Prefixes are the first element's, but for RDF's items.
_ENTRIES = {
    "rss": "item",
    "rdf": r"(?:[\w.-]{1,40}:)?item",
    "channel": "item",
    "feed": "entry",
    "urlset": "url",
    "sitemapindex": "sitemap",
}
# The end of the channel will do in RSS, where nothing follows it; in RDF the items do.
_ENDS = {"rss": "rss|channel"}


@dataclass(frozen=True, slots=True)
class Whole:
    """The part of a feed that its server finished.

    Args:
        text: ends with the end of its first element.
        is_cut_short: whether something was left out, or may be missing.
        has_entries: whether an entry was finished; only asked where ``is_cut_short``.
    """

    text: str
    is_cut_short: bool = False
    has_entries: bool = True


def whole(text: str) -> Whole:
    """Leave out the entry that a feed breaks off in, and close what is then open; else give it as it is."""
    first = _FIRST.search(text)
    if first is None or _is_empty_element(text, first.end()):
        return Whole(text)
    prefix, name = first[1] or "", first[2].lower()
    end = _closing(prefix, _ENDS.get(name, name))
    if _ends_with(end, text):
        return Whole(text)
    markup = _CDATA.sub(lambda section: " " * len(section[0]), text)
    last = 0
    for entry in _closing("" if name == "rdf" else prefix, _ENTRIES[name]).finditer(markup):
        last = entry.end()
    if end.search(markup, last):
        return Whole(text)
    closing = "</channel>" if name == "rss" else ""
    return Whole(f"{text[:last]}{closing}</{prefix}{first[2]}>", is_cut_short=True, has_entries=last > 0)


def _closing(prefix: str, names: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(prefix)}(?:{names})\s{{0,9}}>", re.IGNORECASE)


def _is_empty_element(text: str, at: int) -> bool:
    close = text.find(">", at)
    return close > 0 and text[close - 1] == "/"


def _ends_with(end: re.Pattern[str], text: str) -> bool:
    stripped = text.rstrip()
    return end.fullmatch(stripped, max(0, stripped.rfind("<"))) is not None
