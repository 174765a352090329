"""How does a message reach people?

Not pure: writes the log, and posts through core.ports.Fetcher.
In: a DueDelivery. Out: None where it was delivered, else Failed. outbox.py acts on it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from monitor.core.ports import Fetcher
from monitor.core.records.alerts import DueDelivery
from monitor.core.records.failures import Failed
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.observe import log

# What a receiver answers where the same message would be refused again. Not 401, 403 or 404: those are mended
# at the receiver while the message waits.
_REFUSED_FOR_GOOD = frozenset({400, 405, 410, 413, 415, 422})


class LogChannel:
    """Tells whoever reads the log: one line a message."""

    name = "log"

    def __init__(self) -> None:
        self._log = log.get(log.ANNOUNCEMENTS)

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Write the message's facts as one line."""
        facts = _first_article(delivery.payload)
        self._log.info(
            "alert.announced",
            rule=delivery.rule,
            article_id=facts.get("id"),
            outlet=facts.get("outlet"),
            title=facts.get("title"),
            url=facts.get("url"),
            topics=facts.get("topics"),
            verdict=facts.get("verdict"),
            story=_story(facts.get("story")),
            key=delivery.key[:12],
        )
        return None


class WebhookChannel:
    """Posts each message as JSON to one address of the owner's.

    Every try of a message carries the same body and the same Idempotency-Key, so that a receiver can
    tell a second copy.

    Args:
        url: a secret: it often holds a token, so it appears in no detail.
        deadline_s: time for one try, in seconds.
        name: unique among the channels.
    """

    def __init__(self, fetcher: Fetcher, url: str, *, deadline_s: float = 10.0, name: str = "webhook") -> None:
        self.name = name
        self._fetcher = fetcher
        self._url = url
        self._deadline_s = deadline_s

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Post the message; any 2xx answer is success, whatever its body."""
        answer = await self._fetcher.fetch(
            FetchRequest(
                url=self._url,
                kind=FetchKind.WEBHOOK,
                headers=(("Content-Type", "application/json"), ("Idempotency-Key", delivery.key)),
                body=_as_json(delivery.payload),
                deadline_s=self._deadline_s,
            )
        )
        if isinstance(answer, Fetched):
            return None
        return replace(
            answer,
            detail=answer.detail.replace(self._url, "the webhook's address"),
            is_final=answer.status in _REFUSED_FOR_GOOD if answer.status else answer.is_final,
        )


def _first_article(payload: Mapping[str, object]) -> Mapping[str, object]:
    items = payload.get("items")
    first = items[0] if isinstance(items, list) and items else {}
    article = first.get("article") if isinstance(first, Mapping) else {}
    return article if isinstance(article, Mapping) else {}


def _story(story: object) -> str | None:
    """Name a story, with how many other articles it has: "12", "12 +7"."""
    if not isinstance(story, Mapping):
        return None
    others = story.get("articles", 1) - 1
    return f"{story.get('id')} +{others}" if others else f"{story.get('id')}"


def _as_json(payload: Mapping[str, object]) -> bytes:
    # "replace": half a surrogate pair in a title must not keep the message from being sent.
    return json.dumps(payload, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
