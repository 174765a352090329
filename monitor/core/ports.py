"""Behind which seams do the parts that touch the world stand?

Pure: Protocols only. pipeline.py and the rooms speak to these; service.py joins the real ones;
tests/fakes.py has stand-ins that pass the same contract tests.
Store methods are synchronous and short; whoever runs on the event loop calls them in a thread.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.core.records.alerts import DueDelivery
from monitor.core.records.articles import Covered, DueEntry, SeenPage, Sighted
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry
from monitor.core.records.fetches import Fetched, FetchRequest
from monitor.core.records.polls import DueFeed, PollOutcome
from monitor.core.records.rulings import AnnounceChanges, Kept, Rulings, Stale, announce_to_nobody
from monitor.core.records.subscriptions import Subscription, SubscriptionState
from monitor.core.records.versions import DueLook, Looked


class Clock(Protocol):
    """The only source of the time of day."""

    def now(self) -> datetime:
        """Give the moment, aware UTC."""
        ...


class Fetcher(Protocol):
    """Bytes from and to somebody else's server."""

    async def fetch(self, request: FetchRequest) -> Fetched | Failed:
        """Send one request; every way it can go wrong comes back as a value."""
        ...


class AddressGuard(Protocol):
    """Which addresses may somebody connect to who speaks no HTTP, or not by the Fetcher?"""

    @property
    def ca_file(self) -> str:
        """Further certificate authorities to believe, a PEM file; "" for the usual ones only."""
        ...

    async def addresses(self, host: str, port: int) -> tuple[str, ...] | Failed:
        """Give the literal addresses of a host, each of which may be connected to on that port.

        Whoever asked connects to one of them, and asks no resolver again. Failed where the name has none, or where one
        of them is refused.
        """
        ...


class FeedStore(Protocol):
    """Feeds, their validators and their polls."""

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueFeed]:
        """Take at most ``limit`` due feeds, one a lane, none of a lane in ``busy``, and lease them."""
        ...

    def remember(self, feed: DueFeed, outcome: PollOutcome) -> int:
        """Store a poll, its validators and its unknown entries in one transaction; give their number."""
        ...

    def knows_any(self, feed: DueFeed, entries: Sequence[Entry]) -> bool:
        """Say whether a feed had one of these entries before, by its key or its address."""
        ...


class EntryStore(Protocol):
    """Entries between first sight and article."""

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueEntry]:
        """Take at most ``limit`` entries whose article is due, as FeedStore.claim."""
        ...

    def fail(self, entry: DueEntry, failure: Failed, due_at: datetime | None) -> None:
        """Record a failed try; ``due_at`` is the next, None gives up.

        An entry that has its article all the same (from the feed's own text) stays covered, with the failure noted.
        """
        ...


class Archive(Protocol):
    """Articles, their versions, mentions and verdicts."""

    def keep(self, covered: Covered, rulings: Rulings, *, is_last: bool = False) -> Kept | Stale:
        """Judge and store a draft, its entry, its page and its alerts in one transaction.

        A canonical address that is known, with the same text or less than is kept, is a sighting: no ruling is asked
        for. With another text it is compared with what is kept, and where that makes a version of it, judged without
        the article itself, and announced only where it first names a topic or less was known before. Where that was
        read by other rules, or tagged by other names, nothing is stored and Stale given; with ``is_last`` a draft that
        was read by other rules takes its place, and is no version, and one with other names tells of no topics: what
        differs may be our own doing.
        """
        ...

    def see_again(self, sighted: Sighted) -> Kept:
        """Mark an entry as one more sighting of the article that a page has become, without reading it again."""
        ...

    def revise(
        self, look: DueLook, covered: Covered, rulings: Rulings, *, is_last: bool = False
    ) -> Kept | Stale | Failed:
        """Store what a look at an article's page brought, and plan the next look, in one transaction; see ``keep``.

        Failed where the page names another article's address now: to be recorded as any other page that is not there.
        """
        ...


