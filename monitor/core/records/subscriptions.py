"""What is known of a feed's subscription at a WebSub hub?

Pure: frozen values. store/feeds/subscriptions.py keeps them, websub/ decides on them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SubscriptionState(StrEnum):
    """Where a subscription stands."""

    ASKED = "asked"  # wanted anew or once more, and not confirmed by the hub yet
    ACTIVE = "active"  # confirmed, and not yet to be renewed
    REFUSED = "refused"  # the hub said no; it is asked again later
    ENDED = "ended"  # not wanted any more


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed's subscription.

    Args:
        feed: the feed's name.
        topic: what the hub calls the feed: its rel=self.
        token: last part of the callback's address; who knows it may speak for the hub, so it is not shown.
        secret: what the hub signs its deliveries with.
        failures: requests in a row that led to no confirmation.
        detail: one sentence: what the hub said last, "" where all is well.
        due_at: when to ask the hub (again), None for never.
        lease_until: until when the hub delivers, None where it does not.
        delivered_at: its last delivery, None where none came since it was last doubted.
    """

    feed_id: int
    feed: str
    hub: str
    topic: str
    token: str = field(repr=False)
    secret: str = field(repr=False)
    state: SubscriptionState = SubscriptionState.ASKED
    failures: int = 0
    detail: str = ""
    due_at: datetime | None = None
    lease_until: datetime | None = None
    delivered_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether the hub should be delivering now; a renewal under way does not interrupt it."""
        is_wanted = self.state is not SubscriptionState.ENDED
        return is_wanted and self.lease_until is not None and self.lease_until > now

    def is_trusted(self, now: datetime) -> bool:
        """Whether the hub has shown that it delivers, so that polls may be rarer."""
        return self.is_live(now) and self.delivered_at is not None
