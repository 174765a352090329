"""What does one rule say, wherever it is written?

Not pure: asks the system which time zones there are, and reads the lexicon that is shipped. In: a rule as alerts.yaml,
the database, the API or the command line has it. Out: a Rule, or what is wrong with it; and the other way round.
alerts.py reads whole files with it.
"""

import re
from collections import abc
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from monitor.config import alerts_values as values
from monitor.config.feed_values import RefusedError
from monitor.config.keys import read_keys
from monitor.config.lexicon import default_lexicon
from monitor.config.sheet import Sheet, shown
from monitor.config.yaml_nodes import Mapping, Node, Scalar
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.known import companions
from monitor.core.query.feeds import NO_FEEDS, Feeds
from monitor.core.query.parsing import BadQuery, parse
from monitor.core.query.tree import Query
from monitor.core.records.alerts import AlertKind, Rule, Spike, Urgency
from monitor.core.records.changes import ChangeKind

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")

_DEFAULT = Rule("default")
_INCLUDED = ("copies", "versions")
_LEAST_FACTOR, _MOST_FACTOR = 1.1, 1_000.0
# Queries are only proved, and what a period such as seen:P7D counts back from changes nothing in that.
_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_BODY = "Write its keys below it, such as query: topic:csto"


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may name.

    Args:
        topics: ids; empty lets a query name any.
        channels: names of those that can be used; empty lets a rule name any.
        faulty: names of those that are set up with a mistake; a rule may name them too, and what it has for them waits.
        lines: of the file, to tell columns by.
        feeds: those of feeds.yaml; a query may name others, and that is noted.
    """

    topics: Collection[str] = ()
    channels: Collection[str] = ()
    faulty: Collection[str] = ()
    lines: abc.Sequence[str] = ()
    feeds: Feeds = NO_FEEDS

    def has(self, channel: str) -> bool:
        """Say whether somebody set a channel up, be it with a mistake."""
        return not self.channels or channel in self.channels or channel in self.faulty


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule, where it is written, and its query as it was read.

    Args:
        lines: of its keys.
    """

    rule: Rule
    line: int
    query: Query
    lines: abc.Mapping[str, int] = field(hash=False)


def rule_of(
    spec: abc.Mapping[str, object], *, name: str, origin: str, topics: Collection[str], channels: Collection[str]
) -> Rule:
    """Read a rule that somebody makes or changes now: keys and values as in alerts.yaml.

    A query that can never match is refused, while in a file, and in a rule that holds already, it is only noted.

    Args:
        topics: ids that its query may name; empty is not checked.
        channels: names that it may tell; empty is not checked.

    Raises:
        BadConfiguration: with everything that is wrong.
    """
    found, problems = stored_rule(spec, Known(topics, channels), name=name, origin=origin)
    if found is None or problems:
        raise BadConfiguration(problems)
    if why := as_written(found).query.contradiction():
        what = f"query: It can never match: {why}"
        raise BadConfiguration((Problem(origin, 0, name, what, "Write it anew."),))
    return found


def stored_rule(spec: object, known: Known, *, name: str, origin: str) -> tuple[Rule | None, tuple[Problem, ...]]:
    """Read a rule that holds already, from the database: as leniently as load_alerts reads one of alerts.yaml.

    Returns:
        The rule, None where nothing can be made of it, and what is wrong with it or with the channels that it names.
    """
    sheet = Sheet(origin or "rule")
    try:
        body = values.node_of(spec)
    except RefusedError as error:
        sheet.refuse(0, name, error.what, error.mend)
        return None, tuple(sheet.problems)
    found = read_rule(sheet, Scalar(0, name, is_plain=True), body, known, origin=origin)
    return found.rule if found else None, tuple(sheet.problems)


def as_written(rule: Rule) -> WrittenRule:
    """Give a rule that holds already as if its keys stood in a file of which no line is known."""
    return WrittenRule(rule, 0, parse(rule.query, now=_ANY_MOMENT), dict.fromkeys(spec_of(rule), 0))


