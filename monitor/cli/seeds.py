"""monitor seeds: the corpus of known coverage.

Not pure: reads and writes the folder of the seeds. In: files with texts. Out: seeds with their facts.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.records.verdicts import Seed


@click.group("seeds")
def command() -> None:
    """Look at and add to the corpus of known coverage.

    An article that repeats a seed is kept and marked, and never announced as new.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_seeds(*, as_json: bool) -> None:
    """List the seeds: name, day, outlet, words, whether the text is here, headline."""
    from monitor.corpus import load_corpus

    seeds = load_corpus(environment.settings(quiet=True).seeds_path).seeds
    if as_json:
        terminal.as_json([_facts(seed) for seed in seeds])
        return
    terminal.table(
        ("NAME", "DAY", "OUTLET", "WORDS", "COMPARED BY", "HEADLINE"),
        ((s.name, s.date, s.outlet, s.words, "text" if s.text else "sketch", s.title) for s in seeds),
    )


@command.command("add")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER..."
)
def add(paths: tuple[Path, ...]) -> None:
    """Add texts (.txt or .html files, or folders of them).

    The text of a seed that is known by its sketch only is put beside it; any other text becomes a seed of its own,
    with its facts read from its head. A copy of a seed that has its text is reported and left out, and so is a text
    that is too short. Exit code 4 where some were too short, 1 where all were.
    """
    from monitor.corpus import add_to_corpus

    placed = add_to_corpus(environment.settings(quiet=True).seeds_path, list(_files(paths)))
    terminal.table(("FILE", "BECAME", "SEED", "WHY"), ((p.file, p.fate, p.seed, p.why) for p in placed))
    empty = sum(p.fate == "empty" for p in placed)
    if empty:
        raise click.exceptions.Exit(1 if empty == len(placed) else 4)


@command.command("verify")
def verify() -> None:
    """Check every seed: its file, its text against its sketch, and that no two are copies of each other."""
    from monitor.corpus import load_corpus, repeated

    corpus = load_corpus(environment.settings(quiet=True).seeds_path)
    for placed in corpus.placed:
        terminal.note(f"{placed.file}: {placed.fate} ({placed.seed}). {placed.why}")
    found = repeated(corpus.seeds)
    for seed, why in found:
        terminal.note(f"{seed.name}: {why}")
    with_text = sum(bool(seed.text) for seed in corpus.seeds)
    click.echo(f"{len(corpus.seeds)} seeds, {with_text} compared by text, {len(found)} copies of another")
    if found:
        raise click.exceptions.Exit(1)


def _files(paths: tuple[Path, ...]) -> "Iterator[Path]":
    from monitor.config.seeds import TEXTS

    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in TEXTS)
        else:
            yield path


def _facts(seed: "Seed") -> dict[str, object]:
    return {
        "name": seed.name,
        "outlet": seed.outlet,
        "title": seed.title,
        "date": seed.date or None,
        "url": seed.url or None,
        "authors": list(seed.authors),
        "words": seed.words,
        "has_text": bool(seed.text),
    }
