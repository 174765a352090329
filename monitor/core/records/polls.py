"""What is known of a feed when it is polled, and what did the poll bring?

Pure: frozen values. ``DueFeed`` goes in, ``PollOutcome`` comes out; all that is learned on the way lies in ``Learned``,
which the store keeps as it is and only schedule/ understands.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, FeedSpec, Hints


class HealthKind(StrEnum):
    """How a feed is: a closed list, worst first, so that it can label metrics and order lists."""

    GONE = "gone"  # 410, or JSON Feed's expired: polled no more
    BLOCKED = "blocked"  # a bot wall, 401, 403, 429
    HTML = "html"  # a page in the feed's place
    FAILING = "failing"  # anything else that keeps it from being read
    EMPTY = "empty"  # read, and no entry in it
    PAGES = "pages"  # the feed is fine, its articles' pages cannot be had or read
    LOSING = "losing"  # entries came and went between two polls
    SILENT = "silent"  # read, and nothing new for long by its own rhythm
    MOVED = "moved"  # read, at another address than feeds.yaml has
    OK = "ok"
    NEVER = "never"  # not polled yet

    @property
    def is_trouble(self) -> bool:
        """Whether a person should look at it."""
        return self not in (HealthKind.MOVED, HealthKind.OK, HealthKind.NEVER)


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed is, since when, why, and what to do.

    Args:
        since: when it became so, None where it never was polled.
        why: one sentence; "" where all is well.
        advice: one sentence: what a person can do; "" where nothing is to be done.
    """

    kind: HealthKind = HealthKind.NEVER
    since: datetime | None = None
    why: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a feed brings something new, as seen in its entries and in our polls.

    Args:
        gap_s: usual time between two new entries, in seconds, None before two are known.
        longest_s: longest quiet spell lately, in seconds.
        news_at: when we last saw something new.
    """

    gap_s: float | None = None
    longest_s: float = 0.0
    news_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeenPart:
    """One site map of an index, as it was read last.

    Args:
        changed_at: when it changed last, as the index has it.
        read_at: when it was read, None where it never could be.
        failures: tries in a row that failed.
    """

    url: str
    changed_at: datetime | None = None
    read_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """What polls taught us about a feed.

    Args:
        fresh_s: for how long the last answer called itself fresh (max-age, Expires), in seconds, None where it did not.
        hints: the last body's wishes.
        size: entries in the last body that was parsed.
        newest_at: the newest date among its entries.
        validators_from: the address that gave the feed's validators, "" for its own.
        moved_to: the address that the last permanent redirect named, "" where there was none.
        moved_times: answers in a row that named it.
        hurries: polls that are still to come sooner, after entries were lost.
        parts: of an index of site maps, those worth reading, in that order.
        is_expired: the feed said that it will never change again.
        is_pushed: a WebSub hub delivers what is new, so that polls are only for what it misses.
    """

    fresh_s: int | None = None
    hints: Hints = field(default_factory=Hints)
    rhythm: Rhythm = Rhythm()
    size: int = 0
    newest_at: datetime | None = None
    validators_from: str = ""
    moved_to: str = ""
    moved_times: int = 0
    hurries: int = 0
    parts: tuple[SeenPart, ...] = ()
    is_expired: bool = False
    is_pushed: bool = False


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed whose poll was claimed, with what is remembered of it.

    Args:
        url: where it lives by now, where permanent redirects led away from feeds.yaml's address; "" where not.
        body_hash: sha256 (hex) of the last body that was parsed, "" before the first.
        items: hashes of the items in it, as ParsedFeed.items.
        failures: polls that failed in a row.
        page_failures: articles' pages in a row that could not be had or read.
        polled_at: start of the last poll, None before the first.
        succeeded_at: start of the last one that succeeded.
    """

    id: int
    spec: FeedSpec
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    items: bytes = b""
    failures: int = 0
    page_failures: int = 0
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    learned: Learned = Learned()
    health: Health = Health()

    @property
    def address(self) -> str:
        """Where to ask for it."""
        return self.url or self.spec.url


#: The scope of all feeds at once.
EVERYWHERE = "all"


class EventKind(StrEnum):
    """What happens to a feed, or to many at once, and is worth a line in its history."""

    HEALTH = "health"
    MOVED = "moved"
    GONE = "gone"
    LOST = "lost"
    PAUSED = "paused"
    RESUMED = "resumed"
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    BLACKOUT_BEGAN = "blackout_began"
    BLACKOUT_ENDED = "blackout_ended"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of history.

    Args:
        detail: one sentence for a person.
        scope: "feed" for one feed; "country:KZ", "group:kazakhstan" or EVERYWHERE for many.
        number: what is counted, where something is: entries lost, feeds silent; else 0.
    """

    kind: EventKind
    at: datetime
    detail: str
    scope: str = "feed"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Watched:
    """What is to be known of a feed to tell whether its country went dark.

    Args:
        scopes: what it belongs to: "country:KZ", "group:kazakhstan".
        host: the site that it is of.
        since: since when it is as it is; for a silent feed, when its last news came.
        reason: why its last poll failed, None where it did not.
        was_read: it was read at least once: what never worked cannot go dark.
    """

    scopes: tuple[str, ...]
    host: str
    kind: HealthKind
    since: datetime | None = None
    reason: Reason | None = None
    was_read: bool = True


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """How a poll ended, with all that must be remembered of it in one transaction.

    Args:
        outcome: "ok", "unchanged" (304 or the same body), "failed", or "put_off" (nothing was sent: its host rests).
        entries: what the feed held and we did not know; the store keeps those it does not have.
        due_at: when to poll next; None for never: the feed is gone.
        url: where the feed lives by now, as DueFeed.url.
        items: hashes of the body's items; b"" leaves the old ones standing.
        size: entries in the body, known ones included.
        failure: set exactly where the outcome is "failed" or "put_off".
        dropped: entries that the feed held beyond the cap.
        lost: entries that probably came and went unseen since the last poll, estimated.
    """

    outcome: str
    started_at: datetime
    due_at: datetime | None
    took_s: float
    url: str = ""
    received_bytes: int = 0
    status: int = 0
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    items: bytes = b""
    feed_title: str = ""
    entries: tuple[Entry, ...] = ()
    size: int = 0
    failure: Failed | None = None
    dropped: int = 0
    lost: int = 0
    learned: Learned = Learned()
    health: Health = Health()
    events: tuple[Event, ...] = ()
