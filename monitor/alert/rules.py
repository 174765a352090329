"""Which alerts does an article call for?

Pure: takes articles, what happened to them, and moments.
In: an Article as it is stored, the Book of rules. Out: Alerts, which the store queues with the article.
message.py says what is told of each, timing.py when it may be told; composing.py makes messages of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from monitor.alert.message import item
from monitor.alert.timing import first_due
from monitor.alert.withholding import Hold
from monitor.core.public import moment
from monitor.core.query.conditions import Subject
from monitor.core.query.parsing import parse
from monitor.core.query.tree import Query
from monitor.core.records.alerts import Alert, AlertKind, AlertState, Rule, Urgency
from monitor.core.records.articles import Article
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.verdicts import VerdictKind

#: What rules may include that is not announced otherwise.
COPIES, VERSIONS = "copies", "versions"

_BACKLOG = "It was in its feed before that was first polled."
_HOME, _ALLIANCES = "kazakhstan", ("csto", "sco")
_OF_THE_PAGE = (ChangeKind.WITHDRAWN, ChangeKind.RETURNED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule with its query, read."""

    rule: Rule
    query: Query

    def means(self, subject: Subject, now: datetime) -> bool:
        """Say whether it is about an article; a rule that asks for nothing is about all that name a topic."""
        return bool(subject.article.topics) if self.query.root is None else self.query.holds(subject, now)


@dataclass(frozen=True, slots=True)
class Book:
    """The rules that hold now, and the channels that there are.

    Args:
        channels: names, in the order in which they were set up.
        resting: those that are switched off: they find nothing, but what they found before is told as they say.
    """

    rules: tuple[Asked, ...]
    channels: tuple[str, ...]
    resting: tuple[Rule, ...] = ()

    @classmethod
    def of(cls, rules: Sequence[Rule], channels: Sequence[str], *, now: datetime) -> "Book":
        """Read the queries of the rules that are not switched off.

        Raises:
            BadQuery: a rule asks what nobody can answer.
        """
        asked = (Asked(rule, parse(rule.query, now=now)) for rule in rules if rule.is_enabled)
        resting = tuple(rule for rule in rules if not rule.is_enabled)
        return cls(tuple(asked), tuple(dict.fromkeys(channels)), resting)

    def channels_of(self, rule: Rule) -> tuple[str, ...]:
        """Give the channels that a rule tells, each once; none where none is set up."""
        return tuple(dict.fromkeys(rule.channels)) or self.channels

    def by_name(self) -> Mapping[str, Rule]:
        """Give the rules by their names, those that are switched off among them."""
        return {rule.name: rule for rule in (*self.resting, *(each.rule for each in self.rules))}


def default_rules(topics: Sequence[str]) -> tuple[Rule, ...]:
    """Give the rules of an owner who wrote none; each tells every channel.

    New coverage of each topic; at once, be it at night, where a headline names Kazakhstan together with the CSTO or the
    SCO; a sudden rise of each topic; and what was withdrawn, or edited stealthily, of all that matches.
    """
    coverage = (Rule(topic, f"topic:{topic}") for topic in topics)
    rises = (Rule(f"{topic}-spike", f"topic:{topic}", on=AlertKind.SPIKE) for topic in topics)
    changes = Rule("withdrawn-or-edited", on=AlertKind.CHANGE)
    return (*coverage, *_together_in_headline(topics), *rises, changes)


def alerts_for(article: Article, book: Book, now: datetime, *, is_backlog: bool = False) -> tuple[Alert, ...]:
    """Give the alerts that are due because an article was kept, or because its text is another now.

    New and partly new articles are told, and a copy that names a topic which its original does not: nobody was told of
    that one. Other copies are where a rule includes them, and so is an ordinary edit, which comes with the verdict
    VERSION: such a rule tells each version of an article once. Of an article that several rules find, each alert that
    is told at once is due when the first of them is, so that one message has them all. A rule on spikes only counts.

    The same article, rule and channel give the same key, however often it is asked.

    Args:
        is_backlog: the article was there before its feed was first polled.
    """
    asked, subject = (each for each in book.rules if each.rule.on is not AlertKind.CHANGE), Subject(article)
    found = [each.rule for each in asked if _is_told(subject, each, now)]
    counted = (_counted(article, rule, now) for rule in found if rule.on is AlertKind.SPIKE)
    told = _told([(rule, article, None) for rule in found if rule.on is AlertKind.ARTICLE], book, now)
    if is_backlog:
        return tuple(replace(each, state=AlertState.BACKLOG, why=_BACKLOG) for each in (*told, *counted))
    return (*told, *counted)


