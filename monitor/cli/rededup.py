"""monitor rededup: what are the articles of the archive by the rules of today?

Not pure: reads and writes the archive. In: since when. Out: what is another now, an article a line; what it came to.
"""

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.cli.walking import Tour
from monitor.core.counting import counted
from monitor.core.records.rebuilds import Rejudged, Wish

if TYPE_CHECKING:
    from monitor.core.records.verdicts import Verdict
    from monitor.rejudging import Rejudging, Report
    from monitor.service import Service


@click.command("rededup")
@click.option("--since", "asked", default="", help="Only articles first seen since: 2026-01-05, 24h, 7d.")
@click.option("--older-rules", "is_older", is_flag=True, help="Only articles that were judged by older rules.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Keep nothing; only say what would be another.")
@click.option("--restart", "is_fresh", is_flag=True, help="Begin anew, where an earlier run was stopped.")
@click.option("--jsonl", is_flag=True, help="One JSON object for each article that is another.")
def command(*, asked: str, is_fresh: bool, jsonl: bool, **wanted: bool) -> None:
    """Judge the stored texts again by the rules of today.

    Each article gets the verdict that it would have got when it came in: against the seeds as their files are now, and
    against the articles before it. Fingerprints, what groups stories, and credits are made anew as well; texts, topics
    and history stay, nobody is told, and what a person put into a story stays there. Articles whose texts are not
    stored are left as they are. A run that was stopped goes on where it was when it is started again with the same
    --since; after an upgrade with other rules it begins anew.

    With --dry-run each article is judged against the others as they are: what would follow from another's new verdict
    is not seen. Nothing is kept, not even the seeds as their files are now.
    """
    from monitor.rejudging import report

    wish = Wish(asked.strip(), Since().convert(asked, None, None) if asked else None, **wanted)
    tour = Tour("judging", partial(_task, is_trial=wish.is_trial), partial(_tell, jsonl=jsonl), is_fresh)
    counts = asyncio.run(tour.make(environment.settings(quiet=True), wish))
    terminal.note(*_summary(report(counts), is_trial=wish.is_trial))


def _task(service: "Service", *, is_trial: bool) -> "Rejudging":
    """Give what judges again, by the seeds as their files have them now; a trial does not keep them."""
    from monitor.corpus import load_corpus

    seeds = load_corpus(service.settings.seeds_path).seeds
    if is_trial:
        return replace(service.rejudging, trial_seeds=seeds)
    service.stores.seeds.sync(seeds)
    return service.rejudging


def _tell(rejudged: Rejudged, *, jsonl: bool) -> None:
    """Print an article whose verdict or story is another; as JSON, also one of which anything else is."""
    if jsonl:
        terminal.as_json_line(_facts(rejudged))
    elif "verdict" in rejudged.what or "story" in rejudged.what:
        click.echo(f"{rejudged.article_id:>8}  {', '.join(_changes(rejudged))}: {rejudged.title}")


def _changes(rejudged: Rejudged) -> list[str]:
    changes = []
    if "verdict" in rejudged.what:
        changes.append(f"{_named(rejudged.before)} -> {_named(rejudged.after)}")
    if "story" in rejudged.what:
        changes.append(f"story {rejudged.story_before or '-'} -> {rejudged.story_after}")
    return changes


def _named(verdict: "Verdict") -> str:
    return f"{verdict.kind} of {verdict.of}" if verdict.of else verdict.kind.value


def _facts(rejudged: Rejudged) -> dict[str, object]:
    from monitor.core.public import verdict

    return {
        "id": rejudged.article_id,
        "title": rejudged.title,
        "changed": list(rejudged.what),
        "before": {**verdict(rejudged.before), "story": rejudged.story_before},
        "after": {**verdict(rejudged.after), "story": rejudged.story_after},
    }


def _summary(given: "Report", *, is_trial: bool) -> list[str]:
    """Say what a run came to: a line, and one for each way in which verdicts changed, the most frequent first."""
    have, another = "would have" if is_trial else "have", sum(given.verdicts.values())
    whole = (
        f"{counted(given.articles, 'article')}: {another} {have} another verdict, {given.moved} another story, "
        f"{given.beside} the same verdict by other figures; {given.same} are the same, "
        f"{given.left} left as they were (no text here)"
    )
    ways = {f"{before} -> {after}": number for (before, after), number in given.verdicts.items()}
    width = max(map(len, ways), default=0)
    return [whole, *(f"  {way:<{width}}  {ways[way]:>6}" for way in sorted(ways, key=lambda way: (-ways[way], way)))]
