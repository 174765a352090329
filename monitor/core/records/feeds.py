"""What does the owner ask for of a feed, and what did a poll bring?

Pure: frozen values. The first third of the way: feeds.yaml, a claimed feed, its entries, how its poll ended.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.core.records.failures import Failed


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

    Args:
        name: unique, the feed's name everywhere.
        every_s: interval between two polls, in seconds, at least 60.
        language: BCP 47 tag the owner expects, or "".
        country: ISO 3166-1 alpha-2 code, or "".
        headers: further request headers, as (name, value) pairs.
        fetch_article: False where the pages are closed: the feed's own text is the article.
        line: where it stands in feeds.yaml, 1 for the first line.
    """

    name: str
    url: str
    type: FeedType = FeedType.AUTO
    every_s: int = 3600
    language: str = ""
    country: str = ""
    group: str = ""
    tags: tuple[str, ...] = ()
    user_agent: str = ""
    accept: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    fetch_article: bool = True
    keep: Keep = Keep.ALL
    enabled: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed whose poll was claimed, with what is remembered of it.

    Args:
        body_hash: sha256 (hex) of the last body that was parsed, "" before the first.
        failures: polls that failed in a row.
    """

    id: int
    spec: FeedSpec
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    failures: int = 0


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


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed's body held, newest entries first as the feed had them.

    Args:
        format: "rss20", "atom10", "json11", "sitemap" and the like.
        dropped: entries left out because the feed held more than the cap.
        is_cut_short: the body broke off: more was meant to come, so its validators must not be believed.
    """

    format: str
    title: str
    language: str
    entries: tuple[Entry, ...]
    dropped: int = 0
    is_cut_short: bool = False


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """How a poll ended, with all that must be remembered of it in one transaction.

    Args:
        outcome: "ok", "unchanged" (304 or the same body), or "failed".
        entries: what the feed held; the store keeps those it does not know.
        due_at: when to poll next.
        failure: set exactly where the outcome is "failed".
        dropped: entries that the feed held beyond the cap.
    """

    outcome: str
    started_at: datetime
    due_at: datetime
    took_s: float
    received_bytes: int = 0
    status: int = 0
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    feed_title: str = ""
    entries: tuple[Entry, ...] = ()
    failure: Failed | None = None
    dropped: int = 0
