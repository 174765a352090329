"""How does each client go through the three rounds?

Not pure: starts processes. In: a world and a folder. Out: a Client with the figures of its rounds.
Round 1: everything is new. Round 2: nothing has changed. Round 3: one feed in ten has one new entry.
"""

import json
from collections.abc import Callable
from pathlib import Path

from tests.bench.poll.cpu import Cost, run
from tests.bench.poll.desk import Desk
from tests.bench.poll.figures import ROUNDS, Client, Round
from tests.bench.poll.pipe import Answer, Process, python
from tests.bench.poll.world_process import WorldProcess

_OURS = python("tests.bench.poll.ours")
#: So many of a fresh client's entries are known after a round, or None where it keeps none.
Kept = Callable[[], int | None]


def loop(kind: str, world: WorldProcess, folder: Path) -> Client:
    """Run one of the loops of loops.py, in one process."""
    desk = Desk(folder, world)
    command = python(
        "tests.bench.poll.loops", kind, str(desk.feeds_json), str(folder / "known.sqlite3"), world.plan.certificate
    )
    client = Client(f"bare {kind}")
    client.start_s = run(command, log=desk.log, environment={}).cpu_s
    (folder / "known.sqlite3").unlink(missing_ok=True)
    keeps = kind == "aiohttp+feedparser"
    with Process(command, desk.log) as process:
        _go_through(client, world, lambda _: _long_lived(client, process.ask(), keeps=keeps))
    return client


def ours_living(world: WorldProcess, folder: Path) -> Client:
    """Run our polling in one process, logging each poll as the service does."""
    desk = Desk(folder, world)
    client = Client("ours, one process")
    client.start_s = run(_OURS, log=desk.log, environment=desk.environment).cpu_s
    with Process(_OURS, desk.log, desk.environment) as process:

        def act(_: int) -> tuple[float, float, int | None, str]:
            answer = process.ask(how="due")
            cost = _long_lived(client, answer, keeps=True)
            return *cost[:3], _wrong(answer, desk)

        _go_through(client, world, act)
    return client


def ours_fresh(world: WorldProcess, folder: Path) -> Client:
    """Run our polling as a process a round, as quiet as `monitor poll`."""
    desk = Desk(folder, world)
    client = Client("ours, a process a round", is_fresh=True)
    environment = desk.environment | {"MONITOR_LOG_LEVEL": "warning"}

    def act(_: int) -> tuple[float, float, int | None, str]:
        cost = run(_OURS, log=desk.log, environment=environment, said='{"how": "once"}\n')
        answer = cost.answer()
        client.memory_mb = max(client.memory_mb, answer["tree_mb"])
        return cost.cpu_s, cost.wall_s, answer["new"], _wrong(answer, desk)

    _go_through(client, world, act)
    return client


def ours_whole(world: WorldProcess, folder: Path) -> Client:
    """Run `monitor poll --all`, which also makes an article of each new entry out of the feed's own text."""
    desk = Desk(folder, world)
    client = Client("monitor poll --all, articles and all", is_fresh=True)
    known = 0

    def act(_: int) -> tuple[float, float, int | None, str]:
        nonlocal known
        command = python("monitor", "poll", "--all", "--json")
        cost = run(command, log=desk.log, environment=desk.environment)
        answer = json.loads("\n".join(cost.lines))
        every, unlike = desk.kept()
        known, new = every, every - known
        problem = "an entry twice" if every != unlike else ""
        if answer["failed"] or cost.code != 0:
            problem = f"{answer['failed']} polls failed, exit code {cost.code}"
        client.memory_mb = max(client.memory_mb, cost.largest_mb)
        return cost.cpu_s, cost.wall_s, new, problem

    _go_through(client, world, act)
    return client


def fresh(client: Client, world: WorldProcess, start: Callable[[int], Cost], kept: Kept) -> Client:
    """Run somebody else's program, a process a round."""
    known = 0

    def act(number: int) -> tuple[float, float, int | None, str]:
        nonlocal known
        cost = start(number)
        every = kept()
        new = None if every is None else every - known
        known = every or 0
        client.memory_mb = max(client.memory_mb, cost.largest_mb)
        return cost.cpu_s, cost.wall_s, new, f"exit code {cost.code}" if cost.code else ""

    _go_through(client, world, act)
    return client


def _long_lived(client: Client, answer: Answer, *, keeps: bool) -> tuple[float, float, int | None, str]:
    client.memory_mb = max(client.memory_mb, answer["tree_mb"])
    return answer["cpu_s"], answer["wall_s"], answer["new"] if keeps else None, ""


def _wrong(answer: Answer, desk: Desk) -> str:
    every, unlike = desk.kept()
    if answer["failed"]:
        return f"{answer['failed']} polls failed, such as: {answer['why']}"
    return f"{every - unlike} entries twice" if every != unlike else ""


def _go_through(
    client: Client, world: WorldProcess, act: Callable[[int], tuple[float, float, int | None, str]]
) -> None:
    world.rebuild()
    feeds = world.plan.feeds
    expected = [feeds * world.plan.entries, 0, 0]
    for number in range(len(ROUNDS)):
        if number == 2:
            expected[2] = world.publish(10)
        cpu_s, wall_s, new, problem = act(number)
        asked = world.counts()
        if not problem and new not in (None, expected[number]):
            problem = f"{new} new entries instead of {expected[number]}"
        if not problem and (asked["least"], asked["most"]) != (1, 1):
            problem = f"a feed was asked {asked['least']} to {asked['most']} times instead of once"
        client.rounds.append(Round(cpu_s, wall_s, new, asked["requests"], asked["others"], problem))
