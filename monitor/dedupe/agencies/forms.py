"""What does it look like when an article credits an agency for its text?

Pure. In: a place in a line where an agency is named. Out: what stands there, "" where it is no credit of that form.
credits.py asks for each place in turn.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from monitor.dedupe.agencies.known import ALSO_WORDS

#: So many lines from an end of the text that nobody knows how many.
FAR = 1_000_000
#: So many lines make the head, and the tail.
NEAR = 3
_SHOWN = 120  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article, and where it stands: so many lines from the start, and from the end.

    Args:
        is_lead: it is the first paragraph that is more than a headline or a place.
        is_dropped: it was left out of the text.
    """

    text: str
    from_start: int = FAR
    from_end: int = FAR
    is_lead: bool = False
    is_dropped: bool = False

    @property
    def is_head(self) -> bool:
        """Whether it is one of the first lines."""
        return self.from_start < NEAR

    @property
    def is_tail(self) -> bool:
        """Whether it is one of the last lines."""
        return self.from_end < NEAR

    @property
    def is_last(self) -> bool:
        """Whether the text ends with it."""
        return self.from_end == 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line names an agency.

    Args:
        agency: its id.
        is_site: it is named by the domain of an outlet.
    """

    line: Line
    start: int
    end: int
    agency: str
    is_site: bool = False

    @property
    def before(self) -> str:
        """What stands before the name."""
        return self.line.text[: self.start]

    @property
    def after(self) -> str:
        """What stands behind the name."""
        return self.line.text[self.end :]

    @property
    def is_word(self) -> bool:
        """Whether the name is a word as well, or another thing's name."""
        written = self.line.text[self.start : self.end]
        return written in ALSO_WORDS or written.capitalize() in ALSO_WORDS


# --- Datelines ------------------------------------------------------------------------------------------------

_FARTHEST = 110  # characters before an agency in a dateline
_CORR = r"(?:(?:[Кк]орр(?:еспондент)?|[Cc]orr)\.?\s+)?"
_OPENED = re.compile(
    rf"^(?P<place>[^(（\[【/]*(?:[(\[][^()\[\]]{{2,30}}[)\]],?[^(（\[【/]*)?)(?P<open>[(（\[【/])\s*{_CORR}(?:[\w.]{{2,10}}\s?[/,&]\s?)?[«\"]?$"
)
_CLOSED = re.compile(
    r"[»\"]?(?:\s?[/,&]\s?[\w.]{2,10}|\s+[^\s/()]+\s+[^\s/()]+(?=/))?\s*[)）\]】/](?P<rest>.*)", re.DOTALL
)
_DASH = re.compile(r"\s*[.:]?\s*[-–—―]")
_STOP = re.compile(r"\s*(?:[.:=]|[-–—―]|$)")
_PLACE_BEFORE = re.compile(r"^(?P<place>.{2,80}?)\s*[.,،–—-]+\s*(?:(?:М?ИА|НИА|ХАА|АМИ|КНИА)\s+)?[«\"“]?$")
_BEHIND_NAME = re.compile(r"[»\"”]?(?:\s*[-–—―](?!\w)|[.:](?=\s|$)|\.?$|,\s+[^\s,.]+\s+[^\s,.]+[.,](?:\s|$))")
_FIRST = re.compile(r"^(?:(?:М?ИА|НИА|ХАА|АМИ|ИАА)\s+)?[«\"“]?$")
_DAY = r"(?:\d{1,2}\.?\s+[^\W\d]{3,12}\.?|[^\W\d]{3,12}\.?\s+\d{1,2})(?:,?\s+\d{4})?(?:\s+[гж]\.?)?"
_BEHIND_FIRST = re.compile(rf"[»\"”]?(?:[,.]?\s+{_DAY})?\s*(?:\.\s*)?[-–—―]{{1,2}}\s|[»\"”]?[,.]\s+{_DAY}\s*\.(?:\s|$)")
_BEFORE_CHINESE = re.compile(r"^[（(【\[]?据?$")
_BEHIND_CHINESE = re.compile(
    r"(?:记者[^\s，。]{1,8}\s?)?[^\s，。,；;：:（(]{0,18}?(?:[\d一二三四五六七八九十]{1,3}月)?[\d一二三四五六七八九十]{1,3}日[^，。\s：:]{0,8}?[电電讯訊]"
)
_KOREAN = re.compile(r"^[(\[【][^\s()=]{1,12}=?\s?$")
_SMALL = frozenset(
    ("de", "del", "la", "el", "le", "les", "al", "di", "da", "do", "of", "the", "и", "і", "та", "ve", "va")
)
_ANNOUNCES = re.compile(r"(?:by|von|par|por|photo|source|автор|фото|источник|текст)\b", re.IGNORECASE)


