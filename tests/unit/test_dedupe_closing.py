"""Are two briefs told apart that share nothing but their closing paragraph?"""

from collections.abc import Callable

import pytest

from monitor.core.records.verdicts import VerdictKind
from monitor.dedupe.fingerprint import fingerprint
from tests.unit.dedupe_texts import BRIEF, CANAL, CLOSING, HEADLINE, OTHER_BRIEF, judge, known, part

SECOND = "Until then, buses run from the market at six in the morning and at noon, but not on Sundays."


@pytest.mark.parametrize(
    "under",
    [
        pytest.param(lambda lead: f"{lead}\n{CLOSING}", id="a paragraph"),
        pytest.param(lambda lead: f"{lead}\n\n{CLOSING}\n\n{SECOND}\n", id="two paragraphs"),
        pytest.param(lambda lead: f"{lead} {CLOSING}", id="in the same line"),
        pytest.param(lambda lead: f"{lead}\n" + CLOSING.replace(". ", ".\n"), id="a line for each sentence"),
        pytest.param(lambda lead: f"Late news\n{lead}\n{CLOSING}", id="with a headline"),
    ],
)
def test_two_briefs_under_one_closing_paragraph_are_new_to_each_other(under: Callable[[str], str]) -> None:
    verdict = judge(under(BRIEF), known(under(OTHER_BRIEF)))

    assert verdict.kind is VerdictKind.NEW
    assert (verdict.of, verdict.spans) == ("", ())
    assert verdict.in_other > 0.5  # what agrees is said all the same
    assert "closing of" in verdict.why


def test_the_reason_counts_the_words_of_the_closing() -> None:
    verdict = judge(f"{BRIEF}\n{CLOSING}", known(f"{OTHER_BRIEF}\n{CLOSING}"))

    assert len(CLOSING.split()) == 39
    assert verdict.why.endswith("but that is a closing of 39 words under a lead of its own: another report.")


RUSSIAN = (
    "Ночью в воскресенье автобус съехал с дороги у перевала; никто не пострадал, сообщили в полиции.",
    "Библиотека в старых казармах вновь откроется осенью, и полок в ней станет вдвое больше.",
    "Долина ждёт железную дорогу с 1961 года, когда линию нанесли на карты и забыли. Весной работы возобновили.",
)
CHINESE = (
    "昨天夜里，一辆大巴在山口附近驶出公路，警方说没有人受伤。",
    "旧兵营里的图书馆秋天将重新开放，书架比以前多了一倍。",
    "这条山谷从1961年起就在等待铁路，当时线路画在地图上，后来被人遗忘。今年春天工程重新开始，预计后年冬天之前完工。",
)


@pytest.mark.parametrize(("lead", "other", "closing"), [RUSSIAN, CHINESE], ids=["Russian", "Chinese"])
def test_briefs_are_told_apart_in_other_scripts(lead: str, other: str, closing: str) -> None:
    verdict = judge(f"{lead}\n{closing}", known(f"{other}\n{closing}"))

    assert (verdict.kind, verdict.in_other > 0.4) == (VerdictKind.NEW, True), verdict.why


def test_a_brief_is_found_among_briefs_under_the_same_closing() -> None:
    others = [known(f"{OTHER_BRIEF}\n{CLOSING}", "1"), known(f"{BRIEF}\n{CLOSING}", "2")]

    verdict = judge(f"Bus leaves road\n{BRIEF}\n{CLOSING}", *others)

    assert (verdict.kind, verdict.of) == (VerdictKind.COPY, "2")


def test_a_retitled_copy_is_a_copy_though_all_but_its_headline_is_the_same() -> None:
    other_headline = "After two dry years, and a flood before them, water is back in the old town"

    verdict = judge(f"{other_headline}\n{CANAL}", known(f"{HEADLINE}\n{CANAL}"))

    assert verdict.kind is VerdictKind.COPY


@pytest.mark.parametrize(
    "lead",
    [
        "Two years after a flood tore up its banks, the canal of Saryozek has been rebuilt and was opened on Monday.",
        "Something was said this week by people whom nobody knows, in a place that we will not name here.",
    ],
    ids=["in other words", "about nothing"],
)
def test_a_copy_with_another_lead_above_several_paragraphs_is_a_copy(lead: str) -> None:
    assert judge(f"{lead}\n{part(CANAL, 1, 8)}", known(CANAL)).kind is VerdictKind.COPY


def test_a_lead_in_other_words_makes_no_other_brief() -> None:
    again = "Police say that nobody was hurt when, on Sunday night, a bus left the road close to the pass."

    assert judge(f"{again}\n{CLOSING}", known(f"{BRIEF}\n{CLOSING}")).kind is not VerdictKind.NEW


# --- what is known to recur -------------------------------------------------------------------------


def test_what_recurs_at_the_outlet_does_not_count() -> None:
    recurring = fingerprint(CLOSING).paragraphs

    verdict = judge(f"{BRIEF}\n{CLOSING}", known(f"{OTHER_BRIEF}\n{CLOSING}"), background=recurring)

    assert (verdict.kind, verdict.in_other) == (VerdictKind.NEW, 0.0)


def test_a_copy_is_a_copy_without_what_recurs() -> None:
    recurring = fingerprint(CLOSING).paragraphs

    verdict = judge(f"{CANAL}\n{CLOSING}", known(f"{HEADLINE}\n{CANAL}"), background=recurring)

    assert (verdict.kind, verdict.in_other) == (VerdictKind.COPY, 1.0)


def test_a_brief_above_much_that_recurs_is_found_among_likelier_texts() -> None:
    menu = [" ".join(f"menu{n}item{i}" for i in range(10)) for n in range(80)]
    recurring = fingerprint("\n".join(menu)).paragraphs
    others = [known("\n".join([OTHER_BRIEF, *menu]), "1"), known("\n".join([f"{BRIEF} So they say.", *menu[:40]]), "2")]

    verdict = judge("\n".join([BRIEF, *menu]), *others, background=recurring)

    assert (verdict.kind, verdict.of) == (VerdictKind.COPY, "2")


def test_a_text_that_is_nothing_but_background_is_compared_whole() -> None:
    verdict = judge(CLOSING, known(f"{CLOSING} So it goes."), background=fingerprint(CLOSING).paragraphs)

    assert verdict.kind is VerdictKind.COPY
