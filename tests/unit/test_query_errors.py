"""Is what is wrong with a query said, and pointed at?"""

import time
from dataclasses import replace

import pytest

from monitor.core.query.parsing import DEEPEST, BadQuery, parse
from monitor.core.query.tokens import MOST_CHARACTERS, MOST_VALUES
from tests.fakes import NOON
from tests.unit.query_samples import ARTICLE, read

TOPICS = ("csto", "kazakhstan", "sco")
COMPANIONS = frozenset({"kazakhstan", "putin", "tokayev"})


def _wrong(text: str) -> BadQuery:
    with pytest.raises(BadQuery) as raised:
        parse(text, now=NOON, topics=TOPICS, companions=COMPANIONS)
    assert raised.value.exit_code == 2
    return raised.value


@pytest.mark.parametrize(
    ("text", "says", "at"),
    [
        # fields
        ("lang:ru topc:csto", "There is no field 'topc:'. Did you mean 'topic:'?", "topc:csto"),
        ("-titel:x", "Did you mean 'title:'?", "titel:x"),
        ("(a OR headlin:csto)", "Did you mean 'headline:'?", "headlin:csto)"),
        ("https://tass.ru", "Where a word is meant, put it in double quotes.", "https://tass.ru"),
        ("topic: lang:ru", "'topic:' needs a value, such as topic:csto", " lang:ru"),
        ("has:", "'has:' needs a value, such as has:image", ""),
        ("lang:ru,", "'lang:' needs one more value after the comma", ""),
        ("lang:,ru", "'lang:' needs a value", ",ru"),
        ('url:a,"" b', "needs one more value", '"" b'),
        # values
        ("topic:csto,cstoo", "Did you mean 'csto'?", "cstoo"),
        ("headline:kazakstan", "Did you mean 'kazakhstan'?", "kazakstan"),
        ("beside:putin,tokaev", "Did you mean 'tokayev'?", "tokaev"),
        ("lang:ru,russian", "'russian' is no language: give its code", "russian"),
        ("country:ru,kaz", "'kaz' is no country: give its code of two letters, such as country:kz", "kaz"),
        ("country:К", "'К' is no country", "К"),
        ("country:кз", "is no country", "кз"),
        ("country:", "'country:' needs a value, such as country:kz", ""),
        ("contry:kz", "Did you mean 'country:'?", "contry:kz"),
        ("is:new,relevant", "'is:relevant' cannot be asked for yet", "relevant"),
        ("is:dismissed", "cannot be asked for yet", "dismissed"),
        ("is:starred", "cannot be asked for yet", "starred"),
        ("is:alerted", "cannot be asked for yet", "alerted"),
        ("is:escalating", "cannot be asked for yet", "escalating"),
        ("is:dupe", "did you mean 'dup'?", "dupe"),
        ("has:images", "did you mean 'image'? there are: version, image, author, date", "images"),
        ("story:1,x", "'x' is no story", "x"),
        ("story:９", "is no story", "９"),
        ("date:2026-02-30", "There is no such day or hour: '2026-02-30'", "2026-02-30"),
        ("date:2026-1", "is no moment", "2026-1"),
        ("date:/", "A range needs a beginning or an end", "/"),
        ("date:2026/2027/2028", "is no moment", "2026/2027/2028"),
        ("seen:P7D/", "is no moment", "P7D/"),
        ("seen:P1M", "is no length of time", "P1M"),
        ("seen:P", "is no length of time", "P"),
        ("seen:P9999999D", "further than the calendar", "P9999999D"),
        (f"seen:P{'9' * 5_000}D", "further than the calendar", f"P{'9' * 5_000}D"),
        ("date:yesterday", "is no moment", "yesterday"),
        # words
        ("ka*stan", "A * stands at the end of a word only", "*stan"),
        ("title:x,*a", "A * stands at the end of a word only", "*a"),
        ("a ?! b", "'?!' has no letter and no digit", "?! b"),
        ("*", "'*' has no letter and no digit", "*"),
        ('a ""', "Nothing stands in these quotes", '""'),
        ('title:"..."', "has no letter and no digit", '"..."'),
        ("“state visit”", "quotation marks are straight ones", "“state visit”"),
        ("visit»", "quotation marks are straight ones", "»"),
        ("topic:csto –Astana", "Leaving out is written with a plain -", "–Astana"),
        # signs
        ("a AND b", "AND is not needed", "AND b"),
        ("a NOT b", "Leaving out is written with -", "NOT b"),
        ("a OR", "missing after OR", "OR"),
        ("a OR OR b", "missing after OR", "OR OR b"),
        ("OR a", "missing before OR", "OR a"),
        ("(OR a)", "missing before OR", "OR a)"),
        ("(a OR)", "missing after OR", "OR)"),
        ("a ()", "Nothing stands in these brackets", "()"),
        ("a (b c", "This ( is not closed", "(b c"),
        ("(a (b)", "This ( is not closed", "(a (b)"),
        ("a) b", "There is no ( to which this ) belongs", ") b"),
        (")", "There is no ( to which this ) belongs", ")"),
        ("a - b", "- stands right before what is left out", "- b"),
        ("a -", "- stands right before what is left out", "-"),
        ("a --b", "One - leaves out", "--b"),
        ("a -OR b", "What is left out is missing after -", "-OR b"),
        ("-)", "What is left out is missing after -", "-)"),
        ('a "b', "The quotation mark is not closed", '"b'),
        ('a "b\\"', "The quotation mark is not closed", '"b\\"'),
        ('"a"b', "A blank belongs between two terms", "b"),
        ('a"b"', "A blank belongs between two terms", '"b"'),
        ('lang:ru"kk"', "A blank belongs between two terms", '"kk"'),
        ("feed:News(kk)", "put the name in double quotes", "(kk)"),
    ],
)
def test_what_is_wrong_is_said_and_pointed_at(text: str, says: str, at: str) -> None:
    error = _wrong(text)

    assert says in error.what
    assert text[error.column :] == at
    assert str(error).split("\n")[-1].strip() == "^"


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("a" * (MOST_CHARACTERS + 1), MOST_CHARACTERS, "10,000 characters at most; this one has 10,001"),
        ("a " * (MOST_VALUES + 1), 2 * MOST_VALUES, "1,000 words and values at most"),
        ("lang:" + "ru," * MOST_VALUES + "kk", 0, "1,000 words and values at most"),
        ("(" * (DEEPEST + 1) + "a", DEEPEST, "30 deep at most"),
        ("-(" * 4_000, 2 * DEEPEST + 1, "30 deep at most"),
    ],
)
def test_what_is_too_much_is_refused(text: str, column: int, says: str) -> None:
    error = _wrong(text)

    assert error.column == column
    assert says in error.what
    assert len(str(error)) < 600


