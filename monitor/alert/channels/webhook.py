"""How does a program of the owner's get a message?

Not pure: posts through core.ports.Fetcher.
In: a DueDelivery. Out: None where it was delivered, else Failed. outbox.py acts on it. docs/alerts.md says what a
webhook gets, docs/schemas/alert.schema.json its schema.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

from monitor.alert.channels.posting import Receiver
from monitor.core.ports import Fetcher
from monitor.core.records.alerts import DueDelivery
from monitor.core.records.failures import Failed

SIGNATURE = "X-Monitor-Signature"


class WebhookChannel:
    """Posts each message as JSON to one address of the owner's.

    Every try of a message carries the same body, Idempotency-Key and signature, so that a receiver can tell a second
    copy. No timestamp is signed: it would differ from try to try. The key, which is in the body too and so is signed,
    does what a timestamp would: a message that is played again is one that is known.

    Args:
        url: a secret: it often holds a token, so it appears in no detail.
        secret: signs the body; "" signs nothing.
        deadline_s: time for one try, in seconds.
        name: unique among the channels.
    """

    def __init__(
        self, fetcher: Fetcher, url: str, *, secret: str = "", deadline_s: float = 10.0, name: str = "webhook"
    ) -> None:
        self.name = name
        self._receiver = Receiver(fetcher, url, "the webhook's address", deadline_s=deadline_s)
        self._secret = secret.encode("utf-8", "surrogateescape")

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Post the message; any 2xx answer is success, whatever its body."""
        body = as_json(delivery.payload)
        headers = [("Content-Type", "application/json"), ("Idempotency-Key", delivery.key)]
        if self._secret:
            headers.append((SIGNATURE, signature(body, self._secret)))
        return await self._receiver.post(body, *headers)


def signature(body: bytes, secret: bytes) -> str:
    """Sign a body: "sha256=" and the HMAC-SHA256 in hexadecimal.

    Source: RFC 2104; the form is the one WebSub (section 8) made usual.
    """
    return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


def as_json(payload: Mapping[str, object]) -> bytes:
    """Write a payload as UTF-8, the same bytes each time."""
    # "replace": half a surrogate pair in a title must not keep the message from being sent.
    return json.dumps(payload, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
