"""Which articles and which queries do the tests of queries make up?

Pure. Articles that differ in all that a query can ask, and queries of few words and values, so that many of them match.
"""

from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import strategies as st

from monitor.core.query.parsing import parse
from monitor.core.query.tree import Query
from monitor.core.records.articles import Article, Basis
from monitor.core.records.tags import CoMention, Companion, Mention, Part
from monitor.core.records.verdicts import Verdict, VerdictKind
from tests.fakes import NOON


def mention(topic: str, part: Part = Part.BODY, *, is_weak: bool = False) -> Mention:
    field = "title" if part is Part.HEADLINE else "text"
    return Mention(topic, topic, "en", field, 0, 4, "word", is_weak=is_weak, part=part)


ARTICLE = Article(
    id=7,
    url="https://tass.ru/Politics/13363763?lang=ru",
    outlet="tass.ru",
    title="ОДКБ направит миротворцев в Казахстан",
    author="Anna Ivanova",
    language="ru",
    published_at=datetime(2026, 1, 5, 23, 10, tzinfo=UTC),
    first_seen_at=NOON - timedelta(days=2),
    kept_at=NOON - timedelta(days=2),
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.NEW, "nothing like it"),
    topics=("csto", "kazakhstan"),
    feed="TASS, Russia",
    country="RU",
    text="The state visit of the president ended.\nАстана приняла гостей, a 5.5 quake.\n上海合作组织秘书长发表声明。",
    mentions=(
        mention("csto", Part.HEADLINE),
        mention("kazakhstan", Part.BODY),
        mention("sco", Part.HEADLINE, is_weak=True),
    ),
    story_id=12,
    image="https://tass.ru/a.jpg",
    co_mentions=(CoMention(Companion.PERSON, "tokayev", 3),),
)


def read(text: str) -> Query:
    return parse(text, now=NOON)


# --- made up --------------------------------------------------------------------------------------

_TIMES = (
    *("2026", "2026-01", "2026-01-05", "2026-01/", "/2026-01", "2026-01-05/2026-01-07", "2026-02/2026-01"),
    *("P7D", "P1D", "PT12H", "2025/2026", "2026-01-05T23:10Z", "/2025", "2027/", "P7D,2025"),
)
TERMS = st.sampled_from(
    [
        *(f"{field}:{topic}" for field, topic in product(("topic", "named", "headline"), ("csto", "sco", "csto,sco"))),
        *("lang:ru", "lang:kk", "lang:ru,kk", "feed:A", "feed:B", "outlet:a.example", "outlet:b.example"),
        "outlet:www.a.example,b.example",
        "outlet:www.a.example",
        *("country:kz", "country:ru", "country:kz,am"),
        *(
            "is:new",
            "is:copy",
            "is:exact,copy",
            "is:dup",
            "is:version",
            "is:partial,new",
            "has:version",
            "has:image,date",
        ),
        *("has:date", "has:author", "story:1", "story:2", "story:1,2", "beside:tokayev", "beside:tokayev,putin"),
        *(
            "visit",
            "visit*",
            "vis*",
            '"state visit"',
            "state",
            "上合",
            "title:visit",
            "title:state,visit",
            "title:vis*",
        ),
        *("title:上", "author:doe", 'author:"jane doe"', "url:news", "url:new", "url:s,x"),
        *(f"{field}:{time}" for field, time in product(("date", "seen"), _TIMES)),
    ]
)


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda some: f"({' '.join(some)})"),
        several.map(lambda some: f"({' OR '.join(some)})"),
        parts.map(lambda one: f"-{one}" if not one.startswith("-") else f"-({one})"),
    )


QUERIES = st.recursive(TERMS, _joined, max_leaves=8)

_MOMENTS = st.sampled_from(
    [
        datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 5, 23, 10, tzinfo=UTC),
        datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2027, 3, 1, tzinfo=UTC),
        NOON - timedelta(days=7),
        NOON - timedelta(hours=12, seconds=1),
        NOON,
    ]
)
NOWS = st.sampled_from([NOON, NOON + timedelta(days=400), datetime(2026, 1, 2, tzinfo=UTC)])
_SENTENCES = st.sampled_from(["State visit", "A state, visited", "Visit", "上海合作组织与上合", "Nothing", ""])
_TOPICS = st.lists(st.sampled_from(["csto", "sco"]), unique=True).map(tuple)
_MENTIONS = st.lists(
    st.builds(mention, st.sampled_from(["csto", "sco"]), st.sampled_from(Part), is_weak=st.booleans()), max_size=2
).map(tuple)
_COMPANIONS = st.lists(st.sampled_from(["tokayev", "putin"]), unique=True).map(
    lambda names: tuple(CoMention(Companion.PERSON, name, 1) for name in names)
)
ARTICLES = st.builds(
    Article,
    id=st.just(1),
    url=st.sampled_from(["https://a.example/news/1", "https://b.example/x"]),
    outlet=st.sampled_from(["a.example", "b.example"]),
    title=_SENTENCES,
    author=st.sampled_from(["", "Jane Doe", "Doe"]),
    language=st.sampled_from(["ru", "kk", "en", ""]),
    published_at=st.none() | _MOMENTS,
    first_seen_at=_MOMENTS,
    kept_at=st.just(NOON),
    basis=st.just(Basis.FULL),
    verdict=st.sampled_from(VerdictKind).map(lambda kind: Verdict(kind, "why")),
    topics=_TOPICS,
    feed=st.sampled_from(["A", "B", "C"]),
    country=st.sampled_from(["KZ", "RU", "AM", ""]),
    text=_SENTENCES,
    mentions=_MENTIONS,
    versions=st.integers(1, 2),
    image=st.sampled_from(["", "https://a.example/a.jpg"]),
    story_id=st.sampled_from([None, 1, 2]),
    co_mentions=_COMPANIONS,
)
