"""Traits: what tells an event has one key in every language, and odd texts have few."""

import pytest

from monitor.config.lexicon import default_lexicon
from monitor.core.lexicon import NO_LEXICON
from monitor.core.records.stories import Traits
from monitor.stories.traits import TraitReader

READER = TraitReader(default_lexicon())

QUAKE = {
    "en": "A magnitude 5.6 earthquake shook Almaty, Kazakhstan; Tokayev was told.",
    "ru": "Землетрясение магнитудой 5,6 произошло в Алматы, Казахстан; об этом доложили Токаеву.",
    "kk": "Қазақстанда, Алматыда магнитудасы 5,6 жер сілкінісі болды, бұл туралы Тоқаевқа баяндалды.",
    "zh": "哈萨克斯坦阿拉木图发生5.6级地震，托卡耶夫听取汇报。",
    "ar": "هز زلزال بقوة 5.6 درجة مدينة ألماتي في كازاخستان وأبلغ توكاييف بذلك.",
    "tr": "Kazakistan'ın Almatı kentinde 5,6 büyüklüğünde deprem oldu, Tokayev'e bilgi verildi.",
    "uk": "Землетрус магнітудою 5,6 стався в Алмати, Казахстан; про це доповіли Токаєву.",
    "ky": "Казакстанда, Алматыда магнитудасы 5,6 жер титирөө болду, бул тууралуу Токаевге баяндалды.",
    "de": "Ein Erdbeben der Stärke 5,6 erschütterte Almaty in Kasachstan; Tokajew wurde unterrichtet.",
    "fr": "Un séisme de magnitude 5,6 a secoué Almaty au Kazakhstan ; Tokaïev en a été informé.",
    "es": "Un terremoto de magnitud 5,6 sacudió Almaty, en Kazajstán; Tokáyev fue informado.",
}


def keys(text: str, language: str, title: str = "") -> tuple[str, ...]:
    return READER.read(title, text, language).keys


@pytest.mark.parametrize("language", QUAKE)
def test_an_event_has_the_same_keys_in_every_language(language: str) -> None:
    wanted = {"what:earthquake", "where:almaty", "land:kazakhstan", "who:tokayev", "number:5.6"}

    assert wanted <= set(keys(QUAKE[language], language))


def test_a_name_that_no_lexicon_has_is_known_by_its_sound() -> None:
    english = keys("The governor, Askar Turmanov, went to Saryzhar.", "en")
    russian = keys("Об этом сообщил Аскар Турманов в селе Сарыжар.", "ru")
    chinese = keys("州长图尔马诺夫说，萨雷扎尔村附近安全。", "zh")

    assert {"name:tarmanav", "name:sarajar"} <= set(english) & set(russian)
    assert {"sound:trmnv", "sound:srzr"} <= set(english) & set(chinese)


def test_a_word_at_the_head_of_a_sentence_is_no_name_by_its_capital() -> None:
    assert not [key for key in keys("Rain came. Roads closed. People waited.", "en") if key.startswith("name:")]


def test_a_name_at_the_head_of_a_sentence_is_known_from_elsewhere() -> None:
    found = keys("People left Orsk. Orsk is empty.", "en")

    assert [key for key in found if key.startswith(("name:", "word:en:orsk"))] == ["name:arsk"]


def test_a_name_in_quotation_marks_is_a_name() -> None:
    assert "name:karat" in keys("Вчера выиграл «Кайрат» в гостях.", "ru")


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("Или нет, или да.", "ru", "where:ili"),
        ("Who told us?", "en", "who:who"),
        ("He told us all.", "en", "land:usa"),
        ("Une goutte, un goa.", "fr", "who:un"),
        ("Много семей уехало.", "ru", "where:semey"),
        ("A fire in the strike zone.", "de", "what:fire"),
    ],
)
def test_a_word_that_only_looks_like_a_term_is_none(text: str, language: str, key: str) -> None:
    assert key not in keys(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("ВОЗ сообщила", "ru"), ("The WHO said", "en"), ("ДДСҰ хабарлады", "kk")],
)
def test_an_acronym_counts_in_capitals(text: str, language: str) -> None:
    assert "who:who" in keys(text, language)


def test_of_two_beginnings_of_a_word_the_longer_wins() -> None:
    found = keys("Қазақстанда қаза болғандар жоқ.", "kk")

    assert "land:kazakhstan" in found
    assert "what:deaths" in found


def test_the_longest_name_wins() -> None:
    found = keys("Troops left North Korea.", "en")

    assert "land:north-korea" in found
    assert "land:south-korea" not in found


def test_what_stands_in_the_headline_comes_first() -> None:
    found = keys("A fire broke out. " * 3 + "Nobody spoke of the flood.", "en", title="Flood in Aktobe")

    assert set(found[:2]) == {"what:flood", "where:aktobe"}


def test_letters_of_two_alphabets_and_unseen_signs_hide_no_name() -> None:
    assert "where:almaty" in keys("Пожар в Aлмaты", "ru")
    assert "where:almaty" in keys("A fire in Al\u200bma\u00adty", "en")


@pytest.mark.parametrize("text", ["", " ", "😀😀😀", "!?", "\u200f\u200b", "\ud800", "a", "\x00"])
def test_a_text_without_words_has_no_traits(text: str) -> None:
    assert keys(text, "") == ()


def test_digits_alone_are_figures_alone() -> None:
    assert {key.split(":")[0] for key in keys("123456 7890 2222.5 " * 50, "en")} <= {"number", "date"}


def test_of_a_million_words_the_first_are_read() -> None:
    text = "Askar Turmanov of Saryzhar met the 317 families again. "

    assert keys(text * 100_000, "en") == keys(text * 100, "en")


def test_there_are_sixty_keys_at_most_and_none_twice() -> None:
    words = " ".join(f"слово{chr(1072 + n % 32)}{chr(1072 + n // 32)} {n * 37}" for n in range(300))
    found = keys(f"{QUAKE['ru']} {words}", "ru")

    assert len(found) <= 60
    assert len(set(found)) == len(found)


def test_the_same_text_has_the_same_traits_in_the_same_order() -> None:
    assert keys(QUAKE["ru"], "ru") == TraitReader(default_lexicon()).read("", QUAKE["ru"], "ru").keys


def test_without_a_lexicon_names_figures_and_words_are_left() -> None:
    traits = TraitReader(NO_LEXICON).read("", "The governor, Askar Turmanov, counted 317 houses.", "en")

    assert isinstance(traits, Traits)
    assert {"name:tarmanav", "number:317", "word:en:house"} <= set(traits.keys)
