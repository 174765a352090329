"""Which misdeeds need the wire itself: an answer that is slow, endless, cut short or a bomb?

Writes to the client's connection piece by piece; nothing big is held in memory, and each ends by itself, with the
client or when the world stops. In: the request. Out: the answer, as far as it got. misbehave.py names them.
"""

import asyncio
import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, repeat

from aiohttp import web  # noqa: TID251 - the world is a server

CEILING_S = 600.0
HUGE_BYTES = 50_000_000
BOMB_BYTES = 1_073_741_824
ENTRIES = 20_000

_BLOCK_BYTES = 1_048_576
_RSS = "application/rss+xml; charset=utf-8"
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Flood</title>\n'
_TAIL = b"</channel></rss>\n"
_SMALL = _HEAD + b"<item><title>One</title><link>http://127.0.0.1/one</link></item>" + _TAIL


async def hang(request: web.BaseRequest) -> web.StreamResponse:
    """Take the request and never answer."""
    await asyncio.sleep(CEILING_S)
    return await close(request)


async def stall(request: web.BaseRequest) -> web.StreamResponse:
    """Send the headers, and then nothing."""
    response = await _begin(request, {"Content-Length": str(len(_SMALL))})
    await asyncio.sleep(CEILING_S)
    return response


async def drip(request: web.BaseRequest) -> web.StreamResponse:
    """Send a proper feed, one byte a second."""
    response = await _begin(request, {"Content-Length": str(len(_SMALL))})
    for byte in _SMALL:
        await response.write(bytes((byte,)))
        await asyncio.sleep(1.0)
    return response


async def close(request: web.BaseRequest) -> web.StreamResponse:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.close()
    raise ConnectionResetError


async def truncated(request: web.BaseRequest) -> web.StreamResponse:
    """Promise twice as many bytes as are sent, and a validator for the whole."""
    response = await _begin(request, {"Content-Length": str(2 * len(_SMALL)), "ETag": '"whole"'})
    await response.write(_SMALL)
    return await close(request)


async def huge(request: web.BaseRequest) -> web.StreamResponse:
    """Send a feed of 50 MB, well-formed to the end."""
    line = b"<!-- " + b"no news is good news " * 3_000 + b"-->\n"
    count = HUGE_BYTES // len(line)
    return await _send(request, {}, chain([_HEAD], repeat(line, count), [_TAIL]))


async def many_entries(request: web.BaseRequest) -> web.StreamResponse:
    """Send a feed of 20,000 entries."""
    pages = (
        b"".join(
            f"<item><title>Entry {n}</title><link>http://127.0.0.1/flood/{n}</link><guid>{n}</guid></item>\n".encode()
            for n in range(start, start + 1_000)
        )
        for start in range(0, ENTRIES, 1_000)
    )
    return await _send(request, {}, chain([_HEAD], pages, [_TAIL]))


async def bomb_gzip(request: web.BaseRequest) -> web.StreamResponse:
    """Send about a megabyte that unpacks to a gigabyte of blanks."""
    return await _send(request, {"Content-Encoding": "gzip"}, _bomb())


async def bomb_stacked(request: web.BaseRequest) -> web.StreamResponse:
    """Send the same bomb gzipped once more: a few kilobytes."""
    return await _send(request, {"Content-Encoding": "gzip, gzip"}, _gzipped(_bomb()))


async def _begin(request: web.BaseRequest, headers: dict[str, str]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": _RSS, **headers})
    await response.prepare(request)
    return response


async def _send(request: web.BaseRequest, headers: dict[str, str], pieces: Iterable[bytes]) -> web.StreamResponse:
    response = await _begin(request, headers)
    for piece in pieces:
        await response.write(piece)
        await asyncio.sleep(0)  # the world has other clients
    await response.write_eof()
    return response


def _bomb() -> Iterator[bytes]:
    # One block of blanks, fully flushed, leans on nothing before it: it may be repeated as it is.
    block, blanks = _flushed_block()
    crc = 0
    yield b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    for _ in range(BOMB_BYTES // _BLOCK_BYTES):
        crc = zlib.crc32(blanks, crc)
        yield block
    yield b"\x03\x00" + struct.pack("<II", crc, BOMB_BYTES & 0xFFFFFFFF)


@cache
def _flushed_block() -> tuple[bytes, bytes]:
    blanks = b" " * _BLOCK_BYTES
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH), blanks


def _gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
