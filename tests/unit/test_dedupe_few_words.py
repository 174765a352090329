"""Are flashes and headlines told apart by the one word that is the news?"""

import pytest

from monitor.core.records.verdicts import Known, Neighbours, Verdict, VerdictKind
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint
from tests.unit.dedupe_texts import judge, known

COMES = "The president will come to the meeting of the alliance in the capital on Monday, his press service said."
PAIRS = {
    "another verb": (COMES, COMES.replace("come to", "leave")),
    "a negation": (COMES, COMES.replace("will come", "will not come")),
    "another name in the middle": (COMES, COMES.replace("president", "chairman")),
    "another name at the end": ("The ambassador was recalled from Minsk.", "The ambassador was recalled from Kabul."),
    "a Russian negation": (
        "Министр не поедет на заседание совета в четверг, сообщила его пресс-служба.",
        "Министр поедет на заседание совета в четверг, сообщила его пресс-служба.",
    ),
    "a Kazakh number in words": (
        "Банк мөлшерлемені он алты пайыз деңгейінде сақтау туралы шешім қабылдады.",
        "Банк мөлшерлемені он сегіз пайыз деңгейінде сақтау туралы шешім қабылдады.",
    ),
    "another Chinese verb": (
        "议会星期四批准了在湖边建设核电站的法律草案，并要求政府公布费用。",
        "议会星期四否决了在湖边建设核电站的法律草案，并要求政府公布费用。",
    ),
}


def told(title: str, text: str, *others: tuple[str, str]) -> Verdict:
    """Judge an entry by headline and text, given others by theirs."""
    made = [
        Known(str(number), its_text, fingerprint(its_text, its_title).exact, title=its_title)
        for number, (its_title, its_text) in enumerate(others, start=1)
    ]
    return decide(text, fingerprint(text, title), Neighbours(tuple(made)), title)


@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS)
def test_a_flash_with_another_word_is_no_copy(old: str, new: str) -> None:
    verdict = judge(new, known(old))

    assert verdict.is_coverage
    assert verdict.in_other > 0.6


@pytest.mark.parametrize(
    "again",
    [
        COMES.upper(),
        COMES.replace("meeting", "meetting").replace("capital", "captial"),
        f"CAPITAL, November 3. /Agency/. {COMES}",
        f"{COMES}\nA. Writer",
        COMES.removesuffix(", his press service said."),
    ],
    ids=["capitals", "misprints", "a dateline", "a signature", "cut off"],
)
def test_a_flash_in_the_same_words_is_a_copy(again: str) -> None:
    assert not judge(again, known(COMES)).is_coverage


def test_the_first_words_that_differ_are_named() -> None:
    verdict = judge(COMES.replace("come to", "leave"), known(COMES))

    assert verdict.kind is VerdictKind.PARTIAL
    assert "“leave”" in verdict.why


def test_below_two_headlines_the_same_few_words_are_two_articles() -> None:
    teaser = "Watch the full report in our video."

    verdict = told("Troops fire on the square", teaser, ("Peacekeepers land at the airport", teaser))

    assert verdict.is_coverage


def test_below_the_same_headline_they_are_one() -> None:
    teaser = "Watch the full report in our video."

    verdict = told("Troops fire on the square", teaser, ("Troops fire on the square", teaser))

    assert (verdict.kind, verdict.of) == (VerdictKind.EXACT, "1")


def test_spans_count_in_the_text_though_headlines_were_compared() -> None:
    text = "Snow closed the pass between the two valleys for the third day."

    verdict = told("Pass closed by snow", f"{text} ", ("Pass closed by snow", text))

    assert [(span.start, text[span.start : span.end]) for span in verdict.spans] == [(0, text.rstrip("."))]
