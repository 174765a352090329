"""The language of a text is told from the text."""

import pytest

from monitor.extract.language import language

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


def test_kazakh_is_kazakh_in_latin_letters_too() -> None:
    assert (
        language(
            "Qazaqstan Prezidenti jañğı zañğa qol qoidy", "Memleket basşysy jiyn ötkızdı, ükımet müşelerı qatysty."
        )
        == "kk"
    )


@pytest.mark.parametrize("title", ["", "OK", "2022: 15 %", "Reuters", "习近平"])
def test_too_little_to_tell_is_unknown(title: str) -> None:
    assert language(title, "") == ""


def test_the_body_outweighs_a_foreign_name_in_the_title() -> None:
    assert language("Wall Street Journal", "Порт Актау открыт после шторма, паромы снова идут в Баку.") == "ru"
