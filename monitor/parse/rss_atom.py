"""What does an RSS, RDF or Atom feed hold?

Pure. In: its text (looked at by sniff.py before: no entity is declared), the address it came from, and what is known
of its items. Out: ParsedFeed with the entries that are not known, or Failed. The only module that calls feedparser,
with bytes in memory only: given a string, feedparser would open addresses and files. Sanitising is off, since text is
stored and cleaned where it is shown.
"""

import calendar
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser  # noqa: TID251 - the one place that parses with feedparser

from monitor.core.charset import clean
from monitor.core.dates import parse_date
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.core.urls import join
from monitor.parse.channel import with_absolute_base, with_channel
from monitor.parse.cut import whole
from monitor.parse.entry import finished
from monitor.parse.newest import newest
from monitor.parse.plain import language_tag, plain
from monitor.parse.trim import Slices, slices, split

_OPEN = re.compile(r"<(item|entry)[\s>]")
_DATED = re.compile(r"<(?:pubDate|dc:date|published|updated)\b[^>]{0,200}>\s*(?:<!\[CDATA\[)?([^<\]]{4,80})")
# feedparser promises to raise nothing, but fuzzing shows that names with blanks, for one, crash it.
_CRASHES = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
_MAILED = re.compile(r"^\s*\S+@\S+\s+\(([^()]+)\)\s*$")
# What feedparser would take in expat's place, where it is installed, need not agree with scan.py on what is an item;
# and looking for it is a tenth of the time for a feed without news.
feedparser.api.PREFERRED_XML_PARSERS.clear()
# It copies the attributes of each element deeply, though they are texts: a tenth of the time for a feed of news.
feedparser.FeedParserDict.__deepcopy__ = lambda self, _memo: feedparser.FeedParserDict(self)
_MAX_PARSED = 1_000  # feedparser takes about half a millisecond for the smallest entry


def read(text: str, url: str, known: bytes = b"") -> ParsedFeed | Failed:
    """Read a feed with feedparser, which recovers what it can from broken XML.

    Of more than 1,000 entries the newest are read; the others are counted in ``dropped``. The entry that a
    feed breaks off in is left out. Known items are left out only where trim.py can tell the items apart: elsewhere all
    are read, and ``items`` of the outcome is empty.

    Args:
        known: hashes of the last body's items, as ParsedFeed.items.
    """
    finished_part = whole(text)
    if not finished_part.has_entries:
        return Failed(Reason.CUT_SHORT, "the feed breaks off before the end of its first entry")
    text, dropped = with_absolute_base(finished_part.text, url), 0
    data = text.encode("utf-8", "replace")
    found = slices(data)
    if found is None:
        text, dropped = _newest(text)
    if dropped:
        data = text.encode("utf-8", "replace")
        found = slices(data)
    parsed, items, left_out = _unknown(data, found, split(known))
    if isinstance(parsed, Failed):
        return parsed
    channel: Any = parsed.feed  # Any: feedparser's values are untyped dictionaries
    base = _base(channel, parsed.version, url)
    language = language_tag(_said(channel, "language"))
    feed = ParsedFeed(
        parsed.version or "unknown",
        plain(_said(channel, "title")),
        language,
        tuple(_entry(item, base, language) for item in parsed.entries),
        dropped,
        is_cut_short=finished_part.is_cut_short,
        items=items,
        known=left_out,
    )
    return with_channel(feed, channel, text, url)


def _unknown(  # Any: feedparser's outcome, or Failed
    data: bytes, found: Slices | None, known: frozenset[bytes]
) -> tuple[Any, bytes, int]:
    """Parse what is not known; give the hashes of all items, and how many were left out.

    feedparser must find the very items that were found before it: else everything is parsed, without hashes.
    """
    if found is None:
        return _parsed(data), b"", 0
    wanted = found.unknown(known)
    parsed = _parsed(found.without(known))
    if not isinstance(parsed, Failed) and parsed.version and not parsed.bozo and len(parsed.entries) == wanted:
        return parsed, b"".join(found.hashes), len(found.hashes) - wanted
    return _parsed(data), b"", 0


