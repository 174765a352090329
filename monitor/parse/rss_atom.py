"""What does an RSS, RDF or Atom feed hold?

Pure. In: its text (looked at by sniff.py before: no entity is declared) and the address it came from.
Out: ParsedFeed with all of its entries, or Failed. The only module that calls feedparser, with bytes in
memory only: given a string, feedparser would open addresses and files. Sanitising is off, since text is
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
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.core.urls import join
from monitor.parse.cut import whole
from monitor.parse.dates import parse_date
from monitor.parse.entry import finished
from monitor.parse.plain import language_tag, plain

_OPEN = re.compile(r"<(item|entry)[\s>]")
_DATED = re.compile(r"<(?:pubDate|dc:date|published|updated)\b[^>]{0,200}>\s*(?:<!\[CDATA\[)?([^<\]]{4,80})")
# feedparser promises to raise nothing, but fuzzing shows that names with blanks, for one, crash it.
_CRASHES = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
_MAILED = re.compile(r"^\s*\S+@\S+\s+\(([^()]+)\)\s*$")
_MAX_PARSED = 1_000  # feedparser takes about half a millisecond for the smallest entry


def read(text: str, url: str) -> ParsedFeed | Failed:
    """Read a feed with feedparser, which recovers what it can from broken XML.

    Of more than 1,000 entries the newest are parsed; the others are counted in ``dropped``. The entry that a
    feed breaks off in is left out.
    """
    finished_part = whole(text)
    if not finished_part.has_entries:
        return Failed(Reason.CUT_SHORT, "the feed breaks off before the end of its first entry")
    text, dropped = _newest(finished_part.text)
    # feedparser takes no str: it gets UTF-8, and is told so, whatever the XML declaration said before.
    body = io.BytesIO(text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # Any: feedparser's values are untyped dictionaries
        parsed: Any = feedparser.parse(body, response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    except _CRASHES as crash:
        return Failed(Reason.BROKEN_FEED, f"the feed is broken in a way that stops feedparser: {crash!r:.200}")
    if not parsed.entries and (parsed.bozo or not parsed.version):
        why = clean(str(parsed.get("bozo_exception", "it names no version")))
        return Failed(Reason.BROKEN_FEED, f"the feed is broken and no entry could be read: {why[:200]}")
    channel: Any = parsed.feed  # Any: as above
    base = _base(channel, parsed.version, url)
    language = language_tag(dict.get(channel, "language") or "")
    entries = tuple(_entry(item, base, language) for item in parsed.entries)
    title = plain(channel.get("title") or "")
    return ParsedFeed(
        parsed.version or "unknown", title, language, entries, dropped, is_cut_short=finished_part.is_cut_short
    )


def _base(channel: Any, version: str, url: str) -> str:  # Any: feedparser's dictionary
    """Choose what relative links are relative to: in RSS the site that the feed names, in Atom the feed."""
    site = join(url, dict.get(channel, "link") or "")
    return site if site and not version.startswith("atom") else url


def _entry(item: Any, base: str, language: str) -> Entry:  # Any: feedparser's dictionary
    texts = [part.get("value") or "" for part in dict.get(item, "content") or ()]
    texts.append(dict.get(item, "summary") or "")
    link = dict.get(item, "feedburner_origlink") or dict.get(item, "link") or ""
    title: Any = dict.get(item, "title_detail") or {}  # Any: as above
    return finished(
        Entry(
            key=dict.get(item, "id") or "",
            url=join(base, link) if link.strip() else "",
            title=dict.get(item, "title") or "",
            summary_html=max(texts, key=len),
            author=_author(item),
            language=title.get("language") or language,
            published_at=_published(item),
        )
    )


def _author(item: Any) -> str:  # Any: feedparser's dictionary
    said = dict.get(item, "author") or ""
    if mailed := _MAILED.match(said):  # RSS 2.0's form, which feedparser splits wrongly below long domains
        return mailed[1]
    named = [author.get("name") or "" for author in dict.get(item, "authors") or ()]
    return ", ".join(dict.fromkeys(name for name in named if name)) or said


def _published(item: Any) -> datetime | None:  # Any: feedparser's dictionary
    # dict.get, since feedparser's own access warns and takes one date for the other
    for name in ("published", "updated", "created"):
        moment = parse_date(dict.get(item, name) or "") or _utc(dict.get(item, f"{name}_parsed"))
        if moment:
            return moment
    return None


def _utc(parsed: Any) -> datetime | None:  # Any: a time tuple of feedparser's, or None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _newest(text: str) -> tuple[str, int]:
    """Cut a feed of too many entries down to the newest, before the slow parser sees them."""
    items = list(_items(text))
    if len(items) <= _MAX_PARSED:
        return text, 0
    dates = [_raw_date(text[start:end]) for start, end in items]
    ranked = sorted(range(len(items)), key=lambda n: dates[n], reverse=True)[:_MAX_PARSED]
    kept = "".join(text[items[n][0] : items[n][1]] for n in sorted(ranked))
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


def _raw_date(item: str) -> datetime:
    found = _DATED.search(item)
    return (parse_date(found[1]) if found else None) or datetime.min.replace(tzinfo=UTC)