def spec_of(rule: Rule) -> dict[str, object]:
    """Write a rule as :func:`rule_of` reads it, ready for JSON; what is at its default is left out."""
    pause, ceiling = rule.story_pause_min, rule.ceiling_per_h
    written: dict[str, object] = {
        "query": rule.query,
        "channels": list(rule.channels),
        "on": rule.on.value,
        "urgency": rule.urgency.value,
        "at": values.when_written(rule.every_min, rule.daily_at, rule.zone),
        # Where a time of day names the zone, whoever changes that time finds it there.
        "zone": "UTC" if rule.daily_at or rule.quiet else rule.zone,
        "quiet": f"{rule.quiet[0]}-{rule.quiet[1]} {rule.zone}" if rule.quiet else "",
        "per_story": f"{pause} min" if pause else "none",
        "ceiling": f"{ceiling} an hour" if ceiling else "none",
        "include": sorted(rule.includes),
        "changes": [kind.value for kind in rule.changes],
        "spike": {"factor": rule.spike.factor, "at_least": rule.spike.at_least, "hours": rule.spike.hours},
        "template": rule.template,
        "owner": rule.owner,
        "enabled": rule.is_enabled,
    }
    return {key: value for key, value in written.items() if key == "query" or value != _UNSAID[key]}


def read_rule(sheet: Sheet, named: Scalar, body: Node, known: Known, *, origin: str) -> WrittenRule | None:
    """Read a rule; what is wrong is noted on the sheet, and a rule that it spoils is None.

    A rule keeps the names of channels that are set up with a mistake; without those that nobody set up it tells the
    others all the same.
    """
    if not NAME.fullmatch(named.text):
        what = "This is no name of a rule."
        sheet.refuse(named.line, named.text, what, "Use small letters, digits, - and _, at most 60.")
        return None
    if not isinstance(body, Mapping):
        sheet.refuse(body.line, named.text, "A rule is a list of keys, and this is none.", _BODY)
        return None
    if len(body.pairs) > values.MOST_KEYS:
        what = f"It has {len(body.pairs):,} keys."
        sheet.refuse(named.line, named.text, what, f"A rule's keys are: {', '.join(_READERS)}.")
        return None
    found, lines, problems = read_keys(sheet.file, body, _READERS, whose="A rule")
    text, line = found.pop("query", ("", named.line))
    query = _read_query(sheet.file, (text, line), known, problems)
    fields, clash = _fields(found)
    if clash:
        mend = "Give its times in one of them."
        problems.append(Problem(sheet.file, lines.get("quiet", lines.get("zone", named.line)), "zone", clash, mend))
    unknown = list(_unknown(sheet.file, lines.get("channels", named.line), fields, known))
    told = tuple(name for name in fields.pop("channels", ()) if known.has(name))
    sheet.problems += named_by(named.text, (*problems, *unknown))
    if problems or query is None or (unknown and not told):  # without any channel it would tell all of them
        return None
    return WrittenRule(Rule(named.text, text, told, **fields, origin=origin), named.line, query, lines)


