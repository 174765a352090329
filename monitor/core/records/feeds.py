"""What does the owner ask for of a feed, and what does its body hold?

Pure: frozen values: a feed of feeds.yaml, an entry, a parsed body. polls.py has what a poll knows and brings.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FeedType(StrEnum):
    """What kind of list an address holds."""

    AUTO = "auto"
    FEED = "feed"
    SITEMAP = "sitemap"


class Keep(StrEnum):
    """Of which articles of a feed the text is stored."""

    ALL = "all"
    MATCHING = "matching"


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One feed as feeds.yaml names it.

    Its ``headers``, which may be credentials, and its ``ports`` are for the origin of ``url`` alone.

    Args:
        name: unique, the feed's name everywhere.
        every_s: shortest interval between two polls, in seconds, at least 60.
        slowest_s: longest interval that the feed's own rhythm may lead to, in seconds; 0 is ``every_s``: a fixed beat.
        is_paced_by_owner: the owner chose an interval; else a feed without validators is polled once a day.
        obey_hints: whether the wishes of server and feed (max-age, ttl, skipHours ...) lengthen the interval.
        obey_robots: whether robots.txt is kept for its article pages.
        ports: ports beside 80 and 443 that may be asked on the feed's own host.
        language: BCP 47 tag the owner expects, or "".
        country: ISO 3166-1 alpha-2 code, or "".
        headers: further request headers, as (name, value) pairs.
        fetch_article: False where the pages are closed: the feed's own text is the article.
        look_again: whether its articles' pages are looked at again while they are young.
        line: where it stands in feeds.yaml, 1 for the first line.
    """

    name: str
    url: str
    type: FeedType = FeedType.AUTO
    every_s: int = 3600
    slowest_s: int = 0
    is_paced_by_owner: bool = True
    language: str = ""
    country: str = ""
    group: str = ""
    tags: tuple[str, ...] = ()
    user_agent: str = ""
    accept: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    ports: tuple[int, ...] = ()
    fetch_article: bool = True
    look_again: bool = True
    obey_robots: bool = True
    obey_hints: bool = True
    keep: Keep = Keep.ALL
    enabled: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class OutletSpec:
    """What the owner knows of an outlet's pages that cannot be told from them.

    Args:
        outlet: registrable domain, or host:port of a bare address.
        include: CSS selectors of the elements that hold the article; empty: they are found.
        exclude: CSS selectors of elements that are no part of it.
        line: where it stands in feeds.yaml, 1 for the first line.
    """

    outlet: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as its publisher wrote it.

    Args:
        key: what identifies it within its feed: its id, else its link, else a hash of its content.
        url: absolute address of the article, "" where the entry has none.
        title: plain text.
        summary_html: the longest text the feed itself gives, as HTML or plain text.
        published_at: the publisher's claim, None where absent or unreadable.
    """

    key: str
    url: str
    title: str
    summary_html: str = ""
    author: str = ""
    language: str = ""
    published_at: datetime | None = None

    def shares_key_with(self, other: "Entry") -> bool:
        """Say whether two articles go by one key: it has two addresses, or is the one address of two headlines."""
        if self.url and other.url and self.url != other.url:
            return True
        return self.key == self.url == other.url and self.title != other.title

    def __reduce__(self) -> tuple[type["Entry"], tuple[object, ...]]:
        # Thirty at a time cross from a worker process, and pickle's way with frozen dataclasses is ten times slower.
        values = (self.key, self.url, self.title, self.summary_html, self.author, self.language, self.published_at)
        return Entry, values


#: The format of an index of site maps.
INDEX_FORMAT = "sitemapindex"
#: Length of the hash of one item's content.
HASH_BYTES = 8


def hashes_of(items: bytes) -> list[bytes]:
    """Take the hashes of a body's items apart, in their order."""
    return [items[at : at + HASH_BYTES] for at in range(0, len(items), HASH_BYTES)]


@dataclass(frozen=True, slots=True)
class Hints:
    """How often a feed itself wishes to be polled.

    Args:
        ttl_s: RSS 2.0's ttl, in seconds.
        update_s: sy:updatePeriod over sy:updateFrequency, in seconds.
        skip_hours: hours of the day, UTC, 0 to 23, in which there is nothing to fetch.
        skip_days: days of the week, 0 for Monday, in UTC, likewise.
    """

    ttl_s: int | None = None
    update_s: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One site map that an index of site maps lists."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed's body held, newest entries first as the feed had them.

    Args:
        format: "rss20", "atom10", "json11", "sitemap", "sitemapindex" and the like.
        entries: those whose content was not among the known items.
        dropped: entries left out because the feed held more than the cap.
        is_cut_short: the body broke off: more was meant to come, so its validators must not be believed.
        items: hashes of the content of every item in the body, HASH_BYTES each, in its order.
        known: items left out because their hash was known.
        hubs: WebSub hubs that the body names.
        self_url: the address that the feed gives itself (rel=self), "" where it gives none.
        older: address of the page with the entries before these (RFC 5005, JSON Feed's next_url), or "".
        is_expired: the feed says that it will never change again (JSON Feed's expired).
        parts: for an index of site maps, those worth fetching, the newest first.
    """

    format: str
    title: str
    language: str
    entries: tuple[Entry, ...]
    dropped: int = 0
    is_cut_short: bool = False
    items: bytes = b""
    known: int = 0
    hints: Hints = Hints()
    hubs: tuple[str, ...] = ()
    self_url: str = ""
    older: str = ""
    is_expired: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def size(self) -> int:
        """How many entries the body held, known ones included, up to the cap."""
        return len(self.entries) + self.known
