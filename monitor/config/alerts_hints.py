"""What in alerts.yaml is allowed, and yet perhaps not what its writer meant?

Pure. In: the rules with their queries and lines, and the feeds that there are. Out: a harmless Problem for each.
alerts.py shows them; who reads the rules of the database asks ``never`` of each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.config.alerts_rules import WrittenRule
from monitor.config.alerts_values import DAY_MIN
from monitor.core.errors import Problem
from monitor.core.query.feeds import FITTED, OUTLET, Feeds
from monitor.core.query.parsing import BadQuery, parse
from monitor.core.query.tree import Query
from monitor.core.records.alerts import AlertKind, Rule, Urgency
from monitor.core.records.changes import ChangeKind
from monitor.core.records.feeds import FeedSpec

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
        feeds: those of feeds.yaml; empty is not checked.
    """

    channels: Mapping[str, int]
    keeps_default_rules: bool
    feeds: Sequence[FeedSpec] = ()


def hints(file: str, rules: Sequence[WrittenRule], around: Around) -> Iterator[Problem]:
    """Tell what may not be meant, rule by rule, and then of channels that nobody uses."""
    feeds = Feeds(around.feeds)
    for written in rules:
        for key, what, mend in _of_rule(written, feeds):
            yield Problem(file, written.lines.get(key, written.line), written.rule.name, what, mend, is_harmless=True)
    used = _used(rules)
    if used is not None and not around.keeps_default_rules:
        for name, line in around.channels.items():
            if name not in used:
                what = "No rule of this file tells this channel anything."
                mend = "Name it in a rule's channels, or take it out."
                yield Problem(file, line, name, what, mend, is_harmless=True)


def _used(rules: Iterable[WrittenRule]) -> frozenset[str] | None:
    """Give the channels that rules name; None where one of them tells every channel."""
    named = [written.rule.channels for written in rules]
    return frozenset(name for names in named for name in names) if all(named) else None


def never(rule: Rule, query: Query, feeds: Feeds) -> tuple[str, str] | None:
    """Say that a rule can never tell anything, or not with the feeds that there are, and what can be done.

    None where it can, and where that cannot be told.

    Args:
        query: the rule's, read.
    """
    if why := query.contradiction():
        return f"Its query can never match: {why}", "Write it anew, or take the rule out."
    if not query.fields.isdisjoint(FITTED) and (why := query.contradiction(feeds)):
        return f"Its query means nothing of what the feeds bring: {why}", _NO_FEED
    if OUTLET in query.fields and (why := query.contradiction(feeds.guessing)):
        return f"Its query may mean nothing of what the feeds bring: {why}", _NO_FEED
    return None if query.fields.isdisjoint(("is", "has")) else _left_out(rule, query)


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


def _of_rule(written: WrittenRule, feeds: Feeds) -> Iterator[tuple[str, str, str]]:
    """Give what there is to know of a rule: the key that it is about, what, and what can be done."""
    rule = written.rule
    if not rule.is_enabled:
        yield "enabled", "It is switched off.", "Write enabled: true, or take the rule out, where that is not meant."
    yield from _of_query(written, feeds)
    if rule.quiet:
        yield from _of_quiet(*rule.quiet)
    if rule.urgency is Urgency.URGENT and (rule.every_min or rule.daily_at):
        what = "What it finds is urgent, and yet gathered before it is told."
        yield "at", what, "Write at: once, or leave urgency out."
    for key, kind in (("changes", AlertKind.CHANGE), ("spike", AlertKind.SPIKE)):
        if key in written.lines and rule.on is not kind:
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


def _of_query(written: WrittenRule, feeds: Feeds) -> Iterator[tuple[str, str, str]]:
    found = never(written.rule, written.query, feeds)
    if found is not None:
        yield "query", *found
    elif written.query.is_everything:
        mend = "Give it a query, where that is not meant, such as query: topic:csto"
        which = "all those that name a topic" if written.query.root is None else "all, those too that name no topic"
        yield "query", f"Its query matches every article: it {_DOES[written.rule.on]} {which}.", mend


_DOES = {
    AlertKind.ARTICLE: "tells",
    AlertKind.CHANGE: "tells what happens to",
    AlertKind.SPIKE: "counts",
}
