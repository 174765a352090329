"""Which articles does a site map list?

Pure. In: its text (looked at by sniff.py before: no entity is declared) and its address. Out: ParsedFeed
with an entry for each address, or Failed. Plain site maps give an address and a day; news site maps also
give title and language.
"""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed
from monitor.core.urls import join
from monitor.parse.dates import parse_date
from monitor.parse.entry import finished


def read(text: str, url: str) -> ParsedFeed | Failed:
    """Read a site map; what follows a fault in its XML is lost, what stands before it is kept.

    Source: sitemaps.org, protocol 0.9; Google's news extension 0.9.
    """
    try:
        entries = tuple(_entry(fields, url) for fields in _urls(text) if fields.get("loc"))
    except etree.XMLSyntaxError as broken:
        return Failed(Reason.BROKEN_FEED, f"the site map is broken: {str(broken)[:200]}")
    if not entries and "</urlset" not in text and "/>" not in text:
        return Failed(Reason.BROKEN_FEED, "the site map breaks off before its first address")
    return ParsedFeed("sitemap", "", "", tuple(entry for entry in entries if entry.url))


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
            published_at=parse_date(fields.get("publication_date", "")) or parse_date(fields.get("lastmod", "")),
        )
    )
