"""How do events reach the log?

Not pure: it sets up the process's logging and writes to stderr.
In: events with facts, from ``get(name).info("room.past_participle", fact=...)`` and from the libraries' own
loggers. Out: one line each. service.py and the command line call ``configure`` once.
"""

import logging
import sys
from typing import Literal, TextIO, cast

import structlog
from structlog.processors import StackInfoRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name, filter_by_level
from structlog.typing import Processor

from monitor.observe.log_lines import as_coloured_text, as_json, as_text, cut_addresses

Format = Literal["auto", "text", "json"]
Level = Literal["debug", "info", "warning", "error"]

ANNOUNCEMENTS = "monitor.alert"
"""The logger of what is announced by the log channel."""

_FACTS: list[Processor] = [
    add_log_level,
    add_logger_name,
    TimeStamper(fmt="iso", utc=True, key="ts"),
    StackInfoRenderer(),
    format_exc_info,
]
# Libraries that tell every step at info, or report as an error what we record as a failed feed or page.
_QUIETER = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpx": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "trafilatura": logging.CRITICAL,
    "htmldate": logging.CRITICAL,
    "courlan": logging.CRITICAL,
}
_WITH_HANDLERS_OF_THEIR_OWN = ("uvicorn", "uvicorn.error", "uvicorn.access", "apscheduler", "alembic")


class _OurHandler(logging.StreamHandler[TextIO]):
    """Known by its type, so that a second ``configure`` replaces it and leaves others' handlers alone."""


def configure(
    form: Format = "auto", level: Level = "info", stream: TextIO | None = None, announced: Level | None = None
) -> None:
    """Send the log of this process to a stream, in one form, ours and the libraries' alike.

    May be called again: the last call counts.

    Args:
        form: "auto" is coloured text on a terminal and JSON lines elsewhere.
        level: the least that is written.
        stream: stderr where none is given.
        announced: the least of what is announced that is written, where that is another.
    """
    stream = stream if stream is not None else sys.stderr
    handler = _OurHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*_FACTS, ExtraAdder()],
            processors=[ProcessorFormatter.remove_processors_meta, cut_addresses, _renderer(form, stream)],
        )
    )
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _OurHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _WITH_HANDLERS_OF_THEIR_OWN:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name, least in _QUIETER.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.getLogger(ANNOUNCEMENTS).setLevel((announced or level).upper())


def get(name: str) -> structlog.stdlib.BoundLogger:
    """Give the logger of a module; it may be taken at import, before ``configure``."""
    proxy = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[filter_by_level, *_FACTS, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        context_class=dict,
        cache_logger_on_first_use=True,
    )
    return cast("structlog.stdlib.BoundLogger", proxy)


def _renderer(form: Format, stream: TextIO) -> Processor:
    if form == "json" or (form == "auto" and not stream.isatty()):
        return as_json
    return as_coloured_text if stream.isatty() else as_text
