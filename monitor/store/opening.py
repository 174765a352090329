"""How is everything that is kept opened?

Not pure: opens the database and may migrate it. In: Settings and a clock. Out: Stores, which service.py and the
commands use. The owner of this process's leases is named here.
"""

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass

from monitor.config.settings import Settings
from monitor.core.ports import Clock
from monitor.core.records.alerts import Composition, Waiting
from monitor.store.alerts.alerts import Alerts
from monitor.store.alerts.outbox import Deliveries
from monitor.store.alerts.rules import AlertRules
from monitor.store.alerts.silences import Silences
from monitor.store.alerts.snoozes import Snoozes
from monitor.store.articles.archive import Articles
from monitor.store.articles.captures import Captures
from monitor.store.articles.looks import Looks
from monitor.store.articles.rebuilds import Rebuilds
from monitor.store.articles.recurring import Recurring
from monitor.store.articles.rejudging import StoredTexts
from monitor.store.articles.retagging import NamingTexts
from monitor.store.claims import Leases
from monitor.store.company import Company
from monitor.store.engine import Database
from monitor.store.feeds.entries import Entries
from monitor.store.feeds.feed_list import FeedList
from monitor.store.feeds.feeds import Feeds
from monitor.store.feeds.links import Links
from monitor.store.feeds.subscriptions import Subscriptions
from monitor.store.following import SavedQueries, Tokens
from monitor.store.migrate import check, migrate
from monitor.store.seeds import Seeds
from monitor.store.sizes import Sizes, sizes
from monitor.store.snapshot import Snapshot, snapshot
from monitor.store.stories.stories import Stories
from monitor.store.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Stores:
    """The database and what is kept in it, open."""

    database: Database
    leases: Leases
    feeds: Feeds
    feed_list: FeedList
    entries: Entries
    articles: Articles
    captures: Captures
    looks: Looks
    habits: Recurring
    links: Links
    subscriptions: Subscriptions
    deliveries: Deliveries
    seeds: Seeds
    rebuilds: Rebuilds
    stories: Stories
    company: Company
    texts: StoredTexts
    naming: NamingTexts
    tasks: Tasks
    tokens: Tokens
    queries: SavedQueries
    alerts: Alerts
    alert_rules: AlertRules
    silences: Silences
    snoozes: Snoozes

    def sizes(self) -> Sizes:
        """Measure how much room the archive takes; a large SQLite file takes a moment."""
        return sizes(self.database)

    def snapshot(self) -> Snapshot:
        """Count what waits and what is kept."""
        return snapshot(self.database, self.leases.clock.now())


def open_stores(
    settings: Settings, clock: Clock, compose: Callable[[Waiting], Composition] = lambda _: Composition()
) -> Stores:
    """Open the database, bringing its schema up to date where the settings allow.

    Args:
        compose: makes messages of alerts that wait; without it none are made.

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
        Captures(database),
        Looks(database, leases, per_site=settings.looks_per_site_per_h),
        Recurring(database),
        Links(database, clock),
        Subscriptions(database, clock),
        Deliveries(database, leases, compose),
        Seeds(database),
        Rebuilds(database, clock),
        Stories(database, clock),
        Company(database),
        StoredTexts(database, clock),
        NamingTexts(database, clock),
        Tasks(database, clock),
        Tokens(database, clock),
        SavedQueries(database, clock),
        Alerts(database),
        AlertRules(database, clock),
        Silences(database, clock),
        Snoozes(database, clock),
    )
