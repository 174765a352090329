"""Is the archive asked for what a query means, and is what it cannot be asked for pointed at?"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.query.filters import parse_filter as parse
from monitor.core.query.filters import terms_there_are
from monitor.core.query.parsing import BadQuery
from monitor.core.records.articles import ArticleFilter
from monitor.core.records.verdicts import VerdictKind
from tests.fakes import NOON

TOPICS = ("csto", "kazakhstan", "sco")
COMPANIONS = frozenset({"kazakhstan", "putin", "tokayev"})


def _pointed_at(text: str) -> tuple[str, str]:
    """Give what is wrong, and what stands where the caret points."""
    with pytest.raises(BadQuery) as raised:
        parse(text, now=NOON, topics=TOPICS, companions=COMPANIONS)
    what, shown, caret = str(raised.value).split("\n")
    assert shown == f"  {text}"
    assert raised.value.exit_code == 2
    assert caret.strip() == "^"
    return what, text[raised.value.column :]


def test_every_field_narrows_the_list() -> None:
    asked = parse(
        "topic:csto named:SCO beside:Tokayev "
        'lang:ru feed:"The Astana Times" outlet:TASS.ru country:kz is:copy story:12 seen:2026-01-05/',
        now=NOON,
        topics=TOPICS,
    )

    assert asked == ArticleFilter(
        topic="csto",
        named="sco",
        beside="tokayev",
        language="ru",
        feed="The Astana Times",
        outlet="tass.ru",
        country="KZ",
        verdict=VerdictKind.COPY,
        story=12,
        since=datetime(2026, 1, 5, tzinfo=UTC),
    )


def test_an_empty_query_means_every_article() -> None:
    assert parse(" \t\n", now=NOON) == ArticleFilter()


@pytest.mark.parametrize("kind", list(VerdictKind))
def test_is_names_a_verdict(kind: VerdictKind) -> None:
    assert parse(f"is:{kind}", now=NOON).verdict is kind


@pytest.mark.parametrize(
    ("seen", "since"),
    [
        ("P7D", NOON - timedelta(days=7)),
        ("p2w", NOON - timedelta(days=14)),
        ("PT12H", NOON - timedelta(hours=12)),
        ("P1DT1H30M", NOON - timedelta(days=1, hours=1, minutes=30)),
        ("2026/", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-02/", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2026-02-03/", datetime(2026, 2, 3, tzinfo=UTC)),
        ("2026-02-03T04:05Z/", datetime(2026, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-02-03T04:05+05:00/", datetime(2026, 2, 2, 23, 5, tzinfo=UTC)),
    ],
)
def test_seen_says_since_when(seen: str, since: datetime) -> None:
    asked = parse(f"seen:{seen}", now=NOON)

    assert asked.since == since
    assert asked.since.tzinfo is UTC


def test_in_quotes_a_backslash_takes_the_next_character_as_it_is() -> None:
    assert parse(r'feed:"a \"b\" \\ (c) OR -d"', now=NOON).feed == r'a "b" \ (c) OR -d'


def test_an_outlet_may_have_a_port() -> None:
    assert parse("outlet:127.0.0.1:8080", now=NOON).outlet == "127.0.0.1:8080"


@pytest.mark.parametrize(
    ("text", "says", "at"),
    [
        ("lang:ru topc:csto", "There is no field 'topc:'. Did you mean 'topic:'?", "topc:csto"),
        (
            "titel:x",
            "Did you mean 'title:'? There are: topic:, named:, beside:, lang:, feed:, outlet:, country:, is:,",
            "titel:x",
        ),
        ("тема:csto", "There is no field 'тема:'.", "тема:csto"),
        ("topic:cstoo", "Did you mean 'csto'?", "cstoo"),
        ("named:kazakstan", "Did you mean 'kazakhstan'?", "kazakstan"),
        ("beside:Токаев", "give one such as beside:tokayev", "Токаев"),
        ("beside:tokaev", "No state, person or body is called 'tokaev'. Did you mean 'tokayev'?", "tokaev"),
        ("beside:nonsense", "`monitor topics beside TOPIC` lists", "nonsense"),
        ("beside:tokayev,putin", "Several values at once cannot be asked for yet", "tokayev,putin"),
        ("topic:csto  topic:sco", "'topic:' is there twice", "topic:sco"),
        ("topic: lang:ru", "'topic:' needs a value, such as topic:csto", " lang:ru"),
        ('topic:""', "needs a value", '""'),
        ('lang:ru feed:"The Astana', "The quotation mark is not closed", '"The Astana'),
        ('feed:"The" Astana', "Words of an article cannot be asked for yet", "Astana"),
        ('feed:"The"Astana', "A blank belongs between two terms", "Astana"),
        ("feed:News(kk)", "put the name in double quotes", "(kk)"),
        ("is:news", "did you mean 'new'?", "news"),
        ("is:dup", "give is:exact or is:copy", "dup"),
        ("is:starred", "'is:starred' cannot be asked for yet", "starred"),
        ("lang:russian", "give its code", "russian"),
        ("lang:ru,kk", "Several values at once cannot be asked for yet", "ru,kk"),
        ("topic:csto OR topic:sco", "OR cannot be asked for yet", "OR topic:sco"),
        ("(topic:csto)", "( cannot be asked for yet", "(topic:csto)"),
        ("topic:csto -lang:ru", "Leaving out (-) cannot be asked for yet", "-lang:ru"),
        ("Kazakhstan", "Words of an article cannot be asked for yet", "Kazakhstan"),
        ('"state visit"', "Words of an article cannot be asked for yet", '"state visit"'),
        ("date:2026-01", "'date:' cannot be asked for yet", "date:2026-01"),
        ('lang:ru title:"state visit"', "'title:' cannot be asked for yet", 'title:"state visit"'),
        ("headline:csto", "'headline:' cannot be asked for yet. There are: topic:, named:", "headline:csto"),
        ("has:image", "'has:' cannot be asked for yet", "has:image"),
        ("url:politics author:x", "'url:' cannot be asked for yet", "url:politics author:x"),
        ("author:x", "'author:' cannot be asked for yet", "author:x"),
        ("lang:ru country:kaz", "'kaz' is no country: give its code of two letters, such as country:kz", "kaz"),
        ("country:kz,ru", "Several values at once cannot be asked for yet", "kz,ru"),
        ("lang:ru -(topic:csto)", "Leaving out (-) cannot be asked for yet", "-(topic:csto)"),
        ("lang:ru visit*", "Words of an article cannot be asked for yet", "visit*"),
        ("is:exact,copy", "Several values at once cannot be asked for yet", "exact,copy"),
        ("seen:2026-01-05,P7D", "Several values at once cannot be asked for yet", "2026-01-05,P7D"),
        ("story:0", "give its number, such as story:12", "0"),
        ("story:9223372036854775808", "give its number", "9223372036854775808"),
        ("story:earthquake", "'earthquake' is no story", "earthquake"),
        ("story:1,2", "Several values at once cannot be asked for yet", "1,2"),
        ("story:", "'story:' needs a value, such as story:12", ""),
        ("seen:yesterday", "is no moment", "yesterday"),
        ("seen:2026-02-30/", "There is no such day", "2026-02-30/"),
        ("seen:2026-01-05", "Since then is: seen:2026-01-05/", "2026-01-05"),
        ("seen:2026-01-05/2026-01-07", "An end of the time cannot be asked for yet", "2026-01-05/2026-01-07"),
        ("seen:/2026-01-07", "An end of the time cannot be asked for yet", "/2026-01-07"),
        ("seen:P1M", "is no length of time", "P1M"),
        ("seen:P", "is no length of time", "P"),
        ("seen:P9999999D", "further than the calendar", "P9999999D"),
        ("seen:P99999999999999999999D", "further than the calendar", "P99999999999999999999D"),
    ],
)
def test_what_is_wrong_is_said_and_pointed_at(text: str, says: str, at: str) -> None:
    what, pointed_at = _pointed_at(text)

    assert says in what
    assert pointed_at == at


def test_the_terms_that_are_shown_can_be_asked_for() -> None:
    shown = re.sub(r"\([^)]*\)", "", terms_there_are())

    without_second_seen = shown.rpartition(" seen:")[0]
    assert parse(without_second_seen, now=NOON) == ArticleFilter(
        topic="csto",
        named="kazakhstan",
        beside="tokayev",
        language="ru",
        feed="The Astana Times",
        outlet="tass.ru",
        country="KZ",
        verdict=VerdictKind.NEW,
        story=12,
        since=NOON - timedelta(days=7),
    )


def test_the_caret_counts_wide_letters_twice() -> None:
    with pytest.raises(BadQuery) as raised:
        parse('feed:"新华社" x', now=NOON)

    caret = str(raised.value).split("\n")[2]
    assert caret == "  " + " " * len('feed:"') + " " * 6 + " " * len('" ') + "^"


def test_a_query_cannot_move_the_cursor() -> None:
    with pytest.raises(BadQuery) as raised:
        parse("lang:ru \x1b[2J\u202e", now=NOON)

    assert str(raised.value).split("\n")[1] == "  lang:ru  [2J "


@given(st.text(alphabet=st.sampled_from('topic:lang"\\()-/ 2026PTDW\n\x00é新')))
def test_any_text_is_read_or_pointed_at(text: str) -> None:
    try:
        asked = parse(text, now=NOON)
    except BadQuery as error:
        assert 0 <= error.column <= len(text)  # noqa: PT017 - which of the two comes is the point
    else:
        assert isinstance(asked, ArticleFilter)
