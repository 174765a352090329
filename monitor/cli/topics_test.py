"""monitor topics test: what do the topics find in a text, and why, or why not?

Not pure: reads the topics and a text. In: words of the command line, or standard input. Out: each mention in its
sentence with its reason, and what was found but does not count. It needs no database.
"""

import sys
from collections.abc import Callable, Iterable
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from monitor.core.records.tags import Mention, Rejected, Tagged

_MAX_BYTES = 5_000_000
_AROUND = 40
_MOST_PLACES = 3
_COLUMN = " " * 13

_Found = TypeVar("_Found", "Mention", "Rejected")


@click.command("test")
@click.argument("text", nargs=-1, required=True, metavar="TEXT...|-")
@click.option("--title", default="", help="A headline for the text.")
@click.option("--lang", "language", help="The text's language, such as ru, where it is not to be told from the text.")
@click.option(
    "--topics", "path", type=click.Path(path_type=Path), help="Another topics.yaml, to try it before it is used."
)
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON document.")
def command(*, text: tuple[str, ...], title: str, language: str | None, path: Path | None, as_json: bool) -> None:
    """Say what the topics find in a TEXT, or in standard input (-), and why, or why not.

    The text is read as the whole of an article: evidence for an ambiguous acronym may stand anywhere in it. What counts
    makes the article match its topic; weak names are shown, and never do so alone.
    """
    from monitor.config.topics import default_topics_path, load_topics
    from monitor.core.public import explained
    from monitor.tag.match import Tagger

    whole = _stdin() if text == ("-",) else " ".join(text)
    title, whole = _whole_characters(title), _whole_characters(whole)
    topics = load_topics(path or environment.settings(quiet=True).topics or default_topics_path())
    spoken = _told(title, whole) if language is None else language
    tagged = Tagger(topics).tag(title, whole, spoken)
    if as_json:
        found = explained(tagged, len(whole))
        terminal.as_json({"title": title, "language": spoken or None, "characters": len(whole), **found})
    else:
        _print(tagged, {"title": title, "text": whole}, spoken)


def _stdin() -> str:
    from monitor.core.errors import MonitorError

    read = sys.stdin.buffer.read(_MAX_BYTES + 1)
    if len(read) > _MAX_BYTES:
        raise MonitorError(f"The text is over {_MAX_BYTES // 1_000_000} MB; give an article's text alone.")
    return read.decode("utf-8-sig", "replace")


def _whole_characters(text: str) -> str:
    """Put a replacement for what was no UTF-8 on the command line: Python carries it as half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _told(title: str, text: str) -> str:
    from monitor.extract.language import language

    return language(title, text)


def _print(tagged: "Tagged", fields: dict[str, str], language: str) -> None:
    from monitor.core.prominence import tallies

    terminal.fact("language", language or "unknown: the words of context of every language count")
    terminal.fact("topics", ", ".join(tagged.topics) or "none")
    terminal.tallies(tallies(tagged.mentions, len(fields["text"])))
    for places in _alike(tagged.mentions, lambda m: (m.topic, m.name, m.language, m.rule, m.evidence, m.is_weak)):
        terminal.mentions(places)
        _show(places, fields, "green")
    for those in _alike(tagged.rejected, lambda r: (r.topic, r.name, r.language, r.rule, r.why)):
        terminal.rejected(those)
        _show(those, fields, "red")


def _alike(found: Iterable[_Found], kind: Callable[[_Found], tuple[object, ...]]) -> Iterable[list[_Found]]:
    """Give together what has one name and one reason."""
    groups: dict[tuple[object, ...], list[_Found]] = {}
    for each in found:
        groups.setdefault(kind(each), []).append(each)
    return groups.values()


def _show(places: "Iterable[Mention | Rejected]", fields: dict[str, str], colour: str) -> None:
    """Show the first places in the words around them."""
    for each in islice(places, _MOST_PLACES):
        whole = fields[each.field]
        start, end = max(0, each.start - _AROUND), min(len(whole), each.end + _AROUND)
        before, written, after = map(
            terminal.letters, map(_one_line, _parted(whole, (start, each.start, each.end, end)))
        )
        marked = click.style(written, fg=colour, underline=True) if terminal.has_colour() else f">>{written}<<"
        dots = "..." if start else "", "..." if end < len(whole) else ""
        click.echo(f"{_COLUMN}{dots[0]}{before}{marked}{after}{dots[1]}")


def _parted(text: str, at: tuple[int, int, int, int]) -> list[str]:
    return [text[start:end] for start, end in pairwise(at)]


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
