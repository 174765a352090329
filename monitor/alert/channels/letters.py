"""What does a message look like as an e-mail?

Pure: the library's e-mail package, no clock and no chance: the same message gives the same bytes at every try.
In: a DueDelivery and its words. Out: the bytes of a letter. email.py sends them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, MessageIDHeader, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

from monitor.core.records.alerts import DueDelivery


class _Subject(UniqueUnstructuredHeader):
    """A subject that is read as it was written.

    The library's own folding loses a blank wherever a headline in another script goes on in a second encoded word,
    since readers drop what stands between two of them (RFC 2047, section 6.2; seen with Python 3.11.7).
    """

    def fold(self, *, policy: "Policy[EmailMessage]") -> str:
        """Give it in lines, as it is sent."""
        name = "Subject"
        charset, longest = (None, 998) if str(self).isascii() else ("utf-8", 76)
        lines = Header(str(self), charset, longest, name)
        return f"{name}: {lines.encode(linesep=policy.linesep)}{policy.linesep}"


_LONGEST_SUBJECT = 200
# Ids of other letters are ids too: as plain text the library would write the long ones as encoded words, which no
# reader finds a thread by (RFC 2047, section 5, forbids it).
_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("in-reply-to", MessageIDHeader)  # type: ignore[arg-type] # typeshed: a mixin, as all of them are
_HEADERS.map_to_type("references", MessageIDHeader)  # type: ignore[arg-type] # as above
_HEADERS.map_to_type("subject", _Subject)  # type: ignore[arg-type] # as above
_POLICY = SMTP.clone(header_factory=_HEADERS)
_URGENT = {"X-Priority": "1 (Highest)", "Importance": "high"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, in whose name.

    Args:
        channel: its name, which the list is known by.
    """

    sender: Address
    recipients: tuple[Address, ...]
    channel: str

    @property
    def host(self) -> str:
        """The right side of our ids: below the sender's domain."""
        return f"monitor.{self.sender.domain}"


def letter(envelope: Envelope, delivery: DueDelivery, subject: str, text: str, html: str) -> bytes:
    """Write a letter: plain text and HTML, threaded by story, known by the message's key.

    Source: RFC 5322, section 3.6.4; RFC 2919 for List-Id; RFC 3834, section 5, for Auto-Submitted.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = envelope.sender
    message["To"] = envelope.recipients
    message["Subject"] = _one_line(subject)[:_LONGEST_SUBJECT] or "Alert"
    message["Date"] = delivery.queued_at
    message["Message-ID"] = f"<{delivery.key}@{envelope.host}>"
    for name, value in _more_headers(envelope, delivery.payload, delivery.key).items():
        message[name] = value
    message.set_content(_sendable(text))
    message.add_alternative(_sendable(html), subtype="html")
    message.set_boundary(f"=_monitor_{delivery.key[:32]}")  # the library's own would be another at each try
    return message.as_bytes()


def _more_headers(envelope: Envelope, payload: Mapping[str, object], key: str) -> dict[str, str]:
    headers = {
        "List-Id": f"<{_label(envelope.channel)}.{envelope.host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    thread = payload.get("thread")
    if isinstance(thread, str) and thread and thread != key:
        first = f"<{_one_line(thread)}@{envelope.host}>"
        headers |= {"In-Reply-To": first, "References": first}
    return headers | (_URGENT if payload.get("urgency") == "urgent" else {})


def addresses(written: str, whose: str = "Recipient") -> tuple[Address, ...]:
    """Read addresses that are parted by commas or semicolons: "desk@example.org, Aigul <a@example.org>".

    Raises:
        ValueError: one is no address that any server takes; which one is said by its place, since its owner alone
            should read it.
    """
    parts = re.split(r"[,;]\s*(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)", written)
    given = [each for each in parts if each.strip()]
    return tuple(_address(each, f"{whose} {number} of {len(given)}") for number, each in enumerate(given, 1))


def _address(written: str, called: str) -> Address:
    name, _, spec = written.strip().removesuffix(">").rpartition("<")
    user, at, domain = spec.strip().rpartition("@")
    if not (at and user and domain) or not written.isprintable():
        raise ValueError(f"{called} is no e-mail address.")
    if not user.isascii():
        raise ValueError(f"{called} has letters before the @ that few servers take.")
    try:
        plain = domain.encode("idna").decode("ascii")
        return Address(_one_line(name).strip('"'), addr_spec=f"{user}@{plain}")
    except (ValueError, IndexError) as error:  # a UnicodeError is a ValueError; the library's parser trips on some
        raise ValueError(f"{called} is no e-mail address.") from error


def mailboxes(given: Sequence[Address]) -> tuple[str, ...]:
    """Give the bare addresses, each once."""
    return tuple(dict.fromkeys(each.addr_spec for each in given))


def _label(name: str) -> str:
    """Make a name one label of a host: "Night desk" is "night-desk"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "alerts"


def _one_line(text: str) -> str:
    """Put a text on one line, without control characters: a line break in a header would begin another one.

    Nor with what the e-mail package would decode: in the text "=?utf-8?q?a=0D=0ABcc:_b?=" it finds a line break, and
    writes it (seen with Python 3.11.7).
    """
    plain = "".join(" " if unicodedata.category(each) in ("Cc", "Zl", "Zp") else each for each in _sendable(text))
    return " ".join(plain.replace("=?", "= ?").split())


def _sendable(text: str) -> str:
    # "replace": half a surrogate pair in a title must not keep the message from being sent.
    return text.encode("utf-8", "replace").decode("utf-8")
