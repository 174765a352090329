"""How do the feeds, the outbox, the latency and the disk look on /metrics?

Not pure: sets gauges, asks the disk. In: what the store has measured, as values. Out: gauges. duties.py calls it; what
is gone (a feed, a channel, a blackout) leaves /metrics with the next call.
"""

import os
from collections.abc import Collection, Iterable
from itertools import product
from pathlib import Path

from monitor.core.records.ledgers import Lateness, Vitals
from monitor.observe.metrics import Metrics

_STATES = ("due", "later", "dead")


def show_vitals(vitals: Vitals, channels: Collection[str], metrics: Metrics) -> None:
    """Show how each feed and each channel's messages are.

    Args:
        channels: those that are set up; messages for others are shown as those of "other".
    """
    feeds = vitals.feeds
    health = {(feed.name, feed.state, feed.country, feed.group): 1.0 for feed in feeds}
    read = {(feed.name,): feed.succeeded_at.timestamp() for feed in feeds if feed.succeeded_at}
    metrics.set_all("monitor_feed_health", health.items())
    metrics.set_all("monitor_feed_last_success_timestamp_seconds", read.items())
    dark = {(scope,): since.timestamp() for scope, since in vitals.dark.items()}
    metrics.set_all("monitor_blackout_start_timestamp_seconds", dark.items())
    messages = dict.fromkeys(product(channels, _STATES), 0)
    for (channel, state), number in vitals.messages.items():
        shown = (channel if channel in channels else "other", state)
        messages[shown] = messages.get(shown, 0) + number
    metrics.set_all("monitor_unsent_messages", messages.items())
    ages = {(channel,): 0.0 for channel in channels}
    for channel, since in vitals.unsent_since.items():
        name = (channel if channel in channels else "other",)
        ages[name] = max(ages.get(name, 0.0), (vitals.taken_at - since).total_seconds())
    metrics.set_all("monitor_oldest_unsent_age_seconds", ages.items())
    metrics.set_all("monitor_newest_alerts", (((state,), number) for state, number in vitals.alerts.items()))


def show_latency(found: Iterable[Lateness], metrics: Metrics) -> None:
    """Show how long each stage takes by feed; feeds without articles in the window are not there."""
    shown: dict[tuple[str, ...], float] = {}
    for each in found:
        if each.feed:
            shown[each.feed, each.stage, "0.5"] = each.p50_s
            shown[each.feed, each.stage, "0.95"] = each.p95_s
    metrics.set_all("monitor_latency_seconds", shown.items())


def show_room(folder: Path, backups: Path | None, metrics: Metrics) -> None:
    """Show how much room a folder's disk has, and how old the newest backup is.

    A folder that is not there yet is on the disk of the nearest one above it.
    """
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    disk = os.statvfs(there)
    metrics.set("monitor_disk_free_bytes", disk.f_bavail * disk.f_frsize)
    metrics.set("monitor_disk_size_bytes", disk.f_blocks * disk.f_frsize)
    if backups is not None:
        metrics.set("monitor_backup_timestamp_seconds", newest_file_s(backups), folder=str(backups))


def newest_file_s(folder: Path) -> float:
    """Say when the newest file of a folder was written, in Unix time; 0 where it holds none or cannot be read.

    Empty files and hidden ones do not count: a backup that is still being written, or that failed at once, is none.
    """
    newest = 0.0
    try:
        for entry in os.scandir(folder):
            if entry.is_file() and not entry.name.startswith("."):
                status = entry.stat()
                newest = max(newest, status.st_mtime if status.st_size else 0.0)
    except OSError:
        return newest
    return newest
