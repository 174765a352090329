"""monitor reextract: what do the stored pages say by the rules of today?

Not pure: reads and writes the archive. In: since when. Out: what is another now, an article a line.
"""

import asyncio
from functools import partial

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.cli.walking import Tour
from monitor.core.counting import counted
from monitor.core.records.rebuilds import Rebuilt, Wish


@click.command("reextract")
@click.option("--since", "asked", default="", help="Only articles first seen since: 2026-01-05, 24h, 7d.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Keep nothing; only say what would be another.")
@click.option("--restart", "is_fresh", is_flag=True, help="Begin anew, where an earlier run was stopped.")
@click.option("--jsonl", is_flag=True, help="One JSON object for each article that is another.")
def command(*, asked: str, is_trial: bool, is_fresh: bool, jsonl: bool) -> None:
    """Read the stored pages again by the rules of today, and rebuild their articles.

    Texts, claims, topics and verdicts are made anew, and the date of publication by the first page; addresses and
    history stay, nothing counts as an edit, and nobody is told. A run that was stopped goes on where it was when it is
    started again with the same --since; after an upgrade with other rules it begins anew.
    """
    since = Since().convert(asked, None, None) if asked else None
    wish = Wish(asked.strip(), since, is_trial)
    tour = Tour("reading", lambda service: service.rebuilding, partial(_tell, jsonl=jsonl), is_fresh)
    counts = asyncio.run(tour.make(environment.settings(quiet=True), wish))
    changed = "would be another" if is_trial else "another now"
    terminal.note(
        f"{counted(sum(counts.values()), 'article')} read: {counts.get('changed', 0)} {changed}, "
        f"{counts.get('same', 0)} the same, {counts.get('unreadable', 0)} unreadable and left as they were"
    )


def _tell(rebuilt: Rebuilt, *, jsonl: bool) -> None:
    if jsonl:
        topics = {"topics_gained": list(rebuilt.gained), "topics_lost": list(rebuilt.lost)}
        known = {"id": rebuilt.article_id, "title": rebuilt.title, "changed": list(rebuilt.what)}
        terminal.as_json_line(known | topics)
    else:
        signed = " ".join((*(f"+{topic}" for topic in rebuilt.gained), *(f"-{topic}" for topic in rebuilt.lost)))
        what = (f"{name} ({signed})" if name == "topics" else name for name in rebuilt.what)
        click.echo(f"{rebuilt.article_id:>8}  {', '.join(what)}: {rebuilt.title}")
