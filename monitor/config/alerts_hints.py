"""What in alerts.yaml is allowed, and yet perhaps not what its writer meant?

Pure. In: the rules with their queries and lines, and the feeds that there are. Out: a harmless Problem for each, or a
sentence. alerts.py shows those of a file; who makes or changes a rule is shown ``notes_on``, and alerting.py asks
``never`` of each rule of the database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.config.alerts_rules import WrittenRule, as_written
from monitor.config.alerts_values import DAY_MIN
from monitor.core.errors import Problem
from monitor.core.query.feeds import FITTED, NO_FEEDS, Feeds
from monitor.core.query.parsing import BadQuery, parse
from monitor.core.query.tree import Query
from monitor.core.records.alerts import AlertKind, Rule, Urgency
from monitor.core.records.changes import ChangeKind

_NEARLY_A_DAY_MIN = 20 * 60
_NO_FEED = "Mend it, unless such a feed is still to come."
_ANOTHER = "name another topic than before, or of which only a part was known"
# What is left of a query without copies or versions; and which of them are news, as alert/rules.py has it.
_NEWS = (
    ("-is:dup", "copies", "name a topic that their original does not"),
    ("-is:version", "versions", _ANOTHER),
    ("-has:version", "versions", _ANOTHER),
)
_OF_THE_PAGE = (ChangeKind.WITHDRAWN, ChangeKind.RETURNED)


@dataclass(frozen=True, slots=True)
class Around:
    """What there is around the rules of a file.

    Args:
        channels: lines of those that can be used, by name.
        keeps_default_rules: whether the rules that come with the program hold too.
        feeds: those of feeds.yaml.
    """

    channels: Mapping[str, int]
    keeps_default_rules: bool
    feeds: Feeds = NO_FEEDS


def hints(file: str, rules: Sequence[WrittenRule], around: Around) -> Iterator[Problem]:
    """Tell what may not be meant, rule by rule, and then of channels that nobody uses."""
    for rule in rules:
        for key, what, mend in _of_rule(rule, around.feeds):
            yield Problem(file, rule.lines.get(key, rule.line), rule.rule.name, what, mend, is_harmless=True)
    used = _used(rules)
    if used is not None and not around.keeps_default_rules:
        for name, line in around.channels.items():
            if name not in used:
                what = "No rule of this file tells this channel anything."
                mend = "Name it in a rule's channels, or take it out."
                yield Problem(file, line, name, what, mend, is_harmless=True)


def notes_on(rule: Rule, feeds: Feeds) -> tuple[str, ...]:
    """Tell what is allowed in a rule, wherever it is written, and yet perhaps not meant.

    Args:
        feeds: those of feeds.yaml.
    """
    return tuple(f"{what} {mend}" for _, what, mend in _of_rule(as_written(rule), feeds))


def _used(rules: Iterable[WrittenRule]) -> frozenset[str] | None:
    """Give the channels that rules name; None where one of them tells every channel."""
    named = [each.rule.channels for each in rules]
    return frozenset(name for names in named for name in names) if all(named) else None


def never(rule: WrittenRule, feeds: Feeds) -> tuple[str, str] | None:
    """Say that a rule can never tell anything, or not with the feeds that there are, and what can be done.

    None where it can, and where that cannot be told: the archive has articles of feeds that are gone, and what happens
    to those is told too.
    """
    query = rule.query
    if why := query.contradiction():
        return f"Its query can never match: {why}", "Write it anew, or take the rule out."
    is_of_new = rule.rule.on is not AlertKind.CHANGE and not query.fields.isdisjoint(FITTED)
    if is_of_new and (why := query.contradiction(feeds)):
        return f"Its query means nothing of what the feeds bring: {why}", _NO_FEED
    return None if query.fields.isdisjoint(("is", "has")) else _left_out(rule.rule, query)


def _left_out(rule: Rule, query: Query) -> tuple[str, str] | None:
    """Say that a rule leaves out nearly all that its query means."""
    if rule.on is AlertKind.CHANGE:
        of_texts = not set(_OF_THE_PAGE).intersection(rule.changes)
        if of_texts and _is_never(query, "is:version has:version"):  # as all are whose text is another
            what = "Its query means articles with one version only, and what it tells of makes another."
            return what, f"Name {' or '.join(_OF_THE_PAGE)} under changes, or mend the query."
        return None
    for rest, included, news in _NEWS:
        if included not in rule.includes and _is_never(query, rest):
            what = f"Its query means {included} only, and of them the rule finds just those that {news}."
            return what, f"Write include: [{included}], where all are meant."
    return None


def _is_never(query: Query, beside: str) -> bool:
    """Say whether a query can never hold together with another."""
    try:
        return parse(f"({query}) {beside}", now=query.read_at).contradiction() is not None
    except BadQuery:  # together they are too long
        return False


def _of_rule(given: WrittenRule, feeds: Feeds) -> Iterator[tuple[str, str, str]]:
    """Give what there is to know of a rule: the key that it is about, what, and what can be done."""
    rule = given.rule
    if not rule.is_enabled:
        yield "enabled", "It is switched off.", "Write enabled: true, or take the rule out, where that is not meant."
    yield from _of_query(given, feeds)
    if rule.quiet:
        yield from _of_quiet(*rule.quiet)
    if rule.urgency is Urgency.URGENT and (rule.every_min or rule.daily_at):
        what = "What it finds is urgent, and yet gathered before it is told."
        yield "at", what, "Write at: once, or leave urgency out."
    for key, kind in (("changes", AlertKind.CHANGE), ("spike", AlertKind.SPIKE)):
        if key in given.lines and rule.on is not kind:
            yield key, f"Its '{key}' has no effect in a rule on: {rule.on}.", f"Write on: {kind}, or take it out."


def _of_quiet(start: str, end: str) -> Iterator[tuple[str, str, str]]:
    minutes = (_minute(end) - _minute(start)) % DAY_MIN
    if not minutes:
        yield "quiet", f"From {start} till {end} is no time: it is never quiet.", "Give two times that differ."
    elif minutes > _NEARLY_A_DAY_MIN:
        what = f"It is quiet nearly all day: only what is urgent is told, and the rest from {end} till {start}."
        yield "quiet", what, "Swap the two times, where that is not meant."


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _of_query(given: WrittenRule, feeds: Feeds) -> Iterator[tuple[str, str, str]]:
    found = never(given, feeds)
    if found is not None:
        yield "query", *found
    elif given.query.is_everything:
        mend = "Give it a query, where that is not meant, such as query: topic:csto"
        which = "all those that name a topic" if given.query.root is None else "all, those too that name no topic"
        yield "query", f"Its query matches every article: it {_DOES[given.rule.on]} {which}.", mend


_DOES = {
    AlertKind.ARTICLE: "tells",
    AlertKind.CHANGE: "tells what happens to",
    AlertKind.SPIKE: "counts",
}
