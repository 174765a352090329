"""Is a name rejected where the article does not say it, and kept wherever it may?"""

import pytest

from monitor.config.topics import default_topics_path, load_topics
from monitor.tag.match import Tagger
from tests.unit.naming import MORE, NAMING, NEUTRAL, standing

TAGS, OTHERS, MENU = "in a tag list", "in a list of other articles", "in a country picker or a menu"
SHIPPED = Tagger(load_topics(default_topics_path()))
BYLINE, FOOTER, PLEA = "in a byline", "in an agency's footer", "in an invitation to follow the outlet"


@pytest.mark.parametrize(
    "line",
    [
        "Tags: Kazakhstan",
        "TAGS: trains, Kazakhstan, tariffs",
        "Теги: Казахстан, поезда",
        "Тэги: поезда, Казахстан",
        "Метки: Казахстан",
        "Ключевые слова: Казахстан, тарифы",
        "Теги: поїзди, Казахстан",
        "Тегтер: Қазақстан, пойыз",
        "标签：哈萨克斯坦 铁路",
        "Schlagwörter: Züge, Kasachstan",
        "Mots-clés : Kazakhstan, trains",
        "Etiquetas: Kazajistán, trenes",
        "الوسوم: كازاخستان، قطارات",
        "Etiketler: Kazakistan, tren",
        "#Kazakhstan #trains",
        "#Казахстан",
        "Tags | trains | Kazakhstan",
    ],
)
def test_a_name_in_a_tag_list_is_not_said(line: str) -> None:
    assert standing(f"{NEUTRAL}\n{line}") == [TAGS]


def test_tags_below_their_label_are_not_said() -> None:
    assert standing(f"{NEUTRAL}\nTags\nTrains\nKazakhstan\nCSTO") == [TAGS, TAGS]


def test_tags_behind_the_last_sentence_are_not_said() -> None:
    assert standing(f"{NEUTRAL} #Kazakhstan #trains") == [TAGS]


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Kazakhstan closes its border",
        "See also – Kazakhstan closes its border",
        "Читайте также: Казахстан закрыл границу",
        "Читайте также: Что ждёт Казахстан?",
        "По теме: Казахстан закрыл границу",
        "Читайте також: Казахстан закрив кордон",
        "Оқи отырыңыз: Қазақстан шекарасын жапты",
        "相关阅读：哈萨克斯坦关闭边境",
        "Lesen Sie auch: Kasachstan schließt die Grenze",
        "À lire aussi : Le Kazakhstan ferme sa frontière",
        "Lea también: Kazajistán cierra la frontera",
        "اقرأ أيضا: كازاخستان تغلق حدودها",
        "İlgili haberler: Kazakistan sınırı kapattı",
    ],
)
def test_the_headline_of_another_article_is_not_said(line: str) -> None:
    assert standing(f"{NEUTRAL}\n{line}\n{MORE}") == [OTHERS]


@pytest.mark.parametrize("label", ["Read also", "Читайте также:", "相关阅读", "Lire aussi", "► Mehr zum Thema"])
def test_headlines_below_a_label_are_not_said_and_the_paragraph_behind_them_is(label: str) -> None:
    text = f"{NEUTRAL}\n{label}\nKazakhstan closes its border\nWhat will the CSTO do?\n{MORE[:-1]} in Kazakhstan."

    assert standing(text) == [OTHERS, OTHERS, "body"]


def test_below_a_doubtful_heading_only_a_list_that_ends_the_text_is_not_said() -> None:
    assert standing(f"{NEUTRAL}\nRelated\nKazakhstan closes its border") == [OTHERS]
    assert standing(f"{NEUTRAL}\nRelated\nKazakhstan and its neighbours\n{MORE}") == ["body"]


@pytest.mark.parametrize(
    "text",
    [
        f"{NEUTRAL} Read also: Kazakhstan closes its border",
        f"{NEUTRAL} [Related: Kazakhstan closes its border] {MORE}",
        f"{NEUTRAL} (Читайте также: Казахстан закрыл границу.) {MORE}",
    ],
)
def test_a_hint_within_a_paragraph_is_not_said(text: str) -> None:
    assert standing(text) == [OTHERS]


