"""What is a labelled pair of texts, and what is known of its documents?

Pure: frozen values. dedup_pairs.py makes them, dedup_judging.py has them judged.
"""

from dataclasses import dataclass
from typing import Literal

Label = Literal["dup", "partial", "distinct", "revision"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text, as an outlet has it.

    Args:
        base: name of the text that it is, or is a copy of. One with a part of another text has its own.
        outlet: a host of its own, unless its outlet's habits are what is measured.
        host: base of the text in which a part or a quotation of another one was put; "" for whole texts.
        donor: base of the text that this part or quotation is from.
    """

    name: str
    base: str
    language: str
    title: str
    text: str
    outlet: str
    host: str = ""
    donor: str = ""

    @property
    def words_of(self) -> set[str]:
        """The bases of all texts that it has words of."""
        return {self.base, self.host, self.donor} - {""}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents by their names, and what the second is, seen against the first."""

    a: str
    b: str
    label: Label
    kind: str
    strength: int = 1


@dataclass(frozen=True, slots=True)
class Collection:
    """Pairs with their documents.

    Args:
        archives: names of documents that are kept one after another.
    """

    title: str
    documents: dict[str, Document]
    pairs: tuple[Pair, ...]
    archives: tuple[tuple[str, ...], ...]
