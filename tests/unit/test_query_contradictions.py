"""Is a query that can never match found out, and none that can?"""

import time

import pytest

from tests.unit.query_samples import read


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("topic:csto -topic:csto", "'topic:csto' and '-topic:csto' can never both hold."),
        ("topic:csto,sco -topic:csto,sco,kazakhstan", "can never both hold"),
        (
            "topic:csto,sco -topic:csto -topic:sco",
            "'topic:csto,sco', '-topic:csto' and '-topic:sco' can never all hold",
        ),
        ("is:new is:copy", "'is:new' and 'is:copy' can never both hold: an article has one verdict."),
        ("is:dup -is:copy -is:exact", "can never all hold"),
        ("-is:new,exact,copy,partial,version", "'-is:new,exact,copy,partial,version' can never hold."),
        ("lang:ru topic:csto lang:kk", "'lang:ru' and 'lang:kk' can never both hold: an article has one language."),
        ("lang:ru,kk lang:kk,en lang:en,ru", "can never all hold"),
        ("outlet:a.example outlet:b.example", "an article has one outlet"),
        (
            "country:kz country:ru,by",
            "'country:kz' and 'country:ru,by' can never both hold: an article has one country.",
        ),
        ("country:KZ -country:kz", "can never both hold"),
        ("story:1 story:2", "an article has one story"),
        ("feed:A -feed:A,B", "'feed:A' and '-feed:A,B' can never both hold."),
        ("has:image -has:image,date", "can never both hold"),
        ("visit -vis*", "'visit' and '-vis*' can never both hold."),
        ('"state visit" -visit', "can never both hold"),
        ("title:visit -visit", "'title:visit' and '-visit' can never both hold."),
        ("上海合作组织 -合作", "can never both hold"),
        ("visits* -visit*", "can never both hold"),
        ("url:/news/kz -url:/news", "can never both hold"),
        ("date:2026-02/2026-01", "'date:2026-02/2026-01' can never hold: it ends before it begins."),
        ("seen:2026-02/2026-01", "ends before it begins"),
        ("seen:2026-01 seen:2026-02", "can never both hold"),
        ("date:2026-01-05 -date:2026-01", "can never both hold"),
        ("seen:P1D -seen:P7D", "'seen:P1D' and '-seen:P7D' can never both hold."),
        ("-seen:2026/ -seen:/2025", "can never both hold"),
        ("date:2026 -date:/2026-06 -date:2026-07/", "can never all hold"),
        ("(lang:ru OR lang:kk) lang:en", "Nothing that OR stands between can hold: 'lang:ru' and 'lang:en'"),
        ("-(topic:csto OR lang:ru) topic:csto", "can never both hold"),
        ("-(-lang:ru OR -lang:kk)", "'lang:ru' and 'lang:kk'"),
        ("a (b OR c) (d OR e) -b -c", "Nothing that OR stands between can hold"),
        ("date:P7D,2025 -date:P7D,2025", "can never both hold"),
    ],
)
def test_what_can_never_match_is_found_out(query: str, says: str) -> None:
    why = read(query).contradiction()

    assert why is not None
    assert says in why


@pytest.mark.parametrize(
    "query",
    [
        "topic:csto topic:sco",
        "topic:csto,sco -topic:csto",
        "is:new is:version",  # an article that was new, and has had another text since
        "is:new -is:version",
        "is:dup -is:copy",
        "lang:ru,kk lang:kk,en",
        "-lang:ru -lang:kk",
        "country:kz,ru country:RU",
        "-country:kz -country:ru",  # as an article without a country
        "country:kz -country:ru",
        "visit -visits",
        "visit* -visit",
        "vis* -visit*",
        'state visit -"state visit"',
        "visit -title:visit",
        "author:doe -title:doe",
        "合作 -上海合作",
        "url:/news -url:/news/kz",
        "seen:P7D -seen:P1D",
        "seen:P1D seen:2025",  # at another time it could
        "seen:P1D,2025 seen:2024",  # likewise
        "date:2026-01 -date:2026-01-05",
        "-date:2026/ -date:/2025",  # what has no date
        "date:2026-02/2026-01,2026",
        "seen:2026-01 OR seen:2026-02",
        "(lang:ru OR lang:kk) -lang:ru",
        "topic:csto OR topic:csto -topic:csto",
        "named:csto -topic:csto",
    ],
)
def test_what_can_match_is_not_accused(query: str) -> None:
    assert read(query).contradiction() is None


def test_what_takes_too_long_to_find_out_is_let_pass() -> None:
    choices = " ".join(f"(topic:a{number} OR topic:b{number})" for number in range(300))
    words = " ".join(f"w{number} -v{number}" for number in range(400))

    began = time.perf_counter()
    assert read(f"{choices} (lang:ru OR lang:kk) -lang:ru,kk").contradiction() is None
    assert read(" ".join(f"(x{n % 7} OR y{n % 5} OR z{n % 3})" for n in range(60))).contradiction() is None
    assert read(words).contradiction() is None
    assert time.perf_counter() - began < 5
