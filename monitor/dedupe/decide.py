"""Is a text new, an exact copy, a copy, or partly a copy of one we know?

Pure. In: the text, its fingerprint, and the Neighbours that the store found. Out: Verdict. The store keeps it; the
alert rules pass over copies. That a text is a *version* of a known article is the store's to say: it knows addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.records.articles import Fingerprint
from monitor.core.records.verdicts import Known, Neighbours, Verdict, VerdictKind
from monitor.dedupe.agreement import Agreement, agree
from monitor.dedupe.closing import shared_closing
from monitor.dedupe.figures import why_another_bulletin, why_one_template
from monitor.dedupe.reading import Reading
from monitor.dedupe.spans import agreeing_spans

#: Stored with each verdict, so that verdicts by older rules can be found and made again.
RULES = 3

# So much of one text agrees, or so much of both.
_COPY_EITHER, _COPY_BOTH = 0.84, 0.65
# So much of the new text is how the other begins: it was cut, and something put around it.
_COPY_CUT = 0.70
# A brief that stands whole in a long report: below this share of the report, most of it is still new.
_COPY_LEAST_OF_NEW = 0.15
# Another text is the source where the new one has more of it than of the small one; or as much, but not all of that.
_SOURCE, _AS_MUCH, _ALL_OF_SMALL = 1.02, 0.99, 0.95
# So much of one text agrees; or a little less, but in one piece and not in scattered quotations.
_PART_EITHER = 0.40
_PART_IN_ONE, _ONE_PIECE = 0.30, 0.25
_SKETCH_OF_NEW, _SKETCH_OF_OTHER, _SKETCH_LEAST_OF_NEW, _SKETCH_PART = 0.65, 0.85, 0.20, 0.30
# Fewer shared hashes (about 30 and 60 words) are too small a sample to call anything a copy, or a part.
_SKETCH_LEAST, _SKETCH_LEAST_PART = 4, 8
# Of two sketches this large, the parts of one text share four times as much.
_SKETCH_TELLS, _SKETCH_STRANGER = 24, 0.05
# Nothing known can be much nearer than this; and no lead is so short beside its closing.
_ALL, _ALL_BUT_A_LEAD = 0.99, 0.95
_ALL_OF_BOTH = Agreement(in_other=1.0, of_other=1.0, resemblance=1.0)
_RANK = {VerdictKind.NEW: 0, VerdictKind.PARTIAL: 1, VerdictKind.COPY: 2, VerdictKind.EXACT: 3}


def decide(text: str, fingerprint: Fingerprint, neighbours: Neighbours) -> Verdict:
    """Judge a text against its neighbours; the gravest verdict wins, and a seed's before an article's.

    The same words are an exact copy. Else it is measured how much of each text agrees with the other, small edits
    included (agreement.py). A **copy**: 84 % of one agrees, or 65 % of both, and at least 15 % of the new text;
    or 70 % of the new text is how the other begins. **Partial**: 40 % of one agrees, or 30 % of one with a piece that
    is 25 % of one. Else **new**. New, too, is another bulletin from the same template
    (figures.py), and what shares nothing but its closing paragraph (closing.py). Paragraphs that recur at the outlet
    (``neighbours.background``) do not count, unless there is nothing else. What has no text here is compared by
    sketch. Of equal verdicts the one with the larger shares wins, of equal shares the oldest; the order in which the
    neighbours are given is nothing to it. Of longer texts, the first 6,000 words are compared (without background),
    and only "the same words" means all of them.

    Source: docs/decisions/0015, which supersedes parts of 0007.
    """
    known = sorted(neighbours.known, key=_age)
    same = min(
        (each for each in known if each.exact == fingerprint.exact), key=lambda each: not each.is_seed, default=None
    )
    new = Reading(text, neighbours.background)
    best = _same_words(new, same) if same else _nearest(new, fingerprint, known)
    return _verdict(new, best) if best else Verdict(VerdictKind.NEW, "Nothing known shares its wording.", rules=RULES)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was found against one known text; ``other`` is None where it was compared by sketch."""

    known: Known
    kind: VerdictKind
    agreement: Agreement
    why: str
    other: Reading | None = None

    @property
    def standing(self) -> tuple[int, bool, float, float]:
        """Give what of two the greater goes first by."""
        found = self.agreement
        goes_first = self.known.is_seed and self.kind is not VerdictKind.NEW
        return _RANK[self.kind], goes_first, found.in_other + found.of_other, found.resemblance

    @property
    def is_all(self) -> bool:
        """Whether nothing but a seed can go before it."""
        return self.kind is VerdictKind.COPY and min(self.agreement.in_other, self.agreement.of_other) >= _ALL


