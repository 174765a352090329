"""Does /metrics show how things are now, and nothing that is gone?"""

import os
from datetime import timedelta
from pathlib import Path

from monitor.core.records.ledgers import FeedVitals, Lateness, Stage, Vitals
from monitor.observe.gauges import newest_file_s, show_latency, show_room, show_vitals
from monitor.observe.metrics import Metrics
from tests.fakes import NOON

_MINUTE = timedelta(minutes=1)


def test_a_feed_has_the_series_of_the_health_it_has_now() -> None:
    metrics = Metrics("1")
    for state in ("ok", "failing"):
        show_vitals(Vitals(NOON, (FeedVitals("akorda", state, "KZ", "state", NOON),)), (), metrics)

    health = [line for line in _lines(metrics) if line.startswith("monitor_feed_health")]
    assert health == ['monitor_feed_health{country="KZ",feed="akorda",group="state",health="failing"} 1.0']
    assert metrics.value("monitor_feed_last_success_timestamp_seconds", {"feed": "akorda"}) == NOON.timestamp()


def test_a_feed_that_was_never_read_has_no_time_of_its_last_success() -> None:
    metrics = Metrics("1")

    show_vitals(Vitals(NOON, (FeedVitals("akorda", "never", "", "", None),)), (), metrics)

    assert not any(line.startswith("monitor_feed_last_success_timestamp_seconds{") for line in _lines(metrics))


def test_what_is_gone_from_feeds_yaml_or_over_leaves() -> None:
    metrics = Metrics("1")
    show_vitals(Vitals(NOON, (FeedVitals("akorda", "ok", "", "", NOON),), {"country:KZ": NOON}), (), metrics)
    show_latency([Lateness("akorda", Stage.KEPT, 1, 2, 3)], metrics)

    show_vitals(Vitals(NOON), (), metrics)
    show_latency([], metrics)

    assert not any("akorda" in line or "country:KZ" in line for line in _lines(metrics))


def test_each_channel_that_is_set_up_has_its_messages_and_their_age_from_the_start() -> None:
    metrics = Metrics("1")

    show_vitals(
        Vitals(NOON, messages={("log", "due"): 2}, unsent_since={"log": NOON - _MINUTE}), ["log", "ops"], metrics
    )

    lines = set(_lines(metrics))
    assert {
        'monitor_unsent_messages{channel="log",state="due"} 2.0',
        'monitor_unsent_messages{channel="ops",state="dead"} 0.0',
        'monitor_oldest_unsent_age_seconds{channel="log"} 60.0',
        'monitor_oldest_unsent_age_seconds{channel="ops"} 0.0',
    } <= lines


def test_messages_for_channels_that_are_no_longer_set_up_are_shown_together() -> None:
    metrics, messages = Metrics("1"), {("old", "dead"): 2, ("older", "dead"): 3}

    show_vitals(Vitals(NOON, messages=messages, unsent_since={"old": NOON - _MINUTE}), ["log"], metrics)

    assert metrics.value("monitor_unsent_messages", {"channel": "other", "state": "dead"}) == 5
    assert metrics.value("monitor_oldest_unsent_age_seconds", {"channel": "other"}) == 60


def test_both_quantiles_of_each_feed_are_shown_and_none_of_all_feeds() -> None:
    metrics = Metrics("1")

    show_latency([Lateness("", Stage.KEPT, 2, 9, 9), Lateness("akorda", Stage.KEPT, 1, 2, 3)], metrics)

    assert [line for line in _lines(metrics) if line.startswith("monitor_latency_seconds{")] == [
        'monitor_latency_seconds{feed="akorda",quantile="0.5",stage="fetched_to_kept"} 2.0',
        'monitor_latency_seconds{feed="akorda",quantile="0.95",stage="fetched_to_kept"} 3.0',
    ]


def test_the_disk_is_that_of_the_folder_even_before_it_is_made(tmp_path: Path) -> None:
    metrics = Metrics("1")

    show_room(tmp_path / "not" / "yet", None, metrics)

    free, size = metrics.value("monitor_disk_free_bytes"), metrics.value("monitor_disk_size_bytes")
    assert 0 < free <= size
    assert not any(line.startswith("monitor_backup_timestamp_seconds{") for line in _lines(metrics))


def test_the_newest_backup_counts_and_not_an_empty_or_a_hidden_file(tmp_path: Path) -> None:
    for name, content, at in (("old", "x", 100), ("new", "x", 200), ("empty", "", 300), (".part", "x", 400)):
        (tmp_path / name).write_text(content)
        os.utime(tmp_path / name, (at, at))
    metrics = Metrics("1")

    show_room(tmp_path, tmp_path, metrics)

    assert metrics.value("monitor_backup_timestamp_seconds", {"folder": str(tmp_path)}) == 200


def test_a_folder_without_a_backup_has_one_of_1970(tmp_path: Path) -> None:
    assert (newest_file_s(tmp_path), newest_file_s(tmp_path / "missing")) == (0, 0)


def test_counters_that_rules_watch_are_there_before_anything_happens() -> None:
    metrics = Metrics("1")

    assert {
        'monitor_alerts_total{state="dead"} 0.0',
        'monitor_kept_to_sent_seconds_count{told="at_once"} 0.0',
        'monitor_clock_jumps_total{kind="jumped"} 0.0',
    } <= set(_lines(metrics))


def _lines(metrics: Metrics) -> list[str]:
    return metrics.page().decode().splitlines()
