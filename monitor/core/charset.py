"""Which characters do these bytes hold, and which of them may travel on?

Pure. In: a body and the labels its sender gave it. Out: NFC text without characters that a database,
XML or a terminal refuses. parse/ and extract/ read every body through here.
"""

import re
import unicodedata
from collections.abc import Iterable

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Without a mark, the zero byte beside the first "<" or "{" gives 16-bit text away.
_UNMARKED = re.compile(rb"\s{0,8}(?:(?P<le>[<{\[]\x00)|(?P<be>\x00[<{\[]))", re.DOTALL)
# Python's strict codecs lack what browsers (and so publishers) put under these names.
_WIDER = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-11": "cp874",
    "koi8-r": "koi8-u",
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_DETECT_BYTES = 65_536


def label_of(content_type: str) -> str:
    """Give the charset that a Content-Type value names, "" where it names none."""
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def decode(body: bytes, declared: Iterable[str]) -> str:
    """Turn bytes into text.

    A byte order mark wins. Bytes beyond ASCII that are strict UTF-8 are UTF-8, whatever a label says: other
    encodings hardly ever form them by chance. Then the labels in the order given, each believed only if the
    bytes decode and the outcome could be a language; then detection.

    Args:
        body: a whole document: where it is cut, detection knows less.
        declared: labels such as "windows-1251", strongest first; "" and unknown ones are passed over.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    if unmarked := _UNMARKED.match(body[:16]):
        return body.decode("utf-16-le" if unmarked["le"] else "utf-16-be", "replace")
    if body.isascii():  # ISO-2022-JP alone writes another script with ASCII bytes, after an escape
        return body.decode("iso2022_jp" if b"\x1b" in body and b"\x1b$" in body else "ascii", "replace")
    for codec in ["utf-8", *filter(None, map(_codec, declared))]:
        text = _strict(body, codec)
        if text is not None and not _is_implausible(text, codec):
            return text
    return _detected(body)


def clean(text: str) -> str:
    """Drop control characters, lone surrogates and noncharacters; compose to NFC."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _REFUSED.sub("", text))


def fold(text: str) -> str:
    """Clean a text and put it on one line: every run of white space becomes one space."""
    return " ".join(clean(text).split())


def _codec(label: str) -> str:
    label = label.strip().lower()
    name = map_encoding_to_html5(label.replace("win-", "windows-"), fallback_utf8=False) if label else None
    return _WIDER.get(name, name) if name else ""


def _strict(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_implausible(text: str, codec: str) -> bool:
    """Whether a western label lies: no language of western Europe writes most letters with accents."""
    if codec != "cp1252":
        return False
    foreign = re.findall(r"[^\x00-\x7f]+", text[:_DETECT_BYTES])
    letters = sum(map(len, foreign))
    return letters > 20 and letters > 2.5 * len(foreign)


def _detected(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    good = sum(ch > "\x7f" and ch != "\ufffd" for ch in text)
    if text.count("\ufffd") * 10 <= good:  # UTF-8 with a few broken bytes, such as a cut at the end
        return text
    head = body[:_DETECT_BYTES]
    guess = _codec(detect_encoding(head) or "")
    if guess in ("", "utf-8"):  # the detector does not know Korean, and says UTF-8 when it knows nothing
        guess = "cp949" if _strict(body, "cp949") is not None else "windows-1252"
    return body.decode(guess, "replace")
