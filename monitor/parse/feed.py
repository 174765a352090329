"""What does the body of a feed hold?

Pure; picks the format and gives the work to its reader.
In: bytes as fetched, with their content type and address. Out: ParsedFeed, or Failed with a reason that a
person can act on: a poller that looks at the HTTP status alone calls all of them healthy.
pipeline.py acts on it, in a worker process with a deadline and a memory limit.
"""

import re
from dataclasses import replace

from monitor.core.charset import decode, label_of
from monitor.core.magic import kind
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, FeedType, ParsedFeed
from monitor.parse import json_feed, rss_atom, sitemap
from monitor.parse.newest import newest
from monitor.parse.sniff import declares_entities, is_page, looks_like, root
from monitor.parse.trim import left_out
from monitor.parse.unpack import unpacked

MAX_ENTRIES = 1_000
_MOST_OF_ONE_KEY = 100  # articles; each is compared with those before it
_FEED_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
# Some feeds are preceded by a warning of the server's script: the feed itself stands behind it.
_FEED_INSIDE = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,40})")
# No XML parser accepts these, and publishers' databases are full of them.
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_NO_CHARACTERS = "\ufeff\ufffe\uffff"
_NEVER_XML = re.compile(f"[{re.escape(_CONTROLS.decode())}{_NO_CHARACTERS}]")
# References to characters that are none: XML parsers stop at them, feedparser and lxml may crash.
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,40})|([0-9]{1,40}));?")
_SEARCHED = 20_000  # characters in which a feed must have begun


def parse(
    body: bytes, content_type: str, url: str, wanted: FeedType = FeedType.AUTO, known: bytes = b""
) -> ParsedFeed | Failed:
    """Read a feed of any format: RSS, RDF, Atom, JSON Feed or site map.

    What the body is decides, not what its content type says. Of two entries with one key the first
    stays; of more than 1,000 the newest stay, and ``dropped`` says how many did not.
    A gzip file counts as what it holds. Items that the last body held too are left out, and mostly not even read.

    Args:
        body: decoded as HTTP has it, at most about 24 MB.
        content_type: the header's value, for its charset; "" if absent.
        url: the final address: relative links start from it.
        wanted: FEED refuses a site map, whose thousands of old pages are hardly meant.
        known: ``items`` of the last body, b"" to have all.
    """
    inside = unpacked(body)
    if isinstance(inside, Failed):
        return inside
    if not inside.strip():
        return Failed(Reason.EMPTY, f"the answer was empty ({len(inside)} bytes)")
    parsed = _read(_text(inside, content_type), inside, url, wanted, known)
    if isinstance(parsed, Failed):
        return parsed
    bounded = _bounded(parsed)
    return bounded if bounded.items else left_out(bounded, known)


def _text(body: bytes, content_type: str) -> str:
    declared = _XML_ENCODING.search(body[:300])
    text = decode(body, (label_of(content_type), declared[1].decode() if declared else ""))
    # Looking for one character at a time is fifteen times as fast as a pattern, and most bodies have none of them.
    if any(code in body for code in _CONTROLS) or any(character in text for character in _NO_CHARACTERS):
        text = _NEVER_XML.sub("", text)
    return _REFERENCE.sub(_possible, text).lstrip()


def _possible(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_possible = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return reference[0] if is_possible else "\ufffd"


def _read(text: str, body: bytes, url: str, wanted: FeedType, known: bytes) -> ParsedFeed | Failed:
    if text.startswith(("{", "[")) and not kind(body):
        return json_feed.read(text, url)
    first = root(text)
    if first != "html" and declares_entities(text):
        return Failed(Reason.ENTITIES, "the feed declares XML entities of its own, which can hide attacks: not read")
    if first in ("urlset", "sitemapindex"):
        return _site_map(text, first, url, wanted)
    start = 0
    if first not in _FEED_ROOTS:
        inside = _FEED_INSIDE.search(text, 0, _SEARCHED)
        if first == "html" or not inside:
            reason = Reason.HTML_PAGE if is_page(text, body) else Reason.NOT_A_FEED
            return Failed(reason, f"not a feed but {looks_like(text, body)}")
        start = inside.start()
    return rss_atom.read(text[start:], url, known)


def _site_map(text: str, first: str, url: str, wanted: FeedType) -> ParsedFeed | Failed:
    if wanted is FeedType.FEED:
        return Failed(Reason.NOT_A_FEED, "a site map; write type: sitemap in feeds.yaml to read it as one")
    return sitemap.read(text, url) if first == "urlset" else sitemap.read_index(text, url)


def _bounded(parsed: ParsedFeed) -> ParsedFeed:
    """Drop entries that repeat an earlier one, then all but the newest.

    Some feeds give one key to several articles: these have other addresses or headlines, and stay.
    """
    by_key: dict[str, list[Entry]] = {}
    entries = []
    for entry in parsed.entries:
        same = by_key.setdefault(entry.key, [])
        if len(same) < _MOST_OF_ONE_KEY and all(entry.shares_key_with(other) for other in same):
            same.append(entry)
            entries.append(entry)
    kept = tuple(entries[n] for n in newest([entry.published_at for entry in entries], MAX_ENTRIES))
    return replace(parsed, entries=kept, dropped=parsed.dropped + len(entries) - len(kept))
