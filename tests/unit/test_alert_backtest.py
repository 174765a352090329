"""Does a back-test say what a rule would have sent?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.alert.backtest import Day, Simulated, simulate
from monitor.alert.rules import Book
from monitor.core.query.parsing import BadQuery
from monitor.core.records.alerts import AlertKind, MessageKind, Rule
from monitor.core.records.articles import Article, Basis
from monitor.core.records.verdicts import Verdict, VerdictKind

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RULE = Rule("csto", "topic:csto")
NOBODY = Book((), ())


def article(minute: float, number: int = 1, *, story: int | None = None, topic: str = "csto") -> Article:
    """An article with this number, kept so many minutes after noon."""
    at = NOON + timedelta(minutes=minute)
    return Article(
        id=number,
        url=f"https://outlet.example/{number}",
        outlet=f"outlet{number}.example",
        title=f"Headline {number}",
        author="",
        language="en",
        published_at=None,
        first_seen_at=at,
        kept_at=at,
        basis=Basis.FULL,
        verdict=Verdict(VerdictKind.NEW, "nothing like it"),
        topics=(topic,),
        feed="Outlet",
        story_id=story,
    )


def play(*articles: Article, rule: Rule = RULE) -> Simulated:
    return simulate(rule, NOBODY, articles)


def sent(found: Simulated) -> list[tuple[float, MessageKind, int]]:
    """When (in minutes after noon), what, and of how many."""
    return [((each.at - NOON).total_seconds() / 60, each.kind, each.alerts) for each in found.messages]


def test_nothing_is_sent_of_nothing() -> None:
    assert play() == Simulated(0, 0, (), 0, {}, {})


def test_each_story_is_a_message_and_what_does_not_match_is_none() -> None:
    found = play(article(0, 1, story=1), article(1, 2, topic="sco"), article(2, 3, story=3))

    assert (found.articles, found.matched) == (3, 2)
    assert sent(found) == [(0, MessageKind.ARTICLE, 1), (2, MessageKind.ARTICLE, 1)]
    assert [each.titles for each in found.messages] == [("Headline 1",), ("Headline 3",)]
    assert found.days == {"2026-11-22": Day(matched=2, messages=2)}


def test_more_of_a_story_is_put_together_when_its_pause_is_over() -> None:
    found = play(article(0, 1, story=1), article(10, 2, story=1), article(30, 3, story=1), article(200, 4, story=1))

    assert sent(found) == [(0, MessageKind.ARTICLE, 1), (60, MessageKind.UPDATE, 2), (200, MessageKind.UPDATE, 1)]
    assert (found.together, found.held_back) == (2, {"Story pause": 2})
    first, second, third = (each.message for each in found.messages)
    assert (second.thread, third.thread) == (first.key, first.key)
    assert second.payload["story"] == {"id": 1, "articles": 3, "outlets": 3}


def test_what_came_in_the_same_moment_is_told_together() -> None:
    assert sent(play(article(0, 1, story=1), article(0, 2, story=1))) == [(0, MessageKind.ARTICLE, 2)]


def test_a_burst_is_a_digest() -> None:
    found = play(*(article(0, number, story=number) for number in range(1, 301)))

    assert sent(found) == [(0, MessageKind.DIGEST, 300)]


def test_of_a_flood_what_is_beyond_the_messages_of_a_minute_is_a_digest() -> None:
    found = play(*(article(number / 1_000, number, story=number) for number in range(300)))

    assert sent(found)[149:] == [(0.149, MessageKind.ARTICLE, 1), (1, MessageKind.DIGEST, 150)]
    assert found.held_back == {"Burst": 150}


def test_what_is_beyond_a_ceiling_is_told_at_the_next_full_hour() -> None:
    rule = replace(RULE, ceiling_per_h=2)
    found = play(*(article(number, number) for number in range(1, 6)), rule=rule)

    assert sent(found) == [(1, MessageKind.ARTICLE, 1), (2, MessageKind.ARTICLE, 1), (60, MessageKind.DIGEST, 3)]
    assert found.held_back == {"Ceiling": 3}


def test_a_daily_digest_has_all_of_the_day() -> None:
    rule = replace(RULE, daily_at="08:00", zone="Asia/Almaty")  # 03:00 in UTC, 15 hours after noon
    found = play(*(article(number, number) for number in range(1, 251)), article(1_000, 251), rule=rule)

    assert sent(found) == [(900, MessageKind.DIGEST, 250), (900 + 1_440, MessageKind.DIGEST, 1)]
    assert (found.together, found.held_back) == (250, {"Schedule": 251})


def test_quiet_hours_hold_back_until_their_end() -> None:
    rule = replace(RULE, quiet=("12:00", "13:00"))
    found = play(article(5, 1), article(10, 2), article(70, 3), rule=rule)

    assert sent(found) == [(60, MessageKind.ARTICLE, 1), (60, MessageKind.ARTICLE, 1), (70, MessageKind.ARTICLE, 1)]
    assert found.held_back == {"Quiet hours": 2}


def test_a_copy_matches_and_is_not_told_unless_the_rule_includes_it() -> None:
    copy = replace(article(0), verdict=Verdict(VerdictKind.COPY, "why", of="1"))

    left_out, told = play(copy), play(copy, rule=replace(RULE, includes=frozenset({"copies"})))

    assert (left_out.matched, left_out.messages) == (1, ())
    assert left_out.held_back == {"Copies and versions": 1}
    assert len(told.messages) == 1


def test_a_spike_is_told_once() -> None:
    rule = replace(RULE, on=AlertKind.SPIKE)
    usual = [article(-60 * hour, 1_000 + hour) for hour in range(48, 0, -1)]

    found = play(*usual, *(article(number, number) for number in range(1, 31)), rule=rule)

    assert sent(found) == [(10, MessageKind.SPIKE, 1)]  # the tenth article of the hour
    assert found.messages[0].titles == ("Headline 10",)


def test_a_rule_on_changes_says_that_it_cannot_be_played() -> None:
    found = play(article(0), rule=replace(RULE, on=AlertKind.CHANGE))

    assert (found.matched, found.messages, found.held_back) == (1, (), {})
    assert found.remark == "A rule on changes cannot be played over articles: it would be about those that match."


def test_a_rule_that_is_switched_off_is_played_all_the_same() -> None:
    assert len(play(article(0), rule=replace(RULE, is_enabled=False)).messages) == 1


def test_an_article_that_was_kept_with_an_earlier_clock_is_told_too() -> None:
    assert [minute for minute, _, _ in sent(play(article(10, 1), article(5, 2)))] == [10, 10]


def test_a_day_is_one_of_the_rules_zone() -> None:
    assert list(play(article(7 * 60 + 30), rule=replace(RULE, zone="Asia/Almaty")).days) == ["2026-11-23"]


def test_a_query_that_cannot_be_read_is_refused_before_anything_is_played() -> None:
    articles = iter([article(0)])

    with pytest.raises(BadQuery):
        simulate(Rule("bad", "nothing:such"), NOBODY, articles)

    assert next(articles, None) is not None


@pytest.mark.parametrize(
    "rule",
    [
        RULE,
        replace(RULE, story_pause_min=0, ceiling_per_h=0),
        replace(RULE, every_min=45),
        replace(RULE, quiet=("22:00", "07:00"), zone="Asia/Almaty", ceiling_per_h=3),
    ],
)
def test_every_article_that_is_told_is_in_one_message(rule: Rule) -> None:
    articles = [article(number * 1.7, number, story=number % 90 + 1) for number in range(1, 1_500)]

    found = play(*articles, rule=rule)

    assert sum(each.alerts for each in found.messages) == found.matched == 1_499
    assert sum(day.messages for day in found.days.values()) == len(found.messages)
    assert [each.at for each in found.messages] == sorted(each.at for each in found.messages)
