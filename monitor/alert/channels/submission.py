"""How is a letter handed to a mail server?

Not pure: speaks SMTP, to checked addresses alone.
In: a server, an envelope and a letter. Out: whom the server refused, by which code, or Failed. email.py acts on it.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiosmtplib

from monitor.alert.channels.mail_failures import NoSecrecyError, failure_of
from monitor.alert.channels.mail_server import MailServer
from monitor.core.ports import AddressGuard
from monitor.core.records.failures import Failed, Reason

_CONNECT_S = 10.0
_GOODBYE_S = 2.0


@dataclass(frozen=True, slots=True)
class Refused:
    """What a server said of one recipient; not its words, which mostly repeat the address."""

    code: int

    @property
    def is_final(self) -> bool:
        """Whether it will say so again."""
        return self.code >= 500


class Submission:
    """Hands letters to one server, each over a connection of its own."""

    def __init__(self, server: MailServer, guard: AddressGuard) -> None:
        self._server = server
        self._guard = guard
        self._tls: ssl.SSLContext | None = None

    async def submit(self, letter: bytes, sender: str, recipients: Sequence[str]) -> Mapping[str, Refused] | Failed:
        """Hand over one letter; give the recipients that were refused, be it some or all of them."""
        found = await self._guard.addresses(self._server.host, self._server.port)
        if isinstance(found, Failed):
            return found
        if self._tls is None:
            self._tls = await asyncio.to_thread(_tls_context, self._guard.ca_file)
        try:
            link = await _connected(found, self._server.port)
        except OSError as error:  # a TimeoutError is one
            said = error.strerror or "it took none in time"
            return Failed(Reason.CONNECT, f"No connection to {self._server.host} was made ({said}).")
        try:
            refused = await self._handed_over(link, letter, sender, recipients)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return failure_of(error, self._server, (sender, *recipients))
        return {whom: Refused(code) for whom, code in refused.items()}

    async def _handed_over(
        self, link: socket.socket, letter: bytes, sender: str, recipients: Sequence[str]
    ) -> Mapping[str, int]:
        server = self._server
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            sock=link,
            local_hostname=_own_name(),
            timeout=server.step_s,
            use_tls=server.is_tls,
            start_tls=False,
            tls_context=self._tls,
        )
        refused: Mapping[str, int]
        try:
            await smtp.connect()  # the socket is the library's from here on
            await self._introduced(smtp)
            try:
                left_out, _ = await smtp.sendmail(sender, list(recipients), letter)
                refused = {whom: answer.code for whom, answer in left_out.items()}
            except aiosmtplib.SMTPRecipientsRefused as error:
                refused = {each.recipient: each.code for each in error.recipients}
            # The letter was taken or was not: how the server says goodbye changes nothing.
            with suppress(aiosmtplib.SMTPException, OSError):
                await smtp.quit(timeout=_GOODBYE_S)
            return refused
        finally:
            smtp.close()

    async def _introduced(self, smtp: aiosmtplib.SMTP) -> None:
        """Agree on TLS where that is wanted, and log in: over TLS or not at all."""
        server = self._server
        if server.start_tls is not False:
            await smtp.ehlo()
            if smtp.supports_extension("starttls"):
                await smtp.starttls()
            elif server.start_tls:
                raise NoSecrecyError("no STARTTLS")
        if server.user:
            await smtp.login(server.user, server.password)


async def _connected(found: Sequence[str], port: int) -> socket.socket:
    """Connect to the first of the checked addresses that answers; no name is asked for."""
    error = OSError("it has no address")
    for address in found:
        link = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        link.setblocking(False)  # noqa: FBT003 - the standard library's own signature
        try:
            async with asyncio.timeout(_CONNECT_S):
                await asyncio.get_running_loop().sock_connect(link, (address, port))
        except OSError as failed:  # a TimeoutError is one
            link.close()
            error = failed
        except BaseException:
            link.close()
            raise
        else:
            return link
    raise error


def _own_name() -> str:
    """Give this machine's name for the greeting, as it knows it itself: getfqdn would ask DNS, and may hang."""
    name = socket.gethostname()
    return name if name.isascii() and name.isprintable() and name and " " not in name else "localhost"


def _tls_context(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
