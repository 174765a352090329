"""Which articles can the demo world publish, and what should the service make of each?

Reads the YAML files beside it, nothing else. In: nothing. Out: DemoArticle values, oldest first.
newsroom.py publishes them; tests read the truth from their ``expect``.
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import TypedDict, cast

from ruamel.yaml import YAML

from monitor.core.records.verdicts import VerdictKind


@dataclass(frozen=True, slots=True)
class Expect:
    """What the service should decide on a text, all that is older having been published before it.

    Args:
        of: id of the article that it copies or is a version of, "" for new.
        topics: ids of the topics that it matches, sorted.
    """

    verdict: VerdictKind
    of: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoText:
    """One text of an article: its first, or the one that an edit puts in its place."""

    title: str
    author: str
    paragraphs: tuple[str, ...]
    expect: Expect


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """An article of the demo world, written for it.

    Args:
        at_min: when it appeared, in minutes from the world's start; negative is before.
        language: ISO 639-1 code.
        edited: the text that replaces the first on request, None where there is none.
        unlabelled: its page names its charset nowhere.
    """

    id: str
    outlet: str
    language: str
    at_min: int
    first: DemoText
    edited: DemoText | None = None
    unlabelled: bool = False


class _ExpectRow(TypedDict, total=False):
    verdict: str
    of: str
    topics: list[str]


class _TextRow(TypedDict, total=False):
    title: str
    author: str
    text: list[str]
    expect: _ExpectRow


class _ArticleRow(_TextRow, total=False):
    id: str
    outlet: str
    at_min: int
    edited: _TextRow
    unlabelled: bool


def load_articles() -> tuple[DemoArticle, ...]:
    """Read every article, oldest first: an original stands before its copies."""
    found = []
    for file in files("monitor.demo").joinpath("articles").iterdir():
        if file.name.endswith(".yaml"):
            rows = cast("list[_ArticleRow]", YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")))
            found += [_article(row, language=file.name.removesuffix(".yaml")) for row in rows]
    return tuple(sorted(found, key=lambda article: (article.at_min, article.id)))


def _article(row: _ArticleRow, *, language: str) -> DemoArticle:
    edited = row.get("edited")
    return DemoArticle(
        id=row["id"],
        outlet=row["outlet"],
        language=language,
        at_min=row["at_min"],
        first=_text(row, author=row["author"]),
        edited=_text(edited, author=row["author"]) if edited else None,
        unlabelled=row.get("unlabelled", False),
    )


def _text(row: _TextRow, *, author: str) -> DemoText:
    expect = row["expect"]
    return DemoText(
        title=row["title"],
        author=author,
        paragraphs=tuple(row["text"]),
        expect=Expect(
            verdict=VerdictKind(expect["verdict"]),
            of=expect.get("of", ""),
            topics=tuple(sorted(expect["topics"])),
        ),
    )
