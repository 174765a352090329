"""monitor topics backtest: what would other names change in the archive?

Not pure: reads the archive, and writes nothing. In: a topics.yaml. Out: what each topic would gain and lose, with
samples.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.cli.progress import progress
from monitor.core.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.backtesting import Backtesting, Sum, Trial
    from monitor.config.settings import Settings
    from monitor.core.records.backtests import Differing, Sample, Shift
    from monitor.core.topics import Topics

_NAMES_SHOWN = 8
_INTERRUPTED = 130
_KINDS = {"gained": "+", "lost": "-", "other": "~"}


@click.command("backtest")
@click.argument("path", metavar="NEW.yaml", type=click.Path(path_type=Path))
@click.option("--since", type=Since(), help="Only articles first seen since: 2026-01-05, 24h, 7d.")
@click.option(
    "--samples",
    type=click.IntRange(0, 100),
    default=3,
    show_default=True,
    help="At most so many articles of each kind for a topic, with so many sentences each.",
)
@click.option("--jsonl", is_flag=True, help="One JSON object for each article that would name something else.")
def command(*, path: Path, since: datetime | None, samples: int, jsonl: bool) -> None:
    """Say what other names would change in the archive, and change nothing.

    Every stored text is tagged twice, by the topics in use and by those of NEW.yaml, both by the rules of today; the
    newest articles come first. For each topic: how many articles match it, how many would be gained (+) and lost (-),
    how many mentions in all (those in articles that match or do not match as before too: ~), and by which names, with a
    few articles of each kind and what is gained or lost in its sentence. It may run while the service does. Ctrl-C ends
    it, and what was found so far is shown.

    To use the new names: put them in place (MONITOR_TOPICS), restart the service, and run monitor retag.
    """
    from monitor.config.topics import default_topics_path, load_topics

    settings = environment.settings(quiet=True)
    new = load_topics(path)
    old = load_topics(settings.topics or default_topics_path())
    if new.version == old.version:
        terminal.note("These are the names in use: nothing would change.")
        return
    trial, is_whole = asyncio.run(_Run(settings, old, new, samples).make(since, jsonl=jsonl))
    topics = _topics(trial, old, new)
    if jsonl:
        terminal.note(*map(_figures, topics))
    else:
        _show(topics)
    terminal.note(*_summary(trial, is_whole=is_whole))
    if not is_whole:
        raise click.exceptions.Exit(_INTERRUPTED)


@dataclass(frozen=True, slots=True)
class _Run:
    """One trial, in worker processes of its own: those of a service have the names in use only."""

    settings: "Settings"
    old: "Topics"
    new: "Topics"
    samples: int

    async def make(self, since: datetime | None, *, jsonl: bool) -> tuple["Trial", bool]:
        """Make it; say too whether it came to its end."""
        from functools import partial

        from monitor.backtesting import Backtesting, Trial
        from monitor.observe import log
        from monitor.tag.comparing import Comparer
        from monitor.workers import Workers

        def crashed(error: Exception) -> None:
            """Log a bug."""
            log.get("topics").error("backtest.crashed", exc_info=error)

        workers = Workers(
            partial(Comparer, self.old, self.new),
            count=self.settings.workers,
            memory_bytes=self.settings.worker_memory_mb << 20,
            crashed=crashed,
        )
        trial = Trial(self.samples)
        try:
            with environment.stores(self.settings) as stores:
                backtesting = Backtesting(stores.naming, workers, self.settings, self.samples)
                is_whole = await _walk(backtesting, since, trial, jsonl=jsonl)
        finally:
            workers.close()
        return trial, is_whole


async def _walk(backtesting: "Backtesting", since: datetime | None, trial: "Trial", *, jsonl: bool) -> bool:
    """Compare every article; give False where a person broke it off."""
    try:
        with progress("comparing", await asyncio.to_thread(backtesting.texts.count_texts, since)) as advance:
            async for compared in backtesting.run(since):
                trial.add(compared)
                for article in compared.differing if jsonl else ():
                    terminal.as_json_line(_facts(article))
                for _ in range(compared.articles + compared.failed):
                    advance()
    except asyncio.CancelledError:  # Ctrl-C: what was found so far is worth showing
        return False
    return True


# --- for a person ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Topic:
    """What would become of a topic; ``fate`` is "new", "gone" or ""."""

    id: str
    found: "Sum"
    fate: str


def _topics(trial: "Trial", old: "Topics", new: "Topics") -> list[_Topic]:
    from monitor.backtesting import Sum

    before, after = ({topic.id for topic in topics.topics} for topics in (old, new))
    fates = {topic: "" if topic in before & after else "new" if topic in after else "gone" for topic in before | after}
    return [_Topic(topic, trial.topics.get(topic, Sum()), fates[topic]) for topic in sorted(fates)]


def _show(topics: list[_Topic]) -> None:
    terminal.table(
        ("TOPIC", "NOW", "THEN", "GAINED", "LOST", "MENTIONS +", "MENTIONS -", ""),
        (
            (
                each.id,
                each.found.before,
                each.found.after,
                each.found.gained,
                each.found.lost,
                each.found.names_gained.total(),
                each.found.names_lost.total(),
                each.fate,
            )
            for each in topics
        ),
    )
    for each in topics:
        for line in _lines(each.id, each.found):
            click.echo(line)


def _figures(topic: _Topic) -> str:
    found, fate = topic.found, f" ({topic.fate})" if topic.fate else ""
    articles = f"{found.before} -> {found.after} articles (+{found.gained} -{found.lost})"
    return f"{topic.id}{fate}: {articles}, mentions +{found.names_gained.total()} -{found.names_lost.total()}"


def _lines(topic: str, found: "Sum") -> "Iterator[str]":
    for sign, names in (("+", found.names_gained), ("-", found.names_lost)):
        if names:
            shown = ", ".join(f"{name} {number}" for name, number in names.most_common(_NAMES_SHOWN))
            more = f", and {len(names) - _NAMES_SHOWN} names more" if len(names) > _NAMES_SHOWN else ""
            yield f"{topic} {sign} by {shown}{more}"
    for kind, sign in _KINDS.items():
        for article, shift in found.articles.get(kind, ()):
            outlet = f"{article.outlet}: " if article.outlet else ""
            yield f"{topic} {sign} article {article.article_id} {outlet}{terminal.letters(article.title)}"
            yield from (f"    {_sentence(sample)}" for sample in shift.samples)


def _sentence(sample: "Sample") -> str:
    """Show a mention in its sentence, marked as what came and what went is in a diff."""
    before, written, after = map(terminal.letters, (sample.before, sample.written, sample.after))
    if terminal.has_colour():
        marked = click.style(written, fg="green" if sample.is_gained else "red", strikethrough=not sample.is_gained)
    else:
        marked = f"{{+{written}+}}" if sample.is_gained else f"[-{written}-]"
    return f"{before}{marked}{after}  ({_reason(sample)})"


def _reason(sample: "Sample") -> str:
    mention = sample.mention
    evidence = f", {mention.evidence}" if mention.evidence else ""
    by = f"{mention.name} [{mention.language}] {mention.rule}{evidence}"
    return terminal.letters(f"then {by}; now {sample.why}" if sample.is_gained else f"now {by}; then {sample.why}")


def _summary(trial: "Trial", *, is_whole: bool) -> "Iterator[str]":
    if not is_whole:
        yield "Interrupted: what is shown is of the newest articles only."
    compared = f"{counted(trial.compared, 'article')} compared"
    yield f"{compared}: {trial.differing} would name something else; nothing was changed"
    if trial.failed:
        yield f"{trial.failed} could not be compared in time, and are in no figure"


# --- for programs ---------------------------------------------------------------------------------


def _facts(article: "Differing") -> Mapping[str, object]:
    return {
        "id": article.article_id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "language": article.language,
        "topics": [_of_topic(shift) for shift in article.topics],
    }


def _of_topic(shift: "Shift") -> Mapping[str, object]:
    return {
        "topic": shift.topic,
        "matched": shift.was_matched,
        "would_match": shift.is_matched,
        "mentions_gained": dict(shift.gained),
        "mentions_lost": dict(shift.lost),
        "samples": [_of_sample(sample) for sample in shift.samples],
    }


def _of_sample(sample: "Sample") -> Mapping[str, object]:
    from monitor.core.public import mention

    return {
        "gained": sample.is_gained,
        "before": sample.before,
        "written": sample.written,
        "after": sample.after,
        "why_not": sample.why,
        "mention": mention(sample.mention),
    }
