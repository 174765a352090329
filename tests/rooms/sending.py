"""Which process do tests kill that send alerts?

Not pure: keeps an article and sends, as the service does, in a process of its own. ``main`` is a program that has
imported everything once, and forks such a process for each line that it is given: importing takes longer than sending.
"""

import asyncio
import json
import os
import sys
from functools import partial

from monitor.alert.channels.webhook import WebhookChannel
from monitor.alert.composing import composer
from monitor.alert.outbox import Outbox
from monitor.alert.rules import Book, alerts_for
from monitor.config.settings import Settings, load
from monitor.core.records.alerts import DueDelivery, Rule
from monitor.core.records.articles import Covered, DueEntry
from monitor.core.records.feeds import Entry
from monitor.core.records.polls import PollOutcome
from monitor.fetch.client import Client, FetchLimits
from monitor.observe.clock import SystemClock
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from monitor.queues import Queues
from monitor.store.opening import Stores, open_stores
from tests.fakes import NOON
from tests.rooms.stores import FEED, MENTION_OF_CSTO, draft, rulings


def book_of_all() -> Book:
    """The rule that tells of every article at once."""
    return Book.of([Rule("csto", "topic:csto", story_pause_min=0)], ("webhook",), now=NOON)


def send_what_is_due(settings: Settings, number: int) -> None:
    """Keep article ``number`` (0: none), then send until nothing is due."""
    clock = SystemClock()
    stores = open_stores(settings, clock, composer(book_of_all))
    stores.leases.release_dead(stores.database)
    if number:
        keep(stores, number)
    asyncio.run(_send(settings, stores))


def keep(stores: Stores, number: int) -> None:
    """Keep an article that matches a rule."""
    due, now = due_entry(stores, number), stores.leases.clock.now()
    given = draft(number, text=f"The CSTO met for the {number}th time.", mentions=(MENTION_OF_CSTO,))
    announce = partial(alerts_for, book=book_of_all(), now=now)
    stores.articles.keep(Covered(due, given), rulings(announce=announce))


def due_entry(stores: Stores, number: int) -> DueEntry:
    """Have a feed bring an entry, and claim it."""
    now = stores.leases.clock.now()
    stores.feeds.sync([FEED])
    (feed,) = stores.feeds.claim_each()(1, [])
    entry = Entry(f"k{number}", f"https://akorda.example/{number}", "")
    stores.feeds.remember(feed, PollOutcome("ok", now, now, took_s=0, entries=(entry,)))
    (due,) = stores.entries.claim(1, [])
    return due


async def _send(settings: Settings, stores: Stores) -> None:
    client = Client(FetchLimits(settings.user_agent, settings.allow_networks, 0.0))
    channel = WebhookChannel(client, settings.webhook_url.get_secret_value())
    outbox = Outbox(stores.deliveries, {channel.name: channel}, stores.leases.clock, Journal(Metrics("test")))

    async def send(delivery: DueDelivery) -> None:
        """Send; the outbox records what came of it."""
        await outbox.send(delivery)

    await Queues(stores, settings).deliveries(send).run(until_idle=True)
    await client.aclose()


def main() -> None:
    """Read lines of JSON; for each, fork a process, say its number, and when it has ended, its exit code."""
    for line in sys.stdin:
        given = json.loads(line)
        settings, _ = load(given["environ"])
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                send_what_is_due(settings, given["number"])
                code = 0
            finally:
                os._exit(code)
        print(pid, flush=True)  # noqa: T201 - its answer
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
