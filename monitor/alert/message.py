"""What does a message say?

Pure: words only; no channel's own form.
In: an Article as it is stored, the rules. Out: an Announcement for each message that is due, its payload
ready for JSON. The store queues them with the article; channels.py sends the payload as it is.
"""

from collections.abc import Sequence
from hashlib import sha256

from monitor.alert.rules import Rule, due
from monitor.core.public import listed
from monitor.core.records.alerts import Announcement
from monitor.core.records.articles import Article
from monitor.core.records.tags import Mention
from monitor.core.sentences import ends

SCHEMA = 1
LONGEST_SENTENCE = 300
_WINDOW = 2_000  # characters looked at on each side of a mention for the ends of its sentence


def announcements(article: Article, rules: Sequence[Rule]) -> tuple[Announcement, ...]:
    """Give the messages that are due because the article was kept.

    The same article, rule and channel give the same key and the same payload, however often it is asked.
    """
    pairs = due(article, rules)
    if not pairs:
        return ()
    matches = _matches(article)
    facts = listed(article)
    announced = []
    for rule, channel in pairs:
        key = key_of(rule.name, channel, article.url)
        payload: dict[str, object] = {
            "schema": SCHEMA,
            "key": key,
            "rule": rule.name,
            "article": facts,
            "matches": matches,
        }
        announced.append(Announcement(key, rule.name, channel, payload))
    return tuple(announced)


def key_of(rule: str, channel: str, canonical_url: str) -> str:
    """Give the idempotency key of a message: sha256 (hex) of what it is about."""
    # A line break parts them, since no name and no address can hold one.
    return sha256(f"{rule}\n{channel}\n{canonical_url}".encode("utf-8", "surrogatepass")).hexdigest()


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
