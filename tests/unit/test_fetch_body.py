"""How much of a body do we take, and what does it say once decoded?"""

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records.failures import Reason
from monitor.fetch.body import Body, Decoder, read_body, read_start, read_up_to
from monitor.fetch.failure import FetchStopped

TEXT = b"<rss>" + b"Nur-Sultan, 5 January. " * 500 + b"</rss>"
MEGABYTE = 1_000_000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


async def in_chunks(data: bytes, size: int = 1_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def read(data: bytes, encoding: str, max_bytes: int = MEGABYTE, size: int = 1_000) -> Body:
    return await read_body(in_chunks(data, size), encoding=encoding, max_bytes=max_bytes, host="news.example")


async def reason(data: bytes, encoding: str, max_bytes: int = MEGABYTE) -> Reason:
    with pytest.raises(FetchStopped) as stop:
        await read(data, encoding, max_bytes)
    assert "news.example" in stop.value.failed.detail
    return stop.value.failed.reason


@pytest.mark.parametrize("size", [1, 2, 7, 65_536])
@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("identity, gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 512),
        ("gzip", gzip.compress(TEXT) + b"added by a proxy"),
    ],
)
async def test_a_body_is_decoded_however_it_is_cut(encoding: str, packed: bytes, size: int) -> None:
    body = await read(packed, encoding, size=size)

    assert body.data == TEXT
    assert body.received_bytes == len(packed)


@given(
    data=st.binary(max_size=200_000),
    size=st.integers(1, 70_000),
    pack=st.sampled_from([("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", bare_deflate)]),
)
def test_what_was_packed_comes_out_again(data: bytes, size: int, pack: tuple[str, Callable[[bytes], bytes]]) -> None:
    packed = pack[1](data * 3)
    decoder = Decoder(pack[0], max_bytes=MEGABYTE, host="news.example")

    feed_all(decoder, packed, size)

    assert decoder.end() == data * 3


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "utf-8", "gzip, gzip", "br, gzip", "deflate,gzip"])
async def test_stacked_and_unknown_encodings_are_refused(encoding: str) -> None:
    assert await reason(gzip.compress(TEXT), encoding) is Reason.BAD_ENCODING


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_not_what_its_header_says_is_refused(encoding: str) -> None:
    assert await reason(b"\xff\xffplain text", encoding) is Reason.BAD_ENCODING


@pytest.mark.parametrize("kept", [1, 5, 20, -9, -1])
async def test_a_gzip_body_that_ends_early_is_refused(kept: int) -> None:
    assert await reason(gzip.compress(TEXT)[:kept], "gzip") is Reason.CUT_SHORT


async def test_a_second_gzip_member_that_ends_early_is_refused() -> None:
    assert await reason(gzip.compress(TEXT) + gzip.compress(TEXT)[:-3], "gzip") is Reason.CUT_SHORT


@pytest.mark.parametrize("kept", [1, 2, 20])
async def test_a_deflate_body_that_ends_early_is_refused(kept: int) -> None:
    assert await reason(zlib.compress(TEXT)[:kept], "deflate") is Reason.CUT_SHORT


async def test_an_empty_body_is_empty_whatever_its_header_says() -> None:
    assert (await read(b"", "gzip")).data == b""


async def test_a_body_of_exactly_the_cap_is_taken() -> None:
    assert len((await read(b"x" * 5_000, "", max_bytes=5_000)).data) == 5_000
    assert len((await read(gzip.compress(b"x" * 5_000), "gzip", max_bytes=5_000)).data) == 5_000


async def test_one_byte_more_than_the_cap_is_refused() -> None:
    assert await reason(b"x" * 5_001, "", 5_000) is Reason.TOO_BIG
    assert await reason(gzip.compress(b"x" * 5_001), "gzip", 5_000) is Reason.TOO_BIG


async def test_compressed_bytes_count_too() -> None:
    empty_members = gzip.compress(b"") * 1_000

    assert await reason(empty_members, "gzip", 10_000) is Reason.TOO_BIG


def feed_all(decoder: Decoder, packed: bytes, size: int) -> None:
    for start in range(0, len(packed), size):
        decoder.feed(packed[start : start + size])


def bomb(megabytes: int, wbits: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, wbits=wbits)
    for _ in range(megabytes):
        yield packer.compress(b"\0" * MEGABYTE)
    yield packer.flush()


@pytest.mark.parametrize("size", [16_384, 10**9])
@pytest.mark.parametrize(
    ("encoding", "wbits"), [("gzip", 31), ("deflate", 15), ("deflate", -15)], ids=["gzip", "deflate", "bare deflate"]
)
async def test_a_bomb_stops_within_64_kib_of_the_cap_and_in_little_memory(encoding: str, wbits: int, size: int) -> None:
    packed = b"".join(bomb(100, wbits))
    decoder = Decoder(encoding, max_bytes=MEGABYTE, host="news.example")
    tracemalloc.start()

    with pytest.raises(FetchStopped) as stop:
        feed_all(decoder, packed, size)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stop.value.failed.reason is Reason.TOO_BIG
    assert MEGABYTE < decoder.decoded_bytes <= MEGABYTE + 65_536
    assert peak < 3 * MEGABYTE


async def test_a_bomb_of_many_members_stops_at_the_cap_too() -> None:
    packed = gzip.compress(b"\0" * 50_000) * 100
    decoder = Decoder("gzip", max_bytes=MEGABYTE, host="news.example")

    with pytest.raises(FetchStopped):
        feed_all(decoder, packed, 16_384)

    assert decoder.decoded_bytes <= MEGABYTE + 65_536


async def test_an_endless_body_without_encoding_is_never_held_past_the_cap() -> None:
    decoder = Decoder("", max_bytes=MEGABYTE, host="news.example")

    with pytest.raises(FetchStopped):
        feed_all(decoder, b"x" * 2 * MEGABYTE, 16_384)

    assert decoder.decoded_bytes <= MEGABYTE


@pytest.mark.parametrize(
    ("encoding", "packed"), [("", TEXT), ("gzip", gzip.compress(TEXT)), ("gzip", gzip.compress(TEXT * 1_000))]
)
async def test_of_a_body_whose_beginning_will_do_the_rest_is_left_out(encoding: str, packed: bytes) -> None:
    body = await read_up_to(in_chunks(packed), encoding=encoding, max_bytes=100, host="news.example")

    assert body.data == TEXT[:100]


async def test_a_short_body_whose_beginning_would_do_is_read_whole_or_not_at_all() -> None:
    whole = await read_up_to(in_chunks(TEXT), encoding="", max_bytes=MEGABYTE, host="news.example")
    assert whole == Body(TEXT, len(TEXT))

    with pytest.raises(FetchStopped):
        await read_up_to(in_chunks(gzip.compress(TEXT)[:-9]), encoding="gzip", max_bytes=MEGABYTE, host="news.example")


@pytest.mark.parametrize("encoding", ["", "gzip"])
async def test_the_start_of_a_body_is_read_however_much_follows(encoding: str) -> None:
    data = TEXT * 10 if not encoding else gzip.compress(TEXT * 1_000)

    start = await read_start(in_chunks(data, 16_384), encoding=encoding, max_bytes=100, host="news.example")

    assert start == TEXT[:100]


@pytest.mark.parametrize("encoding", ["br", "deflate"])
async def test_the_start_of_a_body_that_cannot_be_read_is_empty(encoding: str) -> None:
    assert await read_start(in_chunks(b"\xff\xff"), encoding=encoding, max_bytes=100, host="news.example") == b""
