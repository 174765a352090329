"""Does memory stay flat over many polls?

Not pure: starts a world and our polling. In: how many polls, a folder. Out: lines of text, and the growth.
One process polls unchanged feeds round after round; every few rounds it forgets old polls, as the service does, and
its resident memory is read. The first third is warm-up: each feed's history grows to the 50 polls that are kept, and
with it the pages of the database in memory.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.bench.poll.desk import Desk
from tests.bench.poll.figures import slope
from tests.bench.poll.pipe import Process, python
from tests.bench.poll.world import Plan
from tests.bench.poll.world_process import WorldProcess

#: Growth of the heap over 50,000 polls that still counts as flat.
FLAT_MB = 2.0
_ROUNDS = 250
_ROUNDS_A_LOOK = 10


@dataclass(frozen=True, slots=True)
class Growth:
    """What came of it."""

    line: str
    mb_in_50_000: float


def measure(polls: int, folder: Path) -> Growth:
    """Poll so many times and say how memory grew."""
    feeds = polls // _ROUNDS
    with WorldProcess(Plan(feeds), folder.parent) as world:
        desk = Desk(folder, world)
        with Process(python("tests.bench.poll.ours"), desk.log, desk.environment) as process:
            process.ask(how="due")
            looks: list[tuple[int, float, float]] = []
            for done in range(_ROUNDS_A_LOOK, _ROUNDS + 1, _ROUNDS_A_LOOK):
                answer = process.ask(how="due", rounds=_ROUNDS_A_LOOK, sweep=True)
                looks.append((done * feeds, answer["rss_mb"], answer["heap_mb"]))
    settled = looks[len(looks) // 3 :]
    grown = slope([(n, heap) for n, _, heap in settled]) * 50_000
    line = (
        f"{looks[-1][0]} polls: resident {settled[0][1]:.1f} MB after"
        f" {settled[0][0]} and {settled[-1][1]:.1f} at the end, heap {settled[0][2]:.1f} and {settled[-1][2]:.1f} MB;"
        f" in 50,000 polls the heap would grow by {grown:.1f} MB (flat: under {FLAT_MB:.0f})"
    )
    return Growth(line, grown)
