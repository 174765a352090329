"""How is a library that opens connections by itself kept to checked addresses?

Not pure: replaces, for this process, the one function by which urllib3 (below ``requests``, below Apprise) opens
connections; and runs what may hang in threads of its own.
In: what to run, and the guard. Out: what it gave, where it was refused, and what it said to its log.

The function is replaced rather than the host checked beforehand, since the name would be resolved a second time to
connect, and might then lead elsewhere. Outside of ``start`` it does as it did.
"""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from functools import cache

from urllib3.util import connection

from monitor.core.ports import AddressGuard
from monitor.core.records.failures import Failed

_LOOKUP_S = 15.0
_open = connection.create_connection


@dataclass(slots=True)
class Watched:
    """What is known of one run.

    Args:
        refused: where the guard let no connection through, the last one.
        said: lines of the library's log, warnings and worse.
    """

    guard: AddressGuard
    loop: asyncio.AbstractEventLoop
    refused: Failed | None = None
    said: list[str] = field(default_factory=list)


_WATCHED: ContextVar[Watched | None] = ContextVar("watched", default=None)


def start(call: Callable[[], bool], guard: AddressGuard) -> tuple["asyncio.Future[bool]", Watched]:
    """Run a call in a thread of its own, that the process does not wait for at its end; give what it will give.

    Who stops waiting leaves the thread at its work: nothing can interrupt it.
    """
    _watch("apprise")
    watched = Watched(guard, asyncio.get_running_loop())
    answer: asyncio.Future[bool] = watched.loop.create_future()
    context = copy_context()
    context.run(_WATCHED.set, watched)

    def work() -> None:
        """Run the call; its thread ends with it."""
        outcome: bool | BaseException = False
        try:
            outcome = context.run(call)
        except BaseException as error:  # noqa: BLE001 - it is raised again, where it is awaited
            outcome = error
        with suppress(RuntimeError):  # the loop was closed meanwhile
            watched.loop.call_soon_threadsafe(_hand_back, answer, outcome)

    threading.Thread(target=work, name="apprise", daemon=True).start()
    return answer, watched


def _hand_back(answer: "asyncio.Future[bool]", outcome: bool | BaseException) -> None:  # noqa: FBT001 - a call's outcome
    if answer.done():  # whoever asked has been stopped
        return
    if isinstance(outcome, BaseException):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def _connect(address: tuple[str, int], *args: object, **kwargs: object) -> socket.socket:
    """Open a connection to one of the checked addresses of a host."""
    watched = _WATCHED.get()
    if watched is None:
        return _open(address, *args, **kwargs)  # type: ignore[arg-type] # urllib3's own arguments, handed on
    host, port = address
    asked = asyncio.run_coroutine_threadsafe(watched.guard.addresses(host.strip("[]"), port), watched.loop)
    try:
        found = asked.result(_LOOKUP_S)
    except TimeoutError as error:
        asked.cancel()
        raise OSError(socket.EAI_AGAIN, "the name was not looked up in time") from error
    if isinstance(found, Failed):
        watched.refused = found
        raise OSError(found.detail)
    last = OSError(f"{host} has no address")
    for literal in found:
        try:
            return _open((literal, port), *args, **kwargs)  # type: ignore[arg-type] # as above
        except OSError as failed:
            last = failed
    raise last


class _Listener(logging.Handler):
    """Keeps what a library says during a run; it goes nowhere else, since it may quote tokens and titles."""

    def emit(self, record: logging.LogRecord) -> None:
        """Note a line."""
        if watched := _WATCHED.get():
            watched.said.append(record.getMessage())


@cache
def _watch(name: str) -> None:
    """Have urllib3 open connections by us, and a library's log come here; once a process."""
    connection.create_connection = _connect
    logger = logging.getLogger(name)
    logger.handlers[:] = [_Listener(logging.WARNING)]
    logger.propagate = False
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # at debug it writes whole paths, tokens and all
