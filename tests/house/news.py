"""Which articles does a test write itself, and how do they come to a service?

Not pure: serves pages and a feed in a news world. In: headlines and texts. Out: an address to watch.
"""

import html
from collections.abc import Iterable
from email.utils import format_datetime

from monitor.demo.thread import WorldThread


def serve_feed(world: WorldThread, news: Iterable[tuple[str, str]], name: str = "river") -> str:
    """Serve articles and the feed that has them; give the feed's address."""
    items, now = "", world.do(lambda w: w.now())
    for number, (headline, told) in enumerate(news, start=1):
        title, text = html.escape(headline), html.escape(told)
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body>"
        url = world.serve(f"/{name}-{number}.html", page)
        item = f"<title>{html.escape(title)}</title><link>{url}</link><description>{html.escape(text)}</description>"
        items += f"<item>{item}<pubDate>{format_datetime(now)}</pubDate></item>"
    feed = f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
    return world.serve(f"/{name}.xml", feed, content_type="application/rss+xml")
