"""Which rules hold now, and over which channels are people told?

Not pure: reads alerts.yaml and the database. In: Settings, the environment, what the database has. Out: a Setup; and
Alerting, which a service asks for the Book of each article, and which follows what is changed while it runs.
"""

import asyncio
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from monitor.alert import spikes
from monitor.alert.channels.making import make_channel
from monitor.alert.outbox import DEADLINE_S, send_over
from monitor.alert.rendering.renderer import Renderer
from monitor.alert.rules import Asked, Book, default_rules
from monitor.alert.sample import sample
from monitor.config.alerts import Known, built_in_channels, load_alerts, stored_rule
from monitor.config.alerts_hints import never, notes_on
from monitor.config.alerts_rules import as_written
from monitor.config.feeds import feeds_there_are
from monitor.config.settings import Settings
from monitor.core.errors import BadConfiguration, NotFound, Problem
from monitor.core.ports import Channel, Clock, Fetcher
from monitor.core.query.feeds import NO_FEEDS, Feeds
from monitor.core.query.filters import to_filter
from monitor.core.query.parsing import BadQuery
from monitor.core.records.alerts import Alert, AlertKind, AlertState, ChannelSpec, QueuedAlert, Rule
from monitor.core.records.articles import Article, ArticleFilter
from monitor.core.records.failures import Failed
from monitor.fetch.addresses import CheckedAddresses
from monitor.fetch.guard import Guard
from monitor.observe import log
from monitor.observe.journal import Journal

_IN_DATABASE = "database"
_FORGET_EVERY = timedelta(hours=1)
_COUNTED = timedelta(days=9)  # what spikes.find wants to know


class StoredRules(Protocol):
    """The rules that were made at a terminal or through the API."""

    def list(self) -> list[tuple[str, dict[str, object]]]:
        """Give each rule's name and spec."""
        ...

    def version(self) -> str:
        """Name what they are now: another where any of them changed."""
        ...


class CountedAlerts(Protocol):
    """What rules on spikes have counted."""

    def hourly(self, rule: str, since: datetime) -> dict[datetime, int]:
        """Give how many articles a rule matched, by full hour."""
        ...

    # Not list[...]: in this class that name is the method.
    def list(self, rule: str | None = None, state: AlertState | None = None, limit: int = 50) -> Sequence[QueuedAlert]:
        """Give the newest alerts of a rule."""
        ...

    def first_counted(self, rule: str, since: datetime) -> QueuedAlert | None:
        """Give the oldest that a rule has counted since a moment."""
        ...

    def forget_counted(self, rule: str, before: datetime) -> int:
        """Delete what a rule counted before a moment."""
        ...

    def add(self, alerts: Sequence[Alert], now: datetime) -> int:
        """Queue alerts; give how many were not queued before."""
        ...


class Articles(Protocol):
    """The archive."""

    def list(self, wanted: ArticleFilter) -> Sequence[Article]:
        """List articles, the last kept first."""
        ...

    def get(self, article_id: int) -> Article:
        """Give an article whole."""
        ...

    def begun_at(self) -> datetime | None:
        """Say when the first article was kept."""
        ...


@dataclass(frozen=True, slots=True)
class Setup:
    """The channels and rules that were set up, those that are switched off among them.

    Args:
        problems: what is wrong with others, which are left out.
        is_read: whether alerts.yaml could be read at all.
        broken: names of channels that stand in alerts.yaml and cannot be used.
        feeds: those of feeds.yaml, which queries are held against.
    """

    specs: tuple[ChannelSpec, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...] = ()
    is_read: bool = True
    broken: tuple[str, ...] = ()
    feeds: Feeds = NO_FEEDS


def set_up(
    settings: Settings, environ: Mapping[str, str], topics: Sequence[str], stored: Sequence[tuple[str, object]] = ()
) -> Setup:
    """Read alerts.yaml, add what the database has, and what comes with the program where that is kept.

    A rule of alerts.yaml stands before one of the same name in the database, and both before one that comes with the
    program.

    Args:
        topics: ids, in the order of topics.yaml.
        stored: names and specs of the rules in the database.
    """
    feeds = feeds_there_are(settings.feeds_path)
    written = load_alerts(settings.alerts_path, environ=environ, topics=topics, feeds=feeds)
    specs = (*built_in_channels(settings.webhook_url.get_secret_value()), *written.channels)
    rules = {rule.name: rule for rule in written.rules}
    problems = list(written.problems)
    known = Known(topics, [spec.name for spec in specs], written.faulty)
    for name, spec in stored:
        if name in rules:
            continue
        rule, found = stored_rule(spec, known, name=name, origin=_IN_DATABASE)
        problems += found
        if rule is not None:
            rules[name] = rule
            problems += _note_on(rule, feeds)
    for rule in default_rules(topics) if written.keeps_default_rules else ():
        rules.setdefault(rule.name, rule)
    return Setup(specs, tuple(rules.values()), tuple(problems), written.is_read, written.faulty, feeds)


