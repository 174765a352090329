"""Which articles does a site map list?

Pure. In: its text (looked at by sniff.py before: no entity is declared) and its address. Out: ParsedFeed
with an entry for each address, or Failed. Plain site maps give an address, and the day it was changed, which
says which are newest but not when they were published; news site maps also give title, language and that.
"""

import heapq
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.core.urls import join
from monitor.parse.cut import whole
from monitor.parse.dates import parse_date
from monitor.parse.entry import finished

FORMAT = "sitemap"
MAX_ADDRESSES = 1_000  # a first poll must not bring a site's whole past: each address is a page to fetch


def read(text: str, url: str) -> ParsedFeed | Failed:
    """Read a site map; what follows a fault in its XML is lost, what stands before it is kept.

    Of more than 1,000 addresses those changed last stay, and of those without a day the ones that stand
    last, where most sites add; the others are counted in ``dropped``.

    Source: sitemaps.org, protocol 0.9; Google's news extension 0.9.
    """
    finished_part = whole(text)
    if not finished_part.has_entries:
        return Failed(Reason.CUT_SHORT, "the site map breaks off before the end of its first address")
    try:
        newest, dropped = _newest(_urls(finished_part.text))
    except etree.XMLSyntaxError as broken:
        return Failed(Reason.BROKEN_FEED, f"the site map is broken: {str(broken)[:200]}")
    entries = tuple(entry for entry in (_entry(fields, url) for fields in newest) if entry.url)
    return ParsedFeed(FORMAT, "", "", entries, dropped, is_cut_short=finished_part.is_cut_short)


def _newest(urls: Iterable[dict[str, str]]) -> tuple[list[dict[str, str]], int]:
    """Keep the newest in their order, and count the others, without ever holding them all."""
    kept: list[tuple[datetime, int, dict[str, str]]] = []
    dropped = 0
    for number, fields in enumerate(fields for fields in urls if fields.get("loc")):
        one = (_changed_at(fields), number, fields)
        if len(kept) < MAX_ADDRESSES:
            heapq.heappush(kept, one)
        else:
            heapq.heappushpop(kept, one)
            dropped += 1
    return [fields for _, _, fields in sorted(kept, key=lambda one: one[1])], dropped


def _changed_at(fields: dict[str, str]) -> datetime:
    said = parse_date(fields.get("lastmod", "")) or parse_date(fields.get("publication_date", ""))
    return said or datetime.min.replace(tzinfo=UTC)


def _urls(text: str) -> Iterator[dict[str, str]]:
    """Give the fields of each <url>, freeing it at once: a site map may hold 50,000."""
    # Any: lxml brings no types
    steps: Any = etree.iterparse(
        io.BytesIO(text.encode("utf-8", "replace")),
        tag="{*}url",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        encoding="utf-8",
    )
    for _, element in steps:
        yield _fields(element)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _fields(element: Any) -> dict[str, str]:  # Any: lxml brings no types
    """Give loc and lastmod, and of the news extension title, publication_date and language; images' fields not."""
    fields: dict[str, str] = {}
    for child in element.iter("{*}loc", "{*}lastmod", "{*}title", "{*}publication_date", "{*}language"):
        space, _, name = child.tag.rpartition("}")
        is_own = child.getparent() is element and space == element.tag.rpartition("}")[0]
        if is_own or "news" in space:
            fields.setdefault(name, (child.text or "").strip())
    return fields


def _entry(fields: dict[str, str], base: str) -> Entry:
    url = join(base, fields["loc"])
    return finished(
        Entry(
            key=url,
            url=url,
            title=fields.get("title", ""),
            language=fields.get("language", ""),
            published_at=parse_date(fields.get("publication_date", "")),
        )
    )
