"""How is the web part put together?

Not pure: makes the FastAPI application. In: the running service. Out: the application, for uvicorn.
Each screen has its module; this one adds what all answers share.
"""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.core.errors import TryAgainLater
from monitor.service import Service
from monitor.web import (
    alerts,
    alerts_changes,
    alerts_forms,
    alerts_message,
    alerts_playing,
    articles,
    first,
    follow,
    latency,
    probes,
    stories,
    topics,
    websub,
)
from monitor.web.pages import AWAY

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def make_app(service: Service) -> ASGIApp:
    """Make the application: pages, API and probes over one service.

    The interactive documentation of FastAPI is off, because it loads scripts from other hosts; the
    description itself is at /api/openapi.json.
    """
    app = FastAPI(title="monitor", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.include_router(first.router(service))
    app.include_router(articles.router(service))
    app.include_router(latency.router(service))
    app.include_router(stories.router(service))
    app.include_router(stories.pages(service))
    app.include_router(topics.router(service))
    app.include_router(alerts.router(service))
    app.include_router(alerts_changes.router(service))
    app.include_router(alerts.pages(service))
    app.include_router(alerts_playing.router(service))
    app.include_router(alerts_forms.router(service))
    app.include_router(alerts_message.pages(service))  # after all others below /alerts: it takes any name there
    app.include_router(follow.router(service))
    app.include_router(probes.router(service))
    if service.subscriber is not None:
        app.include_router(websub.router(service.subscriber, service.deliver, service.settings.feed_max_bytes))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_exception_handler(TryAgainLater, _away)
    return _with_headers(app)


def _away(_: Request, __: Exception) -> Response:
    """Answer a program while the database is away."""
    return JSONResponse({"detail": AWAY}, status_code=503, headers={"Retry-After": "5"})


def _with_headers(app: ASGIApp) -> ASGIApp:
    """Put the headers on every answer, those to errors of ours too."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, with_headers)

    return answer
