"""monitor diff: what changed between two versions of an article, or what has one article of another's text?

Not pure: reads the archive. In: an article's id, or those of two. Out: its text with the words that went and came, or a
patch.
"""

import re
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records.versions import Version


_BETWEEN = re.compile(r"([1-9]\d{0,8})\.\.([1-9]\d{0,8})", re.ASCII)


class Between(click.ParamType[tuple[int, int]]):
    """Two versions: 1..3."""

    name = "n..m"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read them."""
        found = _BETWEEN.fullmatch(str(value).strip())
        if found is None:
            self.fail(f"{value!r} names no two versions: give 1..3.", param, ctx)
        return int(found[1]), int(found[2])


@click.command("diff")
@click.argument("article_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.argument("other_id", metavar="[OTHER]", required=False, type=click.IntRange(1, 2**63 - 1))
@click.option("--versions", "between", type=Between(), help="From which version to which: 1..3. Else the last two.")
@click.option("--patch", is_flag=True, help="A unified diff, a line a paragraph; the first line is the headline.")
def command(article_id: int, other_id: int | None, *, between: tuple[int, int] | None, patch: bool) -> None:
    """Show what changed between two versions of an article, word by word; or what OTHER has of the text of article ID.

    At a terminal, what went is red and struck out, and what came is green. In a pipe, and with NO_COLOR set, they are
    [-written so-] and {+so+}. Chinese, Japanese and Korean are compared character by character.
    """
    if other_id is not None and between:
        raise click.UsageError("Name versions of one article, or two articles, not both.")
    with environment.stores(environment.settings(quiet=True)) as stores:
        versions = stores.articles.versions(article_id)
        others = stores.articles.versions(other_id) if other_id is not None else ()
    if other_id is not None:
        _compare(Told(article_id, versions[-1]), Told(other_id, others[-1]), patch=patch)
        return
    if between is None and len(versions) == 1:
        terminal.note(f"Article {article_id} has one version: nothing in it has changed since it was first read.")
        return
    old, new = _chosen(versions, between or (len(versions) - 1, len(versions)))
    if patch:
        _print_patch(as_patch(old, new, f"article-{article_id}"))
        return
    for mark, version in (("---", old), ("+++", new)):
        terminal.note(f"{mark} {headed(version)}")
    click.echo(compared(_whole(old), _whole(new), in_colour=terminal.has_colour()))


@dataclass(frozen=True, slots=True)
class Told:
    """An article, and what it says now."""

    article_id: int
    version: "Version"


def _compare(one: Told, other: Told, *, patch: bool) -> None:
    """Print what the second article dropped of the first, and what it added."""
    for told in (one, other):
        if not told.version.text:
            raise click.ClickException(
                f"The text of article {told.article_id} was not kept: its feed keeps matching articles only."
            )
    if patch:
        named, other_named = ((f"article-{told.article_id}", told.version) for told in (one, other))
        _print_patch(_unified(named, other_named))
        return
    kept, shown = beside(one, other, in_colour=terminal.has_colour())
    terminal.note(kept)
    for mark, told in (("---", one), ("+++", other)):
        terminal.note(f"{mark} article {told.article_id}, {headed(told.version)}")
    click.echo(shown)


def beside(one: Told, other: Told, *, in_colour: bool) -> tuple[str, str]:
    """Say how much of an article's text another kept, and give both in one, marked as compared() does."""
    from monitor.cli.carrying import aligned
    from monitor.cli.marking import marked

    old, new = terminal.letters(_whole(one.version)), terminal.letters(_whole(other.version))
    edits, kept = aligned(old, new)
    said = kept.in_words(f"article {one.article_id}", f"Article {other.article_id}")
    return said, marked(old, new, edits, in_colour=in_colour)


def _print_patch(patch: str) -> None:
    click.echo(terminal.letters(patch) if terminal.is_terminal() else patch, nl=False)


def _chosen(versions: "Sequence[Version]", between: tuple[int, int]) -> "tuple[Version, Version]":
    by_number = {version.n: version for version in versions}
    missing = [n for n in between if n not in by_number]
    if missing:
        those = f"versions 1 to {len(versions)}" if len(versions) > 1 else "one version"
        raise click.BadParameter(f"there is no version {missing[0]}; it has {those}.", param_hint="--versions")
    return by_number[between[0]], by_number[between[1]]


def headed(version: "Version") -> str:
    """Say which version it is, since when, and by what the page says itself."""
    from monitor.core.public import moment

    said = f", changed {moment(version.modified_at)} by what it says" if version.modified_at else ""
    return f"version {version.n}, read {moment(version.at)}, {version.basis}{said}"


def compared(before: str, after: str, *, in_colour: bool) -> str:
    """Give two texts in one, with what went and what came marked; nothing in it can move a terminal's cursor."""
    from monitor.cli.marking import marked
    from monitor.revise.diff import edits

    old, new = terminal.letters(before), terminal.letters(after)
    return marked(old, new, edits(old, new), in_colour=in_colour)


def as_patch(old: "Version", new: "Version", name: str) -> str:
    """Give a unified diff of two versions, a line a paragraph below the headline; nothing where they are the same."""
    return _unified((f"{name}/version-{old.n}", old), (f"{name}/version-{new.n}", new))


def _unified(one: tuple[str, "Version"], other: tuple[str, "Version"]) -> str:
    from monitor.core.public import moment

    (name, before), (other_name, after) = one, other
    lines, other_lines = ([f"{line}\n" for line in _whole(version).split("\n")] for version in (before, after))
    dates = moment(before.at) or "", moment(after.at) or ""
    return "".join(unified_diff(lines, other_lines, name, other_name, *dates))


def _whole(version: "Version") -> str:
    return f"{version.title}\n{version.text}" if version.text else version.title
