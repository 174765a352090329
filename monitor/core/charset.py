"""Which characters do these bytes hold, and which of them may travel on?

Pure. In: a body and the labels its sender gave it. Out: NFC text without characters that a database,
XML or a terminal refuses. parse/ and extract/ read every body through here; plausible.py says which outcome could
be a language.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from monitor.core.plausible import strangeness

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Without a mark, the zero byte beside the first "<", "{" or "[" gives 16-bit text away.
_UNMARKED = re.compile(rb"(?:\s\x00){0,8}(?P<le>[<{\[]\x00)|(?:\x00\s){0,8}(?P<be>\x00[<{\[])")
# Python's codecs lack what browsers (and so publishers) put under these names; the first that reads all is taken.
_WIDER = {
    "gbk": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "euc_kr": ("cp949",),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "iso2022_jp": ("iso2022_jp", "iso2022_jp_ext"),
    "iso8859-11": ("cp874",),
    "koi8-r": ("koi8-u",),
}
# Of the standard's labels those that map_encoding_to_html5 does not know, and names of Kazakh text that only Python
# knows. What the standard calls "replacement" (hz-gb-2312, iso-2022-kr ...) it refuses to read; so do we.
_MORE_LABELS = {
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "mac-cyrillic": "mac_cyrillic",
    "maccyrillic": "mac_cyrillic",
    "kz-1048": "kz1048",
    "strk1048-2002": "kz1048",
    "rk1048": "kz1048",
    "pt154": "ptcp154",
    "ptcp154": "ptcp154",
    "cp154": "ptcp154",
}
_CHARSET = re.compile(r"(?:^|[;,\s])charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_JUDGED_BYTES = 65_536
# A wrong table makes a text stranger by more, but for tables that part in a few letters; measured on 23 languages.
_NEAR = 0.1


def label_of(content_type: str) -> str:
    """Give the charset that a Content-Type value names, "" where it names none."""
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def codec_of(label: str) -> str:
    """Give the name that Python's codecs have for a label of the web, "" where there is none.

    Source: WHATWG Encoding, "names and labels".
    """
    label = label.strip(" \t\n\f\r").lower().replace("win-", "windows-")
    return _MORE_LABELS.get(label) or (map_encoding_to_html5(label, fallback_utf8=False) if label else None) or ""


def decode(body: bytes, declared: Iterable[str]) -> str:
    """Turn bytes into text.

    A byte order mark wins. Bytes beyond ASCII that are UTF-8 are UTF-8, whatever a label says: other encodings
    hardly ever form them by chance. Then the labels in the order given, and behind them detection; one that makes a
    text of the bytes which is plainly stranger than what another makes of them is taken for a lie.

    Args:
        body: a whole document: where it is cut, detection knows less.
        declared: labels such as "windows-1251", strongest first; "" and unknown ones are passed over. They are asked
            for only where the bytes need them.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    if unmarked := _UNMARKED.match(body[:32]):
        return body.decode("utf-16-le" if unmarked["le"] else "utf-16-be", "replace")
    if (
        body.isascii() and b"\0" not in body
    ):  # ISO-2022-JP alone writes another script with ASCII bytes, after an escape
        return _read(body, "iso2022_jp" if b"\x1b$" in body else "ascii")
    text = body.decode("utf-8", "replace")
    return text if _is_utf_8(text) else _read(body, _least_strange(body, declared))


def clean(text: str) -> str:
    """Drop control characters, lone surrogates and noncharacters; compose to NFC."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _REFUSED.sub("", text))


def fold(text: str) -> str:
    """Clean a text and put it on one line: every run of white space becomes one space."""
    return " ".join(clean(text).split())


def _is_utf_8(text: str) -> bool:
    """Whether bytes read as UTF-8 are that, for all that is broken: of other encodings, most letters would be."""
    broken = text.count("\ufffd")
    if not broken:
        return not text.isascii()
    good = len(text) - len(text.encode("ascii", "ignore")) - broken
    return good > 0 and (broken - text.endswith("\ufffd")) * 2 <= good


def _read(body: bytes, codec: str) -> str:
    *wider, last = _WIDER.get(codec, (codec,))
    for name in wider:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode(last, "replace")


def _least_strange(body: bytes, declared: Iterable[str]) -> str:
    """Choose the first codec whose text is hardly stranger than the least strange of all."""
    found = _BEYOND_ASCII.search(body)
    start = found.start() & ~1 if found else 0  # even, for 16-bit text
    judged = body[start : start + _JUDGED_BYTES]
    candidates = dict.fromkeys(_candidates(body, judged, declared))
    strange = {codec: strangeness(_read(judged, codec).rstrip("\ufffd")) for codec in candidates}
    least = min(strange.values())
    return next(codec for codec, found in strange.items() if found <= least + _NEAR)


def _candidates(body: bytes, judged: bytes, declared: Iterable[str]) -> Iterator[str]:
    for label in declared:
        codec = codec_of(label)
        if codec and (not codec.startswith("utf-16") or b"\0" in body):  # 16-bit text has zero bytes
            yield codec
    yield codec_of(detect_encoding(judged) or "") or "cp1252"
    yield from ("cp949", "cp1252")  # the detector does not know Korean, and says UTF-8 when it knows nothing
