"""Behaviours 56 and 57 of a good feed client: a hub brings the news, and polls find what it does not bring.

The numbers beside the tests are those of the list of behaviours. The 14 tests of a WebSub subscriber, and the life of a
lease, are in tests/rooms/test_websub.py; here, the whole service with its own web part: what hubs bring is kept, and
polling takes notice.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn

from monitor.demo.world import World
from monitor.web.app import make_app
from tests.manners.watch import Watch, rss
from tests.rooms.hub import Hub, open_hub

RSS = "application/rss+xml"
HOUR = 3_960  # seconds, with the tenth that chance may add


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Pushed:
    """A feed with a hub, and the service that hubs reach at its own web part."""

    watch: Watch
    world: World
    hub: Hub
    name: str = "pushed"

    def serve(self, *guids: object) -> str:
        """List these entries in the feed, which names its hub."""
        link = f'<{self.hub.url}>; rel="hub", <{self.world.misbehave("/feed.xml", None)}>; rel="self"'
        return self.world.serve("/feed.xml", rss(*guids), content_type=RSS, headers={"Link": link})

    async def ask(self) -> None:
        """Have the hubs asked that are due, and let them ask back."""
        assert self.watch.service.subscriber is not None
        await self.watch.service.subscriber.ask_due()
        await self.hub.settle()

    async def deliver(self, *guids: object, signature: str | None = None) -> int:
        """Have the hub deliver these entries; give the answer's status."""
        callback = self.hub.requests[-1]["hub.callback"]
        return await self.hub.deliver(callback, rss(*guids).encode(), signature=signature)

    @property
    def news(self) -> list[tuple[str, int]]:
        """How each poll and delivery ended, and how much was new in it, the oldest first."""
        return [(poll.outcome, poll.new) for poll in reversed(self.watch.show(self.name).polls)]

    @property
    def pause_h(self) -> float:
        pause_s = self.watch.pause_s(self.name)
        assert pause_s is not None
        return pause_s / 3_600


@pytest.fixture
async def pushed(watching: Callable[..., Watch], world: World) -> AsyncIterator[Pushed]:
    """A feed of one entry that was polled once, and whose hub was asked and has confirmed."""
    listening = socket.create_server(("127.0.0.1", 0))
    watch = watching(MONITOR_PUBLIC_URL=f"http://127.0.0.1:{listening.getsockname()[1]}")
    config = uvicorn.Config(make_app(watch.service), log_config=None, access_log=False, lifespan="off", ws="none")
    server = _Server(config)
    serving = asyncio.ensure_future(server.serve([listening]))
    async with open_hub() as hub:
        made = Pushed(watch, world, hub)
        watch.watch(made.name, made.serve(1))
        await watch.poll()
        await made.ask()
        yield made
    server.should_exit = server.force_exit = True
    await serving


async def test_a_hub_that_a_feed_names_is_subscribed_to_and_asks_back_at_our_web_part(pushed: Pushed) -> None:
    (form,) = pushed.hub.requests  # 56

    assert form["hub.topic"] == pushed.world.misbehave("/feed.xml", None)
    assert form["hub.callback"].startswith(pushed.watch.settings.public_url + "/websub/")
    assert pushed.hub.verified == [("subscribe", 200, True)]
    assert pushed.watch.counted("monitor_websub_total", outcome="confirmed") == 1


async def test_what_a_hub_delivers_is_kept_at_once_and_not_again_by_the_next_poll(pushed: Pushed) -> None:
    asked = len(pushed.world.requests)  # 57

    status = await pushed.deliver(2, 1)

    assert (status, pushed.news) == (202, [("ok", 1), ("pushed", 1)])
    assert pushed.watch.show(pushed.name).entries == {"covered": 1, "due": 1}
    await pushed.watch.poll()  # the feed itself is not due
    assert pushed.watch.show(pushed.name).entries == {"covered": 2}
    assert len(pushed.world.requests) == asked
    pushed.serve(2, 1)
    await pushed.watch.poll_after(HOUR)
    assert pushed.news[2:] == [("ok", 0)]
    assert [article.title for article in pushed.watch.articles()] == ["Item 1", "Item 2"]


async def test_polls_are_rarer_while_a_hub_delivers_and_never_end(pushed: Pushed) -> None:
    before = pushed.pause_h  # 57

    await pushed.deliver(2, 1)
    pushed.serve(2, 1)
    await pushed.watch.poll_after(HOUR)
    trusting = [pushed.pause_h]
    for guid in (3, 4):
        await pushed.deliver(guid)
        pushed.serve(guid, guid - 1)
        await pushed.watch.poll_after(trusting[-1] * 3_600)
        trusting.append(pushed.pause_h)

    assert 1.0 <= before <= 1.1
    assert all(4.0 <= pause_h <= 4.4 for pause_h in trusting)
    assert len(pushed.world.requests) == 4
    assert pushed.watch.show(pushed.name).entries == {"covered": 4}


