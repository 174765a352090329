"""What would a rule have sent?

Pure. In: a rule and articles in the order in which they were kept. Out: Simulated: the messages, and what was put off.
The command line and the pages show it.

What alerts the rule calls for and what messages are made of them is decided by what decides it in the service; only the
store is played here, by a heap, a clock that goes from article to article, and what was told so far.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from monitor.alert import spikes
from monitor.alert.composing import composer
from monitor.alert.rules import Book, alerts_for
from monitor.alert.timing import next_mark
from monitor.core.alert_limits import BURST, MOST_ITEMS, SIFTED
from monitor.core.query.conditions import Subject
from monitor.core.records.alerts import (
    Alert,
    AlertKind,
    AlertState,
    Composition,
    Message,
    MessageKind,
    QueuedAlert,
    Rule,
    StoryState,
    Urgency,
    Waiting,
)
from monitor.core.records.articles import Article

_MINUTE, _HOUR, _KNOWN = timedelta(minutes=1), timedelta(hours=1), timedelta(days=9)
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # periods of a query are counted back anew for each article
_NOT_TOLD = "Copies and versions"


@dataclass(frozen=True, slots=True)
class WouldSend:
    """A message that would have been sent.

    Args:
        alerts: how many it tells of.
        titles: of the articles that it names.
        message: as the outbox would have had it.
    """

    at: datetime
    kind: MessageKind
    alerts: int
    titles: tuple[str, ...]
    message: Message


@dataclass(frozen=True, slots=True)
class Day:
    """What a day would have brought, by the days of the rule's zone."""

    matched: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a rule would have sent over one channel.

    Args:
        articles: how many were held against it.
        matched: those that its query means.
        messages: the oldest first.
        together: alerts that shared a message with another.
        held_back: how many alerts were put off, or not told, by what: "Story pause", "Quiet hours"; one may be counted
            under several.
        days: by ISO date, the oldest first; a day without any is left out.
        remark: what cannot be told here, one sentence; "" for nothing.
    """

    articles: int
    matched: int
    messages: tuple[WouldSend, ...]
    together: int
    held_back: Mapping[str, int] = field(hash=False)
    days: Mapping[str, Day] = field(hash=False)
    remark: str = ""


def simulate(rule: Rule, book: Book, articles: Iterable[Article]) -> Simulated:
    """Play a rule over articles, alone, over the first of its channels: without silences, snoozes and other rules.

    A copy that is told only because its original does not name a topic is left out, since nobody knows that later. A
    rule on changes cannot be played with articles only: it is said how many it would be about.

    Args:
        book: whose channels there are.
        articles: whole, in the order in which they were kept.

    Raises:
        BadQuery: the rule asks what nobody can answer.
    """
    channel = (*rule.channels, *book.channels, "log")[0]
    rule = replace(rule, channels=(channel,), is_enabled=True)
    played = _Played(rule, Book.of([rule], [channel], now=_ANY_DAY), channel)
    for article in articles:
        played.keep(article)
    played.send_until(None)
    return played.result()


class _Played:
    """The outbox of one channel, and what was told over it.

    Alerts lie in a heap for each digest, by when they are due; none is looked at before.
    """

    def __init__(self, rule: Rule, book: Book, channel: str) -> None:
        self._rule, self._book, self._channel = rule, book, channel
        self._compose = composer(lambda: book)
        self._clock = datetime.min.replace(tzinfo=UTC)
        self._due: dict[str, list[tuple[datetime, int, int, QueuedAlert]]] = {}
        self._stories: dict[int, StoryState] = {}
        self._outlets: dict[int, set[str]] = {}
        self._told_at: deque[datetime] = deque()
        self._lately: deque[tuple[datetime, Urgency, int]] = deque()
        self._counts: Counter[datetime] = Counter()
        self._keys: set[str] = set()
        self._articles = 0
        self._messages: list[WouldSend] = []
        self._held_back: Counter[str] = Counter()
        self._together = 0
        self._matched_on: Counter[str] = Counter()

    def keep(self, article: Article) -> None:
        """Queue what an article calls for, after all was sent that was due before."""
        now = max(article.kept_at, self._clock)
        self.send_until(now)
        self._clock = now
        self._articles += 1
        self._grow(article)
        if not self._book.rules[0].means(Subject(article), now):
            return
        self._matched_on[self._day(now)] += 1
        found = alerts_for(article, self._book, now)
        if not found and self._rule.on is not AlertKind.CHANGE:
            self._held_back[_NOT_TOLD] += 1
        for alert in found:
            if alert.state is AlertState.COUNTED:
                self._count(article, now)
            else:
                self._queue(alert, article, now)

    def send_until(self, now: datetime | None) -> None:
        """Send what is due before a moment; None for all."""
        while heads := [(heap[0][0], gather) for gather, heap in self._due.items() if heap]:
            due_at, gather = min(heads)
            if now is not None and due_at >= now:
                return
            self._clock = max(self._clock, due_at)
            self._send(gather)

    def result(self) -> Simulated:
        """Give what came of it all."""
        days = {day: Day(number) for day, number in self._matched_on.items()}
        for sent in self._messages:
            day = days.get(self._day(sent.at), Day())
            days[self._day(sent.at)] = replace(day, messages=day.messages + 1)
        is_on_changes = self._rule.on is AlertKind.CHANGE
        remark = "A rule on changes cannot be played over articles: it would be about those that match."
        return Simulated(
            self._articles,
            self._matched_on.total(),
            tuple(self._messages),
            self._together,
            dict(self._held_back.most_common()),
            dict(sorted(days.items())),
            remark if is_on_changes else "",
        )

    # --- keeping ----------------------------------------------------------------------------------

    def _grow(self, article: Article) -> None:
        if article.story_id is None:
            return
        outlets = self._outlets.setdefault(article.story_id, set())
        outlets.add(article.outlet)
        state = self._stories.get(article.story_id) or StoryState(article.story_id, articles=0)
        self._stories[article.story_id] = replace(state, articles=state.articles + 1, outlets=len(outlets))

    def _count(self, article: Article, now: datetime) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        self._counts[hour] += 1
        if self._counts[hour] == 1:
            self._counts = Counter({at: n for at, n in self._counts.items() if hour - at <= _KNOWN})
        if found := spikes.find(self._rule, self._counts, now):
            for alert in spikes.alerts(self._rule, found, article, self._book, now):
                self._queue(alert, article, now)

    def _queue(self, alert: Alert, article: Article, now: datetime) -> None:
        if alert.key in self._keys:
            return
        self._keys.add(alert.key)
        if alert.why:
            self._held_back[_label(alert.why)] += 1
        self._put(QueuedAlert(len(self._keys), alert, now, article.first_seen_at))

    def _put(self, queued: QueuedAlert) -> None:
        alert = queued.alert
        heap = self._due.setdefault(alert.gather, [])
        heappush(heap, (alert.due_at, alert.urgency.rank, queued.id, queued))

    # --- sending ----------------------------------------------------------------------------------

    def _send(self, gather: str) -> None:
        heap, due = self._due[gather], []
        while heap and heap[0][0] <= self._clock:
            due.append(heappop(heap)[-1])
        due.sort(key=lambda queued: (queued.alert.urgency.rank, queued.id))
        while due:
            given, due = due[:MOST_ITEMS], due[MOST_ITEMS:]
            composed = self._compose(self._waiting(gather, given, len(due)))
            if self._write(composed, given, due):
                return

    def _waiting(self, gather: str, given: Sequence[QueuedAlert], more: int) -> Waiting:
        while self._told_at and self._told_at[0] <= self._clock - _HOUR:
            self._told_at.popleft()
        while self._lately and self._lately[0][0] <= self._clock - _MINUTE:
            self._lately.popleft()
        lately: Counter[Urgency] = Counter()
        for _, urgency, number in self._lately:
            lately[urgency] += number
        ids = {queued.alert.story_id for queued in given if queued.alert.story_id}
        return Waiting(
            self._channel,
            gather,
            self._clock,
            tuple(given),
            more,
            {story_id: self._stories[story_id] for story_id in ids},
            {self._rule.name: len(self._told_at)},
            lately,
        )

    def _write(self, composed: Composition, given: Sequence[QueuedAlert], rest: Sequence[QueuedAlert]) -> bool:
        """Note what was told and put off; say whether a message took the rest."""
        by_id = {queued.id: queued for queued in given}
        for put_off in composed.put_off:
            queued = by_id[put_off.alert_id]
            self._held_back[_label(put_off.why)] += 1
            due_at = put_off.due_at or next_mark(1, "UTC", self._clock)
            alert = replace(queued.alert, due_at=due_at, gather=put_off.gather, why=put_off.why)
            self._put(replace(queued, alert=alert))
        for message in composed.messages:
            told = [by_id[alert_id] for alert_id in message.alert_ids]
            self._tell(message, [*told, *rest] if message.takes_rest else told)
        return any(message.takes_rest for message in composed.messages)

    def _tell(self, message: Message, told: Sequence[QueuedAlert]) -> None:
        self._told_at.append(self._clock)
        if weight := _weight(message, told):
            self._lately.append((self._clock, message.urgency, weight))
        self._together += len(told) if len(told) > 1 else 0
        for story_id in {queued.alert.story_id for queued in told if queued.alert.story_id}:
            state = self._stories[story_id]
            self._stories[story_id] = replace(state, told_at=self._clock, thread=state.thread or message.key)
        self._messages.append(WouldSend(self._clock, message.kind, len(told), _titles(message.payload), message))

    def _day(self, at: datetime) -> str:
        return at.astimezone(ZoneInfo(self._rule.zone)).date().isoformat()


def _weight(message: Message, told: Sequence[QueuedAlert]) -> int:
    """Give how much a message counts of what is told within a minute, as ``Waiting.lately`` says."""
    if message.kind is not MessageKind.DIGEST:
        return 1
    return {"": BURST, SIFTED: len(told)}.get(told[0].alert.gather, 0)


def _label(why: str) -> str:
    return why.partition(":")[0]


def _titles(payload: Mapping[str, object]) -> tuple[str, ...]:
    items = payload.get("items")
    articles = (each["article"] for each in items) if isinstance(items, list) else ()
    return tuple(str(article["title"]) for article in articles)
