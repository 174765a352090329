"""Is a text new, an exact copy, a copy, or partly a copy of one we know?

Pure. In: the text, its fingerprint, and the Neighbours that the store found. Out: Verdict. The store keeps it; the
alert rules pass over copies. That a text is a *version* of a known article is the store's to say: it knows addresses.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from monitor.core.records.articles import Draft, Fingerprint
from monitor.core.records.verdicts import Known, Neighbours, Verdict, VerdictKind
from monitor.dedupe.agreement import Agreement, agree
from monitor.dedupe.closing import shared_closing
from monitor.dedupe.few_words import other_words
from monitor.dedupe.figures import why_another_bulletin, why_one_template
from monitor.dedupe.fingerprint import with_headline
from monitor.dedupe.reading import Reading
from monitor.dedupe.spans import agreeing_spans
from monitor.dedupe.surroundings import prose_around

#: Stored with each verdict, so that verdicts by older rules can be found and made again.
RULES = 3

# So much of one text agrees, or so much of both.
_COPY_EITHER, _COPY_BOTH = 0.84, 0.65
# So much of the new text is how the other begins: it was cut, and something put around it.
_COPY_CUT = 0.70
# Of a text that holds another whole, so much must agree, or the rest of it would be news that nobody hears of. Less is
# enough where what stands around the other is no prose but the frame of a page.
_LEAST_OF_NEW, _LEAST_IN_FRAME, _OWN_PROSE = 0.45, 0.19, 0.5
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


def decide(text: str, fingerprint: Fingerprint, neighbours: Neighbours, title: str = "") -> Verdict:
    """Judge a text against its neighbours; the gravest verdict wins, and a seed's before an article's.

    The same words are an exact copy. Else it is measured how much of each text agrees with the other, small edits
    included (agreement.py). A **copy**: 84 % of one agrees, or 65 % of both, and at least 45 % of the new text (19 %
    where it is no prose that stands around the other); or 70 % of the new text is how the other begins. **Partial**:
    40 % of one agrees, or 30 % of one with a piece that is 25 % of one. Else **new**. New, too, is another bulletin
    from the same template (figures.py), and what shares nothing but its closing paragraph (closing.py). Of fewer than
    80 words, those that say something else make a copy partial (few_words.py); of fewer than 20, the headlines are
    compared too. Paragraphs that recur at the outlet (``neighbours.background``) do not count, unless there is nothing
    else. What has no text here is compared by sketch. Of equal verdicts the one with the larger shares wins, of equal
    shares the oldest; the order in which the neighbours are given is nothing to it. Of longer texts, the first 6,000
    words are compared (without background), and only "the same words" means all of them.

    Source: docs/decisions/0015, which supersedes parts of 0007.
    """
    known = sorted(neighbours.known, key=_age)
    same = min(
        (each for each in known if each.exact == fingerprint.exact), key=lambda each: not each.is_seed, default=None
    )
    new = _Given(text, title, neighbours.background)
    best = _same_words(new, same) if same else _nearest(new, fingerprint, known)
    return _verdict(best) if best else Verdict(VerdictKind.NEW, "Nothing known shares its wording.", rules=RULES)


def decide_on(draft: Draft, neighbours: Neighbours) -> Verdict:
    """Judge an article that was read, by its text, and by its headline where it says little else; see decide()."""
    return decide(draft.article.text, draft.fingerprint, neighbours, draft.article.title)


class _Given:
    """The text that is judged, as it is compared with one known text or another."""

    def __init__(self, text: str, title: str, background: AbstractSet[int]) -> None:
        self._text = text
        self._title = title
        self._background = background

    @cached_property
    def plain(self) -> Reading:
        """The text without its headline."""
        return Reading(self._text, self._background)

    @cached_property
    def _headed(self) -> Reading:
        return Reading(self._text, self._background, self._title)

    @cached_property
    def _has_few_words(self) -> bool:
        return with_headline(self._title, self._text) != self._text

    def beside(self, known: Known) -> tuple[Reading, Reading]:
        """Read it and a known text: where one of them has but a few words, both with their headlines."""
        if (
            known.title
            and self._title
            and (self._has_few_words or with_headline(known.title, known.text) != known.text)
        ):
            return self._headed, self._headed.like(known.text, known.title)
        return self.plain, self.plain.like(known.text)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was found against one known text; ``new`` and ``other`` are None where it was compared by sketch."""

    known: Known
    kind: VerdictKind
    agreement: Agreement
    why: str
    new: Reading | None = None
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


