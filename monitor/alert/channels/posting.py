"""How is a message posted to a server that its owner named?

Not pure: posts through core.ports.Fetcher.
In: an address, headers and bytes. Out: None where any 2xx answered, else Failed, without the address, which is mostly a
secret. webhook.py and alertmanager.py act on it.
"""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from monitor.core.ports import Fetcher
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest

# What a receiver answers where the same message would be refused again. Not 401, 403 or 404: those are mended
# at the receiver while the message waits.
REFUSED_FOR_GOOD = frozenset({400, 405, 410, 413, 415, 422})


@dataclass(frozen=True, slots=True)
class Receiver:
    """A server that takes what is posted to it.

    Args:
        url: a secret: it often holds a token, so it appears in no detail.
        called: what a detail calls the address.
        headers: of each request, credentials among them.
        deadline_s: time for one try, in seconds.
    """

    fetcher: Fetcher
    url: str = field(repr=False)
    called: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    deadline_s: float = 10.0

    async def post(self, body: bytes, *headers: tuple[str, str]) -> Failed | None:
        """Post a body; any 2xx answer is success, whatever it says."""
        answer = await self.fetcher.fetch(
            FetchRequest(
                url=self.url,
                kind=FetchKind.WEBHOOK,
                headers=(*headers, *self.headers),
                body=body,
                deadline_s=self.deadline_s,
                ports=_own_port(self.url),
            )
        )
        if isinstance(answer, Fetched):
            return None
        asked_too_often = f"{self.called[:1].upper()}{self.called[1:]} answers that it is asked too often (429)."
        is_throttled = answer.reason is Reason.THROTTLED  # whose usual words are for feeds
        return replace(
            answer,
            detail=asked_too_often if is_throttled else answer.detail.replace(self.url, self.called),
            is_final=answer.status in REFUSED_FOR_GOOD if answer.status else answer.is_final,
        )


def _own_port(url: str) -> tuple[int, ...]:
    """Give the port that the owner wrote into the address: what they name may be asked, as a feed's may."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return ()
    return (port,) if port else ()