def test_of_a_long_query_the_place_is_shown() -> None:
    error = _wrong("a " * 400 + "topc:csto" + " b" * 90)

    _, shown, caret = str(error).split("\n")
    assert shown[caret.index("^") :].startswith("topc:csto b b")
    assert (shown[2], shown[-1], len(shown)) == ("…", "…", 2 + 1 + 120 + 60 + 1)


def test_the_caret_counts_wide_letters_twice_and_marks_not_at_all() -> None:
    error = _wrong("新华社 é\u0301 topc:x")

    assert str(error).split("\n")[2] == "  " + " " * (6 + 1 + 1 + 1) + "^"


def test_a_query_cannot_move_the_cursor() -> None:
    error = _wrong("a\x1b[2J\u202e topc:x\ny")

    assert str(error).split("\n")[1] == "  a [2J  topc:x y"


@pytest.mark.parametrize(
    "nasty", ["a" * 9_999 + "b", "a " * 500 + "ab", "ab" * 5_000, "上" * 9_999 + "a", '"' + "a " * 4_999 + '"']
)
def test_a_nasty_word_is_looked_for_in_time(nasty: str) -> None:
    query = read(nasty)
    texts = ["a" * 1_000_000, "ab" * 500_000, "a " * 500_000, "上" * 1_000_000 + "ab", "aab " * 250_000]

    began = time.perf_counter()
    for text in texts:
        query.matches(replace(ARTICLE, text=text), NOON)
    assert time.perf_counter() - began < 10  # each is found or not in a fraction of a second