def named_by(name: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Say of problems with a rule's or channel's keys whose they are."""
    for each in problems:
        yield replace(each, key=name, what=f"{each.key}: {each.what}" if each.key else each.what)


def _read_query(file: str, written: tuple[str, int], known: Known, problems: list[Problem]) -> Query | None:
    text, line = written
    beside = companions(default_lexicon()) if "beside" in text else ()
    try:
        return parse(text, now=_ANY_MOMENT, topics=known.topics, companions=beside)
    except BadQuery as error:
        column = _column(known.lines, line, text) + error.column if _column(known.lines, line, text) else 0
        # The query and the caret below it are the error's own last lines.
        caret = "\n".join(f"  {each}" for each in str(error).splitlines()[-2:])
        mend = f"Mend it at the mark:\n{caret}"
        problems.append(Problem(file, line, "query", shown(error.what), mend, column=column))
    return None


def _column(lines: abc.Sequence[str], line: int, text: str) -> int:
    """Say where in its line a text begins, from 1; 0 where it is not written there as it is read, letter by letter."""
    if not (text and 0 < line <= len(lines)):
        return 0
    behind = max(lines[line - 1].find("query:"), 0)
    return lines[line - 1].find(text, behind) + 1


# Any: of each key what its reader gives
def _unknown(file: str, line: int, fields: abc.Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Tell of channels that are named and cannot be told anything."""
    for name in fields.get("channels", ()):
        if not known.channels or name in known.channels:
            continue
        if not NAME.fullmatch(name):  # perhaps an address, with a password
            what = "One of them is no name of a channel; it is not shown, since it may be a secret."
            yield Problem(file, line, "channels", what, "Set the channel up under channels:, and name it here.")
        elif name in known.faulty:
            what = f"The channel '{name}' cannot be used, since there is something to mend where it is set up."
            yield Problem(file, line, "channels", what, "Mend it there: until then, what the rule has for it waits.")
        else:
            mend = values.nearest(name, known.channels) or f"There are: {', '.join(known.channels)}."
            yield Problem(file, line, "channels", f"There is no channel '{name}'.", mend)


# Any: each reader of _READERS gives the type of what it reads.
def _fields(found: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Give the fields of a Rule, and what does not go together, "" where all does."""
    every_min, daily_at, daily_zone = found.pop("at", (0, "", ""))
    quiet, quiet_zone = found.pop("quiet", ((), ""))
    zones = [zone for zone in dict.fromkeys((found.pop("zone", ""), daily_zone, quiet_zone)) if zone]
    clash = f"A rule has one time zone, and here are {' and '.join(zones)}." if len(zones) > 1 else ""
    times = {"every_min": every_min, "daily_at": daily_at, "quiet": quiet, "zone": zones[0] if zones else "UTC"}
    return times | {_FIELDS.get(key, key): value for key, value in found.items()}, clash


def _spike(node: Node) -> Spike:
    if not isinstance(node, Mapping):
        raise RefusedError("Here must stand keys.", "Write spike: {factor: 3, at_least: 10, hours: 1}")
    found, _, problems = read_keys("", node, _SPIKE, whose="A spike")
    for problem in problems:
        raise RefusedError(f"'{problem.key}': {problem.what}", problem.mend)
    return Spike(**found)


_SPIKE: dict[str, Callable[[Node], Any]] = {  # Any, here and below: each gives the type of what it reads
    "factor": values.decimal(_LEAST_FACTOR, _MOST_FACTOR),
    "at_least": values.whole(1, 1_000_000),
    "hours": values.whole(1, 24),
}
_READERS: dict[str, Callable[[Node], Any]] = {
    "query": values.query,
    "channels": values.texts,
    "on": values.choice(AlertKind),
    "urgency": values.choice(Urgency),
    "at": values.when,
    "zone": values.zone,
    "quiet": values.quiet,
    "per_story": values.pause,
    "ceiling": values.ceiling,
    "include": values.some_of(_INCLUDED),
    "changes": values.choices(ChangeKind),
    "spike": _spike,
    "template": values.text,
    "owner": values.text,
    "enabled": values.boolean,
}
_FIELDS = {
    "per_story": "story_pause_min",
    "ceiling": "ceiling_per_h",
    "include": "includes",
    "enabled": "is_enabled",
}
# What spec_of leaves out, since it holds where nothing is said.
_UNSAID: dict[str, object] = {
    "channels": [],
    "on": _DEFAULT.on.value,
    "urgency": _DEFAULT.urgency.value,
    "at": "once",
    "zone": _DEFAULT.zone,
    "quiet": "",
    "per_story": f"{_DEFAULT.story_pause_min} min",
    "ceiling": "none",
    "include": [],
    "changes": [kind.value for kind in _DEFAULT.changes],
    "spike": {"factor": _DEFAULT.spike.factor, "at_least": _DEFAULT.spike.at_least, "hours": _DEFAULT.spike.hours},
    "template": "",
    "owner": "",
    "enabled": True,
}
