"""Which articles does a site map list, and which site maps an index of them?

Pure. In: its text (looked at by sniff.py before: no entity is declared) and its address. Out: ParsedFeed
with an entry for each address, or with the parts worth fetching, or Failed. Plain site maps give an address, and the
day it was changed, which says which are newest but not when they were published; news site maps also give title,
language and that.
"""

import heapq
import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from monitor.core.dates import parse_date
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import INDEX_FORMAT, Entry, ParsedFeed, Part
from monitor.core.urls import join
from monitor.parse.cut import whole
from monitor.parse.entry import finished

FORMAT = "sitemap"
MAX_ADDRESSES = 1_000  # a first poll must not bring a site's whole past: each address is a page to fetch
MAX_PARTS = 8  # each is a request at every poll
WINDOW = timedelta(days=7)
# The window ends at the tenth newest day, so that a few pages dated into the future do not hide the present ones.
_DAYS_BEYOND_DOUBT = 10

_DAWN = datetime.min.replace(tzinfo=UTC)
_SITE = re.compile(r"^[a-z]{1,10}://[^/?#]*")
_NUMBER = re.compile(r"\d+")
_NEWS = re.compile(r"news(?!letter)|(?<![a-z])(?:latest|last|recent|today)(?![a-z])")
# Words in the names of site maps that list no articles.
_BESIDE_THE_NEWS = re.compile(
    r"(?<![a-z])(?:categor(?:y|ies)|tags?|authors?|users?|taxonom(?:y|ies)|images?|videos?)(?![a-z])"
)


def read(text: str, url: str) -> ParsedFeed | Failed:
    """Read a site map; what follows a fault in its XML is lost, what stands before it is kept.

    Addresses changed more than seven days before the newest (the tenth newest, to be exact) are a site's past and left
    out; those of news, which live two days by definition, and those without a day stay. Of more than 1,000 the ones
    changed last stay, and of those without a day the ones that stand last, where most sites add; of what is not past,
    the others are counted in ``dropped``.

    Source: sitemaps.org, protocol 0.9; Google's news extension 0.9.
    """
    finished_part = whole(text)
    if not finished_part.has_entries:
        return Failed(Reason.CUT_SHORT, "the site map breaks off before the end of its first address")
    try:
        newest, dropped = _newest(_elements(finished_part.text, "url"))
    except etree.XMLSyntaxError as broken:
        return Failed(Reason.BROKEN_FEED, f"the site map is broken: {str(broken)[:200]}")
    entries = tuple(entry for entry in (_entry(fields, url) for fields in newest) if entry.url)
    return ParsedFeed(FORMAT, "", "", entries, dropped, is_cut_short=finished_part.is_cut_short)


def read_index(text: str, url: str) -> ParsedFeed | Failed:
    """Read an index of site maps, and choose at most eight worth fetching, the likeliest to hold news first.

    That are those named for news or for the latest, then those changed last, then, as most sites append, those with
    the highest numbers in their names ("post-sitemap12.xml", "2022-01.xml"), then those that stand last. Those
    of categories, tags, authors, pictures and films are left out where there are others.

    Source: sitemaps.org, protocol 0.9.
    """
    finished_part = whole(text)
    if not finished_part.has_entries:
        return Failed(Reason.CUT_SHORT, "the index of site maps breaks off before the end of its first")
    try:
        listed = [(fields["loc"], fields) for fields in _elements(finished_part.text, "sitemap") if fields.get("loc")]
    except etree.XMLSyntaxError as broken:
        return Failed(Reason.BROKEN_FEED, f"the index of site maps is broken: {str(broken)[:200]}")
    listed.reverse()  # the sort leaves those that promise the same in their order
    ranked = sorted(listed, key=lambda one: _promise(*one), reverse=True)
    articles = ((loc, fields) for loc, fields in ranked if not _BESIDE_THE_NEWS.search(_name(loc)))
    chosen = _parts(articles, url) or _parts(ranked, url)
    return ParsedFeed(INDEX_FORMAT, "", "", (), is_cut_short=finished_part.is_cut_short, parts=chosen)


def _promise(loc: str, fields: dict[str, str]) -> tuple[bool, datetime, list[int]]:
    """Say how likely a part is to hold news, as something to sort by."""
    name = _name(loc)
    return _NEWS.search(name) is not None, _changed_at(fields) or _DAWN, [int(n[:18]) for n in _NUMBER.findall(name)]


def _name(loc: str) -> str:
    """Give what tells one site map of a site from another: its path and query."""
    return _SITE.sub("", loc.lower())


def _parts(ranked: Iterable[tuple[str, dict[str, str]]], url: str) -> tuple[Part, ...]:
    found: dict[str, Part] = {}
    for loc, fields in ranked:
        address = join(url, loc)
        if address and address != url:
            found.setdefault(address, Part(address, _changed_at(fields)))
        if len(found) == MAX_PARTS:
            break
    return tuple(found.values())


def _newest(urls: Iterable[dict[str, str]]) -> tuple[list[dict[str, str]], int]:
    """Keep the newest in their order, and count the others, without ever holding them all."""
    kept: list[tuple[datetime, int, dict[str, str]]] = []
    others: list[datetime] = []
    for number, fields in enumerate(fields for fields in urls if fields.get("loc")):
        one = (_changed_at(fields) or _DAWN, number, fields)
        if len(kept) < MAX_ADDRESSES:
            heapq.heappush(kept, one)
        else:
            others.append(heapq.heappushpop(kept, one)[0])
    past = _past([changed_at for changed_at, _, _ in kept])
    current = [one for one in kept if not _DAWN < one[0] < past or "publication_date" in one[2]]
    dropped = sum(not _DAWN < changed_at < past for changed_at in others)
    return [fields for _, _, fields in sorted(current, key=lambda one: one[1])], dropped


def _past(days: Iterable[datetime]) -> datetime:
    """Say where a site's past ends."""
    dated = heapq.nlargest(_DAYS_BEYOND_DOUBT, (day for day in days if day > _DAWN))
    return dated[-1] - WINDOW if dated else _DAWN


def _changed_at(fields: dict[str, str]) -> datetime | None:
    return parse_date(fields.get("lastmod", "")) or parse_date(fields.get("publication_date", ""))


def _elements(text: str, name: str) -> Iterator[dict[str, str]]:
    """Give the fields of each element of a name, freeing it at once: a site map may hold 50,000."""
    # Any: lxml brings no types
    steps: Any = etree.iterparse(
        io.BytesIO(text.encode("utf-8", "replace")),
        tag=f"{{*}}{name}",
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
