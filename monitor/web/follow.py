"""/follow/NAME.atom, .rss, .json: what is new of a saved query, for feed readers?

Not pure: answers HTTP from the archive. In: a saved query's name and a token. Out: a feed of its newest 50 articles, or
304 where the reader has it already.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response, Security
from fastapi.responses import PlainTextResponse

from monitor.alert.message import item as told
from monitor.core.errors import NotFound
from monitor.core.query.parsing import BadQuery, parse
from monitor.core.records.alerts import AlertKind
from monitor.core.records.articles import Article
from monitor.core.records.following import SavedQuery, Scope
from monitor.core.records.versions import ChangeFilter
from monitor.core.syndication import Channel, Format, Item, written
from monitor.core.urls import is_web_address
from monitor.service import Service
from monitor.web.searching import LOOKED_AT, NEWEST, Busy, Searches
from monitor.web.tokens import CHALLENGE, IN_ADDRESS, IN_HEADER, REFUSED, refusal

_SETTLED = timedelta(seconds=2)  # a date of Last-Modified has no parts of a second: more may come within this one
_AUTHORITY = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)
_NOBODY = "monitor.invalid"  # RFC 2606: nobody's, where we do not know our own name
_FILE = re.compile(r"(?P<name>.+)\.(?P<form>atom|rss|json)", re.DOTALL)
_DESCRIBED: dict[int | str, dict[str, Any]] = {  # Any: FastAPI's own type
    200: {"description": "The feed.", "content": {form.media_type.partition(";")[0]: {} for form in Format}},
    304: {"description": "The reader has it already."},
    404: {"description": "No saved query has this name, or there is no such form."},
}
_PRIVATE = {"Cache-Control": "private", "Vary": "Authorization"}


def router(service: Service) -> APIRouter:
    """Make the route of the feeds."""
    routes = APIRouter(
        prefix="/follow", tags=["follow"], dependencies=[Security(IN_HEADER), Security(IN_ADDRESS)], responses=REFUSED
    )
    searches = Searches(service.stores.articles)

    # Twice: the lower answers both methods; the upper describes them, since one that is both is described twice over.
    @routes.get("/{file}", response_class=Response, responses=_DESCRIBED)
    @routes.api_route("/{file}", methods=["GET", "HEAD"], include_in_schema=False)
    def follow(request: Request, file: str) -> Response:
        """Give the newest 50 articles of a saved query: NAME.atom, NAME.rss or NAME.json."""
        if refused := refusal(request, service.stores.tokens, Scope.READ, in_address=True):
            return PlainTextResponse(refused, 401, CHALLENGE)
        found = _FILE.fullmatch(file)
        if found is None:
            return _no("Feeds are at NAME.atom, NAME.rss and NAME.json.", 404)
        try:
            saved = service.stores.queries.get(found["name"])
            channel = _channel(service, _Place(saved, str(request.base_url), found["form"]), searches)
        except NotFound as error:
            return _no(str(error), 404)
        except BadQuery as error:  # it could be read when it was saved, by an older program
            return _no(f"The saved query {found['name']} cannot be read any more. Save another one.\n\n{error}", 409)
        except Busy as error:
            return PlainTextResponse(str(error), 503, {**_PRIVATE, "Retry-After": "10"})
        return _answer(request, channel, Format(found["form"]), service.clock.now())

    return routes


def _no(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, _PRIVATE)


# --- what is said of them -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A feed that was asked for, at an address that reached us."""

    saved: SavedQuery
    reached_at: str
    form: str


def _channel(service: Service, place: _Place, searches: Searches) -> Channel:
    saved, now = place.saved, service.clock.now()
    found = searches.newest(parse(saved.query, now=now), now)
    base = service.settings.base_url or place.reached_at.rstrip("/")
    authority = _authority(service.settings.base_url)
    items = tuple(_item(service, article, base, authority) for article in found.articles)
    bound = "" if found.is_all else f", of the newest {LOOKED_AT:,} that were kept"
    return Channel(
        id=f"tag:{authority},2026:follow/{saved.name}",  # a day of its own would change with the query
        address=f"{base}/follow/{saved.name}.{place.form}",
        home=f"{base}/",
        title=f"monitor: {saved.name}",
        about=f"The newest {NEWEST} articles that match {saved.query or 'everything'}{bound}",
        updated_at=max([saved.saved_at, *(item.updated_at for item in items)]),
        items=items,
    )


def _authority(base_url: str) -> str:
    """Give in whose name the feeds' ids are made (RFC 4151, section 2.1): it must not depend on how we were reached."""
    host = (urlsplit(base_url).hostname or "").lower()
    return host if _AUTHORITY.fullmatch(host) else _NOBODY


def _item(service: Service, article: Article, base: str, authority: str) -> Item:
    labels = service.topic_labels
    changes = service.stores.articles.changes(ChangeFilter(article.id, limit=1))
    claimed, seen = article.published_at, article.first_seen_at
    return Item(
        id=f"tag:{authority},{article.kept_at:%Y-%m-%d}:article/{article.id}",
        url=article.url if is_web_address(article.url) else "",
        title=article.title,
        byline=", ".join(filter(None, (article.author, article.outlet or article.feed))),
        # Nothing was published after it was seen, whatever it claims: else it would stay on top of every reader's list.
        published_at=claimed if claimed and claimed <= seen else seen,
        updated_at=max([article.kept_at, *(change.at for change in changes)]),
        page=f"{base}/story/{article.story_id}" if article.story_id else "",
        language=article.language,
        lines=_lines(article),
        topics=tuple(labels.get(topic, topic) for topic in article.topics),
    )


def _lines(article: Article) -> tuple[str, ...]:
    """Say where the text names its topics, each sentence once; where it names none, how it begins."""
    facts = told("", AlertKind.ARTICLE, article)
    matches, beginning = facts["matches"], str(facts["beginning"])
    assert isinstance(matches, list)  # noqa: S101 - message.py makes it so; its items are ready for JSON
    sentences = [str(match["sentence"]) for match in matches if match["field"] != "title"]
    lines = dict.fromkeys(filter(None, [*sentences, beginning]))
    if article.withdrawn_at:
        lines[f"Its page is gone since {article.withdrawn_at:%Y-%m-%d %H:%M} UTC."] = None
    return tuple(lines)


# --- whether the reader has it --------------------------------------------------------------------


def _answer(request: Request, channel: Channel, form: Format, now: datetime) -> Response:
    body = written(channel, form)
    headers = {**_PRIVATE, "ETag": f'"{sha256(body).hexdigest()[:32]}"'}
    modified_at = channel.updated_at.replace(microsecond=0)
    if now - modified_at >= _SETTLED:
        headers["Last-Modified"] = format_datetime(modified_at, usegmt=True)
    has_it = _has(request.headers.get, headers["ETag"], modified_at if "Last-Modified" in headers else None)
    if has_it:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=form.media_type, headers=headers)


def _has(header: Callable[[str], str | None], etag: str, modified_at: datetime | None) -> bool:
    """Say whether a reader has this state already. Source: RFC 9110, section 13.2.2."""
    tags = header("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    since = header("if-modified-since")
    if since is None or modified_at is None:
        return False
    try:
        return modified_at <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # no date, or one without a zone
        return False
