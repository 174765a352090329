"""Which rules hold now, and over which channels are people told?

Not pure: reads alerts.yaml and the database. In: Settings, the environment, what the database has. Out: a Setup; and
Alerting, which a service asks for the Book of each article, and which follows what is changed while it runs.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from monitor.alert import spikes
from monitor.alert.channels.making import make_channel
from monitor.alert.rendering.renderer import Renderer
from monitor.alert.rules import Book, default_rules
from monitor.alert.sample import sample
from monitor.config.alerts import built_in_channels, load_alerts, rule_of
from monitor.config.settings import Settings
from monitor.core.errors import BadConfiguration, NotFound, Problem
from monitor.core.ports import Channel, Clock, Fetcher
from monitor.core.records.alerts import Alert, AlertKind, AlertState, ChannelSpec, QueuedAlert, Rule
from monitor.core.records.articles import Article, ArticleFilter
from monitor.core.records.failures import Failed
from monitor.fetch.addresses import CheckedAddresses
from monitor.fetch.guard import Guard
from monitor.observe import log

_IN_DATABASE = "database"
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
    """

    specs: tuple[ChannelSpec, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...] = ()
    is_read: bool = True


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
    written = load_alerts(settings.alerts_path, environ=environ, topics=topics)
    specs = (*built_in_channels(settings.webhook_url.get_secret_value()), *written.channels)
    rules = {rule.name: rule for rule in written.rules}
    problems = list(written.problems)
    channels = [spec.name for spec in specs]
    for name, spec in stored:
        if name in rules:
            continue
        try:
            given = spec if isinstance(spec, Mapping) else {}
            rules[name] = rule_of(given, name=name, origin=_IN_DATABASE, topics=topics, channels=channels)
        except BadConfiguration as error:
            problems += error.problems
    for rule in default_rules(topics) if written.keeps_default_rules else ():
        rules.setdefault(rule.name, rule)
    return Setup(specs, tuple(rules.values()), tuple(problems), written.is_read)


@dataclass(slots=True)
class Alerting:
    """The rules and channels of a service; ``refresh`` follows changes of the rules, channels stay as they were made.

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
    _stored: StoredRules | None = field(init=False, default=None)
    _seen: tuple[object, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """Read the file once, for what needs no database."""
        self._take(set_up(self.settings, self.environ, list(self.labels)))
        problems: list[Problem] = []
        folder = self.settings.alerts_path.absolute().parent if self.settings.alerts_path else None
        renderer = Renderer(self.labels, self.settings.pages_url, folder, self._template_of)
        guard = CheckedAddresses(Guard(self.settings.allow_networks))
        for spec in self.setup.specs:
            try:
                self.channels[spec.name] = make_channel(spec, self.fetcher, renderer, guard)
            except BadConfiguration as error:
                problems += error.problems or [Problem(spec.origin, 0, spec.name, str(error), "")]
        self._take(replace(self.setup, problems=(*self.setup.problems, *problems)))

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
        """What is wrong in what was set up."""
        return self.setup.problems

    def follow(self, stored: StoredRules) -> None:
        """Take the database's rules too, from now on."""
        self._stored = stored
        self.refresh()

    def refresh(self) -> bool:
        """Read the rules again where alerts.yaml or the database changed; say whether they did.

        What is broken in a new alerts.yaml is logged, and the other rules hold; where it cannot be read at all, what
        held before does.
        """
        seen = (self._stored.version() if self._stored else "", _stamp(self.settings))
        if seen == self._seen:
            return False
        self._seen = seen
        made = set_up(self.settings, self.environ, list(self.labels), self._stored.list() if self._stored else ())
        if made.is_read:
            self._take(made)
        else:
            self._take(replace(self.setup, problems=made.problems))
        for problem in made.problems:
            if not problem.is_harmless:
                log.get("alerting").error("config.bad_alerts", detail=str(problem))
        log.get("alerting").info("alerting.rules_read", rules=len(self.book.rules), channels=list(self.channels))
        return True

    async def send_sample(self, channel: str, articles: Articles) -> Failed | None:
        """Send a sample at once: the newest article that matches a topic, or a made-up one; nothing of it is kept.

        Raises:
            NotFound: no channel has the name, or it cannot be used.
        """
        if channel not in self.channels:
            problems = "".join(f" {problem}" for problem in self.problems if problem.key == channel)
            raise NotFound(f"No channel {channel!r} can be used; there are: {', '.join(self.channels)}.{problems}")
        newest = [articles.list(ArticleFilter(topic=topic, limit=1)) for topic in self.labels]
        ids = [article.id for found in newest for article in found]
        article = articles.get(max(ids)) if ids else None
        return await self.channels[channel].send(sample(channel, article, self.clock.now()))

    def watch_spikes(self, counted: CountedAlerts, articles: Articles) -> int:
        """Look whether there are more articles of a rule than usual, and queue what tells it; give how many alerts."""
        now, queued = self.clock.now(), 0
        for rule in (asked.rule for asked in self.book.rules if asked.rule.on is AlertKind.SPIKE):
            since = now - _COUNTED
            counts = counted.hourly(rule.name, since)
            begun = max(articles.begun_at() or now, since)  # an hour without any counts, once somebody looked
            counts.setdefault(begun.replace(minute=0, second=0, microsecond=0), 0)
            found = spikes.find(rule, counts, now)
            if found is None:
                continue
            (newest,) = counted.list(rule.name, AlertState.COUNTED, limit=1)
            article = articles.get(newest.alert.article_id)
            queued += counted.add(spikes.alerts(rule, found, article, self.book, now), now)
        return queued

    def forget_counted(self, counted: CountedAlerts) -> None:
        """Delete what rules have counted that no spike is told by any more."""
        for rule in self.rules:
            if rule.on is AlertKind.SPIKE:
                counted.forget_counted(rule.name, self.clock.now() - _COUNTED)

    def _template_of(self, rule: str) -> str:
        return next((each.template for each in self.rules if each.name == rule), "")

    def _take(self, made: Setup) -> None:
        """Have rules hold; those that tell all channels tell those that could be made."""
        self.setup = made
        channels = [spec.name for spec in made.specs if spec.name in self.channels]
        self.book = Book.of(made.rules, channels, now=self.clock.now())


def _stamp(settings: Settings) -> tuple[int, int]:
    """Tell one state of alerts.yaml from another."""
    try:
        facts = settings.alerts_path.stat() if settings.alerts_path else None
    except OSError:
        facts = None
    return (facts.st_mtime_ns, facts.st_size) if facts else (0, 0)
