"""Is this an address that a channel of its kind can lead to?

Pure. In: addresses of servers, services and people. Out: nothing where one is fine, or RefusedError, in which no
address is told: most of servers and services are a secret, and those of people are nobody's business.
alerts_channels.py asks; alert/channels knows more of each.
"""

import re
from urllib.parse import SplitResult, quote, urlsplit

from monitor.config import alerts_values as values
from monitor.config.alerts_secrets import HIDDEN
from monitor.config.feed_values import RefusedError
from monitor.config.yaml_nodes import Node, Scalar
from monitor.core.urls import is_web_address

_MOST_PEOPLE = 100
_SMTP = ("smtp", "smtps")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S.*")
_BOX = r"[^\s@<>(),:;\"\\\[\]]+@[^\s@<>(),:;\"\\\[\]]+"
_PERSON = re.compile(rf"(?:{_BOX}|[^@<>(),:;\"\\\[\]]+ <{_BOX}>)")


def with_password(address: str, password: str, *, is_written: bool) -> str:
    """Give the whole address of a server, with the password where one is given beside it.

    Args:
        password: as it is; it is percent-encoded in the address. "" for none.
        is_written: in alerts.yaml itself, where no password belongs.
    """
    parts = split(address)
    inside = parts.password is not None
    if inside and is_written:
        raise RefusedError("It holds a password.", "Take it out, write password_env: and a variable; choose a new one.")
    if inside and password:
        raise RefusedError("It holds a password, and another is given beside it.", "Keep one of the two.")
    if password and not parts.username:
        raise RefusedError("A password is given, and no user.", "Write the user before the host, as USER@HOST.")
    if not password:
        return address
    where = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}:{quote(password, safe='')}@{where}").geturl()


def split(address: str) -> SplitResult:
    """Take an address apart, its port proved."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise RefusedError(f"It is no address; {HIDDEN}.", "Write the whole of it, with scheme and host.") from None
    return parts


def check_smtp(address: str) -> None:
    """Refuse what is no address of a mail server."""
    parts = split(address)
    if parts.scheme not in _SMTP or not parts.hostname or any(char.isspace() for char in address):
        raise RefusedError(f"It is no address of a mail server; {HIDDEN}.", "Write smtp://USER@mail.example:587")


def check_web(address: str) -> None:
    """Refuse what is no web address, and one with a user name."""
    if not is_web_address(address) and is_web_address(_without_user(address)):
        what = f"It is no http or https address as a webhook takes it: a user name stands before its host; {HIDDEN}."
        mend = "Take out what is between // and @; sign with secret_env:, or put the receiver's token into the path."
        raise RefusedError(what, mend)
    if not is_web_address(address):
        raise RefusedError(f"It is no http or https address; {HIDDEN}.", "Write the whole address.")


def check_web_with_user(address: str) -> None:
    """Refuse what is no web address, apart from its user name and password."""
    check_web(_without_user(address))


def _without_user(address: str) -> str:
    parts = split(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def check_apprise(address: str) -> None:
    """Refuse what names no service at all."""
    if not _SCHEME.fullmatch(address):
        what = f"It is no address that Apprise could know; {HIDDEN}."
        raise RefusedError(what, "Write one such as ntfy://ntfy.example/topic: see Apprise's list of services.")


def read_person(node: Node) -> str:
    """Give the e-mail address of one person, with a name or without."""
    return _person(node, "It")


def read_people(node: Node) -> str:
    """Give the e-mail addresses of a list, parted by commas."""
    found = values.texts(node)
    if len(found) > _MOST_PEOPLE:
        raise RefusedError(f"These are {len(found)} people.", f"Keep to {_MOST_PEOPLE}, or write to a mailing list.")
    people = [
        (Scalar(node.line, each, is_plain=True), f"Number {at} of {len(found)}") for at, each in enumerate(found, 1)
    ]
    return ", ".join(_person(each, called) for each, called in people)


def _person(node: Node, called: str) -> str:
    found = values.text(node)
    if not _PERSON.fullmatch(found):
        raise RefusedError(f"{called} is no e-mail address.", "Write one such as desk@example.org")
    return found
