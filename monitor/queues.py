"""Who works on what is due?

Not pure: makes the runners. In: the stores, the pipeline, the outbox, settings. Out: a Runner a queue (feeds, entries,
looks, deliveries). service.py starts them, for ever or for one pass.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from monitor.config.settings import Settings
from monitor.core.records.alerts import DueDelivery
from monitor.core.records.articles import DueEntry
from monitor.core.records.polls import DueFeed
from monitor.core.records.versions import DueLook
from monitor.core.urls import site_of
from monitor.schedule.local import Runner
from monitor.store.opening import Stores

T = TypeVar("T")
Claim = Callable[[int, Sequence[str]], list[T]]
Handle = Callable[[T], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Queues:
    """Makes runners of the four queues; each claims from its store unless told otherwise."""

    stores: Stores
    settings: Settings

    def feeds(self, handle: Handle[DueFeed], claim: Claim[DueFeed] | None = None) -> Runner[DueFeed]:
        """Make the runner of the feeds that are due."""
        return Runner(
            "feeds",
            claim=claim or self.stores.feeds.claim,
            handle=handle,
            lane=lambda feed: site_of(feed.address),
            slots=self.settings.poll_slots,
            per_lane=self._per_site,
        )

    def entries(self, handle: Handle[DueEntry]) -> Runner[DueEntry]:
        """Make the runner of the entries that need their article."""
        return Runner(
            "entries",
            claim=self.stores.entries.claim,
            handle=handle,
            lane=lambda due: site_of(due.entry.url or due.feed.url),
            slots=self.settings.cover_slots,
            per_lane=self._per_site,
        )

    def looks(self, handle: Handle[DueLook], claim: Claim[DueLook] | None = None) -> Runner[DueLook]:
        """Make the runner of the articles whose page is looked at again."""
        return Runner(
            "looks",
            claim=claim or self.stores.looks.claim,
            handle=handle,
            lane=lambda look: look.lane,
            slots=self.settings.look_slots,
            per_lane=1,
        )

    def deliveries(self, handle: Handle[DueDelivery]) -> Runner[DueDelivery]:
        """Make the runner of the messages that are to be sent."""
        return Runner(
            "deliveries",
            claim=self.stores.deliveries.claim,
            handle=handle,
            lane=lambda delivery: delivery.channel,
            slots=self.settings.send_slots,
            per_lane=1,
        )

    @property
    def _per_site(self) -> int:
        """How many of a site are in hand at once; without a pause the servers are ours, and nothing is held back."""
        settings = self.settings
        return settings.domain_connections if settings.domain_pause_s else settings.cover_slots
