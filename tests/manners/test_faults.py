"""Faults 15 to 31 that concern fetching and parsing: does each cost what it must, and nothing else?

The numbers beside the tests are those of the list of faults. Proved elsewhere, and not again here:

- 17, 18, 19, 31 (clocks, summer time, suspend, long time off): test_times.py beside this file.
- 21 (slow servers), one fetch: tests/rooms/test_fetch_faults.py, test_a_drip_is_stopped_by_the_deadline and
  test_fifty_servers_that_drip_hold_up_no_other.
- 25 (endless body): tests/rooms/test_fetch_faults.py, test_chunks_without_end_are_stopped_at_the_cap and
  test_a_body_of_50_mb_is_stopped_at_the_cap; through the whole program, tests/house/test_bad_input.py, "huge".
- 26 (bombs): tests/rooms/test_fetch_faults.py, test_a_bomb_of_hundreds_of_megabytes_is_stopped_in_little_memory;
  test_bad_input.py, "bomb_gzip" and "bomb_stacked"; declared entities, "billion_laughs"; a gzip file for a feed,
  tests/unit/test_parse_feed.py, test_a_gzip_bomb_is_too_big.
- 27 (depth), a page: tests/house/test_bad_input.py, "deep".
- 28 (redirects): test_moves.py beside this file, behaviour 38.
- 29 (TLS), one fetch of each kind: tests/rooms/test_fetch_tls.py.
- 30 (DNS), the end of the process while it hangs: tests/rooms/test_fetch_faults.py.
"""

import asyncio
import json
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import StringIO

import psutil
import pytest
import trustme

from monitor.core.records.articles import ArticleFilter
from monitor.core.records.polls import HealthKind
from monitor.demo.world import World
from monitor.pipeline import PollReport
from tests.fakes import NOON
from tests.manners.names import Names
from tests.manners.watch import Watch, rss
from tests.rooms.servers import OK, Servers, dripping, serving, sites

RSS = "application/rss+xml"
HOUR = 3_960  # seconds, with the tenth that chance may add
NEWS = (
    "A school of weavers opens in the old caravanserai of Turkistan, in the south of Kazakhstan, with forty pupils.",
    "Kazakhstan counted its saiga antelopes from the air this spring, and found more of them than in any year before.",
    "The night train from Almaty carries a library now; readers across Kazakhstan return its books at any station.",
)


@pytest.fixture
async def servers() -> AsyncIterator[Servers]:
    async with serving() as running:
        yield running


@pytest.fixture
async def alerting(watching: Callable[..., Watch], world: World) -> Watch:
    """A service that posts its alerts to the world's receiver."""
    return watching(MONITOR_WEBHOOK_URL=world.hook_url)


#: Of an entry that is news when its feed is first polled, at NOON or soon after it.
JUST_NOW = f"<pubDate>{format_datetime(NOON)}</pubDate>"


def item(guid: object, title: str, text: str, more: str = "") -> str:
    return (
        f'<item><guid isPermaLink="false">{guid}</guid><title>{title}</title><description>{text}</description>'
        f"{more}</item>"
    )