async def test_a_poll_that_finds_what_a_hub_did_not_bring_keeps_it_and_trusts_the_hub_no_more(pushed: Pushed) -> None:
    await pushed.deliver(2, 1)  # 57: the check for gaps
    pushed.serve(2, 1)
    await pushed.watch.poll_after(HOUR)
    pushed.serve(3, 2, 1)

    await pushed.watch.poll_after(5 * HOUR)

    assert pushed.news[-1] == ("ok", 1)
    assert pushed.watch.counted("monitor_websub_total", outcome="doubted") == 1
    await pushed.watch.poll_after(5 * HOUR)
    assert 1.0 <= pushed.pause_h <= 1.1
    await pushed.ask()
    assert [form["hub.mode"] for form in pushed.hub.requests] == ["subscribe", "subscribe"]


async def test_an_answer_with_only_what_is_new_ends_no_subscription(pushed: Pushed) -> None:
    headers = {"ETag": '"1"', "Link": f'<{pushed.hub.url}>; rel="hub"'}
    pushed.world.serve("/feed.xml", rss(1), content_type=RSS, headers=headers)
    await pushed.watch.poll_after(HOUR)
    pushed.world.serve("/feed.xml", rss(2), content_type=RSS, status=226, headers={"ETag": '"2"', "IM": "feed"})

    await pushed.watch.poll_after(HOUR)

    assert pushed.watch.show(pushed.name).polls[0].status == 226
    assert pushed.watch.service.subscriber is not None
    assert pushed.watch.service.subscriber.states["active"] == 1


async def test_a_lease_is_renewed_before_its_end(pushed: Pushed) -> None:
    for _ in range(9):  # 57: ten days are granted, and asked for again after eight or nine
        pushed.watch.clock.advance(86_400)
        await pushed.ask()

    assert [form["hub.mode"] for form in pushed.hub.requests] == ["subscribe", "subscribe"]
    assert pushed.hub.verified == [("subscribe", 200, True)] * 2
    assert await pushed.deliver(2) == 202
    assert pushed.news[-1] == ("pushed", 1)


@pytest.mark.parametrize("signature", ["", "sha256=" + "0" * 64], ids=["none", "wrong"])
async def test_what_is_not_signed_is_not_kept(signature: str, pushed: Pushed) -> None:
    status = await pushed.deliver(2, signature=signature)  # 56

    assert (status, pushed.news) == (202, [("ok", 1)])
    assert pushed.watch.show(pushed.name).entries == {"covered": 1}


@pytest.mark.parametrize("body", [b"Out of cheese error.", b""], ids=["unreadable", "empty"])
async def test_a_delivery_that_cannot_be_read_costs_nothing_and_thins_no_polls(body: bytes, pushed: Pushed) -> None:
    callback = pushed.hub.requests[-1]["hub.callback"]  # 57

    status = await pushed.hub.deliver(callback, body)

    assert (status, pushed.news) == (202, [("ok", 1)])
    assert pushed.watch.counted("monitor_websub_total", outcome="unreadable") == 1
    pushed.serve(2, 1)
    await pushed.watch.poll_after(HOUR)
    assert pushed.news[-1] == ("ok", 1)
    assert 1.0 <= pushed.pause_h <= 1.1


async def test_nothing_is_kept_of_a_feed_that_a_person_paused(pushed: Pushed) -> None:
    pushed.watch.service.stores.feeds.pause(pushed.name)  # 57

    await pushed.deliver(2, 1)

    assert pushed.watch.show(pushed.name).entries == {"covered": 1}


async def test_a_hub_that_hangs_does_not_keep_the_service_from_ending(pushed: Pushed) -> None:
    asked, gone, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a request, and answer nothing."""
        asked.set()
        await reader.read()
        writer.close()
        gone.set()

    async with await asyncio.start_server(hang, "127.0.0.1", 0) as server:
        hub = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        service = pushed.watch.service
        service.stores.subscriptions.begin(1, hub, "https://news.example/feed", token="token", secret="secret")
        running = asyncio.ensure_future(service.run(stop))
        await asyncio.wait_for(asked.wait(), 10)
        started = asyncio.get_running_loop().time()
        stop.set()

        await running
        await asyncio.wait_for(gone.wait(), 10)

    assert asyncio.get_running_loop().time() - started < 10  # the hub had 15 s
