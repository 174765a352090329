"""Does the outbox lose nothing, and do seeds and counts say what is there?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.alert.composing import compose
from monitor.core.records.articles import Covered
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.verdicts import Seed
from monitor.store.alerts.outbox import Deliveries
from monitor.store.engine import Database
from monitor.store.seeds import Seeds
from monitor.store.snapshot import Queue, Snapshot, snapshot
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import Room, announce, draft, rulings

FAILURE = Failed(Reason.SERVER_ERROR, "The webhook answered 503.", status=503)
SEED = Seed("scmp", "scmp.com", "Title", "2022-01-08", "https://scmp.com/1", 900, "exact", (8, 16), ("A. B.",), "Text.")


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


@pytest.fixture
def outbox(room: Room) -> Deliveries:
    room.articles.keep(Covered(room.entry(), draft()), rulings(announce=announce("log", "webhook")))
    return Deliveries(room.database, room.leases, compose)


def test_a_message_that_was_sent_is_never_due_again(room: Room, outbox: Deliveries, clock: FakeClock) -> None:
    (log,) = outbox.claim(5, ["webhook"])

    outbox.sent(log)
    clock.advance(3_600)

    assert [left.channel for left in outbox.claim(5, [])] == ["webhook"]
    assert snapshot(room.database, clock.now()).deliveries == Queue(due=1)


def test_a_message_that_failed_is_due_again_when_said(outbox: Deliveries, clock: FakeClock) -> None:
    (log,) = outbox.claim(5, ["webhook"])

    outbox.fail(log, FAILURE, NOON + timedelta(seconds=30))
    early = outbox.claim(5, ["webhook"])
    clock.advance(30)

    assert (early, outbox.claim(5, ["webhook"])) == ([], [replace(log, attempts=1)])


def test_a_message_that_cannot_be_sent_is_parked(room: Room, outbox: Deliveries, clock: FakeClock) -> None:
    (log,) = outbox.claim(5, ["webhook"])

    outbox.fail(log, FAILURE, None)

    clock.advance(3_600)
    assert (outbox.claim(5, ["webhook"]), snapshot(room.database, NOON).deliveries.dead) == ([], 1)


@pytest.mark.parametrize("due_at", [NOON, None])
def test_a_late_failure_does_not_take_back_what_was_sent(
    room: Room, outbox: Deliveries, due_at: datetime | None
) -> None:
    (log,) = outbox.claim(5, ["webhook"])
    outbox.sent(log)

    outbox.fail(log, FAILURE, due_at)

    assert snapshot(room.database, NOON).deliveries == Queue(due=1)  # the webhook's


def test_the_corpus_is_just_what_was_synced_last(database: Database) -> None:
    seeds, other = Seeds(database), replace(SEED, name="other", date="2021-12-31", sketch=(24,))
    steps = [seeds.sync([SEED, other]), seeds.sync([SEED, other]), seeds.sync([replace(SEED, text="")])]

    assert (steps, seeds.list()) == ([2, 0, 2], [replace(SEED, text="")])


def test_seeds_are_listed_by_date(database: Database) -> None:
    older = replace(SEED, name="zzz", date="2021-12-31")
    Seeds(database).sync([SEED, older])

    assert Seeds(database).list() == [older, SEED]


def test_a_snapshot_counts_what_waits_and_what_is_kept(room: Room, outbox: Deliveries) -> None:
    (log,) = outbox.claim(5, ["webhook"])
    outbox.fail(log, FAILURE, None)
    waiting, given_up = room.entry(), room.entry()
    room.entries.fail(waiting, FAILURE, NOON + timedelta(seconds=30))
    room.entries.fail(given_up, FAILURE, None)

    assert snapshot(room.database, NOON) == Snapshot(
        taken_at=NOON,
        entries=Queue(due=0, later=1, dead=1),
        looks=Queue(),
        deliveries=Queue(due=1, later=0, dead=1),
        feeds={"never": 1},
        oldest_due_at=NOON,
        articles=1,
        last_kept_at=NOON,
    )


def test_a_snapshot_of_nothing_is_empty(database: Database) -> None:
    assert snapshot(database, NOON) == Snapshot(NOON, Queue(), Queue(), Queue(), {}, None, 0, None)
