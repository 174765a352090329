"""How fast is a changed feed read, beside feedparser reading all of it?

Not pure: measures CPU time on this machine. In: the demo's articles, as a feed of 30 items. Out: a row for each of
three polls, each beside a plain feedparser.parse of the same body. __main__.py prints them.
"""

import html
import io
import random
import time
from collections.abc import Callable
from functools import partial

import feedparser  # noqa: TID251 - the floor that parsing is measured against

from monitor.core.records.feeds import HASH_BYTES, ParsedFeed
from monitor.demo.articles import load_articles
from monitor.parse.feed import parse

Row = Callable[[str, float, float], None]

_URL = "https://bench.example/feed/"
_ITEMS = 30
_WORDS = 90  # in a description: 30 items make 35 kB
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>Bench</title>
<atom:link href="https://bench.example/feed/" rel="self" type="application/rss+xml" />
<link>https://bench.example/</link>
<description>All of it</description>
<lastBuildDate>Wed, 05 Jan 2022 10:00:00 +0000</lastBuildDate>
<language>en-GB</language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<image><url>https://bench.example/i.png</url><title>Bench</title><link>https://bench.example/</link></image>
"""


def run(row: Row) -> None:
    """Measure a feed with one new item, with none, and with new ones only."""
    body = _feed()
    full = parse(body, "application/rss+xml", _URL)
    assert isinstance(full, ParsedFeed)
    assert len(full.entries) == _ITEMS
    floor_s = _cpu(lambda: feedparser.parse(io.BytesIO(body)))
    for what, known, new in (
        (f"a feed with 1 new of {_ITEMS} items (feedparser)", full.items[HASH_BYTES:], 1),
        ("a feed that changed beside its items only", full.items, 0),
        (f"a feed with {_ITEMS} new items", b"", _ITEMS),
    ):
        poll = partial(parse, body, "application/rss+xml", _URL, known=known)
        read = poll()
        assert isinstance(read, ParsedFeed)
        assert read.entries == full.entries[:new]
        row(what, _cpu(poll), floor_s)


def _feed() -> bytes:
    """Write a feed as publishers do: half of the descriptions escaped, half in CDATA, pictures, categories, authors."""
    words = " ".join(" ".join(a.first.paragraphs) for a in load_articles() if a.language == "en").split()
    chance = random.Random(0)
    items = "".join(_item(number, chance.choices(words, k=_WORDS + 12)) for number in range(_ITEMS))
    return f"{_HEAD}{items}</channel>\n</rss>\n".encode()


def _item(number: int, words: list[str]) -> str:
    title, text = html.escape(" ".join(words[:12])), html.escape(" ".join(words[12:]), quote=False)
    address = f"https://bench.example/2022/01/{number}/"
    markup = f'<p><img src="{address}a.jpg" alt=""/>{text}</p><p><a href="{address}">Read <b>on</b></a> &amp; say</p>'
    description = html.escape(markup, quote=False) if number % 2 else f"<![CDATA[{markup}]]>"
    return f"""<item>
<title>{title}</title>
<link>{address}</link>
<dc:creator><![CDATA[Aigul Omarova]]></dc:creator>
<pubDate>Wed, 05 Jan 2022 {number % 24:02}:14:00 +0600</pubDate>
<category><![CDATA[World]]></category>
<guid isPermaLink="false">https://bench.example/?p={number}</guid>
<description>{description}</description>
<media:thumbnail url="{address}a.jpg" width="100" height="80"/>
</item>
"""


def _cpu(act: Callable[[], object]) -> float:
    """CPU seconds of one act, the best of seven rounds."""
    best = float("inf")
    for _ in range(7):
        began = time.process_time()
        for _ in range(10):
            act()
        best = min(best, (time.process_time() - began) / 10)
    return best
