"""monitor topics: what is looked for, is it written well, and what does it find?

Not pure: the group of the commands; those with more to do have modules of their own (topics_*.py). Here: list.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal, topics_backtest, topics_beside, topics_check, topics_test

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.config.settings import Settings
    from monitor.core.topics import Topic, Topics


@click.group("topics")
def command() -> None:
    """List, check and try the topics and their names, and what others would change.

    They are the shipped ones, or those of the file that MONITOR_TOPICS names: see docs/topics.md.
    """


@click.command("list")
@click.argument("topic", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_topics(*, topic: str | None, as_json: bool) -> None:
    """List the topics, or every name of one TOPIC.

    In a pipe the columns are parted by tabs, without a head. Of topics: id, label, number of names, of weak names
    (demonyms and adjectives, which never make an article match), of names of something else, of words of context and of
    vetoes, languages. Of one topic: languages, kind of matching, class, source, name.
    """
    from monitor.core import public_topics

    settings = environment.settings(quiet=True)
    topics = _load(settings)
    if topic is not None:
        chosen = _find(topics, topic)
        if as_json:
            terminal.as_json(public_topics.shown(chosen))
        else:
            terminal.table(("LANGUAGE", "KIND", "CLASS", "SOURCE", "NAME"), _rows(chosen))
    elif as_json:
        found = [public_topics.listed(each) for each in topics.topics]
        terminal.as_json({"file": str(_path(settings)), "version": topics.version, "topics": found})
    else:
        columns = ("id", "label", "names", "weak", "other", "context", "vetoes", "languages")
        rows = (public_topics.listed(each) for each in topics.topics)
        terminal.table([name.upper() for name in columns], ([row[name] for name in columns] for row in rows))
        terminal.note(f"from {_path(settings)}, version {topics.version}")


def _rows(topic: "Topic") -> "Iterator[tuple[str, ...]]":
    """Give names and words by language."""
    names = [(name.language, name.match.value, name.standing.value, name.source, name.text) for name in topic.names]
    for kind, cues in (("context", topic.context), ("veto", topic.vetoes)):
        names += [(cue.language, "", kind, "", cue.text) for cue in cues]
    yield from sorted(names, key=lambda row: row[0])


def _path(settings: "Settings") -> "Path":
    from monitor.config.topics import default_topics_path

    return settings.topics or default_topics_path()


def _load(settings: "Settings") -> "Topics":
    from monitor.config.topics import load_topics

    return load_topics(_path(settings))


def _find(topics: "Topics", wanted: str) -> "Topic":
    from monitor.core.errors import NotFound
    from monitor.core.known import no_topic

    by_id = {topic.id: topic for topic in topics.topics}
    if wanted not in by_id:
        raise NotFound(no_topic(wanted, by_id))
    return by_id[wanted]


for _each in (list_topics, topics_check.command, topics_test.command, topics_backtest.command, topics_beside.command):
    command.add_command(_each)
