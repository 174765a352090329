"""Which messages are made of the alerts that wait for a channel?

Pure: takes what waits, and the moment. In: Waiting, as the store found it. Out: a Composition, which the store writes
in the transaction that claims messages: who is killed afterwards sends the same messages with the same keys.
"""

from collections.abc import Sequence
from hashlib import sha256

from monitor.alert.message import payload_of
from monitor.core.records.alerts import Composition, Message, MessageKind, QueuedAlert, StoryState, Waiting

#: Alerts that are looked at in one go, and the most that one payload holds.
MOST_ITEMS = 200


def compose(waiting: Waiting) -> Composition:
    """Make messages: one a story, told as a thread."""
    by_story: dict[object, list[QueuedAlert]] = {}
    for queued in waiting.alerts:
        by_story.setdefault(queued.alert.story_id or f"article {queued.alert.article_id}", []).append(queued)
    return Composition(tuple(_message(waiting, alerts) for alerts in by_story.values()))


def _message(waiting: Waiting, alerts: Sequence[QueuedAlert]) -> Message:
    story_id = alerts[0].alert.story_id
    story = waiting.stories.get(story_id) if story_id else None
    thread = story.thread if story else ""
    kind = MessageKind.UPDATE if thread else MessageKind.ARTICLE
    key = _key(alerts)
    rules = tuple(dict.fromkeys(queued.alert.rule for queued in alerts))
    urgency = max((queued.alert.urgency for queued in alerts), key=_RANK.index)
    return Message(
        key,
        waiting.channel,
        kind,
        urgency,
        rules,
        story_id,
        thread,
        payload_of(key, kind, alerts, thread=thread, story=story or _alone(story_id)),
        tuple(queued.id for queued in alerts),
    )


_RANK = ("low", "normal", "urgent")


def _alone(story_id: int | None) -> StoryState | None:
    return StoryState(story_id) if story_id else None


def _key(alerts: Sequence[QueuedAlert]) -> str:
    """Give a message's idempotency key: that of its alert, or sha256 (hex) of theirs."""
    keys = sorted(queued.alert.key for queued in alerts)
    return keys[0] if len(keys) == 1 else sha256("\n".join(keys).encode()).hexdigest()
