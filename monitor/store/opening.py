"""How is everything that is kept opened?

Not pure: opens the database and may migrate it. In: Settings and a clock. Out: Stores, which service.py and the
commands use. The owner of this process's leases is named here.
"""

import os
import secrets
import socket
from dataclasses import dataclass

from monitor.config.settings import Settings
from monitor.core.ports import Clock
from monitor.store.archive import Articles
from monitor.store.claims import Leases
from monitor.store.deliveries import Deliveries
from monitor.store.engine import Database
from monitor.store.entries import Entries
from monitor.store.feed_list import FeedList
from monitor.store.feeds import Feeds
from monitor.store.links import Links
from monitor.store.migrate import check, migrate
from monitor.store.seeds import Seeds
from monitor.store.snapshot import Snapshot, snapshot
from monitor.store.subscriptions import Subscriptions


@dataclass(frozen=True, slots=True)
class Stores:
    """The database and what is kept in it, open."""

    database: Database
    leases: Leases
    feeds: Feeds
    feed_list: FeedList
    entries: Entries
    articles: Articles
    links: Links
    subscriptions: Subscriptions
    deliveries: Deliveries
    seeds: Seeds

    def snapshot(self) -> Snapshot:
        """Count what waits and what is kept."""
        return snapshot(self.database, self.leases.clock.now())


def open_stores(settings: Settings, clock: Clock) -> Stores:
    """Open the database, bringing its schema up to date where the settings allow.

    Raises:
        SchemaTooNew: it was written by a newer program.
        TryAgainLater: it is locked or cannot be reached.
    """
    database = Database(settings.database, settings.data_dir)
    (migrate if settings.migrate else check)(database)
    owner = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
    leases = Leases(clock, owner, settings.lease_s)
    return Stores(
        database,
        leases,
        Feeds(database, leases),
        FeedList(database),
        Entries(database, leases),
        Articles(database, clock),
        Links(database, clock),
        Subscriptions(database, clock),
        Deliveries(database, leases),
        Seeds(database),
    )
