"""What does a page ask before it changes one thing, and what is then done?

Not pure: reads and writes the database. In: a rule's name, or a number. Out: what to ask; what the page /alerts says
when it is done. alerts_forms.py has the routes, alerts_changes.py what the API does too.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import HTTPException

from monitor.core.errors import NotFound
from monitor.service import Service
from monitor.web.alerts import find_rule, rules_of
from monitor.web.alerts_board import shipped, stored_names
from monitor.web.alerts_changes import delete_rule, not_given_up, refuse_elsewhere, send_again, switch_rule
from monitor.web.pages import number_in, quoted


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks before it is done.

    Args:
        title: in a few words; the button says it too.
        about: what it is done to, in the words of whoever named it; "" where the title says that.
        what: what comes of it, in a sentence.
        refusal: why it cannot be done now; "" where it can.
    """

    title: str
    about: str
    what: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done to one thing.

    Args:
        path: of its page, below /alerts/.
        ask: gives what the page asks of a thing; HTTPException where there is no such thing.
        do: does it, and gives what the address of /alerts says of it; HTTPException where it cannot be done.
    """

    path: str
    ask: Callable[[Service, str], Asked]
    do: Callable[[Service, str], str]


def _ask_enable(service: Service, name: str) -> Asked:
    refuse_elsewhere(service, name)
    if name not in stored_names(service):
        find_rule(service, name)
    return Asked("Switch on", name, "What comes in from now on is told.")


def _ask_disable(service: Service, name: str) -> Asked:
    what = "It finds nothing more. What it has found already is told all the same."
    return replace(_ask_enable(service, name), title="Switch off", what=what)


def _enable(service: Service, name: str) -> str:
    switch_rule(service, name, is_enabled=True)
    return f"enabled&rule={name}"


def _disable(service: Service, name: str) -> str:
    switch_rule(service, name, is_enabled=False)
    return f"disabled&rule={name}"


def _ask_delete(service: Service, name: str) -> Asked:
    refuse_elsewhere(service, name)
    if name not in stored_names(service):
        find_rule(service, name)
        raise HTTPException(409, f"The rule {name!r} comes with the program as it is: switch it off instead.")
    if name in shipped(service, rules_of(service)):
        return Asked(
            "Put back as it was", name, "It holds again as it came with the program. What was changed is gone."
        )
    return Asked("Delete", name, "The rule is gone, and finds nothing more. What it has found is told all the same.")


def _delete(service: Service, name: str) -> str:
    if not delete_rule(service, name):
        raise HTTPException(404, f"The database has no rule {quoted(name)} any more.")
    is_back = any(rule.name == name for rule in rules_of(service))
    return f"put-back&rule={name}" if is_back else f"deleted&rule={quote(name)}"


def _ask_retry(service: Service, key: str) -> Asked:
    try:
        found = service.stores.deliveries.get(_number(key))
    except NotFound as error:
        raise HTTPException(404, str(error)) from error
    what = f"It is sent again over {found.channel}, with the key that it had."
    return Asked("Send again", f"message {found.id}", what, "" if found.state == "dead" else not_given_up(found))


def _retry(service: Service, key: str) -> str:
    send_again(service, _number(key))
    return f"retried&number={key}"


def _ask_retry_all(_: Service, __: str) -> Asked:
    what = "Every message that was given up is sent again over its channel, with the key that it had."
    return Asked("Send all again", "", what)


def _retry_all(service: Service, _: str) -> str:
    return f"retried-all&number={service.stores.deliveries.retry_all(None)}"


def _ask_end_silence(service: Service, key: str) -> Asked:
    number = _number(key)
    for each in service.stores.silences.list():
        if each.id == number:
            what = "What comes in from now on is told again. What it has kept back stays so."
            return Asked("End the silence", each.query or "everything", what)
    raise HTTPException(404, f"No silence {number} holds now.")


def _end_silence(service: Service, key: str) -> str:
    if not service.stores.silences.end(_number(key)):
        raise HTTPException(404, f"No silence {key} holds now.")
    return f"silence-ended&number={key}"


def _ask_end_snooze(service: Service, key: str) -> Asked:
    number = _number(key)
    for each in service.stores.snoozes.list():
        if each.story_id == number:
            what = "What was kept back of this story is told within a minute, and so is what comes in of it."
            return Asked("End the snooze", f"story {number}", what)
    raise HTTPException(404, f"Story {number} is not snoozed.")


def _end_snooze(service: Service, key: str) -> str:
    if not service.stores.snoozes.end(_number(key)):
        raise HTTPException(404, f"Story {key} is not snoozed.")
    return f"snooze-ended&number={key}"


def _number(key: str) -> int:
    if number := number_in(key):
        return number
    raise HTTPException(404, "There is nothing with this number.")


DEEDS = (
    Deed("rules/{key}/enable", _ask_enable, _enable),
    Deed("rules/{key}/disable", _ask_disable, _disable),
    Deed("rules/{key}/delete", _ask_delete, _delete),
    Deed("messages/{key}/retry", _ask_retry, _retry),
    Deed("messages/retry", _ask_retry_all, _retry_all),
    Deed("silences/{key}/end", _ask_end_silence, _end_silence),
    Deed("snoozes/{key}/end", _ask_end_snooze, _end_snooze),
)
