"""When did an article come which way, and how are the feeds and the outbox now?

Pure: frozen values. The store reads them, core/latency.py reckons with them, /metrics, the API and `monitor status`
show what came out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """A part of an article's way, in its order; a closed list, so that it can label metrics.

    WHOLE is the way from the publisher's time to the first message sent.
    """

    SEEN = "published_to_seen"
    FETCHED = "seen_to_fetched"
    KEPT = "fetched_to_kept"
    QUEUED = "kept_to_queued"
    DELIVERED = "queued_to_delivered"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The moments of one article's way.

    Args:
        published_at: what the publisher claims, None where nobody does.
        seen_at: when an entry that led to it was first seen.
        fetched_at: when its page was first fetched, None where its text came with the feed.
        queued_at: when its first alert was queued, None where no rule announces it.
        delivered_at: when the first message about it was sent, None where none was yet.
        is_backlog: it was in its feed before the feed was first polled: the publisher's time says nothing of us.
    """

    article_id: int
    feed: str
    published_at: datetime | None
    seen_at: datetime
    fetched_at: datetime | None
    kept_at: datetime
    queued_at: datetime | None
    delivered_at: datetime | None
    is_backlog: bool = False


@dataclass(frozen=True, slots=True)
class Lateness:
    """How long a stage takes: of one feed, or of all.

    Args:
        feed: its name, "" for all feeds together.
        articles: of how many articles the stage is known.
        p50_s: half of them took at most so many seconds; ``p95_s``: 95 of a hundred.
    """

    feed: str
    stage: Stage
    articles: int
    p50_s: float
    p95_s: float


@dataclass(frozen=True, slots=True)
class FeedVitals:
    """How one feed of feeds.yaml is.

    Args:
        state: a HealthKind, "paused" or "disabled".
        country: as feeds.yaml has it, "" for none; ``group`` likewise.
        succeeded_at: when it was last read, None for never.
    """

    name: str
    state: str
    country: str
    group: str
    succeeded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Vitals:
    """How the feeds and the outbox are at one moment.

    Args:
        dark: countries and groups in a blackout, with its beginning.
        messages: how many are in the outbox, by channel and state ("due", "later", "dead").
        unsent_since: by channel, since when its oldest alert or message that is due has waited.
        alerts: of the newest alerts, how many are in each AlertState.
    """

    taken_at: datetime
    feeds: tuple[FeedVitals, ...] = ()
    dark: Mapping[str, datetime] = field(default_factory=dict)
    messages: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unsent_since: Mapping[str, datetime] = field(default_factory=dict)
    alerts: Mapping[str, int] = field(default_factory=dict)
