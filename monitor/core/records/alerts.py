"""What is announced, to whom is it on its way, and by whose rule?

Pure: frozen values. The end of the way. An **alert** is what one rule has to tell one channel about one article; it is
stored with the article. A **message** is what a channel is sent: one alert, or several of one story, or a digest.
A **delivery** is a message in the outbox.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.core.records.changes import ChangeKind


class Urgency(StrEnum):
    """How soon a person has to know. URGENT is told in quiet hours too, and goes before the others."""

    LOW = "low"
    NORMAL = "normal"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """Say how many degrees are more urgent: what is sorted by it begins with the most urgent."""
        return tuple(reversed(Urgency)).index(self)


class AlertKind(StrEnum):
    """What a rule is about: articles that match, what happens to them later, or how many there are of a sudden."""

    ARTICLE = "article"
    CHANGE = "change"
    SPIKE = "spike"


class AlertState(StrEnum):
    """What became of an alert.

    DUE: it is told once ``due_at`` has come. COMPOSED: a message has it. HELD: its story is snoozed. SILENCED: a
    silence keeps it back for good. BACKLOG: it was there before the feed was first polled. COUNTED: only counted, for a
    rule that looks for spikes.
    """

    DUE = "due"
    COMPOSED = "composed"
    HELD = "held"
    SILENCED = "silenced"
    BACKLOG = "backlog"
    COUNTED = "counted"


class MessageKind(StrEnum):
    """What a message is: the first of a story, more of one, many at once, something that happened, or a sample."""

    ARTICLE = "article"
    UPDATE = "update"
    DIGEST = "digest"
    CHANGE = "change"
    SPIKE = "spike"
    SAMPLE = "sample"


class ChannelKind(StrEnum):
    """How a channel reaches people or programs."""

    LOG = "log"
    WEBHOOK = "webhook"
    EMAIL = "email"
    APPRISE = "apprise"
    ALERTMANAGER = "alertmanager"


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """A channel as its owner set it up.

    Args:
        address: where it leads, "" for the log; mostly a secret, so that nothing shows it.
        secret: by which a webhook's messages are signed; "" for none.
        options: what else a kind takes: "to" and "from" of an e-mail, "format" of what Apprise sends.
        template: name or path of a template of the owner's; "" for the one that comes with the kind.
        origin: where it is set up: "alerts.yaml, line 12", "MONITOR_WEBHOOK_URL", "default".
    """

    name: str
    kind: ChannelKind
    address: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    template: str = ""
    origin: str = "default"


@dataclass(frozen=True, slots=True)
class Spike:
    """When many articles are a spike: over ``factor`` times the usual of ``hours`` hours, and ``at_least`` so many.

    The usual is the mean of such stretches over the seven days before.
    """

    factor: float = 3.0
    at_least: int = 10
    hours: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom to tell of what, and how often.

    Args:
        name: unique; small letters, digits and hyphens.
        query: which articles, in the one query grammar; "" is every article that names a topic.
        channels: by name; empty takes all.
        on: what it is about.
        every_min: gathers what matches and tells it together at the next mark of so many minutes, counted from midnight
            in ``zone``; 0 tells it at once.
        daily_at: gathers it for a digest at this time of day, "HH:MM" in ``zone``; "" for none.
        zone: IANA time zone of ``every_min``, ``daily_at`` and ``quiet``.
        quiet: two times of day, "HH:MM" each, between which only what is urgent is told; empty for none.
        story_pause_min: least minutes between two messages about one story over one channel.
        ceiling_per_h: most messages in an hour over one channel; what is beyond is told together later. 0 for none.
        includes: of "copies" and "versions", what is announced too.
        changes: of a rule on changes, which.
        spike: of a rule on spikes, what is one.
        owner: who answers for it, for people.
        origin: where it is written: "alerts.yaml, line 12", "database", "default".
    """

    name: str
    query: str = ""
    channels: tuple[str, ...] = ()
    on: AlertKind = AlertKind.ARTICLE
    urgency: Urgency = Urgency.NORMAL
    every_min: int = 0
    daily_at: str = ""
    zone: str = "UTC"
    quiet: tuple[str, ...] = ()
    story_pause_min: int = 60
    ceiling_per_h: int = 0
    includes: frozenset[str] = frozenset()
    changes: tuple[ChangeKind, ...] = (ChangeKind.WITHDRAWN, ChangeKind.STEALTH_EDIT)
    spike: Spike = Spike()
    template: str = ""
    owner: str = ""
    is_enabled: bool = True
    origin: str = "default"


@dataclass(frozen=True, slots=True)
class Alert:
    """What one rule has to tell one channel about one article, or about many at once.

    Args:
        key: the same for the same rule, channel and article (or change of it, or hour of a spike), however often asked.
        article_id: for a spike, the article that made it one.
        facts: what a message says of it, ready for JSON: one item of a payload, see message.py.
        due_at: when it may be told.
        gather: what is told together with it in a digest: the same here; "" is told by story.
        why: why it is in its state, one sentence; "" where that says itself.
    """

    key: str
    rule: str
    channel: str
    kind: AlertKind
    urgency: Urgency
    article_id: int
    story_id: int | None
    facts: Mapping[str, object] = field(hash=False)
    due_at: datetime
    gather: str = ""
    state: AlertState = AlertState.DUE
    why: str = ""


