"""What can a template say about a message?

Pure: a payload as message.py makes it in, plain values out: texts on one line, cut, without what cannot be seen;
addresses that may be links; the sentences that are the same in every form. sandbox.py gives them to a template.

A payload may be an old one, or hold anything that a page wrote: what is missing is left out, and nothing here fails.
docs/alerts.md lists the names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.alert.rendering.forms import NO_ADDRESS, Address, address
from monitor.alert.rendering.given import MOST, line, mapping, mappings, number, strings, text
from monitor.alert.rendering.letters import cut
from monitor.alert.rendering.moments import apart, moment
from monitor.alert.rendering.naming import Wanted, named
from monitor.alert.rendering.words import CHANGES, VERDICTS, language_name
from monitor.core.counting import counted

MOST_SUBJECT = 150
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
    found = mappings(payload.get("items")) or ([payload] if "article" in payload else [])
    story = _story(payload.get("story"), base_url)
    items = [_item(each, labels, base_url, room) for each in found[: room.items]]
    kind = line(payload.get("kind"), 20) or "article"
    if story is not None:  # what is told of the whole is newer, and more, than what an item says; and it is said once
        once = {"story": "" if kind == "update" else story["counted"], "page": story["url"]}
        nothing = {"story": "", "page": NO_ADDRESS}
        items = [{**each, **(once if each is items[-1] else nothing)} for each in items]
    count = max(number(payload.get("count")), len(found) + number(payload.get("more")))
    shown: dict[str, object] = {
        "kind": kind,
        "key": line(payload.get("key"), 64),
        "rules": [
            line(each, room.name) for each in strings(payload.get("rules") or [payload.get("rule")])[:_MOST_TOPICS]
        ],
        "urgency": line(payload.get("urgency"), 20) or "normal",
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
    article = mapping(item.get("article"))
    url = _short(address(article.get("url")), room)
    language = line(article.get("language"), 12)
    language = language if language.replace("-", "").isalnum() and language.isascii() else ""
    story = mapping(article.get("story"))
    headline = line(article.get("title"), room.title) or line(article.get("url"), room.title) or "(no headline)"
    matches = mappings(item.get("matches"))[: room.matches]
    wanted = Wanted(lambda topic: line(labels.get(topic, topic), room.name), room.sentence)
    published, seen = article.get("published_at"), article.get("first_seen_at")
    outlet = line(article.get("outlet"), room.name) or "an unknown outlet"
    said_language = language_name(language) or language or "unknown language"
    topics = _labels(article.get("topics"), labels, room)
    change = _change(item.get("change"), room)
    return {
        "rule": line(item.get("rule"), room.name),
        "kind": line(item.get("kind"), 20) or "article",
        "headline": headline,
        "listed": f"{change['said']}: {headline}" if change else headline,
        "outlet": outlet,
        "language": said_language,
        "language_code": language,
        "published": moment(published),
        "seen": moment(seen),
        "apart": apart(published, seen),
        "topics": topics,
        "about": ", ".join((outlet, said_language, *topics)),
        **named(matches, headline, article.get("title"), wanted),
        "beginning": line(item.get("beginning"), room.sentence),
        "verdict": _verdict(article, room),
        "story": counted(number(story.get("articles")), "article") if story else "",
        "url": url,
        "page": _story_page(story.get("id"), base_url),
        "change": change,
        "spike": _spike(item.get("spike")),
    }


def _verdict(article: Mapping[str, object], room: Room) -> str:
    """Say what the text is, and what it was known from: a text of the owner's, or an article of ours."""
    said = VERDICTS.get(text(article.get("verdict")), "")
    known = line(article.get("duplicate_of"), room.name)
    if not said or not known:
        return said
    return f"{said} (known: {f'article {known}' if known.isdecimal() else known.removeprefix('seed:')})"


