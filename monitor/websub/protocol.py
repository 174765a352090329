"""What do subscriber and hub say to each other, and when?

Pure: takes values, moments and a chance between 0 and 1. In: a Subscription, and what a feed or its hub says. Out: the
next step, what to ask, what to answer, what to believe, and when to ask again. subscriber.py acts on it.

Source: W3C WebSub, sections 5, 7 and 8.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from monitor.core.charset import fold
from monitor.core.records.failures import Failed
from monitor.core.records.subscriptions import Subscription, SubscriptionState
from monitor.websub.discovery import Found

WANTED_LEASE_S = 864_000  # ten days, which the Recommendation calls a good length

_LEASE_S = (60, 30 * 86_400)
# Hubs of the time before WebSub may leave the lease out. A day believed too short costs one request; ten believed too
# long would cost nine days of deliveries.
_UNSAID_LEASE_S = 86_400
_RETRY_S, _REFUSED_RETRY_S, _LONGEST_RETRY_S = 600, 3_600, 86_400
_PATIENCE = 3  # requests in vain before another hub is tried
_METHODS = ("sha1", "sha256", "sha384", "sha512")
# The Recommendation allows a challenge even fewer signs; none of these can make a script of it.
_CHALLENGE = re.compile(r"[\x21-\x7e]{1,2000}")
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_PASSING = (408, 429)


# --- the next step --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Begin:
    """Subscribe at this hub, with a new callback and a new secret."""

    hub: str
    topic: str


@dataclass(frozen=True, slots=True)
class End:
    """Unsubscribe; ``why`` is one sentence."""

    why: str


def next_step(current: Subscription | None, found: Found | None, now: datetime) -> Begin | End | None:
    """Say what is to be done about a feed's subscription after a poll; None for nothing.

    A hub or topic that changed is unsubscribed from first, and only a later poll subscribes anew: hubs confirm both
    at the callback, so it must be one subscription's at a time. Of several hubs the one that we have stays; if it
    does not deliver, and did not confirm three times in a row, the next is taken.
    """
    if current is None or current.state is SubscriptionState.ENDED:
        is_free = current is None or current.due_at is None
        return Begin(found.hubs[0], found.topic) if found and is_free else None
    if found is None:
        return End("The feed names no hub any more.")
    if current.topic == found.topic and current.hub in found.hubs:
        is_of_use = current.is_live(now) or current.failures < _PATIENCE or len(found.hubs) == 1
        return None if is_of_use else Begin(_after(current.hub, found.hubs), found.topic)
    if current.is_live(now):
        return End("The feed names another hub, or calls itself by another address.")
    return Begin(found.hubs[0], found.topic)


def _after(hub: str, hubs: tuple[str, ...]) -> str:
    return hubs[(hubs.index(hub) + 1) % len(hubs)]


# --- asking the hub -------------------------------------------------------------------------------


def request_body(subscription: Subscription, callback: str) -> bytes:
    """Write the form that subscribes, renews, or unsubscribes where the subscription has ended.

    A renewal keeps callback and secret: the hub then overrides the old lease, where a new callback would have it
    deliver everything twice until the old lease ends. The secret goes to hubs without https too, against the
    Recommendation's wish: who listens on that line sees the callback as well, and everyone else is still kept out.
    """
    form = {"hub.callback": callback, "hub.mode": "subscribe", "hub.topic": subscription.topic}
    if subscription.state is SubscriptionState.ENDED:
        return urlencode(form | {"hub.mode": "unsubscribe"}).encode()
    return urlencode(form | {"hub.lease_seconds": str(WANTED_LEASE_S), "hub.secret": subscription.secret}).encode()


def is_refusal(failure: Failed) -> bool:
    """Whether a hub said no, rather than not now."""
    return 400 <= failure.status < 500 and failure.status not in _PASSING


def next_ask(now: datetime, *, failures: int, is_refused: bool, chance: float, wish_s: int | None = None) -> datetime:
    """Say when to ask a hub again that did not confirm.

    After ten minutes (an hour, where it refused), then after twice as long each time, up to a day, and on without
    end. A server's wish is kept, up to a day. Up to a tenth is added by chance.

    Args:
        failures: requests in vain, this one included, at least 1.
        chance: uniform, 0 to 1.
        wish_s: the server's wish (Retry-After), in seconds.
    """
    first_s = _REFUSED_RETRY_S if is_refused else _RETRY_S
    wait_s = max(first_s * 2 ** min(failures - 1, 16), wish_s or 0)
    return now + timedelta(seconds=min(wait_s, _LONGEST_RETRY_S) * (1 + chance / 10))


def renewal_at(now: datetime, lease_s: int, *, chance: float) -> datetime:
    """Say when to renew: after 80 to 90 % of the lease, so that there is time for a second and third request.

    Args:
        lease_s: in seconds, from now.
        chance: uniform, 0 to 1.
    """
    return now + timedelta(seconds=lease_s * (0.8 + chance / 10))


# --- answering the hub ----------------------------------------------------------------------------


class Said(StrEnum):
    """What a hub's GET to the callback comes to: a closed list, so that it can label metrics."""

    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    DENIED = "denied"
    STRANGE = "strange"  # what we did not ask for


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer a hub, and what to believe.

    Args:
        body: the hub's challenge where we agree; only signs of ASCII that can be seen.
        lease_s: how long the hub will deliver, in seconds, where it confirmed.
        reason: the hub's words where it denied, on one line, "" for none.
    """

    status: int
    body: str = ""
    said: Said = Said.STRANGE
    lease_s: int = 0
    reason: str = ""


def answer_verification(params: Mapping[str, str], known: Subscription | None) -> Answer:
    """Answer a hub that asks whether we want what it is about to do, or says that it will not.

    We agree to what we asked for: the same topic, the same mode. A subscription that is confirmed already is
    confirmed again, since our first answer may have been lost on its way, and hubs may ask from time to time.

    Args:
        params: of the query.
        known: the subscription of the callback, None where there is none.
    """
    mode, topic, challenge = (params.get(f"hub.{name}", "") for name in ("mode", "topic", "challenge"))
    if known is None or topic != known.topic:
        return Answer(404)
    if mode == "denied" and known.state is not SubscriptionState.ENDED:
        return Answer(200, said=Said.DENIED, reason=fold(params.get("hub.reason", ""))[:200])
    if not _CHALLENGE.fullmatch(challenge):
        return Answer(404)
    if mode == "subscribe" and known.state in (SubscriptionState.ASKED, SubscriptionState.ACTIVE):
        return Answer(200, challenge, Said.CONFIRMED, lease_seconds(params.get("hub.lease_seconds", "")))
    if mode == "unsubscribe" and known.state is SubscriptionState.ENDED:
        return Answer(200, challenge, Said.UNSUBSCRIBED)
    return Answer(404)


def lease_seconds(value: str) -> int:
    """Read hub.lease_seconds, between a minute and 30 days; a day where it is missing or unreadable."""
    if not _NUMBER.fullmatch(value):
        return _UNSAID_LEASE_S
    shortest, longest = _LEASE_S
    return min(max(int(value), shortest), longest)


def is_signed(secret: str, signature: str, body: bytes) -> bool:
    """Whether a delivery was signed with our secret.

    SHA-1 counts: most hubs know nothing else, and as part of an HMAC it is not broken.

    Args:
        signature: the header X-Hub-Signature, "method=hex"; "" where it is missing.

    Source: W3C WebSub, section 7.1.
    """
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    made = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(made.encode(), given.lower().encode("utf-8", "replace"))
