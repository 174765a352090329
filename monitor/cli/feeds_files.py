"""monitor feeds import, export: how do feeds come from other readers, and go to them?

Not pure: reads and writes OPML files, and adds to feeds.yaml. In: a file. Out: feeds in feeds.yaml; an OPML file.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from monitor.cli import environment, terminal
from monitor.core.counting import counted
from monitor.core.errors import BadConfiguration, MonitorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config.settings import Settings
    from monitor.core.records.feeds import FeedSpec


@click.command("import")
@click.argument("file", metavar="FILE.opml", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would be added, and change nothing.")
def import_feeds(file: BinaryIO, *, dry_run: bool) -> None:
    """Add the feeds of an OPML file to the feeds.yaml in use; "-" reads stdin.

    Nothing else in feeds.yaml changes. A feed whose address is there already is passed over; one whose name is taken
    becomes "Name (2)". Exit code 4 where some outlines cannot be used, 1 where none can.
    """
    from monitor.config.feed_file import append
    from monitor.config.opml import MAX_BYTES, read_opml

    settings = environment.settings(quiet=True)
    path = settings.feeds_path if dry_run else _own_list(settings)
    specs, problems = read_opml(file.read(MAX_BYTES + 1), file=file.name)
    rows = _becoming(path, specs, "would be added" if dry_run else "added")
    if not dry_run:
        append(path, specs)
    for problem in problems:
        terminal.note(f"{'note' if problem.is_harmless else 'error'}: {problem}")
    terminal.table(("FEED", "BECOMES", "ADDRESS"), rows)
    _warn_of_settings(specs, rows)
    number = sum(became != _THERE for _, became, _ in rows)
    there = len(rows) - number
    added = f"{counted(number, 'feed')} {'would be ' if dry_run else ''}added"
    terminal.note(f"{path}: {added}, {there} {'was' if there == 1 else 'were'} there already")
    if number and not dry_run:
        terminal.note("The service takes them up when it starts anew. Look at them first with: monitor feeds check")
    _end(specs, sum(not problem.is_harmless for problem in problems))


@click.command("export")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--headers", is_flag=True, help="Also the feeds' own request headers, which may hold passwords.")
@click.option("--force", is_flag=True, help="Write over FILE where it exists.")
def export_feeds(file: Path | None, *, headers: bool, force: bool) -> None:
    """Write the feeds of feeds.yaml as OPML to FILE, or to stdout.

    Other readers take what they know of it; `monitor feeds import` takes every setting back.
    """
    from monitor.config.feeds import load_feeds
    from monitor.config.opml import to_opml

    settings = environment.settings(quiet=True)
    specs, problems = load_feeds(settings.feeds_path)
    made = to_opml(specs, with_headers=headers)
    if file is None or str(file) == "-":
        click.echo(made.text, nl=False)
    else:
        _write(file, made.text, is_secret=headers, may_replace=force)
    for problem in problems:
        terminal.note(f"error: {problem}")
    if made.without_headers:
        terminal.note(f"Without the request headers of {', '.join(made.without_headers)}; --headers writes them too.")
    terminal.note(f"{counted(len(specs), 'feed')} of {settings.feeds_path} written")
    _end(specs, len(problems))


_THERE = "there already"
# What others may not choose for us unseen: how we behave to servers, and as whom.
_TELLING = ("user_agent", "accept", "headers", "ports", "obey_robots", "obey_hints")


def _own_list(settings: "Settings") -> Path:
    """Give the feeds.yaml that may be added to: the owner's, never the one that came with the program.

    Raises:
        MonitorError: saying where to copy it.
    """
    from monitor.config.bundle import bundled

    path, shipped = settings.feeds_path, bundled("feeds.yaml")
    is_here = settings.feeds is None and Path("feeds.yaml").exists()
    is_inside = shipped.parent.name == "bundled"  # of the installed package; in a checkout the list is its owner's
    if path.resolve() != shipped.resolve() or (is_here and not is_inside) or (settings.feeds and not is_inside):
        return path
    raise MonitorError(
        f"The feeds in use are those that came with the program, which an upgrade replaces: {shipped} was not "
        f"changed. Make the list your own, then import again: cp '{shipped}' feeds.yaml (and set MONITOR_FEEDS to it, "
        "where the service runs in another folder)."
    )


def _becoming(path: Path, specs: "Sequence[FeedSpec]", word: str) -> list[tuple[str, str, str]]:
    """Say what becomes of each feed: its name in feeds.yaml, and whether it comes to it or was there."""
    from monitor.config.feed_file import added
    from monitor.config.feeds import MAX_BYTES, address_key, read_feeds
    from monitor.config.yaml_lines import parse_yaml, read_text

    if not specs:
        return []
    name = str(path)
    old = read_text(path, max_bytes=MAX_BYTES).removeprefix("\ufeff") if path.exists() else ""
    after = read_feeds(parse_yaml(added(old, specs, file=name), file=name), file=name)[0]
    try:
        before = read_feeds(parse_yaml(old, file=name), file=name)[0]
    except BadConfiguration:  # of what could be added to, that is a list without a feed
        before = ()
    there = {address_key(spec.url) for spec in before}
    names = {address_key(spec.url): spec.name for spec in after}
    return [
        (names[key], _THERE if key in there else word, spec.url) for spec in specs for key in [address_key(spec.url)]
    ]


def _warn_of_settings(specs: "Sequence[FeedSpec]", rows: "Sequence[tuple[str, str, str]]") -> None:
    """Name the feeds that bring settings of a stranger's with them, so that nobody takes those unseen."""
    from monitor.config.feed_values import written

    for spec, (name, became, _) in zip(specs, rows, strict=True):
        keys = [key for key in _TELLING if key in written(spec)]
        if keys and became != _THERE:
            terminal.note(f"note: '{name}' brings settings with it; see that you want them: {', '.join(keys)}")


def _write(file: Path, text: str, *, is_secret: bool, may_replace: bool) -> None:
    """Write a file; one that may hold passwords is for its owner's eyes.

    Raises:
        MonitorError: it exists already, or cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if may_replace else os.O_EXCL)
    try:
        with os.fdopen(os.open(file, flags, 0o600 if is_secret else 0o666), "w", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise MonitorError(
            f"{file} exists already, and was left as it is. Name another file, or give --force."
        ) from None
    except OSError as error:
        raise MonitorError(
            f"{file} cannot be written: {error.strerror}. Name a file that this user may write."
        ) from error


def _end(specs: "Sequence[FeedSpec]", wrong: int) -> None:
    if wrong:
        raise click.exceptions.Exit(4 if specs else 1)
