"""How do the parts become one service?

Not pure: builds every part once, starts and stops them; the only place that joins them.
In: Settings. Out: a running service (``run``), or one pass over what is due (``once``).
cli/ and web/ use what it holds.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from importlib import metadata
from typing import Protocol

from monitor.alert.composing import composer
from monitor.alert.outbox import Outbox, walled
from monitor.alerting import Alerting
from monitor.config.feeds import load_feeds
from monitor.config.lexicon import default_lexicon
from monitor.config.outlets import load_outlets
from monitor.config.settings import Settings
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.ports import Clock, Fetcher
from monitor.core.records.alerts import DueDelivery
from monitor.core.records.articles import Draft, DueEntry
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.polls import DueFeed
from monitor.core.records.tags import Spans
from monitor.core.records.versions import DueLook
from monitor.corpus import load_corpus
from monitor.covering import Covering
from monitor.duties import MEASURE_S, TICK_S, Duties
from monitor.extract.page import Page
from monitor.fetch.client import Client, FetchLimits
from monitor.fetch.google_news import GoogleNews
from monitor.hubs import Hubs
from monitor.inspecting.looking import Looking
from monitor.inspecting.sampling import Sampling
from monitor.observe import log
from monitor.observe.health import Health
from monitor.observe.journal import Journal
from monitor.observe.metrics import MeasuredFetcher, Metrics
from monitor.pipeline import CoverReport, LookReport, Pipeline, PollReport
from monitor.polling import Polling
from monitor.queues import Queues
from monitor.reader import Reader
from monitor.rebuilding import Rebuilding
from monitor.rejudging import Rejudging
from monitor.retagging import Retagging
from monitor.schedule.local import Runner
from monitor.schedule.scheduler import Job, Scheduler
from monitor.store.opening import open_stores
from monitor.store.snapshot import Snapshot
from monitor.tag.match import rules_of
from monitor.websub.subscriber import Subscriber
from monitor.workers import Workers

_SNAPSHOT_S = 5.0
_SWEEP_S = 60.0
_HUBS_S = 10.0
_GRACE_S = 5.0


class _Waking(Protocol):
    def wake(self) -> None: ...


@dataclass(slots=True)
class PassReport:
    """What one pass did: its polls, what became of the entries, its looks at known pages, and the alerts that went out.

    Args:
        left_alone: feeds that were asked for and polled less than MONITOR_POLL_FLOOR_S ago, or that another process has
            in hand.
    """

    polls: list[PollReport] = field(default_factory=list)
    covers: list[CoverReport] = field(default_factory=list)
    looks: list[LookReport] = field(default_factory=list)
    deliveries: list[Failed | None] = field(default_factory=list)
    left_alone: int = 0

    @property
    def failures(self) -> int:
        """Feeds, entries left without an article, and alerts that failed."""
        polls = sum(poll.outcome == "failed" for poll in self.polls)
        covers = sum(cover.kept is None for cover in self.covers)
        return polls + covers + sum(failure is not None for failure in self.deliveries)


class Service:
    """Every part, built once.

    Args:
        settings: what the operator set.
        clock: tells the time.

    Raises:
        MonitorError: the configuration or the database cannot be used.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.metrics = Metrics(metadata.version("monitor"))
        self.health = Health(clock, beat_every_s=TICK_S)
        self._log = log.get("service")
        self.topics = topics = load_topics(settings.topics or default_topics_path())
        self._outlets = {outlet.outlet: outlet for outlet in load_outlets(settings.feeds_path)[0]}
        self.topic_labels = {topic.id: topic.label for topic in topics.topics}
        self._client = Client(
            FetchLimits(
                settings.user_agent,
                settings.allow_networks,
                settings.domain_pause_s,
                settings.domain_connections,
                settings.poll_slots + settings.cover_slots + settings.send_slots,
            ),
            clock,
        )
        self._journal, fetcher = Journal(self.metrics), MeasuredFetcher(self._client, self.metrics)
        self.alerting = alerting = Alerting(settings, clock, self.topic_labels, fetcher)
        self.stores = stores = open_stores(settings, clock, walled(composer(lambda: alerting.book), self._journal))
        alerting.follow(stores.alert_rules)
        self._tagged_by = rules_of(topics, default_lexicon())
        self._workers = Workers(
            partial(Reader, topics, default_lexicon()),
            count=settings.workers,
            memory_bytes=settings.worker_memory_mb << 20,
            crashed=partial(self._journal.crashed, "worker.crashed"),
        )
        self.subscriber = self._make_subscriber(fetcher)
        self._pipeline = self._make_pipeline(fetcher)
        self._outbox = Outbox(stores.deliveries, alerting.channels, clock, self._journal, is_known=alerting.is_known)
        self._queues = Queues(stores, settings)
        self._hubs = Hubs(self.subscriber, self.metrics, self._journal) if self.subscriber else None
        self._duties = Duties(
            *(stores, clock, self.health, self.metrics, self._journal, random.random),
            channels=lambda: alerting.channels,
            backups=settings.backup_dir,
        )

    def _make_subscriber(self, fetcher: Fetcher) -> Subscriber | None:
        """Make what asks hubs to push, where hubs can reach us at all."""
        if not self.settings.public_url:
            return None

        def count(outcome: str) -> None:
            """Count what passed between us and a hub."""
            self.metrics.count("monitor_websub_total", outcome=outcome)

        return Subscriber(fetcher, self.stores.subscriptions, self.clock, self.settings.public_url, count=count)

    def _make_pipeline(self, fetcher: Fetcher) -> Pipeline:
        stores, settings, clock = self.stores, self.settings, self.clock
        google = GoogleNews(fetcher, clock)
        return Pipeline(
            polling=Polling(fetcher, self._workers, stores.feeds, clock, settings, random.random, self.subscriber),
            covering=Covering(
                fetcher, self._workers, stores.links, google, clock, settings, stores.habits, self._outlets
            ),
            feeds=stores.feeds,
            entries=stores.entries,
            archive=stores.articles,
            looks=stores.looks,
            rebuilding=self.rebuilding,
            clock=clock,
            journal=self._journal,
            book=lambda: self.alerting.book,
            chance=random.random,
        )

    @property
    def seen(self) -> Snapshot | None:
        """The last snapshot that was taken, None before the first."""
        return self._duties.seen

    def _follow_files(self) -> None:
        """Bring the database's feeds and seeds in line with their files; a bad feed is logged, and the others run."""
        self.stores.seeds.sync(load_corpus(self.settings.seeds_path).seeds)
        specs, problems = load_feeds(self.settings.feeds_path)
        for problem in problems:
            self._log.error("config.bad_feed", detail=str(problem))
        self.stores.feeds.sync(specs)

    # --- running on and on ------------------------------------------------------------------------

    async def run(self, stop: asyncio.Event) -> None:
        """Poll, cover and send what becomes due, until told to stop; then finish what is in hand.

        Whatever takes longer than a few seconds to finish is cut off: its lease runs out, and it is due again.
        """
        self._follow_files()
        runners = self._runners()
        duties = self._duties
        hubs, spikes = self._hubs, partial(self.alerting.watch, self.stores.alerts, self.stores.articles)
        scheduler = Scheduler(
            [
                Job("tick", TICK_S, partial(self._tick, runners)),
                Job("snapshot", _SNAPSHOT_S, duties.snapshot),
                Job("measure", MEASURE_S, duties.measure),
                Job("sweep", _SWEEP_S, duties.sweep),
                Job("watch", _SWEEP_S, duties.watch),
                Job("spikes", _SWEEP_S, partial(duties.unless_away, "spikes", spikes)),
                Job("rules", _SNAPSHOT_S, partial(duties.unless_away, "rules", self.alerting.refresh)),
                *([Job("hubs", _HUBS_S, hubs.ask)] if hubs else []),
            ]
        )
        await duties.sweep()
        await duties.catch_up()  # after the sweep: what a killed process held is overdue too
        await duties.snapshot()
        await duties.measure()
        if hubs:
            await hubs.ask()
        scheduler.start()
        self.health.report("start")
        self._log.info("service.started", feeds=len(self.stores.feeds.names(enabled_only=True)))
        running = [asyncio.ensure_future(runner.run()) for runner in runners]
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait([stopped, *running], return_when=asyncio.FIRST_COMPLETED)
        scheduler.stop()
        stopped.cancel()
        if self._hubs:
            await self._hubs.stop()
        await asyncio.gather(*(runner.stop(_GRACE_S) for runner in runners))
        await asyncio.gather(*running)  # a runner that crashed says so here, loudly
        self._log.info("service.stopped")

    def _runners(self) -> tuple[Runner[DueFeed], Runner[DueEntry], Runner[DueLook], Runner[DueDelivery]]:
        """Make the runners of the four queues; what one brings, the next need not wait a tick for."""

        async def poll(feed: DueFeed) -> None:
            """Poll, and wake the entries' runner."""
            if (await self._pipeline.poll(feed)).new:
                entries.wake()

        async def cover(entry: DueEntry) -> None:
            """Cover, and wake the deliveries' runner."""
            kept = (await self._pipeline.cover(entry)).kept
            if kept and kept.queued:
                deliveries.wake()

        async def look(due: DueLook) -> None:
            """Look, and wake the deliveries' runner; the archive has recorded whatever came of it."""
            if (await self._pipeline.look(due)).queued:
                deliveries.wake()

        async def send(delivery: DueDelivery) -> None:
            """Send; the outbox has recorded whatever came of it."""
            await self._outbox.send(delivery)

        entries, deliveries = self._queues.entries(cover), self._queues.deliveries(send)
        return self._queues.feeds(poll), entries, self._queues.looks(look), deliveries

    async def _tick(self, runners: Sequence[_Waking]) -> None:
        await self._duties.tick()
        for runner in runners:
            runner.wake()

    # --- alerts -----------------------------------------------------------------------------------

    async def send_sample(self, channel: str) -> Failed | None:
        """Send a sample over a channel, at once: the newest article that matches a topic, or a made-up one.

        Raises:
            NotFound: no channel has the name.
        """
        return await self.alerting.send_sample(channel, self.stores.articles, self._journal)

    # --- WebSub -----------------------------------------------------------------------------------

    async def deliver(self, feed_id: int, body: bytes, content_type: str) -> bool:
        """Take what a hub brought for a feed, and say whether it was taken: what cannot be read, the next poll finds.

        Raises:
            TryAgainLater: the database is away.
        """
        feed = await asyncio.to_thread(self.stores.feeds.feed, feed_id)
        if feed is None:
            return False
        taken = await self._pipeline.take(feed, Fetched(feed.address, HTTPStatus.OK, body, content_type))
        if isinstance(taken, Failed):
            self.metrics.count("monitor_websub_total", outcome="unreadable")
            self._log.warning("websub.delivery_unreadable", feed=feed.spec.name, detail=taken.detail)
            return False
        return True

    # --- one address or article, outside the way --------------------------------------------------

    @property
    def looking(self) -> Looking:
        """What reads addresses as feeds, for a person, and keeps nothing of them."""
        return Looking(self._pipeline.polling.fetcher, self._workers, self.clock, self.settings)

    @property
    def sampling(self) -> Sampling:
        """What says what would become of a feed's entries, and keeps nothing of them."""
        return Sampling(self._pipeline.covering, self.stores.articles)

    @property
    def rebuilding(self) -> Rebuilding:
        """What reads the stored pages again by the rules of today."""
        stores, settings, retagging = self.stores, self.settings, self.retagging
        return Rebuilding(
            stores.rebuilds, stores.tasks, stores.habits, self._workers, settings, self._outlets, retagging
        )

    @property
    def rejudging(self) -> Rejudging:
        """What judges the stored texts again by the rules of today."""
        return Rejudging(self.stores.texts, self.stores.tasks, self._workers, self.settings)

    @property
    def retagging(self) -> Retagging:
        """What tags the stored texts again by the rules and names of today."""
        return Retagging(self.stores.naming, self.stores.tasks, self._workers, self.settings, self._tagged_by)

    async def look_at(self, article_ids: Sequence[int]) -> list[LookReport]:
        """Look at the pages of these articles now; of those that cannot be looked at, nothing comes back."""
        reports: list[LookReport] = []

        async def look(due: DueLook) -> None:
            """Look, and note it."""
            reports.append(await self._pipeline.look(due))

        claim = self.stores.looks.claim_each(article_ids)
        await self._queues.looks(look, claim).run(until_idle=True)
        return reports

    async def read_page(self, page: Page) -> Draft | Failed:
        """Read a page as the service would, and keep nothing of it."""
        return await self._workers.run(Reader.read, self.settings.read_deadline_s, page)

    async def read_text(self, title: str, text: str, recurring: Spans = (), language: str = "") -> Draft | Failed:
        """Read a plain text as the service would, and keep nothing of it; see Drafter.read_text."""
        deadline_s = self.settings.read_deadline_s
        return await self._workers.run(Reader.read_text, deadline_s, title, text, recurring, language)

    async def fetch_page(self, url: str) -> Page | Failed:
        """Fetch an address as the service would."""
        answer = await self._client.fetch(FetchRequest(url, FetchKind.PAGE, max_bytes=self.settings.page_max_bytes))
        if isinstance(answer, Failed):
            return answer
        return Page(answer.body, answer.content_type, answer.url, Entry(key=url, url=url, title=""))

    # --- one pass ---------------------------------------------------------------------------------

    async def once(self, names: Sequence[str] = (), *, all_feeds: bool = False) -> PassReport:
        """Poll the due, the named or all feeds once, cover every entry that is due, send what is due.

        Raises:
            NotFound: a feed that was named is not in feeds.yaml.
        """
        self._follow_files()
        await self._duties.sweep()
        report = PassReport()

        async def poll(feed: DueFeed) -> None:
            """Poll, and note it."""
            report.polls.append(await self._pipeline.poll(feed))

        async def cover(entry: DueEntry) -> None:
            """Cover, and note it."""
            report.covers.append(await self._pipeline.cover(entry))

        async def send(delivery: DueDelivery) -> None:
            """Send, and note it."""
            report.deliveries.append(await self._outbox.send(delivery))

        async def look(due: DueLook) -> None:
            """Look, and note it."""
            report.looks.append(await self._pipeline.look(due))

        feeds, queues = self.stores.feeds, self._queues
        is_chosen = bool(names) or all_feeds
        claim = feeds.claim_each(names, rest_s=self.settings.poll_floor_s) if is_chosen else feeds.claim
        await queues.feeds(poll, claim).run(until_idle=True)
        if is_chosen:
            report.left_alone = len(set(names) or feeds.names(enabled_only=True)) - len(report.polls)
        await queues.entries(cover).run(until_idle=True)
        await queues.looks(look).run(until_idle=True)
        await queues.deliveries(send).run(until_idle=True)
        await self._duties.watch()
        return report

    async def aclose(self) -> None:
        """Close connections, end the worker processes, close the database."""
        if self._hubs:
            await self._hubs.stop()
        await self._client.aclose()
        await asyncio.to_thread(self._workers.close)
        self.stores.database.close()
