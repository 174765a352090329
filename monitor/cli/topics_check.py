"""monitor topics check: is a file of topics written well?

Not pure: reads the file. In: a topics.yaml, or the one in use. Out: what is wrong, and what may not be meant.
"""

from pathlib import Path

import click

from monitor.cli import environment, terminal
from monitor.core.counting import counted
from monitor.core.errors import BadConfiguration


@click.command("check")
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
def command(*, path: Path | None) -> None:
    """Check a topics.yaml, or the one in use. Exit code 78 where something is wrong.

    A warning is no error: it tells what is allowed and may not be meant, such as a name that stands in two topics, or a
    short acronym against which nothing speaks.
    """
    from monitor.cli.topics_warnings import warnings
    from monitor.config.topics import default_topics_path, read_topics

    path = path or environment.settings(quiet=True).topics or default_topics_path()
    try:
        topics = read_topics(path)
    except BadConfiguration as error:
        terminal.note(*(f"error: {each}" for each in error.problems or (error,)))
        raise click.exceptions.Exit(BadConfiguration.exit_code) from None
    told = [f"warning: {each}" for each in warnings(topics) if each.file == str(path)]  # not of what is shipped
    terminal.note(*told)
    names = sum(len(topic.names) for topic in topics)
    click.echo(
        f"{path}: {counted(len(topics), 'topic')}, {counted(names, 'name')}, 0 wrong, {counted(len(told), 'warning')}"
    )
