"""How often is the language told rightly, on titles and on bodies of our own set?

Not pure: reads the texts beside it. In: languages/*.yaml, a file a language: entries of titles and bodies, each in a
part of the set: "tuned" was written before the rules, "held out" after them, and "neighbours" are languages that we
do not ask for and that the rules must not swallow. Out: a table, and the texts told wrongly.
Run by: make eval-extract
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
from ruamel.yaml import YAML

from monitor.extract.language import language

TITLES_RIGHT = 0.95
BODIES_RIGHT = 0.99

_TEXTS = Path(__file__).parent / "languages"
_PARTS = ("tuned", "held out", "neighbours")

Kind = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Told:
    """One text of the set, and what was said about it."""

    language: str
    script: str
    part: str
    kind: Kind
    text: str
    found: str

    @property
    def is_right(self) -> bool:
        """Whether the language found is the text's."""
        return self.found == self.language


def told() -> Iterator[Told]:
    """Ask for the language of every text of the set: a title without its body, a body without a title."""
    yaml = YAML(typ="safe", pure=True)
    for path in sorted(_TEXTS.glob("*.yaml")):
        for entry in yaml.load(path):
            of = entry["language"], entry.get("script", ""), entry["part"]
            for title in entry["titles"]:
                yield Told(*of, "title", title, language(title, ""))
            for body in entry["bodies"]:
                yield Told(*of, "body", body, language("", body))


def share(texts: Iterable[Told], kind: Kind) -> float:
    """Say which share of the titles or bodies was told rightly, 0 to 1."""
    right, count = _count(texts, kind)
    return right / count


def main() -> int:
    """Print the table; 1 if fewer titles or bodies are right than we promise, else 0."""
    texts = list(told())
    click.echo(f"{'language':<12}{'titles':>12}{'bodies':>12}")
    for of in dict.fromkeys((text.language, text.script) for text in texts):
        _row(" ".join(filter(None, of)) or "none", [text for text in texts if (text.language, text.script) == of])
    click.echo()
    for part in _PARTS:
        _row(part, [text for text in texts if text.part == part])
    titles, bodies = share(texts, "title"), share(texts, "body")
    click.echo(f"{'all':<12}{titles:>12.1%}{bodies:>12.1%}   asked: {TITLES_RIGHT:.0%} and {BODIES_RIGHT:.0%}\n")
    for text in texts:
        if not text.is_right:
            click.echo(f"{text.language or 'none':<5}told as {text.found or 'none':<5}{text.kind:<6} {text.text[:80]}")
    return 0 if titles >= TITLES_RIGHT and bodies >= BODIES_RIGHT else 1


def _row(name: str, texts: list[Told]) -> None:
    cells = (f"{right}/{count}" for right, count in (_count(texts, "title"), _count(texts, "body")))
    click.echo(f"{name:<12}" + "".join(f"{cell:>12}" for cell in cells))


def _count(texts: Iterable[Told], kind: Kind) -> tuple[int, int]:
    of_kind = [text.is_right for text in texts if text.kind == kind]
    return sum(of_kind), len(of_kind)


if __name__ == "__main__":
    sys.exit(main())