@dataclass(frozen=True, slots=True)
class QueuedAlert:
    """An alert in the database.

    Args:
        queued_at: when its article was kept.
        first_seen_at: when the entry that made it news was first seen.
        delivery_id: the message that has it, None before there is one.
    """

    id: int
    alert: Alert
    queued_at: datetime
    first_seen_at: datetime
    delivery_id: int | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """A story that nobody wants to hear of until it grows.

    Args:
        outlets: how many it had when it was snoozed.
        grow_by: with so many more it is told again.
        by: who snoozed it, for people.
    """

    story_id: int
    at: datetime
    outlets: int
    grow_by: int = 3
    by: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """What is not to be announced: what comes in from ``created_at`` until ``until``, or ``ended_at`` before.

    Args:
        query: which articles, in the one query grammar, without words of the text; "" is all.
    """

    id: int
    query: str
    until: datetime
    by: str
    comment: str
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoryState:
    """What is known of a story when messages about it are composed for a channel.

    Args:
        told_at: when the last message about it was composed for this channel, None before the first.
        thread: key of the first such message, "" before there is one.
    """

    story_id: int
    articles: int = 1
    outlets: int = 1
    told_at: datetime | None = None
    thread: str = ""
    snooze: Snooze | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The alerts that are due for one channel, of one digest or (``gather`` "") of none.

    Args:
        alerts: the most urgent first, then the oldest; at most MOST_ITEMS.
        more: how many more are due.
        stories: of the alerts' stories.
        told: how many messages of each rule were composed for this channel within the hour before.
        lately: how much of each urgency was told over this channel within the minute before, of what is not gathered by
            a rule: a message counts one, a burst BURST, and a flood's digest as many as it tells.
        silences: those that held when any of the alerts, or of those more, was queued.
        has_snoozed: whether, where more are due than are given, a snooze holds any of all these.
    """

    channel: str
    gather: str
    now: datetime
    alerts: tuple[QueuedAlert, ...]
    more: int = 0
    stories: Mapping[int, StoryState] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)
    lately: Mapping[Urgency, int] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    has_snoozed: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is to be sent.

    Args:
        key: idempotency key.
        rules: names, those of its alerts.
        story_id: the story that it is about, None for a digest of many.
        thread: key of the channel's first message about that story; "" where it is the first itself.
        payload: see message.py; ready for JSON.
        alert_ids: of the alerts that it tells.
        takes_rest: whether it has those beyond ``Waiting.alerts`` too: a digest that says "and 980 more".
    """

    key: str
    channel: str
    kind: MessageKind
    urgency: Urgency
    rules: tuple[str, ...]
    story_id: int | None
    thread: str
    payload: Mapping[str, object] = field(hash=False)
    alert_ids: tuple[int, ...] = ()
    takes_rest: bool = False


@dataclass(frozen=True, slots=True)
class PutOff:
    """An alert that is not told now.

    Args:
        due_at: when it may be; None where its story's growth, or a person, has to bring it back.
    """

    alert_id: int
    due_at: datetime | None
    why: str
    gather: str = ""
    state: AlertState = AlertState.DUE


@dataclass(frozen=True, slots=True)
class Composition:
    """What becomes of the alerts that wait: each is in a message, or put off.

    Args:
        woken: stories whose snooze is over, since they have grown.
    """

    messages: tuple[Message, ...] = ()
    put_off: tuple[PutOff, ...] = ()
    woken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A message whose sending was claimed.

    Args:
        rule: names of the rules, parted by ", ".
        attempts: tries so far that failed.
        queued_at: when the first of what it tells might be told: when its article was kept, or when what it had to
            wait for ended.
        first_seen_at: when the oldest entry that made it news was first seen.
        put_off_since: when its receiver first put it off (Retry-After), of what it has put off ever since.
    """

    id: int
    key: str
    rule: str
    channel: str
    payload: dict[str, object] = field(hash=False)
    attempts: int
    queued_at: datetime
    first_seen_at: datetime
    put_off_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message in the outbox, as people see it.

    Args:
        state: "due", "sent" or "dead".
        reason: of the last try that failed, "" for none; ``detail`` is a sentence.
        due_at: the next try, None where there is none.
        alerts: how many alerts it tells.
        headline: of the first article that it tells, as that is called now, in ``language``.
    """

    id: int
    key: str
    kind: MessageKind
    rule: str
    channel: str
    urgency: Urgency
    story_id: int | None
    state: str
    attempts: int
    queued_at: datetime
    composed_at: datetime
    sent_at: datetime | None
    due_at: datetime | None
    reason: str
    detail: str
    alerts: int
    headline: str = ""
    language: str = ""
    payload: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which messages of the outbox are wanted, the newest first; None does not filter.

    Args:
        before: id of the last one of the page before.
    """

    state: str | None = None
    channel: str | None = None
    rule: str | None = None
    since: datetime | None = None
    before: int | None = None
    limit: int = 50
