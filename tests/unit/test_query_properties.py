"""Does what holds of logic hold of queries?"""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.query.conditions import Subject
from monitor.core.query.parsing import BadQuery
from monitor.core.query.tree import Query
from monitor.core.records.articles import Article
from tests.unit.query_samples import ARTICLES, NOWS, QUERIES, TERMS, read


@given(QUERIES, QUERIES, ARTICLES, NOWS)
def test_what_is_left_out_together_is_left_out_apart(one: str, other: str, article: Article, now: datetime) -> None:
    assert read(f"-({one} {other})").matches(article, now) == read(f"-({one}) OR -({other})").matches(article, now)
    assert read(f"-({one} OR {other})").matches(article, now) == read(f"-({one}) -({other})").matches(article, now)


@given(QUERIES, ARTICLES, NOWS)
def test_left_out_twice_is_asked_for(query: str, article: Article, now: datetime) -> None:
    asked = read(query).matches(article, now)

    assert read(f"-(-({query}))").matches(article, now) == asked
    assert read(f"-({query})").matches(article, now) != asked


@given(QUERIES, QUERIES, ARTICLES, NOWS)
def test_the_order_of_terms_does_not_matter(one: str, other: str, article: Article, now: datetime) -> None:
    assert read(f"{one} {other}").matches(article, now) == read(f"{other} {one}").matches(article, now)
    assert read(f"{one} OR {other}").matches(article, now) == read(f"{other} OR {one}").matches(article, now)


@given(QUERIES, QUERIES, QUERIES, ARTICLES, NOWS)
def test_side_by_side_binds_closer_than_or(one: str, two: str, three: str, article: Article, now: datetime) -> None:
    holds = [read(each).matches(article, now) for each in (one, two, three)]

    assert read(f"{one} {two} OR {three}").matches(article, now) == ((holds[0] and holds[1]) or holds[2])
    assert read(f"{one} ({two} OR {three})").matches(article, now) == (holds[0] and (holds[1] or holds[2]))


@given(QUERIES, QUERIES)
def test_a_query_that_is_printed_reads_to_the_same(one: str, other: str) -> None:
    query = read(f"{one} OR {other} {one}")

    again = read(str(query))

    assert again.root == query.root
    assert str(again) == str(query)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(_TEXT, _TEXT)
def test_what_stands_in_quotes_means_itself(feed: str, title: str) -> None:
    quoted = ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in (feed, title)]
    try:
        query = read(f"feed:{quoted[0]} OR title:{quoted[1]} OR {quoted[1]}")
    except BadQuery:
        assert not feed.strip() or not any(map(str.isalnum, title))
        return

    assert read(str(query)).root == query.root
    assert [value.text for term in query.terms() for value in term.values] == [feed.strip(), *[title.strip()] * 2]


@settings(max_examples=400, deadline=None)
@given(st.lists(QUERIES, min_size=1, max_size=4), st.lists(ARTICLES, min_size=1, max_size=10), NOWS)
def test_what_can_match_is_never_called_impossible(parts: list[str], articles: list[Article], now: datetime) -> None:
    query = read(" ".join(parts))

    if query.contradiction() is not None:
        assert not any(query.matches(article, now) for article in articles)
    if query.is_everything:
        assert all(query.matches(article, now) for article in articles)


@given(QUERIES)
def test_what_is_asked_for_and_left_out_is_impossible(query: str) -> None:
    assert read(f"{query} -({query})").contradiction() is not None
    assert read(f"{query} OR -({query})").is_everything


@given(TERMS, ARTICLES, NOWS)
def test_a_folded_article_gives_what_the_article_gives(term: str, article: Article, now: datetime) -> None:
    query = read(term)

    assert query.holds(Subject(article), now) == query.matches(article, now)


@given(st.text(alphabet=st.sampled_from('topic:lang"\\()-/, *OR2026PTDW\n\x00é新')))
def test_any_text_is_a_query_or_is_pointed_at(text: str) -> None:
    try:
        query = read(text)
    except BadQuery as error:
        assert 0 <= error.column <= len(text)  # noqa: PT017 - which of the two comes is the point
    else:
        assert isinstance(query, Query)
        assert read(str(query)).root == query.root