def channel(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>Odd</title>{"".join(items)}</channel></rss>'


async def only_poll(watch: Watch, *listed: str) -> list[PollReport]:
    """Poll what is due, or what is named, and leave the entries for later."""
    reports: list[PollReport] = []
    service = watch.service
    service._follow_files()

    async def poll(feed: object) -> None:
        reports.append(await service._pipeline.poll(feed))  # type: ignore[arg-type] # a DueFeed: so the claim says

    claim = service.stores.feeds.claim_each(listed) if listed else service.stores.feeds.claim
    await service._queues.feeds(poll, claim).run(until_idle=True)
    return reports


# --- entries that change and stay the same ------------------------------------------------------------


async def test_an_entry_whose_title_changes_with_each_of_100_polls_alerts_once(alerting: Watch, world: World) -> None:
    for number in range(100):  # 15
        entry = item("the same", f"Kazakhstan, update {number}", NEWS[0], JUST_NOW)
        url = world.serve("/feed.xml", channel(entry), content_type=RSS)
        if not number:
            alerting.watch("restless", url, every="1m", fetch_article="false")
        await alerting.poll_after(67)

    assert len(alerting.asked(url)) == 100
    assert len(world.received) == 1
    assert len(alerting.articles()) == 1


async def test_an_entry_whose_id_changes_with_each_poll_alerts_once(alerting: Watch, world: World) -> None:
    page = world.serve("/story.html", f"<!DOCTYPE html><article><p>{NEWS[0]}</p></article>")  # 16
    for number in range(20):
        linked = item(f"a{number}", "Weavers", NEWS[0], f"<link>{page}</link>{JUST_NOW}")
        bare = item(f"b{number}", "Saigas", NEWS[1], JUST_NOW)
        linked_url = world.serve("/linked.xml", channel(linked), content_type=RSS)
        bare_url = world.serve("/bare.xml", channel(bare), content_type=RSS)
        if not number:
            alerting.watch("linked", linked_url, every="1m")
            alerting.watch("bare", bare_url, every="1m")
        await alerting.poll_after(67)

    assert [len(alerting.asked(url)) for url in (linked_url, bare_url)] == [20, 20]
    assert len(world.received) == 2  # one for each story
    assert alerting.counted("monitor_alerts_total", state="queued") == 4  # and one each on the log


async def test_entries_from_2099_and_1970_alert_once_and_stand_where_they_were_first_seen(
    alerting: Watch, world: World
) -> None:
    def dated(year: int, news: str) -> str:
        published = format_datetime(datetime(year, 1, 1, tzinfo=UTC))
        return item(year, f"Dated {year}", news, f"<pubDate>{published}</pubDate>")

    first = [dated(2099, NEWS[0]), dated(1970, NEWS[1])]  # 20
    name = alerting.watch("odd", world.serve("/feed.xml", channel(), content_type=RSS), fetch_article="false")
    await alerting.poll()  # else they would be backlog
    world.serve("/feed.xml", channel(*first), content_type=RSS)
    await alerting.poll_after(HOUR)
    world.serve("/feed.xml", channel(dated(1971, NEWS[2]), *first), content_type=RSS)

    for _ in range(3):
        await alerting.poll_after(HOUR)

    by_sight = alerting.service.stores.articles.list(ArticleFilter(since=NOON - timedelta(days=1)))
    assert by_sight[0].title == "Dated 1971"
    assert {article.first_seen_at for article in by_sight[1:]} == {NOON + timedelta(seconds=HOUR)}
    assert len(world.received) == 3
    assert alerting.show(name).line.health.kind is HealthKind.OK
    pause_s = alerting.pause_s(name)
    assert pause_s is not None
    assert 3_600 <= pause_s <= HOUR


# --- servers that are slow ----------------------------------------------------------------------------


async def test_fifty_servers_that_drip_end_at_their_deadline_and_hold_up_no_other_feed(
    watching: Callable[..., Watch], servers: Servers, names: Names
) -> None:
    watch = watching(MONITOR_FETCH_DEADLINE_S="2")  # 21: headers that never end, and bodies that never end
    dripped = [await servers.start(dripping(start)) for start in (OK + b"X: ", OK + b"\r\n")]
    slow = [watch.watch(f"slow {n}", dripped[n % 2].replace("127.0.0.1", f"peer{n}.example")) for n in range(50)]
    async with sites(10) as good:
        for n, site in enumerate(good):
            watch.watch(f"good {n}", site.page("/feed.xml", rss().encode(), ETag='"1"', Content_Type=RSS))

        began = asyncio.get_running_loop().time()
        reports = {report.feed: report for report in await only_poll(watch)}
        lags_s = [site.asked_at[0] - began for site in good]

    failures = [reports[name].failure for name in slow]
    assert {failure.reason.value for failure in failures if failure} == {"too_slow"}
    assert all(failure and 1.9 < failure.took_s < 4 for failure in failures)
    assert {reports[f"good {n}"].outcome for n in range(10)} == {"ok"}
    assert max(lags_s) < 2


async def test_feeds_that_hang_keep_no_other_from_its_turn(
    watching: Callable[..., Watch], world: World, names: Names
) -> None:
    # 22, a tenth of it and less: of 60 feeds at 60 sites six hang, and only eight may be in hand at a time.
    watch = watching(MONITOR_FETCH_DEADLINE_S="1.5", MONITOR_POLL_SLOTS="8", MONITOR_DOMAIN_PAUSE_S="1")
    port = world.serve("/feed.xml", rss(), content_type=RSS, headers={"ETag": '"1"'}).rpartition(":")[2].split("/")[0]
    watch.watch("first", f"http://first.example:{port}/feed.xml")
    await only_poll(watch)  # its worker process takes a while to start
    world.requests.clear()
    world.misbehave("/hangs.xml", "hang")
    for n in range(60):
        watch.watch(f"feed {n}", f"http://site{n}.example:{port}/{'hangs' if n % 10 == 0 else 'feed'}.xml")

    began = time.monotonic()
    polling = asyncio.create_task(only_poll(watch))
    await world.until(lambda: sum(logged.status == 200 for logged in world.requests) == 54)
    good_s = time.monotonic() - began
    reports = await polling

    assert good_s < 1.5  # none of them waited for those that hang
    assert sorted(report.outcome for report in reports) == ["failed"] * 6 + ["ok"] * 54
    pauses = [watch.pause_s(f"feed {n}") for n in range(60)]
    assert all(pause_s is not None and pause_s <= HOUR for pause_s in pauses)


# --- bodies that are big --------------------------------------------------------------------------------


def memory_bytes() -> int:
    """Resident memory of this process and its workers."""
    own = psutil.Process()
    return sum(int(process.memory_info().rss) for process in [own, *own.children(recursive=True)])


async def watched(ended: asyncio.Event) -> tuple[float, int]:
    """Say for how long the event loop stood still at most (pages wait that long too), and how much memory was taken."""
    longest_s, most_bytes, loop = 0.0, 0, asyncio.get_running_loop()
    while not ended.is_set():
        before = loop.time()
        await asyncio.sleep(0.02)
        longest_s = max(longest_s, loop.time() - before)
        most_bytes = max(most_bytes, memory_bytes())
    return longest_s, most_bytes


async def test_a_feed_of_10_mb_is_read_in_time_and_memory_and_pages_do_not_wait_for_it(
    watch: Watch, world: World
) -> None:
    paragraph = "The river fell by a hand's breadth, and the ferryman moved his landing once more. " * 60  # 23
    big = channel(*(item(n, f"Item {n}", f"{n}: {paragraph}") for n in range(2_000)))
    assert 9_900_000 < len(big) < 11_000_000
    watch.watch("small", world.serve("/small.xml", rss(1), content_type=RSS))
    await only_poll(watch)
    watch.watch("big", world.serve("/big.xml", big, content_type=RSS))
    before, ended = memory_bytes(), asyncio.Event()
    watching_it = asyncio.create_task(watched(ended))

    began = time.monotonic()
    (report,) = await only_poll(watch)
    took_s = time.monotonic() - began
    ended.set()

    assert (report.outcome, report.new) == ("ok", 1_000)
    assert watch.counted("monitor_dropped_entries_total") == 1_000
    assert took_s < 10
    longest_s, most_bytes = await watching_it
    assert longest_s < 0.5
    assert most_bytes - before < 150_000_000


async def test_of_100_000_entries_the_newest_1_000_are_kept_and_the_loss_is_reported(
    watch: Watch, world: World, logged: StringIO
) -> None:
    def entry(n: int) -> str:
        published = format_datetime(NOON - timedelta(seconds=n))
        return f"<item><title>{n}</title><guid>{n}</guid><pubDate>{published}</pubDate></item>"

    oldest_first = [entry(n) for n in range(100_000, 0, -1)]  # 24
    name = watch.watch("flood", world.serve("/flood.xml", channel(*oldest_first), content_type=RSS))

    began = time.monotonic()
    (report,) = await only_poll(watch)
    took_s = time.monotonic() - began

    assert (report.outcome, report.new) == ("ok", 1_000)
    assert watch.counted("monitor_dropped_entries_total") == 99_000
    (line,) = [json.loads(text) for text in logged.getvalue().splitlines() if '"feed.polled"' in text]
    assert (line["level"], line["dropped"]) == ("warning", 99_000)
    due = watch.service.stores.entries.claim(2, [])[0]
    assert due.entry.published_at is not None
    assert due.entry.published_at > NOON - timedelta(seconds=1_001)
    assert watch.show(name).line.health.kind is HealthKind.OK
    assert took_s < 5


DEPTH = 100_000


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<rss><channel>" + "<a>" * DEPTH + "</a>" * DEPTH + "</channel></rss>", RSS),
        ("<rss><channel><item>" + "<a>" * DEPTH + "</a>" * DEPTH + "</item></channel></rss>", RSS),
        ("<a>" * DEPTH + "</a>" * DEPTH, RSS),
        (channel(item(1, "Deep", "&lt;div&gt;" * DEPTH + "At last." + "&lt;/div&gt;" * DEPTH)), RSS),
        (
            '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * DEPTH + "]" * DEPTH + "}",
            "application/json",
        ),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + "<url>" * DEPTH + "</urlset>", "text/xml"),
    ],
    ids=["channel", "item", "no feed", "html inside", "json", "site map"],
)
async def test_a_body_of_100_000_levels_costs_its_own_feed_at_most(
    body: str, content_type: str, watch: Watch, world: World, logged: StringIO
) -> None:
    deep = watch.watch("deep", world.serve("/deep", body, content_type=content_type), fetch_article="false")  # 27
    for n in range(3):
        watch.watch(f"good {n}", world.serve(f"/{n}.xml", rss(n), content_type=RSS))

    began = time.monotonic()
    await watch.poll()
    took_s = time.monotonic() - began

    for n in range(3):
        assert watch.show(f"good {n}").entries == {"covered": 1}
    assert watch.show(deep).polls[0].outcome in ("ok", "failed")
    assert watch.show(deep).line.reason in ("", "html_page", "not_a_feed", "broken_feed", "empty")
    assert "crashed" not in logged.getvalue()
    assert took_s < 10


