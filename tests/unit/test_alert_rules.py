"""Is the right article announced to the right people?"""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from monitor.alert.rules import Book, alerts_for, default_rules, key_of
from monitor.core.records.alerts import Alert, AlertState, Rule
from monitor.core.records.articles import Article, Basis
from monitor.core.records.verdicts import Verdict, VerdictKind

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ARTICLE = Article(
    id=7,
    url="https://outlet.example/a",
    outlet="outlet.example",
    title="A headline",
    author="",
    language="en",
    published_at=None,
    first_seen_at=NOON,
    kept_at=NOON,
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.NEW, "nothing like it"),
    topics=("csto", "kazakhstan"),
    feed="Outlet",
)
TOPICS = ("csto", "kazakhstan", "sco")


def alerts(article: Article, *rules: Rule, channels: tuple[str, ...] = ("log",)) -> tuple[Alert, ...]:
    return alerts_for(article, Book.of(rules or default_rules(TOPICS), channels, now=NOON), NOON)


def told(article: Article, *rules: Rule, channels: tuple[str, ...] = ("log",)) -> list[tuple[str, str]]:
    return [(alert.rule, alert.channel) for alert in alerts(article, *rules, channels=channels)]


def test_new_coverage_of_a_topic_goes_to_every_channel() -> None:
    assert told(ARTICLE, channels=("log", "webhook")) == [
        ("csto", "log"),
        ("csto", "webhook"),
        ("kazakhstan", "log"),
        ("kazakhstan", "webhook"),
    ]


@pytest.mark.parametrize(
    ("kind", "is_due"), [("new", True), ("partial", True), ("exact", False), ("copy", False), ("version", False)]
)
def test_only_what_brings_something_new_is_announced(kind: str, is_due: bool) -> None:  # noqa: FBT001 - a case's column
    article = replace(ARTICLE, verdict=Verdict(VerdictKind(kind), "why"))

    assert bool(alerts(article)) is is_due
    assert article.verdict.is_coverage is is_due


def test_an_article_without_a_topic_is_not_announced() -> None:
    assert alerts(replace(ARTICLE, topics=()), Rule("all")) == ()


def test_a_rule_may_name_its_channels() -> None:
    assert told(ARTICLE, Rule("all", channels=("mail", "mail")), channels=("log", "mail")) == [("all", "mail")]


def test_a_rule_that_is_switched_off_announces_nothing() -> None:
    assert told(ARTICLE, Rule("all", is_enabled=False)) == []


def test_what_was_there_before_its_feed_is_marked_and_not_due() -> None:
    (alert,) = alerts_for(ARTICLE, Book.of([Rule("all")], ["log"], now=NOON), NOON, is_backlog=True)

    assert (alert.state, alert.why) == (AlertState.BACKLOG, "It was in its feed before that was first polled.")


def test_each_rule_and_channel_has_a_key_of_its_own() -> None:
    first, second = alerts(ARTICLE, Rule("coverage"), channels=("log", "webhook"))

    assert first.key == sha256(b"coverage\nlog\nhttps://outlet.example/a").hexdigest()
    assert second.key == sha256(b"coverage\nwebhook\nhttps://outlet.example/a").hexdigest()


def test_the_key_does_not_change_with_the_articles_row_or_text() -> None:
    again = alerts(replace(ARTICLE, id=8, title="Corrected"))

    assert [each.key for each in again] == [each.key for each in alerts(ARTICLE)]


def test_parts_of_a_key_cannot_run_into_each_other() -> None:
    assert key_of("a", "bc", "u") != key_of("ab", "c", "u")


def test_a_copy_is_announced_for_what_its_original_does_not_name() -> None:
    copy = replace(ARTICLE, verdict=Verdict(VerdictKind.COPY, "why", of="1"), topics=("csto", "sco"))

    assert told(copy) == []
    assert ("sco", "log") in told(replace(copy, added_topics=("sco",)))
