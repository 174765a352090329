"""What can be done on the page /alerts, and what was done last?

Not pure: asks the database which rules it has. In: the service, its rules, the query string. Out: what the template
shows beside what was told. alerts.py makes the page of it; nothing of the query string is ever said there, but the
words below, numbers, and what is typed into a form.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.alert.rules import default_rules
from monitor.core.records.alerts import Rule
from monitor.service import Service
from monitor.web.guarding import Form
from monitor.web.pages import number_in

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


def board(service: Service, rules: Sequence[Rule], asked: Mapping[str, str]) -> dict[str, Any]:  # Any: for a template
    """Give what the page shows beside what was told.

    Args:
        asked: the query string.
    """
    by_name = {rule.name: rule for rule in rules}
    stored = stored_names(service)
    rule = by_name.get(asked.get("rule", "")) if asked.get("done") in ("made", "saved", "enabled") else None
    typed = Form({key: (asked[key],) for key in _PREFILLED if asked.get(key)})
    return {
        "said": said(service, rules, asked),
        "notes": service.alerting.notes_on(rule) if rule else (),
        "problems": [  # of the rule that was just saved, the notes have said it
            each for each in service.alerting.problems if not (rule and each.is_harmless and each.key == rule.name)
        ],
        "typed": typed,
        "changeable": {name for name, each in by_name.items() if each.origin in (DATABASE, DEFAULT)},
        "stored": {name for name in stored if name in by_name and by_name[name].origin == DATABASE},
        "put_back": shipped(service, rules),
        "broken": [name for name in stored if name not in by_name],
        "usable": service.alerting.channels,
    }


def said(service: Service, rules: Sequence[Rule], asked: Mapping[str, str]) -> str:
    """Say what was done, in our own words; "" where the address does not say it in those that we know."""
    done, rule, number, channel = (asked.get(key, "") for key in ("done", "rule", "number", "channel"))
    if done in _OF_NOTHING:
        return _OF_NOTHING[done]
    if done in _OF_A_RULE and any(rule == each.name for each in rules):
        return _OF_A_RULE[done].format(rule)
    if done in _OF_A_NUMBER and (counted := number_in(number)) is not None:
        return _OF_A_NUMBER[done].format(f"{counted:,}")
    if done in _OF_A_CHANNEL and any(channel == each.name for each in service.alerting.specs):
        return _OF_A_CHANNEL[done].format(channel)
    return ""


def stored_names(service: Service) -> list[str]:
    """Name the rules of the database, those that cannot be used among them."""
    return [name for name, _ in service.stores.alert_rules.list()]


def shipped(service: Service, rules: Sequence[Rule]) -> frozenset[str]:
    """Name the rules that come with the program and would hold again, were they not in the database."""
    if not any(rule.origin == DEFAULT for rule in rules):  # alerts.yaml says defaults: none
        return frozenset()
    return frozenset(rule.name for rule in default_rules(list(service.topic_labels)))
