"""What can be done on the page /alerts, and what was done last?

Not pure: asks the database which rules it has. In: the service, its rules, the query string. Out: what the template
shows beside what was told. alerts.py makes the page of it; nothing of the query string is ever said there, but the
words below, numbers, and what is typed into a form.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.alert.rules import default_rules
from monitor.config.alerts import spec_of
from monitor.config.alerts_hints import Around, hints
from monitor.config.alerts_rules import WrittenRule
from monitor.core.query.parsing import parse
from monitor.core.records.alerts import Rule
from monitor.service import Service
from monitor.web.guarding import Form

DATABASE, DEFAULT = "database", "default"

_OF_A_RULE = {
    "made": "The rule {0} holds now.",
    "saved": "The rule {0} is changed, and holds as it is written now.",
    "enabled": "The rule {0} is switched on.",
    "disabled": "The rule {0} is switched off. What it has brought is told all the same.",
    "put-back": "The rule {0} is again as it came with the program.",
}
_OF_A_NUMBER = {
    "retried": "Message {0} is on its way again.",
    "retried-all": "Messages on their way again: {0}.",
    "silenced": "Silence {0} holds from now on.",
    "silence-ended": "Silence {0} is ended.",
    "snooze-ended": "Story {0} is told of again.",
}
_OF_A_CHANNEL = {"sampled": "The sample was delivered over {0}."}
_OF_NOTHING = {"deleted": "The rule is taken out of the database."}
_PREFILLED = ("query", "comment")
_MOST_DIGITS = 19


def board(service: Service, rules: Sequence[Rule], asked: Mapping[str, str]) -> dict[str, Any]:  # Any: for a template
    """Give what the page shows beside what was told.

    Args:
        asked: the query string.
    """
    by_name = {rule.name: rule for rule in rules}
    stored = stored_names(service)
    done, rule = asked.get("done", ""), by_name.get(asked.get("rule", ""))
    typed = Form({key: (asked[key],) for key in _PREFILLED if asked.get(key)})
    return {
        "said": said(service, rules, asked),
        "notes": list(notes(service, rule)) if rule is not None and done in ("made", "saved", "enabled") else [],
        "typed": typed,
        "changeable": {name for name, each in by_name.items() if each.origin in (DATABASE, DEFAULT)},
        "stored": {name for name in stored if name in by_name and by_name[name].origin == DATABASE},
        "put_back": shipped(service, rules),
        "broken": [name for name in stored if name not in by_name],
        "usable": service.alerting.channels,
        "faults": {},
    }


def said(service: Service, rules: Sequence[Rule], asked: Mapping[str, str]) -> str:
    """Say what was done, in our own words; "" where the address does not say it in those that we know."""
    done, rule, number, channel = (asked.get(key, "") for key in ("done", "rule", "number", "channel"))
    if done in _OF_NOTHING:
        return _OF_NOTHING[done]
    if done in _OF_A_RULE and any(rule == each.name for each in rules):
        return _OF_A_RULE[done].format(rule)
    if done in _OF_A_NUMBER and number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS:
        return _OF_A_NUMBER[done].format(f"{int(number):,}")
    if done in _OF_A_CHANNEL and any(channel == each.name for each in service.alerting.specs):
        return _OF_A_CHANNEL[done].format(channel)
    return ""


def notes(service: Service, rule: Rule) -> Iterator[str]:
    """Tell what is allowed in a rule, and yet perhaps not meant."""
    keys = dict.fromkeys(spec_of(rule), 0)
    written = WrittenRule(rule, 0, parse(rule.query, now=service.clock.now()), keys)
    for each in hints("", [written], Around({}, keeps_default_rules=True)):
        yield f"{each.what} {each.mend}"


def stored_names(service: Service) -> list[str]:
    """Name the rules of the database, those that cannot be used among them."""
    return [name for name, _ in service.stores.alert_rules.list()]


def shipped(service: Service, rules: Sequence[Rule]) -> frozenset[str]:
    """Name the rules that come with the program and would hold again, were they not in the database."""
    if not any(rule.origin == DEFAULT for rule in rules):  # alerts.yaml says defaults: none
        return frozenset()
    return frozenset(rule.name for rule in default_rules(list(service.topic_labels)))
