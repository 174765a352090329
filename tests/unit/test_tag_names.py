"""Which names count as a topic, in which form, and which look alike and do not."""

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.tags import Tagged
from monitor.core.topics import Match, Name, Topic, Topics
from monitor.tag.match import Tagger

TAGGER = Tagger(load_topics(default_topics_path()))


def in_text(text: str) -> Tagged:
    return TAGGER.tag("", text)


def slices(text: str, *, weak: bool = False) -> list[str]:
    return [text[m.start : m.end] for m in in_text(text).mentions if m.is_weak == weak]


def tagger_for(*names: Name) -> Tagger:
    return Tagger(Topics.of((Topic("t", "T", names),)))


@pytest.mark.parametrize(
    ("probe", "topics"),
    [
        ("Президент Казахстана прибыл в столицу", ("kazakhstan",)),
        ("новости: казахстан и соседи", ("kazakhstan",)),
        ("Миротворцы ОДКБ вернулись домой", ("csto",)),
        ("Ол Қазақстаннан келді", ("kazakhstan",)),
        ("本周哈萨克斯坦总统访问了邻国", ("kazakhstan",)),
        ("The Scottish Chamber Orchestra (SCO) opens its season", ()),
        ("A train left Moscow at noon", ()),
    ],
)
def test_the_probes_on_which_other_tools_fail_are_all_right(probe: str, topics: tuple[str, ...]) -> None:
    assert in_text(probe).topics == topics


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kazakhstan's exports grew", "Kazakhstan's"),
        ("в Южно-Казахстанской области", "Казахстанской"),
        ("Восточноказахстанский завод", "казахстанский"),
        ("з Казахстаном підписали угоду", "Казахстаном"),
        ("қазақстандықтар үшін", "қазақстандықтар"),
        ("Qazaqstannyń astanasy", "Qazaqstannyń"),
        ("Qozogʻistonga yordam", "Qozogʻistonga"),
        ("Qozog‘iston va qo‘shnilari", "Qozog‘iston"),
        ("Қозоғистонда бўлди", "Қозоғистонда"),
        ("Kazakistan'da seçim", "Kazakistan'da"),
        ("KAZAKİSTAN SEÇİME GİDİYOR", "KAZAKİSTAN"),
        ("Qazaxıstanla müqavilə", "Qazaxıstanla"),
        ("哈薩克總統抵達", "哈薩克"),
        ("カザフスタンで会談", "カザフスタン"),
        ("카자흐스탄은 오늘", "카자흐스탄"),
        ("وصل الرئيس بكازاخستان اليوم", "كازاخستان"),
        ("رئیس‌جمهور قزاقستان", "قزاقستان"),
        ("बैठक कज़ाखस्तान में हुई", "कज़ाखस्तान"),
        ("die Kasachstanreise begann", "Kasachstanreise"),
        ("w Kazachstanie padał śnieg", "Kazachstanie"),
        ("Ղազախստանում ընտրություններ են", "Ղազախստանում"),
        ("ყაზახეთში არჩევნებია", "ყაზახეთში"),
        ("στο Καζακστάν σήμερα", "Καζακστάν"),
        ("la frontera de Kazajistán", "Kazajistán"),
    ],
)
def test_the_country_is_found_in_every_language_with_its_ending(text: str, found: str) -> None:
    assert slices(text) == [found]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Организацией Договора о коллективной безопасности учтено", "csto"),
        ("саміт Організації Договору про колективну безпеку", "csto"),
        ("Ұжымдық қауіпсіздік туралы шарт ұйымы", "csto"),
        ("集体安全条约组织今天开会", "csto"),
        ("集體安全條約組織今天開會", "csto"),
        ("Kolektif Güvenlik Antlaşması Örgütü'nün toplantısı", "csto"),
        ("قوات منظمة معاهدة الأمن الجماعي", "csto"),
        ("قوات منظمة معاهدة الامن الجماعي", "csto"),
        ("the Collective  Security\nTreaty Organisation met", "csto"),
        ("KXShTga a'zo davlatlar", "csto"),
        ("Шанхайской организацией сотрудничества", "sco"),
        ("Шанхайська організація співробітництва", "sco"),
        ("Шанхай ынтымақтастық ұйымының саммиті", "sco"),
        ("Shanxay hamkorlik tashkilotining sammiti", "sco"),
        ("Şanghay İşbirliği Örgütü'ne üyelik", "sco"),
        ("今天上合组织秘书处发表声明", "sco"),
        ("上海合作組織秘書處今日表示", "sco"),
        ("منظمة شنغهاي للتعاون", "sco"),
        ("سازمان همکاری‌های شانگهای", "sco"),
        ("ШОС-ке мүше елдер", "sco"),
        ("ШҲТга аъзо давлатлар", "sco"),
        ("Shanghai-Organisation für Zusammenarbeit", "sco"),
    ],
)
def test_the_organisations_are_found_under_their_long_and_short_names(text: str, topic: str) -> None:
    assert in_text(text).topics == (topic,)


