"""How much of a body do we take, and what does it say once decoded?

Not pure only in that it awaits chunks; the decoding is. In: raw chunks and the headers about them.
Out: decoded bytes, never more than the cap, or FetchStopped. client.py acts on it.

A library that decodes by itself gives a bomb's first chunk whole (405 bytes of brotli became 268 MB),
so the cap has to stand inside the decoder. Hence only gzip and deflate, one at a time.
"""

import zlib
from collections.abc import AsyncIterable
from dataclasses import dataclass

from monitor.core.records.failures import Reason
from monitor.fetch.failure import FetchStopped

ACCEPT_ENCODING = "gzip, deflate"

_STEP_BYTES = 65_536  # decoded at a time: how far the cap can be passed
_EITHER = 47  # zlib's window for "gzip or zlib, as the first bytes say"
_BARE = -15  # deflate without the zlib wrapper, as some servers send it
_GZIP_MARK = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it was meant, and how many bytes of it came over the wire."""

    data: bytes
    received_bytes: int


async def read_body(
    chunks: AsyncIterable[bytes], *, encoding: str, max_bytes: int, host: str, announced: str = ""
) -> Body:
    """Read a body to its end.

    Args:
        chunks: the body as it comes over the wire.
        encoding: the Content-Encoding header, "" where there is none.
        max_bytes: cap on what is received and on what is decoded, each.
        host: named in what is told to a person.
        announced: the Content-Length header; where it is past the cap, nothing is read.

    Raises:
        FetchStopped: TOO_BIG, CUT_SHORT or BAD_ENCODING.
    """
    decoder = Decoder(encoding, max_bytes=max_bytes, host=host)
    if announced.isdecimal() and len(announced) < 20 and int(announced) > max_bytes:
        raise decoder.too_big("announced")
    async for chunk in chunks:
        decoder.feed(chunk)
    return Body(decoder.end(), decoder.received_bytes)


async def read_up_to(chunks: AsyncIterable[bytes], *, encoding: str, max_bytes: int, host: str) -> Body:
    """Read a body of which the beginning will do, such as a robots.txt: what is past the cap is left out.

    Raises:
        FetchStopped: CUT_SHORT or BAD_ENCODING; TOO_BIG where the packed bytes alone are past the cap.
    """
    decoder = Decoder(encoding, max_bytes=max_bytes + _STEP_BYTES, host=host)
    async for chunk in chunks:
        try:
            decoder.feed(chunk)
        except FetchStopped:
            if decoder.decoded_bytes < max_bytes:
                raise
        if decoder.decoded_bytes >= max_bytes:
            return Body(decoder.so_far[:max_bytes], decoder.received_bytes)
    return Body(decoder.end(), decoder.received_bytes)


async def read_start(chunks: AsyncIterable[bytes], *, encoding: str, max_bytes: int, host: str) -> bytes:
    """Read the first bytes of a body that is only looked at; what cannot be read is left out."""
    try:
        decoder = Decoder(encoding, max_bytes=max_bytes + _STEP_BYTES, host=host)
    except FetchStopped:
        return b""
    try:
        async for chunk in chunks:
            decoder.feed(chunk)
            if decoder.decoded_bytes >= max_bytes:
                break
    except FetchStopped:
        pass  # what was read still helps to tell why the server said no
    return decoder.so_far[:max_bytes]


class Decoder:
    """Undoes a body's encoding, chunk by chunk, and stops at the cap.

    Args:
        encoding: the Content-Encoding header.
        max_bytes: cap on what is fed and on what comes out, each.
        host: named in what is told to a person.

    Raises:
        FetchStopped: BAD_ENCODING for anything but one of gzip and deflate.
    """

    def __init__(self, encoding: str, *, max_bytes: int, host: str) -> None:
        self.received_bytes = 0
        self._max_bytes = max_bytes
        self._host = host
        self._name = _only_encoding(encoding, host)
        self._out = bytearray()
        self._waiting = b""  # bytes too few to say what they begin
        self._stream = None if self._name in ("", "deflate") else zlib.decompressobj(_EITHER)

    @property
    def decoded_bytes(self) -> int:
        """How much was decoded until now."""
        return len(self._out)

    @property
    def so_far(self) -> bytes:
        """What was decoded until now."""
        return bytes(self._out)

    def feed(self, chunk: bytes) -> None:
        """Take one chunk as it came.

        Raises:
            FetchStopped: TOO_BIG or BAD_ENCODING.
        """
        self.received_bytes += len(chunk)
        if self.received_bytes > self._max_bytes:
            raise self.too_big("sent")
        if not self._name:
            self._out += chunk
            return
        try:
            self._decode(self._waiting + chunk)
        except zlib.error as error:
            detail = f"{self._host} sent a body that is not {self._name}, as its header says it is."
            raise FetchStopped(Reason.BAD_ENCODING, detail) from error

    def end(self) -> bytes:
        """Give the whole body.

        Raises:
            FetchStopped: CUT_SHORT where the encoding says that more should have come.
        """
        is_whole = self._stream is not None and self._stream.eof
        if self._name and self.received_bytes and not is_whole:
            detail = f"The {self._name} body from {self._host} ends too early, after {self.received_bytes} bytes."
            raise FetchStopped(Reason.CUT_SHORT, detail)
        return self.so_far

    def _decode(self, data: bytes) -> None:
        self._waiting = b""
        while data:
            stream = self._stream
            data = self._begin(data) if stream is None or stream.eof else self._inflate(stream, data)

    def _inflate(self, stream: "zlib._Decompress", data: bytes) -> bytes:
        """Decode in steps that the cap can stop; give what follows the end of the stream."""
        while True:
            piece = stream.decompress(data, _STEP_BYTES)
            self._out += piece
            if len(self._out) > self._max_bytes:
                raise self.too_big("unpacked")
            if stream.eof:
                return stream.unused_data
            data = stream.unconsumed_tail
            if not data and len(piece) < _STEP_BYTES:  # a full piece may have left output inside zlib
                return b""

    def _begin(self, data: bytes) -> bytes:
        """Begin a stream at ``data``, or wait for its second byte; give what is left to decode."""
        if self._stream is not None:  # one has ended: another gzip member may follow, padding is dropped
            data = data.lstrip(b"\0") if self._name == "gzip" else b""
            if not _GZIP_MARK.startswith(data[:2]):
                return b""
        if len(data) < 2:
            self._waiting = data
            return b""
        is_wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        self._stream = zlib.decompressobj(_BARE if self._name == "deflate" and not is_wrapped else _EITHER)
        return data

    def too_big(self, done: str) -> FetchStopped:
        """Make the exception for a body past the cap; ``done`` is what its server did with it."""
        detail = f"{self._host} {done} more than the {self._max_bytes} bytes that we take; the rest was not read."
        return FetchStopped(Reason.TOO_BIG, detail)


def _only_encoding(header: str, host: str) -> str:
    names = [name for part in header.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    name = names[0].removeprefix("x-") if names else ""
    if len(names) > 1 or name not in ("", "gzip", "deflate"):
        detail = f"{host} packed its body as '{header[:80]}', though we take only gzip or deflate, once."
        raise FetchStopped(Reason.BAD_ENCODING, detail)
    return name
