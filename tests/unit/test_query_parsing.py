"""Is a query read to what it means?"""

import pytest

from monitor.core.query.parsing import DEEPEST, parse
from monitor.core.query.tokens import MOST_CHARACTERS, MOST_VALUES
from tests.fakes import NOON
from tests.unit.query_samples import read


@pytest.mark.parametrize("text", ["", " \t\n", "\u3000"])
def test_nothing_asked_means_everything(text: str) -> None:
    query = read(text)

    assert query.is_everything
    assert query.fields == frozenset()
    assert query.contradiction() is None
    assert str(query) == ""


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("  topic:CSTO   lang:ru ", "topic:CSTO lang:ru"),
        ("a b OR c", "a b OR c"),
        ("a (b OR c)", "a (b OR c)"),
        ("(a b) c", "a b c"),
        ("(((a)))", "a"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("-(a)", "-a"),
        ("-(a b)-(c OR d)", "-(a b) -(c OR d)"),
        ("-(-a)", "-(-a)"),
        ("(a)(b)", "a b"),
        ("or and not", "or and not"),
        ('"OR" "AND"', '"OR" "AND"'),
        ('feed:"The \\"A\\" \\\\ (B)",tass', 'feed:"The \\"A\\" \\\\ (B)",tass'),
        ('LANG:ru,"kk"', 'lang:ru,"kk"'),
        ("12:30 C-300 1,000", "12:30 C-300 1,000"),
        ("outlet:127.0.0.1:8080", "outlet:127.0.0.1:8080"),
        ("kazakh* title:vis*,state", "kazakh* title:vis*,state"),
    ],
)
def test_a_query_can_be_printed(text: str, printed: str) -> None:
    assert str(read(text)) == printed


def test_a_query_names_its_fields_those_too_that_must_not_hold() -> None:
    query = read('topic:csto (lang:ru OR -title:"a") "state visit" -seen:P1D')

    assert query.text == 'topic:csto (lang:ru OR -title:"a") "state visit" -seen:P1D'
    assert query.fields == {"topic", "lang", "title", "word", "seen"}
    assert not query.is_everything


def test_a_rule_may_ask_for_all_that_there_is() -> None:
    asked = "is:new OR is:exact,copy OR is:partial,version OR topic:csto"

    assert read(asked).is_everything
    assert not read("is:new OR is:exact,copy OR is:version").is_everything


def test_as_much_may_be_asked_as_the_bounds_allow() -> None:
    outlets = ",".join(f"o{number}" for number in range(MOST_VALUES))
    deep = "(" * DEEPEST + "a" + ")" * DEEPEST
    long = "a" * MOST_CHARACTERS

    assert str(read(f"outlet:{outlets}")) == f"outlet:{outlets}"
    assert str(read(deep)) == "a"
    assert str(read(long)) == long


def test_ids_are_known_where_they_are_given() -> None:
    query = parse("topic:csto beside:tokayev", now=NOON, topics=["csto"], companions=["tokayev"])

    assert query.fields == {"topic", "beside"}