@pytest.mark.parametrize(
    "text",
    [
        f"{NEUTRAL}\nKazakhstan | Kyrgyzstan | Uzbekistan | Tajikistan",
        f"Қазақстан · Қырғызстан · Өзбекстан · Тәжікстан\n{NEUTRAL}",
        f"哈萨克斯坦 吉尔吉斯斯坦 乌兹别克斯坦 塔吉克斯坦 土库曼斯坦 阿富汗\n{NEUTRAL}",
        f"Home > World > Kazakhstan\n{NEUTRAL}",
        f"Главная » Новости » Казахстан\n{NEUTRAL}",
        f"Startseite / Politik / Kasachstan\n{NEUTRAL}",
        "Armenia Belarus Georgia Moldova Kazakhstan Mongolia Russia Turkey Ukraine Poland Latvia Norway".replace(
            " ", "\n"
        )
        + f"\n{NEUTRAL}",
        f"Home\nNews\nKazakhstan\nSport\nContacts\n{NEUTRAL}",
        f"{NEUTRAL}\nВыберите страну:\nКазахстан\nРоссия",
        f"{NEUTRAL}\nÜlke seçin\nKazakistan\nTürkiye",
    ],
)
def test_a_name_in_a_country_picker_is_not_said(text: str) -> None:
    assert standing(text) == [MENU]


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe in Kazakhstan",
        "By Jane Doe and John Roe, Kazakhstan correspondents",
        "BY JANE DOE IN KAZAKHSTAN",
        "By Kazakhstan Today",
        "Von Erika Muster, Astana/Kasachstan",
        "Par Jeanne Dupont, envoyée spéciale au Kazakhstan",
        "Por Ana Pérez desde Kazajistán",
        "Автор: Айгерим Садыкова, Казахстан",
        "Авторы: Садыкова Айгерім, Қазақстан",
        "Иван Петров, корреспондент в Казахстане",
        "Kazakhstan correspondent",
        "Jane Doe, Kazakhstan correspondent",
        "本报驻哈萨克斯坦记者 王小明",
    ],
)
def test_a_name_in_a_byline_is_not_said(line: str) -> None:
    assert standing(f"{line}\n{NEUTRAL}") == [BYLINE]


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Jane Doe in Almaty, Kazakhstan; editing by John Roe",
        "(Additional reporting by Jane Doe in Kazakhstan)",
    ],
)
def test_who_worked_on_a_report_is_not_said(line: str) -> None:
    assert standing(f"{NEUTRAL}\n{line}") == [BYLINE]


@pytest.mark.parametrize(
    "line",
    [
        "Source: Kazinform/ Kazakhstan Today",
        "Источник: Казахстан сегодня",
        "Источник: пресс-служба МИД Казахстана",
        "Quelle: Kasachstan News",
        "来源：哈萨克斯坦国际通讯社",
        "© 2022 Kazakhstan Times. All rights reserved",
        "Copyright Kazakhstan Today",
        "Kazakhstan Today, все права защищены",
        "При использовании материалов ссылка на «Казахстан сегодня» обязательна.",
        "Перепечатка только с разрешения агентства «Казахстан сегодня».",
        "Kazakhstan Today",
        "The Astana Times (Kazakhstan)",
        "Фото: Казахстан сегодня",
    ],
)
def test_a_name_in_an_agencys_footer_is_not_said(line: str) -> None:
    assert standing(f"{NEUTRAL}\n{line}") == [FOOTER]


def test_an_outlet_in_brackets_behind_a_paragraph_is_its_source() -> None:
    assert standing(f"{NEUTRAL} (Kazakhstan Today)\n{MORE}") == [FOOTER]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our Telegram channel Kazakhstan Today",
        "Подписывайтесь на наш Telegram-канал «Новости Казахстана»",
        "关注我们的微信公众号 哈萨克斯坦新闻",
    ],
)
def test_an_invitation_to_follow_the_outlet_is_not_said(line: str) -> None:
    assert standing(f"{NEUTRAL}\n{line}") == [PLEA]


@pytest.mark.parametrize(
    "text",
    [
        # a place and a day before a report
        "ASTANA, Kazakhstan, Jan 5 (Reuters) - The ministers met.",
        "АСТАНА, Казахстан, 5 января. Министры встретились.",
        f"ASTANA, Kazakhstan\n{NEUTRAL}",
        # sentences that begin as a label does
        "Read more about Kazakhstan in the report of the bank, which lists every loan.",
        "Latest news from Kazakhstan is grim.",
        "Latest news: Kazakhstan is ready.",
        "Tags are what Kazakhstan sews into its uniforms.",
        "The tags read: Kazakhstan. Nobody knew why.",
        "Темы: Казахстан и вода. О них говорили министры.",
        "По теме Казахстана говорили долго.",
        "Поделиться опытом с Казахстаном решили в Ташкенте.",
        "Share this with Kazakhstan, the minister said.",
        # what somebody is called by, or does
        f"Source: Kazakhstan to leave the bloc\n{NEUTRAL}",
        f"Источник: Казахстан готовит выход из блока\n{NEUTRAL}",
        f"By Kazakhstan standards\n{NEUTRAL}",
        "By Kazakhstan standards the winter was mild.",
        f"By Rail Through Kazakhstan\n{NEUTRAL}",
        f"Correspondent killed in Kazakhstan\n{NEUTRAL}",
        f"Von Präsident Tokajew in Kasachstan eröffnet\n{NEUTRAL}",
        "Reporting by Reuters shows that Kazakhstan exports more.",
        "Edited by three exiles, the paper reaches Kazakhstan once a week.",
        "Перепечатка книг в Казахстане запрещена не была.",
        "Использование материалов из Казахстана обошлось дешевле.",
        "The new law on privacy policy protects users in Kazakhstan.",
        "İzinsiz gösteri Kazakistan'da yasaktır.",
        # outlets that are quoted
        "The agency Kazakhstan Today reported that the road is open.",
        "Телеканал «Казахстан» показал парад.",
        # lists of the article's own
        "The leaders of Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan met.",
        "Member states:\nArmenia\nBelarus\nKazakhstan\nKyrgyzstan\nRussia\nTajikistan",
        f"{NEUTRAL}\nThese were in favour of it:\n" + "\n".join("ABCDEFGHIJKL") + "\nKazakhstan",
        "哈萨克斯坦、吉尔吉斯斯坦、乌兹别克斯坦、塔吉克斯坦",
        "Buyer | 2024 | 2025\nKazakhstan | 402 | 471",
        "Country | Capital | Money | Language\nKazakhstan | Astana | tenge | Kazakh",
        "China → Kazakhstan → Russia → Belarus",
        "China – Kazakhstan – Russia – Belarus",
        # hashtags
        "We love #Kazakhstan and its people.",
        "#Kazakhstan is ready.",
        "#Kazakhstan",
    ],
)
def test_what_may_be_the_article_is_said(text: str) -> None:
    assert standing(text) in (["lead"], ["body"])


_ENGLISH = "Armenia Belarus China Georgia Kazakhstan Iran India Japan Qatar Kuwait Mongolia Vietnam Thailand"
_RUSSIAN = "Казахстан Россия Китай Индия Пакистан Иран Беларусь Узбекистан Таджикистан Монголия Турция Катар"
_CHINESE = "哈萨克斯坦 俄罗斯 中国 印度 巴基斯坦 伊朗 白俄罗斯 乌兹别克斯坦 塔吉克斯坦 蒙古国 土耳其 卡塔尔"
_FREE = "The ministry has published the states whose citizens need no visa from the first of January onwards."
_CAME = "Участники заседания прибыли в столицу во вторник утром, сообщила пресс-служба."
_CHINESE_CAME = "外交部星期四公布了从一月一日起其公民入境无需签证的国家。"


@pytest.mark.parametrize(
    ("above", "listed", "below"),
    [
        (_FREE, _ENGLISH, "The list will grow next year, the minister said on Tuesday in the capital."),
        (NEUTRAL, _ENGLISH, "The next games are in two years."),
        (_CAME, _RUSSIAN, "Заседание продлится два дня, сказали организаторы журналистам."),
        (_CHINESE_CAME, _CHINESE, "部长说，明年名单将会更长。"),
    ],
)
@pytest.mark.parametrize("parting", ["\n", "\n- ", ", "])
def test_a_list_within_the_article_is_said(above: str, listed: str, below: str, parting: str) -> None:
    rows = listed.replace(" ", parting)

    assert standing(f"{above}\n\n{rows}\n\n{below}") == ["body"]
    assert standing(f"{NEUTRAL}\n{above}\n{rows}\n{below}\n{MORE}\n{MORE}") == ["body"]


def test_a_chinese_list_of_one_line_within_the_article_is_said() -> None:
    assert standing(f"{_CHINESE_CAME}\n{_CHINESE}\n部长说，明年名单将会更长。") == ["body"]


@pytest.mark.parametrize(
    ("above", "listed"),
    [(_FREE, _ENGLISH), (_CAME, _RUSSIAN), (_CHINESE_CAME, _CHINESE), (f"{NEUTRAL}\nMedals", _ENGLISH)],
)
def test_a_list_between_commas_that_is_introduced_is_said(above: str, listed: str) -> None:
    assert standing(f"{above}\n{listed.replace(' ', ', ')}") == ["body"]


def test_many_names_between_commas_below_the_article_are_tags() -> None:
    assert standing(f"{MORE}\n{_ENGLISH.replace(' ', ', ')}") == [TAGS]
    assert standing(f"Зимой поезда ходили реже.\n{_RUSSIAN.replace(' ', ', ')}") == [TAGS]


@pytest.mark.parametrize(
    "below",
    [
        "",
        "© 2022 The Times. All rights reserved.",
        "Все права защищены.",
        "Перепечатка только с разрешения агентства.",
        "Подписывайтесь на наш Telegram-канал.",
    ],
)
def test_a_country_picker_below_the_article_is_not_said_though_the_outlet_speaks_behind_it(below: str) -> None:
    assert standing("\n".join((NEUTRAL, *_ENGLISH.split(), below))) == [MENU]


