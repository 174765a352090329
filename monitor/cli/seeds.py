"""monitor seeds: the corpus of known coverage.

Not pure: reads and writes the folder of the seeds. In: files with texts. Out: seeds with their facts.
"""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.core.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.records.verdicts import Seed
    from monitor.dedupe.seeds import Placed


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
    """Add texts (.txt or .html files, or folders of them with all that is below).

    An address and a headline may stand above a text; a seed's facts are read from there. The text of a seed that is
    known by its sketch only is put beside it; any other text becomes a seed of its own. Told and left out are: a copy
    of a seed that has its text, given before or just now, word for word or nearly; a part of a seed that is known by
    its sketch; a text that is too short; a file that cannot be read, or holds no text. Exit code 4 where there were
    such parts, short texts or files, 1 where there was nothing else.
    """
    from monitor.corpus import add_to_corpus

    files = list(_files(paths))
    placed = add_to_corpus(environment.settings(quiet=True).seeds_path, files) if files else ()
    terminal.table(("FILE", "BECAME", "SEED", "WHY"), ((p.file, p.fate, p.seed, p.why) for p in placed))
    _exit(placed)


def _exit(placed: "Sequence[Placed]") -> None:
    """Say on stderr what became of how many, and end with the exit code for it."""
    fates = Counter(each.fate for each in placed)
    terminal.note(", ".join(f"{number} {fate}" for fate, number in fates.items()) or "No .txt or .html file was given.")
    failed = sum(each.fate.is_failure for each in placed)
    if failed or not placed:
        raise click.exceptions.Exit(1 if failed == len(placed) else 4)


@command.command("verify")
def verify() -> None:
    """Check every seed: its file, its text against its sketch, and that no two are copies of each other."""
    from monitor.corpus import load_corpus
    from monitor.dedupe.seeds import copies

    corpus = load_corpus(environment.settings(quiet=True).seeds_path)
    for placed in corpus.placed:
        terminal.note(f"{placed.file}: {placed.fate} ({placed.seed}). {placed.why}")
    found = copies(corpus.seeds)
    for seed, why in found:
        terminal.note(f"{seed.name}: {why}")
    with_text = sum(bool(seed.text) for seed in corpus.seeds)
    alike = counted(len(found), "copy", "copies")
    click.echo(f"{counted(len(corpus.seeds), 'seed')}, {with_text} compared by text, {alike} of another")
    if found:
        raise click.exceptions.Exit(1)


def _files(paths: tuple[Path, ...]) -> "Iterator[Path]":
    from monitor.config.seeds import texts_below

    for path in paths:
        if path.is_dir():
            yield from texts_below(path)
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
