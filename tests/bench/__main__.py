"""How fast are the hot paths, as ratios within one run?

Not pure: measures CPU time on this machine. In: the demo's news world. Out: a table on stdout.
Each row sets what we do beside the least that anyone would have to do for it. Seconds differ between machines and
moments; the ratios are what to compare. Run by: make bench
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from functools import partial
from ipaddress import ip_network
from tempfile import TemporaryDirectory

import aiohttp  # noqa: TID251 - the floor that fetching is measured against
import trafilatura
from ahocorasick_rs import AhoCorasick

from monitor.config.lexicon import default_lexicon
from monitor.config.settings import load
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.articles import Covered, Draft, DueEntry
from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.rulings import Rulings
from monitor.core.records.verdicts import Judged, Neighbours
from monitor.core.records.versions import Revision
from monitor.core.topics import Topics
from monitor.dedupe.decide import decide
from monitor.demo.articles import load_articles
from monitor.demo.world import World
from monitor.extract.page import Page
from monitor.fetch.client import Client, FetchLimits
from monitor.reader import Reader
from monitor.store.opening import open_stores
from monitor.tag.match import Tagger
from tests.bench import outbox, parsing, tagging
from tests.fakes import NOON, FakeClock

_REQUESTS = 300


def main() -> None:
    """Measure and print."""
    print(f"{'what':<60}{'ours ms':>9}{'floor ms':>9}{'ratio':>7}")
    topics = load_topics(default_topics_path())
    asyncio.run(_fetching_and_reading(topics))
    parsing.run(_row)
    tagging.run(_row)
    _keeping(Reader(topics, default_lexicon()))
    outbox.run(_row)


async def _fetching_and_reading(topics: Topics) -> None:
    async with World() as world:
        world.publish_all()
        steppe = world.outlets["steppe"].feed_url
        client = Client(FetchLimits("bench/1", (ip_network("127.0.0.0/8"),), domain_pause_s=0))
        first = await client.fetch(FetchRequest(steppe, FetchKind.FEED))
        assert isinstance(first, Fetched)
        again = FetchRequest(steppe, FetchKind.FEED, etag=first.etag, last_modified=first.last_modified)
        ours_s = await _cpu_of_requests(lambda: client.fetch(again))
        headers = {"If-None-Match": first.etag, "If-Modified-Since": first.last_modified}
        async with aiohttp.ClientSession() as session:

            async def bare() -> bytes:
                async with session.get(steppe, headers=headers) as answer:
                    return await answer.read()

            floor_s = await _cpu_of_requests(bare)
        # Both figures hold the world's own share of the work: it runs in this process.
        _row("an unchanged feed, kept alive (floor: bare aiohttp)", ours_s, floor_s)
        page = await client.fetch(FetchRequest(world.article_url("en-wire"), FetchKind.PAGE))
        await client.aclose()
    assert isinstance(page, Fetched)
    _reading(page, topics)


def _reading(page: Fetched, topics: Topics) -> None:
    reader, html = Reader(topics, default_lexicon()), page.body.decode()
    entry = Entry("key", page.url, "")
    ours_s = _cpu(lambda: reader.read(Page(page.body, page.content_type, page.url, entry)), 30)
    floor_s = _cpu(lambda: trafilatura.extract(html), 30)
    _row("a page read: text, language, fingerprint, topics (trafilatura)", ours_s, floor_s)
    texts = ["\n".join(article.first.paragraphs) for article in load_articles()]
    names = AhoCorasick([name.text.replace("*", "") for topic in topics.topics for name in topic.names])
    tagger = Tagger(topics)
    ours_s = _cpu(lambda: [tagger.tag("", text) for text in texts], 10)
    floor_s = _cpu(lambda: [names.find_matches_as_indexes(text) for text in texts], 10)
    _row(f"{len(texts)} articles tagged (bare Aho-Corasick)", ours_s, floor_s)


def _keeping(reader: Reader) -> None:
    """Keep articles in a small archive, and in one ten times as large."""
    with TemporaryDirectory() as folder:
        settings, _ = load({"MONITOR_DATA_DIR": folder})
        stores = open_stores(settings, FakeClock())
        feed = FeedSpec("bench", "https://bench.example/feed")
        stores.feeds.sync([feed])
        words = " ".join(" ".join(a.first.paragraphs) for a in load_articles() if a.language != "zh").split()
        number = 0

        def keep() -> None:
            nonlocal number
            number += 1
            text = " ".join(random.Random(number).choices(words, k=400))
            entry = Entry(str(number), f"https://bench.example/{number}", f"Article {number}", text)
            draft = reader.read_own(entry)
            assert isinstance(draft, Draft)
            rulings = Rulings(partial(_judged, draft), lambda _: Revision(is_version=True), lambda _: ())
            stores.articles.keep(Covered(DueEntry(0, feed, entry, NOON), draft), rulings)

        early_s = _cpu(keep, 100)
        for _ in range(2_700):
            keep()
        late_s = _cpu(keep, 100)
        _row("an article kept at 3,000 in the archive (at 300)", late_s, early_s)
        stores.database.close()


def _judged(draft: Draft, found: Neighbours) -> Judged:
    return Judged(decide(draft.article.text, draft.fingerprint, found))


async def _cpu_of_requests(ask: Callable[[], Awaitable[object]]) -> float:
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for _ in range(_REQUESTS):
            await ask()
        best = min(best, (time.process_time() - began) / _REQUESTS)
    return best


def _cpu(act: Callable[[], object], times: int) -> float:
    """CPU seconds of one act, the best of three rounds."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for _ in range(times):
            act()
        best = min(best, (time.process_time() - began) / times)
    return best


def _row(what: str, ours_s: float, floor_s: float) -> None:
    print(f"{what:<60}{ours_s * 1000:>9.3f}{floor_s * 1000:>9.3f}{ours_s / floor_s:>7.2f}")


if __name__ == "__main__":
    main()
