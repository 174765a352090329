"""How do plain threads and other processes use the demo world?

Starts a thread with an event loop of its own. In: calls from any thread. Out: what World would have given.
Synchronous tests and `monitor` processes under test talk to it.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Self, TypeVar

from monitor.demo.journal import Logged, Received, Truth
from monitor.demo.misbehave import Misdeed
from monitor.demo.world import World

_T = TypeVar("_T")
_PATIENCE_S = 10.0


class WorldThread:
    """A World that runs in a daemon thread between ``with`` and its end.

    ``do`` runs anything on the world's own loop; the methods below it are the frequent cases.
    """

    def __init__(self, world: World | None = None) -> None:
        self._world = world or World()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="news-world", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._world.start())
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._run(self._world.stop())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_PATIENCE_S)
            self._loop.close()

    def do(self, act: Callable[[World], _T]) -> _T:
        """Run something on the world's loop and give its answer, or raise its error."""
        return self._run(self._act(act))

    def until(self, is_so: Callable[[World], bool], *, timeout_s: float = _PATIENCE_S) -> None:
        """Wait until something holds of the world, as World.until.

        Raises:
            TimeoutError: it did not hold in time.
        """
        self._run(self._world.until(lambda: is_so(self._world), timeout_s=timeout_s), timeout_s=timeout_s + _PATIENCE_S)

    def publish(self, article_id: str) -> None:
        """Bring an article out."""
        self.do(lambda world: world.publish(article_id))

    def publish_next(self) -> str | None:
        """Bring out the oldest article that is waiting and give its id, None where all are out."""
        return self.do(lambda world: world.publish_next())

    def publish_all(self) -> list[str]:
        """Bring out every article that is waiting, oldest first, and give their ids."""
        return self.do(lambda world: world.publish_all())

    def edit(self, article_id: str) -> None:
        """Put an article's second text in the place of its first."""
        self.do(lambda world: world.edit(article_id))

    def withdraw(self, article_id: str) -> None:
        """Take an article out of its feed; its page answers 410."""
        self.do(lambda world: world.withdraw(article_id))

    def misbehave(self, url_or_path: str, kind: Misdeed | str | None, *, times: int = -1) -> str:
        """Misbehave at an address, as World.misbehave."""
        return self.do(lambda world: world.misbehave(url_or_path, kind, times=times))

    def serve(self, path: str, body: bytes | str, *, content_type: str = "text/html; charset=utf-8") -> str:
        """Serve these very bytes, as World.serve."""
        return self.do(lambda world: world.serve(path, body, content_type=content_type))

    def answer_hooks(self, status: int) -> None:
        """Answer the POSTs to come with this status."""
        self.do(lambda world: world.answer_hooks(status))

    def expected(self) -> list[Truth]:
        """Tell the truth about each text that came out."""
        return self.do(lambda world: world.expected())

    def feeds_yaml(self, every: str) -> str:
        """Write a feeds.yaml that names every outlet."""
        return self.do(lambda world: world.feeds_yaml(every))

    def article_url(self, article_id: str) -> str:
        """Give an article's canonical address."""
        return self.do(lambda world: world.article_url(article_id))

    def feed_url(self, outlet: str) -> str:
        """Give the address of an outlet's feed."""
        return self.do(lambda world: world.outlets[outlet].feed_url)

    @property
    def hook_url(self) -> str:
        """Address of the webhook receiver."""
        return self.do(lambda world: world.hook_url)

    @property
    def requests(self) -> list[Logged]:
        """What the world was asked so far, a copy of its list."""
        return self.do(lambda world: list(world.requests))

    @property
    def received(self) -> list[Received]:
        """What the webhook receiver took so far, a copy of its list."""
        return self.do(lambda world: list(world.received))

    async def _act(self, act: Callable[[World], _T]) -> _T:
        return act(self._world)

    def _run(self, work: Coroutine[object, object, _T], *, timeout_s: float = _PATIENCE_S) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s)
