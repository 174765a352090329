"""How do commands look at feeds without writing anything that is kept?

Not pure: opens the archive where there is one, and else makes one in a folder that goes away again. In: Settings.
Out: a Service that leaves the archive as it is; what the archive knows of the feeds.
"""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli import environment, terminal
from monitor.core.errors import BadConfiguration, SchemaTooNew

if TYPE_CHECKING:
    from monitor.config.settings import Settings
    from monitor.service import Service
    from monitor.store.feeds.feed_list import FeedLine

_SQLITE = "sqlite:///"


@asynccontextmanager
async def service(settings: "Settings", *, with_archive: bool = False, workers: int = 1) -> AsyncIterator["Service"]:
    """Build a service that leaves no trace.

    Args:
        with_archive: let it read the archive, where there is one that this program can read as it is.
        workers: processes; for a page or two, to start a second takes longer than to wait for the first.
    """
    settings = settings.model_copy(update={"workers": workers})
    with tempfile.TemporaryDirectory(prefix="monitor-") as folder:
        made = _reading(settings) if with_archive and has_archive(settings) else None
        made = made or _build(_apart(settings, Path(folder)))
        try:
            yield made
        finally:
            await made.aclose()


def has_archive(settings: "Settings") -> bool:
    """Say whether there is a database to read; that of a server is taken to be there."""
    if not settings.database.startswith(_SQLITE):
        return True
    file = Path(settings.database.removeprefix(_SQLITE))
    return file.is_file() and file.stat().st_size > 0


def known_feeds(settings: "Settings") -> dict[str, "FeedLine"]:
    """Give what the archive knows of the feeds, by name; nothing where there is none that can be read as it is."""
    if not has_archive(settings):
        return {}
    try:
        with environment.stores(_as_it_is(settings)) as stores:
            return {line.spec.name: line for line in stores.feed_list.lines()}
    except SchemaTooNew:
        raise
    except BadConfiguration as error:
        terminal.note(f"The archive was not asked: {error}")
        return {}


def _reading(settings: "Settings") -> "Service | None":
    try:
        return _build(_as_it_is(settings))
    except SchemaTooNew:
        raise
    except BadConfiguration as error:
        terminal.note(f"Compared with the seeds alone: {error}")
        return None


def _build(settings: "Settings") -> "Service":
    from monitor.observe.clock import SystemClock
    from monitor.service import Service

    return Service(settings, SystemClock())


def _as_it_is(settings: "Settings") -> "Settings":
    return settings.model_copy(update={"migrate": False})


def _apart(settings: "Settings", folder: Path) -> "Settings":
    database = type(settings.database_url)(f"{_SQLITE}{folder / 'monitor.sqlite3'}")
    return settings.model_copy(update={"migrate": True, "data_dir": folder, "database_url": database})
