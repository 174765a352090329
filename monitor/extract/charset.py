"""Which text do a page's bytes hold?

Pure. In: bytes and the Content-Type of the answer. Out: text. core/charset.py judges the labels; this
module knows where a page keeps them: in the header, then in a meta element or an XML declaration.
article.py acts on it.
"""

import re
from collections.abc import Iterator

from monitor.core.charset import codec_of, decode, label_of

# A browser looks at 1,024 bytes first, but starts anew where its parser meets a meta element later.
_PRESCAN_BYTES = 65_536
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*+(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)"
    rb"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\t\n\f\r >]*+)))?+"
)
_TAG = re.compile(rb"<(?:(?P<comment>!--)|(?P<name>/?[a-z][^\t\n\f\r />]*+)|[!/?])", re.IGNORECASE)
# What stands inside them is text, whatever it looks like; noscript is for readers without scripts.
_OPAQUE = frozenset(
    {b"script", b"style", b"noscript", b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes"}
)
_IN_CONTENT = re.compile(
    r"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\f\r ;][^\t\n\f\r ;]*))", re.IGNORECASE
)
_XML = re.compile(rb"\s{0,9}<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})[\"']")


def page_text(body: bytes, content_type: str) -> str:
    """Decode a page: byte order mark, UTF-8, header, meta, detection; NUL characters are dropped.

    Source: HTML standard, "determining the character encoding", with one difference: bytes are believed before
    labels. What is UTF-8 beyond ASCII is UTF-8, and a label under which the bytes are plainly no language is a lie:
    headers lie more often than such bytes arise.
    """
    return decode(body, _labels(body, content_type)).replace("\0", "")


def _labels(body: bytes, content_type: str) -> Iterator[str]:
    yield label_of(content_type)
    head = body[:_PRESCAN_BYTES]
    if label := _prescanned(head):
        yield label
    elif declared := _XML.match(head):
        yield _inside(declared[1].decode("ascii"))


def _prescanned(head: bytes) -> str:
    """Find the label that a page's meta elements give, "" for none; those within comments and scripts do not count.

    Source: HTML standard, "prescan a byte stream to determine its encoding".
    """
    at = 0
    while found := _TAG.search(head, at):
        name = (found["name"] or b"").lower()
        if found["comment"]:
            at = _behind(head, b"-->", found.start() + 2)
        elif not name:
            at = _behind(head, b">", found.end())
        else:
            attributes, at = _attributes(head, found.end())
            if name == b"meta" and (label := _label_of_meta(attributes)):
                return label
            if name in _OPAQUE:
                closing = re.compile(b"</" + name + rb"[\t\n\f\r />]", re.IGNORECASE).search(head, at)
                at = closing.start() + 2 if closing else len(head)
    return ""


def _attributes(head: bytes, at: int) -> tuple[dict[str, str], int]:
    """Read the attributes of a tag from behind its name; of one that stands there twice, the first counts."""
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(head, at):
        value = found["double"] or found["single"] or found["bare"] or b""
        attributes.setdefault(found["name"].decode("latin-1").lower(), value.decode("latin-1"))
        at = found.end()
    return attributes, _behind(head, b">", at)


def _label_of_meta(attributes: dict[str, str]) -> str:
    """Give a known label that a meta element declares; "" for none."""
    label = attributes.get("charset", "").rstrip("/")  # charset=utf-8/>
    if not label and attributes.get("http-equiv", "").lower() == "content-type":
        found = _IN_CONTENT.search(attributes.get("content", ""))
        label = next(filter(None, found.groups()), "") if found else ""
    return _inside(label)


def _inside(label: str) -> str:
    """Give what a label means that was read as ASCII; "" where it is unknown."""
    if label.strip().lower() == "x-user-defined":
        return "windows-1252"  # the standard's rule
    codec = codec_of(label)
    return "utf-8" if codec.startswith("utf-16") else label if codec else ""  # 16-bit text would not read as ASCII


def _behind(head: bytes, mark: bytes, at: int) -> int:
    end = head.find(mark, at)
    return end + len(mark) if end >= 0 else len(head)
