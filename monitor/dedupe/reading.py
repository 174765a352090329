"""What of a text is compared?

Pure. In: a text, and the hashes of paragraphs that recur at its outlet. Out: Reading, all of whose parts are made when
they are first asked for: most candidates need few of them. decide.py compares readings.
"""

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import islice

from monitor.core.sentences import is_ended
from monitor.core.words import Word, cjk_share, fold, line_hash, lines_in_turn, paragraph_hash, running
from monitor.dedupe.agreement import CHARACTERS, WORDS, Indexed, Measures

#: Of longer texts the first so many words are compared: 20 of any length must not hold a transaction.
COMPARED_WORDS = 6_000
_COMPARED_CHARACTERS = 80_000  # no language needs so many for 6,000 words; a broken or hostile page may
_READ_CHARACTERS = 1_000_000  # background that precedes what is compared
# Decimals, times and dates are one number each, even where a line was broken after the point.
_NUMBER = re.compile(r"\d+(?:(?:[:/-]|[.,]\s*)\d+)*")
# A word that stands inside a sentence: after another word, with nothing between that would end it.
_INSIDE_A_SENTENCE = re.compile(r"(?<=[\w,;)%»”’\"'–—-][ \u00a0])[\"'«“„‘(]*+([^\W\d_]\w*)")


class Reading:
    """A text as it is compared: the lines that are not background, or all of them, if all are."""

    def __init__(self, text: str, background: AbstractSet[int] = frozenset(), headline: str = "") -> None:
        self._given = f"{headline}\n{text}" if headline else text
        self._background = background
        self._above = len(self._given) - len(text)

    def like(self, text: str, headline: str = "") -> "Reading":
        """Read another text as this one is read."""
        return Reading(text, self._background, headline)

    @property
    def text(self) -> str:
        """What is compared, as it was written."""
        return self._compared[0]

    @property
    def part(self) -> float:
        """How much of the text as given is compared, 0 to 1."""
        return len(self.text) / max(len(self._given), 1)

    @property
    def run(self) -> str:
        """Its folded words in a row."""
        return self._compared[1]

    @cached_property
    def _compared(self) -> tuple[str, str]:
        text = self._given
        if self._background:
            text = "\n".join(_own_lines(text, self._background)) or text
        text = text[:_COMPARED_CHARACTERS]
        run = running(text)
        if len(run) <= COMPARED_WORDS or (run.count(" ") < COMPARED_WORDS and not cjk_share(run)):
            return text, run
        text = _first_words(text)
        return text, running(text)

    @cached_property
    def measures(self) -> Measures:
        """In what it is compared with others: in words, or in characters where more than half of its words are such."""
        return CHARACTERS if cjk_share(self.run) > 0.5 else WORDS

    @cached_property
    def length(self) -> int:
        """Its length in words, of which Chinese, Japanese and Korean write one in about two characters."""
        return len(self.run) // 2 if self.measures is CHARACTERS else self.run.count(" ") + 1

    @cached_property
    def indexed(self) -> Indexed:
        """Its run, ready for others to be looked up in."""
        return Indexed(self.run, self.measures)

    @cached_property
    def numbers(self) -> Counter[str]:
        """Its numbers."""
        return Counter("".join(number.split()) for number in _NUMBER.findall(fold(self.text)))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital inside sentences, folded; lines that end as no sentence are headlines, and left out."""
        lines = (line for line in self.text.split("\n") if is_ended(line) and not line.isupper())
        inside = (word for line in lines for word in _INSIDE_A_SENTENCE.findall(line))
        return frozenset(running(" ".join(word for word in inside if word[0].isupper())).split(" "))

    @cached_property
    def words(self) -> list[Word]:
        """Its words, with where they stand in the text as given, and without those of the headline."""
        above = self._above
        words = _first_own_words(self._given, self._background) or _first_own_words(self._given, frozenset())
        return [(word, start - above, end - above) for word, start, end in words if start >= above]


def _first_own_words(text: str, background: AbstractSet[int]) -> list[Word]:
    words: list[Word] = []
    for line in lines_in_turn(text, most=COMPARED_WORDS):
        if not background or paragraph_hash(line) not in background:
            words += line
        if len(words) >= COMPARED_WORDS:
            break
    return words[:COMPARED_WORDS]


def _first_words(text: str) -> str:
    words = (word for line in lines_in_turn(text) for word in line)
    last = next(islice(words, COMPARED_WORDS - 1, None), None)
    return text[: last[2] + 1] if last else text  # one more: a decimal point may stand behind it


def _own_lines(text: str, background: AbstractSet[int]) -> list[str]:
    """Give the first lines that are not background; none, if none holds a word."""
    own, left, has_word = [], _COMPARED_CHARACTERS, False
    for line in text[:_READ_CHARACTERS].split("\n"):
        known = line_hash(line[:_COMPARED_CHARACTERS])
        if known not in background:
            own.append(line)
            left -= len(line) + 1
            has_word |= known is not None
        if left <= 0:
            break
    return own if has_word else []
