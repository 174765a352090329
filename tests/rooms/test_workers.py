"""Can pure work be killed, and does it take nothing else with it?"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

import psutil
import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.workers import Workers


class Abacus:
    """What a worker process holds in these tests."""

    def __init__(self, start: int) -> None:
        self.start = start

    def add(self, number: int) -> int:
        return self.start + number

    def pid(self) -> int:
        return os.getpid()

    def hang(self) -> int:
        while True:
            pass

    def swell(self) -> int:
        return len(bytearray(2 << 30))

    def die(self) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def die_talking(self) -> bytes:
        """Die in the middle of a long answer."""
        subprocess.Popen([sys.executable, "-c", f"import os,time; time.sleep(.3); os.kill({os.getpid()}, 9)"])
        return b"x" * (300 << 20)

    def nap(self) -> int:
        time.sleep(0.5)
        return self.start

    def stumble(self) -> int:
        raise KeyError("odd input")


class Fragile:
    """What no process can be started with."""

    def __init__(self, given: Iterator[int]) -> None:
        self.given = given

    def look(self) -> int:
        return 1


CRASHES: list[Exception] = []


@pytest.fixture
def workers() -> Iterator[Workers[Abacus]]:
    made = Workers(partial(Abacus, 40), count=2, memory_bytes=512 << 20, crashed=CRASHES.append)
    yield made
    made.close()


async def test_a_job_runs_on_the_processes_own_object(workers: Workers[Abacus]) -> None:
    assert await workers.run(Abacus.add, 10, 2) == 42


async def test_a_job_that_hangs_is_killed_at_its_deadline(workers: Workers[Abacus]) -> None:
    answer = await workers.run(Abacus.hang, 0.3)

    assert isinstance(answer, Failed)
    assert answer.reason is Reason.WORKER_TOO_SLOW


async def test_a_job_that_swells_is_stopped_at_its_memory_limit(workers: Workers[Abacus]) -> None:
    answer = await workers.run(Abacus.swell, 30)

    assert isinstance(answer, Failed)
    assert answer.reason is Reason.WORKER_OUT_OF_MEMORY
    assert "512 MB" in answer.detail


@pytest.mark.parametrize("job", [Abacus.die, Abacus.die_talking])
async def test_a_process_that_dies_costs_its_own_job_only(workers: Workers[Abacus], job: object) -> None:
    answer = await workers.run(job, 30)  # type: ignore[arg-type] # parametrised: each is a method of Abacus

    assert isinstance(answer, Failed)
    assert answer.reason is Reason.WORKER_DIED
    assert await asyncio.gather(*(workers.run(Abacus.add, 10, n) for n in range(6))) == [40, 41, 42, 43, 44, 45]


async def test_a_process_that_died_while_idle_costs_nothing(workers: Workers[Abacus]) -> None:
    pids = {await workers.run(Abacus.pid, 10) for _ in range(4)}
    for pid in pids:
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGKILL)

    assert await asyncio.gather(*(workers.run(Abacus.add, 10, n) for n in range(4))) == [40, 41, 42, 43]


async def test_a_signal_to_the_whole_group_leaves_the_work_in_hand_alone(workers: Workers[Abacus]) -> None:
    pid = await workers.run(Abacus.pid, 10)
    assert isinstance(pid, int)
    busy = asyncio.ensure_future(workers.run(Abacus.nap, 10))
    await asyncio.sleep(0.1)

    os.kill(pid, signal.SIGTERM)

    assert await busy == 40


async def test_a_process_that_cannot_start_costs_its_own_job_only() -> None:
    workers = Workers(
        partial(Fragile, (n for n in [1])), count=1, memory_bytes=512 << 20, crashed=CRASHES.append
    )  # a generator cannot be pickled
    try:
        with pytest.raises(TypeError):
            await asyncio.wait_for(workers.run(Fragile.look, 10), 20)
        with pytest.raises(TypeError):
            await asyncio.wait_for(workers.run(Fragile.look, 10), 20)
    finally:
        await asyncio.wait_for(asyncio.to_thread(workers.close), 10)


async def test_what_a_job_raises_costs_that_job_only_and_is_told(workers: Workers[Abacus]) -> None:
    CRASHES.clear()

    answer = await workers.run(Abacus.stumble, 10)

    assert isinstance(answer, Failed)
    assert (answer.reason, answer.is_final) == (Reason.BUG, True)
    assert [str(error) for error in CRASHES] == ["KeyError: 'odd input'"]


async def test_a_job_that_waits_for_a_process_does_not_use_up_its_deadline(workers: Workers[Abacus]) -> None:
    jobs = [workers.run(Abacus.hang, 0.4), workers.run(Abacus.hang, 0.4), workers.run(Abacus.add, 0.3, 1)]

    assert (await asyncio.gather(*jobs))[2] == 41


async def test_closing_ends_every_process_at_once(workers: Workers[Abacus]) -> None:
    pid = await workers.run(Abacus.pid, 10)
    hanging = asyncio.ensure_future(workers.run(Abacus.hang, 100))
    await asyncio.sleep(0)

    await asyncio.to_thread(workers.close)

    assert isinstance(pid, int)
    assert not psutil.pid_exists(pid)
    await asyncio.gather(hanging, return_exceptions=True)


def test_worker_processes_end_with_a_parent_that_was_killed() -> None:
    program = (
        "import asyncio, os\n"
        "from functools import partial\n"
        "from monitor.workers import Workers\n"
        "async def main():\n"
        "    workers = Workers(partial(int, 1), count=1, memory_bytes=1 << 30, crashed=print)\n"
        "    await workers.run(int.bit_length, 20)\n"
        "    print(workers._alive.pop()._process.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    pid = int(done.stdout)

    until = time.monotonic() + 10
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until, f"worker {pid} outlives its parent"
        time.sleep(0.05)
