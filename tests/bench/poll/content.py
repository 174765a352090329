"""What do the bench's feeds say?

Pure: the same number and version always give the same bytes. In: which feed, how many entries it has published.
Out: an RSS 2.0 document of about 30 kB for 30 entries, with the HTML that news sites put into their descriptions.
world.py serves it.
"""

import random
from datetime import datetime, timedelta
from email.utils import format_datetime

_TEXT = """
minister region road water harvest council railway border market summer teacher clinic bridge power winter school
factory river budget station village court election price forest museum airport pipeline gas wheat coal festival
doctor engineer farmer student driver mayor deputy inspector resident builder pilot artist trainer said told
opened closed repaired promised counted measured delivered refused explained visited signed built bought sold
planned moved began finished found lost asked answered new old large small northern southern eastern western
first second last early late public private local national rural urban heavy light dry wet cold warm the a of in
on for with after before during against without under over between about near and but while because that which
this their its every several many few more less almost again soon never often already still yesterday today
"""
_WORDS = tuple(_TEXT.split())
_GAP = timedelta(minutes=20)


def address_of(number: int) -> str:
    """Give a feed's own loopback address."""
    return f"127.20.{number // 250}.{number % 250 + 1}"


def document(number: int, *, base: str, newest: int, size: int, first_at: datetime) -> bytes:
    """Write a feed that has published ``newest`` entries and shows the last ``size`` of them.

    Args:
        base: the site's address without a slash at the end.
        first_at: the date of entry 1; each later one is dated 20 minutes after the one before, and stays so dated.
    """
    items = "".join(
        _item(number, serial, base, first_at + _GAP * serial) for serial in range(newest, newest - size, -1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>Paper {number}</title>\n<link>{base}/</link>\n<description>News of district {number}</description>\n"
        f'<language>en</language>\n<atom:link href="{base}/feed/{number}.xml" rel="self" type="application/rss+xml"/>\n'
        f"{items}</channel>\n</rss>\n"
    ).encode()


def _item(number: int, serial: int, base: str, at: datetime) -> str:
    words = random.Random(f"{number}/{serial}")
    title = " ".join(words.choices(_WORDS, k=8)).capitalize()
    link = f"{base}/news/{serial}.html"
    lead, rest = " ".join(words.choices(_WORDS, k=45)), " ".join(words.choices(_WORDS, k=40))
    return (
        f"<item>\n<title>{title}</title>\n<link>{link}</link>\n"
        f'<guid isPermaLink="false">paper-{number}-{serial}</guid>\n<pubDate>{format_datetime(at)}</pubDate>\n'
        f"<dc:creator>Desk {serial % 7}</dc:creator>\n<category>District {number % 20}</category>\n"
        f'<description><![CDATA[<p><img src="/pictures/{serial}.jpg" alt="Picture {serial}" width="640"/>'
        f'<strong>{lead}.</strong></p>\n<p>{rest} &#8212; <a href="{link}">more</a></p>]]></description>\n</item>\n'
    )
