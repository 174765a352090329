"""monitor alerts test: does a channel reach anybody?

Not pure: sends a message. In: a channel's name. Out: whether it was delivered, and if not, why.
"""

import asyncio
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from monitor.config.settings import Settings
    from monitor.core.records.failures import Failed


@click.command("test")
@click.argument("channel", metavar="CHANNEL")
def command(*, channel: str) -> None:
    """Send a sample message over a CHANNEL, at once, and say what came of it.

    It tells the newest article that matches a topic, or a made-up one where there is none, and says that it is a
    sample. Nothing of it is kept. Exit code 4 where it could not be delivered.
    """
    failure = asyncio.run(_send(environment.settings(quiet=True, announces=True), channel))
    if failure is None:
        terminal.note(f"The sample was delivered over {channel}.")
        return
    terminal.note(f"The sample was not delivered over {channel}: {failure.detail} ({failure.reason})")
    raise click.exceptions.Exit(4)


async def _send(settings: "Settings", channel: str) -> "Failed | None":
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    service = Service(settings, SystemClock())
    try:
        return await service.send_sample(channel)
    finally:
        await service.aclose()
