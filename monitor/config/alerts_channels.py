"""How does a channel that the owner set up reach people?

Not pure: reads the files that keys ending in _file name. In: a channel as alerts.yaml has it, the environment. Out: a
ChannelSpec, or what is wrong with it, in which no address, password or other secret is ever told. alerts.py reads
whole files with it; alert/channels makes the channel.
"""

import re
from collections import abc
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from monitor.config import alerts_addresses as addresses
from monitor.config import alerts_values as values
from monitor.config.alerts_rules import NAME, named_by
from monitor.config.alerts_secrets import HIDDEN, LONGEST, Secrets
from monitor.config.feed_values import RefusedError
from monitor.config.keys import read_keys
from monitor.config.sheet import Sheet
from monitor.config.yaml_nodes import Mapping as Keys
from monitor.config.yaml_nodes import Node, Scalar
from monitor.core.errors import Problem
from monitor.core.records.alerts import ChannelKind, ChannelSpec

LOG, WEBHOOK = "log", "webhook"

_TAKEN = {LOG: "It is the channel to the log, which is always there.", WEBHOOK: "It is that of MONITOR_WEBHOOK_URL."}
_KINDS = tuple(kind for kind in ChannelKind if kind is not ChannelKind.LOG)
_SHORTEST_SECRET = 8
_KEY = re.compile(r"[a-z_]{1,40}")
_BODY = "Write how it reaches people, such as {webhook_env: DESK_URL}."
_WHOSE = {
    ChannelKind.WEBHOOK: "A webhook channel",
    ChannelKind.EMAIL: "An e-mail channel",
    ChannelKind.APPRISE: "An Apprise channel",
    ChannelKind.ALERTMANAGER: "An Alertmanager channel",
}


def built_in_channels(webhook_url: str) -> tuple[ChannelSpec, ...]:
    """Give the channels that need no alerts.yaml: the log, and MONITOR_WEBHOOK_URL where that is set.

    Args:
        webhook_url: "" for none.
    """
    log = ChannelSpec(LOG, ChannelKind.LOG)
    if not webhook_url:
        return (log,)
    return log, ChannelSpec(WEBHOOK, ChannelKind.WEBHOOK, webhook_url, origin="MONITOR_WEBHOOK_URL")


def read_channel(sheet: Sheet, named: Scalar, body: Node, secrets: Secrets, *, origin: str) -> ChannelSpec | None:
    """Read a channel; what is wrong is noted on the sheet, and then it is None."""
    if not NAME.fullmatch(named.text):
        what = f"This is no name of a channel; {HIDDEN}."
        sheet.refuse(named.line, "", what, "Use small letters, digits, - and _, at most 60.")
        return None
    if named.text in _TAKEN:
        sheet.refuse(named.line, named.text, f"The name is taken. {_TAKEN[named.text]}", "Choose another name.")
        return None
    if not isinstance(body, Keys) or len(body.pairs) > values.MOST_KEYS:
        sheet.refuse(body.line, named.text, "A channel is a list of keys, and this is none.", _BODY)
        return None
    kind = _kind(sheet, named, body)
    if kind is None:
        return None
    found, lines, problems = read_keys(sheet.file, body, _readers(kind, secrets), whose=_WHOSE[kind])
    spec = None
    if not problems:
        try:
            spec = _spec(named.text, kind, found, origin)
        except _WrongKeyError as error:
            problems.append(Problem(sheet.file, lines.get(error.key, named.line), error.key, error.what, error.mend))
    sheet.problems += named_by(named.text, problems)
    return spec


