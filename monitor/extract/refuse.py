"""Which bodies are no page that an extractor should see?

Pure. In: bytes and content type. Out: Failed that says what the body is, or None for a page.
article.py asks before anything is decoded.
"""

from monitor.core.records.failures import Failed, Reason

MAX_BYTES = 3_000_000  # beyond, tables and tiny paragraphs cost 5 to 10 s and 250 MB
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"RIFF", "a sound, film or WebP image"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"{\\rtf", "an RTF document"),
)
_TYPES = (
    ("image/", "an image"),
    ("audio/", "a sound"),
    ("video/", "a film"),
    ("font/", "a font"),
    ("application/pdf", "a PDF document"),
    ("application/json", "JSON data"),
    ("application/zip", "a ZIP archive"),
    ("application/msword", "an office document"),
    ("application/vnd.", "an office document"),
    ("application/rss+xml", "a feed"),
    ("application/atom+xml", "a feed"),
    ("text/csv", "a table"),
    ("text/css", "a style sheet"),
    ("text/javascript", "a script"),
    ("application/javascript", "a script"),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<p>", b"<div")


def refusal(body: bytes, content_type: str) -> Failed | None:
    """Say why a body is not read: empty, too big, or no page. Bytes are believed before the content type."""
    start = body[:2_048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.strip():
        return Failed(Reason.EMPTY, f"the page was empty ({len(body)} bytes)")
    what = next((what for magic, what in _MAGIC if start.startswith(magic)), "")
    if start[4:8] == b"ftyp":
        what = "a film"
    if not what and not any(sign in start.lower() for sign in _HTML):
        what = next((what for kind, what in _TYPES if content_type.lower().startswith(kind)), "")
    if what:
        return Failed(Reason.NOT_A_PAGE, f"the address holds {what}, not a page", is_final=True)
    if len(body) > MAX_BYTES:
        size = f"{len(body) / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:.0f} MB"
        return Failed(Reason.TOO_BIG, f"the page has {size}: not read", is_final=True)
    return None