class LookStore(Protocol):
    """Articles whose pages are looked at again while they are young."""

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueLook]:
        """Take at most ``limit`` articles whose page is due, the newest first, one a site, as FeedStore.claim."""
        ...

    def looked(
        self,
        look: DueLook,
        found: Looked,
        seen: SeenPage | None,
        announce_changes: AnnounceChanges = announce_to_nobody,
    ) -> int | None:
        """Record what a look came to where the text did not change, and queue the alerts that this calls for.

        Gives how many were queued; None where the look's lease was lost meanwhile: nothing was recorded then.
        """
        ...


class Habits(Protocol):
    """What outlets put on many of their pages."""

    def of(self, outlet: str) -> frozenset[int]:
        """Give the hashes of the paragraphs that recur at an outlet."""
        ...


class LinkStore(Protocol):
    """Which publisher's address stands behind an aggregator's link."""

    def target(self, url: str) -> str | None:
        """Give what was found; "" where nothing could be, None where nobody has asked yet."""
        ...

    def remember(self, url: str, target: str) -> None:
        """Store what was found, "" for nothing."""
        ...


class DeliveryStore(Protocol):
    """The outbox: what is to be sent, and what became of it."""

    def claim(self, limit: int, busy: Sequence[str]) -> list[DueDelivery]:
        """Take at most ``limit`` due deliveries, one a channel, as FeedStore.claim; what waits is composed first."""
        ...

    def sent(self, delivery: DueDelivery) -> None:
        """Mark it delivered."""
        ...

    def fail(
        self,
        delivery: DueDelivery,
        failure: Failed,
        due_at: datetime | None,
        rests_until: datetime | None = None,
        *,
        put_off_since: datetime | None = None,
    ) -> None:
        """Record a failed try; ``due_at`` is the next, None parks it as dead.

        Where the receiver said when (Retry-After), a try that is not the last is not counted, and all else that waits
        for it is due no sooner than that, or than ``rests_until``, where this is not tried again. ``put_off_since`` is
        kept with it until the next try.
        """
        ...


class SubscriptionStore(Protocol):
    """Subscriptions at WebSub hubs; each is known by its callback's token, and a feed has one at a time."""

    def wanted(self) -> list[Subscription]:
        """Give all that have not ended."""
        ...

    def find(self, token: str) -> Subscription | None:
        """Give the one whose callback has this token."""
        ...

    def of(self, feed_id: int) -> Subscription | None:
        """Give a feed's."""
        ...

    def begin(self, feed_id: int, hub: str, topic: str, *, token: str, secret: str) -> None:
        """Want a subscription, in place of the one that the feed had; its hub is to be asked at once."""
        ...

    def end(self, feed_id: int, why: str) -> None:
        """Want a feed's subscription no more; its hub is to be told at once."""
        ...

    def tidy(self) -> int:
        """End the subscriptions of feeds that are polled no more, and note leases that ran out; give their number."""
        ...

    def claim(self, limit: int) -> list[Subscription]:
        """Take at most ``limit`` whose hub is to be asked now; until it confirms, or the answer is noted, they wait."""
        ...

    def unconfirmed(self, asked: Subscription, state: SubscriptionState, detail: str, due_at: datetime) -> None:
        """Note a request that has not led to a confirmation so far, unless the hub confirmed meanwhile."""
        ...

    def confirm(self, token: str, lease_until: datetime, due_at: datetime) -> None:
        """Note that a hub delivers until ``lease_until``; ``due_at`` is when to renew."""
        ...

    def deny(self, token: str, detail: str, due_at: datetime) -> None:
        """Note that a hub will not deliver, or deliver no longer; ``due_at`` is when to ask again."""
        ...

    def delivered(self, token: str) -> None:
        """Note a delivery that was signed, and could be read."""
        ...

    def doubt(self, feed_id: int, since: datetime, detail: str) -> bool:
        """Trust a hub no more that delivered nothing since then; give whether it was trusted."""
        ...


class Channel(Protocol):
    """A way to tell people."""

    @property
    def name(self) -> str:
        """Unique; deliveries name it."""
        ...

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Deliver one message; None is success."""
        ...
