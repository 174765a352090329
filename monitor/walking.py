"""How does a long task go through the archive, and go on after a stop?

Not pure: reads and writes task, through store/tasks.py. In: what is wished for, which articles there are, what
is to be done with each. Out: what became of each, in the order of their numbers. rebuilding.py, rejudging.py and
retagging.py walk so.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from monitor.core.records.rebuilds import Step, Wish
from monitor.store.tasks import Tasks

P = TypeVar("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Walk:
    """One task's way through the archive.

    Args:
        name: of the task, under which its progress is kept; a trial has a progress of its own.
        count: says how many articles there are that were first seen since, with a number above the other.
        numbers: gives the numbers of the next of them, so many at most.
        at_once: how many articles are prepared at once.
        rules: versions of the rules that it goes by; a run that was stopped under others begins anew.
    """

    name: str
    tasks: Tasks
    count: Callable[[datetime | None, int], int]
    numbers: Callable[[datetime | None, int, int], list[int]]
    at_once: int
    rules: str

    def begin(self, wish: Wish, *, is_fresh: bool = False) -> tuple[int, int]:
        """Begin a run, or find the one that was stopped; say how many articles are done, and how many are left.

        Args:
            is_fresh: begin at the beginning all the same.
        """
        progress = self.tasks.begin(self._name(wish), self._asked(wish), wish.since, is_fresh=is_fresh or wish.is_trial)
        return articles(progress.counts), self.count(progress.since, progress.cursor)

    async def steps(
        self,
        wish: Wish,
        prepare: Callable[[int], Awaitable[P]],
        finish: Callable[[P], tuple[str, T | None]],
        measure: Callable[[T], Mapping[str, int]] = lambda _: {},
    ) -> AsyncIterator[Step[T]]:
        """Go through every article that is wished for, and give what became of each, as it goes.

        Args:
            prepare: what may be done for several articles at once, by an article's number.
            finish: what is done with them one after the other; it gives a word for what became of the article, and
                what is another. An article at which a run was killed comes again.
            measure: gives figures of what is another, which are added up beside the articles, under names that begin
                with a sign: "+mentions csto".
        """
        name = self._name(wish)
        progress = await asyncio.to_thread(self.tasks.begin, name, self._asked(wish), wish.since)
        while numbers := await asyncio.to_thread(self.numbers, progress.since, progress.cursor, self.at_once):
            prepared = await asyncio.gather(*map(prepare, numbers))
            for number, given in zip(numbers, prepared, strict=True):
                fate, found = await asyncio.to_thread(finish, given)
                added = {fate: 1, **(measure(found) if found is not None else {})}
                counts = progress.counts | {name: progress.counts.get(name, 0) + n for name, n in added.items()}
                progress = replace(progress, cursor=number, counts=counts)
                await asyncio.to_thread(self.tasks.reach, name, progress)
                yield Step(found, counts)
        await asyncio.to_thread(self.tasks.end, name)

    def _name(self, wish: Wish) -> str:
        return f"{self.name} --dry-run" if wish.is_trial else self.name

    def _asked(self, wish: Wish) -> str:
        which = f"{wish.asked} --older-rules" if wish.is_older else wish.asked
        return f"{which} by rules {self.rules}".strip()


def articles(counts: Mapping[str, int]) -> int:
    """Say how many articles a task has done with, given what it counted; figures beside them are none."""
    return sum(number for name, number in counts.items() if not name.startswith(("+", "-")))