@pytest.mark.parametrize(
    "text",
    [
        "Донской казак на коне",
        "казаки и казачество",
        "Mavi bir kazak giydi",
        "Kazak örmek isteyenlere",
        "Moscow, Cisco and Roscosmos",
        "the scope of the disco",
        "csto in small letters",
        "Шоссе перекрыли",
        "a Shanghai five-star hotel",
        "ОДКБХ и АОДКБ",
        "马路上合影",
        "SCO2 turbines",
        "",
    ],
)
def test_look_alikes_are_not_tagged(text: str) -> None:
    assert in_text(text).mentions == ()


@pytest.mark.parametrize(
    "text",
    [
        "a Kazakh poet",
        "казахский язык",
        "қазақ тілі",
        "哈萨克族牧民",
        "kazajos ilustres",
        "قالت كازاخية",
        "Kazak Türkleri",
    ],
)
def test_a_demonym_is_shown_but_never_makes_an_article_match(text: str) -> None:
    tagged = in_text(text)

    assert [m.is_weak for m in tagged.mentions] == [True]
    assert tagged.topics == ()


def test_a_weak_name_inside_a_strong_one_is_not_reported() -> None:
    assert [(m.name, m.is_weak) for m in in_text("Kazakhstan and a Kazakh").mentions] == [
        ("Kazakhstan", False),
        ("Kazakh", True),
    ]


def test_the_longest_name_wins() -> None:
    assert [m.name for m in in_text("the Collective Security Treaty Organization met").mentions] == [
        "Collective Security Treaty Organization"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ChinaKazakhstan trade", "Kazakhstan"),
        ("KazakhstanChina trade", "Kazakhstan"),
        ("the CSTO's troops", "CSTO's"),
        ("the CSTO’s troops", "CSTO’s"),
        ("учения «ОДКБ-2022»", "ОДКБ"),
        ("pro-CSTO voices", "CSTO"),
        ("在CSTO框架内", "CSTO"),
        ("2022 Kazakhstan2030", "Kazakhstan"),
        ("#Kazakhstan", "Kazakhstan"),
    ],
)
def test_names_are_told_apart_from_what_is_written_onto_them(text: str, found: str) -> None:
    assert slices(text) == [found]


@pytest.mark.parametrize("text", ["CSТО", "СSTO", "ОДKБ", "OДКБ"])
def test_an_acronym_with_letters_of_the_other_alphabet_is_still_that_acronym(text: str) -> None:
    assert in_text(text).topics == ("csto",)


NAMES = tagger_for(
    *(Name(text, "en", Match.ACRONYM) for text in ("CSTO", "SCO", "OVKS")),
    *(Name(text, "ru", Match.ACRONYM) for text in ("ОДКБ", "ШОС", "НАТО")),
    Name("ҰҚШҰ", "kk", Match.ACRONYM),
    Name("ШКУ", "ky", Match.ACRONYM),
    Name("ShHT", "uz", Match.ACRONYM),
    Name("KGAÖ", "tr", Match.ACRONYM),
    Name("KTMT", "az", Match.ACRONYM),
    Name("Kazakhstan", "en", Match.STEM),
    Name("Казахстан", "ru", Match.STEM),
    Name("Kasachstan", "de", Match.STEM),
)


