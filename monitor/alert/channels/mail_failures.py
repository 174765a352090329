"""Why was a letter not taken?

Pure. In: what the SMTP library raised. Out: Failed, without the password and without anybody's address, since whoever
reaches our pages reads it. submission.py gives it on.

What the server says of the letter or its addresses is final where it begins with a 5; what it says of us (its greeting,
the login) is not, since that is mended there, or in our settings, while the letter waits.
"""

import re
import ssl
from collections.abc import Iterable

import aiosmtplib

from monitor.alert.channels.mail_server import MailServer
from monitor.core.records.failures import Failed, Reason

_LONGEST_ANSWER = 200
_ADDRESS = re.compile(r"\S*@\S*")
_NOT_SMTP = "{0} answered with something that is not SMTP. Nothing was sent."
_LOGIN_WANTED = frozenset({530, 535, 538})  # our settings have to be mended


class NoSecrecyError(aiosmtplib.SMTPNotSupported):
    """A server offers no STARTTLS, which its channel needs."""


def failure_of(error: Exception, server: MailServer, addresses: Iterable[str]) -> Failed:
    """Say why a letter was not taken, and whether it ever will be.

    Args:
        addresses: of the people who write and get it, which the server may have repeated.
    """
    if tls := _tls_error(error):
        said = tls.verify_message if isinstance(tls, ssl.SSLCertVerificationError) else tls.reason or "no reason given"
        detail = f"{server.host} could not prove who it is, or agree on TLS ({said}). Nothing was sent."
        return Failed(Reason.TLS, detail)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _refused(error, server, _one_line(error.message, server, addresses))
    return Failed(*_broken_off(error, server))


def _one_line(text: str, server: MailServer, addresses: Iterable[str]) -> str:
    """Put a server's words on one line, without what may be a secret in them, and without people's addresses."""
    for secret in (server.password, server.user):
        text = text.replace(secret, "…") if secret else text
    text = _ADDRESS.sub("…", text)
    for part in sorted({part for each in addresses for part in each.rpartition("@")[::2]}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", text, flags=re.IGNORECASE) if part else text
    return " ".join(text.split())[:_LONGEST_ANSWER]


def _refused(error: aiosmtplib.SMTPResponseException, server: MailServer, words: str) -> Failed:
    if not 400 <= error.code < 600:
        return Failed(Reason.BAD_ANSWER, _NOT_SMTP.format(server.host))
    said, is_permanent = f"{error.code} {words}", error.code >= 500
    match error:
        case aiosmtplib.SMTPHeloError() | aiosmtplib.SMTPConnectResponseError():
            reason, detail = Reason.FORBIDDEN, f"{server.host} does not want to speak with us ({said})."
        case _ if error.code in _LOGIN_WANTED or isinstance(error, aiosmtplib.SMTPAuthenticationError):
            reason, detail = Reason.LOGIN, f"{server.host} did not take the user name and password ({said})."
        case _:
            reason, detail = Reason.REFUSED_REQUEST, f"{server.host} did not take the letter ({said})."
    is_final = is_permanent and reason is Reason.REFUSED_REQUEST
    return Failed(reason if is_permanent else Reason.SERVER_ERROR, detail, is_final=is_final)


def _broken_off(error: Exception, server: MailServer) -> tuple[Reason, str]:
    match error:
        case aiosmtplib.SMTPTimeoutError() | TimeoutError():
            return Reason.TOO_SLOW, f"{server.host} did not answer within {server.step_s:g} s."
        case NoSecrecyError():
            return Reason.TLS, f"{server.host} offers no STARTTLS, which this channel needs. Nothing was sent."
        case aiosmtplib.SMTPConnectError() | OSError():  # an SMTPServerDisconnected is an OSError
            return Reason.CONNECT, f"{server.host} closed the connection before the letter was taken."
        case _ if server.user:
            return Reason.LOGIN, f"{server.host} offers no way to log in that we know. Nothing was sent."
    return Reason.BAD_ANSWER, _NOT_SMTP.format(server.host)


def _tls_error(error: BaseException) -> ssl.SSLError | None:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None
