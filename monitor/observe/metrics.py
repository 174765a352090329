"""What is counted, for dashboards and alerting?

Not pure: holds prometheus-client's metrics, in a registry of its own.
In: what the pipeline, the outbox and the snapshot report. Out: /metrics.
``METRICS`` is the one list; docs/metrics.md is written from it. Labels come from closed lists only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.process_collector import ProcessCollector

from monitor.core.ports import Fetcher
from monitor.core.records.alerts import AlertState, MessageKind
from monitor.core.records.articles import Basis
from monitor.core.records.changes import ChangeKind
from monitor.core.records.failures import Failed
from monitor.core.records.fetches import Fetched, FetchRequest
from monitor.core.records.ledgers import Stage
from monitor.core.records.polls import EventKind, HealthKind
from monitor.core.records.subscriptions import SubscriptionState

_MOMENTS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_DELAYS = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 4 * 3_600, 86_400)
#: Among them the promise: kept to sent within 60 s.
_SENDING = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3_600)


@dataclass(frozen=True, slots=True)
class MetricDoc:
    """One metric: its name as scraped, kind, meaning, labels, and bucket bounds in its own unit.

    Args:
        begins: values of its one label that are there, at 0, from the start: Prometheus sees no increase in a counter
            whose first sample is 1 already.
    """

    name: str
    kind: type[Counter | Gauge | Histogram]
    meaning: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    begins: tuple[str, ...] = ()


METRICS: tuple[MetricDoc, ...] = (
    MetricDoc(
        "monitor_polls_total",
        Counter,
        "Polls that ended, by outcome: ok, unchanged, pushed, put_off, failed.",
        ("outcome",),
        begins=("ok", "unchanged", "pushed", "put_off", "failed"),
    ),
    MetricDoc(
        "monitor_failures_total",
        Counter,
        "Polls, pages and deliveries that failed, by stage (poll, cover, send) and reason.",
        ("stage", "reason"),
    ),
    MetricDoc(
        "monitor_received_bytes_total", Counter, "Bytes of bodies received, before decoding, by kind.", ("kind",)
    ),
    MetricDoc(
        "monitor_fetch_duration_seconds",
        Histogram,
        "Time of a whole fetch, by kind (feed, page, hub, lookup, webhook) and outcome (ok, unchanged, failed).",
        ("kind", "outcome"),
        _MOMENTS,
    ),
    MetricDoc("monitor_entries_total", Counter, "New entries remembered."),
    MetricDoc(
        "monitor_missed_entries_total", Counter, "Entries that probably came and went between two polls, estimated."
    ),
    MetricDoc("monitor_dropped_entries_total", Counter, "Entries left out of feeds that held more than the cap."),
    MetricDoc(
        "monitor_events_total",
        Counter,
        f"Events in the history of feeds, by kind: {', '.join(EventKind)}.",
        ("kind",),
    ),
    MetricDoc(
        "monitor_articles_total",
        Counter,
        "Articles kept, by verdict: new, exact, copy, partial, version.",
        ("verdict",),
        begins=("new", "exact", "copy", "partial", "version"),
    ),
    MetricDoc(
        "monitor_texts_total",
        Counter,
        f"Articles kept, by what their text rests on: {', '.join(Basis)}.",
        ("basis",),
        begins=tuple(Basis),
    ),
    MetricDoc(
        "monitor_placements_total",
        Counter,
        "New articles by story: opened one, or joined one that there was.",
        ("story",),
    ),
    MetricDoc(
        "monitor_sightings_total",
        Counter,
        "Entries whose article was known already, with nothing in it that a reader would see changed.",
    ),
    MetricDoc(
        "monitor_looks_total",
        Counter,
        "Looks at pages of articles that were kept before, by outcome: same, changed, failed.",
        ("outcome",),
    ),
    MetricDoc(
        "monitor_changes_total",
        Counter,
        f"What happened to articles after they were first read, by kind: {', '.join(ChangeKind)}.",
        ("kind",),
    ),
    MetricDoc("monitor_mentions_total", Counter, "Mentions of topics in kept articles, by topic.", ("topic",)),
    MetricDoc(
        "monitor_rejected_names_total",
        Counter,
        "Names found in kept articles that do not count there, by topic: other meanings of acronyms, tag lists.",
        ("topic",),
    ),
    MetricDoc(
        "monitor_alerts_total",
        Counter,
        "Alerts that were queued, and messages that were sent, retried or given up (dead), by state.",
        ("state",),
        begins=("queued", "sent", "retried", "dead"),
    ),
    MetricDoc(
        "monitor_messages_total",
        Counter,
        f"Messages sent, by channel and kind: {', '.join(MessageKind)}.",
        ("channel", "kind"),
    ),
    MetricDoc(
        "monitor_unsent_messages",
        Gauge,
        "Messages in the outbox that are not sent, by channel and state (due, later, dead); channels that are no longer"
        " set up are 'other'.",
        ("channel", "state"),
    ),
    MetricDoc(
        "monitor_oldest_unsent_age_seconds",
        Gauge,
        "How long a channel's oldest unsent message has been there, or its oldest alert been due; 0 if there is none.",
        ("channel",),
    ),
    MetricDoc(
        "monitor_newest_alerts",
        Gauge,
        f"Of the newest 5,000 alerts, how many are in each state: {', '.join(AlertState)}.",
        ("state",),
    ),
    MetricDoc(
        "monitor_queue_depth",
        Gauge,
        "Entries, looks and deliveries waiting, by queue and state (due, later, dead).",
        ("queue", "state"),
    ),
    MetricDoc(
        "monitor_oldest_due_feed_age_seconds", Gauge, "How long the longest overdue feed has been due; 0 if none is."
    ),
    MetricDoc("monitor_feeds", Gauge, f"Feeds by health: {', '.join(HealthKind)}, paused, disabled.", ("health",)),
    MetricDoc(
        "monitor_feed_health",
        Gauge,
        "1 for the health that a feed of feeds.yaml has now, paused or disabled included; with its country and group.",
        ("feed", "health", "country", "group"),
    ),
    MetricDoc(
        "monitor_feed_last_success_timestamp_seconds",
        Gauge,
        "When a feed of feeds.yaml was last read, in Unix time; not there before the first time.",
        ("feed",),
    ),
    MetricDoc("monitor_blackouts", Gauge, "Countries and groups most of whose feeds' hosts are dark."),
    MetricDoc(
        "monitor_blackout_start_timestamp_seconds",
        Gauge,
        "Since when a country, a group or everything is dark, in Unix time; not there for what is not.",
        ("scope",),
    ),
    MetricDoc(
        "monitor_websub_total",
        Counter,
        "What passed between us and WebSub hubs, by outcome: asked, confirmed, accepted, unreadable and the like.",
        ("outcome",),
    ),
    MetricDoc(
        "monitor_subscriptions", Gauge, f"WebSub subscriptions by state: {', '.join(SubscriptionState)}.", ("state",)
    ),
    MetricDoc("monitor_archived_articles", Gauge, "Articles in the archive."),
    MetricDoc(
        "monitor_published_to_seen_seconds",
        Histogram,
        "From the publisher's claimed time to our first sight of the entry.",
        (),
        _DELAYS,
    ),
    MetricDoc(
        "monitor_seen_to_kept_seconds", Histogram, "From first sight of an entry to its article kept.", (), _DELAYS
    ),
    MetricDoc(
        "monitor_seen_to_sent_seconds", Histogram, "From first sight of an entry to its alert sent.", (), _DELAYS
    ),
    MetricDoc(
        "monitor_kept_to_sent_seconds",
        Histogram,
        "From when an article might be told to its message sent; told at_once, or gathered: in a digest or an update.",
        ("told",),
        _SENDING,
        begins=("at_once", "gathered"),
    ),
    MetricDoc(
        "monitor_latency_seconds",
        Gauge,
        "How long a stage of the way took, by feed, of the newest articles of seven days, once a minute; quantile"
        f" 0.5 or 0.95, stage: {', '.join(Stage)}.",
        ("feed", "stage", "quantile"),
    ),
    MetricDoc("monitor_disk_free_bytes", Gauge, "Room that is left on the disk of MONITOR_DATA_DIR."),
    MetricDoc("monitor_disk_size_bytes", Gauge, "Size of the disk of MONITOR_DATA_DIR."),
    MetricDoc(
        "monitor_backup_timestamp_seconds",
        Gauge,
        "When the newest file in MONITOR_BACKUP_DIR was written, in Unix time; 0 where it holds none, not there where"
        " no folder is set.",
        ("folder",),
    ),
    MetricDoc(
        "monitor_clock_jumps_total",
        Counter,
        "Times that the clock was set, or the machine slept, by kind: jumped, slept.",
        ("kind",),
        begins=("jumped", "slept"),
    ),
    MetricDoc("monitor_heartbeat_timestamp_seconds", Gauge, "When the scheduler last ticked, in Unix time."),
    MetricDoc("monitor_build_info", Gauge, "1, labelled with the program's version.", ("version",)),
)


class Metrics:
    """The metrics of one service, in a registry of its own."""

    def __init__(self, version: str) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._by_name = {doc.name: self._make(doc) for doc in METRICS}
        self.set("monitor_build_info", 1, version=version)

    def _make(self, doc: MetricDoc) -> Counter | Gauge | Histogram:
        metric: Counter | Gauge | Histogram
        if doc.kind is Histogram:
            metric = Histogram(doc.name, doc.meaning, doc.labels, registry=self._registry, buckets=doc.buckets)
        else:
            metric = doc.kind(doc.name, doc.meaning, doc.labels, registry=self._registry)
        for value in doc.begins:
            metric.labels(value)
        return metric

    def count(self, name: str, number: float = 1, **labels: str) -> None:
        """Add to a counter."""
        metric = self._by_name[name]
        assert isinstance(metric, Counter), name  # noqa: S101 - a wrong name is a bug, found by the first test
        (metric.labels(**labels) if labels else metric).inc(number)

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge."""
        metric = self._by_name[name]
        assert isinstance(metric, Gauge), name  # noqa: S101 - as above
        (metric.labels(**labels) if labels else metric).set(value)

    def set_all(self, name: str, values: Iterable[tuple[tuple[str, ...], float]]) -> None:
        """Set a gauge's series by their labels, in the order of its list; those that are not given are gone."""
        metric = self._by_name[name]
        assert isinstance(metric, Gauge), name  # noqa: S101 - as above
        metric.clear()
        for labels, value in values:
            metric.labels(*labels).set(value)

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Add one observation to a histogram."""
        metric = self._by_name[name]
        assert isinstance(metric, Histogram), name  # noqa: S101 - as above
        (metric.labels(**labels) if labels else metric).observe(value)

    def value(self, name: str, labels: Mapping[str, str] | None = None) -> float:
        """Read a counter or gauge back; 0 where it was never touched."""
        return self._registry.get_sample_value(name, dict(labels or {})) or 0.0

    def page(self) -> bytes:
        """Give the metrics in Prometheus' text format; asks the database nothing."""
        return generate_latest(self._registry)


class MeasuredFetcher:
    """A Fetcher that times and counts what another one does."""

    def __init__(self, inner: Fetcher, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def fetch(self, request: FetchRequest) -> Fetched | Failed:
        """Fetch, and count it."""
        answer = await self._inner.fetch(request)
        outcome = "failed"
        if isinstance(answer, Fetched):
            outcome = "unchanged" if answer.is_unchanged else "ok"
            self._metrics.count("monitor_received_bytes_total", answer.received_bytes, kind=request.kind)
        self._metrics.observe("monitor_fetch_duration_seconds", answer.took_s, kind=request.kind, outcome=outcome)
        return answer