def _change(change: object, room: Room) -> dict[str, object] | None:
    if not isinstance(change, Mapping):
        return None
    kind = str(change.get("kind"))
    return {
        "kind": line(kind, room.name),
        "said": CHANGES.get(kind, "Changed"),
        "detail": line(change.get("detail"), room.sentence),
    }


def _spike(spike: object) -> dict[str, object] | None:
    if not isinstance(spike, Mapping):
        return None
    count, usual, hours = number(spike.get("count")), spike.get("usual"), number(spike.get("hours")) or 1
    usually = f"{usual:,.1f}".removesuffix(".0") if isinstance(usual, int | float) and abs(usual) < MOST else "unknown"
    said = f"{counted(count, 'article')} in {counted(hours, 'hour')}"
    return {"count": count, "usual": usually, "hours": hours, "said": f"{said}; usual: {usually}"}


def _story(story: object, base_url: str) -> dict[str, object] | None:
    if not isinstance(story, Mapping):
        return None
    articles, outlets = number(story.get("articles")), number(story.get("outlets"))
    return {
        "id": number(story.get("id")),
        "articles": articles,
        "outlets": outlets,
        "counted": f"{counted(articles, 'article')} of {counted(outlets, 'outlet')}",
        "url": _story_page(story.get("id"), base_url),
    }


def _lead(shown: Mapping[str, object]) -> str:
    """Say in a few words what the message is."""
    items, kind, count = mappings(shown["items"]), shown["kind"], number(shown["count"])
    topics = ", ".join(strings(shown["topics"]))
    change, spike = (mapping(items[0][which]) if items else {} for which in ("change", "spike"))
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
    story = mapping(shown["story"])
    now = f": it has {story['counted']} by now" if story else ""
    return f"You were told of this story before{now}."


def _subject(shown: Mapping[str, object]) -> str:
    """Say in one line of at most 150 characters what the message is, and of what."""
    items, kind, count = mappings(shown["items"]), shown["kind"], number(shown["count"])
    urgent = "URGENT: " if shown["urgency"] == "urgent" else ""
    first = items[0] if items else {}
    if not first or kind == "digest" or first["spike"]:
        return cut(f"{urgent}{shown['lead']}", MOST_SUBJECT)
    change = mapping(first["change"])
    if kind == "sample":
        what = "Sample: "
    elif change:
        what = f"{change['said']}: "
    elif kind == "update":
        what = f"{count:,} more: "
    else:
        topics = ", ".join(strings(shown["topics"])[:3])
        what = f"{topics}: " if topics else ""
    outlet = f" ({cut(str(first['outlet']), _MOST_OUTLET_IN_SUBJECT)})"
    what = cut(urgent + what, MOST_SUBJECT // 2)
    return what + cut(str(first["headline"]), MOST_SUBJECT - len(what) - len(outlet)) + outlet


def _counted_items(items: Sequence[Mapping[str, object]], count: int) -> str:
    is_all_articles = all(item["kind"] == "article" for item in items)
    return counted(count, "article" if is_all_articles else "alert")


def _topics(items: Sequence[Mapping[str, object]], labels: Mapping[str, str], room: Room) -> list[str]:
    found = dict.fromkeys(topic for item in items for topic in strings(mapping(item.get("article")).get("topics")))
    return _labels(list(found), labels, room)


def _labels(topics: object, labels: Mapping[str, str], room: Room) -> list[str]:
    return [line(labels.get(topic, topic), room.name) for topic in strings(topics)[:_MOST_TOPICS]]


def _story_page(story_id: object, base_url: str) -> Address:
    return _page(base_url, f"/story/{story_id}") if isinstance(story_id, int) and story_id > 0 else NO_ADDRESS


def _page(base_url: str, path: str) -> Address:
    return address(base_url.rstrip("/") + path) if base_url else NO_ADDRESS


def _short(url: Address, room: Room) -> Address:
    return url if len(url) <= room.link else NO_ADDRESS