def alerts_for_changes(article: Article, changes: Sequence[Change], book: Book, now: datetime) -> tuple[Alert, ...]:
    """Give the alerts that are due because something happened to an article that was kept before: one a change.

    An edit that takes a topic out of an article is told to whoever wanted that topic. What happens to a text is told
    once a version of it; a page that is gone, back and gone again is told each time.

    Args:
        article: as it is known with these changes.
        now: when they were found.
    """
    removed = {each.topic for each in changes if each.kind is ChangeKind.MENTION_REMOVED and each.topic}
    before = replace(article, topics=tuple(sorted({*article.topics, *removed})))
    subjects = (Subject(article), Subject(before)) if removed else (Subject(article),)
    asked = [each for each in book.rules if each.rule.on is AlertKind.CHANGE]
    rules = [each.rule for each in asked if any(each.means(subject, now) for subject in subjects)]
    found = [
        (rule, article, change) for rule in rules for change in dict.fromkeys(changes) if change.kind in rule.changes
    ]
    return tuple(_told(found, book, now))


def key_of(rule: str, channel: str, what: str) -> str:
    """Give the idempotency key of an alert: sha256 (hex) of what it is about."""
    # A line break parts them, since no name and no address can hold one.
    return sha256(f"{rule}\n{channel}\n{what}".encode("utf-8", "surrogatepass")).hexdigest()


def _together_in_headline(topics: Sequence[str]) -> tuple[Rule, ...]:
    alliances = [f"headline:{topic}" for topic in _ALLIANCES if topic in topics]
    if _HOME not in topics or not alliances:
        return ()
    either = f"({' OR '.join(alliances)})" if len(alliances) > 1 else alliances[0]
    query = f"headline:{_HOME} {either}"
    return (Rule("together-in-headline", query, urgency=Urgency.URGENT, story_pause_min=10),)


def _is_told(subject: Subject, asked: Asked, now: datetime) -> bool:
    """Say whether an article is new to the readers of a rule."""
    article = subject.article
    is_new = article.verdict.is_coverage or bool(article.added_topics)
    wanted = VERSIONS if article.verdict.kind is VerdictKind.VERSION else COPIES
    return (is_new or wanted in asked.rule.includes) and asked.means(subject, now)


def _told(found: Sequence[tuple[Rule, Article, Change | None]], book: Book, now: datetime) -> Iterator[Alert]:
    due = {rule.name: first_due(rule, now) for rule, _, _ in found}
    soonest: dict[str, datetime] = {}
    for rule, _, _ in found:
        due_at, gather = due[rule.name]
        for channel in book.channels_of(rule) if not gather else ():
            soonest[channel] = min(due_at, soonest.get(channel, due_at))
    for rule, article, change in found:
        kind = AlertKind.CHANGE if change else AlertKind.ARTICLE
        facts, what = item(rule.name, kind, article, change=change), _what(rule, article, change, now)
        due_at, gather = due[rule.name]
        for channel in book.channels_of(rule):
            yield Alert(
                key_of(rule.name, channel, what),
                rule.name,
                channel,
                kind,
                rule.urgency,
                article.id,
                article.story_id,
                facts,
                due_at if gather else soonest[channel],
                gather,
                why=_why(rule, due_at if gather else soonest[channel], gather, now),
            )


def _what(rule: Rule, article: Article, change: Change | None, now: datetime) -> str:
    if change is None:
        return (
            f"{article.url}\n{article.versions}" if VERSIONS in rule.includes and article.versions > 1 else article.url
        )
    when = now.isoformat() if change.kind in _OF_THE_PAGE else str(article.versions)
    return f"{article.url}\n{change.kind}\n{change.topic}\n{when}"


def _why(rule: Rule, due_at: datetime, gather: str, now: datetime) -> str:
    if gather:
        return f"{Hold.SCHEDULE}: rule '{rule.name}' tells {gather}; the next time is {moment(due_at)}."
    if due_at > now:
        return f"{Hold.QUIET}: rule '{rule.name}' tells nothing before {moment(due_at)}."
    return ""


def _counted(article: Article, rule: Rule, now: datetime) -> Alert:
    return Alert(
        key_of(rule.name, "", _what(rule, article, None, now)),
        rule.name,
        "",
        AlertKind.SPIKE,
        rule.urgency,
        article.id,
        article.story_id,
        item(rule.name, AlertKind.SPIKE, article) | {"matches": []},  # nobody is shown it
        now,
        state=AlertState.COUNTED,
    )
