"""Which mail servers do the tests of the e-mail channel send to?

``MailRoom`` is aiosmtpd on 127.0.0.1: it keeps what it is given, and answers as told.
"""

import asyncio
import email
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"


@dataclass
class MailRoom:
    """A mail server that keeps letters.

    Args:
        answers: what RCPT is answered for an address, each in turn, then 250.
        to_data: what a letter is answered, in turn, then 250.
        passwords: by user.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    to_data: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    port: int = 0
    envelopes: list[Envelope] = field(default_factory=list)
    was_secret: list[bool] = field(default_factory=list)
    connections: int = 0

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters, read back from their bytes."""
        return [read(envelope.content) for envelope in self.envelopes]

    @property
    def got(self) -> list[list[str]]:
        """Who got each letter."""
        return [list(envelope.rcpt_tos) for envelope in self.envelopes]

    # Any: aiosmtpd calls these with what is untyped in it.
    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        told = self.answers.get(address) or [OK]
        answer = told.pop(0) if len(told) > 1 else told[0]
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        answer = self.to_data.pop(0) if self.to_data else OK
        if answer.startswith("250"):
            self.envelopes.append(envelope)
            self.was_secret.append(session.ssl is not None)
        return answer

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _way: str, given: LoginPassword) -> AuthResult:
        known = self.passwords.get(given.login.decode())
        return AuthResult(success=known is not None and known == given.password.decode(), handled=False)


def read(content: bytes | str | None) -> EmailMessage:
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@asynccontextmanager
async def mail_room(
    room: MailRoom, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[MailRoom]:
    def made() -> SMTP:
        room.connections += 1
        return SMTP(
            room,
            hostname="mail.example",
            tls_context=starttls,
            authenticator=room.authenticate if room.passwords else None,
            auth_require_tls=tls is None,
            timeout=10,
        )

    server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0, ssl=tls)
    room.port = server.sockets[0].getsockname()[1]
    try:
        yield room
    finally:
        server.close()
        await server.wait_closed()


async def at_loopback(_name: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]
