"""What does our polling cost, without the articles behind it?

Not pure: the inside of the client process that ours.py starts. In: the MONITOR_ environment, then one command a line.
Out: per round its CPU, that of the worker processes included, and what it found.

It builds the service as it is and runs its feeds' runner alone: claim, fetch, parse in a worker, remember. ``once``
takes every feed, due or not, as `monitor poll --all` does; ``due`` makes every feed due and has the service's own
claim take them, as `monitor run` does.
"""

import asyncio
import os
import sys
from typing import Any

from monitor.config.settings import load
from monitor.core.records.polls import DueFeed
from monitor.observe import log
from monitor.observe.clock import SystemClock
from monitor.pipeline import PollReport
from monitor.service import Service
from tests.bench.poll.cpu import Meter, memory_mb
from tests.bench.poll.pipe import answer_commands


class Ours:
    """The service, of which only the polling runs."""

    def __init__(self) -> None:
        settings, _ = load(os.environ)
        log.configure(settings.log_format, settings.log_level, sys.stderr)
        self.service = Service(settings, SystemClock())
        self.service._follow_files()

    async def round(self, how: str) -> list[PollReport]:
        """Poll every feed once."""
        feeds = self.service.stores.feeds
        if how == "due":
            feeds.hasten(list(feeds.names()))
        reports: list[PollReport] = []

        async def poll(feed: DueFeed) -> None:
            reports.append(await self.service._pipeline.poll(feed))

        claim = feeds.claim if how == "due" else feeds.claim_each()
        await self.service._queues.feeds(poll, claim).run(until_idle=True)
        return reports

    async def act(self, command: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
        """Run a round, or several, and say what they cost."""
        meter = Meter()
        reports: list[PollReport] = []
        for _ in range(command.get("rounds", 1)):
            reports = await self.round(command["how"])
        if command.get("sweep"):
            await asyncio.to_thread(self.service.stores.feeds.forget_old_polls)
        return {
            **meter.read(),
            **memory_mb(),
            "polls": len(reports),
            "failed": sum(report.failure is not None for report in reports),
            "why": next((str(report.failure) for report in reports if report.failure), ""),
            "new": sum(report.new for report in reports),
        }


async def serve() -> None:
    """Answer commands until standard input ends."""
    ours = Ours()
    try:
        await answer_commands(ours.act)
    finally:
        await ours.service.aclose()
