"""Is a copy told from a new text, whatever was done to it, and does the verdict say why?"""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.verdicts import Neighbours, Verdict, VerdictKind
from monitor.core.words import folded
from monitor.dedupe.decide import RULES, decide
from monitor.dedupe.fingerprint import fingerprint
from tests.unit.dedupe_texts import BRIEF, CANAL, CHINESE, HEADLINE, MARKET, RUSSIAN, judge, known, part, seed

# --- copies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CANAL, RUSSIAN, CHINESE, "one", "one two", "😀😀", "12 34", "مرحبا"])
def test_the_same_text_is_an_exact_copy(text: str) -> None:
    verdict = judge(text, known(text))

    assert (verdict.kind, verdict.of, verdict.in_other, verdict.of_other) == (VerdictKind.EXACT, "7", 1.0, 1.0)


@pytest.mark.parametrize("text", [CANAL, RUSSIAN, CHINESE])
@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(lambda t: t[: len(t) * 2 // 5], id="truncated"),
        pytest.param(lambda t: f"{HEADLINE}\n{t}\nSign up for our letter. All rights reserved.", id="wrapped"),
        pytest.param(lambda t: t.replace("\n", " "), id="one paragraph"),
        pytest.param(lambda t: "\u200b".join(t) + ".", id="zero-width characters between all letters"),
        pytest.param(lambda t: "\n".join(reversed(t.split("\n"))), id="paragraphs in another order"),
        pytest.param(lambda t: f"{t}\n{t}", id="twice in itself"),
        pytest.param(lambda t: t[:150] + "x" + t[151:], id="a letter mistaken"),
        pytest.param(lambda t: t.replace("ó", "o").upper(), id="shouted"),
    ],
)
def test_a_text_that_was_edited_is_still_a_copy(text: str, edited: Callable[[str], str]) -> None:
    verdict = judge(edited(text), known(text))

    assert verdict.kind in (VerdictKind.COPY, VerdictKind.EXACT), verdict.why
    assert verdict.of == "7"


def test_an_article_wrapped_in_a_shorter_one_is_a_copy() -> None:
    verdict = judge(f"{part(MARKET, 0, 2)}\n{part(CANAL, 0, 4)}\n{part(RUSSIAN, 0, 1)}", known(part(CANAL, 0, 4)))

    assert verdict.kind is VerdictKind.COPY
    assert verdict.of_other > 0.95


def test_a_report_that_quotes_an_article_whole_but_is_mostly_its_own_is_none() -> None:
    verdict = judge(f"{MARKET}\n{part(CANAL, 0, 4)}\n{RUSSIAN}", known(part(CANAL, 0, 4)))

    assert verdict.kind is VerdictKind.PARTIAL
    assert verdict.of_other > 0.95


def test_a_page_around_an_article_does_not_make_it_another() -> None:
    menu = "\n".join(f"Section {n}: weather, market and sport of the district" for n in range(11))

    verdict = judge(f"{menu}\n{CANAL}\n{menu}", known(CANAL))

    assert verdict.kind is VerdictKind.COPY
    assert verdict.in_other < 0.45


def test_a_report_with_a_passage_is_a_part_although_a_teaser_of_its_source_is_known() -> None:
    report = f"{part(MARKET, 0, 2)}\n{part(CANAL, 0, 4)}"

    verdict = judge(report, known(CANAL, "7"), known(part(CANAL, 0, 3), "8"))

    assert (verdict.kind, verdict.of) == (VerdictKind.PARTIAL, "7")


def test_a_cut_copy_with_much_around_it_is_a_copy() -> None:
    verdict = judge(f"{HEADLINE}\n{part(CANAL, 0, 4)}\n{part(MARKET, 0, 1)}", known(CANAL))

    assert verdict.kind is VerdictKind.COPY
    assert 0.65 < verdict.in_other < 0.85
    assert verdict.of_other < 0.6


def test_from_the_middle_of_an_article_the_same_is_a_part() -> None:
    verdict = judge(f"{HEADLINE}\n{part(CANAL, 2, 6)}\n{part(MARKET, 0, 1)}", known(CANAL))

    assert verdict.kind is VerdictKind.PARTIAL
    assert 0.65 < verdict.in_other < 0.85


@pytest.mark.parametrize("length", [60, 110, 400])
def test_the_teaser_of_an_article_is_a_copy_of_it(length: int) -> None:
    assert judge(f"{CANAL[:length]}…", known(CANAL)).kind is VerdictKind.COPY


def test_an_article_whose_teaser_is_known_brings_the_rest() -> None:
    verdict = judge(CANAL, known(CANAL[:110]))

    assert (verdict.kind, verdict.of_other) == (VerdictKind.PARTIAL, 1.0)
    assert verdict.in_other == pytest.approx(0.13, abs=0.01)