def test_a_menu_that_names_sections_is_not_said_within_the_article_either() -> None:
    assert standing("\n".join((NEUTRAL, "Home", "News", *_ENGLISH.split(), MORE))) == [MENU]


def test_a_paragraph_below_a_label_is_said_though_no_sentence_ends_it() -> None:
    long = (
        "Kazakhstan shipped a million tonnes of wheat in October, a fifth more than in the same month of last year " * 2
    )

    assert standing(f"{NEUTRAL}\nRead also\n{long}") == ["body", "body"]


def test_an_article_that_is_named_in_furniture_alone_does_not_match() -> None:
    text = f"{NEUTRAL}\nRead also: Kazakhstan closes its border\nTags: CSTO\n© 2022 Kazakhstan Times"

    tagged = NAMING.tag("Trains", text)

    assert tagged.topics == ()
    assert [text[r.start : r.end] for r in tagged.rejected] == ["Kazakhstan", "CSTO", "Kazakhstan"]


def test_the_headline_is_said_whatever_it_looks_like() -> None:
    assert NAMING.tag("Tags: Kazakhstan", NEUTRAL).topics == ("land",)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kazakhstan and more. " * 20_000, 20_000),
        ("Kazakhstan\n" * 30_000, 30_000),
        (("\n" * 30 + "Kazakhstan") * 12_000, 12_000),
        ("Read also\nKazakhstan closes\n" * 15_000, 15_000),
        ("Kazakhstan | " * 30_000, 30_000),
        ("#Kazakhstan " * 30_000, 30_000),
        ("(Kazakhstan “" * 30_000, 30_000),
        (("#" * 380 + "Kazakhstan\n") * 2_600, 2_600),
        (("Aa " * 128 + "Kazakhstan\n") * 2_600, 2_600),
        (f"{NEUTRAL}\n" + "Kazakhstan\n" * 30_000 + NEUTRAL, 30_000),
        (("Kazakhstan\n" * 20 + f"{NEUTRAL}\n") * 1_000, 20_000),
    ],
)
def test_much_furniture_is_read_in_time_that_grows_with_its_length(text: str, count: int) -> None:
    assert len(standing(text)) == count


PARAGRAPH = "The council met on Monday, and it approved the plan of the city for the next year."


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Address: 8 Mangilik El Avenue, Astana 010000, Kazakhstan", "in a postal address"),
        ("Адрес редакции: Казахстан, г. Алматы, улица Абая, 5", "in a postal address"),
        ("10 Kunayev Street, Astana, Kazakhstan. Tel. +7 7172 123456", "in a postal address"),
        ("8 Mangilik El Avenue, Astana 010000, Kazakhstan", "in a postal address"),
        ("Photo: Press service of the Government of Kazakhstan", "in an agency's footer"),
        ("Фото: пресс-служба правительства Казахстана", "in an agency's footer"),
        ("Next article: Kazakhstan bans wheat imports", "in a list of other articles"),
        ("Ранее по теме: Казахстан запретил ввоз пшеницы", "in a list of other articles"),
        ("下一篇：哈萨克斯坦禁止进口小麦", "in a list of other articles"),
    ],
)
def test_addresses_credits_and_other_articles_below_a_text_are_not_said(line: str, why: str) -> None:
    tagged = SHIPPED.tag("", f"{PARAGRAPH}\n{line}")

    assert (tagged.topics, {each.why for each in tagged.rejected}) == ((), {why})


@pytest.mark.parametrize(
    "line",
    [
        "The letter was sent from 8 Mangilik El Avenue, Astana 010000, Kazakhstan, and it came back on Friday.",
        "The telephone rang in Astana, Kazakhstan, before the vote, 12 minutes past nine.",
        "Address to the nation: Kazakhstan will build three power stations, the president said on Friday.",
    ],
)
def test_a_sentence_with_an_address_in_it_is_said(line: str) -> None:
    assert SHIPPED.tag("", f"{PARAGRAPH}\n{line}").topics == ("kazakhstan",)


def test_what_is_not_said_speaks_neither_for_an_acronym_nor_against_it() -> None:
    box = "Read also: Leaders of Kyrgyzstan and Uzbekistan meet at summit"
    other = "Читайте также: Детская больница получила томограф"

    assert SHIPPED.tag("", f"The SCO said on Friday that sales grew.\n{box}").topics == ()
    assert SHIPPED.tag("", f"Совет ОДКБ обсудил обстановку на границе.\n{other}", "ru").topics == ("csto",)