def dateline(spot: Spot) -> str:
    """Find a place, a day and an agency at the beginning of a line of the head.

    In brackets or between slashes, parted by full stops or dashes, before all else, or as Chinese has it.
    """
    if not spot.line.is_head or spot.start > _FARTHEST or spot.is_site or _ANNOUNCES.match(spot.before):
        return ""
    ends = _end_of_bracketed(spot) or _end_of_parted(spot) or _end_of_chinese(spot)
    return spot.line.text[:ends].strip()[:_SHOWN]


def _end_of_bracketed(spot: Spot) -> int:
    opened, closed = _OPENED.match(spot.before), _CLOSED.match(spot.after)
    if _KOREAN.match(spot.before) and spot.after.startswith((")", "】", "]")):
        return spot.end + 1
    if not opened or not closed:
        return 0
    place, rest = opened["place"].strip(), closed["rest"]
    has_dash = _DASH.match(rest) is not None
    if not place:
        is_sure = has_dash or opened["open"] in "/【"
    else:
        is_sure = _is_place(place) and (
            has_dash
            or opened["open"] in "/【"
            or _is_dated(place)
            or (_is_loud(place) and _STOP.match(rest) is not None)
        )
    return spot.end + closed.start("rest") if is_sure else 0


def _end_of_parted(spot: Spot) -> int:
    if spot.is_word and not _is_dated(spot.before):
        return 0
    behind = _BEHIND_NAME.match(spot.after)
    before = _PLACE_BEFORE.match(spot.before)
    if before and behind and _is_place(before["place"]):
        is_dashed = _DASH.match(spot.after.lstrip('»"”')) is not None
        is_loud = _is_loud(before["place"]) if spot.after[:1] not in ("", ",") else spot.before.isupper()
        if is_dashed or is_loud or _is_dated(before["place"]):
            return spot.end + (behind.end() if not spot.after.startswith(",") else 0)
    first = _BEHIND_FIRST.match(spot.after)
    return spot.end + first.end() if first and _FIRST.match(spot.before) and not spot.is_word else 0


def _end_of_chinese(spot: Spot) -> int:
    behind = _BEHIND_CHINESE.match(spot.after)
    return spot.end + behind.end() if behind and _BEFORE_CHINESE.match(spot.before) else 0


def _is_place(text: str) -> bool:
    """Whether it can be places and a day: names, numbers, and words beside numbers."""
    words = [word.strip(".,()[]-–—|’'،") for word in text.replace("/", " ").split()]
    words = [word for word in words if word]
    if not 0 < len(words) <= 12 or any(sign in text for sign in '!?;“”"«»'):
        return False
    for n, word in enumerate(words):
        is_beside_number = any(near[:1].isdecimal() for near in words[max(0, n - 2) : n + 2])
        if word[0].islower() and word not in _SMALL and not is_beside_number:
            return False
    return True


def _is_dated(text: str) -> bool:
    return any(character.isdecimal() for character in text)


def _is_loud(text: str) -> bool:
    word = re.split(r"[\s.,]", text, maxsplit=1)[0]
    return len(word) > 2 and (word.isupper() or word.lower() == word.upper())


# --- Bylines --------------------------------------------------------------------------------------------------

_BY = re.compile(
    r"^(?:(?:By|BY|Von|Par|Por)\s|(?:Автор|Авторы|Text|Texte|Texto|Текст)\s*:|文\s?[/／:：|]|(?:作者|撰文)\s?[:：/])[^.!?。]{0,80}$"
)
_BY_AGENCY = re.compile(r"\s*(?:News Agency)?\s*(?:[Ss]taff|[Ww]riters?|[Cc]orrespondent|[Rr]eporter)?s?\s*$")
_REPORTER = re.compile(r"(?:驻[^\s，。]{1,8})?记者[\s：:]?[^摄攝图，。]{1,16}(?:[）)]|$)")
_LONGEST_BYLINE = 120


def byline(spot: Spot) -> str:
    """Find an agency among the authors in a line of its own, or alone in the first line."""
    line = spot.line
    if not (line.is_head or line.is_tail) or spot.is_site or _is_of_picture(spot):
        return ""
    if line.from_start == 0 and not spot.is_word and _is_bare(spot):
        return line.text
    is_named = len(line.text) <= _LONGEST_BYLINE and _BY.match(spot.before) and _BY_AGENCY.match(spot.after)
    is_reporter = spot.before in ("", "（", "(") and _REPORTER.match(spot.after)
    return line.text[:_SHOWN] if is_named or is_reporter else ""


# --- Source lines ---------------------------------------------------------------------------------------------

_ORG = (
    r"(?:корреспондент\w*|корр\.|собкор\w*|(?:информационн|международн|национальн|новостн|телеграфн|государственн)\w*"
    r"|информагентств\w*|агентств\w*|портал\w*|сайт\w*|издани\w*|агенці\w*|агентство|кореспондент\w*|М?ИА|НИА|КНИА|АМИ|ИАА|ХАА"
    r"|the|agency|news)"
)
_LABEL = re.compile(
    r"(?:^|[\s(（\[【|.,;»。，])(?:(?:news\s|original\s)?source|источник(?:\s+(?:новости|информации|текста|материала))?"
    r"|первоисточник|дереккөз(?:і|дер)?|ақпарат\sкөзі|джерело|крыніца|kaynak|quelle|fuente|fonte|bron|źródło|zdroj"
    r"|(?:消息|文章|稿件|信息|新闻|内容)?(?:来源|來源)|稿源|转自|轉自|转载自|المصدر|مصدر|منبع|булак|булагы|manba|manbasi|манба|mənbə|출처|出典"
    rf"|сарчашма|по\sматериалам)\s*(?:[:：]|(?<=материалам)\s)\s*(?:{_ORG}\s+)*[«\"“]?$",
    re.IGNORECASE,
)
_BEHIND_LABEL = re.compile(r"[»\"”]?(?:$|[^\w\s]|\s+(?![a-zа-яёәіңғүұқөһїєґў]))")
_BRACKET = re.compile(r"[(（](?:[\w.]{2,10}\s?[/,]\s?)*$")
_BEHIND_BRACKET = re.compile(r"(?:\s?[/,]\s?(?:[A-Z]{2,5}|[a-z]{3}|Reuters|[А-Я]{3,5}))*[)）]\s*[.。]?$")
_ENDS = re.compile(r"[.!?…。»\"”]\s*[-–—―]{1,2}\s*$")
_OF_PICTURE = re.compile(
    r"photo|foto|фото|сурет|zdjęcie|image|picture|getty|\bvia\b|\bfile\b|caption|video|видео|courtesy|handout|снимок"
    r"|图|圖|摄|攝|视频|صورة|تصوير|عکس|写真|사진",
    re.IGNORECASE,
)
_AROUND_PICTURE = 40


def source(spot: Spot) -> str:
    """Find a source line, an agency that closes the text, or one that reports in the lead or the last paragraph."""
    line = spot.line
    if _is_of_picture(spot):
        return ""
    label = _LABEL.search(spot.before)
    if label and _BEHIND_LABEL.match(spot.after) and (line.is_head or line.is_tail or line.is_dropped):
        return line.text[label.start() : spot.end].strip(" |.,;()（）[【»。，")[-_SHOWN:]
    if line.is_last and _closes(spot):
        return line.text[max(0, spot.start - 3) :].strip()
    return _reports(spot) if line.is_lead or line.is_last else ""


def _closes(spot: Spot) -> bool:
    if spot.is_site:
        return False
    if _BRACKET.search(spot.before) and _BEHIND_BRACKET.match(spot.after):
        return True
    is_end = not spot.after.strip(" .")
    return is_end and (_ENDS.search(spot.before) is not None or (not spot.is_word and _is_bare(spot)))