def _parsed(data: bytes) -> Any:  # Any: feedparser's outcome, or Failed
    """Give feedparser bytes in memory: it takes no str, and is told UTF-8, whatever the XML declaration said before."""
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # Any: feedparser's values are untyped dictionaries
        parsed: Any = feedparser.parse(
            io.BytesIO(data), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except _CRASHES as crash:
        return Failed(Reason.BROKEN_FEED, f"the feed is broken in a way that stops feedparser: {crash!r:.200}")
    if not parsed.entries and (parsed.bozo or not parsed.version):
        why = clean(str(parsed.get("bozo_exception", "it names no version")))
        return Failed(Reason.BROKEN_FEED, f"the feed is broken and no entry could be read: {why[:200]}")
    return parsed


def _base(channel: Any, version: str, url: str) -> str:  # Any: feedparser's dictionary
    """Choose what relative links are relative to: in RSS the site that the feed names, in Atom the feed."""
    site = join(url, _said(channel, "link"))
    return site if site and not version.startswith("atom") else url


def _entry(item: Any, base: str, language: str) -> Entry:  # Any: feedparser's dictionary
    texts = [_said(part, "value") for part in _parts(item, "content")]
    texts.append(_said(item, "summary"))
    link = _said(item, "feedburner_origlink") or _said(item, "link")
    title: Any = dict.get(item, "title_detail")  # Any: as above
    return finished(
        Entry(
            key=_said(item, "id"),
            url=join(base, link) if link.strip() else "",
            title=_said(item, "title"),
            summary_html=max(texts, key=len),
            author=_author(item),
            language=_said(title, "language") or language,
            published_at=_published(item),
        )
    )


def _said(fields: Any, name: str) -> str:  # Any: feedparser's dictionary
    """Give a field that is text: an element that feedparser does not know may have put something else in its place."""
    value = dict.get(fields, name) if isinstance(fields, dict) else None
    return value if isinstance(value, str) else ""


def _parts(item: Any, name: str) -> list[Any]:  # Any: feedparser's dictionaries
    value = dict.get(item, name)
    return value if isinstance(value, list) else []


def _author(item: Any) -> str:  # Any: feedparser's dictionary
    said = _said(item, "author")
    if mailed := _MAILED.match(said):  # RSS 2.0's form, which feedparser splits wrongly below long domains
        return mailed[1]
    named = [_said(author, "name") for author in _parts(item, "authors")]
    return ", ".join(dict.fromkeys(name for name in named if name)) or said


def _published(item: Any) -> datetime | None:  # Any: feedparser's dictionary
    # dict.get, since feedparser's own access warns and takes one date for the other
    for name in ("published", "updated", "created"):
        moment = parse_date(_said(item, name)) or _utc(dict.get(item, f"{name}_parsed"))
        if moment:
            return moment
    return None


def _utc(parsed: Any) -> datetime | None:  # Any: a time tuple of feedparser's, or None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if isinstance(parsed, tuple) else None
    except (ValueError, OverflowError, OSError):
        return None


def _newest(text: str) -> tuple[str, int]:
    """Cut a feed of too many entries down to the newest, before the slow parser sees them."""
    items = list(_items(text))
    if len(items) <= _MAX_PARSED:
        return text, 0
    dates = [_raw_date(text[start:end]) for start, end in items]
    kept = "".join(text[items[n][0] : items[n][1]] for n in newest(dates, _MAX_PARSED))
    return text[: items[0][0]] + kept + text[items[-1][1] :], len(items) - _MAX_PARSED


def _items(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for opened in _OPEN.finditer(text):
        if opened.start() < end:
            continue
        closed = text.find(f"</{opened[1]}>", opened.end())
        if closed < 0:
            return
        end = closed + len(opened[1]) + 3
        yield opened.start(), end


def _raw_date(item: str) -> datetime | None:
    found = _DATED.search(item)
    return parse_date(found[1]) if found else None
