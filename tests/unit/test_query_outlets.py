"""Is it found out that no outlet can be called so, and nothing said of one that can?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.query.outlets import no_outlet
from monitor.core.urls import site_of
from tests.unit.query_samples import read


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("outlet:www.tass.ru", "'www.tass.ru' is none. Did you mean 'tass.ru'?"),
        ("outlet:WWW.tass.ru topic:csto", "'www.tass.ru' is none. Did you mean 'tass.ru'?"),
        ("outlet:https://tass.ru/rss", "'https://tass.ru/rss' is none. Did you mean 'tass.ru'?"),
        ("outlet:news.bbc.co.uk", "'news.bbc.co.uk' is none. Did you mean 'bbc.co.uk'?"),
        ("outlet:президент.рф", "Did you mean 'xn--d1abbgf6aiiy.xn--p1ai'?"),
        ('outlet:"a b"', "An outlet goes by its site, such as bbc.co.uk, and 'a b' is none."),
        ("outlet:tass", "'tass' is none. Did you mean 'tass:80'?"),
        ("outlet:www.tass.ru,www.bbc.com", "'www.tass.ru' is none."),
        ("topic:csto (outlet:www.tass.ru OR outlet:a.example outlet:b.example)", "'www.tass.ru' is none."),
        ("-(topic:csto OR -outlet:www.tass.ru)", "'www.tass.ru' is none."),
    ],
)
def test_what_is_no_site_is_no_outlet(query: str, says: str) -> None:
    why = read(query).contradiction()

    assert why is not None
    assert says in why


@pytest.mark.parametrize(
    "query",
    [
        "outlet:TASS.ru",
        "outlet:bbc.com",
        "outlet:xn--d1abbgf6aiiy.xn--p1ai",
        "outlet:127.0.0.1:8080",
        "outlet:localhost:80",
        "outlet:www.tass.ru,tass.ru",
        "-outlet:www.tass.ru",
        "outlet:www.tass.ru OR topic:csto",
    ],
)
def test_what_may_be_an_outlet_is_not_accused(query: str) -> None:
    assert read(query).contradiction() is None


def test_who_leaves_out_what_is_no_outlet_means_every_article() -> None:
    assert read("-outlet:www.tass.ru").is_everything
    assert not read("-outlet:tass.ru").is_everything


_HOSTS = st.from_regex(r"[a-zA-Z0-9абвг-]{1,8}(\.[a-zA-Z0-9абвг-]{1,8}){0,3}(:[0-9]{1,5})?", fullmatch=True)


@given(st.sampled_from(["http", "https"]), _HOSTS)
def test_what_an_article_has_is_never_called_none(scheme: str, host: str) -> None:
    assert no_outlet(site_of(f"{scheme}://{host}/news")) == ""