# --- whom we reach, and whom not ------------------------------------------------------------------------


async def test_each_fault_of_tls_is_named_for_its_feed_and_nothing_is_sent_in_the_clear(
    authority: trustme.CA, watching: Callable[..., Watch], names: Names, servers: Servers
) -> None:
    def showing(certificate: trustme.LeafCert) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context

    long_ago, yesteryear = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)  # 29
    contexts = {
        "expired": showing(authority.issue_cert("expired.example", not_before=long_ago, not_after=yesteryear)),
        "other": showing(authority.issue_cert("another.example")),
        "unknown": showing(trustme.CA().issue_cert("unknown.example")),
    }
    heard: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(b"a request")

    watch = watching()
    for name, context in contexts.items():
        url = await servers.start(hear, tls=context)
        watch.watch(name, url.replace("127.0.0.1", f"{name}.example") + "/feed.xml")
    async with sites(1) as (plain,):
        watch.watch("plain", plain.root.replace("http://127.0.0.1", "https://plain.example") + "/feed.xml")

        await watch.poll()

        assert plain.asked == []

    told = {name: watch.show(name).line for name in (*contexts, "plain")}
    assert {line.reason for line in told.values()} == {"tls"}
    words = {"expired": "has expired", "other": "made out to another name", "unknown": "authority not known here",
             "plain": "does not speak TLS on this port"}  # fmt: skip
    assert all(words[name] in line.health.why for name, line in told.items()), told
    assert {line.health.kind for line in told.values()} == {HealthKind.FAILING}
    assert heard == []


