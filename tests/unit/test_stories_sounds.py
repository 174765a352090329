"""A name has one skeleton, whatever letters it is written in."""

import pytest

from monitor.core.text import fold
from monitor.stories.sounds import arabic_names, coarse, fine, han_names


@pytest.mark.parametrize(
    ("spellings", "skeleton"),
    [
        ({"Токаев": "ru", "Тоқаев": "kk", "Tokayev": "en", "Tokaev": "fr", "Toqaev": "en"}, "takav"),
        ({"Бейсебаев": "ru", "Beysebayev": "tr", "Beisebayev": "en"}, "basabav"),
        ({"Сарыжар": "kk", "Saryzhar": "en"}, "sarajar"),
        ({"Соловьёв": "ru", "Solovyov": "en", "Soloviev": "fr"}, "salavav"),
        ({"Байден": "ru", "Biden": "en"}, "badan"),
        ({"Хобда": "ru", "Қобда": "kk", "Khobda": "en"}, "kabd"),
        ({"Зеленский": "ru", "Zelensky": "en", "Zelenskiy": "en"}, "zalan"),
    ],
)
def test_a_name_sounds_the_same_in_every_alphabet(spellings: dict[str, str], skeleton: str) -> None:
    assert {fine(name, language) for name, language in spellings.items()} == {skeleton}


@pytest.mark.parametrize(
    ("inflected", "language", "plain"),
    [
        ("Токаева", "ru", "Токаев"),
        ("Токаеву", "ru", "Токаев"),
        ("Токаевым", "ru", "Токаев"),
        ("Трампом", "ru", "Трамп"),
        ("Кегенского", "ru", "Кеген"),
        ("Тоқаевтың", "kk", "Тоқаев"),
        ("Сарыжардағы", "kk", "Сарыжар"),
        ("Лаптевке", "kk", "Лаптев"),
        ("Tokayev'in", "tr", "Tokayev"),
        ("Toshmatovning", "uz", "Toshmatov"),
        ("Turmanov's", "en", "Turmanov"),
    ],
)
def test_a_case_ending_is_no_part_of_a_name(inflected: str, language: str, plain: str) -> None:
    assert fine(inflected, language) == fine(plain, language)


@pytest.mark.parametrize("name", ["Дастан", "Нұрсұлтан", "Артём", "Касым"])
def test_a_name_that_ends_like_a_case_stays_whole(name: str) -> None:
    assert fine(name, "ru") == fine(name, "en")
    assert fine(name, "kk") == fine(name, "en")


@pytest.mark.parametrize("name", ["Ли", "Юй", "Аю", "Xi", "", "😀", "'"])
def test_too_short_a_name_has_no_skeleton(name: str) -> None:
    assert fine(name, "en") == ""


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [("图尔马诺夫", "Turmanov"), ("奥尔斯克", "Orsk"), ("拉普捷夫", "Laptev"), ("萨雷扎尔", "Saryzhar")],
)
def test_a_chinese_transliteration_sounds_like_the_name(chinese: str, latin: str) -> None:
    assert [sound for sound, _ in han_names(f"州长{chinese}说")] == [coarse(fine(latin, "en"))]


def test_a_short_chinese_name_counts_where_it_names_a_place() -> None:
    assert han_names("克根区") == [("kgn", 0)]
    assert han_names("克根") == []


def test_an_arabic_surname_sounds_like_the_name() -> None:
    text = fold("وقال المحافظ لابتيف أمس").text

    assert [sound for sound, _ in arabic_names(text)] == [coarse(fine("Laptev", "en"))]
