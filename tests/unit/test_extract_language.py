"""The language of a text is told from the text."""

import pytest

from monitor.extract.language import language
from tests.eval.language import BODIES_RIGHT, TITLES_RIGHT, share, told

TITLES = {
    "en": [
        "The port of Aktau reopens after the storm",
        "Oil exports rise again in May",
        "Troops leave the city after unrest",
    ],
    "ru": ["Порт Актау открыт после шторма", "Экспорт нефти вырос в мае", "Войска ОДКБ покидают Алма-Ату"],
    "kk": ["Ақтау порты дауылдан кейін ашылды", "Мұнай бағасы мамырда өсті", "Мемлекет басшысы жиын өткізді"],
    "ky": [
        "Бишкекте жаңы мектеп ачылды",
        "Өкмөт башчысы жыйын өткөрдү",
        "Кыргызстандын президенти министр менен жолукту",
    ],
    "uz": [
        "Toshkentda yangi maktab ochildi",
        "Ўзбекистон Президенти вазир билан учрашди",
        "Neft narxi may oyida oshdi",
    ],
    "uk": ["У Києві відкрили нову школу", "Президент зустрівся з міністром", "Ціни на нафту зросли у травні"],
    "tg": ["Дар Душанбе мактаби нав кушода шуд", "Президенти Тоҷикистон бо вазир мулоқот кард"],
    "be": ["Прэзідэнт сустрэўся з міністрам у Мінску"],
    "zh": ["哈萨克斯坦总统会见外交部长", "上海合作组织峰会在京举行"],
    "ja": ["カザフスタン大統領が外相と会談", "原油価格が五月に上昇した"],
    "ko": ["카자흐스탄 대통령 외무장관과 회담", "오월에 유가가 상승했다"],
    "ar": ["رئيس كازاخستان يلتقي وزير الخارجية", "ارتفاع أسعار النفط في مايو"],
    "fa": ["رئیس جمهور قزاقستان با وزیر خارجه دیدار کرد", "قیمت نفت در ماه مه افزایش یافت"],
    "tr": ["Kazakistan Cumhurbaşkanı bakanla görüştü", "Petrol fiyatları mayısta yükseldi"],
    "de": ["Kasachstans Präsident trifft den Außenminister", "Ölpreise steigen im Mai weiter"],
    "fr": ["Le président rencontre le ministre à Paris", "Les prix du pétrole augmentent en mai"],
    "es": ["El presidente se reúne con el ministro", "Suben los precios del petróleo en mayo"],
}


@pytest.mark.parametrize(("code", "title"), [(code, title) for code, titles in TITLES.items() for title in titles])
def test_a_title_is_enough(code: str, title: str) -> None:
    assert language(title, "") == code


def test_our_own_set_is_told_as_rightly_as_promised() -> None:
    texts = list(told())

    assert share(texts, "title") >= TITLES_RIGHT
    assert share(texts, "body") >= BODIES_RIGHT


def test_texts_written_after_the_rules_are_told_as_rightly_too() -> None:
    held_out = [text for text in told() if text.part == "held out"]

    assert share(held_out, "title") >= TITLES_RIGHT
    assert share(held_out, "body") >= BODIES_RIGHT


@pytest.mark.parametrize(
    "title",
    [
        "Qazaqstan Prezidenti jañğı zañğa qol qoidy",  # the alphabet of 2021
        "Elbasy jańa jarlyqqa qol qoıdy",  # the acutes of 2018
        "Qazaqstan halqynyn' sany o'sti",  # the apostrophes of 2017
        "Qazaqstan halqynyn’ sany o’sti",  # the same, as printed
        "QAZAQSTAN PREZIDENTI JAÑA ZAÑĞA QOL QOIDY",
    ],
)
def test_kazakh_is_kazakh_in_latin_letters_too(title: str) -> None:
    assert language(title, "") == "kk"


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("az", "Bakıda qar yağdı"),
        ("tr", "Benzin fiyatı yüzde 4,5 arttı"),
        ("tk", "Benziniň bahasy 4,5 göterim ýokarlandy"),
        ("uz", "Qashqadaryoda qor yogʻdi"),
        ("tr", "Kırgız kızı altın aldı"),
        ("uz", "Qirg'iz qizi oltin oldi"),
        ("az", "Qonaqlar Bakıda qarşılandı"),
        ("en", "Qatar and Iraq sign city quota treaty"),
        ("fr", "Le Qatar et l'Irak signent"),
    ],
)
def test_its_neighbours_are_not_taken_for_latin_kazakh(code: str, title: str) -> None:
    assert language(title, "") == code


def test_a_quotation_in_another_language_does_not_decide() -> None:
    quoted = "Мы потеряли два года, потому что никто не хотел подписывать договор, и теперь город платит дважды"

    assert (
        language("", f"Қала басшысы сөз сөйледі. «{quoted}», – деді ол орыс тілінде және залдан шығып кетті.") == "kk"
    )


def test_a_quotation_in_another_script_does_not_decide() -> None:
    quoted = "Мы потеряли два года, потому что никто не хотел подписывать договор"
    around = "He spoke to the council for an hour: {}. Then the mayor left, and nobody said another word."

    assert language("", around.format(quoted)) == "en"


def test_a_beginning_in_another_language_does_not_decide() -> None:
    english = "The letter was read out in full before the council sat down to vote on it. " * 6
    french = "Le conseil a repris ses travaux après la lecture et personne n'a demandé la parole. " * 15

    assert language("", english + french) == "fr"


def test_a_foreign_firm_does_not_decide_a_chinese_title() -> None:
    assert language("Google DeepMind将开设办事处", "") == "zh"


def test_a_kana_in_a_brand_does_not_make_chinese_japanese() -> None:
    assert language("鲜の每日超市宣布将在全国新开三百家门店并招聘员工", "") == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/news/this-is-a-long-title-in-english.html",
        '{"id": 12, "url": "https://example.org/x", "tags": ["a", "b"]}',
        "10:00 12:30 14:45 | +12° +15° | 512,30 476,21",
        "🏆🏆🏆 👏👏👏",
        "۱۴۰۴/۰۲/۲۲ ۱۲:۳۰ ۱۴:۴۵",
    ],
)
def test_what_is_in_nobodys_language_is_unknown(text: str) -> None:
    assert language("", text) == ""


@pytest.mark.parametrize("title", ["", "OK", "2022: 15 %", "Reuters", "习近平"])
def test_too_little_to_tell_is_unknown(title: str) -> None:
    assert language(title, "") == ""


def test_the_body_outweighs_a_foreign_name_in_the_title() -> None:
    assert language("Wall Street Journal", "Порт Актау открыт после шторма, паромы снова идут в Баку.") == "ru"
