"""Figures that tell events apart are read alike in every language; the rest is left out."""

import pytest

from monitor.config.lexicon import default_lexicon
from monitor.stories.figures import figures
from monitor.stories.finding import Finder, Prepared

FINDER = Finder(default_lexicon())


def keys(text: str, language: str) -> list[str]:
    prepared = Prepared(text)
    return [figure.key for figure in figures(prepared.folded.text, FINDER.find(prepared, language), language)]


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("The rate is 12.5 now", "en", "number:12.5"),
        ("Ставка теперь 12,5", "ru", "number:12.5"),
        ("Ставка теперь 12,50", "ru", "number:12.5"),
        ("1,500 homes", "en", "number:1500"),
        ("1 500 домов", "ru", "number:1500"),
        ("1.500 Häuser", "de", "number:1500"),
        ("2,4 млн тонн", "ru", "number:2400000"),
        ("2.4 million tonnes", "en", "number:2400000"),
        ("240万吨", "zh", "number:2400000"),
        ("٢٫٤ مليون", "ar", "number:2400000"),
        ("сила 4.8 баллов", "ru", "number:4.8"),
        ("发生4.8级地震", "zh", "number:4.8"),
        ("4,8 büyüklüğünde deprem", "tr", "number:4.8"),
        ("1.234.567", "en", "number:1234567"),
    ],
)
def test_a_figure_is_the_same_however_it_is_written(text: str, language: str, key: str) -> None:
    assert keys(text, language) == [key]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Three people were injured.", "en"),
        ("3 people were injured.", "en"),
        ("Пострадали три человека.", "ru"),
        ("Үш адам жарақат алды.", "kk"),
        ("造成3人受伤", "zh"),
        ("造成三人受伤", "zh"),
        ("أصيب ثلاثة أشخاص", "ar"),
        ("3 kişi yaralandı.", "tr"),
    ],
)
def test_a_small_figure_tells_with_what_it_counts(text: str, language: str) -> None:
    assert "figure:injured=3" in keys(text, language)


def test_each_figure_has_the_nearest_measure() -> None:
    assert keys("4 people were killed, 12 wounded.", "en") == ["figure:dead=4", "figure:injured=12"]


@pytest.mark.parametrize(
    "text",
    ["in 2026", "at 14:35", "the G20 and COVID-19", "7 things", "12 of them", "version 1.2.3.4", "5/6", "😀", ""],
)
def test_years_times_names_and_small_bare_figures_tell_nothing(text: str) -> None:
    assert [key for key in keys(text, "en") if not key.startswith("number:1.2")] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on 14 March", "en"),
        ("on March 14", "en"),
        ("14 марта", "ru"),
        ("14 наурызда", "kk"),
        ("3月14日", "zh"),
        ("14.03.2026", "de"),
        ("14 Mart'ta", "tr"),
        ("في 14 مارس", "ar"),
    ],
)
def test_a_day_is_the_same_in_every_language(text: str, language: str) -> None:
    assert keys(text, language) == ["date:03-14"]


def test_of_a_table_the_first_figures_are_read() -> None:
    assert len(keys("\n".join(str(number) for number in range(3_000, 9_000)), "en")) == 80
