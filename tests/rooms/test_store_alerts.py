"""Do alerts become messages once, together with all that is to be known of their stories, and does nothing get lost?"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from monitor.alert.composing import compose
from monitor.alert.message import payload_of
from monitor.core.alert_limits import BURST, MOST_A_MINUTE
from monitor.core.errors import NotFound
from monitor.core.records.alerts import (
    Alert,
    AlertKind,
    AlertState,
    Composition,
    DeliveryFilter,
    DueDelivery,
    Message,
    MessageKind,
    PutOff,
    QueuedAlert,
    Silence,
    Urgency,
    Waiting,
)
from monitor.core.records.articles import Covered
from monitor.core.records.failures import Failed, Reason
from monitor.store.alerts.alerts import Alerts
from monitor.store.alerts.outbox import Deliveries
from monitor.store.alerts.rules import AlertRules
from monitor.store.alerts.silences import Silences
from monitor.store.alerts.snoozes import Snoozes
from monitor.store.engine import Database
from monitor.store.schema.tables import ALERT, ARTICLE, DELIVERY
from monitor.store.stories.stories import Stories
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import Room, alert, draft, rulings

AWAY = Failed(Reason.SERVER_ERROR, "The receiver answered 503.", status=503)
HOUR = timedelta(hours=1)
Compose = Callable[[Waiting], Composition]


def message(waiting: Waiting, alerts: tuple[QueuedAlert, ...], *, takes_rest: bool = False) -> Message:
    """A message that tells these alerts, about the story of the first."""
    first, kind = alerts[0].alert, MessageKind.DIGEST if takes_rest else MessageKind.ARTICLE
    story = waiting.stories.get(first.story_id or 0)
    rules = tuple(dict.fromkeys(each.alert.rule for each in alerts))
    return Message(
        first.key,
        waiting.channel,
        kind,
        first.urgency,
        rules,
        None if takes_rest else first.story_id,
        story.thread if story else "",
        payload_of(first.key, kind, alerts),
        tuple(each.id for each in alerts),
        takes_rest,
    )


def each_alone(waiting: Waiting) -> Composition:
    """A message an alert."""
    return Composition(tuple(message(waiting, (each,)) for each in waiting.alerts))


def all_at_once(waiting: Waiting) -> Composition:
    """A digest of what is seen, and of the rest."""
    return Composition((message(waiting, waiting.alerts, takes_rest=True),))


@dataclass
class Newsroom:
    """An outbox, and articles whose alerts wait in it."""

    room: Room
    compose: Compose = each_alone
    seen: list[Waiting] = field(default_factory=list)
    kept: int = 0

    def __post_init__(self) -> None:
        self.database, self.clock = self.room.database, self.room.clock
        self.outbox = Deliveries(self.database, self.room.leases, self._composing)
        self.alerts = Alerts(self.database)
        self.silences, self.snoozes = Silences(self.database, self.clock), Snoozes(self.database, self.clock)

    def _composing(self, waiting: Waiting) -> Composition:
        self.seen.append(waiting)
        return self.compose(waiting)

    def keep(self, *channels: str, story: int | None = None, **changes: object) -> int:
        """Keep an article with an alert to each channel; give its id."""
        self.kept += 1
        queue = [*(channels or ("log",))]
        announce: Callable[..., list[Alert]] = lambda article: [  # noqa: E731 - one line says it
            replace(alert(article, channel), story_id=story or article.story_id, **changes)  # type: ignore[arg-type]  # the test knows them
            for channel in queue
        ]
        given = draft(self.kept, text=f"The CSTO met {self.kept} times.")
        kept = self.room.articles.keep(Covered(self.room.entry(), given), rulings(announce=announce))
        article_id = kept.article_id
        if story:
            with self.database.write() as connection:
                connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(story_id=story))
        return article_id

    def add(self, number: int, **changes: object) -> None:
        """Queue many alerts about the one article that there is."""
        article = self.room.articles.get(1)
        made = replace(alert(article), **changes)  # type: ignore[arg-type]  # the test knows them
        self.alerts.add([replace(made, key=f"{made.rule}/{made.gather}/{n}") for n in range(number)], self.clock.now())

    def states(self) -> list[tuple[str, datetime | None, str]]:
        """State, due time and digest of each alert, the first first."""
        c = ALERT.c
        with self.database.read() as connection:
            rows = connection.execute(select(c.state, c.due_at, c.gather).order_by(c.id))
            return [(row.state, row.due_at, row.gather) for row in rows]

    def send(self) -> list[str]:
        """Send all that is due; give the channels, in that order."""
        sent: list[DueDelivery] = []
        while claimed := self.outbox.claim(5, []):
            for each in claimed:
                self.outbox.sent(each)
            sent += claimed
        return [each.channel for each in sent]


@pytest.fixture
def newsroom(database: Database, clock: FakeClock) -> Newsroom:
    return Newsroom(Room(database, clock))


# --- what is known when messages are composed -----------------------------------------------------


def test_the_most_urgent_is_composed_first_then_the_oldest_and_the_rest_is_counted(newsroom: Newsroom) -> None:
    newsroom.keep()
    newsroom.add(205, rule="many")
    newsroom.add(2, rule="now", urgency=Urgency.URGENT)
    newsroom.add(1, rule="some day", urgency=Urgency.LOW)

    newsroom.outbox.claim(1, [])

    (waiting,) = newsroom.seen
    assert [each.alert.rule for each in waiting.alerts] == ["now", "now", "all", *["many"] * 197]
    assert [each.id for each in waiting.alerts[2:]] == list(range(1, 199))
    assert waiting.more == 9  # 8 of "many", and the one of some day


def test_each_digest_is_composed_apart_and_none_of_a_busy_channel(newsroom: Newsroom) -> None:
    newsroom.keep("log", "webhook", "email")
    newsroom.add(3, rule="daily", gather="daily")

    newsroom.outbox.claim(5, ["webhook"])

    groups = {(each.channel, each.gather): len(each.alerts) for each in newsroom.seen}
    assert groups == {("log", ""): 1, ("log", "daily"): 3, ("email", ""): 1}


def test_a_story_is_known_with_its_outlets_and_the_first_message_about_it(newsroom: Newsroom) -> None:
    newsroom.keep("log", "webhook")
    newsroom.send()
    newsroom.clock.advance(60)
    newsroom.keep("log", "webhook", story=1)
    newsroom.send()
    newsroom.clock.advance(60)
    article_id = newsroom.keep("log", story=1)
    with newsroom.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(outlet="other.example"))
    newsroom.outbox.claim(5, [])

    state = newsroom.seen[-1].stories[1]

    assert (state.articles, state.outlets) == (3, 2)
    assert (state.told_at, state.thread) == (NOON + timedelta(seconds=60), "1/all/log")


def test_a_story_that_a_digest_told_of_was_told(newsroom: Newsroom) -> None:
    newsroom.compose = all_at_once
    newsroom.keep()
    newsroom.keep()
    newsroom.send()

    newsroom.keep(story=2)
    newsroom.send()

    assert (newsroom.seen[-1].stories[2].told_at, newsroom.seen[-1].stories[2].thread) == (NOON, "1/all/log")


def test_messages_of_the_last_hour_are_counted_by_rule_and_channel(newsroom: Newsroom) -> None:
    newsroom.compose = lambda waiting: Composition((message(waiting, waiting.alerts),))
    newsroom.keep("log", "webhook", rule="early")
    newsroom.send()
    newsroom.clock.advance(3_600)
    newsroom.keep("log", "webhook", rule="csto")
    newsroom.add(1, rule="sco")
    newsroom.send()
    newsroom.clock.advance(3_599)
    newsroom.keep("log", "webhook")
    newsroom.outbox.claim(5, [])

    assert {each.channel: each.told for each in newsroom.seen[-2:]} == {
        "log": {"csto": 1, "sco": 1},
        "webhook": {"csto": 1},
    }


def test_silences_that_held_when_something_came_in_are_given_however_late_it_is_told(newsroom: Newsroom) -> None:
    over = newsroom.silences.add("topic:sco", NOON + HOUR, "ann", "")
    ended = newsroom.silences.add("topic:sco", NOON + 2 * HOUR, "ann", "")
    newsroom.clock.advance(60)
    newsroom.keep(gather="daily", due_at=NOON + 8 * HOUR)
    newsroom.clock.advance(60)
    newsroom.silences.end(ended.id)
    newsroom.silences.add("topic:sco", NOON + 9 * HOUR, "ann", "It came before this one.")
    newsroom.clock.advance(8 * 3_600)

    newsroom.outbox.claim(5, [])

    assert newsroom.seen[0].silences == (over, replace(ended, ended_at=NOON + timedelta(seconds=120)))


def test_whether_a_story_is_snoozed_is_known_of_those_too_that_are_not_given(newsroom: Newsroom) -> None:
    newsroom.keep(due_at=NOON + HOUR)
    newsroom.keep(due_at=NOON + HOUR)
    newsroom.add(250, story_id=1, gather="daily")
    newsroom.add(1, story_id=2, gather="daily", rule="other", urgency=Urgency.LOW)
    newsroom.compose = lambda _: Composition()
    newsroom.outbox.claim(0, [])
    newsroom.snoozes.put(2, 3, "ann")
    newsroom.outbox.claim(0, [])

    assert [(each.more, each.has_snoozed, list(each.stories)) for each in newsroom.seen] == [
        (51, False, [1]),
        (51, True, [1]),
    ]


def test_only_silences_that_hold_are_given(newsroom: Newsroom) -> None:
    silences = newsroom.silences
    over = silences.add("topic:csto", NOON, "ann", "It is over at once.")
    ended = silences.add("topic:csto", NOON + HOUR, "ann", "")
    holds = silences.add("topic:sco", NOON + HOUR, "bek", "Exercises")
    ends = [silences.end(ended.id), silences.end(ended.id), silences.end(over.id)]
    newsroom.keep()

    newsroom.outbox.claim(5, [])

    assert ends == [True, False, False]
    assert newsroom.seen[0].silences == (holds,) == (Silence(3, "topic:sco", NOON + HOUR, "bek", "Exercises", NOON),)
    assert silences.list() == [holds]
    assert [each.id for each in silences.list(all_of_them=True)] == [3, 2, 1]


# --- what becomes of it ---------------------------------------------------------------------------


def test_a_digest_has_all_that_is_due_for_it_and_says_how_much(newsroom: Newsroom) -> None:
    newsroom.compose = all_at_once
    newsroom.keep()
    newsroom.clock.advance(60)
    for _ in range(3):
        newsroom.keep()
    newsroom.add(298, urgency=Urgency.URGENT)

    (digest,) = newsroom.outbox.claim(5, [])

    told = newsroom.outbox.get(digest.id)
    assert (told.alerts, told.payload["count"], told.payload["more"], told.queued_at) == (302, 4, 3, NOON)
    assert {state for state, *_ in newsroom.states()} == {"composed"}
    pages = [newsroom.outbox.alerts_of(digest.id), newsroom.outbox.alerts_of(digest.id, after=200)]
    assert [len(page) for page in pages] == [200, 102]
    assert pages[0][0].alert.article_id == 1


def test_a_digest_counts_the_changes_of_an_article_as_it_names_them(newsroom: Newsroom) -> None:
    newsroom.compose = all_at_once
    newsroom.keep(due_at=NOON + HOUR)
    article = newsroom.room.articles.get(1)
    made = replace(alert(article), kind=AlertKind.CHANGE)
    changes = [{"kind": "headline", "detail": f"Change {number}."} for number in range(210)]
    alerts = [
        replace(made, key=f"{rule} {n}", rule=rule, facts={**made.facts, "rule": rule, "change": change})
        for n, change in enumerate(changes)
        for rule in ("a", "b")
    ]
    newsroom.alerts.add(alerts, NOON)

    (digest,) = newsroom.outbox.claim(5, [])

    payload = newsroom.outbox.get(digest.id).payload
    named = payload["items"]
    assert isinstance(named, list)
    assert (len(named), payload["count"], payload["more"]) == (100, 210, 110)  # 200 alerts, of two rules each


def test_what_is_put_off_is_not_looked_at_before_its_time_and_then_told_as_it_was_said(newsroom: Newsroom) -> None:
    later = NOON + HOUR
    newsroom.compose = lambda waiting: Composition(
        put_off=tuple(PutOff(each.id, later, "Quiet hours.", "morning") for each in waiting.alerts)
    )
    newsroom.keep()
    newsroom.add(300)
    for _ in range(2):  # 200 at a time
        newsroom.outbox.claim(5, [])
    states = newsroom.states()
    newsroom.compose = all_at_once
    early = [newsroom.outbox.claim(5, []) for _ in range(3)]
    newsroom.clock.advance(3_600)

    (digest,) = newsroom.outbox.claim(5, [])

    assert states == [("due", later, "morning")] * 301
    assert (early, [(each.gather, len(each.alerts)) for each in newsroom.seen]) == (
        [[]] * 3,
        [("", 200), ("", 101), ("morning", 200)],
    )
    assert newsroom.outbox.get(digest.id).alerts == 301


def test_what_is_silenced_stays_so_and_says_why(newsroom: Newsroom) -> None:
    newsroom.compose = lambda waiting: Composition(
        put_off=tuple(PutOff(each.id, None, "Silence 1", state=AlertState.SILENCED) for each in waiting.alerts)
    )
    newsroom.keep()

    claimed = newsroom.outbox.claim(5, [])

    (silenced,) = newsroom.alerts.list(state=AlertState.SILENCED)
    assert (claimed, silenced.alert.why, newsroom.states()) == ([], "Silence 1", [("silenced", None, "")])


def test_a_message_whose_key_is_known_is_not_told_twice(newsroom: Newsroom) -> None:
    newsroom.compose = lambda waiting: Composition((replace(message(waiting, waiting.alerts), key="the same"),))
    newsroom.keep()
    first = newsroom.send()

    newsroom.keep()
    second = newsroom.send()

    assert (first, second, {state for state, *_ in newsroom.states()}) == (["log"], [], {"composed"})


# --- stories that are snoozed ---------------------------------------------------------------------


def held_until_it_grows(waiting: Waiting) -> Composition:
    """Hold what is of a snoozed story until that has as many outlets more as it shall; tell all else."""
    snoozes = {number: state.snooze for number, state in waiting.stories.items() if state.snooze}
    grown = [
        number for number, each in snoozes.items() if waiting.stories[number].outlets >= each.outlets + each.grow_by
    ]
    if grown:
        return Composition(woken=tuple(grown))
    held = [each for each in waiting.alerts if each.alert.story_id in snoozes]
    told = tuple(each for each in waiting.alerts if each not in held)
    put_off = tuple(PutOff(each.id, None, "Its story is snoozed.", state=AlertState.HELD) for each in held)
    return Composition((message(waiting, told),) if told else (), put_off)


def grow(newsroom: Newsroom, outlet: str) -> None:
    """Have one more outlet write about story 1, for both channels."""
    article_id = newsroom.keep("log", "webhook", story=1)
    with newsroom.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(outlet=outlet))


def test_a_snoozed_story_is_told_over_all_channels_once_it_has_grown(newsroom: Newsroom) -> None:
    newsroom.compose = held_until_it_grows
    newsroom.keep("log", "webhook")
    before = newsroom.send()
    snooze = newsroom.snoozes.put(1, 2, "ann")
    grow(newsroom, "b.example")
    silent = newsroom.send()
    grow(newsroom, "c.example")

    claimed = newsroom.outbox.claim(5, [])

    assert (before, silent, snooze.outlets) == (["log", "webhook"], [], 1)
    told = [newsroom.outbox.get(each.id) for each in claimed]
    assert [(each.channel, each.alerts) for each in told] == [("log", 2), ("webhook", 2)]  # with what was held back
    assert newsroom.snoozes.list() == []


def test_what_a_snooze_held_back_is_told_when_a_person_ends_it(newsroom: Newsroom) -> None:
    newsroom.compose = held_until_it_grows
    newsroom.keep("log", "webhook")
    newsroom.snoozes.put(1, 5, "ann")
    silent = newsroom.send()

    ended = [newsroom.snoozes.end(1), newsroom.snoozes.end(1)]

    assert (silent, ended, newsroom.send()) == ([], [True, False], ["log", "webhook"])


def test_a_story_is_snoozed_anew_with_what_it_has_now(newsroom: Newsroom) -> None:
    newsroom.keep()
    newsroom.snoozes.put(1, 3, "ann")
    newsroom.snoozes.end(1)
    grow(newsroom, "b.example")

    again = newsroom.snoozes.put(1, 4, "bek")

    assert (again.outlets, newsroom.snoozes.list()) == (2, [again])
    with pytest.raises(NotFound):
        newsroom.snoozes.put(99, 3, "ann")


def test_a_snooze_follows_its_story_into_the_one_that_it_was_merged_into(newsroom: Newsroom) -> None:
    newsroom.compose = held_until_it_grows
    newsroom.keep()
    newsroom.keep()
    newsroom.send()
    newsroom.snoozes.put(1, 2, "ann")
    newsroom.keep(story=1)
    silent = newsroom.send()
    Stories(newsroom.database, newsroom.clock).merge(1, 2, "bek")

    newsroom.keep(story=2)
    still_silent = newsroom.send()
    ended = newsroom.snoozes.end(2)

    assert (silent, still_silent, ended) == ([], [], True)
    (claimed,) = newsroom.outbox.claim(5, [])
    assert newsroom.outbox.get(claimed.id).alerts == 2  # of the one, and of the other


def cover(newsroom: Newsroom, story: int, outlet: str) -> None:
    """Have one more outlet write about a story what nobody is told: a copy."""
    given = draft(100 + newsroom.room.entries_made, text=f"A copy for {outlet}.")
    kept = newsroom.room.articles.keep(Covered(newsroom.room.entry(), given), rulings())
    with newsroom.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == kept.article_id).values(story_id=story, outlet=outlet))


def test_a_story_that_grows_by_copies_only_is_told_again_too(newsroom: Newsroom) -> None:
    newsroom.compose = held_until_it_grows
    newsroom.keep()
    newsroom.send()
    newsroom.snoozes.put(1, 2, "ann")
    newsroom.keep(story=1, gather="daily")
    newsroom.send()
    cover(newsroom, 1, "b.example")
    early = (newsroom.snoozes.wake(), newsroom.send())
    cover(newsroom, 1, "c.example")

    woken = newsroom.snoozes.wake()

    assert (early, woken, newsroom.snoozes.list()) == ((0, []), 1, [])
    assert newsroom.states()[1] == ("due", NOON, "")  # by itself: its digest may be a day away
    assert newsroom.send() == ["log"]


def test_what_is_held_back_while_a_person_ends_its_snooze_is_told_all_the_same(newsroom: Newsroom) -> None:
    newsroom.keep()
    newsroom.send()
    newsroom.keep(story=1)
    with newsroom.database.write() as connection:  # as composing leaves it that began before the end
        connection.execute(update(ALERT).where(ALERT.c.id == 2).values(state="held", due_at=None))

    woken = [newsroom.snoozes.wake(), newsroom.snoozes.wake()]

    assert (woken, newsroom.send()) == ([1, 0], ["log"])


def test_a_snooze_and_what_it_holds_back_follow_their_story_through_every_merge(newsroom: Newsroom) -> None:
    newsroom.compose = held_until_it_grows
    for _ in range(3):
        newsroom.keep()
    newsroom.send()
    newsroom.snoozes.put(1, 2, "ann")
    newsroom.keep(story=1)
    newsroom.send()
    stories = Stories(newsroom.database, newsroom.clock)
    stories.merge(1, 2, "bek")
    stories.merge(2, 3, "bek")
    newsroom.keep(story=3)
    silent = newsroom.send()
    for outlet in ("b.example", "c.example"):
        cover(newsroom, 3, outlet)

    woken = newsroom.snoozes.wake()

    assert (silent, newsroom.seen[-1].stories[3].snooze is not None) == ([], True)
    assert (woken, newsroom.snoozes.list(), newsroom.send()) == (2, [], ["log"])


def test_a_snooze_is_ended_by_any_story_of_those_that_were_merged(newsroom: Newsroom) -> None:
    for _ in range(3):
        newsroom.keep()
    newsroom.snoozes.put(1, 2, "ann")
    stories = Stories(newsroom.database, newsroom.clock)
    stories.merge(1, 2, "bek")
    stories.merge(2, 3, "bek")

    assert [newsroom.snoozes.end(3), newsroom.snoozes.end(1), newsroom.snoozes.end(99)] == [True, False, False]


# --- messages -------------------------------------------------------------------------------------


def test_what_is_urgent_is_sent_first(newsroom: Newsroom) -> None:
    for urgency in (Urgency.NORMAL, Urgency.LOW, Urgency.URGENT):
        newsroom.keep(urgency=urgency)

    order = []
    while claimed := newsroom.outbox.claim(5, []):
        order += [each.key for each in claimed]
        newsroom.outbox.sent(claimed[0])

    assert order == ["3/all/log", "1/all/log", "2/all/log"]


def test_messages_are_found_by_state_channel_rule_and_time_the_newest_first(newsroom: Newsroom) -> None:
    newsroom.keep("log", "webhook", rule="csto")
    newsroom.send()
    newsroom.clock.advance(60)
    newsroom.keep("log", rule="sco")
    (claimed,) = newsroom.outbox.claim(5, [])
    newsroom.outbox.fail(claimed, AWAY, None)

    def found(**wanted: object) -> list[int]:
        return [each.id for each in newsroom.outbox.list(DeliveryFilter(**wanted))]  # type: ignore[arg-type]  # as given

    assert [found(), found(state="dead"), found(state="sent"), found(channel="webhook")] == [
        [3, 2, 1],
        [3],
        [2, 1],
        [2],
    ]
    assert [found(rule="csto"), found(rule="sco"), found(rule="cs")] == [[2, 1], [3], []]
    assert [found(since=NOON + HOUR / 60), found(before=3, limit=1)] == [[3], [2]]
    listed, whole = newsroom.outbox.list(DeliveryFilter(limit=1))[0], newsroom.outbox.get(3)
    assert (listed.reason, listed.attempts, dict(listed.payload)) == ("server_error", 1, {})
    assert (whole.payload["key"], replace(whole, payload={})) == ("3/all/log".replace("3", "2"), listed)
    with pytest.raises(NotFound):
        newsroom.outbox.get(4)


def test_what_was_given_up_is_tried_again_when_a_person_says_so(newsroom: Newsroom) -> None:
    newsroom.keep("log", "webhook")
    log, webhook = newsroom.outbox.claim(5, [])
    newsroom.outbox.fail(log, AWAY, None)
    newsroom.outbox.sent(webhook)

    retried = [newsroom.outbox.retry(each.id) for each in (log, log, webhook)]

    assert (retried, newsroom.outbox.claim(5, [])) == ([True, False, False], [log])


def test_what_a_person_has_sent_again_was_never_put_off(newsroom: Newsroom) -> None:
    newsroom.keep("log", "webhook")
    log, webhook = newsroom.outbox.claim(5, [])
    newsroom.outbox.fail(log, AWAY, None, put_off_since=NOON)
    newsroom.outbox.fail(webhook, AWAY, NOON + HOUR, put_off_since=NOON)
    newsroom.clock.advance(3_600)

    newsroom.outbox.retry(log.id)

    assert [log.put_off_since, webhook.put_off_since] == [None, None]
    claimed = newsroom.outbox.claim(5, [])
    assert {each.channel: each.put_off_since for each in claimed} == {"log": None, "webhook": NOON}


def test_all_that_was_given_up_is_tried_again_of_one_channel_or_of_all(newsroom: Newsroom) -> None:
    newsroom.keep("log", "webhook", "email")
    for each in newsroom.outbox.claim(5, []):
        newsroom.outbox.fail(each, AWAY, None)

    numbers = [newsroom.outbox.retry_all("log"), newsroom.outbox.retry_all("log"), newsroom.outbox.retry_all(None)]

    assert (numbers, len(newsroom.outbox.claim(5, []))) == ([1, 0, 2], 3)


def fail_all(newsroom: Newsroom, wait_s: int) -> int:
    """Have all that can be claimed now fail; give its number."""
    number = 0
    while claimed := newsroom.outbox.claim(5, []):
        for each in claimed:
            newsroom.outbox.fail(each, AWAY, newsroom.clock.now() + timedelta(seconds=wait_s))
        number += len(claimed)
    return number


def test_what_comes_in_while_a_channel_is_away_is_told_together_at_its_next_try(newsroom: Newsroom) -> None:
    newsroom.compose = lambda waiting: Composition((message(waiting, waiting.alerts),))
    newsroom.keep()
    newsroom.send()
    newsroom.clock.advance(60)
    newsroom.keep("log", "webhook")
    newsroom.clock.advance(1)
    tried = fail_all(newsroom, 600)
    for _ in range(9):
        newsroom.clock.advance(60)
        newsroom.keep()
        assert newsroom.outbox.claim(5, []) == []
    newsroom.clock.advance(60)

    sent = newsroom.send()

    assert (tried, sent) == (2, ["log", "webhook", "log"])
    assert newsroom.outbox.get(4).alerts == 9


def test_a_message_that_alone_fails_keeps_no_other_waiting(newsroom: Newsroom) -> None:
    newsroom.keep()
    newsroom.keep()
    bad, *_ = newsroom.outbox.claim(1, [])
    newsroom.clock.advance(1)
    newsroom.outbox.fail(bad, AWAY, NOON + HOUR)
    newsroom.send()

    newsroom.keep()

    assert newsroom.send() == ["log"]


# --- alerts ---------------------------------------------------------------------------------------


def test_alerts_are_listed_by_rule_and_state_the_newest_first(newsroom: Newsroom) -> None:
    newsroom.keep(rule="csto")
    newsroom.send()
    newsroom.add(2, rule="csto")
    newsroom.add(1, rule="sco", state=AlertState.COUNTED)

    def found(*wanted: object) -> list[int]:
        return [each.id for each in newsroom.alerts.list(*wanted)]  # type: ignore[arg-type]  # as given

    assert [found(), found("csto"), found("csto", AlertState.DUE)] == [[4, 3, 2, 1], [3, 2, 1], [3, 2]]
    assert [found(None, AlertState.COUNTED), found(None, None, 1)] == [[4], [4]]
    assert newsroom.alerts.list("csto", AlertState.COMPOSED)[0].delivery_id == 1


def test_only_what_is_to_be_told_counts_as_queued_and_only_once(newsroom: Newsroom) -> None:
    newsroom.keep()
    article = newsroom.room.articles.get(1)
    due = replace(alert(article), key="due")
    others = [replace(due, key=state.value, state=state) for state in (AlertState.BACKLOG, AlertState.COUNTED)]

    numbers = [newsroom.alerts.add([due, *others], NOON) for _ in range(2)]

    assert (numbers, len(newsroom.alerts.list())) == ([1, 0], 4)


def test_what_a_rule_counts_is_given_by_full_hour_and_forgotten_when_it_is_old(newsroom: Newsroom) -> None:
    newsroom.keep()
    for n in range(5):  # at 12:00, 12:25, 12:50, 13:15 and 13:40
        newsroom.add(n + 1, rule="spike", gather=str(n), state=AlertState.COUNTED)
        newsroom.add(7, rule="other", gather=str(n), state=AlertState.COUNTED)
        newsroom.clock.advance(1_500)
    newsroom.add(9, rule="spike", gather="told")

    whole, late = newsroom.alerts.hourly("spike", NOON), newsroom.alerts.hourly("spike", NOON + 25 * HOUR / 60)
    forgotten = newsroom.alerts.forget_counted("spike", NOON + HOUR)

    assert (whole, late) == ({NOON: 6, NOON + HOUR: 9}, {NOON: 5, NOON + HOUR: 9})
    assert (forgotten, newsroom.alerts.hourly("spike", NOON)) == (6, {NOON + HOUR: 9})
    assert newsroom.alerts.hourly("other", NOON) == {NOON: 21, NOON + HOUR: 14}


def test_the_first_that_a_rule_counted_is_found(newsroom: Newsroom) -> None:
    newsroom.keep(rule="spike")
    for n in range(3):
        newsroom.add(1, rule="spike", gather=str(n), state=AlertState.COUNTED)
        newsroom.clock.advance(60)

    found = [newsroom.alerts.first_counted("spike", NOON + HOUR / 60 * minutes) for minutes in (0, 1, 3)]

    assert [each and each.id for each in found] == [2, 3, None]


def test_alerts_are_tallied_by_rule_and_state(newsroom: Newsroom) -> None:
    newsroom.keep(rule="csto")
    newsroom.send()
    newsroom.clock.advance(60)
    newsroom.add(2, rule="csto")
    newsroom.add(3, rule="sco", state=AlertState.SILENCED)

    tallies = [newsroom.alerts.tallies(since) for since in (NOON, NOON + HOUR / 60, NOON + HOUR)]

    late = {"csto": {"due": 2}, "sco": {"silenced": 3}}
    assert tallies == [{**late, "csto": {"composed": 1, "due": 2}}, late, {}]


def test_what_no_message_tells_yet_is_counted_up_to_a_number(newsroom: Newsroom) -> None:
    newsroom.keep()
    newsroom.send()
    newsroom.add(3, due_at=NOON + HOUR)
    newsroom.add(1, rule="now")
    newsroom.add(2, rule="sco", state=AlertState.HELD)

    assert [newsroom.alerts.waiting(most) for most in (1, 3, 4, 10)] == [1, 3, 4, 4]


def test_a_clock_that_was_set_back_keeps_nothing_waiting(newsroom: Newsroom) -> None:
    newsroom.keep()
    newsroom.add(1, gather="later", due_at=NOON + HOUR)
    newsroom.clock.advance(-86_400)

    newsroom.room.feeds.follow_clock_back()

    day_before = NOON - timedelta(days=1)
    assert newsroom.states() == [("due", day_before, ""), ("due", day_before + HOUR, "later")]


def test_a_clock_that_was_set_ahead_and_back_keeps_nothing_waiting_that_was_there_before(newsroom: Newsroom) -> None:
    newsroom.keep("log", "webhook")
    newsroom.keep("email", due_at=NOON + timedelta(days=2))
    log, _ = newsroom.outbox.claim(5, [])
    ahead = NOON + timedelta(days=30)
    newsroom.outbox.fail(log, AWAY, ahead + HOUR)
    newsroom.keep("email", due_at=NOON)
    with newsroom.database.write() as connection:
        connection.execute(update(ALERT).where(ALERT.c.id == 4).values(due_at=ahead))
        connection.execute(update(DELIVERY).where(DELIVERY.c.lane == "webhook").values(leased_until=ahead))

    newsroom.room.feeds.follow_clock_back()

    assert [due_at for _, due_at, _ in newsroom.states()] == [None, None, NOON + timedelta(days=2), NOON]
    assert sorted(newsroom.send()) == ["email", "log", "webhook"]


def plan_of(newsroom: Newsroom, ask: Callable[[], object]) -> str:
    """How the database finds what is asked for."""
    asked: list[tuple[str, object]] = []

    def note(*given: object) -> None:
        """Note each statement with its values."""
        asked.append((str(given[2]), given[3]))

    engine = newsroom.database._engine
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    statement, values = next(each for each in asked if each[0].startswith("SELECT"))
    with newsroom.database.read() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]  # as it was given
        return " ".join(str(row[3]) for row in rows)


def test_what_is_asked_often_goes_through_few_rows(newsroom: Newsroom) -> None:
    if not newsroom.database.is_sqlite:
        pytest.skip("an empty table is read whole there, whatever indices it has")
    alerts, outbox = newsroom.alerts, newsroom.outbox

    plans = {
        "ix_alert_counted": plan_of(newsroom, lambda: alerts.hourly("spike", NOON)),
        "ix_alert_queued_at_rule_state": plan_of(newsroom, lambda: alerts.tallies(NOON)),
        "ix_alert_due": plan_of(newsroom, lambda: alerts.waiting(10)),
        "ix_delivery_unsent": plan_of(newsroom, lambda: outbox.list(DeliveryFilter(state="due"))),
    }

    assert {name for name, plan in plans.items() if name in plan} == plans.keys()


# --- rules ----------------------------------------------------------------------------------------


def test_rules_are_put_changed_and_deleted_and_each_change_shows(newsroom: Newsroom) -> None:
    rules = AlertRules(newsroom.database, newsroom.clock)
    versions = [rules.version()]
    for act in (
        lambda: rules.put("b", {"query": "topic:csto"}),
        lambda: rules.put("a", {"query": "lang:ru", "channels": ["log"]}),
        lambda: rules.put("b", {"query": "topic:sco"}),
        lambda: rules.delete("a"),
    ):
        act()
        versions.append(rules.version())

    assert len(set(versions)) == 5
    assert (rules.list(), rules.delete("a")) == ([("b", {"query": "topic:sco"})], False)
    assert rules.version() == versions[-1]


def test_a_rule_is_changed_only_where_it_is_as_somebody_saw_it(newsroom: Newsroom) -> None:
    rules = AlertRules(newsroom.database, newsroom.clock)
    old, new, other = {"query": "topic:csto", "spike": {"factor": 2.5}}, {"query": "lang:ru"}, {"query": "lang:kk"}

    done = [
        rules.swap("a", old, new),
        rules.swap("a", None, old),
        rules.swap("a", None, other),
        rules.swap("a", other, new),
        rules.swap("a", old, new),
        rules.swap("a", old, other),
    ]

    assert done == [False, True, False, False, True, False]
    assert rules.list() == [("a", new)]


# --- two processes --------------------------------------------------------------------------------


def test_while_one_process_composes_another_neither_waits_nor_tells_the_same(
    newsroom: Newsroom, database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("there a claim takes the file's write lock at once: nobody else composes meanwhile")
    newsroom.keep()
    other = Database(database_url)
    beside = Deliveries(other, replace(newsroom.room.leases, owner="host/2/b"), each_alone)
    claimed: list[DueDelivery] = []

    def compose(waiting: Waiting) -> Composition:
        """Have the other process claim in the midst of it."""
        claimed.extend(beside.claim(5, []))
        return each_alone(waiting)

    newsroom.compose = compose

    (mine,) = newsroom.outbox.claim(5, [])

    with newsroom.database.read() as connection:
        messages = connection.scalars(select(DELIVERY.c.key)).all()
    other.close()
    assert (claimed, messages, mine.key) == ([], ["1/all/log"], "1/all/log")


# --- a flood --------------------------------------------------------------------------------------


def test_while_a_channel_has_messages_to_send_what_comes_in_gathers_for_the_next_ones(newsroom: Newsroom) -> None:
    newsroom.compose = all_at_once
    newsroom.keep()
    (first,) = newsroom.outbox.claim(5, [])
    for _ in range(3):
        newsroom.keep()
        newsroom.outbox.claim(5, [])  # as another process may, while the first one sends

    newsroom.outbox.sent(first)
    (rest,) = newsroom.outbox.claim(5, [])

    assert [len(waiting.alerts) for waiting in newsroom.seen] == [1, 3]
    assert rest.payload["count"] == 3


def test_what_was_told_within_the_minute_is_known_by_urgency_without_what_rules_gather(newsroom: Newsroom) -> None:
    newsroom.keep()
    newsroom.keep(urgency=Urgency.URGENT)
    newsroom.send()  # two messages
    newsroom.compose = all_at_once
    newsroom.add(4, rule="many")
    newsroom.add(20, rule="flood", gather="sifted:")
    newsroom.add(3, rule="daily", gather="daily")
    newsroom.send()  # three digests
    newsroom.clock.advance(59)
    newsroom.keep()
    newsroom.send()
    within_it = newsroom.seen[-1].lately
    newsroom.clock.advance(1)
    newsroom.keep()
    newsroom.send()

    assert within_it == {Urgency.NORMAL: 1 + BURST + 20, Urgency.URGENT: 1}
    assert newsroom.seen[-1].lately == {Urgency.NORMAL: BURST}


def test_of_a_flood_what_is_beyond_the_messages_of_a_minute_is_one_digest(newsroom: Newsroom) -> None:
    newsroom.compose = compose
    newsroom.keep()
    newsroom.send()
    newsroom.clock.advance(60)
    for number in range(MOST_A_MINUTE + 30):
        newsroom.add(1, rule=f"of-{number}", article_id=1, story_id=None, kind=AlertKind.SPIKE, due_at=NOON)
        newsroom.send()

    newsroom.clock.advance(60)
    sent = newsroom.send()

    told = newsroom.outbox.list(DeliveryFilter(limit=200))
    assert (len(sent), [(each.kind.value, each.alerts) for each in told[:2]]) == (1, [("digest", 30), ("spike", 1)])
    assert len(told) == 1 + MOST_A_MINUTE + 1
