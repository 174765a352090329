"""Is the right article announced to the right people?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from monitor.alert.rules import Book, alerts_for, alerts_for_changes, default_rules, key_of
from monitor.core.records.alerts import Alert, AlertKind, AlertState, Rule, Urgency
from monitor.core.records.articles import Article, Basis
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.tags import Mention
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
    found = alerts(article, *rules, channels=channels)
    return [(alert.rule, alert.channel) for alert in found if alert.state is not AlertState.COUNTED]


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
    assert bool(told(article)) is is_due
    assert article.verdict.is_coverage is is_due


def test_a_rule_that_asks_for_nothing_is_about_what_names_a_topic() -> None:
    assert told(ARTICLE, Rule("all")) == [("all", "log")]
    assert alerts(replace(ARTICLE, topics=()), Rule("all")) == ()


def test_what_a_query_means_is_announced_though_it_names_no_topic() -> None:
    nothing_watched = replace(ARTICLE, topics=(), mentions=())

    assert told(nothing_watched, Rule("english", "lang:en"), Rule("others", "-topic:csto,kazakhstan,sco")) == [
        ("english", "log"),
        ("others", "log"),
    ]
    assert told(nothing_watched, Rule("csto", "topic:csto"), Rule("kazakh", "lang:kk")) == []


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


# --- copies and versions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "includes", "is_told"),
    [
        ("copy", {"copies"}, True),
        ("exact", {"copies"}, True),
        ("version", {"copies"}, False),
        ("copy", {"versions"}, False),
        ("version", {"versions"}, True),
        ("new", set(), True),
    ],
)
def test_copies_and_versions_are_told_where_the_rule_asks(kind: str, includes: set[str], is_told: bool) -> None:  # noqa: FBT001 - a case's column
    article = replace(ARTICLE, verdict=Verdict(VerdictKind(kind), "why"))

    assert bool(told(article, Rule("all", includes=frozenset(includes)))) is is_told


def test_an_article_that_is_edited_twice_is_told_twice_by_a_rule_on_versions() -> None:
    edited = replace(ARTICLE, verdict=Verdict(VerdictKind.VERSION, "why"))
    every, others = Rule("every", includes=frozenset({"versions"})), Rule("others")

    keys = {alert.key for n in (1, 2, 3) for alert in alerts(replace(edited, versions=n), every)}

    assert len(keys) == 3
    assert alerts(ARTICLE, every)[0].key == key_of("every", "log", ARTICLE.url)  # whatever is told of later ones
    assert alerts(ARTICLE, others)[0].key == alerts(replace(ARTICLE, versions=2), others)[0].key


# --- one article, several rules -------------------------------------------------------------------

NIGHT = Rule("night", quiet=("11:00", "13:00"))


def test_what_is_found_in_quiet_hours_says_until_when_it_waits() -> None:
    (alert,) = alerts(ARTICLE, NIGHT)

    assert (alert.due_at, alert.state) == (NOON + timedelta(hours=1), AlertState.DUE)
    assert alert.why == "Quiet hours: rule 'night' tells nothing before 2026-11-22T13:00:00Z."


def test_an_article_that_another_rule_tells_now_waits_for_no_quiet_hours() -> None:
    quiet, at_once = alerts(ARTICLE, NIGHT, Rule("day"))

    assert (quiet.due_at, at_once.due_at) == (NOON, NOON)


def test_rules_of_different_channels_do_not_hurry_each_other() -> None:
    quiet, _ = alerts(ARTICLE, replace(NIGHT, channels=("mail",)), Rule("day", channels=("log",)))

    assert quiet.due_at == NOON + timedelta(hours=1)


def test_what_is_gathered_is_not_hurried() -> None:
    gathered, _ = alerts(ARTICLE, Rule("hourly", every_min=60), Rule("day"))

    assert (gathered.due_at, gathered.gather) == (NOON + timedelta(hours=1), "every 60 min UTC")
    assert gathered.why == "Schedule: rule 'hourly' tells every 60 min UTC; the next time is 2026-11-22T13:00:00Z."


def test_without_a_channel_nothing_is_queued() -> None:
    spike = Rule("spike", on=AlertKind.SPIKE)

    assert alerts(ARTICLE, Rule("all"), channels=()) == ()
    assert [alert.channel for alert in alerts(ARTICLE, spike, channels=())] == [""]


def test_quiet_hours_do_not_end_with_what_another_rule_gathers() -> None:
    _, quiet = alerts(ARTICLE, Rule("hourly", every_min=30), NIGHT)

    assert quiet.due_at == NOON + timedelta(hours=1)


# --- default rules --------------------------------------------------------------------------------


def named_in_title(*topics: str) -> Article:
    mentions = (Mention(topic, topic, "en", "title", 0, 1, "word") for topic in topics)
    return replace(ARTICLE, mentions=tuple(mentions))


@pytest.mark.parametrize(
    ("topics", "is_urgent"),
    [
        (("kazakhstan", "csto"), True),
        (("kazakhstan", "sco"), True),
        (("csto", "sco"), False),
        (("kazakhstan",), False),
    ],
)
def test_an_alliance_beside_kazakhstan_in_a_headline_is_urgent(topics: tuple[str, ...], is_urgent: bool) -> None:  # noqa: FBT001 - a case's column
    found = alerts(named_in_title(*topics))

    assert (Urgency.URGENT in {alert.urgency for alert in found}) is is_urgent


@pytest.mark.parametrize(
    ("topics", "query"),
    [
        (TOPICS, "headline:kazakhstan (headline:csto OR headline:sco)"),
        (("kazakhstan", "sco"), "headline:kazakhstan headline:sco"),
        (("csto", "sco"), None),
        (("kazakhstan", "oil"), None),
    ],
)
def test_that_rule_is_there_where_its_topics_are(topics: tuple[str, ...], query: str | None) -> None:
    queries = {rule.name: rule.query for rule in default_rules(topics)}

    assert queries.get("together-in-headline") == query


def test_default_rules_have_names_of_their_own_and_can_be_read() -> None:
    rules = default_rules(TOPICS)

    assert [rule.name for rule in rules] == [
        "csto",
        "kazakhstan",
        "sco",
        "together-in-headline",
        "csto-spike",
        "kazakhstan-spike",
        "sco-spike",
        "withdrawn-or-edited",
    ]
    assert len(Book.of(rules, ("log",), now=NOON).by_name()) == 8


# --- spikes ---------------------------------------------------------------------------------------


def test_a_rule_on_spikes_counts_an_article_once_whatever_its_channels() -> None:
    (counted,) = alerts(ARTICLE, Rule("rise", on=AlertKind.SPIKE), channels=("log", "mail"))

    assert (counted.state, counted.channel, counted.kind) == (AlertState.COUNTED, "", AlertKind.SPIKE)


def test_what_was_there_before_its_feed_counts_for_no_spike() -> None:
    book = Book.of([Rule("rise", on=AlertKind.SPIKE)], ["log"], now=NOON)

    (alert,) = alerts_for(ARTICLE, book, NOON, is_backlog=True)

    assert alert.state is AlertState.BACKLOG


# --- changes --------------------------------------------------------------------------------------

GONE = Change(ChangeKind.WITHDRAWN, "The server says that it is not there (404).")
EDITED = Change(ChangeKind.STEALTH_EDIT, "Two sentences are others.")
ON_CHANGES = Rule("changed", on=AlertKind.CHANGE)


def changed(
    *changes: Change, article: Article = ARTICLE, rule: Rule = ON_CHANGES, now: datetime = NOON
) -> tuple[Alert, ...]:
    return alerts_for_changes(article, changes, Book.of([rule], ["log"], now=NOON), now)


def test_what_a_rule_wants_to_know_of_a_known_article_is_told_once_a_change() -> None:
    found = changed(GONE, EDITED, Change(ChangeKind.HEADLINE, "Another."))

    assert [alert.facts["change"] for alert in found] == [
        {"kind": "withdrawn", "detail": "The server says that it is not there (404)."},
        {"kind": "stealth_edit", "detail": "Two sentences are others."},
    ]
    assert len({alert.key for alert in found}) == 2
    assert {alert.kind for alert in found} == {AlertKind.CHANGE}


def test_changes_are_no_new_coverage_and_new_coverage_is_no_change() -> None:
    assert changed(GONE, rule=Rule("coverage")) == ()
    assert alerts(ARTICLE, ON_CHANGES) == ()


def test_a_change_is_told_of_what_the_query_means() -> None:
    assert changed(GONE, rule=replace(ON_CHANGES, query="topic:sco")) == ()
    assert len(changed(GONE, rule=replace(ON_CHANGES, query="topic:csto"))) == 1
    assert changed(GONE, article=replace(ARTICLE, topics=())) == ()


def test_an_edit_that_takes_a_topic_out_is_told_to_whoever_wanted_it() -> None:
    now_silent = replace(ARTICLE, topics=("kazakhstan",))
    removed = Change(ChangeKind.MENTION_REMOVED, "CSTO is named no more.", topic="csto")

    found = changed(EDITED, removed, article=now_silent, rule=replace(ON_CHANGES, query="topic:csto"))

    assert [alert.facts["change"] for alert in found] == [
        {"kind": "stealth_edit", "detail": "Two sentences are others."}
    ]


def test_each_version_is_told_and_the_same_one_once() -> None:
    keys = [changed(EDITED, article=replace(ARTICLE, versions=n))[0].key for n in (2, 2, 3)]

    assert keys[0] == keys[1]
    assert keys[0] != keys[2]


def test_a_page_that_is_gone_back_and_gone_again_is_told_each_time() -> None:
    keys = {changed(GONE, now=NOON + timedelta(hours=hours))[0].key for hours in (0, 2)}

    assert len(keys) == 2
