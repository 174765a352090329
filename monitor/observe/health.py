"""Is the service alive, and is it ready?

Not pure: keeps what the parts report. In: heartbeats, and each part's word that it is well or not.
Out: reasons for a person, by name of the part; none of it asks a database at the moment of the question.
web/probes.py answers from it.
"""

from datetime import datetime, timedelta

from monitor.core.ports import Clock


class Health:
    """What each part last said of itself.

    Args:
        beat_every_s: how often the scheduler is meant to tick, in seconds.
    """

    def __init__(self, clock: Clock, *, beat_every_s: float) -> None:
        self._clock = clock
        self._late = timedelta(seconds=max(10 * beat_every_s, 10))
        self._last_beat: datetime | None = None
        self._problems: dict[str, str] = {"start": "The service is starting."}

    def beat(self) -> None:
        """Note a tick of the scheduler."""
        self._last_beat = self._clock.now()

    def report(self, part: str, problem: str = "") -> None:
        """Note that a part is well ("") or what is wrong with it."""
        self._problems.pop(part, None)
        if problem:
            self._problems[part] = problem

    def problems(self) -> dict[str, str]:
        """Say why the service is not ready, by part; empty when it is."""
        problems = dict(self._problems)
        if self._last_beat is not None and self._clock.now() - self._last_beat > self._late:
            problems["scheduler"] = f"The scheduler has not ticked since {self._last_beat:%Y-%m-%d %H:%M:%SZ}."
        return problems

    @property
    def is_alive(self) -> bool:
        """Whether the event loop turns and, once started, the scheduler ticks."""
        return "scheduler" not in self.problems()
