"""What does a message say?

Pure: words only; no channel's own form.
In: an Article as it is stored; alerts. Out: an item for each alert, the payload of each message, ready for JSON.
docs/alerts.md has its schema. rules.py and composing.py ask; the channels render it, or send it as it is.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from monitor.core.alert_limits import MOST_ITEMS
from monitor.core.public import listed
from monitor.core.records.alerts import AlertKind, MessageKind, QueuedAlert, StoryState
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
    matches = _matches(article)
    return {
        "rule": rule,
        "kind": kind.value,
        "article": listed(article),
        "matches": matches,
        "beginning": "" if any(map(_shows_text, matches)) else _beginning(article),
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


# --- matches --------------------------------------------------------------------------------------


class _Name(NamedTuple):
    """Where a text has a topic's name, and where the sentence around it begins and ends."""

    first: int
    start: int
    end: int
    last: int


_Quoted = tuple[str, tuple[int, int]]  # a sentence, and where in it the name stands
_NOWHERE: _Quoted = ("", (0, 0))


def _matches(article: Article) -> list[dict[str, object]]:
    """Give of each topic where the text names it first, or the headline; and whether the headline does."""
    found: dict[str, list[Mention]] = {}
    for mention in sorted(article.mentions, key=lambda each: (each.start, each.end)):
        if mention.counts:
            found.setdefault(mention.topic, []).append(mention)
    names = {topic: name for topic, mentions in found.items() if (name := _first_name(article, mentions))}
    quoted = _quoted(article.text, names)
    return [_match(article, topic, mentions, quoted.get(topic)) for topic, mentions in sorted(found.items())]


def _match(article: Article, topic: str, mentions: Sequence[Mention], quoted: _Quoted | None) -> dict[str, object]:
    in_title = [mention for mention in mentions if mention.field == "title"]
    field = "title" if in_title and quoted is None else "text"
    sentence, at = quoted or (_headline(article.title, in_title[0]) if in_title else _NOWHERE)
    places = ([each.start, each.end] for each in in_title if _is_within(article.title, each))
    return {
        "topic": topic,
        "name": sentence[slice(*at)] or mentions[0].name,
        "field": field,
        "sentence": sentence,
        "at": list(at),
        "in_headline": next(places, None),
    }


def _shows_text(match: Mapping[str, object]) -> bool:
    return match["field"] == "text" and bool(match["sentence"])


def _headline(title: str, mention: Mention) -> _Quoted:
    # A sentence of its own, whatever stops it holds.
    if not _is_within(title, mention):
        return " ".join(title.split())[:LONGEST_SENTENCE], (0, 0)
    return _around(title, _Name(0, mention.start, mention.end, len(title)))


def _is_within(text: str, mention: Mention) -> bool:
    return 0 <= mention.start < mention.end <= len(text)


# --- sentences ------------------------------------------------------------------------------------


def _beginning(article: Article) -> str:
    """Give the first sentence of the text, on one line; the headline once more is none."""
    text = article.text.lstrip()[:_WINDOW]
    edges = [0, *ends(text, 0, len(text)), len(text)]
    sentences = (" ".join(text[first:last].split()) for first, last in pairwise(edges))
    said = next((each for each in sentences if each and not _is_headline(article, each)), "")
    return said if len(said) <= LONGEST_SENTENCE else f"{said[: LONGEST_SENTENCE - 1]}…"


def _first_name(article: Article, mentions: Sequence[Mention]) -> _Name | None:
    """Give the first name in the text; not one in the headline once more, where the headline itself has the name."""
    in_text = [each for each in mentions if each.field != "title"]
    has_headline = len(in_text) < len(mentions)
    names = (_sentence(article.text, each) for each in in_text if _is_within(article.text, each))
    told = (
        each for each in names if not (has_headline and _is_headline(article, article.text[each.first : each.last]))
    )
    return next(told, None)


def _is_headline(article: Article, sentence: str) -> bool:
    said, title = (" ".join(each.casefold().split()).rstrip(".") for each in (sentence, article.title))
    return said == title


def _sentence(text: str, mention: Mention) -> _Name:
    start, end = mention.start, mention.end
    first, last = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    *_, first = first, *ends(text, first, start)
    return _Name(first, start, end, next(ends(text, end, last), last))


def _quoted(text: str, names: Mapping[str, _Name]) -> Mapping[str, _Quoted]:
    """Quote the sentence of each topic; those that stand near each other in one sentence get the same words of it."""
    quoted: dict[str, _Quoted] = {}
    for together in _neighbours(names):
        first = names[together[0]]
        whole = first._replace(end=max(names[topic].end for topic in together))
        sentence, (at, end) = _around(text, whole)
        if len(together) == 1:
            quoted[together[0]] = sentence, (at, end)
            continue
        for topic in together:
            name = names[topic]
            start = at + _length(text, whole.start, name.start)
            quoted[topic] = sentence, (start, start + _length(text, name.start, name.end))
    return quoted


def _neighbours(names: Mapping[str, _Name]) -> Iterator[list[str]]:
    """Put topics together whose names stand in one sentence, and no further apart than what is shown of it."""
    together: list[str] = []
    for topic, name in sorted(names.items(), key=lambda each: each[1]):
        begin = names[together[0]] if together else name
        if (name.first, name.last) == (begin.first, begin.last) and name.end - begin.start <= LONGEST_SENTENCE:
            together.append(topic)
            continue
        yield from [together] if together else ()
        together = [topic]
    if together:
        yield together


def _length(text: str, start: int, end: int) -> int:
    """Say how long a part of a text is on one line, with the blank behind it."""
    part = text[start:end]
    line = " ".join(part.split())
    return len(line) + (1 if line and part[-1].isspace() else 0)


def _around(text: str, name: _Name) -> _Quoted:
    """Give a sentence on one line, cut around a name."""
    first, start, end, last = name
    before, named, after = (" ".join(part.split()) for part in (text[first:start], text[start:end], text[end:last]))
    before += " " if text[start - 1 : start].isspace() and before else ""
    after = (" " if text[end : end + 1].isspace() and after else "") + after
    return _cut(before, named[:LONGEST_SENTENCE], after)


def _cut(before: str, name: str, after: str) -> _Quoted:
    room = LONGEST_SENTENCE - len(name)
    kept_before = max(room // 2, room - len(after))
    kept_after = max(room - room // 2, room - len(before))
    if len(before) > kept_before:
        before = "…" + before[len(before) - kept_before + 1 :] if kept_before else ""
    if len(after) > kept_after:
        after = after[: kept_after - 1] + "…" if kept_after else ""
    return before + name + after, (len(before), len(before) + len(name))
