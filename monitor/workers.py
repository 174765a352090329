"""How does pure work run so that it can be killed?

Not pure: owns processes and the threads that wait for them. In: a method of the workers' own object, with
arguments that can be pickled. Out: what the method gives back, or Failed where it ran out of time or memory,
took its process down, or raised: odd input finds odd faults in parsers.

Each process makes its object once (a matcher of names costs more to send than to keep) and has a pipe of
its own, so that one that hangs, swells or dies takes one job with it and is replaced.
docs/decisions/0002 says why this is not a library's pool.
"""

import asyncio
import multiprocessing
import os
import queue
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast

from monitor.core.records.failures import Failed, Reason, bug

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")

_JOBS_PER_PROCESS = 2_000  # parsers leak a little; a fresh process now and then keeps memory flat
_START_S = 60.0
# Not fork: the parent has threads. A server without any forks in its place, and has imported once what all need.
_context = multiprocessing.get_context("forkserver")


class Workers(Generic[T]):
    """A few processes that each hold one object of type T and run its methods.

    Args:
        make: makes the object, called once in each process; must be picklable.
        count: processes.
        memory_bytes: limit on each process's data (heap and private mappings).
        crashed: is told what a method raised, for the log.
    """

    def __init__(
        self, make: Callable[[], T], *, count: int, memory_bytes: int, crashed: Callable[[Exception], None]
    ) -> None:
        _context.set_forkserver_preload([make.func.__module__ if isinstance(make, partial) else make.__module__])
        self._make = make
        self._memory_bytes = memory_bytes
        self._crashed = crashed
        self._idle: queue.SimpleQueue[_Process | None] = queue.SimpleQueue()
        self._alive: set[_Process] = set()
        self._closed = False
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")
        for _ in range(count):
            self._idle.put(None)  # a place; its process starts with its first job

    async def run(
        self, job: Callable[Concatenate[T, P], R], deadline_s: float, *args: P.args, **kwargs: P.kwargs
    ) -> R | Failed:
        """Run a method of the workers' object, such as ``Reader.parse``, in one of the processes.

        The deadline counts from the start of the work, not from its queueing.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._run, partial(_bound, job, args, kwargs), deadline_s)

    def close(self) -> None:
        """End the processes at once, whatever they are doing."""
        self._closed = True
        for process in list(self._alive):
            process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Callable[[T], R], deadline_s: float) -> R | Failed:
        process = self._idle.get()
        try:
            try:
                process = process or self._start()
                fine, value = process.call(job, deadline_s)
            except (EOFError, ConnectionError):  # it may have been dead before: a second, fresh process gets the job
                self._end(process)
                process = self._start()
                fine, value = process.call(job, deadline_s)
        except TimeoutError:
            self._end(process)
            return _failed(Reason.WORKER_TOO_SLOW, f"Reading it took more than {deadline_s:g} s and was stopped.")
        except (EOFError, OSError) as error:
            how = self._end(process) or f"could not start: {error}"
            return Failed(Reason.WORKER_DIED, f"Two processes that read it died ({how}); others take their place.")
        finally:
            if process is not None and process.jobs >= _JOBS_PER_PROCESS:
                self._end(process)
            self._idle.put(process if process in self._alive else None)
        if fine:
            return cast("R", value)
        if isinstance(value, MemoryError):
            limit_mb = self._memory_bytes >> 20
            return _failed(Reason.WORKER_OUT_OF_MEMORY, f"Reading it needed more than {limit_mb} MB and was stopped.")
        raised = cast("Exception", value)
        self._crashed(raised)
        return replace(bug(raised), is_final=True)  # the same input would find the same fault

    def _start(self) -> "_Process":
        process = _Process(self._make, self._memory_bytes)
        self._alive.add(process)
        if self._closed:
            process.kill()
        return process

    def _end(self, process: "_Process | None") -> str:
        """End a process, if there is one, and say how it ended."""
        if process is None:
            return ""
        self._alive.discard(process)
        return process.kill()


class _Process:
    """One worker process, seen from the parent."""

    def __init__(self, make: Callable[[], object], memory_bytes: int) -> None:
        self._pipe, far_end = _context.Pipe()
        self._process = _context.Process(
            target=_serve, args=(far_end, make, memory_bytes), daemon=True, name="monitor-worker"
        )
        self._process.start()
        far_end.close()  # so that the process's end is the pipe's end
        self.jobs = 0

    def call(self, job: object, deadline_s: float) -> tuple[bool, object]:
        """Run one job; the first waits for the process to be ready."""
        if not self.jobs and not self._pipe.poll(_START_S):
            raise EOFError
        if not self.jobs:
            self._pipe.recv()
        self.jobs += 1
        self._pipe.send(job)
        if not self._pipe.poll(deadline_s):
            raise TimeoutError
        return cast("tuple[bool, object]", self._pipe.recv())

    def kill(self) -> str:
        """End it; give a word for how it ended. Closing the pipe is left to whoever reads from it."""
        self._process.kill()
        self._process.join(5)
        return f"exit code {self._process.exitcode}"


def _serve(pipe: Connection, make: Callable[[], object], memory_bytes: int) -> None:
    """Be a worker process: make the object, then answer jobs until the parent is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):  # sent to the whole group, they are the parent's to handle
        signal.signal(number, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:  # a job may be running when the parent is killed: do not outlive it
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    own = make()
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    pipe.send("ready")
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(job, own))


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _bound(job: Callable[..., R], args: tuple[object, ...], kwargs: dict[str, object], own: object) -> R:
    """Call a method on the object that only the worker process has."""
    return job(own, *args, **kwargs)


def _answer(job: Callable[[object], object], own: object) -> tuple[bool, object]:
    try:
        return True, job(own)
    except MemoryError:
        return False, MemoryError()
    except Exception as error:  # noqa: BLE001 - not caught but carried: the parent logs it
        return False, RuntimeError(f"{type(error).__name__}: {error}")


def _failed(reason: Reason, detail: str) -> Failed:
    return Failed(reason, detail, is_final=True)
