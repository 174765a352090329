"""Which alerts does an article call for?

Pure: takes articles, what happened to them, and moments.
In: an Article as it is stored, the Book of rules. Out: Alerts, which the store queues with the article.
message.py says what is told of each, timing.py when it may be told; composing.py makes messages of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from monitor.alert.message import item
from monitor.alert.timing import first_due
from monitor.core.query import Query, read
from monitor.core.records.alerts import Alert, AlertKind, AlertState, Rule, Urgency
from monitor.core.records.articles import Article
from monitor.core.records.changes import Change

_BACKLOG = "It was in its feed before that was first polled."


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule with its query, read."""

    rule: Rule
    query: Query


@dataclass(frozen=True, slots=True)
class Book:
    """The rules that hold now, and the channels that there are.

    Args:
        channels: names, in the order in which they were set up.
    """

    rules: tuple[Asked, ...]
    channels: tuple[str, ...]

    @classmethod
    def of(cls, rules: Sequence[Rule], channels: Sequence[str], *, now: datetime) -> "Book":
        """Read the rules' queries; those that are switched off are left out.

        Raises:
            BadQuery: a rule asks what nobody can answer.
        """
        asked = (Asked(rule, read(rule.query, now=now)) for rule in rules if rule.is_enabled)
        return cls(tuple(asked), tuple(dict.fromkeys(channels)))

    def channels_of(self, rule: Rule) -> tuple[str, ...]:
        """Give the channels that a rule tells, each once."""
        return tuple(dict.fromkeys(rule.channels)) or self.channels


def default_rules(topics: Sequence[str]) -> tuple[Rule, ...]:
    """Give the rules of an owner who wrote none: new coverage of each topic, to every channel."""
    return tuple(Rule(topic, f"topic:{topic}") for topic in topics)


def alerts_for(article: Article, book: Book, now: datetime, *, is_backlog: bool = False) -> tuple[Alert, ...]:
    """Give the alerts that are due because an article was kept.

    The same article, rule and channel give the same key, however often it is asked.

    Args:
        is_backlog: the article was there before its feed was first polled.
    """
    asked = [each.rule for each in book.rules if each.rule.on is AlertKind.ARTICLE and _is_told(article, each, now)]
    return tuple(_alerts(article, asked, book, now, is_backlog=is_backlog))


def alerts_for_changes(article: Article, changes: Sequence[Change], book: Book, now: datetime) -> tuple[Alert, ...]:
    """Give the alerts that are due because something happened to an article that was kept before."""
    _ = article, changes, book, now
    return ()


def key_of(rule: str, channel: str, what: str) -> str:
    """Give the idempotency key of an alert: sha256 (hex) of what it is about."""
    # A line break parts them, since no name and no address can hold one.
    return sha256(f"{rule}\n{channel}\n{what}".encode("utf-8", "surrogatepass")).hexdigest()


def _is_told(article: Article, asked: Asked, now: datetime) -> bool:
    """Say whether an article is new to the readers of a rule.

    New and partly new articles are, and a copy that names a topic which its original does not: nobody was told of
    that one.
    """
    if not article.topics or not asked.query.matches(article, now):
        return False
    return article.verdict.is_coverage or bool(article.added_topics)


def _alerts(article: Article, rules: Sequence[Rule], book: Book, now: datetime, *, is_backlog: bool) -> Iterator[Alert]:
    for rule in rules:
        due_at, gather = first_due(rule, now)
        facts = item(rule.name, AlertKind.ARTICLE, article)
        for channel in book.channels_of(rule):
            yield Alert(
                key_of(rule.name, channel, article.url),
                rule.name,
                channel,
                AlertKind.ARTICLE,
                Urgency(rule.urgency),
                article.id,
                article.story_id,
                facts,
                due_at,
                gather,
                AlertState.BACKLOG if is_backlog else AlertState.DUE,
                _BACKLOG if is_backlog else "",
            )
