"""In which ways can a server misbehave, and what does each look like on the wire?

Answers requests of the demo world in place of its outlets. In: a kind of misdeed and the request. Out: an answer,
or None where the proper one may follow. world.py asks it first; streams.py has those that need the wire itself.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from http import HTTPStatus

from aiohttp import web  # noqa: TID251 - the world is a server

from monitor.demo import streams
from monitor.demo.server import Reply, respond


class Misdeed(StrEnum):
    """What is done to a client instead of a proper answer."""

    NOT_XML = "not_xml"
    EMPTY = "empty"
    HTML_INSTEAD = "html_instead"
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    SERVER_ERROR = "server_error"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    HANG = "hang"
    DRIP = "drip"
    STALL = "stall"
    REDIRECT_LOOP = "redirect_loop"
    REDIRECT_FAR = "redirect_far"
    REDIRECT_PRIVATE = "redirect_private"
    HUGE = "huge"
    BOMB_GZIP = "bomb_gzip"
    BOMB_STACKED = "bomb_stacked"
    TRUNCATED = "truncated"
    BILLION_LAUGHS = "billion_laughs"
    PDF = "pdf"
    DEEP = "deep"
    UNLABELLED_1251 = "unlabelled_1251"
    WRONG_CHARSET = "wrong_charset"
    CHALLENGE = "challenge"
    CLOSES = "closes"
    MANY_ENTRIES = "many_entries"
    EMPTY_PAGE = "empty_page"


HOPS = 8
DEPTH = 100_000
RETRY_AFTER_S = 120

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

_HTML = "text/html; charset=utf-8"
_RSS = "application/rss+xml; charset=utf-8"
_RUSSIAN = (
    "Казахстан откроет новую метеостанцию на перевале. Дежурить на ней будут двое, сменяясь раз в месяц, а воду "
    "и дрова им обещают привозить вездеходом."
)
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

_REPLIES = {
    Misdeed.NOT_XML: Reply(b"Out of cheese error. Redo from start.\n", _RSS),
    Misdeed.EMPTY: Reply(b"", _RSS),
    Misdeed.HTML_INSTEAD: Reply(b"<!DOCTYPE html><title>Welcome</title><h1>We have moved our feeds</h1>", _HTML),
    Misdeed.NOT_FOUND: Reply(b"<h1>Not found</h1>", status=HTTPStatus.NOT_FOUND),
    Misdeed.GONE: Reply(b"<h1>Gone for good</h1>", status=HTTPStatus.GONE),
    Misdeed.FORBIDDEN: Reply(b"<h1>Not for you</h1>", status=HTTPStatus.FORBIDDEN),
    Misdeed.SERVER_ERROR: Reply(b"<h1>Something broke</h1>", status=HTTPStatus.INTERNAL_SERVER_ERROR),
    Misdeed.THROTTLED: Reply(
        b"Slow down.\n", "text/plain", HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(RETRY_AFTER_S)}
    ),
    Misdeed.REDIRECT_PRIVATE: Reply(
        status=HTTPStatus.FOUND, headers={"Location": "http://169.254.169.254/latest/meta-data/"}
    ),
    Misdeed.BILLION_LAUGHS: Reply(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{_LAUGHS}]><rss version="2.0"><channel>'
        "<title>&l9;</title><item><title>&l9;</title><link>http://127.0.0.1/laugh</link></item></channel></rss>".encode(),
        _RSS,
    ),
    Misdeed.PDF: Reply(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n",
        "application/pdf",
    ),
    Misdeed.DEEP: Reply(b"<html><body>" + b"<div>" * DEPTH + b"<p>At last.</p>" + b"</div>" * DEPTH, _HTML),
    Misdeed.CHALLENGE: Reply(
        b"<!DOCTYPE html><title>Just a moment...</title><p>Checking that you are a person.</p>",
        _HTML,
        HTTPStatus.FORBIDDEN,
        {"cf-mitigated": "challenge", "Server": "cloudflare"},
    ),
    Misdeed.EMPTY_PAGE: Reply(b"<!DOCTYPE html><html><head><title>Soon</title></head><body></body></html>", _HTML),
}

_STREAMS: dict[Misdeed, Answer] = {
    Misdeed.HANG: streams.hang,
    Misdeed.DRIP: streams.drip,
    Misdeed.STALL: streams.stall,
    Misdeed.HUGE: streams.huge,
    Misdeed.BOMB_GZIP: streams.bomb_gzip,
    Misdeed.BOMB_STACKED: streams.bomb_stacked,
    Misdeed.TRUNCATED: streams.truncated,
    Misdeed.CLOSES: streams.close,
    Misdeed.MANY_ENTRIES: streams.many_entries,
}


async def misbehave(
    kind: Misdeed, request: web.BaseRequest, *, is_feed: bool, now: datetime
) -> web.StreamResponse | None:
    """Answer a request badly; None once a far redirect has led through and the proper answer is due.

    ``is_feed`` decides only what a body in the wrong charset holds; ``now`` is what a Retry-After date counts from.
    """
    if kind in _STREAMS:
        return await _STREAMS[kind](request)
    if kind in _REPLIES:
        return respond(request, _REPLIES[kind])
    match kind:
        case Misdeed.UNAVAILABLE:
            later = format_datetime((now + timedelta(seconds=RETRY_AFTER_S)).astimezone(UTC), usegmt=True)
            reply = Reply(b"Back soon.\n", "text/plain", HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": later})
        case Misdeed.REDIRECT_LOOP:
            reply = Reply(status=HTTPStatus.FOUND, headers={"Location": request.path})
        case Misdeed.REDIRECT_FAR:
            hop = int(request.query.get("hop", "0"))
            if hop >= HOPS:
                return None
            reply = Reply(status=HTTPStatus.FOUND, headers={"Location": f"{request.path}?hop={hop + 1}"})
        case _:
            reply = _in_1251(is_feed=is_feed, claim="; charset=utf-8" if kind is Misdeed.WRONG_CHARSET else "")
    return respond(request, reply)


def _in_1251(*, is_feed: bool, claim: str) -> Reply:
    if is_feed:
        text = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Вести с перевала</title><item>'
            f"<title>{_RUSSIAN[:49]}</title><link>http://127.0.0.1/1251</link><description>{_RUSSIAN}</description>"
            "</item></channel></rss>"
        )
        return Reply(text.encode("windows-1251"), f"text/xml{claim}")
    paragraphs = f"<p>{_RUSSIAN}</p>" * 3
    text = f"<html><head><title>Метеостанция</title></head><body><h1>Метеостанция</h1>{paragraphs}</body></html>"
    return Reply(text.encode("windows-1251"), f"text/html{claim}")
