"""What is announced, and to whom is it on its way?

Pure: frozen values. The end of the way: messages that are due.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message that is due because an article was kept.

    Args:
        key: idempotency key, the same for the same article, rule and channel.
        payload: what the message says, ready for JSON.
    """

    key: str
    rule: str
    channel: str
    payload: dict[str, object] = field(hash=False)


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A message whose sending was claimed.

    Args:
        attempts: tries so far that failed.
        queued_at: when the article was kept.
        first_seen_at: when the entry that made it news was first seen.
    """

    id: int
    key: str
    rule: str
    channel: str
    payload: dict[str, object] = field(hash=False)
    attempts: int
    queued_at: datetime
    first_seen_at: datetime
