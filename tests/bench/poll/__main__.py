"""How does our polling do beside bare loops and other feed readers?

Not pure: measures CPU time on this machine. In: options. Out: tables on stdout; exit code 1 where what must be reached
is not. Every figure stands beside one of the same run: seconds differ between machines, ratios hardly.
The server's CPU is never counted. Run by: make bench-poll
"""

import argparse
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.poll import clients, lateness, memory, peers
from tests.bench.poll.figures import Client, rounds_table, table, verdicts
from tests.bench.poll.memory import Growth
from tests.bench.poll.wire import Wire
from tests.bench.poll.world import Plan
from tests.bench.poll.world_process import WorldProcess

_PARTS = ("rounds", "whole", "wire", "peers", "lateness", "memory")
_QUICK = ("rounds", "wire", "memory")


def main() -> int:
    """Measure, print, and say whether everything was reached."""
    options = _options()
    reached: list[tuple[str, bool]] = []
    with TemporaryDirectory(prefix="bench-poll-") as name:
        folder = Path(name)
        parts = _Parts(options, folder, reached)
        for part in [part for part in _PARTS if part in options.parts]:
            began = time.monotonic()
            getattr(parts, part)()
            print(f"({part} took {time.monotonic() - began:.0f} s)\n", flush=True)
    print("Must reach")
    for text, is_reached in reached:
        print(f"  {'reached' if is_reached else 'MISSED '}  {text}")
    return 0 if all(is_reached for _, is_reached in reached) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-poll", description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(_PARTS)}; all where none is named")
    parser.add_argument("--quick", action="store_true", help="100 feeds, no other readers, no lateness")
    parser.add_argument("--feeds", type=int, default=0, help="in the rounds (500; --quick 100)")
    parser.add_argument("--venv", type=Path, help="where lemon24/reader is or shall be installed (a folder of the run)")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(_PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    options.parts = options.parts or (_QUICK if options.quick else _PARTS)
    options.feeds = options.feeds or (100 if options.quick else 500)
    return options


class _Parts:
    """What is measured, part by part; each prints its own table."""

    def __init__(self, options: argparse.Namespace, folder: Path, reached: list[tuple[str, bool]]) -> None:
        self._options = options
        self._folder = folder
        self._reached = reached
        self._bare: Client | None = None
        self._beside = ThreadPoolExecutor(1)
        self._growth: Future[Growth] | None = None

    def rounds(self) -> None:
        """Three rounds over the same feeds: bare loops and our polling (bare httpx: see ``wire``)."""
        with self._world() as world:
            bare = self._bare_loop(world)
            living = clients.ours_living(world, self._folder / "living")
            every = [bare, living, clients.ours_fresh(world, self._folder / "fresh")]
            every.append(clients.loop("aiohttp", world, self._folder / "aiohttp"))
        self._print(every, bare)
        for client in every:
            self._keep_problems(client)
        polls_per_s = world.plan.feeds / living.rounds[1].wall_s
        print(f"ours: {polls_per_s:.0f} polls a second where nothing changed, on the clock")
        # A service runs for months: what it costs to start is told above, and is no part of what a poll costs.
        self._reached.extend(verdicts(living, bare))

    def whole(self) -> None:
        """`monitor poll --all`, which also makes articles, on fewer feeds."""
        feeds = self._options.feeds // 20
        with WorldProcess(Plan(feeds), self._folder) as world:
            client = clients.ours_whole(world, self._folder / "whole")
        self._keep_problems(client)
        first = client.rounds[0]
        rows = [[client.name, *(r.cpu_s for r in client.rounds), first.cpu_s / (first.new or 1) * 1_000]]
        print(table([f"{feeds} feeds, CPU s", "all new", "nothing changed", "one new on 10 %", "ms an article"], rows))

    def wire(self) -> None:
        """One poll, by how its bytes travel."""
        quick = self._options.quick
        wire = Wire(self._folder / "wire", feeds=25 if quick else 80, rounds=2 if quick else 3)
        print(wire.measure())
        print(f"ours: {wire.polls_per_s:.0f} polls a second, unchanged and kept alive, on the clock")

    def peers(self) -> None:
        """Other feed readers over the same feeds."""
        venv = self._options.venv or self._folder / "venv"
        with self._world() as world:
            bare = self._bare or self._bare_loop(world)
            found = (
                peers.lemon24_reader(world, self._folder / "reader", venv),
                peers.newsboat(world, self._folder / "newsboat"),
            )
        ran = [client for client in found if isinstance(client, Client)]
        self._print([bare, *ran], bare)
        for note in (
            *(note for note in found if isinstance(note, str)),
            *(p for client in ran for p in client.problems),
        ):
            print(note)

    def lateness(self) -> None:
        """How late feeds are polled while others hang; memory, if asked for too, is measured beside it."""
        quick = self._options.quick
        if "memory" in self._options.parts:
            self._growth = self._beside.submit(self._measure_memory)
        folder = self._folder / "lateness"
        late = lateness.measure(400 if quick else 2_000, seconds=70 if quick else 90, folder=folder)
        print("\n".join(late.lines))
        text = f"lateness p99 {late.p99_s:.1f} s (under {lateness.TARGET_S:.0f})"
        self._reached.append((text, late.p99_s < lateness.TARGET_S))

    def memory(self) -> None:
        """Memory over many polls."""
        growth = self._growth.result() if self._growth else self._measure_memory()
        print(growth.line)
        if not self._options.quick:  # too few polls to judge by
            text = f"memory: {growth.mb_in_50_000:.1f} MB more in 50,000 polls (under {memory.FLAT_MB:.0f})"
            self._reached.append((text, growth.mb_in_50_000 < memory.FLAT_MB))

    def _measure_memory(self) -> Growth:
        return memory.measure(2_500 if self._options.quick else 50_000, self._folder / "memory")

    def _world(self) -> WorldProcess:
        return WorldProcess(Plan(self._options.feeds), self._folder)

    def _bare_loop(self, world: WorldProcess) -> Client:
        self._bare = clients.loop("aiohttp+feedparser", world, self._folder / "bare")
        return self._bare

    def _print(self, every: list[Client], bare: Client) -> None:
        print(
            f"{self._options.feeds} feeds of 30 entries, 80 % with validators; CPU seconds, and ratios to the bare loop"
        )
        print("(a process a round: with its start, beside the bare loop with its own; one process: without)")
        print(rounds_table(every, bare))

    def _keep_problems(self, client: Client) -> None:
        self._reached.extend((problem, False) for problem in client.problems)


if __name__ == "__main__":
    sys.exit(main())
