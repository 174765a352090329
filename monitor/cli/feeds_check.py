"""monitor feeds check: which feeds of the list are dead, double, or not what they seem?

Not pure: reads feeds.yaml and the archive; with --online asks each feed's server once. In: nothing.
Out: what is to be said against each feed, worst first. Nothing is kept.
"""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.core.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config.settings import Settings
    from monitor.core.records.feeds import FeedSpec
    from monitor.inspecting.findings import Finding
    from monitor.inspecting.looking import Looked


@click.command("check")
@click.option("--online", is_flag=True, help="Ask for each enabled feed, once.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def check(*, online: bool, as_json: bool) -> None:
    """Check the list of feeds: doubles, proxies, paces; with --online, what is at each address.

    Dead (404, 410, no such host), HTML in the feed's place, empty, unreadable, stale for 30 days, and double are bad.
    A refusal or a time-out is no proof: "refused here". Exit code 4 where some feeds are bad or mistaken in
    feeds.yaml, 1 where all are.
    """
    from monitor.cli import feeds_facts, feeds_reading
    from monitor.config.feeds import load_feeds
    from monitor.inspecting import findings

    settings = environment.settings(quiet=True)
    specs, problems = load_feeds(settings.feeds_path)
    found = list(findings.in_list(specs, feeds_reading.known_feeds(settings)))
    if online:
        found += _online(settings, [spec for spec in specs if spec.enabled])
    found = findings.worst_first(dict.fromkeys(found))
    for problem in problems:
        terminal.note(f"error: {problem}")
    number, bad = len(specs) + len(problems), len({each.feed for each in found if each.kind.is_bad}) + len(problems)
    if as_json:
        listed = [feeds_facts.finding(each) for each in found]
        mistakes = [str(problem) for problem in problems]
        terminal.as_json({"feeds": number, "bad": bad, "online": online, "mistakes": mistakes, "findings": listed})
    else:
        _print(found)
    terminal.note(_sum(found, number, bad))
    if bad:
        raise click.exceptions.Exit(1 if bad >= number else 4)


def _online(settings: "Settings", specs: "Sequence[FeedSpec]") -> "list[Finding]":
    from monitor.inspecting.findings import at_addresses
    from monitor.observe.clock import SystemClock

    terminal.note(f"Asking for {counted(len(specs), 'feed')} ...")
    return list(at_addresses(asyncio.run(_look(settings, specs)), SystemClock().now()))


async def _look(settings: "Settings", specs: "Sequence[FeedSpec]") -> "list[Looked]":
    from monitor.cli import feeds_reading

    async with feeds_reading.service(settings, workers=settings.workers) as service:
        looked = {one.spec.name: one async for one in service.looking.look_at_each(specs)}
    return [looked[spec.name] for spec in specs]  # in the list's order: of two that are alike, the later is named


def _print(found: "Sequence[Finding]") -> None:
    if found:
        terminal.table(
            ("FEED", "FINDING", "WHAT TO KNOW AND TO DO"),
            ((each.feed, each.kind, f"{each.detail} {each.advice}".strip()) for each in found),
            wrap=True,
        )


def _sum(found: "Sequence[Finding]", number: int, bad: int) -> str:
    kinds = Counter(each.kind for each in found)
    listed = ", ".join(f"{times} {kind}" for kind, times in kinds.items())
    return f"{counted(number, 'feed')}, {bad} bad" + (f": {listed}" if listed else "")
