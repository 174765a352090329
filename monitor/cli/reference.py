"""Which parts of docs/ are written from the code, so that they tell the truth?

Not pure: writes files. In: the settings, the metrics and the commands. Out: docs/settings.md, docs/metrics.md,
docs/commands.md. ``make docs`` runs it; a test compares.
"""

import importlib
import sys
from pathlib import Path

import click

from monitor.cli.main import COMMANDS, EXIT_CODES
from monitor.config.settings import describe
from monitor.observe.metrics import METRICS

_MADE = "<!-- Written by `make docs`. Change the code, not this file. -->\n"


def pages() -> dict[str, str]:
    """Give each generated page by its file name."""
    return {"settings.md": _settings(), "metrics.md": _metrics(), "commands.md": _commands()}


def _settings() -> str:
    rows = (f"| `{doc.name}` | {doc.default} | {doc.meaning} | {doc.allowed} |" for doc in describe())
    return (
        f"# Settings\n\n{_MADE}\n"
        "Every setting is an environment variable. `X_FILE` beside each `X` names a file that holds the value, for\n"
        "secrets. An empty value is the same as none; an unknown `MONITOR_...` is passed over with a warning that\n"
        "names the nearest setting. `monitor check --settings` prints what is in force.\n\n"
        "| variable | default | meaning | allowed |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _metrics() -> str:
    rows = (
        f"| `{doc.name}` | {doc.kind.__name__.lower()} | {', '.join(f'`{label}`' for label in doc.labels) or '-'} "
        f"| {doc.meaning} |"
        for doc in METRICS
    )
    return (
        f"# Metrics\n\n{_MADE}\n"
        "`/metrics` gives these in Prometheus' text format; a scrape asks no database. The gauges are measured every\n"
        "five seconds. Beside them come the `process_...` metrics of the service's own process.\n\n"
        "| metric | kind | labels | meaning |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _commands() -> str:
    parts = [f"# Commands\n\n{_MADE}\n```text\n{EXIT_CODES}```\n"]
    for name in COMMANDS:
        command = importlib.import_module(f"monitor.cli.{name}").command
        parts.append(f"## monitor {name}\n\n```text\n{_help(command, f'monitor {name}')}\n```\n")
        if isinstance(command, click.Group):
            parts += [
                f"### monitor {name} {sub}\n\n```text\n{_help(command.commands[sub], f'monitor {name} {sub}')}\n```\n"
                for sub in command.commands
            ]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    with click.Context(command, info_name=name, terminal_width=100, max_content_width=100) as context:
        return command.get_help(context)


if __name__ == "__main__":
    for file, text in pages().items():
        (Path(sys.argv[1]) / file).write_text(text, encoding="utf-8")
