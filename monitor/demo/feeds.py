"""How does an outlet write its feed and its site map?

Pure. In: an outlet and what it lists, newest first. Out: bytes in the outlet's charset, and their media type.
world.py serves them.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from monitor.demo.newsroom import Published
from monitor.demo.outlets import FeedFormat, Outlet

_MEDIA_TYPES = {
    # Named as such feeds are in the wild: three of the five are not what their format's registration says.
    FeedFormat.RSS_SUMMARY: "text/xml",
    FeedFormat.RSS_FULL: "application/rss+xml; charset=utf-8",
    FeedFormat.ATOM: "application/atom+xml",
    FeedFormat.JSON: "application/feed+json",
    FeedFormat.RDF: "application/xml",
}


def write_feed(outlet: Outlet, listed: Sequence[Published]) -> tuple[bytes, str]:
    """Write a feed in the outlet's format; the same list gives the same bytes."""
    write = {
        FeedFormat.RSS_SUMMARY: _rss,
        FeedFormat.RSS_FULL: _rss,
        FeedFormat.ATOM: _atom,
        FeedFormat.JSON: _json_feed,
        FeedFormat.RDF: _rdf,
    }[outlet.format]
    body = write(outlet, listed).encode(outlet.charset, errors="xmlcharrefreplace")
    return body, _MEDIA_TYPES[outlet.format]


def write_sitemap(outlet: Outlet, listed: Sequence[Published]) -> bytes:
    """Write a site map with the news extension."""
    urls = "".join(
        f"<url><loc>{outlet.article_url(out.article.id)}</loc><lastmod>{out.updated_at.isoformat()}</lastmod>"
        f"<news:news><news:publication><news:name>{escape(outlet.title)}</news:name>"
        f"<news:language>{outlet.language}</news:language></news:publication>"
        f"<news:publication_date>{out.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(out.text.title)}</news:title></news:news></url>\n"
        for out in listed
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}</urlset>\n'
    ).encode()


def _link(outlet: Outlet, out: Published) -> str:
    # Feeds count their readers: the canonical address has no query.
    return f"{outlet.article_url(out.article.id)}?utm_source={outlet.name}&utm_medium=feed"


def _guid(outlet: Outlet, out: Published) -> str:
    # An edited article comes round again under another id, as many newsrooms' systems have it.
    edition = f"-v{out.edition}" if out.edition > 1 else ""
    return f"urn:{outlet.name}:{out.article.id}{edition}"


def _summary(out: Published) -> str:
    first = out.text.paragraphs[0]
    return first if len(first) <= 120 else first[:120].rsplit(" ", 1)[0] + " …"


def _html(out: Published) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in out.text.paragraphs)


def _rss(outlet: Outlet, listed: Sequence[Published]) -> str:
    is_full = outlet.format is FeedFormat.RSS_FULL
    items = "".join(
        f"<item><title>{escape(out.text.title)}</title><link>{escape(_link(outlet, out))}</link>"
        f'<guid isPermaLink="false">{_guid(outlet, out)}</guid>'
        f"<dc:creator>{escape(out.text.author)}</dc:creator>"
        f"<pubDate>{format_datetime(out.updated_at)}</pubDate>"
        f"<description>{escape(_summary(out))}</description>"
        + (f"<content:encoded><![CDATA[{_html(out)}]]></content:encoded>" if is_full else "")
        + "</item>\n"
        for out in listed
    )
    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>\n'
        f"<title>{escape(outlet.title)}</title><link>{outlet.base_url}/</link>"
        f"<description>{escape(outlet.title)}</description><language>{outlet.language}</language>\n"
        f"{items}</channel></rss>\n"
    )


def _atom(outlet: Outlet, listed: Sequence[Published]) -> str:
    entries = "".join(
        f"<entry><id>{_guid(outlet, out)}</id><title>{escape(out.text.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{escape(_link(outlet, out))}"/>'
        f"<author><name>{escape(out.text.author)}</name></author>"
        f"<published>{_moment(out.published_at)}</published><updated>{_moment(out.updated_at)}</updated>"
        f"<summary>{escape(_summary(out))}</summary></entry>\n"
        for out in listed
    )
    updated = _moment(max(out.updated_at for out in listed)) if listed else "1970-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<id>urn:{outlet.name}</id><title>{escape(outlet.title)}</title><updated>{updated}</updated>"
        f'<link rel="self" href="{outlet.feed_url}"/><link href="{outlet.base_url}/"/>\n{entries}</feed>\n'
    )


def _json_feed(outlet: Outlet, listed: Sequence[Published]) -> str:
    items = [
        {
            "id": _guid(outlet, out),
            "url": _link(outlet, out),
            "title": out.text.title,
            "summary": _summary(out),
            "authors": [{"name": out.text.author}],
            "date_published": _moment(out.published_at),
            "date_modified": _moment(out.updated_at),
            "language": outlet.language,
        }
        for out in listed
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": f"{outlet.base_url}/",
        "feed_url": outlet.feed_url,
        "language": outlet.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _rdf(outlet: Outlet, listed: Sequence[Published]) -> str:
    refs = "".join(f'<rdf:li rdf:resource="{escape(_link(outlet, out))}"/>' for out in listed)
    items = "".join(
        f'<item rdf:about="{escape(_link(outlet, out))}"><title>{escape(out.text.title)}</title>'
        f"<link>{escape(_link(outlet, out))}</link><dc:creator>{escape(out.text.author)}</dc:creator>"
        f"<dc:date>{_moment(out.updated_at)}</dc:date><dc:identifier>{_guid(outlet, out)}</dc:identifier>"
        f"<description>{escape(_summary(out))}</description></item>\n"
        for out in listed
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<channel rdf:about="{outlet.feed_url}"><title>{escape(outlet.title)}</title><link>{outlet.base_url}/</link>'
        f"<description>{escape(outlet.title)}</description><dc:language>{outlet.language}</dc:language>"
        f"<items><rdf:Seq>{refs}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    )


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
