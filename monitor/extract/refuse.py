"""Which bodies are no page that an extractor should see?

Pure. In: bytes and content type. Out: Failed that says what the body is, or None for a page.
article.py asks before anything is decoded.
"""

from monitor.core.magic import kind
from monitor.core.records.failures import Failed, Reason

# How much of a page is read is the owner's setting, which the fetch keeps to; this holds only where that is set very
# high. What makes parsers slow is tags and depth, not bytes: tree.py and reading.py bound both.
MAX_BYTES = 10_000_000
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
    start = body[:2_048].lower()
    if not body.strip():
        return Failed(Reason.EMPTY, f"the page was empty ({len(body)} bytes)")
    what = kind(body)
    if not what and not any(sign in start for sign in _HTML):
        what = next((what for prefix, what in _TYPES if content_type.lower().startswith(prefix)), "")
    if what:
        return Failed(Reason.NOT_A_PAGE, f"the address holds {what}, not a page", is_final=True)
    if len(body) > MAX_BYTES:
        size = f"{len(body) / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:.0f} MB"
        return Failed(Reason.TOO_BIG, f"the page has {size}: not read", is_final=True)
    return None
