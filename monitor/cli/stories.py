"""monitor stories: which events are reported on?

Not pure: reads the archive. In: filters. Out: a row a story, or JSON lines, newest first.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since, require_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records.stories import Story


@click.command("stories")
@click.option("--topic", help="Only stories with an article that mentions this topic, such as csto.")
@click.option(
    "--since", type=Since(), help="Only those with an article first seen since: 2026-01-05, 2026-01-05T12:00Z, 24h, 7d."
)
@click.option("--language", help="Only stories with an article in this language, such as ru.")
@click.option("--outlet", help="Only stories with an article of this outlet, such as tass.ru.")
@click.option("--limit", type=click.IntRange(1), help="At most so many; without it, all.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line.")
def command(*, since: datetime | None, limit: int | None, jsonl: bool, **wanted: str | None) -> None:
    """List stories, each with all articles about one event, the one with the newest article first.

    A story bears the headline of the article that was seen first, and says how many more it has: +7. Of a topic or an
    outlet, without --since, the story with the newest article of that topic or outlet comes first.

    In a pipe the columns are parted by tabs, without a head: id, last seen, articles, outlets, languages, topics, first
    outlet, headline, address.
    """
    from monitor.core.public import story
    from monitor.core.records.stories import StoryFilter

    settings = environment.settings(quiet=True)
    require_topic(settings, wanted["topic"])
    asked = StoryFilter(**wanted, since=since, limit=limit)  # type: ignore[arg-type] # click gives each option's own type
    with environment.stores(settings) as stores:
        found = stores.stories.walk(asked)
        if jsonl:
            for each in found:
                terminal.as_json_line(story(each))
            return
        (_print_table if terminal.is_terminal() else _print_lines)(found)


def _print_table(found: "Iterable[Story]") -> None:
    terminal.table(
        ("STORY", "LAST (UTC)", "MORE", "FIRST OUTLET", "LANG", "TOPICS", "HEADLINE"),
        (
            (
                s.id,
                f"{s.last_at:%m-%d %H:%M}",
                f"+{s.articles - 1}" if s.articles > 1 else "",
                f"{s.outlet} +{s.outlets - 1}" if s.outlets > 1 else s.outlet,
                s.languages,
                s.topics,
                s.title or s.url,
            )
            for s in found
        ),
    )


def _print_lines(found: "Iterable[Story]") -> None:
    from monitor.core.public import moment

    terminal.table(
        (),
        (
            (s.id, moment(s.last_at), s.articles, s.outlets, s.languages, s.topics, s.outlet, s.title, s.url)
            for s in found
        ),
    )
