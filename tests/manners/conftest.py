"""Which parts do the tests of manners share?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.demo.world import World
from tests.fakes import FakeClock
from tests.manners.watch import Watch


@pytest.fixture
async def world(clock: FakeClock) -> AsyncIterator[World]:
    async with World(clock=clock) as made:
        yield made


@pytest.fixture
async def watch(world: World, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Watch]:
    made = Watch(world, tmp_path, clock)
    yield made
    await made.service.aclose()
