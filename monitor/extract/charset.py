"""Which text do a page's bytes hold?

Pure. In: bytes and the Content-Type of the answer. Out: text. core/charset.py judges the labels; this
module knows where a page keeps them: in the header, then in a meta element or an XML declaration.
article.py acts on it.
"""

import re

from monitor.core.charset import decode, label_of

_PRESCAN_BYTES = 4_096  # the standard says 1,024; publishers put scripts first
_META = re.compile(rb"<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s{0,9}<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})")


def page_text(body: bytes, content_type: str) -> str:
    """Decode a page: byte order mark, strict UTF-8, header, meta, detection; NUL characters are dropped.

    Source: HTML standard, "determining the character encoding", with one difference: bytes that are strict
    UTF-8 beyond ASCII are UTF-8 even against the header, since headers lie more often than such bytes arise.
    """
    head = body[:_PRESCAN_BYTES]
    inside = _META.search(head) or _XML.search(head)
    declared = inside[1].decode("ascii", "replace") if inside else ""
    if declared.lower().startswith("utf-16"):
        declared = "utf-8"  # the standard's rule: the label was read as ASCII, so it can't be 16-bit text
    return decode(body, (label_of(content_type), declared)).replace("\0", "")
