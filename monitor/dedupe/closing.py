"""Do two texts share nothing but how they close?

Pure. In: two readings. Out: how many words of a common closing stand under two leads that have nothing to do with each
other; 0 where that is not so. decide.py asks before it calls a text a copy or a part: many outlets close their briefs
with a paragraph of background, and two such briefs would look alike, until it is known that the paragraph recurs.
"""

from collections.abc import Sequence
from itertools import pairwise

from monitor.core.sentences import ends, is_ended
from monitor.core.words import cjk_share, running
from monitor.dedupe.agreement import Indexed, agree
from monitor.dedupe.reading import Reading

_LEAD_WORDS = 10
# One or two paragraphs of background; less in any other form: under more than that stands a copy with its own lead.
_WHOLE_LINES, _WORDS_IN_LINES, _WORDS_ELSE = 2, 150, 100
# Leads on the same event share their names and nouns; two leads of the same outlet share a weekday or a place.
_SAME_EVENT, _SAME_EVENT_ELSE = 0.25, 0.15
_SAME_WORDING = 0.25
_STEM, _LEAST_SHARED = 5, 2
_END = 10


def shared_closing(new: Reading, other: Reading) -> int:
    """Count the words of the closing that two briefs share; 0 where they share more or less than that.

    A closing is the last sentences of both, word for word: one or two whole lines of at most 150 words together, or
    else 100 words. What stands above must have at least ten words in either text, end as a sentence (so a headline
    does not count), and share less than a quarter of its longer words and of its wording (15 % of the words,
    where the closing is not one or two lines).
    """
    if new.run[-_END:] != other.run[-_END:]:  # what takes no time to see
        return 0
    sentences, others = _sentences(new.text), _sentences(other.text)
    number = _same_last(sentences, others)
    if number in (0, len(sentences), len(others)):
        return 0
    lead, other_lead = "".join(sentences[:-number]), "".join(others[:-number])
    closing = "".join(sentences[-number:]).strip()
    words = _words(running(closing))
    is_lines = lead.endswith("\n") and other_lead.endswith("\n") and closing.count("\n") < _WHOLE_LINES
    if words > (_WORDS_IN_LINES if is_lines else _WORDS_ELSE) or not (_is_lead(lead) and _is_lead(other_lead)):
        return 0
    limit = _SAME_EVENT if is_lines else _SAME_EVENT_ELSE
    return 0 if _are_alike(running(lead), running(other_lead), new, limit) else words


def _sentences(text: str) -> list[str]:
    """Cut a text into sentences, each with the blanks and line breaks behind it."""
    places = [0, *ends(text, 0, len(text)), len(text)]
    sentences: list[str] = []
    for start, end in pairwise(places):
        if text[start:end].strip() or not sentences:
            sentences.append(text[start:end])
        else:
            sentences[-1] += text[start:end]
    return sentences


def _same_last(sentences: Sequence[str], others: Sequence[str]) -> int:
    """Count the last sentences that two texts share."""
    number = 0
    for mine, theirs in zip(reversed(sentences), reversed(others), strict=False):
        if mine.strip() != theirs.strip() and running(mine) != running(theirs):
            break
        number += 1
    return number


def _is_lead(text: str) -> bool:
    return is_ended(text.rstrip()) and _words(running(text)) >= _LEAD_WORDS


def _are_alike(lead: str, other: str, new: Reading, limit: float) -> bool:
    mine, theirs = _stems(lead), _stems(other)
    if len(mine & theirs) >= max(limit * min(len(mine), len(theirs)), _LEAST_SHARED):
        return True
    agreement = agree(Indexed(lead, new.measures), other)
    return max(agreement.in_other, agreement.of_other) >= _SAME_WORDING


def _words(run: str) -> int:
    return len(run) // 2 if cjk_share(run) > 0.5 else len(run.split())


def _stems(run: str) -> set[str]:
    """Give the first letters of longer words, the numbers, and pairs of characters in Chinese, Japanese and Korean."""
    if cjk_share(run) > 0.5:
        return {run[at : at + 2] for at in range(len(run) - 1)}
    return {word[:_STEM] for word in run.split(" ") if len(word) >= _STEM or word.isdecimal()}