def _verdict(best: _Judged) -> Verdict:
    """Say what was found in full; only of the best, because it costs as much as the comparison."""
    is_new, new, other = best.kind is VerdictKind.NEW, best.new, best.other
    numbers = new.numbers.total() if new else 0
    return Verdict(
        best.kind,
        best.why,
        of="" if is_new else best.known.ref,
        in_other=best.agreement.in_other,
        of_other=best.agreement.of_other,
        resemblance=best.agreement.resemblance,
        numbers_kept=(new.numbers & other.numbers).total() / numbers if new and other and numbers else None,
        spans=agreeing_spans(new.words, other.words) if new and other and not is_new else (),
        rules=RULES,
    )


def _age(known: Known) -> tuple[bool, int, str]:
    """Sort seeds first, then the oldest article."""
    return not known.is_seed, int(known.ref) if known.ref.isdecimal() else 0, known.ref


def _nearest(new: _Given, fingerprint: Fingerprint, known: Sequence[Known]) -> _Judged | None:
    """Judge against one after the other, the likeliest first, as long as a graver verdict can be had."""
    sketch = frozenset(fingerprint.sketch)
    alike = {each.ref: len(sketch.intersection(each.sketch)) for each in known}
    best: _Judged | None = None
    parts: list[_Judged] = []
    for each in sorted(known, key=lambda each: (-alike[each.ref], -each.shared)):  # stable: of equals the oldest
        compared = min(len(sketch), len(each.sketch)) * new.plain.part
        if best and (_is_stranger(alike[each.ref], compared) or (best.is_all and not each.is_seed)):
            continue
        judged = _by_text(*new.beside(each), each) if each.text else _by_sketch(sketch, each)
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


def _same_words(given: _Given, known: Known) -> _Judged:
    new, other = given.beside(known)
    if new.run:
        why = f"It has the same words as {_name(known)}, from first to last."
    else:
        why = f"It has no words, and otherwise the same signs as {_name(known)}."
    if not known.text:
        return _Judged(known, VerdictKind.EXACT, _ALL_OF_BOTH, why)
    return _Judged(known, VerdictKind.EXACT, _ALL_OF_BOTH, why, new, other)


def _by_text(new: Reading, other: Reading, known: Known) -> _Judged:
    agreement = agree(new.indexed, other.run)
    kind, note = _kind(new, other, agreement)
    return _Judged(known, kind, agreement, _why(new, agreement, known, note), new, other)


def _kind(new: Reading, other: Reading, agreement: Agreement) -> tuple[VerdictKind, str]:
    """Give the kind of verdict, and what more than its figures speaks for it."""
    kind = _kind_by_shares(agreement, _least_of_new(new, agreement))
    if kind is VerdictKind.NEW:
        return kind, ""
    has_lead = max(agreement.in_other, agreement.of_other) < _ALL_BUT_A_LEAD
    if has_lead and (closing := shared_closing(new, other)):
        return VerdictKind.NEW, f", but that is a closing of {closing} words under a lead of its own: another report"
    if kind is VerdictKind.COPY and (differing := why_another_bulletin(new, other, agreement)):
        return VerdictKind.NEW, f", but {differing}: another bulletin from the same template"
    if kind is VerdictKind.COPY and (words := other_words(new, other)):
        mine, theirs = (f"“{each}”" if each else "nothing" for each in words)
        return VerdictKind.PARTIAL, f", but in so few words {mine} for {theirs} is other news"
    if kind is VerdictKind.PARTIAL and (differing := why_one_template(new, other, agreement)):
        return VerdictKind.NEW, f", but {differing}: another bulletin from the same template"
    return kind, ""


def _least_of_new(new: Reading, agreement: Agreement) -> float:
    """Give the share of the new text that must agree, however much of the other does."""
    if agreement.in_other >= _LEAST_OF_NEW or prose_around(new, agreement) >= _OWN_PROSE:
        return _LEAST_OF_NEW
    return _LEAST_IN_FRAME


def _kind_by_shares(agreement: Agreement, least_of_new: float) -> VerdictKind:
    more = max(agreement.in_other, agreement.of_other)
    less = min(agreement.in_other, agreement.of_other)
    agrees = more >= _COPY_EITHER or less >= _COPY_BOTH
    if agreement.from_beginning >= _COPY_CUT or (agrees and agreement.in_other >= least_of_new):
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
