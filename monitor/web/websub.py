"""/websub/TOKEN: what do WebSub hubs bring?

Not pure: answers HTTP. In: a hub's question whether we want its deliveries, and the deliveries. Out: short answers;
what was delivered, and is signed, goes to ``deliver``. Only there where MONITOR_PUBLIC_URL is set.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from monitor.websub.subscriber import PATH, Subscriber

Deliver = Callable[[int, bytes, str], Awaitable[bool]]  # (feed_id, body, content_type): whether it was taken

_READ_S = 30.0
_AT_ONCE = 8  # deliveries in memory; the others wait in their connections


def router(subscriber: Subscriber, deliver: Deliver, max_bytes: int) -> APIRouter:
    """Make the routes of the callback.

    Args:
        deliver: keeps the new entries of a feed's body, and says whether it could; where it raises TryAgainLater, the
            hub is asked for another try.
        max_bytes: largest delivery that is read.
    """
    routes = APIRouter(prefix=PATH.rstrip("/"), include_in_schema=False)
    free = asyncio.Semaphore(_AT_ONCE)

    @routes.get("/{token}")
    async def verify(token: str, request: Request) -> Response:
        """Agree to what we asked the hub for, and to nothing else."""
        status, body = await subscriber.verify(token, request.query_params)
        # The hub's own words go back: as a type that no browser runs, and must not guess at.
        return Response(body, status, {"X-Content-Type-Options": "nosniff"}, "text/plain")

    @routes.post("/{token}")
    async def receive(token: str, request: Request) -> Response:
        """Take a delivery."""
        if not await subscriber.expects(token):
            # Not 404, which hubs take for a fault that passes: 410 has them end what they still believe in.
            return Response(status_code=HTTPStatus.GONE)
        async with free:
            body = await _read(request, max_bytes)
            if not isinstance(body, bytes):
                return Response(status_code=body)
            accepted = await subscriber.receive(token, request.headers.get("x-hub-signature", ""), body)
            kind = request.headers.get("content-type", "").lower()
            if accepted is not None and await deliver(accepted.feed_id, body, kind):
                await subscriber.delivered(token)
        # For what is not signed as well, as the Recommendation allows (section 7.1.2): it is ignored, and who guesses
        # at signatures learns nothing.
        return Response(status_code=HTTPStatus.ACCEPTED)

    return routes


async def _read(request: Request, max_bytes: int) -> bytes | HTTPStatus:
    """Read a body under its cap and its deadline; where it keeps neither, give the status that says so."""
    body = bytearray()
    try:
        async with asyncio.timeout(_READ_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    except ClientDisconnect:
        return HTTPStatus.BAD_REQUEST  # nobody is left to read it
    return bytes(body)
