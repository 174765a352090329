"""How long is an article's way from kept to told, and does a channel that hangs keep the others waiting?

Not pure: runs the outbox over a real SQLite file and real HTTP on this machine, at a hundred matches a minute; takes
two minutes. In: nothing. Out: percentiles in seconds, alone and beside a channel that never answers; their ratio.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from statistics import quantiles

from monitor.alert.channels.webhook import WebhookChannel
from monitor.alert.composing import compose
from monitor.alert.outbox import Outbox
from monitor.alert.rules import Book, alerts_for
from monitor.config.settings import Settings
from monitor.core.records.alerts import DueDelivery, Rule
from monitor.core.records.articles import Covered
from monitor.fetch.client import Client, FetchLimits
from monitor.observe.clock import SystemClock
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from monitor.queues import Queues
from monitor.store.opening import Stores, open_stores
from tests.rooms.sending import due_entry
from tests.rooms.stores import MENTION_OF_CSTO, draft, rulings

_MATCHES, _EVERY_S = 100, 0.6


@dataclass
class _World:
    """A receiver that answers at once, and one that never does; when what came in where."""

    kept_at: dict[str, float] = field(default_factory=dict)
    took_s: list[float] = field(default_factory=list)
    all_came: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take messages, and note how long each was on its way."""
        while head := await _head(reader):
            body = await reader.readexactly(int(head["content-length"]))
            url = body.decode().partition('"url": "')[2].partition('"')[0]
            self.took_s.append(time.monotonic() - self.kept_at[url])
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            if len(self.took_s) == _MATCHES:
                self.all_came.set()
        writer.close()

    async def hang(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take what comes, and say nothing."""
        await reader.read()
        writer.close()


async def _head(reader: asyncio.StreamReader) -> dict[str, str]:
    lines = []
    while (line := await reader.readline()) not in (b"", b"\r\n"):
        lines.append(line.decode().partition(":"))
    return {name.lower(): value.strip() for name, _, value in lines}


async def _measure(*, beside_a_hanging_one: bool) -> list[float]:
    """Keep articles at an even pace; give the seconds from kept to received."""
    world = _World()
    good = await asyncio.start_server(world.answer, "127.0.0.1", 0)
    bad = await asyncio.start_server(world.hang, "127.0.0.1", 0)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), allow_networks=(ip_network("127.0.0.0/8"),), domain_pause_s=0.0)
        stores = open_stores(settings, SystemClock(), compose)
        client = Client(FetchLimits(settings.user_agent, settings.allow_networks, 0.0))
        servers = {"good": good, "hanging": bad} if beside_a_hanging_one else {"good": good}
        channels = {name: WebhookChannel(client, _address(server), name=name) for name, server in servers.items()}
        outbox = Outbox(stores.deliveries, channels, stores.leases.clock, Journal(Metrics("bench")))

        async def send(delivery: DueDelivery) -> None:
            await outbox.send(delivery)

        runner = Queues(stores, settings).deliveries(send)
        running = asyncio.ensure_future(runner.run())
        await _keep_all(stores, tuple(channels), world, runner.wake)
        await world.all_came.wait()
        await runner.stop(0.0)
        await running
        await client.aclose()
        stores.database.close()
    for server in (good, bad):
        server.close()
    return sorted(world.took_s)


async def _keep_all(stores: Stores, channels: tuple[str, ...], world: _World, wake: Callable[[], None]) -> None:
    book = Book.of([Rule("csto", "topic:csto")], channels, now=stores.leases.clock.now())
    began = time.monotonic()
    for number in range(1, _MATCHES + 1):
        await asyncio.sleep(max(0.0, began + number * _EVERY_S - time.monotonic()))
        due = await asyncio.to_thread(due_entry, stores, number)
        text = f"The CSTO met for the {number}th time, in the {number * 7}th house of the {number * 13}th street."
        given = draft(number, text=text, mentions=(MENTION_OF_CSTO,))
        announce = partial(alerts_for, book=book, now=stores.leases.clock.now())
        world.kept_at[given.article.canonical_url] = time.monotonic()
        await asyncio.to_thread(stores.articles.keep, Covered(due, given), rulings(announce=announce))
        wake()


def _address(server: asyncio.Server) -> str:
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"


def main() -> None:
    """Measure both, and print them."""
    p95s = []
    for what, beside in (("alone", False), ("beside a channel that hangs", True)):
        took_s = asyncio.run(_measure(beside_a_hanging_one=beside))
        cuts = quantiles(took_s, n=100)
        p95s.append(cuts[94])
        print(f"kept to received, {what:28s} p50 {cuts[49]:.3f} s   p95 {cuts[94]:.3f} s   p99 {cuts[98]:.3f} s")
    print(f"p95 beside a hanging channel to p95 alone: {p95s[1] / p95s[0]:.2f}")


if __name__ == "__main__":
    main()