@pytest.mark.parametrize("trouble", ["fails", "hangs"])
async def test_while_dns_is_down_what_needs_none_goes_on_and_all_recovers_within_an_interval(
    trouble: str, watching: Callable[..., Watch], world: World, names: Names
) -> None:
    watch = watching(MONITOR_FETCH_DEADLINE_S="1")  # 30
    url = world.serve("/feed.xml", rss(), content_type=RSS, headers={"ETag": '"1"'})
    port = url.rpartition(":")[2].split("/")[0]
    listed = [watch.watch(f"feed {n}", f"http://site{n}.example:{port}/feed.xml") for n in range(40)]
    local = watch.watch("local", url)
    names.fail(OSError(socket.EAI_AGAIN, "Temporary failure in name resolution"))
    if trouble == "hangs":
        names.hang()

    began = time.monotonic()
    most_threads = 0
    polling = asyncio.create_task(only_poll(watch))
    while not polling.done():
        await asyncio.wait([polling], timeout=0.05)
        most_threads = max(most_threads, sum(t.name.startswith("lookup of") for t in threading.enumerate()))
    took_s = time.monotonic() - began
    down = {name: watch.show(name) for name in (*listed, local)}
    names.come_back()
    await watch.poll_after(HOUR)

    assert down[local].polls[0].outcome == "ok"
    assert {down[name].line.reason for name in listed} == {"too_slow" if trouble == "hangs" else "dns"}
    assert took_s < 5
    assert most_threads <= len(listed)
    assert {watch.show(name).polls[0].outcome for name in listed} == {"ok"}
    assert {watch.show(name).line.failures for name in listed} == {0}
