"""What is the least that anyone pays for polling?

Not pure: a client process. In: the kind of loop and the feeds' addresses, then one command a line. Out: per round its
CPU and what it found. Three loops over the same feeds, each asking conditionally with the validators it remembers:

    aiohttp+feedparser   parses every 200 and keeps the entries it did not know in a SQLite file: the bare loop
    aiohttp, httpx       ask and read, and look at nothing
"""

import asyncio
import json
import sqlite3
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import aiohttp  # noqa: TID251 - the floor that our fetching is measured against
import feedparser  # noqa: TID251 - the floor that our parsing is measured against
import httpx  # noqa: TID251 - the other floor

from tests.bench.poll.cpu import Meter, memory_mb
from tests.bench.poll.pipe import answer_commands

_AT_ONCE = 16
_AGENT = "bench/1"

Take = Callable[[str, bytes], int]


class _Got(Protocol):
    async def __call__(self, url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]: ...


@dataclass
class _Loop:
    """Asks every feed once a round, sixteen at a time."""

    get: _Got
    take: Take
    validators: dict[str, dict[str, str]] = field(default_factory=dict)
    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def round(self, urls: list[str]) -> int:
        """Give the number of entries not known before."""
        return sum(await asyncio.gather(*(self._poll(url) for url in urls)))

    async def _poll(self, url: str) -> int:
        async with self.free:
            status, validators, body = await self.get(url, {"User-Agent": _AGENT, **self.validators.get(url, {})})
            if status != 200:
                return 0
            self.validators[url] = validators
            return self.take(url, body)


def _validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in given.items() if value}


class _Known:
    """Entries that were seen, in a file."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(
            "CREATE TABLE entry (feed TEXT, id TEXT, title TEXT, link TEXT, summary TEXT, PRIMARY KEY (feed, id))"
        )

    def take(self, url: str, body: bytes) -> int:
        """Parse a body and keep what is new in it."""
        parsed: Any = feedparser.parse(body)  # Any: feedparser is untyped
        rows = [(url, e.get("id"), e.get("title"), e.get("link"), e.get("summary")) for e in parsed.entries]
        with self._database:
            return self._database.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?)", rows).rowcount


@asynccontextmanager
async def _aiohttp(tls: ssl.SSLContext | None) -> AsyncIterator[_Got]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, ssl=tls or True)) as session:

        async def get(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            async with session.get(url, headers=headers) as answer:
                body = await answer.read()
                said = answer.headers
                return answer.status, _validators(said.get("ETag"), said.get("Last-Modified")), body

        yield get


@asynccontextmanager
async def _httpx(tls: ssl.SSLContext | None) -> AsyncIterator[_Got]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(verify=tls or True, limits=limits, trust_env=False, timeout=60) as client:

        async def get(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            answer = await client.get(url, headers=headers)
            said = answer.headers
            return answer.status_code, _validators(said.get("ETag"), said.get("Last-Modified")), answer.content

        yield get


async def _serve(kind: str, urls: list[str], state: Path, certificate: str) -> None:
    tls = ssl.create_default_context(cafile=certificate) if certificate else None
    take: Take = _Known(state).take if kind == "aiohttp+feedparser" else lambda _url, _body: 0
    async with (_httpx if kind == "httpx" else _aiohttp)(tls) as get:
        loop = _Loop(get, take)

        async def act(_: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
            meter = Meter()
            new = await loop.round(urls)
            return {**meter.read(), **memory_mb(), "new": new}

        await answer_commands(act)


def main() -> None:
    """Run one loop until standard input ends."""
    kind, feeds, state, certificate = sys.argv[1:]
    urls = json.loads(Path(feeds).read_text(encoding="utf-8"))
    asyncio.run(_serve(kind, urls, Path(state), certificate))


if __name__ == "__main__":
    main()
