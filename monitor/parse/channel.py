"""What does a feed say of itself, beside its entries?

Pure. In: feedparser's dictionary of the channel, and the feed's text, for what feedparser keeps only the last of.
Out: the same feed with its wishes, hubs, own address and older page. rss_atom.py calls it; schedule/ acts on the
wishes, fetch/ on the addresses.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from monitor.core.records.feeds import Hints, ParsedFeed
from monitor.core.urls import join

_MOST_HUBS = 5
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_REGISTERED = "http://www.iana.org/assignments/relation/"  # Atom lets a relation be written as its full name
_OLDER = ("prev-archive", "next")  # RFC 5005: archives first, then pages
_WANTED = frozenset({"self", "hub", *_OLDER})

_FIRST_ENTRY = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_LAST_ENTRY = re.compile(r"</(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)\s{0,9}>", re.IGNORECASE)
_SEARCHED = 50_000  # characters before the first entry, and behind the last
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_SKIPPED = re.compile(r"<skip(hours|days)\b[^<>]{0,99}>((?:[^<]|<(?!/?skip))*+)</skip\1\s{0,9}>", re.IGNORECASE)
_ONE_SKIPPED = re.compile(r"<(hour|day)\b[^<>]{0,99}>\s{0,99}(\w{1,20})\s{0,99}<", re.IGNORECASE)
_BASED = re.compile(r"<[^<>]*\sxml:base\s{0,9}=\s{0,9}[\"']")
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]{0,80})(?=[\s>/])([^<>]*)")
_BASE = re.compile(r"\sxml:base\s{0,9}=\s{0,9}(?:\"([^\"<>]*)\"|'([^'<>]*)')")


def with_absolute_base(text: str, url: str) -> str:
    """Write a relative xml:base of the first element as the absolute address that it means.

    feedparser, which does not know where a feed came from, loses the way back ("../") in relative ones. Where
    only elements further inside have one, the first element is given the feed's address, for them to start from;
    without it feedparser takes one entry's base for the next one's.

    Args:
        text: of an XML feed, from its first element on.
        url: the final address, behind all redirects.
    Source: XML Base, section 4; RFC 4287, section 2.
    """
    if "xml:base" not in text or not _BASED.search(text):
        return text
    tag = _FIRST_TAG.search(text)
    if tag is None:
        return text
    found = _BASE.search(tag[2])
    base = join(url, ((found[1] or found[2] or "") if found else "").replace("&amp;", "&")) or url
    written = base.replace("&", "&amp;").replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
    kept = tag[2] if found is None else tag[2][: found.start()] + tag[2][found.end() :]
    return f'{text[: tag.start()]}<{tag[1]} xml:base="{written}"{kept}{text[tag.end() :]}'


def with_channel(feed: ParsedFeed, channel: Any, text: str, url: str) -> ParsedFeed:  # Any: feedparser's dictionary
    """Add to a feed what its channel says; nonsense counts as unsaid.

    Args:
        channel: feedparser's ``feed``.
        text: of the XML feed; its entries may be missing.
        url: the final address: relative links start from it, or from xml:base, which feedparser knows.
    Source: RSS 2.0 (ttl, skipHours, skipDays); RSS 1.0's module Syndication; WebSub, section 4; RFC 5005.
    """
    links = list(_links(channel, url))
    self_url = next((href for rel, href in links if rel == "self"), "")
    hours, days = _skipped(text)
    return replace(
        feed,
        hints=Hints(_ttl_s(channel), _update_s(channel), hours, days),
        hubs=tuple(dict.fromkeys(href for rel, href in links if rel == "hub"))[:_MOST_HUBS],
        self_url=self_url,
        older=_older(links, {_bare(url), _bare(self_url)}),
    )


def _links(channel: Any, url: str) -> Iterator[tuple[str, str]]:  # Any: feedparser's dictionary
    """Give those of the feed's own links that matter here, each relation with its absolute address."""
    links = dict.get(channel, "links")
    for link in filter(_is_dictionary, links if isinstance(links, list) else ()):
        rels = {rel.removeprefix(_REGISTERED) for rel in _said(link, "rel").lower().split()} & _WANTED
        href = join(url, _said(link, "href")) if rels and _said(link, "href").strip() else ""
        if href:
            yield from ((rel, href) for rel in rels)


def _is_dictionary(value: Any) -> bool:  # Any: what an element of that name made of it
    return isinstance(value, dict)


def _older(links: list[tuple[str, str]], known: set[str]) -> str:
    """Choose the page with older entries: an archive, else the next page; never the feed itself."""
    pages = [href for wanted in _OLDER for rel, href in links if rel == wanted]
    return next((href for href in pages if _bare(href) not in known), "")


def _bare(url: str) -> str:
    return url.partition("#")[0]


def _said(fields: Any, name: str) -> str:  # Any: feedparser's dictionary; an element with attributes is a dictionary
    value = dict.get(fields, name)
    return value if isinstance(value, str) else ""


def _count(text: str) -> int:
    """Read a positive number; 0 for anything else, and for what no feed can mean."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 7 else 0


def _ttl_s(channel: Any) -> int | None:  # Any: feedparser's dictionary
    minutes = _count(_said(channel, "ttl"))
    return minutes * 60 if minutes else None


def _update_s(channel: Any) -> int | None:  # Any: feedparser's dictionary
    """Give the period over the frequency: daily where only a frequency is said, once where only a period."""
    said = _said(channel, "sy_updateperiod").strip().lower()
    frequency = _count(_said(channel, "sy_updatefrequency"))
    period_s = _PERIODS_S.get(said or "daily", 0)
    return max(1, period_s // (frequency or 1)) if period_s and (said or frequency) else None


def _skipped(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the hours and the days in which there is nothing to fetch; a feed that skips all of them says nothing."""
    hours: set[int] = set()
    days: set[int] = set()
    for section in _SKIPPED.finditer(_envelope(text)):
        for kind, said in _ONE_SKIPPED.findall(section[2]):
            if kind.lower() == "day" and said.lower() in _DAYS:
                days.add(_DAYS.index(said.lower()))
            elif kind.lower() == "hour" and said.isascii() and said.isdecimal() and int(said) <= 24:
                hours.add(int(said) % 24)
    return tuple(sorted(hours)) if len(hours) < 24 else (), tuple(sorted(days)) if len(days) < 7 else ()


def _envelope(text: str) -> str:
    """Cut out what stands around the entries, where it may speak of skipping at all."""
    if not any(mark in text for mark in ("<skip", "<Skip", "<SKIP")):
        return ""
    first = _FIRST_ENTRY.search(text)
    head = text[: first.start() if first else len(text)][:_SEARCHED]
    tail = text[first.start() :][-_SEARCHED:] if first else ""
    ends = [end.end() for end in _LAST_ENTRY.finditer(tail)]
    return _UNREAD.sub("", head + (tail[ends[-1] :] if ends else ""))
