"""Which sentences are tagging measured on, and what does each name?

Not pure: reads the texts beside it, and the projects' shared sentences where they are. In: tagging/*.txt, a file a
language, a line a text: ``csto -sco ~kazakhstan | text``. Out: Sentences.

A topic's id: it is named there, and has to be found. With ``-``: it is at stake, for something there looks like it, and
must not count. With ``~``: only an adjective or a demonym stands there, which has to be found and must not count.
What is not listed must not count either. tagging/articles.jsonl has whole briefs with headlines, which were written by
somebody who had seen neither the names nor the rules.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TEXTS = Path(__file__).parent / "tagging"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "eval" / "tag_kaznerd.jsonl"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with what a person says that it names.

    Args:
        of: the file that it is from: a language, as BCP 47 writes it, or "peers".
        named: topics that it names.
        traps: topics that something in it looks like.
        weak: topics that only an adjective or a demonym in it names.
    """

    of: str
    line: int
    text: str
    named: frozenset[str]
    traps: frozenset[str]
    weak: frozenset[str]
    title: str = ""

    @property
    def at_stake(self) -> frozenset[str]:
        """Topics that it tests."""
        return self.named | self.traps | self.weak


def own() -> list[Sentence]:
    """Read the sentences that we wrote.

    Raises:
        ValueError: a line cannot be read; it is named.
    """
    return [sentence for path in sorted(_TEXTS.glob("*.txt")) for sentence in read(path.stem, path.read_text("utf-8"))]


def read(of: str, content: str) -> Iterator[Sentence]:
    """Read the sentences of one file."""
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        tokens, bar, text = line.partition(" | ")
        if not bar or not text.strip():
            raise ValueError(f"{of}.txt, line {number}: write it as topics | text")
        marked = tokens.split()
        yield Sentence(
            of,
            number,
            text.strip(),
            named=frozenset(token for token in marked if token[0] not in "-~"),
            traps=frozenset(token[1:] for token in marked if token[0] == "-"),
            weak=frozenset(token[1:] for token in marked if token[0] == "~"),
        )


def articles() -> list[Sentence]:
    """Read the briefs that were written without a look at names and rules."""
    lines = enumerate((_TEXTS / "articles.jsonl").read_text("utf-8").splitlines(), 1)
    given = ((number, json.loads(line)) for number, line in lines)
    none: frozenset[str] = frozenset()
    return [
        Sentence(
            said["language"], n, said["text"], frozenset(said["named"]), none, frozenset(said["weak"]), said["title"]
        )
        for n, said in given
    ]


def shared() -> list[Sentence]:
    """Read the labelled Kazakh sentences that the projects share; none where they are not there.

    Source: IS2AI/KazNERD, CC BY 4.0.
    """
    if not SHARED.exists():
        return []
    lines = enumerate(SHARED.read_text("utf-8").splitlines(), 1)
    given = ((number, json.loads(line)) for number, line in lines)
    none: frozenset[str] = frozenset()
    return [Sentence("kk", n, said["text"], frozenset(said["topics"]), none, none) for n, said in given]
