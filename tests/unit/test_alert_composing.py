"""Is each alert told once, in as few messages as can be, and none of them lost?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alert.composing import compose, composer
from monitor.alert.message import item
from monitor.alert.rules import Book
from monitor.core.alert_limits import BURST, MOST_A_MINUTE
from monitor.core.records.alerts import (
    Alert,
    AlertKind,
    AlertState,
    Composition,
    MessageKind,
    PutOff,
    QueuedAlert,
    Rule,
    Silence,
    Snooze,
    StoryState,
    Urgency,
    Waiting,
)
from monitor.core.records.articles import Article, Basis
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.verdicts import Verdict, VerdictKind

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ARTICLE = Article(
    id=7,
    url="https://outlet.example/a",
    outlet="outlet.example",
    title="A headline of Astana",
    author="",
    language="ru",
    published_at=NOON - timedelta(hours=1),
    first_seen_at=NOON,
    kept_at=NOON,
    basis=Basis.FULL,
    verdict=Verdict(VerdictKind.NEW, "nothing like it"),
    topics=("csto",),
    feed="Outlet",
    story_id=3,
)


def queued(number: int, *, rule: str = "csto", story: int | None = 3, article: Article = ARTICLE) -> QueuedAlert:
    """An alert of the article with its number, so that each stands for an article of its own."""
    one = replace(article, id=number, story_id=story, title=f"{article.title} {number}")
    facts = item(rule, AlertKind.ARTICLE, one)
    alert = Alert(f"key {rule} {number}", rule, "log", AlertKind.ARTICLE, Urgency.NORMAL, number, story, facts, NOON)
    return QueuedAlert(number, alert, NOON, NOON)


def of(each: QueuedAlert, **values: object) -> QueuedAlert:
    return replace(each, alert=replace(each.alert, **values))  # type: ignore[arg-type] # fields of an alert by name


def urgent(each: QueuedAlert) -> QueuedAlert:
    return of(each, urgency=Urgency.URGENT)


def stories(count: int, *, first: int = 1) -> list[QueuedAlert]:
    """Alerts of as many stories, one each."""
    return [queued(number, story=number) for number in range(first, first + count)]


def waiting(*alerts: QueuedAlert, **values: object) -> Waiting:
    return replace(Waiting("log", "", NOON, alerts), **values)  # type: ignore[arg-type] # fields of Waiting by name


def by(*rules: Rule) -> Callable[[Waiting], Composition]:
    book = Book.of(rules, ["log"], now=NOON)
    return composer(lambda: book)


def told(composed: Composition) -> list[tuple[int, ...]]:
    return [message.alert_ids for message in composed.messages]


def held(composed: Composition) -> list[tuple[int, AlertState, datetime | None, str]]:
    return [(each.alert_id, each.state, each.due_at, each.why.partition(":")[0]) for each in composed.put_off]


def hour(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


# --- one message a story --------------------------------------------------------------------------


def test_nothing_is_made_of_nothing() -> None:
    assert compose(waiting()) == Composition()


def test_a_story_is_one_message_and_an_article_without_one_is_alone() -> None:
    alerts = (queued(1), queued(2), queued(3, story=None), queued(4, story=None))

    assert told(compose(waiting(*alerts))) == [(1, 2), (3,), (4,)]


def test_an_article_that_several_rules_found_is_told_once() -> None:
    first = queued(1)
    again = replace(of(first, rule="kazakhstan", key="key kazakhstan 1"), id=2)

    (message,) = compose(waiting(first, again)).messages

    assert (message.rules, message.payload["count"]) == (("csto", "kazakhstan"), 1)


def test_the_first_of_a_story_is_an_article_and_the_next_an_update_in_its_thread() -> None:
    (first,) = compose(waiting(queued(1))).messages
    state = StoryState(3, 2, 2, told_at=hour(-60), thread=first.key)

    (second,) = compose(waiting(queued(2), stories={3: state})).messages

    assert (first.kind, first.thread, first.story_id) == (MessageKind.ARTICLE, "", 3)
    assert (second.kind, second.thread, second.story_id) == (MessageKind.UPDATE, first.key, 3)
    assert second.payload["story"] == {"id": 3, "articles": 2, "outlets": 2}


def test_a_change_is_said_to_be_one_and_stands_in_its_storys_thread() -> None:
    gone = item("changed", AlertKind.CHANGE, ARTICLE, change=Change(ChangeKind.WITHDRAWN, "Gone."))
    alert = of(queued(1), kind=AlertKind.CHANGE, facts=gone)
    state = StoryState(3, told_at=hour(-120), thread="first")

    (message,) = compose(waiting(alert, stories={3: state})).messages

    assert (message.kind, message.thread) == (MessageKind.CHANGE, "first")


def test_a_spike_is_a_message_of_its_own_and_of_no_story() -> None:
    spike = of(queued(2, rule="csto-spike"), kind=AlertKind.SPIKE, story_id=None)

    messages = compose(waiting(queued(1), spike)).messages

    assert [(each.kind, each.story_id) for each in messages] == [(MessageKind.ARTICLE, 3), (MessageKind.SPIKE, None)]


def test_the_same_alerts_give_the_same_keys() -> None:
    first, second = compose(waiting(queued(1), queued(2), queued(3, story=4))).messages
    again = compose(waiting(queued(2), queued(1), queued(3, story=4), now=hour(1))).messages

    assert [each.key for each in again] == [first.key, second.key]
    assert second.key == "key csto 3"


# --- silences -------------------------------------------------------------------------------------


def silence(query: str) -> Silence:
    return Silence(5, query, hour(60), "Aigul", "duplicate storm", NOON)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "topic:csto",
        "feed:Outlet",
        "outlet:outlet.example lang:ru",
        "story:3",
        "title:Astana",
        "url:/a",
        "is:new",
        "date:2026-11-22",
        "seen:P1D",
        "-topic:sco",
    ],
)
def test_a_silence_holds_what_its_query_means(query: str) -> None:
    composed = compose(waiting(urgent(queued(1)), silences=(silence(query),)))

    assert held(composed) == [(1, AlertState.SILENCED, None, "Silence")]
    assert composed.put_off[0].why == "Silence: number 5 of Aigul, to 2026-11-22T13:00:00Z (duplicate storm)."


@pytest.mark.parametrize(
    "query",
    [
        "topic:sco",
        "feed:Other",
        "story:4",
        "title:Minsk",
        "date:2026-11-21",
        "Astana",  # a word of the text, of which an alert knows nothing, though it stands in the headline
        "-beside:tokayev",
        "topic:csto OR has:image",
        "topic:",  # cannot be read
    ],
)
def test_a_silence_holds_nothing_else(query: str) -> None:
    assert told(compose(waiting(queued(1), silences=(silence(query),)))) == [(1,)]


@pytest.mark.parametrize(("query", "is_held"), [("topic:csto", True), ("", True), ("outlet:outlet.example", False)])
def test_a_spike_is_silenced_by_its_topic_only(query: str, is_held: bool) -> None:  # noqa: FBT001 - a case's column
    spike = of(queued(1), kind=AlertKind.SPIKE, story_id=None)

    assert bool(compose(waiting(spike, silences=(silence(query),))).put_off) is is_held


def test_an_alert_that_says_nothing_of_its_article_is_told() -> None:
    assert told(compose(waiting(of(queued(1), facts={}), silences=(silence("topic:csto"),)))) == [(1,)]


@pytest.mark.parametrize(
    ("queued_min", "ended_min", "now_min", "is_held"),
    [
        (0, None, 0, True),
        (59, None, 59, True),
        (10, None, 480, True),  # a digest's, at its hour: it came in while the silence held
        (-1, None, 0, False),  # waited already when the silence began
        (60, None, 60, False),
        (10, 20, 480, True),
        (20, 20, 480, False),  # a person ended it before
    ],
)
def test_a_silence_holds_what_came_in_while_it_held(
    queued_min: int,
    ended_min: int | None,
    now_min: int,
    is_held: bool,  # noqa: FBT001 - a case's column
) -> None:
    ended_at = None if ended_min is None else hour(ended_min)
    alert = replace(queued(1), queued_at=hour(queued_min))

    composed = compose(waiting(alert, now=hour(now_min), silences=(replace(silence(""), ended_at=ended_at),)))

    assert bool(composed.put_off) is is_held


# --- snoozes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outlets", "is_held"), [(2, True), (4, True), (5, False), (9, False)])
def test_a_snoozed_story_waits_until_it_has_grown(outlets: int, is_held: bool) -> None:  # noqa: FBT001 - a case's column
    state = StoryState(3, outlets, outlets, snooze=Snooze(3, hour(-60), outlets=2, grow_by=3))

    composed = compose(waiting(urgent(queued(1)), stories={3: state}))

    assert held(composed) == ([(1, AlertState.HELD, None, "Snoozed")] if is_held else [])
    assert composed.woken == (() if is_held else (3,))
    assert told(composed) == ([] if is_held else [(1,)])


def test_a_snoozed_alert_stays_in_its_digest() -> None:
    state = StoryState(3, 1, 1, snooze=Snooze(3, hour(-60), outlets=1))

    composed = compose(waiting(of(queued(1), gather="daily"), gather="daily", stories={3: state}))

    assert composed.put_off[0].gather == "daily"


# --- quiet hours and pauses -----------------------------------------------------------------------

QUIET = Rule("csto", quiet=("11:00", "13:00"))


def test_quiet_hours_put_off_what_is_not_urgent() -> None:
    rule = replace(QUIET, urgency=Urgency.URGENT)

    assert held(by(QUIET)(waiting(queued(1)))) == [(1, AlertState.DUE, hour(60), "Quiet hours")]
    assert told(by(rule)(waiting(urgent(queued(1))))) == [(1,)]


@pytest.mark.parametrize(("told_min_ago", "due_in_min"), [(0, 60), (10, 50), (59, 1), (60, None), (500, None)])
def test_a_storys_next_message_waits_for_its_pause(told_min_ago: int, due_in_min: int | None) -> None:
    state = StoryState(3, told_at=hour(-told_min_ago), thread="first")

    composed = compose(waiting(queued(1), stories={3: state}))

    due = [] if due_in_min is None else [(1, AlertState.DUE, hour(due_in_min), "Story pause")]
    assert held(composed) == due


def test_a_pause_is_the_rules_own() -> None:
    state = StoryState(3, told_at=hour(-5), thread="first")

    assert told(by(Rule("csto", story_pause_min=0))(waiting(queued(1), stories={3: state}))) == [(1,)]
    assert held(by(Rule("csto", story_pause_min=15))(waiting(queued(1), stories={3: state})))[0][2] == hour(10)


def test_where_anything_of_a_story_is_told_all_of_it_is() -> None:
    state = StoryState(3, told_at=hour(-5), thread="first")
    patient, hasty = queued(1), queued(2, rule="hasty")

    assert told(by(Rule("hasty", story_pause_min=0))(waiting(patient, hasty, stories={3: state}))) == [(1, 2)]


def test_a_pause_holds_an_alert_once_though_others_tell_the_story_again() -> None:
    state = StoryState(3, told_at=hour(-5), thread="first")
    (put_off,) = compose(waiting(queued(1), stories={3: state})).put_off
    told_again = replace(state, told_at=hour(30))

    composed = compose(waiting(of(queued(1), why=put_off.why), now=put_off.due_at, stories={3: told_again}))

    assert told(composed) == [(1,)]


def test_no_pause_is_longer_than_a_day() -> None:
    state = StoryState(3, told_at=hour(-5), thread="first")
    old = replace(queued(1), queued_at=NOON - timedelta(hours=23))

    assert held(by(Rule("csto", story_pause_min=10_000))(waiting(old, stories={3: state})))[0][2] == hour(60)


def test_an_alert_whose_rule_is_gone_is_told_by_defaults() -> None:
    assert told(by()(waiting(queued(1)))) == [(1,)]


def test_what_a_rule_found_before_it_was_switched_off_waits_as_it_says() -> None:
    assert held(by(replace(QUIET, is_enabled=False))(waiting(queued(1)))) == [
        (1, AlertState.DUE, hour(60), "Quiet hours")
    ]


def test_a_rule_that_is_changed_holds_at_once() -> None:
    books = [Book.of([QUIET], ["log"], now=NOON), Book.of([Rule("csto")], ["log"], now=NOON)]
    composes = composer(lambda: books[0])

    before = composes(waiting(queued(1)))
    books.pop(0)
    after = composes(waiting(queued(1)))

    assert (told(before), told(after)) == ([], [(1,)])


# --- ceilings -------------------------------------------------------------------------------------


def test_what_is_beyond_a_ceiling_is_gathered_until_the_next_full_hour() -> None:
    composed = by(Rule("csto", ceiling_per_h=5))(waiting(*stories(4), told={"csto": 3}, now=hour(20)))

    assert told(composed) == [(1,), (2,)]
    assert held(composed) == [(each, AlertState.DUE, hour(60), "Ceiling") for each in (3, 4)]
    assert {each.gather for each in composed.put_off} == {"csto"}


def test_what_is_urgent_and_beyond_a_ceiling_waits_five_minutes_at_most() -> None:
    rule = Rule("csto", urgency=Urgency.URGENT, ceiling_per_h=5)

    composed = by(rule)(waiting(urgent(queued(1)), told={"csto": 5}, now=hour(21)))

    assert held(composed) == [(1, AlertState.DUE, hour(25), "Ceiling")]


def test_a_story_is_beyond_a_ceiling_only_where_all_its_rules_are() -> None:
    first, other = queued(1), queued(2, rule="other")

    composes = by(*(Rule(name, ceiling_per_h=30) for name in ("csto", "other")))

    assert told(composes(waiting(first, other, told={"csto": 30, "other": 29}))) == [(1, 2)]
    assert {each.gather for each in composes(waiting(first, other, told={"csto": 30, "other": 30})).put_off} == {"csto"}


def test_a_ceiling_of_0_is_none() -> None:
    assert told(by(Rule("csto", ceiling_per_h=0))(waiting(queued(1), told={"csto": 900}))) == [(1,)]


def test_what_a_ceiling_gathered_is_told_whatever_was_told_until_then() -> None:
    gathered = [of(each, gather="csto") for each in stories(3)]

    (message,) = compose(waiting(*gathered, gather="csto", more=37, told={"csto": 99})).messages

    assert (message.kind, message.alert_ids, message.takes_rest) == (MessageKind.DIGEST, (1, 2, 3), True)
    assert (message.payload["count"], message.payload["more"]) == (40, 37)


def test_no_ceiling_holds_an_alert_for_longer_than_a_day() -> None:
    old = replace(queued(1), queued_at=NOON - timedelta(days=1))

    assert told(compose(waiting(old, told={"csto": 99}))) == [(1,)]


# --- bursts and digests ---------------------------------------------------------------------------


def test_ten_messages_at_once_are_ten_and_eleven_are_a_digest() -> None:
    assert len(compose(waiting(*stories(BURST))).messages) == 10

    (digest,) = compose(waiting(*stories(BURST + 1))).messages

    assert (digest.kind, digest.story_id, len(digest.alert_ids)) == (MessageKind.DIGEST, None, 11)
    assert not digest.takes_rest


def test_of_a_burst_what_is_urgent_is_told_first_and_by_itself() -> None:
    alerts = [urgent(each) for each in stories(2)] + stories(20, first=3)

    first, second = compose(waiting(*alerts, more=50)).messages

    assert (first.alert_ids, first.urgency, first.takes_rest) == ((1, 2), Urgency.URGENT, False)
    assert (len(second.alert_ids), second.urgency, second.takes_rest) == (20, Urgency.NORMAL, True)


def test_a_burst_counts_as_one_message_towards_a_ceiling() -> None:
    (digest,) = by(Rule("csto", ceiling_per_h=5))(waiting(*stories(20), told={"csto": 4})).messages

    assert len(digest.alert_ids) == 20


def test_a_burst_beyond_a_ceiling_is_put_off() -> None:
    composed = by(Rule("csto", ceiling_per_h=5))(waiting(*stories(20), told={"csto": 5}))

    assert (told(composed), len(composed.put_off)) == ([], 20)


def test_what_is_gathered_is_one_message_of_few_or_of_many() -> None:
    gathered = [of(each, gather="every 60 min UTC") for each in (queued(1), urgent(queued(2)))]

    (digest,) = compose(waiting(*gathered, gather="every 60 min UTC")).messages

    assert (digest.kind, digest.urgency, digest.thread) == (MessageKind.DIGEST, Urgency.URGENT, "")


def test_no_story_pauses_in_a_digest() -> None:
    state = StoryState(3, told_at=hour(-5), thread="first")

    assert told(compose(waiting(of(queued(1), gather="daily"), gather="daily", stories={3: state}))) == [(1,)]


@pytest.mark.parametrize("gather", ["", "every 60 min UTC"])
def test_where_a_silence_holds_all_of_many_are_looked_at_before_they_are_told(gather: str) -> None:
    alerts = [of(each, gather=gather) for each in stories(200)]
    silenced = silence("title:199")
    now = hour(0) + timedelta(seconds=20)

    composed = compose(waiting(*alerts, gather=gather, more=800, silences=(silenced,), now=now))

    assert told(composed) == []
    assert held(composed)[0] == (199, AlertState.SILENCED, None, "Silence")
    assert {(each.due_at, each.gather) for each in composed.put_off[1:]} == {(hour(1), f"sifted:{gather}")}

    sifted = [of(each, gather=f"sifted:{gather}") for each in alerts if each.id != 199]
    (digest,) = compose(waiting(*sifted, gather=f"sifted:{gather}", more=700, silences=(silenced,))).messages

    assert (digest.takes_rest, digest.payload["more"]) == (True, 700)


def test_where_a_snooze_holds_any_of_those_that_are_not_given_all_are_looked_at_first() -> None:
    composed = compose(waiting(*stories(200), more=5, has_snoozed=True))

    assert (told(composed), {each.gather for each in composed.put_off}) == ([], {"sifted:"})


def test_of_what_was_looked_at_the_urgent_is_told_first_too() -> None:
    alerts = [of(each, gather="sifted:") for each in [urgent(queued(1)), *stories(20, first=2)]]

    assert told(compose(waiting(*alerts, gather="sifted:", more=5)))[0] == (1,)


def test_a_burst_of_which_all_are_there_is_told_at_once_though_a_silence_holds() -> None:
    composed = compose(waiting(*stories(20), silences=(silence("title:20"),)))

    assert [len(each) for each in told(composed)] == [19]


def test_what_is_beyond_the_messages_of_a_minute_is_gathered_until_the_next_full_one() -> None:
    now = hour(0) + timedelta(seconds=20)

    composed = compose(waiting(*stories(8), lately={Urgency.NORMAL: MOST_A_MINUTE - 3}, now=now))

    assert told(composed) == [(1,), (2,), (3,)]
    assert held(composed) == [(number, AlertState.DUE, hour(1), "Burst") for number in range(4, 9)]
    assert {each.gather for each in composed.put_off} == {"sifted:"}


def test_what_a_flood_gathered_is_one_digest_whatever_was_told_until_then() -> None:
    gathered = [of(each, gather="sifted:") for each in stories(5)]

    (digest,) = compose(waiting(*gathered, gather="sifted:", lately={Urgency.NORMAL: 9_000})).messages

    assert (digest.kind, digest.alert_ids) == (MessageKind.DIGEST, (1, 2, 3, 4, 5))


def test_a_flood_of_others_does_not_keep_back_what_is_urgent() -> None:
    composed = compose(waiting(urgent(queued(1, story=1)), queued(2, story=2), lately={Urgency.NORMAL: 5_000}))

    assert (told(composed), held(composed)) == ([(1,)], [(2, AlertState.DUE, hour(1), "Burst")])


def test_a_flood_of_what_is_urgent_is_gathered_too() -> None:
    composed = compose(waiting(urgent(queued(1)), lately={Urgency.URGENT: MOST_A_MINUTE}))

    assert held(composed) == [(1, AlertState.DUE, hour(1), "Burst")]


def test_in_a_flood_what_waits_in_great_number_is_told_at_once() -> None:
    (digest,) = compose(waiting(*stories(200), more=9_800, lately={Urgency.NORMAL: 150})).messages

    assert (digest.takes_rest, digest.payload["count"]) == (True, 10_000)


def test_in_a_flood_few_stories_of_many_alerts_wait_too() -> None:
    alerts = [queued(number, story=number % 5 + 1) for number in range(1, 201)]

    composed = compose(waiting(*alerts, more=800, lately={Urgency.NORMAL: MOST_A_MINUTE - 1}))

    assert [len(each) for each in told(composed)] == [40]
    assert len(composed.put_off) == 160


def test_few_of_one_story_do_not_take_the_rest() -> None:
    (message,) = compose(waiting(*(queued(number) for number in range(1, 201)), more=5)).messages

    assert (len(message.alert_ids), message.takes_rest) == (200, False)


# --- whatever waits -------------------------------------------------------------------------------

RULES = (
    Rule("csto", story_pause_min=30, ceiling_per_h=4),
    Rule("night", quiet=("22:00", "07:00"), zone="Asia/Almaty"),
    Rule("red", urgency=Urgency.URGENT, quiet=("00:00", "23:59"), story_pause_min=0),
)


@st.composite
def anything(draw: st.DrawFn) -> Waiting:
    now = NOON + timedelta(minutes=draw(st.integers(0, 3_000)))
    gather = draw(st.sampled_from(["", "", "csto", "sifted:"]))
    alerts = []
    for number in range(1, draw(st.integers(0, 40)) + 1):
        rule = draw(st.sampled_from(["csto", "night", "red", "gone"]))
        each = queued(number, rule=rule, story=draw(st.sampled_from([None, 1, 2, 3, number + 10])))
        why = draw(st.sampled_from(["", "Story pause: before.", "Ceiling: before."]))
        kind = draw(st.sampled_from(list(AlertKind)))
        urgency = Urgency.URGENT if rule == "red" else Urgency.NORMAL
        age = timedelta(minutes=draw(st.integers(0, 2_000)))
        alerts.append(replace(of(each, why=why, kind=kind, urgency=urgency, gather=gather), queued_at=now - age))
    ids = {each.alert.story_id for each in alerts if each.alert.story_id}
    return Waiting(
        "log",
        gather,
        now,
        tuple(alerts),
        more=draw(st.sampled_from([0, 0, 500])),
        stories={story: draw(states(story, now)) for story in ids},
        told=draw(st.dictionaries(st.sampled_from(["csto", "night", "red"]), st.integers(0, 40))),
        lately=draw(st.dictionaries(st.sampled_from(list(Urgency)), st.integers(0, 2 * MOST_A_MINUTE))),
        silences=draw(st.sampled_from([(), (), (silence("title:7"),)])),
    )


def states(story: int, now: datetime) -> st.SearchStrategy[StoryState]:
    told_at = st.one_of(st.none(), st.integers(0, 200).map(lambda minutes: now - timedelta(minutes=minutes)))
    snooze = st.sampled_from([None, Snooze(story, NOON, outlets=2, grow_by=3)])
    return st.builds(StoryState, st.just(story), st.just(9), st.integers(1, 9), told_at, st.just("first"), snooze)


@settings(max_examples=150, deadline=None)
@given(anything())
def test_every_alert_is_in_one_message_or_put_off(given_: Waiting) -> None:
    composed = by(*RULES)(given_)

    told_ids = [alert_id for message in composed.messages for alert_id in message.alert_ids]
    held_ids = [each.alert_id for each in composed.put_off]
    assert sorted(told_ids + held_ids) == [each.id for each in given_.alerts]
    assert all(message.alert_ids for message in composed.messages)
    assert len({message.key for message in composed.messages}) == len(composed.messages)
    assert sum(message.takes_rest for message in composed.messages) <= 1


@settings(max_examples=150, deadline=None)
@given(anything())
def test_what_is_put_off_comes_back_later_or_by_somebody(given_: Waiting) -> None:
    for each in by(*RULES)(given_).put_off:
        if each.state is AlertState.DUE:
            assert each.due_at is not None
            assert given_.now < each.due_at <= given_.now + timedelta(days=1)
        else:
            assert (each.due_at, each.state in (AlertState.HELD, AlertState.SILENCED)) == (None, True)
        assert each.why.endswith(".")


@settings(max_examples=100, deadline=None)
@given(anything())
def test_an_alert_that_is_put_off_again_and_again_is_told_in_the_end(given_: Waiting) -> None:
    """Though at each time its story was told just now, and its rules had all their messages, in a flood of others."""
    left = [given_]
    for _ in range(8):
        left = [again for each in left for again in put_off(each, by(*RULES)(each))]
        left = [replace(each, stories=told_now(each.stories, each.now), told=ALL_TOLD, lately=FLOOD) for each in left]

    assert left == []


ALL_TOLD = {"csto": 99, "night": 99, "red": 99, "gone": 99}
FLOOD = dict.fromkeys(Urgency, 5_000)


def told_now(before: Mapping[int, StoryState], now: datetime) -> dict[int, StoryState]:
    return {story: replace(state, told_at=now, snooze=None) for story, state in before.items()}


def put_off(before: Waiting, composed: Composition) -> list[Waiting]:
    """What is due again, each alert by itself, at its own time."""
    by_id = {each.id: each for each in before.alerts}
    return [again(before, by_id[each.alert_id], each) for each in composed.put_off if each.state is AlertState.DUE]


def again(before: Waiting, alert: QueuedAlert, each: PutOff) -> Waiting:
    assert each.due_at is not None
    alone = of(alert, why=each.why, gather=each.gather)
    return replace(before, alerts=(alone,), gather=each.gather, now=each.due_at, more=0)
