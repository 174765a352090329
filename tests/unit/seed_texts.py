"""Which seeds of our own are copies recognised of, and what do other outlets make of them?

seed_texts.yaml has a seed in three languages, what an outlet puts around the texts it takes over, and for each seed
another outlet's own report, which quotes the same statements. The forms are those in which such articles come back.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Sample:
    """A seed of our own with what else is written about its subject.

    Args:
        other: another headline for it.
        intro: what an outlet puts above it.
        outro: what an outlet puts below it.
        furniture: lines that a page puts between its paragraphs.
        words: what an editor puts in place of some of its words.
        report: another outlet's own article, which quotes the same statements.
    """

    headline: str
    text: str
    other: str
    intro: str
    outro: str
    furniture: Sequence[str]
    words: tuple[str, str]
    report: str


def _samples() -> dict[str, Sample]:
    """Read the samples by their languages."""
    read = YAML(typ="safe", pure=True).load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {language: Sample(**{**given, "words": tuple(given["words"])}) for language, given in read.items()}


SAMPLES = _samples()
EN = SAMPLES["en"]

_WORD = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+")
_SENTENCE_END = re.compile(r"(?<=[.!?]) |(?<=[。！？”])(?=[^”])")


def whole(text: str, _: Sample) -> str:
    return text


def half(text: str, _: Sample) -> str:
    return text[: len(text) // 2]


def third(text: str, _: Sample) -> str:
    return text[: len(text) * 3 // 10]


def wrapped(text: str, sample: Sample) -> str:
    return f"{sample.intro}\n{text}\n{sample.outro}"


def retitled(text: str, sample: Sample) -> str:
    return f"{sample.other}\n{text}"


def edited(text: str, sample: Sample) -> str:
    """Put other words in place of one in twenty, each in turn."""
    count = 0

    def edit(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return found[0] if count % 20 else sample.words[count // 20 % 2]

    return _WORD.sub(edit, text)


def in_one_paragraph(text: str, _: Sample) -> str:
    return text.replace("\n", " ")


def in_sentences(text: str, _: Sample) -> str:
    return _SENTENCE_END.sub("\n", text)


def with_furniture(text: str, sample: Sample) -> str:
    """Put a line of the page after each third paragraph."""
    lines = text.split("\n")
    for n, line in enumerate(sample.furniture):
        lines.insert(min(3 + 4 * n, len(lines)), line)
    return "\n".join(lines)


def all_at_once(text: str, sample: Sample) -> str:
    return wrapped(with_furniture(edited(retitled(text, sample), sample), sample), sample)


def half_wrapped(text: str, sample: Sample) -> str:
    return wrapped(half(text, sample), sample)


#: How a text comes back at other outlets.
FORMS: tuple[Callable[[str, Sample], str], ...] = (
    whole,
    half,
    third,
    wrapped,
    retitled,
    edited,
    in_one_paragraph,
    in_sentences,
    with_furniture,
    half_wrapped,
    all_at_once,
)
