"""Is everything usable that the owner wrote in alerts.yaml?

Not pure: reads the file, and makes each channel without sending anything. In: the settings, the ids of the topics. Out:
each problem with its mend; what is only worth knowing goes to stderr. check.py counts them.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli import terminal
from monitor.config.alerts import load_alerts
from monitor.core.counting import counted
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.query.feeds import NO_FEEDS, Feeds
from monitor.core.records.failures import Failed, Reason

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.config.settings import Settings
    from monitor.core.records.alerts import ChannelSpec, Rule
    from monitor.core.records.fetches import Fetched, FetchRequest


def problems(settings: "Settings", topics: Sequence[str], feeds: Feeds = NO_FEEDS) -> Iterator[str]:
    """Give what is to be mended, and print a line that sums up.

    Args:
        topics: ids; without any a query may name whichever it likes.
        feeds: all of feeds.yaml; without any no rule is asked whether they bring what it means.
    """
    path = settings.alerts_path
    found = load_alerts(path, environ=os.environ, topics=topics, feeds=feeds)
    wrong = 0
    for problem in sorted([*found.problems, *_refused(found.channels, found.rules, path)], key=_place):
        if problem.is_harmless:
            terminal.note(*f"note: {problem}".split("\n"))
        else:
            wrong += 1
            yield str(problem)
    where = f" in {path.name}, {wrong} wrong" if path else ": there is no alerts.yaml"
    defaults = "; the rules that come with the program hold" if found.keeps_default_rules else ""
    rules, channels = counted(len(found.rules), "rule"), counted(len(found.channels), "channel")
    click.echo(f"alerts: {rules}, {channels}{where}{defaults}")


def _place(problem: Problem) -> tuple[int, int]:
    """Give line and column; what was made of a rule or channel says its line where others have the file."""
    _, _, line = problem.file.rpartition(", line ")
    return problem.line or (int(line) if line.isdecimal() else 0), problem.column


def _refused(specs: Sequence["ChannelSpec"], rules: Sequence["Rule"], path: "Path | None") -> Iterator[Problem]:
    """Tell of channels that cannot be made, such as one that leads to a file, and of templates that fail."""
    if not specs and not rules:
        return
    from monitor.alert.channels.making import make_channel
    from monitor.alert.rendering.renderer import Renderer

    renderer, nobody = Renderer({}, folder=path.absolute().parent if path else None), _Nobody()
    for spec in specs:
        try:
            make_channel(spec, nobody, renderer, nobody)
        except BadConfiguration as error:
            yield from error.problems
    written = [(each.origin, each.name, each.template) for each in specs]
    written += [(each.origin, each.name, each.template) for each in rules]
    for origin, name, template in written:
        for failure in renderer.faults(template):
            mend = "Mend it, or take the key out: until then such messages have our words."
            yield Problem(origin, 0, name, f"template: {failure}", mend)


class _Nobody:
    """A network on which nobody is reached: what channels are made with that send nothing."""

    ca_file = ""

    async def fetch(self, request: "FetchRequest") -> "Fetched | Failed":
        return Failed(Reason.HELD, f"Nothing is sent while the configuration is checked, to {request.kind} neither.")

    async def addresses(self, host: str, port: int) -> tuple[str, ...] | Failed:
        return Failed(Reason.HELD, f"No address is looked up while the configuration is checked: {host}:{port}.")
