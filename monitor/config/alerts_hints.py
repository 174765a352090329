"""What in alerts.yaml is allowed, and yet perhaps not what its writer meant?

Pure. In: the rules with their queries and lines. Out: a harmless Problem for each. alerts.py shows them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from monitor.config.alerts_rules import WrittenRule
from monitor.config.alerts_values import DAY_MIN
from monitor.core.errors import Problem
from monitor.core.records.alerts import AlertKind, Urgency

_NEARLY_A_DAY_MIN = 20 * 60


def hints(
    file: str, rules: Sequence[WrittenRule], channels: Mapping[str, int], *, keeps_default_rules: bool
) -> Iterator[Problem]:
    """Tell what may not be meant, rule by rule, and then of channels that nobody uses.

    Args:
        channels: lines of those that can be used, by name.
    """
    for written in rules:
        for key, what, mend in _of_rule(written):
            yield Problem(file, written.lines.get(key, written.line), written.rule.name, what, mend, is_harmless=True)
    used = _used(rules)
    if used is not None and not keeps_default_rules:
        for name, line in channels.items():
            if name not in used:
                what = "No rule of this file tells this channel anything."
                mend = "Name it in a rule's channels, or take it out."
                yield Problem(file, line, name, what, mend, is_harmless=True)


def _used(rules: Iterable[WrittenRule]) -> frozenset[str] | None:
    """Give the channels that rules name; None where one of them tells every channel."""
    named = [written.rule.channels for written in rules]
    return frozenset(name for names in named for name in names) if all(named) else None


def _of_rule(written: WrittenRule) -> Iterator[tuple[str, str, str]]:
    """Give what there is to know of a rule: the key that it is about, what, and what can be done."""
    rule = written.rule
    if not rule.is_enabled:
        yield "enabled", "It is switched off.", "Write enabled: true, or take the rule out, where that is not meant."
    yield from _of_query(written)
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


def _of_query(written: WrittenRule) -> Iterator[tuple[str, str, str]]:
    never = written.query.contradiction()
    if never is not None:
        yield "query", f"Its query can never match: {never}", "Write it anew, or take the rule out."
    elif written.query.is_everything:
        mend = "Give it a query, where that is not meant, such as query: topic:csto"
        which = "all those that name a topic" if written.query.root is None else "all, those too that name no topic"
        yield "query", f"Its query matches every article: it {_DOES[written.rule.on]} {which}.", mend


_DOES = {
    AlertKind.ARTICLE: "tells",
    AlertKind.CHANGE: "tells what happens to",
    AlertKind.SPIKE: "counts",
}
