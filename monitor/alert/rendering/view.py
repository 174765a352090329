"""What can a template say about a message?

Pure: a payload as message.py makes it in, plain values out: texts on one line, cut, without what cannot be seen;
addresses that may be links; the sentences that are the same in every form. sandbox.py gives them to a template.

A payload may be an old one, or hold anything that a page wrote: what is missing is left out, and nothing here fails.
docs/alerts.md lists the names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.alert.rendering.forms import NO_ADDRESS, Address, address
from monitor.alert.rendering.letters import clean, cut, cut_front
from monitor.alert.rendering.moments import apart, moment
from monitor.alert.rendering.words import CHANGES, VERDICTS, counted, language_name

MOST_SUBJECT = 150
_MOST = 10**12  # of anything that is counted
_MOST_TOPICS = 10
_MOST_LEAD = 160
_MOST_OUTLET_IN_SUBJECT = 40
_MOST_IN_FULL = 3  # articles that a message shows with their sentences; more are a list


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a message is shown: so many items, and so many characters of each text.

    Args:
        matches: topics of an article, each with its sentence.
        name: characters of what a topic, an outlet or a rule is called.
        link: characters of an address; a longer one is left out, since half an address leads elsewhere.
    """

    items: int = 20
    title: int = 300
    matches: int = 8
    sentence: int = 400
    name: int = 80
    link: int = 8_000


def view_of(payload: Mapping[str, object], labels: Mapping[str, str], base_url: str, room: Room) -> dict[str, object]:
    """Give all that a template may say.

    Args:
        labels: what a topic is called, by its id.
        base_url: of our pages, "" where there is none.
    """
    found = _maps(payload.get("items")) or ([payload] if "article" in payload else [])
    story = _story(payload.get("story"), base_url)
    items = [_item(each, labels, base_url, room) for each in found[: room.items]]
    if story is not None:  # what is told of the whole is newer, and more, than what an item says
        items = [{**each, "story": story["counted"], "page": story["url"]} for each in items]
    count = max(_number(payload.get("count")), len(found) + _number(payload.get("more")))
    kind = _line(payload.get("kind"), 20) or "article"
    shown: dict[str, object] = {
        "kind": kind,
        "key": _line(payload.get("key"), 64),
        "rules": [
            _line(each, room.name) for each in _strings(payload.get("rules") or [payload.get("rule")])[:_MOST_TOPICS]
        ],
        "urgency": _line(payload.get("urgency"), 20) or "normal",
        "topics": _topics(found, labels, room),
        "story": story,
        "items": items,
        "is_list": kind == "digest" or len(found) > _MOST_IN_FULL,
        "count": count,
        "more": count - len(items),
        "rest": f"and {count - len(items):,} more" if count > len(items) else "",
        "list_url": _page(base_url, "/"),
        "problem": "",
    }
    shown["lead"] = cut(_lead(shown), _MOST_LEAD)
    shown["told"] = _told(shown)
    shown["subject"] = _subject(shown)
    return shown


def _item(item: Mapping[str, object], labels: Mapping[str, str], base_url: str, room: Room) -> dict[str, object]:
    article = _map(item.get("article"))
    url = _short(address(article.get("url")), room)
    language = _line(article.get("language"), 12)
    language = language if language.replace("-", "").isalnum() and language.isascii() else ""
    story = _map(article.get("story"))
    headline = _line(article.get("title"), room.title) or _line(article.get("url"), room.title) or "(no headline)"
    matches = [_match(each, labels, room) for each in _maps(item.get("matches"))[: room.matches]]
    published, seen = article.get("published_at"), article.get("first_seen_at")
    outlet = _line(article.get("outlet"), room.name) or "an unknown outlet"
    said_language = language_name(language) or language or "unknown language"
    topics = _labels(article.get("topics"), labels, room)
    change = _change(item.get("change"), room)
    return {
        "rule": _line(item.get("rule"), room.name),
        "kind": _line(item.get("kind"), 20) or "article",
        "headline": headline,
        "listed": f"{change['said']}: {headline}" if change else headline,
        "headline_parts": _parted(headline, [each for each in matches if each["in_title"]]),
        "outlet": outlet,
        "language": said_language,
        "language_code": language,
        "published": moment(published),
        "seen": moment(seen),
        "apart": apart(published, seen),
        "topics": topics,
        "about": ", ".join((outlet, said_language, *topics)),
        "matches": matches,
        "in_headline": [f"{each['topic']} ({each['name']})" for each in matches if each["in_title"]],
        "verdict": _verdict(article, room),
        "story": counted(_number(story.get("articles")), "article") if story else "",
        "url": url,
        "page": _story_page(story.get("id"), base_url),
        "change": change,
        "spike": _spike(item.get("spike")),
    }


