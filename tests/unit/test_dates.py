"""Dates as feeds write them."""

import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core import dates, months
from monitor.core.dates import parse_date
from monitor.core.months import from_solar_hijri, read_alike

EVENING = datetime(2022, 1, 5, 23, 14, tzinfo=UTC)
MIDNIGHT = datetime(2022, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-05T23:14:00Z",
        "2022-01-05T23:14Z",
        "2022-01-05 23:14:00.123",
        "2022-01-06T05:14:00+06:00",
        "2022-01-06T05:14:00+0600",
        "20220105T231400Z",
        "Wed, 05 Jan 2022 23:14:00 GMT",
        "Wed, 5 Jan 22 23:14 UT",
        "Thu, 06 Jan 2022 05:14:00 +0600",
        "Thu, 06 Jan 2022 02:14:00 MSK",
        "Wed, 05 Jan 2022 18:14:00 EST",
        "Wed Jan  5 23:14:00 2022",
        "January 5, 2022 11:14 PM",
        "05.01.2022 23:14",
        "23:14 05.01.2022",
        "05/01/2022 23:14:00",
        "2022/01/05 23:14",
        "5 января 2022, 23:14",
        "Ср, 05 янв 2022 23:14:00 +0000",
        "23:14, 5 января 2022 года",
        "5 қаңтар 2022 ж. 23:14",
        "2022 жылғы 5 қаңтар, 23:14",
        "1641424440",
        "1641424440000",
    ],
)
def test_a_moment_is_read(text: str) -> None:
    assert parse_date(text) == EVENING


@pytest.mark.parametrize(
    "text", ["2022-01-05", "20220105", "05.01.2022", "5 January 2022", "5 қаңтар 2022", "05/01/22"]
)
def test_a_day_is_midnight_utc(text: str) -> None:
    assert parse_date(text) == MIDNIGHT


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1 мая 2022", 5),
        ("1 мамыр 2022", 5),
        ("1 марта 2022", 3),
        ("1 наурыз 2022", 3),
        ("1 маусым 2022", 6),
        ("1 қараша 2022", 11),
        ("1 қазан 2022", 10),
        ("1 липня 2022", 7),
        ("1 Mart 2022", 3),
        ("1. März 2022", 3),
        ("1 de mayo de 2022", 5),
    ],
)
def test_a_month_is_known_by_its_name(text: str, month: int) -> None:
    assert parse_date(text) == datetime(2022, month, 1, tzinfo=UTC)


def test_the_day_comes_first_where_both_are_possible() -> None:
    assert parse_date("03/04/2022") == datetime(2022, 4, 3, tzinfo=UTC)


def test_a_month_that_cannot_be_one_is_a_day() -> None:
    assert parse_date("12/31/2021") == datetime(2021, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "today, 14:05", "2022-13-45", "31.02.2022", "0001-01-01T00:00:00Z", "9" * 500, "5 2022"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


# Each language's months as a date names them, in the genitive where it has one.
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "kk-Latn, 2018": "qańtar aqpan naýryz sáýir mamyr maýsym shilde tamyz qyrkúıek qazan qarasha jeltoqsan",
    "kk-Latn, 2021": "qañtar aqpan nauryz säuır mamyr mausym şılde tamyz qyrküiek qazan qaraşa jeltoqsan",
    "ky": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "uz-Cyrl": "январ феврал март апрел май июн июл август сентябр октябр ноябр декабр",
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "tk": "ýanwar fewral mart aprel maý iýun iýul awgust sentýabr oktýabr noýabr dekabr",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de-AT": "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "hy": "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի",
    "ka": "იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar-LB": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
}


@pytest.mark.parametrize("language", MONTHS)
def test_the_twelve_months_of_a_language_are_known(language: str) -> None:
    written = [f"7 {name} 2022".replace("_", " ") for name in MONTHS[language].split()]

    assert [parse_date(text) for text in written] == [datetime(2022, month, 7, tzinfo=UTC) for month in range(1, 13)]


@pytest.mark.parametrize("language", MONTHS)
def test_the_case_of_a_month_makes_no_difference(language: str) -> None:
    names = MONTHS[language].replace("_", " ")

    assert parse_date(f"7 {names.split()[-1].upper()} 2022") == parse_date(f"7 {names.split()[-1]} 2022")


def test_no_stem_names_two_months() -> None:
    months_of: dict[str, set[int]] = {}
    for table in (months._LATIN, months._CYRILLIC, months._ARMENIAN_AND_GEORGIAN, months._ARABIC, months._MONGOLIAN):
        for month, stems in enumerate(table, 1):
            for stem in stems.split():
                months_of.setdefault(read_alike(stem), set()).add(month)

    assert [stem for stem, numbers in months_of.items() if len(numbers) > 1] == []


@pytest.mark.parametrize(
    "text",
    [
        "среда, 5 января 2022 г., 23:14",
        "5 янв. 2022, 23:14",
        "23:14 | 5 янв 2022",
        "05.01.2022, в 23:14",
        "05.01.2022 - 23:14",
        "23:14 - 05.01.2022",
        "4-5.01.2022 23:14",
        "Середа, 5 січня 2022, 23:14",
        "2022 ж. 5 қаңтар, сәрсенбі, 23:14",
        "2022-жылдын 5-январы, 23:14",
        "5-yanvar, 2022-yil, 23:14",
        "2022-yil 5-yanvar soat 23:14",
        "5 январи соли 2022, 23:14",
        "5 Ocak 2022 Çarşamba, 23:14",
        "5 Ocak 2022, ÖS 11:14",
        "2022年1月5日 23:14",
        "2022年1月5日 23时14分",
        "2022年1月5日星期三 下午11:14",
        "2022年1月5日(水) 午後11時14分",
        "2022 年 01 月 05 日 23:14:00",
        "2022-01-05 下午 11:14",
        "2022년 1월 5일 오후 11시 14분",
        "2022. 1. 5. 오후 11:14",
        "٥ يناير ٢٠٢٢ ٢٣:١٤",
        "الأربعاء، 5 يناير 2022م - 11:14 م",
        "5 كانون الثاني/يناير 2022، الساعة 11:14 مساءً",
        "۵ ژانویه ۲۰۲۲، ساعت ۲۳:۱۴",
        "چهارشنبه ۱۵ دی ۱۴۰۰ - ۲۳:۱۴",
        "۱۴۰۰/۱۰/۱۵ - ۲۳:۱۴",
        "23:14 - ۱۴۰۰/۱۰/۱۵",
        "15 جدی 1400 11:14 ب.ظ",
        "Mittwoch, 5. Januar 2022, 23.14 Uhr",
        "mer. 5 janv. 2022 à 23h14",
        "mié, 5 de ene. de 2022 a las 11:14 p. m.",
        "mercoledì 5 gennaio 2022 ore 23.14",
        "5 de janeiro de 2022 às 23h14",
        "Quarta-feira, 5 Jan 2022 23:14",
        "5 stycznia 2022 r., godz. 23.14",
        "05 հունվարի, 2022 23:14",
        "5 იანვარი 2022, 23:14",
        "2022 оны 1-р сарын 5, 23:14",
        "2022 оны 01 дүгээр сарын 05-ны өдөр 23:14",
        "2022 оны нэгдүгээр сарын 5 23:14",
        "Wednesday, January 5th, 2022 at 11:14 p.m.",
        "11:14 PM Jan 5, 2022",
        "Jan 5 2022 11:14PM",
        "5 يناير 2022 11:14م",
        "Jan. 5, 2022 23:14 UTC",
        "2022-01-05T23:14:00.123456789Z",
        "2022-01-06 05:14 (GMT+6)",
        "6 января 2022 05:14 UTC+06:00",
        "2022-01-05T23:14:00-00:00",
    ],
)
def test_a_moment_is_read_as_its_language_writes_it(text: str) -> None:
    assert parse_date(text) == EVENING


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("martedì 4 gennaio 2022", datetime(2022, 1, 4, tzinfo=UTC)),
        ("mar. 4 janv. 2022", datetime(2022, 1, 4, tzinfo=UTC)),
        ("martes, 4 de enero de 2022", datetime(2022, 1, 4, tzinfo=UTC)),
        ("середа, 5 січня 2022", MIDNIGHT),
        ("2 Ocak 2022 Pazar", datetime(2022, 1, 2, tzinfo=UTC)),
    ],
)
def test_a_weekday_that_looks_like_a_month_is_none(text: str, day: datetime) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1400, 10, 16), "2022-01-06"),
        ((1400, 1, 1), "2021-03-21"),
        ((1399, 12, 30), "2021-03-20"),
        ((1403, 12, 30), "2025-03-20"),
        ((1404, 1, 1), "2025-03-21"),
        ((1357, 11, 22), "1979-02-11"),
        ((1348, 10, 11), "1970-01-01"),
    ],
)
def test_a_solar_hijri_date_is_a_day_of_ours(solar: tuple[int, int, int], day: str) -> None:
    assert str(from_solar_hijri(*solar)) == day


@pytest.mark.parametrize("solar", [(1402, 12, 30), (1400, 7, 31), (1400, 13, 1), (1400, 0, 1), (1299, 1, 1)])
def test_a_day_that_the_solar_hijri_calendar_lacks_is_none(solar: tuple[int, int, int]) -> None:
    assert from_solar_hijri(*solar) is None


def test_solar_hijri_days_follow_one_another_without_gap() -> None:
    days = [
        found.toordinal()
        for year in range(1300, 1501)
        for month in range(1, 13)
        for day in range(1, 32)
        if (found := from_solar_hijri(year, month, day))
    ]

    assert days == list(range(days[0], days[0] + len(days)))


def test_a_lunar_year_in_figures_is_not_taken_for_a_solar_one() -> None:
    assert parse_date("1443/06/03") is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:05 am", 0), ("12:05 pm", 12), ("上午12:05", 0), ("中午12:05", 12), ("下午14:05", 14), ("2 PM", 14)],
)
def test_noon_and_midnight_are_told_apart(text: str, hour: int) -> None:
    moment = parse_date(f"2022-01-05 {text}")

    assert moment is not None
    assert moment.hour == hour


def test_a_time_that_is_none_leaves_the_day() -> None:
    assert parse_date("05.01.2022 25:61") == MIDNIGHT


@pytest.mark.parametrize("text", ["January 2022", "5 января", "yesterday 5 pm", "5 Foo 2022", "1399-12-31", "دی ۱۴۰۰"])
def test_half_a_date_is_none(text: str) -> None:
    assert parse_date(text) is None


PATTERNS = [
    one
    for named in vars(dates).values()
    for one in (named if isinstance(named, tuple) else (named,))
    if isinstance(one, re.Pattern)
]
JUNK = [
    "1",
    " ",
    "1 ",
    "a",
    "1:",
    "11:11",
    "1.",
    "1 h ",
    "2022 он 1 ",
    "م ",
    "2022年1月",
    "1 ч. ",
    "+",
    "-1",
    "１",
    "T",
]


@pytest.mark.parametrize("junk", JUNK)
def test_no_pattern_takes_long_over_a_lot_of_junk(junk: str) -> None:
    text = (junk * 100_000)[:100_000]
    slow = []
    for pattern in PATTERNS:
        started = time.process_time()
        for _ in pattern.finditer(text):
            pass
        if time.process_time() - started > 0.1:
            slow.append(pattern.pattern)

    assert len(PATTERNS) > 15
    assert slow == []


@given(st.text(max_size=200) | st.text("0123456789٠۹年月日:.-/, +TZapm", max_size=60))
@example("9999999999999")
@example("2199-12-31T23:59:59-14:00")
@example("1970-01-01T00:00:00+14:00")
@example("2022-01-05T10:00:00+23:59:59.999999")
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = parse_date(text)

    assert moment is None or (moment.utcoffset() is not None and 1970 <= moment.year <= 2199)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_what_is_written_by_the_book_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    day = moment.strftime("%d %b %Y").lstrip("0").rjust(10, "0")

    assert parse_date(moment.isoformat()) == moment
    assert parse_date(f"{moment:%a}, {day} {moment:%H:%M:%S} +0000") == moment
