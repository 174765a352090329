"""Can a silence ask for all that it may, and for nothing that alerts do not say?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alert.message import item
from monitor.alert.silencing import FIELDS, check
from monitor.alert.withholding import kept_for_good, silencing
from monitor.core.query.parsing import BadQuery, parse
from monitor.core.query.terms import EXAMPLES
from monitor.core.records.alerts import Alert, AlertKind, AlertState, QueuedAlert, Silence, Urgency, Waiting
from monitor.core.records.articles import Article, Basis
from monitor.core.records.verdicts import Verdict, VerdictKind
from tests.fakes import NOON

ARTICLE = Article(
    id=7,
    url="https://outlet.example/summit/7",
    outlet="outlet.example",
    title="Leaders meet in Astana",
    author="A. Reporter",
    language="en",
    published_at=NOON - timedelta(days=30),
    first_seen_at=NOON - timedelta(hours=1),
    kept_at=NOON,
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.PARTIAL, "half of it"),
    topics=("csto", "sco"),
    feed="Outlet",
    country="KZ",
    text="Exercises are to begin soon.",
    story_id=3,
)
# By field: what means the article above, and what would mean another one.
ASKED = {
    "topic": ("topic:sco", "topic:kazakhstan"),
    "lang": ("lang:ru,en", "lang:ru,kk"),
    "feed": ("feed:Outlet", "feed:outlet-2"),
    "outlet": ("outlet:OUTLET.example", "outlet:other.example"),
    "country": ("country:kz,ru", "country:ru"),
    "is": ("is:partial", "is:new"),
    "story": ("story:3", "story:4"),
    "title": ('title:"in astana"', "title:exercises"),
    "url": ("url:/Summit/", "url:/exercises/"),
    "date": ("date:2026-10", "date:2026-11"),
    "seen": ("seen:2026-11-22", "seen:2026-10"),
}


def is_silenced(query: str, kind: AlertKind = AlertKind.ARTICLE) -> bool:
    """Say whether a silence keeps back the alert on the article, as composing asks."""
    facts = item("csto", kind, ARTICLE)
    alert = Alert("key", "csto", "log", kind, Urgency.URGENT, ARTICLE.id, ARTICLE.story_id, facts, NOON)
    queued = QueuedAlert(1, alert, NOON, NOON)
    silences = silencing([Silence(1, query, NOON + timedelta(hours=1), "ann", "", NOON)], NOON)
    kept = kept_for_good(queued, Waiting("log", "", NOON, (queued,)), silences)
    assert kept is None or kept.state is AlertState.SILENCED
    return kept is not None


def test_every_field_that_a_silence_may_ask_is_tried_here() -> None:
    assert set(ASKED) == FIELDS


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_silence_may_ask_for_a_field_and_what_it_asks_decides(field: str) -> None:
    queries = ASKED[field]

    for query in queries:
        check(query, NOON)

    assert [is_silenced(query) for query in queries] == [True, False]
    assert [is_silenced(f"-{query}") for query in queries] == [False, True]


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_silence_finds_of_an_alert_what_a_query_finds_of_its_article(field: str) -> None:
    for query in ASKED[field]:
        assert is_silenced(query) == parse(query, now=NOON).matches(ARTICLE, NOON)


@pytest.mark.parametrize("query", ["", "topic:csto (lang:ru OR story:3)", "topic:csto -lang:ru,kk"])
def test_what_is_joined_of_these_may_be_asked(query: str) -> None:
    check(query, NOON)

    assert is_silenced(query)


@pytest.mark.parametrize("field", sorted(set(EXAMPLES) - FIELDS))
def test_what_an_alert_does_not_say_is_refused_by_name(field: str) -> None:
    with pytest.raises(BadQuery) as refused:
        check(f"topic:csto OR -{EXAMPLES[field]}", NOON)

    assert f"A silence cannot ask for '{field}:'. It can for country:, date:, feed:, is:" in str(refused.value)


def test_words_of_the_text_are_refused_as_such() -> None:
    with pytest.raises(BadQuery, match="A silence cannot ask for words of the text"):
        check("topic:csto exercises", NOON)


def test_a_query_that_can_never_match_is_refused() -> None:
    with pytest.raises(BadQuery, match="It can never match: "):
        check("lang:ru lang:kk", NOON)


def test_a_silence_from_elsewhere_that_asks_for_more_keeps_nothing_back() -> None:
    assert not is_silenced("-exercises")
    assert not is_silenced("topic:csto has:author")


def test_a_query_that_cannot_be_read_is_refused_where_it_is_wrong() -> None:
    with pytest.raises(BadQuery) as refused:
        check("topic:csto (", NOON)

    assert refused.value.column == 11


def test_a_topic_that_nobody_knows_is_refused_where_the_topics_are_known() -> None:
    check("topic:nato", NOON)

    with pytest.raises(BadQuery, match="No topic is called 'nato'; there are: csto, sco"):
        check("topic:nato", NOON, ("csto", "sco"))


def test_of_a_spike_only_its_topic_is_asked() -> None:
    assert is_silenced("topic:csto", AlertKind.SPIKE)
    assert is_silenced("", AlertKind.SPIKE)
    assert not is_silenced("topic:csto lang:en", AlertKind.SPIKE)


@pytest.mark.parametrize("kind", list(VerdictKind))
def test_a_silence_knows_every_verdict(kind: VerdictKind) -> None:
    article = replace(ARTICLE, verdict=Verdict(kind, "so"))
    facts = item("csto", AlertKind.ARTICLE, article)
    alert = Alert("key", "csto", "log", AlertKind.ARTICLE, Urgency.NORMAL, 7, 3, facts, NOON)
    queued = QueuedAlert(1, alert, NOON, NOON)
    waiting = Waiting("log", "", NOON, (queued,))

    until = NOON + timedelta(hours=1)
    found = {
        asked
        for asked in VerdictKind
        if kept_for_good(queued, waiting, silencing([Silence(1, f"is:{asked}", until, "", "", NOON)], NOON))
    }

    assert found == {kind}
