"""How do people get a message in Telegram, Slack, Teams, Discord, Matrix, ntfy, Gotify and so on?

Not pure: sends through Apprise, in a thread of its own.
In: a DueDelivery. Out: None where the service took it, else Failed. outbox.py acts on it.

Apprise says no more than whether it worked; why not is read from its log, and the parts of the channel's address are
cut from that.
"""

import asyncio
import re
from functools import partial
from urllib.parse import unquote

from monitor.alert.channels.guarded import Watched, start
from monitor.alert.channels.mentions import without_calls
from monitor.alert.channels.posting import REFUSED_FOR_GOOD
from monitor.alert.channels.refusing import refusal
from monitor.alert.channels.services import form_of, load, scheme_of
from monitor.alert.channels.wording import Wording
from monitor.alert.rendering.renderer import Form
from monitor.core.ports import AddressGuard
from monitor.core.records.alerts import ChannelSpec, DueDelivery, Urgency
from monitor.core.records.failures import Failed, Reason

_STATUS = re.compile(r"\berror\W{0,3}(\d{3})\b", re.IGNORECASE)
_REASONS = {
    401: Reason.LOGIN,
    403: Reason.FORBIDDEN,
    404: Reason.NOT_FOUND,
    410: Reason.GONE,
    429: Reason.THROTTLED,
}
_FORMATS = ("", "text", "markdown", "html")
_LONGEST = 200
_PEOPLE = re.compile(r"\S*@\S*|\d{7,}")  # whom some services write or call
_LEAST_SECRET = 4  # characters; shorter parts of an address are no secret, and would riddle the sentence


class AppriseChannel:
    """Sends each message through one of Apprise's services.

    Args:
        spec: its address is Apprise's; its option "format" is text, markdown or html, where the service's own will not
            do.
        deadline_s: time for one try, in seconds; shorter than the outbox's.

    Raises:
        BadConfiguration: the address names no service, or one that is refused.
    """

    def __init__(self, spec: ChannelSpec, wording: Wording, guard: AddressGuard, *, deadline_s: float = 45.0) -> None:
        self.name = spec.name
        wanted = spec.options.get("format", "")
        if wanted not in _FORMATS:
            raise refusal(spec, f"There is no format '{wanted}'.", "Write text, markdown or html, or leave it out.")
        try:
            self._service = load(spec.address)
        except ValueError as error:
            raise refusal(spec, str(error), "docs/alerts.md lists what an Apprise channel takes.") from None
        self._form, self._format = form_of(self._service, scheme_of(spec.address), wanted)
        self._secrets = _secrets(spec.address)
        self._wording = wording
        self._guard = guard
        self._deadline_s = deadline_s
        self._is_sending = False

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Send the message, unless the one before still hangs: its thread cannot be stopped, and one is enough."""
        if self._is_sending:
            return Failed(Reason.HELD, f"The message before still hangs in {self._kind}; this one was not sent.")
        answer, watched = start(self._call(delivery), self._guard)
        self._is_sending = True
        answer.add_done_callback(self._done)
        try:
            async with asyncio.timeout(self._deadline_s):
                is_sent = await asyncio.shield(answer)
        except TimeoutError:
            return Failed(Reason.TOO_SLOW, f"{self._kind} did not take the message within {self._deadline_s:g} s.")
        return None if is_sent else self._failed(watched)

    @property
    def _kind(self) -> str:
        return f"{self._service.service_name}"

    def _done(self, answer: "asyncio.Future[bool]") -> None:
        self._is_sending = False
        if not answer.cancelled():
            answer.exception()  # it was raised where it was awaited, or nobody waits any more

    def _call(self, delivery: DueDelivery) -> "partial[bool]":
        words = self._wording.of(delivery.payload, self._form)
        has_title = self._form is Form.PLAIN and self._service.title_maxlen > 0
        return partial(
            self._service.notify,
            body=without_calls(words.body) or "-",
            title=without_calls(" ".join(words.subject.split())) if has_title else "",
            notify_type="warning" if delivery.payload.get("urgency") == Urgency.URGENT else "info",
            body_format=self._format,
            overflow="split",
        )

    def _failed(self, watched: Watched) -> Failed:
        if watched.refused:
            return watched.refused
        said = " ".join(watched.said)
        found = _STATUS.search(said)
        status = int(found[1]) if found else 0
        reason = _REASONS.get(status, Reason.REFUSED_REQUEST if 400 <= status < 500 else Reason.SERVER_ERROR)
        detail = f"{self._kind} did not take the message: {self._cut(said) or 'it said no more than that'}"
        return Failed(
            reason if status else Reason.CONNECT,
            detail.rstrip(".") + ".",
            status=status,
            is_final=status in REFUSED_FOR_GOOD,
        )

    def _cut(self, said: str) -> str:
        for secret in self._secrets:
            said = said.replace(secret, "…")
        said = _PEOPLE.sub("…", re.sub(r"(https?://[^/\s]+)\S*", r"\1", said))
        return " ".join(said.split())[:_LONGEST]


def _secrets(address: str) -> list[str]:
    """Give the address and all parts of it, the longest first: any may be a token."""
    parts = {address, *re.split(r"[:/?&=@,]+", address)}
    parts |= {unquote(part) for part in parts}
    return sorted(
        (part for part in parts if len(part) >= _LEAST_SECRET and part != scheme_of(address)), key=len, reverse=True
    )
