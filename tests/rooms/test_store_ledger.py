"""Are the moments of an article's way and the state of the outbox read as they are, on both databases?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from monitor.alert.composing import compose
from monitor.core.errors import NotFound
from monitor.core.latency import lateness, slowest
from monitor.core.records.alerts import Alert, AlertState
from monitor.core.records.articles import Article, Covered
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.ledgers import Ledger, Stage
from monitor.store.alerts.outbox import Deliveries
from monitor.store.engine import Database
from monitor.store.ledger import ledger, ledgers
from monitor.store.schema.tables import CAPTURE, PAGE
from monitor.store.vitals import vitals
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import FEED, MENTION_OF_CSTO, Room, alert, announce, draft, rulings

FAILURE = Failed(Reason.SERVER_ERROR, "The webhook answered 503.", status=503)
SLOW = 600  # seconds


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


@pytest.fixture
def outbox(room: Room) -> Deliveries:
    return Deliveries(room.database, room.leases, compose)


def _go(room: Room, outbox: Deliveries, slow: Stage) -> Ledger:
    """Bring an article all its way, a second a stage and ten minutes in the slow one."""

    def step(stage: Stage) -> None:
        room.clock.advance(SLOW if stage is slow else 1)

    room.keep(draft(0))  # what the first poll of a feed brings is its backlog
    step(Stage.SEEN)
    due = room.entry()
    step(Stage.FETCHED)
    fetched_at = room.clock.now()
    step(Stage.KEPT)
    kept = room.keep(draft(), due)
    _capture(room, kept.article_id, due.id, fetched_at)
    step(Stage.QUEUED)
    _announce_again(room, kept.article_id)
    step(Stage.DELIVERED)
    (message,) = outbox.claim(5, [])
    outbox.sent(message)
    return ledger(room.database, kept.article_id)


def _capture(room: Room, article_id: int, entry_id: int, at: datetime) -> None:
    page = {"sha256": "0" * 64, "size": 1, "body": b"x"}
    row = {"article_id": article_id, "entry_id": entry_id, "sha256": page["sha256"], "url": "u", "at": at}
    with room.database.write() as connection:
        connection.execute(insert(PAGE).values(page))
        connection.execute(insert(CAPTURE).values(row | {"status": 200, "headers": []}))


def _announce_again(room: Room, article_id: int) -> None:
    """Keep another version of it, which is announced."""
    kept: Article = room.articles.get(article_id)
    other = draft(text="The CSTO met again.", mentions=(MENTION_OF_CSTO,))
    other = replace(other, article=replace(other.article, canonical_url=kept.url))
    room.articles.keep(Covered(room.entry(), other), rulings(announce=announce("log")))


def test_what_was_there_before_the_first_poll_is_backlog(room: Room) -> None:
    first, second = room.keep(draft(1)), room.keep(draft(2))

    found = [ledger(room.database, kept.article_id).is_backlog for kept in (first, second)]
    assert found == [True, False]


@pytest.mark.parametrize("slow", [stage for stage in Stage if stage is not Stage.WHOLE])
def test_an_injected_delay_is_found_in_its_stage(room: Room, outbox: Deliveries, slow: Stage) -> None:
    found = _go(room, outbox, slow)

    assert slowest(found) is slow
    assert {each.stage: each.p95_s for each in lateness([found])} == {
        **{stage: SLOW if stage is slow else 1.0 for stage in Stage},
        Stage.WHOLE: SLOW + 4.0,
    }


def test_an_article_that_is_not_there_has_no_ledger(database: Database) -> None:
    with pytest.raises(NotFound, match="no article 7"):
        ledger(database, 7)


def test_only_the_newest_of_a_feed_and_a_time_are_read(room: Room, clock: FakeClock) -> None:
    ids = []
    for number in range(4):
        due = room.entry()
        ids.append(room.keep(draft(number), replace(due, feed=replace(FEED, name=f"feed{number % 2}"))).article_id)
        clock.advance(60)

    def read(**given: Any) -> list[int]:  # Any: of several types
        return [each.article_id for each in ledgers(room.database, **{"since": NOON, **given})]

    assert read() == ids[::-1]
    assert read(limit=2) == ids[:1:-1]
    assert read(feed="feed1") == [ids[3], ids[1]]
    assert read(since=NOON + timedelta(seconds=120)) == [ids[3], ids[2]]


def test_what_nobody_is_told_was_not_queued(room: Room) -> None:
    def silenced(article: Article) -> list[Alert]:
        return [replace(alert(article), state=AlertState.SILENCED)]

    room.articles.keep(Covered(room.entry(), draft()), rulings(announce=silenced))

    (found,) = ledgers(room.database, NOON)
    assert (found.queued_at, found.delivered_at) == (None, None)


def test_the_outbox_shows_what_waits_for_each_channel_and_since_when(
    room: Room, outbox: Deliveries, clock: FakeClock
) -> None:
    room.articles.keep(Covered(room.entry(), draft()), rulings(announce=announce("log", "mail", "ops")))
    (log,) = outbox.claim(1, ["mail", "ops"])
    clock.advance(10)
    outbox.fail(log, FAILURE, clock.now() + timedelta(seconds=30))
    (mail,) = outbox.claim(1, ["log", "ops"])
    outbox.fail(mail, FAILURE, None)
    clock.advance(5)

    seen = vitals(room.database, clock.now())

    assert seen.messages == {("log", "later"): 1, ("mail", "dead"): 1}
    assert seen.unsent_since == {"log": NOON, "ops": NOON}
    assert seen.alerts == {"composed": 2, "due": 1}


def test_a_channel_whose_messages_are_all_sent_waits_for_nothing(room: Room, outbox: Deliveries) -> None:
    room.articles.keep(Covered(room.entry(), draft()), rulings(announce=announce("log")))
    (log,) = outbox.claim(1, [])
    outbox.sent(log)

    seen = vitals(room.database, NOON)

    assert (seen.messages, seen.unsent_since) == ({}, {})


def test_each_feed_of_the_list_has_its_state(room: Room) -> None:
    specs = [
        replace(FEED, country="KZ", group="state"),
        replace(FEED, name="off", url="https://b.example/", enabled=False),
    ]
    room.feeds.sync(specs)

    found = {feed.name: (feed.state, feed.country, feed.group) for feed in vitals(room.database, NOON).feeds}

    assert found == {"akorda": ("never", "KZ", "state"), "off": ("disabled", "", "")}


def test_feeds_that_are_gone_from_the_list_are_not_there(room: Room) -> None:
    room.feeds.sync([])

    assert vitals(room.database, NOON).feeds == ()
