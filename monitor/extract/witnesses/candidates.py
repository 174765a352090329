"""Which of several candidates is chosen?

Pure: the rule that all fields share. In: candidates of one field, and when one of them bears another out.
Out: the one that is chosen. headlines.py, bylines.py and moments.py stand candidates; weigh.py acts on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from monitor.core.records.pages import Claim, Field, Witness

Read = TypeVar("Read")


class Standing(IntEnum):
    """What a candidate is worth by itself."""

    UNFIT = 0  # it says nothing that the article could bear
    DOUBTFUL = 1  # only where there is nothing better: an impossible date
    OUTDONE = 2  # another one says the same and says more
    GOOD = 3


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Read]):
    """What a witness says, read and tidied.

    Args:
        value: as a claim shows it.
        read: as it is compared.
        voice: whose it is: witnesses that copy from one another have one voice.
        trust: 0 for whoever is trusted most.
    """

    field: Field
    witness: Witness
    value: str
    read: Read
    voice: str
    trust: int
    standing: Standing = Standing.GOOD
    note: str = ""

    def claim(self, *, is_chosen: bool) -> Claim:
        """Write it down."""
        return Claim(self.field, self.witness, self.value, is_chosen, self.note)


def elect(
    candidates: Sequence[Candidate[Read]], bears_out: Callable[[Candidate[Read], Candidate[Read]], bool]
) -> Candidate[Read] | None:
    """Choose by standing; then by how many voices bear a candidate out, its own included; then by trust.

    Args:
        bears_out: whether what the first says speaks for the second.
    """
    fit = [candidate for candidate in candidates if candidate.standing is not Standing.UNFIT]

    def weight(candidate: Candidate[Read]) -> tuple[int, int, int]:
        voices = {other.voice for other in fit if other is candidate or bears_out(other, candidate)}
        return candidate.standing, len(voices), -candidate.trust

    return max(fit, key=weight, default=None)
