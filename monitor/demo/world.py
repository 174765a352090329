"""What does the demo world serve, and what may be done to it?

Listens on 127.0.0.1. In: articles to publish, edit and withdraw, addresses to misbehave at. Out: eight outlets with
feeds and pages, a log of every request, and the truth about what was published. `monitor demo` and tests act on it.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web  # noqa: TID251 - the world is a server

from monitor.core.ports import Clock
from monitor.demo.journal import Logged, Received, Truth
from monitor.demo.misbehave import Misdeed, misbehave
from monitor.demo.newsroom import Newsroom
from monitor.demo.outlets import OUTLETS, Outlet
from monitor.demo.server import Ports, Reply, respond
from monitor.demo.site import NOT_FOUND, reply_at

ODD = "odd"
HOOKS = "hooks"
_FEED_ENDINGS = (".xml", ".rss", ".rdf", ".atom", ".json")


@dataclass(slots=True)
class _Order:
    kind: Misdeed
    left: int  # requests it still holds for; below 0 is for ever


class _WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the world's own clock, where no other is given


class World:
    """A small news world on free ports of 127.0.0.1.

    ``outlets`` names them, ``requests`` logs what they were asked, ``received`` what the webhook receiver took.
    Its methods belong to the event loop that started it; WorldThread offers them to other threads.

    Args:
        clock: says when requests came in and what "now" is.
        first_port: the ports count up from it; 0 takes free ones.
        is_fresh: as in Newsroom: whether what is published is dated within the hour before the start.
    """

    def __init__(self, *, clock: Clock | None = None, first_port: int = 0, is_fresh: bool = False) -> None:
        self._clock = clock or _WallClock()
        self._first_port = first_port
        self._ports = Ports(self._answer)
        self._served: dict[str, Reply] = {}
        self._robots: dict[str, Reply] = {}
        self._orders: dict[tuple[str, str], _Order] = {}
        self._bases: dict[str, str] = {}
        self._hook_status = int(HTTPStatus.OK)
        self._stirred = asyncio.Condition()
        self.newsroom = Newsroom(self._clock.now(), is_fresh=is_fresh)
        self.outlets: dict[str, Outlet] = {outlet.name: outlet for outlet in OUTLETS}
        self.requests: list[Logged] = []
        self.received: list[Received] = []

    async def start(self) -> None:
        """Open the ports, after a stop the same ones; what is published stays published."""
        wanted = {name: urlsplit(base).port or 0 for name, base in self._bases.items()}
        if not wanted:
            names = [*self.outlets, ODD, HOOKS]
            wanted = {name: self._first_port and self._first_port + n for n, name in enumerate(names)}
        self._bases = await self._ports.start(wanted)
        self.outlets = {name: replace(outlet, base_url=self._bases[name]) for name, outlet in self.outlets.items()}

    async def stop(self) -> None:
        """Close the ports within a second, whatever clients are waiting for."""
        await self._ports.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def now(self) -> datetime:
        """Read the world's clock, aware UTC."""
        return self._clock.now()

    # --- news ---------------------------------------------------------------------------------

    def publish(self, article_id: str, *, at: datetime | None = None) -> None:
        """Bring an article out, dated by its offset from the start unless ``at`` dates it."""
        self.newsroom.publish(article_id, at)

    def publish_next(self, *, at: datetime | None = None) -> str | None:
        """Bring out the oldest article that is waiting and give its id, None where all are out."""
        waiting = self.newsroom.waiting()
        if not waiting:
            return None
        self.newsroom.publish(waiting[0], at)
        return waiting[0]

    def publish_all(self) -> list[str]:
        """Bring out every article that is waiting, oldest first, and give their ids."""
        waiting = self.newsroom.waiting()
        for article_id in waiting:
            self.newsroom.publish(article_id)
        return waiting

    def edit(self, article_id: str, *, at: datetime | None = None) -> None:
        """Put an article's second text in the place of its first; its feed shows it again, with a new entry id."""
        self.newsroom.edit(article_id, at)

    def withdraw(self, article_id: str) -> None:
        """Take an article out of its feed; its page answers 410."""
        self.newsroom.withdraw(article_id)

    def expected(self) -> list[Truth]:
        """Tell the truth about each text that came out, in that order; an edit adds one with verdict "version"."""
        articles = self.newsroom.articles
        return [
            Truth(
                article_id=article_id,
                outlet=articles[article_id].outlet,
                url=self.article_url(article_id),
                title=text.title,
                verdict=text.expect.verdict,
                of=text.expect.of,
                family=articles[article_id].first.expect.of or article_id,
                topics=text.expect.topics,
            )
            for article_id, text in self.newsroom.truth()
        ]

    def article_url(self, article_id: str) -> str:
        """Give an article's canonical address, published or not."""
        return self.outlets[self.newsroom.articles[article_id].outlet].article_url(article_id)

    def feeds_yaml(self, every: str) -> str:
        """Write a feeds.yaml that names every outlet.

        Args:
            every: the interval as feeds.yaml has it, such as "1m".
        """
        feeds = "".join(
            f"- name: {outlet.name}\n  url: {outlet.feed_url}\n  every: {every}\n"
            f"  language: {outlet.language}\n  country: {outlet.country}\n"
            + ("" if outlet.fetch_article else "  fetch_article: false\n")
            for outlet in self.outlets.values()
        )
        return f"feeds:\n{feeds}"

    # --- what tests add -----------------------------------------------------------------------

    def serve(
        self,
        path: str,
        body: bytes | str,
        *,
        content_type: str = "text/html; charset=utf-8",
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Serve these very bytes at a path of the spare outlet and give the address.

        An ETag or Last-Modified among ``headers`` makes the answer conditional.
        """
        raw = body.encode() if isinstance(body, str) else body
        self._served[path] = Reply(raw, content_type, status, headers or {})
        return self._bases[ODD] + path

    def serve_robots(self, outlet: str, text: str, *, status: int = HTTPStatus.OK) -> str:
        """Serve this robots.txt at an outlet, the spare one too, from now on, and give its address."""
        self._robots[outlet] = Reply(text.encode(), "text/plain; charset=utf-8", status)
        return f"{self._bases[outlet]}/robots.txt"

    def misbehave(self, url_or_path: str, kind: Misdeed | str | None, *, times: int = -1) -> str:
        """Misbehave at an address (or a path of the spare outlet) and give the address; None behaves again.

        It lasts for ``times`` requests, below 0 until told otherwise.
        """
        url = url_or_path if "://" in url_or_path else self._bases[ODD] + url_or_path
        place = self._place(url)
        if kind is None:
            self._orders.pop(place, None)
        else:
            self._orders[place] = _Order(Misdeed(kind), times)
        return url

    @property
    def hook_url(self) -> str:
        """Address of the webhook receiver; any path of it takes POSTs."""
        return f"{self._bases[HOOKS]}/webhook"

    def answer_hooks(self, status: int) -> None:
        """Answer the POSTs to come with this status; they are recorded all the same."""
        self._hook_status = status

    def asked(self, url: str) -> list[Logged]:
        """Give the requests that came to an address, its query aside."""
        outlet, path = self._place(url)
        return [logged for logged in self.requests if (logged.outlet, logged.path) == (outlet, path)]

    async def until(self, is_so: Callable[[], bool], *, timeout_s: float = 10.0) -> None:
        """Wait until something holds; it is looked at whenever a request comes in or is answered, and on ``stir``.

        Raises:
            TimeoutError: it did not hold in time.
        """
        async with self._stirred:
            await asyncio.wait_for(self._stirred.wait_for(is_so), timeout_s)

    async def stir(self) -> None:
        """Have those who wait in ``until`` look again."""
        async with self._stirred:
            self._stirred.notify_all()

    # --- answering ----------------------------------------------------------------------------

    async def _answer(self, name: str, request: web.BaseRequest) -> web.StreamResponse:
        logged = Logged(
            name, request.method, request.path, request.query_string, request.headers.copy(), self._clock.now()
        )
        self.requests.append(logged)
        if name == HOOKS and request.method == "POST":
            self._take(request, await request.read())
        await self.stir()
        response = await self._misbehaved(name, request) or respond(request, self._reply(name, request))
        logged.status = response.status
        await self.stir()
        return response

    async def _misbehaved(self, name: str, request: web.BaseRequest) -> web.StreamResponse | None:
        order = self._orders.get((name, request.path))
        if order is None or order.left == 0:
            return None
        order.left -= 1
        feed_paths = {outlet.feed_path for outlet in self.outlets.values() if outlet.name == name}
        is_feed = request.path in feed_paths or request.path.endswith(_FEED_ENDINGS)
        return await misbehave(order.kind, request, is_feed=is_feed, now=self._clock.now())

    def _take(self, request: web.BaseRequest, body: bytes) -> None:
        content: object = None
        with suppress(ValueError):
            content = json.loads(body)
        self.received.append(Received(request.path, request.headers.copy(), body, content, self._clock.now()))

    def _reply(self, name: str, request: web.BaseRequest) -> Reply:
        if name == HOOKS:
            return Reply(b'{"ok": true}', "application/json", self._hook_status)
        if request.method not in {"GET", "HEAD"}:
            return Reply(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        if request.path == "/robots.txt" and name in self._robots:
            return self._robots[name]
        if name == ODD:
            return self._served.get(request.path, NOT_FOUND)
        return reply_at(self.newsroom, self.outlets[name], request.path)

    def _place(self, url: str) -> tuple[str, str]:
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        for name, known in self._bases.items():
            if known == base:
                return name, parts.path
        raise KeyError(f"{base} is no outlet of this world.")


async def keep_publishing(
    world: World, every_s: float, stop: asyncio.Event, tell: Callable[[str], Awaitable[object]] | None = None
) -> None:
    """Bring out one more text every so often, dated by the moment, until told to stop.

    First the articles, then the edits, and then bulletins without end.

    Args:
        tell: is told the name of the outlet after each.
    """
    while not stop.is_set():
        outlet = _bring_out(world)
        await world.stir()
        if tell:
            await tell(outlet)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every_s)


def _bring_out(world: World) -> str:
    """Bring out the next text, and name its outlet."""
    now, newsroom = world.now(), world.newsroom
    article_id = world.publish_next(at=now)
    if article_id is None and newsroom.editable():
        article_id = newsroom.editable()[0]
        world.edit(article_id, at=now)
    elif article_id is None:
        article_id = newsroom.write_bulletin()
        world.publish(article_id, at=now)
    return newsroom.articles[article_id].outlet
