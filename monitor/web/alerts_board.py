"""What can be done on the page /alerts, and what was done last?

Not pure: asks the database which rules it has. In: the service, its rules, the query string. Out: what the template
shows beside what was told. alerts.py makes the page of it; nothing of the query string is ever said there, but the
words below, numbers, and what is typed into a form.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.alert.rules import default_rules
from monitor.config.alerts_rules import NAME
from monitor.core.query.parsing import parse
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
    "snoozed": "Nothing is told of story {0} until it grows.",
    "snooze-ended": "Story {0} is told of again.",
}
_OF_A_CHANNEL = {"sampled": "The sample was delivered over {0}."}
_DELETED = "deleted"
_WHICH = "The rule is taken out of the database.", "The rule {0} is taken out of the database."
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
        "notes": service.alerting.notes_on(rule) if rule else _on_silence(service, asked),
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


def _on_silence(service: Service, asked: Mapping[str, str]) -> tuple[str, ...]:
    """Tell what a silence that was just made means with the feeds that there are."""
    number = number_in(asked.get("number", "")) if asked.get("done") == "silenced" else None
    made = next((each for each in service.stores.silences.list() if each.id == number), None) if number else None
    return note_on_silence(service, made.query) if made else ()


def note_on_silence(service: Service, query: str) -> tuple[str, ...]:
    """Tell that a silence means nothing of what the feeds bring; it may yet mean what others brought before."""
    why = parse(query, now=service.clock.now()).contradiction(service.alerting.setup.feeds)
    return (f"Its query means nothing of what the feeds bring: {why}",) if why else ()


def said(service: Service, rules: Sequence[Rule], asked: Mapping[str, str]) -> str:
    """Say what was done, in our own words; "" where the address does not say it in those that we know.

    Of a rule that is gone the name is said, if it could be one.
    """
    done, rule, number, channel = (asked.get(key, "") for key in ("done", "rule", "number", "channel"))
    is_there = any(rule == each.name for each in rules)
    if done == _DELETED:
        return _WHICH[not is_there and bool(NAME.fullmatch(rule))].format(rule)
    if done in _OF_A_RULE and is_there:
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