def _verdict(new: Reading, best: _Judged) -> Verdict:
    """Say what was found in full; only of the best, because it costs as much as the comparison."""
    is_new, other = best.kind is VerdictKind.NEW, best.other
    numbers = new.numbers.total() if other else 0
    return Verdict(
        best.kind,
        best.why,
        of="" if is_new else best.known.ref,
        in_other=best.agreement.in_other,
        of_other=best.agreement.of_other,
        resemblance=best.agreement.resemblance,
        numbers_kept=(new.numbers & other.numbers).total() / numbers if other and numbers else None,
        spans=agreeing_spans(new.words, other.words) if other and not is_new else (),
        rules=RULES,
    )


def _age(known: Known) -> tuple[bool, int, str]:
    """Sort seeds first, then the oldest article."""
    return not known.is_seed, int(known.ref) if known.ref.isdecimal() else 0, known.ref


def _nearest(new: Reading, fingerprint: Fingerprint, known: Sequence[Known]) -> _Judged | None:
    """Judge against one after the other, the likeliest first, as long as a graver verdict can be had."""
    sketch = frozenset(fingerprint.sketch)
    alike = {each.ref: len(sketch.intersection(each.sketch)) for each in known}
    best: _Judged | None = None
    parts: list[_Judged] = []
    for each in sorted(known, key=lambda each: (-alike[each.ref], -each.shared)):  # stable: of equals the oldest
        compared = min(len(sketch), len(each.sketch)) * new.part
        if best and (_is_stranger(alike[each.ref], compared) or (best.is_all and not each.is_seed)):
            continue
        judged = _by_text(new, new.like(each.text), each) if each.text else _by_sketch(sketch, each)
        if judged.kind is VerdictKind.PARTIAL:
            parts.append(judged)
        if best is None or (judged.standing, _older(judged, best)) > (best.standing, False):
            best = judged
    return _whole_source(best, parts) if best else None


def _whole_source(best: _Judged, parts: Sequence[_Judged]) -> _Judged:
    """Pass over a copy that stands whole in the new text where it is itself a piece of the source.

    A report takes a passage from an article of which a teaser is known too: the passage holds all of the teaser, and
    the report is no copy of that.
    """
    found = best.agreement
    if best.kind is not VerdictKind.COPY or best.known.is_seed or found.in_other >= _COPY_BOTH:
        return best
    least = (_AS_MUCH if found.of_other < _ALL_OF_SMALL else _SOURCE) * found.in_other
    sources = [each for each in parts if each.agreement.in_other >= least]
    return max(sources, key=lambda each: (each.standing, -_age(each.known)[1]), default=best)


def _older(judged: _Judged, best: _Judged) -> bool:
    return _age(judged.known) < _age(best.known)


def _is_stranger(shared: int, compared: float) -> bool:
    """Say whether two sketches are large enough to tell that their texts share next to nothing."""
    return compared >= _SKETCH_TELLS and shared < _SKETCH_STRANGER * compared


def _same_words(new: Reading, known: Known) -> _Judged:
    if new.run:
        why = f"It has the same words as {_name(known)}, from first to last."
    else:
        why = f"It has no words, and otherwise the same signs as {_name(known)}."
    other = new.like(known.text) if known.text else None
    return _Judged(known, VerdictKind.EXACT, _ALL_OF_BOTH, why, other)


