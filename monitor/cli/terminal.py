"""How does output reach a person, or the next program in a pipe?

Not pure: writes to stdout and stderr. In: rows and values. Out: a table with colour on a terminal,
tab-separated lines elsewhere, JSON where asked. Data goes to stdout, everything else to stderr.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence

import click

from monitor.core.records.articles import Mention


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows: a table on a terminal; one line a row, parted by tabs and without a head, in a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(_plain(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*(Text(_plain(cell), style=_style(_plain(cell))) for cell in row))
    Console().print(drawn)


def as_json(value: object) -> None:
    """Print one JSON document, readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def as_json_line(value: Mapping[str, object]) -> None:
    """Print one JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def heading(text: str) -> None:
    """Print a heading: bold on a terminal."""
    click.secho(text, bold=True)


def note(text: str) -> None:
    """Tell the person something that is not the data: on stderr."""
    click.echo(text, err=True)


_STYLES = {
    "ok": "green",
    "unchanged": "dim",
    "failed": "red",
    "failing": "red",
    "new": "green",
    "copy": "yellow",
    "exact": "yellow",
    "partial": "cyan",
    "version": "cyan",
}


def _style(cell: str) -> str:
    return _STYLES.get(cell, "")


def _plain(cell: object) -> str:
    """Text of a cell, without what would move a terminal's cursor or break a line."""
    if cell is None:
        return "-"
    text = ", ".join(map(str, cell)) if isinstance(cell, tuple | list) else str(cell)
    return "".join(char if char.isprintable() else " " for char in text)


def mentions(found: Iterable[Mention]) -> None:
    """Print mentions, a line for each name and reason: how often, where first, by which rule, on what evidence."""
    groups: dict[tuple[str, str, str, str, str], list[Mention]] = {}
    for each in found:
        groups.setdefault((each.topic, each.name, each.field, each.rule, each.evidence), []).append(each)
    for (topic, name, field, rule, evidence), those in groups.items():
        weak = " (adjective: shown, never alerts alone)" if those[0].is_weak else ""
        times = f", {len(those)} times" if len(those) > 1 else ""
        click.echo(
            f"{'mention':>11}  {topic}: {name} [{those[0].language}] {field} {those[0].start}-{those[0].end}{times} "
            f"· {rule}{f' · {evidence}' if evidence else ''}{weak}"
        )
