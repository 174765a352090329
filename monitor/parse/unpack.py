"""Is a body a gzip file, and what is in it?

Pure. In: a body as fetched; HTTP's own compression is undone by then. Out: the bytes inside, or Failed.
parse/feed.py acts on it: large site maps lie on servers as sitemap.xml.gz and are sent as they lie there.
"""

import zlib

from monitor.core.records.failures import Failed, Reason

MAX_UNPACKED_BYTES = 24_000_000
_GZIP = b"\x1f\x8b"
_GZIP_ONLY = 31  # zlib's window bits: the largest window, behind a header of gzip's


def unpacked(body: bytes) -> bytes | Failed:
    """Give what a gzip file holds; any other body as it is.

    Of a file that breaks off, what can be had is given. A file in a file stays packed, as does what
    follows the first of several members.

    Source: RFC 1952.
    """
    if not body.startswith(_GZIP):
        return body
    inflater = zlib.decompressobj(_GZIP_ONLY)
    try:
        inside = inflater.decompress(body, MAX_UNPACKED_BYTES + 1)
    except zlib.error as fault:
        return Failed(Reason.BAD_ENCODING, f"the gzip file is damaged: {fault}")
    if len(inside) > MAX_UNPACKED_BYTES:
        return Failed(Reason.TOO_BIG, f"the gzip file holds more than {MAX_UNPACKED_BYTES / 1e6:.0f} MB: not read")
    return inside
