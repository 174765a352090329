"""Does an article that carries an agency's text say whose it is, and does one that only cites an agency not?"""

import time
from dataclasses import replace

import pytest

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.pages import Claim, Dropped, Field, Witness
from monitor.dedupe.agencies.known import AGENCIES, agency_of, is_own, name_of
from monitor.dedupe.credits import credits as credited

ENGLISH = "Ministers agreed on Monday to hold an exercise in the south of the country in spring, officials said."
RUSSIAN = "Министры договорились провести весной учения на юге страны"
REST = "Officials said that it went on until the evening.\nIt was the third of its kind.\nThe next one is in spring."


def article(text: str, *, language: str = "en", author: str = "") -> Extracted:
    return Extracted("A title", text, language, "https://x.example/a", "x.example", Basis.FULL, author=author)


def agencies(text: str, *, language: str = "en", author: str = "") -> list[tuple[str, str]]:
    return [(each.agency, each.form) for each in credited(article(text, language=language, author=author))]


@pytest.mark.parametrize(
    ("begins", "agency"),
    [
        ("ASTANA, January 5. /TASS/. Ministers", "tass"),
        ("АСТАНА, 5 января. /ТАСС/. Министры", "tass"),
        ("АСТАНА, 5 января /Корр. ТАСС Иван Петров/. Министры", "tass"),
        ("MOSCOW, Jan. 8 (TASS) —", "tass"),
        ("TASS, January 5. Ministers", "tass"),
        ("МОСКВА, 5 янв - РИА Новости. Министры", "ria"),
        ("МОСКВА, 5 янв — РИА Новости, Иван Петров. Министры", "ria"),
        ("Нур-Султан. 5 января. ИНТЕРФАКС - Министры", "interfax"),
        ("Алматы. 5 января. Интерфакс-Казахстан – Министры", "interfax"),
        ("Москва. 5 января. INTERFAX.RU - Министры", "interfax"),
        ("АСТАНА, 5 янв - Sputnik. Министры", "sputnik"),
        ("5 января, Минск /Корр. БЕЛТА/. Министры", "belta"),
        ("АСТАНА. КАЗИНФОРМ – Министры", "kazinform"),
        ("ASTANA. KAZINFORM", "kazinform"),
        ("НҰР-СҰЛТАН. ҚазАқпарат – Министрлер", "kazinform"),
        ("Алматы. 5 января. КазТАГ - Министры", "kaztag"),
        ("Бишкек, 05.01.22 /Кабар/. Министры", "kabar"),
        ("БИШКЕК (АКИpress) - Министры", "akipress"),
        ("Ташкент, 5 января (UzA). Министры", "uza"),
        ("Baku, January 5, AZERTAC", "azertac"),
        ("YEREVAN, JANUARY 5, ARMENPRESS. Ministers", "armenpress"),
        ("КИЇВ. 5 січня. УНН. Міністри", "unn"),
        ("北京1月5日电 (新华社) 部长们", "xinhua"),
        ("新华社阿拉木图1月5日电（记者张三）部长们", "xinhua"),
        ("中新社北京1月5日电 部长们", "cns"),
        ("中新网1月5日电 部长们", "cns"),
        ("（法新社阿拉木图5日电）部长们", "afp"),
        ("（中央社莫斯科5日綜合外電報導）部長們", "cna"),
        ("NUR-SULTAN, Jan. 5 (Xinhua) -- Ministers", "xinhua"),
        ("(서울=연합뉴스) 홍길동 기자 = 장관들", "yonhap"),
        ("ALMATY (Reuters) - Ministers", "reuters"),
        ("ALMATY, Kazakhstan, Jan 5 (Reuters) - Ministers", "reuters"),
        ("(AP) — Ministers", "ap"),
        ("COLUMBIA, S.C. (AP) — Ministers", "ap"),
        ("AFP - Ministers", "afp"),
        ("Madrid, 5 ene (EFE).- Los ministros", "efe"),
        ("(ANSA) - ROMA, 05 GEN - I ministri", "ansa"),
        ("New Delhi, Jan 5 (PTI) Ministers", "pti"),
        ("New Delhi [India], January 5 (ANI): Ministers", "ani"),
        ("Tehran, Jan 5, IRNA – Ministers", "irna"),
        ("تهران - ایرنا - وزیران", "irna"),
        ("ألماتي 5 يناير (رويترز) - قال الوزراء", "reuters"),
        ("\u200fبكين 5 يناير 2022 (شينخوا)\u200f -- قال الوزراء", "xinhua"),
        ("ANKARA (AA) - Bakanlar", "anadolu"),
    ],
)
def test_a_dateline_credits_its_agency(begins: str, agency: str) -> None:
    assert agencies(f"{begins}\n{REST}") == [(agency, "dateline")]


def test_a_dateline_is_shown_as_it_stands() -> None:
    (credit,) = credited(article(f"АСТАНА, 5 января. /ТАСС/. {RUSSIAN}.\n{REST}"))

    assert credit.text == "АСТАНА, 5 января. /ТАСС/"


def test_a_german_apa_is_the_austrian_one() -> None:
    assert agencies(f"Wien (APA) - Die Minister trafen sich.\n{REST}", language="de") == [("apa-austria", "dateline")]
    assert agencies(f"BAKU (APA) - Ministers met.\n{REST}") == [("apa", "dateline")]


@pytest.mark.parametrize(
    ("last", "agency"),
    [
        ("Source: TASS", "tass"),
        ("Source: Xinhua Editor: Li", "xinhua"),
        ("Источник: Интерфакс", "interfax"),
        ("(Источник: агентство «Казинформ»)", "kazinform"),
        ("Дереккөз: ҚазАқпарат", "kazinform"),
        ("Джерело: Укрінформ", "ukrinform"),
        ("Kaynak: AA", "anadolu"),
        ("来源：新华社", "xinhua"),
        ("المصدر: رويترز", "reuters"),
        ("По материалам РИА Новости", "ria"),
        ("Источник: https://www.zakon.kz/123-a.html", "zakon.kz"),
        ("Источник: www.inform.kz", "kazinform"),
        ("ТАСС", "tass"),
        ("And that was all, he said. — Reuters", "reuters"),
        ("Das war alles. (dpa)", "dpa"),
    ],
)
def test_a_source_line_credits_its_agency(last: str, agency: str) -> None:
    assert agencies(f"{ENGLISH}\n{REST}\n{last}") == [(agency, "source")]


@pytest.mark.parametrize(
    ("lead", "agency"),
    [
        (f"{RUSSIAN}, передает корреспондент МИА «Казинформ».", "kazinform"),
        (f"{RUSSIAN}, передает Казинформ со ссылкой на пресс-службу.", "kazinform"),
        (f"{RUSSIAN}, сообщает ТАСС.", "tass"),
        (f"{RUSSIAN}, передаёт Zakon.kz.", "zakon.kz"),
        ("Міністри домовилися провести навесні навчання на півдні країни, передає Укрінформ.", "ukrinform"),
        ("Министрлер көктемде елдің оңтүстігінде жаттығу өткізуге келісті, деп хабарлайды ҚазАқпарат.", "kazinform"),
        ("Министрлер көктемде елдің оңтүстігінде жаттығу өткізуге келісті, - деп ТАСС хабарлайды.", "tass"),
        ("Vazirlar bahorda janubda oʻquv mashgʻulotlari oʻtkazishga kelishib oldi, deb xabar beradi UzA.", "uza"),
        ("Nazirlər yazda ölkənin cənubunda təlim keçirmək barədə razılığa gəliblər, APA xəbər verir.", "apa"),
        ("Ministers agreed to hold an exercise in the south in spring, Kazinform reports.", "kazinform"),
        ("Ministers agreed to hold an exercise in the south in spring, Trend reports citing the ministry.", "trend"),
        ("据新华社报道，部长们周一在阿斯塔纳会面，同意明年春天在南部举行演习。", "xinhua"),
    ],
)
def test_who_reports_in_the_lead_is_credited(lead: str, agency: str) -> None:
    assert agencies(f"{lead}\n{REST}") == [(agency, "source")]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (f"By Staff Writer | AP\n{ENGLISH}\n{REST}", ("ap", "byline")),
        (f"（新华社记者 张三）\n{ENGLISH}\n{REST}", ("xinhua", "byline")),
        (f"AFP\n{ENGLISH}\n{REST}", ("afp", "byline")),
        (f"{ENGLISH}\n{REST}\nCopyright 2022 The Associated Press. All rights reserved.", ("ap", "copyright")),
        (f"{ENGLISH}\n{REST}\n© 2022 AFP", ("afp", "copyright")),
    ],
)
def test_bylines_and_owners_are_credits(text: str, credit: tuple[str, str]) -> None:
    assert agencies(text) == [credit]


@pytest.mark.parametrize(
    "author", ["Reuters", "By Reuters", "Anna Berg; Associated Press", "ТАСС", "新华社", "AFP Staff"]
)
def test_an_agency_among_the_authors_is_credited(author: str) -> None:
    assert [form for _, form in agencies(ENGLISH, author=author)] == ["byline"]


def test_an_agency_that_one_witness_names_as_author_is_credited() -> None:
    claims = (
        Claim(Field.AUTHOR, Witness.HTML, "Anna Berg", is_chosen=True),
        Claim(Field.AUTHOR, Witness.JSON_LD, "Reuters"),
    )

    found = credited(replace(article(ENGLISH, author="Anna Berg"), claims=claims))

    assert [(each.agency, each.form, each.text) for each in found] == [("reuters", "byline", "Reuters")]


@pytest.mark.parametrize("author", ["Anna Berg", "Petra", "Sana", "Efe", "Reuters Brown", "A. P. Smith"])
def test_people_are_no_agencies(author: str) -> None:
    assert agencies(ENGLISH, author=author) == []


def test_a_line_that_was_left_out_is_read_too() -> None:
    left_out = (Dropped("Источник: ТАСС", "recurs at this outlet", 3), Dropped("Reuters", "recurs at this outlet", 3))

    found = credited(replace(article(ENGLISH), dropped=left_out))

    assert [(each.agency, each.form) for each in found] == [("tass", "source")]


@pytest.mark.parametrize(
    "text",
    [
        f"According to TASS, ministers met.\n{REST}",
        f"{ENGLISH[:-1]}, according to Reuters.\n{REST}",
        f"The Associated Press reports that ministers met.\n{REST}",
        f"По данным ТАСС, министры встретились.\n{REST}",
        f"{RUSSIAN}, сообщили ТАСС в министерстве.\n{REST}",
        f"{RUSSIAN}, сообщает пресс-служба со ссылкой на ТАСС.\n{REST}",
        f"{ENGLISH}\n{REST}\n{RUSSIAN}, сообщает ТАСС.\n{REST}",
        f"Kazakhstan closes its border — TASS\n{ENGLISH}",
        f"Kazakhstan Bans Exports - Reuters\n{ENGLISH}",
        f"Source: Reuters poll of analysts\n{ENGLISH}",
        f"Источник: ТАСС сообщил об этом\n{ENGLISH}",
        f"{ENGLISH}\n{REST}\nThe views expressed are not those of Sputnik.",
    ],
)
def test_whoever_is_cited_is_not_credited(text: str) -> None:
    assert agencies(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Photo: Meg Kinnard, AP\n{ENGLISH}",
        f"{ENGLISH}\n(AP Photo/Anna Berg, File)",
        f"{ENGLISH} (Anna Berg/The Union via AP)",
        f"{ENGLISH}\n(Xinhua/Zhang San)",
        f"{ENGLISH}\n© РИА Новости / Иван Петров",
        f"© AFP 2022 / Anna Berg\n{ENGLISH}",
        f"新华社记者张三摄\n{ENGLISH}",
        f"{ENGLISH}\n新华社发（李四摄）",
        f"A man walks in Almaty (Reuters)\n{ENGLISH}",
    ],
)
def test_who_took_the_picture_is_not_credited(text: str) -> None:
    assert agencies(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The APPLE fell in EFFECT, and the MAP was APt.",
        "Sputnik - the first satellite - was launched in 1957.",
        "Trend - what everybody wears - is a word.",
        "Efe Yilmaz said so.",
        "Reuters and AFP staff - among them three women - went on strike.",
        "",
        "ТАСС" * 3,
        "🚀" * 40,
        "12345 " * 40,
    ],
)
def test_letters_that_happen_to_be_a_name_are_none(text: str) -> None:
    assert agencies(text) == []


def test_each_agency_is_credited_once_a_form() -> None:
    text = f"АСТАНА, 5 января. /ТАСС/. {RUSSIAN}, сообщает ТАСС.\n{REST}\nИсточник: ТАСС\nИсточник: Интерфакс"

    assert agencies(text) == [("tass", "dateline"), ("tass", "source"), ("interfax", "source")]


@pytest.mark.parametrize(
    "word", ["слово ", "TASS, ", "(TASS) ", "a.b.kz ", "新华社", "передает корреспондент ", "\n", "« "]
)
def test_the_time_does_not_grow_with_the_text(word: str) -> None:
    started = time.process_time()

    credited(article(word * 1_000_000))

    assert time.process_time() - started < 0.25


def test_an_article_of_4_kb_takes_less_than_a_millisecond() -> None:
    given = article("\n".join([f"ALMATY (Reuters) - {ENGLISH}", *[ENGLISH] * 38, "Source: Reuters"]))
    credited(given)
    started = time.process_time()

    for _ in range(100):
        credited(given)

    assert (time.process_time() - started) / 100 < 0.001


def test_ids_names_and_sites_are_nobody_elses() -> None:
    ids = [agency.id for agency in AGENCIES]
    names = [name for agency in AGENCIES for name in agency.names]
    sites = [site for agency in AGENCIES for site in agency.sites]

    assert all(len(each) == len(set(each)) for each in (ids, names, sites))


def test_an_outlet_is_known_for_an_agencys_own() -> None:
    assert agency_of("inform.kz") == "kazinform"
    assert agency_of("zakon.kz") == ""
    assert is_own("tass", "tass.com")
    assert not is_own("tass", "ria.ru")
    assert is_own("zakon.kz", "zakon.kz")
    assert (name_of("ria"), name_of("zakon.kz")) == ("RIA Novosti", "zakon.kz")
