"""What is a text, seen against the seeds and the archive?

Pure: frozen values. Candidates, and the verdict with its figures.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Known:
    """A seed or an archived article that a new text may be a copy of.

    Args:
        ref: "seed:NAME" or the article's id as text.
        text: "" for a seed whose text the owner has not supplied: then the sketch is compared.
        sketch: as in Fingerprint.
        title: its headline, by which texts of a few words are told apart; "" for a seed.
        shared: how many of the hashes that it is found by are the new text's too.
    """

    ref: str
    text: str
    exact: str
    sketch: tuple[int, ...] = ()
    shared: int = 0
    title: str = ""

    @property
    def is_seed(self) -> bool:
        """Whether it belongs to the seed corpus rather than to the archive."""
        return self.ref.startswith("seed:")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All that the store knows that matters for a verdict on one text.

    Args:
        known: candidates sharing enough of the sample, seeds first, then oldest first.
        background: paragraph hashes that recur at the same outlet and so do not count.
    """

    known: tuple[Known, ...] = ()
    background: frozenset[int] = frozenset()


class VerdictKind(StrEnum):
    """What a text is, seen against the seeds and the archive."""

    NEW = "new"
    EXACT = "exact"
    COPY = "copy"
    PARTIAL = "partial"
    VERSION = "version"

    @property
    def is_coverage(self) -> bool:
        """Whether such a text brings something new."""
        return self in (VerdictKind.NEW, VerdictKind.PARTIAL)

    @property
    def carries_another(self) -> bool:
        """Whether such a text is another's as a whole: the same words, or a copy."""
        return self in (VerdictKind.EXACT, VerdictKind.COPY)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words that two texts share, as offsets into each."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is, of what, and the figures that say so.

    Args:
        of: ref of the seed or article it copies, "" for new.
        in_other: share of the new text that stands in the other, 0 to 1.
        of_other: share of the other that stands in the new text, 0 to 1.
        resemblance: share of all that both hold which they have in common, 0 to 1.
        numbers_kept: share of the new text's numbers that the other has, None without numbers.
        why: one sentence for a person.
        spans: longest agreeing runs, at most 50; empty where only a sketch was compared.
        rules: version of the rules that decided.
    """

    kind: VerdictKind
    why: str
    of: str = ""
    in_other: float = 0.0
    of_other: float = 0.0
    numbers_kept: float | None = None
    spans: tuple[Span, ...] = ()
    rules: int = 1
    resemblance: float = 0.0

    @property
    def is_coverage(self) -> bool:
        """Whether it brings something new, and so may be announced."""
        return self.kind.is_coverage

    @property
    def carries_another(self) -> bool:
        """Whether it is the text of ``of`` as a whole: the same words, or a copy."""
        return self.kind.carries_another


@dataclass(frozen=True, slots=True)
class Seed:
    """One article of the seed corpus.

    Args:
        name: short and unique, such as "scmp-2022-01-08".
        date: ISO 8601 day, "" where unknown.
        words: number of words of the text the sketch was made from.
        exact: sha256 (hex) of its normalised text.
        sketch: as in Fingerprint.
        text: the full text where its owner supplied it, else "".
    """

    name: str
    outlet: str
    title: str
    date: str
    url: str
    words: int
    exact: str
    sketch: tuple[int, ...]
    authors: tuple[str, ...] = ()
    text: str = ""

    @property
    def ref(self) -> str:
        """How a verdict names it."""
        return f"seed:{self.name}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided on a draft, given its neighbours.

    Args:
        keep_text: False where the feed keeps text for matching articles only.
    """

    verdict: Verdict
    keep_text: bool = True
