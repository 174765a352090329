"""Which mail server does a channel send through, and how secretly?

Pure. In: an address, as its owner wrote it. Out: a MailServer, or a ValueError whose sentence quotes no secret.
submission.py speaks to it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


class Secrecy(StrEnum):
    """When STARTTLS is used: it has to be, where it is offered, never."""

    REQUIRED = "required"
    OFFERED = "offered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail.

    Args:
        is_tls: whether it speaks TLS from the first byte (smtps).
        secrecy: of one that does not.
        step_s: time for each answer, in seconds.
    """

    host: str
    port: int
    is_tls: bool
    secrecy: Secrecy
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    step_s: float = 45.0

    @classmethod
    def read(cls, address: str) -> "MailServer":
        """Read smtp://USER:PASSWORD@HOST:PORT?tls=required, or smtps://...

        Raises:
            ValueError: it is not one, with a sentence that does not quote it.
        """
        parts = urlsplit(address)
        if parts.scheme not in _PORTS:
            raise ValueError("The address of a mail server begins with smtp:// or smtps://.")
        try:
            port = parts.port or _PORTS[parts.scheme]
        except ValueError:
            raise ValueError("The port of the mail server is no number up to 65535.") from None
        if not parts.hostname or not address.isprintable() or " " in parts.netloc:
            raise ValueError("The address of the mail server names no host.")
        if parts.path not in ("", "/") or parts.fragment:
            raise ValueError("After the mail server's host and port only ?tls=... may stand.")
        server = cls(
            host=parts.hostname,
            port=port,
            is_tls=parts.scheme == "smtps",
            secrecy=_secrecy(parts.query),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )
        if server.user and not server.is_tls and server.secrecy is Secrecy.NONE:
            raise ValueError("A password is never sent in the clear: ?tls=none and a login exclude each other.")
        return server

    @property
    def start_tls(self) -> bool | None:
        """Whether to ask for STARTTLS; None is where it is offered. A password is sent over TLS or not at all."""
        if self.is_tls or self.secrecy is Secrecy.NONE:
            return False
        return True if self.user or self.secrecy is Secrecy.REQUIRED else None


def _secrecy(query: str) -> Secrecy:
    name, _, value = query.partition("=")
    if not query:
        return Secrecy.OFFERED
    if name != "tls" or value not in set(Secrecy):
        raise ValueError("After the ? of a mail server's address stands tls=required, tls=offered or tls=none.")
    return Secrecy(value)
