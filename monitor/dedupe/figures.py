"""Are two texts that share their wording the same report, or two bulletins from one template?

Pure. In: two readings and what they share. Out: the reason why they are two, or "". decide.py asks before it calls a
text a copy or a part. Rates, weather, earthquakes, appointments: their words are the same each day, their figures and
names are what they report.
"""

import re
from collections import Counter

from monitor.dedupe.agreement import Agreement, edits, stretches
from monitor.dedupe.reading import Reading
from monitor.dedupe.spelling import is_spelling

_DIGITS = re.compile(r"\d+")
_KEPT = 0.5
# A text with fewer numbers than one in so many words is no bulletin of figures: its one number may be a misprint.
_WORDS_PER_NUMBER = 40
# Where so much of both texts agrees, little stands around it.
_WHOLE = 0.6
# An edit in so little of a text is a correction, whatever it changes.
_NEARLY_ALL = 0.95
_LEAST_CHANGED, _LEAST_IN_PART = 3, 2
# A report that keeps so many of its names and numbers was revised.
_REVISED, _HARDLY_ANY = 0.6, 0.15


def why_another_bulletin(new: Reading, other: Reading, agreement: Agreement) -> str:
    """Say why two texts with the same wording are two bulletins; "" where they are one report.

    They are two where fewer than half of the numbers were kept, or where at least half of the words that differ between
    their runs are other numbers and other names, three at least on either side. Of two lists of numbers the shorter
    one counts, and where much else stands around what agrees, only the numbers in what agrees: the rest brings its
    own. Names are words with a capital inside a sentence.
    """
    mine, theirs = new.numbers, other.numbers
    is_whole = min(agreement.in_other, agreement.of_other) >= _WHOLE
    if not is_whole:
        mine, theirs = (Counter(_DIGITS.findall(text)) for text in stretches(agreement, new.run, other.run))
    fewer, same = min(mine.total(), theirs.total()), (mine & theirs).total()
    if same < _KEPT * fewer and fewer * _WORDS_PER_NUMBER >= min(new.length, other.length):
        kept = f"only {same}" if same else "none"
        numbers = f"{kept} of its {mine.total()} numbers" if mine.total() > 1 else "not its one number"
        return numbers if is_whole else f"{numbers} in what agrees"
    if max(agreement.same_in_other, agreement.same_of_other) >= _NEARLY_ALL:
        return ""
    changed, differing = _changed(new, other, agreement)
    if changed >= _LEAST_CHANGED and changed >= _KEPT * differing and _kept(new, other) < _REVISED:
        return f"{changed} of the {differing} words that differ are other names and numbers"
    return ""


def why_one_template(new: Reading, other: Reading, agreement: Agreement) -> str:
    """Say why two texts that agree in part are two bulletins; "" where one took a part from the other.

    What is taken over agrees in one piece, whereas a template agrees piece by piece, and between the pieces stand the
    names and numbers. They are two bulletins where two of these differ at least, between runs, and are half of all that
    differs there, and fewer than half of all of the text's names and numbers were kept; or hardly any was.
    """
    changed, differing = _changed(new, other, agreement)
    kept = _kept(new, other)
    if changed >= _LEAST_IN_PART and (kept <= _HARDLY_ANY or (changed >= _KEPT * differing and kept < _KEPT)):
        return f"{changed} of the {differing} words that differ between what agrees are other names and numbers"
    return ""


def _kept(new: Reading, other: Reading) -> float:
    """Give the share of names and numbers that both have; of the text with fewer."""
    mine, theirs = ({word for word in reading.run.split(" ") if _is_fact(word, reading)} for reading in (new, other))
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer else 1.0


def _changed(new: Reading, other: Reading, agreement: Agreement) -> tuple[int, int]:
    """Count names and numbers among the words that differ between runs, and all these words; of the side with fewer.

    A word that stands elsewhere in the other text was moved there, and does not differ.
    """
    mine, theirs = frozenset(new.run.split(" ")), frozenset(other.run.split(" "))
    both = [
        (frozenset(here.split(" ")) - theirs, frozenset(there.split(" ")) - mine)
        for here, there in edits(agreement, new.run, other.run)
    ]
    sides = [(new, both), (other, [(there, here) for here, there in both])]
    return min((_facts(*side) for side in sides), key=lambda counted: counted[0] / (counted[1] or 1))


def _facts(reading: Reading, differing: list[tuple[frozenset[str], frozenset[str]]]) -> tuple[int, int]:
    """Count the names and numbers among the words of one side that differ from the other side's, and all of them."""
    words = {word for here, _ in differing for word in here}
    facts = {
        word for here, there in differing for word in here if _is_fact(word, reading) and not is_spelling(word, there)
    }
    return len(facts), len(words)


def _is_fact(word: str, reading: Reading) -> bool:
    return word.isdecimal() or word in reading.names