def _note_on(rule: Rule, feeds: Feeds) -> Iterator[Problem]:
    """Say of a rule of the database that it can never tell anything, or not with the feeds that there are."""
    if found := never(as_written(rule), feeds):
        what, mend = found
        yield Problem(rule.origin, 0, rule.name, what, mend, is_harmless=True)


@dataclass(slots=True)
class Alerting:
    """The rules and channels of a service; ``refresh`` follows their changes.

    Args:
        labels: what each topic is called, by its id, in the order of topics.yaml.
    """

    settings: Settings
    clock: Clock
    labels: Mapping[str, str]
    fetcher: Fetcher
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    channels: dict[str, Channel] = field(init=False, default_factory=dict)
    setup: Setup = field(init=False)
    book: Book = field(init=False)
    _renderer: Renderer = field(init=False)
    _guard: CheckedAddresses = field(init=False)
    _made: dict[str, ChannelSpec] = field(init=False, default_factory=dict)
    _left_out: dict[str, Problem] = field(init=False, default_factory=dict)
    _forgot_at: datetime | None = field(init=False, default=None)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _stored: StoredRules | None = field(init=False, default=None)
    _seen: tuple[object, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """Read the file once, for what needs no database."""
        folder = self.settings.alerts_path.absolute().parent if self.settings.alerts_path else None
        self._renderer = Renderer(self.labels, self.settings.pages_url, folder, self._template_of)
        self._guard = CheckedAddresses(Guard(self.settings.allow_networks))
        self._take(set_up(self.settings, self.environ, list(self.labels)))

    def faults_of(self, rule: Rule) -> tuple[str, ...]:
        """Say what reading its settings does not: why its template fails."""
        return tuple(f"template: {fault}" for fault in self._renderer.faults(rule.template))

    def notes_on(self, rule: Rule) -> tuple[str, ...]:
        """Tell what is allowed in a rule, and yet perhaps not meant, as with the feeds that there are."""
        return notes_on(rule, self.setup.feeds)

    def is_known(self, channel: str) -> bool:
        """Say whether a channel was set up, be it one that cannot be used."""
        return channel in self._made or channel in self.setup.broken

    @property
    def specs(self) -> tuple[ChannelSpec, ...]:
        """The channels, as they were set up."""
        return self.setup.specs

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, those that are switched off among them."""
        return self.setup.rules

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in what was set up, with the channels that could not be made."""
        return (*self.setup.problems, *self._left_out.values())

    def follow(self, stored: StoredRules) -> None:
        """Take the database's rules too, from now on."""
        self._stored = stored
        self.refresh()

    def refresh(self) -> bool:
        """Read rules and channels again where alerts.yaml or the database changed; say whether they did.

        What is broken in a new alerts.yaml is logged, and the other rules hold; where it cannot be read at all, what
        held before does.
        """
        with self._lock:  # the pages ask for it too, in threads of their own
            return self._refresh()

    def _refresh(self) -> bool:
        seen = (self._stored.version() if self._stored else "", _stamp(self.settings))
        if seen == self._seen:
            return False
        made = set_up(self.settings, self.environ, list(self.labels), self._stored.list() if self._stored else ())
        keeps = self.setup.is_read and not made.is_read  # at the start there is nothing yet to keep
        self._take(replace(self.setup, problems=made.problems, feeds=made.feeds) if keeps else made)
        self._seen = seen  # not before: where the database went away meanwhile, the next look reads them
        for problem in self.problems:
            if not problem.is_harmless:
                log.get("alerting").error("config.bad_alerts", detail=str(problem))
        log.get("alerting").info("alerting.rules_read", rules=len(self.book.rules), channels=list(self.channels))
        return True

    async def send_sample(
        self, channel: str, articles: Articles, journal: Journal, *, deadline_s: float = DEADLINE_S
    ) -> Failed | None:
        """Send a sample at once: the newest article that matches a topic, or a made-up one; nothing of it is kept.

        Args:
            deadline_s: time after which the channel counts as failed, in seconds.

        Raises:
            NotFound: no channel has the name, or it cannot be used.
        """
        if channel not in self.channels:
            problems = "".join(f" {problem}" for problem in self.problems if problem.key == channel)
            raise NotFound(f"No channel {channel!r} can be used; there are: {', '.join(self.channels)}.{problems}")
        over = self.channels[channel]
        article = await asyncio.to_thread(_newest, articles, list(self.labels))
        return await send_over(over, sample(channel, article, self.clock.now()), journal, deadline_s=deadline_s)

    def watch(self, counted: CountedAlerts, articles: Articles) -> None:
        """Do what is to be done each minute: look for spikes, and forget what was counted long ago."""
        self.watch_spikes(counted, articles)
        self.forget_counted(counted)

    def watch_spikes(self, counted: CountedAlerts, articles: Articles) -> int:
        """Look whether there are more articles of a rule than usual, and queue what tells it; give how many alerts."""
        now, queued = self.clock.now(), 0
        for asked in (asked for asked in self.book.rules if asked.rule.on is AlertKind.SPIKE):
            rule, since = asked.rule, now - _COUNTED
            counts = counted.hourly(rule.name, since)
            begun = max(articles.begun_at() or now, since).replace(minute=0, second=0, microsecond=0)
            found = spikes.find(rule, {begun: 0, **counts}, now)
            if found and not _was_silent(asked, since, counted, articles):
                found = spikes.find(rule, counts, now)
            if found is None:
                continue
            (newest,) = counted.list(rule.name, AlertState.COUNTED, limit=1)
            article = articles.get(newest.alert.article_id)
            queued += counted.add(spikes.alerts(rule, found, article, self.book, now), now)
        return queued

    def forget_counted(self, counted: CountedAlerts) -> None:
        """Delete, once an hour, what rules have counted that no spike is told by any more."""
        now = self.clock.now()
        if self._forgot_at and timedelta() <= now - self._forgot_at < _FORGET_EVERY:
            return
        self._forgot_at = now
        for rule in self.rules:
            if rule.on is AlertKind.SPIKE:
                counted.forget_counted(rule.name, now - _COUNTED)

    def _template_of(self, rule: str) -> str:
        return next((each.template for each in self.rules if each.name == rule), "")

    def _take(self, made: Setup) -> None:
        """Have rules hold, and make the channels that are new or another; those that tell all tell what was made."""
        self.setup = made
        wanted = {spec.name: spec for spec in made.specs}
        for name in [name for name, spec in self._made.items() if wanted.get(name) != spec]:
            del self._made[name]
            self.channels.pop(name, None)
            self._left_out.pop(name, None)
        for spec in made.specs:
            if spec.name not in self._made:
                self._made[spec.name] = spec
                self._make(spec)
        channels = [spec.name for spec in made.specs if spec.name in self.channels]
        self.book = Book.of(made.rules, channels, now=self.clock.now())

    def _make(self, spec: ChannelSpec) -> None:
        try:
            self.channels[spec.name] = make_channel(spec, self.fetcher, self._renderer, self._guard)
        except BadConfiguration as error:
            problem = next(iter(error.problems), Problem(spec.origin, 0, spec.name, str(error), ""))
            self._left_out[spec.name] = problem


def _newest(articles: Articles, topics: Sequence[str]) -> Article | None:
    """Give the last article kept that matches any of these topics."""
    newest = [articles.list(ArticleFilter(topic=topic, limit=1)) for topic in topics]
    ids = [article.id for found in newest for article in found]
    return articles.get(max(ids)) if ids else None


def _was_silent(asked: Asked, since: datetime, counted: CountedAlerts, articles: Articles) -> bool:
    """Say whether there was nothing to count before a rule's first count, rather than no rule that counted.

    Of a query that the archive cannot be asked, nobody knows: it is taken for a new rule's, which cries too late rather
    than too early.
    """
    try:
        wanted = to_filter(asked.query)
    except BadQuery:
        return False
    first = counted.first_counted(asked.rule.name, since)
    before = articles.list(replace(wanted, since=since, after=first.alert.article_id)) if first else ()
    return not any(article.verdict.is_coverage for article in before)


def _stamp(settings: Settings) -> tuple[int, ...]:
    """Tell one state of alerts.yaml from another."""
    try:
        facts = settings.alerts_path.stat() if settings.alerts_path else None
    except OSError:
        facts = None
    return (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size) if facts else ()
