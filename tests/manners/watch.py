"""How does a test watch the service poll, and turn its clock?

Not pure: a whole service in this process, over a news world on 127.0.0.1. In: feeds, answers, the passing of time.
Out: what was asked of the world, and what is remembered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

from monitor.config.settings import load
from monitor.core.records.articles import Article, ArticleFilter
from monitor.core.records.polls import DueFeed
from monitor.demo.journal import Logged
from monitor.demo.world import World
from monitor.service import PassReport, Service
from monitor.store.feeds.feed_list import FeedHistory, FeedLine
from tests.fakes import FakeClock

_NUMBERS = count(1)  # of feeds: two services may share a world
ITEM = (
    '<item><guid isPermaLink="false">{0}</guid><title>Item {0}</title>'
    "<description>{0} is what it says.</description></item>"
)


def rss(*guids: object, channel: str = "", attributes: str = "") -> str:
    """A small RSS feed without links, so that no article's page is fetched."""
    items = "".join(ITEM.format(guid) for guid in guids)
    return f'<rss version="2.0" {attributes}><channel><title>Odd</title>{channel}{items}</channel></rss>'


class Watch:
    """A service that polls what the test lists, when the test says so.

    Args:
        environ: settings beside those for a test's own servers.
    """

    def __init__(self, world: World, folder: Path, clock: FakeClock, environ: Mapping[str, str] | None = None) -> None:
        self.world = world
        self.clock = clock
        self._feeds = folder / "feeds.yaml"
        self._listed: dict[str, str] = {}
        self.settings, _ = load(
            {
                "MONITOR_DATA_DIR": str(folder / "var"),
                "MONITOR_FEEDS": str(self._feeds),
                "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8",
                "MONITOR_DOMAIN_PAUSE_S": "0",
                "MONITOR_FETCH_DEADLINE_S": "5",
                "MONITOR_USER_AGENT": "monitor/1.0 (+https://monitor.example/about)",
                "MONITOR_WORKERS": "1",
                "MONITOR_LOOKS_PER_SITE_PER_H": "0",  # tests of looks set it: others count requests
                **(environ or {}),
            }
        )
        self._feeds.write_text("feeds: []\n")
        self.service = Service(self.settings, clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.service.aclose()

    def watch(self, name: str, url: str, **keys: object) -> str:
        """List a feed, or list it anew with other keys; give its name."""
        lines = "".join(f"  {key}: {value}\n" for key, value in ({"every": "1h"} | keys).items() if value is not None)
        self._listed[name] = f"- name: {name}\n  url: {url}\n{lines}"
        self._feeds.write_text("feeds:\n" + "".join(self._listed.values()))
        return name

    def feed(
        self,
        body: str | bytes = "",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        keys: Mapping[str, object] | None = None,
    ) -> "OneFeed":
        """Serve a feed at an address of its own, and list it.

        Args:
            keys: of feeds.yaml; None as a value leaves one out.
        """
        number = next(_NUMBERS)
        name, path = f"feed {number}", f"/feed-{number}.xml"
        made = OneFeed(self, name, path, self.world.serve(path, ""))
        made.answer(body, status=status, headers=headers)
        self.watch(name, made.url, **(keys or {}))
        return made

    def forget(self) -> None:
        """List no feed any more."""
        self._listed.clear()
        self._feeds.write_text("feeds: []\n")

    async def poll(self, *names: str) -> PassReport:
        """One pass: over what is due, or over the feeds named."""
        return await self.service.once(names)

    async def poll_after(self, seconds: float) -> PassReport:
        """Turn the clock on, and make one pass over what is due by then."""
        self.clock.advance(seconds)
        return await self.poll()

    async def restart(self) -> None:
        """End the service and start another over the same database."""
        await self.service.aclose()
        self.service = Service(self.settings, self.clock)

    def asked(self, url: str) -> list[Logged]:
        """What came to an address, oldest first."""
        return self.world.asked(url)

    def show(self, name: str) -> FeedHistory:
        """What is remembered of a feed."""
        return self.service.stores.feed_list.show(name)

    def pause_s(self, name: str) -> float | None:
        """How long from now until the feed is due, in seconds; None for never."""
        due_at = self.show(name).line.due_at
        return (due_at - self.clock.now()).total_seconds() if due_at else None

    def articles(self) -> list[Article]:
        """The archive, oldest first."""
        return self.service.stores.articles.list(ArticleFilter(limit=200))[::-1]

    def counted(self, metric: str, **labels: str) -> float:
        """What a counter or a gauge stands at."""
        return self.service.metrics.value(metric, labels)

    def claimed(self, name: str) -> DueFeed:
        """The feed as its next poll will know it."""
        (feed,) = self.service.stores.feeds.claim_each([name])(1, [])
        return feed


@dataclass(frozen=True)
class OneFeed:
    """One feed of a Watch, at a path of its own of the world's spare outlet."""

    watch: Watch
    name: str
    path: str
    url: str

    def answer(self, body: str | bytes = "", *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Answer so from now on."""
        self.watch.world.serve(self.path, body, content_type="application/rss+xml", status=status, headers=headers)

    async def poll(self) -> float:
        """Wait until it is due, and no longer; poll, and say how long it is until the next poll, in seconds."""
        if self.name in self.watch.service.stores.feeds.names():  # else it is new, and due
            self.watch.clock.advance(max(self.pause_s, 0.0))
        await self.watch.poll()
        return self.pause_s

    @property
    def asked(self) -> list[Logged]:
        """What came to its address, oldest first."""
        return self.watch.asked(self.url)

    @property
    def line(self) -> FeedLine:
        """What is remembered of it."""
        return self.watch.show(self.name).line

    @property
    def pause_s(self) -> float:
        """How long from now until it is due, in seconds.

        Raises:
            AssertionError: it is never due.
        """
        pause_s = self.watch.pause_s(self.name)
        assert pause_s is not None
        return pause_s