class _WrongKeyError(RefusedError):
    """A key of a channel is missing, or does not go with the others."""

    def __init__(self, key: str, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.key = key


def _kind(sheet: Sheet, named: Scalar, body: Keys) -> ChannelKind | None:
    """Say of which kind a channel is, by its keys; a key that may hold a secret is not shown."""
    for key, value in body.pairs:
        if not _KEY.fullmatch(key.text):
            sheet.refuse(key.line, named.text, f"This is no key of a channel; {HIDDEN}.", _BODY)
            return None
        if isinstance(value, Scalar) and value.is_null:  # or messages would go out unsigned, say, and nobody knew
            what = f"{key.text}: It has no value."
            sheet.refuse(key.line, named.text, what, "Write one behind it, or take the key out.")
            return None
    keys = {key.text for key, _ in body.pairs}
    kinds = [kind for kind in _KINDS if keys & set(_ways(kind))]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        what = f"It has keys of two kinds: {' and '.join(kinds)}."
        sheet.refuse(named.line, named.text, what, "Make two channels of it.")
        return None
    ways = [way for kind in _KINDS for way in _ways(kind)]
    near = next(filter(None, (values.nearest(key.text, ways) for key, _ in body.pairs)), "")
    mend = near or f"Write one of: {', '.join(_KINDS)}, or one of these with _env or _file."
    sheet.refuse(named.line, named.text, "It does not say how it reaches people.", mend)
    return None


def _ways(key: str) -> tuple[str, str, str]:
    """Give the three ways to say what may be a secret: as it is, by a variable, by a file."""
    return key, f"{key}_env", f"{key}_file"


def _readers(kind: ChannelKind, secrets: Secrets) -> dict[str, Callable[[Node], Any]]:  # Any: as in alerts_rules.py
    written, by_variable, by_file = _ways(kind)
    readers: dict[str, Callable[[Node], Any]] = {
        written: lambda node: values.text(node, LONGEST),
        by_variable: secrets.variable,
        by_file: secrets.file,
        "template": values.text,
    }
    if kind is ChannelKind.EMAIL:
        readers |= {"to": addresses.read_people, "from": addresses.read_person}
    if kind is ChannelKind.APPRISE:
        readers["format"] = _format
    secret = _SECRET_KEYS.get(kind)
    if secret:
        readers |= {secret: _refuse_secret(secret), f"{secret}_env": secrets.variable, f"{secret}_file": secrets.file}
    return readers


def _refuse_secret(key: str) -> Callable[[Node], str]:
    def read(_: Node) -> str:
        mend = f"Write {key}_env: and the name of a variable, or {key}_file: and a path; and choose a new one."
        raise RefusedError("A secret has no place in this file.", mend)

    return read


def _spec(name: str, kind: ChannelKind, found: dict[str, Any], origin: str) -> ChannelSpec:
    address = _one_of(found, kind)
    secret_key = _SECRET_KEYS.get(kind, "")
    secret = _one_of(found, secret_key) if secret_key else ""
    try:
        if secret_key == _PASSWORD:
            address, secret = addresses.with_password(address, secret, is_written=kind.value in found), ""
        _CHECKS[kind](address)
    except RefusedError as error:
        raise _WrongKeyError(next(key for key in _ways(kind) if key in found), error.what, error.mend) from None
    if secret and len(secret) < _SHORTEST_SECRET:
        key = next(key for key in _ways(secret_key) if key in found)
        raise _WrongKeyError(key, f"It is under {_SHORTEST_SECRET} characters long.", "Choose a longer one.")
    if kind is ChannelKind.EMAIL:
        _check_letter(found, address)
    options: dict[str, str] = {key: found[key] for key in ("to", "from", "format") if key in found}
    return ChannelSpec(name, kind, address, secret, options, found.get("template", ""), origin)


def _one_of(found: abc.Mapping[str, str], key: str) -> str:
    given = [way for way in _ways(key) if way in found]
    if len(given) > 1:
        raise _WrongKeyError(given[1], f"It stands there besides {given[0]}.", "Keep one of the two.")
    return found[given[0]] if given else ""


def _check_letter(found: abc.Mapping[str, str], address: str) -> None:
    if "to" not in found:
        raise _WrongKeyError("to", "An e-mail channel must have it.", "Write to: desk@example.org")
    if "from" not in found and "@" not in unquote(addresses.split(address).username or ""):
        raise _WrongKeyError("from", "An e-mail channel must have it.", "Write from: monitor@example.org")


def _format(node: Node) -> str:
    return values.one_of(values.text(node), ("text", "markdown", "html"))


_PASSWORD = "password"  # noqa: S105 - the name of a key
_SECRET_KEYS = {
    ChannelKind.EMAIL: _PASSWORD,
    ChannelKind.ALERTMANAGER: _PASSWORD,
    ChannelKind.WEBHOOK: "secret",
}
_CHECKS: dict[ChannelKind, Callable[[str], None]] = {
    ChannelKind.WEBHOOK: addresses.check_web,
    ChannelKind.EMAIL: addresses.check_smtp,
    ChannelKind.APPRISE: addresses.check_apprise,
    ChannelKind.ALERTMANAGER: addresses.check_web_with_user,
}
