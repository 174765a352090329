"""monitor check: is everything that the owner wrote usable?

Not pure: reads the configuration; connects to nothing. In: nothing. Out: each problem with its mend.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.core.counting import counted
from monitor.core.errors import BadConfiguration, MonitorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.config.settings import Settings

_TOPICS_SHOWN = 10


@click.command("check")
@click.option(
    "--settings", "show_settings", is_flag=True, help="Print every setting with its value; secrets are masked."
)
def command(*, show_settings: bool) -> None:
    """Check the settings, feeds.yaml, topics, alerts.yaml and seeds. Exit code 78 where something is wrong."""
    settings = environment.settings()
    if show_settings:
        terminal.table(("SETTING", "VALUE"), ((f"MONITOR_{name.upper()}", value) for name, value in settings))
    wrong = 0
    for problem in _problems(settings):
        wrong += 1
        terminal.note(*f"error: {problem}".split("\n"))
    if wrong:
        raise click.exceptions.Exit(BadConfiguration.exit_code)


def _problems(settings: "Settings") -> "Iterator[str]":
    from monitor.cli import check_alerts
    from monitor.config.feeds import feeds_there_are, load_feeds
    from monitor.config.outlets import load_outlets
    from monitor.config.topics import default_topics_path, load_topics
    from monitor.corpus import load_corpus
    from monitor.store.engine import Database

    try:
        Database(settings.database, settings.data_dir).close()
    except MonitorError as error:
        yield f"MONITOR_DATABASE_URL or MONITOR_DATA_DIR: {error}"
    try:
        feeds, problems = load_feeds(settings.feeds_path)
        yield from map(str, problems)
        enabled = sum(feed.enabled for feed in feeds)
        click.echo(f"feeds: {len(feeds)} in {settings.feeds_path.name}, {enabled} enabled, {len(problems)} wrong")
        outlets, problems = load_outlets(settings.feeds_path)
        yield from map(str, problems)
        click.echo(f"outlets: {len(outlets)} in {settings.feeds_path.name}, {len(problems)} wrong")
    except BadConfiguration as error:
        yield str(error)
    topic_ids: list[str] = []
    try:
        path = settings.topics or default_topics_path()
        topics = load_topics(path).topics
        topic_ids = [topic.id for topic in topics]
        shown = ", ".join(f"{topic.id} ({counted(len(topic.names), 'name')})" for topic in topics[:_TOPICS_SHOWN])
        more = f" and {len(topics) - _TOPICS_SHOWN} more" if len(topics) > _TOPICS_SHOWN else ""
        click.echo(
            f"topics: {len(topics)} in {path.name}, {counted(sum(len(t.names) for t in topics), 'name')}: {shown}{more}"
        )
    except BadConfiguration as error:
        yield str(error)
    yield from check_alerts.problems(settings, topic_ids, feeds_there_are(settings.feeds_path))
    try:
        seeds = load_corpus(settings.seeds_path).seeds
        click.echo(f"seeds: {len(seeds)}, {sum(bool(seed.text) for seed in seeds)} with text")
    except BadConfiguration as error:
        yield str(error)
