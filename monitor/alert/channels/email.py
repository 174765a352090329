"""How do people get a message by e-mail?

Not pure: sends mail, and remembers who has a letter already.
In: a DueDelivery. Out: None where every recipient's server took it, else Failed. outbox.py acts on it.

A letter that some recipients were refused is a failure, which says who by their place in the list, since whoever
reaches our pages reads it; the next try goes to those alone. Who has a letter is known until the process ends: who is
killed in between sends it once more, with the same Message-ID.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from monitor.alert.channels.letters import Envelope, addresses, letter, mailboxes
from monitor.alert.channels.mail_server import MailServer
from monitor.alert.channels.refusing import refusal
from monitor.alert.channels.submission import Refused, Submission
from monitor.alert.channels.wording import Wording
from monitor.alert.rendering.renderer import Form
from monitor.core.ports import AddressGuard
from monitor.core.records.alerts import ChannelSpec, DueDelivery
from monitor.core.records.failures import Failed, Reason

_MOST_REMEMBERED = 1_000  # letters that some have and some have not
_MOST_TOLD = 5


class EmailChannel:
    """Sends each message as a letter to the channel's recipients.

    Args:
        spec: its address is the server's; its options are "to" and "from".
        deadline_s: time for one try, in seconds; shorter than the outbox's.

    Raises:
        BadConfiguration: no server, sender or recipient can be read from it.
    """

    def __init__(self, spec: ChannelSpec, wording: Wording, guard: AddressGuard, *, deadline_s: float = 50.0) -> None:
        self.name = spec.name
        server, self._envelope = _read(spec)
        self._host = server.host
        self._submission = Submission(server, guard)
        self._wording = wording
        self._deadline_s = deadline_s
        self._have: OrderedDict[str, set[str]] = OrderedDict()

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Send the letter to those recipients that do not have it yet."""
        everybody = mailboxes(self._envelope.recipients)
        have = self._have.get(delivery.key, set())
        missing = [each for each in everybody if each not in have]
        try:
            async with asyncio.timeout(self._deadline_s):
                refused = await self._submission.submit(
                    self._letter(delivery), self._envelope.sender.addr_spec, missing
                )
        except TimeoutError:
            return Failed(Reason.TOO_SLOW, f"{self._host} did not take the letter within {self._deadline_s:g} s.")
        if isinstance(refused, Failed):
            return refused
        self._remember(delivery.key, have | set(missing) - set(refused), is_done=not refused)
        return _refusals(self._host, refused, everybody) if refused else None

    def _letter(self, delivery: DueDelivery) -> bytes:
        plain = self._wording.of(delivery.payload, Form.PLAIN)
        html = self._wording.of(delivery.payload, Form.HTML)
        return letter(self._envelope, delivery, plain.subject, plain.body, html.body)

    def _remember(self, key: str, have: set[str], *, is_done: bool) -> None:
        self._have.pop(key, None)
        if have and not is_done:
            self._have[key] = have
        while len(self._have) > _MOST_REMEMBERED:
            self._have.popitem(last=False)


def _read(spec: ChannelSpec) -> tuple[MailServer, Envelope]:
    try:
        server = MailServer.read(spec.address)
        recipients = addresses(spec.options.get("to", ""))
        senders = addresses(spec.options.get("from", "") or (server.user if "@" in server.user else ""), "Sender")
    except ValueError as error:
        mend = "Write smtp://USER:PASSWORD@HOST:587 or smtps://..., and plain addresses in 'to' and 'from'."
        raise refusal(spec, str(error), mend) from None
    if not recipients:
        raise refusal(spec, "Nobody is named that gets the mail.", "Add to: desk@example.org")
    if len(senders) != 1:
        raise refusal(spec, "Mail needs one sender.", "Add from: alerts@example.org")
    return server, Envelope(senders[0], recipients, spec.name)


def _refusals(host: str, refused: Mapping[str, Refused], everybody: Sequence[str]) -> Failed:
    """Say who has not got a letter; trying again helps where one of the refusals may pass."""
    places = [(number, refused[each].code) for number, each in enumerate(everybody, 1) if each in refused]
    whom = ", ".join(f"recipient {number} of {len(everybody)} ({code})" for number, code in places[:_MOST_TOLD])
    more = f" and {len(places) - _MOST_TOLD} more" if len(places) > _MOST_TOLD else ""
    is_final = all(answer.is_final for answer in refused.values())
    lot = "They do not get it" if is_final else "They are tried again"
    detail = f"{host} refused {whom}{more}. {lot}; the others have it."
    return Failed(Reason.REFUSED_REQUEST if is_final else Reason.SERVER_ERROR, detail, is_final=is_final)
