"""What time is it?

Not pure: the one place that reads the clock of the machine.
In: nothing. Out: the moment, aware UTC. service.py hands it to whoever needs the time.
"""

from datetime import UTC, datetime


class SystemClock:
    """The machine's own clock, behind core.ports.Clock."""

    def now(self) -> datetime:
        """Give the moment, aware UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that all others take the time from
