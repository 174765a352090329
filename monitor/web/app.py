"""How is the web part put together?

Not pure: makes the FastAPI application. In: the running service. Out: the application, for uvicorn.
Each screen has its module; this one adds what all answers share.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from monitor.service import Service
from monitor.web import articles, first, probes

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def make_app(service: Service) -> FastAPI:
    """Make the application: pages, API and probes over one service.

    The interactive documentation of FastAPI is off, because it loads scripts from other hosts; the
    description itself is at /api/openapi.json.
    """
    app = FastAPI(title="monitor", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.include_router(first.router(service))
    app.include_router(articles.router(service))
    app.include_router(probes.router(service))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.middleware("http")(_with_headers)
    return app


async def _with_headers(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    answer = await go_on(request)
    for name, value in _HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer
