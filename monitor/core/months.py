"""Which month does a word name, and which day is a date of Iran's calendar?

Pure: tables and arithmetic. In: words as ``read_alike`` writes them; years, months and days as numbers.
Out: numbers. dates.py acts on them.
"""

import unicodedata
from datetime import date

from monitor.core.text import fold

# By the letters that tell a name from the others, in whatever case it then ends. Names are grouped by script.
_LATIN = (
    "jan yan qan oca ene gen sty",
    "feb few fev fav fey sub lut aqp",
    "mar mrz mrt nau nay",
    "apr avr abr nis kwi sau say",
    "may mai maj mag mam",
    "jun iyun juin giu haz cze maus mays",
    "jul iyul juil lug tem lip shil sil",
    "aug avg awg avq ago agu aou sie tam",
    "sep sen eyl set wrz qyr",
    "oct okt eki ott out paz qaz",
    "nov noy kas lis qara",
    "dec dek des dez dic ara gru jel zhel",
)
_CYRILLIC = (
    "янв қаң січ сту",
    "фев ақп лют",
    "мар нау бер сак",
    "апр сәу кві кра",
    "май мая мам тра",
    "июн мау чер чэр",
    "июл шіл лип ліп",
    "авг там сер жні",
    "сен қыр вер",
    "окт қаз жов кас",
    "ноя қар лис ліс",
    "дек жел гру сне",
)
_ARMENIAN_AND_GEORGIAN = (
    "հունվ հնվ იან",
    "փետ თებ",
    "մար მარ",
    "ապր აპრ",
    "մայ მაი",
    "հունի հնս ივნ",
    "հուլ հլս ივლ",
    "օգո აგვ",
    "սեպ სექ",
    "հոկ ოქტ",
    "նոյ ნოე",
    "դեկ დეკ",
)
# Arabic script is matched as a whole word: Egypt's names, the Levant's, the Maghreb's, and those of Persian.
_ARABIC = (
    "يناير جانفي كانون_الثاني ژانویه جنوری",
    "فبراير فيفري شباط فوریه فبروری",
    "مارس مارچ آذار",
    "أبريل ابريل أفريل نيسان آوریل اپریل",
    "مايو ماي أيار مه می",
    "يونيو يونيه جوان حزيران ژوئن ژوین جون",
    "يوليو يوليه جويلية تموز ژوئیه ژوییه جولای",
    "أغسطس غشت أوت آب اوت آگوست اگست",
    "سبتمبر شتنبر أيلول سپتامبر سپتمبر",
    "أكتوبر تشرين_الأول اکتبر اکتوبر",
    "نوفمبر نونبر تشرين_الثاني نوامبر نومبر",
    "ديسمبر دجنبر كانون_الأول دسامبر دسمبر",
)
_MONGOLIAN = (
    "нэгдүгээр",
    "хоёрдугаар",
    "гуравдугаар",
    "дөрөвдүгээр",
    "тавдугаар",
    "зургаадугаар",
    "долоодугаар",
    "наймдугаар",
    "есдүгээр",
    "аравдугаар",
    "арван_нэгдүгээр",
    "арван_хоёрдугаар",
)
# Iran's names, then Afghanistan's, of the months that begin with the equinox of March.
_SOLAR = (
    "فروردین حمل",
    "اردیبهشت ثور",
    "خرداد جوزا",
    "تیر سرطان",
    "مرداد امرداد اسد",
    "شهریور سنبله",
    "مهر میزان",
    "آبان عقرب",
    "آذر قوس",
    "دی جدی",
    "بهمن دلو",
    "اسفند حوت",
)
FIRST_SOLAR, LAST_SOLAR = 1300, 1500  # years: those of 1921 to 2122

_SHORTEST, _LONGEST = 3, 5  # letters of a stem


def read_alike(text: str) -> str:
    """Write a text so that ways of writing it become one: case, marks on letters, forms of digits, unseen signs."""
    if text.isascii():
        return text.lower()
    folded = fold(text).text
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare)


def _numbered(*tables: tuple[str, ...]) -> dict[str, int]:
    return {
        read_alike(name): number for table in tables for number, names in enumerate(table, 1) for name in names.split()
    }


_STEMS = _numbered(_LATIN, _CYRILLIC, _ARMENIAN_AND_GEORGIAN)
_NAMES = _numbered(_ARABIC, _MONGOLIAN)
_SOLAR_NAMES = _numbered(_SOLAR)
# Names of two words, written as one before a text is cut into words; the longest first.
_PAIRS = tuple((name.replace("_", " "), name) for name in sorted(_NAMES, key=len, reverse=True) if "_" in name)


def paired(text: str) -> str:
    """Join the months whose name is two words, such as those of the Levant, with an underscore."""
    for words, name in _PAIRS:
        text = text.replace(words, name)
    return text


def month_of(word: str) -> int:
    """Give the Gregorian month that a word names, 1 to 12; 0 for any other word.

    In alphabets a name is known by its first letters, so that "января" and "қаңтарда" are. A word is looked at by
    itself: "mar" is March, though it may be a French Tuesday; the numbers around it decide.
    """
    if named := _NAMES.get(word):
        return named
    for letters in range(_LONGEST, _SHORTEST - 1, -1):
        if number := _STEMS.get(word[:letters]):
            return number
    return 0


def solar_month_of(word: str) -> int:
    """Give the month of the Solar Hijri calendar that a word names, 1 to 12; 0 for any other word."""
    return _SOLAR_NAMES.get(word, 0)


def from_solar_hijri(year: int, month: int, day: int) -> date | None:
    """Give the day of the Gregorian calendar; None where there is no such date.

    Years are leap by the cycle of 33, which agrees with the equinox from 1178 to 1633.

    Args:
        year: 1300 to 1500.
    Source: K. M. Borkowski, "The Persian calendar for 3000 years", 1996.
    """
    if not (FIRST_SOLAR <= year <= LAST_SOLAR and 1 <= month <= 12 and 1 <= day <= _length(year, month)):
        return None
    before = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return date.fromordinal(_NEW_YEAR_1400 + 365 * (year - 1400) + _leaps(year) - _leaps(1400) + before + day - 1)


_NEW_YEAR_1400 = date(2021, 3, 21).toordinal()
_CYCLE = 33
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


def _leaps(year: int) -> int:
    """Count the leap years before a year."""
    cycles, rest = divmod(year, _CYCLE)
    return len(_LEAP) * cycles + sum(leap < rest for leap in _LEAP)


def _length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if year % _CYCLE in _LEAP else 29
