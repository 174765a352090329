"""How does output reach a person, or the next program in a pipe?

Not pure: writes to stdout and stderr. In: rows and values. Out: a table with colour on a terminal,
tab-separated lines elsewhere, JSON where asked. Data goes to stdout, everything else to stderr.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

import click

from monitor.core.reasons import Reason, reasons_against, reasons_for
from monitor.core.records.tags import CoMention, Mention, Rejected, Tally

_MOST_BESIDE = 12


def is_terminal() -> bool:
    """Whether a person reads the output, and not a program."""
    return sys.stdout.isatty()


def has_colour() -> bool:
    """Whether colours may say something: at a terminal, unless its owner wants none (NO_COLOR)."""
    return is_terminal() and not os.environ.get("NO_COLOR")


def letters(text: str) -> str:
    """Give a text of several lines, each cleaned as a table's cells are."""
    return "\n".join(map(_plain, text.split("\n")))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, wrap: bool = False) -> None:
    """Print rows: a table on a terminal; one line a row, parted by tabs and without a head, in a pipe.

    On a terminal a row takes one line: the last column has the room that is left, and is cut where it must be.

    Args:
        wrap: give the last column as many lines as it needs, rather than cut it.
    """
    plain = ([_plain(cell) for cell in row] for row in rows)
    if not is_terminal():
        for row in plain:
            click.echo("\t".join(row))
        return
    _draw(columns, list(plain), wrap=wrap)


def _draw(columns: Sequence[str], rows: Sequence[Sequence[str]], *, wrap: bool) -> None:
    from rich.cells import cell_len, set_cell_size  # Chinese letters take two places

    widths = _widths(columns, rows)
    lines = (line for row in rows for line in (_lines(row, widths[-1]) if wrap else [row]))
    for row in [columns, *lines]:
        cells = [
            set_cell_size(cell, width - 1) + "…" if cell_len(cell) > width else set_cell_size(cell, width)
            for cell, width in zip(row, widths, strict=True)
        ]
        styled = [click.style(cell, **_style(cell.strip(), is_head=row is columns)) for cell in cells]
        click.echo(_GAP.join(styled).rstrip())


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Share a terminal's room out: where the last column has too little of it, long names give way."""
    from rich.cells import cell_len

    widths = [min(max(map(cell_len, column)), _WIDEST) for column in zip(columns, *rows, strict=True)]
    longest = max(cell_len(row[-1]) for row in [columns, *rows])
    whole = shutil.get_terminal_size().columns
    room = whole - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1)
    wanted = max(_NARROWEST, min(longest, whole * 2 // 5))
    while room < wanted and max(widths[:-1], default=0) > _NARROWEST:
        widths[widths.index(max(widths[:-1]))] -= 1
        room += 1
    widths[-1] = max(min(room, longest), _NARROWEST)
    return widths


def _lines(row: Sequence[str], width: int) -> list[Sequence[str]]:
    """Spread a row's last cell over lines of its own, broken between words, and within them where it must be."""
    from rich.cells import cell_len, chop_cells

    lines = [""]
    for word in row[-1].split():
        whole = f"{lines[-1]} {word}".lstrip()
        if cell_len(whole) <= width:
            lines[-1] = whole
        else:
            lines += chop_cells(word, width)
    first, *rest = filter(None, lines) if any(lines) else lines
    blank = [""] * (len(row) - 1)
    return [[*row[:-1], first], *([*blank, line] for line in rest)]


def as_json(value: object) -> None:
    """Print one JSON document, readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def as_json_line(value: Mapping[str, object]) -> None:
    """Print one JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def heading(text: str) -> None:
    """Print a heading: bold on a terminal."""
    click.secho(_plain(text), bold=True)


def fact(name: str, value: object) -> None:
    """Print one fact on a line of its own, its name in a column; "-" stands for None."""
    click.echo(f"{name:>11}  {_plain(value)}")


def note(*lines: str) -> None:
    """Tell the person something that is not the data: on stderr, each line cleaned as a table's cells are."""
    for line in lines:
        click.echo(_plain(line), err=True)


_GAP = "  "
_WIDEST, _NARROWEST = 40, 20
_COLOURS = {
    "ok": "green",
    "new": "green",
    "failed": "red",
    "failing": "red",
    "gone": "red",
    "blocked": "red",
    "html": "red",
    "empty": "red",
    "dead": "red",
    "unreadable": "red",
    "duplicate": "red",
    "stale": "red",
    "pages": "yellow",
    "losing": "yellow",
    "silent": "yellow",
    "moved": "cyan",
    "copy": "yellow",
    "exact": "yellow",
    "partial": "cyan",
    "version": "cyan",
    "stealth_edit": "red",
    "withdrawn": "red",
    "mention_removed": "yellow",
}


class _Style(TypedDict):
    fg: str | None
    bold: bool


def _style(cell: str, *, is_head: bool) -> _Style:
    return _Style(fg=_COLOURS.get(cell.partition(" ")[0]), bold=is_head)


def _plain(cell: object) -> str:
    """Text of a cell, without what would move a terminal's cursor or break a line."""
    if cell is None:
        return "-"
    text = ", ".join(map(str, cell)) if isinstance(cell, tuple | list) else str(cell)
    return "".join(char if char.isprintable() else " " for char in text)


def mentions(found: Iterable[Mention]) -> None:
    """Print mentions, a line for each name and reason: where first, how often, in which parts, on what evidence."""
    for each in reasons_for(found):
        notes = [
            _parts(each),
            f"{each.quoted} quoted" if each.quoted else "",
            each.rule,
            each.why,
            "an adjective: shown, never alerts alone" if each.is_weak else "",
            "in a paragraph that recurs at the outlet: shown, never alerts" if each.is_recurring else "",
        ]
        times = f", {each.count} times" if each.count > 1 else ""
        place = f"[{each.language}] {each.field} {each.start}-{each.end}{times}"
        fact("mention", f"{each.topic}: {each.name} {place} · {' · '.join(filter(None, notes))}")


def rejected(found: Iterable[Rejected]) -> None:
    """Print names that do not count, a line for each name and reason: how often, why not, where first."""
    for each in reasons_against(found):
        times = "once" if each.count == 1 else f"{each.count} times"
        why = each.why.replace("; ", ", ")
        fact("not counted", f"{each.topic}: {each.name} found {times}, {why} · {each.field} {each.start}-{each.end}")


def tallies(found: Iterable[Tally]) -> None:
    """Print how much of a text is about each topic that it matches, a line for each."""
    for each in found:
        times = "1 mention" if each.count == 1 else f"{each.count} mentions"
        fact("topic", f"{each.topic}: {times}, the first at {each.first}, prominence {each.prominence:g}")


def beside(found: Sequence[CoMention]) -> None:
    """Print which states, people and bodies are named beside the topics, the most frequent first."""
    if found:
        fact("beside", ", ".join(f"{each.name} {each.count}" for each in found[:_MOST_BESIDE]))


def _parts(reason: Reason) -> str:
    """Say in which parts of the article its places stand, and how many where there are several."""
    several = len(reason.parts) > 1
    return ", ".join(f"{part} {count}" if several and count > 1 else str(part) for part, count in reason.parts.items())
