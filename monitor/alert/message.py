"""What does a message say?

Pure: words only; no channel's own form.
In: an Article as it is stored; alerts. Out: an item for each alert, the payload of each message, ready for JSON.
docs/alerts.md has its schema. rules.py and composing.py ask; the channels render it, or send it as it is.
"""

from collections.abc import Sequence

from monitor.core.public import listed
from monitor.core.records.alerts import AlertKind, MessageKind, QueuedAlert, StoryState, Urgency
from monitor.core.records.articles import Article
from monitor.core.records.changes import Change
from monitor.core.records.tags import Mention
from monitor.core.sentences import ends

SCHEMA = 2
LONGEST_SENTENCE = 300
_WINDOW = 2_000  # characters looked at on each side of a mention for the ends of its sentence


def item(rule: str, kind: AlertKind, article: Article, *, change: Change | None = None) -> dict[str, object]:
    """Give what one alert adds to a message, ready for JSON.

    Args:
        change: what happened to the article, of an alert on that.
    """
    return {
        "rule": rule,
        "kind": kind.value,
        "article": listed(article),
        "matches": _matches(article),
        "change": {"kind": change.kind.value, "detail": change.detail} if change else None,
        "spike": None,
    }


def payload_of(
    key: str, kind: MessageKind, alerts: Sequence[QueuedAlert], *, thread: str = "", story: StoryState | None = None
) -> dict[str, object]:
    """Give all that a message says, ready for JSON.

    Args:
        alerts: those that it tells, in their order; an article that two rules found is one item.
        thread: key of the first message about the story, "" where this is it.
        story: what the message is about; None for a digest.
    """
    items: dict[object, dict[str, object]] = {}
    for queued in alerts:
        items.setdefault((queued.alert.article_id, queued.alert.kind), dict(queued.alert.facts))
    return {
        "schema": SCHEMA,
        "key": key,
        "kind": kind.value,
        "rules": list(dict.fromkeys(queued.alert.rule for queued in alerts)),
        "urgency": max((queued.alert.urgency for queued in alerts), key=list(Urgency).index).value,
        "thread": thread or None,
        "story": {"id": story.story_id, "articles": story.articles, "outlets": story.outlets} if story else None,
        "items": list(items.values()),
        "count": len(items),
        "more": 0,
    }


def sentence_around(text: str, start: int, end: int) -> str:
    """Give the sentence that holds ``text[start:end]``, on one line, cut to 300 characters around it.

    Args:
        text: paragraphs parted by line breaks.
        start: offset of the mention's first character.
        end: offset one past its last.
    """
    if not 0 <= start < end <= len(text):
        return ""
    first, last = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    *_, first = first, *ends(text, first, start)
    last = next(ends(text, end, last), last)
    before, name, after = (" ".join(part.split()) for part in (text[first:start], text[start:end], text[end:last]))
    before += " " if text[start - 1 : start].isspace() and before else ""
    after = (" " if text[end : end + 1].isspace() and after else "") + after
    return _cut(before, name[:LONGEST_SENTENCE], after)


def _cut(before: str, name: str, after: str) -> str:
    room = LONGEST_SENTENCE - len(name)
    kept_before = max(room // 2, room - len(after))
    kept_after = max(room - room // 2, room - len(before))
    if len(before) > kept_before:
        before = "…" + before[len(before) - kept_before + 1 :] if kept_before else ""
    if len(after) > kept_after:
        after = after[: kept_after - 1] + "…" if kept_after else ""
    return before + name + after


def _matches(article: Article) -> list[dict[str, object]]:
    firsts: dict[str, Mention] = {}
    for mention in sorted(article.mentions, key=lambda each: (each.field != "title", each.start, each.end)):
        if mention.counts:
            firsts.setdefault(mention.topic, mention)
    return [
        {
            "topic": topic,
            "name": firsts[topic].name,
            "field": firsts[topic].field,
            "sentence": _sentence(article, first),
        }
        for topic, first in sorted(firsts.items())
    ]


def _sentence(article: Article, mention: Mention) -> str:
    # The title is a sentence of its own, whatever stops it holds.
    if mention.field == "title":
        return _cut("", " ".join(article.title.split())[:LONGEST_SENTENCE], "")
    return sentence_around(article.text, mention.start, mention.end)
