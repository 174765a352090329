"""What does an outlet's site answer at a path?

Pure but for the page templates. In: the newsroom, an outlet and a path. Out: a Reply with the outlet's validators.
world.py sends it.
"""

from datetime import UTC
from email.utils import format_datetime
from hashlib import sha256
from http import HTTPStatus

from monitor.demo.feeds import write_feed, write_sitemap
from monitor.demo.newsroom import Newsroom
from monitor.demo.outlets import Outlet, Validators
from monitor.demo.pages import write_page
from monitor.demo.server import Reply

NOT_FOUND = Reply(b"<h1>Not found</h1>", status=HTTPStatus.NOT_FOUND)


def reply_at(newsroom: Newsroom, outlet: Outlet, path: str) -> Reply:
    """Answer for an outlet: its feed, its site map, its robots.txt, or the page of an article that is out."""
    if path == outlet.feed_path:
        body, media_type = write_feed(outlet, newsroom.listed(outlet.name))
        return Reply(body, media_type, headers=_validators(newsroom, outlet, body), may_compress=True)
    if path == "/sitemap.xml":
        return Reply(write_sitemap(outlet, newsroom.listed(outlet.name)), "application/xml", may_compress=True)
    if path == "/robots.txt":
        return Reply(b"User-agent: *\nDisallow: /admin/\n", "text/plain")
    return _page(newsroom, outlet, outlet.article_id(path))


def _page(newsroom: Newsroom, outlet: Outlet, article_id: str) -> Reply:
    out = newsroom.find(article_id)
    if out is None or out.article.outlet != outlet.name:
        return NOT_FOUND
    if out.is_withdrawn:
        return Reply(b"<h1>Withdrawn</h1>", status=HTTPStatus.GONE)
    others = [other for other in newsroom.listed(outlet.name) if other.article.id != article_id]
    body = write_page(outlet, out, others[:3])
    # Only the outlets in UTF-8 say so in the header: the others leave it to the page, which may not say either.
    media_type = "text/html; charset=utf-8" if outlet.charset == "utf-8" else "text/html"
    if not outlet.fetch_article:
        return Reply(body, media_type, HTTPStatus.FORBIDDEN)
    return Reply(body, media_type, headers={"ETag": _etag(body)}, may_compress=True)


def _validators(newsroom: Newsroom, outlet: Outlet, body: bytes) -> dict[str, str]:
    modified = format_datetime(newsroom.modified_at(outlet.name).astimezone(UTC), usegmt=True)
    return {
        Validators.BOTH: {"ETag": _etag(body), "Last-Modified": modified},
        Validators.WEAK_ETAG: {"ETag": f"W/{_etag(body)}"},
        Validators.LAST_MODIFIED: {"Last-Modified": modified},
        Validators.NONE: {},
    }[outlet.validators]


def _etag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:16]}"'
