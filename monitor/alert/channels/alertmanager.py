"""How does a Prometheus Alertmanager get a message?

Not pure: posts through core.ports.Fetcher, and reads the clock.
In: a DueDelivery. Out: None where the alerts were taken, else Failed. outbox.py acts on it.

A message becomes one alert for each story and rule that it tells of. Its labels are what makes it that alert, and an
update of the story has the same ones, so that Alertmanager knows it for the same; what differs from article to article
stands in the annotations.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from monitor.alert.channels.posting import Receiver
from monitor.alert.channels.wording import Wording
from monitor.core.ports import Clock, Fetcher
from monitor.core.public import moment
from monitor.core.records.alerts import ChannelSpec, DueDelivery
from monitor.core.records.failures import Failed

#: At most so many alerts in a request.
MOST_ALERTS = 64
#: How long an alert stands: longer than Alertmanager waits before it tells a group (5 min by default), or it would end
#: unsaid; shorter than it waits before it repeats one (4 h by default).
STANDS: Final = timedelta(hours=1)

_PATH = "/api/v2/alerts"
_SEVERITIES = {"low": "info", "normal": "warning", "urgent": "critical"}
_LONGEST = 4_000  # characters of an annotation


class AlertmanagerChannel:
    """Posts messages as alerts to Alertmanager's API v2.

    Args:
        spec: its address is the server's base, before /api/v2/alerts; a user name and password in it are sent as
            Authorization.
    """

    def __init__(self, spec: ChannelSpec, fetcher: Fetcher, wording: Wording, clock: Clock) -> None:
        self.name = spec.name
        base, headers = without_credentials(spec.address)
        url = base.rstrip("/").removesuffix(_PATH) + _PATH
        self._receiver = Receiver(fetcher, url, "the Alertmanager's address", headers)
        self._wording = wording
        self._clock = clock

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Post the alerts; a second copy of one changes nothing, so that a try may repeat those that were taken."""
        ends_at = moment(self._clock.now() + STANDS)
        alerts = [
            {
                "labels": dict(labels),
                "annotations": self._annotations(delivery.payload, items),
                "startsAt": moment(delivery.queued_at),
                "endsAt": ends_at,
            }
            | _source(items[0])
            for labels, items in _by_labels(delivery.payload)
        ]
        for start in range(0, len(alerts), MOST_ALERTS):
            body = json.dumps(alerts[start : start + MOST_ALERTS], ensure_ascii=False)
            failure = await self._receiver.post(
                body.encode("utf-8", "replace"), ("Content-Type", "application/json"), ("Idempotency-Key", delivery.key)
            )
            if failure:
                return failure
        return None

    def _annotations(self, payload: Mapping[str, object], items: Sequence[Mapping[str, object]]) -> dict[str, str]:
        told = {**payload, "items": list(items), "count": len(items), "more": 0}
        article = _of(items[0], "article")
        given = {
            "summary": self._wording.line(told),
            "description": self._wording.text(told),
            "source": article.get("url"),
            "outlet": article.get("outlet"),
            "language": article.get("language"),
            "topic": ", ".join(_topics(article)),
            "articles": str(len(items)),
        }
        return {name: str(value)[:_LONGEST] for name, value in given.items() if value}


def without_credentials(address: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Take a user name and password out of an address; give it without them, and the header that says them.

    Source: RFC 7617.
    """
    parts = urlsplit(address)
    said, at, host = parts.netloc.rpartition("@")
    if not at:
        return address, ()
    user, _, password = said.partition(":")
    token = b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode("ascii")
    return parts._replace(netloc=host).geturl(), (("Authorization", f"Basic {token}"),)


def _by_labels(
    payload: Mapping[str, object],
) -> Iterable[tuple[tuple[tuple[str, str], ...], list[Mapping[str, object]]]]:
    """Put the items of one story and rule together."""
    found: dict[tuple[tuple[str, str], ...], list[Mapping[str, object]]] = {}
    items = payload.get("items")
    for item in items if isinstance(items, list) else ():
        found.setdefault(_labels(payload, item), []).append(item)
    return found.items()


def _labels(payload: Mapping[str, object], item: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    article, change = _of(item, "article"), _of(item, "change")
    story = _of(payload, "story").get("id") or _of(article, "story").get("id")
    labels = {
        "alertname": item.get("rule"),
        "severity": _SEVERITIES.get(str(payload.get("urgency")), "warning"),
        "service": "monitor",
        "kind": item.get("kind"),
    }
    # What is not about a story is about one article, and its facts stay what they are.
    about_one = {"article": article.get("id"), "change": change.get("kind")} | {
        name: article.get(name) for name in ("outlet", "language")
    }
    about_one["topic"] = ",".join(_topics(article))
    if item.get("kind") == "article" and story:
        labels["story"] = story
    elif item.get("kind") != "spike":
        labels |= about_one
    return tuple((name, str(value)) for name, value in labels.items() if value not in (None, ""))


def _source(item: Mapping[str, object]) -> dict[str, object]:
    url = _of(item, "article").get("url")
    return {"generatorURL": url} if url else {}


def _topics(article: Mapping[str, object]) -> list[str]:
    topics = article.get("topics")
    return [str(topic) for topic in topics] if isinstance(topics, list) else []


def _of(given: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = given.get(name)
    return value if isinstance(value, Mapping) else {}
