"""How does a command go through the archive?

Not pure: runs a long task of the service's, with a bar on stderr. In: which task, and what is wished for. Out: each
article that is another, told as it is found; what became of all. reextract, rededup and retag go so.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from monitor.cli import terminal
from monitor.cli.progress import progress
from monitor.core.records.rebuilds import Step, Wish

if TYPE_CHECKING:
    from monitor.config.settings import Settings
    from monitor.service import Service

T = TypeVar("T")


class Task(Protocol[T]):
    """What goes through the archive."""

    def begin(self, wish: Wish, *, is_fresh: bool = False) -> tuple[int, int]:
        """Begin, or find where an earlier run was stopped; say how many articles are done, and how many are left."""
        ...

    def run(self, wish: Wish) -> AsyncIterator[Step[T]]:
        """Go on."""
        ...


@dataclass(frozen=True, slots=True)
class Tour(Generic[T]):
    """One command's way through the archive.

    Args:
        doing: a word for what is done with an article, such as "reading".
        task_of: gives the task of a service.
        tell: prints what is another with one article.
        is_fresh: begin anew, where an earlier run was stopped.
    """

    doing: str
    task_of: "Callable[[Service], Task[T]]"
    tell: Callable[[T], None]
    is_fresh: bool = False

    async def make(self, settings: "Settings", wish: Wish) -> dict[str, int]:
        """Go through what is wished for; give how many articles there were, by what became of them."""
        from monitor.observe.clock import SystemClock
        from monitor.service import Service

        service = Service(settings, SystemClock())
        counts: dict[str, int] = {}
        try:
            task = self.task_of(service)
            done, left = task.begin(wish, is_fresh=self.is_fresh)
            if done:
                terminal.note(
                    f"Going on where an earlier run was stopped, after {done} articles; --restart begins anew."
                )
            with progress(self.doing, left) as advance:
                async for step in task.run(wish):
                    counts = step.counts
                    if step.found is not None:
                        self.tell(step.found)
                    advance()
        finally:
            await service.aclose()
        return counts
