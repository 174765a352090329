"""How far has a long command come?

Not pure: writes to stderr. In: what is done, and how often. Out: a bar on a terminal; elsewhere a line for each tenth.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_FEW = 20


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show how far something has come, on stderr; what is given is to be called after each step.

    Of fewer than twenty steps nothing is shown.

    Args:
        what: a word for what is being done.
        total: how many steps there will be; more may come.
    """
    if total < _FEW:
        yield lambda: None
        return
    if sys.stderr.isatty():
        with _bar(what, total) as advance:
            yield advance
        return
    done, told = 0, 0

    def count() -> None:
        """Say each tenth once."""
        nonlocal done, told
        done += 1
        tenth = 10 * done // total if total else 10
        if tenth > told:
            told = tenth
            click.echo(f"{what}: {done} of {max(total, done)}", err=True)

    yield count


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda: shown.advance(task)