def found_by(tagger: Tagger, text: str) -> list[str]:
    return [text[m.start : m.end] for m in tagger.tag("", text).mentions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CSTO’s", ["CSTO’s"]),
        ("KGAÖ'nün", ["KGAÖ'nün"]),
        ("ҰҚШҰ-ға", ["ҰҚШҰ-ға"]),
        ("ОДКБ-нің", ["ОДКБ-нің"]),
        ("ОДКБға", ["ОДКБға"]),
        ("ШКУнун", ["ШКУнун"]),
        ("ShHTga", ["ShHTga"]),
        ("SCO:n", ["SCO:n"]),
        ("SCO: no", ["SCO"]),
        ("CSTO-ban", ["CSTO-ban"]),
        ("CSTO-led", ["CSTO"]),
        ("ОДКБ-2022", ["ОДКБ"]),
        ("#ШОС2022", ["ШОС"]),
        ("2022ОДКБ", ["ОДКБ"]),
        ("SCO20225 5SCO SCO2", []),
        ("SCOs SCOPE OСSS CSTOSCO ОДКБшный ДОДКБ", []),
    ],
)
def test_an_acronym_takes_endings_and_years_and_no_other_letters(text: str, found: list[str]) -> None:
    assert found_by(NAMES, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RussiaKazakhstan", ["Kazakhstan"]),
        ("KazakhstanRussia", ["Kazakhstan"]),
        ("CSTORussia", ["CSTO"]),
        ("ОДКБКазахстан", ["ОДКБ", "Казахстан"]),
        ("РоссияОДКБ", ["ОДКБ"]),
        ("ОДКБ/ШОС,SCO–CSTO", ["ОДКБ", "ШОС", "SCO", "CSTO"]),
        ("#ОДКБ @CSTO «ШОС»", ["ОДКБ", "CSTO", "ШОС"]),
        ("Ex-OVKS, экс-ОДКБ, пост-Казахстан", ["OVKS", "ОДКБ", "Казахстан"]),
        ("Kasachstankonflikt, Kasachstan-Reise", ["Kasachstankonflikt", "Kasachstan"]),
        ("KASACHSTANS WAHL", ["KASACHSTANS"]),
    ],
)
def test_words_run_together_are_told_apart_by_their_capitals(text: str, found: list[str]) -> None:
    assert found_by(NAMES, text) == found


@pytest.mark.parametrize(
    "text",
    [
        *("ОДКB", "OДКБ", "СSTO", "CSТО", "СЅТО", "ШOС", "HATО", "НATО"),
        *("KТMТ", "КТМT", "Кazakhstan", "Kазахстан"),
        *("ＣＳＴＯ", "𝐂𝐒𝐓𝐎", "Ｋａｚａｋｈｓｔａｎ", "C\u00adST\u200bO", "Казахста\u0301н", "Kazakhstan\u0308"),
    ],
)
def test_a_name_is_found_in_whatever_letters_look_like_it(text: str) -> None:
    assert found_by(NAMES, f"x {text} y") == [text]


@pytest.mark.parametrize("text", ["СТО", "HATO", "КТМТ", "СТОл", "CTO", "Cisco", "сsto"])
def test_a_word_of_one_alphabet_is_not_read_in_the_other(text: str) -> None:
    assert found_by(NAMES, text) == []


