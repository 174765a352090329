"""What happens at regular times?

Not pure: owns APScheduler. In: a few jobs with their intervals. Out: their calls, on the event loop.
The one tick a second only wakes the runners; what is due stands in the database, so that a hundred
thousand feeds cost no more jobs than one. service.py names the jobs.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler


@dataclass(frozen=True, slots=True)
class Job:
    """One regular duty.

    Args:
        name: unique, for the log.
        every_s: interval in seconds.
        run: short; whatever may take long is handed out, not awaited.
    """

    name: str
    every_s: float
    run: Callable[[], Awaitable[None]]


class Scheduler:
    """Runs a few jobs at their intervals; a run that is late is made up for once, not many times."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for job in jobs:
            self._scheduler.add_job(
                job.run,
                "interval",
                seconds=job.every_s,
                id=job.name,
                name=job.name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Begin; needs the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End at once; jobs only hand work out, so nothing is cut off."""
        self._scheduler.shutdown(wait=False)