def _match(match: Mapping[str, object], labels: Mapping[str, str], room: Room) -> dict[str, object]:
    """Part a sentence into what stands before the name, the name, and what stands after it."""
    sentence, name = _text(match.get("sentence")), _text(match.get("name"))
    start, end = _place(match.get("at"), sentence, name)
    each_side = max((room.sentence - (end - start)) // 2, 20)
    before, after = clean(sentence[:start]).lstrip(), clean(sentence[end:]).rstrip()
    name = cut(clean(sentence[start:end]), room.sentence)
    parts = {"before": cut_front(before, each_side), "name": name, "after": cut(after, each_side)}
    topic = _text(match.get("topic"))
    return {
        "topic": _line(labels.get(topic, topic), room.name),
        **parts,
        "sentence": "".join(parts.values()),
        "marked": f"{parts['before']}*{parts['name']}*{parts['after']}" if parts["name"] else parts["after"],
        "in_title": match.get("field") == "title",
    }


def _parted(headline: str, matches: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Part a headline where a topic's name begins or ends."""
    is_name = [False] * len(headline)
    for match in matches:
        name, before = _text(match["name"]), _text(match["before"])
        start = len(before) if headline.startswith(before + name) else headline.find(name)
        if name and start >= 0:
            is_name[start : start + len(name)] = [True] * len(name)
    edges = [0, *(at for at in range(1, len(headline)) if is_name[at] != is_name[at - 1]), len(headline)]
    return [{"text": headline[start:end], "is_name": is_name[start]} for start, end in pairwise(edges) if end > start]


def _place(at: object, sentence: str, name: str) -> tuple[int, int]:
    """Give where the name stands in its sentence; where that is not said, the first place that has it, or none."""
    if isinstance(at, Sequence) and not isinstance(at, str) and len(at) == 2:
        start, end = at
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(sentence):
            return start, end
    start = sentence.find(name) if name else -1
    return (start, start + len(name)) if start >= 0 else (0, 0)


def _verdict(article: Mapping[str, object], room: Room) -> str:
    """Say what the text is, and what it was known from: a text of the owner's, or an article of ours."""
    said = VERDICTS.get(_text(article.get("verdict")), "")
    known = _line(article.get("duplicate_of"), room.name)
    if not said or not known:
        return said
    return f"{said} (known: {f'article {known}' if known.isdecimal() else known.removeprefix('seed:')})"


def _change(change: object, room: Room) -> dict[str, object] | None:
    if not isinstance(change, Mapping):
        return None
    kind = str(change.get("kind"))
    return {
        "kind": _line(kind, room.name),
        "said": CHANGES.get(kind, "Changed"),
        "detail": _line(change.get("detail"), room.sentence),
    }


def _spike(spike: object) -> dict[str, object] | None:
    if not isinstance(spike, Mapping):
        return None
    count, usual, hours = _number(spike.get("count")), spike.get("usual"), _number(spike.get("hours")) or 1
    usually = f"{usual:,.1f}".removesuffix(".0") if isinstance(usual, int | float) and abs(usual) < _MOST else "unknown"
    said = f"{counted(count, 'article')} in {counted(hours, 'hour')}"
    return {"count": count, "usual": usually, "hours": hours, "said": f"{said}; usual: {usually}"}


def _story(story: object, base_url: str) -> dict[str, object] | None:
    if not isinstance(story, Mapping):
        return None
    articles, outlets = _number(story.get("articles")), _number(story.get("outlets"))
    return {
        "id": _number(story.get("id")),
        "articles": articles,
        "outlets": outlets,
        "counted": f"{counted(articles, 'article')} of {counted(outlets, 'outlet')}",
        "url": _story_page(story.get("id"), base_url),
    }


def _lead(shown: Mapping[str, object]) -> str:
    """Say in a few words what the message is."""
    items, kind, count = _maps(shown["items"]), shown["kind"], _number(shown["count"])
    topics = ", ".join(_strings(shown["topics"]))
    change, spike = (_map(items[0][which]) if items else {} for which in ("change", "spike"))
    if kind == "sample":
        return "A sample of what alerts look like"
    if kind == "digest":
        return f"Digest: {_counted_items(items, count)}" + (f" on {topics}" if topics else "")
    if spike:
        return f"Spike: {spike['said']}" + (f", on {topics}" if topics else "")
    if change:
        return f"{change['said']}" + (f": {topics}" if topics else "")
    if kind == "update":
        return f"{count:,} more of this story" + (f": {topics}" if topics else "")
    return "New coverage" + (f": {topics}" if topics else "")


def _told(shown: Mapping[str, object]) -> str:
    """Say what was told before, in a message that adds to it."""
    if shown["kind"] != "update":
        return ""
    story = _map(shown["story"])
    now = f": it has {story['counted']} by now" if story else ""
    return f"You were told of this story before{now}."


def _subject(shown: Mapping[str, object]) -> str:
    """Say in one line of at most 150 characters what the message is, and of what."""
    items, kind, count = _maps(shown["items"]), shown["kind"], _number(shown["count"])
    urgent = "URGENT: " if shown["urgency"] == "urgent" else ""
    first = items[0] if items else {}
    if not first or kind == "digest" or first["spike"]:
        return cut(f"{urgent}{shown['lead']}", MOST_SUBJECT)
    change = _map(first["change"])
    if kind == "sample":
        what = "Sample: "
    elif change:
        what = f"{change['said']}: "
    elif kind == "update":
        what = f"{count:,} more: "
    else:
        topics = ", ".join(_strings(shown["topics"])[:3])
        what = f"{topics}: " if topics else ""
    outlet = f" ({cut(str(first['outlet']), _MOST_OUTLET_IN_SUBJECT)})"
    what = cut(urgent + what, MOST_SUBJECT // 2)
    return what + cut(str(first["headline"]), MOST_SUBJECT - len(what) - len(outlet)) + outlet


def _counted_items(items: Sequence[Mapping[str, object]], count: int) -> str:
    is_all_articles = all(item["kind"] == "article" for item in items)
    return counted(count, "article" if is_all_articles else "alert")


def _topics(items: Sequence[Mapping[str, object]], labels: Mapping[str, str], room: Room) -> list[str]:
    found = dict.fromkeys(topic for item in items for topic in _strings(_map(item.get("article")).get("topics")))
    return _labels(list(found), labels, room)


def _labels(topics: object, labels: Mapping[str, str], room: Room) -> list[str]:
    return [_line(labels.get(topic, topic), room.name) for topic in _strings(topics)[:_MOST_TOPICS]]


def _story_page(story_id: object, base_url: str) -> Address:
    return _page(base_url, f"/story/{story_id}") if isinstance(story_id, int) and story_id > 0 else NO_ADDRESS


def _page(base_url: str, path: str) -> Address:
    return address(base_url.rstrip("/") + path) if base_url else NO_ADDRESS


def _short(url: Address, room: Room) -> Address:
    return url if len(url) <= room.link else NO_ADDRESS


def _line(value: object, most: int) -> str:
    """Give a text to be shown on one line; much longer ones are cut before they are cleaned, which takes time."""
    return cut(clean(_text(value)[: 8 * most]).strip(), most)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < _MOST else 0


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _maps(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def _strings(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []
