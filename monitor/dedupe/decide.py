"""Is a text new, an exact copy, a copy, or partly a copy of one we know?

Pure. In: the text, its fingerprint, and the Neighbours that the store found. Out: Verdict. The store keeps it; the
alert rules pass over copies. That a text is a *version* of a known article is the store's to say: it knows addresses.
"""

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from monitor.core.records.articles import Fingerprint
from monitor.core.records.verdicts import Known, Neighbours, Verdict, VerdictKind
from monitor.core.words import Word, fold, is_cjk, joined, lines_in_turn, paragraph_hash
from monitor.dedupe.spans import agreeing_spans

#: Stored with each verdict, so that verdicts by older rules can be found and made again.
RULES = 2

_COPY_OF_NEW = 0.60
_COPY_OF_OTHER = 0.85
# A brief that stands whole in a long report: below this share of the report, most of it is still new.
_COPY_LEAST_OF_NEW = 0.20
_PART_EITHER = 0.30
_SKETCH_OF_NEW = 0.65
# Fewer shared hashes (about 30 and 60 words) are too small a sample to call anything a copy, or a part.
_SKETCH_LEAST, _SKETCH_LEAST_PART = 4, 8
_NUMBERS_KEPT = 0.5
_COMPARED_WORDS = 6_000
_COMPARED_CHARACTERS = 80_000  # no language needs so many for 6,000 words; a broken or hostile page may
_GRAM, _GRAM_CJK = 9, 5
# Decimals, times and dates are one number each, even where a line was broken after the point.
_NUMBER = re.compile(r"\d+(?:(?:[:/-]|[.,]\s*)\d+)*")
_RANK = {VerdictKind.NEW: 0, VerdictKind.PARTIAL: 1, VerdictKind.COPY: 2, VerdictKind.EXACT: 3}


def decide(text: str, fingerprint: Fingerprint, neighbours: Neighbours) -> Verdict:
    """Judge a text against its neighbours; the gravest verdict wins, and a seed's before an article's.

    The same words are an exact copy. Else runs of 9 characters (5 where the text is Chinese, Japanese or Korean) are
    compared: a **copy** if 60 % of the new text stands in the other, or if 85 % of the other stands in the new text
    and is at least 20 % of it; **partial** if 30 % of either stands in the other; else **new**. A copy that kept fewer
    than half of the numbers is another bulletin from the same template, and new. Paragraphs that recur at the outlet
    (``neighbours.background``) do not count, unless there is nothing else. What has no text here is compared by
    sketch, in the same way but with 65 % for 60 %. Of longer texts, the first 6,000 words are compared (without
    background), and only "the same words" means all of them: the store judges inside a transaction, and 20 texts of
    any length must not hold it for longer than half a second or so.

    Source: docs/decisions/0007, which changes the rules that the project began with.
    """
    new = _read(text, neighbours.background)
    best: tuple[tuple[int, bool, float], Verdict, _Read | None] | None = None
    for known in neighbours.known:
        other = _read(known.text, neighbours.background, gram=new.gram) if known.text else None
        verdict = _judge(new, fingerprint, known, other)
        goes_first = known.is_seed and verdict.kind is not VerdictKind.NEW
        standing = (_RANK[verdict.kind], goes_first, verdict.in_other + verdict.of_other)
        if best is None or standing > best[0]:
            best = (standing, verdict, other)
    if best is None:
        return Verdict(VerdictKind.NEW, "Nothing known shares its wording.", rules=RULES)
    _, verdict, other = best
    return replace(verdict, spans=agreeing_spans(new.words, other.words)) if verdict.of and other else verdict


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is compared: its words without background, their runs of ``gram`` characters, its numbers."""

    words: list[Word]
    gram: int
    grams: set[str]
    numbers: Counter[str]


def _read(text: str, background: AbstractSet[int], *, gram: int = 0) -> _Read:
    lines = _compared(text, background)
    words = [word for line in lines for word in line]
    folded = [word for word, _, _ in words]
    gram = gram or (_GRAM_CJK if is_cjk(folded) else _GRAM)
    run = joined(folded)[:_COMPARED_CHARACTERS]
    # One character past the last word: a decimal point may end the line.
    compared = "\n".join(text[line[0][1] : line[-1][2] + 1] for line in lines if line)
    return _Read(
        words=words,
        gram=gram,
        grams={run[i : i + gram] for i in range(max(len(run) - gram, 0) + 1)} if run else set(),
        numbers=Counter("".join(number.split()) for number in _NUMBER.findall(fold(compared[:_COMPARED_CHARACTERS]))),
    )


def _compared(text: str, background: AbstractSet[int]) -> list[list[Word]]:
    """Read what is compared of a text: its first lines that are not background; all of them, if all are."""
    own: list[list[Word]] = []
    left = _COMPARED_WORDS
    for line in lines_in_turn(text, most=_COMPARED_WORDS):  # longer lines than that are no background
        if not background or paragraph_hash(line) not in background:
            own.append(line[:left])
            left -= len(own[-1])
        if not left:
            break
    return own if any(own) or not background else _compared(text, frozenset())


def _judge(new: _Read, fingerprint: Fingerprint, known: Known, other: _Read | None) -> Verdict:
    if known.exact == fingerprint.exact:
        why = f"It has the same words as {_name(known)}, from first to last."
        kept = 1.0 if new.numbers else None
        return Verdict(VerdictKind.EXACT, why, known.ref, in_other=1.0, of_other=1.0, numbers_kept=kept, rules=RULES)
    return _judge_by_sketch(fingerprint.sketch, known) if other is None else _judge_by_text(new, other, known)


def _judge_by_text(new: _Read, other: _Read, known: Known) -> Verdict:
    shared = len(new.grams & other.grams)
    in_other, of_other = _share(shared, len(new.grams)), _share(shared, len(other.grams))
    same = (new.numbers & other.numbers).total()
    figures = _figures(in_other, of_other, known)
    kind = VerdictKind.NEW
    if _is_copy(in_other, of_other, _COPY_OF_NEW):
        kind = VerdictKind.COPY
        # Of the shorter list of numbers: a copy with more text around it brings further numbers.
        fewer = min(new.numbers.total(), other.numbers.total())
        if fewer and same < _NUMBERS_KEPT * fewer:
            kind = VerdictKind.NEW
            figures += (
                f", but only {same} of its {new.numbers.total()} numbers: another bulletin from the same template"
            )
    elif max(in_other, of_other) >= _PART_EITHER:
        kind = VerdictKind.PARTIAL
    return Verdict(
        kind,
        f"{figures}.",
        of="" if kind is VerdictKind.NEW else known.ref,
        in_other=in_other,
        of_other=of_other,
        numbers_kept=_share(same, new.numbers.total()) if new.numbers else None,
        rules=RULES,
    )


def _judge_by_sketch(sketch: tuple[int, ...], known: Known) -> Verdict:
    shared = len(set(sketch) & set(known.sketch))
    in_other, of_other = _share(shared, len(sketch)), _share(shared, len(known.sketch))
    kind = VerdictKind.NEW
    if shared >= _SKETCH_LEAST and _is_copy(in_other, of_other, _SKETCH_OF_NEW):
        kind = VerdictKind.COPY
    elif shared >= _SKETCH_LEAST_PART and max(in_other, of_other) >= _PART_EITHER:
        kind = VerdictKind.PARTIAL
    return Verdict(
        kind,
        f"By sketch, {_figures(in_other, of_other, known)} ({shared} hashes shared).",
        of="" if kind is VerdictKind.NEW else known.ref,
        in_other=in_other,
        of_other=of_other,
        rules=RULES,
    )


def _is_copy(in_other: float, of_other: float, of_new: float) -> bool:
    return in_other >= of_new or (of_other >= _COPY_OF_OTHER and in_other >= _COPY_LEAST_OF_NEW)


def _figures(in_other: float, of_other: float, known: Known) -> str:
    return f"{_percent(in_other)} of the text stands in {_name(known)}, and {_percent(of_other)} of that in the text"


def _name(known: Known) -> str:
    return known.ref.replace(":", " ", 1) if known.is_seed else f"article {known.ref}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _percent(share: float) -> str:
    # Rounded down, so that no figure seems to reach a threshold that it missed.
    return f"{int(share * 100 + 1e-9)} %"
