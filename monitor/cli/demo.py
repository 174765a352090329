"""monitor demo: the service against a small news world of our own.

Not pure: runs both in one process, on 127.0.0.1, in a folder of its own. In: nothing. Out: articles arriving.
"""

import asyncio
import os
import tempfile
from pathlib import Path

import click

from monitor.cli import terminal
from monitor.core.counting import counted


@click.command("demo")
@click.option("--every", default=2.0, show_default=True, type=click.FloatRange(0.1), help="Seconds between articles.")
@click.option("--listen", default="127.0.0.1:8080", show_default=True, help="Where the service's pages are.")
def command(*, every: float, listen: str) -> None:
    """Run the service against a small news world of our own.

    Eight outlets on 127.0.0.1 publish articles that we wrote, in four languages, one every few seconds; the service
    polls them, tags, compares and announces. Nothing leaves this machine, and nothing is kept after it ends.
    """
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as folder:
        asyncio.run(_demo(Path(folder), every, listen))


async def _demo(folder: Path, every: float, listen: str) -> None:
    from monitor.cli.run import serve
    from monitor.config.settings import load
    from monitor.demo.world import World, keep_publishing
    from monitor.observe import log
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    async with World() as world:
        feeds = folder / "feeds.yaml"
        feeds.write_text(world.feeds_yaml("1m"), encoding="utf-8")
        settings, _ = load(
            {
                "MONITOR_DATA_DIR": str(folder),
                "MONITOR_FEEDS": str(feeds),
                "MONITOR_LISTEN": listen,
                "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8",
                "MONITOR_DOMAIN_PAUSE_S": "0",
                "MONITOR_WEBHOOK_URL": world.hook_url,
                "MONITOR_LOG_LEVEL": os.environ.get("MONITOR_LOG_LEVEL", ""),
            }
        )
        log.configure(settings.log_format, settings.log_level)
        service = Service(settings, SystemClock())
        terminal.note(
            f"{counted(len(world.outlets), 'outlet')} publishing; watch at http://{listen}/ and end it with Ctrl-C."
        )

        async def hasten(outlet: str) -> None:  # so that nobody waits a minute for the next poll
            await asyncio.to_thread(service.stores.feeds.hasten, [outlet])

        publishing = asyncio.ensure_future(keep_publishing(world, every, asyncio.Event(), hasten))
        try:
            await serve(service)
        finally:
            publishing.cancel()
            terminal.note(f"{counted(len(world.received), 'alert')} reached the webhook.")
