"""What is said of each finished thing: one log line, and its counts?

Not pure: writes the log and the metrics. In: what the pipeline and the outbox finished, as values.
Out: nothing. The only place where a poll, an article or an alert is logged and counted, so that the
log and the metrics cannot tell two stories.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor.core.records.alerts import DueDelivery, MessageKind
from monitor.core.records.articles import Covered, DueEntry, Sighted
from monitor.core.records.changes import Change
from monitor.core.records.failures import Failed
from monitor.core.records.polls import DueFeed, Event, EventKind, PollOutcome
from monitor.core.records.rulings import Kept
from monitor.core.records.versions import DueLook
from monitor.observe import log
from monitor.observe.metrics import Metrics

_AT_ONCE = frozenset({MessageKind.ARTICLE, MessageKind.CHANGE, MessageKind.SPIKE})
_LOUD = frozenset({EventKind.GONE, EventKind.LOST, EventKind.BLACKOUT_BEGAN})


class Journal:
    """Logs and counts finished polls, articles and deliveries."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._log = log.get("monitor")

    def polled(self, feed: DueFeed, outcome: PollOutcome, new: int) -> None:
        """A poll ended, well or not."""
        self._metrics.count("monitor_polls_total", outcome=outcome.outcome)
        self._metrics.count("monitor_entries_total", new)
        if outcome.failure is not None and outcome.outcome == "put_off":
            self._log.info("feed.put_off", feed=feed.spec.name, detail=outcome.failure.detail, next_at=outcome.due_at)
        elif outcome.failure is not None:
            self._poll_failed(feed, outcome, outcome.failure)
        else:
            (self._log.warning if outcome.dropped else self._log.info)(
                "feed.polled",
                feed=feed.spec.name,
                outcome=outcome.outcome,
                entries=outcome.size,
                new=new,
                dropped=outcome.dropped,
                received_bytes=outcome.received_bytes,
                took_s=round(outcome.took_s, 3),
                next_at=outcome.due_at,
            )
        if outcome.dropped:
            self._metrics.count("monitor_dropped_entries_total", outcome.dropped)
        if outcome.lost:
            self._metrics.count("monitor_missed_entries_total", outcome.lost)
        for event in outcome.events:
            is_said = outcome.failure is not None and event.kind is EventKind.HEALTH
            self.happened(event, feed.spec.name, is_said=is_said)

    def _poll_failed(self, feed: DueFeed, outcome: PollOutcome, failure: Failed) -> None:
        self._failed("poll", failure)
        self._log.warning(
            "feed.poll_failed",
            feed=feed.spec.name,
            reason=failure.reason,
            detail=failure.detail,
            failures=feed.failures + 1,
            next_at=outcome.due_at,
        )

    def happened(self, event: Event, feed: str = "", *, is_said: bool = False) -> None:
        """Something happened to a feed, or to many at once, that stands in the history too.

        Args:
            is_said: the line before it in the log says the same.
        """
        self._metrics.count("monitor_events_total", kind=event.kind)
        if is_said:
            return
        facts: dict[str, object] = {"feed": feed} if feed else {"scope": event.scope}
        (self._log.warning if event.kind in _LOUD else self._log.info)(
            f"event.{event.kind}", **facts, detail=event.detail, number=event.number
        )

    def kept(self, read: Covered | Sighted, kept: Kept, now: datetime) -> None:
        """An entry became an article, a version of one, or one more sighting."""
        due = read.due
        self.changed(kept.article_id, kept.changes)
        if kept.verdict is None or isinstance(read, Sighted):
            self._metrics.count("monitor_sightings_total")
            self._log.info("article.seen_again", article_id=kept.article_id, feed=due.feed.name)
            return
        draft = read.draft
        self._metrics.count("monitor_articles_total", verdict=kept.verdict.kind)
        self._metrics.count("monitor_texts_total", basis=draft.article.basis)
        if kept.story_id:
            self._metrics.count("monitor_placements_total", story="opened" if kept.has_opened else "joined")
        for mention in draft.tagged.mentions:
            self._metrics.count("monitor_mentions_total", topic=mention.topic)
        for rejected in draft.tagged.rejected:
            self._metrics.count("monitor_rejected_names_total", topic=rejected.topic)
        self._metrics.count("monitor_alerts_total", kept.queued, state="queued")
        if draft.article.published_at:
            delay_s = (due.first_seen_at - draft.article.published_at).total_seconds()
            self._metrics.observe("monitor_published_to_seen_seconds", max(delay_s, 0))
        took_s = max((now - due.first_seen_at).total_seconds(), 0)
        self._metrics.observe("monitor_seen_to_kept_seconds", took_s)
        self._log.info(
            "article.kept",
            article_id=kept.article_id,
            feed=due.feed.name,
            url=draft.article.canonical_url,
            verdict=kept.verdict.kind,
            of=kept.verdict.of,
            story=kept.story_id,
            topics=list(draft.tagged.topics),
            basis=draft.article.basis,
            since_seen_s=round(took_s, 3),
        )

    def looked(self, look: DueLook, changes: Sequence[Change], failure: Failed | None, *, queued: int = 0) -> None:
        """An article's page was looked at again; ``kept`` or ``changed`` has told what came out.

        Args:
            queued: alerts that were queued with it.
        """
        self._metrics.count("monitor_alerts_total", queued, state="queued")
        outcome = "changed" if changes else "failed" if failure else "same"
        self._metrics.count("monitor_looks_total", outcome=outcome)
        self._log.info(
            "article.looked_at",
            article_id=look.article_id,
            outcome=outcome,
            reason=failure.reason if failure else "",
            looks=look.looks + 1,
        )

    def changed(self, article_id: int, changes: Sequence[Change]) -> None:
        """Something happened to an article after it was first read."""
        for change in changes:
            self._metrics.count("monitor_changes_total", kind=change.kind)
            self._log.info(f"article.{change.kind}", article_id=article_id, topic=change.topic, detail=change.detail)

    def page_failed(self, due: DueEntry, failure: Failed, due_at: datetime | None) -> None:
        """An entry's page could not be had or read; ``due_at`` is the next try, if any."""
        self._failed("cover", failure)
        self._log.warning(
            "entry.page_failed",
            feed=due.feed.name,
            url=due.entry.url,
            reason=failure.reason,
            detail=failure.detail,
            next_at=due_at,
        )

    def sent(self, delivery: DueDelivery, now: datetime) -> None:
        """An alert was delivered."""
        took_s = max((now - delivery.first_seen_at).total_seconds(), 0)
        self._metrics.count("monitor_alerts_total", state="sent")
        self._metrics.observe("monitor_seen_to_sent_seconds", took_s)
        self._sent_after(delivery, now)
        self._log.info(
            "alert.sent",
            key=delivery.key[:12],
            rule=delivery.rule,
            channel=delivery.channel,
            tries=delivery.attempts + 1,
            since_seen_s=round(took_s, 3),
        )

    def _sent_after(self, delivery: DueDelivery, now: datetime) -> None:
        """Measure the promise "kept to sent within 60 s": of what may be told at once, not of digests and updates.

        What had to wait, for the end of quiet hours for instance, counts from then on (DueDelivery.queued_at).
        """
        kind = MessageKind(str(delivery.payload.get("kind", MessageKind.SAMPLE)))
        self._metrics.count("monitor_messages_total", channel=delivery.channel, kind=kind)
        told = "at_once" if kind in _AT_ONCE else "gathered"
        waited_s = max((now - delivery.queued_at).total_seconds(), 0)
        self._metrics.observe("monitor_kept_to_sent_seconds", waited_s, told=told)

    def not_sent(self, delivery: DueDelivery, failure: Failed, due_at: datetime | None) -> None:
        """An alert was not delivered; without a next try it is dead, and a person must act."""
        self._failed("send", failure)
        self._metrics.count("monitor_alerts_total", state="retried" if due_at else "dead")
        (self._log.warning if due_at else self._log.error)(
            "alert.not_sent" if due_at else "alert.dead",
            key=delivery.key[:12],
            channel=delivery.channel,
            reason=failure.reason,
            detail=failure.detail,
            tries=delivery.attempts + 1,
            next_at=due_at,
        )

    def crashed(self, event: str, error: Exception, **facts: object) -> None:
        """The program itself failed on one thing: a bug, for a person to mend."""
        self._log.error(event, exc_info=error, **facts)

    def _failed(self, stage: str, failure: Failed) -> None:
        self._metrics.count("monitor_failures_total", stage=stage, reason=failure.reason)
