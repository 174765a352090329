"""Which parts do the tests of manners share?"""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import trustme

from monitor.demo.world import World
from monitor.fetch.tls import tls_context
from tests.fakes import FakeClock
from tests.manners.names import Names
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


@pytest.fixture
async def watching(world: World, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Callable[..., Watch]]:
    """Make a service with further settings, such as ``watching(MONITOR_ARCHIVE_PAGES="2")``."""
    made: list[Watch] = []

    def make(**environ: str) -> Watch:
        made.append(Watch(world, tmp_path, clock, environ))
        return made[-1]

    yield make
    for each in made:
        await each.service.aclose()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def long_watch(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Watch]:
    """A service that lives as long as its module, since starting one costs a second; ask for ``shared``."""
    clock = FakeClock()
    async with World(clock=clock) as world:
        made = Watch(world, tmp_path_factory.mktemp("shared"), clock)
        yield made
        await made.service.aclose()


@pytest.fixture
def shared(long_watch: Watch) -> Iterator[Watch]:
    """A service that all tests of a module share, each with feeds of its own (``shared.feed``).

    Such tests run on the module's event loop: ``pytestmark = pytest.mark.asyncio(loop_scope="module")``.
    """
    yield long_watch
    long_watch.forget()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    """The system's resolver, which finds every name below .example at this machine, or does as the test says."""
    made = Names(socket.getaddrinfo)
    monkeypatch.setattr(socket, "getaddrinfo", made.getaddrinfo)
    yield made
    made.come_back()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[trustme.CA]:
    """A certificate authority that this system believes; ask for it before a service is made."""
    made, file = trustme.CA(), tmp_path / "authority.pem"
    made.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    tls_context.cache_clear()  # it is kept for a whole process
    yield made
    tls_context.cache_clear()
