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
    """Run a service until a signal ends it, and close it."""
    from monitor.web.app import make_app

    settings, stop = service.settings, asyncio.Event()
    _on_signal(stop)
    try:
        parts = [service.run(stop)]
        if web:
            server = _Server(
                uvicorn.Config(
                    make_app(service),
                    host=settings.host,
                    port=settings.port,
                    log_config=None,
                    log_level="warning",
                    access_log=False,
                    timeout_graceful_shutdown=3,
                    server_header=False,
                )
            )
            parts.append(server.until(stop))
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(_whole(part, stop))
    finally:
        await service.aclose()


async def _whole(part: Coroutine[object, object, None], stop: asyncio.Event) -> None:
    """Run a part; when it ends, for whatever reason, the others end too."""
    try:
        await part
    finally:
        stop.set()


class _Server(uvicorn.Server):
    """uvicorn, without its hold on the process's signals: they are for the whole service."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind, and say where: port 0 took a free one."""
        await super().startup(sockets)
        for server in self.servers:
            host, port, *_ = server.sockets[0].getsockname()
            address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
            log.get("web").info("web.listening", address=address)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def until(self, stop: asyncio.Event) -> None:
        """Serve until told to stop."""
        serving = asyncio.ensure_future(self.serve())
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait([serving, stopped], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        self.should_exit = True
        await serving


def _on_signal(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)  # asked twice: at once, and the leases say what was in hand
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end, number)
