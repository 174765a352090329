"""Are bulletins from one template told apart, and misprints and corrections not taken for bulletins?"""

from pathlib import Path
from typing import NamedTuple

import pytest
from ruamel.yaml import YAML

from monitor.core.records.verdicts import VerdictKind
from tests.unit.dedupe_texts import CANAL, MARKET, judge, known, part


class Bulletin(NamedTuple):
    """A template, and what filled it on two days."""

    name: str
    template: str
    days: list[list[str]]


def _bulletins() -> list[Bulletin]:
    read = YAML(typ="safe", pure=True).load(Path(__file__).with_name("dedupe_bulletins.yaml").read_text("utf-8"))
    return [Bulletin(name, each["template"], each["days"]) for name, each in read.items()]


BULLETINS = pytest.mark.parametrize("bulletin", _bulletins(), ids=lambda bulletin: bulletin.name)


@BULLETINS
def test_the_bulletin_of_another_day_is_new_and_says_why(bulletin: Bulletin) -> None:
    one, other = (" ".join(bulletin.template.format(*day).split()) for day in bulletin.days)

    verdict = judge(other, known(one))

    assert verdict.kind is VerdictKind.NEW
    assert verdict.in_other > 0.6  # it would be a copy
    assert verdict.why.endswith("another bulletin from the same template.")


@BULLETINS
def test_a_bulletin_under_another_headline_with_a_note_is_a_copy(bulletin: Bulletin) -> None:
    one = " ".join(bulletin.template.format(*bulletin.days[0]).split())

    verdict = judge(f"Today 7, 8 and 9\n{one} Call 8 800 55 66.", known(one))

    assert verdict.kind is VerdictKind.COPY, verdict.why


def rates(day: str, dollar: str, euro: str, rouble: str) -> str:
    return (
        f"The official rates of the national currency for {day} were set at the morning session of the exchange: "
        f"one dollar costs {dollar}, one euro costs {euro} and one rouble costs {rouble}. The rates hold for customs "
        f"payments and for the books of companies in all regions until the next session."
    )


MONDAY = rates("14 March 2022", "512.19", "560.34", "4.56")


def test_the_reason_counts_the_numbers_that_were_kept() -> None:
    verdict = judge(rates("15 March 2022", "515.07", "566.11", "4.71"), known(MONDAY))

    assert verdict.numbers_kept == pytest.approx(1 / 5)  # of the day, the year and three rates, the year
    assert "only 1 of its 5 numbers" in verdict.why


def test_a_headline_with_its_one_number_changed_is_new() -> None:
    verdict = judge("Dollar costs 515 tenge on the exchange", known("Dollar costs 512 tenge on the exchange"))

    assert verdict.kind is VerdictKind.NEW
    assert verdict.why.endswith("but not its one number: another bulletin from the same template.")


def test_a_bulletin_that_is_repeated_with_a_note_is_a_copy() -> None:
    verdict = judge(f"{MONDAY} Call 8 800 55 66 or 8 800 77 88 for advice, from 9 to 18.", known(MONDAY))

    assert verdict.kind is VerdictKind.COPY
    assert verdict.numbers_kept == pytest.approx(5 / 15)


def test_a_decimal_broken_after_its_point_is_still_the_same_number() -> None:
    verdict = judge(MONDAY.replace("512.19", "512.\n19"), known(MONDAY + " End."))

    assert verdict.numbers_kept == 1.0


def test_a_partial_brings_its_own_figures() -> None:
    text = f"{part(CANAL, 0, 4)}\n{MARKET}\nIt was 11, 12, 13, 14.5, 15.5 and 16.5 degrees."

    assert judge(text, known(CANAL)).kind is VerdictKind.PARTIAL


def test_a_cut_copy_with_numbers_around_it_is_a_copy() -> None:
    cut = f"Read 11 or 12 times, 13 comments, 17:05\n{part(CANAL, 0, 4)}\nMore: 15, 16, 17, 18 and 19"

    verdict = judge(cut, known(f"{CANAL}\nIt was 21, 22, 23, 24 and 25 degrees on these days."))

    assert verdict.kind is VerdictKind.COPY, verdict.why


def test_the_one_number_of_a_long_text_may_be_a_misprint() -> None:
    text = "\n".join(line for line in (CANAL + MARKET).split("\n") if "14 " not in line)
    assert [word for word in text.split() if word.isdecimal()] == ["300"]

    verdict = judge(text.replace("300", "30"), known(text))

    assert (verdict.kind, verdict.numbers_kept) == (VerdictKind.COPY, 0.0)


def test_a_corrected_name_makes_no_other_bulletin() -> None:
    verdict = judge(CANAL.replace("Saryozek", "Taldykorgan"), known(CANAL))

    assert verdict.kind is VerdictKind.COPY


def test_names_in_another_spelling_make_no_other_bulletin() -> None:
    report = (
        "The envoys were received by Tokayev, Lukashenko, Mirziyoyev and Rahmon, and later by Pashinyan, "
        "in the palace by the river; after Tokayev had spoken, Zhaparov and Mirziyoyev asked for the floor."
    )
    spelt = (
        "The envoys were received by Tokaev, Lukashenka, Mirziyaev and Rakhmon, and later by Pashinian, "
        "in the palace by the river; after Tokaev had spoken, Japarov and Mirziyaev asked for the floor."
    )

    assert judge(spelt, known(report)).kind is VerdictKind.COPY


def test_a_shouted_bulletin_is_a_copy() -> None:
    assert judge(f"{MONDAY.upper()} SO IT IS.", known(MONDAY)).kind is VerdictKind.COPY


def test_a_text_without_numbers_has_no_share_of_them() -> None:
    assert judge(MARKET, known(f"{MARKET} End.")).numbers_kept is None