PREFIXED = tagger_for(
    Name("كازاخستان", "ar", Match.STEM),
    Name("قزاقستان", "fa", Match.STEM),
    Name("الأمن الجماعي", "ar", Match.PHRASE),
    Name("קזחסטן", "he", Match.STEM),
    Name("कजाखस्तान", "hi", Match.STEM),
    Name("কাজাখস্তান", "bn", Match.STEM),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وكازاخستان بكازاخستان لكازاخستان", ["كازاخستان"] * 3),
        ("والكازاخستانية", ["كازاخستانية"]),
        ("وللأمن الجماعي", ["للأمن الجماعي"]),
        ("قزاقستان‌ها", ["قزاقستان‌ها"]),
        ("كَازَاخِستان كـازاخستان", ["كَازَاخِستان", "كـازاخستان"]),
        ("בקזחסטן ולקזחסטן ב־קזחסטן", ["קזחסטן"] * 3),
        ("भारत-कजाखस्तान कजाखस्तानी", ["कजाखस्तान", "कजाखस्तानी"]),
        ("কাজাখস্তানের", ["কাজাখস্তানের"]),
        ("توكازاخستان اوزبكازاخستان אקזחסטן मकजाखस्तान বকাজাখস্তান", []),
    ],
)
def test_behind_what_is_written_onto_words_a_name_begins_and_inside_words_none(text: str, found: list[str]) -> None:
    assert found_by(PREFIXED, text) == found


@pytest.mark.parametrize(
    "text", ["w Sali Obrad", "w  sali\u00a0obradami", "W\nSALI-OBRAD", "do w sali obrad", "w w sali obrad"]
)
def test_a_phrase_is_found_though_it_begins_with_a_word_that_is_everywhere(text: str) -> None:
    tagger = tagger_for(Name("w sali obrad*", "pl", Match.PHRASE))

    (found,) = found_by(tagger, text)

    assert found.lower().startswith("w")
    assert found_by(tagger, "nowa sali obrad w sali narad, sali obrad") == []


def test_a_word_broken_at_the_end_of_a_line_is_not_put_together() -> None:
    assert found_by(NAMES, "Kazakh-\nstan") == []


def test_an_acronym_counts_in_its_capitals_only() -> None:
    tagger = tagger_for(Name("SzOW", "pl", Match.ACRONYM))

    assert len(tagger.tag("", "SzOW szow SZOW Szow").mentions) == 1


def test_an_ending_on_an_acronym_needs_a_language_that_writes_so() -> None:
    russian = tagger_for(Name("АБВГ", "ru", Match.ACRONYM))
    kyrgyz = tagger_for(Name("АБВГ", "ky", Match.ACRONYM))

    assert russian.tag("", "АБВГнун").mentions == ()
    assert [(m.start, m.end) for m in kyrgyz.tag("", "АБВГнун").mentions] == [(0, 7)]


def test_a_word_takes_no_ending_and_a_stem_does() -> None:
    assert tagger_for(Name("abcd", "en", Match.WORD)).tag("", "abcde").mentions == ()
    assert len(tagger_for(Name("abcd", "en", Match.STEM)).tag("", "abcde").mentions) == 1


def test_a_mention_says_where_and_by_which_rule() -> None:
    (mention,) = TAGGER.tag("Из Казахстана", "").mentions

    assert (mention.topic, mention.name, mention.field, mention.rule) == (
        "kazakhstan",
        "казахстан",
        "title",
        "substring",
    )
    assert (mention.start, mention.end, mention.evidence) == (3, 13, "")


def test_title_and_text_are_told_apart() -> None:
    tagged = TAGGER.tag("CSTO", "CSTO CSTO")

    assert [(m.field, m.start) for m in tagged.mentions] == [("title", 0), ("text", 0), ("text", 5)]


def test_without_topics_nothing_is_found() -> None:
    tagger = Tagger(Topics.of(()))

    assert tagger.tag("Kazakhstan", "CSTO") == Tagged(rules=tagger.rules)


def test_a_long_text_without_spaces_takes_time_in_proportion() -> None:
    assert len(in_text("Kazakhstan" * 5_000).mentions) == 5_000
    assert len(in_text("kazakhstan" * 5_000).mentions) == 1


def test_a_text_with_half_a_surrogate_pair_is_read() -> None:
    assert slices("\ud83d Kazakhstan \udc00") == ["Kazakhstan"]
