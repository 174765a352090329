"""Which parts do the tests of the whole service share?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.demo.thread import WorldThread
from monitor.demo.world import World
from tests.house.installation import Installation
from tests.postgres import PostgresServer


@pytest.fixture
def world() -> Iterator[WorldThread]:
    with WorldThread(World(is_fresh=True)) as made:  # else all that a first poll finds would be backlog
        yield made


@pytest.fixture
def installation(world: WorldThread, tmp_path: Path) -> Installation:
    return Installation.watching(world, tmp_path)


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of an empty database."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)
