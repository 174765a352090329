"""What does every command need first: the settings, the log, the archive?

Not pure: reads the environment, configures the log. In: os.environ. Out: Settings, open stores.
"""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.config.settings import Settings, load
from monitor.observe import log

if TYPE_CHECKING:
    from monitor.store.opening import Stores


def settings(*, quiet: bool = False, announces: bool = False) -> Settings:
    """Read the settings and configure the log; say of each unknown MONITOR_ name that it was passed over.

    Args:
        quiet: log warnings and errors only, whatever the level set: for commands whose output is data.
        announces: log what is announced at the level set all the same: it is announced once, and nowhere else perhaps.
    """
    made, warnings = load(os.environ)
    level = "warning" if quiet and made.log_level != "error" else made.log_level
    log.configure(made.log_format, level, sys.stderr, made.log_level if announces else level)
    for warning in warnings:
        log.get("config").warning("config.unknown_setting", detail=warning)
    return made


def user() -> str:
    """Name who is logged in, "" for nobody that this machine knows, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def topic_ids(made: Settings) -> list[str]:
    """Give the ids of the topics in use, in the file's order."""
    from monitor.config.topics import default_topics_path, load_topics

    return [topic.id for topic in load_topics(made.topics or default_topics_path()).topics]


@contextmanager
def stores(made: Settings) -> Iterator["Stores"]:
    """Open the archive for one command, and close it."""
    from monitor.observe.clock import SystemClock
    from monitor.store.opening import open_stores

    opened = open_stores(made, SystemClock())
    try:
        yield opened
    finally:
        opened.database.close()
