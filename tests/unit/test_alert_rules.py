"""Is the right article announced, and a failed message tried again at the right time?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.alert.rules import Rule, default_rules, due, next_sending
from monitor.core.records.articles import Article, Basis
from monitor.core.records.failures import Failed, Reason
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
SLOW = Failed(Reason.TOO_SLOW, "It took too long.")


def wait_s(failure: Failed = SLOW, *, attempts: int = 1, chance: float = 0.5) -> float | None:
    at = next_sending(NOON, failure, attempts=attempts, chance=chance)
    return (at - NOON).total_seconds() if at else None


def test_new_coverage_of_a_topic_goes_to_every_channel() -> None:
    rules = default_rules(("log", "webhook"))

    assert due(ARTICLE, rules) == ((rules[0], "log"), (rules[0], "webhook"))


@pytest.mark.parametrize(
    ("kind", "is_due"), [("new", True), ("partial", True), ("exact", False), ("copy", False), ("version", False)]
)
def test_only_what_brings_something_new_is_announced(kind: str, is_due: bool) -> None:  # noqa: FBT001 - a case's column
    article = replace(ARTICLE, verdict=Verdict(VerdictKind(kind), "why"))

    assert bool(due(article, default_rules(("log",)))) is is_due
    assert article.verdict.is_coverage is is_due


def test_an_article_without_a_topic_is_not_announced() -> None:
    assert due(replace(ARTICLE, topics=()), default_rules(("log",))) == ()


def test_a_rule_may_name_its_topics() -> None:
    rules = (Rule("sco", ("log",), topics=("sco",)), Rule("csto", ("log",), topics=("csto", "sco")))

    assert due(ARTICLE, rules) == ((rules[1], "log"),)


def test_a_channel_named_twice_gets_one_message() -> None:
    rule = Rule("coverage", ("log", "log"))

    assert due(ARTICLE, (rule, rule)) == ((rule, "log"),)


def test_waits_double_from_ten_seconds_to_an_hour() -> None:
    waits = [wait_s(attempts=tries) for tries in range(1, 12)]

    assert waits == [10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600]


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 8), (0.5, 10), (1.0, 12)])
def test_chance_moves_a_wait_by_a_fifth(chance: float, seconds: float) -> None:
    assert wait_s(chance=chance) == seconds


@pytest.mark.parametrize(("wish_s", "seconds"), [(7_200, 7_200), (3, 3), (0, 1), (10**9, 86_400)])
def test_the_receivers_wish_beats_our_wait_up_to_a_day(wish_s: int, seconds: float) -> None:
    throttled = Failed(Reason.THROTTLED, "Too many.", status=429, retry_after_s=wish_s)

    assert wait_s(throttled, chance=1.0) == seconds


def test_the_twelfth_failure_is_the_last() -> None:
    assert wait_s(attempts=11) is not None
    assert wait_s(attempts=12) is None


def test_a_final_failure_is_not_tried_again() -> None:
    assert wait_s(Failed(Reason.GONE, "Gone.", status=410, retry_after_s=60, is_final=True)) is None


def test_the_moment_is_counted_from_the_failure() -> None:
    assert next_sending(NOON, SLOW, attempts=3, chance=0.5) == NOON + timedelta(seconds=40)


def test_a_copy_is_announced_for_the_topics_that_its_original_does_not_name() -> None:
    copy = replace(ARTICLE, verdict=Verdict(VerdictKind.COPY, "why", of="1"), topics=("csto", "sco"))

    assert not Rule("all", ("log",)).matches(copy)
    assert Rule("all", ("log",)).matches(replace(copy, added_topics=("sco",)))
    assert Rule("sco", ("log",), ("sco",)).matches(replace(copy, added_topics=("sco",)))
    assert not Rule("csto", ("log",), ("csto",)).matches(replace(copy, added_topics=("sco",)))
