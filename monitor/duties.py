"""What has to be seen to at regular times, beside what is due?

Not pure: asks the stores, sets gauges, reports to the health. In: the passing of time. Out: snapshots, leases given
back, catch-up polls spread out, blackouts noticed. service.py has the scheduler call each of these at its interval.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.errors import TryAgainLater
from monitor.core.latency import WINDOW, lateness
from monitor.core.ports import Clock
from monitor.core.records.polls import Event, EventKind, HealthKind
from monitor.observe import log
from monitor.observe.gauges import show_latency, show_room, show_vitals
from monitor.observe.health import Health
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from monitor.schedule.blackout import Dark, blackout_events, dark_now
from monitor.schedule.spread import NEW_AT_ONCE, has_slept, jumped_s, spread
from monitor.store.ledger import ledgers
from monitor.store.opening import Stores
from monitor.store.snapshot import Snapshot
from monitor.store.vitals import vitals

TICK_S = 1.0
MEASURE_S = 10.0
_STATES = (*(kind.value for kind in HealthKind), "paused", "disabled")
_OVERDUE = timedelta(minutes=5)  # later than this, a feed missed its time because nobody was there
_FORGET_EVERY = timedelta(hours=1)
_LATENCY_EVERY = timedelta(minutes=1)


def steady_s() -> float:
    """Read a clock that cannot be set and, where the system has one, goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass
class Duties:
    """The regular duties of a service.

    Args:
        chance: gives a number between 0 and 1.
        steady: reads a clock that cannot be set, in seconds.
        channels: names those that are set up.
        backups: the folder where backups are put, None where none is named.
    """

    stores: Stores
    clock: Clock
    health: Health
    metrics: Metrics
    journal: Journal
    chance: Callable[[], float]
    steady: Callable[[], float] = steady_s
    channels: Callable[[], Collection[str]] = tuple
    backups: Path | None = None
    seen: Snapshot | None = field(default=None, init=False)
    _last_tick: tuple[datetime, float] | None = field(default=None, init=False)
    _forgot_at: datetime | None = field(default=None, init=False)
    _reckoned_at: datetime | None = field(default=None, init=False)

    async def tick(self) -> None:
        """Show that the scheduler lives; where time itself has jumped since the last tick, put the due times right."""
        now, steady = self.clock.now(), self.steady()
        self.health.beat()
        self.metrics.set("monitor_heartbeat_timestamp_seconds", now.timestamp())
        last, self._last_tick = self._last_tick, (now, steady)
        if last is None:
            return
        elapsed_s = steady - last[1]
        jump_s = jumped_s((now - last[0]).total_seconds(), elapsed_s)
        if jump_s or has_slept(elapsed_s, expected_s=TICK_S):
            self.metrics.count("monitor_clock_jumps_total", kind="jumped" if jump_s else "slept")
            log.get("duties").warning("service.time_jumped", jump_s=round(jump_s), slept_s=round(elapsed_s))
            await self.catch_up()

    async def catch_up(self) -> None:
        """After a start, a suspend or a clock that was set: no storm of polls, and no feed that waits for tomorrow."""
        await self.unless_away("catch_up", self._catch_up)

    def _catch_up(self) -> None:
        self.stores.feeds.follow_clock_back()
        now = self.clock.now()
        new = self.stores.feeds.overdue(now, never_polled=True)
        late = self.stores.feeds.overdue(now - _OVERDUE)
        self._spread(new, now, at_once=NEW_AT_ONCE)
        self._spread(late, now, at_once=0)

    def _spread(self, feeds: Sequence[tuple[int, str]], now: datetime, *, at_once: int) -> None:
        """Have feeds, given as (number, site), polled soon, but not all at once."""
        pauses = spread([site for _, site in feeds], chance=self.chance(), at_once=at_once)
        due = {feed_id: now + timedelta(seconds=pause_s) for (feed_id, _), pause_s in zip(feeds, pauses, strict=True)}
        self.stores.feeds.put_off(due)

    async def sweep(self) -> None:
        """Give back what dead processes hold, end the snoozes of stories that have grown.

        Now and then, forget old polls, stale looks, and old articles' traits.
        """
        await self.unless_away("sweep", self._sweep)

    async def watch(self) -> None:
        """Notice blackouts: one event for a country or a group, whichever process sees it first."""
        await self.unless_away("notice_blackouts", self._notice_blackouts)

    def _sweep(self) -> None:
        freed = self.stores.leases.release_dead(self.stores.database)
        if freed:
            log.get("duties").info("service.leases_released", number=freed)
        self.stores.snoozes.wake()
        now = self.clock.now()
        if self._forgot_at is None or now - self._forgot_at > _FORGET_EVERY:
            self.stores.feeds.forget_old_polls()
            self.stores.looks.give_up_stale()
            self.stores.stories.forget_traits()
            self._forgot_at = now

    def _notice_blackouts(self) -> None:
        known = self.stores.feed_list.dark()
        before = tuple(Dark(scope, since, 0, 0) for scope, since in known.items())
        now = self.clock.now()
        after = dark_now(self.stores.feed_list.watched(), before, now)
        events = [_dated(event, after) for event in blackout_events(before, after, now)]
        events = self.stores.feed_list.record_blackouts(events)
        self.metrics.set("monitor_blackouts", len(after))
        for event in events:
            self.journal.happened(event)
        if back := {event.scope for event in events if event.kind is EventKind.BLACKOUT_ENDED}:
            self._hasten(back)

    def _hasten(self, scopes: Collection[str]) -> None:
        """After a blackout, look soon at the feeds whose back-off had grown to a day meanwhile."""
        now = self.clock.now()
        self._spread(self.stores.feed_list.out_of_reach_in(scopes), now, at_once=0)

    async def snapshot(self) -> None:
        """Measure the queues and the feeds, for /metrics and /readyz."""
        try:
            seen = await asyncio.to_thread(self.stores.snapshot)
        except TryAgainLater as error:
            log.get("duties").warning("service.database_away", detail=str(error))
            self.health.report("database", "The database cannot be used now; the log says why.")
            return
        self.health.report("database")
        self.seen = seen
        _show(seen, self.metrics)

    async def measure(self) -> None:
        """Measure what Prometheus' rules ask of feeds, messages and the disk, and once a minute how late articles are.

        Gauges are set on the event loop, where /metrics is answered too: no scrape meets half of them.
        """
        now = self.clock.now()
        show_room(self.stores.database.data_dir, self.backups, self.metrics)
        try:
            seen = await asyncio.to_thread(vitals, self.stores.database, now)
            show_vitals(seen, self.channels(), self.metrics)
            if self._reckoned_at is None or not timedelta() <= now - self._reckoned_at < _LATENCY_EVERY:
                found = await asyncio.to_thread(lambda: lateness(ledgers(self.stores.database, now - WINDOW)))
                show_latency(found, self.metrics)
                self._reckoned_at = now if found else None
        except TryAgainLater as error:
            log.get("duties").warning("service.duty_put_off", duty="measure", detail=str(error))

    async def unless_away(self, name: str, duty: Callable[[], object]) -> None:
        """Do a duty in a thread; where the database is away, it is put off until its next time."""
        try:
            await asyncio.to_thread(duty)
        except TryAgainLater as error:
            log.get("duties").warning("service.duty_put_off", duty=name, detail=str(error))


def _dated(event: Event, dark: Sequence[Dark]) -> Event:
    """Date a blackout from when it began, not from when it was noticed: its end is told by that."""
    since = next((each.since for each in dark if each.scope == event.scope), event.at)
    return replace(event, at=since) if event.kind is EventKind.BLACKOUT_BEGAN else event


def _show(seen: Snapshot, metrics: Metrics) -> None:
    """Set the gauges from a snapshot, so that a scrape asks no database."""
    for queue, depths in (("entries", seen.entries), ("looks", seen.looks), ("deliveries", seen.deliveries)):
        for state in ("due", "later", "dead"):
            metrics.set("monitor_queue_depth", getattr(depths, state), queue=queue, state=state)
    for state in _STATES:
        metrics.set("monitor_feeds", seen.feeds.get(state, 0), health=state)
    metrics.set("monitor_archived_articles", seen.articles)
    waited = seen.taken_at - seen.oldest_due_at if seen.oldest_due_at else timedelta()
    metrics.set("monitor_oldest_due_feed_age_seconds", waited.total_seconds())
