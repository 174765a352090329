"""Is the service alive and ready, and does it say why not?"""

import pytest

from monitor.observe.health import Health
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def health(clock: FakeClock) -> Health:
    made = Health(clock, beat_every_s=1)
    made.report("start")
    made.beat()
    return made


def test_it_is_not_ready_while_it_starts(clock: FakeClock) -> None:
    assert Health(clock, beat_every_s=1).problems() == {"start": "The service is starting."}


def test_it_is_alive_while_it_starts(clock: FakeClock) -> None:
    assert Health(clock, beat_every_s=1).is_alive


def test_it_is_ready_while_the_scheduler_ticks(health: Health, clock: FakeClock) -> None:
    clock.advance(9)

    assert health.problems() == {}


def test_a_scheduler_that_stopped_is_no_life(health: Health, clock: FakeClock) -> None:
    clock.advance(11)

    assert not health.is_alive
    assert health.problems() == {"scheduler": "The scheduler has not ticked since 2026-11-22 12:00:00Z."}


def test_a_part_that_is_ill_says_why_until_it_is_well(health: Health) -> None:
    health.report("database", "The database is locked.")
    ill = health.problems()
    health.report("database")

    assert ill == {"database": "The database is locked."}
    assert health.problems() == {}
    assert health.is_alive
