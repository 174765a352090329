"""What does a message say?

Pure: words only; no channel's own form.
In: an Article as it is stored; alerts. Out: an item for each alert, the payload of each message, ready for JSON.
docs/alerts.md has its schema. rules.py and composing.py ask; the channels render it, or send it as it is.
"""

from collections.abc import Hashable, Mapping, Sequence

from monitor.core.public import listed
from monitor.core.records.alerts import MOST_ITEMS, AlertKind, MessageKind, QueuedAlert, StoryState
from monitor.core.records.articles import Article
from monitor.core.records.changes import Change
from monitor.core.records.tags import Mention
from monitor.core.sentences import ends

SCHEMA = 2
LONGEST_SENTENCE = 300
_WINDOW = 2_000  # characters looked at on each side of a mention for the ends of its sentence


def item(
    rule: str,
    kind: AlertKind,
    article: Article,
    *,
    change: Change | None = None,
    spike: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Give what one alert adds to a message, ready for JSON.

    Args:
        change: what happened to the article, of an alert on that.
        spike: how many there were of a sudden, of an alert on that: "count" and "usual" of so many "hours".
    """
    return {
        "rule": rule,
        "kind": kind.value,
        "article": listed(article),
        "matches": _matches(article),
        "change": {"kind": change.kind.value, "detail": change.detail} if change else None,
        "spike": dict(spike) if spike else None,
    }


def payload_of(
    key: str, kind: MessageKind, alerts: Sequence[QueuedAlert], *, story: StoryState | None = None, more: int = 0
) -> dict[str, object]:
    """Give all that a message says, ready for JSON.

    The most urgent items come first, then the oldest; those of one story stand together. An article that two rules
    found is one item, and so is one that a rule found twice: as it is now. "count" is how many it tells of, "more" how
    many of these it does not name.

    Args:
        alerts: those that it tells.
        story: what the message is about, with the first message about it; None for a digest.
        more: alerts beyond them that it tells too.
    """
    items = _items(sorted(alerts, key=lambda queued: (queued.alert.urgency.rank, queued.queued_at, queued.id)))
    more += len(items[MOST_ITEMS:])
    return {
        "schema": SCHEMA,
        "key": key,
        "kind": kind.value,
        "rules": list(dict.fromkeys(queued.alert.rule for queued in alerts)),
        "urgency": min((queued.alert.urgency for queued in alerts), key=lambda each: each.rank).value,
        "thread": (story.thread or None) if story else None,
        "story": {"id": story.story_id, "articles": story.articles, "outlets": story.outlets} if story else None,
        "items": items[:MOST_ITEMS],
        "count": len(items[:MOST_ITEMS]) + more,
        "more": more,
    }


# --- items ----------------------------------------------------------------------------------------


def _items(alerts: Sequence[QueuedAlert]) -> list[dict[str, object]]:
    """Give each item once, those of one story together, in the place of its first."""
    stories: dict[Hashable, dict[Hashable, dict[str, object]]] = {}
    for queued in alerts:
        alert = queued.alert
        told = stories.setdefault(alert.story_id or ("alone", alert.article_id), {})
        what, facts = _what(queued), dict(alert.facts)
        if what not in told or told[what].get("rule") == alert.rule:
            told[what] = facts
    return [facts for told in stories.values() for facts in told.values()]


def _what(queued: QueuedAlert) -> Hashable:
    alert, change = queued.alert, queued.alert.facts.get("change")
    changed = (change.get("kind"), change.get("detail")) if isinstance(change, Mapping) else ()
    return alert.article_id, alert.kind, changed, alert.rule if alert.kind is AlertKind.SPIKE else ""


# --- sentences ------------------------------------------------------------------------------------

_Quoted = tuple[str, tuple[int, int]]  # a sentence, and where in it the name stands
_NOTHING: _Quoted = ("", (0, 0))


def _matches(article: Article) -> list[dict[str, object]]:
    firsts: dict[str, Mention] = {}
    for mention in sorted(article.mentions, key=lambda each: (each.field != "title", each.start, each.end)):
        if mention.counts:
            firsts.setdefault(mention.topic, mention)
    return [_match(article, topic, first) for topic, first in sorted(firsts.items())]


def _match(article: Article, topic: str, first: Mention) -> dict[str, object]:
    sentence, at = _sentence(article, first)
    return {"topic": topic, "name": first.name, "field": first.field, "sentence": sentence, "at": list(at)}


def _sentence(article: Article, mention: Mention) -> _Quoted:
    # The title is a sentence of its own, whatever stops it holds.
    if mention.field == "title":
        title = article.title
        if not 0 <= mention.start < mention.end <= len(title):
            return " ".join(title.split())[:LONGEST_SENTENCE], (0, 0)
        return _around(title, (0, mention.start, mention.end, len(title)))
    return _quoted(article.text, mention.start, mention.end)


def _quoted(text: str, start: int, end: int) -> _Quoted:
    if not 0 <= start < end <= len(text):
        return _NOTHING
    first, last = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    *_, first = first, *ends(text, first, start)
    last = next(ends(text, end, last), last)
    return _around(text, (first, start, end, last))


def _around(text: str, places: tuple[int, int, int, int]) -> _Quoted:
    """Give a sentence on one line, cut around a name; the places are where they begin and end, from left to right."""
    first, start, end, last = places
    before, name, after = (" ".join(part.split()) for part in (text[first:start], text[start:end], text[end:last]))
    before += " " if text[start - 1 : start].isspace() and before else ""
    after = (" " if text[end : end + 1].isspace() and after else "") + after
    return _cut(before, name[:LONGEST_SENTENCE], after)


def _cut(before: str, name: str, after: str) -> _Quoted:
    room = LONGEST_SENTENCE - len(name)
    kept_before = max(room // 2, room - len(after))
    kept_after = max(room - room // 2, room - len(before))
    if len(before) > kept_before:
        before = "…" + before[len(before) - kept_before + 1 :] if kept_before else ""
    if len(after) > kept_after:
        after = after[: kept_after - 1] + "…" if kept_after else ""
    return before + name + after, (len(before), len(before) + len(name))
