"""What does one poll cost, by how its bytes travel?

Not pure: starts worlds and clients. In: a folder. Out: a row for each way: CPU ms a poll of ours, of bare aiohttp and
of bare httpx, and ours as a ratio to each. All feeds have validators here, so that an unchanged poll is a 304.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.poll.desk import Desk
from tests.bench.poll.figures import table
from tests.bench.poll.pipe import Answer, Process, python
from tests.bench.poll.world import Plan
from tests.bench.poll.world_process import WorldProcess, make_certificate

_KINDS = ("aiohttp", "httpx", "aiohttp+feedparser")


@dataclass(frozen=True, slots=True)
class Way:
    """How the bytes of a poll travel, and whether they are new."""

    name: str
    is_closing: bool = False
    is_publishing: bool = False


_PLAIN = (
    Way("unchanged, kept alive"),
    Way("unchanged, new connection", is_closing=True),
    Way("one new entry, kept alive", is_publishing=True),
)
_TLS = (Way("unchanged, kept alive, TLS"), Way("unchanged, new TLS", is_closing=True))


class Wire:
    """The rows, as they come.

    Args:
        folder: of this part's own.
        feeds: of the world.
        rounds: of which the cheapest counts.
    """

    def __init__(self, folder: Path, *, feeds: int, rounds: int) -> None:
        self._folder = folder
        folder.mkdir()
        self._feeds, self._rounds = feeds, rounds
        self._rows: list[list[object]] = []
        self.polls_per_s = 0.0

    def measure(self) -> str:
        """Measure every way and give the table."""
        self._over(Plan(self._feeds, without_validators=0), _PLAIN)
        certificate = make_certificate(self._feeds, self._folder)
        line = "new TLS left out: no openssl that can make a certificate"
        if certificate is not None:
            self._over(Plan(self._feeds, without_validators=0, certificate=str(certificate)), _TLS)
            line = ""
        head = ["CPU ms a poll", "ours", *(f"bare {kind}" for kind in _KINDS), *(f"to {kind}" for kind in _KINDS)]
        return "\n".join(filter(None, [table(head, self._rows), line]))

    def _over(self, plan: Plan, ways: tuple[Way, ...]) -> None:
        with ExitStack() as stack:
            world = stack.enter_context(WorldProcess(plan, self._folder))
            desk = Desk(self._folder / ("tls" if plan.certificate else "plain"), world)
            process = stack.enter_context(Process(python("tests.bench.poll.ours"), desk.log, desk.environment))
            loops = {}
            for kind in _KINDS:
                given = [kind, str(desk.feeds_json), str(desk.folder / f"{kind}.sqlite3"), plan.certificate]
                loops[kind] = stack.enter_context(Process(python("tests.bench.poll.loops", *given), desk.log))
            for way in ways:
                ours_ms, wall_ms = self._ms(world, partial(process.ask, how="due"), way)
                self.polls_per_s = self.polls_per_s or 1_000 / wall_ms
                # Where nothing is parsed, the loop with feedparser is the loop without.
                kinds = _KINDS if way.is_publishing else _KINDS[:2]
                others = [self._ms(world, loops[kind].ask, way)[0] for kind in kinds]
                missing = [None] * (len(_KINDS) - len(others))
                self._rows.append([way.name, ours_ms, *others, *missing, *(ours_ms / ms for ms in others), *missing])

    def _ms(self, world: WorldProcess, ask: Callable[[], Answer], way: Way) -> tuple[float, float]:
        """Give a poll's milliseconds of CPU and on the clock, the best of some rounds after the first two."""
        world.rebuild(closing=way.is_closing)
        answers = []
        for _ in range(self._rounds + 2):
            answers.append(ask())
            if way.is_publishing:
                world.publish(1)
        best = [min(answer[name] for answer in answers[2:]) for name in ("cpu_s", "wall_s")]
        return best[0] / self._feeds * 1_000, best[1] / self._feeds * 1_000
