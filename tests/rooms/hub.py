"""Which hub and which publisher do the tests of WebSub talk to?

Not pure: serves HTTP on 127.0.0.1. In: pages, and how the hub is to behave. Out: verifications, deliveries, and what
was asked. It is strict where the Recommendation is: who tests against it learns what a hub would not take.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, web  # noqa: TID251 - a server, and a client of the callback under test

_FORM = "application/x-www-form-urlencoded"


@dataclass
class Hub:
    """A hub: takes requests at /hub, asks the callback, delivers.

    Args:
        status: answer to requests; 202 is followed by the verification.
        lease_s: what it grants; None leaves it out.
        is_silent: whether it keeps the verification for ``verify``.
        is_early: whether it verifies before it answers, as old hubs do.
        moved: redirects of its own address, path to status; each leads to /hub.
    """

    status: int = 202
    lease_s: int | None = 864_000
    is_silent: bool = False
    is_early: bool = False
    moved: dict[str, int] = field(default_factory=dict)
    root: str = ""
    requests: list[dict[str, str]] = field(default_factory=list)
    verified: list[tuple[str, int, bool]] = field(default_factory=list)  # (mode, status, whether it agreed)
    secrets: dict[str, str] = field(default_factory=dict)  # by callback, of those that agreed
    _jobs: "set[asyncio.Task[object]]" = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"{self.root}/hub"

    async def take(self, request: web.Request) -> web.Response:
        """Take a request to subscribe or unsubscribe."""
        if request.method != "POST" or request.content_type != _FORM:
            return web.Response(status=400, text="hubs are posted a form")
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.requests.append(form)
        if self.status == 202 and not self.is_silent:
            job = asyncio.ensure_future(self.verify(form))
            self._jobs.add(job)
            if self.is_early:
                await job
        return web.Response(status=self.status)

    async def move(self, request: web.Request) -> web.Response:
        """Redirect to where the hub is."""
        return web.Response(status=self.moved[request.path], headers={"Location": self.url})

    async def verify(self, form: Mapping[str, str], **changed: str) -> tuple[int, str]:
        """Ask a callback whether its owner sent this request; give its answer."""
        challenge = secrets.token_urlsafe(24)
        query = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": challenge}
        if self.lease_s is not None:
            query["hub.lease_seconds"] = str(self.lease_s)
        query |= {f"hub.{name}": value for name, value in changed.items()}
        async with ClientSession() as session, session.get(form["hub.callback"], params=query) as answer:
            status, text = answer.status, await answer.text()
        agreed = 200 <= status < 300 and text == query["hub.challenge"]
        self.verified.append((query["hub.mode"], status, agreed))
        if agreed and query["hub.mode"] == "subscribe":
            self.secrets[form["hub.callback"]] = form.get("hub.secret", "")
        if agreed and query["hub.mode"] == "unsubscribe":
            self.secrets.pop(form["hub.callback"])
        return status, text

    async def settle(self) -> None:
        """Wait until every verification that was begun is over."""
        await asyncio.gather(*self._jobs)
        self._jobs.clear()

    async def deny(self, form: Mapping[str, str], reason: str) -> int:
        """Tell a callback that there will be no subscription."""
        query = {"hub.mode": "denied", "hub.topic": form["hub.topic"], "hub.reason": reason}
        async with ClientSession() as session, session.get(form["hub.callback"], params=query) as answer:
            return answer.status

    async def deliver(self, callback: str, body: bytes, *, method: str = "sha256", signature: str | None = None) -> int:
        """Deliver to a callback, signed as agreed unless ``signature`` says otherwise; "" leaves it out."""
        if signature is None:
            made = hmac.new(self.secrets[callback].encode(), body, getattr(hashlib, method))
            signature = f"{method}={made.hexdigest()}"
        headers = {"Content-Type": "application/rss+xml", "Link": f'<{self.url}>; rel="hub"'}
        if signature:
            headers["X-Hub-Signature"] = signature
        async with ClientSession() as session, session.post(callback, data=body, headers=headers) as answer:
            return answer.status


@dataclass
class Publisher:
    """A site with feeds: pages by path, each with its headers and body, or a redirect."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    root: str = ""

    def page(self, path: str, body: str = "", *, kind: str = "application/rss+xml", link: str = "") -> str:
        """Serve a body at a path; ``link`` is its Link header."""
        headers = {"Content-Type": kind} | ({"Link": link} if link else {})
        self.pages[path] = (200, headers, body.encode())
        return self.root + path

    def redirect(self, path: str, status: int, to: str) -> str:
        """Redirect a path to another."""
        self.pages[path] = (status, {"Location": to}, b"")
        return self.root + path

    async def answer(self, request: web.Request) -> web.Response:
        """Serve a page."""
        status, headers, body = self.pages[request.path]
        return web.Response(status=status, headers=headers, body=body)


@asynccontextmanager
async def serving(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """Serve on a free port while the context is open; give its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def open_hub() -> AsyncIterator[Hub]:
    """Open a hub for a test."""
    hub = Hub()

    async def answer(request: web.Request) -> web.StreamResponse:
        return await (hub.move(request) if request.path in hub.moved else hub.take(request))

    async with serving(answer) as hub.root:
        yield hub
        await hub.settle()


@asynccontextmanager
async def open_publisher() -> AsyncIterator[Publisher]:
    """Open a publisher for a test."""
    publisher = Publisher()
    async with serving(publisher.answer) as publisher.root:
        yield publisher
