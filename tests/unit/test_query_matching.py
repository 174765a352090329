"""Does a query mean the articles that it says?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.records.articles import Article
from monitor.core.records.tags import Part
from monitor.core.records.verdicts import Verdict, VerdictKind
from tests.fakes import NOON
from tests.unit.query_samples import ARTICLE, mention, read


def _means(query: str, article: Article = ARTICLE, now: datetime = NOON) -> bool:
    return read(query).matches(article, now)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "topic:csto",
        "topic:sco,CSTO",
        "topic:csto topic:kazakhstan",
        "named:sco",
        "named:kazakhstan",
        "headline:csto",
        "beside:putin,tokayev",
        "lang:RU,kk",
        'feed:"TASS, Russia"',
        "outlet:TASS.ru",
        "country:ru",
        "country:KZ,Ru",
        "is:new",
        "is:copy,new",
        "has:image",
        "has:version,author",
        "has:date",
        "story:12",
        "story:11,12",
        "author:ivanova",
        'author:"anna ivanova"',
        "author:ivan*",
        "url:/politics/",
        "url:lang=RU",
        "url:x,13363763",
        "title:миротворцев",
        "title:казах*",
        'title:"миротворцев в"',
        "миротворцев visit",
        '"state visit"',
        '"STATE  VISIT"',
        "Астана",
        "5.5",
        "上海",
        "合作组织",
        "上海合*",
        "-topic:sco",
        "-lang:en,kk",
        '-"visit state"',
        "lang:en OR lang:ru",
        "lang:en OR topic:csto story:12",
        "(lang:en OR lang:ru) -(is:dup OR story:13)",
        "-(-topic:csto)",
    ],
)
def test_it_means_the_article(query: str) -> None:
    assert _means(query)


@pytest.mark.parametrize(
    "query",
    [
        "topic:sco",
        "topic:csto topic:sco",
        "headline:kazakhstan",
        "headline:sco",
        "named:turkey",
        "beside:putin",
        "lang:en",
        "feed:tass",
        "outlet:ass.ru",
        "country:kz",
        "country:by,kz",
        "-country:ru",
        "is:dup",
        "is:version",
        "has:version",
        "story:13",
        "author:iva",
        "author:nova",
        "url:/economy/",
        "title:visit",
        "title:направи",
        "миротворц",
        "тана",
        '"state visi"',
        "sit*",
        "5.6",
        "合海",
        "-topic:csto",
        "-(lang:ru OR lang:en)",
        "topic:csto -lang:ru",
        "lang:en OR topic:csto story:13",
        "(lang:en OR topic:csto) story:13",
        # from the end of one paragraph to the beginning of the next, and from the headline to the text
        '"ended Астана"',
        '"Казахстан the state"',
    ],
)
def test_it_does_not_mean_the_article(query: str) -> None:
    assert not _means(query)


@pytest.mark.parametrize(
    ("word", "text", "is_said"),
    [
        ("kazakhstan", "Kazakhstan's president", True),
        ("kazakhstan", "KAZAKHSTANI", False),
        ("kazakhstan*", "KAZAKHSTANI", True),
        ("Султан", "Нур-Султан", True),
        ('"нур-султан"', "Нур\u2011Султан", True),  # the hyphen that keeps a word in one line
        ("казахстан", "Каза\u0301хстан", True),  # a stress mark
        ("казахстан", "Кaзахстан", True),  # a Latin a
        ("казах\u00adстан", "Казахстан", True),  # a soft hyphen
        ("SCO", "上合SCO峰会", True),
        ("SCO", "SCOs", False),
        ("上合", "在上合组织", True),
        ("ОДКБ,", "ОДКБ и ШОС", True),
        ("ОДКБ", "ОДКБ2", False),
        ("12", "2012 and 120", False),
        ("2026", "2026年", True),
        ("C++", "in C++ and", True),
        ('"$5"', "for $5 only", True),
        ('"$5"', "for $50 only", False),
        ('"kazakh*"', "kazakhstan", False),  # in quotes a star means itself
        ('"a-b"', "aa-b a-bb a-b", True),
        ("ана", "бананана ананас ана", True),
        ("ана", "бананана ананас", False),
    ],
)
def test_whole_words_are_meant_where_blanks_part_them(word: str, text: str, is_said: bool) -> None:  # noqa: FBT001 - a case's column
    in_text, in_title = replace(ARTICLE, title="", text=text), replace(ARTICLE, title=text, text="")

    assert _means(word, in_text) is is_said
    assert _means(word, in_title) is is_said
    assert not _means(f"title:{word.rstrip(',')}", in_text)
    assert _means(f"title:{word.rstrip(',')}", in_title) is is_said


@pytest.mark.parametrize(
    ("query", "kind", "versions", "is_meant"),
    [
        ("is:new", VerdictKind.NEW, 1, True),
        ("is:new", VerdictKind.NEW, 2, True),
        ("is:dup", VerdictKind.EXACT, 1, True),
        ("is:dup", VerdictKind.COPY, 1, True),
        ("is:dup", VerdictKind.PARTIAL, 1, False),
        ("is:version", VerdictKind.NEW, 1, False),
        ("is:version", VerdictKind.NEW, 2, True),
        ("is:version", VerdictKind.VERSION, 1, True),
        ("is:new", VerdictKind.VERSION, 2, False),
    ],
)
def test_is_asks_for_verdicts_as_the_archive_does(
    query: str,
    kind: VerdictKind,
    versions: int,
    is_meant: bool,  # noqa: FBT001 - a case's column
) -> None:
    article = replace(ARTICLE, verdict=Verdict(kind, "why"), versions=versions)

    assert _means(query, article) is is_meant


def test_headline_wants_a_mention_that_counts() -> None:
    weak = replace(ARTICLE, mentions=(mention("csto", Part.HEADLINE, is_weak=True),))
    counted = replace(ARTICLE, mentions=(mention("csto", Part.HEADLINE),))

    assert not _means("headline:csto", weak)
    assert _means("headline:csto", counted)


PUBLISHED = datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "is_meant"),
    [
        ("2026", True),
        ("2025", False),
        ("2026-01", True),
        ("2026-02", False),
        ("2026-01-31", True),
        ("2026-01-30", False),
        ("2026-01-31T23:59Z", True),
        ("2026-01-31T23:59:58Z", False),
        ("2026-01-31T23:59:59Z", True),
        ("2026-02-01T04:59+05:00", True),
        ("2026-01/", True),
        ("2026-02/", False),
        ("/2026-01", True),
        ("/2026-01-30", False),
        ("2026-01-15/2026-01-31", True),
        ("2026-01-15/2026-01-30", False),
        ("2025-12/2026-01", True),
        ("2026-02/2026-01", False),
        ("2024,2026", True),
        ("9999", False),
        ("/9999", True),
    ],
)
def test_a_range_holds_all_of_its_end(date: str, is_meant: bool) -> None:  # noqa: FBT001 - a case's column
    assert _means(f"date:{date}", replace(ARTICLE, published_at=PUBLISHED)) is is_meant
    assert _means(f"seen:{date}", replace(ARTICLE, first_seen_at=PUBLISHED)) is is_meant


def test_what_has_no_date_lies_in_no_time() -> None:
    undated = replace(ARTICLE, published_at=None)

    assert not _means("date:0001/", undated)
    assert not _means("date:P999W", undated)
    assert not _means("has:date", undated)
    assert _means("-date:2026", undated)


def test_a_period_is_counted_back_from_when_it_is_asked() -> None:
    query = read("seen:P3D")
    article = replace(ARTICLE, first_seen_at=NOON)

    assert query.matches(article, NOON + timedelta(days=3))
    assert not query.matches(article, NOON + timedelta(days=3, seconds=1))


@pytest.mark.parametrize(("period", "hours"), [("PT12H", 12), ("P1D", 24), ("p3w", 504), ("P1DT1H30M", 25.5)])
def test_periods_are_weeks_days_hours_and_minutes(period: str, hours: float) -> None:
    published = NOON - timedelta(hours=hours)

    assert _means(f"date:{period}", replace(ARTICLE, published_at=published))
    assert not _means(f"date:{period}", replace(ARTICLE, published_at=published - timedelta(seconds=1)))


def test_an_address_is_the_same_escaped_and_spelt_out() -> None:
    article = replace(ARTICLE, url="https://ru.example/%D0%9E%D0%94%D0%9A%D0%91/1")

    assert _means("url:/одкб/", article)
    assert _means("url:%D0%9E%D0%94%D0%9A%D0%91", article)