def test_a_summary_in_other_words_is_new() -> None:
    summary = (
        "Water is back in Saryozek: after two dry years the town has its canal again, and more is promised by May."
    )

    assert judge(summary, known(CANAL)).kind is VerdictKind.NEW


def test_a_headline_that_an_article_begins_with_is_a_copy_and_three_words_are_not() -> None:
    article = known(f"{HEADLINE}\n{CANAL}")

    assert judge(HEADLINE, article).kind is VerdictKind.COPY
    assert judge("its rebuilt canal", article).kind is VerdictKind.NEW


# --- parts, and texts of their own --------------------------------------------------------------


def test_half_an_article_among_other_text_is_partial() -> None:
    verdict = judge(f"{part(CANAL, 0, 4)}\n{MARKET}", known(CANAL))

    assert (verdict.kind, verdict.of) == (VerdictKind.PARTIAL, "7")
    assert verdict.is_coverage


def test_strangers_are_new() -> None:
    verdict = judge(CANAL, known(MARKET), seed(RUSSIAN))

    assert (verdict.kind, verdict.of, verdict.spans) == (VerdictKind.NEW, "", ())


def test_an_article_that_shares_a_quotation_is_new() -> None:
    verdict = judge(f"{MARKET}\n{part(CANAL, 3, 4)}", known(CANAL))

    assert verdict.kind is VerdictKind.NEW


def test_a_text_without_neighbours_is_new_and_says_so() -> None:
    verdict = judge(CANAL)

    assert verdict == Verdict(VerdictKind.NEW, "Nothing known shares its wording.", rules=RULES)


def numbered(first: int, last: int) -> str:
    return " ".join(f"w{n}" for n in range(first, last))


@pytest.mark.parametrize("end", [" ", "\n"])
def test_of_long_texts_the_first_six_thousand_words_are_compared(end: str) -> None:
    shared, mine, other = numbered(0, 6_000), numbered(10_000, 15_000), numbered(20_000, 25_000)

    verdict = judge(f"{shared}{end}{mine} 7 8 9", known(f"{shared}{end}{other} 1 2 3"))

    assert (verdict.kind, verdict.in_other, verdict.of_other) == (VerdictKind.COPY, 1.0, 1.0)
    assert verdict.numbers_kept == 1.0  # what comes after does not count


def test_background_does_not_use_up_the_words_that_are_compared() -> None:
    background = "\n".join(numbered(n, n + 100) for n in range(0, 7_000, 100))
    shared = numbered(10_000, 10_100)
    recurring = fingerprint(background).paragraphs

    verdict = judge(f"{background}\n{shared}\nmine", known(f"{shared}\nother"), background=recurring)

    assert verdict.kind is VerdictKind.COPY


def test_texts_that_differ_only_far_down_are_no_exact_copies() -> None:
    shared = numbered(0, 60_000)

    assert judge(f"{shared} one", known(f"{shared} two")).kind is VerdictKind.COPY


def test_twenty_long_texts_are_judged_within_two_seconds_of_processor_time() -> None:
    text = numbered(0, 55_000)  # 375 kB
    others = [known(f"{text} {n}", str(n)) for n in range(20)]
    neighbours, made = Neighbours(tuple(others)), fingerprint(text)
    before = process_time()

    decide(text, made, neighbours)

    assert process_time() - before < 2.0  # about 0.5; it was 5 when all words were compared


# --- seeds ----------------------------------------------------------------------------------------

LONG = " ".join(f"word{n}" for n in range(800))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LONG, VerdictKind.EXACT),
        (LONG[:3_000], VerdictKind.COPY),
        (f"{MARKET}\n{LONG}\n{CANAL}", VerdictKind.COPY),
        (f"{LONG[:3_000]} {' '.join(f'mine{n}' for n in range(600))}", VerdictKind.PARTIAL),
        (f"{LONG[:500]} {' '.join(f'mine{n}' for n in range(600))}", VerdictKind.NEW),
        (CANAL, VerdictKind.NEW),
    ],
)
def test_a_seed_without_text_is_recognised_by_its_sketch(text: str, kind: VerdictKind) -> None:
    verdict = judge(text, seed(LONG, has_text=False))

    assert verdict.kind is kind, verdict.why
    assert verdict.spans == ()


def test_a_sketch_too_small_to_tell_makes_no_copy() -> None:
    # The whole sketch of the new text is in the seed's, but it is three hashes.
    tiny = replace(fingerprint(BRIEF), sketch=(8, 16, 24))

    verdict = decide(BRIEF, tiny, Neighbours((replace(seed(LONG, has_text=False), sketch=(8, 16, 24, 32, 40)),)))

    assert verdict.kind is VerdictKind.NEW
    assert "3 hashes" in verdict.why


def test_a_seed_goes_before_an_article_on_a_tie() -> None:
    assert judge(CANAL, known(CANAL), seed(CANAL)).of == "seed:canal-2021"


