"""Does a text say a word or a phrase?

Pure. In: what was asked for, and a text; both are folded, so that case, stress marks and look-alike letters do not
matter. Out: yes or no.

Where words are parted by blanks, whole words are meant, and ``word*`` is the beginning of one. Where they are not
(Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer), a word may stand anywhere.
"""

from dataclasses import dataclass

from monitor.core.text import UNSPACED_SCRIPTS, fold, is_letter, script

_STRIPPED = ",.;:!?…"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word or some in a row.

    Args:
        text: folded, as ``said`` gives it; never empty.
        is_beginning: the last word may go on.
    """

    text: str
    is_beginning: bool = False

    def is_in(self, said_text: str, *, goes_on: bool = False) -> bool:
        """Say whether a folded text says it.

        Takes time in proportion to the text, whatever is in either.

        Args:
            goes_on: the text's last word may be the beginning of a longer one.
        """
        is_bound_left = _parts_words(self.text[0])
        is_bound_right = _parts_words(self.text[-1]) and not self.is_beginning
        at = said_text.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            if is_bound_left and at and _parts_words(said_text[at - 1]):
                at = _end_of_word(said_text, at)
            elif is_bound_right and (_parts_words(said_text[end]) if end < len(said_text) else goes_on):
                at += 1
            else:
                return True
            at = said_text.find(self.text, at)
        return False


def phrase_of(text: str) -> Phrase | None:
    """Read what stands in quotes, where every character means itself; None where it has no letter and no digit."""
    words = said(" ".join(text.split()))
    return Phrase(words) if has_word(words) else None


def word_of(text: str) -> Phrase | None:
    """Read a word that stands without quotes; None where it has no letter and no digit.

    A star at its end leaves the ending open. Marks such as a comma around it are not meant.
    """
    is_beginning = text.endswith("*")
    words = said((text[:-1] if is_beginning else text.rstrip(_STRIPPED)).lstrip(_STRIPPED))
    return Phrase(words, is_beginning) if has_word(words) else None


def said(text: str) -> str:
    """Fold a text for phrases: one blank between two words, paragraphs parted by a line break."""
    folded = fold(text).text.replace("\u2010", "-")  # what a hyphen that keeps words together folds to
    return "\n".join(" ".join(line.split()) for line in folded.split("\n"))


def has_word(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(map(str.isalnum, text))


def _parts_words(character: str) -> bool:
    """Whether a character belongs to a word that ends where other such characters end."""
    if not (is_letter(character) or character.isalnum()):
        return False
    return script(character) not in UNSPACED_SCRIPTS


def _end_of_word(text: str, at: int) -> int:
    while at < len(text) and _parts_words(text[at]):
        at += 1
    return at