# "..., reports TASS." in the order of each language: before the name, or behind it.
_REPORTS_BEFORE = re.compile(
    rf"\b(?:переда[её]т|передают|сообща(?:ет|ют)|информиру(?:ет|ют)|передає|повідомля[єю]ть?|повідомляє|інформує)\s+(?:{_ORG}\s+){{0,4}}[«\"“]?$"
    r"|\b(?:хабарлайды|хабарлап\s+отыр|жеткізеді|кабарлайт|билдирет|билдирди|хабар\s+бер(?:ди|моқда|ади))\s*,?\s+(?:ХАА\s+)?[«\"“]?$"
    r"|\bxabar\s+(?:bermoqda|beradi|berdi|qilmoqda|qiladi)\s*,?\s+[«\"“]?$",
    re.IGNORECASE,
)
_BEHIND_REPORTS = re.compile(
    r"[»\"”]?(?:\s+(?:тілшісі|агенттігі|порталы|ХАА|агенттиги))*(?:\s*(?:[.,;)…]|$)|\s+(?:со\sссылкой|з\sпосиланням|из\s|с\sместа|із\s))"
)
_REPORTS_BEHIND = re.compile(
    r"[»\"”]?(?:\s+(?:агенттігі(?:нің)?|порталы|тілшісі|ХАА|агенттиги(?:нин)?|кабарчысы|мухбири|agentligi|muxbiri))*"
    r"\s+(?:(?:деп\s+)?(?:хабарлайды|хабарлап\s+отыр|кабарлайт|билдирет|хабар\s+бер(?:ди|моқда|ади))"
    r"|xabar\s+(?:bermoqda|beradi|berdi|qilmoqda|qiladi)|xəbər\s+verir)\b"
)
_COMMA = re.compile(r"[,;”\"»]\s*(?:the\s+)?$")
_REPORTS_ENGLISH = re.compile(
    r"(?:\s+(?:[Ii]nternational\s+)?(?:[Nn]ews\s+)?[Aa]gency)?(?:\s+correspondent)?\s+"
    r"(?:(?:reports|informs)(?:\s*[.,;]|\s*$|\s+(?:citing|referring|with\s+reference|with\s+a\s+reference|via|from|in\s+reference)\b)"
    r"|(?:cites|quotes)\s+the\b|has\s+learn(?:ed|t)\b)"
)
_LEARNED = re.compile(r"(?:\s+[Nn]ews\s+[Aa]gency)?\s+(?:has\s+learn(?:ed|t)\s+from|(?:cites|quotes)\s+the)\b")
_AFTER_CHINESE_SAYS = re.compile(r"(?:[\d]{1,2}月)?(?:\d{1,2}日)?(?:报道|報道|報導|消息|电|電)")


def _reports(spot: Spot) -> str:
    """Find an agency that reports; "they told TASS" and "with reference to TASS" only tell whose a statement is."""
    line, start = spot.line, 0
    before = _REPORTS_BEFORE.search(spot.before)
    if before and _BEHIND_REPORTS.match(spot.after):
        return line.text[before.start() : spot.end].strip()[-_SHOWN:]
    behind = _REPORTS_BEHIND.match(spot.after)
    if not behind and _COMMA.search(spot.before):
        behind = _REPORTS_ENGLISH.match(spot.after)
    if not behind and not spot.before and line.from_start <= 1:
        behind = _LEARNED.match(spot.after)
    if not behind and line.is_lead and spot.before in ("据", "據", "（据"):
        behind, start = _AFTER_CHINESE_SAYS.match(spot.after), len(spot.before)
    return line.text[spot.start - start : spot.end + behind.end()].strip(" .,;")[:_SHOWN] if behind else ""


# --- Copyright ------------------------------------------------------------------------------------------------

_SIGN = r"(?:©|\([cC]\)|Copyright|COPYRIGHT)"
_OWNED = re.compile(
    rf"{_SIGN}\s*(?:©|\([cC]\))?\s*(?:\d{{4}}(?:\s*[-–—,]\s*\d{{2,4}})*)?[\s,]*(?:by\s+)?(?:[Tt]he\s+|М?ИА\s+|АО\s+)*[«\"]?$"
)
_BEHIND_OWNED = re.compile(
    r"[»\"]?\s*(?:,?\s*\d{4}(?:[-–]\d{2,4})?)?\s*(?:[.,;]|$|[-–—]\s|All\s|Все\s|Alle\s|Todos\s|Tous\s|Limited|Ltd|News)"
)
_RIGHTS = re.compile(r"\brights\b|права|rechte\b|derechos|droits|版权", re.IGNORECASE)


def copyright_line(spot: Spot) -> str:
    """Find an agency that owns the text, in the last lines or in one that was left out; pictures have owners too."""
    line = spot.line
    owned = _OWNED.search(spot.before)
    if not owned or not (line.is_tail or line.is_dropped) or spot.is_site or _is_of_picture(spot):
        return ""
    is_whole = not owned.start() and not line.text[spot.end :].strip(" .0123456789-–,")
    is_sure = _RIGHTS.search(spot.after) or (is_whole and (line.is_last or line.is_dropped))
    return line.text[owned.start() :][:_SHOWN] if is_sure and _BEHIND_OWNED.match(spot.after) else ""


def _is_bare(spot: Spot) -> bool:
    around = spot.before.strip(' ()[]«"“—–-/') + spot.after.strip(' ()[]»"”.—–-/')
    return not spot.is_site and around.casefold() in ("", "the", "news agency")


def _is_of_picture(spot: Spot) -> bool:
    near = spot.line.text[max(0, spot.start - _AROUND_PICTURE) : spot.end + _AROUND_PICTURE]
    return _OF_PICTURE.search(near) is not None


#: What a credit is called, and what finds one, in the order in which they are tried.
FORMS: tuple[tuple[str, Callable[[Spot], str]], ...] = (
    ("dateline", dateline),
    ("byline", byline),
    ("copyright", copyright_line),
    ("source", source),
)