def test_the_graver_verdict_goes_before_a_seed() -> None:
    verdict = judge(CANAL, seed(part(CANAL, 0, 4) + MARKET), known(CANAL))

    assert (verdict.kind, verdict.of) == (VerdictKind.EXACT, "7")


def test_the_order_of_the_neighbours_changes_nothing() -> None:
    first, second = known(f"{CANAL} End.", "2"), known(f"{CANAL} End.", "11")
    others = [known(part(CANAL, 0, 6), "1"), known(MARKET, "3"), second, first, seed(MARKET + BRIEF)]

    verdicts = {judge(f"{CANAL}\n{BRIEF}", *order) for order in permutations(others)}

    assert [verdict.of for verdict in verdicts] == ["2"]  # of equals the oldest


def test_of_two_copies_the_one_that_agrees_more_is_named_and_of_equals_the_first() -> None:
    less, more = known(part(CANAL, 0, 6), "1"), known(CANAL + " End.", "2")

    assert judge(CANAL, less, more, replace(more, ref="3")).of == "2"


# --- why ------------------------------------------------------------------------------------------


def test_the_reason_names_the_seed_and_the_figures() -> None:
    verdict = judge(part(CANAL, 0, 4), seed(CANAL))

    assert verdict.why.startswith("100 % of the text stands in seed canal-2021, and 50 % of that in the text")


def test_a_figure_is_never_rounded_up_to_a_threshold() -> None:
    # 5 of its 6,094 grams are not in the other: 99.9 %.
    verdict = judge(f"{LONG} tail", known(LONG))

    assert 0.99 < verdict.in_other < 1.0
    assert verdict.why.startswith("99 %")


def test_spans_hold_the_same_words_in_both_texts() -> None:
    text = f"{HEADLINE}\n{part(CANAL, 2, 4).upper()}\n{BRIEF}\n{part(CANAL, 6, 8)}"

    spans = judge(text, known(CANAL)).spans

    assert [folded(text[s.start : s.end]) for s in spans] == [
        folded(part(CANAL, 2, 4)),
        folded(part(CANAL, 6, 8)),
    ]
    assert all(folded(text[s.start : s.end]) == folded(CANAL[s.other_start : s.other_end]) for s in spans)


def test_spans_of_fewer_than_five_words_are_left_out() -> None:
    verdict = judge(CANAL, known(" / ".join(CANAL.split("\n"))))
    halves = judge(
        "eleven twelve thirteen fourteen fifteen six", known("two three nine eleven twelve thirteen fourteen fifteen")
    )

    assert len(verdict.spans) == 1
    assert len(halves.spans) == 1
    assert halves.spans[0].end == len("eleven twelve thirteen fourteen fifteen")


def test_at_most_fifty_spans_are_given_and_they_are_the_longest() -> None:
    lines = [" ".join(f"w{n}x{i}" for i in range(6 if n < 60 else 9)) for n in range(100)]
    shuffled = "\n".join(lines[::2] + lines[1::2])

    spans = judge(shuffled, known("\n".join(lines))).spans

    assert len(spans) == 50
    assert sum(len(shuffled[s.start : s.end].split()) == 9 for s in spans) == 40
    assert [s.start for s in spans] == sorted(s.start for s in spans)


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "Ж", "国", "ﬁ", "e\u200be", "5", "\n"]), max_size=60).map(
    " ".join
)


@given(WORDS, WORDS)
def test_any_two_texts_get_one_verdict_with_true_spans(text: str, other: str) -> None:
    verdict = judge(text, known(other))

    assert verdict == judge(text, known(other))
    assert 0.0 <= verdict.in_other <= 1.0
    assert 0.0 <= verdict.of_other <= 1.0
    for span in verdict.spans:
        assert folded(text[span.start : span.end]) == folded(other[span.other_start : span.other_end])


@given(st.text(max_size=60))
def test_any_text_is_an_exact_copy_of_itself(text: str) -> None:
    assert judge(text, known(text)).kind is VerdictKind.EXACT


def test_a_brief_that_stands_whole_in_a_long_report_makes_it_partial() -> None:
    words = [f"word{n}" for n in range(1_000)]
    brief, report = " ".join(words[:80]), " ".join(words)

    verdict = decide(report, fingerprint(report), Neighbours((known(brief),)))

    assert verdict.kind is VerdictKind.PARTIAL
    assert verdict.of_other == 1.0
    assert 0.05 < verdict.in_other < 0.1


def test_a_cut_copy_that_came_first_still_makes_the_whole_a_copy() -> None:
    words = [f"word{n}" for n in range(1_000)]
    cut, whole = " ".join(words[:250]), " ".join(words)

    assert decide(whole, fingerprint(whole), Neighbours((known(cut),))).kind is VerdictKind.COPY
