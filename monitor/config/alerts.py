"""Which rules and channels does alerts.yaml set up, and what is wrong with the rest?

Not pure: reads the file and those that hold its secrets. In: the file's path, the environment, the topics and feeds
that there are. Out: AlertFile: each usable rule and channel, and a Problem for each thing to mend or to know.
alerting.py joins it with the rules of the database and those that come with the program.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.config.alerts_channels import LOG, WEBHOOK, built_in_channels, read_channel
from monitor.config.alerts_hints import Around, hints
from monitor.config.alerts_rules import NAME, Known, WrittenRule, read_rule, rule_of, spec_of, stored_rule
from monitor.config.alerts_secrets import Secrets
from monitor.config.alerts_values import nearest
from monitor.config.sheet import Sheet
from monitor.config.yaml_lines import Node, Scalar, parse_yaml, read_text
from monitor.config.yaml_nodes import Mapping as Keys
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.query.feeds import NO_FEEDS, Feeds
from monitor.core.records.alerts import ChannelSpec, Rule

__all__ = ["AlertFile", "Known", "built_in_channels", "load_alerts", "rule_of", "spec_of", "stored_rule"]

_MAX_BYTES = 1_000_000
_MOST_RULES = 1_000
_MOST_CHANNELS = 200
_MOST_PROBLEMS = 1_000
_KEYS = ("channels", "defaults", "rules")
_KEEP, _NONE = "keep", "none"


@dataclass(frozen=True, slots=True)
class AlertFile:
    """What alerts.yaml sets up.

    Args:
        channels: those of the file; the log and MONITOR_WEBHOOK_URL are there beside them.
        faulty: names of channels that stand in the file with a mistake: what rules have for them waits.
        keeps_default_rules: whether the rules that come with the program hold too.
        problems: in the order of their lines; ``is_harmless`` marks what is only worth knowing.
        is_read: False where there is a file, and it cannot be read at all: whoever has an earlier state may keep that.
    """

    channels: tuple[ChannelSpec, ...] = ()
    faulty: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    keeps_default_rules: bool = True
    problems: tuple[Problem, ...] = ()
    is_read: bool = True


def load_alerts(
    path: Path | None, *, environ: Mapping[str, str], topics: Collection[str], feeds: Feeds = NO_FEEDS
) -> AlertFile:
    """Read alerts.yaml.

    A rule or channel with a problem is left out, and so is one that repeats a name; all others load. A rule keeps the
    names of channels that are set up with a mistake, and loses those that nobody set up; where it has none left, it is
    left out. A file that cannot be read at all sets nothing up, and the rules that come with the program hold.

    Args:
        path: None where there is no such file.
        environ: where the channels' secrets are.
        topics: ids that queries may name; empty lets them name any.
        feeds: those of feeds.yaml.
    """
    if path is None:
        return AlertFile()
    sheet = Sheet(str(path))
    reading = _Reading(sheet, path, environ, Known(topics, feeds=feeds))
    try:
        text = read_text(path, max_bytes=_MAX_BYTES).removeprefix("\ufeff")
        root = parse_yaml(text, file=sheet.file)
    except BadConfiguration as error:
        return AlertFile(problems=error.problems, is_read=False)
    # A Sheet that is full has said so, and what was read before holds.
    with suppress(BadConfiguration):
        reading.read(root, text)
    return reading.result()


class _Reading:
    """A file as it is read."""

    def __init__(self, sheet: Sheet, path: Path, environ: Mapping[str, str], known: Known) -> None:
        self._sheet = sheet
        self._name = path.name
        self._secrets = Secrets(environ, path.parent)
        self._known = known
        self._has_webhook = bool(environ.get("MONITOR_WEBHOOK_URL") or environ.get("MONITOR_WEBHOOK_URL_FILE"))
        self._channels: dict[str, ChannelSpec] = {}
        self._may_be_unused: dict[str, int] = {}
        self._faulty: list[str] = []
        self._has_rules = False
        self._rules: list[WrittenRule] = []
        self._defaults = ""

    def read(self, root: Node, text: str) -> None:
        """Read the whole file: the channels first, wherever they stand."""
        parts: dict[str, Node] = {}
        for named, value in self._sheet.mapping(root, "", "Begin the file with channels: or rules:"):
            if named.text not in _KEYS:
                mend = nearest(named.text, _KEYS) or f"A file has {', '.join(_KEYS)}."
                self._sheet.refuse(named.line, named.text, "This key is not known.", mend)
            elif not (isinstance(value, Scalar) and value.is_null):
                parts[named.text] = value
        rules = parts.get("rules")
        self._has_rules = isinstance(rules, Keys) and bool(rules.pairs)  # with a mistake, they are meant all the same
        if "defaults" in parts:
            self._read_defaults(parts["defaults"])
        if "channels" in parts:
            self._read_channels(parts["channels"])
        if "rules" in parts:
            self._read_rules(parts["rules"], text.splitlines())

    def result(self) -> AlertFile:
        """Give what was read."""
        keeps = self._defaults == _KEEP or not (self._defaults or self._has_rules)
        noted = hints(self._sheet.file, self._rules, Around(self._may_be_unused, keeps, self._known.feeds))
        return AlertFile(
            tuple(self._channels.values()),
            tuple(self._faulty),
            tuple(written.rule for written in self._rules),
            keeps,
            tuple(sorted((*self._sheet.problems, *noted), key=lambda problem: problem.line)),
        )

    def _read_defaults(self, node: Node) -> None:
        said = self._sheet.text(node, "defaults")
        if said in (_KEEP, _NONE):
            self._defaults = said
        elif said:
            mend = f"Write defaults: {_KEEP} or defaults: {_NONE}"
            self._sheet.refuse(node.line, "defaults", "It is neither keep nor none.", mend)

    def _read_channels(self, node: Node) -> None:
        mend = "Write each channel's name, and how it reaches people below it."
        for number, (named, body) in enumerate(self._sheet.mapping(node, "channels", mend)):
            if self._has_enough(named.line, "channels", number, _MOST_CHANNELS):
                return
            spec = read_channel(self._sheet, named, body, self._secrets, origin=self._origin(named.line))
            if spec is None:
                self._faulty += [named.text] if NAME.fullmatch(named.text) else []
            else:
                self._channels[spec.name] = spec
                self._may_be_unused[spec.name] = named.line

    def _read_rules(self, node: Node, lines: list[str]) -> None:
        channels = (LOG, *([WEBHOOK] if self._has_webhook else []), *self._channels)
        known = replace(self._known, channels=channels, faulty=self._faulty, lines=lines)
        mend = "Write each rule's name, and its query below it."
        for number, (named, body) in enumerate(self._sheet.mapping(node, "rules", mend)):
            if self._has_enough(named.line, "rules", number, _MOST_RULES):
                return
            written = read_rule(self._sheet, named, body, known, origin=self._origin(named.line))
            if written is None:
                self._may_be_unused = {}  # who knows what it would have told
            else:
                self._rules.append(written)

    def _has_enough(self, line: int, key: str, number: int, most: int) -> bool:
        """Say whether to stop before the next rule or channel, and note why."""
        what = f"There are over {most:,}, and those from here on were not read." if number == most else ""
        if len(self._sheet.problems) > _MOST_PROBLEMS:
            what = f"There are over {_MOST_PROBLEMS:,} problems up to here, and the rest was not read."
        if what:
            self._sheet.refuse(line, key, what, "Keep to so many, or mend the first of them.")
        return bool(what)

    def _origin(self, line: int) -> str:
        return f"{self._name}, line {line}"