def _by_text(new: Reading, other: Reading, known: Known) -> _Judged:
    agreement = agree(new.indexed, other.run)
    kind, note = _kind(new, other, agreement)
    return _Judged(known, kind, agreement, _why(new, agreement, known, note), other)


def _kind(new: Reading, other: Reading, agreement: Agreement) -> tuple[VerdictKind, str]:
    """Give the kind of verdict, and what more than its figures speaks for it."""
    kind = _kind_by_shares(agreement)
    if kind is VerdictKind.NEW:
        return kind, ""
    has_lead = max(agreement.in_other, agreement.of_other) < _ALL_BUT_A_LEAD
    if has_lead and (closing := shared_closing(new, other)):
        return VerdictKind.NEW, f", but that is a closing of {closing} words under a lead of its own: another report"
    if kind is VerdictKind.COPY and (differing := why_another_bulletin(new, other, agreement)):
        return VerdictKind.NEW, f", but {differing}: another bulletin from the same template"
    if kind is VerdictKind.PARTIAL and (differing := why_one_template(new, other, agreement)):
        return VerdictKind.NEW, f", but {differing}: another bulletin from the same template"
    return kind, ""


def _kind_by_shares(agreement: Agreement) -> VerdictKind:
    more = max(agreement.in_other, agreement.of_other)
    less = min(agreement.in_other, agreement.of_other)
    agrees = more >= _COPY_EITHER or less >= _COPY_BOTH
    if agreement.from_beginning >= _COPY_CUT or (agrees and agreement.in_other >= _COPY_LEAST_OF_NEW):
        return VerdictKind.COPY
    if more >= _PART_EITHER or (more >= _PART_IN_ONE and agreement.longest >= _ONE_PIECE):
        return VerdictKind.PARTIAL
    return VerdictKind.NEW


def _by_sketch(sketch: frozenset[int], known: Known) -> _Judged:
    theirs = frozenset(known.sketch)
    shared = len(sketch & theirs)
    in_other, of_other = _share(shared, len(sketch)), _share(shared, len(theirs))
    kind = VerdictKind.NEW
    agrees = in_other >= _SKETCH_OF_NEW or (of_other >= _SKETCH_OF_OTHER and in_other >= _SKETCH_LEAST_OF_NEW)
    if shared >= _SKETCH_LEAST and agrees:
        kind = VerdictKind.COPY
    elif shared >= _SKETCH_LEAST_PART and max(in_other, of_other) >= _SKETCH_PART:
        kind = VerdictKind.PARTIAL
    why = f"By sketch, {_figures(in_other, of_other, known)} ({shared} hashes shared)."
    resemblance = _share(shared, len(sketch | theirs))
    return _Judged(known, kind, Agreement(in_other=in_other, of_other=of_other, resemblance=resemblance), why)


def _why(new: Reading, agreement: Agreement, known: Known, note: str) -> str:
    if not new.run:
        return "It has no words that could be compared."
    if not agreement.chains:
        return f"It shares no more than phrases with {_name(known)}, the nearest that is known."
    same = agreement.same_in_other == agreement.in_other and agreement.same_of_other == agreement.of_other
    figures = _figures(agreement.in_other, agreement.of_other, known)
    return f"{figures}{'' if same else ', small edits included'}{note}."


def _figures(in_other: float, of_other: float, known: Known) -> str:
    return f"{_percent(in_other)} of the text stands in {_name(known)}, and {_percent(of_other)} of that in the text"


def _name(known: Known) -> str:
    return known.ref.replace(":", " ", 1) if known.is_seed else f"article {known.ref}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _percent(share: float) -> str:
    # Rounded down, so that no figure seems to reach a threshold that it missed.
    return f"{int(share * 100 + 1e-9)} %"
