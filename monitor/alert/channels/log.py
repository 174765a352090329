"""How does whoever reads the log hear of an article?

Not pure: writes the log.
In: a DueDelivery. Out: one line. outbox.py acts on it.
"""

from collections.abc import Mapping

from monitor.core.records.alerts import DueDelivery
from monitor.core.records.failures import Failed
from monitor.observe import log


class LogChannel:
    """Tells whoever reads the log: one line a message, of its first article, with how many more there are.

    Args:
        name: unique among the channels.
    """

    def __init__(self, name: str = "log") -> None:
        self.name = name
        self._log = log.get(log.ANNOUNCEMENTS)

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Write the message's facts as one line."""
        payload = delivery.payload
        facts = _first_article(payload)
        self._log.info(
            "alert.announced",
            rule=delivery.rule,
            kind=payload.get("kind"),
            article_id=facts.get("id"),
            outlet=facts.get("outlet"),
            title=facts.get("title"),
            url=facts.get("url"),
            topics=facts.get("topics"),
            verdict=facts.get("verdict"),
            story=_story(facts.get("story")),
            others=_others(payload),
            thread=_start(payload.get("thread")),
            key=delivery.key[:12],
        )
        return None


def _first_article(payload: Mapping[str, object]) -> Mapping[str, object]:
    items = payload.get("items")
    first = items[0] if isinstance(items, list) and items else {}
    article = first.get("article") if isinstance(first, Mapping) else {}
    return article if isinstance(article, Mapping) else {}


def _others(payload: Mapping[str, object]) -> int:
    """Count what the message tells beside its first article, named in it or not."""
    count = payload.get("count")
    return max(0, count - 1) if isinstance(count, int) else 0


def _start(thread: object) -> str | None:
    return thread[:12] if isinstance(thread, str) else None


def _story(story: object) -> str | None:
    """Name a story, with how many other articles it has: "12", "12 +7"."""
    if not isinstance(story, Mapping):
        return None
    others = story.get("articles", 1) - 1
    return f"{story.get('id')} +{others}" if others else f"{story.get('id')}"
