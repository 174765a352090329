"""monitor run: the service.

Not pure: owns the process: its event loop, its signals, its web server. In: Settings. Out: an exit code.
"""

import asyncio
import os
import signal
import socket
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
import uvicorn

from monitor.cli import environment
from monitor.core.errors import MonitorError
from monitor.observe import log

if TYPE_CHECKING:
    from monitor.service import Service


@click.command("run")
@click.option("--no-web", is_flag=True, help="Serve no pages, probes or metrics.")
def command(*, no_web: bool) -> None:
    """Run the service: poll, cover, alert, and serve the pages.

    It ends with SIGTERM or Ctrl-C, after the work in hand is committed; a second one ends it at once.
    """
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    asyncio.run(serve(Service(environment.settings(), SystemClock()), web=not no_web))


async def serve(service: "Service", *, web: bool = True) -> None:
    """Run a service until a signal ends it, and close it.

    Raises:
        MonitorError: the address of the web part is taken, or a part of the service could not go on.
    """
    stop = asyncio.Event()
    _on_signal(stop)
    try:
        listening = _bind(service.settings.host, service.settings.port) if web else None
        parts = [service.run(stop)]
        if listening:
            parts.append(_serve_pages(service, listening, stop))
        ended = await asyncio.gather(*(_whole(part, stop) for part in parts), return_exceptions=True)
    finally:
        await service.aclose()
    for error in ended:
        if isinstance(error, BaseException):
            raise error


async def _whole(part: Coroutine[object, object, None], stop: asyncio.Event) -> None:
    """Run a part; when it ends, for whatever reason, the others end too."""
    try:
        await part
    finally:
        stop.set()


def _bind(host: str, port: int) -> socket.socket:
    """Take the address before anything starts, and say where pages will be: port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise MonitorError(
            f"The web part cannot listen on {host}:{port}: {error.strerror}. "
            "End what listens there, set MONITOR_LISTEN to another address, or run with --no-web."
        ) from error
    host, port, *_ = listening.getsockname()
    log.get("web").info("web.listening", address=f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    return listening


class _Server(uvicorn.Server):
    """uvicorn, without its hold on the process's signals: they are for the whole service."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve_pages(service: "Service", listening: socket.socket, stop: asyncio.Event) -> None:
    """Serve the pages until told to stop."""
    from monitor.web.app import make_app

    server = _Server(
        uvicorn.Config(
            make_app(service),
            log_config=None,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=3,
            server_header=False,
        )
    )
    serving = asyncio.ensure_future(server.serve([listening]))
    stopped = asyncio.ensure_future(stop.wait())
    await asyncio.wait([serving, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    server.should_exit = True
    await serving


def _on_signal(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)  # asked twice: at once, and the leases say what was in hand
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end, number)
