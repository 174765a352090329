"""Do two texts of a few words say the same?

Pure. In: two readings that agree but for small edits. Out: the words in which they say something else, or nothing.
decide.py asks before it calls a text a copy: in a report a changed word is a correction, in a flash it is the news.
"""

from difflib import SequenceMatcher

from monitor.core.sentences import is_ended
from monitor.core.words import cjk_share, running
from monitor.dedupe.reading import Reading
from monitor.dedupe.spelling import is_spelling

#: A text of fewer words has no room for corrections.
FLASH_WORDS = 80

# Longer stretches that differ were rewritten or moved; short ones change a sentence. What only one has is a "not", or
# longer, and then it was cut out or put in.
_CHANGE, _CHANGE_IN_HAN = 4, 8
_ADDED = 2
#: Small letters of Latin and Greek that look as Cyrillic ones do: a whole word may be written in them.
_LOOK_ALIKE = str.maketrans("aeopcyxkmhtbοαικν", "аеорсухкмнтвоаіку")
_Words = tuple[str, ...]


def other_words(new: Reading, other: Reading) -> tuple[str, str] | None:
    """Give the first words of a short text that say something else than those of the other, and these.

    Spellings and misprints of the same word say the same, and so does a word that stands elsewhere in the other text.
    What only one has at its beginning or end was cut off or put on, and a last line that is no sentence signs.
    """
    if min(new.length, other.length) >= FLASH_WORDS:
        return None
    is_han = cjk_share(new.run) > 0.5
    mine, theirs = (_words(running(_unsigned(each.text)), is_han=is_han) for each in (new, other))
    most = _CHANGE_IN_HAN if is_han else _CHANGE
    is_flash = max(new.length, other.length) < FLASH_WORDS
    steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    for number, (step, start, end, other_start, other_end) in enumerate(steps):
        is_edge = number in (0, len(steps) - 1)
        if step == "equal" or (is_edge and (step != "replace" or not is_flash)):
            continue
        here, there = _without(mine[start:end], theirs), _without(theirs[other_start:other_end], mine)
        is_change = max(end - start, other_end - other_start) <= (most if step == "replace" else _ADDED)
        if is_change and (here or there) and not _is_same(here, there):
            return _shown(here, is_han=is_han), _shown(there, is_han=is_han)
    return None


def _unsigned(text: str) -> str:
    lines = text.rstrip().split("\n")
    while len(lines) > 1 and not is_ended(lines[-1].rstrip()) and any(is_ended(line.rstrip()) for line in lines[:-1]):
        lines.pop()
    return "\n".join(lines)


def _words(run: str, *, is_han: bool) -> _Words:
    return tuple(run.replace(" ", "")) if is_han else tuple(run.split(" "))


def _without(words: _Words, others: _Words) -> _Words:
    return tuple(word for word in words if word not in others)


def _is_same(here: _Words, there: _Words) -> bool:
    """Say whether the words of two stretches are spellings of one another."""
    others = frozenset(there)
    return len(here) == len(there) and all(
        is_spelling(word, others) or word.translate(_LOOK_ALIKE) == beside.translate(_LOOK_ALIKE)
        for word, beside in zip(here, there, strict=True)
    )


def _shown(words: _Words, *, is_han: bool) -> str:
    return ("" if is_han else " ").join(words)
