"""How does a page stand in a WARC file, so that the tools of web archives can read it?

Not pure: writes to a file that is open, through warcio. In: captures with their bytes. Out: gzipped records, first a
warcinfo, then a response for each capture. Nothing in a record comes from the clock or from chance. pack.py fills it.

The archive keeps bodies decoded. So headers that speak of the body on the wire (Content-Encoding, Transfer-Encoding and
a Content-Length that is not the decoded body's) bear the prefix X-Archive-Orig-, and a true Content-Length is added.

Source: ISO 28500:2017 (WARC 1.1), sections 5 and 6.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.core.public import moment
from monitor.core.records.pages import StoredCapture

_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding"})
_LENGTH = "Content-Length"
_PREFIX = "X-Archive-Orig-"
_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def record_id(capture: StoredCapture) -> str:
    """Give the WARC-Record-ID of a capture: the same for the same capture."""
    return _id(f"capture {capture.id} {capture.sha256} {moment(capture.at)} {capture.url}")


def http_headers(capture: StoredCapture) -> list[tuple[str, str]]:
    """Give the headers as they came, those that are not true of the decoded body renamed, and its length."""
    size = str(capture.size)
    is_wired = any(name.lower() in _OF_THE_WIRE for name, _ in capture.headers)
    made: list[tuple[str, str]] = []
    has_length = False
    for name, value in capture.headers:
        is_length = name.lower() == "content-length"
        is_true = is_length and value.strip() == size and not is_wired and not has_length
        has_length = has_length or is_true
        is_renamed = name.lower() in _OF_THE_WIRE or (is_length and not is_true)
        made.append((_one_line(f"{_PREFIX}{name}" if is_renamed else name), _one_line(value)))
    return made if has_length else [*made, (_LENGTH, size)]


class Pages:
    """The WARC file of a pack, while it is written."""

    def __init__(self, out: BinaryIO, *, at: datetime, program: str) -> None:
        self._writer: Any = WARCWriter(out, gzip=True, warc_version="1.1")  # Any: warcio has no types
        fields = {
            "software": program,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": "Pages as this program fetched them; bodies are decoded, see X-Archive-Orig- headers.",
        }
        block = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields.items()).encode()
        self._info = _id(f"warcinfo {moment(at)} {program}")
        self._write("warcinfo", _headers(self._info, at, block), block)

    def add(self, capture: StoredCapture, body: bytes) -> None:
        """Write a capture's record."""
        status = f"{capture.status} {_PHRASES.get(capture.status, '')}".rstrip()
        head = _Head(status, http_headers(capture), protocol="HTTP/1.1")
        head.compute_headers_buffer()
        said = {
            **_headers(record_id(capture), capture.at, head.headers_buff + body),
            "WARC-Target-URI": _one_line(capture.url),
            "WARC-Payload-Digest": f"sha256:{sha256(body).hexdigest()}",
            "WARC-Warcinfo-ID": self._info,
        }
        self._write("response", said, body, head)

    def _write(self, kind: str, said: Mapping[str, str], body: bytes, head: "_Head | None" = None) -> None:
        record = self._writer.create_warc_record(
            said.get("WARC-Target-URI", ""),
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_headers_dict={"WARC-Type": kind, **said},
            http_headers=head,
        )
        self._writer.write_record(record)


class _Head(StatusAndHeaders):  # type: ignore[misc] # warcio has no types
    """A status line with headers that stay as they are: warcio would write %-escapes for what is not ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff: bytes = self.to_bytes(header_filter)


def _headers(record: str, at: datetime, block: bytes) -> dict[str, str]:
    return {
        "WARC-Record-ID": record,
        "WARC-Date": moment(at) or "",
        "WARC-Block-Digest": f"sha256:{sha256(block).hexdigest()}",
    }


def _id(name: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'monitor evidence: {name}')}>"


def _one_line(text: str) -> str:
    """Take out what would end a header's line, or cannot be written."""
    plain = "".join(" " if char in "\r\n\0" else char for char in text)
    return plain.encode("utf-8", "replace").decode()
